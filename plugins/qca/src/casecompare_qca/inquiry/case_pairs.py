"""Which two cases to compare: how well pairs of cases fit, and the best of them.

Every measure is better the smaller it is. x is membership in the set that is compared (a term, a conjunct, a
necessary condition), y membership in the outcome; the first case of a pair is the typical (or deviant) one.

References
----------
Schneider, C. Q. and Rohlfing, I. (2013). Combining QCA and process tracing in set-theoretic multi-method
research. Sociological Methods and Research 42, 559-597.
Schneider, C. Q. and Rohlfing, I. (2019). Set-theoretic multimethod research: the role of test corridors and
conjunctions for case selection. Swiss Political Science Review 25, 253-275.
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare_qca.table.case_data import Floats

__all__ = [
    "Distance",
    "Integers",
    "best_pairs",
    "distance",
    "is_at_most",
    "mark_best",
    "mark_smallest",
    "more_typical_first",
]

Integers = npt.NDArray[np.intp]
Distance = Literal[
    "typical-typical",
    "typical-irrelevant",
    "typical-deviant consistency",
    "deviant coverage-irrelevant",
    "necessity: typical-irrelevant",
    "necessity: typical-deviant relevance",
    "necessity: typical-deviant consistency",
]
Describe = Callable[[Integers, Integers], tuple[Mapping[str, np.ndarray], Sequence[np.ndarray]]]

_ROUNDING = 1e-9
_PAIRS_AT_ONCE = 500_000


def distance(kind: Distance, x: Floats, y: Floats, first: Integers, second: Integers) -> Floats:
    """Measure pairs of cases; the smaller, the better the pair serves its purpose.

    Parameters
    ----------
    kind
        ``typical-typical`` (alike in the outcome, apart in degree), ``typical-irrelevant`` (apart in both),
        ``typical-deviant consistency`` (alike in x, apart in y), ``deviant coverage-irrelevant`` (the same,
        x being membership in their truth-table row); for necessity ``necessity: typical-irrelevant``,
        ``necessity: typical-deviant relevance`` and ``necessity: typical-deviant consistency``.
    x, y
        Memberships, shape ``(cases,)``.
    first, second
        Positions of the two cases of each pair, shape ``(pairs,)``.

    Examples
    --------
    >>> x, y = np.array([0.75, 0.0]), np.array([1.0, 0.0])
    >>> float(distance("typical-irrelevant", x, y, np.array([0]), np.array([1]))[0])
    0.75
    """
    apart_x, apart_y = x[first] - x[second], y[first] - y[second]
    off_first, off_second = np.abs(y[first] - x[first]), np.abs(y[second] - x[second])
    out_first, out_second = 1.0 - x[first], 1.0 - x[second]
    match kind:
        case "typical-typical":
            return (0.5 - apart_x) + (0.5 - apart_y) + 2.0 * off_first + 2.0 * off_second
        case "typical-irrelevant":
            return (1.0 - apart_x) + (1.0 - apart_y) + 2.0 * off_first + 2.0 * off_second
        case "typical-deviant consistency" | "deviant coverage-irrelevant":
            return np.abs(apart_x) + (1.0 - apart_y) + out_first + out_second
        case "necessity: typical-irrelevant":
            return (1.0 - apart_x) + (1.0 - apart_y) + 2.0 * off_first + off_second
        case "necessity: typical-deviant relevance":
            return np.abs(apart_x) + np.abs(1.0 - apart_y) + out_first + out_second
        case "necessity: typical-deviant consistency":
            return (1.0 - apart_x) + np.abs(apart_y)
    raise ValueError(f"there is no kind of pair '{kind}'.")


def best_pairs(
    first: Integers,
    second: Integers,
    describe: Describe,
    *,
    limit: int | None,
    is_same: bool = False,
    may_pair: Callable[[Integers, Integers], npt.NDArray[np.bool_]] | None = None,
) -> pd.DataFrame:
    """Give the best pairs of one case from each of two groups, the best first.

    Parameters
    ----------
    first, second
        Positions of the cases of the two groups.
    describe
        Gives, for arrays of first and second cases, the columns of the table and the keys by which pairs
        are sorted, the weightiest first, small before large.
    limit
        How many pairs are kept; None keeps all of them.
    is_same
        Whether both groups are the same: every two cases are then one pair, the earlier one first.
    may_pair
        Says which pairs are possible at all.

    Examples
    --------
    >>> y = np.array([0.9, 0.2, 0.1])
    >>> best_pairs(np.array([0]), np.array([1, 2]), lambda i, j: ({"gap": y[i] - y[j]}, [y[j]]), limit=1)
       gap
    0  0.8
    """
    if limit is not None and limit < 1:
        raise ValueError(f"at least one pair is listed; the limit is {limit}.")
    columns: dict[str, np.ndarray] = {}
    keys: list[np.ndarray] = []
    for left, right in _blocks(first, second, is_same):
        if may_pair is not None:
            possible = may_pair(left, right)
            left, right = left[possible], right[possible]
        new_columns, new_keys = describe(left, right)
        # Sums of memberships that are equal on paper must not be told apart by their last bit.
        new_keys = [np.round(np.asarray(key, dtype=np.float64), 9) for key in new_keys]
        keys = _joined(keys, new_keys)
        columns = {
            name: np.concatenate([columns[name], column]) if columns else column
            for name, column in new_columns.items()
        }
        order = np.lexsort(keys[::-1])[:limit]
        keys = [key[order] for key in keys]
        columns = {name: column[order] for name, column in columns.items()}
    return pd.DataFrame(columns)


def is_at_most(lower: Floats, upper: Floats) -> npt.NDArray[np.bool_]:
    """Say where one membership is at most another one, rounding aside."""
    at_most: npt.NDArray[np.bool_] = lower <= upper + _ROUNDING
    return at_most


def mark_smallest(values: Floats, groups: Sequence[object]) -> npt.NDArray[np.bool_]:
    """Mark the smallest value of each group, every one of several that are equal.

    Examples
    --------
    >>> mark_smallest(np.array([0.2, 0.1, 0.5]), ["a", "a", "b"]).tolist()
    [False, True, True]
    """
    smallest: dict[object, float] = {}
    for value, group in zip(values.tolist(), groups, strict=True):
        smallest[group] = min(value, smallest.get(group, np.inf))
    return np.array(
        [value <= smallest[group] + _ROUNDING for value, group in zip(values.tolist(), groups, strict=True)],
        dtype=bool,
    )


def mark_best(members: Integers, scores: Floats) -> npt.NDArray[np.bool_]:
    """Mark the members with the smallest score; False for everybody else.

    Examples
    --------
    >>> mark_best(np.array([0, 2]), np.array([0.4, 0.1, 0.3])).tolist()
    [False, False, True]
    """
    marks = np.zeros(len(scores), dtype=bool)
    marks[members] = mark_smallest(scores[members], [0] * len(members))
    return marks


def more_typical_first(members: Integers, best: Floats, x: Floats, y: Floats) -> Integers:
    """Order cases such that of any two the one that comes first in a pair comes first.

    The measure of two typical cases is not the same both ways: the more typical one is the first, and of
    two that are equally typical the one with the larger memberships, which gives the smaller distance.

    Examples
    --------
    >>> best, x, y = np.array([0.3, 0.1, 0.1]), np.array([0.9, 0.6, 0.8]), np.array([0.9, 0.9, 0.9])
    >>> more_typical_first(np.array([0, 1, 2]), best, x, y).tolist()
    [2, 1, 0]
    """
    order = np.lexsort([-np.round(x[members] + y[members], 9), np.round(best[members], 9)])
    ordered: Integers = members[order]
    return ordered


def _blocks(first: Integers, second: Integers, is_same: bool) -> Iterator[tuple[Integers, Integers]]:
    """Give all pairs, some hundred thousand at a time; at least one, possibly empty, block."""
    rows = max(1, _PAIRS_AT_ONCE // max(1, len(second)))
    for start in range(0, max(1, len(first)), rows):
        chosen = np.arange(start, min(start + rows, len(first)), dtype=np.intp)
        left = np.repeat(chosen, len(second))
        right = np.tile(np.arange(len(second), dtype=np.intp), len(chosen))
        if is_same:
            later = right > left
            left, right = left[later], right[later]
        yield first[left], second[right]


def _joined(former: list[np.ndarray], new: list[np.ndarray]) -> list[np.ndarray]:
    return [np.concatenate(pair) for pair in zip(former, new, strict=True)] if former else new
