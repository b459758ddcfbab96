"""Inclusion and PRI of truth table rows over all cases, also where there are very many cases.

A case is more in than out of one corner of the property space. Let d be its memberships in the opposite
of its own literals, sorted upward. Its membership in any other corner is the smallest d among the conditions
in which that corner differs from its own. So it adds d₁ to all corners that differ in the first sorted
condition, d₂ to those that agree in the first and differ in the second, and so on: k + 1 sub-cubes in the
place of 2^k corners. The sub-cubes are numbered in base 3 (0, 1, free) and summed up; the free slices are
then pushed down into 0 and 1, condition by condition. Cost: n·k·log k + 3^k.

Conditions without degrees (crisp, multi-value) are no part of this: cases that differ in one share no corner,
and are taken apart first. Where many conditions have degrees, only the observed corners are gone through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from casecompare_qca.table.case_data import CaseData, Floats
from casecompare_qca.table.property_space import PropertySpace

__all__ = ["fit_parts", "haesebrouck_scores", "row_scores", "scores_from_sums"]

Counts = npt.NDArray[np.int64]

_CELLS = 4_000_000
"""Memberships held at once while rows are scored corner by corner."""

_FEW_MEMBERSHIPS = 50_000

_MOST_CONDITIONS = 13
"""Beyond, 3^k sums need more room than the observed corners do."""

_CASES_AT_ONCE = 16_384
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
    >>> from casecompare_qca.table.case_data import read_case_data
    >>> read = read_case_data(pd.DataFrame({"A": [0.9, 0.2], "Y": [0.8, 0.4]}), "Y", ["A"])
    >>> inclusion, pri = row_scores(read, [read.space.corner([1])])
    >>> round(inclusion[0], 4), round(pri[0], 4)
    (0.9091, 0.8571)
    """
    # Below so many memberships, going through the corners one by one is as fast and needs no explanation.
    is_large = len(read.cases) * len(corners) > _FEW_MEMBERSHIPS
    return scores_from_sums(_sums_by_group(read, corners) if is_large else _sums(read, corners))


def haesebrouck_scores(read: CaseData, corners: Sequence[int]) -> list[float]:
    """Give Haesebrouck's consistency of each corner; NaN where no case has any membership in it.

    Σmin(x,y) / Σ(min(x,y) + sqrt(max(x-y,0)·x)) (Haesebrouck 2015, *Journal of Comparative Politics* 2).

    Parameters
    ----------
    read, corners
        As for `row_scores`.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca.table.case_data import read_case_data
    >>> read = read_case_data(pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 1]}), "Y", ["A"])
    >>> haesebrouck_scores(read, [read.space.corner([1])])
    [0.5]
    """
    chunk = max(1, _CELLS // max(1, len(read.cases)))
    outcome = read.outcome[:, np.newaxis]
    scores: list[float] = []
    for start in range(0, len(corners), chunk):
        membership = read.memberships(corners[start : start + chunk])
        shared = np.minimum(membership, outcome)
        beyond = np.sqrt((membership - shared) * membership)  # what is beyond the outcome, weighted
        scores += _ratio(shared.sum(axis=0), (shared + beyond).sum(axis=0))
    return scores


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


def _sums_by_group(read: CaseData, corners: Sequence[int]) -> Floats:
    """Take apart the cases that differ in a condition without degrees: they share no corner."""
    space = read.space
    is_multi_value = np.array([level > 2 for level in space.levels])
    is_crisp = is_multi_value | ((read.values == 0) | (read.values == 1)).all(axis=0)
    if not is_crisp.any():
        return _sums(read, corners)
    rows = np.array([[values[j] for j in range(len(space.levels))] for values in map(space.values, corners)])
    of_corners, of_cases = _groups(rows[:, is_crisp], read.values[:, is_crisp])
    count = int(max(of_corners.max(), of_cases.max())) + 1
    if is_crisp.all():
        parts = fit_parts(np.ones(len(read.cases)), read.outcome)
        by_group: Floats = np.stack([_sums_by_code(of_cases, part, count) for part in parts])
        return by_group[:, of_corners]
    degrees = np.flatnonzero(~is_crisp)
    smaller = PropertySpace(tuple(space.conditions[j] for j in degrees), (2,) * len(degrees))
    sums = np.empty((4, len(corners)))
    for my_corners, my_cases in zip(_members(of_corners, count), _members(of_cases, count), strict=True):
        mine = replace(
            read,
            cases=tuple(read.cases[case] for case in my_cases),
            space=smaller,
            values=read.values[np.ix_(my_cases, degrees)],
            outcome=read.outcome[my_cases],
        )
        sums[:, my_corners] = _sums(
            mine, [smaller.corner(row) for row in rows[np.ix_(my_corners, degrees)].tolist()]
        )
    return sums


def _groups(corners: Counts, cases: Floats) -> tuple[Counts, Counts]:
    """Give each corner and each case the number of its combination of values."""
    both = np.concatenate([corners, cases.astype(np.int64)])
    numbers = np.zeros(len(both), dtype=np.int64)
    for column in both.T:  # renumbered after each column, so that no product of levels overflows
        _, numbers = np.unique(numbers * (int(both.max()) + 1) + column, return_inverse=True)
    return numbers[: len(corners)], numbers[len(corners) :]


def _members(group_of: Counts, count: int) -> list[Counts]:
    order = np.argsort(group_of, kind="stable")
    return np.split(order, np.cumsum(np.bincount(group_of, minlength=count))[:-1])


def _sums(read: CaseData, corners: Sequence[int]) -> Floats:
    count = len(read.space.conditions)
    if len(read.cases) * len(corners) <= _FEW_MEMBERSHIPS:
        return _sums_corner_by_corner(read, corners)
    if count <= _MOST_CONDITIONS and set(read.space.levels) == {2}:
        return _sums_of_all_corners(read)[:, [read.space.row_number(corner) - 1 for corner in corners]]
    return _sums_along_beginnings(read, corners)


def _sums_along_beginnings(read: CaseData, corners: Sequence[int]) -> Floats:
    """Give the four sums of each corner; corners that begin alike share the work on their beginning."""
    rows = np.array([[values[j] for j in sorted(values)] for values in map(read.space.values, corners)])
    literals = [read.literal(j, value) for j, value in read.space.literals]
    low = np.minimum(read.outcome, 1.0 - read.outcome)
    sums = np.empty((4, len(corners)))
    beginnings = [np.ones(len(read.cases))]
    former = np.full(rows.shape[1], -1)
    for at in np.lexsort(rows.T[::-1]):
        alike = int(np.argmax(rows[at] != former))
        del beginnings[alike + 1 :]
        for j in range(alike, rows.shape[1]):
            literal = literals[read.space.first_literal[j] + rows[at, j]]
            beginnings.append(np.minimum(beginnings[-1], literal))
        former, membership = rows[at], beginnings[-1]
        shared, both = np.minimum(membership, read.outcome), np.minimum(membership, low)
        sums[:, at] = membership.sum(), shared.sum(), (shared - both).sum(), (membership - both).sum()
    return sums


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
