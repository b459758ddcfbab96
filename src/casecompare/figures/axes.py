"""Axes: round numbers along them, strokes, and what they are called."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from casecompare.figures.pieces import Piece, line, text
from casecompare.figures.style import INK

__all__ = ["axis_below", "axis_left", "ticks"]

Tick = tuple[float, str]

_SIZE, _TITLE_SIZE = 11.0, 12.0


def ticks(low: float, high: float, *, most: int = 8) -> list[float]:
    """Give some round numbers of a range, the ends included where they are round.

    Parameters
    ----------
    low, high
        The ends of the range, the lower one first.
    most
        How many numbers there may be at most, 2 at least.

    Raises
    ------
    ValueError
        if the range is empty or not finite.

    Examples
    --------
    >>> ticks(0, 1, most=6), ticks(13, 27)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [14.0, 16.0, 18.0, 20.0, 22.0, 24.0, 26.0])
    """
    if not (math.isfinite(low) and math.isfinite(high) and math.isfinite(high - low) and low < high):
        raise ValueError(f"an axis needs two finite ends, the lower one first, not {low} and {high}.")
    smallest = math.floor(math.log10((high - low) / max(most, 2)))
    for exponent, factor in itertools.product(range(smallest, smallest + 3), (1, 2, 5)):
        step = factor * 10.0**exponent
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < max(most, 2):
            return [round(at * step, max(-exponent, 0)) for at in range(first, last + 1)]
    raise AssertionError("a step of ten times the range leaves two numbers at most")


def axis_below(
    y: float, marks: Sequence[Tick], *, title: str = "", length: float = 0, gap: float = 6
) -> list[Piece]:
    """Draw strokes below a line with their numbers, and below them what the axis is called.

    Parameters
    ----------
    y
        Where the line is.
    marks
        For each stroke its place along the line, and what is written there.
    title
        Written below the middle between the outer strokes; shortened to `length`.
    length
        How long the title may be; by default as long as the axis.
    gap
        The length of the strokes.

    Examples
    --------
    >>> [piece.tag for piece in axis_below(100, [(10, "0"), (90, "1")], title="membership")]
    ['path', 'path', 'text', 'text', 'text']
    """
    made = [line(x, y, x, y + gap, stroke=INK) for x, _ in marks if gap]
    made += [text(x, y + gap + 12, said, size=_SIZE, anchor="middle") for x, said in marks]
    if title and marks:
        first, last = min(x for x, _ in marks), max(x for x, _ in marks)
        made.append(
            text(
                (first + last) / 2,
                y + gap + 32,
                title,
                size=_TITLE_SIZE,
                anchor="middle",
                width=length or last - first,
            )
        )
    return made


def axis_left(
    x: float, marks: Sequence[Tick], *, title: str = "", length: float = 0, gap: float = 6
) -> list[Piece]:
    """Draw strokes on the left of an upright line with their numbers, and beside them the axis' name.

    Parameters are those of `axis_below`; the places count downwards, and the title is turned.

    Examples
    --------
    >>> axis_left(50, [(10, "1"), (90, "0")], title="outcome")[-1].said
    'outcome'
    """
    made = [line(x - gap, y, x, y, stroke=INK) for y, _ in marks if gap]
    made += [text(x - gap - 4, y + 4, said, size=_SIZE, anchor="end") for y, said in marks]
    if title and marks:
        first, last = min(y for y, _ in marks), max(y for y, _ in marks)
        made.append(
            text(
                x - gap - 38, (first + last) / 2, title,
                size=_TITLE_SIZE, anchor="middle", turn=-90, width=length or last - first,
            )
        )  # fmt: skip
    return made
