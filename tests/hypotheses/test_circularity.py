"""Circular coding: same evidence, same single coder, same value; through scores and sections, too."""

from dataclasses import replace

import pandas as pd
import pytest
from pydantic import BaseModel

from casecompare.hypotheses import circular_coding
from casecompare.study import Case, CodebookEntry, CodedValue
from casecompare.testing import make_study

CASES = [f"T{number:02}" for number in range(1, 16)]


class Row(BaseModel):
    evidence: list[str] = []
    coder: str | None = None


def study(values, hypotheses=None, codebook=None, sections=None):
    """Give a study whose cases all have the same coded values and sections, unless a function says else."""
    coded = values if callable(values) else lambda case: values
    frame = pd.DataFrame(dict.fromkeys(("A", "B", "Y"), 1.0), index=CASES)
    made = make_study(frame, outcome="Y", hypotheses=hypotheses or {"H1": "A => Y"}, codebook=codebook or {})
    cases = {case: Case(id=case, values=coded(case), sections=sections or {}) for case in CASES}
    return replace(made, cases=cases)


def value(*evidence, coders=()):
    return CodedValue(value=1, evidence=evidence, coders=dict.fromkeys(coders, 1.0))


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        (value(), value()),
        (value("e1"), value("e2")),
        (value(coders=["AK"]), value(coders=["MB"])),
        (value(coders=["AK"]), value()),
        (value(coders=["AK", "MB"]), value(coders=["AK"])),
        (value(coders=["AK", "MB"]), value(coders=["AK", "MB"])),
    ],
)
def test_what_is_coded_apart_is_not_warned_of(condition, outcome):
    assert circular_coding(study({"A": condition, "Y": outcome})) == []


def test_the_same_evidence_is_told_with_its_cases():
    def shared(case):
        return {"A": value("e1", "e2"), "Y": value("e2" if case in ("T02", "T05") else "e9")}

    (problem,) = circular_coding(study(shared, {"H1": "A => Y", "H2": "A*B <= Y"}))
    assert (problem.code, problem.level, problem.field) == (
        "circular-coding",
        "warning",
        "hypotheses.H1.claim",
    )
    assert problem.message == (
        "A and Y rest on the same evidence in T02 and T05; so H1 and H2 are partly true by coding."
    )
    assert problem.hint == (
        "Rest Y on evidence of another kind, or have it coded by somebody who has not coded A."
    )


def test_the_same_single_coder_is_told_and_long_lists_are_cut():
    (problem,) = circular_coding(study({"A": value(coders=["AK"]), "Y": value(coders=["AK"])}))
    assert problem.message.startswith("A and Y were coded by AK alone in T01, T02,")
    assert "T12 and 3 more; so H1 is partly true by coding." in problem.message


def test_one_case_is_named_as_the_place():
    def shared(case):
        return {"A": value("e1"), "Y": value("e1" if case == "T03" else "e2")}

    (problem,) = circular_coding(study(shared))
    assert problem.case == "T03"


def test_an_outcome_of_several_values_rests_on_all_their_evidence():
    codebook = {"Y": CodebookEntry(name="Y", source=("change", "lasting"), aggregate="min")}
    coded = {"A": value("e1"), "change": value("e2"), "lasting": value("e1")}
    assert len(circular_coding(study(coded, codebook=codebook))) == 1


def test_the_same_value_on_both_sides_is_told():
    codebook = {"Y": CodebookEntry(name="Y", source=("A", "lasting"), aggregate="min")}
    (problem,) = circular_coding(study({"A": value(), "lasting": value()}, codebook=codebook))
    assert problem.message == "A and Y are both made of 'A'; so H1 is partly true by coding."


@pytest.mark.parametrize(
    "section",
    [[Row(evidence=["e1"])], [{"evidence": "e1"}], {"rounds": [{"arena": "S", "evidence": ["e1"]}]}],
)
def test_scores_rest_on_the_sections_that_their_method_reads(section):
    codebook = {"A": CodebookEntry(name="A", source=("arenas.tandem",))}
    made = study({"Y": value("e1")}, codebook=codebook, sections={"arenas": section, "ties": []})
    assert circular_coding(made) == []
    assert circular_coding(made, {"arenas": ["ties"]}) == []
    assert len(circular_coding(made, {"arenas": ["arenas"]})) == 1


def test_the_single_coder_of_a_section_counts():
    codebook = {"A": CodebookEntry(name="A", source=("arenas.tandem",))}
    rows = [Row(coder="AK"), Row(coder="AK")]
    made = study({"Y": value(coders=["AK"])}, codebook=codebook, sections={"arenas": rows})
    (problem,) = circular_coding(made, {"arenas": ["arenas"]})
    assert "coded by AK alone" in problem.message


def test_unreadable_claims_and_unknown_sets_are_told_elsewhere():
    assert circular_coding(study({"A": value("e1"), "Y": value("e1")}, {"H1": "A =", "H2": "Z => Y"})) == []
