"""Names and numbers in sentences."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["counted", "listed", "short"]


def counted(count: int, one: str, several: str = "") -> str:
    """Say how many.

    Examples
    --------
    >>> counted(1, "system"), counted(3, "country", "countries")
    ('1 system', '3 countries')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def listed(names: Sequence[str], most: int = 10) -> str:
    """List names, and say how many are left out.

    Examples
    --------
    >>> listed(["Wales", "Italy", "Japan"], most=2)
    'Wales, Italy and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(map(short, names[:most])) + more


def short(name: str, most: int = 60) -> str:
    """Give a name on one line, cut where it is longer than a message can bear.

    Examples
    --------
    >>> short("a very long name", 8)
    'a very …'
    """
    line = " ".join(name.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
