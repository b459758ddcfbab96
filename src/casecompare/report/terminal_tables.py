"""The tables of a report as columns of text: what the terminal has no room for is told shorter."""

from __future__ import annotations

from collections.abc import Iterator

from casecompare.report.content import Cell, Formula, TableBlock, TableColumn, show_cell
from casecompare.report.text import one_line
from casecompare.report.text_table import TextColumn
from casecompare.report.values import MISSING

__all__ = ["text_columns"]

_ENDS = (", at least", ", at most")


def text_columns(block: TableBlock, *, fold_bounds: bool = False) -> list[TextColumn]:
    """Give a table's columns as text.

    Parameters
    ----------
    block
        The table.
    fold_bounds
        Whether columns *X, at least* and *X, at most* are put into the cells of *X* before them: the value
        with its bounds, or the bounds alone where there is no value.

    Examples
    --------
    >>> from casecompare.report.content import Row
    >>> heads = [TableColumn(one, is_numeric=True) for one in ("Fit", "Fit, at least", "Fit, at most")]
    >>> rows = (Row((Cell(0.5), Cell(), Cell())), Row((Cell(), Cell(0.0), Cell(0.9))))
    >>> table = TableBlock("Scores", tuple(heads), rows)
    >>> [(one.heading, one.cells) for one in text_columns(table, fold_bounds=True)]
    [('Fit', ('0.500', '0.000 to 0.900'))]
    """
    folds = set(_bounded(block.columns)) if fold_bounds else set()
    columns = []
    for at, column in enumerate(block.columns):
        if at - 1 in folds or at - 2 in folds:
            continue
        cells = [one_line(show_cell(row.cells[at], column)) for row in block.rows]
        if at in folds:
            bounds = [_range(row.cells[at + 1 : at + 3], column) for row in block.rows]
            cells = [_beside(cell, said) for cell, said in zip(cells, bounds, strict=True)]
        is_formula = any(isinstance(piece, Formula) for row in block.rows for piece in row.cells[at].line)
        columns.append(TextColumn(one_line(column.title), tuple(cells), column.is_numeric, is_formula))
    return columns


def _bounded(columns: tuple[TableColumn, ...]) -> Iterator[int]:
    for at, column in enumerate(columns[:-2]):
        if tuple(one.title for one in columns[at + 1 : at + 3]) == tuple(column.title + end for end in _ENDS):
            yield at


def _range(ends: tuple[Cell, ...], column: TableColumn) -> str:
    low, high = (one_line(show_cell(end, column)) for end in ends)
    return "" if low in ("", MISSING) and high in ("", MISSING) else f"{low} to {high}"


def _beside(value: str, bounds: str) -> str:
    if not bounds:
        return value
    return bounds if value in ("", MISSING) else f"{value} ({bounds})"
