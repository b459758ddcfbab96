"""A prime implicant chart made as small as it can be without losing a smallest cover.

The chart has rows to cover and columns that cover some of them, as bits. Three things shrink it, again and
again (McCluskey 1956, Bell System Technical Journal 35):

- a column whose rows are all among another column's rows steps back behind it and becomes one of its
  *alternatives*. In a smallest cover the wider column can take its place; whether it can stand in for the
  wider one is looked at when the cover is known (see `selections`);
- a row goes when whatever covers another row covers it too;
- a row with one column left takes that column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casecompare_qca.solutions.cover_tree import NOTHING, CoverTree
from casecompare_qca.table.property_space import bits

__all__ = [
    "Alternative",
    "Chart",
    "Group",
    "Groups",
    "alternatives",
    "condensed",
    "linked",
    "listed",
    "restricted",
    "widest_columns",
]


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """A column as it is: all the rows that it covers, and the prime implicants that do so."""

    rows: int
    tree: CoverTree


Group = Alternative | tuple["Group", "Group"]
"""Alternatives of which one is taken: a single one, or those of two groups."""

Groups = tuple[Group, "Groups"] | None
"""The groups taken so far, the latest one first."""


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """Rows still to cover, the columns that can cover them, and what has been taken already.

    Parameters
    ----------
    rows
        As bits.
    columns
        By the rows (of those left) that the widest of the group covers.
    taken
        One alternative of each of these groups is taken.
    size
        So many further columns may be taken.
    """

    rows: int
    columns: dict[int, Group]
    taken: Groups
    size: int


def alternatives(group: Group) -> list[Alternative]:
    """List the alternatives of a group."""
    found: list[Alternative] = []
    waiting = [group]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Alternative):
            found.append(one)
        else:
            waiting += one
    return found


def listed(groups: Groups) -> list[Group]:
    """List the groups, the latest one first."""
    found = []
    while groups is not None:
        group, groups = groups
        found.append(group)
    return found


def condensed(chart: Chart) -> Chart | None:
    """Shrink a chart until nothing changes; None where it cannot be covered with so many columns.

    Examples
    --------
    >>> from casecompare_qca.solutions.cover_tree import choice
    >>> columns = {rows: Alternative(rows, choice([at])) for at, rows in enumerate([0b011, 0b001, 0b110])}
    >>> small = condensed(Chart(0b111, columns, None, 2))
    >>> small.rows, [[one.rows for one in alternatives(group)] for group in listed(small.taken)]
    (0, [[6], [1, 3]])
    """
    while True:
        if not chart.rows:
            return chart if chart.size >= 0 else None
        if chart.size <= 0:
            return None
        columns, holders = _widest(restricted(chart).columns)
        if len(holders) < chart.rows.bit_count():
            return None
        widest = list(columns)
        rows = chart.rows & ~_implied(widest, holders)
        taken, size = chart.taken, chart.size
        for row in bits(rows):
            only = holders[1 << row]
            if rows >> row & 1 and not only & (only - 1):
                column = widest[only.bit_length() - 1]
                taken, size, rows = (columns.pop(column), taken), size - 1, rows & ~column
        is_stable = rows == chart.rows
        chart = Chart(rows, columns, taken, size)
        if is_stable:
            return chart


def restricted(chart: Chart) -> Chart:
    """Look at the rows left only; columns that are then equal go together."""
    columns: dict[int, Group] = {}
    for pattern, group in chart.columns.items():
        if rest := pattern & chart.rows:
            known = columns.get(rest)
            columns[rest] = group if known is None else (known, group)
    return Chart(chart.rows, columns, chart.taken, chart.size)


def widest_columns(patterns: Iterable[int], rows: int) -> list[int]:
    """Give the columns that, looking at some rows, lie in no other one.

    Examples
    --------
    >>> widest_columns([0b011, 0b001, 0b110], 0b111)
    [3, 6]
    """
    first: dict[int, int] = {}
    for pattern in patterns:
        first.setdefault(pattern & rows, pattern)
    first.pop(0, None)
    nobody: dict[int, Group] = {one: Alternative(one, NOTHING) for one in first}
    return [first[one] for one in _widest(nobody)[0]]


def linked(patterns: Iterable[int]) -> list[int]:
    """Give the rows in groups that no column links."""
    pieces: list[int] = []
    for pattern in patterns:
        apart = []
        for piece in pieces:
            if piece & pattern:
                pattern |= piece
            else:
                apart.append(piece)
        pieces = [*apart, pattern]
    return pieces


def _widest(columns: dict[int, Group]) -> tuple[dict[int, Group], dict[int, int]]:
    """Give the columns that lie in no other one, and for each row those (as bits) that cover it."""
    kept: dict[int, Group] = {}
    order: list[int] = []
    holders: dict[int, int] = {}
    for pattern in sorted(columns, key=int.bit_count, reverse=True):
        wider, left = -1, pattern
        while left and wider:
            row = left & -left
            wider &= holders.get(row, 0)
            left ^= row
        if wider:
            behind = order[(wider & -wider).bit_length() - 1]
            kept[behind] = (kept[behind], columns[pattern])
            continue
        bit, left = 1 << len(order), pattern
        while left:
            row = left & -left
            holders[row] = holders.get(row, 0) | bit
            left ^= row
        order.append(pattern)
        kept[pattern] = columns[pattern]
    return kept, holders


def _implied(columns: list[int], holders: dict[int, int]) -> int:
    """Give the rows that are covered whenever some other row is."""
    gone = 0
    for row, holding in holders.items():
        if gone & row:
            continue
        shared = -1
        while holding and shared != row:
            first = holding & -holding
            shared &= columns[first.bit_length() - 1]
            holding ^= first
        gone |= shared & ~row
    return gone
