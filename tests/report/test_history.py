"""What else was tried: earlier runs beside a run, told in the report; damaged files tell nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from casecompare.methods import Comparison
from casecompare.report import build_document, write_run
from casecompare.report.content import Paragraph, TableBlock, plain_text, show_cell
from casecompare.report.history import HISTORY_FILE, earlier_runs, history_file
from casecompare.study import Decision


def with_option(comparison: Comparison, consistency: float) -> Comparison:
    run = comparison.runs["paths"]
    options = {**run.provenance.options, "consistency": consistency}
    changed = replace(run, provenance=replace(run.provenance, options=options))
    return replace(comparison, runs={**comparison.runs, "paths": changed})


def told(comparison: Comparison) -> list[list[str]]:
    """Give the rows of the table of earlier runs."""
    decisions = next(one for one in build_document(comparison).sections if one.anchor == "decisions")
    tables = [one for one in decisions.blocks if isinstance(one, TableBlock)]
    table = next((one for one in tables if one.caption == "Earlier runs of this study"), None)
    if table is None:
        return []
    return [
        [show_cell(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)]
        for row in table.rows
    ]


def test_an_earlier_run_beside_this_one_is_told_with_what_differed(
    comparison: Comparison, tmp_path: Path
) -> None:
    word = replace(comparison.verdicts[0], word="supported")
    strict = replace(with_option(comparison, 0.9), verdicts=(word, *comparison.verdicts[1:]))
    write_run(strict, tmp_path / "strict", formats=["json"])
    found = earlier_runs(tmp_path / "run", comparison)
    assert [run.name for run in found] == ["strict"]
    now = replace(comparison, earlier=found)
    assert told(now) == [["strict", "paths.consistency 0.9 (0.85)", "H1 supported (mixed)", "not stated"]]


def test_the_reason_is_the_one_that_the_study_states(
    make_comparison: Callable[..., Comparison], tmp_path: Path
) -> None:
    reasons = (
        Decision(tried="paths.consistency = 0.9", because="one row hangs on it"),
        Decision(tried="a fourth condition", because="too few cases"),
    )
    comparison = make_comparison(decisions=reasons)
    write_run(with_option(comparison, 0.9), tmp_path / "strict", formats=["json"])
    now = replace(comparison, earlier=earlier_runs(tmp_path / "run", comparison))
    assert [row[3] for row in told(now)] == ["one row hangs on it"]
    decisions = next(one for one in build_document(now).sections if one.anchor == "decisions")
    stated = [one for one in decisions.blocks if isinstance(one, TableBlock)][-1]
    assert [[cell.value for cell in row.cells] for row in stated.rows] == [
        ["a fourth condition", "too few cases"]
    ]


def test_a_run_that_was_replaced_is_remembered(comparison: Comparison, tmp_path: Path) -> None:
    write_run(with_option(comparison, 0.9), tmp_path / "run", formats=["json"])
    write_run(comparison, tmp_path / "run", formats=["html"])
    assert b"paths.consistency 0.9 (0.85)" in (tmp_path / "run" / "report.html").read_bytes()


def test_the_same_run_again_changes_nothing(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run", formats=["html"])
    first = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    write_run(comparison, tmp_path / "run", formats=["html"])
    again = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    assert first.pop("provenance.json")
    assert again.pop("provenance.json")
    assert again == first
    assert len(first[HISTORY_FILE].splitlines()) == 1


def test_a_file_written_otherwise_to_the_same_effect_is_no_alternative(
    make_comparison: Callable[..., Comparison], tmp_path: Path
) -> None:
    write_run(make_comparison(files={"study.yaml": "00" * 32}), tmp_path / "run", formats=["json"])
    comparison = make_comparison()
    found = earlier_runs(tmp_path / "run", comparison)
    assert len(found) == 1
    assert told(replace(comparison, earlier=found)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"[[[[" * 10_000,
        b"null\n[]\n{}\n",
        b'{"schema": "casecompare/history/1", "study": "redesign", "settings": [], "results": {}}',
        b'{"schema": "casecompare/history/1", "study": "another", "settings": {}, "results": {}}',
        b"x" * 4_000_001,
    ],
    ids=["bytes", "nested", "other data", "other shape", "other study", "too large"],
)
def test_a_damaged_history_tells_nothing(content: bytes, comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / HISTORY_FILE).write_bytes(content)
    assert earlier_runs(tmp_path / "run", comparison) == ()


def test_hostile_names_of_earlier_runs_are_text(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    line = {
        "schema": "casecompare/history/1", "study": "redesign", "name": "<script>\u202e", "results": {},
        "settings": {"option <img onerror=x>": "</table>" * 1000},
    }  # fmt: skip
    (tmp_path / "beside" / HISTORY_FILE).write_text(json.dumps(line), encoding="utf-8")
    write_run(comparison, tmp_path / "run", formats=["html"])
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img onerror" not in page


def test_the_history_has_no_time_and_no_folder_of_its_own(comparison: Comparison) -> None:
    written = json.loads(history_file(comparison))
    assert written["name"] == ""
    assert set(written) == {"schema", "study", "name", "settings", "results"}
    assert written["settings"]["option paths.consistency"] == "0.85"
    assert written["results"]["verdict H1"] == "mixed"


def test_a_run_without_alternatives_says_so(comparison: Comparison) -> None:
    decisions = next(one for one in build_document(comparison).sections if one.anchor == "decisions")
    said = [plain_text(one.line) for one in decisions.blocks if isinstance(one, Paragraph)]
    assert said[-1].startswith("No other run of this study is known")
