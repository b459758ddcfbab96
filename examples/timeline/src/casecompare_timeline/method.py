"""The method `timeline`: durations and reversals of each case, from its dated events."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from casecompare import Diagnostic, Finding, MethodResult, NotApplicable, Statement, Study
from casecompare_timeline.durations import Course, course_of
from casecompare_timeline.figures import timelines_figure
from casecompare_timeline.records import read_timelines
from casecompare_timeline.tables import courses_table, events_table

__all__ = ["run"]


def run(study: Study) -> MethodResult:
    """Say for each case how long it took until something changed, and how much was undone.

    Parameters
    ----------
    study
        Its records have the section ``timeline``.

    Returns
    -------
    MethodResult
        The scores `months_to_change` and `months_observed` with their bounds, and `reversed_share`; tables,
        findings and a figure.

    Raises
    ------
    casecompare.NotApplicable
        if no record has a timeline.
    """
    timelines = read_timelines(study)
    if not timelines:
        raise NotApplicable("no record has a timeline; add dated events under timeline: to the records.")
    courses = {case: course_of(events) for case, events in timelines.items()}
    return MethodResult(
        scores=_scores(study, courses),
        tables=(courses_table(study, courses), events_table(timelines)),
        figures=(timelines_figure(timelines),),
        findings=tuple(_findings(courses)),
        diagnostics=tuple(_diagnostics(study, courses)),
        statements=tuple(
            Statement(kind="a change was undone", subject=case, value="yes" if course.reversals else "no")
            for case, course in courses.items()
        ),
    )


def _scores(study: Study, courses: Mapping[str, Course]) -> pd.DataFrame:
    rows = []
    for case in study.case_ids:
        course = courses.get(case, course_of([]))
        rows.append(
            {
                "months_to_change": course.to_change.months,
                "months_to_change.low": course.to_change.low,
                "months_to_change.high": course.to_change.high,
                "reversed_share": course.reversed_share,
                "months_observed": course.observed.months,
                "months_observed.low": course.observed.low,
                "months_observed.high": course.observed.high,
            }
        )
    index = pd.Index(list(study.case_ids), name="case", dtype=object)
    return pd.DataFrame(rows, index=index, dtype=float)


def _findings(courses: Mapping[str, Course]) -> Iterator[Finding]:
    months = {case: one.to_change.months for case, one in courses.items() if one.changes}
    if months:
        fast, slow = (pick(months, key=lambda case: (months[case], case)) for pick in (min, max))
        median = float(np.median(list(months.values())))
        yield Finding(
            id="months-to-change",
            sentence=f"Of {len(courses)} cases with a timeline, {len(months)} saw a change take effect, half "
            f"of them within {median:.1f} months; {fast} was the fastest ({months[fast]:.1f}), {slow} the "
            f"slowest ({months[slow]:.1f}).",
            measure="median of months to the first change",
            value=median,
        )
    undone = [case for case, one in courses.items() if one.reversals]
    changed = [case for case, one in courses.items() if one.changes]
    if changed:
        yield Finding(
            id="reversals",
            sentence=f"In {len(undone)} of {len(changed)} cases that changed, a change was undone again"
            f"{': ' + ', '.join(undone) if undone else ''}.",
            measure="share of changed cases with a reversal",
            value=len(undone) / len(changed),
        )


def _diagnostics(study: Study, courses: Mapping[str, Course]) -> Iterator[Diagnostic]:
    for case in study.case_ids:
        course = courses.get(case)
        if course is None:
            yield Diagnostic(
                level="note", code="timeline.no-timeline", case=case, message="its record has no timeline.",
                advice="Add its events, or leave the scores of timelines out of its comparison.",
            )  # fmt: skip
        elif not course.changes:
            seen = "" if math.isnan(course.observed.months) else f" in {course.observed.months:.1f} months"
            yield Diagnostic(
                level="warning", code="timeline.no-change", case=case,
                message=f"no change was seen{seen}; how long one takes is not known, only that it is longer.",
                advice="Say in the codebook what that means; a set of early changes does not hold the case.",
            )  # fmt: skip
