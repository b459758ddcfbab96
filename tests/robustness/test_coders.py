"""The study as coders coded it: sheets, draws, combinations, and one other code at a time."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from pydantic import BaseModel

from casecompare.robustness import (
    coder_combinations,
    coder_draws,
    coder_sheets,
    find_coders,
    find_disputes,
    other_codes,
)
from casecompare.robustness.recoding import section_coders, sheet_of
from casecompare.study import Calibration, Case, CodebookEntry, CodedValue, Study


def values_of(study):
    return study.table.to_dict("index")


def test_a_sheet_takes_the_codes_of_its_coder_and_keeps_the_rest(study):
    sheets = {one.label: one for one in coder_sheets(study)}
    assert list(sheets) == ["coder A", "coder B", "coder C"]
    changed = sheets["coder B"].study
    assert changed.table.loc["n", "SUCCESS"] == 0.4
    assert changed.cases["n"].values["SUCCESS"].value == 0.4
    assert changed.table.loc["p", "TANDEM"] == 0.2
    assert (changed.table.drop(index="n") == study.table.drop(index="n")).all(axis=None)
    assert study.table.loc["n", "SUCCESS"] == 0.7
    assert sheets["coder B"].note == "B coded 3 of 3 values."


def test_a_sheet_says_what_its_coder_left_out(coded):
    study = coded({("n", "SUCCESS"): {"A": 0.7, "B": 0.4}, ("k", "TANDEM"): {"A": 0.9}})
    assert [one.note for one in coder_sheets(study)] == [
        "A coded 2 of 2 values.",
        "B coded 1 of 2 values; what they left out stays as it counts.",
    ]


def test_a_code_that_says_missing_is_missing(coded):
    study = coded({("n", "SUCCESS"): {"A": 0.7, "B": "not found"}})
    changed = list(coder_sheets(study))[1].study
    assert pd.isna(changed.table.loc["n", "SUCCESS"])
    assert changed.missing["n", "SUCCESS"] == "not found"
    assert changed.cases["n"].values["SUCCESS"].missing == "not found"
    assert changed.table["SUCCESS"].dtype == float


def test_draws_are_reproducible_and_do_not_hang_on_their_order(study):
    first = [values_of(one.study) for one in coder_draws(study, 30, seed=7)]
    again = [values_of(one.study) for one in coder_draws(study, 30, seed=7)]
    fewer = [values_of(one.study) for one in coder_draws(study, 11, seed=7)]
    other = [values_of(one.study) for one in coder_draws(study, 30, seed=8)]
    assert first == again
    assert first[:11] == fewer
    assert first != other


def test_a_draw_of_one_value_does_not_hang_on_what_else_is_disputed(study, coded):
    alone = coded({("n", "SUCCESS"): {"A": 0.7, "B": 0.4, "C": 0.7}})
    drawn = [one.study.table.loc["n", "SUCCESS"] for one in coder_draws(study, 40)]
    assert drawn == [one.study.table.loc["n", "SUCCESS"] for one in coder_draws(alone, 40)]
    assert set(drawn) == {0.7, 0.4}


def test_what_nobody_disputes_never_changes(study):
    for one in [*coder_draws(study, 50), *coder_combinations(study, 50), *other_codes(study)]:
        differs = one.study.table != study.table
        assert not differs.drop(index=["n", "p"]).any(axis=None)
        assert {edit.case for edit in one.edits} <= {"n", "p"}
    assert [(one.case, one.name) for one in find_disputes(study)] == [("n", "SUCCESS"), ("p", "TANDEM")]


def test_equal_draws_share_their_study(study):
    drawn = list(coder_draws(study, 60))
    assert len({id(one.study) for one in drawn}) == 4


def test_draws_within_the_range_of_the_codes(study):
    drawn = [one.study.table.loc["n", "SUCCESS"] for one in coder_draws(study, 200, within="range")]
    assert all(0.4 <= one <= 0.7 for one in drawn)
    assert len(set(drawn)) > 190
    assert sum(drawn) / 200 == pytest.approx(0.55, abs=0.02)


def test_crisp_codes_and_labels_are_drawn_as_they_are_even_within_the_range():
    crisp = CodedValue(value=1.0, coders={"A": 1.0, "B": 0.0})
    label = CodedValue(value="high", coders={"A": "high", "B": "low"})
    rubric = Calibration(kind="rubric", parameters={"high": 1, "low": 0})
    study = Study(
        name="s",
        codebook={
            "A": CodebookEntry(name="A", kind="crisp", source=("a",)),
            "B": CodebookEntry(name="B", source=("b",), calibration=rubric),
        },
        cases={"k": Case(id="k", values={"a": crisp, "b": label})},
        table=pd.DataFrame({"a": [1.0], "b": ["high"]}, index=["k"]),
    )
    drawn = [one.study.table.loc["k"].tolist() for one in coder_draws(study, 30, within="range")]
    assert {tuple(one) for one in drawn} == {(1.0, "high"), (0.0, "high"), (1.0, "low"), (0.0, "low")}


def test_combinations_have_the_probability_of_their_codes(study):
    combinations = coder_combinations(study, 4)
    weights = {
        (one.study.table.loc["n", "SUCCESS"], one.study.table.loc["p", "TANDEM"]): one.weight
        for one in combinations
    }
    assert weights == pytest.approx(
        {(0.7, 0.2): 4 / 9, (0.7, 0.1): 2 / 9, (0.4, 0.2): 2 / 9, (0.4, 0.1): 1 / 9}
    )
    assert coder_combinations(study, 3) is None


def test_one_other_code_at_a_time(study):
    assert [(one.label, one.edits[0].before, one.edits[0].after) for one in other_codes(study)] == [
        ("n.SUCCESS as coded by B", 0.7, 0.4),
        ("p.TANDEM as coded by C", 0.2, 0.1),
    ]


def test_without_coders_there_is_nothing_to_draw(coded):
    study = coded({})
    assert find_coders(study) == []
    assert list(coder_draws(study, 10)) == []
    assert list(coder_sheets(study)) == []
    assert coder_combinations(study, 10) == []


class Row(BaseModel):
    """A row of a section that says by its required fields what it is about."""

    arena: str
    strength: float | None = None
    coder: str | None = None


ROWS = [
    Row(arena="S", strength=0.8),
    Row(arena="P", strength=0.5),
    Row(arena="S", strength=0.2, coder="B"),
    Row(arena="S", strength=0.3, coder="A"),
    Row(arena="D", strength=0.9, coder="A"),
]


def test_the_rows_of_a_coder_take_the_place_of_what_was_agreed():
    case = Case(id="k", sections={"arenas": ROWS, "notes": "as they are", "ties": [{"from": "x"}]})
    sheet = sheet_of(case, "B")
    assert sheet.sections["arenas"] == [Row(arena="P", strength=0.5), Row(arena="S", strength=0.2)]
    assert sheet.sections["ties"] is case.sections["ties"]
    assert sheet.sections["notes"] == "as they are"
    assert [row.strength for row in sheet_of(case, "A").sections["arenas"]] == [0.5, 0.3, 0.9]
    assert section_coders(case) == ["A", "B"]


def test_a_draw_takes_all_sections_of_a_case_from_one_coder(study):
    cases = {**study.cases, "k": replace(study.cases["k"], sections={"arenas": ROWS})}
    drawn = [one.study.cases["k"].sections["arenas"] for one in coder_draws(replace(study, cases=cases), 30)]
    strengths = {tuple(row.strength for row in rows) for rows in drawn}
    assert strengths == {(0.5, 0.2), (0.5, 0.3, 0.9)}
    assert all(row.coder is None for rows in drawn for row in rows)


def test_another_coder_of_the_sections_is_another_code(study):
    cases = {**study.cases, "k": replace(study.cases["k"], sections={"arenas": ROWS})}
    labels = [one.label for one in other_codes(replace(study, cases=cases))]
    assert labels[:2] == ["the sections of k as recorded by A", "the sections of k as recorded by B"]
