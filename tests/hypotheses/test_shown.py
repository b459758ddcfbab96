"""How hypotheses are shown: side by side, rivals, refuters, and the p values on the terminal."""

import json

import pandas as pd
import pytest

from casecompare.hypotheses import Evidence, judge_all
from casecompare.methods import Comparison
from casecompare.report.content import Details, Heading, TableBlock, plain_text
from casecompare.report.json_document import render_json
from casecompare.report.links import find_links
from casecompare.report.sections.hypotheses import hypotheses_section, show_measures
from casecompare.report.tables_csv import render_tables
from casecompare.report.terminal import render_terminal
from casecompare.study import CodebookEntry, Hypothesis, ProcessTest, Study

SETS = pd.DataFrame(
    {
        "A": [0.9, 0.8, 0.7, 0.3, 0.2, 0.1],
        "B": [0.1, 0.9, 0.2, 0.8, 0.4, 0.3],
        "Y": [0.8, 0.9, 0.6, 0.4, 0.1, 0.3],
    },
    index=list("klmnop"),
)
CLAIMS = [
    Hypothesis(
        name="H1", claim="A <= Y", rivals=("R1",), scope="all of the north", refuter="a success without A",
        tests=(ProcessTest(name="letter", if_true=0.4, if_false=0.02, seen=True, case="k"),),
    ),
    Hypothesis(name="H2", claim="A ~ Y"),
    Hypothesis(name="R1", claim="B => Y"),
]  # fmt: skip


@pytest.fixture
def comparison():
    brought = Evidence(source="ties", kind="ties", measures={"p": 0.2}, sentence="They meet.")
    study = Study(
        name="s",
        outcome="Y",
        codebook={name: CodebookEntry(name=name) for name in SETS},
        hypotheses={one.name: one for one in CLAIMS},
        table=SETS,
    )
    return Comparison(study=study, verdicts=judge_all(CLAIMS, SETS, {"H2": [brought]}), memberships=SETS)


def tables(section):
    inner = [
        one for block in section.blocks for one in (block.blocks if isinstance(block, Details) else [block])
    ]
    return [block for block in inner if isinstance(block, TableBlock)]


def texts(row):
    return [plain_text(cell.line) or cell.value for cell in row.cells]


def test_one_row_per_hypothesis_with_every_kind_of_evidence(comparison):
    section = hypotheses_section(comparison, find_links(comparison))
    verdicts, beside, single, brought = tables(section)
    assert [column.title for column in beside.columns] == [
        "Hypothesis", "Verdict", "Set-theoretic", "Exact test", "Benchmark", "Necessity in degree",
        "Process tracing", "ties",
    ]  # fmt: skip
    assert len(beside.rows) == len(verdicts.rows) == 3
    assert [text.replace("\u00a0", " ") for text in texts(beside.rows[0])[3:7]] == [
        "0.003 · 0.031 · 0.092", "0.275 · 0.275 · 0.549", "0.540; 0.001 · 0.014 · 0.014", "+13.0 dB; 0.952",
    ]  # fmt: skip
    assert texts(beside.rows[1])[3] == "0.050\u00a0· 0.050\u00a0· 0.100"
    assert [row.cells[1].value for row in single.rows[:4]] == [
        "permutation test", "benchmark", "necessity in degree", "process tracing",
    ]  # fmt: skip
    assert len(brought.rows) == 1


def test_rivals_stand_beside_with_their_verdict(comparison):
    verdicts, *_ = tables(hypotheses_section(comparison, find_links(comparison)))
    assert verdicts.columns[-1].title == "Rivals"
    assert texts(verdicts.rows[0])[-1] == f"R1\xa0{plain_text(verdicts.rows[2].cells[1].line)}"


def test_refuters_rules_and_readings_are_listed(comparison):
    section = hypotheses_section(comparison, find_links(comparison))
    headings = [block.text for block in section.blocks if isinstance(block, Heading)]
    assert headings[-4:] == [
        "What would refute them", "How the verdicts are made", "How to read what stands beside",
        "How to read the matrix",
    ]  # fmt: skip
    listing = section.blocks[section.blocks.index(Heading("What would refute them")) + 1]
    assert plain_text(listing.items[0]) == "H1: about all of the north; refuted by a success without A"


def test_the_terminal_prints_the_smallest_p_first_then_process_tracing_and_rivals(comparison):
    lines = render_terminal(comparison).splitlines()
    at = next(number for number, line in enumerate(lines) if "H1  A <= Y" in line)
    said = " ".join(line.strip() for line in lines[at : at + 8])
    assert "smallest reachable p 0.003 · p 0.031 · p (Holm) 0.092" in said
    assert "process tracing: weight in dB 13.010 · prior 0.500 · posterior 0.952" in said
    assert "rival: R1  B => Y" in said
    assert all(len(line) <= 80 for line in lines)


def test_a_small_p_is_not_rounded_to_nothing():
    evidence = Evidence(
        source="sets", kind="t", measures={"p": 1e-5, "smallest reachable p": 0.0, "cases": 3.0}
    )
    assert show_measures(evidence) == "p <0.001 · smallest reachable p 0.000 · cases 3"


def test_the_json_has_what_stands_beside(comparison):
    first = json.loads(render_json(comparison))["verdicts"][0]
    assert [one["kind"] for one in first["beside"]][-1] == "process tracing"
    assert first["beside"][0]["measures"]["p"] == pytest.approx(22 / 720)


def test_the_tables_have_every_measure(comparison):
    text = render_tables(comparison)["hypotheses.csv"].decode()
    kinds = {line.split(",")[4] for line in text.splitlines() if line.startswith("H1,")}
    assert {"set-theoretic", "permutation test", "process tracing"} <= kinds
