"""What holds for every network: measures against slow definitions, deviations and bounds by enumeration."""

import math
from itertools import permutations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_network.across_cases import outcome_difference
from casecompare_network.actor_bounds import actor_bounds
from casecompare_network.brokerage import ROLES, brokerage, brokerage_test
from casecompare_network.case_measures import measure_case
from casecompare_network.cohesion import core_numbers
from casecompare_network.graphs import network_from_matrix, network_from_ties, two_paths
from casecompare_network.group_ties import ei_index, tie_shares
from casecompare_network.labelings import count_labelings, labelings, tail_p
from casecompare_network.null_models import (
    cross_share_null,
    many_betweenness,
    many_connectedness,
    many_degree_centralization,
    many_transitivity,
    random_networks,
)
from casecompare_network.options import NetworkOptions
from casecompare_network.paths import betweenness, distances
from casecompare_network.qap import qap
from casecompare_network.records import CaseRecord, network_of
from casecompare_network.sections import ActorRow, TieRow
from casecompare_network.share_bounds import Bounds
from casecompare_network.structural_holes import structural_holes
from casecompare_network.tandem_ties import tandem_ties
from casecompare_network.transitivity import transitivity

SETTINGS = settings(max_examples=60, deadline=None)


@st.composite
def matrices(draw, *, directed=None, most=7):
    size = draw(st.integers(2, most))
    is_directed = draw(st.booleans()) if directed is None else directed
    cells = draw(st.lists(st.sampled_from([0, 0, 1, 2, 3]), min_size=size * size, max_size=size * size))
    matrix = np.array(cells, dtype=float).reshape(size, size)
    if not is_directed:
        matrix = np.triu(matrix, 1)
        matrix = matrix + matrix.T
    np.fill_diagonal(matrix, 0)
    return network_from_matrix(matrix, directed=is_directed)


@st.composite
def grouped(draw, **options):
    network = draw(matrices(**options))
    groups = draw(st.lists(st.sampled_from("cmh"), min_size=network.size, max_size=network.size))
    return network, groups


def role(a, v, b):
    if a == v == b:
        return "coordinator"
    if a == b:
        return "itinerant"
    if a == v:
        return "representative"
    return "gatekeeper" if v == b else "liaison"


def slow_counts(adjacency, groups):
    size = len(groups)
    counts = {name: np.zeros(size) for name in ROLES}
    for a, v, b in permutations(range(size), 3):
        if adjacency[a, v] and adjacency[v, b] and not adjacency[a, b]:
            counts[role(groups[a], groups[v], groups[b])][v] += 1
            counts["total"][v] += 1
    return counts


@SETTINGS
@given(grouped())
def test_brokerage_counts_what_its_definition_says(given_):
    network, groups = given_
    expected = slow_counts(network.adjacency, groups)

    found = brokerage(network, groups)

    for name in ROLES:
        assert found.counts[name].tolist() == expected[name].tolist()


@pytest.mark.parametrize("groups", ["aabb", "aaab", "aabc", "aaaa", "abcd"])
def test_deviations_are_those_of_all_digraphs_of_four_actors(groups):
    arcs = [(a, b) for a in range(4) for b in range(4) if a != b]
    density = 5 / 12
    moments = {name: np.zeros((2, 4)) for name in ROLES}
    whole = {name: np.zeros(2) for name in ROLES}
    for present in product([0, 1], repeat=12):
        adjacency = np.zeros((4, 4))
        adjacency[tuple(zip(*arcs, strict=True))] = present
        weight = density ** sum(present) * (1 - density) ** (12 - sum(present))
        for name, counts in slow_counts(adjacency, groups).items():
            moments[name] += weight * np.array([counts, counts**2])
            whole[name] += weight * np.array([counts.sum(), counts.sum() ** 2])

    five = network_from_ties(list("wxyz"), [("wxyz"[a], "wxyz"[b], 1) for a, b in arcs[:5]], directed=True)
    found = brokerage(five, list(groups))

    for name in ROLES:
        mean, square = moments[name]
        assert found.expected[name] == pytest.approx(mean, abs=1e-9)
        assert found.deviation[name] == pytest.approx(np.sqrt(np.maximum(square - mean**2, 0)), abs=1e-6)
        mean, square = whole[name]
        assert found.whole_expected[name] == pytest.approx(mean, abs=1e-9)
        assert found.whole_deviation[name] == pytest.approx(math.sqrt(max(square - mean**2, 0)), abs=1e-6)


