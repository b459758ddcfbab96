"""Every table of a comparison as a CSV file: for a spreadsheet, R or a colleague's program.

UTF-8, commas, one header line. Numbers have their full precision, missing cells are empty, several case
ids in one cell stand with semicolons. A study with a status ("illustrative, constructed") has it in the
last column of every table, so that it travels with the data.

A text cell that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or
a line end) gets an apostrophe in front; numbers stay as they are.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence

from casecompare.methods import Comparison
from casecompare.report.data_tables import data_tables
from casecompare.report.text import clean, one_line, slug
from casecompare.report.values import FrameColumn, Value
from casecompare.report.withholding import withhold

__all__ = ["defuse", "render_tables"]

_ACTIVE = tuple("=+-@＝＋－＠")
_ABOUT = """\
The tables of the comparison as CSV: UTF-8, commas, one header line, missing cells empty.
Several case ids in one cell stand with semicolons. Text that a spreadsheet would take for a formula
has an apostrophe in front of it. What the columns mean:
"""


def render_tables(comparison: Comparison) -> dict[str, bytes]:
    """Give the content of each file by its name: one CSV per table, and a ``README.txt`` about them.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> sorted(render_tables(Comparison(study=Study(name="s"))))
    ['README.txt']
    """
    shown = withhold(comparison)
    files: dict[str, bytes] = {}
    about = [one_line(shown.study.title or shown.study.name), one_line(shown.study.status), "", _ABOUT]
    for table in data_tables(shown):
        file = _free_name(table.name, files)
        files[file] = _csv(table.columns, shown.study.status).encode("utf-8", "replace")
        about += ["", f"{file}: {one_line(table.title)}", *_described(table.columns)]
    files["README.txt"] = ("\n".join(about).rstrip() + "\n").encode("utf-8", "replace")
    return files


def defuse(text: str) -> str:
    """Give a text such that a spreadsheet shows it and does not run it.

    Examples
    --------
    >>> defuse("=1+1"), defuse("-"), defuse("A*~B")
    ("'=1+1", "'-", 'A*~B')
    """
    is_active = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_ACTIVE)
    return f"'{text}" if is_active else text


def _csv(columns: Sequence[FrameColumn], status: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    heads = [defuse(clean(column.name)) for column in columns]
    cells = [_column_text(column.values) for column in columns]
    if status:
        heads.append("study status")
        cells.append([defuse(clean(status))] * len(cells[0]))
    writer.writerow(heads)
    writer.writerows(zip(*cells, strict=True))
    return written.getvalue()


def _column_text(values: Sequence[Value]) -> list[str]:
    """Write the cells of a column; the same text once, since a large table repeats names a million times."""
    known: dict[str, str] = {}
    cells = []
    for value in values:
        if type(value) is float:
            cells.append("" if math.isnan(value) else repr(value))
        elif value is None:
            cells.append("")
        elif isinstance(value, str):
            if value not in known:
                known[value] = defuse(clean(value))
            cells.append(known[value])
        else:
            cells.append(_written(value))
    return cells


def _written(value: float | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return defuse(clean("; ".join(value))) if isinstance(value, tuple) else repr(value)


def _described(columns: Sequence[FrameColumn]) -> Iterator[str]:
    for column in columns:
        said = ": ".join(
            filter(None, [column.title if column.title != column.name else "", column.description])
        )
        if said:
            yield f"  {one_line(column.name)}: {one_line(said)}"


def _free_name(name: str, taken: dict[str, bytes]) -> str:
    """Give a file name that no other table has, also where letters' case does not count."""
    stem = slug(name, 80) or "table"
    used = {file.casefold() for file in taken}
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.csv" for number in range(1, len(taken) + 2))
    return next(file for file in names if file.casefold() not in used)
