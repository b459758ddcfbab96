"""Pieces of SVG as strings, and the page that holds them. What comes from a study is escaped here.

Texts use the reader's generic sans-serif font; their widths are estimated, on the generous side.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

__all__ = [
    "INK",
    "MUTED",
    "PALE",
    "WARM",
    "Look",
    "clean",
    "clipped",
    "counted",
    "curve",
    "line",
    "looks_of",
    "mark",
    "number",
    "page",
    "rectangle",
    "text",
    "text_width",
    "wrapped",
]

INK = "#1a1a1a"
MUTED = "#595959"
PALE = "#f4f4f4"
WARM = "#b34700"
"""Dark vermilion: told apart from ink by colour-blind readers; what it marks is dashed as well."""

Anchor = Literal["start", "middle", "end"]

_NARROW = frozenset("iljtfrI.,:;'|!()[]- ")
_WIDE = frozenset("mwMW@%—…")

_INHERITED = re.compile(
    r' (?:fill|stroke|stroke-width|stroke-dasharray|paint-order|font-size|font-weight|text-anchor)="[^"]*"'
)

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
# Okabe and Ito's colours, in an order in which neighbours also differ in grey.
_FILLS = ("#0072b2", "#f0e442", "#009e73", "#ffffff", "#cc79a7", "#56b4e9", "#e69f00")


@dataclass(frozen=True)
class Look:
    """How the members of a group are drawn: by a shape first, and by a fill."""

    shape: str
    fill: str


def looks_of(groups: Iterable[str]) -> dict[str, Look]:
    """Give each group a look, in the order given; past seven groups shapes come again with other fills.

    Examples
    --------
    >>> looks_of(["clinical", "managerial"])["managerial"]
    Look(shape='square', fill='#f0e442')
    """
    shapes = list(_SHAPES)
    return {
        group: Look(shapes[at % len(shapes)], _FILLS[(at + at // len(shapes)) % len(_FILLS)])
        for at, group in enumerate(dict.fromkeys(groups))
    }


def number(value: float) -> str:
    """Write a coordinate with one decimal at most, the same on every machine: no screen shows more.

    Examples
    --------
    >>> number(3.0), number(-0.001), number(2.346)
    ('3', '0', '2.3')
    """
    said = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def clean(said: str) -> str:
    r"""Take out what XML has no place for, and line breaks.

    Examples
    --------
    >>> clean("a\x00b\nc")
    'ab c'
    """
    joined = " ".join(said.split())
    return "".join(sign for sign in joined if unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))


def counted(count: int, one: str, several: str = "") -> str:
    """Say how many.

    Examples
    --------
    >>> counted(1, "tie"), counted(1200, "tie")
    ('1 tie', '1,200 ties')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 12,
    anchor: Anchor = "start",
    fill: str = INK,
    is_bold: bool = False,
    has_halo: bool = False,
    turn: float = 0,
) -> str:
    """Give one line of text at the end of its base line that `anchor` names; a halo keeps it off ties.

    Examples
    --------
    >>> text(1, 2, "A<B")
    '<text x="1" y="2" font-size="12" fill="#1a1a1a">A&lt;B</text>'
    """
    said_of = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"'
    said_of += f' text-anchor="{anchor}"' if anchor != "start" else ""
    said_of += ' font-weight="bold"' if is_bold else ""
    said_of += ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if has_halo else ""
    said_of += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
    return f"<text {said_of}>{escape(clean(said))}</text>"


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = ""
) -> str:
    """Give a straight line."""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{number(width)}"{_dashed(dash)}/>'


def curve(
    points: Sequence[tuple[float, float]], *, stroke: str = INK, width: float = 1, dash: str = ""
) -> str:
    """Give a line between two points, or a curve that a third point in the middle bends."""
    places = [f"{number(x)} {number(y)}" for x, y in points]
    way = f"M{places[0]} L{places[1]}" if len(places) == 2 else f"M{places[0]} Q{places[1]} {places[2]}"
    return f'<path d="{way}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"{_dashed(dash)}/>'


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    round_: float = 0,
) -> str:
    """Give a rectangle by its upper left corner."""
    size = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    corners = f' rx="{number(round_)}"' if round_ else ""
    edge = f' stroke="{stroke}"' if stroke != "none" else ""
    return f'<rect {size}{corners} fill="{fill}"{edge}/>'


