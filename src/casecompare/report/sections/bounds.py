"""A value with its bounds in one cell, ``0.710 [0.600, 0.900]``; the data for programs keep them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casecompare.report.content import Line, Text, line
from casecompare.report.text import one_line
from casecompare.report.values import FrameColumn, Value, show_value

__all__ = ["BoundedColumn", "fold_bounds", "show_bounds"]

_ENDINGS = (("_low", "_high"), (".low", ".high"))


@dataclass(frozen=True)
class BoundedColumn:
    """A column, and the lower and upper bounds of its values where it has any."""

    column: FrameColumn
    low: FrameColumn | None = None
    high: FrameColumn | None = None

    @property
    def has_bounds(self) -> bool:
        """Whether bounds were folded into the column."""
        return self.low is not None and self.high is not None

    @property
    def description(self) -> str:
        """What the column holds; what its bounds mean stands in brackets, as they do in the cells."""
        about = one_line(self.low.description) if self.low is not None else ""
        return " ".join(filter(None, [self.column.description, f"[{about}]" if about else ""]))

    def is_bounded(self, row: int) -> bool:
        """Say whether a row has bounds that are something else than its value."""
        low, high = self.bounds(row)
        return (low, high) != (None, None) and (low, high) != (self.column.values[row],) * 2

    def bounds(self, row: int) -> tuple[Value, Value]:
        """Give the lower and upper bound of a row."""
        if self.low is None or self.high is None:
            return None, None
        return self.low.values[row], self.high.values[row]

    def shown(self, row: int) -> Line:
        """Give what stands in a cell that has bounds."""
        return show_bounds(self.column.values[row], *self.bounds(row), decimals=self.column.decimals)


def fold_bounds(columns: Sequence[FrameColumn]) -> list[BoundedColumn]:
    """Fold the columns ``x_low`` and ``x_high`` (or ``x.low``, ``x.high``) into the column ``x`` before them.

    Parameters
    ----------
    columns
        As a frame has them; bounds that do not directly follow their column in this order, or are no
        numbers, stay columns of their own.

    Examples
    --------
    >>> names = ("case", "fit", "fit_low", "fit_high", "low", "high")
    >>> read = [FrameColumn(name, name, (0.5,)) for name in names]
    >>> [(one.column.name, one.has_bounds) for one in fold_bounds(read)]
    [('case', False), ('fit', True), ('low', False), ('high', False)]
    """
    made, at = list[BoundedColumn](), 0
    while at < len(columns):
        column, *ends = columns[at : at + 3]
        if _are_bounds(column, ends):
            made.append(BoundedColumn(column, *ends))
            at += 3
        else:
            made.append(BoundedColumn(column))
            at += 1
    return made


def show_bounds(value: Value, low: Value, high: Value, *, decimals: int | None = 3) -> Line:
    """Give a value and its bounds in brackets, or the bounds alone where there is no value.

    Examples
    --------
    >>> from casecompare.report.content import plain_text
    >>> plain_text(show_bounds(0.71, 0.6, 0.9, decimals=2)), plain_text(show_bounds(None, 0.6, None))
    ('0.71 [0.60, 0.90]', '[0.600, –]')
    """
    ends = Text(f"[{show_value(low, decimals)}, {show_value(high, decimals)}]", "quiet")
    return line(ends) if value is None else line(show_value(value, decimals), " ", ends)


def _are_bounds(column: FrameColumn, ends: Sequence[FrameColumn]) -> bool:
    names = tuple(one.name for one in ends)
    is_named = any(names == tuple(column.name + end for end in pair) for pair in _ENDINGS)
    # Bounds of nothing but words or lists of cases are something else than they are called.
    return is_named and not column.is_index and all(map(_is_number, (column, *ends)))


def _is_number(column: FrameColumn) -> bool:
    return column.is_numeric or all(value is None for value in column.values)
