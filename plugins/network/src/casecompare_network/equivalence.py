"""Structural equivalence: how alike two actors are tied to the same others, and the positions that follow.

Lorrain, F. & White, H. C. (1971). Structural equivalence of individuals in social networks. *Journal of
Mathematical Sociology* 1:49-80. Wasserman, S. & Faust, K. (1994). *Social Network Analysis*, chapter 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from casecompare_network.matrices import Matrix, either_direction, named, square

__all__ = ["neighbour_similarity", "positions", "structural_equivalence"]

_TOLERANCE = 1e-12


def structural_equivalence(
    adjacency: ArrayLike,
    *,
    measure: Literal["hamming", "euclidean", "correlation"] = "hamming",
    is_directed: bool = True,
) -> Matrix:
    """Compare each pair of actors by their ties to and from all third parties.

    Parameters
    ----------
    adjacency
        Ties or their weights.
    measure
        ``hamming``: number of differing ties (weighted: sum of absolute differences), ``euclidean``: root of
        the summed squared differences, ``correlation``: Pearson's correlation.
    is_directed
        Compare sent and received ties. In an undirected network (False) they are the same and are compared
        once.

    Returns
    -------
    Matrix
        Actors by actors. Distances are 0 for equivalent actors; correlations are 1. A correlation is NaN
        where one of the two is tied to all third parties alike, or to none.

    Examples
    --------
    >>> star = [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    >>> structural_equivalence(star, is_directed=False)
    array([[0., 1., 1.],
           [1., 0., 0.],
           [1., 0., 0.]])
    """
    matrix = square(adjacency)
    if measure == "correlation":
        return _correlations(matrix, is_directed)
    power = 1 if measure == "hamming" else 2
    differences = np.zeros_like(matrix)
    for profile in (matrix, matrix.T) if is_directed else (matrix,):
        for at, row in enumerate(profile):
            apart = np.abs(profile - row) ** power
            # The cells at `at` and at the other actor are ties between the two, not to a third party.
            differences[at] += apart.sum(axis=1) - apart[:, at] - np.diag(apart)
    np.fill_diagonal(differences, 0.0)
    return differences if power == 1 else np.sqrt(np.maximum(differences, 0.0))


def neighbour_similarity(adjacency: ArrayLike, *, measure: Literal["jaccard", "dice"] = "jaccard") -> Matrix:
    """Compare the sets of neighbours of each pair of actors; the direction of ties is ignored.

    Parameters
    ----------
    adjacency
        The network.
    measure
        ``jaccard``: common neighbours as share of all neighbours of the two; ``dice``: twice the common ones
        as share of the two degrees.

    Returns
    -------
    Matrix
        0 to 1; NaN for a pair without any neighbour.

    Examples
    --------
    >>> neighbour_similarity([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    array([[1., 0., 0.],
           [0., 1., 1.],
           [0., 1., 1.]])
    """
    ties = either_direction(adjacency).astype(np.float64)
    common = ties @ ties
    degrees = ties.sum(axis=1)
    both = degrees[:, None] + degrees[None, :]
    above, below = (common, both - common) if measure == "jaccard" else (2 * common, both)
    shares: Matrix = np.divide(above, below, out=np.full_like(common, np.nan), where=below > 0)
    return shares


def positions(
    distance: ArrayLike, actors: Sequence[str], *, apart: float = 0.0
) -> tuple[tuple[str, ...], ...]:
    """Group actors into positions such that no two of a position are further apart than a limit.

    Clusters are joined by complete linkage, the nearest two first; of equally near ones those that stand
    first in the order of the actors.

    Parameters
    ----------
    distance
        Actors by actors, such as `structural_equivalence` with a distance gives.
    actors
        One id per row.
    apart
        The largest distance within a position; 0 gives the exactly equivalent actors.

    Examples
    --------
    >>> star = [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    >>> positions(structural_equivalence(star), ["hub", "a", "b"])
    (('hub',), ('a', 'b'))
    """
    linkage = square(distance)
    ids = named(actors, len(linkage))
    clusters = [[at] for at in range(len(ids))]
    np.fill_diagonal(linkage, np.inf)
    while len(clusters) > 1:
        first, second = divmod(int(np.argmin(linkage)), len(linkage))
        if not linkage[first, second] <= apart + _TOLERANCE:
            break
        clusters[first] += clusters.pop(second)
        furthest = np.maximum(linkage[first], linkage[second])
        linkage[first], linkage[:, first] = furthest, furthest
        linkage[first, first] = np.inf
        linkage = np.delete(np.delete(linkage, second, axis=0), second, axis=1)
    return tuple(tuple(ids[at] for at in sorted(cluster)) for cluster in sorted(clusters, key=min))


def _correlations(matrix: Matrix, is_directed: bool) -> Matrix:
    size = len(matrix)
    profiles = np.hstack([matrix, matrix.T]) if is_directed else matrix
    owners = np.tile(np.arange(size), 2 if is_directed else 1)
    result = np.full((size, size), np.nan)
    for one in range(size):
        for other in range(one, size):
            third = (owners != one) & (owners != other)
            result[one, other] = result[other, one] = _correlation(
                profiles[one, third], profiles[other, third]
            )
    return result


def _correlation(one: Matrix, other: Matrix) -> float:
    if len(one) == 0 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    first, second = one - one.mean(), other - other.mean()
    return float(np.clip(first @ second / np.sqrt((first @ first) * (second @ second)), -1.0, 1.0))
