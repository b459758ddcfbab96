"""The best pairs of cases after a model: per term, and within the rows of the truth table.

References
----------
Schneider, C. Q. and Rohlfing, I. (2013). Combining QCA and process tracing in set-theoretic multi-method
research. Sociological Methods and Research 42, 559-597.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from casecompare_qca.inquiry.case_pairs import (
    Integers,
    best_pairs,
    distance,
    is_at_most,
    mark_best,
    more_typical_first,
)
from casecompare_qca.inquiry.term_cases import TermCases
from casecompare_qca.table.case_data import Floats

__all__ = ["PairKind", "row_pairs", "stacked", "term_pairs"]

PairKind = Literal[
    "typical-typical", "typical-irrelevant", "typical-deviant consistency", "deviant coverage-irrelevant"
]

_PAIR_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "typical-typical": ("first_uniquely_covered", "second_uniquely_covered"),
    "typical-irrelevant": ("first_uniquely_covered", "second_consistent", "second_uncovered"),
    "typical-deviant consistency": (),
}
_MARKS: Mapping[str, tuple[str, ...]] = {
    "typical-typical": ("first_most_typical", "second_most_typical"),
    "typical-irrelevant": ("first_most_typical",),
    "typical-deviant consistency": ("first_most_typical", "second_most_deviant"),
}


def term_pairs(terms: TermCases, kind: PairKind, *, limit: int | None) -> pd.DataFrame:
    """Give the best pairs for each term; see `CaseSelection.pairs`.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [0.9, 0.6, 0.2], "Y": [1.0, 0.8, 0.1]}, index=list("klm"))
    >>> model = minimize(truth_table(cases, "Y", ["A"], consistency=0.8)).models[0]
    >>> term_pairs(TermCases(model), "typical-irrelevant", limit=1)[["first", "second", "best"]]
      first second  best
    0     k      m   0.8
    """
    frames = [_pairs_of(terms, kind, at, limit) for at in range(len(terms.model.terms))]
    return stacked(frames, ["term", "first", "second", *_PAIR_COLUMNS[kind], "best", *_MARKS[kind]])


def row_pairs(terms: TermCases, *, limit: int | None) -> pd.DataFrame:
    """Give the best pairs of a case deviant in coverage and an irrelevant one, for each truth-table row.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [0.9, 0.1, 0.2], "Y": [1.0, 0.8, 0.1]}, index=list("klm"))
    >>> model = minimize(truth_table(cases, "Y", ["A"], consistency=0.8)).models[0]
    >>> row_pairs(TermCases(model), limit=1)[["configuration", "first", "second"]]
      configuration first second
    0            ~A     l      m
    """
    w, y = terms.rows.membership, terms.outcome
    numbers = np.array([number or 0 for number in terms.rows.numbers], dtype=object)
    configurations = np.array([*terms.rows.configurations, ""], dtype=object)[:-1]

    def describe(first: Integers, second: Integers) -> tuple[Mapping[str, np.ndarray], Sequence[np.ndarray]]:
        score = distance("deviant coverage-irrelevant", w, y, first, second)
        fits = is_at_most(w[first], y[first])
        columns = {
            "row": numbers[first],
            "configuration": configurations[first],
            "first": terms.names[first],
            "second": terms.names[second],
            "row_in_outcome": fits,
            "best": score,
        }
        return columns, [~fits, score]

    deviant, irrelevant = terms.uncovered, terms.irrelevant
    frames = [
        best_pairs(
            deviant[numbers[deviant] == number],
            irrelevant[numbers[irrelevant] == number],
            describe,
            limit=limit,
        )
        for number in sorted(set(numbers[deviant].tolist()) - {0})
    ]
    return stacked(frames, ["row", "configuration", "first", "second", "row_in_outcome", "best"])


def stacked(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Put tables together, with these columns even where all of them are empty.

    Examples
    --------
    >>> list(stacked([], ["term", "best"]).columns)
    ['term', 'best']
    """
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True)[list(columns)] if full else pd.DataFrame(columns=list(columns))


def _pairs_of(terms: TermCases, kind: PairKind, at: int, limit: int | None) -> pd.DataFrame:
    x, y = terms.memberships[:, at], terms.outcome
    typical, deviant = np.flatnonzero(terms.is_typical[:, at]), np.flatnonzero(terms.is_deviant[:, at])
    most = mark_best(typical, terms.typicality[:, at])
    most_deviant = mark_best(deviant, terms.deviance[:, at])
    name = str(terms.model.terms[at])

    def describe(first: Integers, second: Integers) -> tuple[Mapping[str, np.ndarray], Sequence[np.ndarray]]:
        score = distance(kind, x, y, first, second)
        columns: dict[str, np.ndarray] = {
            "term": np.full(len(first), name, dtype=object),
            "first": terms.names[first],
            "second": terms.names[second],
        }
        flags = _flags(terms, kind, x, first, second)
        marks = {"first_most_typical": most[first]}
        if kind == "typical-typical":
            marks["second_most_typical"] = most[second]
        elif kind == "typical-deviant consistency":
            marks["second_most_deviant"] = most_deviant[second]
        keys = [-count for count in _counted(kind, flags)]
        return {**columns, **flags, "best": score, **marks}, [*keys, score]

    if kind == "typical-typical":
        typical = more_typical_first(typical, terms.typicality[:, at], x, y)
        return best_pairs(typical, typical, describe, limit=limit, is_same=True)
    others = deviant if kind == "typical-deviant consistency" else np.flatnonzero((x < 0.5) & (y < 0.5))
    return best_pairs(typical, others, describe, limit=limit)


def _flags(
    terms: TermCases, kind: PairKind, x: Floats, first: Integers, second: Integers
) -> dict[str, np.ndarray]:
    if kind == "typical-typical":
        return {
            "first_uniquely_covered": terms.is_unique[first],
            "second_uniquely_covered": terms.is_unique[second],
        }
    if kind == "typical-irrelevant":
        return {
            "first_uniquely_covered": terms.is_unique[first],
            "second_consistent": is_at_most(x[second], terms.outcome[second]),
            "second_uncovered": terms.solution[second] < 0.5,
        }
    return {}


def _counted(kind: PairKind, flags: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Give the keys that come before the measure: for two typical cases, how many are uniquely covered."""
    columns = [column.astype(np.int64) for column in flags.values()]
    return [columns[0] + columns[1], columns[0]] if kind == "typical-typical" else columns
