"""Prime implicants: the most general conjunctions that cover positive rows and no forbidden one.

Three ways to the same thing, for three kinds of input:

- remainders are free: what is forbidden are the negative rows. A conjunction avoids a negative row when one
  of its literals contradicts it, so that prime implicants are minimal hitting sets (`implicants_avoiding`);
- only listed rows may be covered: they are merged pair by pair (Quine 1952, McCluskey 1956) in
  `implicants_among`; the number of rows bounds the work, not the size of the property space;
- a union of cubes may be covered: what is forbidden is the rest (`implicants_within`); `prime_cubes` gives
  its prime implicants without regard to rows, condition by condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_qca.solutions.budget import Budget, Clock
from casecompare_qca.solutions.hitting_sets import minimal_hitting_sets
from casecompare_qca.solutions.recursion import Recursion, run
from casecompare_qca.table.property_space import PropertySpace, bits

__all__ = ["Implicants", "implicants_among", "implicants_avoiding", "implicants_within", "prime_cubes"]

_CLOCK_EVERY = 1_024


@dataclass(frozen=True)
class Implicants:
    """Prime implicants in the field's order, and the positive rows (as bits) that each covers.

    `is_complete` is False where the budget ended the search; every positive row is covered all the same.
    """

    cubes: tuple[int, ...]
    coverage: tuple[int, ...]
    is_complete: bool = True


def implicants_avoiding(
    space: PropertySpace, positive: Sequence[int], forbidden: Iterable[int], *, clock: Clock, limit: int
) -> Implicants:
    """Give the prime implicants that cover a positive row and meet no forbidden cube.

    Parameters
    ----------
    space
        The property space.
    positive
        Corners to be covered.
    forbidden
        Cubes that must not be covered, nor any part of them.
    clock, limit
        When to stop, and how many to give at most.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> found = implicants_avoiding(
    ...     space, [space.corner((1, 1))], [space.corner((0, 0))], clock=Budget().start(), limit=100)
    >>> [str(space.term(cube)) for cube in found.cubes]
    ['A', 'B']
    """
    forbidden = list(forbidden)
    universe = 0
    for corner in positive:
        universe |= corner
    # An implicant stays off a forbidden cube by one literal that contradicts it.
    edges = [universe & space.rivals(cube) for cube in forbidden]
    agreeing = _agreement(space, positive)
    found = minimal_hitting_sets(edges, agreeing, everyone=(1 << len(positive)) - 1, clock=clock, limit=limit)
    cubes, coverage = found.sets, found.witnesses
    if not found.is_complete:
        pairs = dict(zip(cubes, coverage, strict=True))
        pairs |= _completed(space, positive, forbidden, agreeing, coverage)
        cubes, coverage = list(pairs), list(pairs.values())
    return _ordered(space, cubes, coverage, found.is_complete)


def implicants_among(
    space: PropertySpace, positive: Sequence[int], free: Iterable[int], *, clock: Clock, limit: int
) -> Implicants:
    """Give the prime implicants that cover a positive row and, beside positive rows, only free ones.

    Parameters
    ----------
    space, positive, clock, limit
        As for `implicants_avoiding`.
    free
        Corners that may be covered.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> rows = [space.corner(row) for row in ((0, 1), (1, 0), (1, 1))]
    >>> found = implicants_among(space, rows, [], clock=Budget().start(), limit=100)
    >>> [str(space.term(cube)) for cube in found.cubes]
    ['A', 'B']
    """
    agreeing = _agreement(space, positive)
    everyone = (1 << len(positive)) - 1
    pairs: dict[int, int] = {}
    level = set(positive) | set(free)
    is_complete = True
    while level and is_complete:
        merged, used, is_complete = _merged(space, level, clock, limit - len(pairs))
        rest = level - used if is_complete else (level - used) | merged
        pairs |= {cube: covered for cube in rest if (covered := _covered(cube, agreeing, everyone))}
        level = merged
    return _ordered(space, list(pairs), list(pairs.values()), is_complete)


def implicants_within(
    space: PropertySpace,
    positive: Sequence[int],
    cubes: Iterable[int],
    *,
    clock: Clock | None = None,
    limit: int | None = None,
) -> Implicants:
    """Give the prime implicants of a union of cubes that cover a positive row.

    Parameters
    ----------
    space, positive
        As for `implicants_avoiding`.
    cubes
        What may be covered beside the positive rows.
    clock, limit
        As for `implicants_avoiding`; without them those of a `Budget` of its own.

    Examples
    --------
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> found = implicants_within(space, [space.corner((1, 1))], [space.cube({0: 1}), space.cube({0: 0})])
    >>> [str(space.term(cube)) for cube in found.cubes]
    ['1']
    """
    budget = Budget()
    outside = [0]
    for cube in _absorbed([*cubes, *positive]):
        outside = space.without(outside, cube)
    return implicants_avoiding(
        space, positive, outside, clock=clock or budget.start(), limit=limit or budget.implicants
    )


def prime_cubes(space: PropertySpace, cubes: Iterable[int]) -> list[int]:
    """Give the largest cubes inside a union of cubes.

    Split by the values of one condition; what holds for every value holds without the condition, and the
    rest keeps its value.

    Examples
    --------
    >>> space = PropertySpace(("A", "B", "C"), (2, 2, 2))
    >>> union = [space.cube({0: 1, 1: 1}), space.cube({0: 0, 2: 1})]
    >>> [str(space.term(cube)) for cube in sorted(prime_cubes(space, union), key=space.order)]
    ['~A*C', 'A*B', 'B*C']
    """
    return run(_split(space, list(cubes)))


def _split(space: PropertySpace, cubes: list[int]) -> Recursion[list[int]]:
    largest = _absorbed(cubes)
    if len(largest) < 2:
        return largest
    j = _most_frequent_condition(space, largest)
    first, level = space.first_literal[j], space.levels[j]
    mask = ((1 << level) - 1) << first
    free = [cube for cube in largest if not cube & mask]
    parts = []
    for value in range(level):
        held = [cube & ~mask for cube in largest if cube >> first + value & 1]
        parts.append((yield _split(space, [*free, *held])))
    shared = parts[0]
    for part in parts[1:]:
        shared = _intersections(space, shared, part)
    kept = [
        cube | 1 << first + value
        for value, part in enumerate(parts)
        for cube in part
        if not any(wide & cube == wide for wide in shared)
    ]
    return [*shared, *kept]


def _absorbed(cubes: Iterable[int]) -> list[int]:
    """Drop every cube that lies inside another one."""
    largest: list[int] = []
    for cube in sorted(set(cubes), key=int.bit_count):
        if not any(wide & cube == wide for wide in largest):
            largest.append(cube)
    return largest


def _most_frequent_condition(space: PropertySpace, cubes: Iterable[int]) -> int:
    counts = [0] * len(space.levels)
    for cube in cubes:
        for j in space.values(cube):
            counts[j] += 1
    return counts.index(max(counts))


def _intersections(space: PropertySpace, some: Sequence[int], others: Sequence[int]) -> list[int]:
    rivals = {cube: space.rivals(cube) for cube in some}
    return _absorbed(a | b for a in some for b in others if not rivals[a] & b)


def _agreement(space: PropertySpace, corners: Sequence[int]) -> list[int]:
    """Give for each literal the corners (as bits) in which it holds."""
    agreeing = [0] * len(space.literals)
    for number, corner in enumerate(corners):
        for literal in bits(corner):
            agreeing[literal] |= 1 << number
    return agreeing


def _covered(cube: int, agreeing: Sequence[int], everyone: int) -> int:
    for literal in bits(cube):
        everyone &= agreeing[literal]
    return everyone


def _merged(
    space: PropertySpace, level: set[int], clock: Clock, limit: int
) -> tuple[set[int], set[int], bool]:
    """Drop a condition wherever all its values occur.

    Gives the merged cubes, those that they were merged from, and whether time and room were enough.
    """
    merged: set[int] = set()
    used: set[int] = set()
    for number, cube in enumerate(level):
        if len(merged) > limit or (number % _CLOCK_EVERY == 0 and clock.is_over):
            return merged, used, False
        for first, count in zip(space.first_literal, space.levels, strict=True):
            if not cube >> first & 1:
                continue
            rest = cube & ~(1 << first)
            siblings = [rest | 1 << first + value for value in range(count)]
            if all(sibling in level for sibling in siblings):
                merged.add(rest)
                used.update(siblings)
    return merged, used, True


def _completed(
    space: PropertySpace,
    positive: Sequence[int],
    forbidden: Sequence[int],
    agreeing: Sequence[int],
    found: Iterable[int],
) -> dict[int, int]:
    """Give one prime implicant for each positive row that an unfinished search left uncovered."""
    everyone = (1 << len(positive)) - 1
    uncovered = everyone
    for rows in found:
        uncovered &= ~rows
    pairs: dict[int, int] = {}
    rivals = [space.rivals(cube) for cube in forbidden]
    for number in bits(uncovered):
        cube = positive[number]
        for literal in bits(cube):
            wider = cube & ~(1 << literal)
            if all(wider & against for against in rivals):
                cube = wider
        pairs[cube] = _covered(cube, agreeing, everyone)
    return pairs


def _ordered(
    space: PropertySpace, cubes: Sequence[int], coverage: Sequence[int], is_complete: bool
) -> Implicants:
    places = _field_order(cubes) if _fits(space) else _field_order_one_by_one(space, cubes)
    return Implicants(
        tuple(map(cubes.__getitem__, places)), tuple(map(coverage.__getitem__, places)), is_complete
    )


def _field_order_one_by_one(space: PropertySpace, cubes: Sequence[int]) -> list[int]:
    return sorted(range(len(cubes)), key=lambda at: space.order(cubes[at]))


def _fits(space: PropertySpace) -> bool:
    return len(space.literals) <= 64


def _field_order(cubes: Sequence[int]) -> list[int]:
    """Give the positions in the order of ``PropertySpace.order``, all cubes at once."""
    packed = np.array(cubes, dtype="<u8").view(np.uint8).reshape(len(cubes), 8)
    literals = np.unpackbits(packed, axis=1).sum(axis=1, dtype=np.int64)
    # The first literal is to be the most significant one: turn the bits of each byte round, and the bytes.
    turned = np.packbits(np.unpackbits(packed, axis=1, bitorder="little"), axis=1)
    number = turned.view(">u8").reshape(-1).astype(np.uint64)
    positions: list[int] = np.lexsort((~number, literals)).tolist()
    return positions
