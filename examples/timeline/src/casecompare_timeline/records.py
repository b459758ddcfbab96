"""The timelines of a study's cases, as the records hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casecompare import Study
from casecompare_timeline.sections import Event

__all__ = ["read_timelines"]


def read_timelines(study: Study) -> Mapping[str, Sequence[Event]]:
    """Give the events of each case that has some, by case id.

    Parameters
    ----------
    study
        The study; sections of another shape than this plugin's are no timelines.
    """
    found = {}
    for case in study.case_ids:
        section = study.cases[case].sections.get("timeline")
        events = [one for one in section if isinstance(one, Event)] if isinstance(section, list) else []
        if events:
            found[case] = events
    return found