def test_the_deviation_of_all_brokerage_that_is_printed_too_large_elsewhere():
    arcs = [("w", "x", 1), ("x", "w", 1), ("w", "y", 1), ("y", "z", 1), ("z", "x", 1)]
    network = network_from_ties(list("wxyz"), arcs, directed=True)

    assert brokerage(network, list("aabb")).whole_deviation["total"] == pytest.approx(1.7178, abs=5e-5)


@SETTINGS
@given(grouped(most=5))
def test_the_permutation_p_of_brokerage_is_that_of_all_relabelings(given_):
    network, groups = given_
    observed = {name: counts.sum() for name, counts in slow_counts(network.adjacency, groups).items()}
    ways = [slow_counts(network.adjacency, way) for way in permutations(groups)]

    found = brokerage_test(network, groups)

    for name in ROLES[:-1]:
        share = np.mean([counts[name].sum() >= observed[name] for counts in ways])
        assert found[name].is_exact
        assert found[name].p == pytest.approx(share)


@SETTINGS
@given(matrices(), st.booleans())
def test_structural_holes_are_what_burt_says(network, weighted):
    matrix = network.matrix if weighted else network.adjacency
    z = matrix + matrix.T
    found = structural_holes(network, weighted=weighted)
    for i in range(network.size):
        contacts = np.flatnonzero(z[i])
        if not contacts.size:
            assert math.isnan(found.constraint[i])
            assert math.isnan(found.effective_size[i])
            continue
        p = z / np.where(z.sum(axis=1, keepdims=True) > 0, z.sum(axis=1, keepdims=True), 1)
        marginal = z / np.where(z.max(axis=1, keepdims=True) > 0, z.max(axis=1, keepdims=True), 1)
        constraint = [(p[i, j] + sum(p[i, q] * p[q, j] for q in range(network.size))) ** 2 for j in contacts]
        redundancy = [sum(p[i, q] * marginal[j, q] for q in range(network.size)) for j in contacts]
        assert found.constraint[i] == pytest.approx(sum(constraint))
        assert found.effective_size[i] == pytest.approx(len(contacts) - sum(redundancy))
        assert found.efficiency[i] == pytest.approx(found.effective_size[i] / len(contacts))


@SETTINGS
@given(matrices())
def test_two_paths_are_all_of_them_whatever_the_portions(network):
    expected = sorted(
        (a, v, b)
        for a, v, b in product(range(network.size), repeat=3)
        if a != b and network.adjacency[a, v] and network.adjacency[v, b]
    )
    for portion in (1, 3, 1000):
        parts = list(two_paths(network, at_most=portion))
        found = [row for part in parts for row in zip(part.a, part.v, part.b, strict=True)]
        assert sorted(found) == expected


@SETTINGS
@given(grouped())
def test_measures_do_not_depend_on_the_order_of_the_actors(given_):
    network, groups = given_
    order = np.arange(network.size)[::-1]
    turned, theirs = network.subset(order), groups[::-1]

    assert brokerage(turned, theirs).whole == brokerage(network, groups).whole
    assert structural_holes(turned).constraint[::-1] == pytest.approx(
        structural_holes(network).constraint, nan_ok=True
    )
    assert ei_index(turned, theirs).overall == pytest.approx(ei_index(network, groups).overall, nan_ok=True)
    assert core_numbers(turned)[::-1].tolist() == core_numbers(network).tolist()


