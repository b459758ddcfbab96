"""Minimal hitting sets: the one search behind prime implicants and irredundant models.

Given edges, sets of elements, a hitting set has an element in common with every edge; it is minimal when it
needs each of its elements. They are enumerated depth first without ever listing one twice (Murakami and Uno
2014, Discrete Applied Mathematics 170): beside the elements chosen so far the search keeps the edges not yet
hit, and for each chosen element the edges that only this element hits. An element left without such an edge
has become superfluous, and the branch ends.

All sets are Python integers, one bit per member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casecompare_qca.solutions.budget import Clock
from casecompare_qca.table.property_space import bits

__all__ = ["HittingSets", "minimal_hitting_sets"]

_SCANNED = 12
"""So many open edges are looked at for the smallest one; looking at all costs more than it saves."""

_CLOCK_EVERY = 1_024

_Frame = tuple[int, list[int], int, int, int, int]
"""Chosen elements, the private edges of each, open edges, candidates, witnesses, elements not yet tried."""


@dataclass(frozen=True)
class HittingSets:
    """Minimal hitting sets and, for each, the witnesses that agree with all of its elements.

    `is_complete` is False where time or room ran out.
    """

    sets: list[int]
    witnesses: list[int]
    is_complete: bool


def minimal_hitting_sets(
    edges: Sequence[int], witnesses: Sequence[int], *, everyone: int, clock: Clock, limit: int
) -> HittingSets:
    """Enumerate the minimal hitting sets that at least one witness agrees with.

    Parameters
    ----------
    edges
        The sets to hit.
    witnesses
        For each element the witnesses that agree with it, as bits.
    everyone
        All witnesses.
    clock, limit
        When to stop, and how many sets to give at most.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
    >>> found = minimal_hitting_sets([0b011, 0b110], [1, 1, 1], everyone=1, clock=Budget().start(), limit=9)
    >>> sorted(map(bin, found.sets))
    ['0b10', '0b101']
    """
    smallest_first = sorted(set(edges), key=int.bit_count)
    if not smallest_first:
        return HittingSets([0], [everyone], True)
    if not smallest_first[0]:
        return HittingSets([], [], True)
    return _enumerated(smallest_first, witnesses, everyone, clock, limit)


def _enumerated(
    edges: Sequence[int], witnesses: Sequence[int], everyone: int, clock: Clock, limit: int
) -> HittingSets:
    """Choose an element of the smallest open edge, each in turn; what waits stands in a list, not a stack.

    One loop over plain integers, since it runs millions of times.
    """
    hits = _edges_by_element(edges, len(witnesses))
    sets: list[int] = []
    alive: list[int] = []
    everything = (1 << len(edges)) - 1
    universe = _union(edges)
    edge = _smallest(edges, everything, universe)
    waiting: list[_Frame] = [(0, [], everything, universe & ~edge, everyone, edge)]
    steps = 0
    while waiting:
        steps += 1
        if steps % _CLOCK_EVERY == 0 and clock.is_over:
            return HittingSets(sets, alive, False)
        chosen, private, open_edges, candidates, agreed, edge = waiting.pop()
        while edge:
            bit = edge & -edge
            edge ^= bit
            element = bit.bit_length() - 1
            agreeing = agreed & witnesses[element]
            if not agreeing:
                continue
            hit = hits[element]
            missed = ~hit
            still_private = [left for mine in private if (left := mine & missed)]
            if len(still_private) < len(private):
                continue
            left_open = open_edges & missed
            if left_open:
                # Only an element that could be added here can be added further down the next branches.
                waiting.append((chosen, private, open_edges, candidates | bit, agreed, edge))
                still_private.append(open_edges & hit)
                edge = _smallest(edges, left_open, candidates)
                chosen, private, open_edges, agreed = chosen | bit, still_private, left_open, agreeing
                candidates &= ~edge
            else:
                candidates |= bit
                if len(sets) >= limit:
                    return HittingSets(sets, alive, False)
                sets.append(chosen | bit)
                alive.append(agreeing)
    return HittingSets(sets, alive, True)


def _edges_by_element(edges: Sequence[int], elements: int) -> list[int]:
    hits = [0] * elements
    for number, edge in enumerate(edges):
        for element in bits(edge):
            hits[element] |= 1 << number
    return hits


def _union(edges: Sequence[int]) -> int:
    universe = 0
    for edge in edges:
        universe |= edge
    return universe


def _smallest(edges: Sequence[int], open_edges: int, candidates: int) -> int:
    """Give the candidates of the open edge that has the fewest of them."""
    best, fewest = 0, -1
    for _ in range(_SCANNED):
        low = open_edges & -open_edges
        edge = edges[low.bit_length() - 1] & candidates
        count = edge.bit_count()
        if fewest < 0 or count < fewest:
            best, fewest = edge, count
        open_edges ^= low
        if not open_edges or not count:
            break
    return best
