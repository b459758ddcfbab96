"""The body of the Word report: every item of the paper as paragraphs and tables of WordprocessingML."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from casecompare.report.content import (
    Chip,
    Code,
    Facts,
    Formula,
    Inline,
    Line,
    Listing,
    Note,
    Paragraph,
    Row,
    Statement,
    TableBlock,
    Text,
    plain_text,
)
from casecompare.report.paper import (
    Marks,
    Paper,
    PaperFigure,
    PaperHeading,
    PaperItem,
    PaperTable,
    Sheet,
    cell_line,
    column_notes,
    formula_text,
    said,
)
from casecompare.report.paper_words import filled
from casecompare.report.table_layout import TablePart, breakable, column_title
from casecompare.report.text import shorten
from casecompare.report.word_xml import (
    Look,
    Side,
    bookmark,
    break_line,
    cell,
    field,
    link,
    paragraph,
    picture,
    row,
    run,
    section_end,
    table,
)

__all__ = ["BODY_SIZE", "CELL_SIZE", "Pages", "body_parts"]

BODY_SIZE = 11.0
"""Points of running text."""
CELL_SIZE = 8.5
"""Points of a table's text where nothing else is said; what the style No Spacing has."""

_BLUE, _GREY = "0F4C8A", "555555"
_TONES = {"good": "14603A", "mixed": "7A4B00", "bad": "A02A10", "open": "4A3A8C", "quiet": _GREY}
_DEEPEST_HEADING, _DEEPEST_CONTENTS = 3, 2
_MANY = 10
"""Columns whose meanings are listed one below the other instead of in one paragraph."""
_DIVISIBLE = 600
"""Signs of a cell beyond which its row may be divided between pages."""
_PLAIN = Look()


class Pages:
    """What the parts of the body share while it is written: links, running numbers, pictures.

    Parameters
    ----------
    marks
        Bookmarks of anchors.
    words
        What the format says of its own (see `paper_words`).
    pictures
        The relationship of each picture, by the figure's number; a figure without one is told in words.
    header, footer
        The relationships of the head and the foot of pages.
    """

    def __init__(
        self, marks: Marks, words: Mapping[str, str], pictures: Mapping[int, str], header: str, footer: str
    ) -> None:
        self.marks, self.words, self.pictures = marks, words, pictures
        self.header, self.footer = header, footer
        self._numbers, self._headings = itertools.count(1), itertools.count(1)

    def place(self, anchor: str) -> str:
        """Give the bookmark of an anchor, where something leads to it."""
        return bookmark(self.marks.place(anchor), next(self._numbers))

    def place_heading(self) -> str:
        """Give the bookmark that the contents lead to, in the order of the headings."""
        return bookmark(f"_Toc{next(self._headings)}", next(self._numbers))


def body_parts(paper: Paper, pages: Pages) -> Iterator[str]:
    """Give the body part by part, the sections' ends included; the last end stands by itself."""
    yield from _front(paper)
    yield from _contents(paper, pages)
    for at, sheet in enumerate(paper.sheets):
        for item in sheet.items:
            yield from _item(item, pages)
        end = section_end(pages.header, pages.footer, is_across=sheet.is_across)
        if at + 1 < len(paper.sheets):
            yield paragraph("", "NoSpacing", is_tight=True, section=end)
    yield paragraph(run(paper.document.footer), "BodyText3")
    is_across = paper.sheets[-1].is_across if paper.sheets else False
    yield section_end(pages.header, pages.footer, is_across=is_across)


def _front(paper: Paper) -> Iterator[str]:
    document = paper.document
    yield paragraph(run(shorten(document.title, 300)), "Title")
    for text, style in (
        (document.subtitle, "Subtitle"),
        (document.description, "Normal"),
        (document.citation, "BodyText3"),
    ):
        if text.strip():
            yield paragraph(run(text), style)


def _contents(paper: Paper, pages: Pages) -> Iterator[str]:
    """Give the table of contents as a field; it is complete before Word renews it."""
    entries = _entries(paper.sheets)
    if not entries:
        return
    yield paragraph(run(pages.words["contents"]), "TOCHeading")
    instruction = f' TOC \\o "1-{_DEEPEST_CONTENTS}" \\h \\n '
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for at, (number, heading) in enumerate(entries):
        shown = link(run(plain_text(heading.line), Look(size=10)), f"_Toc{number}")
        content = (begin if at == 0 else "") + shown + (end if at == len(entries) - 1 else "")
        yield paragraph(content, "NoSpacing" if heading.level == 1 else "ListContinue")


