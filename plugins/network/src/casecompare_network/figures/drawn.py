"""What a sociogram is drawn from, and what the drawings of networks share: columns, looks, the legend."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casecompare.figures import (
    MUTED,
    PAPER,
    WARM,
    Entry,
    Look,
    Piece,
    counted,
    line,
    looks_of,
    mark,
    text,
)
from casecompare.figures import (
    legend as drawn_legend,
)

__all__ = [
    "CONTEST_DASH",
    "LEFT",
    "NOWHERE",
    "NO_GROUP",
    "DrawnActor",
    "DrawnCase",
    "DrawnTie",
    "drawable",
    "legend",
    "line_dashes",
    "looks_in",
    "mark_entry",
    "members_of",
    "relations_said",
]

LEFT = 24.0
NOWHERE, NO_GROUP = "no arena", "not coded"
CONTEST_DASH = "6 4"
_DASHES = ("", "1.5 3", "10 3 1.5 3")
"""Whole, dotted, dash and dot; what contests is evenly dashed."""


@dataclass(frozen=True)
class DrawnActor:
    """An actor: its id, what it is called, its group (a shape), its place (a column), and a measure (a size).

    A place or group that was not coded is empty; a measure that is undefined is NaN.
    """

    id: str
    label: str = ""
    group: str = ""
    place: str = ""
    size: float = math.nan


@dataclass(frozen=True)
class DrawnTie:
    """A tie between two actors, by their ids; `leads` one way even where the network as a whole does not."""

    source: str
    target: str
    relation: str = ""
    weight: float = 1.0
    leads: bool = False


@dataclass(frozen=True)
class DrawnCase:
    """The network of one case; `caption` stands below its title.

    `relations` gives the order in which relations get their lines, so that all cases of a study look alike;
    others follow as they come.
    """

    case: str
    actors: tuple[DrawnActor, ...]
    ties: tuple[DrawnTie, ...]
    is_directed: bool = False
    caption: str = ""
    relations: tuple[str, ...] = ()


def members_of(case: DrawnCase, places: Sequence[str]) -> dict[str, list[str]]:
    """Give the actors of each place that has any, in the order of the places."""
    order = dict.fromkeys([*places, *(actor.place for actor in case.actors if actor.place), NOWHERE])
    members = {
        place: [actor.id for actor in case.actors if (actor.place or NOWHERE) == place] for place in order
    }
    return {place: ids for place, ids in members.items() if ids}


def looks_in(cases: Sequence[DrawnCase], groups: Sequence[str]) -> dict[str, Look]:
    """Give every group of some cases a look, the groups named first in their order."""
    found = sorted({actor.group for case in cases for actor in case.actors if actor.group} - set(groups))
    looks = looks_of([*groups, *found])
    return looks | {NO_GROUP: Look("hexagon", PAPER)}


def drawable(case: DrawnCase) -> list[DrawnTie]:
    """Give the ties between two different actors that the case has."""
    known = {actor.id for actor in case.actors}
    return [tie for tie in case.ties if {tie.source, tie.target} <= known and tie.source != tie.target]


def legend(
    case: DrawnCase,
    looks: Mapping[str, Look],
    radii: Mapping[str, float],
    contests: Sequence[str],
    measure: str,
    left_out: Sequence[str],
    width: float,
    top: float,
) -> tuple[list[Piece], float]:
    """Draw shapes, lines and sizes with their meaning; give the height at which the page ends."""
    shown = {actor.group or NO_GROUP for actor in case.actors}
    entries = [
        mark_entry(group, 7, look)
        for group, look in looks.items()
        if group in shown and (group != NO_GROUP or len(shown) > 1)
    ]
    entries += _of_lines(case, contests)
    if measure and radii:
        sized = [actor for actor in case.actors if actor.size == actor.size]
        largest = max((actor.size for actor in sized), default=0.0)
        entries.append(mark_entry(f"size: {measure} (up to {largest:.3g})", 10, Look()))
        if len(sized) < len(case.actors):
            entries.append(mark_entry("smallest also: undefined", 5, Look()))
    parts, bottom = drawn_legend(entries, LEFT + 10, top, width - 10)
    if left_out:
        note = f"{counted(len(left_out), 'actor')} without room for a label; see the table"
        parts.append(text(LEFT + 10, bottom + 2, note, size=11, fill=MUTED, width=width - LEFT - 20))
        bottom += 20
    return parts, bottom


def mark_entry(said: str, radius: float, look: Look) -> Entry:
    """Give an entry of a legend that shows a mark."""
    return Entry(said, lambda x, y: [mark(x, y, radius, look)], 28)


def line_dashes(case: DrawnCase, contests: Sequence[str]) -> dict[str, str]:
    """Give the dashes of each relation's line; past three relations that do not contest, the last ones share.

    Examples
    --------
    >>> line_dashes(DrawnCase("T", (), (), relations=("works_with", "contests", "advises")), ["contests"])
    {'works_with': '', 'contests': '6 4', 'advises': '1.5 3'}
    """
    dashes: dict[str, str] = {}
    working = 0
    for relation in dict.fromkeys([*case.relations, *(tie.relation for tie in case.ties)]):
        if relation in contests:
            dashes[relation] = CONTEST_DASH
        else:
            dashes[relation] = _DASHES[min(working, len(_DASHES) - 1)]
            working += 1
    return dashes


def _of_lines(case: DrawnCase, contests: Sequence[str]) -> list[Entry]:
    """Give an entry for each line that is drawn; relations that look alike share one."""
    drawn = {tie.relation for tie in case.ties}
    alike: dict[str, list[str]] = {}
    for relation, dash in line_dashes(case, contests).items():
        if relation in drawn:
            alike.setdefault(dash, []).append(relation or "tie")
    return [
        _of_line(", ".join(names), dash, is_contest=dash == CONTEST_DASH) for dash, names in alike.items()
    ]


def _of_line(names: str, dash: str, *, is_contest: bool) -> Entry:
    stroke, said = (WARM, f"{names} (dashed)") if is_contest else (MUTED, names)
    return Entry(said, lambda x, y: [line(x - 16, y, x + 16, y, stroke=stroke, width=1.8, dash=dash)], 44)


def relations_said(case: DrawnCase, contests: Sequence[str]) -> str:
    """Say how many ties of each relation there are."""
    counts: dict[str, int] = {}
    for tie in case.ties:
        counts[tie.relation] = counts.get(tie.relation, 0) + 1
    said = [
        f"{counted(count, 'tie')}{f' {relation}' if relation else ''}" for relation, count in counts.items()
    ]
    return ", ".join(said) or "no ties"
