"""Repeat a run on variants of its study: only what statements and verdicts need, and nothing twice.

A repeat runs, in their order, the methods that make statements and those whose scores these or the claims of
the hypotheses use, with the options and the seed of the run itself. Sets are made anew only where what they
are made from has changed, verdicts only where their sets have, and variants that share a study once.

A membership of exactly 0.5, about which a run asks for a decision, is left as it is in a repeat.
"""

from __future__ import annotations

import random
import time
import weakref
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from casecompare.errors import CasecompareError, UsageError
from casecompare.methods import Comparison, Host, Method, MethodResult, Options, RunContext
from casecompare.robustness.remembered import Column, RememberedSets
from casecompare.robustness.variants import Variant
from casecompare.robustness.words import verdict_words
from casecompare.sets import Claim, memberships, parse_claim
from casecompare.study import Study

__all__ = ["HYPOTHESES", "Log", "Repeat", "Repeater", "Topic", "repeat"]

HYPOTHESES = "hypotheses"
"""What stands for the method where it is the core that makes a statement: the verdict on a hypothesis."""
Topic = tuple[str, str, str]
"""Method, kind and subject of a statement."""
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """What one study gives: the value of each statement by its topic, and why methods failed, if they did."""

    statements: Mapping[Topic, str]
    failures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Log:
    """The repeats of a run: the unchanged study, then each variant in the order given.

    The variants are kept without their studies, which would fill the memory: theirs is the unchanged one.
    `is_whole` is false where the time was over before the last variant.
    """

    base: Repeat
    repeats: tuple[tuple[Variant, Repeat], ...]
    is_whole: bool = True

    def to_frame(self) -> pd.DataFrame:
        """Give a row per variant and statement: `group`, `variant`, `method`, `kind`, `subject`, `value`."""
        rows = [
            (variant.group, variant.label, *topic, value)
            for variant, done in self.repeats
            for topic, value in done.statements.items()
        ]
        return pd.DataFrame(rows, columns=["group", "variant", "method", "kind", "subject", "value"])


@dataclass(frozen=True)
class _Planned:
    method: Method
    options: Options
    uses: tuple[str, ...]


class Repeater:
    """Repeats the run of a comparison on changed studies, and remembers what need not be computed again.

    Parameters
    ----------
    comparison
        The run. Methods that failed in it are not repeated.
    host
        The plugins, for their ways of calibrating; by default all installed ones.
    """

    def __init__(self, comparison: Comparison, host: Host | None = None) -> None:
        host = host or _installed()
        study = comparison.study
        self.seed = comparison.seed
        self._calibrations = host.calibrations
        usable = set(map(str, comparison.memberships.columns))
        self.claims = {
            name: claim
            for name, hypothesis in study.hypotheses.items()
            if (claim := parse_claim(hypothesis.claim)).condition.names | claim.outcome.names <= usable
        }
        self.claimed = sorted({one for claim in self.claims.values() for one in _names(claim)})
        self._planned = _plan(comparison, self.claimed)
        self._memories: dict[str, dict[object, object]] = {one.method.name: {} for one in self._planned}
        self._sets = RememberedSets(host.calibrations)
        self._words: dict[Hashable, str] = {}
        self._done: dict[int, tuple[weakref.ref[Study], Repeat]] = {}
        self._base = Repeat(statements={})
        self._base = self(study)

    @property
    def used(self) -> list[str]:
        """The codebook entries that any repeat uses."""
        return sorted({*self.claimed, *(name for one in self._planned for name in one.uses)})

    @property
    def methods(self) -> list[str]:
        """The methods that are repeated, in their order."""
        return [one.method.name for one in self._planned]

    def __call__(self, study: Study) -> Repeat:
        """Give what a study gives; the same study is not computed again."""
        known = self._done.get(id(study))
        if known is not None and known[0]() is study:
            return known[1]
        done = self._repeat(study)
        if done == self._base:
            done = self._base  # most changes change nothing; thousands of equal repeats need no memory
        self._done[id(study)] = weakref.ref(study), done
        return done

    def _repeat(self, study: Study) -> Repeat:
        scores: dict[str, pd.DataFrame] = {}
        statements: dict[Topic, str] = {}
        failures: dict[str, str] = {}
        for planned in self._planned:
            name = planned.method.name
            try:
                result = self._run(planned, study, scores)
            except CasecompareError as error:
                failures[name] = str(error)
            except (
                Exception,
                SystemExit,
            ) as error:  # a method may fail in any way; that costs its own statements
                failures[name] = f"{type(error).__name__}: {error}"
            else:
                scores[name] = result.scores
                statements |= {(name, one.kind, one.subject): one.value for one in result.statements}
        made = self._sets.make(study, self.claimed, scores)
        for hypothesis, claim in self.claims.items():
            statements[HYPOTHESES, "verdict", hypothesis] = self._word(hypothesis, claim, made)
        return Repeat(statements=statements, failures=failures)

    def _run(self, planned: _Planned, study: Study, scores: Mapping[str, pd.DataFrame]) -> MethodResult:
        made = self._sets.make(study, planned.uses, scores)
        if absent := [name for name in planned.uses if name not in made]:
            raise UsageError(f"no memberships in {', '.join(absent)}.")
        frame = pd.DataFrame(made, index=study.table.index, dtype=float)
        context = RunContext(
            memberships=lambda names: frame[list(names)].copy(),
            raw=lambda names: memberships(
                study, list(names), scores=scores, methods=self._calibrations
            ).raw.reindex(columns=list(names)),
            scores=scores,
            random=random.Random(f"{self.seed}:{planned.method.name}"),  # noqa: S311 (chance in science)
            is_repeat=True,
            memory=self._memories[planned.method.name],
        )
        return planned.method.run(study, planned.options, context)

    def _word(self, hypothesis: str, claim: Claim, made: Mapping[str, Column]) -> str:
        if not _names(claim) <= set(made):
            return "undetermined"
        columns = {name: made[name] for name in sorted(_names(claim))}
        key = (hypothesis, *(column.tobytes() for column in columns.values()))
        if key not in self._words:
            complete = ~np.any([np.isnan(column) for column in columns.values()], axis=0)
            states = {name: column[complete] for name, column in columns.items()}
            self._words[key] = verdict_words(claim, states)[0]
        return self._words[key]


