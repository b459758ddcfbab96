"""The measures against numbers made with R (igraph, sna, network, netseg) and networkx.

Every check holds, but for one number that sna gets wrong (INEXACT_IN_SNA); there the exact one is asked for.
"""

import json
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from casecompare_network.assortativity import degree_assortativity, group_assortativity, numeric_assortativity
from casecompare_network.brokerage import ROLES, brokerage
from casecompare_network.centrality import (
    bonacich_power,
    degree,
    eigenvector_centrality,
    hubs_and_authorities,
    pagerank,
    strength,
)
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
    dyad_census,
    isolates,
    maximal_cliques,
    reciprocity,
)
from casecompare_network.graphs import count_ties, network_from_ties
from casecompare_network.group_ties import block_density, ei_index, mixing_matrix, tie_shares
from casecompare_network.hierarchy import out_tree
from casecompare_network.paths import (
    betweenness,
    closeness,
    distances,
    edge_betweenness,
    harmonic_closeness,
    summarise_distances,
)
from casecompare_network.structural_holes import structural_holes
from casecompare_network.tandem_ties import tandem_ties
from casecompare_network.transitivity import (
    TRIADS,
    barrat_transitivity,
    directed_transitivity,
    fagiolo_transitivity,
    local_transitivity,
    onnela_transitivity,
    transitivity,
    triad_census,
)

REFERENCE = Path(__file__).parent / "reference"
NETWORKS = json.loads((REFERENCE / "networks.json").read_text(encoding="utf-8"))
CHECKS = json.loads((REFERENCE / "measures.json").read_text(encoding="utf-8"))

# S1 of the notes on the peers: sna leaves covariances out, so that its deviation of the whole network's count
# is too large for these; the exact one is checked by brokerage_global_exact. Everything else of it holds.
INEXACT_IN_SNA = ("coordinator", "representative", "gatekeeper", "total")


@cache
def network(data):
    given = NETWORKS[data]
    ids = [node["id"] for node in given["nodes"]]
    return network_from_ties(ids, map(tuple, given["edges"]), directed=given["directed"])


def attribute(data, name):
    return [node[name] for node in NETWORKS[data]["nodes"]]


def by_actor(data, values):
    return dict(zip(network(data).actors, values, strict=True))


def raw(data):
    given = NETWORKS[data]
    ids = [node["id"] for node in given["nodes"]]
    return count_ties(ids, map(tuple, given["edges"]), directed=given["directed"])


def counts(data, params, name):
    if name == "raw_counts":
        found = raw(data)
        return {
            "nodes": network(data).size, "edges": found.ties, "self_loops": found.self_ties,
            "surplus_parallel_edges": found.surplus, "weight_total": found.weight,
            "simple": not (found.self_ties or found.surplus),
        }  # fmt: skip
    net = network(data)
    halves = 1 if net.directed else 2
    return {
        "nodes": net.size, "edges": net.n_ties, "weight_total": net.weight.sum() / halves,
        "isolates": list(isolates(net)),
    }  # fmt: skip


def densities(data, params, name):
    net = network(data)
    return {
        "density": density(net), "density_sna": density(net),
        "mean_weight_density_sna": density(net, weighted=True),
        "density_with_loops_allowed": density(net, loops=True),
    }  # fmt: skip


def component_sizes(data, params, name):
    weak, strong = components(network(data)), components(network(data), "strong")
    found = {
        "n_weak": len(weak), "sizes_weak": [len(part) for part in weak],
        "n_strong": len(strong), "sizes_strong": [len(part) for part in strong],
    }  # fmt: skip
    # igraph numbers components by their first actor.
    order = sorted(weak, key=lambda part: network(data).actors.index(part[0]))
    return found | {
        "membership_weak": {actor: number for number, part in enumerate(order, 1) for actor in part}
    }


def degrees(data, params, name):
    net, found = network(data), {}
    if name == "raw_degree":
        counted = raw(data)
        directions = {"in": (counted.degree_in, counted.strength_in),
                      "out": (counted.degree_out, counted.strength_out)}  # fmt: skip
        both = zip(*directions.values(), strict=True)
        directions["all"] = [one + other if net.directed else one for one, other in both]
    else:
        directions = {mode: (degree(net, mode), strength(net, mode)) for mode in ("all", "in", "out")}
        found = {f"degree_{mode}_normalised": by_actor(data, degree(net, mode, normalised=True))
                 for mode in directions}  # fmt: skip
    for mode, (count, weight) in directions.items():
        found |= {f"degree_{mode}": by_actor(data, count), f"strength_{mode}": by_actor(data, weight)}
    return found