@SETTINGS
@given(grouped())
def test_the_index_is_twice_the_cross_share_less_one(given_):
    network, groups = given_

    shares, index = tie_shares(network, groups), ei_index(network, groups)

    assert index.overall == pytest.approx(2 * shares.cross_share - 1, nan_ok=True)
    assert index.external + index.internal == network.n_ties


@SETTINGS
@given(st.lists(st.integers(0, 2), max_size=7))
def test_labelings_are_all_different_ways_once(labels):
    codes = np.array(labels, dtype=np.int64)

    found = labelings(codes)

    assert found.is_exact
    assert sorted(map(tuple, found.codes.tolist())) == sorted(set(permutations(labels)))
    assert count_labelings(codes) == len(found.codes)


def test_sampled_labelings_are_seeded_and_near_the_exact_p():
    network = network_from_matrix(np.random.default_rng(5).random((12, 12)) < 0.25, directed=True)
    groups = ["clinical"] * 6 + ["managerial"] * 6
    exact = tandem_ties(network, groups)
    drawn = [
        tandem_ties(network, groups, at_most=10, draws=4000, random=np.random.default_rng(1))
        for _ in range(2)
    ]

    assert exact.test.is_exact
    assert exact.test.error == 0
    assert drawn[0] == drawn[1]
    assert not drawn[0].test.is_exact
    assert abs(drawn[0].test.p - exact.test.p) < 5 * drawn[0].test.error


def test_too_many_labelings_without_a_source_of_chance_is_an_error():
    with pytest.raises(ValueError, match="source of chance"):
        labelings(np.array([0, 1] * 20), at_most=10)


def test_equal_values_count_as_equal_in_spite_of_rounding():
    values = np.array([0.1 + 0.2, 0.3, 0.0, 0.0])

    assert tail_p(0.1 + 0.2, values, is_exact=True).p == 0.5


@SETTINGS
@given(matrices(directed=False))
def test_stacked_measures_are_those_of_single_networks(network):
    stack = network.adjacency[None] > 0

    assert many_transitivity(stack)[0] == pytest.approx(transitivity(network), nan_ok=True)
    if network.size > 2:
        assert many_betweenness(stack)[0] == pytest.approx(betweenness(network, normalised=True))
        degree = network.degree()
        star = (network.size - 1) * (network.size - 2)
        assert many_degree_centralization(stack)[0] == pytest.approx((degree.max() - degree).sum() / star)
    reached = np.isfinite(distances(network)).sum() - network.size
    assert many_connectedness(stack)[0] == pytest.approx(reached / (network.size * (network.size - 1)))


@SETTINGS
@given(matrices(directed=True))
def test_stacked_betweenness_follows_arcs(network):
    if network.size > 2:
        found = many_betweenness(network.adjacency[None] > 0)[0]
        assert found == pytest.approx(betweenness(network, normalised=True))


@pytest.mark.parametrize("directed", [False, True])
def test_the_cross_share_null_is_that_of_all_networks(directed):
    groups = list("ccmm")
    pairs = [(a, b) for a in range(4) for b in range(4) if (a != b if directed else a < b)]
    shares = []
    for present in product([0, 1], repeat=len(pairs)):
        if sum(present) == 3:
            chosen = [pair for pair, is_there in zip(pairs, present, strict=True) if is_there]
            shares.append(np.mean([groups[a] != groups[b] for a, b in chosen]))
    three = network_from_ties(
        list("wxyz"), [("wxyz"[a], "wxyz"[b], 1) for a, b in pairs[:3]], directed=directed
    )

    found = cross_share_null(three, groups, 0.5)

    assert found.mean == pytest.approx(np.mean(shares))
    assert found.deviation == pytest.approx(np.std(shares))


