"""Dates as field notes have them: a day, a month or a year, each with the days it may stand for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["DAYS_PER_MONTH", "Span", "read_date"]

DAYS_PER_MONTH = 365.25 / 12
"""Days of a month, on average."""

_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


@dataclass(frozen=True, order=True)
class Span:
    """The first and the last day that a date may stand for, counted from year 1.

    Examples
    --------
    >>> Span(1, 3).middle
    2.0
    """

    first: int
    last: int

    @property
    def middle(self) -> float:
        """The day in the middle."""
        return (self.first + self.last) / 2


def read_date(written: str) -> Span:
    """Read ``2012-03-15``, ``2012-03`` or ``2012``.

    Parameters
    ----------
    written
        As in ISO 8601, to the precision that is known.

    Raises
    ------
    ValueError
        if it is no such date; the message says what is one.

    Examples
    --------
    >>> read_date("2012-03").last - read_date("2012-03").first
    30
    >>> read_date("2012-02-30")
    Traceback (most recent call last):
    ValueError: '2012-02-30' is no date; write a year, a month or a day: 2012, 2012-03 or 2012-03-15.
    """
    found = _WRITTEN.fullmatch(written.strip())
    try:
        if found is None:
            raise ValueError
        year = int(found["year"])
        first_month, last_month = (int(found["month"]),) * 2 if found["month"] else (1, 12)
        if found["day"]:
            day = date(year, first_month, int(found["day"])).toordinal()
            return Span(day, day)
        first = date(year, first_month, 1)
        last = date(year, last_month, calendar.monthrange(year, last_month)[1])
        return Span(first.toordinal(), last.toordinal())
    except (ValueError, IndexError):
        shown = written if len(written) <= 30 else written[:29] + "…"
        raise ValueError(
            f"'{shown}' is no date; write a year, a month or a day: 2012, 2012-03 or 2012-03-15."
        ) from None
