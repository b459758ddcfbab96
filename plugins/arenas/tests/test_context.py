"""Sections of the context and of the study's design: their form, mistakes in them, what is made of them."""

import math

import pandas as pd
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from casecompare import Case, RunContext, Study
from casecompare_arenas import casecompare_check_study, diversity, measure_logics, score_case
from casecompare_arenas.case_concepts import case_concepts
from casecompare_arenas.context_sections import CONTEXT_SECTIONS, LogicRow, WorkRow
from casecompare_arenas.method import run
from casecompare_arenas.options import ArenasOptions, SurveyWave
from casecompare_arenas.sections import GoalRow, LinkRow

LED = {"clinical": 0.8, "managerial": 0.8, "hybrid": 0, "coupling": 0.8}
ARENAS = [{"round": 1, "arena": arena, **LED} for arena in "SPD"]


def study(*cases, **options):
    ids = [case.id for case in cases]
    return Study(
        name="s",
        cases={case.id: case for case in cases},
        table=pd.DataFrame(index=pd.Index(ids, name="case")),
        methods={"arenas": options},
    )


def case(name="T1", **sections):
    return Case(id=name, sections={"arenas": ARENAS, **sections})


def result(*cases, **options):
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())
    return run(study(*cases), ArenasOptions.model_validate(options), context)


def table(found, name):
    return next(one.frame for one in found.tables if one.name == name)


def codes(found):
    return {one.code for one in found.diagnostics}


def concepts(**sections):
    return {name: one.value for name, one in case_concepts(case(**sections), ArenasOptions()).items()}


def problems(*cases, **options):
    return [
        f"{one.field}: {one.message} {one.hint}" for one in casecompare_check_study(study(*cases, **options))
    ]


@pytest.mark.parametrize(
    ("section", "row", "says"),
    [
        ("logics", {"round": 1, "market": 0.5}, "add up to 0.5, not to 1"),
        ("logics", {"round": 1}, "no logic has a share"),
        ("logics", {"round": 1, "market": 1.2}, "less than or equal to 1"),
        ("work", {"round": 1, "kind": "repair"}, "'maintenance', 'disruption' or 'creation'"),
        ("work", {"round": 1, "kind": "creation", "device": "cultural"}, "a device belongs to maintenance"),
        ("forces", {"polarity": "enabling"}, "Field required"),
        ("forces", {"polarity": "enabling", "force": "x", "strenght": 0.1}, "Extra inputs"),
        ("benefits", {"benefit": "x", "targeted": -0.1}, "greater than or equal to 0"),
        ("survey", {"wave": 1, "asked": 3, "answered": 4}, "4 persons answered, but only 3 were asked"),
        ("involvement", {"arrangement": "group", "stage": "lunch"}, "'design'"),
    ],
)
def test_rows_that_make_no_sense(section, row, says):
    with pytest.raises(ValidationError, match=says):
        TypeAdapter(CONTEXT_SECTIONS[section]).validate_python([row])


def test_every_section_can_be_described_for_editors():
    for section in CONTEXT_SECTIONS.values():
        assert TypeAdapter(section).json_schema()["type"] == "array"


def test_forces_stay_plain_for_the_other_methods_that_read_them():
    row = {"polarity": "enabling", "force": "vision", "strength": 0.8}

    assert TypeAdapter(CONTEXT_SECTIONS["forces"]).validate_python([row]) == [row]


def test_forces_that_another_method_has_read_are_understood():
    class Foreign(BaseModel):
        polarity: str
        force: str
        strength: float | None = None

    forces = [Foreign(polarity="enabling", force="vision", strength=0.75),
              Foreign(polarity="blocking", force="habits", strength=0.25)]  # fmt: skip

    assert concepts(forces=forces)["net_force"] == 0.5


@pytest.mark.parametrize("told", [{}, {"emphasis": 1, "stance": 0.5}])
def test_a_goal_is_told_exactly_once(told):
    with pytest.raises(ValidationError, match="a goal needs either 'emphasis' or 'stance'"):
        GoalRow.model_validate({"round": 1, "arena": "S", "element": "care", **told})


def test_a_stance_against_an_element_is_content_of_its_own():
    goals = [{"round": 1, "arena": arena, "element": "merger", "stance": stance}
             for arena, stance in (("S", 0.8), ("P", 0.4), ("D", -0.6))]  # fmt: skip

    values = score_case(case(goals=goals), ArenasOptions()).values

    assert values["matching"].value == 0
    assert values["pairwise_matching"].value == pytest.approx(1 / 3)


