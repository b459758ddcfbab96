"""Numbers and names in sentences: one case, 2 cases, the first eight of many."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["counted", "named"]

_NAMED = 8


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "case"), counted(12_000, "case"), counted(2, "analysis", "analyses")
    ('1 case', '12,000 cases', '2 analyses')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def named(names: Sequence[object], most: int = _NAMED) -> str:
    """List names, the first ones of many.

    Examples
    --------
    >>> named(["k", "l"]), named(range(12), most=3)
    ('k, l', '0, 1, 2 and 9 more')
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(map(str, names[:most])) + more
