"""The tables as LaTeX: one file each, every sign as it stands, and they compile."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.methods import Comparison
from casecompare.report.content import Cell, Document, Row, Section, TableBlock, TableColumn
from casecompare.report.latex import document_latex, render_latex
from casecompare.report.latex_text import escape_latex, foreign_signs

HOSTILE = (
    "\\input{/etc/passwd} \\\\ & % $x$ # _ ^ ~ { } \" ` ' -- ''  \x00\x1b \u202e \ud800 \n\n 事 🧪 [x] * "
)


def table(columns: int, rows: int, text: str = "0.5", **changed: str) -> Document:
    heads = tuple(TableColumn(f"measure {at}") for at in range(columns))
    body = tuple(Row((Cell(text),) * columns) for _ in range(rows))
    block = TableBlock("Caption", heads, body, anchor="table:qca:truth_table")
    return Document("T", (Section("a", "A", (block,)),), **changed)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\\ { } $ & # % _", r"\textbackslash{} \{ \} \$ \& \# \% \_"),
        ("~ ^", r"\textasciitilde{} \textasciicircum{}"),
        ("< > | \" ` '", r"\textless{} \textgreater{} \textbar{} \symbol{34} \textasciigrave{} '"),
        ("-- --- '' ?` !`", r"-{}- -{}-{}- '{}' ?{}\textasciigrave{} !{}\textasciigrave{}"),
        ("A*~B ⇒ C ≥ 0.8", r"A*\textasciitilde{}B \ensuremath{\Rightarrow} C \ensuremath{\geq} 0.8"),
        ("Ärztin, naïve – 5 °C…", r"Ärztin, naïve \textendash{} 5 \textdegree{}C\dots{}"),
        ("a\n\n b\x00\u202e", "a b"),
        ("事例", "事例"),
    ],
)  # fmt: skip
def test_escaping(text: str, written: str) -> None:
    assert escape_latex(text) == written


@given(text=st.text())
@settings(max_examples=60, deadline=None)
def test_no_sign_of_a_text_is_a_command(text: str) -> None:
    written = escape_latex(text)
    # Without our own commands nothing is left that LaTeX would act on.
    left = re.sub(
        r"\\ensuremath\{(\\[A-Za-z]+|-)\}|\\(textsuperscript|symbol)\{\d+\}|\\[A-Za-z]+\{\}|\{\}|\\[{}$&#%_]",
        "",
        written,
    )
    assert not set(left) & set('\\{}$&#%_^"`\n'), left
    assert "~" not in left or "\u00a0" in text


def test_a_table_is_a_file_that_a_paper_takes_in() -> None:
    files = document_latex(table(2, 1, status="constructed"))
    assert sorted(files) == ["all.tex", "qca-truth_table.tex"]
    assert files["qca-truth_table.tex"].decode() == (
        "% qca-truth_table: needs \\usepackage{array,booktabs,longtable,pdflscape,rotating}\n"
        "\\begin{table}[htbp]\n"
        "\\centering\n"
        "\\caption{Caption}\\label{tab:qca-truth_table}\n"
        "\\setlength{\\tabcolsep}{1.3mm}\\fontsize{7.9}{9.5}\\selectfont\n"
        "\\begin{tabular}{@{}>{\\raggedright\\arraybackslash}p{WIDTH}>{\\raggedright\\arraybackslash}p{WIDTH}@{}}\n"
        "\\toprule\n"
        "\\textbf{measure 0} & \\textbf{measure 1} \\\\\n"
        "\\midrule\n"
        "0.5 & 0.5 \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\par\\smallskip{\\raggedright\\footnotesize \\textit{Status: constructed.}\\par}\n"
        "\\end{table}\n"
    ).replace("WIDTH", re.findall(r"p\{([0-9.]+mm)\}", files["qca-truth_table.tex"].decode())[0])
    assert "\\input{qca-truth_table}" in files["all.tex"].decode()


def test_long_tables_turn_pages_and_wide_ones_are_turned_round_or_divided() -> None:
    def first(document: Document) -> str:
        return document_latex(document)["qca-truth_table.tex"].decode()

    assert first(table(2, 100)).count("\\begin{longtable}") == 1
    assert "\\begin{sidewaystable}" in first(table(16, 3))
    assert "\\begin{landscape}" in first(table(16, 100))
    divided = first(table(60, 3))
    assert divided.count("\\begin{table}") == divided.count("(continued)") + 1 == 6
    assert divided.count("\\addtocounter{table}{-1}") == 5
    assert divided.count("\\label{") == 1


def test_names_are_unlike_also_where_case_does_not_count(make_document: Callable[..., Document]) -> None:
    columns, rows = (TableColumn("x"),), (Row((Cell(1),)),)
    blocks = tuple(TableBlock(caption, columns, rows) for caption in ("One", "one", "../all", "事", "ONE"))
    names = list(document_latex(Document("T", (Section("part", "P", blocks),))))
    assert names == [
        "part-One.tex",
        "part-one-2.tex",
        "part-all.tex",
        "part.tex",
        "part-ONE-3.tex",
        "all.tex",
    ]


def test_a_row_that_begins_like_an_option_is_a_row() -> None:
    for text in ("[2mm] x", "* x"):
        assert f"\n{{}}{text}" in document_latex(table(1, 1, text))["qca-truth_table.tex"].decode()


def test_signs_that_pdflatex_lacks_are_kept_and_declared() -> None:
    files = document_latex(table(1, 1, "事"))
    assert "事" in files["qca-truth_table.tex"].decode()
    assert "use LuaLaTeX or XeLaTeX" in files["qca-truth_table.tex"].decode()
    assert "\\DeclareUnicodeCharacter{4E8B}{[U+4E8B]}" in files["all.tex"].decode()
    assert foreign_signs(escape_latex("Ärztin ≥ 5")) == set()


def test_equal_comparisons_give_equal_bytes(make_comparison: Callable[..., Comparison]) -> None:
    assert render_latex(make_comparison()) == render_latex(make_comparison())


def test_restricted_evidence_is_in_no_table(comparison: Comparison, secrets: tuple[str, ...]) -> None:
    told = b"".join(render_latex(comparison).values()).decode()
    assert [secret for secret in secrets if secret in told] == []
    assert "Both signed the plan." in told


def compiled(files: dict[str, bytes], folder: Path) -> str:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    told = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, told[-2000:]
    return told


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("text", ["", HOSTILE, "W" * 2000], ids=["plain", "hostile", "long"])
def test_the_tables_compile(text: str, make_document: Callable[..., Document], tmp_path: Path) -> None:
    compiled(document_latex(make_document(text, columns=12, rows=3)), tmp_path)
    assert (tmp_path / "all.pdf").is_file()
    assert "root:" not in (tmp_path / "all.log").read_text(encoding="utf-8", errors="replace")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
def test_the_tables_of_a_comparison_compile(comparison: Comparison, tmp_path: Path) -> None:
    assert "Float too large" not in compiled(render_latex(comparison), tmp_path)
