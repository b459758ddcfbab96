"""Several coders: whose rows count, what they come to, and what is said where they differ."""

import math

import pandas as pd
import pytest

from casecompare import Case, RunContext, Study
from casecompare.study import CodebookEntry, CodedValue, Evidence
from casecompare_arenas import score_case
from casecompare_arenas.coders import spread, t_quantile
from casecompare_arenas.diagnostics import diagnostics
from casecompare_arenas.method import run
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import coders_of, is_agreed, read_sheet, round_states

LED = {"clinical": 0.8, "managerial": 0.8, "hybrid": 0, "coupling": 0.8}


def arena(name, coder=None, **changes):
    who = {"coder": coder} if coder else {}
    return {"round": 1, "arena": name, **LED, **changes, **who}


def case(arenas, goals=None, links=None):
    links = links or [{"round": 1, "from": a, "to": b, "uptake": 0.8} for a in "SPD" for b in "SPD" if a != b]
    goals = goals or [{"round": 1, "arena": a, "element": "care", "emphasis": 1} for a in "SPD"]
    return Case(id="T1", sections={"arenas": arenas, "goals": goals, "links": links})


def scored(given, **options):
    return score_case(given, ArenasOptions(**options))


def test_a_coders_own_row_takes_the_place_of_the_one_agreed_on():
    given = case([arena("S"), arena("P"), arena("D"), arena("S", "A", clinical=0.4), arena("S", "B")])

    assert coders_of(given) == ["A", "B"]
    assert is_agreed(given)
    assert round_states(given)[1].leadership["S"].clinical == 0.8
    assert round_states(given, "A")[1].leadership["S"].clinical == 0.4
    assert round_states(given, "A")[1].leadership["P"].clinical == 0.8
    assert len(read_sheet(given, "B").arenas) == 3


def test_what_was_agreed_on_counts_and_the_coders_give_the_bounds():
    coded = [arena("S", "A", clinical=0.2, managerial=0.2), arena("S", "B")]

    one = scored(case([arena("S"), arena("P"), arena("D"), *coded]))

    level = one.values["level"]
    assert (level.value, level.high) == pytest.approx((0.8, 0.8))
    assert level.low == pytest.approx(0.6)
    assert one.last.arenas["S"].mode == "tandem"


def test_without_agreement_the_mean_of_the_scored_sheets_counts_not_the_score_of_mean_codes():
    coded = [arena("S", "A", clinical=0.2, managerial=0.2), arena("S", "B")]

    one = scored(case([*coded, arena("P"), arena("D")]))

    tandems = [sheet.values["tandem_all"].value for sheet in one.sheets.values()]
    assert tandems == pytest.approx([0.16, 0.64])
    assert one.values["tandem_all"].value == pytest.approx(0.4)  # codes of 0.5 each would give the same
    actions = [sheet.values["commensurate_action"].value for sheet in one.sheets.values()]
    assert one.values["commensurate_action"].value == pytest.approx(sum(actions) / 2)
    assert one.values["commensurate_action"].value != pytest.approx((0.5 * 0.8 * 0.8) ** (1 / 3))
    assert one.last.arenas["S"].mode is None  # A says passive, B says tandem


def test_a_coders_content_of_an_arena_replaces_all_that_was_agreed_on():
    goals = [
        {"round": 1, "arena": "S", "element": "care", "emphasis": 1},
        {"round": 1, "arena": "S", "element": "cost", "emphasis": 1, "coder": "A"},
    ]

    given = case([arena("S")], goals)

    assert round_states(given, "A")[1].emphases == {"S": {"cost": 1}}
    assert round_states(given)[1].emphases == {"S": {"care": 1}}


def test_the_links_of_a_coder_stand_for_that_coder_only():
    links = [
        {"round": 1, "from": "S", "to": "P", "uptake": 0.2},
        {"round": 1, "from": "S", "to": "P", "uptake": 0.6, "coder": "A"},
    ]

    given = case([arena("S")], links=links)

    assert round_states(given)[1].uptake == {("S", "P"): 0.2}
    assert round_states(given, "A")[1].uptake == {("S", "P"): 0.6}


def test_a_round_that_one_coder_left_out_is_open_for_that_coder():
    second = {**arena("S", "A"), "round": 2}

    one = scored(case([arena("S", "A"), arena("S", "B"), second]))

    assert list(one.rounds) == [1, 2]
    assert one.sheets["B"].values["clinical"].is_open
    assert math.isnan(one.values["clinical"].value)


def test_one_coder_has_no_spread():
    found = spread([0.5])

    assert (found.mean, found.low, found.high) == (0.5, 0.5, 0.5)
    assert math.isnan(found.error)
    assert math.isnan(found.interval[0])


