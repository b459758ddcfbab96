"""What is wrong or questionable about the timelines of a study, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casecompare import Case, Problem, Study
from casecompare_timeline.records import read_timelines
from casecompare_timeline.sections import Event

__all__ = ["timeline_problems"]


def timeline_problems(study: Study) -> Iterator[Problem]:
    """Give every problem: events before the start or after the end, and more reversals than changes.

    Parameters
    ----------
    study
        The study.
    """
    for name, events in read_timelines(study).items():
        case = study.cases[name]
        yield from _order_problems(case, events)
        changes = sum(event.kind == "change" for event in events)
        reversals = [at for at, event in enumerate(events) if event.kind == "reversal"]
        if len(reversals) > changes:
            yield case.problem(
                "timeline", reversals[-1], "kind",
                message=f"{len(reversals)} changes are undone, but only {changes} took effect.",
                hint="Add the change, or call it a step.", code="timeline-reversal-without-change",
            )  # fmt: skip
        for at, event in enumerate(events):
            if unknown := [one for one in event.evidence if one not in case.evidence]:
                yield case.problem(
                    "timeline", at, "evidence", message=f"the record has no evidence '{unknown[0]}'.",
                    hint="Add it under evidence:, or correct its id.", code="timeline-unknown-evidence",
                )  # fmt: skip


def _order_problems(case: Case, events: Sequence[Event]) -> Iterator[Problem]:
    starts = [event.days for event in events if event.kind == "start"]
    ends = [event.days for event in events if event.kind == "end"]
    for at, event in enumerate(events):
        # Dates that are not known to the day may overlap; only what cannot be is wrong.
        if starts and event.days.last < min(starts).first:
            yield case.problem(
                "timeline", at, "date", message=f"{event.date} lies before the start.",
                hint="Correct the date, or the start.", code="timeline-before-start",
            )  # fmt: skip
        if ends and event.days.first > max(ends).last:
            yield case.problem(
                "timeline", at, "date", message=f"{event.date} lies after the end.",
                hint="Correct the date, or the end.", code="timeline-after-end",
            )  # fmt: skip
