"""Networks of nobody, of one, of two, without ties: everything is undefined or 0, and nothing fails."""

import math

import numpy as np
import pytest

from casecompare_network.actor_measures import actor_measures
from casecompare_network.assortativity import degree_assortativity, group_assortativity, numeric_assortativity
from casecompare_network.brokerage import brokerage
from casecompare_network.centrality import bonacich_power, hubs_and_authorities, pagerank
from casecompare_network.centralization import (
    betweenness_centralization,
    closeness_centralization,
    degree_centralization,
    eigenvector_centralization,
)
from casecompare_network.cohesion import (
    components,
    connectivity,
    core_numbers,
    cut_set,
    density,
    maximal_cliques,
    reciprocity,
)
from casecompare_network.graphs import network_from_matrix, network_from_ties
from casecompare_network.group_ties import block_density, ei_index, mixing_matrix, tie_shares
from casecompare_network.hierarchy import out_tree
from casecompare_network.paths import closeness, distances, summarise_distances
from casecompare_network.structural_holes import structural_holes
from casecompare_network.tandem_ties import tandem_ties
from casecompare_network.transitivity import directed_transitivity, transitivity, triad_census


@pytest.mark.parametrize("size", [0, 1, 2, 3])
@pytest.mark.parametrize("directed", [False, True])
def test_networks_without_ties_have_undefined_measures(size, directed):
    actors, groups = [f"a{place}" for place in range(size)], ["clinical", "managerial", "hybrid"][:size]
    network = network_from_ties(actors, [], directed=directed)

    assert len(actor_measures(network, groups)) == size
    for value in (
        transitivity(network), reciprocity(network).edge, ei_index(network, groups).overall,
        tie_shares(network, groups).cross_share, group_assortativity(network, groups),
        degree_assortativity(network), numeric_assortativity(network, np.ones(size)),
        directed_transitivity(network).weak, tandem_ties(network, groups).index,
        summarise_distances(distances(network)).mean, eigenvector_centralization(network),
        closeness_centralization(network), out_tree(network).hierarchy,
    ):  # fmt: skip
        assert math.isnan(value)
    assert math.isnan(density(network)) == (size < 2)
    assert math.isnan(betweenness_centralization(network)) == (size < 3)
    assert math.isnan(degree_centralization(network)) == (size < 3)
    assert math.isnan(degree_centralization(network, "in")) == (size < (2 if directed else 3))
    assert np.isnan(structural_holes(network).constraint).all()
    assert np.isnan(bonacich_power(network)).all()
    assert np.isnan(hubs_and_authorities(network)[0]).all()
    assert len(components(network)) == size
    assert connectivity(network).ties == 0
    assert cut_set(network).blocks == 0
    assert core_numbers(network).tolist() == [0] * size
    assert maximal_cliques(network) == []
    assert mixing_matrix(network, groups).counts.sum() == 0
    assert np.nan_to_num(block_density(network, groups)[1]).sum() == 0
    assert pagerank(network).sum() == pytest.approx(1 if size else 0)


@pytest.mark.parametrize("directed", [False, True])
def test_two_with_one_tie(directed):
    network = network_from_ties(["a", "b"], [("a", "b", 2)], directed=directed)

    assert density(network) == (0.5 if directed else 1)
    assert density(network, weighted=True) == (1 if directed else 2)
    assert brokerage(network, ["c", "m"]).whole["total"] == 0
    assert closeness(network, "all", convention="reachable").tolist() == [1, 1]
    assert structural_holes(network).constraint.tolist() == [1, 1]
    assert np.isnan(structural_holes(network).hierarchy).all()


def test_what_an_input_must_be_is_said():
    with pytest.raises(ValueError, match="'c', who is not among the actors"):
        network_from_ties(["a", "b"], [("a", "c", 1)])
    with pytest.raises(ValueError, match="must stand once"):
        network_from_ties(["a", "a"], [])
    with pytest.raises(ValueError, match="at least 0"):
        network_from_ties(["a", "b"], [("a", "b", -1)])
    with pytest.raises(ValueError, match="at least 0"):
        network_from_ties(["a", "b"], [("a", "b", float("nan"))])
    with pytest.raises(ValueError, match="square"):
        network_from_matrix(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="symmetric"):
        network_from_matrix(np.array([[0, 1], [0, 0]]), directed=False)
    with pytest.raises(ValueError, match="as many groups"):
        brokerage(network_from_ties(["a", "b"], []), ["c"])
    with pytest.raises(ValueError, match="damping"):
        pagerank(network_from_ties(["a"], []), damping=1)
    with pytest.raises(ValueError, match="directed"):
        triad_census(network_from_ties(["a"], []))


def test_effective_size_is_right_where_networkx_is_not():
    arcs = [("0", "1", 1), ("1", "2", 1), ("2", "0", 1), ("0", "2", 1)]
    network = network_from_ties(["0", "1", "2"], arcs, directed=True)

    assert structural_holes(network).effective_size[0] == pytest.approx(7 / 6)


def test_a_large_network_gives_the_same_without_a_matrix(monkeypatch):
    matrix = np.random.default_rng(4).random((40, 40)) < 0.15
    groups = ["clinical", "managerial", "hybrid", "lay"] * 10
    dense = network_from_matrix(matrix, directed=True)
    expected = brokerage(dense, groups), structural_holes(dense)
    monkeypatch.setattr("casecompare_network.graphs._DENSE", 3)
    monkeypatch.setattr("casecompare_network.centrality._DENSE", 3)
    sparse = network_from_matrix(matrix, directed=True)

    assert brokerage(sparse, groups).whole == expected[0].whole
    assert structural_holes(sparse).constraint.tolist() == expected[1].constraint.tolist()
