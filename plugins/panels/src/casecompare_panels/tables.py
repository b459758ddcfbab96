"""The tables of the transfer: verdicts, votes, conditions, judgements, and what the systems hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from casecompare import Column, Table
from casecompare_panels.judgements import Judgement
from casecompare_panels.options import PanelsOptions
from casecompare_panels.places import CasePlace, SystemCases
from casecompare_panels.transfers import Transfer, thresholds_of
from casecompare_panels.verdicts import OVERALL_RULE, VerdictWord, system_rule

__all__ = [
    "Cell",
    "conditions_table",
    "judgements_table",
    "make_table",
    "places_table",
    "source_table",
    "systems_table",
    "transfer_table",
    "votes_table",
    "where_table",
]

Cell: TypeAlias = str | float | bool | tuple[str, ...] | None

_WITHHELD = "restricted"
_VOTES = {
    "holds": Column(title="Holds", description="Experts who say that it holds.", decimals=0),
    "with_condition": Column(title="With condition", description="It holds with a condition.", decimals=0),
    "does_not_hold": Column(title="Does not hold", description="It does not hold.", decimals=0),
    "unknown": Column(title="Unknown", description="Experts who cannot tell: no vote.", decimals=0),
}
_BY_WORD: Mapping[str, VerdictWord] = {
    "holds": "holds",
    "with_condition": "holds with condition",
    "does_not_hold": "does not hold",
    "split": "split",
    "unknown": "unknown",
}
_FINDING = Column(title="Finding", description="A hypothesis of the study, or the code of a finding.")
_SYSTEM = Column(title="System", description="The system that the experts speak for.")


def make_table(
    name: str,
    title: str,
    rows: Sequence[Mapping[str, Cell]],
    columns: Mapping[str, Column],
    *,
    note: str = "",
    main: bool = False,
) -> Table:
    """Give a table with one row per mapping; an empty one keeps its columns."""
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns))
    return Table(name=name, title=title, frame=frame, columns=columns, note=note if rows else "", main=main)


def transfer_table(transfers: Sequence[Transfer], options: PanelsOptions) -> Table:
    """Give one row per finding: the verdict over all systems, and in how many systems it is which."""
    columns = {
        "finding": _FINDING,
        "verdict": Column(title="Transfer", description="The verdict over all systems."),
        "holds": Column(title="Holds", description="In so many systems.", decimals=0),
        "with_condition": Column(title="Condition", description="In so many systems it holds with one."),
        "does_not_hold": Column(title="Not", description="In so many systems it does not hold.", decimals=0),
        "split": Column(title="Split", description="In so many systems experts do not agree.", decimals=0),
        "unknown": Column(title="Unknown", description="In so many systems they cannot tell.", decimals=0),
        "experts": Column(title="Experts", description="Who were asked about it.", decimals=0),
    }
    rows: list[dict[str, Cell]] = [
        {
            "finding": one.finding.name,
            "verdict": one.word,
            **{column: len(one.systems_with(word)) for column, word in _BY_WORD.items()},
            "experts": one.votes.asked,
        }
        for one in transfers
    ]
    note = f"{system_rule(thresholds_of(options))} {OVERALL_RULE}"
    title = "How far each finding holds in other systems"
    return make_table("transfer", title, rows, columns, note=note, main=True)


def where_table(transfers: Sequence[Transfer]) -> Table:
    """Give one row per finding: what it says, and the systems with each verdict by name."""
    columns = {
        "finding": _FINDING,
        "statement": Column(title="Statement", description="What the finding says."),
        "holds": Column(title="Holds in"),
        "with_condition": Column(title="With condition in"),
        "does_not_hold": Column(title="Not in"),
        "split": Column(title="Split in", description="Systems whose experts do not agree."),
        "unknown": Column(title="Unknown in", description="Systems whose experts cannot tell."),
    }
    rows: list[dict[str, Cell]] = [
        {
            "finding": one.finding.name,
            "statement": one.finding.statement,
            **{column: ", ".join(one.systems_with(word)) for column, word in _BY_WORD.items()},
        }
        for one in transfers
    ]
    return make_table("where", "Where each finding holds", rows, columns)


def votes_table(transfers: Sequence[Transfer]) -> Table:
    """Give one row per finding and system: votes, verdict, and whether it hinges on one expert."""
    columns = {
        "finding": _FINDING,
        "system": _SYSTEM,
        **_VOTES,
        "share_holds": Column(title="Share holds", description="Of the votes.", decimals=2),
        "share_for": Column(
            title="Share for", description="Of the votes, with or without condition.", decimals=2
        ),
        "verdict": Column(title="Verdict"),
        "hinges": Column(
            title="Hinges on one",
            description="Without some single expert the shares of votes would give another verdict.",
        ),
    }
    rows: list[dict[str, Cell]] = [
        {
            "finding": one.finding.name,
            "system": system,
            **found.votes._asdict(),
            "share_holds": found.votes.shares[0],
            "share_for": found.votes.shares[0] + found.votes.shares[1],
            "verdict": found.word,
            "hinges": found.hinges,
        }
        for one in transfers
        for system, found in one.systems.items()
    ]
    return make_table("votes", "Votes on each finding by system", rows, columns)


def conditions_table(judgements: Sequence[Judgement]) -> Table:
    """Give the conditions under which findings hold, in the experts' words."""
    columns = {
        "finding": _FINDING,
        "system": _SYSTEM,
        "panel": Column(title="Panel"),
        "expert": Column(title="Expert", description="A pseudonym."),
        "condition": Column(title="It holds if", description="In the expert's words."),
    }
    rows: list[dict[str, Cell]] = [
        {
            "finding": one.finding,
            "system": one.system,
            "panel": one.panel,
            "expert": one.expert,
            "condition": _WITHHELD if one.is_restricted else one.condition,
        }
        for one in judgements
        if one.word == "holds with condition"
    ]
    title = "Conditions under which findings hold, in the experts' words"
    return make_table("conditions", title, rows, columns)


