"""Search for combinations of sets that reach a threshold, level by level: pairs, triples, and so on.

The sets to be combined, here called literals, come in groups, of which a combination takes one literal each
at most: the values of one condition. A level is only built from those sets of the level before that can be
part of an answer, which is what each `Rule` decides. The number of sets may grow exponentially all the same:
a clock and a limit on the sets held end the search, and the result says up to how many literals it is
complete.

References
----------
Agrawal, R. and Srikant, R. (1994). Fast algorithms for mining association rules. Proceedings of the 20th
VLDB Conference, 487-499 (building each level from the one before).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from casecompare_qca.solutions.budget import Clock
from casecompare_qca.table.case_data import CaseData, Floats
from casecompare_qca.table.truth_table import TOLERANCE

__all__ = [
    "Found",
    "LargeEnoughConjunctions",
    "MinimalConjunctions",
    "MinimalDisjunctions",
    "Rule",
    "literals_of",
    "search",
]

Literals = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.bytes_]

_CELLS = 4_000_000
"""Memberships held at once."""

_NOTHING = 1e-12
"""A sum of memberships this small is zero on paper."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Parameters
    ----------
    sets
        The sets of literals, as positions, few literals first.
    complete_to
        Every set of up to so many literals was considered.
    is_complete
        Whether larger ones were too, as far as they were asked for.
    """

    sets: tuple[tuple[int, ...], ...]
    complete_to: int
    is_complete: bool


class Rule(Protocol):
    """Which sets of literals are answers, and which can be part of an answer."""

    @property
    def is_conjunction(self) -> bool:
        """Whether the literals are joined by *and*, or else by *or*."""

    def judge(self, sets: Literals, joined: Floats, parts: Floats) -> tuple[Mask, Mask]:
        """Give the answers among some sets of equal size, and those to extend.

        `joined` holds the cases' memberships in the sets, shape ``(cases, sets)``; `parts` those in all
        literals, shape ``(cases, literals)``.
        """


@dataclass(frozen=True)
class LargeEnoughConjunctions:
    """Every conjunction that is necessary: Σmin(x,y) / Σy reaches `inclusion`.

    A further literal can only lower the sum, so that only answers are extended.
    """

    outcome: Floats
    inclusion: float
    is_conjunction: bool = True

    def judge(self, sets: Literals, joined: Floats, parts: Floats) -> tuple[Mask, Mask]:
        """Judge as `Rule` says."""
        shared = _shared(joined, self.outcome)
        answers: Mask = shared >= (self.inclusion - TOLERANCE) * self.outcome.sum()
        return answers, answers


@dataclass(frozen=True)
class MinimalDisjunctions:
    """Every disjunction that is necessary for the outcome while no part of it is.

    A further literal can only raise Σmin(x,y) and lower the relevance of necessity: sets that are necessary
    already, or too trivial, are not extended, nor sets with a literal that adds nothing to the others.
    """

    outcome: Floats
    inclusion: float
    relevance: float
    is_conjunction: bool = False

    def judge(self, sets: Literals, joined: Floats, parts: Floats) -> tuple[Mask, Mask]:
        """Judge as `Rule` says."""
        shared = _shared(joined, self.outcome)
        answers: Mask = shared >= (self.inclusion - TOLERANCE) * self.outcome.sum()
        extended = ~answers & ~self._is_trivial(joined, shared)
        for place in range(sets.shape[1] if sets.shape[1] > 1 else 0):
            at = np.flatnonzero(extended)
            rest = _joined(parts, np.delete(sets[at], place, axis=1), is_conjunction=False)
            extended[at] = _shared(rest, self.outcome) < shared[at] - _NOTHING
        return answers, extended

    def _is_trivial(self, joined: Floats, shared: Floats) -> Mask:
        if self.relevance <= 0.0:
            return np.zeros(len(shared), dtype=bool)
        cases = len(self.outcome)
        above, below = cases - joined.sum(axis=0), cases - shared
        trivial: Mask = above < (self.relevance - TOLERANCE) * below
        return trivial


@dataclass(frozen=True)
class MinimalConjunctions:
    """Every conjunction that is sufficient for the outcome while no part of it is.

    Coverage can only fall with further literals. Sets that are sufficient already, empty ones, and ones with
    a literal that leaves every membership as it is are not extended.
    """

    outcome: Floats
    inclusion: float
    coverage: float
    is_conjunction: bool = True

    def judge(self, sets: Literals, joined: Floats, parts: Floats) -> tuple[Mask, Mask]:
        """Judge as `Rule` says."""
        shared, size = _shared(joined, self.outcome), joined.sum(axis=0)
        is_possible = size > _NOTHING
        if self.inclusion > TOLERANCE:
            is_possible &= shared > _NOTHING
        is_possible &= shared >= (self.coverage - TOLERANCE) * self.outcome.sum()
        answers: Mask = is_possible & (shared >= (self.inclusion - TOLERANCE) * size)
        extended = is_possible & ~answers
        for place in range(sets.shape[1] if sets.shape[1] > 1 else 0):
            at = np.flatnonzero(extended)
            rest = _joined(parts, np.delete(sets[at], place, axis=1), is_conjunction=True)
            extended[at] = (rest != joined[:, at]).any(axis=0)
        return answers, extended


def search(
    parts: Floats, groups: Sequence[int], rule: Rule, *, depth: int, limit: int, clock: Clock
) -> Found:
    """Find all sets of literals that are answers by a rule.

    Parameters
    ----------
    parts
        The cases' memberships in the literals, shape ``(cases, literals)``.
    groups
        The group of each literal, as numbers that do not fall.
    rule
        What is searched for.
    depth
        The largest number of literals.
    limit
        How many sets may be held at once; past it the search ends.
    clock
        When it ends in any case.
    """
    later = np.searchsorted(groups, groups, side="right")
    answers: list[tuple[int, ...]] = []
    frontier = np.zeros((1, 0), dtype=np.intp)
    for size in range(1, depth + 1):
        kept: list[Literals] = []
        held = len(answers)
        known = np.sort(_keys(frontier))
        for sets in _extended(frontier, later, len(parts), known):
            if held > limit or clock.is_over:
                return Found(tuple(answers), size - 1, is_complete=False)
            joined = _joined(parts, sets, rule.is_conjunction)
            is_answer, goes_on = rule.judge(sets, joined, parts)
            answers += [tuple(map(int, one)) for one in sets[is_answer]]
            kept.append(sets[goes_on])
            held += int(goes_on.sum() + is_answer.sum())
        frontier = np.concatenate(kept) if kept else np.zeros((0, size), dtype=np.intp)
        if not len(frontier):
            break
    return Found(tuple(answers), depth, is_complete=True)


def literals_of(data: CaseData) -> tuple[Floats, list[int]]:
    """Give the memberships in all literals of the conditions, and the condition of each."""
    literals = data.space.literals
    return np.stack([data.literal(j, value) for j, value in literals], axis=1), [j for j, _ in literals]


def _extended(frontier: Literals, later: Literals, cases: int, known: Keys) -> Iterator[Literals]:
    """Add each literal of a later group to each set, some sets at a time.

    Only sets come out of which every part that is smaller by one is in the frontier, whose keys are given in
    order: what dropped a part out drops the whole.
    """
    total = len(later)
    # Each set grows by at most `total` literals, and each result takes one column of memberships.
    step = max(1, _CELLS // max(1, cases * total))
    for at in range(0, len(frontier), step):
        some = frontier[at : at + step]
        first = later[some[:, -1]] if some.shape[1] else np.zeros(len(some), dtype=np.intp)
        counts = total - first
        if not counts.sum():
            continue
        added = np.concatenate([np.arange(start, total, dtype=np.intp) for start in first])
        sets = np.column_stack([np.repeat(some, counts, axis=0), added])
        # Without its last literal a set is one of the frontier anyway.
        for place in range(sets.shape[1] - 2, -1, -1):
            keys = _keys(np.delete(sets, place, axis=1))
            found = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            sets = sets[known[found] == keys]
        if len(sets):
            yield sets


def _keys(sets: Literals) -> Keys:
    """Write each set as one short text of bytes, which sorts and compares as a whole."""
    if not sets.shape[1]:
        return np.full(len(sets), b"", dtype="S1")
    # From 1 on, since a text loses the zeros at its end.
    numbers = np.ascontiguousarray(sets + 1, dtype=">u4")
    return numbers.view(f"S{4 * sets.shape[1]}").ravel()


def _joined(parts: Floats, sets: Literals, is_conjunction: bool) -> Floats:
    """Give the cases' memberships in sets of literals, shape ``(cases, sets)``."""
    join = np.minimum if is_conjunction else np.maximum
    joined: Floats = parts[:, sets[:, 0]]
    for place in range(1, sets.shape[1]):
        joined = join(joined, parts[:, sets[:, place]])
    return joined


def _shared(joined: Floats, outcome: Floats) -> Floats:
    shared: Floats = np.minimum(joined, outcome[:, np.newaxis]).sum(axis=0)
    return shared
