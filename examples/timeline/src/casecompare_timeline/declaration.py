"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from casecompare import Method, MethodResult, NoOptions, RunContext, Score, Study
from casecompare_timeline.sections import SECTIONS

__all__ = ["METHOD", "SCORES"]

_MISSING = "missing where the record has no timeline"
SCORES = (
    Score(
        name="months_to_change",
        title="Months to change",
        description="Months from the start of the process to the first change that took effect; low and high "
        "are the bounds that follow from dates known to the month or the year only.",
        range=(0.0, None),
        unit="months",
        direction="later change",
        missing=f"{_MISSING}, or no change was seen: the duration is longer than the observation",
    ),
    Score(
        name="reversed_share",
        title="Reversed",
        description="Share of the changes that were undone again while the case was observed.",
        direction="more was undone",
        missing=f"{_MISSING}, or nothing changed",
    ),
    Score(
        name="months_observed",
        title="Months observed",
        description="Months from the start of the process to the last event that was recorded.",
        range=(0.0, None),
        unit="months",
        direction="longer observation",
        missing=f"{_MISSING} of two events at least",
    ),
)


def _run(study: Study, options: NoOptions, context: RunContext) -> MethodResult:
    from casecompare_timeline.method import run  # the algorithms are loaded when they are needed

    return run(study)


METHOD = Method(
    name="timeline",
    title="Timelines",
    question="How long did cases take until something changed, and how much of it was undone?",
    citation="Langley A (1999), Strategies for theorizing from process data, Academy of Management Review "
    "24(4):691-710",
    maturity="experimental",
    run=_run,
    sections=SECTIONS,
    scores=SCORES,
)
