"""The picture of an index: each case by its score, with the interval that missing items leave."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from casecompare import Figure
from casecompare.figures import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INK,
    Look,
    Piece,
    axis_below,
    counted,
    line,
    listed,
    mark,
    page,
    rectangle,
    text,
    text_width,
    ticks,
)

__all__ = ["score_figure"]

_RIGHT, _TOP, _ROW = 460.0, 10.0, 18.0
_NARROWEST, _WIDEST = 40.0, 160.0
_MOST_CASES = 80
_POINT = Look("circle", ACCENT)


def score_figure(title: str, scores: pd.DataFrame, scale: tuple[float, float]) -> Figure | None:
    """Draw scores from the highest to the lowest, one row per case.

    Parameters
    ----------
    title
        What the score is called.
    scores
        `score`, `low` and `high` per case; the index holds case ids.
    scale
        The smallest and largest score possible.

    Returns
    -------
    casecompare.Figure or None
        None where no case has a score or an interval, or where there are more than 80.

    Examples
    --------
    >>> scores = pd.DataFrame({"score": [0.4], "low": [0.3], "high": [0.6]}, index=["T01"])
    >>> score_figure("Age", scores, (0.0, 1.0)).alt
    'Age on a scale from 0 to 1: T01 0.40 (0.30 to 0.60).'
    """
    shown = scores[scores[["score", "low"]].notna().any(axis=1)]
    if shown.empty or len(shown) > _MOST_CASES:
        return None
    rows = _in_order(shown)
    left = min(max(_NARROWEST, *(text_width(row.case, 11) + 16 for row in rows)), _WIDEST)
    bottom = _TOP + _ROW * len(rows)

    def across(value: float) -> float:
        return left + (_RIGHT - left) * (value - scale[0]) / (scale[1] - scale[0])

    pieces: list[Piece] = [rectangle(left, _TOP, _RIGHT - left, bottom - _TOP, stroke=FAINT)]
    for number, row in enumerate(rows):
        y = _TOP + _ROW * (number + 0.5)
        pieces.append(text(left - 8, y + 4, row.case, size=11, anchor="end", width=left - 12))
        pieces += _drawn(row, y, across)
    pieces += axis_below(bottom, [(across(one), f"{one:g}") for one in ticks(*scale, most=7)], title=title)
    alt = f"{title} on a scale from {scale[0]:g} to {scale[1]:g}: {listed([row.words for row in rows])}."
    return Figure(
        name="scores",
        title=f"{title} of {counted(len(rows), 'case')}",
        svg=page(_RIGHT + 20, bottom + 50, pieces, title=title, alt=alt),
        alt=alt,
        table="scores",
    )


@dataclass(frozen=True)
class _Row:
    """A case with its score, which may be NaN, and its bounds."""

    case: str
    score: float
    low: float
    high: float

    @property
    def is_open(self) -> bool:
        return self.high - self.low > 1e-9

    @property
    def words(self) -> str:
        said = f"{self.case} open" if math.isnan(self.score) else f"{self.case} {self.score:.2f}"
        return f"{said} ({self.low:.2f} to {self.high:.2f})" if self.is_open else said


def _in_order(scores: pd.DataFrame) -> list[_Row]:
    """Give the highest score first, then those without one."""
    columns = (scores[name].astype(float) for name in ("score", "low", "high"))
    rows = [_Row(str(case), *numbers) for case, *numbers in zip(scores.index, *columns, strict=True)]
    rows.sort(key=lambda row: row.case)
    return sorted(rows, key=lambda row: math.inf if math.isnan(row.score) else -row.score)


def _drawn(row: _Row, y: float, across: Callable[[float], float]) -> Iterator[Piece]:
    if row.is_open:
        low, high = across(row.low), across(row.high)
        yield rectangle(low, y - 4, high - low, 8, fill=ACCENT_LIGHT)
        yield line(low, y - 5, low, y + 5, stroke=INK)
        yield line(high, y - 5, high, y + 5, stroke=INK)
    if not math.isnan(row.score):
        yield mark(across(row.score), y, 5, _POINT)
