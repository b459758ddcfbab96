"""Core, communities, key players, equivalence, two modes and QAP against R and networkx.

Every check holds but for the exceptions named here, each with its reason.
"""

import json
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from casecompare_network.communities import communities, modularity
from casecompare_network.core_periphery import core_periphery, core_periphery_fit
from casecompare_network.equivalence import neighbour_similarity, structural_equivalence
from casecompare_network.key_players import fragmentation, fragmentation_without, key_players
from casecompare_network.mrqap import mrqap
from casecompare_network.qap import qap
from casecompare_network.two_mode import (
    co_membership,
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_clustering,
    two_mode_degree,
    two_mode_density,
    two_mode_eigenvector,
    two_mode_redundancy,
    two_mode_transitivity,
)

REFERENCE = Path(__file__).parent / "reference"
NETWORKS = json.loads((REFERENCE / "networks.json").read_text(encoding="utf-8"))
RELATIONS = json.loads((REFERENCE / "hightech_relations.json").read_text(encoding="utf-8"))
CHECKS = json.loads((REFERENCE / "structures.json").read_text(encoding="utf-8"))

# igraph gives an actor without ties a similarity of 1 with itself and 0 with others; there is nothing to
# compare, and ours is undefined. All other pairs hold.
UNDEFINED_SIMILARITIES = {"disconnected_s505", "florentine"}


@cache
def ids(data):
    return [node["id"] for node in NETWORKS[data]["nodes"]]


@cache
def weights(data):
    place = {actor: at for at, actor in enumerate(ids(data))}
    matrix = np.zeros((len(place), len(place)))
    for source, target, weight in NETWORKS[data]["edges"]:
        if source != target:
            matrix[place[source], place[target]] += weight
            if not is_directed(data):
                matrix[place[target], place[source]] += weight
    return matrix


def is_directed(data):
    return NETWORKS[data]["directed"]


def binary(data):
    return (weights(data) > 0).astype(float)


def either(data):
    return ((weights(data) + weights(data).T) > 0).astype(float)


def attribute(data, name):
    return [node[name] for node in NETWORKS[data]["nodes"]]


def checks(method):
    chosen = [check for check in CHECKS if check["method"] == method]
    assert chosen
    return pytest.mark.parametrize("check", chosen, ids=[f"{one['data']}/{one['id']}" for one in chosen])


def near(expected, tolerance=1e-9):
    if expected is None:
        return pytest.approx(math.nan, nan_ok=True)
    return pytest.approx(expected, rel=tolerance, abs=tolerance)


def matrix_of(expected):
    return np.array([[math.nan if cell is None else cell for cell in row] for row in expected], dtype=float)


def as_sets(sets):
    return {frozenset(one) for one in sets}


@checks("net_core_periphery_fit")
def test_fit_of_a_given_core(check):
    data, core = check["data"], set(check["params"]["core"])
    is_core = [actor in core for actor in ids(data)]
    expected = check["expected"]
    assert core_periphery_fit(binary(data), is_core, between="present") == near(expected["or_pattern"])
    assert core_periphery_fit(binary(data), is_core, between="ignored") == near(
        expected["core_core_vs_periphery_periphery"]
    )
    assert core_periphery_fit(weights(data), is_core, between="present") == near(
        expected["weighted_or_pattern"]
    )


@checks("net_core_periphery_optimal")
def test_all_best_cores(check):
    data, expected = check["data"], check["expected"]
    between = "present" if check["params"]["pattern"] == "or" else "ignored"
    found = core_periphery(binary(data), ids(data), between=between)
    assert found.is_exact
    assert found.correlation == near(expected["correlation"])
    assert found.core_count == expected["n_optimal"]
    assert as_sets(found.cores) == as_sets(expected["cores"])


