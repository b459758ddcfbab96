"""What the method makes of the finer parts of records: relations compared, moves, forces, gaps."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pydantic import BaseModel, TypeAdapter

from casecompare.testing import make_study, run_alone
from casecompare_network import casecompare_register_methods
from casecompare_network.options import LEAST, SHARED_FROM, NetworkOptions
from casecompare_network.qap import qap
from casecompare_network.scores import SCORES
from casecompare_network.sections import SECTIONS

ACTORS = [
    {"id": "c1", "profession": "clinical", "home_arena": "S"},
    {"id": "c2", "profession": "clinical", "home_arena": "S"},
    {"id": "c3", "profession": "clinical", "home_arena": "P"},
    {"id": "m1", "profession": "managerial", "home_arena": "P"},
    {"id": "m2", "profession": "managerial", "home_arena": "D"},
]
PAIRS = [("c1", "c2"), ("c1", "m1"), ("c2", "c3"), ("c3", "m1"), ("m1", "m2")]


class StrangersForce(BaseModel):
    """A force as another plugin might declare it, with more to it and empty names."""

    polarity: str
    force: str
    strength: float | None
    arena: str = ""
    seen_by: str = "the board"


def ties(*pairs, **more):
    return [{"from": one, "to": other, **more} for one, other in pairs]


def sections(actors=ACTORS, tie_rows=None, **more):
    given = {"actors": actors, "ties": ties(*PAIRS) if tie_rows is None else tie_rows, **more}
    return {name: TypeAdapter(SECTIONS[name]).validate_python(rows) for name, rows in given.items()}


def study(**cases):
    table = pd.DataFrame({"Y": [float(place % 2) for place in range(len(cases))]}, index=list(cases))
    return make_study(table, outcome="Y", sections=cases)


def ran(given, **options):
    methods = []
    casecompare_register_methods(methods.append)
    return run_alone(methods[0], given, **options)


def scored(given, **options):
    found = ran(given, **options)
    assert found.status == "ok", found
    return found.result


def table(result, name):
    return next(one.frame for one in result.tables if one.name == name)


def codes(result):
    return [(one.code, one.case) for one in result.diagnostics]


def test_ties_are_held_against_shared_groups_and_arenas_unless_told_otherwise():
    found = table(scored(study(A=sections(), Z={})), "qap").set_index("relation_with")

    assert list(found.index) == ["same profession", "same arena"]
    tied, same = np.zeros((5, 5)), np.zeros((5, 5))
    place = {actor["id"]: at for at, actor in enumerate(ACTORS)}
    for one, other in PAIRS:
        tied[place[one], place[other]] = tied[place[other], place[one]] = 1
    same[:3, :3], same[3:, 3:] = 1, 1
    np.fill_diagonal(same, 0)
    expected = qap(tied, same, is_directed=False)
    row = found.loc["same profession"]
    assert row["correlation"] == pytest.approx(np.corrcoef(tied[np.triu_indices(5, 1)],
                                                           same[np.triu_indices(5, 1)])[0, 1])  # fmt: skip
    assert row["p_two_sided"] == expected.two_sided.p
    assert (row["cells"], row["labelings"], row["exact"]) == (10, math.factorial(5), True)


def test_relations_may_be_held_against_each_other_and_explained():
    rows = ties(*PAIRS) + ties(("c1", "m1"), ("c2", "m2"), relation="contests")
    result = scored(
        study(A=sections(tie_rows=rows), B=sections()),
        qap=[["works_with", "contests"]],
        mrqap={"works_with": ["same profession", "contests"]},
    )

    (row,) = table(result, "qap").to_dict("records")
    assert (row["case"], row["cells"]) == ("A", 20)  # contests lead one way, so that all cells count
    regression = table(result, "regression")
    assert regression["predictor"].tolist() == ["intercept", "same profession", "contests"]
    assert regression["r_squared"].nunique() == 1
    # B has no contests: it is told why there is no regression.
    (told,) = [one for one in result.diagnostics if one.code == "network.no-regression"]
    assert told.case == "B"
    assert "'contests' is not there" in told.message


def test_a_relation_that_no_case_has_is_an_error_that_names_those_there_are():
    for option in ({"qap": [["works_with", "advice"]]}, {"mrqap": {"advice": ["same arena"]}}):
        found = ran(study(A=sections(), Z={}), **option)
        assert found.status == "failed"
        assert "names 'advice', which is no relation of any case. There are: works_with" in found.reason


def test_a_relation_with_unknown_ties_or_the_same_for_all_is_left_out():
    unknown = ties(*PAIRS) + ties(("c1", "m2"), known=False)
    alike = [{**actor, "home_arena": "S"} for actor in ACTORS]
    result = scored(study(A=sections(tie_rows=unknown), B=sections(actors=alike)))

    assert table(result, "qap")[["case", "relation_with"]].to_numpy().tolist() == [["B", "same profession"]]


def test_moves_make_a_mobility_table():
    moves = [
        {"actor": "c1", "round": 2, "from": "practice", "to": "board"},
        {"actor": "c2", "round": 2, "from": "practice", "to": "board"},
        {"actor": "m1", "round": 3, "from": "board"},
        {"actor": "m2", "round": 3, "to": "S", "kind": "arena"},
    ]
    result = scored(study(A=sections(moves=moves), B=sections()))

    assert table(result, "mobility").drop(columns="case").to_numpy().tolist() == [
        ["organisation", "practice", "board", 2.0],
        ["organisation", "board", "outside", 1.0],
        ["arena", "outside", "S", 1.0],
    ]
    assert len(table(result, "moves")) == 4


def test_affiliations_with_rounds_show_who_moved_and_how_bodies_renew():
    rows = [
        ("c1", "board", 1),
        ("c2", "board", 1),
        ("c1", "forum", 2),
        ("c2", "board", 2),
        ("m1", "board", 2),
    ]
    body = [
        {"actor": actor, "event": event, "kind": "body", "round": number} for actor, event, number in rows
    ]
    meeting = [{"actor": "c1", "event": f"day {day}", "kind": "meeting", "round": day} for day in (1, 2)]
    result = scored(study(A=sections(affiliations=body + meeting), B=sections()))

    assert table(result, "mobility").drop(columns="case").to_numpy().tolist() == [
        ["body", "board", "forum", 1.0],
        ["body", "outside", "board", 1.0],
    ]
    turnover = table(result, "turnover").set_index("place")
    assert turnover.loc["board", ["stayed", "came", "went"]].tolist() == [1, 1, 1]
    assert turnover.loc["board", "membership_stability"] == pytest.approx(1 / 3)
    assert set(turnover["event_kind"]) == {"body"}  # single meetings have no members who stay


@pytest.mark.parametrize("shape", [dict, lambda **row: StrangersForce(**row)])
def test_forces_are_read_in_whatever_shape_they_stand(shape):
    forces = [
        shape(polarity="enabling", force="vision", strength=0.9, arena="S"),
        shape(polarity="blocking", force="habits", strength=0.3, arena=""),
    ]
    result = scored(study(A={**sections(), "forces": forces}, B=sections()))

    assert "forces" not in SECTIONS
    assert result.scores.loc["A", "force_balance"] == pytest.approx(0.5)
    assert math.isnan(result.scores.loc["B", "force_balance"])
    rows = table(result, "forces").set_index(["arena", "level"])
    assert rows.loc[("all", "all"), ["forces", "enabling", "blocking"]].tolist() == [2, 0.9, 0.3]
    assert len(rows) == 1  # of an arena with a single force nothing more is to be said
    assert len(table(result, "force_list")) == 2
    assert "forces_A" in [one.name for one in result.figures]
    assert "forces_B" not in [one.name for one in result.figures]


def test_forces_that_cannot_be_read_are_told_and_do_not_count():
    forces = [{"polarity": "blocking", "force": "habits", "strength": 0.5}, {"polarity": "odd"}, "nonsense"]
    result = scored(study(A={**sections(), "forces": forces}, B={**sections(), "forces": "none"}))

    assert result.scores.loc["A", "force_balance"] == -1
    (told,) = [one for one in result.diagnostics if one.code == "network.unread-forces"]
    assert "2 forces could not be read" in told.message


def test_actors_have_bounds_where_ties_are_unknown():
    rows = ties(*PAIRS[:-1]) + ties(("m1", "m2"), known=False)
    result = scored(study(A=sections(tie_rows=rows), B=sections()))

    actors = table(result, "actors").set_index(["case", "actor"])
    assert actors.loc[("A", "c1"), "degree"] == 2
    assert actors.loc[("A", "m2"), ["degree_low", "degree_high"]].tolist() == [0, 1]
    assert actors.loc[("A", "m2"), ["harmonic_low", "harmonic_high"]].tolist() == pytest.approx([0, 7 / 12])
    assert math.isnan(actors.loc[("A", "c1"), "betweenness"])
    assert not math.isnan(actors.loc[("B", "c1"), "betweenness"])
    assert actors.loc["B"][["degree_low", "degree_high"]].isna().all(axis=None)


def test_every_undefined_score_has_its_reason():
    unknown = ties(*PAIRS) + ties(("c1", "m2"), known=False)
    result = scored(study(A=sections(), B=sections(tie_rows=unknown), C=sections(tie_rows=[]), D={}))

    told = table(result, "undefined")
    reasons = {(row["measure"], case): row["reason"] for row in told.to_dict("records")
               for case in row["in_cases"]}  # fmt: skip
    assert reasons["Betweenness of the board", "B"] == (
        "ties are unknown, and a further tie can raise it as well as lower it"
    )
    assert reasons["Density", "B"] == "within bounds: ties are unknown"
    assert reasons["Ties across organisations", "A"] == "no actor's organisation was coded"
    assert reasons["Power of the blocking coalition", "A"] == "nobody's power was coded"
    assert reasons["Reciprocity", "A"] == "ties lead neither way"
    assert reasons["Ties across the boundary", "C"] == "there are no ties"
    missing = result.scores.drop(columns=[name for name in result.scores if name.endswith((".low", ".high"))])
    titles = {score.title for score in SCORES}
    of_scores = [what for what, _ in reasons if what in titles]
    assert len(of_scores) == int(missing.loc[["A", "B", "C"]].isna().sum().sum())
    structure = "Core, communities, positions, key players"
    assert reasons[structure, "B"] == reasons["Betweenness of the board", "B"]
    assert reasons[structure, "C"] == "there are no ties"
    assert (structure, "A") not in reasons


def test_many_cases_share_the_work_and_that_is_told():
    many = study(**{f"C{at}": sections() for at in range(SHARED_FROM + 2)})
    result = scored(many, draws=200)

    told = {one.code: one.message for one in result.diagnostics}
    assert "200 draws" in told["network.shared-effort"]  # what was set stays
    assert "No figures were drawn" in told["network.no-figures"]
    assert result.figures == ()
    assert "network.shared-effort" not in [code for code, _ in codes(scored(study(A=sections(), Z={})))]
    shared = NetworkOptions().shared_among(1_000_000)
    assert {name: getattr(shared, name) for name in LEAST} == dict(LEAST)


def test_a_search_that_was_cut_short_does_not_say_that_it_is_exact():
    given = study(A=sections(), B=sections())
    full, short = (
        table(scored(given, cores=cores, community_steps=steps), "structure").iloc[0]
        for cores, steps in ((65_536, 3_000), (1, 1))
    )

    assert full["core_exact"]
    assert full["modularity_exact"]
    assert not short["core_exact"]
    assert not short["modularity_exact"]
    assert short["core_periphery"] <= full["core_periphery"] + 1e-9
    assert short["modularity"] <= full["modularity"] + 1e-9


def test_who_takes_part_in_one_arena_only_gets_no_second_drawing():
    apart = scored(study(A=sections(), B=sections()))
    both = scored(study(A=sections(actors=[{**ACTORS[0], "arenas": ["S", "P"]}, *ACTORS[1:]]), B=sections()))

    assert "two_mode_A" not in [one.name for one in apart.figures]
    assert "two_mode_A" in [one.name for one in both.figures]


def test_who_holds_together_bridges_and_blocks_stands_in_one_row():
    rows = ties(*PAIRS) + ties(("c2", "m2"), relation="contests")
    unknown = ties(*PAIRS) + ties(("c1", "m2"), known=False)
    result = scored(study(A=sections(tie_rows=rows), B=sections(tie_rows=unknown)))

    who = table(result, "who").set_index("case")
    # m1 stands between m2 and all others; it alone joins D to P and to S.
    assert who.loc["A"].to_dict() == {
        "holds": ("m1",), "bridges_groups": ("m1",), "bridges_arenas": ("m1",), "blocks": ("c2",),
    }  # fmt: skip
    assert who.loc["B", "blocks"] == ()
    assert pd.isna(who.loc["B", "holds"])


def test_arenas_have_their_own_ties_within_and_between():
    groups = table(scored(study(A=sections(), Z={})), "groups")
    arenas = groups[groups["boundary"] == "arena"].set_index("group")

    assert arenas.loc["S", ["actors", "density", "external", "internal", "ei"]].tolist() == pytest.approx(
        [2, 1, 2, 1, 1 / 3]
    )


def test_a_case_without_an_outcome_takes_no_part_in_the_comparison_only():
    given = study(A=sections(), B=sections(), C=sections())
    given = replace(given, table=given.table.assign(Y=[0.0, 1.0, math.nan]))
    result = scored(given)

    assert table(result, "differences")["n_in"].max() == 1
    assert result.scores.loc["C", "density"] == 0.5
