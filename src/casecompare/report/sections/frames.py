"""Frames as tables of the report: cases and formulas in them lead to where they are explained."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from casecompare.methods import Column
from casecompare.report.content import Cell, Row, TableBlock, TableColumn
from casecompare.report.links import Links
from casecompare.report.sections.bounds import BoundedColumn, fold_bounds
from casecompare.report.values import FrameColumn, Value, read_frame

__all__ = ["MOST_ROWS", "frame_table", "keep_filled"]

MOST_ROWS = 1000
"""Rows of a table beyond which a report says where the others are: with all of them a page would not open."""
_FEW = 100


def frame_table(
    caption: str,
    frame: pd.DataFrame,
    links: Links,
    *,
    columns: Mapping[str, Column] | None = None,
    decimals: int | None = 3,
    note: str = "",
    anchor: str = "",
) -> TableBlock:
    """Give a frame as a table: its index first, tuples of case ids and columns of case ids as links.

    Columns of bounds are folded into the column before them (see `fold_bounds`). Of a long frame it has the
    first `MOST_ROWS` rows, and its note says where all of them are.

    Parameters
    ----------
    caption, note, anchor
        As of `TableBlock`.
    frame
        What a method declared, or a board.
    columns
        Titles, descriptions and decimals by column name.
    decimals
        For columns that are not described.
    """
    read = fold_bounds(read_frame(frame.head(MOST_ROWS), columns, decimals=decimals))
    cells = [_bounded_cells(one) if one.has_bounds else _cells(one.column, links) for one in read]
    notes = (note, _where_the_rest_is(len(frame)))
    return TableBlock(
        caption=caption,
        columns=tuple(_head(one, links) for one in read),
        rows=tuple(Row(row) for row in zip(*cells, strict=True)),
        note=" ".join(filter(None, notes)),
        anchor=anchor,
    )


def keep_filled(block: TableBlock) -> TableBlock:
    """Leave out the columns of a table, but for the first, in which no row has anything."""
    kept = [
        at
        for at in range(len(block.columns))
        if at == 0
        or any(row.cells[at].line or row.cells[at].value not in (None, "", ()) for row in block.rows)
    ]
    return TableBlock(
        caption=block.caption,
        columns=tuple(block.columns[at] for at in kept),
        rows=tuple(Row(tuple(row.cells[at] for at in kept), row.anchor) for row in block.rows),
        note=block.note,
        anchor=block.anchor,
    )


def _where_the_rest_is(rows: int) -> str:
    if rows <= MOST_ROWS:
        return ""
    return f"The first {MOST_ROWS} of {rows} rows; all of them are in the CSV tables and in comparison.json."


def _head(read: BoundedColumn, links: Links) -> TableColumn:
    column = read.column
    title = column.title or ("case" if _holds_cases(column, links) else "")
    return TableColumn(title, read.description, column.decimals, column.is_numeric)


def _bounded_cells(read: BoundedColumn) -> list[Cell]:
    values = read.column.values
    return [
        Cell(value, read.shown(at)) if read.is_bounded(at) else Cell(value) for at, value in enumerate(values)
    ]


def _cells(column: FrameColumn, links: Links) -> list[Cell]:
    if _holds_cases(column, links):
        return [
            Cell(value, (links.case(str(value)),) if value is not None else ()) for value in column.values
        ]
    return [_cell(value, links) for value in column.values]


def _cell(value: Value, links: Links) -> Cell:
    # A list of more than a few cases is cut there; the cases of a large study have no place of their own.
    if isinstance(value, tuple) and value and (len(value) > _FEW or all(one in links.cases for one in value)):
        return Cell(value, links.case_list(value))
    if isinstance(value, str) and links.is_formula(value):
        return Cell(value, (links.formula(value),))
    return Cell(value)


def _holds_cases(column: FrameColumn, links: Links) -> bool:
    present = [value for value in column.values if value is not None]
    return bool(present) and all(isinstance(value, str) and value in links.cases for value in present)
