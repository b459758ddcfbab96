"""From a piece of evidence to everything that rests on it, and back."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.methods import Comparison, RepeatGroup, Robustness, Statement
from casecompare.report import build_document, render_html
from casecompare.report.content import Details, Row, Section, TableBlock, plain_text
from casecompare.report.sections.claims import names_in, pairs_in
from casecompare.report.sections.evidence import show_places
from casecompare.report.sections.resting import Tracing
from casecompare.report.withholding import withhold
from casecompare.sets import parse
from casecompare.study import CodebookEntry

CHANGES = [
    "group",
    "variant",
    "case",
    "evidence",
    "name",
    "from",
    "to",
    "method",
    "kind",
    "subject",
    "before",
]


def section(comparison: Comparison, anchor: str) -> Section:
    return next(one for one in build_document(comparison).sections if one.anchor == anchor)


def index_rows(comparison: Comparison) -> list[dict[str, str]]:
    """Give the rows of the index of T01 as text by column."""
    block = next(one for one in section(comparison, "evidence").blocks if isinstance(one, Details))
    table = next(one for one in block.blocks if isinstance(one, TableBlock))
    return [by_column(row, table) for row in table.rows]


def by_column(row: Row, table: TableBlock) -> dict[str, str]:
    return {
        column.title: plain_text(cell.line) for cell, column in zip(row.cells, table.columns, strict=True)
    }


@pytest.fixture
def stated(comparison: Comparison) -> Comparison:
    """The comparison with statements about a row and a term."""
    run = comparison.runs["paths"]
    assert run.result is not None
    statements = (
        Statement(kind="row for SUCCESS", subject="TANDEM*ALIGNED", value="1"),
        Statement(kind="row for SUCCESS", subject="~TANDEM*~ALIGNED", value="0"),
        Statement(kind="solution", subject="SUCCESS", value="TANDEM*ALIGNED"),
    )
    runs = {**comparison.runs, "paths": replace(run, result=replace(run.result, statements=statements))}
    return replace(comparison, runs=runs)


def test_values_and_sets_rest_on_their_evidence(comparison: Comparison) -> None:
    tracing, case = Tracing(comparison), comparison.study.cases["T01"]
    both = tracing.resting(case, "e1")
    assert (both.values, both.sets, both.is_alone) == (("tandem", "outcome"), ("TANDEM", "SUCCESS"), True)
    one = tracing.resting(case, "e2")
    assert (one.values, one.sets, one.is_alone) == (("tandem",), ("TANDEM",), False)


def test_a_row_of_the_record_leads_to_the_sets_that_its_method_derives(comparison: Comparison) -> None:
    run = comparison.runs["paths"]
    book = {**comparison.study.codebook, "FIT": CodebookEntry(name="FIT", source=("paths.fit",))}
    case = replace(
        comparison.study.cases["T01"],
        sections={
            "ties": [{"from": "Dr Smith", "evidence": ["e2"]}, {"from": "b"}, {"evidence": ["e2", "e1"]}]
        },
    )
    study = replace(comparison.study, codebook=book, cases={**comparison.study.cases, "T01": case})
    reading = replace(run, method=replace(run.method, sections={"ties": dict}))
    told = withhold(replace(comparison, study=study, runs={"paths": reading}))
    resting = Tracing(told).resting(told.study.cases["T01"], "e2")
    assert (resting.rows, resting.methods, resting.sets) == ({"ties": (1, 3)}, ("paths",), ("TANDEM", "FIT"))
    assert resting.is_alone
    assert b"Smith" not in render_html(told)
    assert b"ties 1, 3" in render_html(told)


def test_the_index_leads_from_a_piece_to_rows_findings_and_verdicts(stated: Comparison) -> None:
    both, one = index_rows(stated)
    assert both["evidence"] == "e1"
    assert both["memberships"] == "TANDEM, SUCCESS"
    assert both["rows and terms"] == "TANDEM*ALIGNED (row for SUCCESS: 1)"
    assert both["findings"] == "path-1, path-2"
    assert both["verdicts"] == "H1, H2"
    assert (one["evidence"], one["memberships"], one["verdicts"]) == ("e2", "TANDEM", "H1")


def test_without_repeats_the_index_says_how_to_get_them(comparison: Comparison) -> None:
    said = [plain_text(one.line) for one in section(comparison, "evidence").blocks if hasattr(one, "line")]
    assert (
        "What would happen without each piece is computed by casecompare run STUDY --robustness full." in said
    )
    assert "without it" not in index_rows(comparison)[0]


def test_the_index_says_what_there_would_be_without_a_piece(comparison: Comparison) -> None:
    group = RepeatGroup(name="without evidence", title="without each piece", repeats=1)
    rows = [
        (
            "without evidence",
            "v",
            "T01",
            "e1",
            "tandem",
            0.6,
            None,
            "hypotheses",
            "verdict",
            "H1",
            "mixed",
            "against",
        ),
        ("without evidence", "v", "T01", "e1", "tandem", 0.6, None, "paths", "row", "TANDEM", "1", ""),
    ]
    changes = pd.DataFrame(rows, columns=[*CHANGES, "after"])
    base = pd.DataFrame(
        {"method": ["hypotheses"], "kind": ["verdict"], "subject": ["H1"], "value": ["mixed"]}
    )
    survival = pd.DataFrame(
        columns=["group", "method", "kind", "subject", "value", "is_base", "share", "repeats"]
    )
    robustness = Robustness(groups=(group,), base=base, changes=changes, survival=survival)
    first, second = index_rows(replace(comparison, robustness=robustness))
    assert first["without it"] == "e1: H1 against instead of mixed, 1 statement of methods"
    assert second["without it"] == "e2: nothing rests on it alone"


def test_a_study_without_evidence_says_where_it_belongs(comparison: Comparison) -> None:
    bare = replace(comparison, study=replace(comparison.study, cases={}))
    said = [plain_text(one.line) for one in section(bare, "evidence").blocks if hasattr(one, "line")]
    assert said == [
        "The study records no evidence. It belongs into the records of the cases, under 'evidence'."
    ]


def test_what_is_no_formula_names_no_sets() -> None:
    assert names_in("A rises in 3 cases (B)") == frozenset()
    assert names_in("A" * 3000) == frozenset()
    assert names_in("A*~B => Y") == {"A", "B", "Y"}


def test_pairs_are_those_of_each_term() -> None:
    assert list(pairs_in(parse("A*~B + C"))) == ["A*~B"]
    assert list(pairs_in(parse("A*(B + C)"))) == []


@given(st.sets(st.integers(min_value=1, max_value=60)))
@settings(max_examples=60, deadline=None)
def test_places_written_as_ranges_are_the_same_places(places: set[int]) -> None:
    found: set[int] = set()
    for piece in filter(None, show_places(sorted(places)).split(", ")):
        first, _, last = piece.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == places
