"""Who bridges professions, arenas and organisations; and where a case stands among networks like it."""

import itertools
import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from casecompare.testing import make_study, run_alone
from casecompare_network import casecompare_check_study, casecompare_register_methods
from casecompare_network.brokerage import ROLES
from casecompare_network.graphs import network_from_matrix, network_from_ties
from casecompare_network.null_models import (
    cross_share_null,
    many_transitivity,
    random_networks,
    simulated_null,
)
from casecompare_network.sections import SECTIONS
from casecompare_network.words import basis_of_p, counted

ACTORS = [
    {"id": "gp", "profession": "clinical", "home_arena": "D", "organisation": "practice"},
    {"id": "lead", "profession": "clinical", "home_arena": "P", "organisation": "commissioner"},
    {"id": "head", "profession": "managerial", "home_arena": "P", "organisation": "commissioner"},
    {"id": "chief", "profession": "managerial", "home_arena": "S", "organisation": "commissioner"},
    {"id": "nurse", "profession": "clinical", "home_arena": "D", "organisation": "practice"},
]
TIES = [("gp", "lead"), ("lead", "head"), ("head", "chief"), ("nurse", "lead")]


def sections(actors=ACTORS, ties=TIES, **more):
    rows = [{"from": one, "to": other} for one, other in ties]
    return {
        name: TypeAdapter(SECTIONS[name]).validate_python(given)
        for name, given in {"actors": actors, "ties": rows, **more}.items()
    }


def study(*cases):
    index = [f"T{place}" for place in range(len(cases))]
    outcome = pd.DataFrame({"Y": [float(place % 2) for place in range(len(cases))]}, index=index)
    return make_study(outcome, outcome="Y", sections=dict(zip(index, cases, strict=True)))


def ran(*cases, **options):
    methods = []
    casecompare_register_methods(methods.append)
    return run_alone(methods[0], study(*cases), **options)


def table(result, name):
    return next(one.frame for one in result.tables if one.name == name)


def test_each_boundary_has_its_brokerage_its_groups_and_its_mixing():
    result = ran(sections(), sections()).result

    boundaries = table(result, "boundaries").set_index(["case", "boundary"])
    across = boundaries.loc["T0", "cross_boundary_share"].to_dict()
    assert across == {"profession": 0.25, "arena": 0.75, "organisation": 0.5}
    assert boundaries.loc[("T0", "arena"), "ei"] == 0.5
    # Five pairs are brokered each way: gp-head, nurse-head and gp-nurse by lead, lead-chief by head.
    roles = table(result, "brokerage").set_index(["case", "boundary", "role"])["count"]["T0"]
    assert roles["any", "total"] == 8
    assert roles["profession"].to_dict() == {
        "coordinator": 2, "itinerant": 0, "representative": 3, "gatekeeper": 3, "liaison": 0,
    }  # fmt: skip
    assert roles["arena"].to_dict() == {
        "coordinator": 0, "itinerant": 2, "representative": 3, "gatekeeper": 3, "liaison": 0,
    }  # fmt: skip
    assert roles["organisation"].to_dict() == {
        "coordinator": 2, "itinerant": 2, "representative": 2, "gatekeeper": 2, "liaison": 0,
    }  # fmt: skip
    scores = result.scores.loc["T0"]
    assert scores["brokerage_across"] == 0.75
    assert scores["brokerage_across_arenas"] == 1
    assert scores["brokerage_across_organisations"] == 0.75
    assert set(table(result, "groups")["boundary"]) == {"profession", "arena", "organisation"}
    assert set(table(result, "mixing")["boundary"]) == {"profession", "arena", "organisation"}


def test_another_grouping_stands_before_the_usual_ones():
    union = [{**actor, "groups": {"union": "yes" if place else "no"}} for place, actor in enumerate(ACTORS)]
    result = ran(sections(actors=union), sections(actors=union), group="union").result

    boundaries = table(result, "boundaries")["boundary"].tolist()
    assert boundaries[:4] == ["union", "profession", "arena", "organisation"]


def test_every_p_says_whether_it_is_exact_and_what_it_rests_on():
    exact = ran(sections(), sections()).result
    drawn = ran(sections(), sections(), labelings=1, draws=199).result

    for name in ("brokerage", "tandem", "qap", "regression", "differences"):
        frames = table(exact, name), table(drawn, name)
        assert {"labelings", "exact"} <= set(frames[0].columns), name
        assert "error" not in frames[0].columns, name
        is_tested = frames[1]["labelings"] > 1
        assert is_tested.any(), name
        assert (frames[1].loc[is_tested, "exact"] == False).all(), name  # noqa: E712
        assert (frames[1].loc[is_tested, "labelings"] == 200).all(), name
        assert frames[1].loc[is_tested, "error"].between(0, 0.05).all(), name
    assert "exact, all 2 divisions of the cases" in exact.findings[0].sentence
    assert "200 divisions of the cases drawn, standard error" in drawn.findings[0].sentence
    assert basis_of_p(is_exact=True, labelings=1, error=0, ways="way") == "exact, all 1 way"


