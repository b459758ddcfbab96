"""From a study to sets: aggregation, calibration, decisions about 0.5, every problem at once."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from casecompare.errors import Problem
from casecompare.sets import (
    CALIBRATIONS,
    CalibrationMethod,
    check_calibrations,
    check_outcome,
    memberships,
)
from casecompare.study import Calibration, CodebookEntry, HalfDecision, Places, Study

IDS = ["T01", "T02", "T03"]


def study_of(*entries: CodebookEntry, outcome: str = "", **columns: Sequence[object]) -> Study:
    length = len(next(iter(columns.values()))) if columns else 3
    ids = [f"T{number:02}" for number in range(1, length + 1)]
    return Study(
        name="example", outcome=outcome, codebook={entry.name: entry for entry in entries},
        table=pd.DataFrame(columns, index=ids),
    )  # fmt: skip


def entry(name: str, *source: str, **fields: Any) -> CodebookEntry:
    return CodebookEntry(name=name, source=source or (name,), **fields)


def calibrated(kind: str, parameters: object = None) -> Calibration:
    return Calibration(kind=kind, parameters=parameters)


def told(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_calibrated_and_coded_sets_beside_their_raw_values() -> None:
    study = study_of(
        entry("RICH", "gdp", kind="number", calibration=calibrated("direct", [2, 5, 8])),
        entry("FREE", kind="crisp"),
        entry("KIND", kind="multi-value"),
        gdp=[2, 4.9, None], FREE=[1, 0, 1], KIND=[0, 2, 1],
    )  # fmt: skip
    sets = memberships(study)
    assert sets.problems == ()
    assert sets.frame.columns.tolist() == sets.raw.columns.tolist() == ["RICH", "FREE", "KIND"]
    assert sets.frame.index.tolist() == IDS
    assert sets.frame["RICH"].tolist() == pytest.approx([0.05, 0.4755, math.nan], abs=1e-4, nan_ok=True)
    assert sets.raw["RICH"].tolist() == pytest.approx([2, 4.9, math.nan], nan_ok=True)
    assert sets.frame["KIND"].tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("aggregate", "at_least", "expected"),
    [
        ("min", 0, [0.1, 0.6, math.nan]),
        ("max", 0, [0.9, 0.8, math.nan]),
        ("mean", 0, [0.4, 0.7, math.nan]),
        ("at least", 1, [0.9, 0.8, math.nan]),
        ("at least", 2, [0.2, 0.7, math.nan]),
        ("at least", 3, [0.1, 0.6, math.nan]),
    ],
)
def test_several_values_become_one(aggregate: Any, at_least: int, expected: list[float]) -> None:
    study = study_of(
        entry("S", "a", "b", "c", aggregate=aggregate, at_least=at_least),
        a=[0.1, 0.6, 0.3], b=[0.9, 0.7, None], c=[0.2, 0.8, 0.4],
    )  # fmt: skip
    sets = memberships(study)
    assert sets.problems == ()
    assert sets.frame["S"].tolist() == pytest.approx(expected, nan_ok=True)


def test_labels_get_their_scores_before_they_are_put_together() -> None:
    rubric = calibrated("rubric", {"absent": 0, "partly": 0.4, "fully": 1})
    study = study_of(
        entry("S", "first", "last", aggregate="min", kind="text", calibration=rubric),
        first=["fully", "Partly", None], last=["partly", "fully", "fully"],
    )  # fmt: skip
    sets = memberships(study)
    assert sets.problems == ()
    assert sets.frame["S"].tolist() == pytest.approx([0.4, 0.4, math.nan], nan_ok=True)
    assert sets.raw["S"].tolist() == ["fully / partly", "Partly / fully", "– / fully"]


def test_derived_scores_are_sets_like_any_other() -> None:
    study = study_of(
        entry("ALIGNED", "arenas.alignment", calibration=calibrated("linear", [0, 0.4, 1])), x=[1, 2, 3]
    )
    scores = {"arenas": pd.DataFrame({"alignment": [1.0, 0.2]}, index=["T03", "T01"])}
    sets = memberships(study, scores=scores)
    assert sets.problems == ()
    assert sets.frame["ALIGNED"].tolist() == pytest.approx([0.25, math.nan, 1], nan_ok=True)
    assert told(memberships(study).problems) == [
        "study  -  codebook.ALIGNED.from: the score arenas.alignment is not there: 'arenas' gave no scores."
    ]
    misnamed = {"arenas": pd.DataFrame({"alignmnt": [1.0]}, index=["T01"])}
    assert told(memberships(study, scores=misnamed).problems) == [
        "study  -  codebook.ALIGNED.from: 'arenas' has no score 'alignment'. Did you mean 'alignmnt'?"
    ]


def test_only_the_named_sets_are_made() -> None:
    study = study_of(entry("A"), entry("ALIGNED", "arenas.alignment"), A=[0.1, 0.2, 0.9])
    sets = memberships(study, ["A"])
    assert (sets.problems, sets.frame.columns.tolist()) == ((), ["A"])


def test_plain_values_are_no_sets() -> None:
    study = study_of(entry("A"), entry("size", kind="number"), A=[0.1, 0.2, 0.9], size=[3, 4, 5])
    assert memberships(study).frame.columns.tolist() == ["A"]
    named = memberships(study, ["A", "size"])
    assert told(named.problems) == [
        "study  -  codebook.size: it holds plain values (number), not memberships. "
        "Add calibrate: with anchors, a cut point or scores."
    ]
    assert named.frame.columns.tolist() == ["A"]
    assert named.raw["size"].tolist() == [3, 4, 5]


def test_a_membership_of_half_is_named_until_it_is_decided() -> None:
    undecided = entry("A")
    sets = memberships(study_of(undecided, A=[0.5, 0.2, 0.9]))
    assert told(sets.problems) == [
        "study  T01  codebook.A: membership is exactly 0.5, neither in nor out. "
        "Decide and record it: half: {case: T01, to: 0.51, because: …}."
    ]
    assert sets.problems[0].code == "half-membership"
    assert sets.problems[0].level == "error"

    decided = entry("A", half=(HalfDecision(case="T01", to=0.51, because="two of three coders"),))
    sets = memberships(study_of(decided, A=[0.5, 0.2, 0.9]))
    assert sets.problems == ()
    assert sets.frame["A"].tolist() == [0.51, 0.2, 0.9]
    assert sets.raw["A"].tolist() == [0.5, 0.2, 0.9]


def test_a_half_that_calibration_or_aggregation_makes_is_found_too() -> None:
    study = study_of(
        entry("C", "gdp", calibration=calibrated("direct", [2, 5, 8])),
        entry("M", "a", "b", aggregate="mean"),
        entry("B", kind="crisp"),
        gdp=[5, 9, 1], a=[0.2, 0.1, 0.9], b=[0.8, 0.2, 0.7], B=[0, 1, 1],
    )  # fmt: skip
    found = memberships(study).problems
    assert [(problem.case, problem.field) for problem in found] == [
        ("T01", "codebook.C"),
        ("T01", "codebook.M"),
    ]


def test_decisions_that_decide_nothing() -> None:
    decisions = tuple(HalfDecision(case=case, to=0.49, because="…") for case in ("T02", "T1", "T03"))
    sets = memberships(study_of(entry("A", half=decisions), A=[0.1, 0.8, None]))
    assert told(sets.problems) == [
        "study  T02  codebook.A.half: membership is 0.8, not 0.5: this decision changes nothing. "
        "Leave it out.",
        "study  -  codebook.A.half: there is no case 'T1'. Did you mean 'T01'?",
        "study  T03  codebook.A.half: membership is missing: this decision changes nothing. Leave it out.",
    ]
    assert [problem.level for problem in sets.problems] == ["warning", "error", "warning"]
    assert sets.frame["A"].tolist() == pytest.approx([0.1, 0.8, math.nan], nan_ok=True)


def test_problems_name_the_line_of_the_study() -> None:
    places = Places(
        "study.yaml", {(): (1, 1), ("codebook", "A"): (4, 3), ("codebook", "A", "half", 0): (6, 9)}
    )
    decision = HalfDecision(case="T09", to=0.49, because="…")
    study = Study(
        name="example", codebook={"A": entry("A", half=(decision,))}, places=places,
        table=pd.DataFrame({"A": [0.5]}, index=["T01"]),
    )  # fmt: skip
    assert told(memberships(study).problems) == [
        "study.yaml:6:9  -  codebook.A.half.0: there is no case 'T09'. Did you mean 'T01'?",
        "study.yaml:4:3  T01  codebook.A: membership is exactly 0.5, neither in nor out. "
        "Decide and record it: half: {case: T01, to: 0.51, because: …}.",
    ]


def test_everything_wrong_is_told_at_once() -> None:
    study = study_of(
        entry("FUZZY"),
        entry("CRISP", kind="crisp"),
        entry("MULTI", kind="multi-value"),
        entry("TEXT"),
        entry("ABSENT", "Fuzy"),
        entry("TWO", "FUZZY", "CRISP"),
        entry("DIRECT", "TEXT", calibration=calibrated("direct", [2, 9, 5])),
        entry("LABEL", "TEXT", calibration=calibrated("rubric", {"good": 1, "bad": 0})),
        FUZZY=[0.1, 1.2, 0.9], CRISP=[0, 0.3, 1], MULTI=[0, 1.5, -1], TEXT=["good", "god", "bad"],
    )  # fmt: skip
    sets = memberships(study, [*study.codebook, "FUZZI"])
    assert told(sets.problems) == [
        "study  T02  codebook.FUZZY: 1.2 is not between 0 and 1. Calibrate the values, or correct this one.",
        "study  T02  codebook.CRISP: 0.3 is neither 0 nor 1. Calibrate the values, or correct this one.",
        "study  T02  codebook.MULTI: 1.5 is not a whole number from 0. "
        "Calibrate the values, or correct this one.",
        "study  T03  codebook.MULTI: -1 is not a whole number from 0. "
        "Calibrate the values, or correct this one.",
        "study  T01  codebook.TEXT: 'good' is not a number.",
        "study  T02  codebook.TEXT: 'god' is not a number.",
        "study  T03  codebook.TEXT: 'bad' is not a number.",
        "study  -  codebook.ABSENT.from: no case has a value 'Fuzy'. Did you mean 'FUZZY'?",
        "study  -  codebook.TWO.from: it is not said how 2 values become one. "
        "Add aggregate: min, max or mean.",
        "study  -  codebook.DIRECT.calibrate.direct: anchors are in an impossible order: 2, 9, 5. "
        "Exclusion, crossover and inclusion must rise or fall from one to the next.",
        "study  T02  codebook.LABEL: no score for 'god'. Did you mean 'good'?",
        "study  -  codebook.FUZZI: the codebook has no such entry. Did you mean 'FUZZY'?",
    ]
    assert sets.frame.columns.tolist() == []
    assert sets.frame.index.tolist() == IDS


def test_many_cases_with_one_trouble_are_summed_up() -> None:
    sets = memberships(study_of(entry("A"), A=[2.0 + number for number in range(12)]))
    assert len(sets.problems) == 6
    assert str(sets.problems[-1]) == (
        "study  -  codebook.A: 7 further cases have values of this kind: T06, T07, T08, T09, T10, …."
    )


def test_a_calibration_that_fails_costs_its_own_set() -> None:
    def fall_over(values: pd.Series, calibration: Calibration) -> pd.Series:
        raise ZeroDivisionError("oh no")

    broken = CalibrationMethod(
        name="broken", title="broken", check=lambda calibration: [], apply=fall_over, citation="nobody"
    )
    study = study_of(entry("A", calibration=calibrated("broken")), entry("B"), A=[1, 2, 3], B=[0, 1, 0.2])
    sets = memberships(study, methods={**CALIBRATIONS, "broken": broken})
    assert told(sets.problems) == ["study  -  codebook.A.calibrate: it failed: oh no"]
    assert sets.frame["B"].tolist() == [0, 1, 0.2]


def test_a_check_that_fails_costs_its_own_set() -> None:
    def fall_over(calibration: Calibration) -> list[Any]:
        raise KeyError("anchors")

    broken = replace(CALIBRATIONS["direct"], name="broken", check=fall_over)
    study = study_of(entry("A", calibration=calibrated("broken")), A=[1, 2, 3])
    methods = {"broken": broken}
    wanted = ["study  -  codebook.A.calibrate: its check failed: 'anchors'"]
    assert told(memberships(study, methods=methods).problems) == wanted
    assert told(check_calibrations(study, methods)) == wanted


def test_cases_that_do_not_carry_a_relative_calibration() -> None:
    sets = memberships(study_of(entry("A", calibration=calibrated("tfr")), A=[2, 2, 2]))
    assert told(sets.problems) == [
        "study  -  codebook.A.calibrate: it failed: tfr: all cases have the same value, so none can be "
        "placed among the others."
    ]


def test_a_calibration_says_what_kind_of_set_it_gives() -> None:
    study = study_of(
        entry("M", "gdp", calibration=calibrated("multi-value", [3, 6])),
        entry("C", "gdp", calibration=calibrated("crisp", 3)),
        gdp=[1, 4, 9],
    )  # fmt: skip
    sets = memberships(study)
    assert sets.problems == ()
    assert (sets.frame["M"].tolist(), sets.frame["C"].tolist()) == ([0, 1, 2], [0, 1, 1])


def test_truth_values_count_as_one_and_zero() -> None:
    study = study_of(entry("A", kind="crisp"), entry("B"), A=[True, False, True], B=[True, None, 0.3])
    sets = memberships(study)
    assert sets.problems == ()
    assert sets.frame["A"].tolist() == [1, 0, 1]
    assert sets.frame["B"].tolist() == pytest.approx([1, math.nan, 0.3], nan_ok=True)


def test_the_study_stays_as_it_is() -> None:
    decided = entry("A", half=(HalfDecision(case="T01", to=0.51, because="…"),))
    study = study_of(decided, A=[0.5, 0.2, 0.9])
    before = study.values
    sets = memberships(study)
    sets.frame.loc["T02", "A"] = 7
    pd.testing.assert_frame_equal(study.table, before)


def test_a_study_without_cases_or_codebook() -> None:
    sets = memberships(Study(name="empty"))
    assert (sets.frame.shape, sets.problems) == ((0, 0), ())


def test_calibrations_are_checked_whether_used_or_not() -> None:
    study = study_of(
        entry("A", calibration=calibrated("direct", [2, 5])),
        entry("B", calibration=calibrated("crisp", "five")),
        entry("C"),
    )
    assert told(check_calibrations(study)) == [
        "study  -  codebook.A.calibrate.direct: direct needs 3 anchors, or 6 for a bell shape, not 2. "
        "Write [exclusion, crossover, inclusion].",
        "study  -  codebook.B.calibrate.crisp: 'five' is not a number.",
    ]


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ([0.1, 0.9], []),
        ([0.6, 0.9, None], [("no-negative-case", "no case is outside Y: there is no membership below 0.5.")]),
        ([0.5, 0.9], [("no-negative-case", "no case is outside Y: there is no membership below 0.5.")]),
        ([0.1, 0.5], [("no-positive-case", "no case is in Y: there is no membership above 0.5.")]),
        (
            [None, None],
            [
                ("no-positive-case", "no case is in Y: there is no membership above 0.5."),
                ("no-negative-case", "no case is outside Y: there is no membership below 0.5."),
            ],
        ),
        ([0, 1, 2], []),
        ([1, 2], []),
        ([2, 2, None], [("no-negative-case", "all cases have the same value of Y.")]),
    ],
)
def test_an_outcome_must_separate_the_cases(
    values: list[float | None], problems: list[tuple[str, str]]
) -> None:
    found = check_outcome(Study(name="example", outcome="Y"), pd.Series(values, dtype=float))
    assert [(problem.code, problem.message) for problem in found] == problems


def test_the_whole_message_about_an_outcome() -> None:
    places = Places("study.yaml", {(): (1, 1), ("outcome",): (9, 1)})
    study = Study(name="example", outcome="Y", places=places)
    assert told(check_outcome(study, pd.Series([0.9]))) == [
        "study.yaml:9:1  -  outcome: no case is outside Y: there is no membership below 0.5. "
        "What leads to it can only be told where it differs between cases; look at its calibration."
    ]
