"""Whole outputs: what the terminal and Markdown show, word for word, and JSON and CSV as data.

After a wanted change, write the expected files again with
``CASECOMPARE_WRITE_EXPECTED=1 pytest tests/report/test_formats.py`` and read what changed.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from casecompare.methods import Comparison
from casecompare.report import (
    RENDERERS,
    render_json,
    render_markdown,
    render_tables,
    render_terminal,
)
from casecompare.report.json_document import comparison_data, plain_data

EXPECTED = Path(__file__).parent / "expected"


def assert_expected(name: str, found: str) -> None:
    path = EXPECTED / name
    if os.environ.get("CASECOMPARE_WRITE_EXPECTED"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_terminal(comparison: Comparison) -> None:
    assert_expected("terminal.txt", render_terminal(comparison) + "\n")


def test_markdown(comparison: Comparison) -> None:
    assert_expected("report.md", render_markdown(comparison).decode("utf-8"))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_of_the_terminal_is_wider_than_asked(comparison: Comparison, width: int) -> None:
    assert max(map(len, render_terminal(comparison, width).splitlines())) <= width


def test_colours_only_paint(comparison: Comparison) -> None:
    import re

    painted = render_terminal(comparison, colour=True)
    assert "\x1b[33m± mixed" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == render_terminal(comparison)


@pytest.mark.parametrize("name", list(RENDERERS))
def test_equal_comparisons_give_equal_bytes(name: str, make_comparison: Callable[..., Comparison]) -> None:
    assert RENDERERS[name].render(make_comparison()) == RENDERERS[name].render(make_comparison())


def test_duration_is_in_no_format(make_comparison: Callable[..., Comparison]) -> None:
    slow = make_comparison()
    run = slow.runs["paths"]
    slower = replace(
        slow, runs={**slow.runs, "paths": replace(run, provenance=replace(run.provenance, seconds=99.5))}
    )
    for renderer in RENDERERS.values():
        assert renderer.render(slower) == renderer.render(slow)
    assert render_tables(slower) == render_tables(slow)


@pytest.mark.parametrize("name", list(RENDERERS))
def test_restricted_evidence_is_in_no_format(
    name: str, comparison: Comparison, secrets: tuple[str, ...]
) -> None:
    shown = RENDERERS[name].render(comparison).decode("utf-8")
    assert [secret for secret in secrets if secret in shown] == []
    assert "Both signed the plan." in shown


def test_restricted_evidence_is_in_no_table_and_not_in_the_terminal(
    comparison: Comparison, secrets: tuple[str, ...]
) -> None:
    shown = render_terminal(comparison) + "".join(
        content.decode() for content in render_tables(comparison).values()
    )
    assert [secret for secret in secrets if secret in shown] == []


@pytest.mark.parametrize("name", list(RENDERERS))
def test_the_status_is_in_every_format(name: str, comparison: Comparison) -> None:
    assert "illustrative, constructed" in RENDERERS[name].render(comparison).decode("utf-8")


def test_json_holds_what_was_declared(comparison: Comparison) -> None:
    data = json.loads(render_json(comparison))
    assert data["schema"] == "casecompare/comparison/1"
    assert data["memberships"]["T01"] == {"ALIGNED": 0.9434, "SUCCESS": 0.9, "TANDEM": 0.8659}
    assert data["memberships"]["T04"]["ALIGNED"] is None
    paths, ties, rounds = data["methods"]
    assert [ties["status"], ties["reason"], "tables" in ties] == [
        "failed",
        "ZeroDivisionError: no ties at all",
        False,
    ]
    assert rounds["status"] == "skipped"
    assert paths["tables"][0]["rows"][0] == [4, 1, 1, "1", 2, 0.97312, ["T01", "T03"]]
    assert paths["tables"][0]["rows"][2][5] is None
    assert [column["name"] for column in paths["scores"]["columns"]] == ["case", "fit", "fit.low", "fit.high"]
    assert data["verdicts"][1]["evidence"][0]["measures"]["RoN"] is None
    assert data["verdicts"][0]["cases_against"] == ["T04"]
    assert data["study"]["cases"][0]["values"]["tandem"]["coders"] == {"A": 0.6, "B": 0.5}
    assert data["study"]["cases"][0]["evidence"]["e2"] == {
        "access": "restricted",
        "findings": [],
        "id": "e2",
        "locator": "",
        "note": "",
        "quote": "",
        "source": "",
    }


def test_json_floats_keep_their_full_precision(comparison: Comparison) -> None:
    exact = replace(comparison, memberships=pd.DataFrame({"A": [0.1 + 0.2]}, index=["T01"]))
    assert comparison_data(exact)["memberships"] == {"T01": {"A": 0.1 + 0.2}}
    assert b"0.30000000000000004" in render_json(exact)


def test_json_has_no_nan_and_no_infinity() -> None:
    assert plain_data([float("nan"), float("inf"), pd.NA, pd.NaT, None]) == [None] * 5


def test_csv_tables(comparison: Comparison) -> None:
    tables = render_tables(comparison)
    assert sorted(tables) == [
        "README.txt",
        "case_board.csv",
        "coded_values.csv",
        "condition_board.csv",
        "findings.csv",
        "hypotheses.csv",
        "memberships.csv",
        "paths.scores.csv",
        "paths.solution.csv",
        "paths.truth_table.csv",
        "raw_values.csv",
    ]
    assert tables["paths.truth_table.csv"].decode() == (
        "row,TANDEM,ALIGNED,OUT,n,inclusion,cases,study status\n"
        '4,1,1,1,2,0.97312,T01; T03,"illustrative, constructed"\n'
        '1,0,0,0,1,0.2,T02,"illustrative, constructed"\n'
        '3,1,0,?,0,,,"illustrative, constructed"\n'
    )


def test_csv_reads_back_with_pandas(comparison: Comparison) -> None:
    content = render_tables(comparison)["memberships.csv"].decode()
    read = pd.read_csv(io.StringIO(content), index_col="case").drop(columns="study status")
    pd.testing.assert_frame_equal(read, comparison.memberships.rename_axis("case"))


def test_a_study_without_status_has_no_column_for_it(make_comparison: Callable[..., Comparison]) -> None:
    header = next(
        csv.reader(render_tables(make_comparison(status=""))["memberships.csv"].decode().splitlines())
    )
    assert header == ["case", "TANDEM", "ALIGNED", "SUCCESS"]
