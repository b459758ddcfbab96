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

from casecompare_qca.budget import Clock
from casecompare_qca.property_space import bits

__all__ = ["HittingSets", "minimal_hitting_sets"]

_SCANNED = 12
"""So many open edges are looked at for the smallest one; looking at all costs more than it saves."""

_CLOCK_EVERY = 1_024


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
    >>> from casecompare_qca.budget import Budget
    >>> found = minimal_hitting_sets([0b011, 0b110], [1, 1, 1], everyone=1, clock=Budget().start(), limit=9)
    >>> sorted(map(bin, found.sets))
    ['0b10', '0b101']
    """
    smallest_first = sorted(set(edges), key=int.bit_count)
    search = _Search(smallest_first, witnesses, clock, limit)
    if not smallest_first:
        search.emit(0, everyone)
    elif smallest_first[0]:
        universe = 0
        for edge in smallest_first:
            universe |= edge
        search.extend(0, [], (1 << len(smallest_first)) - 1, universe, everyone)
    return HittingSets(search.sets, search.alive, not search.has_stopped)


class _Search:
    """One enumeration: the constant parts, and what has been found."""

    def __init__(self, edges: Sequence[int], witnesses: Sequence[int], clock: Clock, limit: int) -> None:
        self.edges, self.witnesses, self.clock, self.limit = edges, witnesses, clock, limit
        self.sets: list[int] = []
        self.alive: list[int] = []
        self.steps = 0
        self.has_stopped = False
        hits = [0] * len(witnesses)
        for number, edge in enumerate(edges):
            for element in bits(edge):
                hits[element] |= 1 << number
        self.hits = hits

    def emit(self, chosen: int, alive: int) -> None:
        if len(self.sets) >= self.limit:
            self.has_stopped = True
        else:
            self.sets.append(chosen)
            self.alive.append(alive)

    def extend(self, chosen: int, private: list[int], open_edges: int, candidates: int, alive: int) -> None:
        """Choose an element of the smallest open edge, each in turn."""
        self.steps += 1
        if self.steps % _CLOCK_EVERY == 0 and self.clock.is_over:
            self.has_stopped = True
        edge = self.smallest(open_edges, candidates)
        candidates &= ~edge
        while edge and not self.has_stopped:
            bit = edge & -edge
            edge ^= bit
            element = bit.bit_length() - 1
            agreeing = alive & self.witnesses[element]
            if not agreeing:
                continue
            hit = self.hits[element]
            still_private = [mine & ~hit for mine in private]
            if not all(still_private):
                continue
            left = open_edges & ~hit
            if left:
                still_private.append(open_edges & hit)
                self.extend(chosen | bit, still_private, left, candidates, agreeing)
            else:
                self.emit(chosen | bit, agreeing)
            # Only an element that could be added here can be added further down the next branches.
            candidates |= bit

    def smallest(self, open_edges: int, candidates: int) -> int:
        """Give the candidates of the open edge that has the fewest of them."""
        best, fewest = 0, -1
        for _ in range(_SCANNED):
            low = open_edges & -open_edges
            edge = self.edges[low.bit_length() - 1] & candidates
            count = edge.bit_count()
            if fewest < 0 or count < fewest:
                best, fewest = edge, count
            open_edges ^= low
            if not open_edges or not count:
                break
        return best
