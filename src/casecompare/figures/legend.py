"""Legends: what shapes, lines and colours mean, on as many lines as it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casecompare.figures.pieces import Piece, text
from casecompare.figures.style import INK
from casecompare.figures.wording import text_width

__all__ = ["Entry", "legend"]

_BETWEEN, _LINE = 18.0, 22.0


@dataclass(frozen=True)
class Entry:
    """What is drawn, around the point it is given, what that means, and how much room the drawing takes."""

    said: str
    draw: Callable[[float, float], Sequence[Piece]]
    room: float = 20.0


def legend(
    entries: Sequence[Entry], left: float, top: float, right: float, *, size: float = 11, fill: str = INK
) -> tuple[list[Piece], float]:
    """Draw a legend between two edges; give its pieces and the height at which the next line would stand.

    Parameters
    ----------
    entries
        In their order. What does not fit on a line goes on the next, what is wider than a line is shortened.
    left, top, right
        The edges, and the middle of the first line.
    size, fill
        How the words look.

    Examples
    --------
    >>> from casecompare.figures import circle
    >>> pieces, bottom = legend([Entry("with Y", lambda x, y: [circle(x, y, 5)])], 20, 100, 300)
    >>> [piece.tag for piece in pieces], bottom
    (['circle', 'text'], 122.0)
    """
    drawn: list[Piece] = []
    words: list[Piece] = []
    x, y = left, top
    for entry in entries:
        wide = entry.room + min(text_width(entry.said, size), right - left - entry.room)
        if x > left and x + wide > right:
            x, y = left, y + _LINE
        drawn += entry.draw(x + (entry.room - 8) / 2, y)
        words.append(
            text(
                x + entry.room,
                y + 0.35 * size,
                entry.said,
                size=size,
                fill=fill,
                width=right - x - entry.room,
            )
        )
        x += wide + _BETWEEN
    return [*drawn, *words], y + _LINE
