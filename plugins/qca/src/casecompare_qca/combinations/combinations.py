"""Combinations of conditions that are necessary, or sufficient, by themselves: an exhaustive search.

References
----------
Bol, D. and Luppi, F. (2013). Confronting theories based on necessary relations: making the best of QCA
possibilities. Political Research Quarterly 66, 205-210 (SUIN conditions).
Mahoney, J., Kimball, E. and Koivu, K. L. (2009). The logic of historical explanation in the social sciences.
Comparative Political Studies 42, 114-146.
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge, chapters
3 and 9 (relevance of necessity).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
import pandas as pd

from casecompare.sets import Necessity, Sufficiency, necessity_table, sufficiency_table
from casecompare_qca.combinations.combination_search import (
    Found,
    LargeEnoughConjunctions,
    MinimalConjunctions,
    MinimalDisjunctions,
    Rule,
    literals_of,
    search,
)
from casecompare_qca.combinations.combination_text import show_combinations, triviality
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget, Clock
from casecompare_qca.table.case_data import CaseData, Floats, read_case_data
from casecompare_qca.table.terms import literal_name
from casecompare_qca.table.truth_table import TOLERANCE

if TYPE_CHECKING:
    from casecompare.sets import MissingPolicy

__all__ = ["Combination", "Combinations", "necessary_combinations", "sufficient_combinations"]

Listed = Literal["all", "largest"]
Places = tuple[int, ...]

_Fit = TypeVar("_Fit", Necessity, Sufficiency)

_CELLS = 1_000_000
"""Memberships held at once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Combination(ShownInNotebook):
    """One literal, conjunction (``A*~B``) or disjunction (``A + ~B``), with its fit.

    Parameters
    ----------
    data
        The cases.
    places
        Its literals, as positions in ``data.space.literals``.
    is_disjunction
        Whether they are joined by *or*: each is then a SUIN condition, a sufficient but unnecessary part of
        a condition that is insufficient but necessary.
    fit
        Necessity or sufficiency for the outcome.
    triviality
        For necessity, in words, why the relation says little or nothing; empty where it says something.
    """

    data: CaseData = field(repr=False)
    places: tuple[int, ...]
    is_disjunction: bool
    fit: Necessity | Sufficiency
    triviality: str = ""

    @property
    def literals(self) -> tuple[str, ...]:
        """Its literals, in the order of the conditions."""
        space = self.data.space
        named = [space.literals[place] for place in self.places]
        return tuple(literal_name(space.conditions[j], value, space.is_multi_value) for j, value in named)

    @property
    def expression(self) -> str:
        """The combination as a formula writes it."""
        return (" + " if self.is_disjunction else "*").join(self.literals)

    @property
    def is_trivial(self) -> bool:
        """Whether a necessary combination says little or nothing; see `triviality`."""
        return bool(self.triviality)

    @property
    def membership(self) -> Floats:
        """Each case's membership, in the order of ``data.cases``."""
        return _memberships(self.data, [self.places], is_disjunction=self.is_disjunction)[:, 0]

    @property
    def cases(self) -> tuple[str, ...]:
        """Cases in the combination and in the outcome (memberships above 0.5)."""
        return self._chosen((self.membership > 0.5) & (self.data.outcome > 0.5))

    @property
    def deviant_cases(self) -> tuple[str, ...]:
        """Cases against: with the outcome only (necessity), or with the combination only (sufficiency)."""
        x, y = self.membership, self.data.outcome
        if isinstance(self.fit, Necessity):
            return self._chosen((x < 0.5) & (y > 0.5))
        return self._chosen((x > 0.5) & (y < 0.5))

    def _chosen(self, chosen: np.ndarray) -> tuple[str, ...]:
        return tuple(self.data.cases[at] for at in np.flatnonzero(chosen))

    def __str__(self) -> str:
        return self.expression


