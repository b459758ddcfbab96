"""Venn diagrams of up to five sets: circles for one to three, ellipses for four and five (Venn 1880).

With four ellipses and with five congruent ones turned about a centre every overlap exists once (Grünbaum
1975, *Mathematics Magazine* 48(1):12-23).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare import Figure
from casecompare.figures import (
    DASHES,
    FILLS,
    INK,
    MUTED,
    PAPER,
    Piece,
    circle,
    clipped,
    ellipse,
    page,
    rectangle,
    text,
    text_width,
)
from casecompare_qca.figures.overlaps import Overlap, names_of, overlaps_of

__all__ = ["LARGEST", "venn"]

LARGEST = 5
"""With more sets a Venn diagram cannot be read; an UpSet plot can."""

_WIDTH, _HEIGHT = 720, 600
_CENTRE, _SCALE = (_WIDTH / 2, 296.0), 180.0
_AWAY, _NAME_WIDTH = 14.0, 150.0
_FILLS = (*(fill for fill in FILLS if fill != PAPER),)[:LARGEST]
_GRID = 241
_COUNT_SIZES = (16.0, 16.0, 16.0, 13.0, 11.0)
"""With more sets the regions are smaller, and so are the numbers in them."""


class _Ellipse(NamedTuple):
    """An ellipse around (x, y) with half axes, turned by an angle; the middle of the drawing is (0, 0)."""

    x: float
    y: float
    long: float
    short: float
    turn: float


def venn(
    memberships: pd.DataFrame,
    outcome: pd.Series,
    *,
    outcome_name: str = "",
    title: str = "",
    name: str = "venn",
    table: str = "",
) -> Figure:
    """Draw how cases share up to five sets; each region counts the cases with and without the outcome.

    Parameters
    ----------
    memberships
        One to five columns, one row per case; a case is in a set from above 0.5 on.
    outcome
        Memberships in the outcome, with the same index.
    outcome_name
        What the outcome is called; by default the name of the series.
    title
        By default "Cases by the sets they share".
    name, table
        Name of the figure, and of the table that holds its numbers (see `overlap_table`).

    Raises
    ------
    ValueError
        if there are no sets or more than five.

    Examples
    --------
    >>> sets = pd.DataFrame({"A": [0.9, 0.8, 0.1], "B": [0.9, 0.4, 0.1]}, index=list("klm"))
    >>> print(venn(sets, pd.Series([1, 1, 0], index=list("klm"), name="Y")).alt)
    Venn diagram of A, B; cases with and without Y. A and B: 1 with. A: 1 with. outside: 1 without.
    """
    sets = memberships.shape[1]
    if not 1 <= sets <= LARGEST:
        raise ValueError(f"a Venn diagram takes one to five sets, not {sets}; draw an UpSet plot instead.")
    outcome_name = outcome_name or str(outcome.name)
    title = title or "Cases by the sets they share"
    names = list(map(str, memberships.columns))
    shapes = _shapes(sets)
    groups = overlaps_of(memberships, outcome)
    parts = [text(20, 28, title, size=15, is_bold=True, width=_WIDTH - 40)]
    parts += [rectangle(20, 46, _WIDTH - 40, _HEIGHT - 96, stroke=MUTED)]
    parts += [_drawn(shape, at) for at, shape in enumerate(shapes)]
    parts += _counts(groups, shapes, size=_COUNT_SIZES[sets - 1])
    parts += _names(names, shapes)
    parts += _key(outcome_name)
    alt = _alt(groups, names, outcome_name)
    svg = page(_WIDTH, _HEIGHT, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def _shapes(sets: int) -> list[_Ellipse]:
    """Give the shapes of so many sets, such that every overlap exists."""
    if sets == 1:
        return [_Ellipse(0, 0, 0.8, 0.8, 0)]
    if sets == 2:
        return [_Ellipse(-0.42, 0, 0.75, 0.75, 0), _Ellipse(0.42, 0, 0.75, 0.75, 0)]
    if sets == 3:
        return [
            _Ellipse(0.42 * math.cos(turn), 0.42 * math.sin(turn) + 0.06, 0.68, 0.68, 0)
            for turn in (math.radians(angle) for angle in (210, 330, 90))
        ]
    if sets == 4:
        lean = math.radians(_LEAN)
        return [
            _Ellipse(-_OUTER, _DROP, _LONG, _SHORT, lean),
            _Ellipse(-_INNER, -_DROP, _LONG, _SHORT, lean),
            _Ellipse(_INNER, -_DROP, _LONG, _SHORT, math.pi - lean),
            _Ellipse(_OUTER, _DROP, _LONG, _SHORT, math.pi - lean),
        ]
    turns = [2 * math.pi * at / 5 - math.pi / 2 for at in range(5)]
    return [
        _Ellipse(0.22 * math.cos(turn), 0.22 * math.sin(turn), 1.0, 0.61, math.radians(20) + turn)
        for turn in turns
    ]


# Four ellipses: the half axes, the distances of the centres, and the lean, chosen such that the smallest
# region is as large as can be.
_LONG, _SHORT, _OUTER, _INNER, _DROP, _LEAN = 1.0, 0.66, 0.35, 0.05, 0.125, 48


def _regions(shapes: Sequence[_Ellipse]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Give a grid over the drawing: in which sets each point is, as bits, and the coordinates of the axis."""
    axis = np.linspace(-1.35, 1.35, _GRID)
    across, down = np.meshgrid(axis, axis)
    codes = np.zeros(across.shape, dtype=np.int64)
    for at, shape in enumerate(shapes):
        cosine, sine = math.cos(shape.turn), math.sin(shape.turn)
        along = (across - shape.x) * cosine + (down - shape.y) * sine
        beside = (down - shape.y) * cosine - (across - shape.x) * sine
        codes |= ((along / shape.long) ** 2 + (beside / shape.short) ** 2 <= 1).astype(np.int64) << at
    return codes, axis


