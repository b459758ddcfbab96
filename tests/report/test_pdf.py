"""The report as PDF: pages, words, bookmarks, tags; the same bytes again; nothing of a text is run."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from casecompare.errors import ReportError
from casecompare.methods import Comparison
from casecompare.report import paper_words, pdf
from casecompare.report.content import (
    Cell,
    Document,
    FigureBlock,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    line,
)
from casecompare.report.pdf import document_pdf, render_pdf

typst = pytest.importorskip("typst")
HOSTILE = (
    '#panic("run") $x$ *b* _i_ `r` <a> @a = h \\ / // /* "quoted" ]) }\n\n'
    "== h \x00\x1b[31m \u202e \ud800 \ufffe "
)
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def words(content: bytes, folder: Path) -> str:
    (folder / "report.pdf").write_bytes(content)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(folder / "report.pdf"), "-"]
    told = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    return " ".join(told.decode("utf-8").replace("\u200b", "").split())


def test_a_report_has_pages_a_title_a_language_and_tags(comparison: Comparison) -> None:
    content = render_pdf(comparison)
    assert content.startswith(b"%PDF-")
    assert pages(content) > 3
    assert b"/Title(Four redesigns of a service)" in content
    assert b"/Lang(en)" in content
    assert b"/StructTreeRoot" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Outlines" in content


def test_equal_comparisons_give_equal_bytes_without_a_date(
    make_comparison: Callable[..., Comparison],
) -> None:
    content = render_pdf(make_comparison())
    assert content == render_pdf(make_comparison())
    assert b"/CreationDate" not in content
    assert b"CreateDate" not in content


@needs_pdftotext
def test_everything_is_said(make_document: Callable[..., Document], tmp_path: Path) -> None:
    told = words(document_pdf(make_document()), tmp_path)
    for said in (
        "Title", "Status: constructed", "subtitle", "description", "citation", "footer", "A heading",
        "± mixed", "see rowlost", "one", "twothree", "label: fact", "A*~B ⇒ C", "F1", "A is enough.",
        "fit: 0.9", "Table 1. A table", "column 0 column 1 column 2", "case 0 0.500 0.500", "A note below.",
        "column 0: meaning 0", "Figure 1. A drawing. The numbers are in Table 1.", "Warning: Mind this.",
        "Do that.", "casecompare run", "More", "Inside", "folded", "A part", "in it", "The set A",
        "No rows.", "page 1 of ",
    ):  # fmt: skip
        assert said in told, said


@needs_pdftotext
@pytest.mark.parametrize("text", [HOSTILE, "W" * 10_000], ids=["markup", "long"])
def test_hostile_text_is_text(text: str, make_document: Callable[..., Document], tmp_path: Path) -> None:
    content = document_pdf(make_document(text))
    told = words(content, tmp_path)
    assert pages(content) >= 1
    assert "".join(text.split())[:40] in "".join(told.split())
    assert not set(told) & set("\x00\x1b\u202e")


@pytest.mark.parametrize("text", ["事例 שלום", "🧪👨‍👩‍👧", "\U000f0000"], ids=["scripts", "emoji", "nowhere"])
def test_signs_that_the_fonts_lack_are_no_error(text: str, make_document: Callable[..., Document]) -> None:
    content = document_pdf(make_document(text))
    assert pages(content) >= 1
    assert b"/StructTreeRoot" in content


def test_a_sign_in_no_font_costs_the_claim_and_not_the_report(make_document: Callable[..., Document]) -> None:
    assert b"pdfuaid" in document_pdf(make_document("plain"))
    assert b"pdfuaid" not in document_pdf(make_document("\U000f0000"))


def test_drawings_are_vectors(make_document: Callable[..., Document]) -> None:
    content = document_pdf(make_document())
    assert b"/Subtype/Image" not in content
    assert b"/Alt(A circle.)" in content


def test_a_drawing_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    broken = FigureBlock("Broken", '<svg viewBox="0 0 40 20"><g></svg>', "Two lines.")
    content = document_pdf(Document("T", (Section("a", "A", (broken,)),)))
    assert pages(content) == 1
    if shutil.which("pdftotext"):
        assert "The drawing is in report.html. In words: Two lines." in words(content, tmp_path)


def test_long_tables_repeat_their_head(tmp_path: Path) -> None:
    heads = (TableColumn("kase"), TableColumn("value", is_numeric=True))
    rows = tuple(Row((Cell(f"T{at:03}"), Cell(at))) for at in range(150))
    content = document_pdf(Document("T", (Section("a", "A", (TableBlock("Long", heads, rows),)),)))
    assert pages(content) > 2
    if shutil.which("pdftotext"):
        told = words(content, tmp_path)
        assert told.count("kase value") == pages(content)
        assert all(f"T{at:03} {at}" in told for at in range(150))


def test_wide_tables_stand_on_pages_turned_round() -> None:
    wide = TableBlock("W", tuple(TableColumn(f"measure {at}") for at in range(16)), (Row((Cell(1),) * 16),))
    content = document_pdf(
        Document("T", (Section("a", "A", (Paragraph(line("b")),)), Section("w", "W", (wide,))))
    )
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(595, 842), (842, 595)}


def test_restricted_evidence_is_not_in_the_data(comparison: Comparison, secrets: tuple[str, ...]) -> None:
    from casecompare.report.outline import build_document
    from casecompare.report.paper import lay_on_paper

    told = repr(pdf._report(lay_on_paper(build_document(comparison))))
    assert [secret for secret in secrets if secret in told] == []
    assert "Both signed the plan." in told


def test_without_typst_it_says_what_to_install(
    make_document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(ReportError) as caught:
        document_pdf(make_document())
    assert str(caught.value) == (
        "PDF needs the package typst, which is not installed. "
        "Install it with: pip install 'casecompare[pdf]'."
    )


def test_a_refusal_of_typst_is_told_in_one_line(
    make_document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_template", lambda: b"#nowhere")
    with pytest.raises(ReportError) as caught:
        document_pdf(make_document())
    assert str(caught.value) == "typst could not set the PDF: unknown variable: nowhere"


@needs_pdftotext
def test_its_own_words_are_in_the_language_of_the_document(
    make_document: Callable[..., Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_words, "say", lambda word, language: {"Contents": "Contenido"}.get(word, word))
    content = document_pdf(replace(make_document(), language="es"))
    assert b"/Lang(es)" in content
    assert "Contenido" in words(content, tmp_path)


def test_a_document_of_nothing_is_a_page() -> None:
    assert pages(document_pdf(Document("", ()))) == 1
