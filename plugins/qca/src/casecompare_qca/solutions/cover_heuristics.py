"""Good covers without any proof that they are the smallest.

The first is greedy. A better one often comes from taking some columns out of a cover, at random, and filling
the gap anew: ruin and recreate (Schrimpf et al. 2000, *Journal of Computational Physics* 159; for covering
Jacobs and Brusco 1995, *Naval Research Logistics* 42). The random numbers are always the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from casecompare_qca.solutions.bounds import Matrix, matrix_of
from casecompare_qca.solutions.budget import Clock
from casecompare_qca.solutions.chart_reduction import widest_columns
from casecompare_qca.table.property_space import bits

__all__ = ["greedy_cover", "improved_cover"]

_CELLS = 20_000_000
_ROUNDS = 400
_RUINED = 0.3


def greedy_cover(columns: Sequence[int], rows: int) -> list[int]:
    """Give some irredundant cover: whatever covers most of what is left, then without the superfluous.

    Parameters
    ----------
    columns
        The rows that each column covers, as bits.
    rows
        The rows to cover, as bits; each has a column.

    Examples
    --------
    >>> greedy_cover([0b0001, 0b0111, 0b1100], 0b1111)
    [7, 12]
    """
    waiting = [(-(pattern & rows).bit_count(), at) for at, pattern in enumerate(columns)]
    heapify(waiting)
    uncovered, chosen = rows, []
    while uncovered:
        _, at = heappop(waiting)
        gain = (columns[at] & uncovered).bit_count()
        if waiting and gain < -waiting[0][0]:  # it has become worth less since it was put there
            heappush(waiting, (-gain, at))
        else:
            uncovered &= ~columns[at]
            chosen.append(columns[at])
    return _without_superfluous(chosen, rows)


def improved_cover(columns: Sequence[int], rows: int, known: Sequence[int], clock: Clock) -> list[int]:
    """Look for a smaller cover than a known one; give the smallest found.

    Parameters
    ----------
    columns, rows
        As for `greedy_cover`.
    known
        A cover.
    clock
        When to stop.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
    >>> sorted(improved_cover([0b0110, 0b0011, 0b1100], 0b1111, [0b0110, 0b0011, 0b1100], Budget().start()))
    [3, 12]
    """
    best = list(known)
    widest = widest_columns(columns, rows)
    numbers = list(bits(rows))
    if len(numbers) * len(widest) > _CELLS:
        return best
    chart = matrix_of(widest, numbers)
    chance = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        if clock.is_over:
            break
        kept = [one for one in best if chance.random() > _RUINED]
        covered = 0
        for one in kept:
            covered |= one
        is_open = np.array([not covered >> number & 1 for number in numbers])
        weights = chance.uniform(0.5, 1.5, len(numbers)) / chart.sum(axis=1) ** 0.5
        filled = [widest[at] for at in _filled(chart, np.where(is_open, weights, 0.0))]
        tried = _without_superfluous([*kept, *filled], rows)
        if len(tried) <= len(best):
            best = tried
    return best


def _filled(chart: Matrix, weights: np.ndarray) -> list[int]:
    """Give columns that cover the rows with a weight, the weightiest first."""
    chosen = []
    gains = weights @ chart
    while weights.any():
        at = int(np.argmax(gains))
        chosen.append(at)
        new = (chart[:, at] > 0) & (weights > 0)
        gains = gains - weights[new] @ chart[new]
        weights = np.where(new, 0.0, weights)
    return chosen


def _without_superfluous(chosen: Sequence[int], rows: int) -> list[int]:
    left = list(chosen)
    once = _covered_once(left) & rows
    for pattern in chosen:
        if not pattern & once:
            left.remove(pattern)
            once = _covered_once(left) & rows
    return left


def _covered_once(patterns: Sequence[int]) -> int:
    once = twice = 0
    for pattern in patterns:
        twice |= once & pattern
        once |= pattern
    return once & ~twice
