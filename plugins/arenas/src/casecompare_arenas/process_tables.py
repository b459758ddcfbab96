"""The tables of what happened on the way, and of how frequent each mode of leadership is in each arena."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from casecompare import Case, Column, Table
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.columns import Cell, Row, make_table, values_of
from casecompare_arenas.leadership import Mode
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.process_concepts import board_mediation, tensions_settled
from casecompare_arenas.process_sections import (
    DecisionRow,
    InfluenceRow,
    InitiativeRow,
    InterfaceRow,
    MechanismRow,
    TensionRow,
    UncertaintyRow,
)
from casecompare_arenas.records import rows_of

__all__ = ["process_tables"]

Scored = Mapping[str, CaseScores]


def process_tables(cases: Sequence[Case], scored: Scored, options: ArenasOptions) -> Iterator[Table]:
    """Give the tables of what happened on the way; none of what nobody recorded."""
    tables = (
        _mode_counts_table(scored, options),
        _mediation_table(cases, options),
        _tensions_table(cases, options),
        _mechanisms_table(cases, options),
        _interfaces_table(cases, options),
        _uncertainty_table(cases),
        _initiatives_table(cases, scored),
        _decisions_table(cases),
        _influence_table(cases, options),
    )
    yield from (table for table in tables if len(table.frame))


def _mode_counts_table(scored: Scored, options: ArenasOptions) -> Table:
    """Count the cases by mode and arena in the last round; a mode that no case has keeps its row."""
    last = [one.last for one in scored.values() if one.last is not None]
    rows: list[Row] = []
    for mode in get_args(Mode) if last else ():
        found = {arena: sum(one.arenas[arena].mode == mode for one in last) for arena in options.arenas}
        cases = tuple(
            case
            for case, one in scored.items()
            if one.last is not None and any(arena.mode == mode for arena in one.last.arenas.values())
        )
        rows.append({"mode": mode, **found, "number": len(cases), "cases": cases})
    absent = [str(row["mode"]) for row in rows if not row["number"]]
    columns = {"mode": Column(title="Mode", description="Of leadership, in the last round.")}
    columns |= {
        arena: Column(title=title.capitalize(), description="Number of cases.", decimals=0)
        for arena, title in options.arenas.items()
    }
    columns |= {
        "number": Column(title="In any arena", description="Number of cases.", decimals=0),
        "cases": Column(title="Cases"),
    }
    note = f"No case has the modes {', '.join(absent)}." if absent else ""
    title = "How frequent each mode of leadership is"
    return make_table("modes by arena", title, rows, list(columns), columns, note=note)


def _mediation_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    board = options.mediating
    rows: list[Row] = []
    for case in cases:
        groups: dict[str, list[TensionRow]] = {}
        for row in rows_of(case, "tensions", TensionRow):
            groups.setdefault(row.view or "", []).append(row)
        for view in sorted(groups):
            shares = {"settled": tensions_settled(groups[view])}
            if board is not None:
                shares["mediated"] = board_mediation(groups[view], board)
            rows.append(
                {"case": case.id, "view": view, "count": len(groups[view]), **values_of(shares, shares)}
            )
    columns = {
        "view": Column(title="Whose views differ"),
        "count": Column(title="Tensions", decimals=0),
        "settled": Column(title="Settled", description="Share in which the parties came to terms."),
    }
    if board is not None:
        title = options.arenas.get(board, board)
        columns["mediated"] = Column(title="Mediated", description=f"Share in which they did so on {title}.")
    return make_table("mediation", "Tensions and who mediates", rows, ["case", *columns], columns)


def _tensions_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = [
        {
            "case": case.id,
            "round": row.round,
            "arena": options.arenas.get(row.arena or "", ""),
            "issue": row.issue,
            "parties": ", ".join(row.parties),
            "view": row.view or "",
            "resolution": row.resolution or "not known",
            "by": options.arenas.get(row.resolved_by or "", row.resolved_by or ""),
        }
        for case in cases
        for row in rows_of(case, "tensions", TensionRow)
    ]
    columns = {
        "issue": Column(title="Tension"),
        "parties": Column(title="Parties"),
        "view": Column(title="Whose views differ"),
        "resolution": Column(title="How it ended"),
        "by": Column(title="Resolved by"),
    }
    order = ["case", "round", "arena", *columns]
    return make_table("tensions", "Tensions, one by one", rows, order, columns)


def _mechanisms_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = [
        {
            "case": case.id,
            "round": row.round,
            "arena": options.arenas.get(row.arena, row.arena),
            "mechanism": row.mechanism,
            "kind": row.kind or "",
            "in_use": row.in_use,
        }
        for case in cases
        for row in rows_of(case, "mechanisms", MechanismRow)
    ]
    columns = {
        "mechanism": Column(title="Mechanism, procedure or protocol"),
        "kind": Column(title="Kind"),
        "in_use": Column(title="In use", description="How far, 0 to 1."),
    }
    order = ["case", "round", "arena", *columns]
    return make_table("mechanisms", "What turns plans into practice", rows, order, columns)


def _interfaces_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = []
    for case in cases:
        groups: dict[int, list[InterfaceRow]] = {}
        for row in rows_of(case, "interfaces", InterfaceRow):
            groups.setdefault(row.round, []).append(row)
        for number, changes in sorted(groups.items()):
            named = {
                change: "; ".join(" and ".join(one.services) for one in changes if one.change == change)
                for change in ("joined", "split", "kept")
            }
            by_contract = sum(bool(one.contract_driven) for one in changes)
            rows.append({"case": case.id, "round": number, **named, "contract_driven": by_contract})
    columns = {
        "joined": Column(title="Joined"),
        "split": Column(title="Split"),
        "kept": Column(title="Kept as they were"),
        "contract_driven": Column(
            title="By habits of contracts",
            description="Number of interfaces whose separation goes back to habits of contracts.",
            decimals=0,
        ),
    }
    order = ["case", "round", *columns]
    return make_table("interfaces", "Interfaces between services", rows, order, columns)


def _uncertainty_table(cases: Sequence[Case]) -> Table:
    names = ("autonomy", "power", "future")
    rows: list[Row] = [
        {"case": case.id, "round": row.round, **{name: _number(getattr(row, name)) for name in names}}
        for case in cases
        for row in rows_of(case, "uncertainty", UncertaintyRow)
    ]
    columns = {
        "autonomy": Column(title="Autonomy", description="Uncertainty of what it may decide."),
        "power": Column(title="Power", description="Uncertainty of what it can bring about."),
        "future": Column(title="Future", description="Uncertainty of whether it will last."),
    }
    return make_table("uncertainty", "Uncertainty", rows, ["case", "round", *columns], columns)


def _initiatives_table(cases: Sequence[Case], scored: Scored) -> Table:
    """Give one row per initiative and round in which it is under way."""
    rows: list[Row] = []
    for case in cases:
        listed = rows_of(case, "initiatives", InitiativeRow)
        rounds = list(scored[case.id].rounds) or sorted({one.start for one in listed})
        for number in rounds:
            for row in (one for one in listed if one.is_under_way(number)):
                rows.append(
                    {
                        "case": case.id,
                        "round": number,
                        "initiative": row.initiative,
                        "level": row.level or "",
                        "overlap": _number(row.overlap),
                        "override": _number(row.override),
                    }
                )
    columns = {
        "initiative": Column(title="Initiative"),
        "level": Column(title="Level"),
        "overlap": Column(title="Overlap", description="How far it deals with the same."),
        "override": Column(title="Override", description="How far it decides in the local place."),
    }
    order = ["case", "round", *columns]
    return make_table("initiatives", "Initiatives from above, by round", rows, order, columns)


def _decisions_table(cases: Sequence[Case]) -> Table:
    """Count the decisions of each body, and give its share in those of the case."""
    rows: list[Row] = []
    for case in cases:
        decisions = rows_of(case, "decisions", DecisionRow)
        for body in dict.fromkeys(row.body for row in decisions):
            taken = [row for row in decisions if row.body == body]
            rows.append(
                {
                    "case": case.id,
                    "body": body,
                    "level": ", ".join(dict.fromkeys(row.level for row in taken if row.level)),
                    "count": len(taken),
                    "share": len(taken) / len(decisions),
                    "powers": ", ".join(dict.fromkeys(row.power for row in taken if row.power)),
                }
            )
    columns = {
        "body": Column(title="Body"),
        "level": Column(title="Level"),
        "count": Column(title="Decisions", decimals=0),
        "share": Column(title="Share", description="In the decisions of the case."),
        "powers": Column(title="Powers used"),
    }
    return make_table("decisions", "Who decides", rows, ["case", *columns], columns)


def _influence_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = [
        {
            "case": case.id,
            "round": row.round,
            "arena": options.arenas.get(row.arena or "", ""),
            "group": row.group,
            "share": _number(row.share),
            "orientation": _number(row.orientation),
            "perceived_by": row.perceived_by or "",
        }
        for case in cases
        for row in rows_of(case, "influence", InfluenceRow)
    ]
    columns = {
        "group": Column(title="Group"),
        "share": Column(title="Influence", description="Its part, 0 to 1."),
        "orientation": Column(title="Orientation", description="0 to local needs, 1 to the hierarchy."),
        "perceived_by": Column(title="Perceived by"),
    }
    order = ["case", "round", "arena", *columns]
    return make_table("influence", "Who has influence", rows, order, columns)


def _number(value: float | None) -> Cell:
    return math.nan if value is None else value
