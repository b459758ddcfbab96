"""The workbook: every table on a sheet, text as text, numbers as numbers, the same bytes each time."""

from __future__ import annotations

import builtins
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from casecompare.errors import ReportError, UsageError
from casecompare.methods import Column, Comparison, EarlierRun, MethodResult, Table
from casecompare.report import choose_formats, render_workbook, workbook, workbook_text, write_run
from casecompare.report.data_tables import data_tables
from casecompare.report.workbook_text import cell_text, sheet_name
from casecompare.study import REPORTING_ITEMS, Decision

Rows = list[list[object]]


def opened(comparison: Comparison) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(comparison)))


def rows_of(comparison: Comparison, sheet: str) -> Rows:
    return opened(comparison).get_sheet_by_name(sheet).to_python()  # type: ignore[return-value]


def records(comparison: Comparison, sheet: str) -> list[dict[object, object]]:
    head, *rows = rows_of(comparison, sheet)
    return [dict(zip(head, row, strict=True)) for row in rows]


def part(comparison: Comparison, pattern: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(render_workbook(comparison))) as book:
        return [book.read(name).decode() for name in sorted(book.namelist()) if re.fullmatch(pattern, name)]


def with_table(comparison: Comparison, frame: pd.DataFrame, **columns: Column) -> Comparison:
    """Give the comparison with a single table of its method."""
    result = MethodResult(tables=(Table(name="made", title="Made", frame=frame, columns=columns),))
    runs = {"paths": replace(comparison.runs["paths"], result=result)}
    return replace(comparison, runs=runs)


def test_there_is_a_sheet_for_every_table(comparison: Comparison) -> None:
    assert opened(comparison).sheet_names == [
        "Contents", "verdicts", "findings", "case_board", "condition_board", "codebook", "memberships",
        "raw_values", "coded_values", "evidence", "half_memberships", "missing_values", "hypotheses",
        "paths.scores", "paths.truth_table", "paths.solution", "reporting", "diagnostics", "problems",
        "methods", "provenance", "columns",
    ]  # fmt: skip


def test_the_first_sheet_leads_to_the_others(comparison: Comparison) -> None:
    rows = rows_of(comparison, "Contents")
    start = next(number for number, row in enumerate(rows) if row[0] == "sheet")
    assert [row[0] for row in rows[start + 1 :]] == opened(comparison).sheet_names[1:]
    assert rows[0][0] == "Four redesigns of a service"
    assert rows[1][0] == "illustrative, constructed"
    truth = next(row for row in rows if row[0] == "paths.truth_table")
    assert truth == ["paths.truth_table", "Truth table", 3.0, 7.0, "One row has no case."]
    links = re.findall(r'<hyperlink ref="A\d+" location="([^"]+)"', part(comparison, r".*/sheet1\.xml")[0])
    assert links == [f"'{name}'!A1" for name in opened(comparison).sheet_names[1:]]


def test_decisions_checklist_and_earlier_runs_have_their_sheets(comparison: Comparison) -> None:
    decision = Decision(tried="=paths.depth=2", because="It says the same at greater length.")
    study = replace(comparison.study, decisions=(decision,), reporting={"funding": "None."})
    before = EarlierRun(name="first", settings={"seed": "2"}, results={"verdict H1": "mixed"})
    told = replace(comparison, study=study, earlier=(before,))
    assert records(told, "decisions")[0]["tried"] == "=paths.depth=2"
    items = {row["item"]: row["in_this_study"] for row in records(told, "reporting")}
    assert len(items) == len(REPORTING_ITEMS)
    assert items["funding"] == "None."
    assert items["ethics"] == "not stated"
    assert [
        (row["run"], row["kind"], row["about"], row["value"]) for row in records(told, "earlier_runs")
    ] == [
        ("first", "setting", "seed", "2"),
        ("first", "result", "verdict H1", "mixed"),
    ]


def test_numbers_are_numbers_and_missing_cells_are_empty(comparison: Comparison) -> None:
    assert rows_of(comparison, "paths.truth_table") == [
        ["row", "TANDEM", "ALIGNED", "OUT", "n", "inclusion", "cases", "study status"],
        [4.0, 1.0, 1.0, "1", 2.0, 0.97312, "T01; T03", "illustrative, constructed"],
        [1.0, 0.0, 0.0, "0", 1.0, 0.2, "T02", "illustrative, constructed"],
        [3.0, 1.0, 0.0, "?", 0.0, "", "", "illustrative, constructed"],
    ]


