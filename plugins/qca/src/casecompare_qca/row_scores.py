"""Inclusion and PRI of truth table rows over all cases, also where there are very many cases.

A case is more in than out of one corner of the property space. Let d be its memberships in the opposite
of its own literals, sorted upward. Its membership in any other corner is the smallest d among the conditions
in which that corner differs from its own. So it adds d₁ to all corners that differ in the first sorted
condition, d₂ to those that agree in the first and differ in the second, and so on: k + 1 sub-cubes in the
place of 2^k corners. The sub-cubes are numbered in base 3 (0, 1, free) and summed up; the free slices are
then pushed down into 0 and 1, condition by condition. Cost: n·k·log k + 3^k.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from casecompare_qca.case_data import CaseData, Floats

__all__ = ["fit_parts", "row_scores", "scores_from_sums"]

_CELLS = 4_000_000
"""Memberships held at once while rows are scored corner by corner."""

_MOST_CONDITIONS = 13
"""Beyond, 3^k sums need more room than the observed corners do."""

_CASES_AT_ONCE = 65_536
"""Sums are taken over so many cases at a time and then added up, so that rounding does not pile up."""

_ROUNDING = 1e-12
"""A PRI whose denominator is below is undefined: what is left of it is rounding."""


def row_scores(read: CaseData, corners: Sequence[int]) -> tuple[list[float], list[float]]:
    """Give inclusion and PRI of each corner; NaN where they are undefined.

    Parameters
    ----------
    read
        The cases.
    corners
        Corners of ``read.space``, as cubes.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca.case_data import read_case_data
    >>> read = read_case_data(pd.DataFrame({"A": [0.9, 0.2], "Y": [0.8, 0.4]}), "Y", ["A"])
    >>> inclusion, pri = row_scores(read, [read.space.corner([1])])
    >>> round(inclusion[0], 4), round(pri[0], 4)
    (0.9091, 0.8571)
    """
    space = read.space
    is_binary = all(level == 2 for level in space.levels)
    # Below so many memberships, going through the corners one by one is as fast and needs no explanation.
    is_large = len(read.cases) * len(corners) > 50_000
    if is_binary and is_large and len(space.conditions) <= _MOST_CONDITIONS:
        everywhere = _sums_of_all_corners(read)
        numbers = [space.row_number(corner) - 1 for corner in corners]
        sums = everywhere[:, numbers]
    else:
        sums = _sums_corner_by_corner(read, corners)
    return scores_from_sums(sums)


def scores_from_sums(sums: Floats) -> tuple[list[float], list[float]]:
    """Give inclusion and PRI of each row from the sums of `fit_parts` over the cases, shape ``(4, rows)``."""
    whole, shared, above, below = sums
    below = np.where(below < _ROUNDING, 0.0, below)
    return _ratio(shared, whole), _ratio(above, below)


def fit_parts(membership: Floats, outcome: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Give what inclusion and PRI are sums of.

    The differences are taken case by case: a difference of two sums would leave rounding where there is
    nothing.
    """
    shared = np.minimum(membership, outcome)
    both = np.minimum(shared, 1.0 - outcome)
    return membership, shared, shared - both, membership - both


def _sums_corner_by_corner(read: CaseData, corners: Sequence[int]) -> Floats:
    chunk = max(1, _CELLS // max(1, len(read.cases)))
    outcome = read.outcome[:, np.newaxis]
    sums = [
        np.stack([part.sum(axis=0) for part in fit_parts(read.memberships(some), outcome)])
        for some in (corners[start : start + chunk] for start in range(0, len(corners), chunk))
    ]
    return np.concatenate(sums, axis=1) if sums else np.zeros((4, 0))


def _sums_of_all_corners(read: CaseData) -> Floats:
    """Give the four sums of every corner, shape ``(4, 2^k)``, corners in the order of the table's rows."""
    count = len(read.space.conditions)
    chunks = [
        _sums_of_sub_cubes(
            read.values[start : start + _CASES_AT_ONCE], read.outcome[start : start + _CASES_AT_ONCE]
        )
        for start in range(0, len(read.cases), _CASES_AT_ONCE)
    ]
    sums = reduce(np.add, chunks).reshape(4, *([3] * count))
    for axis in range(1, count + 1):
        zero, one, free = np.split(sums, 3, axis=axis)
        sums = np.concatenate([zero + free, one + free], axis=axis)
    corners: Floats = sums.reshape(4, -1)
    return corners


def _sums_of_sub_cubes(values: Floats, outcome: Floats) -> Floats:
    """Give the four sums of every sub-cube, shape ``(4, 3^k)``: digit 0 out, 1 in, 2 either."""
    count = values.shape[1]
    is_in = values > 0.5
    distance = np.where(is_in, 1.0 - values, values)
    order = np.argsort(distance, axis=1)
    distance = np.take_along_axis(distance, order, axis=1)
    own = np.take_along_axis(is_in, order, axis=1).astype(np.int64)
    place = (3 ** np.arange(count - 1, -1, -1))[order]

    # Sub-cube r agrees in the conditions before r, differs in r, and leaves those after r free.
    agreed = np.cumsum(own * place, axis=1)
    free = (3**count - 1) - 2 * np.cumsum(place, axis=1)
    differing = agreed - own * place + (1 - own) * place + free
    codes = np.concatenate([differing, agreed[:, -1:]], axis=1).ravel()
    membership = np.concatenate([distance, 1.0 - distance[:, -1:]], axis=1)
    parts = fit_parts(membership, outcome[:, np.newaxis])
    return np.stack([_sums_by_code(codes, part.ravel(), 3**count) for part in parts])


def _sums_by_code(codes: npt.NDArray[np.int64], weights: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(codes, weights=weights, minlength=size), dtype=np.float64)


def _ratio(numerator: Floats, denominator: Floats) -> list[float]:
    defined = denominator != 0.0
    ratios = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=ratios, where=defined)
    return [float(one) for one in ratios]
