"""A document as it stands on paper: one run of items, tables and figures numbered, wide ones turned round.

What a page on a screen folds away has a heading here. Word and PDF are made from this, so that a table has
the same number in both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from casecompare.report.content import (
    Block,
    Cell,
    Code,
    Details,
    Document,
    Facts,
    FigureBlock,
    Formula,
    Heading,
    Line,
    Listing,
    Note,
    Paragraph,
    Section,
    Statement,
    TableBlock,
    TableColumn,
    Text,
)
from casecompare.report.figure_print import print_size
from casecompare.report.table_layout import UPRIGHT, TableLayout, lay_out
from casecompare.report.text import clean
from casecompare.report.values import show_value

__all__ = [
    "MOST_ROWS",
    "Marks",
    "Paper",
    "PaperFigure",
    "PaperHeading",
    "PaperItem",
    "PaperTable",
    "Sheet",
    "cell_line",
    "column_notes",
    "formula_text",
    "lay_on_paper",
    "said",
]

MOST_ROWS = 1000
"""Rows of a table beyond which paper says how many more there are; CSV and JSON hold them all."""

_HIGHEST = 205.0
"""Millimetres that a figure may be high, so that its caption stands on the same page."""
_ARROWS = {"<=>": "⇔", "=>": "⇒", "<=": "⇐"}
# The white of other scripts is kept; what XML cannot hold is not.
_WHITE = re.compile(r"[ \n]+")
_LONGEST_WORD = 200
# Scripts that set no spaces between words are none of these.
_ENDLESS = re.compile(rf"[A-Za-z0-9\u00c0-\u024f]{{{_LONGEST_WORD + 1},}}")
_UNWRITABLE = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class PaperHeading:
    """A heading, from level 1 on; `is_folded` where a screen shows what follows only when asked."""

    line: Line
    level: int
    anchor: str = ""
    is_folded: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperTable:
    """A table with its number and its layout; `left_out` counts the rows beyond `MOST_ROWS`."""

    number: int
    block: TableBlock
    layout: TableLayout
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class PaperFigure:
    """A figure with its number, its width and height in millimetres, and the number of the table behind it.

    The sizes are 0 where the drawing does not say how large it is, the table's number where there is none.
    """

    number: int
    block: FigureBlock
    width: float
    height: float
    table: int = 0


PaperItem: TypeAlias = (
    PaperHeading | PaperTable | PaperFigure | Paragraph | Listing | Facts | Statement | Note | Code
)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Items that follow each other on pages of one orientation."""

    is_across: bool
    items: tuple[PaperItem, ...]


class Marks:
    """The short names of the places that something leads to, given to each place once while it is written.

    Examples
    --------
    >>> marks = Marks({"case:T01": "mark1"})
    >>> marks.lead("case:T01"), marks.lead("case:T02"), marks.place("case:T01"), marks.place("case:T01")
    ('mark1', '', 'mark1', '')
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._placed: set[str] = set()

    def lead(self, anchor: str) -> str:
        """Give the name that a link to an anchor needs; nothing where it leads nowhere."""
        return self._names.get(anchor, "")

    def place(self, anchor: str) -> str:
        """Give the name that the place of an anchor needs; nothing where it has been placed already."""
        if anchor in self._placed:
            return ""
        self._placed.add(anchor)
        return self._names.get(anchor, "")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document on its sheets.

    `marks` has a short name for each anchor that something leads to, and that exists.
    """

    document: Document
    sheets: tuple[Sheet, ...]
    marks: Mapping[str, str]


def lay_on_paper(document: Document) -> Paper:
    """Give a document as it stands on A4 pages.

    Examples
    --------
    >>> words = (Details((Text("more"),), (Paragraph((Text("said"),)),)),)
    >>> paper = lay_on_paper(Document("D", (Section("a", "First", words),)))
    >>> [getattr(item, "level", "text") for item in paper.sheets[0].items]
    [1, 2, 'text']
    """
    flat = [item for section in document.sections for item in _section(section, 1)]
    numbered = _with_tables(list(_numbered(flat)))
    return Paper(document=document, sheets=tuple(_sheets(numbered)), marks=_marks(numbered))


def said(text: str) -> str:
    r"""Give a text as it may stand on paper: without control characters, white space as single spaces.

    Words of more than 200 letters are cut; no language has them, and the other formats show them whole.

    Examples
    --------
    >>> said(" a\x00b\n  c"), len(said("x" * 10_000))
    (' ab c', 200)
    """
    shown = _WHITE.sub(" ", _UNWRITABLE.sub("", clean(text)))
    return _ENDLESS.sub(lambda word: word[0][:199] + "…", shown) if len(shown) > _LONGEST_WORD else shown


def cell_line(cell: Cell, column: TableColumn) -> Line:
    """Give a cell as a line, in the way of its column.

    Examples
    --------
    >>> cell_line(Cell(0.5), TableColumn("inclusion"))
    (Text(text='0.500', role='plain', target=''),)
    """
    return cell.line or (Text(show_value(cell.value, column.decimals)),)


