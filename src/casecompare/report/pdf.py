"""The report as PDF: A4, tagged for screen readers (PDF/UA-1), drawings as vectors, tables that turn pages.

The pages are set by typst, inside this process and without a network. Everything that comes from a study
or a plugin reaches it as data (JSON), never as typst's own markup; the template only reads it.

The fonts are those that typst carries, so that the same comparison gives the same bytes on every machine.
Where a text holds signs that they lack (Chinese, Arabic, emoji), the machine's own fonts help out; signs that
no font has are shown as empty boxes, and only then the file does not claim to meet PDF/UA-1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias, assert_never

from casecompare.errors import ReportError
from casecompare.methods import Comparison
from casecompare.report.content import (
    Chip,
    Code,
    Document,
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
)
from casecompare.report.outline import build_document
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
    lay_on_paper,
    said,
)
from casecompare.report.paper_words import paper_words
from casecompare.report.table_layout import TablePart, breakable, column_title
from casecompare.report.text import shorten

if TYPE_CHECKING:
    from typing import Literal

__all__ = ["document_pdf", "render_pdf"]

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json]"

_LONGEST = 20_000
"""Signs of one text; what is longer is no text to be read on paper."""
_ENDLESS = re.compile(r"\S{40,}")
"""Words that need not fit into a line, and that typst would take minutes to divide."""


def render_pdf(comparison: Comparison) -> bytes:
    """Give the report as PDF.

    Raises
    ------
    ReportError
        if typst is not installed, or refuses.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> render_pdf(Comparison(study=Study(name="s", title="#panic()")))[:5]
    b'%PDF-'
    """
    return document_pdf(build_document(comparison))


def document_pdf(document: Document) -> bytes:
    """Give a document as PDF; the same bytes for the same document.

    Raises
    ------
    ReportError
        if typst is not installed, or refuses.
    """
    try:
        import typst
    except ImportError as error:
        raise ReportError(
            "PDF needs the package typst, which is not installed. "
            "Install it with: pip install 'casecompare[pdf]'."
        ) from error
    paper = lay_on_paper(document)
    try:
        return _set(paper)
    except typst.TypstError as refused:
        # Most likely a plugin's drawing; without it the rest can be read.
        kept = _with_usable_figures(paper)
        if kept == paper:
            raise ReportError(f"typst could not set the PDF: {_first_line(refused)}") from refused
    try:
        return _set(kept)
    except typst.TypstError as refused:
        raise ReportError(f"typst could not set the PDF: {_first_line(refused)}") from refused


def _set(paper: Paper) -> bytes:
    """Set the pages: with typst's fonts, else with the machine's as well, else with empty boxes."""
    import typst

    data = json.dumps(_report(paper), ensure_ascii=False)
    ways: list[tuple[bool, list[Literal["ua-1"]]]] = [(True, ["ua-1"]), (False, ["ua-1"]), (False, [])]
    for ignores_system_fonts, standards in ways:
        try:
            made = typst.compile(
                _template(),
                format="pdf",
                sys_inputs={"report": data},
                ignore_system_fonts=ignores_system_fonts,
                pdf_standards=list(standards),
            )
        except typst.TypstError:
            if not standards:
                raise
            continue
        assert isinstance(made, bytes)
        return made
    raise AssertionError("the last way returns or raises")


def _template() -> bytes:
    return (resources.files("casecompare.report") / "templates" / "report.typ").read_bytes()


def _first_line(error: Exception) -> str:
    return said(str(error).partition("\n")[0])


def _with_usable_figures(paper: Paper) -> Paper:
    """Leave out the drawings that typst cannot read."""
    return replace(paper, sheets=tuple(_usable(sheet) for sheet in paper.sheets))


def _usable(sheet: Sheet) -> Sheet:
    items = tuple(
        replace(item, width=0.0, height=0.0)
        if isinstance(item, PaperFigure) and item.width and not _can_draw(item.block.svg)
        else item
        for item in sheet.items
    )
    return replace(sheet, items=items)


def _can_draw(svg: str) -> bool:
    import typst

    try:
        typst.compile(
            b'#image(bytes(sys.inputs.svg), format: "svg")', format="pdf", sys_inputs={"svg": _svg(svg)}
        )
    except typst.TypstError:
        return False
    return True


# Below, everything becomes JSON: a line is a list of plain text and of [text, style, mark].


def _report(paper: Paper) -> dict[str, Json]:
    document = paper.document
    marks = Marks(paper.marks)
    words = paper_words(document.language)
    return {
        "language": document.language.partition("-")[0],
        "words": {name: _plain(word) for name, word in words.items()},
        "title": _plain(shorten(document.title, 300)) or "Report",
        "status": _plain(shorten(document.status, 200)),
        "subtitle": _plain(document.subtitle),
        "description": _plain(document.description),
        "citation": _plain(document.citation),
        "footer": _plain(document.footer),
        "sheets": [
            {"across": sheet.is_across, "items": [_item(item, marks) for item in sheet.items]}
            for sheet in paper.sheets
        ],
    }


def _item(item: PaperItem, marks: Marks) -> dict[str, Json]:
    match item:
        case PaperHeading():
            return {
                "kind": "heading",
                "level": item.level,
                "line": _line(item.line, marks) or ["…"],
                "mark": marks.place(item.anchor),
            }
        case Paragraph():
            return {"kind": "paragraph", "lead": item.is_lead, "line": _line(item.line, marks)}
        case Listing():
            return {"kind": "listing", "items": [_line(one, marks) for one in item.items]}
        case Facts():
            return {"kind": "facts", "pairs": _pairs(item.pairs, marks)}
        case Statement():
            return _statement(item, marks)
        case Note():
            return {
                "kind": "note",
                "level": item.level,
                "line": _line(item.line, marks),
                "advice": _plain(item.advice),
            }
        case Code():
            return {"kind": "code", "text": "\n".join(map(_plain, item.text.splitlines()))}
        case PaperTable():
            return _table(item, marks)
        case PaperFigure():
            return _figure(item, marks)
    assert_never(item)


def _statement(item: Statement, marks: Marks) -> dict[str, Json]:
    return {
        "kind": "statement",
        "name": _line(item.name, marks),
        "claim": _line(item.claim, marks),
        "sentence": _line(item.sentence, marks),
        "pairs": _pairs(item.facts, marks),
        "mark": marks.place(item.anchor),
    }


def _table(item: PaperTable, marks: Marks) -> dict[str, Json]:
    block = item.block
    parts: list[Json] = [_part(block, part, marks) for part in item.layout.parts]
    return {
        "kind": "table",
        "number": item.number,
        "caption": _plain(block.caption),
        "size": item.layout.size,
        "parts": parts if block.rows else [],
        "left_out": item.left_out,
        "note": _plain(block.note),
        "columns": [[_plain(title), _plain(told)] for title, told in column_notes(block)],
        "mark": marks.place(block.anchor),
    }


def _part(block: TableBlock, part: TablePart, marks: Marks) -> dict[str, Json]:
    return {
        "widths": list(part.widths),
        "right": [block.columns[at].is_numeric for at in part.columns],
        "head": [breakable(_plain(column_title(block.columns[at]))) for at in part.columns],
        "rows": [list(_cells(row, block, part, marks)) for row in block.rows],
    }


def _cells(row: Row, block: TableBlock, part: TablePart, marks: Marks) -> Iterator[Json]:
    named = marks.place(row.anchor)
    for at in part.columns:
        cell = row.cells[at]
        made = _line(cell_line(cell, block.columns[at]), marks, breaks=True)
        if named and at == 0:
            made.append(["", "mark", named])
        # Most cells are one plain text, which the template sets fastest.
        yield made[0] if len(made) == 1 and isinstance(made[0], str) else made


def _figure(item: PaperFigure, marks: Marks) -> dict[str, Json]:
    caption = _plain(item.block.caption)
    return {
        "kind": "figure",
        "number": item.number,
        "caption": caption,
        "svg": _svg(item.block.svg) if item.width else "",
        "width": item.width,
        "alt": _plain(item.block.alt) or caption or "A figure without a description.",
        "table": item.table,
        "table_mark": marks.lead(item.block.table),
        "mark": marks.place(item.block.anchor),
    }


def _svg(svg: str) -> str:
    return svg.encode("utf-8", "replace").decode("utf-8")


def _pairs(pairs: Sequence[tuple[str, Line]], marks: Marks) -> list[Json]:
    return [[_plain(label), _line(told, marks)] for label, told in pairs]


def _line(content: Line, marks: Marks, *, breaks: bool = False) -> list[Json]:
    """Give a line as JSON; plain pieces that follow each other become one."""
    made: list[Json] = []
    for piece in content:
        for text, style, target in _pieces(piece):
            shown = breakable(_plain(text)) if breaks else _plain(text)
            leads = marks.lead(target)
            if style == "plain" and not leads:
                if made and isinstance(made[-1], str):
                    made[-1] += shown
                elif shown:
                    made.append(shown)
            elif shown:
                made.append([shown, style, leads])
    return made


def _pieces(piece: Inline) -> Iterator[tuple[str, str, str]]:
    match piece:
        case Chip():
            yield f"{piece.symbol} {piece.word}", piece.tone, ""
        case Formula():
            for part in piece.parts():
                yield (part.text if part.target else formula_text(part.text)), "code", part.target
        case Text():
            yield piece.text, piece.role, piece.target


def _plain(text: str) -> str:
    shown = said(text)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return _ENDLESS.sub(lambda word: breakable(word[0]), shown)
