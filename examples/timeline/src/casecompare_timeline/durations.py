"""How long a case took, and how much of what changed was undone: plain functions on dated events.

Durations between events that are known to the month or the year have bounds; a case without a change by the
end of the observation has no duration, for it is longer than was seen (Langley 1999, *Academy of Management
Review* 24(4):691-710, on what is lost when a process becomes a number).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from casecompare_timeline.dates import DAYS_PER_MONTH, Span
from casecompare_timeline.sections import Event, EventKind

__all__ = ["Course", "Duration", "course_of", "months_after", "ordered"]


@dataclass(frozen=True, kw_only=True)
class Duration:
    """Months between two events, and the bounds that follow from what is not known of their dates.

    All are NaN where there are no two such events.
    """

    months: float = math.nan
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, kw_only=True)
class Course:
    """What the events of a case come to.

    Parameters
    ----------
    to_change
        From the start to the first change.
    observed
        From the start to the last event.
    changes, reversals
        How many changes took effect, and how many were undone.
    reversed_share
        Reversals per change; NaN without any change.
    """

    to_change: Duration
    observed: Duration
    changes: int
    reversals: int
    reversed_share: float


def course_of(events: Sequence[Event]) -> Course:
    """Give what the events of a case come to.

    Parameters
    ----------
    events
        In any order. The process starts with the first event of the kind ``start``, or else with the first of
        all.

    Examples
    --------
    >>> course = course_of([Event(date="2012-01", kind="start"), Event(date="2012-07", kind="change"),
    ...                     Event(date="2013", kind="reversal")])
    >>> round(course.to_change.months, 1), round(course.to_change.low, 1), round(course.to_change.high, 1)
    (6.0, 5.0, 7.0)
    >>> course.reversed_share
    1.0
    """
    start = _first(events, "start") or next(iter(ordered(events)), None)
    change = _first(events, "change")
    last = max(events, key=lambda event: (event.days.middle, event.days), default=None)
    changes = sum(event.kind == "change" for event in events)
    reversals = sum(event.kind == "reversal" for event in events)
    return Course(
        to_change=_between(start, change),
        observed=_between(start, last) if len(events) > 1 else Duration(),
        changes=changes,
        reversals=reversals,
        reversed_share=min(reversals / changes, 1.0) if changes else math.nan,
    )


def ordered(events: Sequence[Event]) -> list[Event]:
    """Give events by their dates; those that may be at the same time in the order of the record.

    Examples
    --------
    >>> [one.date for one in ordered([Event(date="2013", kind="end"), Event(date="2012", kind="start")])]
    ['2012', '2013']
    """
    return sorted(events, key=lambda event: event.days.middle)


def _first(events: Sequence[Event], kind: EventKind) -> Event | None:
    return next((event for event in ordered(events) if event.kind == kind), None)


def _between(one: Event | None, other: Event | None) -> Duration:
    if one is None or other is None:
        return Duration()
    start, end = one.days, other.days
    return Duration(
        months=_months(end.middle - start.middle),
        low=_months(end.first - start.last),
        high=_months(end.last - start.first),
    )


def _months(days: float) -> float:
    return max(days, 0.0) / DAYS_PER_MONTH


def months_after(start: Span, event: Span) -> tuple[float, float]:
    """Give the months from the middle of a start to the first and the last day of an event.

    Examples
    --------
    >>> months_after(Span(0, 0), Span(0, 0))
    (0.0, 0.0)
    """
    return (event.first - start.middle) / DAYS_PER_MONTH, (event.last - start.middle) / DAYS_PER_MONTH
