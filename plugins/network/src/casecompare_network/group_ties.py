"""Ties within and between groups: E-I index, mixing, shares of ties across a boundary.

References
----------
Krackhardt D, Stern RN (1988), Informal networks and organizational crises: an experimental simulation.
Social Psychology Quarterly 51(2):123-140.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_network.graphs import Bools, Floats, Ints, Network
from casecompare_network.labelings import label_codes

__all__ = [
    "EIIndex",
    "Mixing",
    "TieShares",
    "block_density",
    "ei_index",
    "mixing_matrix",
    "tie_shares",
]


@dataclass(frozen=True)
class EIIndex:
    """External less internal ties over all ties, from -1 (all inside) to 1 (all between); NaN without ties.

    `by_group` has a row per name in `groups`: a tie between two groups counts for both. `by_actor` rests on
    each actor's ties in and out.
    """

    overall: float
    overall_weighted: float
    external: int
    internal: int
    groups: tuple[str, ...]
    by_group: Floats
    external_by_group: Ints
    internal_by_group: Ints
    by_actor: Floats
    by_actor_weighted: Floats


@dataclass(frozen=True)
class Mixing:
    """Ties between each two groups, row = group of the source.

    In an undirected network ties within a group count once, ties between groups in both cells.
    """

    groups: tuple[str, ...]
    counts: Ints
    weights: Floats
    sizes: Ints


@dataclass(frozen=True)
class TieShares:
    """Ties across the boundary between groups, and between two given sides; NaN where nothing to share."""

    ties: int
    cross_ties: int
    cross_share: float
    cross_share_weighted: float
    side_ties: int
    side_share: float
    side_share_of_cross: float


def ei_index(network: Network, groups: Sequence[str]) -> EIIndex:
    """Give the E-I index of the network, of each group and of each actor (Krackhardt and Stern 1988).

    Parameters
    ----------
    network
        The network.
    groups
        The group of each actor.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("c", "d", 1)]
    >>> index = ei_index(network_from_ties(list("abcd"), ties), ["m", "m", "c", "m"])
    >>> index.overall, index.by_group.tolist()
    (0.5, [1.0, 0.5])
    """
    codes, names = label_codes(groups)
    is_external = codes[network.source] != codes[network.target]
    halves = 1 if network.directed else 2
    external = int(is_external.sum()) // halves
    internal = network.n_ties - external
    outside = _count(codes[network.source[is_external]], len(names))
    inside = _count(codes[network.source[~is_external]], len(names)) // halves
    if network.directed:
        outside = outside + _count(codes[network.target[is_external]], len(names))
    weighted = network.weight[is_external].sum(), network.weight[~is_external].sum()
    return EIIndex(
        overall=_index(external, internal),
        overall_weighted=_index(float(weighted[0]), float(weighted[1])),
        external=external,
        internal=internal,
        groups=names,
        by_group=_indices(outside.astype(np.float64), inside.astype(np.float64)),
        external_by_group=outside,
        internal_by_group=inside,
        by_actor=_by_actor(network, is_external, np.ones(network.n_arcs)),
        by_actor_weighted=_by_actor(network, is_external, network.weight),
    )


def mixing_matrix(network: Network, groups: Sequence[str]) -> Mixing:
    """Count the ties between each two groups.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> mixing_matrix(network_from_ties(["a", "b"], [("a", "b", 2)]), ["c", "m"]).weights.tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    codes, names = label_codes(groups)
    size = len(names)
    cell = codes[network.source] * size + codes[network.target]
    counts = np.bincount(cell, minlength=size * size).reshape(size, size).astype(np.int64)
    summed = np.bincount(cell, weights=network.weight, minlength=size * size)
    weights = summed.reshape(size, size).astype(np.float64)
    if not network.directed:
        diagonal = np.arange(size)
        counts[diagonal, diagonal] //= 2
        weights[diagonal, diagonal] /= 2
    return Mixing(names, counts, weights, np.bincount(codes, minlength=size).astype(np.int64))


def block_density(network: Network, groups: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """Give the groups, and the density of arcs between each two of them; NaN where none is possible.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> block_density(network_from_ties(["a", "b", "c"], [("a", "b", 1)]), ["c", "m", "m"])[1].tolist()
    [[nan, 0.5], [0.5, 0.0]]
    """
    codes, names = label_codes(groups)
    size = len(names)
    cell = codes[network.source] * size + codes[network.target]
    counts = np.bincount(cell, minlength=size * size).reshape(size, size)
    members = np.bincount(codes, minlength=size).astype(np.float64)
    possible = np.outer(members, members) - np.diag(members)
    with np.errstate(invalid="ignore", divide="ignore"):
        return names, np.where(possible > 0, counts / possible, np.nan)


def tie_shares(
    network: Network,
    groups: Sequence[str],
    sides: tuple[Collection[str], Collection[str]] = (("clinical",), ("managerial",)),
) -> TieShares:
    """Give the share of ties that cross the boundary between groups, and that join two given sides.

    Parameters
    ----------
    network, groups
        The network and the group of each actor.
    sides
        The groups on either side, by default clinical and managerial.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> shares = tie_shares(network_from_ties(["a", "b"], [("a", "b", 2)]), ["clinical", "managerial"])
    >>> shares.cross_share, shares.side_share
    (1.0, 1.0)
    """
    codes, _ = label_codes(groups)
    crosses = codes[network.source] != codes[network.target]
    one = np.array([group in sides[0] for group in groups], dtype=bool)
    other = np.array([group in sides[1] for group in groups], dtype=bool)
    source, target = network.source, network.target
    between = (one[source] & other[target]) | (other[source] & one[target])
    halves = 1 if network.directed else 2
    cross, side, total = int(crosses.sum()) // halves, int(between.sum()) // halves, network.weight.sum()
    return TieShares(
        ties=network.n_ties,
        cross_ties=cross,
        cross_share=cross / network.n_ties if network.n_ties else math.nan,
        cross_share_weighted=float(network.weight[crosses].sum() / total) if total else math.nan,
        side_ties=side,
        side_share=side / network.n_ties if network.n_ties else math.nan,
        side_share_of_cross=side / cross if cross else math.nan,
    )


def _count(codes: Ints, length: int) -> Ints:
    return np.bincount(codes, minlength=length).astype(np.int64)


def _by_actor(network: Network, is_external: Bools, weight: Floats) -> Floats:
    sums = np.zeros((2, network.size))
    for row, chosen in enumerate((is_external, ~is_external)):
        for ends in (network.source, network.target):
            sums[row] += np.bincount(ends[chosen], weights=weight[chosen], minlength=network.size)
    return _indices(sums[0], sums[1])


def _index(external: float, internal: float) -> float:
    total = external + internal
    return (external - internal) / total if total else math.nan


def _indices(external: Floats, internal: Floats) -> Floats:
    total = external + internal
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, (external - internal) / total, np.nan)
