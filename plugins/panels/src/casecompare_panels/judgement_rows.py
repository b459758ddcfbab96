"""Rows of judgements as written, in a file or in the options, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casecompare import Diagnostic, NamedTable, Problem, Study
from casecompare_panels.judgements import folded
from casecompare_panels.options import JudgementRow
from casecompare_panels.wording import listed, short

__all__ = ["COLUMNS", "NEEDED", "Row", "inline_rows", "rows_of_file"]

COLUMNS = tuple(JudgementRow.model_fields)
"""The columns of a table of judgements."""
NEEDED = ("panel", "expert", "finding", "judgement")
"""Those that no table may lack; one of country and system must be there as well."""

_ALSO_CALLED = {"judgment": "judgement", "hypothesis": "finding"}


@dataclass(frozen=True)
class Row:
    """One row as written.

    Parameters
    ----------
    cells
        Its texts by column.
    place
        A problem without words that stands where the row stands.
    columns
        The number of each column, counted from 1; empty for rows in the options.
    """

    cells: Mapping[str, str]
    place: Problem
    columns: Mapping[str, int]

    def problem(self, name: str, message: str, hint: str = "", *, code: str) -> Problem:
        """Make a problem with a cell of the row."""
        field_name = f"{self.place.field}.{name}" if self.place.field else name
        column = self.columns.get(name, self.place.column)
        return replace(
            self.place, message=message, hint=hint, field=field_name, column=column, code=f"panels.{code}"
        )

    @property
    def said(self) -> str:
        """Where it stands, in a word or two."""
        return f"line {self.place.line}" if self.place.line else self.place.field


def rows_of_file(file: NamedTable) -> tuple[list[Row], list[Problem], tuple[Diagnostic, ...]]:
    """Give the rows of a table, what is wrong with its header or its width, and which columns are not read.

    Capitals and blanks in names of columns do not count; their order is free. Without the columns that are
    needed there are no rows.
    """
    head = Row({}, Problem(message="", file=file.path, line=file.header_line), {})
    positions, problems, ignored = _positions(file, head)
    if problems:
        return [], problems, ()
    columns = {name: position + 1 for name, position in positions.items()}
    width, rows = len(file.header), []
    for line, cells in file.rows:
        place = replace(head.place, line=line, column=1)
        if any(cells[width:]):
            message = f"the row has {len(cells)} cells, but the header has {width}."
            hint = "Put a cell that holds a comma in quotes."
            problems.append(Row({}, place, {}).problem("", message, hint, code="ragged-row"))
            continue
        named = {name: cells[at] if at < len(cells) else "" for name, at in positions.items()}
        rows.append(Row(named, place, columns))
    return rows, problems, _ignored(file.path, ignored)


def _positions(file: NamedTable, head: Row) -> tuple[dict[str, int], list[Problem], list[str]]:
    """Give the place of each column that is read, what is wrong with the header, and the other columns."""
    positions: dict[str, int] = {}
    problems, ignored = [], []
    for position, title in enumerate(file.header):
        name = _ALSO_CALLED.get(folded(title), folded(title))
        if name in positions:
            message = f"the column '{name}' stands twice."
            problems.append(head.problem(name, message, "Keep one.", code="column"))
        elif name in COLUMNS:
            positions[name] = position
        elif near := difflib.get_close_matches(name, COLUMNS, 1, 0.75):
            hint = f"Did you mean '{near[0]}'?"
            problems.append(head.problem("", f"there is no column '{short(title)}'.", hint, code="column"))
        elif name:
            ignored.append(short(title))
    lacking = [name for name in NEEDED if name not in positions]
    lacking += [] if {"country", "system"} & set(positions) else ["country"]
    if lacking:
        hint = f"The columns are {', '.join(COLUMNS)}; name them in the first row."
        problems.append(head.problem("", f"columns are missing: {', '.join(lacking)}.", hint, code="column"))
    return positions, problems, ignored


def inline_rows(study: Study, rows: Sequence[JudgementRow]) -> list[Row]:
    """Give the rows that stand in the options, with their places in ``study.yaml``."""
    return [_inline_row(study, number, row) for number, row in enumerate(rows)]


def _inline_row(study: Study, number: int, row: JudgementRow) -> Row:
    given = {name: str(getattr(row, name)) for name in COLUMNS}
    place = study.problem("methods", "panels", "judgements", number, message="", code="")
    return Row(given, place, {})


def _ignored(path: str, columns: Sequence[str]) -> tuple[Diagnostic, ...]:
    if not columns:
        return ()
    message = f"columns of {path} that are not read: {listed(columns)}."
    return (Diagnostic(level="note", code="panels.column", message=message),)
