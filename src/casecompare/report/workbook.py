"""The comparison as an Excel workbook: a sheet per table, and a first sheet that leads to them.

Each sheet has one header row, frozen with the first column, such that R, pandas and filters read it as it
is; what a column means is a note at its head, and all columns are listed on the sheet *Columns*. Text is
written as text: nothing that comes from a study or a plugin becomes a formula, a link or a number. Numbers
keep all their digits and are shown with the decimals of their column. Missing cells are empty.

A study with a status ("illustrative, constructed") has it on the first sheet, in the last column of every
table and on top of every printed page.
"""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from casecompare.errors import ReportError
from casecompare.methods import Comparison
from casecompare.report.data_tables import DataTable, data_tables, record_columns
from casecompare.report.documentation_tables import documentation_tables
from casecompare.report.values import FrameColumn, Value
from casecompare.report.withholding import withhold
from casecompare.report.workbook_text import (
    LINE_HEIGHT,
    cell_text,
    column_width,
    fits_number,
    is_active,
    number_format,
    page_header,
    plain_line,
    row_height,
    sheet_name,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["render_workbook"]

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet, with its header."""
_LARGE = 500_000
"""Cells from which on rows are written to disk one by one, since all at once would fill the memory."""
_A4 = 9
_WIDEST_PAGE = 240
"""Signs in a row up to which a page shrinks a sheet to its width; wider ones go on several pages."""
_FIRST = (
    "verdicts",
    "findings",
    "case_board",
    "condition_board",
    "codebook",
    "memberships",
    "raw_values",
    "coded_values",
    "evidence",
    "half_memberships",
    "missing_values",
    "decisions",
    "hypotheses",
)
_LAST = ("reporting", "earlier_runs", "diagnostics", "problems", "methods", "provenance")
_MADE = datetime(2000, 1, 1)
"""The date that every workbook bears, so that the same comparison gives the same bytes."""
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "use_zip64": True,
}


@dataclass(frozen=True)
class _Sheet:
    """A table with the name of its sheet and as many rows and columns as fit on it."""

    name: str
    table: DataTable
    remark: str

    @property
    def rows(self) -> int:
        """How many rows the sheet has, without its header."""
        return min(self.table.row_count, _MOST_ROWS - 1)


@dataclass(frozen=True)
class _Formats:
    """The looks of cells; those of numbers are made when a column needs them."""

    book: Workbook
    head: Format
    text: Format
    active: Format
    link: Format
    title: Format
    strong: Format
    numbers: dict[str, Format]

    def number(self, written: str) -> Format:
        """Give the look of numbers that are written in a way."""
        if written not in self.numbers:
            self.numbers[written] = self.book.add_format({"num_format": written, "valign": "top"})
        return self.numbers[written]


def render_workbook(comparison: Comparison) -> bytes:
    """Give the comparison as an Excel workbook (.xlsx); the same bytes for the same comparison.

    Parameters
    ----------
    comparison
        What a run gave; restricted evidence is left out.

    Raises
    ------
    ReportError
        if the package xlsxwriter is not installed.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> render_workbook(Comparison(study=Study(name="s")))[:2]
    b'PK'
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise ReportError(
            "a workbook needs the package xlsxwriter, which is not installed. "
            "Install it with: pip install 'casecompare[excel]'."
        ) from error
    shown = withhold(comparison)
    sheets = _sheets(shown)
    written = io.BytesIO()
    is_large = sum(sheet.rows * len(sheet.table.columns) for sheet in sheets) > _LARGE
    with Workbook(written, {**_OPTIONS, "constant_memory" if is_large else "in_memory": True}) as book:
        title, status = shown.study.title or shown.study.name, shown.study.status
        book.set_properties(
            {"title": plain_line(title, 200), "comments": plain_line(status, 200), "created": _MADE}
        )
        formats = _formats(book)
        _write_contents(book.add_worksheet("Contents"), shown, sheets, formats)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, shown.study.status, formats)
    return written.getvalue()


def _sheets(comparison: Comparison) -> list[_Sheet]:
    """Give the sheets in the order of the report: what came out, the data, the methods, documentation."""
    order = {name: place for place, name in enumerate((*_FIRST, "", *_LAST))}
    tables = [*data_tables(comparison), *documentation_tables(comparison)]
    sheets: list[_Sheet] = []
    for table in sorted(tables, key=lambda table: order.get(table.name, order[""])):
        sheets.append(_sheet(table, sheets))
    columns = DataTable("columns", "what the columns of all sheets mean", _columns(sheets))
    return [*sheets, _sheet(columns, sheets)] if columns.row_count else sheets


def _sheet(table: DataTable, others: Sequence[_Sheet]) -> _Sheet:
    name = sheet_name(table.name, ["Contents", *(sheet.name for sheet in others)])
    return _Sheet(name, table, _remark(table))


def _remark(table: DataTable) -> str:
    """Say what does not fit on the sheet."""
    said = []
    if table.row_count > _MOST_ROWS - 1:
        said.append(f"The first {_MOST_ROWS - 1} of {table.row_count} rows.")
    if len(table.columns) > _MOST_COLUMNS - 1:
        said.append(f"The first {_MOST_COLUMNS - 1} of {len(table.columns)} columns.")
    return " ".join([*said, "All of it is in comparison.json (--format json)."]) if said else ""


