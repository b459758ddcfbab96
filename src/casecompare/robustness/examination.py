"""Examine how robust a run is: repeat it in every way that the study allows, and say what survives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeAlias

from casecompare.errors import UsageError
from casecompare.methods import Comparison, Host, RepeatGroup, Robustness
from casecompare.robustness.coders import (
    Within,
    coder_combinations,
    coder_draws,
    coder_sheets,
    find_coders,
    find_disputes,
    other_codes,
)
from casecompare.robustness.decisive import decisive_changes
from casecompare.robustness.omissions import without_each_case, without_each_evidence
from casecompare.robustness.repeating import HYPOTHESES, Log, Progress, Repeater, Topic, repeat
from casecompare.robustness.steps import neighbouring_steps
from casecompare.robustness.survival import changed_statements, statements_frame, survival
from casecompare.robustness.variants import GroupName, Variant
from casecompare.study import Study

__all__ = ["EFFORTS", "Effort", "as_effort", "examine"]

Effort: TypeAlias = Literal["quick", "full", "none"]
EFFORTS: tuple[Effort, ...] = ("quick", "full", "none")
_MOST_CASES = 100
"""Cases beyond which a quick examination does not leave out or move each of them in turn."""
_QUICK_SECONDS = 30.0
"""What a quick examination may take at most; slow methods are repeated only where somebody asks for it."""
_MOST_FAILURES = 3
"""Failures of a method that are told about, for each group."""


def as_effort(word: str) -> Effort:
    """Give a word as one of the `EFFORTS`.

    Raises
    ------
    UsageError
        if it is none of them.

    Examples
    --------
    >>> as_effort("full")
    'full'
    """
    for effort in EFFORTS:
        if word == effort:
            return effort
    raise UsageError(f"--robustness {word}: give {', '.join(EFFORTS[:-1])} or {EFFORTS[-1]}.")


@dataclass(frozen=True)
class _Group:
    """A way of repeating that is going to be taken: its variants, and how many there may be."""

    name: GroupName
    title: str
    most: int
    variants: Callable[[], Iterator[Variant] | Sequence[Variant]]
    counting: Literal["each", "all", "draws"] = "each"


def examine(
    comparison: Comparison,
    *,
    host: Host | None = None,
    effort: Effort = "full",
    draws: int = 200,
    within: Within = "codes",
    seed: int | None = None,
    seconds: float = 600.0,
    progress: Progress = lambda done, total, what: None,
) -> Robustness:
    """Examine how robust the results of a run are.

    Parameters
    ----------
    comparison
        The run, from `casecompare.run`.
    host
        The plugins; by default all installed ones.
    effort
        ``"quick"``: each coder's sheet, each other code of a disputed value, each case left out, and the
        smallest change of each membership that changes a verdict. ``"full"``: also draws among the coders'
        codes, each piece of evidence left out, and each coded value moved to the next step of its scale.
        ``"none"`` examines nothing.
    draws
        How many draws. Where the codes have no more combinations than that, all of them are gone through
        instead, and the shares are exact.
    within
        What is drawn, see `casecompare.robustness.coder_draws`.
    seed
        Of the draws; by default that of the run.
    seconds
        The time for all repeats, in a quick examination 30 at most; what is left undone then is told in
        `notes`.
    progress
        Called as ``progress(done, total, what)``.

    Returns
    -------
    Robustness
        The statements of the run, how often each survived, what single changes did to them, and the
        memberships that a verdict hangs on.

    Raises
    ------
    UsageError
        if there is no such effort, or the number of draws is negative.

    Examples
    --------
    >>> import casecompare
    >>> comparison = casecompare.run("cases/cragun_2014", ["qca"])
    >>> robustness = examine(comparison, effort="quick")
    >>> robustness.groups[0].title, robustness.groups[0].repeats
    ('without each case in turn', 15)
    >>> robustness.decisive[["hypothesis", "case", "set", "to", "becomes"]].head(1).values.tolist()
    [['H1', 'A', 'DR', 0.0, 'mixed']]
    """
    effort = as_effort(effort)
    if draws < 0:
        raise UsageError(f"{draws} draws: the number of draws cannot be negative.")
    if effort == "none":
        return Robustness(notes=("The run was not repeated.",))
    # Cases may be made each time that they are asked for; here the same case has to be the same object.
    study = replace(comparison.study, cases=dict(comparison.study.cases))
    comparison, seed = replace(comparison, study=study), comparison.seed if seed is None else seed
    repeater = Repeater(comparison, host)
    is_quick = effort == "quick"
    groups = list(_groups(study, repeater, is_quick=is_quick, draws=draws, within=within, seed=seed))
    seconds = min(seconds, _QUICK_SECONDS) if is_quick else seconds
    log, notes = _repeated(comparison, groups, repeater, seconds, progress)
    is_drawn = any(group.counting == "draws" for group in groups)
    is_large = is_quick and len(study.case_ids) > _MOST_CASES
    return Robustness(
        groups=tuple(one for one in (_told(group, log) for group in groups) if one.repeats),
        base=statements_frame(log.base),
        survival=survival(log, counting_draws=is_drawn),
        changes=changed_statements(log),
        decisive=decisive_changes(
            study, comparison.memberships.iloc[:0] if is_large else comparison.memberships
        ),
        notes=(*_limits(study, comparison, repeater, log, effort), *notes),
        seed=seed,
    )


def _groups(
    study: Study, repeater: Repeater, *, is_quick: bool, draws: int, within: Within, seed: int
) -> Iterator[_Group]:
    """Give the ways of repeating that the study and the effort allow."""
    coders, disputes, cases = find_coders(study), find_disputes(study), len(study.case_ids)
    if coders:
        title = "the study as each coder coded it"
        yield _Group("coder sheets", title, len(coders), lambda: coder_sheets(study))
    if disputes:
        title = "one disputed value at a time as another coder coded it"
        yield _Group("another code", title, len(disputes) * len(coders), lambda: other_codes(study))
    if disputes and not is_quick:
        yield _draws(study, draws, within, seed)
    if not is_quick or cases <= _MOST_CASES:
        yield _Group("without a case", "without each case in turn", cases, lambda: without_each_case(study))
    if is_quick:
        return
    title, pieces = "without each piece of evidence that something rests on alone", study.cases.values()
    evidence = sum(len(case.evidence) for case in pieces)
    yield _Group("without evidence", title, evidence, lambda: without_each_evidence(study))
    values = {source for name in repeater.used for source in study.codebook[name].source or (name,)}
    title, steps = "one coded value at a time moved to the next step of its scale", 2 * cases * len(values)
    yield _Group("neighbouring step", title, steps, lambda: neighbouring_steps(study, values))


def _draws(study: Study, draws: int, within: Within, seed: int) -> _Group:
    combinations = coder_combinations(study, draws) if within == "codes" else None
    if combinations is not None:
        title = "every combination of the coders' codes, each coder as likely as the others"
        return _Group("coder draws", title, len(combinations), lambda: combinations, "all")
    title = f"draws within the {within} of the coders, for each value of its own (seed {seed})"
    variants = partial(coder_draws, study, draws, seed=seed, within=within)
    return _Group("coder draws", title, draws, variants, "draws")


def _repeated(
    comparison: Comparison, groups: Sequence[_Group], repeater: Repeater, seconds: float, progress: Progress
) -> tuple[Log, list[str]]:
    """Repeat all groups in one go, and say what could not be done."""
    # Made one by one, since thousands of studies would fill the memory.
    variants = (variant for group in groups for variant in group.variants())
    total = sum(group.most for group in groups)
    log = repeat(comparison, variants, repeater=repeater, seconds=seconds, total=total, progress=progress)
    progress(total, total, "")
    notes = []
    if not log.is_whole:
        notes.append(
            f"After {seconds:g} seconds {len(log.repeats)} of up to {total} repeats were done; the others "
            "were left out. Give it more time with --robustness full --time-limit."
        )
    return log, notes


def _told(group: _Group, log: Log) -> RepeatGroup:
    mine = [(variant, done) for variant, done in log.repeats if variant.group == group.name]
    notes = [variant.note for variant, _ in mine if variant.note] if group.name == "coder sheets" else []
    failed = [
        f"{variant.label}: {method} gave no result ({reason})"
        for variant, done in mine
        for method, reason in done.failures.items()
    ]
    notes += failed[:_MOST_FAILURES]
    if len(failed) > _MOST_FAILURES:
        notes.append(f"{len(failed) - _MOST_FAILURES} more repeats gave no result.")
    return RepeatGroup(
        name=group.name, title=group.title, repeats=len(mine), counting=group.counting, notes=tuple(notes)
    )


def _limits(
    study: Study, comparison: Comparison, repeater: Repeater, log: Log, effort: Effort
) -> Iterator[str]:
    """Say what this examination cannot tell."""
    if not find_coders(study):
        yield (
            "No coder is named in this study, so that it cannot be told whether others would have coded it "
            "otherwise, nor whether that would matter. Name who coded what, in the "
            "records or with one sheet per coder."
        )
    elif not find_disputes(study):
        yield "No coder coded anything else than what counts, so that nothing hangs on who coded."
    if effort == "full" and not any(case.evidence for case in study.cases.values()):
        yield "No evidence is recorded, so that none could be left out."
    if silent := [name for name in comparison.runs if name not in repeater.methods]:
        yield (
            f"Not repeated: {', '.join(silent)}. Nothing that was repeated depends on "
            f"{'it' if len(silent) == 1 else 'them'}."
        )
    if unlike := _unlike(comparison, log):
        yield f"A mere repeat of the unchanged study gave something else than the run: {', '.join(unlike)}."
    if effort == "quick" and len(study.case_ids) > _MOST_CASES:
        yield (
            f"With more than {_MOST_CASES} cases, leaving out each case and moving each membership is left "
            "to the full examination: --robustness full."
        )
    elif effort == "quick":
        yield (
            "This is the quick examination. Draws among the coders' codes, the evidence left out piece by "
            "piece and values moved to the next step of their scale belong to the full one: "
            "--robustness full."
        )


def _unlike(comparison: Comparison, log: Log) -> list[str]:
    """Give what a repeat that changes nothing says otherwise than the run: then its shares mean little."""
    said: dict[Topic, str] = {
        (HYPOTHESES, "verdict", one.hypothesis.name): one.word for one in comparison.verdicts
    }
    for name, run in comparison.runs.items():
        for one in run.result.statements if run.result is not None else ():
            said[name, one.kind, one.subject] = one.value
    repeated = log.base.statements
    topics = [topic for topic, value in repeated.items() if said.get(topic) != value]
    return sorted({f"{kind} {subject}" for _, kind, subject in topics})[:_MOST_FAILURES]
