"""Hostile text in every text field of a comparison, in the formats for paper: Word, LaTeX, PDF."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from casecompare.methods import Comparison
from casecompare.report.latex import render_latex
from casecompare.report.pdf import render_pdf
from casecompare.report.word import render_word

sys.path.insert(0, str(Path(__file__).parent))  # the helpers beside are no package
from test_hostile_fields import (
    BAD_SIGNS,
    EVERYTHING,
    ONLY_TOGETHER,
    SHOWN,
    TEXTS,
    TOGETHER,
    WORD,
    full,
    poisoned,
    text_fields,
)

pytestmark = pytest.mark.slow
NAMED = re.compile(r"\\([A-Za-z]+|.)")

ESCAPING = {
    "allowbreak", "ensuremath", "symbol", "textasciicircum", "textasciigrave", "textasciitilde",
    "textbackslash", "textbar", "textgreater", "textless", "DeclareUnicodeCharacter",
    "dots", "endfirsthead", "endhead", "endfoot",
}  # fmt: skip


@pytest.fixture
def everything(comparison: Comparison) -> Comparison:
    return full(comparison)


@pytest.mark.parametrize("part", range(3))
def test_no_field_lets_hostile_text_act_on_paper(part: int, everything: Comparison) -> None:
    pytest.importorskip("docx")
    own = commands(render_latex(everything))
    found = sorted(set(text_fields(everything)) - ONLY_TOGETHER)
    mine = found[part::3]
    seen = set()
    for few in (mine[at : at + 5] for at in range(0, len(mine), 5)):
        hostile: object = everything
        words = {field: f"Zz{found.index(field)}zZ" for field in few}
        for field, word in words.items():
            places = TOGETHER.get(field, frozenset()) | {field}
            hostile = poisoned(hostile, f"{EVERYTHING} {word} ", places)
        assert isinstance(hostile, Comparison)
        told = " and ".join(map(".".join, few))
        check_latex(render_latex(hostile), own, told)
        text = check_word(render_word(hostile), told)
        seen |= {field for field, word in words.items() if word in text}
    assert SHOWN & set(mine) <= seen


@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_text_in_all_fields_at_once_does_not_act_on_paper(
    kind: str, everything: Comparison, tmp_path: Path
) -> None:
    pytest.importorskip("docx")
    pytest.importorskip("typst")
    own = commands(render_latex(everything))
    places = frozenset(text_fields(everything)) - {("Hypothesis", "sets")}
    hostile = poisoned(everything, TEXTS[kind], places)
    assert isinstance(hostile, Comparison)
    check_latex(render_latex(hostile), own, kind)
    assert WORD in check_word(render_word(hostile), kind)
    check_pdf(render_pdf(hostile), kind, tmp_path)


def commands(files: Mapping[str, bytes]) -> set[str]:
    """Give the names of all commands in LaTeX files; what stands behind a line's end is one of them."""
    return {found for content in files.values() for found in NAMED.findall(content.decode("utf-8"))}


def check_latex(files: Mapping[str, bytes], own: set[str], told: str) -> None:
    stems = {name.removesuffix(".tex") for name in files}
    for name, content in files.items():
        text = content.decode("utf-8")
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,100}\.tex", name), told
        assert not set(BAD_SIGNS) & set(text), told
        assert set(re.findall(r"\\input\{([^}]*)\}", text)) <= stems, told
        bare = re.sub(r"\\[{}]", "", text)
        assert bare.count("{") == bare.count("}"), told
    # What is new are the signs that were escaped or declared, and no command that reads, writes or defines.
    further = {one for one in commands(files) - own if one.isalpha()}
    assert further <= ESCAPING, told


def check_word(content: bytes, told: str) -> str:
    """Check every part of a Word file, and give the text of the document with that of its drawings."""
    text = ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if not name.endswith((".xml", ".rels")):
                assert name.startswith("word/media/"), told
                continue
            parsed = ElementTree.fromstring(part)
            assert not set(BAD_SIGNS) & set(part.decode("utf-8")), f"{told}: {name}"
            assert b'TargetMode="External"' not in part, f"{told}: {name}"
            fields = {one.text.split()[0] for one in parsed.iterfind(".//{*}instrText") if one.text}
            assert fields <= {"PAGE", "NUMPAGES", "SEQ", "REF", "TOC", "STYLEREF"}, told
            assert parsed.find(".//{*}altChunk") is None, told
            if name == "word/document.xml":
                drawings = (one.get("descr", "") for one in parsed.iterfind(".//{*}docPr"))
                text = "".join([*(one.text or "" for one in parsed.iterfind(".//{*}t")), *drawings])
    return text.replace("\u200b", "")


def check_pdf(content: bytes, told: str, folder: Path) -> None:
    for data in (content, *inflated(content)):
        # Actions that a reader's program would take; links inside of the file are none of them.
        assert not re.search(rb"/(?:JavaScript|JS|Launch|URI|SubmitForm|ImportData|EmbeddedFile)\b", data), (
            told
        )
    if shutil.which("pdftotext") is not None:
        (folder / "report.pdf").write_bytes(content)
        command = ["pdftotext", "-enc", "UTF-8", str(folder / "report.pdf"), "-"]
        said = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
        assert WORD in said, told
        assert not set("\x1b\x00\x07\u202e\u2066") & set(said), told


def inflated(content: bytes) -> Iterator[bytes]:
    """Give the content of the streams of objects of a PDF, of which drawings are no part."""
    for found in re.finditer(rb"/Type */ObjStm.*?stream\r?\n(.*?)endstream", content, re.DOTALL):
        yield zlib.decompressobj().decompress(found.group(1))
