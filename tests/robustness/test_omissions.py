"""Without a case, without a piece of evidence, and one step further on a scale."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from casecompare.robustness import neighbouring_steps, without_each_case, without_each_evidence
from casecompare.study import (
    Calibration,
    Case,
    ClueCount,
    CodebookEntry,
    CodedValue,
    HalfDecision,
    ProcessTest,
    Study,
)


def test_a_case_goes_with_the_decisions_about_it(study):
    half = (HalfDecision(case="k", to=0.49, because="?"), HalfDecision(case="l", to=0.51, because="?"))
    codebook = {**study.codebook, "TANDEM": replace(study.codebook["TANDEM"], half=half)}
    tests = tuple(ProcessTest(name="clue", if_true=0.8, if_false=0.2, case=case) for case in ("k", "l", ""))
    claims = {
        "H1": replace(study.hypotheses["H1"], tests=tests, clues=(ClueCount(case="k", clues_for=1, clues=2),))
    }
    missing = {("k", "TANDEM"): "not found"}
    decided = replace(study, codebook=codebook, missing=missing, hypotheses=claims)
    first = next(iter(without_each_case(decided)))
    assert first.label == "without k"
    assert first.left_out == "k"
    assert "k" not in first.study.case_ids
    assert "k" not in first.study.cases
    assert first.study.codebook["TANDEM"].half == half[1:]
    assert not first.study.missing
    assert [test.case for test in first.study.hypotheses["H1"].tests] == ["l", ""]
    assert first.study.hypotheses["H1"].clues == ()
    assert decided.case_ids[0] == "k"


def test_what_rests_on_the_evidence_alone_is_no_longer_coded(coded):
    study = coded({}, {("n", "SUCCESS"): ("e1",), ("n", "TANDEM"): ("e1", "e2"), ("n", "CLINICAL"): ("e2",)})
    variants = list(without_each_evidence(study))
    assert [one.label for one in variants] == ["without e1 of n", "without e2 of n"]
    first = variants[0]
    assert pd.isna(first.study.table.loc["n", "SUCCESS"])
    assert first.study.missing["n", "SUCCESS"] == "not coded"
    assert first.study.table.loc["n", "TANDEM"] == 0.6
    assert first.note == "TANDEM rests on further evidence and stays."
    assert [(one.name, one.before, one.after) for one in first.edits] == [("SUCCESS", 0.7, "not coded")]
    assert study.table.loc["n", "SUCCESS"] == 0.7


def test_evidence_that_nothing_rests_on_alone_changes_nothing(coded):
    study = coded({}, {("n", "SUCCESS"): ("e1", "e2")})
    assert list(without_each_evidence(study)) == []


def test_rows_of_sections_go_with_their_only_evidence(coded):
    study = coded({}, {("n", "SUCCESS"): ("e1", "e2")})
    rows = [{"arena": "S", "evidence": ["e1"]}, {"arena": "P", "evidence": ["e1", "e2"]}, {"arena": "D"}]
    cases = {**study.cases, "n": replace(study.cases["n"], sections={"arenas": rows, "forces": [rows[2]]})}
    (variant,) = without_each_evidence(replace(study, cases=cases))
    assert variant.study.cases["n"].sections["arenas"] == rows[1:]
    assert variant.study.cases["n"].sections["forces"] is cases["n"].sections["forces"]
    assert variant.note == "1 row of sections goes; SUCCESS rests on further evidence and stays."


def entry(name, **more):
    return CodebookEntry(name=name, source=(name.lower(),), **more)


@pytest.mark.parametrize(
    ("made", "values", "expected"),
    [
        (entry("A", kind="crisp"), [1.0, 0.0], ["k.a: 1 → 0", "l.a: 0 → 1"]),
        (entry("A", kind="multi-value"), [0.0, 2.0], ["k.a: 0 → 2", "l.a: 2 → 0"]),
        (
            entry("A", calibration=Calibration(kind="rubric", parameters={"high": 1, "medium": 0, "low": 0})),
            ["High", "medium"],
            ["k.a: High → medium", "l.a: medium → high", "l.a: medium → low"],
        ),
        (entry("A", calibration=Calibration(kind="direct", parameters=[1, 5, 9])), [3.0, 4.0], []),
        (entry("A", kind="text"), ["x", "y"], []),
    ],
)
def test_the_next_step_is_that_of_the_scale(made, values, expected):
    cases = {
        name: Case(id=name, values={"a": CodedValue(value=one)})
        for name, one in zip("kl", values, strict=True)
    }
    study = Study(
        name="s", codebook={"A": made}, cases=cases, table=pd.DataFrame({"a": values}, index=["k", "l"])
    )
    assert [one.label for one in neighbouring_steps(study)] == expected


def test_missing_values_have_no_next_step(coded):
    study = coded({})
    gone = replace(
        study.cases["k"], values={**study.cases["k"].values, "CLINICAL": CodedValue(missing="not found")}
    )
    labels = [
        one.label
        for one in neighbouring_steps(replace(study, cases={**study.cases, "k": gone}), ["CLINICAL"])
    ]
    assert len(labels) == 7
    assert not any(label.startswith("k.") for label in labels)
