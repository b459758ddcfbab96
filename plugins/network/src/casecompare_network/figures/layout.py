"""Where actors stand in a sociogram, and how ties run between them.

Everything is decided in a fixed order without chance, so that the same network gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Frame", "Point", "arranged", "route", "towards"]

Point = tuple[float, float]
Floats = NDArray[np.float64]

# The weights of start, control point and end at 33 places along a quadratic curve.
_ALONG = np.linspace(0, 1, 33)
_SHARES: Floats = np.column_stack([(1 - _ALONG) ** 2, 2 * _ALONG * (1 - _ALONG), _ALONG**2])

_ROUNDS = 12
_BENDS = (0.0, 18.0, -18.0, 32.0, -32.0, 50.0, -50.0, 72.0, -72.0)


@dataclass(frozen=True)
class Frame:
    """The region of a place: its middle and how far actors may stand from it."""

    x: float
    y: float
    half_width: float
    half_height: float


def arranged(
    members: Mapping[str, Sequence[str]], frames: Mapping[str, Frame], ties: Sequence[tuple[str, str]]
) -> dict[str, Point]:
    """Place the actors of each region on an ellipse, where no tie within it can run through a third.

    Then two actors of a region change places as long as that makes the ties shorter.

    Parameters
    ----------
    members
        The actors of each region.
    frames
        Where each region lies.
    ties
        Who is tied to whom.

    Examples
    --------
    >>> arranged({"S": ["a"]}, {"S": Frame(10, 20, 5, 5)}, [])
    {'a': (10, 20)}
    """
    points: dict[str, Point] = {}
    for at, (region, actors) in enumerate(members.items()):
        # Every other region is turned by half a step, so that its actors do not stand in one line with those
        # of its neighbours, where ties between the neighbours would run.
        turn = 0.5 if at % 2 == 0 and len(members) > 1 else 0.0
        points |= dict(zip(actors, _on_ellipse(len(actors), frames[region], turn), strict=True))
    neighbours: dict[str, list[str]] = {actor: [] for actor in points}
    for one, other in ties:
        neighbours[one].append(other)
        neighbours[other].append(one)
    for _ in range(_ROUNDS):
        changed = [_exchange(list(actors), points, neighbours) for actors in members.values()]
        if not any(changed):
            break
    return points


def route(
    start: Point,
    end: Point,
    others: Sequence[tuple[Point, float]],
    radii: tuple[float, float],
    *,
    least_bend: float = 0.0,
    scale: float = 1.0,
) -> list[Point]:
    """Give the way of a tie from edge to edge: straight, or bent around marks that stand in its way.

    Parameters
    ----------
    start, end
        The middles of the two marks.
    others
        The other marks: middle and radius.
    radii
        Those of the two marks at the ends.
    least_bend
        How much to bend in any case, for a second tie between the same two.
    scale
        What the bends and the distance kept from marks are multiplied by in a small drawing.

    Returns
    -------
    list
        Two points, or three of which the middle one is the control point of a quadratic curve.

    Examples
    --------
    >>> route((0, 0), (100, 0), [], (10, 10))
    [(10.0, 0.0), (90.0, 0.0)]
    >>> len(route((0, 0), (100, 0), [((50, 0), 10)], (10, 10)))
    3
    """
    best, least = 0.0, math.inf
    middles = np.array([middle for middle, _ in others]).reshape(-1, 2)
    keep_off = np.array([radius for _, radius in others]) + 4.0 * scale
    for bend in (one * scale for one in _BENDS):
        if abs(bend) < least_bend:
            continue
        touched = _touched([start, _control(start, end, bend), end], middles, keep_off)
        if touched < least - 1e-9:
            best, least = bend, touched
        if least == 0.0:
            break
    control = _control(start, end, best)
    first, last = towards(start, control, radii[0]), towards(end, control, radii[1])
    return [first, last] if best == 0.0 else [first, control, last]


def _on_ellipse(count: int, frame: Frame, turn: float) -> list[Point]:
    """Give so many points at equal distances along an ellipse, clockwise from `turn` steps past the top."""
    if count == 1:
        return [(frame.x, frame.y)]
    steps = 720
    outline = [
        (
            frame.x + frame.half_width * math.sin(2 * math.pi * at / steps),
            frame.y - frame.half_height * math.cos(2 * math.pi * at / steps),
        )
        for at in range(steps + 1)
    ]
    lengths = [0.0]
    for at in range(steps):
        lengths.append(lengths[-1] + math.dist(outline[at], outline[at + 1]))
    found, at = [], 0
    for place in range(count):
        wanted = lengths[-1] * (place + turn) / count
        while lengths[at] < wanted - 1e-9:
            at += 1
        found.append((round(outline[at][0], 3), round(outline[at][1], 3)))
    return found


def _exchange(actors: list[str], points: dict[str, Point], neighbours: Mapping[str, Sequence[str]]) -> bool:
    """Let pairs of a region change places where that shortens their ties; say whether any did."""
    has_changed = False
    for at, one in enumerate(actors):
        for other in actors[at + 1 :]:
            before = _length(one, points, neighbours) + _length(other, points, neighbours)
            points[one], points[other] = points[other], points[one]
            after = _length(one, points, neighbours) + _length(other, points, neighbours)
            if after < before - 1e-6:
                has_changed = True
            else:
                points[one], points[other] = points[other], points[one]
    return has_changed


def _length(actor: str, points: Mapping[str, Point], neighbours: Mapping[str, Sequence[str]]) -> float:
    return sum(math.dist(points[actor], points[other]) for other in neighbours[actor])


def _control(start: Point, end: Point, bend: float) -> Point:
    """Give the control point that makes the middle of the curve stand off the straight line by `bend`."""
    length = math.dist(start, end) or 1.0
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return middle[0] - 2 * bend * down, middle[1] + 2 * bend * across


def towards(point: Point, other: Point, distance: float) -> Point:
    """Give the point that lies so far from a point on the way to another."""
    length = math.dist(point, other) or 1.0
    share = distance / length
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _touched(way: Sequence[Point], middles: Floats, keep_off: Floats) -> float:
    """Say by how much a curve runs into marks, summed over them."""
    if not len(middles):
        return 0.0
    places = _SHARES @ np.array(way)
    apart = np.sqrt(((places[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)).min(axis=0)
    return float(np.maximum(keep_off - apart, 0.0).sum())
