"""The rows of the tables, from what was measured of each case."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from casecompare import Table
from casecompare_network.actor_bounds import actor_bounds, bounded
from casecompare_network.actor_measures import actor_measures
from casecompare_network.assortativity import degree_assortativity, group_assortativity
from casecompare_network.brokerage import ROLES, brokerage_test
from casecompare_network.case_measures import Bounds, CaseMeasures
from casecompare_network.cohesion import (
    components,
    core_numbers,
    cut_set,
    density,
    isolates,
    maximal_cliques,
    reciprocity,
)
from casecompare_network.graphs import Network
from casecompare_network.group_ties import block_density, ei_index, mixing_matrix
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseNetwork, network_of
from casecompare_network.scores import SCORES
from casecompare_network.sections import mean_rating
from casecompare_network.tables import EXACT, Cell, make_table
from casecompare_network.tandem_ties import tandem_ties

__all__ = [
    "actors_table",
    "arenas_table",
    "brokerage_table",
    "cases_table",
    "coalitions_table",
    "cohesion_table",
    "groups_table",
    "mixing_table",
    "relations_table",
    "rounds_table",
    "tandem_table",
]

Last = Mapping[str, CaseMeasures]
Row = dict[str, Cell]

_GLANCE = ("cross_boundary_share", "tandem_index", "board_betweenness", "contested_share")
_MOST_CLIQUES = 60


def cases_table(last: Last) -> Table:
    """Give one row per case: its size and the measures that a reader wants first."""
    rows = [
        {"case": case, "actors": one.working.network.size, "ties": one.working.network.n_ties,
         **_cells(one.scores, ("density", *_GLANCE))}
        for case, one in last.items()
    ]  # fmt: skip
    headings = {
        "cross_boundary_share": "Across", "tandem_index": "TI", "board_betweenness": "Board",
        "contested_share": "Contested",
    }  # fmt: skip
    order = ["case", "actors", "ties", "density", *_GLANCE]
    return make_table("cases", "Networks in the last round", rows, order, main=True, headings=headings)


def rounds_table(rounds: Mapping[str, Mapping[int, CaseMeasures]]) -> Table:
    """Give every score of every case and round, with bounds where something is unknown."""
    names = [score.name for score in SCORES]
    rows = [
        {"case": case, "round": number, "actors": one.working.network.size,
         "ties": one.working.network.n_ties, **_cells(one.scores, names)}
        for case, by_round in rounds.items()
        for number, one in by_round.items()
    ]  # fmt: skip
    order = ["case", "round", "actors", "ties", *names]
    return make_table("rounds", "Every measure, round by round", rows, order)


def actors_table(last: Last, options: NetworkOptions) -> Table:
    """Give every measure of every actor in the last round, within bounds where ties are unknown."""
    rows: list[Row] = []
    order = ["case", "actor", "group", "arena", "power", "stance"]
    measures: list[str] = []
    for case, one in last.items():
        if not one.working.record.actors:
            continue
        frame = actor_measures(
            one.working.network, _complete_groups(one.working, options), path_actors=options.path_actors
        )
        measures = measures or list(frame.columns)
        if len(one.working.unknown):
            frame = bounded(frame, actor_bounds(one.working))
        cells = frame.to_numpy(dtype=np.float64).tolist()
        for actor, numbers in zip(one.working.record.actors, cells, strict=True):
            values = dict(zip(map(str, frame.columns), numbers, strict=True))
            rows.append({
                "case": case, "actor": actor.id, "group": actor.group(options.group),
                "arena": actor.home_arena, "power": mean_rating(actor.power),
                "stance": mean_rating(actor.stance), **values,
                "cut_point": _truth(values["cut_point"]),
            })  # fmt: skip
    order += measures
    networks = [one.working.network for one in last.values()]
    is_directed = any(net.directed for net in networks)
    left_out = [] if is_directed else ["degree_in", "degree_out"]
    left_out += [name for name in ("power", "stance") if all(row[name] is None for row in rows)]
    if not is_directed and not any((net.weight != 1).any() for net in networks):
        left_out.append("strength")  # the same as the degree
    note = (
        "Where ties are unknown: degree, k-core and the measures on distances that more ties can only raise "
        "have bounds; the others are left undefined, because a further tie can raise or lower them."
    )
    is_open = any(len(one.working.unknown) for one in last.values())
    kept = [name for name in order if name not in left_out]
    return make_table("actors", "Actors in the last round", rows, kept, note=note if is_open else "")


def groups_table(last: Last, options: NetworkOptions) -> Table:
    """Give each group's size, density within, and E-I index."""
    order = ["case", "group", "actors", "density", "external", "internal", "ei"]
    return make_table("groups", "Ties within and between groups", _block_rows(last, options.group), order)