def test_random_networks_have_the_size_and_the_ties():
    network = network_from_matrix(np.random.default_rng(2).random((6, 6)) < 0.4, directed=True)

    drawn = random_networks(network, 50, np.random.default_rng(3))

    assert drawn.shape == (50, 6, 6)
    assert set(drawn.sum(axis=(1, 2)).tolist()) == {network.n_ties}
    assert not drawn[:, np.arange(6), np.arange(6)].any()
    assert len({one.tobytes() for one in drawn}) > 40


@SETTINGS
@given(matrices())
def test_weighted_betweenness_is_exact_where_lengths_are_equal(network):
    if not network.n_arcs:
        return
    # Every length a whole number of units, so that networkx compares without rounding.
    graph = nx.DiGraph() if network.directed else nx.Graph()
    graph.add_nodes_from(range(network.size))
    for a, b, weight in zip(network.source, network.target, network.weight, strict=True):
        graph.add_edge(int(a), int(b), length=int(60 / weight))
    expected = nx.betweenness_centrality(graph, weight="length", normalized=False)

    assert betweenness(network, weighted=True) == pytest.approx(list(expected.values()))


@SETTINGS
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=8))
def test_an_outcome_test_is_symmetric_and_never_below_its_smallest_p(rows):
    values, is_in = np.array([row[0] for row in rows], dtype=float), [row[1] for row in rows]

    one = outcome_difference(values, is_in)
    other = outcome_difference(values, [not inside for inside in is_in])

    assert one.p == pytest.approx(other.p, nan_ok=True)
    if not math.isnan(one.p):
        assert one.p >= one.smallest - 1e-12
        assert one.effect == pytest.approx(1 - other.effect)


def completions(unknown):
    return product([False, True], repeat=len(unknown))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["clinical", "managerial", "hybrid"]), min_size=3, max_size=5),
    st.data(),
)
def test_bounds_hold_every_completion_and_are_reached(groups, data):
    size = len(groups)
    pairs = [(a, b) for a in range(size) for b in range(a)]
    states = data.draw(st.lists(st.sampled_from("01?"), min_size=len(pairs), max_size=len(pairs)))
    unknown = [pair for pair, state in zip(pairs, states, strict=True) if state == "?"][:5]
    actors = tuple(ActorRow(id=str(place), profession=group) for place, group in enumerate(groups))
    known = [pair for pair, state in zip(pairs, states, strict=True) if state == "1"]

    def measured(ties, not_known=()):
        rows = [{"from": str(a), "to": str(b)} for a, b in ties]
        rows += [{"from": str(a), "to": str(b), "known": False} for a, b in not_known]
        rows += [{"from": "0", "to": "1", "relation": "contests"}]
        record = CaseRecord(case="T", actors=actors, ties=tuple(map(TieRow.model_validate, rows)))
        working, contests = network_of(record, ["works_with"], 1), network_of(record, ["contests"], 1)
        return measure_case(working, contests, NetworkOptions(), np.random.default_rng(1)).scores

    bounds = measured(known, unknown)
    values = []
    for present in completions(unknown):
        added = [pair for pair, is_there in zip(unknown, present, strict=True) if is_there]
        values.append(measured(known + added))
    for name in ("density", "connectedness", "cross_boundary_share", "clinical_managerial_share", "ei_index",
                 "tandem_index", "tie_coupling", "contested_share", "boundary_defence"):  # fmt: skip
        reached = [one[name].value for one in values if not math.isnan(one[name].value)]
        if math.isnan(bounds[name].low):
            continue
        assert bounds[name].low == pytest.approx(min(reached))
        assert bounds[name].high == pytest.approx(max(reached))
    if unknown:
        assert math.isnan(bounds["board_betweenness"].value)
        assert math.isnan(bounds["transitivity"].value)


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 5), st.data())
def test_contests_that_are_not_known_bound_what_is_contested_and_who_blocks(size, data):
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    unknown = data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=4, unique=True))
    known = data.draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True).map(
        lambda chosen: [pair for pair in chosen if pair not in unknown]))  # fmt: skip
    rows = [{"id": str(at), "profession": "cm"[at % 2], "power": (at + 1) / 10} for at in range(size)]
    actors = tuple(map(ActorRow.model_validate, rows))

    def measured(contests, not_known=()):
        rows = [{"from": "0", "to": "1"}]
        rows += [{"from": str(a), "to": str(b), "relation": "contests"} for a, b in contests]
        rows += [{"from": str(a), "to": str(b), "relation": "contests", "known": False} for a, b in not_known]
        record = CaseRecord(case="T", actors=actors, ties=tuple(map(TieRow.model_validate, rows)))
        both = [network_of(record, [name], 1, directed=["contests"]) for name in ("works_with", "contests")]
        return measure_case(*both, NetworkOptions(), np.random.default_rng(1)).scores

    bounds = measured(known, unknown)
    values = [
        measured(known + [pair for pair, is_there in zip(unknown, present, strict=True) if is_there])
        for present in completions(unknown)
    ]
    for name in ("contested_share", "boundary_defence", "blocking_share", "blocking_power"):
        reached = [one[name].value for one in values]
        assert (bounds[name].low, bounds[name].high) == pytest.approx((min(reached), max(reached)))


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 5), st.booleans(), st.data())
def test_bounds_of_actors_hold_every_completion_and_are_reached(size, is_directed, data):
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b and (is_directed or a < b)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=8, unique=True))
    unknown, known = chosen[:4], chosen[4:]
    actors = tuple(ActorRow(id=str(at)) for at in range(size))

    def working(ties, not_known=()):
        rows = [{"from": str(a), "to": str(b), "directed": is_directed} for a, b in ties]
        rows += [
            {"from": str(a), "to": str(b), "directed": is_directed, "known": False} for a, b in not_known
        ]
        record = CaseRecord(case="T", actors=actors, ties=tuple(map(TieRow.model_validate, rows)))
        return network_of(record, ["works_with"], 1, directed=["works_with"] if is_directed else [])

    low, high = actor_bounds(working(known, unknown))
    every = np.stack([
        actor_bounds(working(known + [pair for pair, there in zip(unknown, done, strict=True) if there]))[0]
        for done in completions(unknown)
    ])  # fmt: skip
    np.testing.assert_allclose(low, every.min(axis=0))
    np.testing.assert_allclose(high, every.max(axis=0))