def test_every_value_of_every_table_is_there(comparison: Comparison) -> None:
    for table in data_tables(comparison):
        rows = rows_of(comparison, table.name)
        for place, column in enumerate(table.columns):
            for row, value in zip(rows[1:], column.values, strict=True):
                if isinstance(value, str) or (isinstance(value, float) and value == value):
                    assert row[place] == value
                elif isinstance(value, tuple):
                    assert row[place] == "; ".join(value)


def test_the_codebook_has_anchors_and_reasons(comparison: Comparison) -> None:
    tandem = records(comparison, "codebook")[0]
    assert tandem["definition"] == "Clinical and managerial leaders lead jointly"
    assert tandem["anchors"] == "0.15; 0.45; 0.75"
    assert tandem["because"] == "0.45 separates joint from parallel work"
    assert records(comparison, "half_memberships")[0]["because"] == "the second round tips it"
    assert records(comparison, "missing_values")[0]["kind"] == "not found"


def test_a_note_at_the_head_says_what_a_column_means(comparison: Comparison) -> None:
    notes = " ".join(part(comparison, r"xl/comments\d+\.xml"))
    assert "incl.: consistency of sufficiency" in notes
    listed = [row for row in records(comparison, "columns") if row["sheet"] == "paths.truth_table"]
    assert [(row["column"], row["title"], row["description"]) for row in listed] == [
        ("OUT", "", "1, 0, or ? without cases"),
        ("inclusion", "incl.", "consistency of sufficiency"),
    ]


def test_heads_are_frozen_and_filtered(comparison: Comparison) -> None:
    for text in part(comparison, r"xl/worksheets/sheet\d+\.xml")[1:]:
        assert 'state="frozen"' in text
    with_filter = [text for text in part(comparison, r"xl/worksheets/sheet\d+\.xml") if "<autoFilter" in text]
    assert len(with_filter) == len(opened(comparison).sheet_names) - 1


def test_decimals_are_those_of_the_column(comparison: Comparison) -> None:
    frame = pd.DataFrame({"share": [0.12345, 0.5]})
    made = with_table(comparison, frame, share=Column(title="share", decimals=1))
    assert 'formatCode="0.0"' in part(made, r"xl/styles\.xml")[0]
    assert [row[0] for row in rows_of(made, "paths.made")[1:]] == [0.12345, 0.5]


def test_the_status_is_on_every_sheet_and_every_page(comparison: Comparison) -> None:
    book = opened(comparison)
    for name in book.sheet_names[1:]:
        head, *rows = book.get_sheet_by_name(name).to_python()
        assert head[-1] == "study status"
        assert {row[-1] for row in rows} == {"illustrative, constructed"}
    for text in part(comparison, r"xl/worksheets/sheet\d+\.xml"):
        assert "<oddHeader>&amp;Cillustrative, constructed</oddHeader>" in text


def test_restricted_evidence_is_not_in_it(comparison: Comparison, secrets: tuple[str, ...]) -> None:
    whole = " ".join(part(comparison, r".*\.(xml|rels|vml)"))
    assert [secret for secret in secrets if secret in whole] == []
    assert "Both signed the plan." in whole


def test_the_same_comparison_gives_the_same_bytes(make_comparison: Callable[..., Comparison]) -> None:
    assert render_workbook(make_comparison()) == render_workbook(make_comparison())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "http://evil", "mailto:x@y", "0.5", "1e9", "TRUE", "{=1}",
     "_x0041_", "'quoted", "2024-01-01", "＝1"],
)  # fmt: skip
def test_text_stays_text(text: str, comparison: Comparison) -> None:
    made = with_table(comparison, pd.DataFrame({"said": [text], text: [1.5]}))
    head, row, *_ = rows_of(made, "paths.made")
    assert row[0] == text.replace("\t", " ")
    assert head[1] == text.replace("\t", " ")
    for sheet in part(made, r"xl/worksheets/sheet\d+\.xml"):
        assert ElementTree.fromstring(sheet).find(".//{*}f") is None
    assert not any("External" in one for one in part(made, r".*\.rels"))


def test_what_looks_like_a_formula_stays_text_when_it_is_edited(comparison: Comparison) -> None:
    made = with_table(comparison, pd.DataFrame({"said": ["=1+1", "plain"]}))
    assert 'quotePrefix="1"' in part(made, r"xl/styles\.xml")[0]