@checks("net_modularity")
def test_modularity_of_a_given_partition(check):
    data, expected = check["data"], check["expected"]
    groups, directed = attribute(data, check["params"]["attribute"]), is_directed(check["data"])
    found = {
        "unweighted": modularity(binary(data), groups, is_directed=directed),
        "weighted": modularity(weights(data), groups, is_directed=directed),
        "unweighted_resolution_05": modularity(binary(data), groups, is_directed=directed, resolution=0.5),
        "unweighted_resolution_2": modularity(binary(data), groups, is_directed=directed, resolution=2),
        "unweighted_direction_ignored": modularity(either(data), groups, is_directed=False),
    }
    for name, value in expected.items():
        assert found[name] == near(value), name


@checks("net_optimal_modularity")
def test_communities_reach_the_optimum(check):
    data, expected = check["data"], check["expected"]
    found = communities(either(data), ids(data))
    assert found.modularity == near(expected["modularity"])
    labels = {actor: label for label, members in enumerate(found.members) for actor in members}
    membership = [labels[actor] for actor in ids(data)]
    assert modularity(either(data), membership, is_directed=False) == near(found.modularity)
    theirs = [expected["membership_one_optimum"][actor] for actor in ids(data)]
    assert modularity(either(data), theirs, is_directed=False) == near(found.modularity)


def test_communities_of_the_karate_club_are_the_published_optimum():
    # Brandes et al. (2008), IEEE Transactions on Knowledge and Data Engineering 20:172-188
    found = communities(either("karate"), ids("karate"))
    assert found.is_exact
    assert len(found.members) == 4
    assert round(found.modularity, 3) == 0.420


@checks("net_fragmentation")
def test_fragmentation(check):
    data, expected = check["data"], check["expected"]
    assert set(expected) == {
        "fragmentation",
        "distance_weighted",
        "after_removal",
        "after_removal_distance_weighted",
    }
    matrix = binary(data)
    assert fragmentation(matrix) == near(expected["fragmentation"])
    assert fragmentation(matrix, is_distance_weighted=True) == near(expected["distance_weighted"])
    for name, is_weighted in (("after_removal", False), ("after_removal_distance_weighted", True)):
        found = fragmentation_without(matrix, is_distance_weighted=is_weighted)
        assert list(found) == [near(expected[name][actor]) for actor in ids(data)]


@checks("net_keyplayer")
def test_key_players(check):
    data, wanted, expected = check["data"], check["params"], check["expected"]
    criterion = {"fra": "fragmentation", "dis": "distance-weighted fragmentation"}[wanted["criterion"][:3]]
    if "reach" in wanted["criterion"]:
        criterion = "reach"
    found = key_players(binary(data), ids(data), wanted["k"], criterion=criterion, listed=100_000)
    assert found.is_exact
    assert found.value == near(expected["value"])
    assert found.set_count == expected["n_optimal"] == len(as_sets(found.sets))
    assert as_sets(expected["sets"]) <= as_sets(found.sets)
    assert len(expected["sets"]) in (found.set_count, 60)


@checks("net_structural_equivalence")
def test_structural_equivalence(check):
    data, expected = check["data"], check["expected"]
    for measure in ("hamming", "euclidean", "correlation"):
        found = structural_equivalence(binary(data), measure=measure)
        theirs = matrix_of(expected[measure])
        if measure == "correlation":
            # The reference writes 0 where one of the two profiles does not vary; ours is undefined there.
            assert (theirs[np.isnan(found) & ~np.eye(len(found), dtype=bool)] == 0).all()
            varies = ~np.isnan(found)
            assert varies.any() or (theirs[~np.eye(len(found), dtype=bool)] == 0).all()
            np.testing.assert_allclose(found[varies], theirs[varies], rtol=1e-9, atol=1e-9)
        else:
            np.testing.assert_allclose(found, theirs, rtol=1e-9, atol=1e-9)
    if not is_directed(data):  # sna counts an undirected tie as two
        once = structural_equivalence(binary(data), is_directed=False)
        np.testing.assert_allclose(2 * once, matrix_of(expected["hamming"]))