def arenas_table(last: Last) -> Table:
    """Give the same for the arenas that actors act from."""
    rows: list[Row] = [{**row, "arena": row["group"]} for row in _block_rows(last, "arena")]
    order = ["case", "arena", "actors", "density", "external", "internal", "ei"]
    return make_table("arenas", "Ties within and between arenas", rows, order)


def mixing_table(last: Last, options: NetworkOptions) -> Table:
    """Give the ties between each two groups; an undirected pair of groups stands once."""
    rows: list[Row] = []
    for case, one in last.items():
        groups = _complete_groups(one.working, options)
        if groups is None or len(one.working.unknown) or not groups:
            continue
        net = one.working.network
        mixing, (_, blocks) = mixing_matrix(net, groups), block_density(net, groups)
        for i, source in enumerate(mixing.groups):
            for j, target in enumerate(mixing.groups):
                if net.directed or i <= j:
                    rows.append({
                        "case": case, "group": source, "to_group": target,
                        "mixing_ties": int(mixing.counts[i, j]), "mixing_density": float(blocks[i, j]),
                    })  # fmt: skip
    order = ["case", "group", "to_group", "mixing_ties", "mixing_density"]
    return make_table("mixing", "Ties between each two groups", rows, order)


def tandem_table(last: Last, options: NetworkOptions, random: np.random.Generator) -> Table:
    """Give the tandem by ties for each case, and for each arena among those who take part in it."""
    rows: list[Row] = []
    for case, one in last.items():
        groups = _complete_groups(one.working, options)
        if groups is None or len(one.working.unknown):
            continue
        record = one.working.record
        arenas = dict.fromkeys(arena for actor in record.actors for arena in actor.all_arenas)
        for arena in [None, *arenas]:
            members = [
                place for place, actor in enumerate(record.actors)
                if arena is None or arena in actor.all_arenas
            ]  # fmt: skip
            among, theirs = one.working.network.subset(members), [groups[place] for place in members]
            cells = _tandem_cells(among, theirs, options, random)
            rows.append({"case": case, "arena": arena or "all", **cells})
    order = ["case", "arena", "actors", "ties", "clinical", "managerial", "clinical_managerial_ties",
             "ties_between_density", "coverage_clinical", "coverage_managerial", "coupling", "expected",
             "index", "p", "labelings", "exact", "error"]  # fmt: skip
    return make_table("tandem", "Tandem by ties, in the case and in each arena", rows, order, silent=EXACT)


def brokerage_table(last: Last, options: NetworkOptions, random: np.random.Generator) -> Table:
    """Give the five roles of each network: counts, expectation, exact deviation, z and permutation p."""
    rows: list[Row] = []
    for case, one in last.items():
        groups = _complete_groups(one.working, options)
        if one.brokerage is None or groups is None or one.working.network.size < 3:
            continue
        tests = brokerage_test(
            one.working.network, groups, at_most=options.labelings, draws=options.draws, random=random
        )
        found = one.brokerage
        for role in ROLES:
            row: Row = {
                "case": case, "role": role, "count": found.whole[role],
                "expected": found.whole_expected[role], "deviation": found.whole_deviation[role],
                "z": found.whole_z[role],
            }  # fmt: skip
            if role in tests:
                row |= {"p": tests[role].p, "labelings": tests[role].labelings, "exact": tests[role].is_exact,
                        "error": tests[role].error}  # fmt: skip
            rows.append(row)
    order = ["case", "role", "count", "expected", "deviation", "z", "p", "labelings", "exact", "error"]
    note = (
        "z holds the count against independent ties of the same density, which for undirected ties is only "
        "nominal; p against the same ties with the groups given out at random, at least as many."
    )
    return make_table("brokerage", "Brokerage between groups", rows, order, note=note, silent=EXACT)


