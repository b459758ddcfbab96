"""What the terminal tells shorter than the report: bounds, many findings, many notes, several rivals."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from casecompare.hypotheses import Verdict
from casecompare.methods import Column, Comparison, Diagnostic, Finding, MethodResult, Table
from casecompare.report import render_terminal
from casecompare.report.text_table import TextColumn, typeset
from casecompare.study import Hypothesis


def shown(comparison: Comparison, result: MethodResult) -> str:
    run = comparison.runs["paths"]
    return render_terminal(replace(comparison, runs={"paths": replace(run, result=result, diagnostics=())}))


def test_a_table_set_row_by_row_keeps_its_last_column() -> None:
    columns = [TextColumn("Case", ("T01",))]
    columns += [TextColumn(f"Column{at}", (f"0.{at}00",), is_numeric=True) for at in range(9)]
    assert "Column8 0.800" in " ".join(typeset(columns, 40))


def test_bounds_stand_in_the_cell_of_their_score(comparison: Comparison) -> None:
    scores = {f"Score number {at}": [0.5, None, 0.4] for at in range(6)}
    titles = {name: Column(title=name) for name in scores}
    frame = pd.DataFrame({"case": ["T01", "T02", "T03"]})
    for name, values in scores.items():
        frame[name] = pd.Series(values, dtype=float)
        frame[f"{name}_low"] = pd.Series([None, 0.1, 0.3], dtype=float)
        frame[f"{name}_high"] = pd.Series([None, 0.9, 0.6], dtype=float)
        titles[f"{name}_low"] = Column(title=f"{name}, at least")
        titles[f"{name}_high"] = Column(title=f"{name}, at most")
    table = Table(name="wide", title="Wide", frame=frame, columns=titles)
    said = " ".join(shown(comparison, MethodResult(tables=(table,))).split())
    assert "T01 Score number 0 0.500 · Score number 1 0.500" in said
    assert "T02 Score number 0 [0.100, 0.900] ·" in said
    assert "T03 Score number 0 0.400 [0.300, 0.600] ·" in said
    assert "Score number 5 0.400 [0.300, 0.600]" in said
    assert "at least" not in said


def test_findings_beyond_the_first_are_left_to_the_report(comparison: Comparison) -> None:
    many = tuple(Finding(id=f"f{at}", sentence=f"This is finding {at}.") for at in range(11))
    said = shown(comparison, MethodResult(findings=many))
    assert "This is finding 7." in said
    assert "This is finding 8." not in said
    assert "\n  3 more findings: see the report.\n" in said
    assert "more finding" not in shown(comparison, MethodResult(findings=many[:8]))


def test_cases_that_a_sentence_names_are_not_listed_again(comparison: Comparison) -> None:
    named = Finding(id="f", sentence="It is so in T01, T02 and T03.", cases_for=("T01", "T02", "T03"))
    unnamed = replace(named, sentence="It is so in T01, and in others.")
    assert "cases for" not in shown(comparison, MethodResult(findings=(named,)))
    assert "cases for: T01, T02, T03" in shown(comparison, MethodResult(findings=(unnamed,)))


def test_every_warning_is_told_and_of_notes_the_first_two(comparison: Comparison) -> None:
    notes = tuple(Diagnostic(level="note", code="n", message=f"Note {at}.") for at in range(4))
    warnings = tuple(Diagnostic(level="warning", code="w", message=f"Warning {at}.") for at in range(9))
    said = shown(comparison, MethodResult(diagnostics=(*notes, *warnings)))
    assert all(f"warning: Warning {at}." in said for at in range(9))
    assert said.index("Warning 8.") < said.index("note: Note 1.")
    assert "Note 2." not in said
    assert "\n  2 more notes: see the report.\n" in said


def test_several_rivals_stand_on_one_line_with_their_verdicts(comparison: Comparison) -> None:
    first = Verdict(
        hypothesis=Hypothesis(name="H1", claim="A => Y", rivals=("R1", "R2")),
        word="mixed", evidence=(), rule="So.",
    )  # fmt: skip
    rivals = [
        Verdict(hypothesis=Hypothesis(name=name, claim="B => Y"), word=word, evidence=(), rule="So.")
        for name, word in (("R1", "against"), ("R2", "supported"))
    ]
    verdicts = (first, *rivals)
    study = replace(comparison.study, hypotheses={one.hypothesis.name: one.hypothesis for one in verdicts})
    said = render_terminal(replace(comparison, study=study, verdicts=verdicts))
    assert "rivals: R1 ✗ against · R2 ✓ supported" in said
