"""The picture of the frame: every unit by what is expected of it and what came, the chosen ones by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from casecompare import Figure
from casecompare.figures import (
    ACCENT,
    FAINT,
    INK,
    MUTED,
    PAPER,
    WARM,
    Box,
    Entry,
    Label,
    Look,
    Piece,
    axis_below,
    axis_left,
    counted,
    label_pieces,
    legend,
    line,
    listed,
    mark,
    page,
    place_labels,
    rectangle,
    ticks,
)
from casecompare_selection.positions import Position
from casecompare_selection.strategies import Analysis, outcome_numbers
from casecompare_selection.tables import shown_places
from casecompare_selection.variables import Floats

__all__ = ["scatter_figure"]

_LEFT, _TOP, _RIGHT, _BOTTOM = 70.0, 44.0, 700.0, 400.0
_MOST_LABELS, _MOST_AVOIDED = 60, 400
_OTHERS = Look("circle", PAPER)
_CHOSEN = Look("diamond", ACCENT)
_DIFFERS = Look("upside-down triangle", WARM)
_ON, _OFF = Look("circle", ACCENT), Look("square", PAPER)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Plane:
    """What is drawn: the places that have both values, the two scales, and whether residuals can be seen."""

    places: list[int]
    x: Floats
    y: Floats
    x_title: str
    y_title: str
    is_cause: bool


def scatter_figure(analysis: Analysis, positions: Sequence[Position], prefix: str = "") -> Figure | None:
    """Draw units by the outcome that the linear model expects, or by the cause, and the outcome they have.

    The distance from the line is the residual. In a frame, units that were chosen are diamonds with their
    names, and triangles where their position does not agree with the reason; studied cases are circles on the
    line and squares off it.

    Parameters
    ----------
    analysis, positions
        Of a frame, or of the studied cases.
    prefix
        What stands before the names of the figure and its table.

    Returns
    -------
    casecompare.Figure or None
        None where there is no outcome, or nothing to set against it.
    """
    plane = _plane(analysis)
    if plane is None:
        return None
    across, down = _scale(plane.x, _LEFT + 12, _RIGHT - 12), _scale(plane.y, _BOTTOM - 12, _TOP + 12)
    against = {one.place for one in positions if one.agrees == "no"}
    looks = {at: _look(analysis, at, against) for at in plane.places}
    # Those with a name are drawn last, above all others.
    named = [at for at in plane.places if looks[at] is not _OTHERS][:_MOST_LABELS]
    ordered = sorted(plane.places, key=lambda at: (at in set(named), at))
    pieces = [rectangle(_LEFT, _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP, stroke=FAINT)]
    pieces += _axes(plane, across, down)
    if ends := _line_ends(analysis, plane, across, down):
        pieces.append(line(*ends[0], *ends[1], stroke=MUTED, width=1.4, dash="7 4"))
    pieces += [_unit_mark(across(plane.x[at]), down(plane.y[at]), looks[at]) for at in ordered]
    pieces += _labels(analysis, plane, named, across, down)
    key, _ = legend(list(_entries(analysis, set(map(id, looks.values())))), _LEFT, 22, _RIGHT)
    where = "the frame" if analysis.units.is_frame else "the studied cases"
    title = f"{plane.y_title} in {where}"
    alt = _alt(analysis, plane, against)
    return Figure(
        name=f"{prefix}scatter",
        title=title,
        svg=page(720, _BOTTOM + 52, [*key, *pieces], title=title, alt=alt),
        alt=alt,
        table=f"{prefix}units",
    )


def _plane(analysis: Analysis) -> _Plane | None:
    units, fit = analysis.units, analysis.fit
    if units.outcome is None:
        return None
    cause = units.cause if units.cause is not None and units.cause.kind != "category" else None
    only = cause is not None and len(analysis.names) == 1
    if cause is not None and (only or fit.reason):
        x, x_title = cause.numbers, cause.name
    elif not fit.reason:
        x, x_title = (
            fit.fitted,
            f"{units.outcome.name}, expected from {', '.join(one.name for one in units.explaining)}",
        )
    else:
        return None
    y = outcome_numbers(units.outcome)
    places = [at for at in shown_places(units) if not np.isnan(x[at]) and not np.isnan(y[at])]
    if not places:
        return None
    return _Plane(
        places=places, x=x, y=y, x_title=x_title, y_title=units.outcome.name,
        is_cause=cause is not None and x_title == cause.name,
    )  # fmt: skip


def _scale(values: Floats, start: float, end: float) -> Callable[[float], float]:
    low, high = _ends(values)
    return lambda value: start + (end - start) * (float(value) - low) / (high - low)


def _ends(values: Floats) -> tuple[float, float]:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if high - low > 1e-9 * max(abs(low), abs(high), 1e-300):
        return low, high
    room = abs(low) / 2 or 0.5  # all the same: somewhere in the middle
    return low - room, high + room


def _axes(plane: _Plane, across: Callable[[float], float], down: Callable[[float], float]) -> list[Piece]:
    marks_x = [(across(tick), f"{tick:g}") for tick in ticks(*_ends(plane.x), most=7)]
    marks_y = [(down(tick), f"{tick:g}") for tick in ticks(*_ends(plane.y), most=6)]
    return [
        *axis_below(_BOTTOM, marks_x, title=plane.x_title, length=_RIGHT - _LEFT),
        *axis_left(_LEFT, marks_y, title=plane.y_title, length=_BOTTOM - _TOP),
    ]


def _line_ends(
    analysis: Analysis, plane: _Plane, across: Callable[[float], float], down: Callable[[float], float]
) -> list[tuple[float, float]]:
    """Give the ends of the line of what is expected; with a cause and further variables there is none."""
    if analysis.fit.reason or (plane.is_cause and len(analysis.names) > 1):
        return []
    fitted = analysis.fit.fitted
    known = [at for at in plane.places if not np.isnan(fitted[at])]
    if len(known) < 2:
        return []
    first, last = (take(known, key=lambda at: plane.x[at]) for take in (min, max))
    one, other = ((across(plane.x[at]), down(fitted[at])) for at in (first, last))
    return [_within(*one, *other), _within(*other, *one)]


def _within(x: float, y: float, other_x: float, other_y: float) -> tuple[float, float]:
    """Move an end of a line along it until it lies inside the frame of the drawing."""
    for edge in (_TOP, _BOTTOM):
        if (y < edge) == (edge == _TOP) and y != other_y and (other_y - edge) * (y - edge) < 0:
            x, y = x + (other_x - x) * (edge - y) / (other_y - y), edge
    return x, y


def _look(analysis: Analysis, at: int, against: set[int]) -> Look:
    units = analysis.units
    if units.is_frame:
        return _DIFFERS if at in against else _CHOSEN if units.chosen[at] else _OTHERS
    standardized = analysis.fit.standardized[at]
    return _ON if not np.isnan(standardized) and abs(standardized) <= 1 else _OFF


def _unit_mark(x: float, y: float, look: Look) -> Piece:
    if look is _OTHERS:
        return mark(x, y, 3.2, look, stroke=MUTED, width=0.8)
    return mark(x, y, 5.2, look, stroke=INK, width=1)


def _labels(
    analysis: Analysis, plane: _Plane, named: Sequence[int], across: Callable[[float], float],
    down: Callable[[float], float],
) -> list[Piece]:  # fmt: skip
    others = [at for at in plane.places if at not in set(named)]
    taken = [_around(across(plane.x[at]), down(plane.y[at]), 3.2) for at in others[:_MOST_AVOIDED]]
    said = [
        Label(across(plane.x[at]), down(plane.y[at]), 6, (_short(analysis.units.ids[at]),)) for at in named
    ]
    frame = Box(_LEFT + 2, _TOP + 2, _RIGHT - 2, _BOTTOM - 2)
    ways = [ends] if (ends := _line_ends(analysis, plane, across, down)) else []
    return list(label_pieces(place_labels(said, frame, taken, ways=ways)))


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _short(said: str) -> str:
    return said if len(said) <= 18 else said[:17] + "…"


def _entries(analysis: Analysis, used: set[int]) -> Iterator[Entry]:
    said = (
        (_CHOSEN, "chosen"),
        (_DIFFERS, "chosen for a reason that its position does not bear out"),
        (_OTHERS, "not chosen"),
        (_ON, "within one standard error of the line"),
        (_OFF, "farther off, or not in the model"),
    )
    for look, words in said:
        if id(look) in used:
            yield Entry(words, partial(_drawn, look))
    if not analysis.fit.reason:
        yield Entry(
            "expected", lambda x, y: [line(x - 8, y, x + 8, y, stroke=MUTED, width=1.4, dash="7 4")], 26
        )


def _drawn(look: Look, x: float, y: float) -> list[Piece]:
    return [_unit_mark(x, y, look)]


def _alt(analysis: Analysis, plane: _Plane, against: set[int]) -> str:
    units = analysis.units
    what = "units of the frame" if units.is_frame else "cases"
    said = (
        f"{counted(len(plane.places), 'point')}, one per unit, of {len(units.ids)} {what}: {plane.y_title} "
    )
    said += f"against {plane.x_title}."
    if units.is_frame:
        chosen = [units.ids[at] for at in plane.places if units.chosen[at]]
        said += f" Chosen: {listed(chosen, 20)}." if chosen else " None is chosen."
        if differ := [units.ids[at] for at in plane.places if at in against]:
            said += f" Not borne out: {listed(differ, 20)}."
    off = [units.ids[at] for at in plane.places if abs(analysis.fit.standardized[at]) > 2]
    said += f" More than two standard errors off the line: {listed(off, 20)}." if off else ""
    return said
