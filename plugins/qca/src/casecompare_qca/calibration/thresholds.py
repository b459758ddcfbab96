"""Thresholds suggested by the gaps in the data: a starting point where knowledge of the cases gives none.

References
----------
Lance, G. N. and Williams, W. T. (1967). A general theory of classificatory sorting strategies. Computer
Journal 9, 373-380.
Murtagh, F. and Legendre, P. (2014). Ward's hierarchical agglomerative clustering method. Journal of
Classification 31, 274-295 (the two forms of Ward's method).
Dușa, A. (2019). QCA with R. Springer, chapter 4 (thresholds from a cluster analysis).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Distance", "Linkage", "find_thresholds"]

Linkage = Literal["complete", "single", "average", "centroid", "median", "mcquitty", "ward.D", "ward.D2"]
Distance = Literal["euclidean", "manhattan", "maximum", "canberra"]
Floats = npt.NDArray[np.float64]

_LARGEST = 5_000
"""Values that are clustered one by one; the distances of more of them would fill the memory."""


def find_thresholds(
    values: Sequence[float] | Floats | pd.Series,
    count: int = 1,
    *,
    linkage: Linkage = "complete",
    distance: Distance = "euclidean",
) -> tuple[float, ...]:
    """Suggest cut points where the values fall apart into groups.

    The sorted values are joined by hierarchical clustering until ``count + 1`` groups are left; a threshold
    lies halfway between the last value of a group and the next value. Thresholds that follow from the data
    alone are no calibration: they say where cases differ, not where a difference begins to matter. Where
    several gaps are equally wide, which of them is taken means nothing.

    Parameters
    ----------
    values
        Raw values; missing ones are left out.
    count
        How many thresholds.
    linkage
        How the distance of two groups follows from those of their members.
    distance
        How the distance of two values is measured; for ``canberra`` in proportion to their sum.

    Returns
    -------
    tuple of float
        Rising thresholds; `count` of them unless groups are entangled (with the linkages ``centroid`` and
        ``median``).

    Raises
    ------
    ValueError
        If there are fewer different values than groups, or more than 5,000 values.

    Examples
    --------
    >>> find_thresholds([1, 2, 3, 10, 11, 20, 21], 2)
    (6.5, 15.5)
    """
    present = np.sort(np.asarray(values, dtype=np.float64))
    present = present[~np.isnan(present)]
    different = len(np.unique(present))
    if count < 1:
        raise ValueError(f"ask for one threshold at least, not {count}.")
    if different <= count:
        raise ValueError(
            f"{count} thresholds need {count + 1} different values; there are {different}: "
            f"{', '.join(f'{value:g}' for value in np.unique(present)[:8])}."
        )
    if len(present) > _LARGEST:
        raise ValueError(f"{len(present):,} values are too many to cluster; take a sample of {_LARGEST:,}.")
    groups = _groups(_distances(present, distance), count + 1, linkage)
    at = np.flatnonzero(groups[:-1] != groups[1:])
    return tuple(((present[at] + present[at + 1]) / 2.0).tolist())


def _distances(values: Floats, distance: Distance) -> Floats:
    apart: Floats = np.abs(values[:, None] - values[None, :])
    if distance == "canberra":
        together = np.abs(values[:, None] + values[None, :])
        return np.divide(apart, together, out=np.zeros_like(apart), where=together > 0.0)
    # On one scale the other three are the same.
    return apart


def _groups(distances: Floats, wanted: int, linkage: Linkage) -> npt.NDArray[np.intp]:
    """Join the two nearest groups until the wanted number is left; of equal pairs the first one.

    Distances are compared to the last digit, as other programs do: where values are tied on paper only, a
    tolerance would give other groups than the published ones.
    """
    cases = len(distances)
    table = distances**2 if linkage == "ward.D2" else distances.copy()
    np.fill_diagonal(table, np.inf)
    sizes, labels = np.ones(cases), np.arange(cases)
    for _ in range(cases - wanted):
        first, second = divmod(int(np.argmin(table)), cases)
        first, second = min(first, second), max(first, second)
        joined = _joined(table[first], table[second], table[first, second], sizes, first, second, linkage)
        joined[[first, second]] = np.inf
        # A group that is used up, or the other one of the pair, is never near again.
        joined[np.isinf(table[first]) | np.isinf(table[second])] = np.inf
        table[first, :] = table[:, first] = joined
        table[second, :] = table[:, second] = np.inf
        sizes[first] += sizes[second]
        labels[labels == second] = first
    return labels


def _joined(
    to_first: Floats,
    to_second: Floats,
    between: float,
    sizes: Floats,
    first: int,
    second: int,
    linkage: Linkage,
) -> Floats:
    """Give the distances of all groups to the union of two, after Lance and Williams."""
    one, two = sizes[first], sizes[second]
    match linkage:
        case "complete":
            return np.maximum(to_first, to_second)
        case "single":
            return np.minimum(to_first, to_second)
        case "average":
            return _finite((one * to_first + two * to_second) / (one + two))
        case "mcquitty":
            return _finite((to_first + to_second) / 2.0)
        case "median":
            return _finite((to_first + to_second) / 2.0 - between / 4.0)
        case "centroid":
            mean = (one * to_first + two * to_second) / (one + two)
            return _finite(mean - one * two * between / (one + two) ** 2)
        case "ward.D" | "ward.D2":
            total = one + two + sizes
            return _finite(((one + sizes) * to_first + (two + sizes) * to_second - sizes * between) / total)
    raise ValueError(f"there is no linkage '{linkage}'.")


def _finite(distances: Floats) -> Floats:
    return np.where(np.isnan(distances), np.inf, distances)
