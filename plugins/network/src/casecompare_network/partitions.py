"""The partition of a few things that gains most, found by branch and bound.

Each pair gains something when its two members come into one group, or loses something. Things are placed one
after the other, into a group that exists or a new one; a branch is left when even the most that the things
still to come could gain would not beat the best partition known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from casecompare_network.matrices import Matrix

__all__ = ["best_partition"]

_TOLERANCE = 1e-12


def best_partition(gains: Matrix, start: NDArray[np.intp], budget: int) -> tuple[NDArray[np.intp], bool]:
    """Improve a partition to the best one.

    Parameters
    ----------
    gains
        What each ordered pair gains in one group; a pair's two cells are added. The diagonal is ignored.
    start
        The group of each thing to begin with: the better it is, the sooner branches are left.
    budget
        How many placements may be tried.

    Returns
    -------
    tuple
        The group of each thing, counted from 0, and whether the search came to its end, so that no
        partition gains more.

    Examples
    --------
    >>> gains = np.array([[0.0, 1.0, -1.0], [1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]])
    >>> labels, is_best = best_partition(gains, np.array([0, 1, 2]), 100)
    >>> labels.tolist(), is_best
    ([0, 0, 1], True)
    """
    size = len(gains)
    pairs = gains + gains.T
    np.fill_diagonal(pairs, 0.0)
    order = np.argsort(-np.abs(pairs).sum(axis=1), kind="stable")
    search = _Search(pairs[np.ix_(order, order)], start[order], budget)
    search.place(0, 0.0, 0)
    labels = np.empty(size, dtype=np.intp)
    labels[order] = search.best
    _, numbered = np.unique(labels, return_inverse=True)
    return numbered.astype(np.intp), search.steps_left > 0


class _Search:
    """The state of one search; groups are columns of `to_group`, what each thing would gain in them."""

    def __init__(self, pairs: Matrix, start: NDArray[np.intp], budget: int) -> None:
        size = len(pairs)
        self.pairs = pairs
        self.labels = np.zeros(size, dtype=np.intp)
        self.to_group = np.zeros((size, size + 1))
        self.best = start.copy()
        self.best_value = float(pairs[start[:, None] == start[None, :]].sum()) / 2
        self.steps_left = budget
        hopeful = np.triu(np.maximum(pairs, 0.0), 1)
        # among_rest[k]: the most that the pairs among things k, k + 1, … could gain.
        self.among_rest = np.array([hopeful[at:, at:].sum() for at in range(size + 1)])

    def place(self, at: int, value: float, group_count: int) -> None:
        """Place thing `at` and all after it, the most promising group first."""
        if at == len(self.pairs):
            if value > self.best_value + _TOLERANCE:
                self.best, self.best_value = self.labels.copy(), value
            return
        offers = self.to_group[at, : group_count + 1].copy()
        for group in np.argsort(-offers, kind="stable"):
            if self.steps_left <= 0:
                return
            self.steps_left -= 1
            self.labels[at] = group
            self.to_group[at:, group] += self.pairs[at:, at]
            reached = value + float(offers[group])
            groups_now = max(group_count, int(group) + 1)
            if self._most(at + 1, reached, groups_now) > self.best_value + _TOLERANCE:
                self.place(at + 1, reached, groups_now)
            self.to_group[at:, group] -= self.pairs[at:, at]

    def _most(self, at: int, value: float, group_count: int) -> float:
        """Bound the value of all partitions of this branch from above."""
        rest = self.to_group[at:, : group_count + 1]
        with_placed = float(np.maximum(rest.max(axis=1), 0.0).sum()) if len(rest) else 0.0
        return value + with_placed + float(self.among_rest[at])
