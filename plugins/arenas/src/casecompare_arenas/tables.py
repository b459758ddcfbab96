"""The tables of the method: the last round at a glance, modes of leadership, every number of every round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from casecompare import Column, Table
from casecompare_arenas.scoring import Bounds, RoundScores

__all__ = ["arenas_table", "last_round_table", "modes_table", "rounds_table"]

Rounds = Mapping[str, Mapping[int, RoundScores]]
Cell = str | int | float | None

_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "case": Column(title="Case"),
        "round": Column(title="Round", decimals=0),
        "fit": Column(title="Fit (W)", description="Matching, reinforcement and action together."),
        "clinical": Column(title="Clinical", description="Strongest clinical or hybrid leadership."),
        "alignment": Column(title="Alignment (A)", description="Fit, capped by clinical leadership."),
        "binding": Column(title="Held down by", description="Which of fit and clinical limits alignment."),
        "matching": Column(title="Matching", description="Overlap of what the arenas put emphasis on."),
        "reinforcement": Column(title="Reinforcement", description="Uptake in both directions."),
        "commensurate_action": Column(title="Action", description="Level of action times its balance."),
        "level": Column(title="Level", description="Mean intensity of action over arenas."),
        "balance": Column(title="Balance", description="How evenly action is spread over arenas."),
        "tandem_any": Column(title="Tandem", description="In the arena where it is strongest."),
        "tandem_all": Column(title="Tandem, every arena", description="In the arena where it is weakest."),
        "tandem_mean": Column(title="Tandem, mean", description="Mean over arenas."),
        "arena": Column(title="Arena"),
        "mode": Column(
            title="Mode",
            description="Passive, hybrid, tandem, co-present, clinician-led, manager-led or mixed.",
        ),
        "intensity": Column(title="Intensity", description="That of the strongest leadership, unless coded."),
        "co_presence": Column(title="Co-presence", description="√(C·M): clinicians and managers both lead."),
        "tandem": Column(title="Tandem", description="q·√(C·M): both lead, and they are coupled."),
    }
)
_AT_A_GLANCE = (
    "matching", "reinforcement", "commensurate_action", "fit", "clinical", "alignment", "tandem_any",
)  # fmt: skip


def last_round_table(last: Mapping[str, RoundScores]) -> Table:
    """Give one row per case: the parts of fit, what they come to, alignment and tandem."""
    rows = [{"case": case, **_values(scored.scores, _AT_A_GLANCE)} for case, scored in last.items()]
    return _table("alignment", "Alignment in the last round", rows, ["case", *_AT_A_GLANCE], main=True)


def modes_table(rounds: Rounds, titles: Mapping[str, str]) -> Table:
    """Give one row per case and round, one column per arena: who leads there, and how."""
    rows: list[dict[str, Cell]] = [
        {"case": case, "round": number, **{arena: one.mode for arena, one in scored.arenas.items()}}
        for case, by_round in rounds.items()
        for number, scored in by_round.items()
    ]
    arenas = {
        arena: Column(title=title.capitalize(), description="Mode of leadership in this arena.")
        for arena, title in titles.items()
    }
    return _table("modes", "Modes of leadership", rows, ["case", "round", *titles], arenas)


def rounds_table(rounds: Rounds) -> Table:
    """Give every score of every case and round, with bounds where something is missing."""
    names = [*_AT_A_GLANCE, "level", "balance", "tandem_all", "tandem_mean"]
    rows = [
        {"case": case, "round": number, **_values(scored.scores, names), "binding": scored.binding}
        for case, by_round in rounds.items()
        for number, scored in by_round.items()
    ]
    order = ["case", "round", *names, "binding"]
    return _table("rounds", "Alignment between arenas, round by round", rows, order)


def arenas_table(rounds: Rounds, titles: Mapping[str, str]) -> Table:
    """Give what each arena scores in every round, with bounds where something is missing."""
    names = ["intensity", "co_presence", "tandem"]
    rows = [
        {
            "case": case,
            "round": number,
            "arena": titles[arena],
            "mode": scored.mode,
            **_values({name: getattr(scored, name) for name in names}, names),
        }
        for case, by_round in rounds.items()
        for number, in_round in by_round.items()
        for arena, scored in in_round.arenas.items()
    ]
    order = ["case", "round", "arena", "mode", *names]
    return _table("arenas", "Leadership in each arena, round by round", rows, order)


def _values(scores: Mapping[str, Bounds], names: Iterable[str]) -> dict[str, Cell]:
    """Give the scores, and beside each score that is open its bounds."""
    cells: dict[str, Cell] = {}
    for name in names:
        bounds = scores[name]
        cells[name] = bounds.value
        if bounds.low < bounds.high:
            cells[f"{name}_low"], cells[f"{name}_high"] = bounds.low, bounds.high
    return cells


def _table(
    name: str,
    title: str,
    rows: list[dict[str, Cell]],
    order: Iterable[str],
    further: Mapping[str, Column] = MappingProxyType({}),
    *,
    main: bool = False,
) -> Table:
    """Put a table together; columns of bounds stand beside their score, where there are any."""
    known: dict[str, Column] = {**_COLUMNS, **further}
    present = {column for row in rows for column in row}
    columns: dict[str, Column] = {}
    for column in order:
        columns[column] = known[column]
        for end, words in (("low", "at least"), ("high", "at most")):
            if f"{column}_{end}" in present:
                columns[f"{column}_{end}"] = Column(
                    title=f"{known[column].title}, {words}", description="Where something was not coded."
                )
    frame = pd.DataFrame(rows, columns=list(columns))
    return Table(name=name, title=title, frame=frame, columns=columns, main=main)