@checks("net_similarity")
def test_neighbour_similarity(check):
    data, expected = check["data"], check["expected"]
    for measure in ("jaccard", "dice"):
        found = neighbour_similarity(binary(data), measure=measure)
        theirs = matrix_of(expected[measure])
        has_none = either(data).sum(axis=1) == 0
        is_undefined = np.outer(has_none, has_none)
        assert is_undefined.any() == (data in UNDEFINED_SIMILARITIES)
        assert np.isnan(found[is_undefined]).all()
        np.testing.assert_allclose(found[~is_undefined], theirs[~is_undefined], rtol=1e-9, atol=1e-9)


def relation(data, name):
    if name in RELATIONS:
        matrix = np.zeros_like(weights(data))
        for source, target in RELATIONS[name]:
            matrix[ids(data).index(source), ids(data).index(target)] = 1.0
        return matrix
    values = attribute(data, name.removeprefix("same_"))
    return np.array([[float(one == other) for other in values] for one in values])


def explained(check):
    is_weighted = check["params"]["matrices"].startswith("Y = weights")
    return weights(check["data"]) if is_weighted else binary(check["data"])


def is_within(p, expected, tolerance):
    """Say whether a drawn p is where it may be: the peer's own draws have an error, and so have ours."""
    return abs(p.p - expected) <= tolerance + 4 * p.error + p.smallest


@checks("net_qap_correlation")
def test_qap(check):
    data, expected = check["data"], check["expected"]
    other = relation(data, check["params"]["x"])
    found = qap(explained(check), other, is_directed=is_directed(data), random=np.random.default_rng(1))
    assert found.correlation == near(expected["correlation"])
    assert is_within(found.at_least, expected["p_ge"], expected["tolerance_p"])
    assert is_within(found.at_most, expected["p_le"], expected["tolerance_p"])


@checks("net_qap_exact")
def test_qap_over_all_reorderings(check):
    data, expected = check["data"], check["expected"]
    at = [ids(data).index(actor) for actor in check["params"]["nodes"]]
    one = explained(check)[np.ix_(at, at)]
    other = relation(data, check["params"]["x"])[np.ix_(at, at)]
    found = qap(one, other, is_directed=is_directed(data))
    assert found.correlation == near(expected["correlation"])
    assert found.at_least.is_exact
    assert found.at_least.labelings == expected["n_permutations"]
    assert found.at_least.p == near(expected["p_ge"])
    assert found.at_most.p == near(expected["p_le"])


def regression(check, kind, draws):
    data = check["data"]
    outcome = explained(check)
    return mrqap(
        (outcome > 0).astype(float) if kind == "logit" else outcome,
        {name: relation(data, name) for name in check["params"]["x"]},
        is_directed=is_directed(data),
        kind=kind,
        draws=draws,
        random=np.random.default_rng(2),
    )


@checks("net_mrqap")
def test_mrqap(check):
    expected, found = check["expected"], regression(check, "linear", 1_999)
    assert found.cell_count == expected["n_cells"]
    assert found.r_squared == near(expected["r_squared"])
    for term in found.terms:
        assert term.coefficient == near(expected["coefficients"][term.name])
        assert term.statistic == near(expected["t_values_ols"][term.name])
        tolerance = expected["tolerance_p"][term.name]
        assert is_within(term.two_sided, expected["p_two_sided"][term.name], tolerance)
        assert is_within(term.at_least, expected["p_ge"][term.name], tolerance)
        assert is_within(term.at_most, expected["p_le"][term.name], tolerance)


@checks("net_mrqap_logit")
def test_mrqap_logit(check):
    expected, found = check["expected"], regression(check, "logit", 199)
    assert 2 * found.cell_count * math.log(2) == near(expected["null_deviance"])
    for name in ("deviance", "aic", "bic"):
        assert getattr(found, name) == near(expected[name], 1e-6)
    for term in found.terms:
        assert term.coefficient == near(expected["coefficients"][term.name], 1e-5)
        assert is_within(
            term.two_sided, expected["p_two_sided"][term.name], expected["tolerance_p"][term.name]
        )


