"""The tables of a report as columns of text, each cell on one line."""

from __future__ import annotations

from casecompare.report.content import Formula, TableBlock, show_cell
from casecompare.report.text import one_line
from casecompare.report.text_table import TextColumn

__all__ = ["text_columns"]


def text_columns(block: TableBlock) -> list[TextColumn]:
    """Give a table's columns as text.

    Examples
    --------
    >>> from casecompare.report.content import Cell, Row, TableColumn
    >>> heads = (TableColumn("Case"), TableColumn("Fit", is_numeric=True))
    >>> table = TableBlock("Scores", heads, (Row((Cell("T01"), Cell(0.5))),))
    >>> [(one.heading, one.cells) for one in text_columns(table)]
    [('Case', ('T01',)), ('Fit', ('0.500',))]
    """
    columns = []
    for at, column in enumerate(block.columns):
        cells = tuple(one_line(show_cell(row.cells[at], column)) for row in block.rows)
        is_formula = any(isinstance(piece, Formula) for row in block.rows for piece in row.cells[at].line)
        columns.append(TextColumn(one_line(column.title), cells, column.is_numeric, is_formula))
    return columns
