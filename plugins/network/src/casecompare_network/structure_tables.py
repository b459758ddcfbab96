"""The tables on structure and stakeholders: core, communities, key players, grid, forces, events."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping

import numpy as np

from casecompare import Table
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.communities import communities, modularity
from casecompare_network.core_periphery import core_periphery
from casecompare_network.equivalence import positions, structural_equivalence
from casecompare_network.force_field import force_table
from casecompare_network.key_players import key_players_by
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord, two_mode
from casecompare_network.stakeholders import (
    ATTRIBUTES,
    Rating,
    power_interest_grid,
    salience,
)
from casecompare_network.tables import Cell, make_table
from casecompare_network.two_mode import (
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_clustering,
    two_mode_density,
    two_mode_transitivity,
)

__all__ = [
    "forces_table",
    "key_players_table",
    "places_table",
    "ratings_of",
    "stakeholders_table",
    "structure_table",
    "two_mode_table",
]

Last = Mapping[str, CaseMeasures]
Row = dict[str, Cell]

# Each start is improved further, actor by actor; with few steps for the proof, one start has to do.
_STARTS, _FEW_STEPS = 2, 1_000


def structure_table(last: Last, options: NetworkOptions) -> Table:
    """Give core and periphery, communities, the groups' modularity and equivalent actors of each case."""
    rows: list[Row] = []
    for case, one in _known(last, options.structure_actors):
        net, groups = one.working.network, one.working.record.groups(options.group)
        core = core_periphery(net.adjacency, net.actors, budget=options.cores)
        starts = _STARTS if options.community_steps > _FEW_STEPS else 1
        found = communities(net.adjacency, net.actors, starts=starts, budget=options.community_steps)
        alike = positions(structural_equivalence(net.adjacency, is_directed=net.directed), net.actors)
        shared = math.nan
        if None not in groups:
            shared = modularity(net.adjacency, [str(group) for group in groups], is_directed=net.directed)
        rows.append({
            "case": case, "core_periphery": core.correlation,
            "core_members": core.cores[0] if core.cores else (), "core_count": core.core_count,
            "core_exact": core.is_exact, "group_modularity": shared, "communities": len(found.members),
            "modularity": found.modularity, "modularity_exact": found.is_exact,
            "equivalent": tuple(" = ".join(members) for members in alike if len(members) > 1),
        })  # fmt: skip
    order = ["case", "core_periphery", "core_members", "core_count", "core_exact", "group_modularity",
             "communities", "modularity", "modularity_exact", "equivalent"]  # fmt: skip
    return make_table("structure", "Core, communities and positions", rows, order)


def key_players_table(last: Last, options: NetworkOptions) -> Table:
    """Give the sets of actors without whom most falls apart, and who reach most; all tied sets counted."""
    rows: list[Row] = []
    for case, one in _known(last, options.structure_actors):
        net = one.working.network
        for size in range(1, min(options.key_players, net.size - 1) + 1):
            for criterion, found in key_players_by(net.adjacency, net.actors, size, listed=20).items():
                rows.append({
                    "case": case, "criterion": criterion, "size": size, "value": found.value,
                    "sets": tuple(" + ".join(members) for members in found.sets),
                    "set_count": found.set_count, "exact": found.is_exact,
                })  # fmt: skip
    order = ["case", "criterion", "size", "value", "sets", "set_count", "exact"]
    headings = {"exact": "All sets compared"}
    return make_table("key_players", "Key players", rows, order, headings=headings)


def stakeholders_table(last: Last) -> Table:
    """Give each rated actor's quadrant of power and interest and class of salience, with the spread."""
    rows: list[Row] = []
    for case, one in last.items():
        ratings = ratings_of(one.working.record)
        rated = {rating.actor for rating in ratings}
        actors = [actor.id for actor in one.working.record.actors if actor.id in rated]
        grid, classes = power_interest_grid(ratings, actors), salience(ratings, actors)
        for quadrant, kind in zip(grid, classes, strict=True):
            row: Row = {
                "case": case, "actor": quadrant.actor, "quadrant": quadrant.place or None,
                "quadrant_also": tuple(one for one in quadrant.possible if one != quadrant.place),
                "salience": kind.place or None,
                "salience_also": tuple(one for one in kind.possible if one != kind.place),
                "agreement": quadrant.agreement, "salience_agreement": kind.agreement,
            }  # fmt: skip
            for attribute, spread in {**quadrant.spreads, **kind.spreads}.items():
                row |= {attribute: spread.mean, f"{attribute}_raters": spread.raters}
                if spread.low < spread.high:
                    row |= {f"{attribute}_low": spread.low, f"{attribute}_high": spread.high}
            rows.append(row)
    order = ["case", "actor", "quadrant", "quadrant_also", "agreement", "salience", "salience_also",
             "salience_agreement"]  # fmt: skip
    for attribute in ATTRIBUTES:
        order += [attribute, f"{attribute}_raters"]
    note = "At least and at most are the smallest and largest rating where raters differ."
    return make_table("stakeholders", "Power, interest and salience of stakeholders", rows, order, note=note)


