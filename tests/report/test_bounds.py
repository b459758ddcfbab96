"""A score and its bounds take one column of a report's table; data for programs keep three."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.methods import Column, Comparison, MethodResult, Table
from casecompare.report import build_document, render_html, render_json, render_markdown, render_tables
from casecompare.report.content import TableBlock, show_cell
from casecompare.report.sections.bounds import fold_bounds
from casecompare.report.values import FrameColumn

FRAME = pd.DataFrame(
    {
        "case": ["T01", "T02", "T03"],
        "fit": [0.5, None, 0.4],
        "fit_low": [None, 0.1, 0.3],
        "fit_high": [None, 0.9, 0.6],
        "word": ["a", "b", "c"],
        "word_low": ["d", "e", "f"],
        "word_high": ["g", "h", "i"],
    }
)
COLUMNS = {
    "fit": Column(title="Fit", description="How well it fits."),
    "fit_low": Column(title="Fit, at least", description="Where coders differ."),
    "fit_high": Column(title="Fit, at most", description="Where coders differ."),
}


def with_table(comparison: Comparison) -> Comparison:
    table = Table(name="scored", title="Scored", frame=FRAME, columns=COLUMNS)
    run = comparison.runs["paths"]
    return replace(comparison, runs={"paths": replace(run, result=MethodResult(tables=(table,)))})


def test_bounds_stand_in_brackets_behind_their_value(comparison: Comparison) -> None:
    methods = next(one for one in build_document(with_table(comparison)).sections if one.anchor == "methods")
    found = [one for one in methods.parts[0].blocks if isinstance(one, TableBlock)]
    block = next(one for one in found if one.caption == "Scored")
    assert [one.title for one in block.columns] == ["case", "Fit", "word", "word_low", "word_high"]
    shown = [show_cell(row.cells[1], block.columns[1]) for row in block.rows]
    assert shown == ["0.500", "[0.100, 0.900]", "0.400 [0.300, 0.600]"]
    assert block.columns[1].description == "How well it fits. [Where coders differ.]"
    assert block.columns[1].is_numeric
    assert "0.400 [0.300, 0.600]" in render_markdown(with_table(comparison)).decode().replace("\\", "")
    assert "Fit, at least" not in render_html(with_table(comparison)).decode()


def test_data_for_programs_keep_every_column(comparison: Comparison) -> None:
    data = json.loads(render_json(with_table(comparison)))
    names = [one["name"] for one in data["methods"][0]["tables"][0]["columns"]]
    assert names == list(FRAME.columns)
    written = render_tables(with_table(comparison))["paths.scored.csv"].decode("utf-8-sig").splitlines()
    assert written[0].split(",")[: len(FRAME.columns)] == list(FRAME.columns)


@given(st.lists(st.sampled_from(["a", "a_low", "a_high", "a.low", "a.high", "b", "b_low"]), max_size=9))
@settings(max_examples=60, deadline=None)
def test_folding_loses_no_column(names: list[str]) -> None:
    columns = [FrameColumn(name, name, (0.5,)) for name in names]
    told: list[str] = []
    for one in fold_bounds(columns):
        told += [column.name for column in (one.column, one.low, one.high) if column is not None]
    assert told == names
