"""The property space: every combination of the conditions' values, and parts of it as whole numbers.

A *literal* is one value of one condition; the literals are numbered through. A *cube* is the part of the
space in which certain literals hold, at most one per condition, kept as an integer with one bit per literal;
a *corner* is a cube with a literal for every condition, that is a row of the truth table. The cube 0 is the
whole space. A cube contains another one when its bits are among the other's: ``a & b == a``.

Nothing here enumerates the space, whose size grows exponentially with the number of conditions, unless rows
are asked for by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from casecompare_qca.table.terms import Term

__all__ = ["PropertySpace", "bits"]


def bits(number: int) -> Iterator[int]:
    """Give the positions of the bits that are set, from the lowest.

    Examples
    --------
    >>> list(bits(0b10110))
    [1, 2, 4]
    """
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


@dataclass(frozen=True)
class PropertySpace:
    """Conditions and the number of values that each can take.

    Examples
    --------
    >>> space = PropertySpace(("A", "B", "C"), (2, 2, 2))
    >>> space.row_number(space.corner((0, 1, 1))), space.rows_total
    (4, 8)
    >>> str(space.term(space.cube({0: 1, 2: 0})))
    'A*~C'
    """

    conditions: tuple[str, ...]
    levels: tuple[int, ...]

    @cached_property
    def rows_total(self) -> int:
        """The number of rows of the full truth table."""
        total = 1
        for level in self.levels:
            total *= level
        return total

    @cached_property
    def is_multi_value(self) -> bool:
        """Whether some condition has more than two values."""
        return any(level > 2 for level in self.levels)

    @cached_property
    def literals(self) -> tuple[tuple[int, int], ...]:
        """Condition (by position) and value of each literal, in the order of the bits."""
        return tuple((j, value) for j, level in enumerate(self.levels) for value in range(level))

    @cached_property
    def first_literal(self) -> tuple[int, ...]:
        """The number of each condition's literal with value 0."""
        return tuple(sum(self.levels[:j]) for j in range(len(self.levels)))

    @cached_property
    def _rivals(self) -> tuple[int, ...]:
        """For each literal, the other values of its condition."""
        return tuple(
            sum(1 << self.first_literal[j] + other for other in range(self.levels[j]) if other != value)
            for j, value in self.literals
        )

    @cached_property
    def _weights(self) -> tuple[int, ...]:
        """How far apart in the table two rows lie that differ by one in a condition."""
        weights = [1] * len(self.levels)
        for j in range(len(self.levels) - 2, -1, -1):
            weights[j] = weights[j + 1] * self.levels[j + 1]
        return tuple(weights)

    def cube(self, values: dict[int, int]) -> int:
        """Give the cube in which conditions (by position) have the given values."""
        return sum(1 << self.first_literal[j] + value for j, value in values.items())

    def corner(self, configuration: Sequence[int]) -> int:
        """Give the cube of one configuration of all conditions."""
        corner = 0
        for first, value in zip(self.first_literal, configuration, strict=True):
            corner |= 1 << first + value
        return corner

    def values(self, cube: int) -> dict[int, int]:
        """Give the value of each condition (by position) that the cube fixes."""
        return dict(self.literals[literal] for literal in bits(cube))

    def configuration(self, row: int) -> tuple[int, ...]:
        """Give the values of a row of the full table, rows numbered from 1.

        Raises
        ------
        ValueError
            if there is no such row.
        """
        if not 1 <= row <= self.rows_total:
            raise ValueError(
                f"there is no row {row}: with these conditions the truth table has {self.rows_total} rows."
            )
        return tuple(
            (row - 1) // weight % level for weight, level in zip(self._weights, self.levels, strict=True)
        )

    def row_number(self, corner: int) -> int:
        """Give the number of a corner's row in the full table, from 1."""
        return 1 + sum(value * self._weights[j] for j, value in self.values(corner).items())

    def rivals(self, cube: int) -> int:
        """Give the literals that contradict a cube; another cube is disjoint when it has one of them."""
        rivals = 0
        for literal in bits(cube):
            rivals |= self._rivals[literal]
        return rivals

    def size(self, cube: int) -> int:
        """Give the number of rows of a cube."""
        size = self.rows_total
        for j in self.values(cube):
            size //= self.levels[j]
        return size

    def rows(self, cube: int) -> Iterator[int]:
        """Give the numbers of the rows of a cube, from the lowest."""
        fixed = self.values(cube)
        choices = [(fixed[j],) if j in fixed else range(level) for j, level in enumerate(self.levels)]
        for configuration in product(*choices):
            yield 1 + sum(map(int.__mul__, configuration, self._weights))

    def without(self, cubes: Iterable[int], removed: int) -> list[int]:
        """Cut one cube out of others; what is left of each comes in disjoint pieces."""
        rivals = self.rivals(removed)
        left: list[int] = []
        for cube in cubes:
            if cube & rivals:
                left.append(cube)
                continue
            piece = cube
            for literal in bits(removed & ~cube):
                left += [piece | 1 << other for other in bits(self._rivals[literal])]
                piece |= 1 << literal
        return left

    def disjoint(self, cubes: Iterable[int]) -> list[int]:
        """Write a union of cubes as disjoint cubes."""
        pieces: list[int] = []
        for cube in sorted(set(cubes), key=int.bit_count):
            new = [cube]
            for piece in pieces:
                new = self.without(new, piece)
                if not new:
                    break
            pieces += new
        return pieces

    def term(self, cube: int) -> Term:
        """Write a cube as a term."""
        values = self.values(cube)
        pairs = tuple((self.conditions[j], values[j]) for j in sorted(values))
        return Term(pairs, self.is_multi_value)

    def cube_of(self, term: Term) -> int:
        """Give the cube of a term.

        Raises
        ------
        ValueError
            if the term names something that is no condition or no value here.
        """
        values = {}
        for condition, value in term.literals:
            if condition not in self.conditions:
                raise ValueError(f"'{condition}' is not one of the conditions {', '.join(self.conditions)}.")
            j = self.conditions.index(condition)
            if not 0 <= value < self.levels[j]:
                raise ValueError(f"'{condition}' has the values 0 to {self.levels[j] - 1}, not {value}.")
            values[j] = value
        return self.cube(values)

    def order(self, cube: int) -> tuple[int, int]:
        """Give the sorting key of the field: few literals first, then condition by condition.

        Value 0 comes before 1, and a condition that is left out comes last; that is the order of the bits,
        read from the first literal as the most significant one.
        """
        return cube.bit_count(), -int(f"{cube:0{len(self.literals)}b}"[::-1], 2)
