"""What the columns of the method's tables hold, and how a table is put together of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from casecompare import Column, Table
from casecompare_arenas.bounds import Bounds

__all__ = ["Cell", "Row", "make_table", "values_of"]

Cell = str | int | float | bool | tuple[str, ...] | None
Row = Mapping[str, Cell]

_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "case": Column(title="Case"),
        "round": Column(title="Round", decimals=0),
        "arena": Column(title="Arena"),
        "fit": Column(title="Fit (W)", description="Matching, reinforcement and action together."),
        "clinical": Column(title="Clinical", description="Strongest clinical or hybrid leadership."),
        "alignment": Column(title="Alignment (A)", description="Fit, capped by clinical leadership."),
        "binding": Column(title="Held down by", description="Which of fit and clinical limits alignment."),
        "matching": Column(title="Matching", description="Overlap of what the arenas put emphasis on."),
        "pairwise_matching": Column(title="Matching, pairs", description="Mean overlap of two arenas."),
        "reinforcement": Column(title="Reinforcement", description="Uptake in both directions."),
        "commensurate_action": Column(title="Action", description="Level of action times its balance."),
        "level": Column(title="Level", description="Mean intensity of action over arenas."),
        "balance": Column(title="Balance", description="How evenly action is spread over arenas."),
        "tandem_any": Column(title="Tandem", description="In the arena where it is strongest."),
        "tandem_all": Column(title="Tandem, every arena", description="In the arena where it is weakest."),
        "tandem_mean": Column(title="Tandem, mean", description="Mean over arenas."),
        "tandem_set": Column(title="Tandem, as a set", description="Largest of min(C, M, q) over arenas."),
        "mode": Column(
            title="Mode",
            description="Passive, hybrid, tandem, co-present, clinician-led, manager-led or mixed.",
        ),
        "intensity": Column(title="Intensity", description="That of the strongest leadership, unless coded."),
        "co_presence": Column(title="Co-presence", description="√(C·M): clinicians and managers both lead."),
        "tandem": Column(title="Tandem", description="q·√(C·M): both lead, and they are coupled."),
        "membership": Column(title="Tandem, as a set", description="min(C, M, q)."),
        "score": Column(
            title="Score", description="Geometric mean of an arena's action, shared content and best link."
        ),
        "content": Column(title="Content", description="Mean overlap with the other arenas."),
        "link": Column(title="Link", description="Best two-way link to another arena."),
    }
)


def values_of(scores: Mapping[str, Bounds], names: Iterable[str]) -> dict[str, Cell]:
    """Give the scores, and beside each score that is open its bounds."""
    cells: dict[str, Cell] = {}
    for name in names:
        bounds = scores[name]
        cells[name] = bounds.value
        if bounds.is_open:
            cells[f"{name}_low"], cells[f"{name}_high"] = bounds.low, bounds.high
    return cells


def make_table(
    name: str,
    title: str,
    rows: Sequence[Row],
    order: Iterable[str],
    further: Mapping[str, Column] = MappingProxyType({}),
    *,
    main: bool = False,
    note: str = "",
) -> Table:
    """Put a table together; columns of bounds stand beside their score, where there are any.

    Parameters
    ----------
    name, title, main, note
        As of `casecompare.Table`.
    rows
        Cells by column; a cell that is left out is empty.
    order
        The columns.
    further
        Columns that are not among the common ones, or are called otherwise here.
    """
    known: dict[str, Column] = {**_COLUMNS, **further}
    present = {column for row in rows for column in row}
    columns: dict[str, Column] = {}
    for column in order:
        columns[column] = known[column]
        for end, words in (("low", "at least"), ("high", "at most")):
            if f"{column}_{end}" in present:
                columns[f"{column}_{end}"] = Column(
                    title=f"{known[column].title}, {words}",
                    description="Where something was not coded, or coders differ.",
                )
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns))
    return Table(name=name, title=title, frame=frame, columns=columns, main=main, note=note)
