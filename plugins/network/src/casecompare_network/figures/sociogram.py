"""The sociogram: who is tied to whom, arena by arena.

Arenas are columns, shapes are professions, sizes a measure, and contests are dashed: nothing rests on colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    LIGHT,
    MUTED,
    WARM,
    Box,
    Label,
    Piece,
    arrow_head,
    clipped,
    counted,
    curve,
    label_pieces,
    mark,
    page,
    place_labels,
    rectangle,
    text,
)
from casecompare_network.figures.drawn import (
    LEFT,
    NO_GROUP,
    NOWHERE,
    DrawnActor,
    DrawnCase,
    drawable,
    legend,
    line_dashes,
    looks_in,
    members_of,
    relations_said,
)
from casecompare_network.figures.layout import Frame, Point, arranged, route

__all__ = [
    "sociogram",
    "sociogram_table",
]

_WIDTH, _COLUMN, _NARROWEST, _TOP = 720.0, 250.0, 150.0, 74.0
_LABEL = 11.0


def sociogram(
    case: DrawnCase,
    *,
    places: Sequence[str] = (),
    groups: Sequence[str] = (),
    contests: Sequence[str] = ("contests",),
    measure: str = "",
    name: str = "sociogram",
    table: str = "",
) -> Figure:
    """Draw the network of one case.

    Parameters
    ----------
    case
        Actors and ties.
    places, groups
        The columns from left to right and the groups in the order of their shapes, so that all cases of a
        study look alike; others follow as they come.
    contests
        The relations that are dashed.
    measure
        What the size means; empty where all have one size.
    name, table
        Name of the figure, and of the table behind it (see `sociogram_table`).

    Examples
    --------
    >>> from casecompare_network.figures import DrawnTie
    >>> actors = (DrawnActor("c1", group="clinical", place="S"), DrawnActor("m1", group="managerial", place="P"))
    >>> figure = sociogram(DrawnCase("T02", actors, (DrawnTie("c1", "m1", "works_with"),)))
    >>> print(figure.alt)
    Sociogram of T02: 2 actors (1 clinical, 1 managerial) in 2 arenas (S 1, P 1). 1 tie works_with. Most ties: c1 (1), m1 (1).
    """  # noqa: E501 (the alternative text is one line)
    members = members_of(case, places)
    most = max(map(len, members.values()), default=0)
    if len(members) > 1:
        column = max(min(_COLUMN, (_WIDTH - 2 * LEFT) / len(members)), _NARROWEST)
        height = max(300.0, 110.0 + 20.0 * most)
    else:
        column = max(560.0, 200.0 + 12.0 * most)
        height = column - 130.0
    frames = {
        place: Frame(LEFT + column * (at + 0.5), _TOP + height / 2, column * 0.19, height / 2 - 46)
        for at, place in enumerate(members)
    }
    width = 2 * LEFT + column * max(len(members), 1)
    looks = looks_in([case], groups)
    radii = _radii(case.actors, measure)
    points = arranged(members, frames, [(tie.source, tie.target) for tie in drawable(case)])
    drawn, ways = _ties(case, points, radii, contests)
    parts = [*_columns(members, frames, column, height), *drawn]
    marks = [
        mark(*points[actor.id], radii[actor.id], looks[actor.group or NO_GROUP]) for actor in case.actors
    ]
    parts += sorted(marks, key=lambda piece: piece.look)
    bounds = Box(6, _TOP + 2, width - 6, _TOP + height - 2)
    only = next(iter(frames.values())) if len(frames) == 1 else None
    labels, left_out = _labels(case.actors, points, radii, ways, bounds, (only.x, only.y) if only else None)
    parts += labels
    explained, bottom = legend(case, looks, radii, contests, measure, left_out, width, _TOP + height + 28)
    title = f"Network of {case.case}"
    head = [text(LEFT, 28, title, size=15, is_bold=True, width=width - 48)]
    head += [text(LEFT, 48, case.caption, fill=MUTED, width=width - 48)] if case.caption else []
    alt = _described(case, members, measure)
    svg = page(width, bottom, [*head, *parts, *explained], title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def sociogram_table(case: DrawnCase, *, measure: str = "", name: str = "sociogram") -> Table:
    """Give what a sociogram shows: each actor with group, place, measure and the others it is tied to.

    Examples
    --------
    >>> from casecompare_network.figures import DrawnTie
    >>> actors = (DrawnActor("c1"), DrawnActor("m1"))
    >>> table = sociogram_table(DrawnCase("T02", actors, (DrawnTie("c1", "m1", "works_with"),)))
    >>> table.frame["works_with"].tolist()
    [('m1',), ('c1',)]
    """
    relations = list(dict.fromkeys(tie.relation for tie in case.ties))
    rows = []
    for actor in case.actors:
        row: dict[str, object] = {
            "actor": actor.id,
            "group": actor.group or None,
            "place": actor.place or None,
        }
        row |= {"measure": actor.size} if measure else {}
        row |= {relation or "ties": _tied_to(case, actor.id, relation) for relation in relations}
        rows.append(row)
    columns = {
        "actor": Column(title="Actor"),
        "group": Column(title="Profession or group"),
        "place": Column(title="Arena"),
        **({"measure": Column(title=measure, description="The size of the mark.")} if measure else {}),
    }
    way = "to" if case.is_directed else "with"
    columns |= {
        relation or "ties": Column(title=relation or "Ties", description=f"Those it has such a tie {way}.")
        for relation in relations
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    return Table(name=name, title=f"Actors and ties: {case.case}", frame=frame, columns=columns)


def _radii(actors: Sequence[DrawnActor], measure: str) -> dict[str, float]:
    """Give each mark's radius: areas in proportion to the measure, on top of a smallest mark."""
    largest = max((actor.size for actor in actors if actor.size > 0), default=0.0)
    if not measure or not largest:
        return {actor.id: 8.0 for actor in actors}
    return {
        actor.id: 5.0 + 9.0 * math.sqrt(max(actor.size, 0.0) / largest) if actor.size == actor.size else 5.0
        for actor in actors
    }


