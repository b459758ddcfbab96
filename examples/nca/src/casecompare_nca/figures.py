"""The picture of one condition: the cases, the empty corner, and the ceilings over them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from casecompare import Figure
from casecompare.figures import (
    ACCENT,
    DASHES,
    FAINT,
    INK,
    MUTED,
    PAPER,
    Box,
    Entry,
    Label,
    Look,
    Piece,
    axis_below,
    axis_left,
    counted,
    label_pieces,
    legend,
    line,
    listed,
    mark,
    page,
    place_labels,
    polyline,
    rectangle,
    ticks,
)
from casecompare_nca.analysis import Ceiling
from casecompare_nca.ceilings import CEILING_TITLES
from casecompare_nca.result import Examined
from casecompare_nca.scatter import Scope
from casecompare_nca.tables import points_name

__all__ = ["ceiling_way", "scatter_figure"]

_LEFT, _TOP, _RIGHT, _BOTTOM = 70.0, 16.0, 460.0, 350.0
_MOST_LABELS, _MOST_MARKS = 30, 5_000
_CORNERS = {1: "upper left", 2: "upper right", 3: "lower left", 4: "lower right"}
_CASE, _PEER = Look("circle", PAPER), Look("diamond", ACCENT)
_DASHES = ("", *(dash for dash in DASHES if dash))

Point = tuple[float, float]


@dataclass(frozen=True)
class _Plane:
    """Where the scope is drawn."""

    scope: Scope

    def across(self, value: float) -> float:
        width = self.scope.x_max - self.scope.x_min
        return _LEFT + (_RIGHT - _LEFT) * (value - self.scope.x_min) / width

    def down(self, value: float) -> float:
        height = self.scope.y_max - self.scope.y_min
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.scope.y_min) / height


def scatter_figure(one: Examined) -> Figure:
    """Draw the cases of a condition by condition and outcome, with every ceiling.

    Cases on which the first ceiling rests are diamonds with their names.

    Parameters
    ----------
    one
        What was found of the condition.
    """
    plane = _Plane(one.analysis.scope)
    scatter = one.analysis.scatter
    places = [
        (plane.across(float(x)), plane.down(float(y))) for x, y in zip(scatter.x, scatter.y, strict=True)
    ]
    first = next(iter(one.analysis.ceilings.values()))
    peers = set(first.peers)
    pieces = [rectangle(_LEFT, _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP, stroke=FAINT)]
    pieces += _axes(one, plane)
    ways = {name: _placed(ceiling_way(one, name), plane) for name in one.analysis.ceilings}
    for at, way in enumerate(ways.values()):
        if len(way) > 1:
            pieces.append(_ceiling_line(way, at))
    pieces += [mark(*place, 3.6, _CASE, stroke=MUTED, width=0.9) for place in _distinct(places)]
    pieces += [mark(*places[row], 5, _PEER, stroke=INK, width=1) for row in sorted(peers)]
    pieces += _labels(one, sorted(peers), places, ways)
    key, end = legend(list(_entries(one, ways)), _LEFT, _BOTTOM + 62, _RIGHT)
    title = f"{one.outcome} over {one.condition}, with ceilings"
    alt = _alt(one)
    return Figure(
        name=f"scatter_{one.condition}",
        title=title,
        svg=page(480, end - 6, [*key, *pieces], title=title, alt=alt),
        alt=alt,
        table=points_name(one.condition),
    )


def _distinct(places: list[Point]) -> list[Point]:
    """Give places that can be told apart in print; marks on one place look like one."""
    return list({(round(x, 1), round(y, 1)): (x, y) for x, y in places}.values())[:_MOST_MARKS]


def ceiling_way(one: Examined, name: str) -> list[Point]:
    """Give the points that a ceiling runs through within the scope, in the plot as measured.

    Empty where the ceiling is not defined or does not touch the scope.
    """
    scope = one.analysis.scope
    if name not in one.analysis.steps:
        return _line_within(one.analysis[name], scope)
    scatter = one.analysis.scatter
    _, _, seen = scatter.seen
    turn_x, turn_y = (-1 if scatter.is_x_mirrored else 1), (-1 if scatter.is_y_mirrored else 1)
    xs, ys = (part.tolist() for part in one.analysis.steps[name])
    way: list[Point] = [(xs[0], seen.y_min), (xs[0], ys[0])]
    for at in range(1, len(xs)):
        way += [(xs[at], ys[at - 1])] * (name == "ce_fdh") + [(xs[at], ys[at])]
    way.append((seen.x_max, ys[-1]))
    return [(turn_x * x, turn_y * y) for x, y in way]


def _line_within(ceiling: Ceiling, scope: Scope) -> list[Point]:
    if math.isnan(ceiling.slope):
        return []
    at_sides = [(x, ceiling.intercept + ceiling.slope * x) for x in (scope.x_min, scope.x_max)]
    at_ends = (
        [((y - ceiling.intercept) / ceiling.slope, y) for y in (scope.y_min, scope.y_max)]
        if ceiling.slope
        else []
    )
    room = 1e-9 * max(scope.x_max - scope.x_min, scope.y_max - scope.y_min)
    inside = sorted(
        (x, y)
        for x, y in (*at_sides, *at_ends)
        if scope.x_min - room <= x <= scope.x_max + room and scope.y_min - room <= y <= scope.y_max + room
    )
    return [inside[0], inside[-1]] if len(inside) > 1 else []


def _placed(way: list[Point], plane: _Plane) -> list[Point]:
    return [(plane.across(x), plane.down(y)) for x, y in way]


def _ceiling_line(way: list[Point], at: int) -> Piece:
    return polyline(way, stroke=INK, width=1.6, dash=_DASHES[at % len(_DASHES)])


def _axes(one: Examined, plane: _Plane) -> list[Piece]:
    scope = one.analysis.scope
    marks_x = [(plane.across(tick), f"{tick:g}") for tick in ticks(scope.x_min, scope.x_max, most=6)]
    marks_y = [(plane.down(tick), f"{tick:g}") for tick in ticks(scope.y_min, scope.y_max, most=6)]
    return [
        *axis_below(_BOTTOM, marks_x, title=one.condition, length=_RIGHT - _LEFT),
        *axis_left(_LEFT, marks_y, title=one.outcome, length=_BOTTOM - _TOP),
    ]


def _labels(
    one: Examined, peers: list[int], places: list[Point], ceilings: Mapping[str, list[Point]]
) -> list[Piece]:
    # Cases at one place share a label.
    names: dict[Point, list[str]] = {}
    for row in peers:
        names.setdefault(places[row], []).append(one.cases[row])
    said = [Label(x, y, 5.5, (_short(cases),)) for (x, y), cases in list(names.items())[:_MOST_LABELS]]
    taken = [Box(x - 3.6, y - 3.6, x + 3.6, y + 3.6) for x, y in dict.fromkeys(places) if (x, y) not in names]
    frame = Box(_LEFT + 2, _TOP + 2, _RIGHT - 2, _BOTTOM - 2)
    ways = [pair for way in ceilings.values() for pair in pairwise(way) if pair[0] != pair[1]]
    return list(label_pieces(place_labels(said, frame, taken[:400], ways=ways)))


def _short(cases: list[str]) -> str:
    more = f" +{len(cases) - 1}" if len(cases) > 1 else ""
    first = cases[0]
    return (first if len(first) <= 18 else first[:17] + "…") + more


def _entries(one: Examined, ways: dict[str, list[Point]]) -> Iterator[Entry]:
    for at, (name, way) in enumerate(ways.items()):
        effect = one.analysis[name].effect_size
        if len(way) > 1:
            said = CEILING_TITLES[name] + ("" if math.isnan(effect) else f", {effect:.2f}")
            yield Entry(said, _sample(at), 32)
    yield Entry("peer", partial(_drawn, _PEER))
    yield Entry("case", partial(_drawn, _CASE))


def _sample(at: int) -> Callable[[float, float], list[Piece]]:
    dash = _DASHES[at % len(_DASHES)]
    return lambda x, y: [line(x - 12, y, x + 12, y, stroke=INK, width=1.6, dash=dash)]


def _drawn(look: Look, x: float, y: float) -> list[Piece]:
    return [mark(x, y, 4.4, look, stroke=INK, width=0.9)]


def _alt(one: Examined) -> str:
    scatter = one.analysis.scatter
    said = [
        f"{counted(len(one.cases), 'case')} by {one.condition} (across) and {one.outcome} (up). "
        f"Expected to be empty: the {_CORNERS[scatter.corner]} corner."
    ]
    for name, ceiling in one.analysis.ceilings.items():
        if math.isnan(ceiling.effect_size):
            said.append(f"{CEILING_TITLES[name]} has no effect size.")
            continue
        above = f", {counted(int(ceiling.above), 'case')} above it" if ceiling.above else ""
        said.append(f"{CEILING_TITLES[name]} leaves {ceiling.effect_size:.0%} of the plot empty{above}.")
    first = next(iter(one.analysis.ceilings.values()))
    names = [one.cases[row] for row in first.peers]
    if names:
        said.append(f"{CEILING_TITLES[first.name]} rests on {listed(names, 12)}.")
    low, high = np.min(scatter.y), np.max(scatter.y)
    said.append(f"{one.outcome} goes from {low:.3g} to {high:.3g}.")
    return " ".join(said)
