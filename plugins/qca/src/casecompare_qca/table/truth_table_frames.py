"""A truth table as a DataFrame: observed rows, remainders or all, in the order that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from casecompare_qca.table.row_scores import haesebrouck_scores, row_scores

if TYPE_CHECKING:
    from casecompare_qca.table.truth_table import TruthTable

__all__ = ["Rows", "truth_table_frame"]

Rows = Literal["observed", "remainders", "all"]

_RANK = {"1": 0, "C": 1, "0": 2, "?": 3, "impossible": 4}
_COLUMNS = ("OUT", "n", "inclusion", "PRI", "cases")
_MOST_ROWS = 100_000


def truth_table_frame(
    table: TruthTable,
    *,
    rows: Rows = "observed",
    sort_by: Sequence[str] = ("OUT", "-n", "row"),
    haesebrouck: bool = False,
) -> pd.DataFrame:
    """Give one line per configuration.

    Parameters
    ----------
    table
        From `truth_table`.
    rows
        ``"observed"``: those that cases fall into; ``"remainders"``: their complement, the others; ``"all"``:
        the complete table.
    sort_by
        Columns, the most important first; with a ``-`` before it a column falls. OUT goes 1, C, 0, ?,
        impossible.
    haesebrouck
        Whether Haesebrouck's consistency stands beside inclusion and PRI (Haesebrouck 2015, *Journal of
        Comparative Politics* 2, 65-80).

    Returns
    -------
    pandas.DataFrame
        Index ``row``; a column per condition, then ``OUT``, ``n``, ``inclusion``, ``PRI``, perhaps
        ``haesebrouck``, and ``cases``. Remainders have scores too where cases have some membership in them.

    Raises
    ------
    ValueError
        If a column to sort by is unknown, a condition is called like another column, or more than 100,000
        remainders would have to be listed.

    Examples
    --------
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> table = truth_table(cases, "Y", ["A", "B"])
    >>> truth_table_frame(table, rows="all", sort_by=["-row"])["OUT"].to_dict()
    {4: '1', 3: '1', 2: '?', 1: '0'}
    """
    lines: list[list[object]] = []
    if rows != "remainders":
        lines += _observed(table)
    if rows != "observed":
        lines += _unobserved(table)
    columns = ["row", *table.conditions, *_COLUMNS]
    if alike := [name for name in table.conditions if columns.count(name) > 1]:
        raise ValueError(
            f"conditions are called like columns of a truth table: {', '.join(alike)}. Rename them."
        )
    frame = pd.DataFrame(lines, columns=pd.Index(columns), dtype=object)
    frame = frame.astype(dict.fromkeys(("row", *table.conditions, "n"), np.int64))
    frame = frame.astype({"inclusion": np.float64, "PRI": np.float64})
    frame = _sorted(frame, sort_by).set_index("row")
    if haesebrouck:
        corners = [table.space.corner(table.space.configuration(row)) for row in frame.index.tolist()]
        frame.insert(len(frame.columns) - 1, "haesebrouck", haesebrouck_scores(table.data, corners))
    return frame


def _observed(table: TruthTable) -> Iterator[list[object]]:
    for row in table.rows:
        corner = table.space.corner(row.configuration)
        # What cases show is not impossible, whatever a statement says.
        code = "impossible" if row.out == "0" and not row.n and _is_impossible(table, corner) else row.out
        yield [row.number, *row.configuration, code, row.n, row.inclusion, row.pri, row.cases]


def _unobserved(table: TruthTable) -> Iterator[list[object]]:
    space = table.space
    observed = {row.number for row in table.rows}
    count = table.rows_total - len(observed)
    if count > _MOST_ROWS:
        raise ValueError(f"{count:,} remainders are too many to list; ask for the observed rows.")
    numbers = [row for row in range(1, table.rows_total + 1) if row not in observed]
    corners = [space.corner(space.configuration(row)) for row in numbers]
    for number, corner, inclusion, pri in zip(
        numbers, corners, *row_scores(table.data, corners), strict=True
    ):
        is_excluded = any(corner & cube == cube for cube in table.excluded)
        code = "impossible" if _is_impossible(table, corner) else "0" if is_excluded else "?"
        yield [number, *space.configuration(number), code, 0, inclusion, pri, ()]


def _is_impossible(table: TruthTable, corner: int) -> bool:
    return any(corner & cube == cube for cube in table.impossible)


def _sorted(frame: pd.DataFrame, sort_by: Sequence[str]) -> pd.DataFrame:
    names = [one.removeprefix("-") for one in sort_by]
    sortable = [name for name in frame.columns if name != "cases"]
    if unknown := [name for name in names if name not in sortable]:
        raise ValueError(f"cannot sort by {', '.join(unknown)}; there are {', '.join(sortable)}.")
    # The least important column first: a stable sort keeps its order among equals.
    for one, name in reversed(list(zip(sort_by, names, strict=True))):
        frame = frame.sort_values(
            name,
            ascending=not one.startswith("-"),
            kind="stable",
            key=lambda column: column.map(_RANK) if column.name == "OUT" else column,
        )
    return frame
