"""Recursion that no stack limits: functions written as generators, whose calls wait in a list."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar, cast

__all__ = ["Recursion", "run"]

Result = TypeVar("Result")

Recursion: TypeAlias = Generator["Recursion[Result]", Result, Result]
"""A call of a function that yields its recursive calls and is sent their results."""


def run(call: Recursion[Result]) -> Result:
    """Run a recursive generator to its result.

    Examples
    --------
    >>> def depth(n: int) -> Recursion[int]:
    ...     return 0 if n == 0 else 1 + (yield depth(n - 1))
    >>> run(depth(50_000))
    50000
    """
    waiting: list[Recursion[Result]] = [call]
    result: Result | None = None
    while waiting:
        try:
            asked = waiting[-1].send(cast("Result", result))  # None also starts a call
        except StopIteration as finished:
            waiting.pop()
            result = finished.value
        else:
            waiting.append(asked)
            result = None
    return cast("Result", result)
