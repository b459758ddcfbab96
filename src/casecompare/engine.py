"""From a study and methods to one `Comparison`; one failure never stops the rest."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Literal

import pandas as pd

from casecompare.errors import ExpressionError, Problem, StudyError
from casecompare.hypotheses import (
    Evidence,
    Verdict,
    check_claims,
    circular_coding,
    fill_templates,
    judge_all,
)
from casecompare.methods import Comparison, Diagnostic, Host, MethodRun, Provenance, RunContext, find_plugins
from casecompare.methods.boards import case_board, condition_board
from casecompare.methods.planning import Plan, PlannedMethod, make_plan
from casecompare.methods.running import run_method
from casecompare.sets import check_calibrations, check_outcome, memberships, parse_claim
from casecompare.study import Hypothesis, Limits, Study, read_study

__all__ = ["check", "load_host", "open_study", "run"]

Progress = Callable[[int, int, str], None]


def load_host(files: Sequence[str | Path] = ()) -> Host:
    """Load every installed plugin, and those in the given Python files.

    Raises
    ------
    PluginError
        if one of the files cannot be loaded; faults of installed plugins are in ``host.faults``.
    """
    return Host.load(find_plugins(), [Path(file) for file in files])


def open_study(path: str | Path, *, host: Host | None = None, limits: Limits | None = None) -> Study:
    """Read a study and give it, or raise with every problem of its files at once.

    Parameters
    ----------
    path
        The study's folder, or its ``study.yaml``.
    host
        The plugins whose sections, table formats and calibrations the study may use; by default all
        installed ones.
    limits
        How large the input may be.

    Raises
    ------
    StudyError
        if anything in the study's files is wrong; ``error.problems`` lists it with file, line and case.

    Examples
    --------
    >>> import casecompare
    >>> study = casecompare.open_study("cases/cragun_2014")
    >>> study.outcome, len(study.case_ids)
    ('HPF', 15)
    """
    host = host or load_host()
    study, problems = _read(path, host, limits or Limits())
    if study is None or _errors(problems):
        raise StudyError(_errors(problems))
    return study


def check(
    path: str | Path,
    *,
    methods: Sequence[str] = (),
    options: Mapping[str, Mapping[str, object]] | None = None,
    host: Host | None = None,
    limits: Limits | None = None,
) -> list[Problem]:
    """Give every problem of a study in one go: files, codebook, calibration, methods and hypotheses.

    Parameters
    ----------
    path, host, limits
        As for `open_study`.
    methods, options
        As for `run`.
    """
    host = host or load_host()
    study, problems = _read(path, host, limits or Limits())
    if study is None:
        return problems
    study = _with_options(study, options or {})
    plan = make_plan(study, host, methods)
    broken = [*_unusable(problems), *_unjudgeable(study, problems)]
    found = _study_problems(study, host, plan, broken)
    return _sorted([*problems, *_placed(found, options or {})])


def run(
    study: Study | str | Path,
    methods: Sequence[str] = (),
    *,
    options: Mapping[str, Mapping[str, object]] | None = None,
    host: Host | None = None,
    seed: int = 1,
    seconds: float = 600.0,
    progress: Progress = lambda done, total, what: None,
) -> Comparison:
    """Run methods on a study and merge what they say.

    Parameters
    ----------
    study
        A study, or the path of one.
    methods
        The names of the methods; those whose scores they use are run first. Without names: the methods
        that the study configures.
    options
        Options per method that take the place of those in the study: ``{"qca": {"consistency": 0.85}}``.
    host
        The plugins; by default all installed ones.
    seed
        The seed of every random number.
    seconds
        The time that each method may take.
    progress
        Called as ``progress(done, total, what)``.

    Raises
    ------
    StudyError
        if the study or the way the methods are asked for is wrong: all problems at once. What goes wrong
        inside a method does not raise; its `MethodRun` says *failed* and why.

    Examples
    --------
    >>> import casecompare
    >>> comparison = casecompare.run("cases/cragun_2014", methods=["qca"])
    >>> print(comparison["qca"].solutions["conservative"].formula)
    AR*RR*DR*~DC*~PR => HPF
    """
    host = host or load_host()
    opened = study if isinstance(study, Study) else open_study(study, host=host)
    opened = fill_templates(_with_options(opened, options or {}))
    plan = make_plan(opened, host, methods)
    found = _study_problems(opened, host, plan)
    problems = _sorted([*opened.problems, *_placed(found, options or {})])
    if _errors(problems):
        raise StudyError(_errors(problems))

    scores: dict[str, pd.DataFrame] = {}
    runs: dict[str, MethodRun] = {}
    for number, planned in enumerate(plan.methods):
        progress(number, len(plan.methods), planned.method.title)
        done = _run_one(opened, planned, host, scores, runs, seed, seconds, progress)
        done = replace(done, is_optional=not methods and not opened.methods)
        runs[planned.method.name] = done
        if done.result is not None:
            scores[planned.method.name] = done.result.scores
    progress(len(plan.methods), len(plan.methods), "")

    sets = memberships(opened, _available(opened, scores), scores=scores, methods=host.calibrations)
    usable = sets.frame.drop(columns=_unusable(sets.problems), errors="ignore")
    return Comparison(
        study=opened,
        runs=runs,
        verdicts=_verdicts(opened, usable, runs, seed),
        memberships=usable,
        raw=sets.raw,
        case_board=case_board(opened, usable, runs),
        condition_board=condition_board(opened, runs),
        problems=tuple(problems),
        faults=tuple(host.faults),
        seed=seed,
        version=metadata.version("casecompare"),
    )


def _read(path: str | Path, host: Host, limits: Limits) -> tuple[Study | None, list[Problem]]:
    study, problems = read_study(path, sections=host.sections, readers=host.readers, limits=limits)
    return (None if study is None else fill_templates(study)), problems


def _with_options(study: Study, options: Mapping[str, Mapping[str, object]]) -> Study:
    merged = {name: {**study.methods.get(name, {}), **options.get(name, {})} for name in
              dict.fromkeys([*study.methods, *options])}  # fmt: skip
    return replace(study, methods=merged)


def _study_problems(study: Study, host: Host, plan: Plan, broken: Collection[str] = ()) -> list[Problem]:
    """Give what is wrong beyond the files: calibration, memberships, methods, claims, plugins' checks."""
    # An entry that is broken in study.yaml has been told about there; its values say nothing more.
    used = [name for name in _used_sets(study, plan) if name not in broken]
    coded = [name for name in used if study.codebook[name].derived_from is None]
    sets = memberships(study, coded, methods=host.calibrations)
    problems = [*check_calibrations(study, host.calibrations), *plan.problems, *sets.problems]
    if study.outcome in sets.frame:
        problems += check_outcome(study, sets.frame[study.outcome])
    methods = [method for plugin in host.plugins for method in plugin.methods]
    circular = circular_coding(study, {method.name: tuple(method.sections) for method in methods})
    return [*problems, *check_claims(study), *circular, *host.check_study(study)]


