"""The calibration plot: raw values against memberships, and the cases before and after.

The curve shows what the calibration does to any raw value, the marks where the cases lie on it, the rug how
they are spread, and the bars how many cases lie where on either scale (Schneider and Wagemann 2012,
*Set-Theoretic Methods for the Social Sciences*, section 1.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    ACCENT,
    FAINT,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    WARM,
    Piece,
    circle,
    line,
    listed,
    page,
    polyline,
    rectangle,
    text,
    text_width,
    ticks,
    wrapped,
)

__all__ = ["calibration_plot", "calibration_table"]

Curve = Sequence[tuple[float, float]]
Place = Callable[[float], float]

_NEAR_HALF = 0.1
_ROUNDING = 1e-9
_WIDTH, _HEIGHT = 720, 500
_LEFT, _TOP, _ACROSS, _UP = 70, 76, 380, 300
_BARS_LEFT, _BARS_ACROSS, _BARS_UP, _BINS = 490, 210, 120, 10
_EDGE = 0.04
_NAME_WIDTH, _NAME_LINES = 130.0, 3


def calibration_plot(
    raw: pd.Series,
    membership: pd.Series,
    *,
    anchors: Mapping[str, float] | None = None,
    curve: Curve = (),
    set_name: str = "",
    name: str = "calibration",
    table: str = "",
) -> Figure:
    """Draw raw values against memberships: curve, cases, rug, and the cases before and after.

    Parameters
    ----------
    raw, membership
        A raw value and a membership per case, with the same index of case ids; cases that lack one of them
        are left out.
    anchors
        The anchors by name; drawn as lines where they lie among the raw values.
    curve
        Points of the calibration, raw value and membership, in rising order; without them the cases are
        joined.
    set_name
        What the set is called; by default the name of `membership`.
    name, table
        Name of the figure, and of the table that holds its numbers (see `calibration_table`).

    Raises
    ------
    ValueError
        if no case has both values, or a membership is not between 0 and 1.

    Examples
    --------
    >>> income = pd.Series([400, 540, 900], index=list("klm"), name="income")
    >>> rich = pd.Series([0.05, 0.45, 0.95], index=list("klm"), name="RICH")
    >>> print(calibration_plot(income, rich, anchors={"crossover": 550}).alt)
    Calibration of RICH, 3 cases: raw values from 400 to 900, memberships from 0.05 to 0.95; 1 in, 2 out. \
Anchors: crossover 550. Between 0.4 and 0.6: l.
    """
    set_name = set_name or str(membership.name or "set")
    frame = _both(raw, membership)
    anchors = anchors or {}
    points = list(curve) or sorted(zip(frame["raw"], frame["membership"], strict=True))
    low, high = _range([*frame["raw"], *anchors.values()])

    def across(value: float) -> float:
        return _LEFT + _ACROSS * (value - low) / (high - low)

    near = [str(case) for case in frame.index[(frame["membership"] - 0.5).abs() < _NEAR_HALF - _ROUNDING]]
    title = f"Calibration of {set_name}"
    parts = [
        text(20, 28, title, size=15, is_bold=True, width=_WIDTH - 40),
        *_axes(set_name, low, high, across),
        *_anchor_lines(anchors, across),
        *_curve([(x, y) for x, y in points if low <= x <= high], across),
        *_cases(frame, across),
        *_bars("Before: raw values", frame["raw"], _ends(frame["raw"]), _TOP),
        *_bars("After: memberships", frame["membership"], (0.0, 1.0), _TOP + _BARS_UP + 90),
        *_foot(near),
    ]
    alt = _alt(set_name, frame, anchors, near)
    svg = page(_WIDTH, _HEIGHT, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def calibration_table(
    raw: pd.Series, membership: pd.Series, *, set_name: str = "", name: str = "calibration"
) -> Table:
    """Give the numbers of a calibration plot: each case's raw value and membership, the lowest first.

    Parameters are those of `calibration_plot`.

    Examples
    --------
    >>> income = pd.Series([900, 400], index=list("kl"))
    >>> calibration_table(income, pd.Series([0.95, 0.05], index=list("kl"))).frame["case"].tolist()
    ['l', 'k']
    """
    set_name = set_name or str(membership.name or "set")
    frame = _both(raw, membership).sort_values(["raw", "membership"], kind="stable")
    return Table(
        name=name,
        title=f"Calibration of {set_name}: before and after",
        frame=frame.rename_axis("case").reset_index(),
        columns={
            "case": Column(title="Case"),
            "raw": Column(title="Raw value", description="Before calibration."),
            "membership": Column(title="Membership", description=f"Membership in {set_name}."),
        },
    )


def _both(raw: pd.Series, membership: pd.Series) -> pd.DataFrame:
    frame = pd.DataFrame({"raw": raw.astype(float), "membership": membership.astype(float)}).dropna()
    frame.index = frame.index.map(str)
    if frame.empty:
        raise ValueError("no case has a raw value and a membership.")
    if not frame["membership"].between(0.0, 1.0).all():
        raise ValueError("memberships lie between 0 and 1; values of multi-value sets have no such plot.")
    return frame


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Give the ends of the axis: a little room on both sides, and some where all values are one."""
    low, high = float(min(values)), float(max(values))
    room = (high - low) * _EDGE or max(abs(high), 1.0) * _EDGE
    return low - room, high + room