def _columns(sheets: Sequence[_Sheet]) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "sheet": sheet.name,
                "column": column.name,
                "title": column.title if column.title != column.name else None,
                "description": column.description or None,
                "decimals": column.decimals if column.is_numeric else None,
            }
            for sheet in sheets
            for column in sheet.table.columns
            if column.description or column.title != column.name
        ],
        {"decimals": "digits shown after the point; the cells hold all of them"},
    )


def _formats(book: Workbook) -> _Formats:
    text = {"valign": "top", "text_wrap": True}
    return _Formats(
        book=book,
        head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9EDF2", "valign": "top"}),
        text=book.add_format(text),
        # As if typed with an apostrophe in front: stays text even when somebody edits the cell.
        active=book.add_format({**text, "quote_prefix": True}),
        link=book.add_format({"font_color": "#1A5796", "underline": 1, "valign": "top"}),
        title=book.add_format({"bold": True, "font_size": 14, **text}),
        strong=book.add_format({"bold": True, **text}),
        numbers={},
    )


def _write_contents(
    sheet: Worksheet, comparison: Comparison, sheets: Sequence[_Sheet], formats: _Formats
) -> None:
    """Write the first sheet: what the workbook is about, and a link to each table."""
    study = comparison.study
    facts = {
        study.title or study.name: formats.title,
        study.status: formats.strong,
        study.citation: formats.text,
        f"Made with casecompare {comparison.version}".strip(): formats.text,
        "A row per sheet below. Notes at the heads of columns say what they mean; so does the last "
        "sheet.": formats.text,
    }
    said = [(text, look) for text, look in facts.items() if text]
    sheet.hide_gridlines(2)
    sheet.set_header(page_header(study.status))
    widths = (32, 60, 10, 10, 60)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, (text, look) in enumerate(said):
        shown = plain_line(text, 1000)
        sheet.set_row(row, row_height([shown], [sum(widths)]) + (6 if look is formats.title else 0))
        sheet.merge_range(row, 0, row, len(widths) - 1, "", look)
        sheet.write_string(row, 0, shown, look)
    start = len(said) + 1
    for column, head in enumerate(("sheet", "what it holds", "rows", "columns", "remarks")):
        sheet.write_string(start, column, head, formats.head)
    for row, one in enumerate(sheets, start + 1):
        _write_entry(sheet, row, one, formats)
    sheet.freeze_panes(start + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_entry(sheet: Worksheet, row: int, one: _Sheet, formats: _Formats) -> None:
    quoted, remarks = (
        one.name.replace("'", "''"),
        " ".join(filter(None, [one.remark, plain_line(one.table.note)])),
    )
    sheet.set_row(row, row_height([plain_line(one.table.title), remarks], [60, 60]))
    sheet.write_url(row, 0, f"internal:'{quoted}'!A1", formats.link, one.name)
    _write_text(sheet, row, 1, plain_line(one.table.title), formats)
    sheet.write_number(row, 2, one.table.row_count, formats.number("0"))
    sheet.write_number(row, 3, len(one.table.columns), formats.number("0"))
    if remarks:
        _write_text(sheet, row, 4, remarks, formats)


def _write_sheet(sheet: Worksheet, one: _Sheet, status: str, formats: _Formats) -> None:
    columns = one.table.columns[: _MOST_COLUMNS - 1]
    if status:
        shown = plain_line(status)
        columns = (*columns, FrameColumn("study status", "study status", (shown,) * one.table.row_count))
    widths = [column_width(column) for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths[place])
        _write_text(sheet, 0, place, column.name or "row", formats, formats.head)
        if note := _note(column):
            sheet.write_comment(0, place, note, {"x_scale": 2, "y_scale": 1 + len(note) // 150})
    looks = [formats.number(number_format(column)) for column in columns]
    rows = zip(*(column.values for column in columns), strict=True)
    for row, values in enumerate(itertools.islice(rows, one.rows), 1):
        height = row_height(values, widths)
        if height > LINE_HEIGHT:
            sheet.set_row(row, height)
        for place, value in enumerate(values):
            _write_value(sheet, row, place, value, looks[place], formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, one.rows, len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_header(page_header(status))
    sheet.set_footer("&C&A · &P / &N")
    sheet.set_landscape()
    sheet.set_paper(_A4)
    if sum(widths) <= _WIDEST_PAGE:
        sheet.fit_to_pages(1, 0)


def _write_value(
    sheet: Worksheet, row: int, place: int, value: Value, look: Format, formats: _Formats
) -> None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, formats.text)
    elif isinstance(value, int) and fits_number(value):
        sheet.write_number(row, place, value, formats.number("0"))
    elif isinstance(value, float) and math.isfinite(value):
        sheet.write_number(row, place, value, look)
    else:
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        _write_text(sheet, row, place, text, formats)


def _write_text(
    sheet: Worksheet, row: int, place: int, text: str, formats: _Formats, look: Format | None = None
) -> None:
    said = cell_text(text)
    sheet.write_string(row, place, said, look or (formats.active if is_active(said) else formats.text))


def _note(column: FrameColumn) -> str:
    """Give what stands in the note at the head of a column: its title and what it means."""
    title = plain_line(column.title) if column.title != column.name else ""
    return plain_line(": ".join(filter(None, [title, plain_line(column.description)])), 1000)