def column_notes(block: TableBlock) -> list[tuple[str, str]]:
    """Give what has to be said below a table of its columns: titles and what they mean.

    Examples
    --------
    >>> column_notes(TableBlock("C", (TableColumn("n", "Number of cases."), TableColumn("x")), ()))
    [('n', 'Number of cases')]
    """
    # Some descriptions end with a stop and some do not; they get none or a semicolon here.
    return [
        (column.title, column.description.strip().rstrip(".;"))
        for column in block.columns
        if column.description
    ]


def formula_text(text: str) -> str:
    """Give a part of a formula with arrows in place of the signs that are typed for them.

    Examples
    --------
    >>> formula_text("A*B => C")
    'A*B ⇒ C'
    """
    for typed, sign in _ARROWS.items():
        text = text.replace(typed, sign)
    return text


def _section(section: Section, level: int) -> Iterator[PaperHeading | Block]:
    yield PaperHeading(line=(Text(section.title),), level=level, anchor=section.anchor)
    for block in section.blocks:
        yield from _block(block, level + 1)
    for part in section.parts:
        yield from _section(part, level + 1)


def _block(block: Block, level: int) -> Iterator[PaperHeading | Block]:
    match block:
        case Heading():
            yield PaperHeading(line=(Text(block.text),), level=level, anchor=block.anchor)
        case Details():
            yield PaperHeading(line=block.summary, level=level, anchor=block.anchor, is_folded=True)
            for inner in block.blocks:
                yield from _block(inner, level + 1)
        case _:
            yield block


def _numbered(blocks: Sequence[PaperHeading | Block]) -> Iterator[PaperItem]:
    tables, figures = itertools.count(1), itertools.count(1)
    for block in blocks:
        match block:
            case TableBlock():
                kept = replace(block, rows=block.rows[:MOST_ROWS])
                yield PaperTable(
                    number=next(tables),
                    block=kept,
                    layout=lay_out(kept),
                    left_out=len(block.rows) - len(kept.rows),
                )
            case FigureBlock():
                width, height = _size(block.svg)
                yield PaperFigure(number=next(figures), block=block, width=width, height=height)
            case Heading() | Details():
                raise AssertionError("headings and details were resolved before")
            case _:
                yield block


def _size(svg: str) -> tuple[float, float]:
    """Give the size of a drawing such that it fits on a page with its caption."""
    try:
        own = print_size(svg, None)
        width = min(own.drawn, UPRIGHT)
        height = own.height * width / own.drawn
    except ValueError:
        return 0.0, 0.0
    smaller = min(1.0, _HIGHEST / height) if height else 1.0
    return round(width * smaller, 2), round(height * smaller, 2)


def _with_tables(items: Sequence[PaperItem]) -> list[PaperItem]:
    """Tell each figure the number of the table behind it."""
    numbers = {item.block.anchor: item.number for item in items if isinstance(item, PaperTable)}
    numbers.pop("", None)
    return [
        replace(item, table=numbers.get(item.block.table, 0)) if isinstance(item, PaperFigure) else item
        for item in items
    ]


def _sheets(items: Sequence[PaperItem]) -> Iterator[Sheet]:
    """Divide the items by the orientation of their pages; headings go with what follows them."""
    turned: list[bool] = []
    for item in reversed(items):
        is_across = isinstance(item, PaperTable) and item.layout.is_across
        if isinstance(item, PaperHeading) and turned:
            is_across = turned[-1]
        turned.append(is_across)
    pairs = zip(reversed(turned), items, strict=True)
    for is_across, group in itertools.groupby(pairs, key=lambda pair: pair[0]):
        yield Sheet(is_across=is_across, items=tuple(item for _, item in group))


def _marks(items: Sequence[PaperItem]) -> dict[str, str]:
    """Name the anchors that something leads to; all others would only make the file larger."""
    wanted = {target for item in items for target in _targets(item)} - {""}
    there = dict.fromkeys(anchor for item in items for anchor in _anchors(item) if anchor in wanted)
    return {anchor: f"mark{number}" for number, anchor in enumerate(there, 1)}


def _anchors(item: PaperItem) -> Iterator[str]:
    match item:
        case PaperHeading() | Statement():
            yield item.anchor
        case PaperTable():
            yield item.block.anchor
            yield from (row.anchor for row in item.block.rows if row.anchor)
        case PaperFigure():
            yield item.block.anchor


def _targets(item: PaperItem) -> Iterator[str]:
    if isinstance(item, PaperFigure):
        yield item.block.table
    for content in _lines(item):
        for piece in content:
            if isinstance(piece, Text):
                yield piece.target
            elif isinstance(piece, Formula):
                yield from (target for _, target in piece.links)


def _lines(item: PaperItem) -> Iterator[Line]:
    match item:
        case PaperHeading() | Paragraph() | Note():
            yield item.line
        case Listing():
            yield from item.items
        case Facts():
            yield from (told for _, told in item.pairs)
        case Statement():
            yield from (item.name, item.claim, item.sentence)
            yield from (told for _, told in item.facts)
        case PaperTable():
            yield from (cell.line for row in item.block.rows for cell in row.cells)
