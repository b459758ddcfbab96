"""Large comparisons: the page stays small and says where the rest is, the data stay whole."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from casecompare.methods import Comparison, MethodResult, Table
from casecompare.report import render_html, render_json, render_markdown, render_tables
from casecompare.report.links import Links
from casecompare.report.sections.frames import MOST_ROWS, frame_table
from casecompare.study import Case, CodedValue, Study

NO_LINKS = Links({}, {}, {}, {}, {})


def large(comparison: Comparison, cases: int, sets: int = 3) -> Comparison:
    """Give a comparison of many cases: coded values, memberships, and one table with a row per case."""
    names = [f"K{number:06}" for number in range(cases)]
    values = (np.outer(np.arange(cases), np.arange(1, sets + 1)) * 0.6180339887) % 1
    coded = {
        name: Case(id=name, values={f"v{at}": CodedValue(value=value) for at, value in enumerate(row)})
        for name, row in zip(names, values.tolist(), strict=True)
    }
    frame = pd.DataFrame(values, index=names, columns=[f"S{at}" for at in range(sets)])
    table = frame.rename(columns=lambda one: one.replace("S", "v"))
    study = Study(name="large", title="Many cases", outcome="S0", cases=coded, table=table)
    result = MethodResult(tables=(Table(name="rows", title="Rows", frame=frame.rename_axis("case")),))
    return replace(
        comparison,
        study=study,
        runs={"paths": replace(comparison.runs["paths"], result=result)},
        verdicts=(),
        memberships=frame,
        raw=frame,
        case_board=pd.DataFrame(index=names),
        condition_board=pd.DataFrame(),
        problems=(),
    )


def test_a_long_table_shows_its_first_rows_and_says_where_the_rest_is() -> None:
    block = frame_table("C", pd.DataFrame({"n": range(MOST_ROWS + 1)}), NO_LINKS, note="A note.")
    assert len(block.rows) == MOST_ROWS
    assert block.note == (
        "A note. The first 1000 of 1001 rows; all of them are in the CSV tables and in comparison.json."
    )


def test_a_table_that_is_just_short_enough_is_shown_whole() -> None:
    block = frame_table("C", pd.DataFrame({"n": range(MOST_ROWS)}), NO_LINKS, note="A note.")
    assert [len(block.rows), block.note] == [MOST_ROWS, "A note."]


def test_csv_and_json_hold_every_row_of_a_large_comparison(comparison: Comparison) -> None:
    many = large(comparison, 5000)
    rows = list(csv.DictReader(render_tables(many)["paths.rows.csv"].decode().splitlines()))
    table = json.loads(render_json(many))["methods"][0]["tables"][0]
    assert len(rows) == len(table["rows"]) == 5000
    assert [float(rows[-1][f"S{at}"]) for at in range(3)] == table["rows"][-1][1:]
    assert table["rows"][-1][1:] == many.memberships.iloc[-1].tolist()


def test_the_page_does_not_grow_with_the_cases_once_they_are_many(comparison: Comparison) -> None:
    some, many = (len(render_html(large(comparison, cases))) for cases in (3000, 9000))
    assert many < 1.1 * some
    assert many < 1_500_000


@pytest.mark.slow
@pytest.mark.parametrize("render", [render_html, render_markdown, render_json, render_tables])
def test_the_work_grows_in_step_with_the_cases(
    render: Callable[[Comparison], object], comparison: Comparison
) -> None:
    seconds = {}
    for cases in (2500, 20_000):
        made = large(comparison, cases)
        started = time.process_time()
        render(made)
        seconds[cases] = time.process_time() - started
    # Eight times as many cases: twice what would be in step, and far below the square.
    assert seconds[20_000] < 16 * max(seconds[2500], 0.05)
