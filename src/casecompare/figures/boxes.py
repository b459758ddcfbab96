"""Rectangles, which labels and marks are while places are sought for them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Box"]


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
        """Say whether another box lies within this one.

        Examples
        --------
        >>> Box(0, 0, 9, 9).holds(Box(0, 1, 9, 2)), Box(0, 0, 9, 9).holds(Box(-1, 1, 9, 2))
        (True, False)
        """
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
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
