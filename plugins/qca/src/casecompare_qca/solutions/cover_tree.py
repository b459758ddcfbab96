"""Many covers in little room: a graph of choices that is counted without being listed.

A node is a choice between columns that do the same, a product of independent parts, or a sum of alternatives.
Counts multiply and add up; covers are listed one after the other, as far as they are wanted. Parts may be
shared between nodes, and no walk over them recurses, so that depth is no limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

__all__ = ["NOTHING", "CoverTree", "choice", "either", "together"]


@dataclass(frozen=True, eq=False, repr=False, slots=True)
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
        waiting: list[tuple[_Chain, _Columns]] = [((self, None), None)]
        while waiting:
            left, chosen = waiting.pop()
            if left is None:
                yield tuple(_unrolled(chosen))
                continue
            node, rest = left
            if node.kind == "choice":
                waiting += [(rest, (column, chosen)) for column in reversed(node.columns)]
            elif node.kind == "either":
                waiting += [((part, rest), chosen) for part in reversed(node.parts)]
            else:
                for part in reversed(node.parts):
                    rest = (part, rest)
                waiting.append((rest, chosen))

    def occurrences(self) -> Counter[int]:
        """Give for each column the number of covers that contain it.

        Examples
        --------
        >>> sorted(together([choice([1, 2]), choice([3])]).occurrences().items())
        [(1, 1), (2, 1), (3, 2)]
        """
        contexts: dict[int, int] = {id(self): 1}
        found: Counter[int] = Counter()
        for node in _from_the_top(self):
            here = contexts[id(node)]
            for column in node.columns:
                found[column] += here
            for part in node.parts:
                beside = here * (node.count // part.count if node.kind == "together" else 1)
                contexts[id(part)] = contexts.get(id(part), 0) + beside
        return found


_Chain = tuple[CoverTree, "_Chain"] | None
_Columns = tuple[int, "_Columns"] | None

NOTHING = CoverTree("together", 1)
"""The one cover of nothing, by no column."""


def choice(columns: Sequence[int]) -> CoverTree:
    """Give the node that takes one of several columns."""
    return CoverTree("choice", len(columns), columns=tuple(columns))


def either(parts: Sequence[CoverTree]) -> CoverTree:
    """Give the node of alternatives."""
    if len(parts) == 1:
        return parts[0]
    return CoverTree("either", sum(part.count for part in parts), tuple(parts))


def together(parts: Sequence[CoverTree]) -> CoverTree:
    """Give the node of parts that are all needed."""
    parts = [part for part in parts if part is not NOTHING]
    if len(parts) == 1:
        return parts[0]
    return CoverTree("together", prod(part.count for part in parts), tuple(parts)) if parts else NOTHING


def _unrolled(chosen: _Columns) -> Sequence[int]:
    columns = []
    while chosen is not None:
        column, chosen = chosen
        columns.append(column)
    return columns[::-1]


def _from_the_top(root: CoverTree) -> list[CoverTree]:
    """Give every node once, each after all nodes that it is a part of."""
    finished: list[CoverTree] = []
    seen = {id(root)}
    waiting = [(root, iter(root.parts))]
    while waiting:
        node, parts = waiting[-1]
        part = next((part for part in parts if id(part) not in seen), None)
        if part is None:
            finished.append(node)
            waiting.pop()
        else:
            seen.add(id(part))
            waiting.append((part, iter(part.parts)))
    return finished[::-1]
