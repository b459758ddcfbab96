"""Centralization: how far one actor stands out, against the largest difference that is possible.

References
----------
Freeman LC (1979), Centrality in social networks: conceptual clarification. Social Networks 1(3):215-239.
"""

from __future__ import annotations

import math

import numpy as np

from casecompare_network.centrality import eigenvector_centrality
from casecompare_network.graphs import Floats, Mode, Network
from casecompare_network.paths import betweenness, closeness

__all__ = [
    "betweenness_centralization",
    "closeness_centralization",
    "degree_centralization",
    "eigenvector_centralization",
]


def degree_centralization(network: Network, mode: Mode = "all") -> float:
    """Give the centralization of degree: 1 for a star, 0 where all have the same number of ties.

    Parameters
    ----------
    network
        The network.
    mode
        For directed networks "in", "out" or "all", the sum of both.

    Returns
    -------
    float
        NaN where nobody can stand out: with fewer than three actors, or two for "in" and "out".

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> degree_centralization(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    1.0
    """
    others = network.size - 1
    largest = others * (others - 1)
    if network.directed:
        largest = 2 * largest if mode == "all" else others**2
    return _against(network.degree(mode).astype(np.float64), largest)


def betweenness_centralization(network: Network) -> float:
    """Give the centralization of betweenness: 1 for a star; NaN with fewer than three actors.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> betweenness_centralization(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    1.0
    """
    if network.size < 3:
        return math.nan
    return _against(betweenness(network, normalised=True), network.size - 1)


def closeness_centralization(network: Network) -> float:
    """Give the centralization of closeness, direction ignored; NaN where not everybody is reached.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> round(closeness_centralization(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])), 9)
    1.0
    """
    size = network.size
    near = closeness(network.undirected, convention="zero")
    if size < 3 or not near.all():
        return math.nan
    return _against(near, (size - 1) * (size - 2) / (2 * size - 3))


def eigenvector_centralization(network: Network) -> float:
    """Give the centralization of the eigenvector scores against n - 2; NaN where they are undefined.

    The largest difference is that of a single tie among n actors; igraph uses the same.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1)]
    >>> round(eigenvector_centralization(network_from_ties(["a", "b", "c"], ties)), 4)
    0.5858
    """
    return _against(eigenvector_centrality(network), network.size - 2)


def _against(scores: Floats, largest: float) -> float:
    if not scores.size or largest <= 0 or np.isnan(scores).any():
        return math.nan
    return float((scores.max() - scores).sum() / largest)
