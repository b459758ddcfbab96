"""Sets of truth-table rows, kept as disjoint cubes: large ones need little room.

Up to 2^18 rows are treated as bit patterns on the way, one bit per row, in which unions and intersections
cost nothing; larger spaces as cubes, with a bound on their number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.terms import Term

__all__ = ["RowSet", "cubes_of", "pattern_of", "row_set", "shared_rows"]

_PATTERN_ROWS = 2**18
_LISTED_ROWS = 100_000
_PIECES = 2_000
"""More cubes than this cannot be compared with each other in reasonable time."""


@dataclass(frozen=True)
class RowSet(ShownInNotebook):
    """Some rows of a truth table.

    Parameters
    ----------
    space
        Conditions and the number of values of each.
    cubes
        The rows as cubes without overlap.
    is_complete
        False where the search that the rows come from reached its limit, so that there may be more.
    """

    space: PropertySpace
    cubes: tuple[int, ...]
    is_complete: bool = True

    @cached_property
    def count(self) -> int:
        """The number of rows."""
        return sum(map(self.space.size, self.cubes))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows' numbers in the full table, from the lowest.

        Raises
        ------
        ValueError
            if there are more than 100,000; `cubes` and `expressions` describe them all the same.
        """
        if self.count > _LISTED_ROWS:
            raise ValueError(f"{self.count:,} rows are too many to list; see their expressions.")
        return tuple(sorted(row for cube in self.cubes for row in self.space.rows(cube)))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The rows as conjunctions that do not overlap."""
        return tuple(map(self.space.term, self.cubes))

    @property
    def expressions(self) -> tuple[str, ...]:
        """The same as text: what `truth_table` takes as `exclude`."""
        return tuple(map(str, self.terms))

    def __contains__(self, row: object) -> bool:
        if not isinstance(row, int):
            return False
        corner = self.space.corner(self.space.configuration(row))
        return any(corner & cube == cube for cube in self.cubes)

    def without(self, cubes: Iterable[int]) -> RowSet:
        """Give the rows that are in none of some cubes."""
        if _has_patterns(self.space):
            left = pattern_of(self.space, self.cubes) & ~pattern_of(self.space, cubes)
            return RowSet(self.space, tuple(cubes_of(self.space, left)), self.is_complete)
        pieces = list(self.cubes)
        for cube in cubes:
            pieces = self.space.without(pieces, cube)
            _check_number(len(pieces))
        return RowSet(self.space, _sorted(self.space, pieces), self.is_complete)

    def to_frame(self) -> pd.DataFrame:
        """Give one line per row: its number and the value of each condition.

        Raises
        ------
        ValueError
            if there are more than 100,000.
        """
        lines = [self.space.configuration(row) for row in self.rows]
        names = list(self.space.conditions)
        return pd.DataFrame(lines, index=pd.Index(self.rows, name="row", dtype=int), columns=names, dtype=int)

    def __str__(self) -> str:
        if not self.count:
            return "no row"
        if self.count > _LISTED_ROWS:
            return f"{self.count:,} rows"
        return f"row{'s' if self.count > 1 else ''} {', '.join(map(str, self.rows))}"


def row_set(space: PropertySpace, cubes: Iterable[int], *, is_complete: bool = True) -> RowSet:
    """Give the rows of the union of some cubes.

    Examples
    --------
    >>> space = PropertySpace(("A", "B", "C"), (2, 2, 2))
    >>> found = row_set(space, [space.cube({0: 1}), space.cube({1: 1, 2: 1})])
    >>> found.rows, found.expressions
    ((4, 5, 6, 7, 8), ('A', '~A*B*C'))

    Raises
    ------
    ValueError
        if the space is large and there are more than 2,000 cubes without overlap.
    """
    if _has_patterns(space):
        return RowSet(space, tuple(cubes_of(space, pattern_of(space, cubes))), is_complete)
    whole = RowSet(space, (), is_complete)
    for cube in sorted(set(cubes), key=int.bit_count):
        new = RowSet(space, (cube,)).without(whole.cubes)
        _check_number(len(whole.cubes) + len(new.cubes))
        whole = RowSet(space, _sorted(space, [*whole.cubes, *new.cubes]), is_complete)
    return whole


def shared_rows(first: RowSet, second: RowSet) -> RowSet:
    """Give the rows that two sets of the same space have in common.

    Examples
    --------
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> shared_rows(row_set(space, [space.cube({0: 1})]), row_set(space, [space.cube({1: 0})])).rows
    (3,)

    Raises
    ------
    ValueError
        if the two are of different conditions, or the space is large and the sets are in too many pieces.
    """
    space, is_complete = first.space, first.is_complete and second.is_complete
    if space != second.space:
        raise ValueError("rows can only be compared within one set of conditions, in the same order.")
    if _has_patterns(space):
        common = pattern_of(space, first.cubes) & pattern_of(space, second.cubes)
        return RowSet(space, tuple(cubes_of(space, common)), is_complete)
    pieces: list[int] = []
    for cube in first.cubes:
        rivals = space.rivals(cube)
        pieces += [cube | other for other in second.cubes if not rivals & other]
        _check_number(len(pieces))
    return RowSet(space, _sorted(space, pieces), is_complete)


def _has_patterns(space: PropertySpace) -> bool:
    return space.rows_total <= _PATTERN_ROWS


def pattern_of(space: PropertySpace, cubes: Iterable[int]) -> int:
    """Give a union of cubes as a bit pattern, with bit r - 1 for row r.

    Examples
    --------
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> bin(pattern_of(space, [space.cube({0: 1})]))
    '0b1100'
    """
    union = 0
    for cube in cubes:
        values, pattern, width = space.values(cube), 1, 1
        for j in range(len(space.levels) - 1, -1, -1):
            places = (values[j],) if j in values else range(space.levels[j])
            pattern = sum(pattern << place * width for place in places)
            width *= space.levels[j]
        union |= pattern
    return union


def cubes_of(space: PropertySpace, pattern: int) -> list[int]:
    """Write a bit pattern as disjoint cubes, leaving out conditions that make no difference on the way."""
    found: list[int] = []
    waiting = [(pattern, 0, 0, space.rows_total)]
    while waiting:
        block, j, cube, width = waiting.pop()
        if not block:
            continue
        if block == (1 << width) - 1:
            found.append(cube)
            continue
        level = space.levels[j]
        part = width // level
        blocks = [block >> value * part & ((1 << part) - 1) for value in range(level)]
        if len(set(blocks)) == 1:
            waiting.append((blocks[0], j + 1, cube, part))
        else:
            literal = space.first_literal[j]
            waiting += [(one, j + 1, cube | 1 << literal + value, part) for value, one in enumerate(blocks)]
    return list(_sorted(space, found))


def _sorted(space: PropertySpace, cubes: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(cubes, key=space.order))


def _check_number(pieces: int) -> None:
    if pieces > _PIECES:
        raise ValueError(
            "with so many conditions the rows fall into too many pieces to be listed one by one; use fewer "
            "conditions or models, or leave contradictory assumptions aside."
        )