def reciprocities(data, params, name):
    found, census = reciprocity(network(data)), dyad_census(network(data))
    return {
        "edge_reciprocity": found.edge, "dyad_ratio": found.dyad, "sna_edgewise": found.edge,
        "sna_dyadic": found.all_dyads, "sna_dyadic_nonnull": found.dyad,
        "sna_edgewise_lrr": found.log_ratio, "sna_correlation": found.correlation,
        "mutual": census.mutual, "asymmetric": census.asymmetric, "null": census.null,
    }  # fmt: skip


def transitivities(data, params, name):
    local = local_transitivity(network(data))
    return {
        "global": transitivity(network(data)), "local": by_actor(data, local),
        "average_local_defined_only": np.nanmean(local) if not np.isnan(local).all() else math.nan,
        "average_local_zero": np.nan_to_num(local).mean(),
    }  # fmt: skip


def transitivities_sna(data, params, name):
    found = directed_transitivity(network(data))
    return {"weak": found.weak, "strong": found.strong, "weakcensus": found.weak_count,
            "strongcensus": found.strong_count}  # fmt: skip


def betweennesses(data, params, name):
    net = network(data).undirected if params.get("direction") == "ignored" else network(data)
    weighted = params["weighted"]
    return {
        "raw": by_actor(data, betweenness(net, weighted=weighted)),
        "normalised": by_actor(data, betweenness(net, weighted=weighted, normalised=True)),
    }


def edge_betweennesses(data, params, name):
    found = edge_betweenness(network(data))
    order = network(data).actors.index
    pairs = found.items()
    if not network(data).directed:
        pairs = [(tuple(sorted(pair, key=order)), value) for pair, value in pairs]
    return sorted([[*pair, value] for pair, value in pairs])


def harmonic(data, params, name):
    weighted = params["weighted"]
    found = {mode: by_actor(data, harmonic_closeness(network(data), mode, weighted=weighted))
             for mode in ("in", "out", "all")}  # fmt: skip
    whole = harmonic_closeness(network(data), weighted=weighted, normalised=True)
    return found | {"out_normalised": by_actor(data, whole)}


def closenesses(data, params, name):
    convention = "wasserman-faust" if name == "nx_closeness_wf" else "reachable"
    found = {}
    for mode in ("in", "out", "all"):
        values = closeness(network(data), mode, convention=convention, normalised=name == "nx_closeness_wf")
        found[mode] = by_actor(data, values)
        found[f"{mode}_normalised"] = by_actor(data, closeness(network(data), mode, convention=convention))
    return found


def closenesses_sna(data, params, name):
    return {
        "standard": by_actor(data, closeness(network(data), convention="zero")),
        "suminv": by_actor(data, harmonic_closeness(network(data), normalised=True)),
    }


def eigenvectors(data, params, name):
    weighted = params["weighted"]
    found = eigenvector_centrality(network(data), weighted=weighted)
    matrix = network(data).matrix if weighted else network(data).adjacency
    return {"centrality": by_actor(data, found), "eigenvalue": (matrix.T @ found).max()}


def pageranks(data, params, name):
    found = pagerank(network(data), weighted=params["weighted"], damping=params["damping"])
    return {"score": by_actor(data, found)}


def hits(data, params, name):
    hub, authority = hubs_and_authorities(network(data))
    return {"hub": by_actor(data, hub), "authority": by_actor(data, authority)}


def burt(data, params, name):
    if name == "nx_constraint":
        plain, weighted = structural_holes(network(data)), structural_holes(network(data), weighted=True)
        return {"constraint": by_actor(data, plain.constraint),
                "constraint_weighted": by_actor(data, weighted.constraint)}  # fmt: skip
    found = structural_holes(network(data), weighted=params.get("weighted", False))
    return {name: by_actor(data, getattr(found, name))
            for name in ("constraint", "effective_size", "efficiency", "hierarchy", "contacts")}  # fmt: skip


def effective_sizes(data, params, name):
    # Nodes with in-ties only, for which networkx gives no value, are not in the expected numbers.
    return {kind: by_actor(data, structural_holes(network(data), weighted=kind == "weighted").effective_size)
            for kind in ("unweighted", "weighted")}  # fmt: skip


def cores(data, params, name):
    net = network(data)
    found = {mode: by_actor(data, core_numbers(net, mode)) for mode in ("all", "in", "out")}
    return found | {"undirected_view": by_actor(data, core_numbers(net.undirected))}