def judgements_table(judgements: Sequence[Judgement]) -> Table:
    """Give all judgements with their reasons; of restricted ones only that they were made."""
    columns = {
        "finding": _FINDING,
        "system": _SYSTEM,
        "country": Column(title="Country"),
        "panel": Column(title="Panel"),
        "expert": Column(title="Expert", description="A pseudonym."),
        "judgement": Column(title="Judgement"),
        "condition": Column(title="Condition"),
        "reason": Column(title="Reason"),
        "evidence": Column(title="Evidence", description="What the judgement rests on."),
        "line": Column(title="Line", description="Where it stands in the table of judgements.", decimals=0),
    }
    rows: list[dict[str, Cell]] = [
        {
            "finding": one.finding,
            "system": one.system,
            "country": one.country,
            "panel": one.panel,
            "expert": one.expert,
            "judgement": one.word,
            "condition": one.condition,
            "reason": _WITHHELD if one.is_restricted else one.reason,
            "evidence": one.evidence,
            "line": one.line or None,
        }
        for one in judgements
    ]
    return make_table("judgements", "Every judgement, with its reason", rows, columns)


def systems_table(compared: Sequence[SystemCases], outcome: str) -> Table:
    """Give one row per system: its cases, how many have the outcome, and who speaks for it."""
    columns = {
        "system": _SYSTEM,
        "countries": Column(title="Countries", description="Of its cases and its panels."),
        "cases": Column(title="Cases"),
        "number": Column(title="Number", description="How many cases.", decimals=0),
        "in_outcome": Column(title=f"In {outcome or 'the outcome'}", description="Cases above 0.5."),
        "outcome": Column(
            title=f"Mean {outcome or 'outcome'}",
            description="Mean membership of its cases in the outcome.",
            decimals=2,
        ),
        "panels": Column(title="Panels", decimals=0),
        "experts": Column(title="Experts", decimals=0),
    }
    rows: list[dict[str, Cell]] = [
        {
            "system": one.system,
            "countries": ", ".join(one.countries),
            "cases": one.cases,
            "number": len(one.cases),
            "in_outcome": one.in_outcome,
            "outcome": one.outcome,
            "panels": one.panels,
            "experts": one.experts,
        }
        for one in compared
    ]
    note = "Cases of a purposive selection: a mean describes these cases, and does not estimate the system."
    return make_table("systems", "Systems: their cases and their panels", rows, columns, note=note)


def places_table(places: Mapping[str, CasePlace], options: PanelsOptions) -> Table:
    """Give country and system of each case, and where that is configured."""
    columns = {
        "case": Column(title="Case"),
        "country": Column(title="Country"),
        "system": Column(title="System"),
    }
    rows: list[dict[str, Cell]] = [
        {"case": (case,), "country": place.country or None, "system": place.system or None}
        for case, place in places.items()
    ]
    named = [f"{name}: {value}" for name, value in
             (("country", options.country), ("system", options.system)) if value]  # fmt: skip
    note = f"Taken from coded values that the options name ({'; '.join(named)})."
    if not options.system:
        note += " The system is the one that the panels of the country speak for, else the country."
    return make_table("places", "Country and system of each case", rows, columns, note=note)


def source_table(path: str, sha256: str, rows: int) -> Table:
    """Give the file that the judgements were read from, with its hash."""
    columns = {
        "file": Column(title="File"),
        "sha256": Column(title="SHA-256"),
        "judgements": Column(title="Judgements", decimals=0),
    }
    read: list[dict[str, Cell]] = [{"file": path, "sha256": sha256, "judgements": rows}]
    return make_table("source", "The table of judgements that was read", read, columns)