def _ties(
    case: DrawnCase, points: Mapping[str, Point], radii: Mapping[str, float], contests: Sequence[str]
) -> tuple[list[Piece], list[list[Point]]]:
    parts: list[Piece] = []
    ways: list[list[Point]] = []
    seen: dict[frozenset[str], int] = {}
    dashes = line_dashes(case, contests)
    heaviest = max((tie.weight for tie in case.ties), default=1.0) or 1.0
    lightest = min((tie.weight for tie in case.ties), default=1.0)
    arcs = {(tie.source, tie.target, tie.relation) for tie in drawable(case)}
    both_ways: set[tuple[str, str, str]] = set()
    for tie in drawable(case):
        if (tie.source, tie.target, tie.relation) in both_ways:
            continue
        leads = case.is_directed or tie.leads
        is_mutual = leads and (tie.target, tie.source, tie.relation) in arcs
        if is_mutual:  # one line with two heads
            both_ways.add((tie.target, tie.source, tie.relation))
        pair = frozenset((tie.source, tie.target))
        seen[pair] = seen.get(pair, 0) + 1
        others = [(points[one], radii[one]) for one in points if one not in pair]
        ends = radii[tie.source] + (3 if is_mutual else 1), radii[tie.target] + (3 if leads else 1)
        way = route(points[tie.source], points[tie.target], others, ends, least_bend=16.0 * (seen[pair] - 1))
        is_contest = tie.relation in contests
        stroke = WARM if is_contest else MUTED
        varies = heaviest > lightest
        thick = 0.7 + 1.7 * tie.weight / heaviest if varies else 1.3
        parts.append(curve(way, stroke=stroke, width=thick, dash=dashes[tie.relation]))
        if leads:
            parts.append(arrow_head(way[-1], way[-2], fill=stroke))
        if is_mutual:
            parts.append(arrow_head(way[0], way[1], fill=stroke))
        ways.append(way)
    return parts, ways


def _columns(
    members: Mapping[str, Sequence[str]], frames: Mapping[str, Frame], column: float, height: float
) -> list[Piece]:
    if list(members) == [NOWHERE]:
        return []
    parts: list[Piece] = []
    for place in members:
        left = frames[place].x - column / 2
        parts.append(rectangle(left + 5, _TOP, column - 10, height, fill=LIGHT, round_=10))
        parts.append(
            text(frames[place].x, _TOP - 8, place, size=13, anchor="middle", is_bold=True, width=column - 20)
        )
    return parts


def _labels(
    actors: Sequence[DrawnActor],
    points: Mapping[str, Point],
    radii: Mapping[str, float],
    ways: Sequence[Sequence[Point]],
    bounds: Box,
    centre: Point | None,
) -> tuple[list[Piece], list[str]]:
    said = [clipped(actor.label or actor.id, 130, _LABEL) for actor in actors]
    labels = [
        Label(*points[actor.id], radii[actor.id] * 1.2, (one,), _LABEL)
        for actor, one in zip(actors, said, strict=True)
    ]
    placed = place_labels(labels, bounds, ways=ways, centre=centre)
    lost = [actor.id for actor, one in zip(actors, placed, strict=True) if one is None]
    return label_pieces(placed), lost


def _described(case: DrawnCase, members: Mapping[str, Sequence[str]], measure: str) -> str:
    groups: dict[str, int] = {}
    for actor in case.actors:
        groups[actor.group or NO_GROUP] = groups.get(actor.group or NO_GROUP, 0) + 1
    who = ", ".join(
        f"{count} {group}" for group, count in groups.items() if group != NO_GROUP or len(groups) > 1
    )
    said = f"Sociogram of {case.case}: {counted(len(case.actors), 'actor')}{f' ({who})' if who else ''}"
    if list(members) != [NOWHERE]:
        where = ", ".join(f"{place} {len(ids)}" for place, ids in members.items())
        said += f" in {counted(len(members), 'arena')} ({where})"
    said += f". {relations_said(case, ())}."
    counts = {actor.id: 0 for actor in case.actors}
    for tie in drawable(case):
        counts[tie.source] += 1
        counts[tie.target] += 1
    busiest = sorted((one for one in counts if counts[one]), key=lambda one: -counts[one])[:3]
    if busiest:
        said += f" Most ties: {', '.join(f'{one} ({counts[one]})' for one in busiest)}."
    alone = [one for one, count in counts.items() if not count]
    if alone:
        said += f" Without ties: {', '.join(alone)}."
    return said + (f" The size of a mark is its {measure}." if measure else "")


def _tied_to(case: DrawnCase, actor: str, relation: str) -> tuple[str, ...]:
    found: list[str] = []
    for tie in case.ties:
        if tie.relation != relation:
            continue
        if tie.source == actor:
            found.append(tie.target)
        elif tie.target == actor and not case.is_directed:
            found.append(tie.source)
    return tuple(dict.fromkeys(found))
