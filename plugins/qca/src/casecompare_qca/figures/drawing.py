"""Pieces of SVG: shapes and texts as strings, and the page that holds them.

Everything that comes from a study is escaped here. Texts use the reader's generic sans-serif font, so that
their widths are estimated; the estimate is that of a wide font, such that nothing runs over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal
from xml.sax.saxutils import escape as escape_markup
from xml.sax.saxutils import quoteattr

__all__ = [
    "ACCENT",
    "FAINT",
    "INK",
    "LIGHT",
    "MUTED",
    "WARM",
    "circle",
    "clean",
    "clipped",
    "line",
    "listed",
    "page",
    "polygon",
    "rectangle",
    "text",
    "text_width",
    "wrapped",
]

INK = "#1a1a1a"
MUTED = "#595959"
FAINT = "#d0d0d0"
LIGHT = "#f0f0f0"
ACCENT = "#0072b2"
"""Blue and vermilion of Okabe and Ito's palette: told apart by colour-blind readers, and in grey."""
WARM = "#d55e00"

Anchor = Literal["start", "middle", "end"]

_NARROW = frozenset("iljI.,:;'|!()[]{}·` ")
_WIDE = frozenset("mwMW@%—…●○⊗")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn")
_ENTITIES = {'"': "&quot;"}


def number(value: float) -> str:
    """Write a coordinate with two decimals at most, the same on every machine.

    Examples
    --------
    >>> number(3.0), number(-0.001), number(2.346)
    ('3', '0', '2.35')
    """
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def clean(said: str) -> str:
    r"""Take out what XML cannot hold or what turns the direction of writing.

    Examples
    --------
    >>> clean("a\x00b\nc")
    'ab c'
    """
    said = " ".join(said.split())
    return "".join(
        sign for sign in said if unicodedata.category(sign) not in _UNSEEN or sign in "\u200c\u200d"
    )


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 12,
    anchor: Anchor = "start",
    fill: str = INK,
    bold: bool = False,
    italic: bool = False,
    turn: float = 0,
    halo: bool = False,
) -> str:
    """Give one line of text; (x, y) is the end of its base line that `anchor` names, `turn` in degrees.

    A `halo` keeps it readable on lines.

    Examples
    --------
    >>> text(1, 2, "A<B")
    '<text x="1" y="2" font-size="12" fill="#1a1a1a">A&lt;B</text>'
    """
    attributes = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"'
    attributes += f' text-anchor="{anchor}"' if anchor != "start" else ""
    attributes += ' font-weight="bold"' if bold else ""
    attributes += ' font-style="italic"' if italic else ""
    attributes += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
    attributes += ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if halo else ""
    return f"<text {attributes}>{escape_markup(clean(said), _ENTITIES)}</text>"


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = ""
) -> str:
    """Give a straight line."""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f"<line {ends}{_stroke(stroke, width, dash)}/>"


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
) -> str:
    """Give a rectangle by its upper left corner."""
    size = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    corners = f' rx="{number(round_)}"' if round_ else ""
    return f'<rect {size}{corners} fill="{fill}"{_stroke(stroke, line_width, dash)}/>'


def circle(
    x: float, y: float, radius: float, *, fill: str = INK, stroke: str = "none", line_width: float = 1
) -> str:
    """Give a circle."""
    place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    return f'<circle {place} fill="{fill}"{_stroke(stroke, line_width, "")}/>'


def polygon(
    points: Iterable[tuple[float, float]],
    *,
    fill: str = "none",
    stroke: str = "none",
    line_width: float = 1,
) -> str:
    """Give a closed shape."""
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{corners}" fill="{fill}"{_stroke(stroke, line_width, "")}/>'


def page(width: float, height: float, parts: Iterable[str], *, title: str, alt: str) -> str:
    """Put parts on a white page; a reader who cannot see it is told `title` and `alt`.

    Examples
    --------
    >>> page(10, 5, [], title="Empty", alt="Nothing").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    label = f'role="img" aria-label={quoteattr(clean(alt))}'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label} font-family="sans-serif">'
    body = "\n".join(parts)
    return (
        f"{head}\n<title>{escape_markup(clean(title))}</title>\n"
        f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def text_width(said: str, size: float = 12, *, bold: bool = False) -> float:
    """Estimate how wide a line of text gets, on the generous side.

    Examples
    --------
    >>> text_width("il") < text_width("ab") < text_width("MW")
    True
    """
    return sum(map(_advance, clean(said))) * size * (1.1 if bold else 1.0)


def clipped(said: str, width: float, size: float = 12) -> str:
    """Shorten a text such that it fits into a width.

    Examples
    --------
    >>> clipped("democracy", 40), clipped("a", 40)
    ('dem…', 'a')
    """
    said = clean(said)
    room, used, kept = width - text_width("…", size), 0.0, 0
    for at, sign in enumerate(said):
        used += _advance(sign) * size
        kept = at + 1 if used <= room else kept
        if used > width:
            return said[:kept].rstrip() + "…"
    return said


def listed(cases: Sequence[str], most: int = 40) -> str:
    """Name cases; past so many the rest is counted.

    Examples
    --------
    >>> listed(["k", "l", "m"]), listed(["k", "l", "m"], 2)
    ('k, l, m', 'k, l and 1 more')
    """
    more = f" and {len(cases) - most:,} more" if len(cases) > most else ""
    return ", ".join(cases[:most]) + more


def wrapped(words: Iterable[str], width: float, size: float = 12, *, lines: int = 0) -> list[str]:
    """Put words, such as case ids, on lines of a width; past so many lines the rest is counted.

    Examples
    --------
    >>> wrapped(["BE,", "CZ,", "NL,", "UK"], 60)
    ['BE, CZ,', 'NL, UK']
    """
    words = list(words)
    made: list[str] = []
    counts: list[int] = []
    for word in words:
        word = clipped(word, width, size)
        if made and text_width(f"{made[-1]} {word}", size) <= width:
            made[-1] += f" {word}"
            counts[-1] += 1
        else:
            made.append(word)
            counts.append(1)
    if lines and len(made) > lines:
        kept = lines - 1
        left = sum(counts[kept:])
        made = [*made[:kept], f"… {left} more" if kept else f"{left} cases"]
    return made


def _advance(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or sign in _WIDE:
        return 1.0
    if sign in _NARROW:
        return 0.36
    return 0.74 if sign.isupper() else 0.62


def _stroke(stroke: str, width: float, dash: str) -> str:
    if stroke == "none":
        return ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f' stroke="{stroke}" stroke-width="{number(width)}"{dashes}'
