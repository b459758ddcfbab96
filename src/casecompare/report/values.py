"""Values and frames as plain data, and how a value is written: the same in every format.

Frames come from methods with numpy scalars, missing values of several kinds and lists of case ids. Here
they become columns of plain Python values, such that a renderer needs to know no pandas.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from casecompare.methods import Column
from casecompare.report.text import one_line

__all__ = [
    "MISSING",
    "FrameColumn",
    "Value",
    "is_missing",
    "is_numeric",
    "plain_value",
    "read_frame",
    "show_value",
]

Value: TypeAlias = float | int | bool | str | tuple[str, ...] | None

MISSING = "–"
"""How an undefined or missing value is written."""


@dataclass(frozen=True)
class FrameColumn:
    """A column of a frame as plain values: numbers, text, booleans, None or tuples of case ids.

    `decimals` is None where a number is best shown as it was typed.
    """

    name: str
    title: str
    values: tuple[Value, ...]
    description: str = ""
    decimals: int | None = 3
    is_index: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether every value that is there is a number."""
        return is_numeric(self.values)


def is_missing(value: object) -> bool:
    """Say whether a cell holds no value: None, NaN, pandas' NA or NaT.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(0), is_missing("")
    (True, False, False)
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and math.isnan(value)


def is_numeric(values: tuple[Value, ...]) -> bool:
    """Say whether there are numbers among the values and, but for missing ones, nothing else.

    Examples
    --------
    >>> is_numeric((1, None, 0.5)), is_numeric((True, 1)), is_numeric((None,))
    (True, False, False)
    """
    present = [value for value in values if not is_missing(value)]
    return bool(present) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in present
    )


def plain_value(value: object) -> Value:
    """Give a cell as plain data: Python's own numbers and text, tuples of text, None for missing.

    Examples
    --------
    >>> import numpy as np
    >>> plain_value(np.float64(0.5)), plain_value(["T01", "T02"]), plain_value(float("nan"))
    (0.5, ('T01', 'T02'), None)
    """
    # What frames mostly hold comes first: a large table has millions of cells.
    if type(value) is float:
        return None if math.isnan(value) else value
    if type(value) is str or type(value) is int or type(value) is bool:
        return value
    if is_missing(value):
        return None
    if isinstance(value, str | bool | int | float):
        # Subclasses such as numpy's float64 or an enumeration of text become the plain type.
        return next(kind(value) for kind in (bool, int, float, str) if isinstance(value, kind))
    if isinstance(value, tuple | list):
        return tuple(map(str, value))
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(str, value)))
    item = getattr(value, "item", None)
    return plain_value(item()) if callable(item) and getattr(value, "ndim", None) == 0 else str(value)


def show_value(value: Value, decimals: int | None = 3) -> str:
    """Write a value: numbers with fixed decimals, missing as a dash, several cases with commas.

    A number that is not zero but would be rounded to it is given as smaller than the last digit, since
    "0.000" would be read as zero.

    Parameters
    ----------
    value
        A plain value.
    decimals
        Digits after the point; None for as many as the number has, at most six significant ones.

    Examples
    --------
    >>> show_value(0.94444), show_value(0.0001), show_value(-0.00001, 2), show_value(12)
    ('0.944', '<0.001', '>-0.01', '12')
    >>> show_value(None), show_value(True), show_value(("T01", "T02")), show_value(720.0, None)
    ('–', 'yes', 'T01, T02', '720')
    """
    if value is None or is_missing(value):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _show_number(value, decimals)
    return one_line(", ".join(value) if isinstance(value, tuple) else value)


def read_frame(
    frame: pd.DataFrame, described: Mapping[str, Column] | None = None, *, decimals: int | None = 3
) -> tuple[FrameColumn, ...]:
    """Give the columns of a frame as plain data; the index comes first unless it only counts rows.

    Parameters
    ----------
    frame
        Any frame; columns may repeat a name.
    described
        Title, description and decimals of columns, by name.
    decimals
        For columns without a description that hold other than whole numbers.

    Examples
    --------
    >>> frame = pd.DataFrame({"n": [2, 1]}, index=pd.Index(["T01", "T02"], name="case"))
    >>> [(column.name, column.values) for column in read_frame(frame)]
    [('case', ('T01', 'T02')), ('n', (2, 1))]
    """
    columns = [] if _only_counts(frame.index) else _index_columns(frame.index)
    columns += [(_name(frame.columns[at]), frame.iloc[:, at].tolist(), False) for at in range(frame.shape[1])]
    return tuple(
        _column(name, values, (described or {}).get(name), is_index, decimals)
        for name, values, is_index in columns
    )


def _column(
    name: str, values: list[object], described: Column | None, is_index: bool, decimals: int | None
) -> FrameColumn:
    plain = tuple(map(plain_value, values))
    if described is not None:
        return FrameColumn(
            name, described.title or name, plain, described.description, described.decimals, is_index
        )
    is_whole = all(value.is_integer() for value in plain if isinstance(value, float))
    return FrameColumn(name, name, plain, "", 0 if is_whole else decimals, is_index)


def _only_counts(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.name is None and (index.start, index.step) == (0, 1)


def _index_columns(index: pd.Index) -> list[tuple[str, list[object], bool]]:
    return [
        (_name(index.names[level] or ""), index.get_level_values(level).tolist(), True)
        for level in range(index.nlevels)
    ]


def _name(name: object) -> str:
    return " / ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _show_number(value: float, decimals: int | None) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if decimals is None:
        return f"{value:.6g}"
    shown = f"{value:.{decimals}f}"
    if float(shown) != 0:
        return shown
    if value == 0 or decimals == 0:
        return shown.lstrip("-")
    smallest = f"{10**-decimals:.{decimals}f}"
    return f"<{smallest}" if value > 0 else f">-{smallest}"
