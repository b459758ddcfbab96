"""Shapes and texts: each a `Piece` that says where it is and, apart from that, how it looks.

A page writes looks that several pieces share only once. Every text is escaped here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from casecompare.figures.style import INK, PAPER
from casecompare.figures.wording import clean, clipped, escaped

__all__ = [
    "Anchor",
    "Piece",
    "circle",
    "curve",
    "ellipse",
    "line",
    "number",
    "polygon",
    "polyline",
    "rectangle",
    "text",
]

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

_MOST_OF_TITLE = 1_000
_BASE_SIZE = 12


@dataclass(frozen=True)
class Piece:
    """One element of a drawing.

    Parameters
    ----------
    tag
        Its name in SVG.
    place
        The attributes that say where it is; of a path only what stands in its ``d``.
    look
        CSS declarations that say how it looks, in a fixed order.
    said
        Its content, escaped.
    joins
        A path that may become one with its neighbour of the same look.
    hatch
        One of `HATCHES`, laid over the fill.
    """

    tag: str
    place: str
    look: str
    said: str = ""
    joins: bool = False
    hatch: str = ""


def number(value: float) -> str:
    """Write a coordinate with one decimal at most, the same on every machine: 0.025 mm in print.

    Examples
    --------
    >>> number(3.0), number(-0.01), number(2.346)
    ('3', '0', '2.3')
    """
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = _BASE_SIZE,
    anchor: Anchor = "start",
    fill: str = INK,
    is_bold: bool = False,
    is_italic: bool = False,
    has_halo: bool = False,
    turn: float = 0,
    width: float = 0,
) -> Piece:
    """Give one line of text.

    Parameters
    ----------
    x, y
        The end of its base line that `anchor` names.
    said
        The text; whatever it holds.
    size
        Height of the font in units; 10 to 12 are 7 to 8.5 points in print.
    anchor, fill, is_bold, is_italic
        How it stands and looks.
    has_halo
        Keeps it readable on lines.
    turn
        Degrees, clockwise.
    width
        Where it would get wider, it is shortened, and the whole text becomes its title.

    Examples
    --------
    >>> piece = text(1, 2, "A<B and more", width=40)
    >>> piece.place, piece.said
    (' x="1" y="2"', '<title>A&lt;B and more</title>A&lt;B…')
    """
    kept = clipped(said, width, size, is_bold=is_bold) if width else clean(said)
    content = escaped(kept)
    if width and kept != clean(said):
        content = f"<title>{escaped(clean(said)[:_MOST_OF_TITLE])}</title>{content}"
    place = f' x="{number(x)}" y="{number(y)}"'
    place += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
    look = [f"font-size:{number(size)}px"] * (size != _BASE_SIZE)
    look += [f"text-anchor:{anchor}"] * (anchor != "start")
    look += [f"fill:{fill}"] * (fill != INK)
    look += ["font-weight:700"] * is_bold + ["font-style:italic"] * is_italic
    look += [f"stroke:{PAPER};stroke-width:3;paint-order:stroke"] * has_halo
    return Piece("text", place, ";".join(look), content)


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = ""
) -> Piece:
    """Give a straight line.

    Examples
    --------
    >>> line(0, 1, 9, 1).place, line(0, 1, 9, 2).place
    ('M0 1H9', 'M0 1L9 2')
    """
    return Piece("path", _way([(x1, y1), (x2, y2)]), _stroked(stroke, width, dash), joins=True)


def polyline(points: Sequence[Point], *, stroke: str = INK, width: float = 2, dash: str = "") -> Piece:
    """Give a line through points.

    Examples
    --------
    >>> polyline([(0, 0), (5, 0), (5, 9)]).place
    'M0 0H5V9'
    """
    return Piece("path", _way(points), _stroked(stroke, width, dash) + ";stroke-linejoin:round")


def curve(points: Sequence[Point], *, stroke: str = INK, width: float = 1, dash: str = "") -> Piece:
    """Give a line between two points, or a curve that a third point in the middle bends.

    Examples
    --------
    >>> curve([(0, 0), (5, 5), (9, 0)]).place
    'M0 0Q5 5 9 0'
    """
    places = [f"{number(x)} {number(y)}" for x, y in points]
    way = f"M{places[0]}Q{places[1]} {places[2]}" if len(places) == 3 else _way(points)
    return Piece("path", way, _stroked(stroke, width, dash), joins=True)


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    line_width: float = 1,
    round_: float = 0,
    dash: str = "",
    opacity: float = 1,
    hatch: str = "",
) -> Piece:
    """Give a rectangle by its upper left corner; `opacity` is that of the fill, `hatch` one of `HATCHES`.

    Examples
    --------
    >>> rectangle(0, 0, 9, 5, fill="#ffffff").place, rectangle(0, 0, 9, 5, round_=2).tag
    ('M0 0h9v5h-9z', 'rect')
    """
    look = _filled(fill, stroke, line_width, dash, opacity)
    if round_:
        size = f' x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        return Piece("rect", f'{size} rx="{number(round_)}"', look, hatch=hatch)
    across = number(width)
    way = f"M{number(x)} {number(y)}h{across}v{number(height)}h{number(-width)}z"
    # What has an edge or lets the ground through would look otherwise where two lie on each other.
    return Piece("path", way, look, joins=stroke == "none" and opacity == 1, hatch=hatch)


def circle(
    x: float, y: float, radius: float, *, fill: str = INK, stroke: str = "none", line_width: float = 1
) -> Piece:
    """Give a circle by its middle.

    Examples
    --------
    >>> circle(1, 2, 3).place
    ' cx="1" cy="2" r="3"'
    """
    place = f' cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    return Piece("circle", place, _filled(fill, stroke, line_width, "", 1))


def ellipse(
    x: float,
    y: float,
    half_width: float,
    half_height: float,
    *,
    turn: float = 0,
    fill: str = "none",
    stroke: str = INK,
    line_width: float = 1,
    dash: str = "",
    opacity: float = 1,
) -> Piece:
    """Give an ellipse by its middle and half axes, turned by degrees.

    Examples
    --------
    >>> ellipse(1, 2, 5, 3, turn=45).place
    ' cx="1" cy="2" rx="5" ry="3" transform="rotate(45 1 2)"'
    """
    place = f' cx="{number(x)}" cy="{number(y)}" rx="{number(half_width)}" ry="{number(half_height)}"'
    place += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
    return Piece("ellipse", place, _filled(fill, stroke, line_width, dash, opacity))


def polygon(
    points: Iterable[Point],
    *,
    fill: str = "none",
    stroke: str = "none",
    line_width: float = 1,
    dash: str = "",
) -> Piece:
    """Give a closed shape by its corners.

    Examples
    --------
    >>> polygon([(0, 0), (4, 0), (2, 3)]).place
    'M0 0H4L2 3z'
    """
    look = _filled(fill, stroke, line_width, dash, 1)
    return Piece("path", _way(list(points)) + "z", look, joins=stroke == "none")


def _way(points: Sequence[Point]) -> str:
    places = [(number(x), number(y)) for x, y in points]
    written = f"M{places[0][0]} {places[0][1]}"
    for (x1, y1), (x2, y2) in itertools.pairwise(places):
        if y1 == y2:
            written += f"H{x2}"
        else:
            written += f"V{y2}" if x1 == x2 else f"L{x2} {y2}"
    return written


def _filled(fill: str, stroke: str, width: float, dash: str, opacity: float) -> str:
    look = [f"fill:{fill}"] * (fill != INK)
    look += [f"fill-opacity:{opacity:.2f}".rstrip("0")] * (opacity < 1)
    return ";".join([*look, *_edge(stroke, width, dash)])


def _stroked(stroke: str, width: float, dash: str) -> str:
    return ";".join(["fill:none", *_edge(stroke, width, dash)])


def _edge(stroke: str, width: float, dash: str) -> list[str]:
    if stroke == "none":
        return []
    said = [f"stroke:{stroke}"] + [f"stroke-width:{number(width)}"] * (width != 1)
    return said + [f"stroke-dasharray:{dash}"] * bool(dash)
