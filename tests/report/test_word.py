"""The Word report, read back with python-docx as a journal's editor would read it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from casecompare.errors import ReportError
from casecompare.methods import Comparison
from casecompare.report import paper_words
from casecompare.report.content import Cell, Document, FigureBlock, Row, Section, TableBlock, TableColumn
from casecompare.report.figure_print import DOTS_PER_INCH
from casecompare.report.paper import PaperFigure
from casecompare.report.word import document_word, render_word
from casecompare.report.word_figures import figure_pictures

docx = pytest.importorskip("docx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "</w:t></w:r><w:br/> ]]> & \" ' <script> \x00\x1b[31m \u202e \ud800 \ufffe =cmd|'/C calc'!A0 "
    "\n\n 🧪 事例 "
)


def opened(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def text_of(element: Any) -> str:
    return "".join(str(one.text) for one in element.iter(f"{W}t"))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_headings_stand_in_the_order_of_the_document(make_document: Callable[..., Document]) -> None:
    word = opened(document_word(make_document()))
    assert [
        (one.style.name, one.text)
        for one in word.paragraphs
        if one.style.name.startswith(("Title", "Heading"))
    ] == [
        ("Title", "Title"),
        ("Heading 1", "First"),
        ("Heading 2", "A heading"),
        ("Heading 2", "More"),
        ("Heading 3", "Inside"),
        ("Heading 2", "A part"),
        ("Heading 1", "The set A"),
    ]


def test_only_built_in_styles_are_used(make_document: Callable[..., Document]) -> None:
    content = document_word(make_document())
    known = {style.name for style in docx.Document().styles}
    used = {one.style.name for one in opened(content).paragraphs}
    assert used <= known
    assert {"List Bullet", "Caption", "macro", "Subtitle"} <= used


def test_tables_have_a_head_that_is_repeated_and_as_many_rows(make_document: Callable[..., Document]) -> None:
    (table,) = opened(document_word(make_document())).tables
    assert [[cell.text.replace("\u200b", "") for cell in row.cells] for row in table.rows] == [
        ["column 0", "column 1", "column 2"],
        ["case 0", "0.500", "0.500"],
        ["case 1", "0.500", "0.500"],
    ]
    marked = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
    assert marked == [True, False, False]
    assert table.style.name == "Table Grid"


def test_captions_count_by_fields(make_document: Callable[..., Document]) -> None:
    word = opened(document_word(make_document()))
    captions = [one for one in word.paragraphs if one.style.name == "Caption"]
    fields = [one._p.find(f"{W}fldSimple") for one in captions]
    assert [field.get(f"{W}instr") for field in fields] == [
        " SEQ Table \\* ARABIC ",
        " SEQ Figure \\* ARABIC ",
        " SEQ Table \\* ARABIC ",
    ]
    assert [text_of(field) for field in fields] == ["1", "1", "2"]
    assert text_of(captions[1]._p) == "Figure 1. A drawing. The numbers are in Table 1."


def test_figures_are_pictures_with_300_dots_per_inch_and_words(
    make_document: Callable[..., Document],
) -> None:
    pytest.importorskip("typst")
    content = document_word(make_document())
    (drawn,) = opened(content).inline_shapes
    assert drawn._inline.docPr.get("descr") == "A circle."
    (png,) = [data for name, data in parts(content).items() if name.endswith(".png")]
    width, height = struct.unpack(">II", png[16:24])
    assert abs(width / (drawn.width / 914_400) - DOTS_PER_INCH) < 2
    assert abs(height / (drawn.height / 914_400) - DOTS_PER_INCH) < 3


def test_links_lead_to_bookmarks_that_are_there_and_never_outside(
    make_document: Callable[..., Document],
) -> None:
    content = document_word(make_document())
    body = opened(content).element.body
    places = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    leads = {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")}
    assert len(places) == len(set(places))
    assert leads
    assert leads <= set(places)
    numbers = [one.get(f"{W}id") for one in body.iter(f"{W}bookmarkStart")]
    assert len(numbers) == len(set(numbers))
    for name, data in parts(content).items():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in data


def test_every_page_says_the_status_and_its_number(make_document: Callable[..., Document]) -> None:
    wide = TableBlock(
        "Wide", tuple(TableColumn(f"measure {at}") for at in range(16)), (Row((Cell(1),) * 16),)
    )
    document = make_document()
    sections = (*document.sections, Section("w", "Wide", (wide,)), Section("x", "Last"))
    word = opened(document_word(Document("T", sections, status="illustrative, constructed")))
    sides = [(one.page_width.mm, one.page_height.mm) for one in word.sections]
    assert [(round(wide), round(high)) for wide, high in sides] == [(210, 297), (297, 210), (210, 297)]
    for section in word.sections:
        assert section.header.paragraphs[0].text == "Status: illustrative, constructed"
        fields = [one.get(f"{W}instr") for one in section.footer._element.iter(f"{W}fldSimple")]
        assert fields == [" PAGE ", " NUMPAGES "]


def test_the_file_names_no_author_and_no_time(make_document: Callable[..., Document]) -> None:
    about = opened(document_word(make_document())).core_properties
    assert (about.title, about.author, about.last_modified_by, about.language) == ("Title", "", "", "en-GB")
    assert (about.created, about.modified) == (about.modified, about.created)
    assert about.created.year == 2000


def test_equal_documents_give_equal_bytes(
    make_document: Callable[..., Document], make_comparison: Callable[..., Comparison]
) -> None:
    assert document_word(make_document()) == document_word(make_document())
    assert render_word(make_comparison()) == render_word(make_comparison())
    with zipfile.ZipFile(io.BytesIO(document_word(make_document()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.infolist()[0].filename == "[Content_Types].xml"


@pytest.mark.parametrize("text", [HOSTILE, "x" * 10_000, "=1+1"], ids=["markup", "long", "formula"])
def test_hostile_text_is_text(text: str, make_document: Callable[..., Document]) -> None:
    word = opened(document_word(make_document(text)))
    plain = opened(document_word(make_document()))
    # No other elements than without it: nothing of the text became one.
    # The only break is the end of a line in the code block.
    tags = {one.tag for one in word.element.body.iter()} - {f"{W}br"}
    assert tags <= {one.tag for one in plain.element.body.iter()}
    assert len(word.paragraphs) >= len(plain.paragraphs)
    told = text_of(word.element.body).replace("\u200b", "")
    assert text.strip()[-4:] in told
    assert not set(told) & set("\x00\x1b\u202e\ufffe")


def test_restricted_evidence_is_not_in_the_file(comparison: Comparison, secrets: tuple[str, ...]) -> None:
    told = b"".join(parts(render_word(comparison)).values()).decode("utf-8", "replace")
    assert [secret for secret in secrets if secret in told] == []
    assert "Both signed the plan." in told


def test_a_drawing_that_cannot_be_read_is_told_in_words(make_document: Callable[..., Document]) -> None:
    pytest.importorskip("typst")
    broken = FigureBlock("Broken", '<svg viewBox="0 0 40 20"><g></svg>', "Two lines.")
    good = FigureBlock("Good", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>', "None.")
    word = opened(document_word(Document("T", (Section("a", "A", (broken, good)),))))
    assert len(word.inline_shapes) == 1
    assert "The drawing is in report.html. In words: Two lines." in [one.text for one in word.paragraphs]


def test_without_typst_figures_are_told_in_words(
    make_document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    assert figure_pictures([PaperFigure(number=1, block=FigureBlock("", "", ""), width=1, height=1)]) == {}
    word = opened(document_word(make_document()))
    assert len(word.inline_shapes) == 0
    assert "The drawing is in report.html. In words: A circle." in [one.text for one in word.paragraphs]


def test_without_python_docx_it_says_what_to_install(
    make_document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(ReportError) as caught:
        document_word(make_document())
    assert str(caught.value) == (
        "DOCX needs the package python-docx, which is not installed. "
        "Install it with: pip install 'casecompare[word]'."
    )


def test_its_own_words_are_in_the_language_of_the_document(
    make_document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_words, "say", lambda word, language: {"Contents": "Contenido"}.get(word, word))
    word = opened(document_word(replace(make_document(), language="es")))
    assert word.core_properties.language == "es"
    assert "Contenido" in [one.text for one in word.paragraphs]
    assert word.styles.element.xpath("//w:lang/@w:val")[0] == "es"


def test_a_document_of_nothing_is_a_document() -> None:
    assert [one.text for one in opened(document_word(Document("", ()))).paragraphs] == ["", ""]