def _entries(sheets: Sequence[Sheet]) -> list[tuple[int, PaperHeading]]:
    """Give the headings of the contents with their running numbers among all headings of the document."""
    headings = [item for sheet in sheets for item in sheet.items if isinstance(item, PaperHeading)]
    return [
        (number, heading) for number, heading in enumerate(headings, 1) if heading.level <= _DEEPEST_CONTENTS
    ]


def _item(item: PaperItem, pages: Pages) -> Iterator[str]:
    match item:
        case PaperHeading():
            yield _heading(item, pages)
        case Paragraph():
            yield paragraph(_line(item.line, pages, Look(size=BODY_SIZE + 0.5) if item.is_lead else _PLAIN))
        case Listing():
            yield from (paragraph(_line(one, pages), "ListBullet") for one in item.items)
        case Facts():
            yield from _facts(item.pairs, pages)
        case Statement():
            yield from _statement(item, pages)
        case Note():
            told = run(f"{pages.words[item.level]}: ", Look(is_bold=True)) + _line(item.line, pages)
            advice = run(f" {item.advice}", Look(is_italic=True)) if item.advice else ""
            yield paragraph(told + advice, rule=_GREY)
        case Code():
            lines = map(run, item.text.splitlines())
            yield paragraph(break_line().join(lines), "MacroText")
        case PaperTable():
            yield from _table(item, pages)
        case PaperFigure():
            yield from _figure(item, pages)
        case _:
            assert_never(item)


def _heading(item: PaperHeading, pages: Pages) -> str:
    content = pages.place_heading() + pages.place(item.anchor)
    if item.level <= _DEEPEST_HEADING:
        # A heading's look is its style's; marks inside it would only disturb the contents.
        return paragraph(content + run(plain_text(item.line) or "…"), f"Heading{item.level}")
    strong = Look(is_bold=True, is_italic=True)
    return paragraph(content + run(plain_text(item.line), strong), keeps_next=True)


def _statement(item: Statement, pages: Pages) -> Iterator[str]:
    name = _line(item.name, pages, Look(colour=_GREY, size=BODY_SIZE - 2))
    claim = _line(item.claim, pages, Look(is_bold=True))
    content = claim + (run(" ") if claim and name else "") + name
    place = pages.place(item.anchor)
    if content:
        yield paragraph(place + content, keeps_next=True, leads_off=True, rule=_BLUE)
        place = ""
    yield paragraph(place + _line(item.sentence, pages), keeps_next=bool(item.facts), rule=_BLUE)
    yield from _facts(item.facts, pages)


def _facts(pairs: Sequence[tuple[str, Line]], pages: Pages) -> Iterator[str]:
    for label, told in pairs:
        yield paragraph(run(f"{label}: ", Look(is_bold=True)) + _line(told, pages), "ListBullet")


def _table(item: PaperTable, pages: Pages) -> Iterator[str]:
    block = item.block
    place = pages.place(block.anchor)
    number = field("SEQ Table \\* ARABIC", str(item.number))
    caption = run(f"{pages.words['table']} ") + number + run(f". {block.caption}")
    yield paragraph(place + caption, "Caption", keeps_next=True)
    for at, part in enumerate(item.layout.parts if block.rows else ()):
        if at:
            yield paragraph(
                run(f"{pages.words['table']} {item.number}, {pages.words['continued']}"),
                "BodyText3",
                keeps_next=True,
            )
        yield _part(block, part, item.layout.size, pages)
    yield from _below(item, pages)


def _below(item: PaperTable, pages: Pages) -> Iterator[str]:
    """Say below a table what has to be said; a paragraph in any case, which keeps two tables apart."""
    texts = ["" if item.block.rows and item.layout.parts else run(f"{pages.words['nothing']} ")]
    if item.left_out:
        texts.append(run(pages.words["more"].replace("{0}", str(item.left_out)) + " "))
    texts.append(run(item.block.note))
    yield paragraph("".join(texts), "BodyText3")
    notes = [run(title, Look(is_bold=True)) + run(f": {told}") for title, told in column_notes(item.block)]
    head = run(f"{pages.words['columns']}. ", Look(is_italic=True))
    if len(notes) > _MANY:
        yield paragraph(head + break_line() + break_line().join(notes), "BodyText3")
    elif notes:
        yield paragraph(head + run("; ").join(notes) + run("."), "BodyText3")


