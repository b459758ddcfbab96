"""A lower bound on the size of a cover: prices of rows.

Give each row a price such that no prime implicant costs more than 1 in all. Then a cover of all rows has at
least as many members as the prices add up to. Good prices come from the Lagrangian relaxation of the covering
problem by subgradient steps (Fisher 1981, Management Science 27); they end close to the linear relaxation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Matrix", "Prices", "affordable", "improved", "priced"]

Matrix = npt.NDArray[np.float64]
"""Rows of the chart by columns (prime implicants), 0 and 1."""

Prices = npt.NDArray[np.float64]

_STALLED = 15
_SMALLEST_STEP = 1e-4


def priced(chart: Matrix, upper: int, rounds: int = 600) -> Prices:
    """Give prices whose sum is close to the best lower bound.

    Parameters
    ----------
    chart
        Shape ``(rows, columns)``; every row has a column.
    upper
        The size of a known cover.
    rounds
        How many steps to take at most.
    """
    prices = np.min(np.where(chart > 0, 1.0 / np.maximum(chart.sum(axis=0), 1), np.inf), axis=1)
    best, best_value, step, stalled = prices, -np.inf, 2.0, 0
    for _ in range(rounds):
        value, slope = _relaxation(prices, chart)
        if value > best_value + 1e-6:
            best, best_value, stalled = prices, value, 0
        else:
            stalled += 1
            if stalled >= _STALLED:
                step, stalled, prices = step * 0.7, 0, best
        steepness = float(slope @ slope)
        if steepness == 0.0 or step < _SMALLEST_STEP:
            break
        prices = np.maximum(0.0, prices + step * (1.02 * upper - value) / steepness * slope)
    return _raised(affordable(best, chart), chart)


def improved(prices: Prices, chart: Matrix, rounds: int = 15) -> Prices:
    """Give better prices for a part of the chart, or the same ones."""
    before = float(prices.sum())
    target = max(before * 1.02, before + 0.3)
    tried, step = prices, 0.3
    for _ in range(rounds):
        value, slope = _relaxation(tried, chart)
        steepness = float(slope @ slope)
        if steepness == 0.0:
            break
        tried = np.maximum(0.0, tried + step * (target - value) / steepness * slope)
        step *= 0.93
    tried = affordable(tried, chart)
    return tried if tried.sum() > before + 1e-3 else prices


def affordable(prices: Prices, chart: Matrix) -> Prices:
    """Lower prices until no column costs more than 1."""
    if not chart.shape[1]:
        return prices
    load = prices @ chart
    return np.asarray(prices / np.maximum((chart * load).max(axis=1), 1.0), dtype=np.float64)


def _relaxation(prices: Prices, chart: Matrix) -> tuple[float, Prices]:
    load = prices @ chart
    taken = load > 1.0
    value = float(prices.sum() + (1.0 - load[taken]).sum())
    return value, np.asarray(1.0 - chart[:, taken].sum(axis=1), dtype=np.float64)


def _raised(prices: Prices, chart: Matrix) -> Prices:
    """Raise single prices as far as the columns allow."""
    prices = prices.copy()
    slack = 1.0 - prices @ chart
    for row in np.argsort(-prices):
        room = float(slack[chart[row] > 0].min(initial=1.0))
        if room > 1e-9:
            prices[row] += room
            slack -= room * chart[row]
    return prices
