"""Centrality of actors from their ties: degree, strength, eigenvector, PageRank, hubs, power.

Measures on shortest paths are in `casecompare_network.paths`. What networkx needs SciPy for is done here with
numpy.

References
----------
Bonacich P (1972), Factoring and weighting approaches to status scores and clique identification. Journal of
Mathematical Sociology 2(1):113-120.

Bonacich P (1987), Power and centrality: a family of measures. American Journal of Sociology 92(5):1170-1182.

Brin S, Page L (1998), The anatomy of a large-scale hypertextual web search engine. Computer Networks
30(1-7):107-117.

Kleinberg JM (1999), Authoritative sources in a hyperlinked environment. Journal of the ACM 46(5):604-632.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from casecompare_network.cohesion import components
from casecompare_network.graphs import Floats, Mode, Network

__all__ = [
    "bonacich_power",
    "degree",
    "eigenvector_centrality",
    "hubs_and_authorities",
    "pagerank",
    "strength",
]

_DENSE = 600
_SMALL = 64
_SQUARINGS = 45
_STEPS = 100_000


def degree(network: Network, mode: Mode = "all", *, normalised: bool = False) -> Floats:
    """Count the ties of each actor.

    Parameters
    ----------
    network
        The network.
    mode
        "out", "in" or "all", which for a directed network is the sum of both.
    normalised
        Whether to divide by the number of others; NaN for a single actor.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> degree(network_from_ties(["a", "b", "c"], [("a", "b", 4)]), normalised=True)
    array([0.5, 0.5, 0. ])
    """
    counts = network.degree(mode).astype(np.float64)
    if not normalised:
        return counts
    return counts / (network.size - 1) if network.size > 1 else np.full(network.size, np.nan)


def strength(network: Network, mode: Mode = "all") -> Floats:
    """Give the sum of the weights of each actor's ties.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> strength(network_from_ties(["a", "b", "c"], [("a", "b", 4)]))
    array([4., 4., 0.])
    """
    out = np.bincount(network.source, weights=network.weight, minlength=network.size)
    into = np.bincount(network.target, weights=network.weight, minlength=network.size)
    if mode == "all" and network.directed:
        return np.asarray(out + into, dtype=np.float64)
    return np.asarray(into if mode == "in" else out, dtype=np.float64)


def eigenvector_centrality(network: Network, *, weighted: bool = False) -> Floats:
    """Give the leading eigenvector, largest entry 1: central is who has ties with the central.

    In a directed network arcs towards an actor count (Bonacich 1972).

    Parameters
    ----------
    network
        The network.
    weighted
        Whether ties count by their weights.

    Returns
    -------
    ndarray
        All NaN where the network is not (strongly) connected: there the vector is not unique, or says
        nothing of some of the actors.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> eigenvector_centrality(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])).round(4)
    array([0.7071, 1.    , 0.7071])
    """
    if not network.n_arcs or len(components(network, "strong")) > 1:
        return np.full(network.size, np.nan)
    if network.size <= _DENSE:
        matrix = network.matrix if weighted else network.adjacency
        return _scaled(_leading_vector(matrix.T))
    weights = network.weight if weighted else np.ones(network.n_arcs)

    def step(vector: Floats) -> Floats:
        # With the identity added, so that networks in two parts do not swing to and fro.
        moved = np.bincount(network.target, weights=vector[network.source] * weights, minlength=network.size)
        return _scaled(moved + vector)

    return _iterated(step, np.ones(network.size))


def pagerank(network: Network, *, weighted: bool = False, damping: float = 0.85) -> Floats:
    """Give the share of time that somebody who follows ties at random spends with each actor.

    Parameters
    ----------
    network
        The network.
    weighted
        Whether ties are followed in proportion to their weights.
    damping
        The probability of following a tie; else, and where there is none to follow, one goes to anybody.

    Returns
    -------
    ndarray
        Sums to 1.

    Raises
    ------
    ValueError
        if the damping is not at least 0 and below 1.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> pagerank(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])).round(4)
    array([0.2568, 0.4865, 0.2568])
    """
    if not 0 <= damping < 1:
        raise ValueError(f"damping must be at least 0 and below 1, not {damping}.")
    size = network.size
    if not size:
        return np.zeros(0)
    weights = network.weight if weighted else np.ones(network.n_arcs)
    out = np.bincount(network.source, weights=weights, minlength=size)
    followed = weights / out[network.source]
    dangling = out == 0

    def step(score: Floats) -> Floats:
        moved = np.bincount(network.target, weights=score[network.source] * followed, minlength=size)
        stranded = score[dangling].sum() / size
        return np.asarray(damping * (moved + stranded) + (1 - damping) / size, dtype=np.float64)

    return _iterated(step, np.full(size, 1 / size))


def hubs_and_authorities(network: Network) -> tuple[Floats, Floats]:
    """Give hub and authority scores, largest entry 1 (Kleinberg 1999); NaN without ties.

    A good hub leads to good authorities, a good authority is reached from good hubs; weights do not count.
    Needs a matrix of all
    actors, and is unique only where the network is connected.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("c", "b", 1)]
    >>> hubs, authorities = hubs_and_authorities(network_from_ties(["a", "b", "c"], arcs, directed=True))
    >>> hubs.round(6).tolist(), authorities.round(6).tolist()
    ([1.0, 0.0, 1.0], [0.0, 1.0, 0.0])
    """
    if not network.n_arcs:
        return np.full(network.size, np.nan), np.full(network.size, np.nan)
    matrix = network.adjacency
    return _scaled(_leading_vector(matrix @ matrix.T)), _scaled(_leading_vector(matrix.T @ matrix))


def bonacich_power(network: Network, *, exponent: float = 0.1) -> Floats:
    """Give power (I - bA)⁻¹ A 1, scaled such that the squares sum to n (Bonacich 1987).

    Parameters
    ----------
    network
        The network; arcs lead from the row to the column of A.
    exponent
        The number b: above 0, power comes from ties with the powerful; below 0, from ties with the weak.

    Returns
    -------
    ndarray
        NaN without ties, or where the matrix cannot be inverted.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> bonacich_power(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])).round(4)
    array([0.7481, 1.3714, 0.7481])
    """
    adjacency = network.adjacency
    try:
        power = np.linalg.solve(np.eye(network.size) - exponent * adjacency, adjacency.sum(axis=1))
    except np.linalg.LinAlgError:
        return np.full(network.size, np.nan)
    total = float((power**2).sum())
    if not total:
        return np.full(network.size, np.nan)
    return np.asarray(power * math.sqrt(network.size / total), dtype=np.float64)


def _leading_vector(matrix: Floats) -> Floats:
    """Give the leading eigenvector of a matrix without negative cells in which all reach all."""
    if len(matrix) <= _SMALL and (found := _squared_up(matrix)) is not None:
        return found
    if np.array_equal(matrix, matrix.T):
        return np.asarray(np.abs(np.linalg.eigh(matrix)[1][:, -1]), dtype=np.float64)
    values, vectors = np.linalg.eig(matrix)
    return np.asarray(np.abs(np.real(vectors[:, int(np.real(values).argmax())])), dtype=np.float64)


def _squared_up(matrix: Floats) -> Floats | None:
    """Square the matrix until its rows are alike; None where that does not settle.

    For small matrices much faster than a decomposition, which wakes the threads of the linear algebra.
    """
    # With the identity added, so that networks in two parts do not swing to and fro.
    stepwise = matrix + np.eye(len(matrix))
    power, before = stepwise, np.zeros(len(matrix))
    for _ in range(_SQUARINGS):
        power = power @ power
        power = power / power.max()
        vector = _scaled(power.sum(axis=1))
        if np.abs(vector - before).max() <= 1e-15:
            return _scaled(stepwise @ vector)
        before = vector
    return None


def _scaled(vector: Floats) -> Floats:
    return np.asarray(vector / vector.max(), dtype=np.float64)


def _iterated(step: Callable[[Floats], Floats], start: Floats) -> Floats:
    """Repeat until nothing changes beyond rounding; NaN if that takes too long."""
    now = start
    for _ in range(_STEPS):
        following = step(now)
        if np.abs(following - now).max() <= 1e-15 * max(1.0, len(now) * float(now.max()) * 1e-3):
            return following
        now = following
    return np.full(len(start), np.nan)
