"""Measures on shortest paths: distances, betweenness, and closeness by three conventions.

References
----------
Freeman LC (1977), A set of measures of centrality based on betweenness. Sociometry 40(1):35-41.

Freeman LC (1979), Centrality in social networks: conceptual clarification. Social Networks 1(3):215-239.

Wasserman S, Faust K (1994), Social Network Analysis. Cambridge University Press.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias
from weakref import WeakKeyDictionary

import networkx as nx
import numpy as np

from casecompare_network.graphs import Floats, Graph, Mode, Network

__all__ = [
    "Convention",
    "DistanceSummary",
    "betweenness",
    "closeness",
    "distances",
    "edge_betweenness",
    "harmonic_closeness",
    "summarise_distances",
]

_REMEMBERED_UP_TO = 500
# Forgotten with the network itself.
_KNOWN: WeakKeyDictionary[Network, dict[tuple[object, ...], Floats]] = WeakKeyDictionary()

Convention: TypeAlias = Literal["reachable", "wasserman-faust", "zero"]


@dataclass(frozen=True)
class DistanceSummary:
    """Distances at a glance, over ordered pairs.

    `mean` and `diameter` are over the pairs that reach each other (NaN without any), `unreachable` counts the
    others; `efficiency` is the mean of 1/distance over all pairs, 0 for those that do not.
    """

    mean: float
    diameter: float
    unreachable: int
    efficiency: float


def distances(network: Network, mode: Mode = "out", *, weighted: bool = False) -> Floats:
    """Give the length of the shortest path between each two actors, infinite where there is none.

    Parameters
    ----------
    network
        The network.
    mode
        "out" from the row's actor, "in" towards it, "all" with direction ignored.
    weighted
        Whether a tie's length is 1/weight; else it is 1.

    Returns
    -------
    ndarray
        Shape (n, n), 0 in the diagonal.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> distances(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 4)]), weighted=True)[0]
    array([0.  , 1.  , 1.25])
    """
    return _remembered(network, ("distances", mode, weighted), lambda: _distances(network, mode, weighted))


def summarise_distances(lengths: Floats) -> DistanceSummary:
    """Give mean, diameter, efficiency and the number of pairs that do not reach each other.

    Parameters
    ----------
    lengths
        From `distances`.

    Examples
    --------
    >>> summarise_distances(np.array([[0.0, 1.0], [np.inf, 0.0]]))
    DistanceSummary(mean=1.0, diameter=1.0, unreachable=1, efficiency=0.5)
    """
    between = lengths[~np.eye(len(lengths), dtype=bool)]
    finite = between[np.isfinite(between)]
    return DistanceSummary(
        mean=float(finite.mean()) if finite.size else math.nan,
        diameter=float(finite.max()) if finite.size else math.nan,
        unreachable=int(between.size - finite.size),
        efficiency=float((1 / between).mean()) if between.size else math.nan,
    )


def betweenness(network: Network, *, weighted: bool = False, normalised: bool = False) -> Floats:
    """Give how many shortest paths between others lead through each actor (Freeman 1977).

    Where a pair has several shortest paths, each counts for its share. An undirected pair counts once.

    Parameters
    ----------
    network
        The network.
    weighted
        Whether a tie's length is 1/weight. Lengths are compared as exact fractions, since rounded ones miss
        paths of equal length.
    normalised
        Whether to divide by the number of pairs of others; NaN with fewer than three actors.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> betweenness(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    array([0., 1., 0.])
    """
    if normalised and network.size < 3:
        return np.full(network.size, np.nan)
    values = _remembered(network, ("betweenness", weighted), lambda: _betweenness(network, weighted))
    if not normalised:
        return values
    pairs = (network.size - 1) * (network.size - 2)
    return values / (pairs if network.directed else pairs / 2)


def edge_betweenness(network: Network) -> dict[tuple[str, str], float]:
    """Give how many shortest paths lead along each tie, keyed by its two ends; an undirected pair once.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> edge_betweenness(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    {('a', 'b'): 2.0, ('b', 'c'): 2.0}
    """
    found = nx.edge_betweenness_centrality(network.graph, normalized=False)
    return {(network.actors[a], network.actors[b]): float(value) for (a, b), value in found.items()}


def closeness(
    network: Network, mode: Mode = "out", *, convention: Convention = "reachable", normalised: bool = True
) -> Floats:
    """Give how near each actor is to the others; programs disagree where not everybody is reached.

    Parameters
    ----------
    network
        The network.
    mode
        "out" for distances from the actor, "in" for those towards it, "all" with direction ignored.
    convention
        With r others reached out of n - 1, and the sum D of the distances to them: ``"reachable"`` is r/D
        (igraph), NaN if nobody is reached; ``"wasserman-faust"`` is that times r/(n - 1) (networkx), 0 if
        nobody is reached; ``"zero"`` is (n - 1)/D, and 0 if anybody is out of reach (Freeman 1979, sna).
    normalised
        For ``"reachable"`` only: False gives 1/D.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> pair_and_isolate = network_from_ties(["a", "b", "c"], [("a", "b", 1)])
    >>> for convention in ("reachable", "wasserman-faust", "zero"):
    ...     print(convention, closeness(pair_and_isolate, convention=convention))
    reachable [ 1.  1. nan]
    wasserman-faust [0.5 0.5 0. ]
    zero [0. 0. 0.]
    """
    lengths = distances(network, mode)
    is_reached = np.isfinite(lengths)
    reached = is_reached.sum(axis=1) - 1.0
    total = np.where(is_reached, lengths, 0.0).sum(axis=1)
    others = network.size - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        if convention == "reachable":
            return np.where(reached > 0, (reached if normalised else 1.0) / total, np.nan)
        if convention == "wasserman-faust":
            return np.where(reached > 0, reached / max(others, 1) * reached / total, 0.0)
        return np.where((reached == others) & (others > 0), others / total, 0.0)


def harmonic_closeness(
    network: Network, mode: Mode = "out", *, weighted: bool = False, normalised: bool = False
) -> Floats:
    """Give the sum of 1/distance over all others, 0 for those out of reach.

    Parameters
    ----------
    network, mode, weighted
        As for `distances`.
    normalised
        Whether to give the mean over the n - 1 others; NaN for a single actor.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> harmonic_closeness(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    array([1.5, 2. , 1.5])
    """
    lengths = distances(network, mode, weighted=weighted)
    np.fill_diagonal(lengths, np.inf)
    total = np.asarray((1 / lengths).sum(axis=1))
    if not normalised:
        return total
    return total / (network.size - 1) if network.size > 1 else np.full(network.size, np.nan)


def _remembered(network: Network, what: tuple[object, ...], measure: Callable[[], Floats]) -> Floats:
    """Give what was measured of this network before, or measure it; several measures rest on the same paths.

    A copy, so that nobody changes what is kept. Large networks are not kept, since they fill the memory.
    """
    if network.size > _REMEMBERED_UP_TO:
        return measure()
    known = _KNOWN.setdefault(network, {})
    if what not in known:
        known[what] = measure()
    return known[what].copy()


def _distances(network: Network, mode: Mode, weighted: bool) -> Floats:
    looked_at = network.undirected if mode == "all" else network
    lengths = np.full((network.size, network.size), np.inf)
    if weighted:
        graph, unit = _graph_of_lengths(looked_at)
        for one, reached in nx.all_pairs_dijkstra_path_length(graph, weight="length"):
            lengths[one, list(reached)] = [float(Fraction(length) / unit) for length in reached.values()]
    else:
        for one, reached in nx.all_pairs_shortest_path_length(looked_at.graph):
            lengths[one, list(reached)] = list(reached.values())
    return lengths.T if mode == "in" else lengths


def _betweenness(network: Network, weighted: bool) -> Floats:
    graph = _graph_of_lengths(network)[0] if weighted else network.graph
    found = nx.betweenness_centrality(graph, normalized=False, weight="length" if weighted else None)
    return np.array([found[actor] for actor in range(network.size)], dtype=np.float64)


def _graph_of_lengths(network: Network) -> tuple[Graph, int]:
    """Give a graph whose `length` is 1/weight as a whole number of units, and how many units make 1.

    Weights are taken as the decimal fractions they are written as, so that 1/3 is exactly twice 1/6.
    """
    weights = {weight: Fraction(repr(float(weight))) for weight in set(network.weight.tolist())}
    unit = math.lcm(*(weight.numerator for weight in weights.values()))
    graph: Graph = nx.DiGraph() if network.directed else nx.Graph()
    graph.add_nodes_from(range(network.size))
    arcs = zip(network.source.tolist(), network.target.tolist(), network.weight.tolist(), strict=True)
    for a, b, weight in arcs:
        graph.add_edge(a, b, length=int(unit / weights[weight]))
    return graph, unit
