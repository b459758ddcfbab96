"""Communities: how modular a given partition is, and the partition that is most modular.

Newman, M. E. J. & Girvan, M. (2004). Finding and evaluating community structure in networks. *Physical
Review E* 69:026113. Leicht, E. A. & Newman, M. E. J. (2008). Community structure in directed networks.
*Physical Review Letters* 100:118703. Brandes, U. et al. (2008). On modularity clustering. *IEEE Transactions
on Knowledge and Data Engineering* 20:172-188.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casecompare_network.matrices import Matrix, distances, named, square
from casecompare_network.partitions import best_partition

__all__ = ["Communities", "communities", "modularity"]

Labels = NDArray[np.intp]

_TOLERANCE = 1e-12


@dataclass(frozen=True)
class Communities:
    """A partition of the actors with the largest modularity known.

    Parameters
    ----------
    modularity
        Of the partition; NaN in a network without ties.
    members
        The communities, the largest first; an actor without ties is a community of its own.
    is_exact
        Whether no partition has a larger modularity. Another partition may have the same one.
    """

    modularity: float
    members: tuple[tuple[str, ...], ...]
    is_exact: bool

    def __str__(self) -> str:
        found = "largest possible" if self.is_exact else "largest found"
        return f"{len(self.members)} communities, modularity {self.modularity:.3f} ({found})"


def modularity(
    adjacency: ArrayLike, groups: Sequence[object], *, is_directed: bool, resolution: float = 1.0
) -> float:
    """Give the modularity of a partition: ties within its groups beyond what degrees alone would give.

    Parameters
    ----------
    adjacency
        Ties or their weights, self-ties dropped; pass 0 and 1 for the unweighted modularity. An undirected
        network is symmetric.
    groups
        Each actor's group.
    is_directed
        Directed: in- and out-strength are told apart (Leicht & Newman 2008). Otherwise (Newman & Girvan
        2004) the matrix has to be symmetric.
    resolution
        What the expected ties are multiplied by; above 1 favours smaller groups.

    Returns
    -------
    float
        At most 1; NaN in a network without ties.

    Examples
    --------
    >>> two_pairs = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> modularity(two_pairs, ["a", "a", "b", "b"], is_directed=False)
    0.5
    """
    matrix = square(adjacency)
    if len(groups) != len(matrix):
        raise ValueError(f"there are {len(groups)} groups for {len(matrix)} actors")
    if not is_directed and not np.allclose(matrix, matrix.T):
        raise ValueError("an undirected network has a symmetric matrix; give is_directed=True for this one")
    is_same = np.array([[one == other for other in groups] for one in groups], dtype=bool)
    return float(_gains(matrix, resolution)[is_same].sum()) if matrix.any() else float("nan")


def communities(
    adjacency: ArrayLike,
    actors: Sequence[str],
    *,
    resolution: float = 1.0,
    budget: int = 20_000,
    starts: int = 20,
    seed: int = 0,
) -> Communities:
    """Find a partition with the largest modularity; the direction of ties is ignored.

    Directed ties in both directions count twice: the two weights are added.

    Parameters
    ----------
    adjacency, actors
        The network and one id per row.
    resolution
        See `modularity`.
    budget
        How many steps the exact search may take in each component. Where they do not suffice the answer is
        the best of the starts, and says so.
    starts, seed
        How many times the method of Louvain is run (through networkx) to begin with, and its seed.

    Examples
    --------
    >>> two_pairs = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> found = communities(two_pairs, ["a", "b", "c", "d"])
    >>> found.members, found.modularity, found.is_exact
    ((('a', 'b'), ('c', 'd')), 0.5, True)
    """
    matrix = square(adjacency)
    ids = named(actors, len(matrix))
    both = matrix if np.array_equal(matrix, matrix.T) else matrix + matrix.T
    if not both.any():
        return Communities(float("nan"), tuple((one,) for one in ids), is_exact=True)
    gains = _gains(both, resolution)
    labels = _best_start(both, gains, resolution, starts, seed)
    is_exact = True
    for component in _components(both):
        # No optimal community spans two components, so that each can be settled by itself.
        inner, was_settled = best_partition(gains[np.ix_(component, component)], labels[component], budget)
        labels[component] = inner + (len(ids) + 1) * (1 + component[0])
        is_exact = is_exact and was_settled
    members = [
        tuple(itertools.compress(ids, (labels == label).tolist())) for label in dict.fromkeys(labels.tolist())
    ]
    members.sort(key=len, reverse=True)
    value = float(gains[labels[:, None] == labels[None, :]].sum())
    return Communities(value, tuple(members), is_exact)


def _gains(matrix: Matrix, resolution: float) -> Matrix:
    """Give what each ordered pair in one group adds to the modularity."""
    total = matrix.sum()
    expected = np.outer(matrix.sum(axis=1), matrix.sum(axis=0)) / total
    return np.asarray((matrix - resolution * expected) / total, dtype=np.float64)


def _components(matrix: Matrix) -> list[Labels]:
    reach = np.isfinite(distances(matrix > 0))
    return [np.flatnonzero(row) for at, row in enumerate(reach) if not row[:at].any()]


def _best_start(matrix: Matrix, gains: Matrix, resolution: float, starts: int, seed: int) -> Labels:
    import networkx

    graph = networkx.from_numpy_array(matrix)
    best, best_value = np.arange(len(matrix)), -np.inf
    for start in range(starts):
        found = networkx.community.louvain_communities(
            graph, weight="weight", resolution=resolution, seed=seed + start
        )
        labels = np.zeros(len(matrix), dtype=np.intp)
        for label, members in enumerate(found):
            labels[list(members)] = label
        labels = _moved(gains, labels)
        value = gains[labels[:, None] == labels[None, :]].sum()
        if value > best_value + _TOLERANCE:
            best, best_value = labels, value
    return best


def _moved(gains: Matrix, labels: Labels) -> Labels:
    """Move single actors to the community where they add most, until none wants to."""
    labels = labels.copy()
    has_moved = True
    while has_moved:
        has_moved = False
        for actor in range(len(labels)):
            ties = gains[actor] + gains[:, actor]
            free = labels.max() + 1
            worth = np.bincount(labels, weights=ties, minlength=free + 1)
            worth[labels[actor]] -= ties[actor]
            to = int(np.argmax(worth))
            if worth[to] > worth[labels[actor]] + _TOLERANCE:
                labels[actor] = to
                has_moved = True
    return labels
