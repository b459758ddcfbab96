"""What may stand in a workbook: names of sheets, and texts that are neither too long nor a formula."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from casecompare.report.text import clean, shorten
from casecompare.report.values import FrameColumn, Value

__all__ = [
    "LINE_HEIGHT",
    "MOST_SIGNS",
    "cell_text",
    "column_width",
    "fits_number",
    "is_active",
    "number_format",
    "page_header",
    "plain_line",
    "row_height",
    "sheet_name",
]

MOST_SIGNS = 32_767
"""Signs that a cell holds, as a spreadsheet counts them: most emoji are two."""
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_TAKEN_BY_EXCEL = "history"
_ACTIVE = tuple("=+-@＝＋－＠")
_NARROWEST, _WIDEST = 8, 60
_MEASURED = 300
"""Rows whose texts are measured for the width of a column."""
LINE_HEIGHT = 15.0
"""Points of a row with one line."""
_MOST_LINES = 10
_NO_XML = re.compile("[\ufffe\uffff]")
_MOST_DIGITS = 10**15
"""Whole numbers from here on lose their last digits in a spreadsheet."""


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    r"""Give a name that a spreadsheet accepts and that no other sheet has.

    At most 31 signs, none of ``[]:*?/\``, no apostrophe at an end, not *History*; capitals do not count.

    Examples
    --------
    >>> sheet_name("qca.truth_table", []), sheet_name("A/B: [all]", []), sheet_name("QCA", ["qca"])
    ('qca.truth_table', 'A-B- -all-', 'QCA-2')
    """
    plain = _FORBIDDEN.sub("-", plain_line(wanted)).strip("' ") or "table"
    used = {name.casefold() for name in (*taken, _TAKEN_BY_EXCEL)}
    endings = ("" if number == 1 else f"-{number}" for number in range(1, len(used) + 2))
    names = (_cut(plain, _LONGEST_NAME - len(ending)).rstrip("' ") + ending for ending in endings)
    return next(name for name in names if name.casefold() not in used)


def plain_line(text: str, length: int = MOST_SIGNS) -> str:
    """Give a text on one line, cut at a length, that stands outside of cells: a note, a title, a name.

    Examples
    --------
    >>> plain_line(" two lines ", 5)
    'two…'
    """
    return shorten(_NO_XML.sub("", text), length)


def cell_text(text: str) -> str:
    r"""Give a text as a cell can hold it: without control characters; what is cut off is counted.

    Examples
    --------
    >>> cell_text("a\x1b[31m red")
    'a[31m red'
    >>> cell_text("x" * 40_000)[-48:]
    'xxxxxx… (7293 more characters are left out here)'
    """
    said = text if text.isprintable() else _NO_XML.sub("", clean(text))
    if _length(said) <= MOST_SIGNS:
        return said
    kept = _cut(said, MOST_SIGNS - 60)
    return f"{kept}… ({len(said) - len(kept)} more characters are left out here)"


def is_active(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula once somebody edits the cell.

    Examples
    --------
    >>> is_active("=1+1"), is_active("  @x"), is_active("A*~B")
    (True, True, False)
    """
    return text.lstrip().startswith(_ACTIVE)


def number_format(column: FrameColumn) -> str:
    """Give how the numbers of a column are shown; they are stored with all their digits.

    Examples
    --------
    >>> number_format(FrameColumn("n", "n", (0.5,), decimals=2)), number_format(FrameColumn("n", "n", ()))
    ('0.00', '0.000')
    """
    if column.decimals is None:
        return "General"
    return f"0.{'0' * min(column.decimals, 15)}" if column.decimals > 0 else "0"


def fits_number(value: float) -> bool:
    """Say whether a spreadsheet stores a whole number as it is."""
    return abs(value) < _MOST_DIGITS


def column_width(column: FrameColumn) -> int:
    """Give a column's width in signs: that of its head and its texts, not below 8 and not above 60.

    Examples
    --------
    >>> column_width(FrameColumn("n", "n", (0.5,))), column_width(FrameColumn("quote", "quote", ("x" * 90,)))
    (8, 60)
    """
    longest = max((_shown_length(value, column) for value in column.values[:_MEASURED]), default=0)
    # The arrow of the filter stands beside the head.
    return max(_NARROWEST, min(_WIDEST, max(longest + 1, len(column.name) + 4)))


def row_height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Give the height of a row in points such that its texts, folded in their columns, can be read.

    Ten lines at most; longer texts can be read in the cell.

    Examples
    --------
    >>> row_height(["x" * 100, 0.5], [60, 8]), row_height([0.5], [8])
    (30.0, 15.0)
    """
    lines = (
        _lines("; ".join(value) if isinstance(value, tuple) else value, width)
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str | tuple)
    )
    return LINE_HEIGHT * max(1, min(_MOST_LINES, max(lines, default=1)))


def page_header(text: str) -> str:
    """Give a text as the header of printed pages, in which an ampersand would be a command.

    Examples
    --------
    >>> page_header("made & shown")
    '&Cmade && shown'
    """
    return f"&C{_cut(plain_line(text), 100).replace('&', '&&')}" if text else ""


def _shown_length(value: Value, column: FrameColumn) -> int:
    if isinstance(value, tuple):
        return sum(map(len, value)) + 2 * len(value)
    if isinstance(value, float) and column.decimals is not None:
        return len(str(int(value))) + 1 + column.decimals if math.isfinite(value) else 1
    return max(map(len, str(value).splitlines() or [""])) if value is not None else 0


def _lines(text: str, width: float) -> int:
    if len(text) <= width and "\n" not in text:
        return 1
    # Words are not broken, so that lines are seldom full.
    return sum(math.ceil((len(line) or 1) / (0.95 * width)) for line in text[:5000].split("\n"))


def _length(text: str) -> int:
    """Count as a spreadsheet does: signs outside the basic plane are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def _cut(text: str, most: int) -> str:
    """Give the beginning of a text that is not longer than a spreadsheet allows."""
    kept = text[:most]
    while _length(kept) > most:
        kept = kept[: most - _length(kept)]
    return kept
