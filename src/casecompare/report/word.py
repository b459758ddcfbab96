"""The report as a Word document that a journal accepts: built-in styles, real tables, captions and fields.

The text is made as WordprocessingML and put into python-docx's package. Nothing in the file leads outside
of it. The same comparison gives the same bytes: dates are fixed, in the document and in its zip archive.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from casecompare.errors import ReportError
from casecompare.methods import Comparison
from casecompare.report.content import Document
from casecompare.report.outline import build_document
from casecompare.report.paper import Marks, Paper, PaperFigure, lay_on_paper, said
from casecompare.report.paper_words import filled, paper_words
from casecompare.report.text import shorten
from casecompare.report.word_body import Pages, body_parts
from casecompare.report.word_figures import figure_pictures
from casecompare.report.word_styles import set_styles
from casecompare.report.word_xml import field, run

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["document_word", "render_word"]

_DATE = datetime(2000, 1, 1)
_REGIONS = {"en": "en-GB"}
"""Word asks for a region where it has spellings of several."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render_word(comparison: Comparison) -> bytes:
    """Give the report as a Word document (``.docx``).

    Figures are pictures with 300 dots per inch where typst is installed; else their words and their
    tables stand in their place.

    Raises
    ------
    ReportError
        if python-docx is not installed.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> render_word(Comparison(study=Study(name="s")))[:2]
    b'PK'
    """
    return document_word(build_document(comparison))


def document_word(document: Document) -> bytes:
    """Give a document as a Word document; the same bytes for the same document.

    Raises
    ------
    ReportError
        if python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise ReportError(
            "DOCX needs the package python-docx, which is not installed. "
            "Install it with: pip install 'casecompare[word]'."
        ) from error
    paper = lay_on_paper(document)
    word = docx.Document()
    words = paper_words(document.language)
    language = _REGIONS.get(document.language, document.language)
    set_styles(word, language)
    _describe(word, document, language)
    header, footer = _margins(word, document, words)
    pages = Pages(Marks(paper.marks), words, _pictures(word, paper), header, footer)
    _fill(word, "".join(body_parts(paper, pages)))
    saved = io.BytesIO()
    word.save(saved)
    return _repacked(saved.getvalue())


def _describe(word: WordDocument, document: Document, language: str) -> None:
    about = word.core_properties
    about.title, about.subject = said(document.title)[:255], said(document.subtitle)[:255]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.category, about.language, about.revision = said(document.status)[:255], language, 1
    about.created = about.modified = _DATE
    # The picture of python-docx's empty template is none of this document.
    relations = word.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        relations.pop(name)


def _margins(word: WordDocument, document: Document, words: Mapping[str, str]) -> tuple[str, str]:
    """Write head and foot of the pages and give their relationships."""
    section = word.sections[0]
    status = f"{words['status']}: {shorten(document.status, 200)}" if document.status else ""
    numbers = filled(words["page"], [field("PAGE", "1"), field("NUMPAGES", "1")])
    foot = run(f"{shorten(document.title, 80)} · ")
    foot += "".join(text if is_part else run(text) for text, is_part in numbers)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    for part, content in ((section.header, run(status)), (section.footer, foot)):
        _append(part.paragraphs[0]._p, content)  # noqa: SLF001 (python-docx has no other way to a field)
    references = {
        one.tag.rpartition("}")[2]: next(value for name, value in one.items() if name.endswith("}id"))
        for one in section._sectPr  # noqa: SLF001
        if one.tag.endswith("Reference")
    }
    return references["headerReference"], references["footerReference"]


def _pictures(word: WordDocument, paper: Paper) -> dict[int, str]:
    """Put the pictures of the figures into the package and give their relationships."""
    figures = [item for sheet in paper.sheets for item in sheet.items if isinstance(item, PaperFigure)]
    drawn: Mapping[int, bytes] = figure_pictures(figures)
    return {number: word.part.get_or_add_image(io.BytesIO(png))[0] for number, png in drawn.items()}


def _fill(word: WordDocument, content: str) -> None:
    body = word.element.body
    for former in list(body):
        body.remove(former)
    _append(body, content)


def _append(element: BaseOxmlElement, content: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    parsed = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{content}</w:body>")
    for one in list(parsed):
        element.append(one)


def _repacked(archive: bytes) -> bytes:
    """Write a zip archive again with fixed dates and in a fixed order, the types of contents first."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as former, zipfile.ZipFile(written, "w") as made:
        for name in sorted(former.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            made.writestr(entry, former.read(name))
    return written.getvalue()
