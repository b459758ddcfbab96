"""The parts: how values are written, how text tables are set, where links lead, what a method offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from casecompare.methods import (
    Column,
    Comparison,
    Finding,
    FoundPlugin,
    Host,
    Method,
    MethodResult,
    Options,
    PluginFault,
    Robustness,
    Score,
    Table,
)
from casecompare.report import (
    build_document,
    describe_method,
    plugin_rows,
    render_html,
    render_tables,
    render_terminal,
    text_table,
)
from casecompare.report.content import Details, Facts, Heading, Listing, Section, TableBlock, plain_text
from casecompare.report.links import anchors, find_links
from casecompare.report.sections.boards import pair_directions
from casecompare.report.sections.frames import frame_table
from casecompare.report.sections.provenance import repeating_command
from casecompare.report.text import display_width, one_line
from casecompare.report.text_table import TextColumn, typeset, wrap
from casecompare.report.values import Value, read_frame, show_value
from casecompare.study import Study


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (None, 3, "–"),
        (float("nan"), 3, "–"),
        (True, 3, "yes"),
        (False, 3, "no"),
        (7, 3, "7"),
        (0.5, 3, "0.500"),
        (0.99951, 3, "1.000"),
        (0.0004, 3, "<0.001"),
        (-0.0004, 3, ">-0.001"),
        (0.0, 3, "0.000"),
        (-0.0, 3, "0.000"),
        (-0.25, 2, "-0.25"),
        (0.3, 0, "0"),
        (float("inf"), 3, "∞"),
        (1234567.0, None, "1.23457e+06"),
        (0.1 + 0.2, None, "0.3"),
        ((), 3, ""),
        (("A", "B"), 3, "A, B"),
        ("two\nlines", 3, "two lines"),
    ],
)
def test_values_are_written_the_same_everywhere(value: Value, decimals: int | None, shown: str) -> None:
    assert show_value(value, decimals) == shown


def test_frames_become_plain_columns() -> None:
    frame = pd.DataFrame(
        {
            "n": np.array([2, 1], dtype="int64"),
            "share": np.array([0.5, np.nan], dtype="float32"),
            "is": np.array([True, False]),
            "word": pd.array(["a", pd.NA], dtype="string"),
            "cases": [["T01"], {"b", "a"}],
            "kind": pd.Categorical(["x", None]),
        },
        index=pd.Index([4, 1], name="row"),
    )
    columns = read_frame(frame, {"n": Column(title="N", decimals=0)})
    assert [(one.title, one.values) for one in columns] == [
        ("row", (4, 1)),
        ("N", (2, 1)),
        ("share", (0.5, None)),
        ("is", (True, False)),
        ("word", ("a", None)),
        ("cases", (("T01",), ("a", "b"))),
        ("kind", ("x", None)),
    ]
    assert [one.is_numeric for one in columns] == [True, True, True, False, False, False, False]
    assert all(
        type(value) in (int, float, bool, str, tuple, type(None)) for one in columns for value in one.values
    )


def test_columns_that_share_a_name_and_indexes_of_several_levels_survive() -> None:
    index = pd.MultiIndex.from_tuples([("T01", 1)], names=["case", "round"])
    frame = pd.DataFrame([[1.5, 2.0]], columns=["x", "x"], index=index)
    assert [(one.name, one.values) for one in read_frame(frame)] == [
        ("case", ("T01",)),
        ("round", (1,)),
        ("x", (1.5,)),
        ("x", (2.0,)),
    ]


def test_a_counting_index_is_not_shown() -> None:
    assert [one.name for one in read_frame(pd.DataFrame({"x": [1]}))] == ["x"]


def test_cases_and_formulas_in_a_table_become_links(comparison: Comparison) -> None:
    frame = pd.DataFrame(
        {"case": ["T01"], "cases": [("T01", "T02")], "term": ["TANDEM*~ALIGNED"], "word": ["TANDEM rises"]}
    )
    block = frame_table("t", frame, find_links(comparison))
    lines = [cell.line for cell in block.rows[0].cells]
    assert [[getattr(piece, "target", None) for piece in one] for one in lines[:2]] == [
        ["case:T01"],
        ["case:T01", "", "case:T02"],
    ]
    assert [part.target for part in lines[2][0].parts()] == ["set:TANDEM", "", "set:ALIGNED"]  # type: ignore[union-attr]
    assert lines[3] == ()


def test_anchors_are_never_shared() -> None:
    names = ["a", "a b", "-2", "2", "ä", "A", "x" * 50, ""]
    made = anchors("case", names)
    assert len(set(made.values())) == len(names)
    assert made["a"] == "case:a"
    assert made["a b"] == "case:-2"


@given(st.lists(st.text(), unique=True))
@settings(max_examples=100, deadline=None)
def test_anchors_are_words_and_unique(names: list[str]) -> None:
    made = anchors("case", names)
    assert len(set(made.values())) == len(names)
    assert all(anchor.isascii() and not set(anchor) & set(" \"'<>#") for anchor in made.values())


def test_a_text_table_that_is_too_wide_wraps_its_words() -> None:
    columns = [
        TextColumn("row", ("1", "2"), True),
        TextColumn("inclusion", ("0.973", "0.2"), True),
        TextColumn("PRI", ("0.9", "–"), True),
        TextColumn("cases", ("T01, T02, T03, T04", "T05")),
    ]
    assert typeset(columns, 36) == [
        "────────────────────────────────────",
        "row  inclusion  PRI  cases",
        "────────────────────────────────────",
        "  1      0.973  0.9  T01, T02, T03,",
        "                     T04",
        "  2        0.2    –  T05",
        "────────────────────────────────────",
    ]


@given(
    st.lists(
        st.tuples(
            st.text(max_size=30), st.lists(st.text(max_size=60), min_size=2, max_size=2), st.booleans()
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(min_value=20, max_value=100),
)
@settings(max_examples=100, deadline=None)
def test_no_table_line_is_wider_than_asked(spec: list[tuple[str, list[str], bool]], width: int) -> None:
    columns = [
        TextColumn(one_line(head), tuple(map(one_line, cells)), numeric) for head, cells, numeric in spec
    ]
    assert max(map(display_width, typeset(columns, width))) <= width


@given(st.text(), st.integers(min_value=4, max_value=40))
@settings(max_examples=100, deadline=None)
def test_wrapping_loses_nothing_but_space(text: str, width: int) -> None:
    said = one_line(text)
    assert "".join("".join(wrap(said, width)).split()) == "".join(said.split())


def test_rows_by_name_become_a_table() -> None:
    assert text_table([]) == ""
    assert "qca" in text_table([{"plugin": "qca", "health": "ok"}])


def test_the_document_keeps_its_order(comparison: Comparison) -> None:
    document = build_document(comparison)
    assert [section.anchor for section in document.sections] == [
        "answer",
        "hypotheses",
        "case-board",
        "condition-board",
        "methods",
        "robustness",
        "cases",
        "evidence",
        "decisions",
        "reporting",
        "remarks",
        "provenance",
    ]
    assert document == build_document(comparison)


def test_the_case_that_no_path_covers_is_named(comparison: Comparison) -> None:
    sets = comparison.memberships.assign(SUCCESS=[0.9, 0.1, 0.8, 0.7])
    answer = build_document(replace(comparison, memberships=sets)).sections[0]
    said = [plain_text(item) for item in _listings(answer)[-1].items]
    assert said[-1] == (
        "T04 speaks against H1 and path-2 and has the outcome, but no path covers it. "
        "Look again: its membership in TANDEM is near 0.5"
    )


def test_cases_that_only_no_path_covers_share_a_line(comparison: Comparison) -> None:
    sets = comparison.memberships.assign(SUCCESS=[0.9, 0.9, 0.8, 0.7])
    run = replace(comparison.runs["paths"], result=MethodResult(findings=_findings(comparison)[:1]))
    bare = replace(comparison, memberships=sets, verdicts=(), runs={"paths": run})
    said = [plain_text(item) for item in _listings(build_document(bare).sections[0])[-1].items]
    assert said == ["T02, T04 have the outcome, but no path covers them"]


def test_the_answer_begins_with_a_line_for_each_question(comparison: Comparison) -> None:
    facts = next(block for block in build_document(comparison).sections[0].blocks if isinstance(block, Facts))
    assert [(label, plain_text(said)) for label, said in facts.pairs] == [
        ("leads to SUCCESS", "TANDEM*ALIGNED (T01, T03)"),
        ("hypotheses", "✓ 1 supported ± 1 mixed"),
        ("cases that do not fit", "T04: what they contradict"),
    ]


def test_without_an_answer_there_is_nothing_in_brief() -> None:
    blocks = build_document(Comparison(study=Study(name="s"))).sections[0].blocks
    assert [block for block in blocks if isinstance(block, Facts)] == []


def test_a_finding_that_only_sorts_the_cases_is_contradicted_by_nobody(comparison: Comparison) -> None:
    run = comparison.runs["paths"]
    sorting = Finding(id="aligned", sentence="T01 is aligned.", cases_for=("T01",), cases_against=("T02",))
    runs = {"paths": replace(run, result=MethodResult(findings=(sorting,)))}
    bare = replace(comparison, verdicts=(), runs=runs)
    headings = [block.text for block in build_document(bare).sections[0].blocks if isinstance(block, Heading)]
    assert "Which cases do not fit" not in headings


def test_the_nearest_change_stands_with_the_case_that_contradicts_and_at_the_end(
    comparison: Comparison,
) -> None:
    names = ["hypothesis", "claim", "case", "set", "from", "to", "change", "word", "becomes"]
    rows = [
        ("H2", "ALIGNED <= SUCCESS", "T04", "ALIGNED", 0.3, 0.2, 0.1, "supported", "mixed"),
        ("H1", "TANDEM => SUCCESS", "T04", "TANDEM", 0.51, 0.49, 0.02, "mixed", "supported"),
    ]
    base = pd.DataFrame(
        {"method": ["hypotheses"], "kind": ["verdict"], "subject": ["H1"], "value": ["mixed"]}
    )
    kinds = ["group", "method", "kind", "subject", "value", "is_base", "share", "repeats"]
    changes = pd.DataFrame(columns=["group", "kind", "variant", "case", "evidence"])
    robustness = Robustness(
        base=base,
        decisive=pd.DataFrame(rows, columns=names),
        changes=changes,
        survival=pd.DataFrame(columns=kinds),
    )
    told = _listings(build_document(replace(comparison, robustness=robustness)).sections[0])
    assert plain_text(told[-2].items[-1]).endswith(
        "Look again: with 0.49 instead of 0.51 in TANDEM, H1 would be supported; "
        "its membership in TANDEM is near 0.5"
    )
    assert [plain_text(item)[:30] for item in told[-1].items] == [
        "H2 becomes mixed instead of su", "H1 becomes supported instead o",
    ]  # fmt: skip


def test_a_pair_of_conditions_is_told_with_who_speaks_of_it(comparison: Comparison) -> None:
    assert pair_directions(comparison) == {"TANDEM*ALIGNED": {"paths": ["SUCCESS"]}}


def test_a_long_table_with_several_rows_for_each_case_is_cut(comparison: Comparison) -> None:
    run = comparison.runs["paths"]
    assert run.result is not None
    long = Table(name="long", title="A long table", frame=pd.DataFrame({"x": range(81)}))
    longer = replace(comparison, runs={"paths": replace(run, result=replace(run.result, tables=(long,)))})
    part = build_document(longer).sections[4].parts[0]
    block = next(block for block in part.blocks if isinstance(block, Details))
    table = block.blocks[0]
    assert isinstance(table, TableBlock)
    assert plain_text(block.summary) == "A long table  81 rows"
    assert (len(table.rows), table.note) == (
        40,
        "The first 40 of 81 rows; all of them are in the CSV tables.",
    )


def test_cases_against_a_refuted_hypothesis_are_no_misfits(comparison: Comparison) -> None:
    refuted = tuple(replace(verdict, word="against") for verdict in comparison.verdicts)
    answer = build_document(replace(comparison, verdicts=refuted)).sections[0]
    said = [plain_text(item) for item in _listings(answer)[-1].items]
    assert said[-1] == "T04 speaks against path-2. Look again: its membership in TANDEM is near 0.5"


def test_a_study_of_thousands_is_told_in_the_large(make_comparison: Callable[..., Comparison]) -> None:
    ids = [f"C{number}" for number in range(2001)]
    frame = pd.DataFrame({"SUCCESS": [0.9] * len(ids)}, index=ids)
    small = make_comparison(cases={}, table=frame, missing={})
    large = replace(small, memberships=frame, raw=frame, case_board=frame, verdicts=())
    page = render_html(large)
    assert b"2001 cases are too many to be shown one by one (more than 2000)." in page
    assert b"C1999" not in page
    assert len(page) < 100_000
    assert len(render_tables(large)["memberships.csv"].splitlines()) == 2002


def test_a_long_list_of_cases_says_how_many_it_leaves_out(comparison: Comparison) -> None:
    shown = plain_text(find_links(comparison).case_list(f"C{number}" for number in range(103)))
    assert shown.startswith("C0, C1, ")
    assert shown.endswith("C99 and 3 more")


def test_a_membership_shows_its_raw_value_and_its_bar(comparison: Comparison) -> None:
    cases = next(one for one in build_document(comparison).sections if one.anchor == "cases")
    table = next(block for block in cases.blocks if isinstance(block, TableBlock))
    cell = table.rows[0].cells[1]
    assert (cell.value, cell.share, plain_text(cell.line)) == (0.8659, 0.8659, "0.866 0.6")


def test_the_command_repeats_options_that_are_not_defaults(comparison: Comparison) -> None:
    assert repeating_command(comparison) == (
        "casecompare run redesign --plugin paths --plugin ties --plugin rounds --set paths.consistency=0.85"
    )


class Described(Options):
    cut: Annotated[float, Field(description="Where a set begins.")] = 0.5
    outcome: Annotated[str, Field(description="Which set is explained.")]


def test_a_method_describes_itself() -> None:
    method = Method(
        name="rank",
        title="Ranking",
        question="Who comes first?",
        run=lambda *_: MethodResult(),
        options=Described,
        citation="Doe (2020)",
        sections={"ties": dict},
        scores=(Score(name="place", title="Place", range=(1, None)),),
    )
    found = FoundPlugin(
        name="rank", module="rank", distribution="casecompare-rank", version="2.0", origin="installed"
    )
    assert (
        describe_method(method, found)
        == """\
