"""Most similar and most different pairs of cases, by their distance in the background."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_selection.ranking import ranks, ties
from casecompare_selection.variables import ROUNDING, Bools, Floats, Variable, standard_distances

__all__ = ["MOST_UNITS", "Pair", "are_alike", "are_different", "background_distances", "best_pairs"]

MOST_UNITS = 2_000
"""Up to how many units pairs are compared: they grow with the square."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two cases by their places, their distance in the background, its rank among all pairs, and its ties."""

    first: int
    second: int
    distance: float
    rank: int
    tied: int


def background_distances(columns: Floats) -> Floats:
    """Give the Mahalanobis distance of every two cases over background variables.

    ``sqrt((x - y)' S⁺ (x - y))`` with S⁺ the pseudo-inverse of the covariance matrix of all cases without a
    missing value (Mahalanobis 1936; for the choice of cases Nielsen 2016). The pseudo-inverse lets collinear
    variables count once, and makes the distance independent of units and of which category is left out of
    the dummies.

    Parameters
    ----------
    columns
        One row per case, one column per variable or dummy.

    Returns
    -------
    numpy.ndarray
        A square matrix; NaN for cases with a missing value, and everywhere if nothing varies.

    Examples
    --------
    >>> background_distances(np.array([[0.0], [1.0], [2.0]])).round(9).tolist()
    [[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]
    """
    size = len(columns)
    used = ~np.isnan(columns).any(axis=1)
    scaled = [standard_distances(column) for column in columns[used].T]
    varying = [column for column in scaled if len(column) and not np.isnan(column).any()]
    distances = np.full((size, size), np.nan)
    if not varying:
        return distances
    left, values, _ = np.linalg.svd(np.column_stack(varying), full_matrices=False)
    # The rows of the left singular vectors are the cases in coordinates without correlation.
    points = left[:, values > 1e-7 * values[0]] * math.sqrt(int(used.sum()) - 1)
    squares = (points**2).sum(axis=1)
    gaps = np.maximum(squares[:, np.newaxis] + squares - 2 * points @ points.T, 0.0)
    gaps[gaps < 1e-12 * max(float(squares.max()), 1.0)] = 0.0
    distances[np.ix_(used, used)] = np.sqrt(gaps)
    return distances


def are_different(variable: Variable, apart: float = 1.0) -> Bools:
    """Say of every two cases whether they differ on a variable.

    Categories differ where their labels do; memberships where one case is in the set and the other is not;
    numbers from `apart` standard deviations on. The last is a convention of this package: the literature
    speaks of cases that differ on the cause, and leaves open by how much. No case with a missing value
    differs from any.

    Examples
    --------
    >>> are_different(Variable.of("size", [1.0, 2.0, 3.0, None]))[0].tolist()
    [False, True, True, False]
    """
    return _compared(variable, lambda gaps: gaps >= apart - ROUNDING, is_same=False)


def are_alike(variable: Variable, alike: float = 0.5) -> Bools:
    """Say of every two cases whether they are the same on a variable; the counterpart of `are_different`.

    Numbers count as the same up to `alike` standard deviations. A missing value is like no other.

    Examples
    --------
    >>> are_alike(Variable.of("area", ["urban", "rural", "urban"]))[0].tolist()
    [True, False, True]
    """
    return _compared(variable, lambda gaps: gaps <= alike + ROUNDING, is_same=True)


def best_pairs(
    distances: Floats, allowed: Bools, ids: Sequence[str], number: int, *, largest_first: bool = False
) -> list[Pair]:
    """Give the allowed pairs that are nearest to each other, or farthest apart, with all ties of the last.

    Parameters
    ----------
    distances
        From `background_distances`.
    allowed
        Which pairs may be taken, as a symmetric matrix.
    ids
        What the cases are called: pairs that tie come in the order of their ids.
    number
        Up to which rank pairs are given; of ties at the last rank up to ten more are.

    Examples
    --------
    >>> gaps = background_distances(np.array([[0.0], [1.0], [3.0]]))
    >>> best_pairs(gaps, np.ones((3, 3), dtype=bool), ["a", "b", "c"], 1)[0].distance.__round__(3)
    0.655
    """
    above = np.triu(allowed & ~np.isnan(distances), k=1)
    firsts, seconds = np.nonzero(above)
    found = distances[firsts, seconds]
    order, tied = ranks(found, largest_first=largest_first), ties(found)
    kept = np.nonzero(order <= number)[0]
    pairs = [
        Pair(
            first=int(firsts[at]), second=int(seconds[at]), distance=float(found[at]), rank=int(order[at]),
            tied=int(tied[at]),
        )
        for at in kept
    ]  # fmt: skip
    named = [_by_name(pair, ids) for pair in pairs]
    return sorted(named, key=lambda one: (one.rank, ids[one.first], ids[one.second]))[: number + 10]


def _by_name(pair: Pair, ids: Sequence[str]) -> Pair:
    if ids[pair.first] <= ids[pair.second]:
        return pair
    return Pair(first=pair.second, second=pair.first, distance=pair.distance, rank=pair.rank, tied=pair.tied)


def _compared(variable: Variable, of_gaps: Callable[[Floats], Bools], *, is_same: bool) -> Bools:
    missing = variable.is_missing
    known = ~(missing[:, np.newaxis] | missing)
    if variable.kind == "number":
        scaled = standard_distances(variable.numbers)
        if variable.is_constant:
            scaled = np.zeros(len(missing))
        gaps = np.abs(scaled[:, np.newaxis] - scaled)
        return np.asarray(known & of_gaps(np.where(known, gaps, 0.0)))
    levels = np.array([level or "" for level in variable.levels()], dtype=object)
    same = levels[:, np.newaxis] == levels
    return np.asarray(known & (same if is_same else ~same), dtype=np.bool_)