def _placed(problems: Sequence[Problem], options: Mapping[str, Mapping[str, object]]) -> list[Problem]:
    """Give problems with options of this run their place: not study.yaml, but what was asked for."""
    given = [f"methods.{method}.{option}." for method, settings in options.items() for option in settings]
    return [
        replace(one, file="--set", line=0, column=0) if f"{one.field}.".startswith(tuple(given)) else one
        for one in problems
    ]


def _unjudgeable(study: Study, problems: Sequence[Problem]) -> list[str]:
    """Give the entries about which nothing can be said for want of cases or values that cannot be read.

    Without any case, that is all of them. The outcome cannot be judged either where a whole case, or its
    outcome, is lost: the lost one may be the very case that lacks the outcome.
    """
    errors = _errors(problems)
    if errors and study.table.index.empty:
        return list(study.codebook)
    outcome = study.codebook.get(study.outcome)
    lost = {"", "id", *(f"values.{source}" for source in (outcome.source if outcome else ()))}
    is_lost = any(one.file != study.places.file and one.field in lost for one in errors)
    return [study.outcome] if is_lost else []


def _used_sets(study: Study, plan: Plan) -> list[str]:
    """Give the codebook entries that somebody takes as a set: methods, claims, the outcome."""
    names = [study.outcome] + [name for planned in plan.methods for name in planned.uses]
    for hypothesis in study.hypotheses.values():
        with contextlib.suppress(ExpressionError):
            claim = parse_claim(hypothesis.claim)
            names += sorted(claim.condition.names | claim.outcome.names)
    return [name for name in dict.fromkeys(names) if name in study.codebook]