def mark(x: float, y: float, radius: float, look: Look, *, stroke: str = INK, width: float = 1.2) -> str:
    """Give the mark of an actor."""
    edge = f'fill="{look.fill}" stroke="{stroke}" stroke-width="{number(width)}"'
    if look.shape == "circle":
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {edge}/>'
    factor, turns = _SHAPES[look.shape]
    corners = " ".join(
        f"{number(x + factor * radius * math.sin(2 * math.pi * turn))},"
        f"{number(y - factor * radius * math.cos(2 * math.pi * turn))}"
        for turn in turns
    )
    return f'<polygon points="{corners}" {edge}/>'


def arrow_head(tip: tuple[float, float], behind: tuple[float, float], *, fill: str = INK) -> str:
    """Give the head of an arrow that comes from a point behind its tip."""
    length = math.dist(tip, behind) or 1.0
    across, down = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    base = tip[0] - 8 * across, tip[1] - 8 * down
    corners = (
        tip,
        (base[0] - 3.4 * down, base[1] + 3.4 * across),
        (base[0] + 3.4 * down, base[1] - 3.4 * across),
    )
    return f'<polygon points="{" ".join(f"{number(x)},{number(y)}" for x, y in corners)}" fill="{fill}"/>'


def page(width: float, height: float, parts: Iterable[str], *, title: str, alt: str) -> str:
    """Put parts on a white page; a reader who cannot see it is told `alt`.

    Examples
    --------
    >>> page(10, 5, [], title="Empty", alt="Nothing").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    label = f'role="img" aria-label={quoteattr(clean(alt))}'
    body = "\n".join(_grouped(parts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label} font-family="sans-serif">\n'
        f"<title>{escape(clean(title))}</title>\n"
        f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def text_width(said: str, size: float = 12) -> float:
    """Estimate how wide a line of text gets.

    Examples
    --------
    >>> text_width("il") < text_width("ab") < text_width("MW")
    True
    """
    return sum(map(_advance, clean(said))) * size


def clipped(said: str, width: float, size: float = 12) -> str:
    """Shorten a text such that it fits into a width.

    Examples
    --------
    >>> clipped("democracy", 40), clipped("a", 40)
    ('dem…', 'a')
    """
    said = clean(said)
    if text_width(said, size) <= width:
        return said
    while said and text_width(said + "…", size) > width:
        said = said[:-1]
    return said + "…"


def wrapped(said: str, width: float, size: float = 12) -> list[str]:
    """Break a text into lines of a width.

    Examples
    --------
    >>> wrapped("one two three", 60)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in clean(said).split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(clipped(word, width, size))
    return lines


def _grouped(parts: Iterable[str]) -> list[str]:
    """Put neighbours that look alike into one group that says once how they look: half the size."""
    said = []
    for outline, run in itertools.groupby(
        parts, lambda part: [one for one in _look(part) if "fill" not in one]
    ):
        members = list(run)
        if len(members) == 1 or not outline:
            said += members
            continue
        fills = {tuple(one for one in _look(member) if "fill" in one) for member in members}
        shared = [*outline, *(fills.pop() if len(fills) == 1 else ())]
        said.append(f"<g{''.join(shared)}>")
        for member in members:
            end = member.find(">")
            kept = member[:end]
            for one in shared:
                kept = kept.replace(one, "", 1)
            said.append(kept + member[end:])
        said.append("</g>")
    return said


def _look(part: str) -> list[str]:
    """Give the attributes of a single element that a group can hand down."""
    is_single = part.count("<") == 1 or (part.startswith("<text") and part.count("<") == 2)
    return _INHERITED.findall(part[: part.find(">")]) if is_single else []


def _advance(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or sign in _WIDE:
        return 1.0
    if sign in _NARROW:
        return 0.38
    return 0.74 if sign.isupper() else 0.6


def _dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""
