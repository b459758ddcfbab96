"""The tables on structure and stakeholders: core, communities, key players, grid, forces, change, events."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from casecompare import Table
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.communities import communities, modularity
from casecompare_network.core_periphery import core_periphery
from casecompare_network.equivalence import positions, structural_equivalence
from casecompare_network.force_field import force_field
from casecompare_network.graphs import Network
from casecompare_network.key_players import Criterion, key_players
from casecompare_network.mobility import tie_change
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
    two_mode_clustering,
    two_mode_density,
    two_mode_transitivity,
)

__all__ = [
    "changes_table",
    "forces_table",
    "key_players_table",
    "moves_table",
    "ratings_of",
    "stakeholders_table",
    "structure_table",
    "two_mode_table",
]

Last = Mapping[str, CaseMeasures]
Rounds = Mapping[str, Mapping[int, CaseMeasures]]
Row = dict[str, Cell]

_CRITERIA: tuple[Criterion, ...] = ("fragmentation", "distance-weighted fragmentation", "reach")


def structure_table(last: Last, options: NetworkOptions) -> Table:
    """Give core and periphery, communities, the groups' modularity and equivalent actors of each case."""
    rows: list[Row] = []
    for case, one in _known(last, options.structure_actors):
        net, groups = one.working.network, one.working.record.groups(options.group)
        core = core_periphery(net.adjacency, net.actors)
        # Small networks are settled exactly whatever the starts.
        found = communities(net.adjacency, net.actors, starts=3 if net.size <= 30 else 20)
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
            for criterion in _CRITERIA:
                found = key_players(net.adjacency, net.actors, size, criterion=criterion, listed=20)
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
    """Give the enabling and blocking forces of each case, over all and by arena."""
    rows: list[Row] = []
    for case, record in records.items():
        forces = record.last_forces
        if not forces:
            continue
        arenas = dict.fromkeys(one.arena for one in forces if one.arena)
        for arena in ("", *arenas):
            found = force_field([one for one in forces if not arena or one.arena == arena])
            row: Row = {
                "case": case, "arena": arena or "all", "enabling": found.enabling,
                "blocking": found.blocking, "force_balance": found.balance,
            }  # fmt: skip
            if found.low < found.high:
                row |= {"force_balance_low": found.low, "force_balance_high": found.high}
            rows.append(row)
    order = ["case", "arena", "enabling", "blocking", "force_balance"]
    return make_table("forces", "Force field", rows, order)


def changes_table(rounds: Rounds) -> Table:
    """Give how many ties were kept, dissolved and formed from each round to the next."""
    rows: list[Row] = []
    for case, by_round in rounds.items():
        numbers = sorted(by_round)
        for before, after in pairwise(numbers):
            one, other = by_round[before].working, by_round[after].working
            if len(one.unknown) or len(other.unknown):
                continue
            is_directed = one.network.directed and other.network.directed
            change = tie_change(_pairs(one.network), _pairs(other.network), is_directed=is_directed)
            rows.append({
                "case": case, "round": before, "to_round": after, "kept": change.kept,
                "dissolved": change.dissolved, "formed": change.formed, "stability": change.stability,
            })  # fmt: skip
    order = ["case", "round", "to_round", "kept", "dissolved", "formed", "stability"]
    return make_table("changes", "Ties from round to round", rows, order)


def moves_table(records: Mapping[str, CaseRecord], options: NetworkOptions) -> Table:
    """Give who moved from where to where, as recorded."""
    rows: list[Row] = []
    for case, record in records.items():
        group_of = {actor.id: actor.group(options.group) for actor in record.actors}
        for move in sorted(record.moves, key=lambda move: (move.round, move.actor)):
            rows.append({
                "case": case, "actor": move.actor, "group": group_of.get(move.actor), "round": move.round,
                "move_kind": move.kind, "origin": move.origin, "destination": move.to,
            })  # fmt: skip
    order = ["case", "actor", "group", "round", "move_kind", "origin", "destination"]
    return make_table("moves", "Moves of actors", rows, order)


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


def _pairs(network: Network) -> Sequence[tuple[str, str]]:
    name = network.actors
    return [(name[a], name[b]) for a, b in zip(network.source, network.target, strict=True)]