@SETTINGS
@given(st.integers(3, 5), st.booleans(), st.integers(0, 10_000))
def test_qap_over_ties_is_the_correlation_over_all_cells(size, is_directed, seed):
    chance = np.random.default_rng(seed)
    one, other = chance.integers(0, 3, (2, size, size)).astype(float)
    if not is_directed:
        one, other = one + one.T, other + other.T
    found = qap(one, other, is_directed=is_directed)
    chosen = ~np.eye(size, dtype=bool) if is_directed else np.triu(np.ones((size, size), dtype=bool), 1)
    if np.ptp(one[chosen]) == 0 or np.ptp(other[chosen]) == 0:
        assert math.isnan(found.correlation)
        return
    values = [
        np.corrcoef(one[np.ix_(order, order)][chosen], other[chosen])[0, 1]
        for order in permutations(range(size))
    ]
    assert found.correlation == pytest.approx(values[0])
    assert found.at_least.p == pytest.approx(np.mean(np.array(values) >= values[0] - 1e-9))
    assert found.at_most.p == pytest.approx(np.mean(np.array(values) <= values[0] + 1e-9))


def test_what_is_remembered_of_a_network_cannot_be_changed_from_outside():
    network = network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)])
    betweenness(network)[:] = 9
    distances(network)[:] = 9

    assert betweenness(network).tolist() == [0, 1, 0]
    assert distances(network)[0].tolist() == [0, 1, 2]
    assert distances(network, weighted=True)[0].tolist() == [0, 1, 2]


def test_a_value_is_known_only_where_its_bounds_meet():
    assert Bounds(0.5, 0.5).value == 0.5
    assert math.isnan(Bounds(0.4, 0.5).value)