def _ends(values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if low < high else _range([low])


def _height(membership: float) -> float:
    return _TOP + _UP * (1.0 - membership)


def _axes(set_name: str, low: float, high: float, across: Place) -> list[Piece]:
    bottom = _TOP + _UP
    parts = [rectangle(_LEFT, _TOP, _ACROSS, _UP, stroke=FAINT)]
    for membership in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _height(membership)
        parts.append(text(_LEFT - 8, y + 4, f"{membership:g}", size=11, anchor="end", fill=MUTED))
    parts.append(line(_LEFT, _height(0.5), _LEFT + _ACROSS, _height(0.5), stroke=MUTED, dash="4 3"))
    for value in ticks(low, high, most=6):
        parts.append(text(across(value), bottom + 32, f"{value:.6g}", size=11, anchor="middle", fill=MUTED))
    parts.append(text(_LEFT + _ACROSS / 2, bottom + 52, "raw value", anchor="middle"))
    said = f"membership in {set_name}"
    return [*parts, text(22, _TOP + _UP / 2, said, anchor="middle", turn=-90, width=_UP)]


def _anchor_lines(anchors: Mapping[str, float], across: Place) -> list[Piece]:
    """Draw the anchors; their names stand above, each on the lowest of three lines that is free there."""
    parts: list[Piece] = []
    ends = [0.0] * _NAME_LINES
    for name, value in sorted(anchors.items(), key=lambda one: one[1]):
        x, said = across(value), f"{name} {value:g}"
        parts.append(line(x, _TOP, x, _TOP + _UP, stroke=WARM, dash="2 3"))
        half = min(text_width(said, 10), _NAME_WIDTH) / 2
        free = [at for at, end in enumerate(ends) if end <= x - half]
        if free:  # where all are taken the alternative text still names it
            ends[free[0]] = x + half + 4
            height = _TOP - 9 - 12 * free[0]
            parts.append(text(x, height, said, size=10, anchor="middle", fill=WARM, width=_NAME_WIDTH))
    return parts


def _curve(points: Curve, across: Place) -> list[Piece]:
    if len(points) < 2:
        return []
    return [polyline([(across(x), _height(y)) for x, y in points], stroke=ACCENT)]


def _cases(frame: pd.DataFrame, across: Place) -> list[Piece]:
    """Draw each place once on the curve, filled where the case is in, and a stroke for each in the rug."""
    bottom, spots = _TOP + _UP, list(frame.drop_duplicates().itertuples(index=False, name=None))
    rug = [line(across(x), bottom + 4, across(x), bottom + 14) for x, _ in spots]
    marks = [circle(across(x), _height(y), 4, fill=INK if y > 0.5 else PAPER, stroke=INK) for x, y in spots]
    return [*rug, *marks]


def _bars(said: str, values: pd.Series, ends: tuple[float, float], top: float) -> list[Piece]:
    counts, edges = np.histogram(values.to_numpy(dtype=np.float64), bins=_BINS, range=ends)
    step, most = _BARS_ACROSS / _BINS, int(counts.max())
    bottom = top + _BARS_UP
    parts = [
        text(_BARS_LEFT, top - 10, said, is_bold=True),
        rectangle(_BARS_LEFT, top, _BARS_ACROSS, _BARS_UP, fill=LIGHT),
    ]
    for at, count in enumerate(counts.tolist()):
        if not count:
            continue
        x, high = _BARS_LEFT + step * at, (_BARS_UP - 18) * count / most
        parts.append(rectangle(x + 1, bottom - high, step - 2, high, fill=ACCENT))
        parts.append(text(x + step / 2, bottom - high - 3, f"{count}", size=10, anchor="middle"))
    right = _BARS_LEFT + _BARS_ACROSS
    return [
        *parts,
        text(_BARS_LEFT, bottom + 14, f"{edges[0]:.4g}", size=10),
        text(right, bottom + 14, f"{edges[-1]:.4g}", size=10, anchor="end"),
    ]


def _foot(near: Sequence[str]) -> list[Piece]:
    names = [f"{case}," for case in near[:-1]] + list(near[-1:])
    said = ["Between", "0.4", "and", "0.6:", *(names or ["no", "case"])]
    lines = wrapped(said, _WIDTH - 40, 11, lines=3)
    return [text(20, _HEIGHT - 44 + 15 * at, one, size=11) for at, one in enumerate(lines)]


def _alt(set_name: str, frame: pd.DataFrame, anchors: Mapping[str, float], near: Sequence[str]) -> str:
    raw, membership = frame["raw"], frame["membership"]
    counted = "1 case" if len(frame) == 1 else f"{len(frame)} cases"
    said = [
        f"Calibration of {set_name}, {counted}: raw values from {raw.min():g} to {raw.max():g}, memberships "
        f"from {membership.min():.2g} to {membership.max():.2g}; {int((membership > 0.5).sum())} in, "
        f"{int((membership < 0.5).sum())} out."
    ]
    if anchors:
        said.append(f"Anchors: {', '.join(f'{name} {value:g}' for name, value in anchors.items())}.")
    said.append(f"Between 0.4 and 0.6: {listed(near) if near else 'no case'}.")
    return " ".join(said)
