"""Timelines: dates, durations, what is wrong with them, and the method in a run."""

from __future__ import annotations

import doctest
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import casecompare_timeline
from casecompare import Study
from casecompare.testing import make_study, try_method
from casecompare_timeline import Event, course_of, read_date
from casecompare_timeline.declaration import METHOD

PROJECT = Path(__file__).resolve().parent.parent


def study_of(**timelines: list[tuple[str, str]]) -> Study:
    table = pd.DataFrame({"Y": [0.9] * len(timelines)}, index=list(timelines))
    study = make_study(table, outcome="Y")
    cases = {
        name: replace(
            study.cases[name],
            sections={"timeline": [Event(date=date, kind=kind) for date, kind in rows]} if rows else {},
        )
        for name, rows in timelines.items()
    }
    return replace(study, cases=cases)


def test_durations_by_hand() -> None:
    course = course_of([Event(date="2010-01-01", kind="start"), Event(date="2011-01-01", kind="change")])
    assert course.to_change.months == pytest.approx(365 / (365.25 / 12))
    assert course.to_change.low == course.to_change.months == course.to_change.high


def test_what_is_not_known_of_a_date_becomes_bounds() -> None:
    course = course_of([Event(date="2010", kind="start"), Event(date="2011", kind="change")])
    assert (round(course.to_change.low, 2), round(course.to_change.high, 2)) == (0.03, 23.95)


def test_without_a_change_there_is_no_duration() -> None:
    course = course_of([Event(date="2010", kind="start"), Event(date="2014", kind="end")])
    assert pd.isna(course.to_change.months)
    assert pd.isna(course.reversed_share)
    assert course.observed.months > 40


@pytest.mark.parametrize("given", [2012, "2012-03", "2012-03-15"])
def test_dates_of_every_precision_are_read(given: object) -> None:
    assert Event.model_validate({"date": given, "kind": "step"}).days.first


@pytest.mark.parametrize("given", ["2012-13", "2012-02-30", "soon", "12", "0000", True, 1.5, None, "2012-3"])
def test_what_is_no_date_is_refused_in_words(given: object) -> None:
    with pytest.raises(ValidationError) as raised:
        Event.model_validate({"date": given, "kind": "step"})
    assert "date" in str(raised.value)


DATES = st.dates(min_value=pd.Timestamp("1950-01-01").date(), max_value=pd.Timestamp("2050-01-01").date())
WRITTEN = st.tuples(DATES, st.sampled_from([4, 7, 10])).map(lambda drawn: drawn[0].isoformat()[: drawn[1]])
EVENTS = st.lists(
    st.builds(Event, date=WRITTEN, kind=st.sampled_from(["start", "step", "change", "reversal", "end"])),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_durations_lie_within_their_bounds_and_shares_within_0_and_1(events: list[Event]) -> None:
    course = course_of(events)
    for one in (course.to_change, course.observed):
        if not pd.isna(one.months):
            assert 0 <= one.low <= one.months <= one.high
    assert pd.isna(course.reversed_share) or 0 <= course.reversed_share <= 1


@settings(max_examples=60, deadline=None)
@given(DATES)
def test_a_day_lies_in_its_month_and_a_month_in_its_year(day) -> None:
    written = day.isoformat()
    one, month, year = (read_date(written[:length]) for length in (10, 7, 4))
    assert year.first <= month.first <= one.first == one.last <= month.last <= year.last
    assert one.first == day.toordinal()


def test_scores_are_derived_and_cases_without_a_timeline_stay_missing() -> None:
    study = study_of(
        k=[("2010-01-01", "start"), ("2010-07-01", "change"), ("2011-07-01", "reversal")],
        l=[("2010-01-01", "start"), ("2012-01-01", "end")],
        m=[],
    )
    found = try_method(METHOD, study).found
    scores = found.scores
    assert scores["months_to_change"].round(1).tolist()[0] == 5.9
    assert scores["reversed_share"].tolist()[0] == 1.0
    assert scores["months_to_change"].isna().tolist() == [False, True, True]
    assert [one.code for one in found.diagnostics] == ["timeline.no-change", "timeline.no-timeline"]
    assert "In 1 of 1 cases that changed" in found.findings[1].sentence


def test_a_study_without_timelines_is_skipped_in_words() -> None:
    trial = try_method(METHOD, study_of(k=[]))
    assert trial.status == "refused"
    assert trial.reason.startswith("no record has a timeline")


def test_what_cannot_be_is_told_with_its_place() -> None:
    study = study_of(
        k=[("2010-05", "start"), ("2010-04", "change"), ("2010-05", "reversal"), ("2010-06", "reversal")],
        l=[("2010", "start"), ("2012", "end"), ("2012-05", "step"), ("2013", "step")],
    )
    found = casecompare_timeline.casecompare_check_study(study)
    assert [(one.case, one.field, one.code) for one in found] == [
        ("k", "timeline.1.date", "timeline-before-start"),
        ("k", "timeline.3.kind", "timeline-reversal-without-change"),
        ("l", "timeline.3.date", "timeline-after-end"),
    ]


def test_a_figure_tells_what_changed_and_what_was_undone() -> None:
    rows = [("2010-01", "start"), ("2010-07", "change"), ("2011", "reversal")]
    figure = try_method(METHOD, study_of(k=rows, l=rows[:1])).found.figures[0]
    assert figure.alt == (
        "One line for each of 2 cases, 4 events in all. A change took effect in k. Something was undone in k."
    )


def test_the_readme_is_true() -> None:
    failed, tried = doctest.testfile(str(PROJECT / "README.md"), module_relative=False)
    assert (failed, tried > 0) == (0, True)
