"""Cases for one conjunct of a term at a time: what does this condition contribute within its term.

Within a term, one conjunct is in *focus*; the *complement* is the smallest membership in the others. A case
tells most about the conjunct in focus where that conjunct, not the complement, sets the membership in the
term, and where the complement stays out of the corridor between focus and outcome.

References
----------
Schneider, C. Q. and Rohlfing, I. (2019). Set-theoretic multimethod research: the role of test corridors and
conjunctions for case selection. Swiss Political Science Review 25, 253-275.
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare_qca.inquiry.case_pairs import (
    Integers,
    best_pairs,
    distance,
    is_at_most,
    mark_best,
    more_typical_first,
)
from casecompare_qca.solutions.solution import Model
from casecompare_qca.table.case_data import Floats
from casecompare_qca.table.property_space import bits
from casecompare_qca.table.terms import Term

__all__ = ["ConjunctPairKind", "conjunct_pairs", "conjunct_table", "is_clean"]

ConjunctPairKind = Literal["typical-typical", "typical-irrelevant"]

_ROUNDING = 1e-9
_UNRANKED = 0


def conjunct_table(model: Model, at: int) -> pd.DataFrame:
    """Give the typical cases of a term for each of its conjuncts.

    Parameters
    ----------
    model
        The model.
    at
        The position of the term in ``model.terms``.

    Returns
    -------
    pandas.DataFrame
        One row per conjunct and typical case. `complement` is the smallest membership in the other conjuncts;
        `rank` is 1 where the conjunct in focus is smaller and so sets the membership in the term, else 2;
        `clean_corridor` says that the complement is not between focus and outcome; `focus_in_outcome` that
        the focus is at most the outcome; `best`, 2|y-f| + (1-x), is better the smaller. A term of one
        conjunct has no complement, rank or corridor.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame(
    ...     {"A": [0.7, 0.9, 0.2], "B": [0.9, 0.3, 0.8], "Y": [0.8, 0.2, 0.1]}, index=list("klm"))
    >>> model = minimize(truth_table(cases, "Y", ["A", "B"]), include=()).models[0]
    >>> conjunct_table(model, 0)[["conjunct", "case", "complement", "rank", "clean_corridor"]]
      conjunct case  complement  rank  clean_corridor
    0        A    k         0.9     1            True
    1        B    k         0.7     2            True
    """
    return _stacked([_sorted_table(focus, model) for focus in _conjuncts(model, at)])


def conjunct_pairs(model: Model, at: int, kind: ConjunctPairKind, *, limit: int | None = 5) -> pd.DataFrame:
    """Give the best pairs of cases for each conjunct of a term.

    Parameters
    ----------
    model, at
        As for `conjunct_table`.
    kind
        ``typical-typical``, or ``typical-irrelevant``: a typical case beside one that is in neither the
        conjunct in focus nor the outcome.
    limit
        How many pairs are listed per conjunct; None lists all of them.

    Returns
    -------
    pandas.DataFrame
        One row per pair, the best first: by `rank`, by how many of the two have a clean corridor and are
        consistent, whether the first one is uniquely covered (and the second one outside the model), and
        `best`.
    """
    return _stacked([_pairs(focus, model, kind, limit) for focus in _conjuncts(model, at)])


def is_clean(focus: Floats, complement: Floats, outcome: Floats) -> npt.NDArray[np.bool_]:
    """Say which cases have a clean corridor: the complement lies outside focus and outcome.

    Examples
    --------
    >>> is_clean(np.array([0.6, 0.6]), np.array([0.7, 0.9]), np.array([0.8, 0.8])).tolist()
    [False, True]
    """
    low, high = np.minimum(focus, outcome), np.maximum(focus, outcome)
    clean: npt.NDArray[np.bool_] = (complement < low - _ROUNDING) | (complement > high + _ROUNDING)
    return clean


@dataclass(frozen=True, eq=False)
class _Focus:
    """One conjunct of a term: memberships of all cases in it, in the others, in the term, in the outcome."""

    name: str
    conjunct: Floats
    complement: Floats | None
    term: Floats
    outcome: Floats
    is_unique: np.ndarray

    @cached_property
    def typical(self) -> Integers:
        in_both = (self.term > 0.5) & (self.outcome > 0.5)
        return np.flatnonzero(in_both & is_at_most(self.term, self.outcome))

    @cached_property
    def irrelevant(self) -> Integers:
        return np.flatnonzero((self.term < 0.5) & (self.outcome < 0.5) & (self.conjunct < 0.5))

    @cached_property
    def best(self) -> Floats:
        best: Floats = 2.0 * np.abs(self.outcome - self.conjunct) + (1.0 - self.term)
        return best

    @cached_property
    def sets_membership(self) -> np.ndarray:
        if self.complement is None:
            return np.zeros(len(self.term), dtype=bool)
        smaller: np.ndarray = self.conjunct < self.complement - _ROUNDING
        return smaller

    @cached_property
    def clean(self) -> np.ndarray:
        if self.complement is None:
            return np.zeros(len(self.term), dtype=bool)
        return is_clean(self.conjunct, self.complement, self.outcome)

    @cached_property
    def consistent(self) -> np.ndarray:
        return is_at_most(self.conjunct, self.outcome)

    @cached_property
    def most_typical(self) -> np.ndarray:
        return mark_best(self.typical, self.best)

    @cached_property
    def most_typical_of_term(self) -> np.ndarray:
        return mark_best(self.typical, 2.0 * (self.outcome - self.term) + (1.0 - self.term))

    def rank(self, cases: Integers) -> np.ndarray:
        """Rank single cases; 0 where there is no complement."""
        if self.complement is None:
            return np.full(len(cases), _UNRANKED)
        return np.where(self.sets_membership[cases], 1, 2)

    def apart(self, first: Integers, second: Integers) -> Floats:
        """Give how much the complement differs between two cases."""
        if self.complement is None:
            return np.zeros(len(first))
        apart: Floats = np.abs(self.complement[first] - self.complement[second])
        return apart

    def pair_rank(self, kind: ConjunctPairKind, first: Integers, second: Integers) -> np.ndarray:
        """Rank pairs, 1 to 4 for two typical cases and 1 to 6 beside an irrelevant one.

        An irrelevant case serves best when the complement is present, then when the focus is still what
        keeps it out of the term.
        """
        if self.complement is None:
            return np.full(len(first), _UNRANKED)
        own = self.rank(first)
        if kind == "typical-typical":
            both: np.ndarray = 2 * (own - 1) + self.rank(second)
            return both
        level = np.where(self.complement[second] > 0.5, 0, np.where(self.sets_membership[second], 1, 2))
        # The order of the ranks is 1, 3, 4 for a first case of rank 1 and 2, 5, 6 for one of rank 2.
        return np.where(own == 1, np.array([1, 3, 4])[level], np.array([2, 5, 6])[level])


def _conjuncts(model: Model, at: int) -> list[_Focus]:
    data, space = model.table.data, model.table.space
    memberships = data.memberships(model.cubes)
    cube = model.cubes[at]
    literals = list(bits(cube))
    columns = [data.literal(*space.literals[literal]) for literal in literals]
    is_unique = np.count_nonzero(memberships > 0.5, axis=1) == 1
    found = []
    for place, literal in enumerate(literals):
        others = [column for other, column in enumerate(columns) if other != place]
        pair = (space.conditions[space.literals[literal][0]], space.literals[literal][1])
        found.append(
            _Focus(
                name=str(Term((pair,), space.is_multi_value)),
                conjunct=columns[place],
                complement=np.min(others, axis=0) if others else None,
                term=memberships[:, at],
                outcome=data.outcome,
                is_unique=is_unique,
            )
        )
    return found


def _sorted_table(focus: _Focus, model: Model) -> pd.DataFrame:
    cases = focus.typical
    keys = [
        focus.rank(cases),
        ~focus.clean[cases],
        ~focus.consistent[cases],
        ~focus.is_unique[cases],
        np.round(focus.best[cases], 9),
    ]
    cases = cases[np.lexsort(keys[::-1])]
    nothing = np.full(len(cases), np.nan)
    return pd.DataFrame(
        {
            "conjunct": pd.Series([focus.name] * len(cases), dtype=object),
            "case": pd.Series([model.table.data.cases[i] for i in cases], dtype=object),
            "membership": focus.conjunct[cases],
            "complement": nothing if focus.complement is None else focus.complement[cases],
            "term_membership": focus.term[cases],
            "outcome": focus.outcome[cases],
            "rank": _ranks(focus.rank(cases)),
            "clean_corridor": focus.clean[cases],
            "focus_in_outcome": focus.consistent[cases],
            "uniquely_covered": focus.is_unique[cases],
            "best": focus.best[cases],
            "most_typical": focus.most_typical[cases],
            "most_typical_of_term": focus.most_typical_of_term[cases],
        }
    )


def _pairs(focus: _Focus, model: Model, kind: ConjunctPairKind, limit: int | None) -> pd.DataFrame:
    names = np.array([*model.table.data.cases, ""], dtype=object)[:-1]
    solution = model.membership

    def describe(first: Integers, second: Integers) -> tuple[Mapping[str, np.ndarray], Sequence[np.ndarray]]:
        rank = focus.pair_rank(kind, first, second)
        score = _pair_score(focus, kind, first, second)
        clean, consistent = focus.clean.astype(int), focus.consistent.astype(int)
        keys = [rank, *_both_first(clean, first, second), *_both_first(consistent, first, second)]
        columns = {
            "conjunct": np.full(len(first), focus.name, dtype=object),
            "first": names[first],
            "second": names[second],
            "rank": rank,
            "first_clean_corridor": focus.clean[first],
            "second_clean_corridor": focus.clean[second],
            "first_focus_in_outcome": focus.consistent[first],
            "second_focus_in_outcome": focus.consistent[second],
            "first_uniquely_covered": focus.is_unique[first],
        }
        if kind == "typical-typical":
            columns["second_uniquely_covered"] = focus.is_unique[second]
            keys += _both_first(focus.is_unique.astype(int), first, second)
        else:
            columns["second_uncovered"] = solution[second] < 0.5
            keys += [~focus.is_unique[first], solution[second] >= 0.5]
        columns |= {"best": score, "first_most_typical": focus.most_typical[first]}
        columns["first_most_typical_of_term"] = focus.most_typical_of_term[first]
        return columns, [*keys, score]

    typical = more_typical_first(focus.typical, focus.best, focus.conjunct, focus.outcome)
    is_same = kind == "typical-typical"
    second = typical if is_same else focus.irrelevant
    pairs = best_pairs(typical, second, describe, limit=limit, is_same=is_same)
    return pairs.assign(rank=_ranks(pairs["rank"].to_numpy(int)))


def _pair_score(focus: _Focus, kind: ConjunctPairKind, first: Integers, second: Integers) -> Floats:
    x, y = focus.conjunct, focus.outcome
    measure = distance(kind, x, y, first, second) + focus.apart(first, second)
    if kind == "typical-irrelevant":
        # Here the irrelevant case's own distance from the diagonal weighs half as much.
        measure = measure - np.abs(y[second] - x[second])
    return measure


def _both_first(flags: np.ndarray, first: Integers, second: Integers) -> list[np.ndarray]:
    """Give keys that put pairs first in which both cases are flagged, then those in which the first is."""
    return [-(flags[first] + flags[second]), -flags[first]]


def _stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables together; the term 1, which has no conjunct, gives an empty one."""
    full = [part for part in parts if len(part)]
    if full:
        return pd.concat(full, ignore_index=True)
    return parts[0] if parts else pd.DataFrame(columns=["conjunct", "best"])


def _ranks(ranks: np.ndarray) -> pd.Series:
    return pd.Series(pd.array(np.where(ranks == _UNRANKED, -1, ranks), dtype="Int64")).replace(-1, pd.NA)