def test_what_makes_no_sense_is_an_error():
    with pytest.raises(ValueError, match="at least one coder"):
        spread([])
    with pytest.raises(ValueError, match="probability between 0 and 1"):
        t_quantile(1.0, 2)


def compared(*cases):
    study = Study(
        name="s",
        cases={one.id: one for one in cases},
        table=pd.DataFrame(index=pd.Index([one.id for one in cases], name="case")),
    )
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())
    return run(study, ArenasOptions(), context)


def test_the_report_tells_how_far_scores_depend_on_who_coded():
    strong = [arena(name, "A") for name in "SPD"]
    weak = [arena(name, "B", clinical=0.3, managerial=0.2, coupling=0.3) for name in "SPD"]

    result = compared(case([*strong, *weak]))

    tables = {table.name: table.frame.set_index("score") for table in result.tables if table.name == "coders"}
    assert tables["coders"].loc["Clinical", ["coders", "low", "high"]].tolist() == [2, 0.3, 0.8]
    assert tables["coders"].loc["Clinical", "mean"] == pytest.approx(0.55)
    assert tables["coders"].loc["Clinical", "error"] == pytest.approx(0.25)
    assert math.isnan(tables["coders"].loc["Clinical", "from"])
    assert [one.code for one in result.diagnostics] == ["arenas.coders-decide"]
    (aligned,) = [one for one in result.findings if one.id == "aligned"]
    assert "whether T1 is so is undetermined" in aligned.sentence
    assert (aligned.low, aligned.high) == (0, 1)
    assert result.scores.loc["T1", "clinical"] == pytest.approx(0.55)
    assert result.scores.loc["T1", ["clinical.low", "clinical.high"]].tolist() == [0.3, 0.8]


def test_a_second_coder_of_the_outcome_breaks_the_circle():
    evidence = {"e1": Evidence(id="e1", source="Interview 3")}
    sections = {"arenas": [arena(name, "A", evidence=["e1"]) for name in "SPD"]}
    entry = CodebookEntry(name="SUCCESS", source=("lasted",))

    def told(coder):
        coded = CodedValue(value=0.8, coders={coder: 0.8}, evidence=("e1",))
        one = Case(id="T1", sections=sections, evidence=evidence, values={"lasted": coded})
        study = Study(name="s", outcome="SUCCESS", codebook={"SUCCESS": entry}, cases={"T1": one})
        scored_cases = {"T1": score_case(one, ArenasOptions())}
        return [found.code for found in diagnostics(study, scored_cases, ArenasOptions())]

    assert "arenas.circular-coding" in told("A")
    assert "arenas.circular-coding" not in told("B")


def disputed(*cases):
    tables = {table.name: table.frame for table in compared(*cases).tables}
    return tables.get("disputed")


def test_codes_that_coders_differ_on_are_listed_with_the_evidence_of_each():
    rows = [
        arena("S", "A", coupling=0.9, evidence=["e1", "e2"]),
        arena("S", "B", coupling=0.2, managerial=0.7, evidence=["e3"]),
        arena("P", "A"),
        arena("P", "B"),
    ]
    found = disputed(case(rows))
    assert found["what"].tolist() == ["strategic apex: coupling", "strategic apex: managerial"]
    assert found["difference"].tolist() == pytest.approx([0.7, 0.1])
    assert found[["coder A", "coder B"]].iloc[0].tolist() == [0.9, 0.2]
    assert found["evidence"].tolist() == ["A: e1, e2; B: e3"] * 2


def test_of_contents_and_links_the_shares_are_held_side_by_side():
    goals = [
        {"round": 1, "arena": "S", "element": "x", "emphasis": 3.0, "coder": "A"},
        {"round": 1, "arena": "S", "element": "y", "emphasis": 1.0, "coder": "A"},
        {"round": 1, "arena": "S", "element": "x", "emphasis": 0.5, "coder": "B"},
        {"round": 1, "arena": "S", "element": "z", "emphasis": 1.0},
    ]
    links = [
        {"round": 1, "from": "S", "to": "P", "sent": 10, "taken_up": 4, "coder": "A"},
        {"round": 1, "from": "S", "to": "P", "uptake": 0.9, "coder": "A"},
        {"round": 1, "from": "S", "to": "P", "uptake": 0.1, "coder": "B"},
    ]
    found = disputed(case([arena(name) for name in "SPD"], goals, links)).set_index("what")
    assert found[["coder A", "coder B"]].T.to_dict("list") == {
        "strategic apex → programme board: uptake": [0.9, 0.1],
        "strategic apex: share on x": [0.75, 1.0],
        "strategic apex: share on y": [0.25, 0.0],
    }


def test_what_was_agreed_on_is_not_disputed():
    agreed = disputed(case([arena("S"), arena("S", "A", clinical=0.1), arena("P"), arena("D")]))
    assert agreed is None or agreed.empty