def cuts(data, params, name):
    found = cut_set(network(data))
    return {
        "articulation_points": sorted(found.cut_points),
        "bridges": sorted(sorted(pair) for pair in found.bridges),
        "n_biconnected_components": found.blocks,
    }


def all_distances(data, params, name):
    lengths = distances(network(data))
    found = summarise_distances(lengths)
    return {
        "matrix": lengths.tolist(), "mean_distance_connected_pairs": found.mean,
        "diameter_connected_pairs": found.diameter, "unreachable_ordered_pairs": found.unreachable,
        "global_efficiency": found.efficiency,
    }  # fmt: skip


def nominal(data, params, name):
    return {"assortativity": group_assortativity(network(data), attribute(data, params["attribute"]))}


def numeric(data, params, name):
    values = np.array(attribute(data, params["attribute"]), dtype=float)
    return {"assortativity": numeric_assortativity(network(data), values)}


def mixing(data, params, name):
    found = mixing_matrix(network(data), attribute(data, params["attribute"]))
    assert list(found.groups) == params["levels"]
    return {"counts": found.counts.tolist(), "weights": found.weights.tolist(),
            "level_sizes": found.sizes.tolist()}  # fmt: skip


def external_internal(data, params, name):
    found = ei_index(network(data), attribute(data, params["attribute"]))
    rows = zip(found.groups, found.external_by_group, found.internal_by_group, found.by_group, strict=True)
    return {
        "overall": found.overall, "overall_weighted": found.overall_weighted,
        "external_ties": found.external, "internal_ties": found.internal,
        "by_group": {group: {"external": out, "internal": inside, "ei": value}
                     for group, out, inside, value in rows},
        "by_node": by_actor(data, found.by_actor),
        "by_node_weighted": by_actor(data, found.by_actor_weighted),
    }  # fmt: skip


def shares(data, params, name):
    found = tie_shares(network(data), attribute(data, params["attribute"]))
    return {
        "ties": found.ties, "cross_boundary_ties": found.cross_ties,
        "cross_boundary_share": found.cross_share,
        "cross_boundary_share_weighted": found.cross_share_weighted,
        "clinical_managerial_ties": found.side_ties,
        "clinical_managerial_share_of_ties": found.side_share,
        "clinical_managerial_share_of_cross_ties": found.side_share_of_cross,
    }  # fmt: skip


def brokers(data, params, name):
    found = brokerage(network(data), attribute(data, params["attribute"]))
    exact = {"raw": found.whole, "expected": found.whole_expected, "sd_exact": found.whole_deviation,
             "z_exact": found.whole_z}  # fmt: skip
    if name.startswith("brokerage_global_exact"):
        return exact
    nodes = {"raw": found.counts, "expected": found.expected, "sd": found.deviation, "z": found.z}
    return {
        "density_used": density(network(data)),
        **{what: {role: by_actor(data, values[role]) for role in ROLES} for what, values in nodes.items()},
        "global": {"raw": found.whole, "expected": found.whole_expected, "sd_sna": found.whole_deviation,
                   "z_sna": found.whole_z},
    }  # fmt: skip


def centralizations(data, params, name):
    net = network(data)
    return {
        **{"degree" if mode == "all" else f"degree_{mode}": degree_centralization(net, mode)
           for mode in ("all", "in", "out")},
        "betweenness": betweenness_centralization(net), "closeness": closeness_centralization(net),
        "eigenvector": eigenvector_centralization(net),
    }  # fmt: skip


def krackhardt(data, params, name):
    found = out_tree(network(data))
    return {
        "connectedness": found.connectedness, "hierarchy_krackhardt": found.hierarchy,
        "hierarchy_reciprocity": {"Mut": 1 - reciprocity(network(data)).all_dyads},
        "efficiency": found.efficiency, "lubness": found.lubness,
    }  # fmt: skip


def blocks(data, params, name):
    groups, found = block_density(network(data), attribute(data, "group"))
    order = [groups.index(level) for level in params["levels"]]
    return {"density": found[np.ix_(order, order)].tolist()}


def cliques(data, params, name):
    found = maximal_cliques(network(data))
    return {
        "clique_number": max(map(len, maximal_cliques(network(data), at_least=1))),
        "maximal_cliques_min3": len(found), "sets": sorted(sorted(one) for one in found),
    }  # fmt: skip


def misc(data, params, name):
    net, cut = network(data), connectivity(network(data))
    return {
        "transitivity": np.nan_to_num(transitivity(net)),
        "average_clustering_zero": np.nan_to_num(local_transitivity(net)).mean(),
        "node_connectivity": cut.actors, "edge_connectivity": cut.ties,
    }  # fmt: skip


