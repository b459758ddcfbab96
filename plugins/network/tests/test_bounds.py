"""Bounds where ties or groups are unknown: against every way in which they could have turned out."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare import Case
from casecompare_network.actor_bounds import RISING, actor_bounds, bounded, ei_bounds
from casecompare_network.actor_measures import actor_measures
from casecompare_network.boundary_tables import boundaries_table, groups_table, mixing_table
from casecompare_network.brokerage import ROLES
from casecompare_network.case_measures import measure_case
from casecompare_network.case_tables import cohesion_table
from casecompare_network.cohesion import components, core_numbers, isolates
from casecompare_network.graphs import network_from_ties
from casecompare_network.group_ties import block_density, ei_index, mixing_matrix
from casecompare_network.options import NetworkOptions
from casecompare_network.records import case_record, network_of
from casecompare_network.share_bounds import actor_ei_bounds, group_ei_bounds

ACTORS = list("abcde")
DIRECTED = ["advises"]


@st.composite
def part_known(draw, most_unknown=4):
    """Give a record of five actors in which some ties are unknown."""
    is_directed = draw(st.booleans())
    relation = "advises" if is_directed else "works_with"
    pairs = list(itertools.permutations(ACTORS, 2) if is_directed else itertools.combinations(ACTORS, 2))
    chosen = draw(st.permutations(pairs))
    unknown = draw(st.integers(1, most_unknown))
    known = draw(st.integers(0, min(8, len(pairs) - unknown)))
    rows = [{"from": a, "to": b, "relation": relation, "known": False} for a, b in chosen[:unknown]]
    rows += [{"from": a, "to": b, "relation": relation} for a, b in chosen[unknown : unknown + known]]
    groups = draw(st.lists(st.sampled_from(["clinical", "managerial"]), min_size=5, max_size=5))
    actors = [{"id": one, "profession": group} for one, group in zip(ACTORS, groups, strict=True)]
    record = case_record(Case(id="T", sections={"actors": actors, "ties": rows}))
    return network_of(record, [relation], 1, directed=DIRECTED), groups


def completions(working):
    """Give the network of every way in which the unknown ties may have turned out."""
    net = working.network
    once = slice(None) if net.directed else net.source < net.target
    known = [(ACTORS[a], ACTORS[b], 1.0) for a, b in zip(net.source[once], net.target[once], strict=True)]
    unknown = [(ACTORS[a], ACTORS[b], 1.0) for a, b in working.unknown.tolist()]
    for length in range(len(unknown) + 1):
        for more in itertools.combinations(unknown, length):
            yield network_from_ties(ACTORS, [*known, *more], directed=net.directed)


def measured(working):
    options = NetworkOptions()
    contests = network_of(working.record, ["contests"], 1)
    return {"T": measure_case(working, contests, options, np.random.default_rng(1))}, options


@given(part_known())
@settings(max_examples=25, deadline=None)
def test_bounds_of_an_actor_are_the_smallest_and_largest_of_all_completions(given_network):
    working, groups = given_network
    low, high = actor_bounds(working, groups)
    frames = [actor_measures(network, groups) for network in completions(working)]

    for name in (*RISING, *ROLES[:-1], "brokerage"):
        values = np.array([frame[name].to_numpy() for frame in frames])
        assert low[name].to_numpy() == pytest.approx(values.min(axis=0)), name
        assert high[name].to_numpy() == pytest.approx(values.max(axis=0)), name


@given(part_known())
@settings(max_examples=60, deadline=None)
def test_bounds_of_the_ei_index_are_the_smallest_and_largest_of_all_completions(given_network):
    working, groups = given_network
    every = [ei_index(network, groups) for network in completions(working)]
    for (low, high), values in (
        (actor_ei_bounds(working, groups), np.array([one.by_actor for one in every])),
        (group_ei_bounds(working, groups), np.array([one.by_group for one in every])),
    ):
        # The first completion has none of the unknown ties: without any tie there is no index and no bounds.
        is_tied = ~np.isnan(values[0])
        assert np.isnan(low[~is_tied]).all()
        assert np.isnan(high[~is_tied]).all()
        assert low[is_tied] == pytest.approx(values[:, is_tied].min(axis=0))
        assert high[is_tied] == pytest.approx(values[:, is_tied].max(axis=0))


@given(part_known(most_unknown=2), st.lists(st.integers(0, 4), min_size=1, max_size=2, unique=True))
@settings(max_examples=40, deadline=None)
def test_an_actor_without_a_group_leaves_the_ei_index_open(given_network, silent):
    working, groups = given_network
    coded = [None if place in silent else group for place, group in enumerate(groups)]
    low, high = actor_ei_bounds(working, coded)
    ways = itertools.product(["clinical", "managerial", "a third"], repeat=len(silent))
    values = []
    for way in ways:
        filled = list(groups)
        for place, group in zip(silent, way, strict=True):
            filled[place] = group
        values += [ei_index(network, filled).by_actor for network in completions(working)]

    # Several may share the silent group that suits best, so that the bounds hold but need not be reached.
    is_tied = ~np.isnan(low)
    assert (np.nanmin(np.array(values)[:, is_tied], axis=0, initial=2) >= low[is_tied] - 1e-12).all()
    assert (np.nanmax(np.array(values)[:, is_tied], axis=0, initial=-2) <= high[is_tied] + 1e-12).all()


@given(part_known())
@settings(max_examples=60, deadline=None)
def test_components_cores_and_isolates_have_the_bounds_of_all_completions(given_network):
    working, _ = given_network
    last, options = measured(working)
    (row,) = cohesion_table(last, options).frame.to_dict("records")
    every = list(completions(working))
    parts = [components(network) for network in every]
    for name, values in (
        ("components", [len(one) for one in parts]),
        ("largest", [len(one[0]) for one in parts]),
        ("k_core", [int(core_numbers(network.undirected).max()) for network in every]),
    ):
        if min(values) < max(values):
            assert [row[f"{name}_low"], row[f"{name}_high"]] == [min(values), max(values)], name
        else:
            assert row[name] == values[0]
    assert set(row["isolates"]) == set.intersection(*(set(isolates(network)) for network in every))
    assert not isinstance(row.get("cut_points"), tuple)


@given(part_known())
@settings(max_examples=40, deadline=None)
def test_ties_within_and_between_groups_have_the_bounds_of_all_completions(given_network):
    working, groups = given_network
    last, options = measured(working)
    every = list(completions(working))
    names, _ = block_density(every[0], groups)

    def held(row, column):
        ends = [row.get(f"{column}_{end}", math.nan) for end in ("low", "high")]
        return [row[column]] * 2 if any(map(pd.isna, ends)) else ends

    for row in groups_table(last, options).frame.to_dict("records"):
        at = names.index(row["group"])
        densities = np.array([block_density(network, groups)[1][at, at] for network in every])
        externals = [ei_index(network, groups).external_by_group[at] for network in every]
        assert held(row, "density") == pytest.approx([densities.min(), densities.max()], nan_ok=True)
        assert held(row, "external") == [min(externals), max(externals)]
    for row in mixing_table(last, options).frame.to_dict("records"):
        cell = names.index(row["group"]), names.index(row["to_group"])
        counts = [mixing_matrix(network, groups).counts[cell] for network in every]
        assert held(row, "mixing_ties") == [min(counts), max(counts)]


def test_what_is_certain_stays_and_what_is_open_gets_bounds():
    frame = pd.DataFrame({"ei": [0.0, 1.0], "degree": [1.0, 2.0]})
    bounds = pd.DataFrame({"ei": [0.0, 0.5]}), pd.DataFrame({"ei": [0.0, 1.0]})

    kept = bounded(frame, bounds, is_rest_certain=True)
    assert kept["degree"].tolist() == [1, 2]
    assert kept["ei"].tolist() == pytest.approx([0, math.nan], nan_ok=True)
    assert kept.loc[1, ["ei_low", "ei_high"]].tolist() == [0.5, 1]
    assert bounded(frame, bounds)["degree"].isna().all()


def test_a_boundary_with_unknown_groups_is_within_bounds_and_one_that_nobody_was_coded_on_left_out():
    actors = [{"id": "a", "profession": "clinical"}, {"id": "b", "profession": "managerial"}, {"id": "c"}]
    rows = [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]
    record = case_record(Case(id="T", sections={"actors": actors, "ties": rows}))
    working = network_of(record, ["works_with"], 1)
    last, options = measured(working)

    (row,) = boundaries_table(last, options).frame.to_dict("records")
    assert row["boundary"] == "profession"
    assert [row["cross_boundary_share_low"], row["cross_boundary_share_high"]] == [0.5, 1]
    assert [row["ei_low"], row["ei_high"]] == [0, 1]
    assert math.isnan(row["z"])
    assert not len(groups_table(last, options).frame)
    low, high = ei_bounds(working, record.groups("profession"))
    assert low["ei"].tolist() == [1, 0, -1]
    assert high["ei"].tolist() == [1, 1, 1]
