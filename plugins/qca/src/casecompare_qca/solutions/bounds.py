"""A lower bound on the size of a cover: prices of rows.

Give each row a price. A cover pays every row at least once, so it has at least as many members as the prices
add up to, less what some columns cost above 1: the Lagrangian relaxation of the covering problem, whose best
prices are found by subgradient steps (Fisher 1981, Management Science 27; Caprara, Fischetti and Toth 1999,
Operations Research 47). They end close to the linear relaxation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casecompare_qca.solutions.budget import Clock

__all__ = [
    "MOST_CELLS",
    "ROUNDING",
    "Bound",
    "Matrix",
    "Prices",
    "least",
    "matrix_of",
    "priced",
    "tightened",
]

Matrix = npt.NDArray[np.float64]
"""Rows of the chart by columns, 0 and 1."""

Prices = npt.NDArray[np.float64]

ROUNDING = 1e-6
"""A bound this little above a whole number is that number."""

MOST_CELLS = 30_000_000
"""A chart with more cells than this (240 MB) is not written as a matrix."""

_STALLED = 15
_SMALLEST_STEP = 1e-4
_OVERSHOOT = 0.6


@dataclass(frozen=True, eq=False, slots=True)
class Bound:
    """Prices, what each column costs at these prices, and the bound that they prove."""

    prices: Prices
    costs: Prices
    value: float


def least(value: float) -> int:
    """Give the smallest whole number that a bound allows.

    Examples
    --------
    >>> least(1.1), least(1.0 + 1e-9)
    (2, 1)
    """
    return int(np.ceil(value - ROUNDING))


def matrix_of(patterns: Sequence[int], rows: Iterable[int]) -> Matrix:
    """Write columns, given as bits, as a matrix of the given rows.

    Examples
    --------
    >>> matrix_of([0b01, 0b11], [0, 1]).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    chosen = list(rows)
    width = max(chosen, default=0) // 8 + 1
    keep = (1 << 8 * width) - 1
    data = b"".join([(pattern & keep).to_bytes(width, "little") for pattern in patterns])
    packed = np.frombuffer(data, dtype=np.uint8).reshape(len(patterns), width)
    columns = np.unpackbits(packed, axis=1, bitorder="little")[:, chosen]
    return np.ascontiguousarray(columns.T, dtype=np.float64)


def priced(
    chart: Matrix,
    upper: int,
    *,
    start: Prices | None = None,
    rounds: int = 600,
    clock: Clock | None = None,
) -> Prices:
    """Give prices whose bound is close to the best one.

    Parameters
    ----------
    chart
        Shape ``(rows, columns)``; every row has a column.
    upper
        The size of a known cover.
    start
        Prices to begin with.
    rounds, clock
        How many steps to take at most, and when to stop.
    """
    prices = start
    if prices is None:
        prices = np.min(np.where(chart > 0, 1.0 / np.maximum(chart.sum(axis=0), 1), np.inf), axis=1)
    best = current = _bound(prices, chart)
    step, stalled = 2.0, 0
    for _ in range(rounds):
        slope = _slope(current, chart)
        steepness = float(slope @ slope)
        if steepness == 0.0 or step < _SMALLEST_STEP or (clock is not None and clock.is_over):
            break
        distance = 1.02 * upper - current.value
        current = _bound(np.maximum(0.0, current.prices + step * distance / steepness * slope), chart)
        if current.value > best.value + 1e-6:
            best, stalled = current, 0
        else:
            stalled += 1
            if stalled >= _STALLED:
                current, step, stalled = best, step * 0.7, 0
    return best.prices


def tightened(
    prices: Prices, chart: Matrix, size: int, *, rounds: int = 30, clock: Clock | None = None
) -> Bound:
    """Look for prices that prove that `size` columns are not enough; give the best ones found.

    Examples
    --------
    >>> triangle = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0]])
    >>> tightened(np.full(3, 0.4), triangle, 1).value > 1
    True
    """
    best = current = _bound(prices, chart)
    step = 1.0
    for _ in range(rounds):
        if best.value > size + ROUNDING or (clock is not None and clock.is_over):
            break
        slope = _slope(current, chart)
        steepness = float(slope @ slope)
        if steepness == 0.0:
            break
        move = step * (size + _OVERSHOOT - current.value) / steepness
        current = _bound(np.maximum(0.0, current.prices + move * slope), chart)
        if current.value > best.value:
            best = current
        step *= 0.93
    return best


def _bound(prices: Prices, chart: Matrix) -> Bound:
    costs = prices @ chart
    return Bound(prices, costs, float(prices.sum() - np.maximum(costs, 1.0).sum() + len(costs)))


def _slope(bound: Bound, chart: Matrix) -> Prices:
    return np.asarray(1.0 - chart @ (bound.costs > 1.0), dtype=np.float64)
