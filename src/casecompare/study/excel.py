"""Excel workbooks, read without trusting them: a few bytes of one can ask for all the memory there is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casecompare.study.limits import Limits, size_text

__all__ = ["Grid", "UnreadableWorkbook", "read_workbook"]

_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")
_CHUNK = 1 << 20
_OVERLAP = 500  # bytes: longer than what a cell's tag holds before and in its address
_DAMAGED = "this is no Excel workbook (.xlsx), or it is damaged."


class Grid(NamedTuple):
    """The rows of one sheet, its name, and how many sheets there are."""

    rows: Sequence[Sequence[object]]
    sheet: str
    sheets: int


class UnreadableWorkbook(Exception):
    """A workbook that cannot be read: what is wrong, the likely fix, and a stable code."""

    def __init__(self, message: str, hint: str, code: str) -> None:
        self.message, self.hint, self.code = message, hint, code
        super().__init__(message)


def read_workbook(content: bytes, limits: Limits, sheets: Sequence[str] = ("cases",)) -> Grid:
    """Read a sheet of a workbook.

    Parameters
    ----------
    content
        The bytes of the file.
    limits
        `cells` bounds the rectangle in use; ten times `file_bytes` what the workbook unpacks to.
    sheets
        Names of sheets, in small letters: the first that is there is read, else the first sheet of all.

    Raises
    ------
    UnreadableWorkbook
        If it is damaged or too large.
    """
    from python_calamine import CalamineWorkbook  # here, since few studies need it

    try:
        _check_size(content, limits)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names: list[str] = workbook.sheet_names
        by_name = {name.casefold(): name for name in names}
        name = next((by_name[one] for one in sheets if one in by_name), names[0])
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except UnreadableWorkbook:
        raise
    except Exception as error:  # there is no end to what a damaged file can raise in zipfile and calamine
        raise UnreadableWorkbook(_DAMAGED, "Save it again in Excel.", "unreadable-file") from error
    return Grid(rows, name, len(names))


def _check_size(content: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > 10 * limits.file_bytes:
            message = f"unpacked it has {size_text(unpacked)}, more than ten times the limit of a file."
            raise UnreadableWorkbook(message, limits.raise_hint(unpacked // 10), "file-too-large")
        for name in archive.namelist():
            row, column = _furthest_cell(archive, name)
            _check_cells(row, column, limits)


def _check_cells(row: int, column: int, limits: Limits) -> None:
    # The reader makes a rectangle up to the furthest cell, however empty it is.
    if row * column > limits.cells:
        message = f"a sheet reaches to row {row:,} and column {column:,}."
        hint = "Delete the empty rows and columns after the table, or raise the limit with Limits(cells=…)."
        raise UnreadableWorkbook(message, hint, "too-many-cells")


def _furthest_cell(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    row = column = 1
    for piece in _pieces(archive, name):
        for letters, number in _CELL.findall(piece):
            row, column = max(row, int(number)), max(column, _column_number(letters))
    return row, column


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Give a part of the workbook in pieces that overlap, so that no tag is cut in all of them."""
    before = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            yield before + chunk
            before = chunk[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
