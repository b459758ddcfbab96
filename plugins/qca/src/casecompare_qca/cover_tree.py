"""Many covers in little room: a tree of choices that is counted without being listed.

A node is a choice between columns that do the same, a product of independent parts, or a sum of alternatives.
Counts multiply and add up; covers are listed one after the other, as far as they are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["CoverTree", "choice", "either", "together"]


@dataclass(frozen=True)
class CoverTree:
    """One node; `count` covers lie below it."""

    kind: Literal["choice", "together", "either"]
    count: int
    parts: tuple[CoverTree, ...] = ()
    columns: tuple[int, ...] = ()

    def covers(self) -> Iterator[tuple[int, ...]]:
        """Give the covers one by one, each as numbers of columns.

        Examples
        --------
        >>> tree = together([choice([1, 2]), either([choice([3]), choice([4])])])
        >>> tree.count, list(tree.covers())
        (4, [(1, 3), (1, 4), (2, 3), (2, 4)])
        """
        if self.kind == "choice":
            for column in self.columns:
                yield (column,)
        elif self.kind == "either":
            for part in self.parts:
                yield from part.covers()
        elif not self.parts:
            yield ()
        else:
            rest = self.parts[1] if len(self.parts) == 2 else together(self.parts[1:])
            for head in self.parts[0].covers():
                for tail in rest.covers():
                    yield head + tail


def choice(columns: Sequence[int]) -> CoverTree:
    """Give the node that takes one of several columns."""
    return CoverTree("choice", len(columns), columns=tuple(columns))


def either(parts: Sequence[CoverTree]) -> CoverTree:
    """Give the node of alternatives."""
    return (
        parts[0] if len(parts) == 1 else CoverTree("either", sum(part.count for part in parts), tuple(parts))
    )


def together(parts: Sequence[CoverTree]) -> CoverTree:
    """Give the node of parts that are all needed."""
    count = 1
    for part in parts:
        count *= part.count
    return parts[0] if len(parts) == 1 else CoverTree("together", count, tuple(parts))
