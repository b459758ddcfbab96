"""The method on studies, what it does with missing parts of records, and with mistakes in them."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from casecompare import Case, NotApplicable, RunContext, Study
from casecompare_arenas import casecompare_check_study, casecompare_register_methods
from casecompare_arenas.context_sections import CONTEXT_SECTIONS
from casecompare_arenas.method import run
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.process_sections import PROCESS_SECTIONS
from casecompare_arenas.records import round_states
from casecompare_arenas.scores import ALIGNMENT_SCORES, CONCEPT_SCORES, SCORES
from casecompare_arenas.sections import SECTIONS, ArenaRow, GoalRow, LinkRow

TESTS = Path(__file__).parent

LED = {"clinical": 0.8, "managerial": 0.8, "hybrid": 0, "coupling": 0.8}


def record(*leave_out):
    """A case in which the three arenas do the same at 0.8, in one round."""
    sections = {
        "arenas": [{"round": 1, "arena": arena, **LED} for arena in "SPD"],
        "goals": [{"round": 1, "arena": arena, "element": "care", "emphasis": 1} for arena in "SPD"],
        "links": [{"round": 1, "from": a, "to": b, "uptake": 0.8} for a in "SPD" for b in "SPD" if a != b],
    }
    kept = {
        name: [row for row in rows if row.get("arena") not in leave_out] for name, rows in sections.items()
    }
    return {name: TypeAdapter(SECTIONS[name]).validate_python(rows) for name, rows in kept.items()}


def study(**cases):
    return Study(
        name="s",
        cases={name: Case(id=name, sections=sections) for name, sections in cases.items()},
        table=pd.DataFrame(index=pd.Index(list(cases), name="case")),
    )


def scored(given, **options):
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())
    return run(given, ArenasOptions.model_validate(options), context)


def problems(given):
    return [f"{one.field}: {one.message} {one.hint}" for one in casecompare_check_study(given)]


def test_the_method_registers_with_what_it_reads_and_derives():
    registered = []
    casecompare_register_methods(registered.append)

    (method,) = registered
    assert method.name == "arenas"
    assert list(method.sections) == [
        "arenas", "goals", "links", "logics", "work", "forces", "benefits", "approach", "involvement",
        "survey", "tensions", "mechanisms", "interfaces", "uncertainty", "initiatives",
        "decisions", "influence",
    ]  # fmt: skip
    assert [score.name for score in method.scores][:10] == [
        "matching", "reinforcement", "commensurate_action", "balance", "clinical", "fit", "alignment",
        "tandem_any", "tandem_all", "tandem_mean",
    ]  # fmt: skip


def test_every_case_gets_every_score_and_no_bounds_where_nothing_is_missing():
    scores = scored(study(T1=record(), T2=record())).scores

    whole = [score.name for score in ALIGNMENT_SCORES if score.name[-1] not in "45"]
    assert list(scores.columns) == whole  # three arenas, nothing recorded of the context
    assert scores.loc["T1", "matching"] == 1
    assert scores.loc["T1", "alignment"] == 0.8
    assert scores.loc["T2", "tandem_all"] == pytest.approx(0.64)


def test_a_missing_arena_makes_scores_missing_with_bounds_and_a_warning():
    result = scored(study(T1=record(), T2=record("D")))

    scores = result.scores.loc["T2"]
    assert math.isnan(scores["alignment"])
    assert (scores["alignment.low"], scores["clinical.low"], scores["clinical.high"]) == (0, 0.8, 1)
    assert scores["tandem_any.low"] == pytest.approx(0.64)
    assert scores["reinforcement"] == 0.8  # its links were coded
    assert result.scores.loc["T1", "alignment.low"] == result.scores.loc["T1", "alignment"]
    bounds = result.tables[0].frame.set_index("case")
    assert bounds.loc["T2", ["clinical_low", "clinical_high"]].tolist() == [0.8, 1]
    assert bounds.loc["T1", ["clinical_low", "clinical_high"]].isna().all()
    (warning,) = result.diagnostics
    assert (warning.level, warning.code, warning.case) == ("warning", "arenas.missing", "T2")
    assert "known within bounds only: Matching, Commensurate action" in warning.message


def test_a_case_without_sections_is_named_and_nothing_is_claimed_of_it():
    result = scored(study(T1=record(), T2={}))

    core = ["matching", "reinforcement", "fit", "alignment", "clinical", "tandem_any", "arena_1", "sustained"]
    assert result.scores.loc["T2", core].isna().all()
    assert [(one.code, one.case) for one in result.diagnostics] == [("arenas.no-record", "T2")]


def test_a_study_without_any_section_fails_with_advice():
    with pytest.raises(NotApplicable, match="no case has a section 'arenas', 'goals' or 'links'"):
        scored(study(T1={}))


def test_scores_are_those_of_the_last_round_and_tables_hold_all():
    rows = record()
    rows["arenas"] = [
        ArenaRow.model_validate({"round": number, "arena": arena, **LED, "clinical": level})
        for number, level in ((2, 0.9), (1, 0.1))
        for arena in "SPD"
    ]
    result = scored(study(T1=rows))

    assert result.scores.loc["T1", "clinical"] == 0.9
    tables = {table.name: table.frame for table in result.tables}
    assert list(tables)[:5] == ["alignment", "modes", "rounds", "arenas", "weakest"]
    assert tables["alignment"]["clinical"].tolist() == [0.9]
    assert tables["modes"].values.tolist() == [["T1", 1, *["manager-led"] * 3], ["T1", 2, *["tandem"] * 3]]
    assert tables["rounds"]["round"].tolist() == [1, 2]
    assert tables["rounds"]["clinical"].tolist() == [0.1, 0.9]
    assert tables["arenas"]["mode"].tolist() == ["manager-led"] * 3 + ["tandem"] * 3
    assert all(list(table.columns) == list(table.frame.columns) for table in result.tables)


def test_arenas_are_what_the_study_calls_them():
    names = {"S": "board", "P": "committee"}

    result = scored(study(T1=record("D")), arenas=names)

    assert result.scores.loc["T1", "matching"] == 1
    assert result.tables[3].frame["arena"].tolist() == ["board", "committee"]
    assert result.tables[1].columns["S"].title == "Board"


def test_exponent_and_weights_change_the_fit():
    given = study(T1=record())

    assert scored(given).scores.loc["T1", "fit"] == pytest.approx((0.8 * 0.8) ** (1 / 3))
    assert scored(given, exponent="min").scores.loc["T1", "fit"] == 0.8
    assert scored(given, exponent=1).scores.loc["T1", "fit"] == pytest.approx(2.6 / 3)
    assert scored(given, exponent=1, weights={"matching": 2}).scores.loc["T1", "fit"] == pytest.approx(0.9)


@pytest.mark.parametrize(
    "options",
    [{"exponent": "mean"}, {"exponent": math.inf}, {"arenas": {"S": "apex"}}, {"weights": {"matching": 0}},
     {"weights": {"matsching": 1}}, {"expnent": 1}],
)  # fmt: skip
def test_options_that_make_no_sense(options):
    with pytest.raises(ValidationError):
        ArenasOptions.model_validate(options)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"round": 0, "arena": "S"}, "greater than or equal to 1"),
        ({"round": 1, "arena": "S", "clinical": 1.2}, "less than or equal to 1"),
        ({"round": 1, "arena": "S", "clinical": "0.8"}, "valid number"),
        ({"round": 1, "arena": "S", "clinical": True}, "valid number"),
        ({"round": 1, "arena": "S", "clincal": 0.8}, "Extra inputs"),
        ({"round": 1.5, "arena": "S"}, "valid integer"),
    ],
)
def test_rows_that_make_no_sense(row, says):
    with pytest.raises(ValidationError, match=says):
        ArenaRow.model_validate(row)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"sent": 10},
        {"taken_up": 1},
        {"sent": 9, "taken_up": 1, "uptake": 0.1},
        {"sent": 9, "uptake": 0.1},
    ],
)
def test_a_link_is_told_exactly_once(told):
    with pytest.raises(ValidationError, match="a link needs either 'sent' and 'taken_up', or 'uptake'"):
        LinkRow.model_validate({"round": 1, "from": "S", "to": "P", **told})


def test_more_cannot_be_taken_up_than_was_sent():
    with pytest.raises(ValidationError, match="11 items were taken up, but only 10 were sent"):
        LinkRow.model_validate({"round": 1, "from": "S", "to": "P", "sent": 10, "taken_up": 11})


def test_through_several_channels_the_strongest_counts():
    links = [
        LinkRow.model_validate({"round": 1, "from": "S", "to": "P", "sent": 10, "taken_up": 4}),
        LinkRow.model_validate({"round": 1, "from": "S", "to": "P", "uptake": 0.7}),
    ]

    assert round_states(Case(id="T1", sections={"links": links}))[1].uptake == {("S", "P"): 0.7}


def test_a_sound_study_has_no_problems():
    assert problems(study(T1=record(), T2={})) == []


def test_every_mistake_in_the_sections_is_told_at_once():
    rows = {
        "arenas": [{"round": 1, "arena": "S"}, {"round": 1, "arena": "S"}, {"round": 1, "arena": "X"}],
        "goals": [{"round": 1, "arena": "P", "element": "care", "emphasis": 1}] * 2,
        "links": [{"round": 1, "from": "D", "to": "D", "uptake": 0.1, "evidence": ["e9"]}],
    }
    models = {"arenas": ArenaRow, "goals": GoalRow, "links": LinkRow}
    sections = {name: [models[name].model_validate(row) for row in rows[name]] for name in models}

    assert problems(study(T1=sections)) == [
        "arenas.2.arena: there is no arena 'X'. The study's arenas are S, P, D; "
        "others are named under methods: arenas: arenas.",
        "arenas.1: S in round 1 stands here 2 times. Keep one row.",
        "goals.1: P, care in round 1 stands here 2 times. Keep one row.",
        "links.0.to: a link from arena 'D' to itself. Links lead from one arena to another.",
        "links.0.evidence: there is no evidence 'e9' in this record. "
        "Add it under 'evidence', or correct its id.",
    ]


def test_the_example_of_the_readme_runs():
    lines = (TESTS.parent / "README.md").read_text(encoding="utf-8").splitlines()
    code = [line[4:] for line in lines if line.startswith(">>> ")]
    expected = lines[max(i for i, line in enumerate(lines) if line.startswith(">>> ")) + 1]
    room: dict[str, object] = {}

    exec("\n".join(code[:-1]), room)

    assert eval(code[-1], room) == float(expected)


def test_the_records_in_the_readme_are_read():
    text = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)]
    declared = {**SECTIONS, **CONTEXT_SECTIONS, **PROCESS_SECTIONS}

    sections = {name: rows for block in blocks for name, rows in block.items() if name in declared}

    assert set(sections) == set(declared)
    for name, rows in sections.items():
        TypeAdapter(declared[name]).validate_python(rows)
    (options,) = [block["methods"]["arenas"] for block in blocks if "methods" in block]
    assert ArenasOptions.model_validate(options) == ArenasOptions()


def test_what_the_readme_calls_a_score_is_one():
    text = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`([a-z_0-9]+)`", text))

    assert {score.name for score in CONCEPT_SCORES} <= names
    assert {"weakest_arena", "repair_gain", "sustained", "tandem_set"} <= {score.name for score in SCORES}
