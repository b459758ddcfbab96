"""Structural holes: who stands between others that have no ties with each other (Burt 1992).

With z = W + Wᵀ, the contacts of i are all j with z_ij > 0, and p_ij = z_ij / Σ_k z_ik is the share of i's
relations that j takes up. Everything is summed over arcs and two-paths, without a matrix of all actors.

References
----------
Burt RS (1992), Structural Holes: The Social Structure of Competition. Harvard University Press.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from casecompare_network.graphs import Floats, Ints, Network, two_paths

__all__ = ["StructuralHoles", "structural_holes"]


@dataclass(frozen=True)
class StructuralHoles:
    """Burt's measures, one entry per actor.

    `constraint`: how far the actor's relations lead back to the same contacts; `effective_size`: number of
    contacts less their redundancy; `efficiency`: effective size per contact; `hierarchy`: how far constraint
    comes from a single contact, 0 when equally from all; `contacts`: their number. NaN for actors without
    contacts, hierarchy also with a single one.
    """

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats
    contacts: Ints


def structural_holes(network: Network, *, weighted: bool = False) -> StructuralHoles:
    """Give constraint, effective size, efficiency and hierarchy of every actor.

    Parameters
    ----------
    network
        Directed or not. Ties one way count as contacts, for both ends.
    weighted
        Whether relations count by weight; else an arc counts 1, and so arcs both ways 2.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> arcs = [("0", "1", 1), ("1", "2", 1), ("2", "0", 1), ("0", "2", 1)]
    >>> round(structural_holes(network_from_ties(["0", "1", "2"], arcs, directed=True)).effective_size[0], 4)
    np.float64(1.1667)
    """
    both_ways = replace(network, weight=network.weight if weighted else np.ones(network.n_arcs)).undirected
    size, source, z = both_ways.size, both_ways.source, both_ways.weight
    total = np.bincount(source, weights=z, minlength=size)
    strongest = np.zeros(size)
    np.maximum.at(strongest, source, z)
    share, marginal = z / total[source], z / strongest[source]
    indirect, redundancy = _through_third(both_ways, share, marginal)
    constraint = (share + indirect) ** 2
    contacts = both_ways.degree()
    whole = _summed(both_ways, constraint)
    effective_size = np.where(contacts > 0, contacts - _summed(both_ways, redundancy), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = constraint / (whole / contacts)[source]
        concentration = _summed(both_ways, part * np.log(part)) / (contacts * np.log(contacts))
        return StructuralHoles(
            constraint=np.where(contacts > 0, whole, np.nan),
            effective_size=effective_size,
            efficiency=effective_size / contacts,
            # Rounding must not push the hierarchy of equal contacts below 0.
            hierarchy=np.where(contacts > 1, np.maximum(concentration, 0.0), np.nan),
            contacts=contacts,
        )


def _through_third(network: Network, share: Floats, marginal: Floats) -> tuple[Floats, Floats]:
    """Give for each arc i → j the sums over third parties q of p_iq p_qj and of p_iq m_jq."""
    indirect, redundancy = np.zeros(network.n_arcs), np.zeros(network.n_arcs)
    backward = network.find_arcs(network.target, network.source)
    for part in two_paths(network):
        arc = network.find_arcs(part.a, part.b)
        closed = arc >= 0
        arc, first, second = arc[closed], part.first[closed], part.second[closed]
        indirect += _binned(arc, share[first] * share[second], network.n_arcs)
        redundancy += _binned(arc, share[first] * marginal[backward[second]], network.n_arcs)
    return indirect, redundancy


def _summed(network: Network, over_arcs: Floats) -> Floats:
    return _binned(network.source, over_arcs, network.size)


def _binned(places: Ints, weights: Floats, length: int) -> Floats:
    return np.asarray(np.bincount(places, weights=weights, minlength=length), dtype=np.float64)