@cache
def women():
    modes = attribute("southern_women", "mode")
    is_actor = np.array([mode == "actor" for mode in modes])
    matrix = either("southern_women")
    names = np.array(ids("southern_women"))
    return matrix[np.ix_(is_actor, ~is_actor)], list(names[is_actor]), list(names[~is_actor])


def of_women(check_id):
    return next(check for check in CHECKS if check["data"] == "southern_women" and check["id"] == check_id)[
        "expected"
    ]


def both_modes(measure):
    matrix, actors, events = women()
    return dict(zip([*actors, *events], [*measure(matrix), *measure(matrix.T)], strict=True))


def only_actors(measure, **options):
    matrix, actors, _ = women()
    return dict(zip(actors, measure(matrix, **options), strict=True))


def test_two_mode_density_and_degree():
    matrix, actors, events = women()
    expected = of_women("density")
    assert two_mode_density(matrix) == near(expected["density"])
    assert (matrix.sum(), len(actors), len(events)) == (
        expected["ties"],
        expected["n_actors"],
        expected["n_events"],
    )
    degrees = of_women("degree")
    assert dict(zip([*actors, *events], [*matrix.sum(1), *matrix.sum(0)], strict=True)) == degrees["degree"]
    assert both_modes(two_mode_degree) == near(degrees["degree_centrality"])


@pytest.mark.parametrize(
    ("name", "measure"), [("betweenness", two_mode_betweenness), ("closeness", two_mode_closeness)]
)
def test_two_mode_centrality(name, measure):
    assert both_modes(measure) == near(of_women(name))


@pytest.mark.parametrize(
    ("name", "measure", "options"),
    [
        ("latapy_dot", two_mode_clustering, {"relative_to": "dot"}),
        ("latapy_min", two_mode_clustering, {"relative_to": "min"}),
        ("latapy_max", two_mode_clustering, {"relative_to": "max"}),
        ("redundancy", two_mode_redundancy, {}),
        ("eigenvector_actors", two_mode_eigenvector, {}),
    ],
)
def test_two_mode_measures_of_actors(name, measure, options):
    assert only_actors(measure, **options) == near(of_women(name))


def test_two_mode_transitivity():
    assert two_mode_transitivity(women()[0]) == near(of_women("robins_alexander"))


@pytest.mark.parametrize(
    ("name", "weight"),
    [("projection_actors", "count"), ("projection_newman", "newman"), ("projection_jaccard", "jaccard")],
)
def test_projections(name, weight):
    matrix, actors, _ = women()
    expected = of_women(name)
    assert expected["order"] == actors
    np.testing.assert_allclose(co_membership(matrix, weight=weight), expected["matrix"], rtol=1e-9)


def test_projection_on_events():
    matrix, _, events = women()
    expected = of_women("projection_events")
    assert expected["order"] == events
    np.testing.assert_allclose(co_membership(matrix.T), expected["matrix"])


def test_no_check_is_left_out():
    two_mode = {
        "density",
        "degree",
        "projection_actors",
        "projection_events",
        "projection_newman",
        "projection_jaccard",
        "betweenness",
        "closeness",
        "latapy_dot",
        "latapy_min",
        "latapy_max",
        "robins_alexander",
        "redundancy",
        "eigenvector_actors",
    }
    assert {check["id"] for check in CHECKS if check["method"].startswith("net2_")} == two_mode
    assert {check["method"] for check in CHECKS if not check["method"].startswith("net2_")} == {
        "net_core_periphery_fit",
        "net_core_periphery_optimal",
        "net_fragmentation",
        "net_keyplayer",
        "net_modularity",
        "net_optimal_modularity",
        "net_mrqap",
        "net_mrqap_logit",
        "net_qap_correlation",
        "net_qap_exact",
        "net_similarity",
        "net_structural_equivalence",
    }
