"""Words in a figure: made harmless, measured, shortened, put on lines.

The reader's fonts are unknown, so a sign is taken to be as wide as in the wider of Helvetica and DejaVu Sans:
in most faces texts come out a tenth narrower, and nothing runs over in any usual one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

__all__ = ["clean", "clipped", "counted", "escaped", "listed", "text_width", "wrapped"]

_MOST_SIGNS = 20_000
_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Co")
_JOINERS = "\u200c\u200d"

# Advances as shares of the size; each sign is in one of the groups, any other is told by its kind.
_GROUPS = {
    0.29: "ijl'|",
    0.33: "I.,:; !",
    0.4: "ft()[]-/\\·",
    0.46: 'r"`',
    0.54: "s*_z?J",
    0.61: "kvxyeacTFL",
    0.65: "bdghnopqu0123456789",
    0.68: "BEKSYPVXAZ",
    0.73: "RC",
    0.79: "DGHNUOQ~+=<>×→←⇒≤≥&#",
    0.83: "w",
    1.0: "mMW%@—…●○⊗",
}
_ADVANCES = {sign: width for width, signs in _GROUPS.items() for sign in signs}
_BOLD = 1.12


def clean(said: str) -> str:
    r"""Give a text on one line, without what XML cannot hold and without marks that turn its direction.

    Examples
    --------
    >>> clean("a\x00b\nc\u202e")
    'ab c'
    """
    said = " ".join(said[:_MOST_SIGNS].split())
    if said.isascii() and said.isprintable():
        return said
    return "".join(one for one in said if unicodedata.category(one) not in _UNSEEN or one in _JOINERS)


def escaped(said: str) -> str:
    """Give a text cleaned, as the content of an element.

    Examples
    --------
    >>> escaped("A<B & C")
    'A&lt;B &amp; C'
    """
    return escape(clean(said))


def counted(count: int, one: str, several: str = "") -> str:
    """Say how many.

    Examples
    --------
    >>> counted(1, "tie"), counted(1200, "tie")
    ('1 tie', '1,200 ties')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def text_width(said: str, size: float = 12, *, is_bold: bool = False) -> float:
    """Estimate how wide a line of text gets, in units, on the generous side.

    Examples
    --------
    >>> text_width("il") < text_width("ab") < text_width("MW")
    True
    """
    return sum(map(_advance, clean(said))) * size * (_BOLD if is_bold else 1.0)


def clipped(said: str, width: float, size: float = 12, *, is_bold: bool = False) -> str:
    """Shorten a text such that it fits into a width; `casecompare.figures.text` keeps the whole as its title.

    Examples
    --------
    >>> clipped("democracy", 40), clipped("a", 40)
    ('dem…', 'a')
    """
    said = clean(said)
    size *= _BOLD if is_bold else 1.0
    room, used, kept = width - _advance("…") * size, 0.0, 0
    for at, sign in enumerate(said):
        used += _advance(sign) * size
        kept = at + 1 if used <= room else kept
        if used > width:
            return said[:kept].rstrip() + "…"
    return said


def wrapped(words: str | Iterable[str], width: float, size: float = 12, *, lines: int = 0) -> list[str]:
    """Put words, such as case ids, on lines of a width; past so many lines the rest is counted.

    Parameters
    ----------
    words
        A text, or the pieces that must not be parted.
    width
        How wide a line may get.
    size
        The size of the font.
    lines
        How many lines there may be; 0 for any number.

    Examples
    --------
    >>> wrapped(["BE,", "CZ,", "NL,", "UK"], 55)
    ['BE, CZ,', 'NL, UK']
    >>> wrapped("one two three", 60, lines=1)
    ['3 more']
    """
    pieces = clean(words).split() if isinstance(words, str) else list(words)
    made: list[str] = []
    counts: list[int] = []
    for piece in pieces:
        word = clipped(piece, width, size)
        if made and text_width(f"{made[-1]} {word}", size) <= width:
            made[-1] += f" {word}"
            counts[-1] += 1
        else:
            made.append(word)
            counts.append(1)
    if lines and len(made) > lines:
        kept = lines - 1
        left = sum(counts[kept:])
        more = f"… {left} more" if kept else f"{left} more"
        made = [*made[:kept], more if text_width(more, size) <= width else f"+{left}"]
    return made


def listed(cases: Sequence[str], most: int = 40) -> str:
    """Name cases; past so many the rest is counted.

    Examples
    --------
    >>> listed(["k", "l", "m"]), listed(["k", "l", "m"], 2)
    ('k, l, m', 'k, l and 1 more')
    """
    more = f" and {len(cases) - most:,} more" if len(cases) > most else ""
    return ", ".join(cases[:most]) + more


def _advance(sign: str) -> float:
    known = _ADVANCES.get(sign)
    if known is not None:
        return known
    if unicodedata.combining(sign) or sign in _JOINERS:
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF:
        return 1.2 if ord(sign) > 0xFFFF else 1.0
    base = unicodedata.decomposition(sign).split(" ")[0]
    if base and not base.startswith("<") and chr(int(base, 16)) in _ADVANCES:
        return _ADVANCES[chr(int(base, 16))]
    return 0.8 if sign.isupper() else 0.72
