"""Tables that a method's options name: read like the table of cases, but free in their shape.

A frame to choose cases from, judgements of experts, a list of ties: each lies in the study's folder, and is
read with the same care for encodings, limits and damaged workbooks as the cases are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casecompare.errors import Problem, StudyError
from casecompare.study.files import open_input, stays_inside
from casecompare.study.limits import Limits
from casecompare.study.sheet_formats import Cell, TableReader, read_rows
from casecompare.study.wording import number_text

__all__ = ["NamedTable", "named_files", "read_named_table"]


@dataclass(frozen=True, kw_only=True)
class NamedTable:
    """The rows of a table as text.

    Parameters
    ----------
    path
        As typed from the study's folder.
    sha256
        The hash of its bytes.
    header, header_line
        The first row that is not empty, and its line.
    rows
        Each further row that is not empty, as wide as it was written, with its line (in Excel: its row).
    problems
        Notes of reading, for instance on semicolons between the cells; no errors.
    """

    path: str
    sha256: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...] = ()


def read_named_table(
    folder: Path,
    path: str,
    *,
    sheets: Sequence[str] = (),
    readers: Mapping[str, TableReader] | None = None,
    limits: Limits | None = None,
) -> NamedTable:
    """Read a table from a study's folder.

    Parameters
    ----------
    folder
        The study's folder; what lies outside of it is not read, not even through a link.
    path
        The path from there: ``.csv`` (comma, semicolon or tab; UTF-8), ``.xlsx``, or a format of `readers`.
    sheets
        Which sheet of a workbook is read if it is there; else the first.
    readers
        The table formats of plugins.
    limits
        How large it may be.

    Raises
    ------
    StudyError
        If it is not there, lies outside, is too large, or is no table: every problem with its line.

    Examples
    --------
    >>> table = read_named_table(Path("cases/lipset_1959"), "cases.csv")
    >>> table.header[:2], len(table.rows), table.rows[0][0]
    (('case', 'title'), 18, 2)
    """
    bounds = limits or Limits()
    if not stays_inside(path) or "\0" in path:
        hint = "Copy it there and write its name."
        raise StudyError([Problem(message="the table must lie in the study's folder.", hint=hint,
                                  code="outside-folder", file=path)])  # fmt: skip
    source, problems = open_input(folder, path, bounds)
    if source is None:
        raise StudyError(problems)
    read = read_rows(source, folder / path, readers or {}, bounds, sheets=sheets)
    told = read.told()
    if read.has_failed or any(one.level == "error" for one in told):
        raise StudyError(told)
    filled = [(line, tuple(map(_text, row))) for line, row in zip(read.lines, read.rows, strict=True)]
    filled = [(line, cells) for line, cells in filled if any(cells)]
    if not filled:
        hint = "Write the names of the columns into its first row."
        raise StudyError([Problem(message="the table is empty.", hint=hint, code="empty-file", file=path)])
    return NamedTable(
        path=path,
        sha256=source.sha256,
        header=filled[0][1],
        header_line=filled[0][0],
        rows=tuple(filled[1:]),
        problems=tuple(told),
    )


def named_files(folder: Path, options: object) -> Iterator[str]:
    """Give every path in a method's options that is a file of the study's folder, once each.

    They belong to the input, so that their hashes are part of the study's.

    Examples
    --------
    >>> options = {"frame": "cases.csv", "outcome": "developed", "files": ["../secret", "study.yaml"]}
    >>> list(named_files(Path("cases/lipset_1959"), options))
    ['cases.csv', 'study.yaml']
    """
    if isinstance(options, str):
        if 0 < len(options) < 500 and "\0" not in options and stays_inside(options):
            place = folder / options
            if place.is_file() and place.resolve().is_relative_to(folder.resolve()):
                yield options
        return
    if isinstance(options, Mapping):
        options = list(options.values())
    if isinstance(options, list | tuple):
        for one in options:
            yield from named_files(folder, one)


def _text(cell: Cell) -> str:
    """Give a cell as a person writes it, its letters composed."""
    return number_text(cell) if isinstance(cell, float) else unicodedata.normalize("NFC", cell).strip()
