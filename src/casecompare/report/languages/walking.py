"""One way through a document: every fixed line and text of it goes through two functions.

What is nobody's fixed text is passed by: titles and notes of the study, formulas, code, anchors, numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from casecompare.report.content import (
    Block,
    Cell,
    Code,
    Details,
    Document,
    Facts,
    FigureBlock,
    Heading,
    Line,
    Listing,
    Note,
    Paragraph,
    Row,
    Section,
    Statement,
    TableBlock,
    Text,
)

__all__ = ["Voice", "rewrite"]


@dataclass(frozen=True)
class Voice:
    """How the pieces of a document are said again.

    `word` is for what cannot be the study's: labels, yes and no.
    """

    line: Callable[[Line], Line]
    text: Callable[[str], str]
    word: Callable[[str], str]
    drawing: Callable[[str], str]


def rewrite(document: Document, voice: Voice) -> Document:
    """Give a document with every line and text said again; its shape, its anchors and its data stay.

    Examples
    --------
    >>> document = Document("Title", (Section("a", "first", (Heading("one"),)),), subtitle="3 cases")
    >>> loud = Voice(line=lambda line: line, text=str.upper, word=str, drawing=str)
    >>> rewrite(document, loud).subtitle, rewrite(document, loud).sections[0].title
    ('3 CASES', 'FIRST')
    """
    return replace(
        document,
        subtitle=voice.text(document.subtitle),
        sections=tuple(_section(section, voice) for section in document.sections),
    )


def _section(section: Section, voice: Voice) -> Section:
    return replace(
        section,
        title=voice.text(section.title),
        blocks=tuple(_block(block, voice) for block in section.blocks),
        parts=tuple(_section(part, voice) for part in section.parts),
    )


def _block(block: Block, voice: Voice) -> Block:
    match block:
        case Heading():
            return replace(block, text=voice.text(block.text))
        case Paragraph():
            return replace(block, line=voice.line(block.line))
        case Listing():
            return replace(block, items=tuple(map(voice.line, block.items)))
        case Facts():
            return replace(block, pairs=_pairs(block.pairs, voice))
        case Statement():
            return replace(block, sentence=voice.line(block.sentence), facts=_pairs(block.facts, voice))
        case TableBlock():
            return _table(block, voice)
        case FigureBlock():
            return replace(
                block,
                caption=voice.text(block.caption),
                alt=voice.text(block.alt),
                svg=voice.drawing(block.svg),
            )
        case Note():
            return replace(block, line=voice.line(block.line), advice=voice.text(block.advice))
        case Code():
            return block
        case Details():
            inner = tuple(_block(one, voice) for one in block.blocks)
            return replace(block, summary=voice.line(block.summary), blocks=inner)


def _pairs(pairs: tuple[tuple[str, Line], ...], voice: Voice) -> tuple[tuple[str, Line], ...]:
    return tuple((voice.word(label), voice.line(said)) for label, said in pairs)


def _table(block: TableBlock, voice: Voice) -> TableBlock:
    columns = tuple(
        replace(column, title=voice.text(column.title), description=voice.text(column.description))
        for column in block.columns
    )
    return replace(
        block,
        caption=voice.text(block.caption),
        columns=columns,
        rows=tuple(Row(tuple(_cell(cell, voice) for cell in row.cells), row.anchor) for row in block.rows),
        note=voice.text(block.note),
    )


def _cell(cell: Cell, voice: Voice) -> Cell:
    """Say a cell again; its value stays, since it is data, and what is shown of it becomes its line."""
    if cell.line:
        said = voice.line(cell.line)
        return cell if said == cell.line else replace(cell, line=said)
    again = _shown(cell.value, voice)
    return replace(cell, line=(Text(again),)) if again else cell


def _shown(value: object, voice: Voice) -> str:
    """Give what is shown of a value in other words than its own; nothing where it is shown as it is."""
    if isinstance(value, bool):
        return voice.word("yes" if value else "no")
    if isinstance(value, tuple):
        several = tuple(map(voice.text, value))
        return ", ".join(several) if several != value else ""
    if not isinstance(value, str):
        return ""
    again = voice.text(value)
    return again if again != value else ""
