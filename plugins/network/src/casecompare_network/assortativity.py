"""Assortativity: how far ties join like with like.

References
----------
Newman MEJ (2003), Mixing patterns in networks. Physical Review E 67:026126.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from casecompare_network.graphs import Floats, Network
from casecompare_network.labelings import label_codes

__all__ = ["degree_assortativity", "group_assortativity", "numeric_assortativity"]


def group_assortativity(network: Network, groups: Sequence[str]) -> float:
    """Give how far ties stay within groups, against what the groups' shares of ties would bring.

    Parameters
    ----------
    network
        The network; weights do not count.
    groups
        The group of each actor.

    Returns
    -------
    float
        1 if all ties are within groups, 0 if they mix at random; NaN without ties, or if only one group
        has any.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> group_assortativity(network_from_ties(["a", "b"], [("a", "b", 1)]), ["c", "m"])
    -1.0
    """
    if not network.n_arcs:
        return math.nan
    codes, names = label_codes(groups)
    size = len(names)
    cell = codes[network.source] * size + codes[network.target]
    share = np.bincount(cell, minlength=size * size).reshape(size, size) / network.n_arcs
    expected = float(share.sum(axis=1) @ share.sum(axis=0))
    # One group only: its share of ties is 1 up to rounding.
    return (float(np.trace(share)) - expected) / (1 - expected) if expected < 1 - 1e-12 else math.nan


def degree_assortativity(network: Network) -> float:
    """Give the correlation of the degrees at both ends of the ties: out- with in-degree along arcs.

    Returns
    -------
    float
        NaN without ties, or where all ends on one side have the same degree.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> round(degree_assortativity(network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])), 9)
    -1.0
    """
    out = network.degree("out").astype(np.float64)
    into = network.degree("in").astype(np.float64)
    return _correlation(out[network.source], into[network.target])


def numeric_assortativity(network: Network, values: Floats) -> float:
    """Give the correlation of a number at the source with the number at the target of each arc.

    Parameters
    ----------
    network
        The network; in an undirected one each tie counts in both directions.
    values
        The number of each actor, such as its power; arcs with a missing end (NaN) are left out.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> chain = network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)], directed=True)
    >>> numeric_assortativity(chain, np.array([1.0, 2.0, 3.0])).__round__(9)
    1.0
    """
    at_source, at_target = values[network.source], values[network.target]
    known = ~(np.isnan(at_source) | np.isnan(at_target))
    return _correlation(at_source[known], at_target[known])


def _correlation(one: Floats, other: Floats) -> float:
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return math.nan
    return float(np.corrcoef(one, other)[0, 1])