def cohesion_table(last: Last, options: NetworkOptions) -> Table:
    """Give components, cut points, bridges, cores, cliques and assortativity of each case."""
    rows: list[Row] = []
    for case, one in last.items():
        net = one.working.network
        if not net.size or len(one.working.unknown):
            continue
        parts, cuts, groups = components(net), cut_set(net), _complete_groups(one.working, options)
        rows.append({
            "case": case, "components": len(parts), "largest": len(parts[0]), "isolates": isolates(net),
            "cut_points": cuts.cut_points, "bridges": tuple("–".join(pair) for pair in cuts.bridges),
            "k_core": int(core_numbers(net.undirected).max()),
            "cliques": len(maximal_cliques(net)) if net.size <= options.path_actors else None,
            "assortativity": group_assortativity(net, groups) if groups is not None else math.nan,
            "degree_assortativity": degree_assortativity(net),
            **_cells(one.scores, ("transitivity", "centralization", "betweenness_centralization")),
        })  # fmt: skip
    order = ["case", "components", "largest", "isolates", "cut_points", "bridges", "k_core", "cliques",
             "assortativity", "degree_assortativity", "transitivity", "centralization",
             "betweenness_centralization"]  # fmt: skip
    titles = {"transitivity": "Transitivity"}
    return make_table("cohesion", "What holds each network together", rows, order, headings=titles)


def relations_table(last: Last, options: NetworkOptions) -> Table:
    """Give each relation of each case and round by itself."""
    rows: list[Row] = []
    for case, one in last.items():
        record = one.working.record
        for number in record.rounds:
            for relation in record.relations:
                found = network_of(record, [relation], number, directed=options.directed)
                net = found.network
                if not net.n_ties and not len(found.unknown):
                    continue
                halves = 1 if net.directed else 2
                row: Row = {
                    "case": case, "round": number, "relation": relation, "directed": net.directed,
                    "ties": net.n_ties, "weight": float(net.weight.sum()) / halves,
                    "unknown": len(found.unknown),
                }  # fmt: skip
                if not len(found.unknown):
                    returned = reciprocity(net).edge if net.directed else math.nan
                    row |= {"density": density(net), "mean_weight": density(net, weighted=True),
                            "reciprocity": returned}  # fmt: skip
                rows.append(row)
    order = ["case", "round", "relation", "directed", "ties", "weight", "density", "mean_weight",
             "reciprocity", "unknown"]  # fmt: skip
    return make_table("relations", "Each relation by itself", rows, order)


def coalitions_table(last: Last) -> Table:
    """Give who blocks in each case, with their share of the power."""
    names = ("blocking_share", "blocking_power", "contested_share", "boundary_defence")
    rows = [
        {"case": case, "members": one.coalition.members, **_cells(one.scores, names)}
        for case, one in last.items()
    ]
    return make_table("coalitions", "Who blocks, with what power", rows, ["case", "members", *names])


def _block_rows(last: Last, kind: str) -> list[Row]:
    """Give ties within and beyond each group of a kind, for cases where all groups and ties are known."""
    rows: list[Row] = []
    for case, one in last.items():
        given = one.working.record.groups(kind)
        if None in given or len(one.working.unknown) or not given:
            continue
        net, groups = one.working.network, [str(group) for group in given]
        index, (_, blocks) = ei_index(net, groups), block_density(net, groups)
        for place, group in enumerate(index.groups):
            rows.append({
                "case": case, "group": group, "actors": groups.count(group),
                "density": float(blocks[place, place]), "external": int(index.external_by_group[place]),
                "internal": int(index.internal_by_group[place]), "ei": float(index.by_group[place]),
            })  # fmt: skip
    return rows


def _complete_groups(working: CaseNetwork, options: NetworkOptions) -> list[str] | None:
    groups = working.record.groups(options.group)
    return None if None in groups else [str(group) for group in groups]


def _tandem_cells(
    net: Network, groups: Sequence[str], options: NetworkOptions, random: np.random.Generator
) -> Row:
    found = tandem_ties(
        net, groups, options.sides, at_most=options.labelings, draws=options.draws, random=random
    )
    return {
        "actors": net.size, "ties": net.n_ties, "clinical": found.n_one, "managerial": found.n_other,
        "clinical_managerial_ties": found.cross_ties, "ties_between_density": found.density,
        "coverage_clinical": found.coverage_one, "coverage_managerial": found.coverage_other,
        "coupling": found.coupling, "expected": found.expected, "index": found.index, "p": found.test.p,
        "labelings": found.test.labelings, "exact": found.test.is_exact, "error": found.test.error,
    }  # fmt: skip


def _cells(scores: Mapping[str, Bounds], names: Iterable[str]) -> Row:
    """Give the scores, and beside each that is open its bounds."""
    return dict(_named_cells(scores, names))


def _named_cells(scores: Mapping[str, Bounds], names: Iterable[str]) -> Iterator[tuple[str, Cell]]:
    for name in names:
        bounds = scores[name]
        yield name, bounds.value
        if bounds.low < bounds.high:
            yield f"{name}_low", bounds.low
            yield f"{name}_high", bounds.high


def _truth(value: float) -> bool | None:
    return None if math.isnan(value) else bool(value)
