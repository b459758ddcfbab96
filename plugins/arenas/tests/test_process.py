"""Tensions, mechanisms, interfaces, uncertainty, initiatives, influence: form, measures, tables, mistakes."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from casecompare import Case, RunContext, Study
from casecompare_arenas import casecompare_check_study
from casecompare_arenas.case_concepts import case_concepts
from casecompare_arenas.case_scores import score_case
from casecompare_arenas.method import run
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.process_concepts import board_mediation, tensions_settled
from casecompare_arenas.process_sections import PROCESS_SECTIONS, TensionRow

LED = {"clinical": 0.8, "managerial": 0.7, "hybrid": 0.1, "coupling": 0.8}
ARENAS = [{"round": number, "arena": arena, **LED} for number in (1, 2, 3) for arena in "SPD"]
TENSION = {"round": 1, "issue": "rota", "parties": ["doctors", "nurses"]}


def case(**sections):
    return Case(id="T1", sections={"arenas": ARENAS, **sections})


def measured(options=None, **sections):
    return case_concepts(case(**sections), ArenasOptions.model_validate(options or {}))


def ends(bounds):
    return bounds.low, bounds.high


def study(made, **options):
    return Study(
        name="s",
        cases={made.id: made},
        table=pd.DataFrame(index=pd.Index([made.id], name="case")),
        methods={"arenas": options},
    )


@pytest.mark.parametrize(
    ("section", "row", "says"),
    [
        ("tensions", {**TENSION, "parties": ["doctors"]}, "at least 2 items"),
        ("tensions", {**TENSION, "resolution": "solved"}, "'settled', 'compromise'"),
        ("tensions", {**TENSION, "resolution": "open", "resolved_by": "P"}, "open was resolved by nobody"),
        ("mechanisms", {"round": 1, "arena": "P"}, "Field required"),
        ("mechanisms", {"round": 1, "arena": "P", "mechanism": "x", "in_use": 2}, "less than or equal to 1"),
        ("interfaces", {"round": 1, "services": ["a", "b"], "change": "merged"}, "'split' or 'kept'"),
        ("uncertainty", {"round": 1}, "give 'autonomy', 'power' or 'future'"),
        ("initiatives", {"initiative": "x", "start": 3, "end": 2}, "before it begins in round 3"),
        ("influence", {"share": 0.5}, "Field required"),
    ],
)  # fmt: skip
def test_rows_that_make_no_sense(section, row, says):
    with pytest.raises(ValidationError, match=says):
        TypeAdapter(PROCESS_SECTIONS[section]).validate_python([row])


def test_what_nobody_recorded_is_undefined():
    names = ("tensions_settled", "board_mediation", "board_mechanisms", "working_board", "interfaces_joined",
             "uncertainty", "initiative_overlap", "clinical_influence", "hierarchy_orientation",
             "viability_issue", "winners_and_losers")  # fmt: skip

    assert all(math.isnan(measured()[name].low) for name in names)


def test_a_board_mediates_what_it_settles_not_what_it_imposes_or_postpones():
    tensions = [
        {**TENSION, "resolved_by": "P", "resolution": "settled"},
        {**TENSION, "resolved_by": "P", "resolution": "compromise"},
        {**TENSION, "resolved_by": "P", "resolution": "imposed"},
        {**TENSION, "resolved_by": "S", "resolution": "settled"},
        {**TENSION, "resolution": "postponed"},
    ]

    found = measured(tensions=tensions)

    assert found["tensions_settled"].value == 3 / 5
    assert found["board_mediation"].value == 2 / 5


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, (0, 1)),
        ({"resolved_by": "P"}, (0, 1)),
        ({"resolved_by": "D"}, (0, 0)),
        ({"resolution": "settled"}, (0, 1)),
        ({"resolution": "imposed"}, (0, 0)),
        ({"resolution": "settled", "resolved_by": "outside"}, (0, 0)),
    ],
)
def test_a_tension_whose_end_is_not_known_leaves_mediation_open(told, expected):
    assert ends(measured(tensions=[{**TENSION, **told}])["board_mediation"]) == expected


RESOLUTIONS = ("settled", "compromise", "imposed", "postponed", "open", None)
PLACES = ("S", "P", "D", "outside", None)


@st.composite
def tensions(draw):
    resolution = draw(st.sampled_from(RESOLUTIONS))
    place = None if resolution in ("postponed", "open") else draw(st.sampled_from(PLACES))
    return TensionRow(round=1, issue="x", parties=("a", "b"), resolution=resolution, resolved_by=place)


@settings(max_examples=60, deadline=None)
@given(st.lists(tensions(), min_size=1, max_size=6))
def test_mediation_is_a_part_of_what_was_settled_and_holds_whatever_is_filled_in(drawn):
    settled, mediated = tensions_settled(drawn), board_mediation(drawn, "P")

    assert 0 <= mediated.low <= mediated.high <= 1
    assert mediated.low <= settled.low
    assert mediated.high <= settled.high
    filled = [
        row.model_copy(update={
            "resolution": row.resolution or "settled",
            "resolved_by": row.resolved_by or ("P" if row.resolution not in ("postponed", "open") else None),
        })
        for row in drawn
    ]  # fmt: skip
    assert board_mediation(filled, "P").value == pytest.approx(mediated.high)


def test_the_board_is_the_arena_in_the_middle_unless_another_is_named():
    told = [{**TENSION, "resolved_by": "D", "resolution": "settled"}]
    two = {"arenas": {"S": "apex", "D": "practice"}}

    assert measured(tensions=told)["board_mediation"].value == 0
    assert measured({"board": "D"}, tensions=told)["board_mediation"].value == 1
    assert math.isnan(measured(two, tensions=told)["board_mediation"].low)
    assert measured({**two, "board": "D"}, tensions=told)["board_mediation"].value == 1
    with pytest.raises(ValidationError, match="there is no arena 'X'; there are S, P, D"):
        ArenasOptions(board="X")


def test_mechanisms_of_the_board_as_last_judged():
    rules = {"arena": "P", "mechanism": "rules"}
    rows = [
        {**rules, "round": 3, "in_use": 0.75},
        {**rules, "round": 1, "in_use": 0.25},
        {"round": 2, "arena": "P", "mechanism": "form", "in_use": 0.25},
        {"round": 3, "arena": "S", "mechanism": "plan", "in_use": 1},
    ]

    assert measured(mechanisms=rows)["board_mechanisms"].value == 0.5
    assert ends(measured(mechanisms=[*rows, {**rules, "round": 4}])["board_mechanisms"]) == (0.125, 0.625)


def test_a_working_board_does_both():
    settled = [{**TENSION, "resolved_by": "P", "resolution": "settled"}]
    half = [{"round": 1, "arena": "P", "mechanism": "rules", "in_use": 0.5}]
    none = [{"round": 1, "arena": "P", "mechanism": "none", "in_use": 0}]

    assert measured(tensions=settled, mechanisms=half)["working_board"].value == 0.5
    assert measured(tensions=settled, mechanisms=none)["working_board"].value == 0
    assert ends(measured(tensions=settled)["working_board"]) == (0, 1)
    assert measured(mechanisms=none)["working_board"].value == 0  # whatever the tensions were


def test_interfaces_uncertainty_and_influence_by_hand():
    found = measured(
        interfaces=[{"round": 1, "services": ["a", "b"], "change": "split"},
                    {"round": 2, "services": ["a", "b"], "change": "joined"},
                    {"round": 3, "services": ["b", "c"], "change": "joined"}],
        uncertainty=[{"round": 2, "autonomy": 0.5}, {"round": 1, "autonomy": 1, "power": 0.25}],
        influence=[{"round": 1, "group": "clinical", "share": 1},
                   {"round": 2, "group": "clinical", "share": 0.2, "orientation": 0.1},
                   {"round": 2, "group": "managerial", "share": 0.6, "orientation": 0.9},
                   {"round": 2, "group": "managerial", "orientation": 0.7, "perceived_by": "doctors"}],
    )  # fmt: skip

    assert found["interfaces_joined"].value == pytest.approx(1 / 3)
    assert ends(found["uncertainty"]) == pytest.approx((0.25, 1.75 / 3))  # the future was not coded
    assert found["clinical_influence"].value == pytest.approx(0.25)
    assert found["hierarchy_orientation"].value == pytest.approx(0.8)


def test_initiatives_count_while_they_are_under_way():
    over = {"initiative": "old", "start": 1, "end": 2, "overlap": 1}
    late = {"initiative": "new", "start": 3, "overlap": 0.5}

    assert measured(initiatives=[over])["initiative_overlap"].value == 0
    assert measured(initiatives=[over, late])["initiative_overlap"].value == 0.5
    assert ends(measured(initiatives=[late, {"initiative": "x", "start": 2}])["initiative_overlap"]) == (
        0.5,
        1,
    )


def test_decisions_are_counted_by_body_and_level():
    taken = [{"round": 1, "decision": "plan", "body": "group", "level": "local", "power": "contract"},
             {"round": 2, "decision": "pause", "body": "nation", "level": "supra-local"},
             {"round": 3, "decision": "start", "body": "group", "level": "local"}]  # fmt: skip
    unknown = {"round": 3, "decision": "stop", "body": "somebody"}
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())

    result = run(study(case(decisions=taken)), ArenasOptions(), context)
    (table,) = (table.frame for table in result.tables if table.name == "decisions")

    assert measured(decisions=taken)["local_decisions"].value == pytest.approx(2 / 3)
    assert measured({"supra_local": ["local"]}, decisions=taken)["local_decisions"].value == pytest.approx(
        1 / 3
    )
    assert ends(measured(decisions=[*taken, unknown])["local_decisions"]) == (0.5, 0.75)
    assert table["count"].tolist() == [2, 1]
    assert table["powers"].tolist() == ["contract", ""]


def test_approach_tells_of_viability_and_of_winners():
    found = measured(approach=[{"viability_issue": True, "winners_and_losers": False, "joint_planning": 0.75,
                                "shared_management": 0.25}])  # fmt: skip

    assert (found["viability_issue"].value, found["winners_and_losers"].value) == (1, 0)
    assert (found["joint_planning"].value, found["shared_management"].value) == (0.75, 0.25)


def test_who_leads_and_how_well_it_was_aligned_before():
    goals = [{"round": number, "arena": arena, "element": "care" if number < 3 else arena, "emphasis": 1}
             for number in (1, 2, 3) for arena in "SPD"]  # fmt: skip
    links = [{"round": number, "from": one, "to": other, "uptake": 0.6 + number / 10}
             for number in (1, 2, 3) for one in "SPD" for other in "SPD" if one != other]  # fmt: skip

    values = score_case(case(goals=goals, links=links), ArenasOptions()).values

    assert [values[name].value for name in ("clinicians", "managers", "hybrids")] == [0.8, 0.7, 0.1]
    assert values["alignment"].value == 0
    assert values["earlier_alignment"].value == pytest.approx(0.8)  # 0.8 · 0.8 · 1 under the root is above CL
    alone = Case(id="T2", sections={"arenas": [{"round": 1, "arena": "S", "clinical": 0.4}]})
    assert ends(score_case(alone, ArenasOptions()).values["clinicians"]) == (0.4, 1)
    assert math.isnan(score_case(alone, ArenasOptions()).values["earlier_alignment"].low)


def test_tables_one_row_per_record_and_modes_that_nobody_has():
    made = case(
        tensions=[{**TENSION, "view": "clinical", "resolved_by": "P", "resolution": "settled"},
                  {**TENSION, "resolved_by": "outside", "resolution": "imposed"}],
        mechanisms=[{"round": 1, "arena": "P", "mechanism": "rules", "in_use": 0.5}],
        interfaces=[{"round": 1, "services": ["a", "b"], "change": "joined", "contract_driven": True}],
        uncertainty=[{"future": 0.5}],
        initiatives=[{"initiative": "plan", "start": 2, "overlap": 0.5, "override": 0.4}],
        influence=[{"group": "clinical", "share": 0.5}],
    )  # fmt: skip
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())

    result = run(study(made), ArenasOptions(), context)
    tables = {table.name: table.frame for table in result.tables}

    assert len(tables["tensions"]) == 2
    assert tables["tensions"]["by"].tolist() == ["programme board", "outside"]
    assert tables["mediation"].set_index("view")["mediated"].to_dict() == {"": 0, "clinical": 1}
    assert tables["interfaces"]["joined"].tolist() == ["a and b"]
    assert tables["initiatives"]["round"].tolist() == [2, 3]
    assert {"mechanisms", "uncertainty", "influence"} <= set(tables)
    modes = tables["modes by arena"].set_index("mode")
    assert modes.loc["tandem", ["S", "P", "D", "number"]].tolist() == [1, 1, 1, 1]
    assert modes.loc["hybrid", "number"] == 0
    assert len(modes) == 7
    assert result.scores.loc["T1", "working_board"] == 0.5


def test_mistakes_are_told_with_their_place():
    made = case(
        tensions=[{**TENSION, "resolved_by": "Q", "resolution": "settled", "evidence": ["e9"]}],
        mechanisms=[{"round": 1, "arena": "B", "mechanism": "rules"}],
    )

    said = [f"{one.field}: {one.message}" for one in casecompare_check_study(study(made))]

    assert said == [
        "mechanisms.0.arena: there is no arena 'B'.",
        "tensions.0.resolved_by: there is no arena 'Q'.",
        "tensions.0.evidence: there is no evidence 'e9' in this record.",
    ]


def test_a_hostile_word_stays_a_word():
    made = case(tensions=[{**TENSION, "issue": "<script>=1+1", "parties": ["=cmd", "a"]}])

    assert list(casecompare_check_study(study(made))) == []
