"""The rows of the tables, from what was measured of each case."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import Table
from casecompare_network.actor_bounds import actor_bounds, bounded, ei_bounds
from casecompare_network.actor_measures import actor_measures
from casecompare_network.assortativity import degree_assortativity, group_assortativity
from casecompare_network.case_measures import CaseMeasures
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
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseNetwork, network_of
from casecompare_network.scores import SCORES
from casecompare_network.sections import mean_rating
from casecompare_network.share_bounds import Bounds
from casecompare_network.tables import Cell, Rows, make_table, unless_drawn, within_bounds
from casecompare_network.tandem_ties import tandem_ties

__all__ = [
    "actors_table",
    "cases_table",
    "coalitions_table",
    "cohesion_table",
    "relations_table",
    "rounds_table",
    "tandem_table",
]

Last = Mapping[str, CaseMeasures]
Row = dict[str, Cell]

_GLANCE = ("cross_boundary_share", "tandem_index", "board_betweenness", "contested_share")
_BOUNDS = ("_low", "_high")


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
    measures: list[str] = []
    for case, one in last.items():
        if not one.working.record.actors:
            continue
        frame = _actor_frame(one.working, options)
        measures = measures or [name for name in map(str, frame.columns) if not name.endswith(_BOUNDS)]
        cells = frame.to_numpy(dtype=np.float64).tolist()
        for actor, numbers in zip(one.working.record.actors, cells, strict=True):
            values = dict(zip(map(str, frame.columns), numbers, strict=True))
            rows.append({
                "case": case, "actor": actor.id, "group": actor.group(options.group),
                "arena": actor.home_arena, "power": mean_rating(actor.power),
                "stance": mean_rating(actor.stance), **values,
                "cut_point": _truth(values["cut_point"]),
            })  # fmt: skip
    left_out = _without_news(rows, [one.working.network for one in last.values()])
    note = (
        "Where ties are unknown: degree, k-core, E-I, brokerage and the measures on distances that more ties "
        "can only raise have bounds; the others are left undefined, because a further tie can raise or lower "
        "them."
    )
    is_open = any(len(one.working.unknown) for one in last.values())
    order = ["case", "actor", "group", "arena", "power", "stance", *measures]
    kept = [name for name in order if name not in left_out]
    return make_table("actors", "Actors in the last round", rows, kept, note=note if is_open else "")


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
    return make_table(
        "tandem", "Tandem by ties, in the case and in each arena", rows, order, silent=unless_drawn(rows)
    )


def cohesion_table(last: Last, options: NetworkOptions) -> Table:
    """Give components, cut points, bridges, cores, cliques and assortativity of each case.

    Where ties are unknown: bounds for what further ties can only raise or only lower, nothing for the rest.
    """
    rows: list[Row] = []
    for case, one in last.items():
        working = one.working
        if not working.network.size:
            continue
        cells = _parts(working) if len(working.unknown) else _parts(working) | _details(one, options)
        rows.append({"case": case, **cells})
    order = ["case", "components", "largest", "isolates", "cut_points", "bridges", "k_core", "cliques",
             "assortativity", "degree_assortativity", "transitivity", "centralization",
             "betweenness_centralization"]  # fmt: skip
    titles = {"transitivity": "Transitivity"}
    note = (
        "Where ties are unknown: components, the largest and the highest core within bounds, isolates that "
        "remain so with all unknown ties; the others are undefined, since a further tie can change them "
        "either way."
    )
    is_open = any(len(one.working.unknown) for one in last.values())
    return make_table("cohesion", "What holds each network together", rows, order, headings=titles,
                      note=note if is_open else "")  # fmt: skip


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


def _actor_frame(working: CaseNetwork, options: NetworkOptions) -> pd.DataFrame:
    """Give every measure of every actor, within bounds where ties or groups are unknown."""
    groups, known = working.record.groups(options.group), _complete_groups(working, options)
    frame = actor_measures(working.network, known, path_actors=options.path_actors)
    if len(working.unknown):
        frame = bounded(frame, actor_bounds(working, known))
    if any(group is not None for group in groups) and (len(working.unknown) or known is None):
        frame = bounded(frame, ei_bounds(working, groups), is_rest_certain=True)
    return frame


def _without_news(rows: Rows, networks: Sequence[Network]) -> set[str]:
    """Give the columns that say nothing: not coded, or the same as another."""
    found = {name for name in ("power", "stance") if all(row[name] is None for row in rows)}
    if not any(net.directed for net in networks):
        found |= {"degree_in", "degree_out"}
        if not any((net.weight != 1).any() for net in networks):
            found.add("strength")  # the same as the degree
    return found


def _parts(working: CaseNetwork) -> Row:
    """Give what further ties can only raise or only lower."""
    least, most = working.network, working.complete if len(working.unknown) else working.network
    parts, joined = components(least), components(most)
    cores = [int(core_numbers(net.undirected).max()) for net in (least, most)]
    return {
        **within_bounds("components", len(joined), len(parts)),
        **within_bounds("largest", len(parts[0]), len(joined[0])),
        "isolates": isolates(most),
        **within_bounds("k_core", *cores),
    }


def _details(one: CaseMeasures, options: NetworkOptions) -> Row:
    """Give what a further tie could change either way."""
    net, groups = one.working.network, _complete_groups(one.working, options)
    cuts = cut_set(net)
    return {
        "cut_points": cuts.cut_points, "bridges": tuple("–".join(pair) for pair in cuts.bridges),
        "cliques": len(maximal_cliques(net)) if net.size <= options.path_actors else None,
        "assortativity": group_assortativity(net, groups) if groups is not None else math.nan,
        "degree_assortativity": degree_assortativity(net),
        **_cells(one.scores, ("transitivity", "centralization", "betweenness_centralization")),
    }  # fmt: skip


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
    """Give the scores, and in the place of each that is open its bounds."""
    cells: Row = {}
    for name in names:
        cells |= within_bounds(name, scores[name].low, scores[name].high)
    return cells


def _truth(value: float) -> bool | None:
    return None if math.isnan(value) else bool(value)
