"""Where the labels of marks go, such that they overlap neither each other nor marks.

Everything is decided in a fixed order without chance, so that the same network gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casecompare_network.figures.layout import Floats, Point, along, towards

__all__ = ["Box", "label_places", "leader"]

_FURTHEST = 24.0
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True)
class Box:
    """A rectangle by its left, top, right and bottom edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Say whether two boxes share more than an edge.

        Examples
        --------
        >>> Box(0, 0, 2, 2).overlaps(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).overlaps(Box(2, 0, 3, 3))
        (True, False)
        """
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Say whether another box lies within this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def label_places(
    points: Sequence[tuple[Point, float]],
    sizes: Sequence[tuple[float, float]],
    bounds: Box,
    ties: Sequence[Sequence[Point]] = (),
    *,
    centre: Point | None = None,
) -> list[Box | None]:
    """Find a place beside each mark for its label, such that labels overlap neither each other nor marks.

    Of the free places the one that the fewest ties run through is taken, and rather one that is nearer to
    its own mark than to any other. Labels in the densest surroundings
    choose first.

    Parameters
    ----------
    points
        The marks: middle and radius.
    sizes
        Width and height of each label.
    bounds
        What no label may leave.
    ties
        The ways of the ties.
    centre
        Labels then stand on the side away from it, if they can.

    Returns
    -------
    list
        The place of each label; None where there is none.

    Examples
    --------
    >>> marks = [((50.0, 50.0), 5.0), ((50.0, 60.0), 5.0)]
    >>> one, other = label_places(marks, [(20, 10), (20, 10)], Box(0, 0, 100, 100))
    >>> one.overlaps(other)
    False
    """
    samples = np.array([along(way) for way in ties]) if len(ties) else np.empty((0, 1, 2))
    crowd = [sum(math.dist(middle, other) < 70 for other, _ in points) for middle, _ in points]
    places: list[Box | None] = [None] * len(points)
    order = sorted(range(len(points)), key=lambda at: (-crowd[at], at))
    # Having seen where the others went, each label gets two more choices.
    for at in order * 3:
        reach = Box(
            points[at][0][0] - points[at][1] - _FURTHEST - sizes[at][0],
            points[at][0][1] - points[at][1] - _FURTHEST - sizes[at][1],
            points[at][0][0] + points[at][1] + _FURTHEST + sizes[at][0],
            points[at][0][1] + points[at][1] + _FURTHEST + sizes[at][1],
        )
        marks = [one for one in points if reach.overlaps(_around(one))]
        labels = [
            box for one, box in enumerate(places) if box is not None and one != at and reach.overlaps(box)
        ]
        near = samples[_is_within(samples, reach)]
        places[at] = _best_place(points[at], sizes[at], bounds, marks, labels, near, centre)
    return places


def leader(box: Box, middle: Point, radius: float) -> tuple[Point, Point] | None:
    """Give the ends of a line from a mark to its label, where the label does not stand close by.

    Examples
    --------
    >>> leader(Box(10, -5, 20, 5), (0, 0), 4), leader(Box(30, -5, 40, 5), (0, 0), 4)
    (None, ((4.0, 0.0), (30, 0)))
    """
    near = min(max(middle[0], box.left), box.right), min(max(middle[1], box.top), box.bottom)
    if math.dist(near, middle) - radius < 7.0:
        return None
    return towards(middle, near, radius), near


def _best_place(
    own: tuple[Point, float],
    size: tuple[float, float],
    bounds: Box,
    marks: Sequence[tuple[Point, float]],
    labels: Sequence[Box],
    ways: Floats,
    centre: Point | None,
) -> Box | None:
    best: Box | None = None
    least = math.inf
    taken = [*map(_around, marks), *labels]
    for rank, box in enumerate(_beside(*own, *size, centre)):
        if not bounds.holds(box) or any(box.overlaps(one) for one in taken):
            continue
        crossing = int(_is_within(ways, box).sum())
        apart = _distance_to_box(box, *own)
        is_nearer_another = any(_distance_to_box(box, *one) < apart + 2 for one in marks if one is not own)
        cost = crossing + rank * 0.08 + 4.0 * is_nearer_another
        if cost < least:
            best, least = box, cost
    return best


def _is_within(ways: Floats, box: Box) -> NDArray[np.bool_]:
    """Say of each way whether any of its places lies in a box."""
    x, y = ways[:, :, 0], ways[:, :, 1]
    inside = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    return np.asarray(inside.any(axis=1))


def _around(spot: tuple[Point, float]) -> Box:
    (x, y), radius = spot
    return Box(x - radius, y - radius, x + radius, y + radius)


def _beside(middle: Point, radius: float, width: float, height: float, centre: Point | None) -> Iterator[Box]:
    """Give places for a label, the nearest first: right, left, below, above, corners, then further out."""
    x, y = middle
    sides = list(_SIDES)
    if centre is not None:
        sides.sort(key=lambda side: -_outward(side, middle, centre))
    for gap in (3.0, 9.0, 16.0, _FURTHEST):
        reach = radius + gap
        for dx, dy in sides:
            left = x + reach if dx > 0 else x - reach - width if dx < 0 else x - width / 2
            top = y + reach if dy > 0 else y - reach - height if dy < 0 else y - height / 2
            if dx and dy:  # at a corner a label may come closer
                left -= dx * radius * 0.5
                top -= dy * (radius * 0.5 + height * 0.3)
            yield Box(left, top, left + width, top + height)


def _distance_to_box(box: Box, middle: Point, radius: float) -> float:
    x = min(max(middle[0], box.left), box.right)
    y = min(max(middle[1], box.top), box.bottom)
    return math.dist((x, y), middle) - radius


def _outward(side: tuple[int, int], middle: Point, centre: Point) -> float:
    """Say how far a side of a mark points away from a centre."""
    across, down = middle[0] - centre[0], middle[1] - centre[1]
    return round((side[0] * across + side[1] * down) / math.hypot(*side), 6)
