"""What a sociogram is drawn from, and what the drawings of networks share: columns, looks, the legend."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casecompare_network.figures.drawing import (
    MUTED,
    WARM,
    Look,
    clipped,
    counted,
    line,
    looks_of,
    mark,
    text,
    text_width,
)

__all__ = [
    "LEFT",
    "NOWHERE",
    "NO_GROUP",
    "DrawnActor",
    "DrawnCase",
    "DrawnTie",
    "drawable",
    "legend",
    "looks_in",
    "members_of",
    "relations_said",
]

LEFT = 24.0
NOWHERE, NO_GROUP = "no arena", "not coded"


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
    """A tie between two actors, by their ids."""

    source: str
    target: str
    relation: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class DrawnCase:
    """The network of one case; `caption` stands below its title."""

    case: str
    actors: tuple[DrawnActor, ...]
    ties: tuple[DrawnTie, ...]
    is_directed: bool = False
    caption: str = ""


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
    return looks | {NO_GROUP: Look("hexagon", "#ffffff")}


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
) -> tuple[list[str], float]:
    """Draw shapes, lines and sizes with their meaning; give the height at which the page ends."""
    entries: list[tuple[str, str, float]] = []
    shown = {actor.group or NO_GROUP for actor in case.actors}
    for group, look in looks.items():
        if group in shown and (group != NO_GROUP or len(shown) > 1):
            entries.append((mark(0, 0, 7, look), group, 20.0))
    relations = dict.fromkeys(tie.relation for tie in case.ties)
    for relation in relations:
        is_contest = relation in contests
        stroke, dash = (WARM, "6 4") if is_contest else (MUTED, "")
        kept = f"{relation or 'tie'} (dashed)" if is_contest else relation or "tie"
        entries.append((line(-10, 0, 22, 0, stroke=stroke, width=1.8, dash=dash), kept, 34.0))
    if measure and radii:
        sized = [actor for actor in case.actors if actor.size == actor.size]
        largest = max((actor.size for actor in sized), default=0.0)
        entries.append(
            (mark(0, 0, 10, Look("circle", "#ffffff")), f"size: {measure} (up to {largest:.3g})", 22.0)
        )
        if len(sized) < len(case.actors):
            entries.append((mark(0, 0, 5, Look("circle", "#ffffff")), "smallest also: undefined", 20.0))
    if left_out:
        entries.append(
            ("", f"{counted(len(left_out), 'actor')} without room for a label; see the table", 0.0)
        )
    parts, x, y = [], LEFT + 10, top
    for drawn, said, shift in entries:
        wide = shift + text_width(said, 12) + 26
        if x + wide > width - 10 and x > LEFT + 10:
            x, y = LEFT + 10, y + 26
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{drawn}</g>' if drawn else "")
        parts.append(text(x + shift, y + 4, clipped(said, width - x - shift - 10, 12), size=12))
        x += wide
    return [part for part in parts if part], y + 24


def relations_said(case: DrawnCase, contests: Sequence[str]) -> str:
    """Say how many ties of each relation there are."""
    counts: dict[str, int] = {}
    for tie in case.ties:
        counts[tie.relation] = counts.get(tie.relation, 0) + 1
    said = [
        f"{counted(count, 'tie')}{f' {relation}' if relation else ''}" for relation, count in counts.items()
    ]
    return ", ".join(said) or "no ties"
