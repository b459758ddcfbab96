"""What a report says, apart from how it looks: immutable blocks that every format renders.

A `Document` has sections, a section has blocks, a block has lines of inline pieces. Numbers stay numbers
in the cells of tables. Anchors and targets are plain words; a format that has links makes them links,
the others leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from casecompare.errors import Level
from casecompare.report.values import Value, is_numeric, show_value

__all__ = [
    "Block",
    "Cell",
    "Chip",
    "Code",
    "Details",
    "Document",
    "Facts",
    "FigureBlock",
    "Formula",
    "Heading",
    "Inline",
    "Line",
    "Listing",
    "Note",
    "Paragraph",
    "Row",
    "Section",
    "Statement",
    "TableBlock",
    "TableColumn",
    "Text",
    "Tone",
    "line",
    "plain_text",
    "show_cell",
]

Tone = Literal["good", "mixed", "bad", "open", "quiet"]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of running text; `target` is the anchor it leads to."""

    text: str
    role: Literal["plain", "strong", "quiet", "quote", "code"] = "plain"
    target: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression in the field's notation; `links` gives the anchors of the sets it names."""

    text: str
    links: tuple[tuple[str, str], ...] = ()

    def parts(self) -> Iterator[Text]:
        """Split the formula at the names of sets, each with its anchor.

        Examples
        --------
        >>> [(part.text, part.target) for part in Formula("A*~B", (("A", "set-A"),)).parts()]
        [('A', 'set-A'), ('*~B', '')]
        """
        anchors = dict(self.links)
        if not anchors:
            yield Text(self.text)
            return
        names = "|".join(sorted(map(re.escape, anchors), key=len, reverse=True))
        for piece in re.split(rf"(?<![\w.])({names})(?![\w.])", self.text):
            if piece:
                yield Text(piece, target=anchors.get(piece, ""))


@dataclass(frozen=True, slots=True)
class Chip:
    """A word that sorts things at a glance: a verdict, a status. Colour only helps the word and its sign."""

    word: str
    tone: Tone

    @property
    def symbol(self) -> str:
        """The sign before the word, different for each tone."""
        return {"good": "✓", "mixed": "±", "bad": "✗", "open": "?", "quiet": "·"}[self.tone]


Inline: TypeAlias = Text | Formula | Chip
Line: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `is_lead` for the sentence that opens a section."""

    line: Line
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Items, one below the other."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and what there is to say."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One finding: its claim, the sentence, what backs it, and the cases on either side.

    `name` is what other places call it.
    """

    name: Line
    claim: Line
    sentence: Line
    facts: tuple[tuple[str, Line], ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column's head; `is_numeric` aligns it, `decimals` writes its numbers."""

    title: str
    description: str = ""
    decimals: int | None = 3
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value and, where it should not be written the usual way, the line to show.

    `share` between 0 and 1 draws a bar behind the number.
    """

    value: Value = None
    line: Line = ()
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `anchor` lets other places lead to it."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with caption, described columns and rows; the first column heads its row."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    note: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A drawing (SVG), the same in words, and the anchor of the table behind it."""

    caption: str
    svg: str
    alt: str
    anchor: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that the reader must not miss, with what to do about it."""

    level: Level
    line: Line
    advice: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A command or file to copy, as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks behind a summary that opens."""

    summary: Line
    blocks: tuple[Block, ...]
    anchor: str = ""


Block: TypeAlias = (
    Heading | Paragraph | Listing | Facts | Statement | TableBlock | FigureBlock | Note | Code | Details
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with its own entry in the table of contents."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report: what it is about, the words that every page must carry (`status`), and its sections.

    `language` is the code of the language that its fixed text is in.
    """

    title: str
    sections: tuple[Section, ...]
    status: str = ""
    subtitle: str = ""
    description: str = ""
    citation: str = ""
    footer: str = ""
    language: str = "en"


def line(*pieces: Inline | str) -> Line:
    """Make a line of pieces; text that is empty is left out.

    Examples
    --------
    >>> line("cases ", Text("T01", target="case-T01"))
    (Text(text='cases ', role='plain', target=''), Text(text='T01', role='plain', target='case-T01'))
    """
    made = (Text(piece) if isinstance(piece, str) else piece for piece in pieces)
    return tuple(piece for piece in made if isinstance(piece, Chip) or piece.text)


def plain_text(content: Line) -> str:
    """Give a line as text without marks.

    Examples
    --------
    >>> plain_text((Chip("supported", "good"), Text(" H1")))
    '✓ supported H1'
    """
    return "".join(f"{one.symbol} {one.word}" if isinstance(one, Chip) else one.text for one in content)


def show_cell(cell: Cell, column: TableColumn) -> str:
    """Give a cell as text, in the way of its column.

    Examples
    --------
    >>> show_cell(Cell(0.5), TableColumn("inclusion"))
    '0.500'
    """
    return plain_text(cell.line) if cell.line else show_value(cell.value, column.decimals)


def table_columns(titles: dict[str, str], rows: tuple[Row, ...]) -> tuple[TableColumn, ...]:
    """Make columns from titles and descriptions; those that hold only numbers are aligned as numbers."""
    return tuple(
        TableColumn(title, description, is_numeric=is_numeric(tuple(row.cells[at].value for row in rows)))
        for at, (title, description) in enumerate(titles.items())
    )
