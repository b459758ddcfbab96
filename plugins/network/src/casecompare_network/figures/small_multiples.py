"""The networks of all cases on one page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    FAINT,
    LIGHT,
    MUTED,
    WARM,
    Look,
    Piece,
    counted,
    curve,
    mark,
    page,
    rectangle,
    text,
)
from casecompare_network.figures.drawn import (
    NO_GROUP,
    NOWHERE,
    DrawnCase,
    drawable,
    legend,
    line_dashes,
    looks_in,
    members_of,
    relations_said,
)
from casecompare_network.figures.layout import Frame, arranged, route

__all__ = ["small_multiples", "small_multiples_table"]


def small_multiples(
    cases: Sequence[DrawnCase],
    *,
    places: Sequence[str] = (),
    groups: Sequence[str] = (),
    contests: Sequence[str] = ("contests",),
    title: str = "The networks of all cases",
    name: str = "networks",
    table: str = "",
) -> Figure:
    """Draw the networks of all cases small, on one page and on one scale, without labels.

    Parameters are those of `sociogram`; the table behind it is `small_multiples_table`.

    Examples
    --------
    >>> from casecompare_network.figures import DrawnActor, DrawnTie
    >>> case = DrawnCase("T02", (DrawnActor("a"), DrawnActor("b")), (DrawnTie("a", "b"),), caption="success")
    >>> small_multiples([case]).alt
    'The networks of all cases, side by side. T02 (success): 2 actors, 1 tie.'
    """
    panel, height, gap, left = 168.0, 190.0, 10.0, 9.0
    across = _across(len(cases), (height + gap) / (panel + gap))
    width = 2 * left + across * panel + (across - 1) * gap
    places = list(dict.fromkeys([*places, *(place for case in cases for place in members_of(case, places))]))
    looks = looks_in(cases, groups)
    named = (one for case in cases for one in (*case.relations, *(tie.relation for tie in case.ties)))
    relations = tuple(dict.fromkeys(named))
    parts = [text(left, 28, title, size=15, is_bold=True, width=width - 2 * left)]
    panels = [
        _panel(
            replace(case, relations=relations),
            places,
            looks,
            contests,
            (left + (at % across) * (panel + gap), 46 + (at // across) * (height + gap), panel, height),
        )
        for at, case in enumerate(cases)
    ]
    # Layer by layer, and what looks alike together: panels do not overlap, and the file gets half as large.
    for layer in zip(*panels, strict=True):
        parts += sorted((piece for part in layer for piece in part), key=lambda piece: piece.look)
    below = 46 + math.ceil(len(cases) / across) * (height + gap)
    actors = tuple(one for case in cases for one in case.actors)
    everything = DrawnCase("", actors, tuple(tie for case in cases for tie in case.ties), relations=relations)
    explained, bottom = legend(everything, looks, {}, contests, "", [], width, below + 12)
    said = "; ".join(
        f"{case.case}{f' ({case.caption})' if case.caption else ''}: {counted(len(case.actors), 'actor')}, "
        f"{relations_said(case, contests)}"
        for case in cases
    )
    alt = f"{title}, side by side. {said}."
    return Figure(
        name=name,
        title=title,
        svg=page(width, bottom, [*parts, *explained], title=title, alt=alt),
        alt=alt,
        table=table,
    )


def small_multiples_table(cases: Sequence[DrawnCase], *, name: str = "networks") -> Table:
    """Give the numbers behind the small networks: actors, and ties of each relation, per case.

    Examples
    --------
    >>> from casecompare_network.figures import DrawnActor, DrawnTie
    >>> case = DrawnCase("T02", (DrawnActor("a"), DrawnActor("b")), (DrawnTie("a", "b", "advises"),))
    >>> small_multiples_table([case]).frame
      case  actors  advises
    0  T02       2        1
    """
    relations = list(dict.fromkeys(tie.relation for case in cases for tie in case.ties))
    rows = [
        [case.case, len(case.actors), *(sum(tie.relation == one for tie in case.ties) for one in relations)]
        for case in cases
    ]
    columns = {"case": Column(title="Case"), "actors": Column(title="Actors", decimals=0)}
    columns |= {one or "ties": Column(title=f"Ties: {one or 'all'}", decimals=0) for one in relations}
    frame = pd.DataFrame(rows, columns=list(columns))
    return Table(name=name, title="Size of the networks", frame=frame, columns=columns)


def _across(cases: int, shape: float) -> int:
    """Give how many stand side by side, so that all fit on one upright page."""
    across = min(max(cases, 1), 4)
    while math.ceil(cases / across) * shape > 1.2 * across:
        across += 1
    return across


def _panel(
    case: DrawnCase,
    places: Sequence[str],
    looks: Mapping[str, Look],
    contests: Sequence[str],
    frame: tuple[float, float, float, float],
) -> tuple[list[Piece], list[Piece], list[Piece], list[Piece]]:
    """Give the edge with its words, the grounds of the arenas, the ties and the marks of one case."""
    x, y, width, height = frame
    members = members_of(case, places)
    shown = [place for place in places if place in members] if len(places) > 6 else list(places)
    column = width / max(len(shown), 1)
    frames = {
        place: Frame(x + column * (at + 0.5), y + height / 2 + 22, max(column * 0.32, 7.0), height / 2 - 44)
        for at, place in enumerate(shown)
    }
    radii = {actor.id: 4.2 for actor in case.actors}
    points = arranged(members, frames, [(tie.source, tie.target) for tie in drawable(case)])
    edge = [
        rectangle(x, y, width, height, stroke=FAINT, round_=6),
        text(x + 8, y + 17, case.case, is_bold=True, width=width - 16),
        text(x + 8, y + 31, case.caption, size=10, fill=MUTED, width=width - 16),
    ]
    grounds: list[Piece] = []
    for place in shown if shown != [NOWHERE] else []:
        middle = frames[place].x
        grounds.append(
            rectangle(middle - column / 2 + 3, y + 40, column - 6, height - 44, fill=LIGHT, round_=5)
        )
        grounds.append(text(middle, y + 52, place, size=10, anchor="middle", fill=MUTED, width=column - 6))
    ties = []
    dashes = line_dashes(case, contests)
    for tie in drawable(case):
        is_contest = tie.relation in contests
        others = [(points[one], 4.2) for one in points if one not in (tie.source, tie.target)]
        way = route(points[tie.source], points[tie.target], others, (0.0, 0.0), scale=0.5)
        stroke, dash = (WARM, "4 3") if is_contest else (MUTED, dashes[tie.relation])
        ties.append(curve(way, stroke=stroke, width=1.4 if is_contest else 1.0, dash=dash))
    marks = [
        mark(*points[actor.id], radii[actor.id], looks[actor.group or NO_GROUP], width=0.9)
        for actor in case.actors
    ]
    return edge, grounds, ties, marks
