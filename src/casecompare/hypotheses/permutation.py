"""Exact permutation tests: how often chance alone would do as well as the cases do.

The memberships in the outcome are dealt out to the cases in every order. Of *overlap*, Σmin(x, y), the sums
Σx and Σy stay the same in every order; so the p value is that of the inclusion of sufficiency, of the
inclusion of necessity and of the association at once, and for two crisp sets it is Fisher's one-sided p.

With up to eight cases every statistic is enumerated over all N! orders. Overlap is a sum, and a sum is
counted exactly for up to twelve cases by splitting the cases into halves (Horowitz & Sahni 1974, *Journal of
the ACM* 21(2):277-292): for each way of dealing the outcomes to the halves, the sums of the one are looked up
among those of the other. Beyond that, seeded random orders are drawn, and p is (b + 1) / (B + 1), which is
valid (Phipson & Smyth 2010, *Statistical Applications in Genetics and Molecular Biology* 9(1):39).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["DRAWS", "PermutationTest", "overlap_test", "permutation_test"]

DRAWS = 100_000
"""Random orders that are drawn where the orders are too many to go through."""
_MOST_ENUMERATED = 8
_MOST_HALVED = 12
_MOST_CELLS = 10_000_000
_CHUNK = 1_000_000
_ALIKE = 1e-9
"""Statistics that differ by less are the same number, computed in another order."""

Floats: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, kw_only=True)
class PermutationTest:
    """What a permutation test found.

    `p` is the share of orders in which the statistic is at least as large as `observed`, and `smallest` the
    share in which it is as large as it can be: no arrangement of these memberships reaches a smaller p.
    `orders` is the number of orders gone through, all of them where `is_exact`. `standard_error` is that of
    `p`, 0 where it is exact. Without a case all of them are NaN.
    """

    observed: float
    p: float
    smallest: float
    orders: int
    is_exact: bool
    standard_error: float = 0.0


def overlap_test(
    condition: ArrayLike, outcome: ArrayLike, *, seed: int = 1, draws: int = DRAWS
) -> PermutationTest:
    """Test whether condition and outcome overlap more than chance would make them.

    Parameters
    ----------
    condition, outcome
        Memberships from 0 to 1 of the same cases, none missing. The order of the cases does not matter.
    seed, draws
        Seed and number of the random orders, where it comes to drawing.

    Examples
    --------
    >>> test = overlap_test([0.9, 0.8, 0.7, 0.3, 0.2, 0.1], [0.8, 0.9, 0.6, 0.4, 0.1, 0.3])
    >>> test.orders, round(test.p, 4), round(test.smallest, 4)
    (720, 0.0306, 0.0028)
    """
    x, y = _memberships(condition, outcome)
    if 0 < len(x) <= _MOST_HALVED:
        observed = float(np.minimum(x, y).sum())
        # Dealing out either of the two gives the same sums; the one with more ties takes fewer deals.
        fewer, more = sorted((np.sort(x), np.sort(y)), key=lambda values: len(np.unique(values)))
        most = float(np.minimum(x, np.sort(y)).sum())
        hits, best = _count_by_halves(more, fewer, (observed, most))
        orders = math.factorial(len(x))
        return PermutationTest(
            observed=observed, p=hits / orders, smallest=best / orders, orders=orders, is_exact=True
        )
    return permutation_test(x, y, _overlap, seed=seed, draws=draws)


def permutation_test(
    condition: ArrayLike, outcome: ArrayLike, statistic: Statistic, *, seed: int = 1, draws: int = DRAWS
) -> PermutationTest:
    """Test whether a statistic is larger than chance would make it.

    Parameters
    ----------
    condition, outcome
        Numbers of the same cases, none missing. The order of the cases does not matter.
    statistic
        ``statistic(x, orders)`` gives one number for each row of `orders`, a matrix with the values of the
        outcome in different orders; `x` is the condition, rising. It must be largest when the outcome rises,
        too, and the same whatever the order of cases that are alike in the condition.
    seed, draws
        Seed and number of the random orders, where it comes to drawing. With more than 100 cases fewer are
        drawn, so that the time stays the same.

    Examples
    --------
    >>> products = lambda x, orders: (x * orders).sum(axis=1)
    >>> permutation_test([1, 2, 3], [1, 3, 2], products).p
    0.5
    """
    x, y = _memberships(condition, outcome)
    if not len(x):
        return PermutationTest(
            observed=math.nan, p=math.nan, smallest=math.nan, orders=0, is_exact=True, standard_error=math.nan
        )
    observed = float(statistic(x, y[np.newaxis])[0])
    y = np.sort(y)
    most = float(statistic(x, y[np.newaxis])[0])
    hits = best = orders = 0
    for chunk in _orders(len(x), seed, draws):
        values = statistic(x, y[chunk])
        hits += int((values >= observed - _ALIKE).sum())
        best += int((values >= most - _ALIKE).sum())
        orders += len(chunk)
    if len(x) <= _MOST_ENUMERATED:
        return PermutationTest(
            observed=observed, p=hits / orders, smallest=best / orders, orders=orders, is_exact=True
        )
    p = (hits + 1) / (orders + 1)
    return PermutationTest(
        observed=observed,
        p=p,
        smallest=1 / (orders + 1),
        orders=orders,
        is_exact=False,
        standard_error=math.sqrt(p * (1 - p) / orders),
    )


def _memberships(condition: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    """Give the memberships by rising condition, so that no digit depends on the order of the cases."""
    x, y = np.asarray(condition, dtype=float), np.asarray(outcome, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError("condition and outcome must have one number per case each.")
    if np.isnan(x).any() or np.isnan(y).any():
        raise ValueError("leave out the cases with a missing value; a permutation test takes none.")
    order = np.lexsort((y, x))
    return x[order], y[order]


def _overlap(x: Floats, orders: Floats) -> Floats:
    overlap: Floats = np.minimum(x, orders).sum(axis=1)
    return overlap


def _orders(cases: int, seed: int, draws: int) -> Iterator[NDArray[np.int32]]:
    """Give matrices of orders of the cases, one per row: all there are, or as many as are to be drawn."""
    if cases <= _MOST_ENUMERATED:
        yield _all_orders(cases)
        return
    draws = max(min(draws, _MOST_CELLS // cases), 1)
    step = max(_CHUNK // cases, 1)
    random = np.random.default_rng(seed)
    for start in range(0, draws, step):
        yield random.random((min(step, draws - start), cases)).argsort(axis=1).astype(np.int32)


@lru_cache(maxsize=_MOST_ENUMERATED + 1)
def _all_orders(cases: int) -> NDArray[np.int32]:
    orders = list(itertools.permutations(range(cases)))
    return np.array(orders, dtype=np.int32).reshape(len(orders), cases)


def _count_by_halves(x: Floats, y: Floats, thresholds: tuple[float, float]) -> tuple[int, int]:
    """Count the orders of y, which rises, whose overlap with x reaches each of two thresholds."""
    half = len(x) // 2
    least = np.minimum.outer(x, y)
    first, second, times = _distinct_deals(y)
    sums = _sums(least[:half], first)
    others = np.sort(_sums(least[half:], second), axis=1)
    # Each row of `others` is lifted above the one before, so that one search serves all rows.
    lift = np.arange(len(first))[:, np.newaxis] * (2.0 * len(x) + 1)
    flat = (others + lift).ravel()
    width = others.shape[1]
    ends = (np.arange(len(first))[:, np.newaxis] + 1) * width
    hits, best = (
        int(times @ (ends - np.searchsorted(flat, found)).clip(0, width).sum(axis=1))
        for found in (threshold - _ALIKE - sums + lift for threshold in thresholds)
    )
    return hits, best


def _distinct_deals(y: Floats) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Give the deals that differ in their outcomes, and how often each comes up.

    Cases with equal outcomes are common, and deals that only exchange these have the same sums.
    """
    first, second = _deals(len(y))
    _, codes = np.unique(y, return_inverse=True)
    places = np.int64(len(y)) ** np.arange(first.shape[1], dtype=np.int64)
    _, at, times = np.unique(codes.astype(np.int64)[first] @ places, return_index=True, return_counts=True)
    return first[at], second[at], times.astype(np.int64)


def _sums(least: Floats, deals: NDArray[np.int32]) -> Floats:
    """Give for each deal (a row of outcomes for these cases) the overlaps of all its orders."""
    orders = _all_orders(len(least))
    total = np.zeros((len(deals), len(orders)))
    for case, row in enumerate(least):
        total += row[deals][:, orders[:, case]]
    return total


@lru_cache(maxsize=_MOST_HALVED + 1)
def _deals(cases: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give every way of dealing the outcomes to the first half of the cases, and the rest of each."""
    half = cases // 2
    every = set(range(cases))
    first = list(itertools.combinations(range(cases), half))
    second = [sorted(every.difference(chosen)) for chosen in first]
    return (
        np.array(first, dtype=np.int32).reshape(len(first), half),
        np.array(second, dtype=np.int32).reshape(len(first), cases - half),
    )