COMPUTE = {
    "net_counts": counts, "net_density": densities, "net_components": component_sizes, "net_degree": degrees,
    "net_reciprocity": reciprocities, "net_transitivity": transitivities,
    "net_transitivity_weighted":
        lambda data, *_: {"barrat": by_actor(data, barrat_transitivity(network(data)))},
    "net_transitivity_weighted_onnela":
        lambda data, *_: {"clustering": by_actor(data, onnela_transitivity(network(data)))},
    "net_transitivity_directed_fagiolo":
        lambda data, *_: {"clustering": by_actor(data, fagiolo_transitivity(network(data)))},
    "net_transitivity_sna": transitivities_sna,
    "net_triad_census": lambda data, *_: [triad_census(network(data))[name] for name in TRIADS],
    "net_betweenness": betweennesses, "net_edge_betweenness": edge_betweennesses, "net_harmonic": harmonic,
    "net_closeness": closenesses, "net_closeness_sna": closenesses_sna, "net_eigenvector": eigenvectors,
    "net_pagerank": pageranks, "net_hits": hits,
    "net_bonacich": lambda data, *_: {"score": by_actor(data, bonacich_power(network(data).undirected))},
    "net_constraint": burt, "net_burt": burt, "net_effective_size": effective_sizes, "net_coreness": cores,
    "net_cut_points": cuts, "net_distances": all_distances, "net_assortativity_nominal": nominal,
    "net_assortativity_numeric": numeric,
    "net_assortativity_degree":
        lambda data, *_: {"assortativity": degree_assortativity(network(data))},
    "net_mixing_matrix": mixing, "net_ei_index": external_internal, "net_tie_shares": shares,
    "net_brokerage_gould_fernandez": brokers, "net_brokerage_global_exact": brokers,
    "net_centralization": centralizations, "net_krackhardt_gtd": krackhardt, "net_block_density": blocks,
    "net_cliques": cliques, "net_misc": misc,
}  # fmt: skip


def differences(expected, found, path="", tolerance=1e-9):
    """Give the places where what was computed is not what was expected; null stands for undefined."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key not in found:
                yield f"{path}.{key} was not computed"
            else:
                yield from differences(value, found[key], f"{path}.{key}", tolerance)
    elif isinstance(expected, list):
        if len(expected) != len(found):
            yield f"{path}: {len(found)} in the place of {len(expected)}"
        for place, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{path}[{place}]", tolerance)
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        if not math.isclose(expected, found, rel_tol=tolerance, abs_tol=tolerance):
            yield f"{path}: {found} in the place of {expected}"
    elif expected is None:
        if not (math.isnan(found) or math.isinf(found)):
            yield f"{path}: {found} where it is undefined"
    elif expected != found:
        yield f"{path}: {found} in the place of {expected}"


def without_what_sna_gets_wrong(expected):
    whole = dict(expected["global"])
    for measure in ("sd_sna", "z_sna"):
        whole[measure] = {role: value for role, value in whole[measure].items() if role not in INEXACT_IN_SNA}
    return {**expected, "global": whole}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check['data']}-{check['id']}")
def test_a_measure_is_what_the_peers_give(check):
    found = COMPUTE[check["method"]](check["data"], check["params"], check["id"])
    expected = check["expected"]
    if check["method"] == "net_edge_betweenness":
        expected = sorted(expected)
    if check["method"] == "net_brokerage_gould_fernandez":
        expected = without_what_sna_gets_wrong(expected)
    if check["method"] == "net_cliques":
        expected = {**expected, "sets": sorted(sorted(one) for one in expected["sets"])}

    assert list(differences(expected, found)) == []


@pytest.mark.parametrize("name", ["mixed", "split"])
def test_the_tandem_by_ties(name):
    golden = json.loads((REFERENCE / "tandem_ties.json").read_text(encoding="utf-8"))["G16"]
    groups = golden["input"]["groups"]
    ties = [(*tie.split("-"), 1) for tie in golden["input"][name]]
    found = tandem_ties(network_from_ties(list(groups), ties), list(groups.values()), (("c",), ("m",)))

    assert found.test.is_exact
    assert list(differences(golden["expected"][name], {
        "cross_ties": found.cross_ties, "inside_ties": found.inside_ties, "density_cm": found.density,
        "coverage_c": found.coverage_one, "coverage_m": found.coverage_other, "q_coverage": found.coupling,
        "EI": found.ei, "expected_cross": found.expected, "TI": found.index, "p_perm": found.test.p,
        "n_labelings": found.test.labelings,
    })) == []  # fmt: skip
