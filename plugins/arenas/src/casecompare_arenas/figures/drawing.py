"""Pieces of SVG as text, and the page that holds them. Whatever comes from a study is escaped here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

__all__ = [
    "FILLS",
    "INK",
    "MUTED",
    "PALE",
    "clipped",
    "diamond",
    "dot",
    "line",
    "number",
    "page",
    "path",
    "rectangle",
    "shade",
    "text",
]

INK, MUTED, PALE = "#1a1a1a", "#595959", "#e6e6e6"
FILLS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")
"""Colours of Okabe and Ito, told apart by colour-blind readers; their greys differ too."""

Anchor = Literal["start", "middle", "end"]


def number(value: float) -> str:
    """Write a coordinate with two decimals at most, the same on every machine.

    Examples
    --------
    >>> number(3.0), number(-0.001), number(2.346)
    ('3', '0', '2.35')
    """
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def clipped(said: str, length: int) -> str:
    r"""Shorten a name to a number of signs, and take out what XML has no place for.

    Examples
    --------
    >>> clipped("a very long name", 8), clipped("T\x0001", 8)
    ('a very …', 'T01')
    """
    clean = "".join(
        sign for sign in " ".join(said.split()) if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def text(
    x: float, y: float, said: str, *, size: float = 11, anchor: Anchor = "start", fill: str = INK,
    is_bold: bool = False,
) -> str:  # fmt: skip
    """Give one line of text.

    Examples
    --------
    >>> text(1, 2, "A<B")
    '<text x="1" y="2" font-size="11" fill="#1a1a1a">A&lt;B</text>'
    """
    more = f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += ' font-weight="bold"' if is_bold else ""
    place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"'
    return f"<text {place}{more}>{escape(said)}</text>"


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = PALE, width: float = 1) -> str:
    """Give a straight line."""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{number(width)}"/>'


def path(points: Sequence[tuple[float, float]], *, stroke: str, width: float = 2, dashes: str = "") -> str:
    """Give a line through points."""
    joined = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{joined}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"{dashed}/>'
    )


def rectangle(
    x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "", opacity: float = 1
) -> str:
    """Give a rectangle."""
    outline = f' stroke="{stroke}"' if stroke else ""
    outline += f' fill-opacity="{number(opacity)}"' if opacity < 1 else ""
    sides = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {sides} fill="{fill}"{outline}/>'


def dot(x: float, y: float, radius: float, *, fill: str) -> str:
    """Give a filled circle."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"/>'


def diamond(x: float, y: float, radius: float, *, fill: str = INK) -> str:
    """Give a filled diamond with a white edge, which stands out on bars."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    joined = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    return f'<polygon points="{joined}" fill="{fill}" stroke="#ffffff" stroke-width="1"/>'


def shade(value: float) -> str:
    """Give the fill for a degree, from white at 0 to a blue at 1 on which dark ink is still legible.

    Examples
    --------
    >>> shade(0.0), shade(1.0)
    ('#f7fbff', '#4a90c8')
    """
    low, high = (247, 251, 255), (74, 144, 200)
    mixed = [round(a + (b - a) * min(max(value, 0.0), 1.0)) for a, b in zip(low, high, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def page(width: float, height: float, title: str, pieces: Iterable[str]) -> str:
    """Give the whole drawing, on white, so that it reads on dark pages too."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" aria-label={quoteattr(title)} '
        'font-family="system-ui, sans-serif">'
    )
    body = [rectangle(0, 0, width, height, fill="#ffffff"), *pieces]
    return "\n".join([head, *body, "</svg>"]) + "\n"
