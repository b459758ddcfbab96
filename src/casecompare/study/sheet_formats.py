"""The formats of tables, each read into rows of cells: CSV, Excel, and what plugins bring."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol, TypeAlias, cast

import pandas as pd

from casecompare.errors import Level, Problem
from casecompare.study.excel import UnreadableWorkbook, read_workbook
from casecompare.study.files import InputFile, decode
from casecompare.study.limits import Limits

__all__ = ["Cell", "Rows", "TableReader", "read_rows", "table_suffixes"]

Cell: TypeAlias = float | str
_BLANK = re.compile(r"[^\S\n\r]")
_LONGEST_CELL = 10_000_000  # characters; the csv module's own limit is too low for a long quote


class TableReader(Protocol):
    """A table format of a plugin: `read` gives one row per case, the first column the case ids.

    Cells are text, numbers, dates or None.
    """

    @property
    def suffix(self) -> str:
        """The end of the file's name, such as ``.sav``."""

    @property
    def read(self) -> Callable[[Path], pd.DataFrame]:
        """Reads a file."""


@dataclass
class Rows:
    """The rows of a table, the line each starts in, and what was wrong with reading them."""

    file: str
    rows: list[list[Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_failed: bool = False
    separator: str = ""
    most: int = 20
    _told: Counter[str] = field(default_factory=Counter)

    def report(
        self,
        message: str,
        hint: str = "",
        *,
        code: str,
        line: int = 0,
        column: int = 0,
        case: str = "",
        level: Level = "error",
    ) -> None:
        """Note a problem, up to `most` of a kind; an error about the whole file means that it is no table."""
        self.has_failed = self.has_failed or (level == "error" and not line)
        self._told[code] += 1
        if self._told[code] > self.most:
            return
        self.problems.append(
            Problem(message=message, hint=hint, code=code, level=level, file=self.file, line=line,
                    column=column, case=case)
        )  # fmt: skip

    def told(self) -> list[Problem]:
        """Give the problems, and for each kind how many were left out."""
        left_out = {code: count - self.most for code, count in self._told.items() if count > self.most}
        last = {problem.code: (problem.line, problem.column) for problem in self.problems}
        return self.problems + [
            Problem(message=f"{count} more {'rows have' if count > 1 else 'row has'} this problem.",
                    code="more-of-this", file=self.file, line=last[code][0], column=last[code][1])
            for code, count in left_out.items()
        ]  # fmt: skip


def table_suffixes(readers: Mapping[str, TableReader]) -> tuple[str, ...]:
    """Give the suffixes of all table formats, our own first.

    Examples
    --------
    >>> table_suffixes({})
    ('.csv', '.xlsx')
    """
    brought = sorted(reader.suffix.lower() for reader in readers.values())
    return tuple(dict.fromkeys([".csv", ".xlsx", *brought]))


def read_rows(
    source: InputFile,
    path: Path,
    readers: Mapping[str, TableReader],
    limits: Limits,
    *,
    sheets: Sequence[str] = ("cases",),
) -> Rows:
    """Read the rows of a table in whatever format its suffix names.

    Parameters
    ----------
    source
        The file.
    path
        Where it lies, for the readers of plugins.
    readers
        The formats of plugins; a suffix of our own cannot be taken over.
    limits
        How large an Excel workbook may be.
    sheets
        Which sheet of a workbook is read if it is there; else the first.
    """
    rows = Rows(source.file, most=limits.problems_per_column)
    suffix = path.suffix.lower()
    brought = {reader.suffix.lower(): reader for reader in readers.values()}
    if suffix == ".csv":
        _read_csv(source, rows)
    elif suffix == ".xlsx":
        _read_excel(source, rows, limits, sheets)
    elif suffix in brought:
        _read_brought(brought[suffix], path, rows)
    else:
        hint = f"Save it as one of: {', '.join(table_suffixes(readers))}."
        rows.report(f"tables ending in '{suffix}' cannot be read.", hint, code="unknown-format")
    return rows


def _read_csv(source: InputFile, rows: Rows) -> None:
    text, rows.problems = decode(source)
    if text is None:
        rows.has_failed = True
        return
    rows.separator = _separator(text)
    if rows.separator == ";":
        note = "the table is separated by semicolons, so 0,5 is read as 0.5."
        rows.report(note, code="semicolons", level="note")
    # Stripping a million cells takes as long as reading them, so it is done where there is need.
    has_blanks = _BLANK.search(text) is not None
    csv.field_size_limit(_LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=rows.separator, strict=True)
    started = 1
    try:
        for cells in lines:
            rows.rows.append([cell.strip() for cell in cells] if has_blanks else cast("list[Cell]", cells))
            rows.lines.append(started)
            started = lines.line_num + 1
    except csv.Error as error:
        message, hint = "the quotes in this row do not pair up.", "Write a quote inside a quoted cell twice."
        if "field larger" in str(error):
            message, hint = "a cell is longer than ten million characters.", "A quote may not be closed."
        rows.report(message, hint, line=started, code="csv-syntax")
        rows.has_failed = True


def _separator(text: str) -> str:
    """Give what separates the cells of the first row that is not empty: a comma, a semicolon or a tab."""
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    outside_quotes = "".join(header.split('"')[::2])
    return max(",;\t", key=outside_quotes.count)


def _read_excel(source: InputFile, rows: Rows, limits: Limits, sheets: Sequence[str]) -> None:
    try:
        grid = read_workbook(source.content, limits, sheets)
    except UnreadableWorkbook as error:
        rows.report(error.message, error.hint, code=error.code)
        return
    if grid.sheets > 1:
        rows.report(f"of {grid.sheets} sheets only '{grid.sheet}' is read.", code="one-sheet", level="note")
    _take(grid.rows, rows)


def _read_brought(reader: TableReader, path: Path, rows: Rows) -> None:
    try:
        table = reader.read(path)
        grid = [list(table.columns), *table.itertuples(index=False, name=None)]
    except (Exception, SystemExit) as error:  # whatever a stranger's reader raises is told, not thrown
        message = f"the reader of {reader.suffix} files failed ({type(error).__name__}: {error})."
        rows.report(message, "Save the table as .csv.", code="reader-failed")
        return
    _take(grid, rows)


def _take(grid: Iterable[Iterable[object]], rows: Rows) -> None:
    rows.rows = [[_cell(value) for value in line] for line in grid]
    rows.lines = list(range(1, len(rows.rows) + 1))


def _cell(value: object) -> Cell:
    """Give a typed cell as number or text; a date becomes text that is easily seen to be a date."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return "" if math.isnan(value) else float(value)
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat().replace("T", " ")
    if isinstance(value, timedelta):
        return str(value)
    return _cell(value.item()) if hasattr(value, "item") else str(value).strip()
