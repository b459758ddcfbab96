"""Tables as plain text: like a paper's, numbers to the right, long text wrapped, within a given width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casecompare.report.text import display_width, one_line

__all__ = ["TextColumn", "fits", "text_table", "typeset", "wrap", "wrap_items"]

_GAP = 2
_NARROWEST = 8
_RULE = "─"
_HELD = "\0"
"""Stands for a space at which no line may end."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column to be typeset: its heading, its cells as text, and whether they are numbers or formulas."""

    heading: str
    cells: tuple[str, ...]
    is_numeric: bool = False
    is_formula: bool = False

    @property
    def natural(self) -> int:
        """The width at which nothing has to be wrapped."""
        return max(map(display_width, (self.heading, *self.cells)), default=0)

    @property
    def least(self) -> int:
        """The width below which the column cannot be read: numbers whole, words whole where possible."""
        longest = max(map(display_width, self.heading.split()), default=0)
        if self.is_numeric:
            return max([longest, *map(display_width, self.cells)])
        in_cells = max((display_width(word) for cell in self.cells for word in cell.split()), default=0)
        return min(self.natural, max(longest, min(in_cells, 2 * _NARROWEST), _NARROWEST))


def text_table(rows: Sequence[Mapping[str, str]], width: int = 100) -> str:
    """Give rows of named values as a table.

    Parameters
    ----------
    rows
        Each maps headings to text; the first row's order counts.
    width
        In columns of the terminal.

    Examples
    --------
    >>> print(text_table([{"name": "qca", "health": "ok"}]))
    ────────────
    name  health
    ────────────
    qca   ok
    ────────────
    """
    if not rows:
        return ""
    headings = list(rows[0])
    columns = [TextColumn(name, tuple(one_line(row.get(name, "")) for row in rows)) for name in headings]
    return "\n".join(typeset(columns, width))


def typeset(columns: Sequence[TextColumn], width: int) -> list[str]:
    """Give the lines of a table; words are wrapped where it would be too wide.

    A table that is still too wide is set row by row, each value after its heading: no number is lost.

    Parameters
    ----------
    columns
        At least one.
    width
        No line is wider than this.
    """
    if not fits(columns, width):
        return _stacked(columns, width)
    widths = _widths(columns, width)
    rule = _RULE * min(width, sum(widths) + _GAP * (len(columns) - 1))
    lines = [rule, *_row([column.heading for column in columns], columns, widths, at_bottom=True), rule]
    for cells in zip(*(column.cells for column in columns), strict=True):
        lines += _row(list(cells), columns, widths)
    return [*lines, rule]


def fits(columns: Sequence[TextColumn], width: int) -> bool:
    """Say whether a table can be set within a width, if need be with its words wrapped."""
    return len(columns) < 2 or sum(one.least for one in columns) + _GAP * (len(columns) - 1) <= width


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Wrap a text at spaces, else after the signs of a formula, else anywhere.

    Parameters
    ----------
    text
        One paragraph.
    width
        The width of the lines with their indent.
    indent, hanging
        What stands before the first line and before the following ones (the same unless given).

    Examples
    --------
    >>> wrap("A*~B*C + D => Y", 8)
    ['A*~B*C +', 'D => Y']
    """
    hanging = indent if hanging is None else hanging
    lines, line, used = [], indent, display_width(indent)
    is_empty = True
    for word in _pieces(text, max(1, width - display_width(hanging))):
        room = display_width(word.rstrip())
        if not is_empty and used + room > width:
            lines.append(line.rstrip())
            line, used = hanging, display_width(hanging)
        line, used, is_empty = line + word, used + display_width(word), False
    return [*lines, line.rstrip()]


def wrap_items(items: Sequence[str], width: int, indent: str = "") -> list[str]:
    """Wrap items with dots between them; a line ends inside an item only if the item is longer than it.

    Examples
    --------
    >>> wrap_items(["raw coverage 0.9", "PRI 0.8", "cases 12"], 30)
    ['raw coverage 0.9 · PRI 0.8 ·', 'cases 12']
    """
    room = width - display_width(indent) - 2
    held = [one if display_width(one) > room else one.replace(" ", _HELD) for one in map(one_line, items)]
    return [line.replace(_HELD, " ") for line in wrap(f"{_HELD}· ".join(held), width, indent)]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Give the words of a text with the space after them; those wider than a line in parts."""
    for word in re.findall(r"\S+\s*", text):
        if display_width(word.rstrip()) <= width:
            yield word
            continue
        for part in re.findall(r"[^*+,;/]+[*+,;/]*|[*+,;/]+", word):
            while display_width(part.rstrip()) > width:
                cut = _cut(part, width)
                yield part[:cut]
                part = part[cut:]
            yield part


def _cut(text: str, width: int) -> int:
    used = 0
    for at, sign in enumerate(text):
        used += display_width(sign)
        if used > width:
            return max(at, 1)
    return len(text)


def _widths(columns: Sequence[TextColumn], width: int) -> list[int]:
    """Share the width out: to each column what it needs at least, then what it lacks, small lacks first."""
    widths = [min(one.least, width) for one in columns]
    spare = width - sum(widths) - _GAP * (len(columns) - 1)
    order = sorted(range(len(columns)), key=lambda at: columns[at].natural - widths[at])
    for position, at in enumerate(order):
        fair = max(spare, 0) // (len(order) - position)
        more = min(columns[at].natural - widths[at], fair)
        widths[at] += max(more, 0)
        spare -= max(more, 0)
    return widths


def _stacked(columns: Sequence[TextColumn], width: int) -> list[str]:
    """Set each row as a paragraph: what names it, its formula, then the other cells with their headings."""
    formulas = [at for at, one in enumerate(columns) if one.is_formula]
    formula = max(formulas, key=lambda at: columns[at].natural, default=-1)
    until = next((at for at, one in enumerate(columns) if one.is_numeric or at == formula), len(columns))
    names, others = columns[: max(until, 1)], columns[max(until, 1) :]
    lines = [_RULE * width]
    for at in range(len(columns[0].cells)):
        lines += wrap("  ".join(one.cells[at] for one in names if one.cells[at]), width)
        if formula >= len(names):
            lines += wrap(columns[formula].cells[at], width, "  ", "    ")
        rest = [one for one in others if one.cells[at] and (formula < 0 or one is not columns[formula])]
        items = [f"{one.heading} {one.cells[at]}" for one in rest]
        lines += wrap_items(items, width, "  ") if items else []
    return [*lines, _RULE * width]


def _row(
    cells: list[str], columns: Sequence[TextColumn], widths: Sequence[int], *, at_bottom: bool = False
) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped), default=1)
    padded = [
        [""] * (height - len(one)) + one if at_bottom else one + [""] * (height - len(one)) for one in wrapped
    ]
    lines = []
    for at in range(height):
        parts = [
            _aligned(lines_of_cell[at], width, column.is_numeric)
            for lines_of_cell, width, column in zip(padded, widths, columns, strict=True)
        ]
        lines.append((" " * _GAP).join(parts).rstrip())
    return lines


def _aligned(text: str, width: int, to_the_right: bool) -> str:
    space = " " * max(0, width - display_width(text))
    return space + text if to_the_right else text + space
