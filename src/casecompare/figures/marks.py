"""Marks of groups, which differ by their shape first and by their fill second, and heads of arrows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from casecompare.figures.pieces import Piece, circle, polygon
from casecompare.figures.style import FILLS, INK, PAPER

__all__ = ["SHAPES", "Look", "arrow_head", "looks_of", "mark"]

# Corners on the unit circle, as share of a turn from the top; the factor makes the areas look alike.
_SHAPES: dict[str, tuple[float, tuple[float, ...]]] = {
    "circle": (1.0, ()),
    "square": (1.25, (0.125, 0.375, 0.625, 0.875)),
    "triangle": (1.45, (0.0, 1 / 3, 2 / 3)),
    "diamond": (1.3, (0.0, 0.25, 0.5, 0.75)),
    "upside-down triangle": (1.45, (1 / 6, 0.5, 5 / 6)),
    "pentagon": (1.15, (0.0, 0.2, 0.4, 0.6, 0.8)),
    "hexagon": (1.1, (1 / 12, 3 / 12, 5 / 12, 7 / 12, 9 / 12, 11 / 12)),
}
SHAPES = tuple(_SHAPES)
"""The shapes of marks, in the order in which groups get them."""


@dataclass(frozen=True)
class Look:
    """How the members of a group are drawn: by a shape of `SHAPES` first, and by a fill."""

    shape: str = "circle"
    fill: str = PAPER


def looks_of(groups: Iterable[str]) -> dict[str, Look]:
    """Give each group a look, in the order given; past seven groups shapes come again with other fills.

    Examples
    --------
    >>> looks_of(["clinical", "managerial"])["managerial"]
    Look(shape='square', fill='#f0c840')
    """
    return {
        group: Look(SHAPES[at % len(SHAPES)], FILLS[(at + at // len(SHAPES)) % len(FILLS)])
        for at, group in enumerate(dict.fromkeys(groups))
    }


def mark(x: float, y: float, radius: float, look: Look, *, stroke: str = INK, width: float = 1.2) -> Piece:
    """Give a mark; all shapes of one radius look equally large, and reach 1.45 radii at most.

    Raises
    ------
    KeyError
        if there is no such shape.

    Examples
    --------
    >>> mark(10, 10, 5, Look("diamond")).place
    'M10 3.5L16.5 10L10 16.5L3.5 10z'
    """
    factor, turns = _SHAPES[look.shape]
    if not turns:
        return circle(x, y, radius, fill=look.fill, stroke=stroke, line_width=width)
    corners = [
        (
            x + factor * radius * math.sin(2 * math.pi * turn),
            y - factor * radius * math.cos(2 * math.pi * turn),
        )
        for turn in turns
    ]
    return polygon(corners, fill=look.fill, stroke=stroke, line_width=width)


def arrow_head(
    tip: tuple[float, float], behind: tuple[float, float], *, fill: str = INK, length: float = 8
) -> Piece:
    """Give the head of an arrow that comes from a point behind its tip.

    Examples
    --------
    >>> arrow_head((10, 0), (0, 0)).place
    'M10 0L2 3.4V-3.4z'
    """
    distance = math.dist(tip, behind) or 1.0
    across, down = (tip[0] - behind[0]) / distance, (tip[1] - behind[1]) / distance
    base = tip[0] - length * across, tip[1] - length * down
    half = 0.425 * length
    corners = (
        tip,
        (base[0] - half * down, base[1] + half * across),
        (base[0] + half * down, base[1] - half * across),
    )
    return polygon(corners, fill=fill)
