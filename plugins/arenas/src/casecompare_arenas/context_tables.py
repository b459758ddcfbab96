"""The tables of what redesigns met with: concept measures, work, forces, logics, benefits, seats."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from casecompare import Case, Column, Table
from casecompare_arenas.bounds import Bounds
from casecompare_arenas.case_concepts import logic_shares
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.columns import Cell, Row, make_table, values_of
from casecompare_arenas.concepts import (
    benefits_measured,
    creation_share,
    device_shares,
    net_change,
    net_force,
)
from casecompare_arenas.context_sections import BenefitRow, ForceRow, LogicRow, WorkRow
from casecompare_arenas.logics import measure_logics
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import read_sheet, rows_of
from casecompare_arenas.scores import CONCEPT_SCORES

__all__ = ["context_tables"]

Scored = Mapping[str, CaseScores]


def context_tables(cases: Sequence[Case], scored: Scored, options: ArenasOptions) -> Iterator[Table]:
    """Give the tables of what was recorded beside alignment; none of what nobody recorded."""
    tables = (
        _concepts_table(scored),
        _work_table(cases, options),
        _forces_table(cases, options),
        _logics_table(cases, options),
        _benefits_table(cases),
        _modes_benefits_table(cases, scored),
        _seats_table(cases, options),
    )
    yield from (table for table in tables if len(table.frame))


def _concepts_table(scored: Scored) -> Table:
    recorded = [
        score
        for score in CONCEPT_SCORES
        if any(not math.isnan(one.values[score.name].low) for one in scored.values())
    ]
    names = [score.name for score in recorded]
    rows: list[Row] = [{"case": case, **values_of(one.values, names)} for case, one in scored.items()]
    columns = {score.name: Column(title=score.title, description=score.description) for score in recorded}
    return make_table(
        "concepts", "What the redesigns met with", rows if recorded else [], ["case", *names], columns
    )


def _work_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = []
    for case in cases:
        groups: dict[tuple[int, str], list[WorkRow]] = {}
        for row in rows_of(case, "work", WorkRow):
            groups.setdefault((row.round, row.arena or ""), []).append(row)
        for (number, arena), events in sorted(groups.items()):
            net, created, by = net_change(events), creation_share(events), device_shares(events)
            rows.append(
                {
                    "case": case.id,
                    "round": number,
                    "arena": options.arenas.get(arena, arena),
                    "events": len(events),
                    **values_of({"net": net, "creation": created}, ["net", "creation"]),
                    **by,
                }
            )
    columns = {
        "events": Column(title="Events", decimals=0),
        "net": Column(title="Net change", description="(disruption + creation − maintenance) over all work."),
        "creation": Column(title="Creation", description="Its share in work that changes institutions."),
    }
    columns |= {
        device: Column(title=device.capitalize(), description="Share of maintenance by this device.")
        for device in ("professional", "bureaucratic", "cultural")
        if any(device in row for row in rows)
    }
    order = ["case", "round", "arena", *columns]
    return make_table("work", "Institutional work by round and arena", rows, order, columns)


def _forces_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = []
    for case in cases:
        groups: dict[str, list[ForceRow]] = {}
        for row in rows_of(case, "forces", ForceRow):
            groups.setdefault(row.arena or "", []).append(row)
        order = [arena for arena in (*options.arenas, "") if arena in groups]
        for arena in order:
            sums = {
                polarity: [row.strength for row in groups[arena] if row.polarity == polarity]
                for polarity in ("enabling", "blocking")
            }
            known = {
                polarity: math.fsum(strength or 0.0 for strength in strengths)
                for polarity, strengths in sums.items()
            }
            net = net_force(groups[arena])
            rows.append(
                {
                    "case": case.id,
                    "arena": options.arenas.get(arena, "no arena named"),
                    **known,
                    **values_of({"net": net}, ["net"]),
                }
            )
    columns = {
        "enabling": Column(title="Enabling", description="Strengths added up."),
        "blocking": Column(title="Blocking", description="Strengths added up."),
        "net": Column(title="Net force", description="(enabling − blocking)/(enabling + blocking)."),
    }
    return make_table("forces", "Forces by arena", rows, ["case", "arena", *columns], columns)


def _logics_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = []
    for case in cases:
        by_round = logic_shares(rows_of(case, "logics", LogicRow), options.logics)
        for number, shares in by_round.items():
            if any(shares.values()):
                found = measure_logics(shares)
                rows.append(
                    {
                        "case": case.id,
                        "round": number,
                        **shares,
                        "leading": " = ".join(found.leading),
                        "dominance": found.dominance,
                        "margin": found.margin,
                        "number": found.effective_number,
                        "entropy": found.entropy,
                        "state": "dominant" if found.is_dominant else "competing",
                    }
                )
    columns = {logic: Column(title=logic.capitalize(), description="Its share.") for logic in options.logics}
    columns |= {
        "leading": Column(title="Leading"),
        "dominance": Column(title="Dominance", description="The largest share."),
        "margin": Column(title="Margin", description="By how much it leads the second."),
        "number": Column(title="Effective number", description="1/Σp²."),
        "entropy": Column(title="Evenness", description="Entropy over that of equal shares."),
        "state": Column(title="State", description="Dominant: half of it, and 0.2 before the second."),
    }
    return make_table("logics", "Institutional logics by round", rows, ["case", "round", *columns], columns)


def _benefits_table(cases: Sequence[Case]) -> Table:
    rows: list[Row] = []
    for case in cases:
        for row in rows_of(case, "benefits", BenefitRow):
            found = benefits_measured([row])
            names = ("targeted", "achieved", "gap")
            rows.append(
                {
                    "case": case.id,
                    "benefit": row.benefit,
                    **values_of({name: getattr(found, name) for name in names}, names),
                }
            )
    columns = {
        "benefit": Column(title="Benefit"),
        "targeted": Column(title="Targeted", description="How much was aimed at."),
        "achieved": Column(title="Achieved", description="How much was reached."),
        "gap": Column(title="Gap", description="Targeted less achieved."),
    }
    return make_table("benefits", "Benefits", rows, ["case", *columns], columns)


def _modes_benefits_table(cases: Sequence[Case], scored: Scored) -> Table:
    """Cross benefits with the modes of leadership: cases with a mode in some arena in the last round."""
    groups: dict[str, list[str]] = {}
    benefits = {case.id: rows_of(case, "benefits", BenefitRow) for case in cases}
    for case, one in scored.items():
        if one.last is not None and benefits[case]:
            for mode in dict.fromkeys(arena.mode for arena in one.last.arenas.values() if arena.mode):
                groups.setdefault(mode, []).append(case)
    rows: list[Row] = []
    for name_of_mode, members in sorted(groups.items()):
        means: dict[str, Cell] = {}
        for name in ("targeted", "achieved", "gap"):
            values = [getattr(benefits_measured(benefits[case]), name) for case in members]
            means[name] = _mean_value(values)
        rows.append({"mode": name_of_mode, **means, "cases": tuple(members)})
    columns = {
        "mode": Column(title="Mode", description="In one arena at least, in the last round."),
        "targeted": Column(title="Targeted", description="Mean over cases."),
        "achieved": Column(title="Achieved", description="Mean over cases."),
        "gap": Column(title="Gap", description="Mean over cases."),
        "cases": Column(title="Cases", description="A case stands at each of its modes."),
    }
    return make_table("benefits by mode", "Benefits by mode of leadership", rows, list(columns), columns)


def _seats_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = [
        {
            "case": case.id,
            "round": row.round,
            "arena": options.arenas.get(row.arena, row.arena),
            "seats": row.clinical_seats,
            "filled": row.clinical_seats_filled,
            "vacant": row.clinical_seats - (row.clinical_seats_filled or 0),
        }
        for case in cases
        if "arenas" in case.sections
        for row in read_sheet(case).arenas
        if row.clinical_seats is not None
    ]
    columns = {
        "seats": Column(title="Clinical seats", decimals=0),
        "filled": Column(title="Filled", decimals=0),
        "vacant": Column(title="Vacant", decimals=0),
    }
    return make_table("seats", "Seats for clinicians", rows, ["case", "round", "arena", *columns], columns)


def _mean_value(values: Sequence[Bounds]) -> float:
    known = [one.value for one in values if not math.isnan(one.value)]
    return math.fsum(known) / len(known) if known else math.nan