def test_strengths_that_were_not_coded_give_bounds():
    work = [{"round": 1, "kind": "creation", "strength": 0.5}, {"round": 1, "kind": "maintenance"}]

    found = case_concepts(case(work=work), ArenasOptions())

    assert math.isnan(found["net_change"].value)
    assert (found["net_change"].low, found["net_change"].high) == pytest.approx((-1 / 3, 1))


def test_what_nobody_recorded_is_missing_and_no_column():
    found = result(case())

    assert not {"net_change", "benefit_gap", "scope"} & set(found.scores)
    assert all(math.isnan(value) for value in concepts().values())


def test_benefits_are_judged_by_the_last_round():
    benefits = [
        {"benefit": "care", "targeted": 0.5, "achieved": 0.1, "round": 1},
        {"benefit": "care", "targeted": 0.75, "achieved": 0.5, "round": 2},
        {"benefit": "reach", "targeted": 0.5, "achieved": 0.75},
    ]

    found = concepts(benefits=benefits)

    assert (found["benefit_targeted"], found["benefit_achieved"]) == (0.625, 0.625)
    assert found["benefit_gap"] == 0


def test_take_up_of_clinical_seats_in_the_last_round_that_tells():
    seats = [{"round": 1, "arena": "S", "clinical_seats": 4, "clinical_seats_filled": 4},
             {"round": 2, "arena": "S", "clinical_seats": 4, "clinical_seats_filled": 1},
             {"round": 2, "arena": "P", "clinical_seats": 2, "clinical_seats_filled": 2}]  # fmt: skip

    one = Case(id="T1", sections={"arenas": seats})

    assert case_concepts(one, ArenasOptions())["seat_take_up"].value == 0.5
    assert table(result(one), "seats")["vacant"].tolist() == [0, 3, 0]


@pytest.mark.parametrize(
    ("seats", "says"),
    [
        ({"clinical_seats": 2}, "belong together"),
        (
            {"clinical_seats": 2, "clinical_seats_filled": 3},
            "3 clinical seats are filled, but there are only 2",
        ),
    ],
)
def test_seats_that_make_no_sense(seats, says):
    with pytest.raises(ValidationError, match=says):
        result(Case(id="T1", sections={"arenas": [{"round": 1, "arena": "S", **seats}]}))


def test_defence_and_diversity_are_read_off_the_record_of_networks():
    actors = [{"id": "c", "profession": "clinical", "sector": "health"},
              {"id": "m", "profession": "managerial", "sector": "local authority"},
              {"id": "n", "profession": "managerial", "sector": "health"}, {"id": "x"}]  # fmt: skip
    ties = [
        {"from": "c", "to": "m", "relation": "contests"},
        {"from": "m", "to": "c", "relation": "works_with"},
        {"from": "c", "to": "n", "relation": "works_with"},
        {"from": "m", "to": "n", "relation": "contests"},
        {"from": "c", "to": "x", "relation": "contests"},
    ]

    found = concepts(actors=actors, ties=ties)

    assert found["defence"] == 0.5  # of the two pairs across the boundary, one is contested
    assert found["sector_diversity"] == pytest.approx(1 - (4 + 1) / 9)


def test_logics_have_the_names_of_the_study():
    rows = [{"round": 1, "profession": 0.6, "state": 0.4}]

    found = case_concepts(case(logics=rows), ArenasOptions(logics=["profession", "state", "family"]))

    assert found["logic_dominance"].value == 0.6
    assert found["logic_margin"].value == pytest.approx(0.2)
    assert problems(case(logics=[LogicRow.model_validate(rows[0])])) == [
        "logics.0.profession: there is no logic 'profession'. The study's logics are market, bureaucratic, "
        "network; others are named under methods: arenas: logics.",
        "logics.0.state: there is no logic 'state'. The study's logics are market, bureaucratic, network; "
        "others are named under methods: arenas: logics.",
    ]


def test_logics_by_arena_are_averaged_unless_the_whole_is_told():
    rows = [{"round": 1, "arena": "S", "market": 1}, {"round": 1, "arena": "D", "network": 1}]

    assert concepts(logics=rows)["logic_dominance"] == 0.5
    assert concepts(logics=[*rows, {"round": 1, "market": 1}])["logic_dominance"] == 1


