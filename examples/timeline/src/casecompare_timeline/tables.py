"""The tables of the method: one row per case, and one per event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Column, Study, Table
from casecompare_timeline.durations import Course, months_after, ordered
from casecompare_timeline.sections import Event

__all__ = ["courses_table", "events_table"]

_COURSES: Mapping[str, Column] = {
    "case": Column(title="Case"),
    "months": Column(title="Months to change", description="From the start to the first change.", decimals=1),
    "low": Column(title="Low", description="At least, by what is known of the dates.", decimals=1),
    "high": Column(title="High", description="At most.", decimals=1),
    "changes": Column(title="Changes", decimals=0),
    "reversals": Column(title="Undone", decimals=0),
    "observed": Column(title="Observed", description="Months from the start to the last event.", decimals=1),
}
_EVENTS: Mapping[str, Column] = {
    "case": Column(title="Case"),
    "date": Column(title="Date", description="As far as it is known."),
    "kind": Column(title="Kind"),
    "months": Column(title="Month", description="Months since the start, first possible day.", decimals=1),
    "months_last": Column(title="To", description="Months since the start, last possible day.", decimals=1),
    "what": Column(title="What happened"),
    "evidence": Column(title="Evidence", description="Ids in the case's record."),
}


def courses_table(study: Study, courses: Mapping[str, Course]) -> Table:
    """Give one row per case; those without a timeline are empty."""
    rows = []
    for case in study.case_ids:
        course = courses.get(case)
        row: dict[str, object] = dict.fromkeys(_COURSES)
        row["case"] = case
        if course is not None:
            row |= {
                "months": course.to_change.months,
                "low": course.to_change.low,
                "high": course.to_change.high,
                "changes": course.changes,
                "reversals": course.reversals,
                "observed": course.observed.months,
            }
        rows.append(row)
    return Table(
        name="courses",
        title="How long each case took, and what was undone",
        frame=pd.DataFrame(rows, columns=list(_COURSES)),
        columns=_COURSES,
        note="Empty months: no change while the case was observed." if rows else "",
        main=True,
    )


def events_table(timelines: Mapping[str, Sequence[Event]]) -> Table:
    """Give every event in the order of its date, case by case."""
    rows = []
    for case, events in timelines.items():
        chronology = ordered(events)
        start = next((one for one in chronology if one.kind == "start"), chronology[0])
        for event in chronology:
            first, last = months_after(start.days, event.days)
            rows.append(
                {
                    "case": case,
                    "date": event.date,
                    "kind": event.kind,
                    "months": first,
                    "months_last": last,
                    "what": event.what,
                    "evidence": ", ".join(event.evidence),
                }
            )
    return Table(
        name="events",
        title="What happened when",
        frame=pd.DataFrame(rows, columns=list(_EVENTS)),
        columns=_EVENTS,
    )
