"""Core, communities, key players, equivalence, two modes, QAP and mobility: what holds for every network."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from casecompare_network.communities import communities, modularity
from casecompare_network.core_periphery import core_periphery, core_periphery_fit
from casecompare_network.equivalence import neighbour_similarity, positions, structural_equivalence
from casecompare_network.key_players import (
    distance_weighted_reach,
    fragmentation,
    fragmentation_without,
    key_players,
)
from casecompare_network.matrices import distances, square
from casecompare_network.mobility import Move, Stay, mobility_matrix, moves, tie_change, turnover
from casecompare_network.mrqap import mrqap
from casecompare_network.partitions import best_partition
from casecompare_network.qap import qap, reorderings
from casecompare_network.two_mode import (
    co_membership,
    incidence,
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_clustering,
    two_mode_degree,
    two_mode_density,
    two_mode_eigenvector,
    two_mode_redundancy,
    two_mode_transitivity,
)

quick = settings(max_examples=40, deadline=None)


def names(size):
    return [f"a{at}" for at in range(size)]


@st.composite
def matrices(draw, least=2, most=7, largest=1, is_symmetric=False):
    size = draw(st.integers(least, most))
    matrix = draw(arrays(np.int64, (size, size), elements=st.integers(0, largest))).astype(float)
    np.fill_diagonal(matrix, 0)
    return np.maximum(matrix, matrix.T) if is_symmetric else matrix


def partitions_of(size):
    """Give every way of putting so many things into groups."""
    return (
        labels
        for labels in itertools.product(range(size), repeat=size)
        if all(label <= max(labels[:at], default=-1) + 1 for at, label in enumerate(labels))
    )


# Matrices


def test_unknown_ties_are_refused_with_their_place():
    with pytest.raises(ValueError, match="the tie from actor 1 to actor 2 is unknown"):
        square([[0, math.nan], [0, 0]])
    with pytest.raises(ValueError, match="as many rows as columns"):
        square([[0, 1]])


@quick
@given(matrices())
def test_distances_are_those_of_stepwise_search(matrix):
    ties = matrix > 0
    found = distances(ties)
    for start in range(len(ties)):
        steps, frontier = {start: 0}, [start]
        while frontier:
            here = frontier.pop(0)
            for there in np.flatnonzero(ties[here]):
                if there not in steps:
                    steps[int(there)] = steps[here] + 1
                    frontier.append(int(there))
        assert [steps.get(at, math.inf) for at in range(len(ties))] == found[start].tolist()


# Core and periphery


@quick
@given(matrices(most=6, largest=3), st.sampled_from(["present", "absent", "ignored"]), st.data())
def test_the_fit_is_the_correlation_with_the_ideal(matrix, between, data):
    size = len(matrix)
    core = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    seen, ideal = [], []
    for one, other in itertools.permutations(range(size), 2):
        if core[one] == core[other] or between != "ignored":
            seen.append(matrix[one, other])
            both, either = core[one] and core[other], core[one] or core[other]
            ideal.append(float(either if between == "present" else both))
    found = core_periphery_fit(matrix, core, between=between)
    if len(set(seen)) < 2 or len(set(ideal)) < 2:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(np.corrcoef(seen, ideal)[0, 1], abs=1e-9)


@quick
@given(matrices(least=3, most=6))
def test_climbing_never_beats_the_exact_search_and_says_that_it_is_no_exact_one(matrix):
    exact = core_periphery(matrix, names(len(matrix)))
    climbed = core_periphery(matrix, names(len(matrix)), budget=1)
    assert exact.is_exact
    assert not climbed.is_exact
    if not math.isnan(climbed.correlation):
        assert climbed.correlation <= exact.correlation + 1e-9
        core = [name in climbed.cores[0] for name in names(len(matrix))]
        assert core_periphery_fit(matrix, core) == pytest.approx(climbed.correlation)


def test_a_network_in_which_nothing_varies_has_no_core():
    for matrix in (np.zeros((3, 3)), np.ones((3, 3)), np.zeros((0, 0))):
        found = core_periphery(matrix, names(len(matrix)))
        assert math.isnan(found.correlation)
        assert str(found) == "no core and periphery: the ties do not vary"


# Communities


@settings(max_examples=25, deadline=None)
@given(matrices(most=6, largest=3, is_symmetric=True))
def test_no_partition_is_more_modular_than_the_communities(matrix):
    found = communities(matrix, names(len(matrix)), starts=2)
    assert found.is_exact
    assert sorted(itertools.chain.from_iterable(found.members)) == names(len(matrix))
    if not matrix.any():
        assert math.isnan(found.modularity)
        return
    best = max(modularity(matrix, labels, is_directed=False) for labels in partitions_of(len(matrix)))
    assert found.modularity == pytest.approx(best, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(arrays(np.int64, (5, 5), elements=st.integers(-3, 3)))
def test_the_best_partition_is_the_best_of_all(cells):
    gains = cells.astype(float)
    labels, is_best = best_partition(gains, np.arange(5), 10_000)

    def worth(groups):
        return sum(
            gains[one, other]
            for one, other in itertools.permutations(range(5), 2)
            if groups[one] == groups[other]
        )

    assert is_best
    assert worth(labels) == max(map(worth, partitions_of(5)))


def test_without_budget_communities_are_the_best_found():
    ring = np.roll(np.eye(9), 1, axis=1) + np.roll(np.eye(9), -1, axis=1)
    found = communities(ring, names(9), budget=0)
    assert not found.is_exact
    assert "largest found" in str(found)
    assert found.modularity == pytest.approx(communities(ring, names(9)).modularity)


def test_modularity_refuses_a_directed_matrix_as_undirected():
    with pytest.raises(ValueError, match="symmetric"):
        modularity([[0, 1], [0, 0]], ["a", "b"], is_directed=False)


# Key players


@quick
@given(matrices(least=3), st.sampled_from(["fragmentation", "distance-weighted fragmentation", "reach"]))
def test_key_players_are_the_best_of_all_sets(matrix, criterion):
    size = len(matrix)
    found = key_players(matrix, names(size), 2, criterion=criterion)
    values = {}
    for members in itertools.combinations(range(size), 2):
        if criterion == "reach":
            values[members] = distance_weighted_reach(matrix, members)
        else:
            rest = [at for at in range(size) if at not in members]
            kept = matrix[np.ix_(rest, rest)]
            values[members] = fragmentation(kept, is_distance_weighted=criterion != "fragmentation")
    if all(map(math.isnan, values.values())):
        assert found.sets == ()
        return
    best = max(values.values())
    assert found.value == pytest.approx(best)
    assert {
        tuple(names(size)[at] for at in members) for members, value in values.items() if value > best - 1e-9
    } == set(found.sets)
    searched = key_players(matrix, names(size), 2, criterion=criterion, budget=0)
    assert not searched.is_exact
    assert searched.value <= best + 1e-9


@quick
@given(matrices(least=3))
def test_removing_one_actor_is_the_network_without_it(matrix):
    for at, value in enumerate(fragmentation_without(matrix)):
        rest = np.delete(np.delete(matrix, at, axis=0), at, axis=1)
        assert value == pytest.approx(fragmentation(rest))


def test_exchanging_finds_what_greed_misses():
    # Two stars whose hubs are tied to a middle that is best connected: greed takes the middle first.
    ties = [(0, 1), (0, 2), (1, 3), (1, 4), (1, 5), (2, 6), (2, 7), (2, 8), (0, 9)]
    matrix = np.zeros((10, 10))
    for one, other in ties:
        matrix[one, other] = matrix[other, one] = 1
    assert key_players(matrix, names(10), 2, budget=0).value == key_players(matrix, names(10), 2).value


def test_a_set_of_key_players_has_to_exist():
    with pytest.raises(ValueError, match="a set of 3 key players cannot be chosen among 2 actors"):
        key_players(np.zeros((2, 2)), names(2), 3)
    assert math.isnan(distance_weighted_reach(np.zeros((2, 2)), []))
    assert math.isnan(fragmentation(np.zeros((1, 1))))


# Structural equivalence


@quick
@given(matrices(least=3, largest=3), st.sampled_from(["hamming", "euclidean", "correlation"]))
def test_equivalence_compares_ties_with_third_parties_only(matrix, measure):
    found = structural_equivalence(matrix, measure=measure)
    assert np.array_equal(found, found.T, equal_nan=True)
    for one, other in itertools.combinations(range(len(matrix)), 2):
        third = [at for at in range(len(matrix)) if at not in (one, other)]
        profiles = [np.concatenate([matrix[at, third], matrix[third, at]]) for at in (one, other)]
        apart = profiles[0] - profiles[1]
        if measure == "hamming":
            assert found[one, other] == np.abs(apart).sum()
        elif measure == "euclidean":
            assert found[one, other] == pytest.approx(math.sqrt((apart**2).sum()))
        elif min(map(np.ptp, profiles)) == 0:
            assert math.isnan(found[one, other])
        else:
            assert found[one, other] == pytest.approx(np.corrcoef(*profiles)[0, 1])


@quick
@given(matrices(), st.floats(0, 6))
def test_nobody_in_a_position_is_further_apart_than_allowed(matrix, apart):
    distance = structural_equivalence(matrix)
    found = positions(distance, names(len(matrix)), apart=apart)
    assert sorted(itertools.chain.from_iterable(found)) == names(len(matrix))
    place = {name: at for at, name in enumerate(names(len(matrix)))}
    for members in found:
        for one, other in itertools.combinations(members, 2):
            assert distance[place[one], place[other]] <= apart + 1e-9


def test_actors_without_neighbours_have_no_similarity():
    assert np.isnan(neighbour_similarity(np.zeros((2, 2)))).all()


# Two modes


@quick
@given(arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 1)))
def test_two_mode_measures_stay_in_their_range(matrix):
    takes_part = matrix > 0
    assert co_membership(matrix)[np.diag_indices(len(matrix))].tolist() == takes_part.sum(1).tolist()
    newman = co_membership(matrix, weight="newman")
    for actor, row in enumerate(newman):  # its sum: the events at which the actor is not alone
        assert row.sum() == pytest.approx(
            sum(takes_part[:, at].sum() > 1 for at in np.flatnonzero(takes_part[actor]))
        )
    for measure in (two_mode_closeness, two_mode_clustering, two_mode_redundancy, two_mode_degree,
                    two_mode_betweenness, two_mode_eigenvector):  # fmt: skip
        values = measure(matrix)
        assert values.shape == (len(matrix),)
        known = values[~np.isnan(values)]
        assert ((known >= -1e-12) & (known <= 1 + 1e-9)).all()
    alone = ~takes_part.any(axis=1)
    assert np.isnan(two_mode_closeness(matrix)[alone]).all()
    assert np.isnan(two_mode_clustering(matrix)[alone]).all()
    transitivity = two_mode_transitivity(matrix)
    assert math.isnan(transitivity) or 0 <= transitivity <= 1


def test_two_modes_without_actors_or_knowledge():
    assert math.isnan(two_mode_density(np.zeros((0, 3))))
    assert np.isnan(two_mode_degree(np.zeros((2, 0)))).all()
    assert np.isnan(two_mode_betweenness(np.zeros((1, 0)))).all()
    assert np.isnan(two_mode_eigenvector(np.zeros((2, 2)))).all()
    with pytest.raises(ValueError, match="unknown whether actor 1 took part in event 2"):
        incidence([[1, math.nan]])


# QAP


@settings(max_examples=20, deadline=None)
@given(matrices(least=3, most=5, largest=2), st.data())
def test_exact_qap_counts_every_reordering(matrix, data):
    size = len(matrix)
    other = data.draw(arrays(np.int64, (size, size), elements=st.integers(0, 2))).astype(float)
    np.fill_diagonal(other, 0)
    off = ~np.eye(size, dtype=bool)
    found = qap(matrix, other, is_directed=True)
    if np.ptp(matrix[off]) == 0 or np.ptp(other[off]) == 0:
        assert math.isnan(found.correlation)
        assert math.isnan(found.two_sided.p)
        return
    all_r = [
        np.corrcoef(matrix[np.ix_(order, order)][off], other[off])[0, 1]
        for order in itertools.permutations(range(size))
    ]
    assert found.correlation == pytest.approx(all_r[0], abs=1e-9)
    assert found.at_least.p == np.mean([r >= all_r[0] - 1e-9 for r in all_r])
    assert found.at_most.p == np.mean([r <= all_r[0] + 1e-9 for r in all_r])
    assert found.two_sided.p == np.mean([abs(r) >= abs(all_r[0]) - 1e-9 for r in all_r])


def test_drawn_qap_is_repeatable_and_gives_its_error():
    chance = np.random.default_rng(5)
    one, other = chance.random((12, 12)), chance.random((12, 12))
    first, second = (
        qap(one, other, is_directed=True, draws=500, random=np.random.default_rng(7)) for _ in range(2)
    )
    assert first == second
    assert not first.two_sided.is_exact
    assert first.two_sided.labelings == 501
    p = first.two_sided.p
    assert first.two_sided.error == pytest.approx(math.sqrt(p * (1 - p) / 501))
    assert "seeded 501 reorderings" in str(first)
    with pytest.raises(ValueError, match="needs a source of chance"):
        qap(one, other, is_directed=True)


def test_reorderings_start_with_the_order_as_it_is():
    drawn = reorderings(30, draws=20, random=np.random.default_rng(1))
    assert drawn.orders.shape == (21, 30)
    assert drawn.orders[0].tolist() == list(range(30))
    assert all(sorted(order) == list(range(30)) for order in drawn.orders.tolist())


def test_qap_wants_the_same_actors_and_symmetry_where_it_is_undirected():
    with pytest.raises(ValueError, match="3 and 2 actors"):
        qap(np.zeros((3, 3)), np.zeros((2, 2)), is_directed=True)
    with pytest.raises(ValueError, match="symmetric"):
        qap([[0, 1], [0, 0]], [[0, 1], [1, 0]], is_directed=False)


# MRQAP


def some_relations(size=7):
    chance = np.random.default_rng(11)
    first, second = (chance.integers(0, 2, (size, size)).astype(float) for _ in range(2))
    outcome = 2 * first - second + chance.normal(0, 0.3, (size, size))
    return outcome, {"first": first, "second": second}


def test_mrqap_finds_the_coefficients_of_least_squares():
    outcome, predictors = some_relations()
    found = mrqap(outcome, predictors, is_directed=True, at_most=5_040)
    off = ~np.eye(7, dtype=bool)
    design = np.column_stack([np.ones(42), *(one[off] for one in predictors.values())])
    expected, *_ = np.linalg.lstsq(design, outcome[off], rcond=None)
    assert [term.coefficient for term in found.terms] == pytest.approx(expected.tolist())
    assert found.terms[1].two_sided.is_exact
    assert found.terms[1].two_sided.labelings == 5_040
    assert found.terms[1].two_sided.p < 0.01
    assert found.to_frame().loc["first", "coefficient"] == found.terms[1].coefficient
    assert all(len(line) <= 80 for line in str(found).splitlines())


def test_the_statistic_of_a_reordering_is_that_of_the_regression_with_it():
    outcome, predictors = some_relations(4)
    outcome, predictors = np.triu(outcome, 1), {name: np.triu(one, 1) for name, one in predictors.items()}
    outcome += outcome.T
    predictors = {name: one + one.T for name, one in predictors.items()}
    found = mrqap(outcome, predictors, is_directed=False)
    upper = np.triu_indices(4, 1)
    others = np.column_stack([np.ones(6), predictors["second"][upper]])
    fitted = others @ np.linalg.lstsq(others, predictors["first"][upper], rcond=None)[0]
    rest = np.zeros((4, 4))
    rest[upper] = predictors["first"][upper] - fitted
    rest += rest.T
    statistics = []
    for order in itertools.permutations(range(4)):
        design = np.column_stack([rest[np.ix_(order, order)][upper], others])
        beta, *_ = np.linalg.lstsq(design, outcome[upper], rcond=None)
        left = outcome[upper] - design @ beta
        error = math.sqrt(left @ left / 3 * np.linalg.inv(design.T @ design)[0, 0])
        statistics.append(abs(beta[0] / error))
    assert found.terms[1].two_sided.p == np.mean([one >= statistics[0] - 1e-6 for one in statistics])


def test_mrqap_says_what_it_cannot_do():
    outcome, predictors = some_relations()
    same = {**predictors, "again": predictors["first"]}
    with pytest.raises(ValueError, match="'again' follows from those before it"):
        mrqap(outcome, same, is_directed=True)
    with pytest.raises(ValueError, match="cells 0 and 1"):
        mrqap(outcome, predictors, is_directed=True, kind="logit")
    with pytest.raises(ValueError, match="apart perfectly"):
        mrqap(predictors["first"], {"first": predictors["first"]}, is_directed=True, kind="logit")
    with pytest.raises(ValueError, match="too few"):
        mrqap([[0, 1], [1, 0]], {"x": [[0, 1], [1, 0]]}, is_directed=False)


# Mobility


def test_moves_of_every_kind():
    stays = [
        Stay("mover", 1, "board"), Stay("mover", 3, "federation"),
        Stay("joiner", 3, "board"),
        Stay("leaver", 1, "board"),
        Stay("both", 1, "board"), Stay("both", 3, "board"), Stay("both", 3, "federation"),
        Stay("less", 1, "board"), Stay("less", 1, "practice"), Stay("less", 3, "practice"),
        Stay("same", 1, "board"), Stay("same", 3, "board"), Stay("same", 3, "board"),
    ]  # fmt: skip
    found = {move.actor: move for move in moves(stays)}
    kinds = {actor: move.kind for actor, move in found.items()}
    assert kinds == {
        "mover": "moved",
        "joiner": "joined",
        "leaver": "left",
        "both": "extended",
        "less": "withdrew",
    }
    assert found["mover"] == Move("mover", 1, 3, "moved", ("board",), ("federation",))
    counts = mobility_matrix(moves(stays))
    assert counts.to_numpy().sum() == 3
    assert (
        counts.loc["board", "federation"]
        == counts.loc["board", "outside"]
        == counts.loc["outside", "board"]
        == 1
    )
    board = turnover(stays).set_index("place").loc["board"]
    assert (board["stayed"], board["came"], board["went"]) == (2, 1, 3)


def test_a_move_between_several_places_counts_one():
    counts = mobility_matrix([Move("a", 1, 2, "moved", ("x", "y"), ("z", "w"))])
    assert counts.to_numpy().sum() == pytest.approx(1)
    assert counts.loc["x", "z"] == 0.25


def test_tie_change_of_directed_ties():
    assert tie_change([("a", "b")], [("b", "a")], is_directed=True).kept == 0
    assert math.isnan(tie_change([], [], is_directed=False).stability)
