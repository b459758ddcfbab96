"""Krackhardt's four measures of how far a directed network is an out-tree, the ideal hierarchy.

References
----------
Krackhardt D (1994), Graph theoretical dimensions of informal organizations. In: Carley K, Prietula M (eds),
Computational Organization Theory, 89-111. Lawrence Erlbaum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import networkx as nx
import numpy as np

from casecompare_network.cohesion import components
from casecompare_network.graphs import Bools, Network

__all__ = ["OutTree", "connectedness", "out_tree"]


@dataclass(frozen=True)
class OutTree:
    """How far a network is an out-tree, each dimension in [0, 1] and NaN where it is undefined.

    `connectedness`: share of pairs in one component, direction ignored. `hierarchy`: share of pairs with a
    path at least one way that have none the other way. `efficiency`: how few ties there are beyond those a
    tree needs. `lubness`: share of pairs in one component that have a least upper bound, a boss in common
    who stands on every way down from higher ones.
    """

    connectedness: float
    hierarchy: float
    efficiency: float
    lubness: float


def connectedness(network: Network) -> float:
    """Give the share of pairs of actors that reach each other, direction ignored; NaN for fewer than two.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> round(connectedness(network_from_ties(["a", "b", "c"], [("a", "b", 1)])), 4)
    0.3333
    """
    pairs = math.comb(network.size, 2)
    return sum(math.comb(len(part), 2) for part in components(network)) / pairs if pairs else math.nan


def out_tree(network: Network) -> OutTree:
    """Give Krackhardt's four dimensions; Krackhardt's hierarchy is not that of Burt.

    An undirected network is taken as one in which every tie leads both ways.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("a", "c", 1)]
    >>> out_tree(network_from_ties(["a", "b", "c"], arcs, directed=True))
    OutTree(connectedness=1.0, hierarchy=1.0, efficiency=1.0, lubness=1.0)
    """
    reach = _reach(network)
    either, both = _pairs(reach | reach.T), _pairs(reach & reach.T)
    return OutTree(
        connectedness=connectedness(network),
        hierarchy=1 - both / either if either else math.nan,
        efficiency=_efficiency(network),
        lubness=_lubness(network, reach),
    )


def _reach(network: Network) -> Bools:
    reach = np.eye(network.size, dtype=np.bool_)
    for one, reached in nx.all_pairs_shortest_path_length(network.graph):
        reach[one, list(reached)] = True
    return reach


def _pairs(matrix: Bools) -> int:
    return int(np.triu(matrix, 1).sum())


def _efficiency(network: Network) -> float:
    sizes = [len(part) for part in components(network)]
    needed = sum(size - 1 for size in sizes)
    most = sum(size * (size - 1) for size in sizes) - needed
    return 1 - (network.n_arcs - needed) / most if most else math.nan


def _lubness(network: Network, reach: Bools) -> float:
    """Count the pairs without a least upper bound, against the largest number that could be without."""
    place = {actor: number for number, actor in enumerate(network.actors)}
    most, missing = 0, 0
    for part in components(network):
        members = np.array([place[actor] for actor in part], dtype=np.int64)
        most += math.comb(len(part) - 1, 2)
        within = reach[np.ix_(members, members)]
        # above[k, i]: k reaches i
        for i in range(len(part)):
            for j in range(i + 1, len(part)):
                bounds = np.flatnonzero(within[:, i] & within[:, j])
                # A least upper bound is reached by every upper bound.
                has_least = bool(within[np.ix_(bounds, bounds)].all(axis=0).any()) if bounds.size else False
                missing += not has_least
    return 1 - missing / most if most else math.nan