def _part(block: TableBlock, part: TablePart, size: float, pages: Pages) -> str:
    look = _PLAIN if size == CELL_SIZE else Look(size=size)
    columns = [block.columns[at] for at in part.columns]
    heads = (
        cell(
            paragraph(
                run(breakable(said(column_title(column))), replace(look, is_bold=True)) or run(" "),
                "NoSpacing",
                side="right" if column.is_numeric else "left",
                keeps_next=True,
            ),
            width,
            is_head=True,
        )
        for column, width in zip(columns, part.widths, strict=True)
    )
    rows = (_row(one, block, part, look, pages) for one in block.rows)
    return table(row("".join(heads), is_head=True) + "".join(rows), part.widths, block.caption)


def _row(content: Row, block: TableBlock, part: TablePart, look: Look, pages: Pages) -> str:
    place, made, is_whole = pages.place(content.anchor), [], True
    for at, width in zip(part.columns, part.widths, strict=True):
        column = block.columns[at]
        told = cell_line(content.cells[at], column)
        is_whole = is_whole and len(plain_text(told)) < _DIVISIBLE
        side: Side = "right" if column.is_numeric else "left"
        runs = place + _line(told, pages, look, breaks=True)
        made.append(cell(paragraph(runs, "NoSpacing", side=side), width))
        place = ""
    return row("".join(made), is_whole=is_whole)


def _figure(item: PaperFigure, pages: Pages) -> Iterator[str]:
    block, relationship = item.block, pages.pictures.get(item.number, "")
    place = pages.place(block.anchor)
    if relationship:
        drawn = picture(relationship, item.number, item.width, item.height, block.alt or block.caption)
        yield paragraph(place + drawn, side="center", keeps_next=True)
    else:
        told = run(f"{pages.words['undrawn']} ", Look(is_italic=True)) + run(block.alt)
        yield paragraph(place + told, keeps_next=True, rule=_GREY)
    number = field("SEQ Figure \\* ARABIC", str(item.number))
    behind = _line((Text(f"{pages.words['table']} {item.table}", target=block.table),), pages)
    pieces = filled(pages.words["behind"], [behind]) if item.table else []
    more = (
        "".join(text if is_part else run(text) for text, is_part in [(". ", False), *pieces])
        if pieces
        else ""
    )
    yield paragraph(run(f"{pages.words['figure']} ") + number + run(f". {block.caption}") + more, "Caption")


def _line(content: Line, pages: Pages, look: Look = _PLAIN, *, breaks: bool = False) -> str:
    return "".join(_inline(piece, pages, look, breaks) for piece in content)


def _inline(piece: Inline, pages: Pages, look: Look, breaks: bool) -> str:
    match piece:
        case Chip():
            toned = replace(look, is_bold=True, colour=_TONES[piece.tone])
            return run(f"{piece.symbol} {piece.word}", toned)
        case Formula():
            return "".join(
                _text(
                    part.text if part.target else formula_text(part.text),
                    part.target,
                    _code(look),
                    pages,
                    breaks,
                )
                for part in piece.parts()
            )
        case Text():
            return _text(piece.text, piece.target, _styled(piece, look), pages, breaks)
    assert_never(piece)


def _styled(piece: Text, look: Look) -> Look:
    match piece.role:
        case "strong":
            return replace(look, is_bold=True)
        case "quote":
            return replace(look, is_italic=True)
        case "quiet":
            return replace(look, colour=_GREY)
        case "code":
            return _code(look)
        case _:
            return look


def _code(look: Look) -> Look:
    return replace(look, is_code=True, size=(look.size or BODY_SIZE) - 1.0)


def _text(text: str, target: str, look: Look, pages: Pages, breaks: bool) -> str:
    leads = pages.marks.lead(target) if target else ""
    shown = breakable(said(text)) if breaks else text
    return link(run(shown, replace(look, colour=_BLUE)), leads) if leads else run(shown, look)
