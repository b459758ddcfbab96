"""A table of cases before anything is known about its columns: a header, ids, and cells with places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casecompare.errors import Problem
from casecompare.study.files import InputFile
from casecompare.study.limits import Limits
from casecompare.study.sheet_formats import Cell, Rows, TableReader, read_rows
from casecompare.study.wording import number_text

__all__ = ["Sheet", "read_sheet"]


@dataclass(frozen=True)
class Sheet:
    """A table of cases.

    Attributes
    ----------
    file
        The name of the file.
    identifier
        The header of the first column.
    ids
        The case ids, one per row; each once, none empty.
    columns
        The cells of each further column; an empty cell is an empty text.
    header_line, lines
        The line (in Excel: the row) of the header and of each case.
    positions
        The number of each column, counted from 1 as in a spreadsheet.
    has_decimal_commas
        Whether ``0,5`` is a number: so in tables separated by semicolons.
    """

    file: str
    identifier: str
    ids: Sequence[str]
    columns: Mapping[str, Sequence[Cell]]
    header_line: int
    lines: Sequence[int]
    positions: Mapping[str, int]
    has_decimal_commas: bool = False


def read_sheet(
    source: InputFile, path: Path, readers: Mapping[str, TableReader], limits: Limits
) -> tuple[Sheet | None, list[Problem]]:
    """Read a table whose first column holds the case ids.

    Rows and columns without anything in them are left out. Columns and rows that cannot be used are
    reported and left out.

    Parameters
    ----------
    source, path, readers, limits
        As for `read_rows`.
    """
    rows = read_rows(source, path, readers, limits)
    if rows.has_failed:
        return None, rows.told()
    filled = [number for number, cells in enumerate(rows.rows) if any(map(_is_filled, cells))]
    if len(filled) < 2:
        rows.report("the table has no row of cases." if filled else "the file is empty.", code="empty-file")
        return None, rows.told()
    names = _header(rows, filled[0])
    kept = list(_unique(_fitting(filled[1:], rows, filled[0], len(names)), rows))
    by_position = list(zip(*(cells for _, cells in kept), strict=True)) or [()] * len(names)
    positions = _positions(names, by_position, rows, filled[0])
    sheet = Sheet(
        file=rows.file,
        identifier=names[0],
        ids=[_text(identifier) for identifier in by_position[0]],
        columns={name: by_position[position - 1] for name, position in positions.items()},
        header_line=rows.lines[filled[0]],
        lines=[line for line, _ in kept],
        positions=positions,
        has_decimal_commas=rows.separator == ";",
    )
    return sheet, rows.told()


def _is_filled(cell: Cell) -> bool:
    return cell != ""


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else number_text(cell)


def _header(rows: Rows, number: int) -> list[str]:
    """Give the names in the header row, without what is empty at its end."""
    names = [_text(cell) for cell in rows.rows[number]]
    while len(names) > 1 and not names[-1]:
        names.pop()
    return names


def _fitting(numbers: Sequence[int], rows: Rows, header: int, width: int) -> Iterator[tuple[int, list[Cell]]]:
    """Give line and cells of the rows that are as wide as the header; the others are reported."""
    unnamed = range(width, len(rows.rows[header]))
    reported: set[int] = set()
    for number in numbers:
        cells, line = rows.rows[number], rows.lines[number]
        if len(cells) == width:
            yield line, cells
            continue
        surplus = [position for position in range(width, len(cells)) if _is_filled(cells[position])]
        for position in surplus:
            if position in unnamed and position not in reported:
                reported.add(position)
                _report_unnamed(rows, rows.lines[header], position + 1)
        if len(cells) < width or any(position not in unnamed for position in surplus):
            _report_ragged(rows, line, len(cells), width)
        else:
            yield line, cells[:width]


def _unique(numbered: Iterator[tuple[int, list[Cell]]], rows: Rows) -> Iterator[tuple[int, list[Cell]]]:
    """Give the rows that have a case id of their own; the others are reported."""
    first: dict[str, int] = {}
    for line, cells in numbered:
        identifier = _text(cells[0])
        if not identifier:
            rows.report("the row has no case id.", "Fill in its first cell.", line=line, column=1,
                        code="missing-id")  # fmt: skip
        elif identifier in first:
            message = f"the case id '{identifier}' is used twice, first in line {first[identifier]}."
            rows.report(message, "Give each case an id of its own.", line=line, column=1, code="duplicate-id",
                        case=identifier)  # fmt: skip
        else:
            first[identifier] = line
            yield line, cells


def _positions(
    names: list[str], by_position: Sequence[Sequence[Cell]], rows: Rows, header: int
) -> dict[str, int]:
    """Give the number of each column that has a name of its own; the others are reported."""
    positions: dict[str, int] = {}
    line = rows.lines[header]
    for position, name in enumerate(names[1:], start=2):
        if name in positions:
            message = f"the column '{name}' stands twice, first as column {positions[name]}."
            rows.report(message, "Rename or delete one.", line=line, column=position, code="duplicate-column")
        elif name:
            positions[name] = position
        elif any(map(_is_filled, by_position[position - 1])):
            _report_unnamed(rows, line, position)
    return positions


def _report_unnamed(rows: Rows, line: int, position: int) -> None:
    hint = "Name it in the first row, or delete it."
    rows.report(f"column {position} has no name.", hint, line=line, column=position, code="unnamed-column")


def _report_ragged(rows: Rows, line: int, cells: int, width: int) -> None:
    hint = "Add the missing separators."
    if cells > width:
        hint = f"Put a cell that holds '{rows.separator}' in quotes, and write decimals with a point."
    message = f"the row has {cells} cells, but the header has {width}."
    rows.report(message, hint, line=line, code="ragged-row")