def test_one_case_with_the_outcome_is_one_case():
    assert "in 1 case with Y" in ran(sections(), sections()).result.findings[0].sentence
    assert counted(0, "case"), counted(1, "case") == ("0 cases", "1 case")


def test_a_missing_section_is_told_in_words():
    told = ran({}, {})
    assert told.status == "skipped"
    assert told.reason.startswith("no case has a section 'actors'.")
    unknown = ran(sections(), sections(), qap=[["works_with", "nods_at"]])
    assert unknown.reason.startswith("the option qap names 'nods_at'")


def test_one_rater_rates_an_actor_once():
    twice = [
        {**ACTORS[0], "power": [{"value": 0.2, "rater": "A"}, {"value": 0.4, "rater": "A"}]},
        *ACTORS[1:],
    ]
    (problem,) = casecompare_check_study(study(sections(actors=twice), sections()))

    assert (problem.level, problem.code, problem.field) == ("error", "network.rated-twice", "actors.0.power")


@given(st.integers(3, 5), st.booleans(), st.data())
@settings(max_examples=30, deadline=None)
def test_the_percentile_of_ties_across_is_that_of_all_networks(size, is_directed, data):
    actors = [str(place) for place in range(size)]
    pairs = list(itertools.permutations(actors, 2) if is_directed else itertools.combinations(actors, 2))
    ties = data.draw(st.integers(1, min(4, len(pairs))))
    groups = data.draw(st.lists(st.sampled_from("cmh"), min_size=size, max_size=size))
    group = dict(zip(actors, groups, strict=True))
    counts = np.array([
        sum(group[a] != group[b] for a, b in chosen) for chosen in itertools.combinations(pairs, ties)
    ])  # fmt: skip
    observed = int(data.draw(st.sampled_from(sorted(set(counts.tolist())))))
    network = network_from_ties(actors, [(a, b, 1) for a, b in pairs[:ties]], directed=is_directed)

    found = cross_share_null(network, groups, observed / ties)
    assert found.is_exact
    assert found.mean == pytest.approx(counts.mean() / ties)
    assert found.deviation == pytest.approx(counts.std() / ties)
    assert found.percentile == pytest.approx((counts < observed).mean() + (counts == observed).mean() / 2)


def test_the_percentile_of_a_large_network_does_not_run_out_of_numbers():
    random = np.random.default_rng(3)
    matrix = np.triu(random.random((400, 400)) < 0.4, 1)
    network = network_from_matrix((matrix | matrix.T).astype(float))
    groups = ["c" if place % 2 else "m" for place in range(400)]

    found = cross_share_null(network, groups, 0.5)
    # Nearly normal at this size: z says the same.
    assert found.percentile == pytest.approx(0.5 * (1 + math.erf(found.z / math.sqrt(2))), abs=0.01)


def test_a_simulated_percentile_counts_the_same_value_one_half():
    triangle = network_from_ties(list("abc"), [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)])
    drawn = random_networks(triangle, 10, np.random.default_rng(1))

    found = simulated_null(triangle, many_transitivity, 1.0, drawn)
    assert (found.percentile, found.is_exact) == (0.5, False)
    assert math.isnan(found.z)


def test_cases_stand_in_one_row_each_among_networks_of_their_size():
    bare = sections(ties=[])
    result = ran(sections(), sections(), bare).result

    standing = table(result, "standing").set_index("case")
    assert list(standing.index) == ["T0", "T1"]
    assert standing.loc["T0", "actors"] == 5
    percentiles = standing[["cross_boundary_share", "transitivity", "centralization", "connectedness"]]
    assert percentiles.to_numpy()[~np.isnan(percentiles.to_numpy())].min() >= 0
    measures = table(result, "differences")["measure"].tolist()
    assert "Ties across the boundary, z" in measures
    assert "Transitivity, z" in measures
    exact = table(result, "chance").set_index(["case", "measure"])["exact"]
    assert exact["T0", "Ties across the boundary"]
    assert not exact["T0", "Connectedness"]
    assert set(ROLES[:-1]) <= set(table(result, "brokerage")["role"])


def test_arenas_and_meetings_are_told_by_who_takes_part():
    meetings = [{"actor": one, "event": event, "kind": "meeting"} for one, event in
                [("gp", "may"), ("lead", "may"), ("lead", "june"), ("head", "june")]]  # fmt: skip
    given = sections(affiliations=meetings)
    found = table(ran(given, given).result, "places").set_index(["case", "event_kind", "event"]).loc["T0"]

    assert found["actors"].to_dict() == {
        ("arena", "D"): 2, ("arena", "P"): 2, ("arena", "S"): 1,
        ("meeting", "may"): 2, ("meeting", "june"): 2,
    }  # fmt: skip
    assert found.loc[("meeting", "may"), "two_mode_degree"] == 2 / 5
    graph = nx.Graph([("gp", "may"), ("lead", "may"), ("lead", "june"), ("head", "june")])
    graph.add_nodes_from(["chief", "nurse"])
    expected = nx.bipartite.betweenness_centrality(graph, ["may", "june"])
    assert found.loc[("meeting", "may"), "two_mode_betweenness"] == pytest.approx(expected["may"])
    assert (found.loc["arena", "two_mode_betweenness"] >= 0).all()
