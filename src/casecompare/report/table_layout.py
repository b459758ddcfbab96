"""How a table gets onto paper: the widths of its columns, smaller, turned round, or in several parts.

Nothing is cut off. A table that is too wide for a page is set smaller, then on a page turned round; one that
is too wide for that as well goes below itself in parts, each of which begins with the columns that tell its
rows apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from casecompare.figures import text_width
from casecompare.report.content import Cell, Chip, TableBlock, TableColumn, show_cell
from casecompare.report.text import shorten

__all__ = ["ACROSS", "UPRIGHT", "TableLayout", "TablePart", "breakable", "column_title", "lay_out"]

UPRIGHT = 166.0
"""Millimetres between the margins of an A4 page."""
ACROSS = 253.0
"""The same of a page turned round."""

_SIZES = ((8.5, UPRIGHT), (7.5, UPRIGHT), (8.0, ACROSS), (7.0, ACROSS))
"""Sizes of text in points and the widths that they have, in the order in which they are tried."""
_SMALL = 7.5
_GAP = 2.6
"""Millimetres of white beside the text of a column, both sides together."""
_MILLIMETRES = 25.4 / 72
# Book faces such as Times and Libertinus run narrower than the sans serif that figures are measured in.
_SERIF = 0.92
_BOLD = 1.1
_LONGEST_WORD = 30.0
"""Millimetres that a piece of text at 10 points may take in a line; words beyond are broken."""
_MOST_KEYS = 3
_LONGEST_TITLE = 160
_MEASURED = 400
"""Rows whose texts are measured; later ones seldom are wider, and would be broken and not cut."""
_MOST_SIGNS = 400
_MOST_LINES = 5.0
"""Lines of a row in the mean beyond which a table is set smaller or on a page turned round."""
_PIECES = re.compile(r"[^\s\u200b]+")
_BREAKS = re.compile(r"(?<=[*+_/,;:.()=>|\\-])(?=[^\s*+_/,;:.()=>|\\-])")
_SHORT = 8
"""Words up to this length stay whole."""


@dataclass(frozen=True, kw_only=True)
class TablePart:
    """Some columns of a table, by their numbers, and how wide each gets in millimetres."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class TableLayout:
    """How a table is set.

    Parameters
    ----------
    size
        Of its text, in points.
    is_across
        Whether it stands on a page turned round.
    parts
        One below the other; mostly a single one.
    lines
        About how many lines its highest part takes.
    """

    size: float
    is_across: bool
    parts: tuple[TablePart, ...]
    lines: float = 0.0


def breakable(text: str) -> str:
    r"""Let a line end inside of long words, and at spaces that would forbid it: columns are narrow.

    Parameters
    ----------
    text
        Words of up to eight signs stay whole, others as far as they fit into a column.

    Returns
    -------
    str
        The text with spaces of no width (U+200B) where a line may end.

    Examples
    --------
    >>> breakable("TANDEM*ALIGNED*CLINICAL and more").split("\u200b")
    ['TANDEM*', 'ALIGNED*', 'CLINICAL and more']
    >>> max(map(len, breakable("x" * 10_000).split("\u200b"))) < 20
    True
    """
    return _PIECES.sub(_broken, text.replace("\u00a0", " ")) if len(text) > _SHORT else text


def column_title(column: TableColumn) -> str:
    """Give a column's title as it stands in the head: never so long that a head would fill a page.

    Examples
    --------
    >>> column_title(TableColumn("incl.")), len(column_title(TableColumn("x" * 10_000)))
    ('incl.', 160)
    """
    return shorten(column.title, _LONGEST_TITLE)


def lay_out(block: TableBlock) -> TableLayout:
    """Say how a table is set on A4 pages such that nothing of it is cut off.

    Parameters
    ----------
    block
        The table; its first 400 rows are measured.

    Returns
    -------
    TableLayout
        Its widths add up to `UPRIGHT` at most, or to `ACROSS` on a page turned round.

    Examples
    --------
    >>> from casecompare.report.content import Cell, Row, TableColumn
    >>> wide = tuple(TableColumn(f"measure {number}") for number in range(60))
    >>> row = Row(tuple(Cell(0.5) for _ in wide))
    >>> lay_out(TableBlock("C", wide[:3], ())).parts[0].columns
    (0, 1, 2)
    >>> laid = lay_out(TableBlock("C", wide, (row,)))
    >>> laid.is_across, len(laid.parts), {part.columns[0] for part in laid.parts}
    (False, 6, {0})
    """
    if not block.columns:
        return TableLayout(size=_SIZES[0][0], is_across=False, parts=())
    rows = list(_rows(block))
    needs = _needs(rows)
    tried = [_whole(needs, size, room) for size, room in _SIZES if sum(needs.least(size)) <= room]
    if not tried:
        portions = _portions(needs.least(_SMALL), _key_count(block))
        parts = tuple(_part(columns, needs, _SMALL, UPRIGHT) for columns in portions)
        tried = [TableLayout(size=_SMALL, is_across=False, parts=parts)]
    counted = [replace(laid, lines=_lines(rows, laid) * (len(block.rows) + 1)) for laid in tried]
    airy = (laid for laid in counted if laid.lines <= _MOST_LINES * (len(block.rows) + 1))
    return next(airy, min(counted, key=lambda laid: laid.lines))


