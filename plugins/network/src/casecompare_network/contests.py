"""Contests: who contests the redesign, with what power, and which boundaries are defended.

A blocking coalition is made of the actors who contest others or whose stance is against the redesign, each
weighted by its power. A boundary is defended to the degree that ties across it are contests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_network.graphs import Bools, Floats, Network

__all__ = ["BlockingCoalition", "blocking_coalition", "boundary_defence", "contested_share", "diversity"]


@dataclass(frozen=True)
class BlockingCoalition:
    """Who blocks, as a share of the actors and of the power; power is NaN where it was not coded for all.

    `power_low` and `power_high` are the bounds that follow from power that was not coded, in [0, 1]; NaN
    where nobody's power was coded.
    """

    members: tuple[str, ...]
    share: float
    power: float
    power_low: float
    power_high: float


def blocking_coalition(
    contests: Network, power: Floats | None = None, stance: Floats | None = None
) -> BlockingCoalition:
    """Give the actors who block, and their share of the power.

    Parameters
    ----------
    contests
        The network of contests; in a directed one only who contests counts, not who is contested.
    power
        The power of each actor in [0, 1], NaN where it was not coded.
    stance
        The stance of each actor, below 0 against the redesign; NaN where it was not coded.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> contests = network_from_ties(["a", "b", "c"], [("a", "b", 1)], directed=True)
    >>> coalition = blocking_coalition(contests, np.array([0.6, 0.2, 0.2]))
    >>> coalition.members, round(coalition.power, 3)
    (('a',), 0.6)
    """
    blocks = contests.degree("out") > 0
    if stance is not None:
        blocks = blocks | (np.nan_to_num(stance) < 0)
    size = contests.size
    low, high = _power_bounds(blocks, power) if power is not None else (math.nan, math.nan)
    return BlockingCoalition(
        members=tuple(contests.actors[place] for place in np.flatnonzero(blocks)),
        share=float(blocks.mean()) if size else math.nan,
        power=low if low == high else math.nan,
        power_low=low,
        power_high=high,
    )


def contested_share(working: Network, contests: Network) -> float:
    """Give the pairs that contest over the pairs that contest or work together, direction ignored.

    NaN where there are neither.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> working = network_from_ties(["a", "b", "c"], [("a", "b", 1)])
    >>> contests = network_from_ties(["a", "b", "c"], [("a", "c", 1)], directed=True)
    >>> contested_share(working, contests)
    0.5
    """
    contested, tied = contests.undirected.n_ties, _together(working, contests)
    return contested / tied if tied else math.nan


def boundary_defence(working: Network, contests: Network, groups: Sequence[str | None]) -> float:
    """Give the same for pairs across the boundary between groups: how far it is defended.

    Parameters
    ----------
    working, contests
        The two networks, of the same actors.
    groups
        The group of each actor; pairs with an unknown group are left out.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> working = network_from_ties(["a", "b", "c"], [("a", "b", 1)])
    >>> contests = network_from_ties(["a", "b", "c"], [("a", "c", 1)], directed=True)
    >>> boundary_defence(working, contests, ["clinical", "clinical", "managerial"])
    1.0
    """
    return contested_share(_crossing(working, groups), _crossing(contests, groups))


def diversity(groups: Sequence[str | None]) -> float:
    """Give the probability that two actors drawn with replacement are of different groups, 1 - Σp².

    NaN where a group is unknown, or where there are no actors.

    Examples
    --------
    >>> diversity(["clinical", "clinical", "managerial", "lay"])
    0.625
    """
    if not groups or None in groups:
        return math.nan
    counts = np.unique(np.array(groups, dtype=str), return_counts=True)[1]
    return float(1 - ((counts / counts.sum()) ** 2).sum())


def _power_bounds(blocks: Bools, power: Floats) -> tuple[float, float]:
    """Give the smallest and largest share of power, over all values that missing power could have."""
    known = ~np.isnan(power)
    if not known.any():
        return math.nan, math.nan
    inside, outside = float(power[known & blocks].sum()), float(power[known & ~blocks].sum())
    free_inside, free_outside = int((~known & blocks).sum()), int((~known & ~blocks).sum())
    lowest, highest = inside + outside + free_outside, inside + free_inside + outside
    return (
        inside / lowest if lowest else math.nan,
        (inside + free_inside) / highest if highest else math.nan,
    )


def _together(one: Network, other: Network) -> int:
    first, second = one.undirected, other.undirected
    return len(np.union1d(first.codes, second.codes)) // 2


def _crossing(network: Network, groups: Sequence[str | None]) -> Network:
    names = np.array([group or "" for group in groups], dtype=str)
    is_known = names != ""
    source, target = network.source, network.target
    kept = is_known[source] & is_known[target] & (names[source] != names[target])
    return Network(network.actors, source[kept], target[kept], network.weight[kept], network.directed)
