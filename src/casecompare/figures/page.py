"""The page that holds the pieces of a figure: as few bytes as can be, on white, told in words as well."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from casecompare.figures.pieces import Piece, number, rectangle
from casecompare.figures.style import FONTS, INK, PAPER, UNITS_PER_MILLIMETRE, WIDTHS
from casecompare.figures.wording import escaped

__all__ = ["page"]

_HATCHES = {
    "/": "M0 6L6 0",
    "\\": "M0 0L6 6",
    "-": "M0 3H6",
    "|": "M3 0V6",
    "x": "M0 6L6 0M0 0L6 6",
    ".": "M2 3H4",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def page(width: float, height: float, pieces: Iterable[Piece], *, title: str, alt: str) -> str:
    """Put pieces on a white page as wide as a journal's column, and give the SVG.

    Looks are written once as classes, neighbours that look alike stand in one group, and neighbouring lines
    become one path. All ids and classes begin with a word made from the content, so that several figures can
    stand in one document.

    Parameters
    ----------
    width, height
        The size of the drawing in units. The page is as wide as the next of 340, 480 and 720 units (85, 120
        and 180 mm), with the drawing in its middle; what is wider than all stays as it is.
    pieces
        In the order in which they are painted; texts are painted last, above everything.
    title, alt
        The figure's name, and the same in words, for a reader who cannot see it.

    Examples
    --------
    >>> from casecompare.figures import line
    >>> print(page(340, 5, [line(0, 1, 9, 1), line(0, 3, 9, 3)], title="Two lines", alt="Nothing else"))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 5" width="340" height="5" role="img" \
aria-labelledby="ctyqt ctyqd" fill="#1a1a1a" font-family="Helvetica,Arial,Liberation Sans,sans-serif" \
font-size="12"><title id="ctyqt">Two lines</title><desc id="ctyqd">Nothing else</desc>
    <style>.ctyqa{fill:none;stroke:#1a1a1a}</style>
    <path fill="#fff" d="M0 0h340v5h-340z"/>
    <path class="ctyqa" d="M0 1H9M0 3H9"/>
    </svg>
    <BLANKLINE>
    """
    across = _sheet(width)
    left = -(across - width) / 2
    painted = _painted(pieces)
    word = _word([title, alt, str(across), str(height), *map(repr, painted)])
    classes = _classes(painted, word)
    box = f"{number(left)} 0 {number(across)} {number(height)}"
    ground = rectangle(left, 0, across, height).place
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{number(across)}" '
        f'height="{number(height)}" role="img" aria-labelledby="{word}t {word}d" fill="{INK}" '
        f'font-family="{FONTS}" font-size="12">'
        f'<title id="{word}t">{escaped(title)}</title><desc id="{word}d">{escaped(alt)}</desc>\n'
        f"{_style(classes)}{_patterns(painted, word)}"
        f'<path fill="{PAPER}" d="{ground}"/>\n{_body(painted, classes, word)}\n</svg>\n'
    )


def _sheet(width: float) -> float:
    sheets = [one * UNITS_PER_MILLIMETRE for one in WIDTHS]
    return next((one for one in sheets if one >= width), width)


def _painted(pieces: Iterable[Piece]) -> list[Piece]:
    """Put texts on top, those of one look together, and make one path of neighbours that look alike."""
    given = [piece for piece in pieces if piece.tag != "text" or piece.said]
    words = sorted((piece for piece in given if piece.tag == "text"), key=lambda piece: piece.look)
    return [*_joined(piece for piece in given if piece.tag != "text"), *words]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for (joins, look), run in itertools.groupby(
        pieces, lambda piece: (piece.joins and not piece.hatch, piece.look)
    ):
        members = list(run)
        if joins:
            made.append(Piece("path", "".join(member.place for member in members), look))
        else:
            made += members
    return made


def _word(parts: Sequence[str]) -> str:
    """Give four letters made from the content: the same for the same figure, another for nearly any other."""
    rest = int.from_bytes(hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()[:8], "big")
    letters = ""
    for _ in range(4):
        rest, at = divmod(rest, 26)
        letters += _LETTERS[at]
    return letters


def _classes(pieces: Sequence[Piece], word: str) -> dict[str, str]:
    """Give each look the name of its class, the most frequent ones the shortest."""
    counts = Counter(piece.look for piece in pieces if piece.look)
    first = {look: at for at, look in enumerate(counts)}
    order = sorted(counts, key=lambda look: (-counts[look], first[look]))
    return {look: word + _name(at) for at, look in enumerate(order)}


def _name(at: int) -> str:
    """Give a, b, … z, ba, bb, …; d and t are taken by the words of the page, which are ids and no classes."""
    name = ""
    while True:
        at, rest = divmod(at, 26)
        name = _LETTERS[rest] + name
        if not at:
            return name


def _style(classes: dict[str, str]) -> str:
    rules = "".join(f".{name}{{{look}}}" for look, name in classes.items())
    return f"<style>{rules}</style>\n" if rules else ""


def _patterns(pieces: Sequence[Piece], word: str) -> str:
    """Give the hatches that are used, drawn in ink at half strength over the fill."""
    used = [hatch for hatch in _HATCHES if any(piece.hatch == hatch for piece in pieces)]
    made = "".join(
        f'<pattern id="{_hatch_id(word, hatch)}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="{_HATCHES[hatch]}" stroke="{PAPER}" stroke-width="1.6"/></pattern>'
        for hatch in used
    )
    return f"<defs>{made}</defs>\n" if made else ""


def _hatch_id(word: str, hatch: str) -> str:
    return f"{word}-h{list(_HATCHES).index(hatch)}"


def _body(pieces: Sequence[Piece], classes: dict[str, str], word: str) -> str:
    written = []
    for look, run in itertools.groupby(pieces, lambda piece: piece.look):
        members = list(run)
        is_group = len(members) > 1 and bool(look)
        shown = "" if is_group or not look else f' class="{classes[look]}"'
        inside = [one for member in members for one in _elements(member, shown, word)]
        written += [f'<g class="{classes[look]}">', *inside, "</g>"] if is_group else inside
    return "\n".join(written)


def _elements(piece: Piece, shown: str, word: str) -> list[str]:
    place = f' d="{piece.place}"' if piece.tag == "path" else piece.place
    end = f">{piece.said}</{piece.tag}>" if piece.said else "/>"
    made = [f"<{piece.tag}{shown}{place}{end}"]
    if piece.hatch:
        made.append(f'<{piece.tag}{place} style="fill:url(#{_hatch_id(word, piece.hatch)});stroke:none"/>')
    return made
