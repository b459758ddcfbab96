"""A study whose cases stand in one table: checked column by column, made into cases one by one on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.errors import Problem
from casecompare.study.coders import Codes, settle
from casecompare.study.columns import Column, cell_problems, read_column
from casecompare.study.files import open_input
from casecompare.study.limits import Limits
from casecompare.study.model import Case, CodedValue, FieldPath, Missing, Places
from casecompare.study.sheet_formats import Cell, TableReader
from casecompare.study.sheets import Sheet, read_sheet
from casecompare.study.values import Expectation
from casecompare.study.wording import number_text

__all__ = ["CaseData", "TableReader", "read_table", "table_cases", "values_table"]


class CaseData(NamedTuple):
    """The cases of a study: one by one, as a table of their values, and what is missing there."""

    cases: Mapping[str, Case]
    table: pd.DataFrame
    missing: dict[tuple[str, str], Missing]


def read_table(
    path: Path, readers: Mapping[str, TableReader] | None = None, limits: Limits | None = None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read a table of cases on its own, without a study around it.

    Parameters
    ----------
    path
        A ``.csv`` or ``.xlsx`` file, or one of a format of the readers.
    readers
        The table formats of plugins.
    limits
        How large the file may be.

    Returns
    -------
    tuple
        One row per case with the ids as index, columns of numbers or of text; and what is wrong. The
        table is None if nothing can be read.
    """
    limits = limits or Limits()
    source, problems = open_input(path.parent, path.name, limits)
    sheet = None
    if source is not None:
        sheet, found = read_sheet(source, path, readers or {}, limits)
        problems += found
    if sheet is None:
        return None, problems
    columns = {
        name: read_column(cells, (), has_decimal_commas=sheet.has_decimal_commas)
        for name, cells in sheet.columns.items()
    }
    return values_table(sheet.ids, {name: column.values for name, column in columns.items()}), problems


def table_cases(
    sheet: Sheet, asked: Mapping[str, tuple[Expectation, ...]], codes: Codes, limits: Limits
) -> tuple[CaseData, list[Problem]]:
    """Make the cases of a table.

    Parameters
    ----------
    sheet
        The table.
    asked
        What the codebook asks of each coded value.
    codes
        What the coders coded, case by case.
    limits
        `problems_per_column` bounds how many bad cells are listed.
    """
    problems: list[Problem] = []
    columns: dict[str, Column] = {}
    for name, cells in sheet.columns.items():
        if name != "title":
            column = read_column(cells, asked.get(name, ()), has_decimal_commas=sheet.has_decimal_commas)
            problems += cell_problems(sheet, name, column.wrong, limits)
            columns[name] = column
    problems += _add_codes(sheet, columns, codes)
    missing = {
        (sheet.ids[row], name): kind
        for name, column in columns.items()
        for row, kind in column.missing.items()
    }
    values = {name: column.values for name, column in columns.items()}
    titles = [_title(cell) for cell in sheet.columns.get("title", ())]
    places = _RowPlaces(sheet.file, sheet.lines, sheet.positions)
    rows = {case: row for row, case in enumerate(sheet.ids)}
    cases = _TableCases(rows, titles, values, missing, codes, places)
    return CaseData(cases, values_table(sheet.ids, values), missing), problems


def values_table(
    ids: Sequence[str], values: Mapping[str, npt.NDArray[np.float64] | npt.NDArray[np.object_]]
) -> pd.DataFrame:
    """Give one row per case, named by its id, and one column per coded value.

    Examples
    --------
    >>> values_table(["T01", "T02"], {"tandem": np.array([0.9, 0.1])})["tandem"].to_dict()
    {'T01': 0.9, 'T02': 0.1}
    """
    index = pd.Index(np.array(ids, dtype=object), name="case")
    columns = {name: pd.Series(column, index=index, dtype=column.dtype) for name, column in values.items()}
    return pd.DataFrame(columns, index=index)


def _add_codes(sheet: Sheet, columns: dict[str, Column], codes: Codes) -> list[Problem]:
    """Fill empty cells with what the coders agree on; report where they disagree."""
    problems: list[Problem] = []
    rows = {case: row for row, case in enumerate(sheet.ids)}
    for case, by_name in codes.items():
        for name, coders in by_name.items():
            row, column = rows.get(case), columns.get(name)
            if row is None or (column is not None and (row in column.wrong or _is_given(column, row))):
                continue
            settled = settle(None, None, coders)
            if settled.disagreement:
                problems.append(_disagreement(sheet, row, name, settled.disagreement))
            columns[name] = _with_value(column, row, len(rows), settled.value, settled.missing)
    return problems


def _is_given(column: Column, row: int) -> bool:
    value = column.values[row]
    return row in column.missing or (value is not None and value == value)


def _with_value(
    column: Column | None, row: int, length: int, value: float | str | None, missing: Missing | None
) -> Column:
    if column is None:
        column = Column(np.full(length, np.nan), {}, {})
    if missing is not None and missing != "not coded":
        column.missing[row] = missing
    if value is None:
        return column
    values = column.values
    if isinstance(value, str) and values.dtype != object:
        values = np.array([None if number != number else number for number in values.tolist()], dtype=object)
    values[row] = value
    return Column(values, column.missing, column.wrong)


def _disagreement(sheet: Sheet, row: int, name: str, message: str) -> Problem:
    return Problem(
        message=message, hint="Write the value agreed on into the table.", code="coders-disagree",
        file=sheet.file, line=sheet.lines[row], column=sheet.positions.get(name, 0), case=sheet.ids[row],
        field=f"values.{name}",
    )  # fmt: skip


def _title(cell: Cell) -> str:
    return cell if isinstance(cell, str) else number_text(cell)


@dataclass(frozen=True)
class _RowPlaces:
    """Where the rows and columns of a table stand."""

    file: str
    lines: Sequence[int]
    positions: Mapping[str, int]

    def of_row(self, row: int) -> Places:
        line = self.lines[row]
        marks: dict[FieldPath, tuple[int, int]] = {(): (line, 1), ("id",): (line, 1)}
        for name, column in self.positions.items():
            marks[("title",) if name == "title" else ("values", name)] = (line, column)
        return Places(self.file, marks)


@dataclass(frozen=True, eq=False)
class _TableCases(Mapping[str, Case]):
    """The cases of a table, each made when it is asked for: a hundred thousand would take seconds."""

    rows: Mapping[str, int]
    titles: Sequence[str]
    values_of: Mapping[str, npt.NDArray[np.float64] | npt.NDArray[np.object_]]
    missing: Mapping[tuple[str, str], Missing]
    codes: Codes
    places: _RowPlaces

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, case: str) -> Case:
        row = self.rows[case]
        return Case(
            id=case,
            title=self.titles[row] if self.titles else "",
            values={name: self._value(case, row, name) for name in self.values_of},
            places=self.places.of_row(row),
        )

    def _value(self, case: str, row: int, name: str) -> CodedValue:
        value = self.values_of[name][row]
        coders = self.codes.get(case, {}).get(name, {})
        if value is None or value != value:  # NaN is not equal to itself
            return CodedValue(missing=self.missing.get((case, name), "not coded"), coders=coders)
        return CodedValue(value=value if isinstance(value, str) else float(value), coders=coders)