def test_a_logic_that_leads_by_coded_levels_dominates():
    assert measure_logics({"market": 0.6, "network": 0.4}).is_dominant
    assert not measure_logics({"market": 0.5, "network": 0.4, "state": 0.1}).is_dominant
    with pytest.raises(ValueError, match="two of them"):
        measure_logics({"market": 1.0})
    assert math.isnan(diversity({}))


def test_mistakes_across_sections_are_told_with_their_place():
    goals = [GoalRow(round=3, arena="S", element="holistic", emphasis=1)]
    work = [WorkRow(round=1, kind="creation", arena="X", evidence=("e9",))]

    told = problems(case(goals=goals, work=work), elements=["holistic_care", "proactive_care"])

    assert told == [
        "work.0.arena: there is no arena 'X'. The study's arenas are S, P, D; "
        "others are named under methods: arenas: arenas.",
        "goals.0.element: the service concept has no element 'holistic'. Did you mean 'holistic_care'?",
        "arenas: nothing is recorded of round 2, but of later ones. Number the rounds from 1 without gaps; a "
        "round that nobody observed may stay out, but changes are then taken from one observed round to the "
        "next.",
        "work.0.evidence: there is no evidence 'e9' in this record. "
        "Add it under 'evidence', or correct its id.",
    ]


def test_survey_waves_keep_their_two_denominators_apart():
    rows = [{"wave": wave, "asked": 10, "answered": answered} for wave, answered in ((1, 2), (2, 0))]
    more = [{"wave": wave, "asked": 30, "answered": 6} for wave in (1, 2)]

    found = result(case("A", survey=rows), case("B", survey=more))

    waves = table(found, "survey")
    assert waves["bodies"].tolist() == [1.0, 0.5]
    assert waves["persons"].tolist() == pytest.approx([0.2, 0.15])
    assert codes(found) >= {"arenas.low-coverage", "arenas.repeated-cross-section"}


def test_published_rates_of_a_survey_can_stand_in_the_options():
    waves = [{"wave": 1, "year": 2014, "bodies_rate": 0.79, "persons_rate": 0.124}]

    found = result(case(), surveys=waves)

    assert table(found, "survey")["persons"].tolist() == [0.124]
    assert "arenas.low-coverage" in codes(found)
    assert "arenas.repeated-cross-section" not in codes(found)


@pytest.mark.parametrize(
    ("wave", "says"),
    [
        ({"bodies_asked": 3}, "belong together"),
        ({"bodies_asked": 3, "bodies_answered": 4}, "only 3 were asked"),
        ({"bodies_asked": 3, "bodies_answered": 3, "bodies_rate": 0.2}, "give either"),
    ],
)
def test_waves_that_make_no_sense(wave, says):
    with pytest.raises(ValidationError, match=says):
        SurveyWave.model_validate({"wave": 1, **wave})


def test_approach_and_involvement_have_tables_and_scores():
    approach = [{"round": 1, "contract": 0.75, "collaborative": 0.5, "outcomes": ["mobility"]},
                {"round": 2, "contract": 0.25, "viability_issue": True}]  # fmt: skip
    involved = [{"arrangement": "patient group", "stage": "design", "influence": 0.5, "ethics": "approved"}]

    found = result(case(approach=approach, involvement=involved))

    assert found.scores.loc["T1", ["contract", "collaborative", "involvement_influence"]].tolist() == [
        0.25, 0.5, 0.5,
    ]  # fmt: skip
    assert table(found, "approach")["viability_issue"].tolist() == ["", "yes"]
    assert table(found, "involvement")["ethics"].tolist() == ["approved"]


def test_matching_by_pairs_is_the_declared_alternative_to_the_veto():
    goals = [{"round": 1, "arena": arena, "element": element, "emphasis": 1}
             for arena, element in (("S", "a"), ("P", "a"), ("D", "b"))]  # fmt: skip
    links = [LinkRow.model_validate({"round": 1, "from": a, "to": b, "uptake": 0.8})
             for a in "SPD" for b in "SPD" if a != b]  # fmt: skip

    veto, paired = (result(case(goals=goals, links=links), matching=kind) for kind in ("all arenas", "pairs"))

    assert veto.scores.loc["T1", "fit"] == 0
    assert "arenas.veto" in codes(veto)
    assert paired.scores.loc["T1", "fit"] == pytest.approx((0.8 * 0.8 / 3) ** (1 / 3))
    assert "arenas.veto" not in codes(paired)


def test_an_ideal_concept_needs_emphasis():
    with pytest.raises(ValidationError, match="emphasis on one element at least"):
        ArenasOptions.model_validate({"ideal": {"care": 0}})
