"""Sets of truth-table rows, kept as cubes: large ones need little room.

Up to 2^18 rows are treated as bit patterns on the way, one bit per row, in which unions and intersections
cost nothing; the cubes that come out do not overlap. In larger spaces cubes are kept without overlap as
long as they are few; past that they overlap, which minimization does not mind, and the rows can no longer be
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.terms import Term

__all__ = ["RowSet", "cubes_of", "pattern_of", "row_set", "shared_rows"]

_PATTERN_ROWS = 2**18
_LISTED_ROWS = 100_000
_PARTED, _PIECES = 300, 2_000
"""So many cubes are parted into pieces without overlap, as long as there are not more pieces than that."""
_COMPARED, _MOST_CUBES = 3_000, 20_000
"""So many cubes are compared with each other; and so many are kept at all."""


@dataclass(frozen=True)
class RowSet(ShownInNotebook):
    """Some rows of a truth table.

    Parameters
    ----------
    space
        Conditions and the number of values of each.
    cubes
        The rows as cubes, without overlap where `is_counted`.
    is_complete
        False where the search that the rows come from reached its limit, so that there may be more.
    is_counted
        Whether the cubes do not overlap, so that `count` is exact; always so up to 2^18 configurations.
    """

    space: PropertySpace
    cubes: tuple[int, ...]
    is_complete: bool = True
    is_counted: bool = True

    @cached_property
    def count(self) -> int:
        """The number of rows; at least so many where not `is_counted`."""
        if self.is_counted:
            return sum(map(self.space.size, self.cubes))
        apart: list[int] = []
        for cube in sorted(self.cubes, key=int.bit_count)[:_COMPARED]:
            rivals = self.space.rivals(cube)
            if all(rivals & other for other in apart):
                apart.append(cube)
        return sum(map(self.space.size, apart))

    @property
    def number(self) -> str:
        """The number of rows in words: ``12``, or ``at least 1,024``."""
        return f"{'' if self.is_counted else 'at least '}{self.count:,}"

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows' numbers in the full table, from the lowest.

        Raises
        ------
        ValueError
            if there are more than 100,000; `cubes` and `expressions` describe them all the same.
        """
        if self.count > _LISTED_ROWS or not self.is_counted:
            raise ValueError(f"{self.number} rows are too many to list; see their expressions.")
        return tuple(sorted(row for cube in self.cubes for row in self.space.rows(cube)))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The rows as conjunctions, without overlap where `is_counted`."""
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
        return RowSet(self.space, _sorted(self.space, set(pieces)), self.is_complete, self.is_counted)

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
        if self.count > _LISTED_ROWS or not self.is_counted:
            return f"{self.number} rows"
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
        if the space is large and there are more than 20,000 cubes.
    """
    if _has_patterns(space):
        return RowSet(space, tuple(cubes_of(space, pattern_of(space, cubes))), is_complete)
    distinct = set(cubes)
    _check_number(len(distinct))
    if len(distinct) > _COMPARED:
        return RowSet(space, _sorted(space, distinct), is_complete, is_counted=False)
    largest = _largest(distinct)
    if _is_apart(space, largest):
        return RowSet(space, _sorted(space, largest), is_complete)
    pieces = _parted(space, largest)
    return RowSet(space, _sorted(space, pieces or largest), is_complete, is_counted=bool(pieces))


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
        if the two are of different conditions, or the space is large and their cubes meet in more than
        20,000.
    """
    space, is_complete = first.space, first.is_complete and second.is_complete
    if space != second.space:
        raise ValueError("rows can only be compared within one set of conditions, in the same order.")
    if _has_patterns(space):
        common = pattern_of(space, first.cubes) & pattern_of(space, second.cubes)
        return RowSet(space, tuple(cubes_of(space, common)), is_complete)
    pieces: set[int] = set()
    for cube in first.cubes:
        rivals = space.rivals(cube)
        pieces |= {cube | other for other in second.cubes if not rivals & other}
        _check_number(len(pieces))
    return row_set(space, pieces, is_complete=is_complete)


def _largest(cubes: Iterable[int]) -> list[int]:
    """Leave out cubes that lie inside another one."""
    kept: list[int] = []
    for cube in sorted(set(cubes), key=int.bit_count):
        if not any(cube & other == other for other in kept):
            kept.append(cube)
    return kept


def _is_apart(space: PropertySpace, cubes: Sequence[int]) -> bool:
    """Say whether no two cubes have a row in common."""
    rivals = list(map(space.rivals, cubes))
    return all(cubes[i] & rivals[j] for i in range(len(cubes)) for j in range(i))


def _parted(space: PropertySpace, cubes: Sequence[int]) -> list[int]:
    """Cut cubes into pieces without overlap; nothing where that would be too many."""
    if len(cubes) > _PARTED:
        return []
    pieces: list[int] = []
    for cube in cubes:
        new = [cube]
        for piece in pieces:
            new = space.without(new, piece)
        pieces += new
        if len(pieces) > _PIECES:
            return []
    return pieces


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
    if pieces > _MOST_CUBES:
        raise ValueError(
            f"with so many conditions the rows fall into more than {_MOST_CUBES:,} pieces, too many to be "
            f"compared "
            "with each other. Use fewer conditions; for contradictory assumptions, look at fewer models "
            "(max_models), or leave them aside (enhanced: {contradictory: false})."
        )