def _run_one(
    study: Study,
    planned: PlannedMethod,
    host: Host,
    scores: Mapping[str, pd.DataFrame],
    runs: Mapping[str, MethodRun],
    seed: int,
    seconds: float,
    progress: Progress,
) -> MethodRun:
    method = planned.method
    done = MethodRun(
        method=method,
        status="skipped",
        provenance=Provenance(
            distribution=planned.plugin.distribution,
            version=planned.plugin.version,
            options=planned.options.model_dump(mode="json"),
            seed=seed,
        ),
        is_asked=planned.is_asked,
        chain=tuple(link for links in planned.needs.values() for link in links),
    )
    if planned.fault:
        return replace(done, status="failed", reason=planned.fault)
    for needed in planned.needs:
        if needed not in scores:
            status = runs[needed].status if needed in runs else "missing"
            return replace(done, reason=f"it needs the scores of '{needed}', which {_WORDS[status]}.")
    sets = memberships(study, list(planned.uses), scores=scores, methods=host.calibrations)
    if errors := _errors(sets.problems):
        return replace(done, reason="\n".join(map(str, errors)))

    context = RunContext(
        memberships=lambda names: sets.frame[list(names)].copy(),
        raw=lambda names: sets.raw[list(names)].copy(),
        scores={name: frame.copy() for name, frame in scores.items()},
        random=random.Random(f"{seed}:{method.name}"),  # noqa: S311 (chance in science, not in secrets)
        seconds=seconds,
        progress=progress,
    )
    started = time.perf_counter()
    outcome = run_method(method, study, planned.options, context)
    without_result: Literal["failed", "skipped"] = "failed" if outcome.is_applicable else "skipped"
    return replace(
        done,
        status=without_result if outcome.result is None else "ok",
        result=outcome.result,
        reason=outcome.reason,
        provenance=replace(done.provenance, seconds=time.perf_counter() - started),
        diagnostics=_printed(method.name, outcome.printed),
    )


_WORDS = {"failed": "failed", "skipped": "was skipped", "missing": "did not run"}


def _printed(name: str, text: str) -> tuple[Diagnostic, ...]:
    if not text.strip():
        return ()
    return (
        Diagnostic(
            level="note",
            code=f"{name}.printed",
            message=f"The method printed {len(text.splitlines())} line(s): {text.strip()[:200]!r}.",
            advice="Results belong into the result that a method returns; tell the plugin's author.",
        ),
    )


def _available(study: Study, scores: Mapping[str, pd.DataFrame]) -> list[str]:
    """Give the codebook entries whose values are there: coded, or derived by a method that ran."""
    return [
        name
        for name, entry in study.codebook.items()
        if entry.derived_from is None or entry.derived_from[0] in scores
    ]


def _unusable(problems: Sequence[Problem]) -> list[str]:
    """Give the codebook entries that are no sets: plain numbers and text, or undecided memberships."""
    fields = [problem.field.split(".") for problem in _errors(problems)]
    return sorted({field[1] for field in fields if field[0] == "codebook" and len(field) > 1})


def _verdicts(
    study: Study, sets: pd.DataFrame, runs: Mapping[str, MethodRun], seed: int
) -> tuple[Verdict, ...]:
    """Judge the hypotheses, with the evidence that methods bring for those whose sets are all there."""
    further = {}
    for name, hypothesis in study.hypotheses.items():
        claim = parse_claim(hypothesis.claim)
        if claim.condition.names | claim.outcome.names <= set(sets.columns):
            further[name] = [one for done in runs.values() for one in _evidence(hypothesis, study, done)]
    return judge_all(study.hypotheses.values(), sets, further, seed=seed)


def _evidence(hypothesis: Hypothesis, study: Study, done: MethodRun) -> Sequence[Evidence]:
    """Ask a method for its evidence; one that stumbles brings a sentence instead of measures."""
    if done.method.assess is None or done.result is None:
        return ()
    try:
        return done.method.assess(hypothesis, study, done.result)
    except Exception as error:
        sentence = f"The method could not assess this claim ({type(error).__name__}: {error})."
        return (Evidence(source=done.method.name, kind="failed", measures={}, sentence=sentence),)


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    """Put study.yaml first, then the records by name, each in the order of its lines, once each."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda one: (one.file not in ("", "study.yaml"), one.file, one.line, one.column),
    )
