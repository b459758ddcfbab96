"""What the columns of the method's tables hold, and how a table is put together of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from casecompare import Column, Table

__all__ = ["Cell", "Row", "make_table", "titled"]

Cell = str | int | float | bool | tuple[str, ...] | None
Row = Mapping[str, Cell]

_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "rank": Column(title="Rank", description="Equal numbers share a rank.", decimals=0),
        "unit": Column(title="Unit"),
        "case": Column(title="Case"),
        "chosen": Column(title="Chosen"),
        "variable": Column(title="Variable"),
        "residual": Column(title="Residual", description="Outcome minus what the linear model expects."),
        "standardized": Column(
            title="Residual, standardised", description="Over its standard error (internally studentised)."
        ),
        "line": Column(
            title="Line",
            description="On the line where the residual is at most one standard error, else off (after "
            "Lieberman 2005, who leaves the limit open).",
        ),
        "leverage": Column(title="Leverage", description="Hat value: how far it pulls its own fitted value."),
        "cooks": Column(title="Cook's distance", description="How far it moves all fitted values."),
        "dfbetas": Column(
            title="DFBETAS", description="By how many standard errors it moves the coefficient of the cause."
        ),
        "tied": Column(title="Tied", description="How many others have the same number.", decimals=0),
        "type": Column(title="Type", description="Combination of levels of outcome and cause."),
        "units": Column(title="Units", decimals=0),
        "share": Column(title="Share of the frame"),
        "chosen_count": Column(title="Chosen", decimals=0),
        "chosen_share": Column(
            title="Share of the chosen", description="No estimate: these units were not drawn by chance."
        ),
        "chosen_units": Column(title="Chosen units"),
    }
)


def titled(title: str, prefix: str) -> str:
    """Say in a title that a table is about the studied cases, where there are tables of a frame too.

    Examples
    --------
    >>> titled("The linear model", ""), titled("The linear model", "within_")
    ('The linear model', 'Within the studied cases: the linear model')
    """
    return f"Within the studied cases: {title[0].lower()}{title[1:]}" if prefix else title


def make_table(
    name: str,
    title: str,
    rows: Iterable[Row],
    order: Iterable[str],
    further: Mapping[str, Column] = MappingProxyType({}),
    *,
    main: bool = False,
    note: str = "",
) -> Table:
    """Put a table together; a cell that is left out is empty.

    Parameters
    ----------
    name, title, main, note
        As of `casecompare.Table`.
    rows
        Cells by column.
    order
        The columns.
    further
        Columns that are not among the common ones, or are called otherwise here.
    """
    columns = {column: further.get(column) or _COLUMNS[column] for column in order}
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns))
    return Table(name=name, title=title, frame=frame, columns=columns, main=main, note=note)
