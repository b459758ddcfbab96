"""Closed triads: transitivity by the definitions in use, and the triad census.

References
----------
Watts DJ, Strogatz SH (1998), Collective dynamics of 'small-world' networks. Nature 393:440-442.

Barrat A, Barthélemy M, Pastor-Satorras R, Vespignani A (2004), The architecture of complex weighted
networks. PNAS 101(11):3747-3752.

Onnela JP, Saramäki J, Kertész J, Kaski K (2005), Intensity and coherence of motifs in weighted complex
networks. Physical Review E 71:065103.

Fagiolo G (2007), Clustering in complex directed networks. Physical Review E 76:026107.

Holland PW, Leinhardt S (1971), Transitivity in structural models of small groups. Comparative Group Studies
2(2):107-124.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import networkx as nx
import numpy as np

from casecompare_network.graphs import Floats, Ints, Network, two_paths

__all__ = [
    "TRIADS",
    "DirectedTransitivity",
    "barrat_transitivity",
    "directed_transitivity",
    "fagiolo_transitivity",
    "local_transitivity",
    "onnela_transitivity",
    "transitivity",
    "triad_census",
]

TRIADS = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U",
    "120C", "210", "300",
)  # fmt: skip
"""The sixteen triads by the names of Holland and Leinhardt (1971)."""


@dataclass(frozen=True)
class DirectedTransitivity:
    """Transitivity along arcs.

    `weak`: share of paths i → j → k with i → k; `weak_count` their number. `strong`: share of ordered triples
    in which there is i → k exactly where there are i → j and j → k; `strong_count` their number.
    """

    weak: float
    weak_count: int
    strong: float
    strong_count: int


def transitivity(network: Network) -> float:
    """Give the share of two-paths that are closed, direction ignored; NaN without any two-path.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("c", "d", 1)]
    >>> transitivity(network_from_ties(["a", "b", "c", "d"], ties))
    0.6
    """
    closed, paths = _closed_paths(network.undirected)
    return float(closed.sum() / paths.sum()) if paths.sum() else math.nan


def local_transitivity(network: Network) -> Floats:
    """Give for each actor the share of pairs of its contacts with a tie, direction ignored.

    NaN for actors with fewer than two contacts (Watts and Strogatz 1998 leave them open).

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("c", "d", 1)]
    >>> local_transitivity(network_from_ties(["a", "b", "c", "d"], ties))[[0, 3]]
    array([ 1., nan])
    """
    closed, paths = _closed_paths(network.undirected)
    with np.errstate(invalid="ignore"):
        return np.where(paths > 0, closed / np.maximum(paths, 1), np.nan)


def barrat_transitivity(network: Network) -> Floats:
    """Give weighted local transitivity: a closed pair counts with the mean weight of the two ties to it.

    Barrat et al. (2004). Direction is ignored; NaN for actors with fewer than two contacts.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 3), ("c", "d", 4)]
    >>> barrat_transitivity(network_from_ties(["a", "b", "c", "d"], ties))[2]
    np.float64(0.25)
    """
    whole = network.undirected
    closed = np.zeros(whole.size)
    for part in two_paths(whole):
        is_closed = whole.has_arcs(part.a, part.b)
        weights = (whole.weight[part.first] + whole.weight[part.second]) / 2
        closed += np.bincount(part.v[is_closed], weights=weights[is_closed], minlength=whole.size)
    strength = np.bincount(whole.source, weights=whole.weight, minlength=whole.size)
    all_pairs = strength * (whole.degree() - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole.degree() > 1, closed / all_pairs, np.nan)


def onnela_transitivity(network: Network) -> Floats:
    """Give weighted local transitivity by the cube root of the three weights over the largest one.

    Onnela et al. (2005); undirected networks. 0 for actors with fewer than two contacts, as there.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)]
    >>> onnela_transitivity(network_from_ties(["a", "b", "c"], ties)).tolist()
    [1.0, 1.0, 1.0]
    """
    return _clustering(network, "weight")


def fagiolo_transitivity(network: Network) -> Floats:
    """Give local transitivity over all directed triangles (Fagiolo 2007); 0 where no triangle is possible.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)]
    >>> fagiolo_transitivity(network_from_ties(["a", "b", "c"], arcs, directed=True)).tolist()
    [0.5, 0.5, 0.5]
    """
    return _clustering(network, None)


def directed_transitivity(network: Network) -> DirectedTransitivity:
    """Give weak and strong transitivity along arcs.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)]
    >>> directed_transitivity(network_from_ties(["a", "b", "c"], arcs, directed=True)).weak
    1.0
    """
    total, closed = 0, 0
    for part in two_paths(network):
        total += len(part.a)
        closed += int(network.has_arcs(part.a, part.b).sum())
    size = network.size
    triples = size * (size - 1) * (size - 2)
    # The condition also holds where both sides are false: no i -> k, and j does not lead from i to k.
    strong = closed + (size * (size - 1) - network.n_arcs) * max(size - 2, 0) - (total - closed)
    return DirectedTransitivity(
        weak=closed / total if total else math.nan,
        weak_count=closed,
        strong=strong / triples if triples > 0 else math.nan,
        strong_count=strong,
    )


def triad_census(network: Network) -> dict[str, int]:
    """Count the sixteen kinds of triads of a directed network.

    Raises
    ------
    ValueError
        if the network is undirected.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)]
    >>> triad_census(network_from_ties(["a", "b", "c"], arcs, directed=True))["030T"]
    1
    """
    if not network.directed:
        raise ValueError("the triad census is defined for directed networks.")
    graph = network.graph
    assert isinstance(graph, nx.DiGraph)
    found = nx.triadic_census(graph)
    return {name: int(found[name]) for name in TRIADS}


def _clustering(network: Network, weight: str | None) -> Floats:
    # Given a list of nodes, networkx answers with a mapping.
    found = nx.clustering(network.graph, nodes=list(range(network.size)), weight=weight)
    assert isinstance(found, dict)
    return np.array([found[place] for place in range(network.size)], dtype=np.float64)


def _closed_paths(network: Network) -> tuple[Ints, Ints]:
    """Count the paths a - v - b through each v, and those with a tie between a and b."""
    closed = np.zeros(network.size, dtype=np.int64)
    for part in two_paths(network):
        inside = part.v[network.has_arcs(part.a, part.b)]
        closed += np.bincount(inside, minlength=network.size)
    degree = network.degree()
    return closed, degree * (degree - 1)