def _middle(is_in: npt.NDArray[np.bool_], axis: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Give the point of a region that is farthest from its border: what is left when the border is peeled."""
    left = is_in
    while True:
        inner = left.copy()
        inner[1:-1, 1:-1] &= left[:-2, 1:-1] & left[2:, 1:-1] & left[1:-1, :-2] & left[1:-1, 2:]
        inner[0, :] = inner[-1, :] = inner[:, 0] = inner[:, -1] = False
        if not inner.any():
            break
        left = inner
    rows, columns = np.nonzero(left)
    centre = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    nearest = int(np.argmin(centre))
    return float(axis[columns[nearest]]), float(axis[rows[nearest]])


def _at(x: float, y: float) -> tuple[float, float]:
    return _CENTRE[0] + _SCALE * x, _CENTRE[1] + _SCALE * y


def _drawn(shape: _Ellipse, at: int) -> Piece:
    return ellipse(
        *_at(shape.x, shape.y),
        shape.long * _SCALE,
        shape.short * _SCALE,
        turn=math.degrees(shape.turn),
        fill=_FILLS[at],
        opacity=0.13,
        line_width=1.6,
        dash=DASHES[at],
    )


def _counts(groups: Sequence[Overlap], shapes: Sequence[_Ellipse], *, size: float) -> list[Piece]:
    codes, axis = _regions(shapes)
    parts: list[Piece] = []
    for group in groups:
        code = sum(1 << at for at, flag in enumerate(group.inside) if flag)
        x, y = _at(*_middle(codes == code, axis)) if code else (_WIDTH - 58.0, _HEIGHT - 84.0)
        parts += _count(group, x, y, size=size)
    return parts


def _count(group: Overlap, x: float, y: float, *, size: float) -> list[Piece]:
    """Write how many cases a region has: a filled dot for those with the outcome, a hollow one without."""
    counts = [(len(group.with_outcome), True), (len(group.without), False)]
    counts = [(count, flag) for count, flag in counts if count]
    radius, step = size * 0.34, size * 1.1
    parts: list[Piece] = []
    for at, (count, is_positive) in enumerate(counts):
        base = y + size * 0.36 + step * (at - (len(counts) - 1) / 2)
        start = x - (2 * radius + 4 + text_width(str(count), size)) / 2
        fill = INK if is_positive else PAPER
        parts.append(
            circle(start + radius, base - size * 0.34, radius, fill=fill, stroke=INK, line_width=1.2)
        )
        parts.append(
            text(start + 2 * radius + 4, base, str(count), size=size, is_bold=is_positive, has_halo=True)
        )
    return parts


def _names(names: Sequence[str], shapes: Sequence[_Ellipse]) -> list[Piece]:
    """Write each set's name outside, beyond the tip of its shape that no other set is near."""
    parts: list[Piece] = []
    for label, shape in zip(names, shapes, strict=True):
        x, y = _at(*_tip(shape, [other for other in shapes if other is not shape]))
        across, down = x - _CENTRE[0], y - _CENTRE[1]
        length = math.hypot(across, down) or 1.0
        x, y = x + _AWAY * across / length, y + _AWAY * down / length
        side = min(max(1.6 * across / length, -1.0), 1.0)
        room = x - 26.0 if side < 0 else _WIDTH - 26.0 - x
        most = min(_NAME_WIDTH, room + (1 - abs(side)) * _NAME_WIDTH)
        width = min(text_width(label, 13, is_bold=True), most)
        # The text grows away from the drawing: to the right of it on the right, centred above and below.
        start = min(max(x - width * (1 - side) / 2, 26.0), _WIDTH - 26.0 - width)
        base = y + 5 + 8 * down / length
        parts.append(text(start, base, label, size=13, is_bold=True, has_halo=True, width=most))
    return parts


def _tip(shape: _Ellipse, others: Sequence[_Ellipse]) -> tuple[float, float]:
    """Give the point of a shape's edge that is farthest outside the others."""
    best, place = -math.inf, (shape.x, shape.y)
    for angle in range(0, 360, 5):
        along, beside = (
            shape.long * math.cos(math.radians(angle)),
            shape.short * math.sin(math.radians(angle)),
        )
        cosine, sine = math.cos(shape.turn), math.sin(shape.turn)
        x, y = shape.x + along * cosine - beside * sine, shape.y + along * sine + beside * cosine
        outside = min((_outside(x, y, other) for other in others), default=-y)
        if outside + 0.15 * math.hypot(x, y) > best:
            best, place = outside + 0.15 * math.hypot(x, y), (x, y)
    return place


def _outside(x: float, y: float, shape: _Ellipse) -> float:
    cosine, sine = math.cos(shape.turn), math.sin(shape.turn)
    along = (x - shape.x) * cosine + (y - shape.y) * sine
    beside = (y - shape.y) * cosine - (x - shape.x) * sine
    return math.hypot(along / shape.long, beside / shape.short)


def _key(outcome: str) -> list[Piece]:
    outcome = clipped(outcome, 180, 12)
    first = f"cases with {outcome}"
    second = 38 + text_width(first, 12) + 22
    y = _HEIGHT - 20
    return [
        circle(28, y - 4, 5, stroke=INK),
        text(40, y, first, fill=MUTED),
        circle(second, y - 4, 5, fill=PAPER, stroke=INK),
        text(second + 12, y, f"without {outcome}", fill=MUTED),
    ]


def _alt(groups: Sequence[Overlap], names: Sequence[str], outcome: str) -> str:
    said = []
    for group in groups:
        place = " and ".join(names_of(group, names)) or "outside"
        counts = [f"{len(group.with_outcome)} with"] * bool(group.with_outcome)
        counts += [f"{len(group.without)} without"] * bool(group.without)
        said.append(f"{place}: {', '.join(counts)}.")
    return f"Venn diagram of {', '.join(names)}; cases with and without {outcome}. {' '.join(said)}"