def forces_table(records: Mapping[str, CaseRecord]) -> Table:
    """Give the enabling and blocking forces of each case, over all, by arena and by level.

    An arena or level with a single force stands in the list of forces only.
    """
    rows: list[Row] = []
    for case, record in records.items():
        if not record.last_forces:
            continue
        by_arena = force_table(record.last_forces).to_dict("records")
        by_level = force_table(record.last_forces, by="level").to_dict("records")
        rows.append(_force_row(case, "all", "all", by_arena[-1]))
        for one in (*by_arena[:-1], *by_level[:-1]):
            arena, level = one.get("arena", "all"), one.get("level", "all")
            if arena and level and one["forces"] > 1:
                rows.append(_force_row(case, arena, level, one))
    order = ["case", "arena", "level", "forces", "enabling", "blocking", "force_balance", "uncoded"]
    return make_table("forces", "Force field", rows, order)


def _force_row(case: str, arena: str, level: str, one: Mapping[Hashable, float | int]) -> Row:
    row: Row = {"case": case, "arena": arena, "level": level, "force_balance": one["balance"]}
    row |= {name: one[name] for name in ("forces", "enabling", "blocking", "uncoded")}
    if one["low"] < one["high"]:
        row |= {"force_balance_low": one["low"], "force_balance_high": one["high"]}
    return row


def two_mode_table(last: Last) -> Table:
    """Give how actors and arenas, and actors and each kind of event, hang together."""
    rows: list[Row] = []
    for case, one in last.items():
        record = one.working.record
        for kind in (None, *dict.fromkeys(row.kind for row in record.affiliations)):
            actors, events, weights = two_mode(record, kind=kind)
            if not events or not weights.any():
                continue
            clustering = two_mode_clustering(weights)
            defined = clustering[~np.isnan(clustering)]
            rows.append({
                "case": case, "event_kind": kind or "arena", "actors": len(actors), "events": len(events),
                "two_mode_density": two_mode_density(weights),
                "two_mode_clustering": float(defined.mean()) if defined.size else math.nan,
                "two_mode_transitivity": two_mode_transitivity(weights),
            })  # fmt: skip
    order = ["case", "event_kind", "actors", "events", "two_mode_density", "two_mode_clustering",
             "two_mode_transitivity"]  # fmt: skip
    return make_table("two_mode", "Actors and what they take part in", rows, order)


def places_table(last: Last) -> Table:
    """Give each arena, body or meeting: who takes part, and how central it is among those of its kind."""
    rows: list[Row] = []
    for case, one in last.items():
        record = one.working.record
        for kind in (None, *dict.fromkeys(row.kind for row in record.affiliations)):
            _, events, weights = two_mode(record, kind=kind)
            if len(events) < 2:
                continue
            by_event = weights.T  # the measures are those of the rows
            attendance = (by_event > 0).sum(axis=1).tolist()
            near, between = two_mode_closeness(by_event).tolist(), two_mode_betweenness(by_event).tolist()
            rows += [
                {
                    "case": case, "event_kind": kind or "arena", "event": event, "actors": attendance[place],
                    "two_mode_degree": attendance[place] / len(weights), "two_mode_closeness": near[place],
                    "two_mode_betweenness": between[place],
                }
                for place, event in enumerate(events)
            ]  # fmt: skip
    order = ["case", "event_kind", "event", "actors", "two_mode_degree", "two_mode_closeness",
             "two_mode_betweenness"]  # fmt: skip
    note = "Borgatti and Everett (1997): shares of the largest value possible in a network of two modes."
    headings = {"actors": "Take part"}
    title = "Arenas and events, by who takes part"
    return make_table("places", title, rows, order, note=note, headings=headings)


def ratings_of(record: CaseRecord) -> list[Rating]:
    """Give the ratings of a record's actors, one by one.

    Examples
    --------
    >>> from casecompare_network.sections import ActorRow
    >>> record = CaseRecord(case="T", actors=(ActorRow.model_validate({"id": "a", "power": 0.5}),))
    >>> ratings_of(record)
    [Rating(actor='a', attribute='power', value=0.5, rater='')]
    """
    return [
        Rating(actor.id, attribute, one.value, one.rater)
        for actor in record.actors
        for attribute in ATTRIBUTES
        for one in getattr(actor, attribute)
    ]


def _known(last: Last, most: int) -> Iterator[tuple[str, CaseMeasures]]:
    """Give the cases whose ties are all known, that have any, and that are not too large."""
    for case, one in last.items():
        net = one.working.network
        if not len(one.working.unknown) and net.n_ties and net.size <= most:
            yield case, one
