"""What two runs differ in, as plain data, and how two values are held against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import JsonValue

__all__ = ["Change", "ChangeGroup", "ChangeKind", "Side", "is_near", "mapping_changes", "same"]

ChangeKind: TypeAlias = Literal["added", "removed", "changed"]
Side: TypeAlias = Literal["inputs", "results"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing in which two runs differ.

    Parameters
    ----------
    subject
        What it is about: ``T02 outcome_change``, ``A*~B``, ``H1``.
    kind
        Whether the second run has it in *added*, lacks it (*removed*), or has it otherwise (*changed*).
    before, after
        The value in the first and in the second run; None where there is none.
    note
        What has to be known beside the two values: why a verdict changed, which cases moved.
    """

    subject: str
    kind: ChangeKind = "changed"
    before: JsonValue = None
    after: JsonValue = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeGroup:
    """The changes of one sort.

    Parameters
    ----------
    name
        A stable word for programs: ``verdicts``, ``codebook``.
    title
        The heading.
    side
        Whether they are changes of what went into the runs or of what came out.
    changes
        In the order of the runs.
    note
        What is true of all of them, or of what is not listed one by one.
    """

    name: str
    title: str
    side: Side
    changes: tuple[Change, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.changes or self.note)


def is_near(first: float, second: float, tolerance: float) -> bool:
    """Say whether two numbers are the same within a tolerance, relative to numbers beyond 1.

    Examples
    --------
    >>> is_near(0.1 + 0.2, 0.3, 1e-9), is_near(1e9, 1e9 + 0.5, 1e-9), is_near(0.5, 0.51, 1e-9)
    (True, True, False)
    """
    if math.isnan(first) or math.isnan(second):
        return math.isnan(first) and math.isnan(second)
    return first == second or abs(first - second) <= tolerance * max(1.0, abs(first), abs(second))


def same(first: JsonValue, second: JsonValue, tolerance: float) -> bool:
    """Say whether two values are the same: words and whole numbers exactly, other numbers by `is_near`.

    Examples
    --------
    >>> same({"a": [1, 0.3]}, {"a": [1, 0.1 + 0.2]}, 1e-9), same(1, True, 1e-9), same(1, 1.0, 1e-9)
    (True, False, True)
    """
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, int | float) and isinstance(second, int | float):
        if isinstance(first, int) and isinstance(second, int):
            return first == second
        return is_near(first, second, tolerance)
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(
            same(first[key], second[key], tolerance) for key in first
        )
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(
            same(one, other, tolerance) for one, other in zip(first, second, strict=True)
        )
    return first == second


def mapping_changes(
    first: Mapping[str, JsonValue], second: Mapping[str, JsonValue], tolerance: float, *, prefix: str = ""
) -> Iterator[Change]:
    """Give the changes between two mappings: what was removed, changed and added, in their order.

    Examples
    --------
    >>> [(one.subject, one.kind) for one in mapping_changes({"a": 1, "b": 2}, {"b": 3, "c": 4}, 0)]
    [('a', 'removed'), ('b', 'changed'), ('c', 'added')]
    """
    for name in dict.fromkeys([*first, *second]):
        subject = f"{prefix}{name}"
        if name not in second:
            yield Change(subject=subject, kind="removed", before=first[name])
        elif name not in first:
            yield Change(subject=subject, kind="added", after=second[name])
        elif not same(first[name], second[name], tolerance):
            yield Change(subject=subject, before=first[name], after=second[name])