@dataclass(frozen=True, kw_only=True, repr=False)
class Combinations(ShownInNotebook):
    """Everything that a search for combinations found.

    Parameters
    ----------
    relation
        ``"necessity"`` or ``"sufficiency"``.
    outcome
        The outcome as a formula writes it.
    conjunctions
        Single literals and conjunctions, few literals first.
    disjunctions
        Disjunctions, few literals first; none for sufficiency.
    thresholds
        What each had to reach, by the name of the measure.
    complete_to
        Combinations of up to so many literals were all considered.
    is_complete
        Whether that is all that was asked for; False where the budget ended the search.
    """

    relation: Literal["necessity", "sufficiency"]
    outcome: str
    conjunctions: tuple[Combination, ...]
    disjunctions: tuple[Combination, ...]
    thresholds: dict[str, float]
    complete_to: int
    is_complete: bool

    @property
    def all(self) -> tuple[Combination, ...]:
        """Conjunctions, then disjunctions."""
        return self.conjunctions + self.disjunctions

    def to_frame(self) -> pd.DataFrame:
        """Give one row per combination: kind, measures, and for necessity whether it is trivial."""
        kind = Necessity if self.relation == "necessity" else Sufficiency
        measures = list(kind.__dataclass_fields__)
        rows = [
            {
                "kind": _kind(one),
                **asdict(one.fit),
                "deviant cases": one.deviant_cases,
                "triviality": one.triviality,
            }
            for one in self.all
        ]
        columns = ["kind", *measures, "deviant cases", "triviality"]
        frame = pd.DataFrame(rows, columns=columns, index=[one.expression for one in self.all])
        return frame if self.relation == "necessity" else frame.drop(columns="triviality")

    def __repr__(self) -> str:
        return f"<Combinations by {self.relation} for {self.outcome}: {len(self.all)}>"

    def __str__(self) -> str:
        return show_combinations(self)


def necessary_combinations(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    inclusion: float = 0.9,
    coverage: float = 0.0,
    relevance: float = 0.0,
    conjunctions: Listed = "all",
    depth: int | None = None,
    missing: MissingPolicy = "refuse",
    budget: Budget | None = None,
) -> Combinations:
    """Find the conjunctions and disjunctions that are necessary for the outcome.

    A conjunction is necessary only if each of its parts is. A disjunction is listed when it is necessary
    while nothing shorter within it is, be that a single literal or a part of the disjunction; shorter ones
    count there by inclusion alone, whether or not they reach the other thresholds. The search goes through
    all sizes, also past one that adds nothing. A condition stands at most once in a combination.

    Parameters
    ----------
    data, outcome, conditions, negate_outcome, missing
        As for `truth_table`.
    inclusion, coverage, relevance
        What a combination must reach: consistency of necessity, coverage, and relevance (RoN).
    conjunctions
        ``"all"``, or ``"largest"``: only those that are no part of another one that is listed, from which
        the necessity of their parts follows.
    depth
        The largest number of literals; by default as many as there are conditions.
    budget
        Bounds of the search; `Combinations.complete_to` says how far it came.

    Raises
    ------
    ValueError
        As `truth_table`; if a threshold lies outside 0 to 1 or `depth` below 1.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 0, 1, 0, 0], "B": [0, 1, 1, 0, 0], "C": [1, 1, 1, 1, 0], "Y": [1, 1, 1, 0, 0]},
    ...     index=list("klmno"))
    >>> found = necessary_combinations(cases, "Y", ["A", "B", "C"], inclusion=1)
    >>> found.to_frame()[["kind", "inclusion", "coverage", "relevance"]].round(2)
                  kind  inclusion  coverage  relevance
    C           single        1.0      0.75        0.5
    A + B  disjunction        1.0      1.00        1.0
    """
    _check(depth, inclusion=inclusion, coverage=coverage, relevance=relevance)
    read = read_case_data(data, outcome, conditions, negate_outcome=negate_outcome, missing=missing)
    cuts = {"inclusion": inclusion, "coverage": coverage, "relevance": relevance}
    budget = budget or Budget()
    clock = budget.start()
    deepest = min(depth or len(conditions), len(conditions))
    if not read.outcome.any():
        return _result("necessity", read, cuts, [], [], (Found((), deepest, True),))
    all_conjunctions = LargeEnoughConjunctions(read.outcome, inclusion)
    minimal = MinimalDisjunctions(read.outcome, inclusion, relevance)
    joint = _search(read, all_conjunctions, deepest, budget, clock.share(0.5))
    either = _search(read, minimal, deepest, budget, clock)
    listed = _necessary(read, joint.sets, cuts, is_disjunction=False)
    if conjunctions == "largest":
        listed = _largest(listed)
    suin = _necessary(read, [one for one in either.sets if len(one) > 1], cuts, is_disjunction=True)
    return _result("necessity", read, cuts, listed, suin, (joint, either))


