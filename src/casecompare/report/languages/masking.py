"""Lines as plain text with signs in place of what is not translated as text: links, formulas, chips.

A sign of the private use area stands for a piece. Pieces with nothing but commas and *and* between them,
such as a list of cases, are one sign, so that a message needs one slot for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from casecompare.report.content import Inline, Line, Text

__all__ = ["MaskedLine", "has_sign", "mask", "unmask"]

_FIRST, _LAST = 0xE000, 0xF8FF
_SIGN = f"[{chr(_FIRST)}-{chr(_LAST)}]"
_ANY = re.compile(f"({_SIGN})")
_SERIES = re.compile(f"{_SIGN}(?:(?:, | and |, and ){_SIGN})+(?: and \\d+ more)?")


@dataclass(frozen=True)
class MaskedLine:
    """A line's text, and what each sign in it stands for: a piece, or a text with signs (a series)."""

    text: str
    pieces: dict[str, Inline | str]


def mask(content: Line) -> MaskedLine | None:
    r"""Give a line as text with signs; None where it has signs of its own or too many pieces.

    Examples
    --------
    >>> from casecompare.report.content import line
    >>> masked = mask(line("in ", Text("T01", target="case:T01"), ", ", Text("T02", target="case:T02"), "."))
    >>> masked.text == "in \ue002.", len(masked.pieces)
    (True, 3)
    """
    plain = "".join(piece.text for piece in content if isinstance(piece, Text))
    if _ANY.search(plain) or 2 * len(content) > _LAST - _FIRST - 1000:
        return None
    pieces: dict[str, Inline | str] = {}
    text = ""
    for piece in content:
        if isinstance(piece, Text) and piece.role == "plain" and not piece.target:
            text += piece.text
        else:
            text += _sign(pieces, piece)
    return MaskedLine(_SERIES.sub(lambda found: _sign(pieces, found.group()), text), pieces)


def unmask(masked: MaskedLine, said: Callable[[Inline], Inline], series: Callable[[str], str]) -> Line:
    """Give the line again: each piece as `said` gives it, the text between those of a series by `series`."""
    made: list[Inline] = []
    for part in _ANY.split(masked.text):
        held = masked.pieces.get(part)
        if isinstance(held, str):
            inner = _ANY.split(held)
            between = [one if one in masked.pieces else series(one) for one in inner]
            made += unmask(MaskedLine("".join(between), masked.pieces), said, series)
        elif held is not None:
            made.append(said(held))
        elif part:
            made.append(Text(part))
    return tuple(made)


def has_sign(text: str) -> bool:
    """Say whether a text has a sign that stands for a piece."""
    return bool(_ANY.search(text))


def _sign(pieces: dict[str, Inline | str], piece: Inline | str) -> str:
    sign = chr(_FIRST + len(pieces))
    pieces[sign] = piece
    return sign