def repeat(
    comparison: Comparison,
    variants: Iterable[Variant],
    *,
    host: Host | None = None,
    repeater: Repeater | None = None,
    seconds: float = 600.0,
    total: int = 0,
    progress: Progress = lambda done, total, what: None,
) -> Log:
    """Repeat a run on variants of its study.

    Parameters
    ----------
    comparison
        The run that is repeated: its methods, options, hypotheses and seed.
    variants
        For instance from `casecompare.robustness.coder_draws`.
    host
        The plugins; by default all installed ones.
    repeater
        One that has done repeats of this comparison before; it remembers them.
    seconds
        The time that all of it may take; the variants that are left then are not repeated.
    total, progress
        Called as ``progress(done, total, what)`` before each repeat.

    Examples
    --------
    >>> import casecompare
    >>> from casecompare.robustness import without_each_case
    >>> comparison = casecompare.run("cases/cragun_2014", ["qca"])
    >>> log = repeat(comparison, without_each_case(comparison.study))
    >>> frame = log.to_frame()
    >>> frame[(frame["kind"] == "verdict") & (frame["subject"] == "H2")]["value"].value_counts().to_dict()
    {'mixed': 15}
    """
    if repeater is None:
        repeater = Repeater(comparison, host)
    ends = time.monotonic() + seconds
    base = repeater(comparison.study)
    done: list[tuple[Variant, Repeat]] = []
    for variant in variants:
        if time.monotonic() > ends:
            return Log(base=base, repeats=tuple(done), is_whole=False)
        progress(len(done), max(total, len(done) + 1), variant.label)
        done.append((replace(variant, study=comparison.study), repeater(variant.study)))
    return Log(base=base, repeats=tuple(done))


def _installed() -> Host:
    from casecompare.engine import load_host  # plugins are looked for only if nobody has done so

    return load_host()


def _plan(comparison: Comparison, claimed: Sequence[str]) -> list[_Planned]:
    """Give the methods whose statements, or whose scores, anything depends on; in the order of the run."""
    study = comparison.study
    wanted: set[str] = {_source(study, name) for name in claimed}
    planned = []
    for name, run in reversed(list(comparison.runs.items())):
        if run.result is None or not (run.result.statements or name in wanted):
            continue
        options = run.method.options.model_validate(dict(study.methods.get(name, {})))
        uses = tuple(dict.fromkeys(one for one in run.method.uses(study, options) if one in study.codebook))
        wanted |= {_source(study, one) for one in uses}
        planned.append(_Planned(run.method, options, uses))
    return planned[::-1]


def _source(study: Study, name: str) -> str:
    """Give the method that a set is derived from, empty for coded values."""
    derived = study.codebook[name].derived_from
    return derived[0] if derived is not None else ""


def _names(claim: Claim) -> set[str]:
    return set(claim.condition.names | claim.outcome.names)