@dataclass(frozen=True)
class _Needs:
    """What the columns of a table need, in millimetres at 10 points.

    The widest piece that stays whole, the widest text, and how wide texts are in the quadratic mean, which
    says better than one long text how much a column has to hold.
    """

    words: list[float]
    texts: list[float]
    means: list[float]

    def least(self, size: float) -> list[float]:
        return [width * size / 10 + _GAP for width in self.words]

    def most(self, size: float) -> list[float]:
        return [width * size / 10 + _GAP for width in self.texts]

    def usual(self, size: float) -> list[float]:
        return [width * size / 10 + _GAP for width in self.means]


def _broken(found: re.Match[str]) -> str:
    if len(found[0]) <= _SHORT:
        return found[0]
    return "\u200b".join(piece for part in _BREAKS.split(found[0]) for piece in _fitting(part))


def _fitting(word: str) -> Iterator[str]:
    """Give a word in pieces that fit into a column."""
    if len(word) <= _SHORT or _wide(word) <= _LONGEST_WORD:
        yield word
        return
    start, used = 0, 0.0
    for at, sign in enumerate(word):
        width = _wide(sign)
        if used + width > _LONGEST_WORD:
            yield word[start:at]
            start, used = at, 0.0
        used += width
    yield word[start:]


def _rows(block: TableBlock) -> Iterator[list[tuple[float, float]]]:
    """Give for each cell how wide its widest piece and its text are, in millimetres at 10 points."""
    titles = [_width(column_title(column)) for column in block.columns]
    # They are bold.
    yield [(word * _BOLD, text * _BOLD) for word, text in titles]
    for row in block.rows[:_MEASURED]:
        yield [_cell_width(cell, column) for cell, column in zip(row.cells, block.columns, strict=True)]


def _cell_width(cell: Cell, column: TableColumn) -> tuple[float, float]:
    word, text = _width(show_cell(cell, column))
    # A verdict by itself is bold and stays on the line of its sign.
    is_verdict = len(cell.line) == 1 and isinstance(cell.line[0], Chip)
    return (min(text, _LONGEST_WORD) * _BOLD, text * _BOLD) if is_verdict else (word, text)


@lru_cache(maxsize=4096)
def _width(text: str) -> tuple[float, float]:
    words = _words(breakable(text))
    return max(map(_wide, words), default=0.0), _wide(text)


def _needs(rows: Sequence[Sequence[tuple[float, float]]]) -> _Needs:
    columns = list(zip(*rows, strict=True))
    return _Needs(
        words=[max(word for word, _ in column) for column in columns],
        texts=[max(text for _, text in column) for column in columns],
        means=[math.sqrt(sum(text * text for _, text in column) / len(column)) for column in columns],
    )


def _whole(needs: _Needs, size: float, room: float) -> TableLayout:
    part = _part(tuple(range(len(needs.words))), needs, size, room)
    return TableLayout(size=size, is_across=room == ACROSS, parts=(part,))


def _lines(rows: Sequence[Sequence[tuple[float, float]]], laid: TableLayout) -> float:
    """Estimate how many lines a row of the highest part takes in the mean."""

    def height(row: Sequence[tuple[float, float]], part: TablePart) -> float:
        texts = (row[at][1] * laid.size / 10 for at in part.columns)
        rooms = (max(width - _GAP, 1.0) for width in part.widths)
        return max(math.ceil(max(1.0, text / room - 0.01)) for text, room in zip(texts, rooms, strict=True))

    return max(sum(height(row, part) for row in rows) / len(rows) for part in laid.parts)


def _words(text: str) -> list[str]:
    return text.replace("\u200b", " ").split()


def _wide(text: str) -> float:
    # Far beyond a line's length the exact width does not matter.
    return text_width(text[:_MOST_SIGNS], 10.0) * _SERIF * _MILLIMETRES


def _key_count(block: TableBlock) -> int:
    """Count the first columns that tell all rows apart, three at most; one where none of them do."""
    for count in range(1, min(_MOST_KEYS, len(block.columns)) + 1):
        keys = {
            tuple(
                show_cell(cell, column)
                for cell, column in zip(row.cells, block.columns[:count], strict=False)
            )
            for row in block.rows
        }
        if len(keys) == len(block.rows):
            return count
    return 1


def _portions(widths: Sequence[float], keys: int) -> Iterator[tuple[int, ...]]:
    """Divide the columns into parts that fit on a page, each beginning with the keys."""
    first = tuple(range(keys))
    taken: list[int] = []
    used = start = sum(widths[:keys])
    for at in range(keys, len(widths)):
        if taken and used + widths[at] > UPRIGHT:
            yield (*first, *taken)
            taken, used = [], start
        taken.append(at)
        used += widths[at]
    yield (*first, *taken)


def _part(columns: tuple[int, ...], needs: _Needs, size: float, room: float) -> TablePart:
    """Give each column what its words need, and share what is left by what its texts would take."""
    least, most, usual = needs.least(size), needs.most(size), needs.usual(size)
    if sum(most[at] for at in columns) <= room:
        return TablePart(columns=columns, widths=tuple(round(most[at], 2) for at in columns))
    wanted = [max(0.0, usual[at] - least[at]) for at in columns]
    left = room - sum(least[at] for at in columns)
    share = left / (sum(wanted) or 1.0)
    widths = (min(most[at], least[at] + share * more) for at, more in zip(columns, wanted, strict=True))
    # Rounded down, so that together they never take more than there is.
    return TablePart(columns=columns, widths=tuple(math.floor(width * 100) / 100 for width in widths))
