"""Frames as plain data and back, such that a report made from either is the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pandas as pd
from pydantic import BaseModel, ConfigDict, JsonValue

from casecompare.errors import CasecompareError

__all__ = ["FrameRecord", "UnreadableFrame", "frame_record", "plain_cell", "read_frame"]

Cell: TypeAlias = "bool | int | float | str | None"
_Data: TypeAlias = "bool | int | float | str | list[_Data] | dict[str, _Data] | None"

_SIZES = (8, 16, 32, 64)
_KINDS = frozenset(
    {"bool", "boolean", "object", "str", "string", "float16", "float32", "float64", "Float32", "Float64"}
    | {f"{kind}{size}" for kind in ("int", "uint", "Int", "UInt") for size in _SIZES}
)
"""The dtypes that come back as they were; a column of any other comes back as objects."""
_COLLECTIONS: dict[str, type[tuple[object, ...] | list[object] | frozenset[object]]] = {
    "tuple": tuple, "list": list, "set": frozenset}  # fmt: skip


class UnreadableFrame(CasecompareError):
    """Plain data that no frame can be made from."""


class _Record(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


class _Values(_Record):
    dtype: str
    cells: list[JsonValue]


class _Axis(_Record):
    names: list[JsonValue]
    levels: list[_Values]
    range: tuple[int, int, int] | None = None


class FrameRecord(_Record):
    """A frame as plain data: its index, the names of its columns, and the values of each column."""

    index: _Axis
    columns: _Axis
    values: list[_Values]


def frame_record(frame: pd.DataFrame) -> dict[str, _Data]:
    """Give a frame as plain data, as `FrameRecord` reads them.

    Examples
    --------
    >>> frame = pd.DataFrame({"cases": [("k", "l")], "n": [2]}, index=pd.Index(["A"], name="term"))
    >>> read_frame(FrameRecord.model_validate(frame_record(frame))).equals(frame)
    True
    """
    return {
        "index": _axis(frame.index),
        "columns": _axis(frame.columns),
        "values": [_values(frame.iloc[:, at]) for at in range(frame.shape[1])],
    }


def read_frame(record: FrameRecord) -> pd.DataFrame:
    """Give the frame that plain data describe.

    Raises
    ------
    UnreadableFrame
        if they describe none.
    """
    try:
        index, columns = _read_axis(record.index), _read_axis(record.columns)
        made = {at: pd.Series(_cells(one), dtype=_dtype(one), index=index)
                for at, one in enumerate(record.values)}  # fmt: skip
        frame = pd.DataFrame(made, index=index)
        frame.columns = columns
    except (TypeError, ValueError, OverflowError) as error:
        raise UnreadableFrame(f"a table that cannot be read ({error})") from None
    return frame


def plain_cell(value: object) -> Cell:
    """Give a single value as Python's own number, truth value or text; None stays None.

    Examples
    --------
    >>> import numpy as np
    >>> plain_cell(np.int64(3)), plain_cell(np.True_), plain_cell(pd.NA), plain_cell(complex(1))
    (3, True, None, '(1+0j)')
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        inner = item()
        return plain_cell(inner) if type(inner) is not type(value) else str(value)
    return str(value)


def _axis(index: pd.Index) -> dict[str, _Data]:
    names = [_cell(name) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return {"names": names, "levels": [], "range": [index.start, index.stop, index.step]}
    return {
        "names": names,
        "levels": [_values(index.get_level_values(level).to_series()) for level in range(index.nlevels)],
    }


def _read_axis(axis: _Axis) -> pd.Index:
    names = [_read_cell(name) for name in axis.names]
    if axis.range is not None:
        start, stop, step = axis.range
        return pd.RangeIndex(start, stop, step, name=names[0] if names else None)
    levels = [pd.Index(_cells(one), dtype=_dtype(one), tupleize_cols=False) for one in axis.levels]
    if len(levels) == 1:
        return levels[0].set_names(names)
    return pd.MultiIndex.from_arrays(levels, names=names)


def _values(column: pd.Series) -> dict[str, _Data]:
    name = str(column.dtype)
    return {"dtype": name if name in _KINDS else "object", "cells": [_cell(one) for one in column.tolist()]}


def _cell(value: object) -> _Data:
    for name, kind in (("tuple", tuple), ("list", list)):
        if isinstance(value, kind):
            return {name: [_cell(one) for one in value]}
    if isinstance(value, set | frozenset):
        return {"set": [_cell(one) for one in sorted(value, key=str)]}
    return plain_cell(value)


def _dtype(values: _Values) -> str:
    if values.dtype not in _KINDS:
        raise UnreadableFrame(f"a table with a column of {values.dtype[:40]!r}")
    return values.dtype


def _cells(values: _Values) -> list[object]:
    return [_read_cell(one) for one in values.cells]


def _read_cell(value: JsonValue) -> object:
    if not isinstance(value, dict):
        return value
    ((name, inner),) = value.items() if len(value) == 1 else (("", None),)
    if name not in _COLLECTIONS or not isinstance(inner, Sequence) or isinstance(inner, str):
        raise UnreadableFrame("a table with a cell of an unknown kind")
    return _COLLECTIONS[name](_read_cell(one) for one in inner)
