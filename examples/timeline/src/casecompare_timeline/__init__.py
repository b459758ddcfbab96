"""Timelines for casecompare, and a reader of coded projects: what researchers bring from the field.

The plain functions are usable without the engine:

>>> from casecompare_timeline import Event, course_of
>>> course = course_of([Event(date="2012-01-01", kind="start"), Event(date="2012-07-01", kind="change")])
>>> round(course.to_change.months, 1)
6.0
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Reader, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_timeline.dates import Span, read_date
    from casecompare_timeline.durations import Course, Duration, course_of
    from casecompare_timeline.refi import read_project, read_qdpx
    from casecompare_timeline.sections import Event

__all__ = [
    "Course",
    "Duration",
    "Event",
    "Span",
    "course_of",
    "read_date",
    "read_project",
    "read_qdpx",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `timeline`, which reads the section of the same name."""
    from casecompare_timeline.declaration import METHOD

    register(METHOD)


@hookimpl
def casecompare_register_readers(register: Callable[[Reader], None]) -> None:
    """Register the reader of projects in the exchange format REFI-QDA."""
    from casecompare_timeline.refi import read_qdpx

    register(Reader(suffix=".qdpx", title="REFI-QDA project: coded passages, by case", read=read_qdpx))


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the timelines of a study."""
    from casecompare_timeline.checks import timeline_problems

    return list(timeline_problems(study))


export_lazily(
    __name__,
    {
        "casecompare_timeline.dates": ("Span", "read_date"),
        "casecompare_timeline.durations": ("Course", "Duration", "course_of"),
        "casecompare_timeline.refi": ("read_project", "read_qdpx"),
        "casecompare_timeline.sections": ("Event",),
    },
)
