"""The tables on change: ties kept and formed, who moved from where to where, and how bodies renew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from casecompare import Table
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.graphs import Network
from casecompare_network.mobility import Kind, Move, Stay, mobility_matrix, moves, tie_change, turnover
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord
from casecompare_network.sections import MoveRow
from casecompare_network.tables import Cell, make_table

__all__ = ["changes_table", "mobility_table", "moves_table", "turnover_table"]

Records = Mapping[str, CaseRecord]
Row = dict[str, Cell]


def changes_table(rounds: Mapping[str, Mapping[int, CaseMeasures]]) -> Table:
    """Give how many ties were kept, dissolved and formed from each round to the next."""
    rows: list[Row] = []
    for case, by_round in rounds.items():
        for before, after in pairwise(sorted(by_round)):
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


def moves_table(records: Records, options: NetworkOptions) -> Table:
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


def mobility_table(records: Records) -> Table:
    """Count the moves from each place to each place: those recorded, and those that affiliations show."""
    rows: list[Row] = []
    for case, record in records.items():
        for kind, found in _moves_by_kind(record):
            counts = mobility_matrix(found)
            for origin in counts.index:
                for destination in counts.columns[counts.loc[origin] > 0]:
                    rows.append({
                        "case": case, "move_kind": kind, "origin": origin, "destination": destination,
                        "moves": float(counts.loc[origin, destination]),
                    })  # fmt: skip
    note = (
        "From 'outside' came those who had been nowhere before; to 'outside' went those who left. Taking on "
        "or giving up one place among several is no move between places."
    )
    order = ["case", "move_kind", "origin", "destination", "moves"]
    return make_table("mobility", "From where to where actors moved", rows, order, note=note)


def turnover_table(records: Records) -> Table:
    """Give for each body and pair of rounds who stayed, came and went, where affiliations have rounds."""
    rows: list[Row] = []
    for case, record in records.items():
        for kind, stays in _lasting(record):
            for one in turnover(stays).to_dict("records"):
                rows.append({
                    "case": case, "event_kind": kind, "place": one["place"], "round": one["from_round"],
                    "to_round": one["to_round"], "stayed": one["stayed"], "came": one["came"],
                    "went": one["went"], "membership_stability": one["stability"],
                })  # fmt: skip
    order = ["case", "event_kind", "place", "round", "to_round", "stayed", "came", "went",
             "membership_stability"]  # fmt: skip
    return make_table("turnover", "Who stayed, came and went", rows, order)


def _moves_by_kind(record: CaseRecord) -> Iterator[tuple[str, Sequence[Move]]]:
    for kind in dict.fromkeys(row.kind for row in record.moves):
        yield kind, [_recorded(row) for row in record.moves if row.kind == kind]
    for event_kind, stays in _lasting(record):
        yield event_kind, moves(stays)


def _recorded(row: MoveRow) -> Move:
    kind: Kind = "moved" if row.origin and row.to else "left" if row.origin else "joined"
    lost, gained = ((one,) if one else () for one in (row.origin, row.to))
    return Move(row.actor, row.round - 1, row.round, kind, lost, gained)


def _lasting(record: CaseRecord) -> Iterator[tuple[str, list[Stay]]]:
    """Give the stays of each kind of event that lasts: of single meetings nobody is a member."""
    for kind in dict.fromkeys(row.kind for row in record.affiliations):
        rows = [row for row in record.affiliations if row.kind == kind and row.weight > 0]
        rounds_of: dict[str, set[int]] = {}
        for row in rows:
            rounds_of.setdefault(row.event, set()).add(row.round)
        if any(len(rounds) > 1 for rounds in rounds_of.values()):
            yield kind, [Stay(row.actor, row.round, row.event) for row in rows]


def _pairs(network: Network) -> Sequence[tuple[str, str]]:
    name = network.actors
    return [(name[a], name[b]) for a, b in zip(network.source, network.target, strict=True)]
