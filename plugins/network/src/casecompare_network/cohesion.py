"""How a network hangs together: density, reciprocity, components, cut points, bridges, cores, cliques.

Undefined is NaN, never 0: the density of one actor, the reciprocity of a network without ties.

References
----------
Wasserman S, Faust K (1994), Social Network Analysis. Cambridge University Press.

Seidman SB (1983), Network structure and minimum degree. Social Networks 5(3):269-287.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, cast

import networkx as nx
import numpy as np

from casecompare_network.graphs import Graph, Ints, Mode, Network

__all__ = [
    "Connectivity",
    "CutSet",
    "DyadCensus",
    "Reciprocity",
    "components",
    "connectivity",
    "core_numbers",
    "cut_set",
    "density",
    "dyad_census",
    "isolates",
    "maximal_cliques",
    "reciprocity",
]


@dataclass(frozen=True)
class DyadCensus:
    """How many pairs have ties both ways, one way, and none."""

    mutual: int
    asymmetric: int
    null: int


@dataclass(frozen=True)
class Reciprocity:
    """Five ways of measuring reciprocity.

    `edge`: share of arcs that are returned, 2M/(2M + A). `dyad`: share of tied pairs with ties both ways,
    M/(M + A). `all_dyads`: share of pairs that are the same in both directions, (M + N)/(M + A + N).
    `log_ratio`: log of `edge` over density. `correlation`: between a_ij and a_ji over pairs.
    """

    edge: float
    dyad: float
    all_dyads: float
    log_ratio: float
    correlation: float


@dataclass(frozen=True)
class CutSet:
    """What a network, direction ignored, falls apart without; and into how many blocks it divides."""

    cut_points: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    blocks: int


@dataclass(frozen=True)
class Connectivity:
    """The smallest number of actors, and of ties, without which not everybody reaches everybody else."""

    actors: int
    ties: int


def density(network: Network, *, weighted: bool = False, loops: bool = False) -> float:
    """Give the share of possible ties that exist, or the mean weight over possible ties.

    Parameters
    ----------
    network
        The network.
    weighted
        Whether to give the mean weight in the place of the share.
    loops
        Whether ties of an actor with itself count as possible; the network has none.

    Returns
    -------
    float
        NaN where no tie is possible.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> density(network_from_ties(["a", "b", "c"], [("a", "b", 3)])) * 3
    1.0
    """
    size = network.size
    possible = size * (size + 1 if loops and not network.directed else size if loops else size - 1)
    if not network.directed:
        possible //= 2
    total = float(network.weight.sum()) if weighted else float(network.n_arcs)
    return (total if network.directed else total / 2) / possible if possible else math.nan


def dyad_census(network: Network) -> DyadCensus:
    """Count the pairs of actors with ties both ways, one way, and none.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("b", "a", 1), ("a", "c", 1)]
    >>> dyad_census(network_from_ties(["a", "b", "c"], arcs, directed=True))
    DyadCensus(mutual=1, asymmetric=1, null=1)
    """
    returned = int(network.has_arcs(network.target, network.source).sum())
    mutual, asymmetric = returned // 2, network.n_arcs - returned
    return DyadCensus(mutual, asymmetric, math.comb(network.size, 2) - mutual - asymmetric)


def reciprocity(network: Network) -> Reciprocity:
    """Give how far ties are returned, by five measures; NaN where one is undefined.

    For an undirected network every tie is returned by definition.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("b", "a", 1), ("a", "c", 1)]
    >>> round(reciprocity(network_from_ties(["a", "b", "c"], arcs, directed=True)).edge, 4)
    0.6667
    """
    census = dyad_census(network)
    tied, pairs = census.mutual + census.asymmetric, math.comb(network.size, 2)
    edge = 2 * census.mutual / network.n_arcs if network.n_arcs else math.nan
    share = network.n_arcs / (2 * pairs) if pairs else math.nan
    # Over ordered pairs both directions have the mean `share`, hence one variance.
    variance = share * (1 - share)
    covariance = census.mutual / pairs - share**2 if pairs else math.nan
    return Reciprocity(
        edge=edge,
        dyad=census.mutual / tied if tied else math.nan,
        all_dyads=(census.mutual + census.null) / pairs if pairs else math.nan,
        log_ratio=math.log(edge / share) if edge > 0 else math.nan,
        correlation=covariance / variance if variance > 0 else math.nan,
    )


def components(network: Network, kind: Literal["weak", "strong"] = "weak") -> list[tuple[str, ...]]:
    """Give the components, largest first; ties in size are broken by the order of the actors.

    Parameters
    ----------
    network
        The network.
    kind
        "weak" with direction ignored, "strong" where each reaches each along arcs.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> components(network_from_ties(["a", "b", "c"], [("b", "c", 1)]))
    [('b', 'c'), ('a',)]
    """
    if kind == "strong" and network.directed:
        found = [sorted(part) for part in nx.strongly_connected_components(_as_directed(network))]
    else:
        found = [sorted(part) for part in nx.connected_components(network.undirected.graph)]
    found.sort(key=lambda part: (-len(part), part[0]))
    return [tuple(network.actors[place] for place in part) for part in found]


def isolates(network: Network) -> tuple[str, ...]:
    """Give the actors without any tie.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> isolates(network_from_ties(["a", "b", "c"], [("b", "c", 1)]))
    ('a',)
    """
    return tuple(network.actors[place] for place in np.flatnonzero(network.degree("all") == 0))


def cut_set(network: Network) -> CutSet:
    """Give the actors and the ties without which a part of the network falls off, direction ignored.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> cut_set(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    CutSet(cut_points=('b',), bridges=(('a', 'b'), ('b', 'c')), blocks=2)
    """
    graph, name = network.undirected.graph, network.actors
    # The stubs say nodes where networkx gives pairs of them.
    found = cast("list[tuple[int, int]]", list(nx.bridges(graph)))
    bridges = sorted((min(pair), max(pair)) for pair in found)
    return CutSet(
        cut_points=tuple(name[place] for place in sorted(set(nx.articulation_points(graph)))),
        bridges=tuple((name[a], name[b]) for a, b in bridges),
        blocks=sum(1 for _ in nx.biconnected_components(graph)),
    )


def core_numbers(network: Network, mode: Mode = "all") -> Ints:
    """Give for each actor the largest k such that it belongs to the k-core (Seidman 1983).

    In the k-core everybody has at least k ties with others in it. For a directed network "all" counts arcs in
    and out; take ``network.undirected`` for ties with direction ignored.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("c", "d", 1)]
    >>> core_numbers(network_from_ties(["a", "b", "c", "d"], ties)).tolist()
    [2, 2, 2, 1]
    """
    if not network.directed or mode == "all":
        found = nx.core_number(network.graph)
        return np.array([found[place] for place in range(network.size)], dtype=np.int64)
    return _peeled(network, mode)


def maximal_cliques(network: Network, *, at_least: int = 3) -> list[tuple[str, ...]]:
    """Give the sets in which all have ties with each other and to which nobody can be added.

    Direction is ignored. Sets of at least three actors by default, in the order of the actors.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("c", "d", 1)]
    >>> maximal_cliques(network_from_ties(["a", "b", "c", "d"], ties))
    [('a', 'b', 'c')]
    """
    found = sorted(sorted(one) for one in nx.find_cliques(network.undirected.graph) if len(one) >= at_least)
    return [tuple(network.actors[place] for place in one) for one in found]


def connectivity(network: Network) -> Connectivity:
    """Give how many actors, and how many ties, must go before the network falls apart, direction ignored.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> connectivity(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)]))
    Connectivity(actors=1, ties=1)
    """
    if network.size < 2:
        return Connectivity(0, 0)
    graph = network.undirected.graph
    return Connectivity(int(nx.node_connectivity(graph)), int(nx.edge_connectivity(graph)))


def _as_directed(network: Network) -> nx.DiGraph[int]:
    graph: Graph = network.graph
    assert isinstance(graph, nx.DiGraph)
    return graph


def _peeled(network: Network, mode: Mode) -> Ints:
    """Take away the actor with the fewest arcs in (or out) from those left, again and again."""
    adjacency = network.adjacency.T if mode == "in" else network.adjacency
    left, level = np.ones(network.size, dtype=bool), 0
    cores = np.zeros(network.size, dtype=np.int64)
    for _ in range(network.size):
        degree = np.where(left, adjacency @ left, np.inf)
        weakest = int(degree.argmin())
        level = max(level, int(degree[weakest]))
        cores[weakest], left[weakest] = level, False
    return cores
