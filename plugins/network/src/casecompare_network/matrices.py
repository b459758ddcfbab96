"""Adjacency matrices: what is checked before anything is computed, and the few forms that measures share.

Row i, column j holds the tie from actor i to actor j: its weight, or 0 where there is none. A tie that was
not observed is unknown, which no number can say; such a matrix is refused here, because a measure that took
the unknown for absent would be wrong without a word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Flags", "Matrix", "cells", "distances", "either_direction", "named", "square", "without_loops"]

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


def square(adjacency: ArrayLike) -> Matrix:
    """Give an adjacency matrix as numbers, without self-ties.

    Parameters
    ----------
    adjacency
        As many rows as columns, every cell known.

    Raises
    ------
    ValueError
        When the matrix is not square or a tie is unknown.

    Examples
    --------
    >>> square([[5, 2], [0, 0]])
    array([[0., 2.],
           [0., 0.]])
    """
    matrix = np.array(adjacency, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"an adjacency matrix has as many rows as columns, but this one is {matrix.shape}")
    np.fill_diagonal(matrix, 0.0)
    if not np.isfinite(matrix).all():
        row, column = (int(at) for at in np.argwhere(~np.isfinite(matrix))[0])
        raise ValueError(
            f"the tie from actor {row + 1} to actor {column + 1} is unknown; leave such actors out, or "
            "compute the measure for every value the tie can have, which gives its bounds"
        )
    return matrix


def without_loops(adjacency: ArrayLike) -> Flags:
    """Say for each pair of actors whether there is a tie, that is a positive weight.

    Examples
    --------
    >>> without_loops([[1, 2], [0, 0]]).astype(int).tolist()
    [[0, 1], [0, 0]]
    """
    return square(adjacency) > 0


def either_direction(adjacency: ArrayLike) -> Flags:
    """Say for each pair of actors whether there is a tie in one direction at least.

    Examples
    --------
    >>> either_direction([[0, 2], [0, 0]]).astype(int).tolist()
    [[0, 1], [1, 0]]
    """
    ties = without_loops(adjacency)
    return ties | ties.T


def distances(ties: Flags) -> Matrix:
    """Give the number of steps from each actor to each other one; infinite where there is no path.

    Several networks of the same size may be stacked along the first axis.

    Examples
    --------
    >>> distances(either_direction([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    array([[0., 1., 2.],
           [1., 0., 1.],
           [2., 1., 0.]])
    """
    size = ties.shape[-1]
    steps = np.full(ties.shape, np.inf)
    steps[..., np.arange(size), np.arange(size)] = 0.0
    # float32 counts walks by fast matrix products; only whether a count is positive matters.
    one_step = ties.astype(np.float32)
    reached = np.isfinite(steps)
    newly = reached
    for step in range(1, size):
        newly = (np.matmul(newly.astype(np.float32), one_step) > 0) & ~reached
        if not newly.any():
            break
        steps[newly] = step
        reached = reached | newly
    return steps


def cells(matrix: ArrayLike, *, is_directed: bool) -> Matrix:
    """Give the cells off the diagonal as one row of numbers; of an undirected network the upper half.

    Examples
    --------
    >>> cells([[0, 1], [2, 0]], is_directed=True), cells([[0, 1], [1, 0]], is_directed=False)
    (array([1., 2.]), array([1.]))
    """
    checked = square(matrix)
    size = len(checked)
    chosen = ~np.eye(size, dtype=bool) if is_directed else np.triu(np.ones((size, size), dtype=bool), 1)
    return np.asarray(checked[chosen], dtype=np.float64)


def named(actors: Sequence[str], size: int) -> tuple[str, ...]:
    """Check that there is one distinct id per row of a matrix.

    Examples
    --------
    >>> named(["a", "b"], 2)
    ('a', 'b')
    """
    if len(actors) != size:
        raise ValueError(f"there are {len(actors)} actor ids for {size} rows of the matrix")
    if len(set(actors)) != size:
        twice = next(actor for actor in actors if list(actors).count(actor) > 1)
        raise ValueError(f"the actor id {twice!r} stands there more than once")
    return tuple(actors)