def test_numbers_that_a_spreadsheet_cannot_hold_are_text(comparison: Comparison) -> None:
    frame = pd.DataFrame({"n": [10**18 + 1, 7], "x": [float("inf"), float("nan")]}, dtype=object)
    assert [row[:2] for row in rows_of(with_table(comparison, frame), "paths.made")[1:]] == [
        ["1000000000000000001", "inf"],
        [7.0, ""],
    ]


def test_a_long_text_is_cut_and_says_so(comparison: Comparison) -> None:
    made = with_table(comparison, pd.DataFrame({"said": ["\U0001f9ea" * 40_000]}))
    said = str(rows_of(made, "paths.made")[1][0])
    assert len(said.encode("utf-16-le")) // 2 <= 32_767
    assert re.search(r"… \(\d+ more characters are left out here\)$", said)


def test_more_rows_than_a_sheet_has_are_told(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 4)
    monkeypatch.setattr(workbook, "_MOST_COLUMNS", 3)
    made = with_table(comparison, pd.DataFrame({name: range(9) for name in "abcd"}))
    rows = rows_of(made, "paths.made")
    assert [len(rows), len(rows[0])] == [4, 3]
    remark = next(row[4] for row in rows_of(made, "Contents") if row[0] == "paths.made")
    assert remark == (
        "The first 3 of 9 rows. The first 2 of 4 columns. All of it is in comparison.json (--format json)."
    )


def test_a_large_workbook_is_the_same_written_row_by_row(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = opened(comparison)
    monkeypatch.setattr(workbook, "_LARGE", 0)
    by_row = opened(comparison)
    for name in at_once.sheet_names:
        assert by_row.get_sheet_by_name(name).to_python() == at_once.get_sheet_by_name(name).to_python()


def test_many_methods_with_like_names_get_sheets_of_their_own(comparison: Comparison) -> None:
    frame = pd.DataFrame({"a": [1]})
    names = ("A/B", "A:B", "a/b", "x" * 80, "x" * 79 + "y", "history", "'quoted'", "")
    tables = tuple(Table(name=name, title=name, frame=frame) for name in names)
    run = replace(comparison.runs["paths"], result=MethodResult(tables=tables))
    found = [
        name for name in opened(replace(comparison, runs={"p": run})).sheet_names if name.startswith("p.")
    ]
    assert len({name.casefold() for name in found}) == len(names)


def test_it_is_written_on_request(comparison: Comparison, tmp_path: Path) -> None:
    assert "xlsx" not in choose_formats(None, {})
    names = {path.name for path in write_run(comparison, tmp_path / "run", formats=["xlsx"])}
    assert "report.xlsx" in names
    assert names.isdisjoint({"report.html", "comparison.json"})
    assert CalamineWorkbook.from_path(tmp_path / "run" / "report.xlsx").sheet_names[0] == "Contents"


def test_a_missing_package_is_named(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    imports = builtins.__import__

    def without(name: str, *further: object) -> object:
        if name == "xlsxwriter":
            raise ImportError(name)
        return imports(name, *further)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ReportError, match=r"pip install 'casecompare\[excel\]'"):
        render_workbook(comparison)


def test_a_missing_package_is_told_before_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casecompare.report.renderers.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'casecompare\[excel\]'"):
        choose_formats(["xlsx"], {})


NAMES = st.text(max_size=60) | st.sampled_from(
    ["History", "contents", "'", "[]:*?/\\", "a" * 40, "\U0001f9ea" * 30]
)


@settings(max_examples=60, deadline=None)
@given(wanted=st.lists(NAMES, max_size=12))
def test_names_of_sheets_are_legal_and_unique(wanted: Sequence[str]) -> None:
    taken: list[str] = []
    for name in wanted:
        made = sheet_name(name, taken)
        assert 1 <= len(made.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not set(made) & set("[]:*?/\\\ufffe\uffff\x00\n")
        assert not made.startswith("'")
        assert not made.endswith("'")
        assert made.casefold() not in {one.casefold() for one in taken} | {"history"}
        taken.append(made)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200), most=st.integers(80, 200))
def test_texts_of_cells_keep_to_the_length(text: str, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook_text, "MOST_SIGNS", most)
        said = cell_text(text)
    assert len(said.encode("utf-16-le", "surrogatepass")) // 2 <= most
