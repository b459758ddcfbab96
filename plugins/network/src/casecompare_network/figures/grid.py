"""The power–interest grid as a drawing: each actor with the spread of its ratings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    INK,
    LIGHT,
    MUTED,
    PAPER,
    Box,
    Label,
    Look,
    Piece,
    axis_below,
    axis_left,
    clipped,
    counted,
    label_pieces,
    line,
    looks_of,
    mark,
    page,
    place_labels,
    rectangle,
    text,
    wrapped,
)
from casecompare_network.figures.layout import Point
from casecompare_network.stakeholders import QUADRANTS, Placement, to_frame

__all__ = ["grid_drawing", "grid_table"]

_LEFT, _TOP, _SIDE, _WIDTH = 70.0, 64.0, 460.0, 720.0
_LABEL = 11.0


def grid_drawing(
    placements: Sequence[Placement],
    *,
    case: str = "",
    labels: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    group_order: Sequence[str] = (),
    cut: float = 0.5,
    name: str = "power_interest",
    table: str = "",
) -> Figure:
    """Draw power against interest.

    The mark stands at the mean of the ratings, thin lines reach from the lowest to the highest. Actors
    with the same means share one place and are named together; those without ratings are named below.

    Parameters
    ----------
    placements
        What `casecompare_network.stakeholders.power_interest_grid` gave.
    case
        Which case it is.
    labels, groups, group_order
        What actors are called, their groups, and the order of the groups' shapes.
    cut
        The cut with which they were placed.
    name, table
        Name of the figure, and of the table behind it (see `grid_table`).

    Examples
    --------
    >>> from casecompare_network.stakeholders import Rating, power_interest_grid
    >>> placed = power_interest_grid([Rating("gp", "power", 0.8), Rating("gp", "interest", 0.9)], ["gp", "x"])
    >>> print(grid_drawing(placed, case="T02").alt)
    Power–interest grid, T02: 2 actors. manage closely: gp. Not rated: x.
    """
    rated = [one for one in placements if one.place]
    unrated = [one.actor for one in placements if not one.place]
    own = groups or {}
    looks = looks_of([*group_order, *sorted({group for group in own.values() if group} - set(group_order))])
    whiskers = [way for one in rated for way in _whiskers(one)]
    parts = _axes(cut) + [line(*start, *end, stroke=MUTED, width=1) for start, end in whiskers]
    cuts = [(_place(cut, 0), _place(cut, 1)), (_place(0, cut), _place(1, cut))]
    marks, lost = _marks(rated, [*whiskers, *cuts], labels or {}, own, looks)
    parts += marks
    title = "Power and interest" + (f": {case}" if case else "")
    parts.append(text(_LEFT, 28, title, size=15, is_bold=True, width=_WIDTH - 90))
    shown = {group: look for group, look in looks.items() if group in {own.get(one.actor) for one in rated}}
    notes, bottom = _notes(shown, unrated, lost, any(not one.is_settled for one in rated))
    alt = _described(placements, unrated, case)
    svg = page(_WIDTH, bottom, [*parts, *notes], title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def grid_table(placements: Sequence[Placement], *, name: str = "power_interest") -> Table:
    """Give the numbers behind the grid: quadrant, what else raters say, agreement, and the ratings' spread.

    Examples
    --------
    >>> from casecompare_network.stakeholders import Rating, power_interest_grid
    >>> placed = power_interest_grid([Rating("gp", "power", 0.8), Rating("gp", "interest", 0.9)], ["gp"])
    >>> grid_table(placed).frame["quadrant"].tolist()
    ['manage closely']
    """
    columns = {
        "actor": Column(title="Actor"),
        "quadrant": Column(title="Quadrant", description="By the mean of the ratings."),
        "also_possible": Column(title="Also possible", description="By the ratings of single raters."),
        "agreement": Column(
            title="Agreement", description="Share of raters who give this quadrant.", decimals=2
        ),
    }
    for attribute in ("power", "interest"):
        word = attribute.capitalize()
        columns[attribute] = Column(title=word, description="Mean over raters.", decimals=2)
        columns[f"{attribute}_low"] = Column(title=f"{word}, lowest", decimals=2)
        columns[f"{attribute}_high"] = Column(title=f"{word}, highest", decimals=2)
        columns[f"{attribute}_raters"] = Column(title=f"{word}, raters", decimals=0)
    frame = to_frame(placements, place="quadrant").reindex(columns=list(columns))
    return Table(name=name, title="Power and interest", frame=pd.DataFrame(frame), columns=columns)


def _place(interest: float, power: float) -> tuple[float, float]:
    return _LEFT + interest * _SIDE, _TOP + (1 - power) * _SIDE


def _axes(cut: float) -> list[Piece]:
    across, down = _place(cut, cut)
    parts = [
        rectangle(_LEFT, _TOP, _SIDE, _SIDE, fill=PAPER, stroke=INK),
        rectangle(across, _TOP, _LEFT + _SIDE - across, down - _TOP, fill=LIGHT),
        line(across, _TOP, across, _TOP + _SIDE, stroke=MUTED, dash="4 3"),
        line(_LEFT, down, _LEFT + _SIDE, down, stroke=MUTED, dash="4 3"),
        text(_LEFT + _SIDE / 2, _TOP + _SIDE + 42, "interest", size=13, anchor="middle"),
        text(_LEFT - 42, _TOP + _SIDE / 2, "power", size=13, anchor="middle", turn=-90),
    ]
    for (has_power, has_interest), name in QUADRANTS.items():
        x = _LEFT + _SIDE if has_interest else _LEFT
        y = _TOP - 7 if has_power else _TOP + _SIDE + 36
        parts.append(text(x, y, name, size=12, anchor="end" if has_interest else "start", is_bold=True))
    spots = [(f"{tick:g}", *_place(tick, tick)) for tick in (0, 0.25, 0.5, 0.75, 1)]
    parts += axis_below(_TOP + _SIDE, [(x, said) for said, x, _ in spots])
    return parts + axis_left(_LEFT, [(y, said) for said, _, y in spots])


def _marks(
    rated: Sequence[Placement],
    ways: Sequence[Sequence[Point]],
    called: Mapping[str, str],
    groups: Mapping[str, str],
    looks: Mapping[str, Look],
) -> tuple[list[Piece], list[str]]:
    """Draw one mark per place with its label; give the actors for whose label there was no room."""
    places: dict[Point, list[str]] = {}
    for one in rated:
        spot = round(one.spreads["interest"].mean, 3), round(one.spreads["power"].mean, 3)
        places.setdefault(_place(*spot), []).append(one.actor)
    parts: list[Piece] = []
    spots = []
    for (x, y), actors in places.items():
        found = {groups.get(actor, "") for actor in actors}
        look = looks.get(found.pop() if len(found) == 1 else "", Look("circle", PAPER))
        radius = 6.5 + min(len(actors) - 1, 5)
        spots.append((x, y, radius * 1.2))
        parts.append(mark(x, y, radius, look))
    said = [
        clipped(", ".join(called.get(actor, actor) for actor in actors), 200, _LABEL)
        for actors in places.values()
    ]
    labels = [Label(*spot, (label,), _LABEL) for spot, label in zip(spots, said, strict=True)]
    bounds = Box(_LEFT + 1, _TOP + 1, _LEFT + _SIDE + 90, _TOP + _SIDE - 1)
    placed = place_labels(labels, bounds, ways=ways)
    unnamed = [actors for actors, one in zip(places.values(), placed, strict=True) if one is None]
    return [*parts, *label_pieces(placed)], [actor for actors in unnamed for actor in actors]


def _whiskers(one: Placement) -> list[tuple[Point, Point]]:
    interest, power = one.spreads["interest"], one.spreads["power"]
    found = []
    if interest.high > interest.low:
        found.append((_place(interest.low, power.mean), _place(interest.high, power.mean)))
    if power.high > power.low:
        found.append((_place(interest.mean, power.low), _place(interest.mean, power.high)))
    return found


def _notes(
    looks: Mapping[str, Look], unrated: Sequence[str], lost: Sequence[str], is_disputed: bool
) -> tuple[list[Piece], float]:
    x, y = _LEFT + _SIDE + 104, _TOP + 12
    parts: list[Piece] = []
    for group, look in looks.items():
        parts += [mark(x + 7, y - 4, 7, look), text(x + 22, y, group, width=90)]
        y += 24
    below = _TOP + _SIDE + 66
    notes = []
    if is_disputed:
        notes.append(
            "Lines reach from the lowest to the highest rating; raters differ about the quadrant of some."
        )
    if unrated:
        notes.append(f"Not rated: {', '.join(unrated)}.")
    if lost:
        notes.append(f"{counted(len(lost), 'actor')} without room for a label: see the table.")
    for note in notes:
        for said in wrapped(note, _WIDTH - _LEFT - 20, 11):
            parts.append(text(_LEFT, below, said, size=11, fill=MUTED))
            below += 16
    return parts, max(below, y) + 8


def _described(placements: Sequence[Placement], unrated: Sequence[str], case: str) -> str:
    said = f"Power–interest grid{f', {case}' if case else ''}: {counted(len(placements), 'actor')}."
    for quadrant in QUADRANTS.values():
        there = [_with_doubt(one) for one in placements if one.place == quadrant]
        said += f" {quadrant}: {', '.join(there)}." if there else ""
    return said + (f" Not rated: {', '.join(unrated)}." if unrated else "")


def _with_doubt(one: Placement) -> str:
    others = [place for place in one.possible if place != one.place]
    if not others or math.isnan(one.agreement):
        return one.actor
    return f"{one.actor} (or {', '.join(others)})"
