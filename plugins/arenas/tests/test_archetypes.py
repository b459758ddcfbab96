"""The twelve constructed archetypes as they ship: scores in every round, trends, logics, explanations."""

import json
from pathlib import Path

import pytest

import casecompare
from casecompare_arenas import case_scores, measure_logics
from casecompare_arenas.case_concepts import logic_shares
from casecompare_arenas.context_sections import LogicRow
from casecompare_arenas.explanations import explain
from casecompare_arenas.options import LOGICS, ArenasOptions
from casecompare_arenas.records import rows_of

TESTS = Path(__file__).parent
STUDY = TESTS.parents[2] / "cases" / "clinical_commissioning"
EXPECTED = json.loads((TESTS / "reference" / "archetypes.json").read_text(encoding="utf-8"))["cases"]
NAMES = {"clinical_condition": "clinical", "W": "fit"}


def near(expected):
    return pytest.approx(expected, abs=1e-9, rel=0)


@pytest.fixture(scope="module")
def study():
    return casecompare.open_study(STUDY)


@pytest.fixture(scope="module")
def scored(study):
    return {name: case_scores.score_case(case, ArenasOptions()) for name, case in study.cases.items()}


@pytest.fixture(scope="module")
def result(study):
    return casecompare.run(study, ["arenas"])["arenas"]


def test_the_records_as_shipped_are_read_without_a_problem(study):
    assert [problem for problem in study.problems if problem.level != "note"] == []
    sections = {"arenas", "goals", "links", "logics", "work", "forces", "benefits"}
    assert all(sections <= set(case.sections) for case in study.cases.values())


@pytest.mark.parametrize("case", EXPECTED)
def test_scores_in_every_round(case, scored):
    for expected, round_scores in zip(EXPECTED[case]["rounds"], scored[case].rounds.values(), strict=True):
        got = {name: round_scores.scores[NAMES.get(name, name)].value for name in expected}
        assert got == near(expected)


@pytest.mark.parametrize("case", EXPECTED)
def test_trend_and_durability(case, scored):
    values = scored[case].values

    assert values["alignment_trend"].value == near(EXPECTED[case]["trend"])
    assert values["sustained"].value == near(EXPECTED[case]["sustained"])


@pytest.mark.parametrize("case", EXPECTED)
def test_the_weakest_arena_of_the_last_round(case, scored):
    # The reference names one arena on a tie; here all of them are listed.
    assert EXPECTED[case]["weakest"][-1] in explain(scored[case]).weakest


@pytest.mark.parametrize("case", EXPECTED)
def test_logics_of_the_last_round(case, study, scored):
    expected = EXPECTED[case]["logic"]
    shares = logic_shares(rows_of(study.cases[case], "logics", LogicRow), LOGICS)

    found = measure_logics(list(shares.values())[-1])

    assert {name: getattr(found, name) for name in expected} == near(expected)
    assert scored[case].values["logic_dominance"].value == near(expected["dominance"])


def test_concept_measures_of_one_archetype_by_hand(scored):
    values = {name: bounds.value for name, bounds in scored["T02"].values.items()}

    # disruption 0.7, creation 0.7 and 0.8, maintenance 0.4
    assert values["net_change"] == near((0.7 + 0.7 + 0.8 - 0.4) / 2.6)
    assert values["creation_share"] == near(1.5 / 2.2)
    assert values["clinical_creation"] == 1  # both, clinical
    assert values["local_work"] == 1
    assert values["net_force"] == near((1.6 - 0.4) / 2.0)
    assert values["benefit_gap"] == near(0.05)
    assert values["scope"] == near(0.7)
    assert scored["T11"].values["local_work"].value == near(2 / 3)


def test_what_happened_on_the_way_by_hand(scored):
    by_case = {case: {name: one.value for name, one in scored[case].values.items()} for case in scored}

    assert [by_case[case]["board_mediation"] for case in ("T03", "T04", "T06", "T08", "T11")] == near(
        [1, 2 / 3, 1 / 2, 0, 2 / 3]  # T06 imposes one of two, T04 settles one of three in practice
    )
    assert by_case["T12"]["board_mechanisms"] == near((0.8 + 0.7) / 2)
    assert by_case["T12"]["working_board"] == near(0.75)
    assert by_case["T06"]["working_board"] == near(0.5)
    assert (by_case["T08"]["interfaces_joined"], by_case["T12"]["interfaces_joined"]) == near((-1, 2 / 3))
    assert by_case["T11"]["uncertainty"] == near((0.9 + 0.8 + 0.9) / 3)
    assert by_case["T11"]["initiative_overlap"] == near(0.9)
    assert by_case["T10"]["clinical_influence"] == near(0.7)  # hybrid 0.6 and clinical 0.1 of 1
    assert by_case["T06"]["hierarchy_orientation"] == near(0.7)  # others say 0.8, they themselves 0.6
    assert by_case["T01"]["seat_take_up"] == near(0.4)
    assert (by_case["T09"]["viability_issue"], by_case["T09"]["joint_planning"]) == near((1, 0.8))
    assert by_case["T08"]["winners_and_losers"] == 1
    assert by_case["T11"]["earlier_alignment"] == near(EXPECTED["T11"]["rounds"][1]["alignment"])


def test_defence_of_boundaries_where_contests_are_known(study, scored):
    contested = {case for case, one in scored.items() if one.values["defence"].value > 0}

    rows = {name: [row if isinstance(row, dict) else row.model_dump(by_alias=True)
                   for row in case.sections["ties"]] for name, case in study.cases.items()}  # fmt: skip
    assert contested == {name for name, ties in rows.items()
                         if any(tie.get("relation") == "contests" for tie in ties)}  # fmt: skip
    assert contested


def test_tables_findings_and_diagnostics(result):
    tables = {table.name: table.frame for table in result.tables}

    assert len(tables) == len(result.tables)
    assert {table.name for table in result.tables if table.main} == {"alignment", "weakest"}
    assert set(tables["weakest"]["case"]) == set(EXPECTED)
    assert all(list(table.columns) == list(table.frame.columns) for table in result.tables)
    found = {finding.id: finding for finding in result.findings}
    assert found["aligned"].cases_for == ("T02", "T03", "T04", "T09", "T10", "T12")
    assert found["passive"].cases_for == ("T01",)
    assert found["held-down-by-clinical"].cases_for == ("T01", "T06", "T09")  # where clinical is below W
    assert {one.code for one in result.diagnostics} >= {"arenas.circular-coding", "arenas.veto"}


def test_two_runs_of_one_study_give_the_same(study, result):
    again = casecompare.run(study, ["arenas"])["arenas"]

    assert all(one.frame.equals(other.frame) for one, other in zip(result.tables, again.tables, strict=True))
    assert [figure.svg for figure in again.figures] == [figure.svg for figure in result.figures]