def sufficient_combinations(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    inclusion: float = 0.8,
    coverage: float = 0.0,
    pri: float = 0.0,
    depth: int | None = None,
    missing: MissingPolicy = "refuse",
    budget: Budget | None = None,
) -> Combinations:
    """Find the shortest conjunctions that are sufficient for the outcome by themselves.

    Unlike minimization this asks the cases, not the truth table: a conjunction is listed when it reaches
    `inclusion` while no part of it does, and then reaches the other thresholds too.

    Parameters
    ----------
    data, outcome, conditions, negate_outcome, depth, missing, budget
        As for `necessary_combinations`.
    inclusion, coverage, pri
        What a conjunction must reach.

    Raises
    ------
    ValueError
        As `necessary_combinations`.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 0, 0, 0]}, index=list("klmn"))
    >>> [one.expression for one in sufficient_combinations(cases, "Y", ["A", "B"], inclusion=1).all]
    ['A*B']
    """
    _check(depth, inclusion=inclusion, coverage=coverage, pri=pri)
    read = read_case_data(data, outcome, conditions, negate_outcome=negate_outcome, missing=missing)
    cuts = {"inclusion": inclusion, "coverage": coverage, "pri": pri}
    budget = budget or Budget()
    deepest = min(depth or len(conditions), len(conditions))
    rule = MinimalConjunctions(read.outcome, inclusion, coverage)
    found = _search(read, rule, deepest, budget, budget.start())
    listed = [
        Combination(data=read, places=one, is_disjunction=False, fit=fit)
        for one, fit in _fits(read, found.sets, Sufficiency, is_disjunction=False)
        if _reaches(fit.coverage, coverage) and _reaches(fit.pri, pri)
    ]
    return _result("sufficiency", read, cuts, listed, [], (found,))


def _search(read: CaseData, rule: Rule, depth: int, budget: Budget, clock: Clock) -> Found:
    parts, groups = literals_of(read)
    return search(parts, groups, rule, depth=depth, limit=budget.implicants, clock=clock)


def _necessary(
    read: CaseData, sets: Sequence[Places], cuts: dict[str, float], *, is_disjunction: bool
) -> list[Combination]:
    is_constant = bool(np.all(read.outcome >= 1.0))
    return [
        Combination(
            data=read,
            places=one,
            is_disjunction=is_disjunction,
            fit=fit,
            triviality=triviality(fit, is_constant_outcome=is_constant),
        )
        for one, fit in _fits(read, sets, Necessity, is_disjunction=is_disjunction)
        if _reaches(fit.coverage, cuts["coverage"]) and _reaches(fit.relevance, cuts["relevance"])
    ]


def _fits(
    read: CaseData, sets: Sequence[Places], kind: type[_Fit], *, is_disjunction: bool
) -> Iterator[tuple[Places, _Fit]]:
    """Measure sets of literals, some at a time."""
    measure = necessity_table if kind is Necessity else sufficiency_table
    step = max(1, _CELLS // len(read.cases))
    for start in range(0, len(sets), step):
        some = sets[start : start + step]
        joined = pd.DataFrame(_memberships(read, some, is_disjunction=is_disjunction))
        table = measure(joined, read.outcome)
        for one, scores in zip(some, table.to_numpy().tolist(), strict=True):
            yield one, kind(*scores)


def _memberships(read: CaseData, sets: Sequence[Places], *, is_disjunction: bool) -> Floats:
    parts, _ = literals_of(read)
    join = np.maximum if is_disjunction else np.minimum
    memberships: Floats = np.empty((len(read.cases), len(sets)))
    for at, one in enumerate(sets):
        memberships[:, at] = join.reduce(parts[:, list(one)], axis=1)
    return memberships


def _largest(listed: list[Combination]) -> list[Combination]:
    sets = [frozenset(one.places) for one in listed]
    return [one for one, mine in zip(listed, sets, strict=True) if not any(mine < other for other in sets)]


def _reaches(score: float, cut: float) -> bool:
    """Compare with a threshold; an undefined score reaches only the threshold that asks for nothing."""
    return cut <= 0.0 or score >= cut - TOLERANCE


def _result(
    relation: Literal["necessity", "sufficiency"],
    read: CaseData,
    cuts: dict[str, float],
    conjunctions: list[Combination],
    disjunctions: list[Combination],
    searches: Sequence[Found],
) -> Combinations:
    return Combinations(
        relation=relation,
        outcome=read.outcome_name,
        conjunctions=tuple(conjunctions),
        disjunctions=tuple(disjunctions),
        thresholds=cuts,
        complete_to=min(found.complete_to for found in searches),
        is_complete=all(found.is_complete for found in searches),
    )


def _kind(one: Combination) -> str:
    if len(one.literals) == 1:
        return "single"
    return "disjunction" if one.is_disjunction else "conjunction"


def _check(depth: int | None, **cuts: float) -> None:
    for name, cut in cuts.items():
        if not 0.0 <= cut <= 1.0:
            raise ValueError(f"the {name} cut-off lies between 0 and 1; it is {cut:g}.")
    if depth is not None and depth < 1:
        raise ValueError(f"depth is the largest number of literals, at least 1; it is {depth}.")
