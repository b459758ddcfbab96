"""Bounds of what arenas have in common where the content of some of them was not observed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, pairwise

from casecompare_arenas.alignment import Emphases, matching, shares
from casecompare_arenas.bounds import OPEN, Bounds

__all__ = ["matching_bounds", "mean_overlap_bounds", "overlap_bounds"]


def matching_bounds(emphases: Emphases, arenas: Sequence[str]) -> Bounds:
    """Bound the overlap of all arenas: one of unknown content may share all that the others do, or nothing.

    Examples
    --------
    >>> matching_bounds({"S": {"a": 1, "b": 1}, "P": {"a": 1}}, ["S", "P", "D"])
    Bounds(low=0.0, high=0.5, middle=None)
    """
    observed = {arena: emphases[arena] for arena in arenas if arena in emphases}
    if not observed:
        return OPEN
    overlap = matching(observed)
    return Bounds(overlap if len(observed) == len(arenas) else 0.0, overlap)


def overlap_bounds(emphases: Emphases, one: str, other: str) -> Bounds:
    """Bound the overlap of two arenas.

    An arena that was observed to pursue nothing overlaps with nobody, known or not.

    Examples
    --------
    >>> overlap_bounds({"S": {"a": 1}}, "S", "P"), overlap_bounds({"S": {"a": 0}}, "S", "P").high
    (Bounds(low=0.0, high=1.0, middle=None), 0.0)
    """
    return matching_bounds(emphases, [one, other])


def mean_overlap_bounds(emphases: Emphases, arenas: Sequence[str]) -> Bounds:
    """Bound the mean overlap of two arenas, where some arenas were not observed.

    At most, all of them pursue what overlaps best with those observed; at least, something of their own each.

    Examples
    --------
    >>> bounds = mean_overlap_bounds({"S": {"a": 1}, "P": {"b": 1}}, ["S", "P", "D"])
    >>> bounds.low, round(bounds.high, 3)
    (0.0, 0.333)
    """
    observed = [shares(emphases[arena]) for arena in arenas if arena in emphases]
    unknown = len(arenas) - len(observed)
    pairs = math.comb(len(arenas), 2)
    known = math.fsum(matching({"one": one, "other": other}) for one, other in combinations(observed, 2))
    most = known + unknown * _best_overlap(observed) + math.comb(unknown, 2)
    return Bounds(min(known / pairs, 1.0), min(most / pairs, 1.0))


def _best_overlap(observed: Sequence[dict[str, float]]) -> float:
    """Give the largest sum of overlaps with the arenas observed that one content can have.

    A share of an element counts once for each arena whose own share of it is not yet reached; so the shares
    are given out where most arenas gain.
    """
    gains = []
    for element in sorted(set().union(*observed)):
        levels = sorted((one.get(element, 0.0) for one in observed), reverse=True)
        # From one level to the next lower one, as many arenas gain as have a share above it.
        gains += [
            (count, upper - lower) for count, (upper, lower) in enumerate(pairwise([*levels, 0.0]), start=1)
        ]
    left, total = 1.0, 0.0
    for count, width in sorted(gains, reverse=True):
        taken = min(width, left)
        total, left = total + count * taken, left - taken
    return total