rank: Ranking
  Who comes first?
  from casecompare-rank 2.0 (installed); experimental

Options (in study.yaml under methods: rank, or --set rank.OPTION=VALUE)
  cut: Where a set begins. [default 0.5]
  outcome: Which set is explained. [must be given]

Reads from the records
  ties

Derives for each case (use as 'from: rank.NAME' in the codebook)
  place: Place. [1 to –]

To cite
  Doe (2020)"""
    )


def test_plugins_are_listed_with_their_health() -> None:
    host = Host(
        faults=[
            PluginFault(plugin="odd", distribution="casecompare-odd", version="0.3", reason="It needs R.")
        ]
    )
    assert plugin_rows(host) == [
        {
            "plugin": "odd",
            "distribution": "casecompare-odd 0.3",
            "origin": "",
            "methods": "",
            "maturity": "",
            "health": "It needs R.",
            "from": "",
            "contract": "",
            "deprecated": "",
        }
    ]


def test_a_short_table_that_cannot_fit_is_set_row_by_row_and_loses_no_number() -> None:
    columns = [
        TextColumn("Outcome", ("Y",)),
        TextColumn("Solution", ("parsimonious",)),
        TextColumn("Formula", ("A*~B + C",), is_formula=True),
        TextColumn("Inclusion", ("0.880",), is_numeric=True),
        TextColumn("PRI", ("0.822",), is_numeric=True),
        TextColumn("Coverage", ("0.756",), is_numeric=True),
        TextColumn("Cases", ("T02, T03",)),
    ]
    assert typeset(columns, 40) == [
        "─" * 40,
        "Y  parsimonious",
        "  A*~B + C",
        "  Inclusion 0.880 · PRI 0.822 ·",
        "  Coverage 0.756 · Cases T02, T03",
        "─" * 40,
    ]


def test_a_long_table_that_is_too_wide_is_left_to_the_report(comparison: Comparison) -> None:
    run = comparison.runs["paths"]
    assert run.result is not None
    frame = pd.DataFrame({f"column{at}": [0.5] * 25 for at in range(10)})
    wide = Table(name="wide", title="A wide table", frame=frame)
    wider = replace(comparison, runs={"paths": replace(run, result=replace(run.result, tables=(wide,)))})
    assert "\nA wide table\n25 rows, wider than the terminal: see the report.\n" in render_terminal(wider)
    assert "column8 0.500" not in render_terminal(wider)
    assert "0.500    0.500" in render_terminal(wider, width=120)


def test_a_long_table_is_folded_in_the_page_and_named_in_the_terminal(comparison: Comparison) -> None:
    run = comparison.runs["paths"]
    assert run.result is not None
    long = Table(name="long", title="A long table", frame=pd.DataFrame({"x": range(31)}))
    longer = replace(comparison, runs={"paths": replace(run, result=replace(run.result, tables=(long,)))})
    part = build_document(longer).sections[4].parts[0]
    details = [block for block in part.blocks if isinstance(block, Details)]
    assert [plain_text(one.summary) for one in details] == ["A long table  31 rows"]
    assert "A long table 31 rows: see the report." in render_terminal(longer).splitlines()


def test_a_method_that_only_feeds_others_takes_one_line_in_the_terminal(comparison: Comparison) -> None:
    run = comparison.runs["paths"]
    assert run.result is not None
    method = replace(run.method, name="rounds", title="Rounds in time")
    feeding = replace(run, method=method, chain=(), is_asked=False)
    shown = render_terminal(replace(comparison, runs={"rounds": feeding, "paths": run}))
    said = "Rounds in time\n  gives 1 score per case: TANDEM from rounds.tandem. See the report.\n"
    assert said in shown
    assert shown.count("Truth table") == 1


def test_the_terminal_shows_the_main_tables_and_leaves_the_others_to_the_report(
    comparison: Comparison,
) -> None:
    run = comparison.runs["paths"]
    assert run.result is not None
    first, *others = run.result.tables
    result = replace(run.result, tables=(replace(first, main=True), *others))
    shown = render_terminal(replace(comparison, runs={"paths": replace(run, result=result)}))
    everything = render_terminal(comparison)
    assert first.title in shown
    for other in others:
        assert other.title in everything
        assert other.title not in shown


def _listings(section: Section) -> list[Listing]:
    return [block for block in section.blocks if isinstance(block, Listing)]


def _findings(comparison: Comparison) -> tuple[Finding, ...]:
    result = comparison.runs["paths"].result
    assert result is not None
    return result.findings
