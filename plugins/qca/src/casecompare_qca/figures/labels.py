"""Labels that do not overlap: each gets the nearest free place around its point.

A greedy placement with a fixed order, so that the same data give the same picture: points in the densest
surroundings choose first; each tries places on growing rings and takes the first that touches no point, no
label and no leader line. A label for which no place is free is left out, and said to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Box", "Label", "PlacedLabel", "place_labels"]

_RINGS = (0, 10, 20, 32, 46, 62, 80, 100, 124, 150)
_ANGLES = (0, 180, 315, 45, 225, 135, 270, 90, 340, 20, 200, 160, 292, 68, 248, 112)
_GAP = 1.5


@dataclass(frozen=True)
class Box:
    """A rectangle by two corners, left and top first."""

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

    def is_inside(self, other: Box) -> bool:
        """Say whether this box lies in another one."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def is_crossed(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Say whether a line from one point to another runs through the box (Liang and Barsky 1984).

        Examples
        --------
        >>> Box(1, 1, 2, 2).is_crossed(0, 0, 3, 3), Box(1, 1, 2, 2).is_crossed(0, 0, 3, 0)
        (True, False)
        """
        start, end = 0.0, 1.0
        for along, inside_from, inside_to in (
            (x2 - x1, self.left - x1, self.right - x1),
            (y2 - y1, self.top - y1, self.bottom - y1),
        ):
            if along == 0:
                if not inside_from < 0 < inside_to:
                    return False
                continue
            first, last = sorted((inside_from / along, inside_to / along))
            start, end = max(start, first), min(end, last)
        return start < end


@dataclass(frozen=True)
class Label:
    """A label that belongs to a point: the point's place and radius, the label's lines and their size."""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True)
class PlacedLabel:
    """Where a label came to stand; `leader` are the ends of its line to the point, if it needs one."""

    label: Label
    box: Box
    leader: tuple[float, float, float, float] | None = None


def place_labels(
    labels: Sequence[Label], frame: Box, taken: Iterable[Box] = ()
) -> tuple[list[PlacedLabel], list[Label]]:
    """Place labels inside a frame.

    Parameters
    ----------
    labels
        One per point; every point is kept free, whether its label finds a place or not.
    frame
        No label leaves it.
    taken
        Further boxes to keep free.

    Returns
    -------
    tuple
        The placed labels in the order given, and the labels for which there was no place.

    Examples
    --------
    >>> points = [Label(50, 50, 4, ("k",), 10, 12), Label(52, 50, 4, ("l",), 10, 12)]
    >>> placed, left = place_labels(points, Box(0, 0, 100, 100))
    >>> placed[0].box.overlaps(placed[1].box), left
    (False, [])
    """
    points = [Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
              for one in labels]  # fmt: skip
    blocked = [*taken, *points]
    leaders: list[tuple[float, float, float, float]] = []
    placed: dict[int, PlacedLabel] = {}
    for at in sorted(range(len(labels)), key=lambda at: (-_neighbours(labels, at), at)):
        found = _place(labels[at], frame, blocked, leaders, points[at])
        if found is None:
            continue
        placed[at] = found
        blocked.append(found.box)
        if found.leader:
            leaders.append(found.leader)
    return [placed[at] for at in sorted(placed)], [one for at, one in enumerate(labels) if at not in placed]


def _neighbours(labels: Sequence[Label], at: int) -> int:
    own = labels[at]
    return sum(math.hypot(one.x - own.x, one.y - own.y) < 60 for one in labels)


def _place(
    label: Label,
    frame: Box,
    blocked: Sequence[Box],
    leaders: Sequence[tuple[float, float, float, float]],
    own: Box,
) -> PlacedLabel | None:
    for ring in _RINGS:
        for angle in _ANGLES:
            box = _candidate(label, ring, math.radians(angle))
            if not box.is_inside(frame) or any(box.overlaps(one) for one in blocked):
                continue
            if any(box.is_crossed(*one) for one in leaders):
                continue
            leader = _leader(label, box) if ring else None
            if leader and any(one is not own and one.is_crossed(*leader) for one in blocked):
                continue
            return PlacedLabel(label, box, leader)
    return None


def _candidate(label: Label, ring: float, angle: float) -> Box:
    """Give the box whose nearest edge lies `ring` beyond the point, in the direction of the angle."""
    across, down = math.cos(angle), math.sin(angle)
    distance = label.radius + _GAP + ring
    x = label.x + across * distance + (across / 2) * label.width
    y = label.y + down * distance + (down / 2) * label.height
    return Box(x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2)


def _leader(label: Label, box: Box) -> tuple[float, float, float, float]:
    """Give the line from the point's edge to the nearest point of the box."""
    x = min(max(label.x, box.left), box.right)
    y = min(max(label.y, box.top), box.bottom)
    length = math.hypot(x - label.x, y - label.y) or 1.0
    share = label.radius / length
    return label.x + (x - label.x) * share, label.y + (y - label.y) * share, x, y
