"""JSON as text that can be compared by lines: a row of a table or a small record on each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

__all__ = ["Json", "json_text"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_one_line = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(value: Json, indent: str = "") -> str:
    """Write plain data as JSON, keys in the order that they have.

    What holds nothing but values goes on one line, and so does a row: what holds values and lists of values.

    Parameters
    ----------
    value
        Plain data.
    indent
        What stands before each of its lines but the first.

    Raises
    ------
    ValueError
        if a number is not finite.

    Examples
    --------
    >>> print(json_text({"rows": [["T01", 0.5], ["T02", None]], "name": "s"}))
    {
     "rows": [
      ["T01", 0.5],
      ["T02", null]
     ],
     "name": "s"
    }
    """
    # The encoder of the standard library is fast on one line and slow with indents, hence the two together.
    deeper = f"{indent} "
    if isinstance(value, dict) and not _is_row(value.values()):
        lines = (f"{deeper}{_one_line(key)}: {json_text(inner, deeper)}" for key, inner in value.items())
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and not _is_row(value):
        return "[\n" + ",\n".join(deeper + json_text(one, deeper) for one in value) + f"\n{indent}]"
    return _one_line(value)


def _is_row(values: Iterable[Json]) -> bool:
    """Say whether something holds values, and beside them at most collections of values."""
    collections = [value for value in values if isinstance(value, dict | list)]
    if not collections:
        return True
    for one in collections:
        if any(isinstance(inner, dict | list) for inner in (one.values() if isinstance(one, dict) else one)):
            return False
    return not any(collections) or any(not isinstance(value, dict | list) for value in values)
