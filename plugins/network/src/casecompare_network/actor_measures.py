"""Every measure of every actor of one network, as one table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from casecompare_network.brokerage import ROLES, brokerage
from casecompare_network.centrality import degree, eigenvector_centrality, pagerank, strength
from casecompare_network.cohesion import core_numbers, cut_set
from casecompare_network.graphs import Floats, Network
from casecompare_network.group_ties import ei_index
from casecompare_network.paths import betweenness, closeness, harmonic_closeness
from casecompare_network.structural_holes import structural_holes
from casecompare_network.transitivity import local_transitivity

__all__ = ["actor_measures"]


def actor_measures(
    network: Network, groups: Sequence[str] | None = None, *, path_actors: int = 2_000
) -> pd.DataFrame:
    """Measure every actor.

    Parameters
    ----------
    network
        The network.
    groups
        The group of each actor; without groups brokerage and the E-I index are NaN.
    path_actors
        Up to how many actors measures on shortest paths are computed; beyond they are NaN.

    Returns
    -------
    DataFrame
        One row per actor, index = ids.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> chain = network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])
    >>> actor_measures(chain, ["c", "m", "c"]).loc["b", ["degree", "betweenness", "itinerant"]].tolist()
    [2.0, 1.0, 2.0]
    """
    holes = structural_holes(network)
    cut_points = set(cut_set(network).cut_points)
    columns: dict[str, Floats] = {
        "degree": degree(network),
        "degree_in": degree(network, "in"),
        "degree_out": degree(network, "out"),
        "strength": strength(network),
        **_on_paths(network, can_walk=network.size <= path_actors),
        "eigenvector": eigenvector_centrality(network),
        "pagerank": pagerank(network),
        "constraint": holes.constraint,
        "effective_size": holes.effective_size,
        "efficiency": holes.efficiency,
        "hierarchy": holes.hierarchy,
        "transitivity": local_transitivity(network),
        "core": core_numbers(network.undirected).astype(np.float64),
        "cut_point": np.array([actor in cut_points for actor in network.actors], dtype=np.float64),
        **_by_groups(network, groups),
    }
    return pd.DataFrame(columns, index=pd.Index(network.actors, name="actor"))


def _on_paths(network: Network, *, can_walk: bool) -> dict[str, Floats]:
    names = ("betweenness", "closeness_reachable", "closeness_wasserman_faust", "closeness_zero", "harmonic")
    if not can_walk:
        return dict.fromkeys(names, np.full(network.size, np.nan))
    return {
        "betweenness": betweenness(network, normalised=True),
        "closeness_reachable": closeness(network, convention="reachable"),
        "closeness_wasserman_faust": closeness(network, convention="wasserman-faust"),
        "closeness_zero": closeness(network, convention="zero"),
        "harmonic": harmonic_closeness(network, normalised=True),
    }


def _by_groups(network: Network, groups: Sequence[str] | None) -> dict[str, Floats]:
    if groups is None:
        return dict.fromkeys(("ei", *ROLES[:-1], "brokerage", "brokerage_z"), np.full(network.size, np.nan))
    brokers = brokerage(network, groups)
    return {
        "ei": ei_index(network, groups).by_actor,
        **{role: brokers.counts[role].astype(np.float64) for role in ROLES[:-1]},
        "brokerage": brokers.counts["total"].astype(np.float64),
        "brokerage_z": brokers.z["total"],
    }
