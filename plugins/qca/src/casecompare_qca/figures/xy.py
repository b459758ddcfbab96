"""The XY plot: membership in a condition or solution against membership in the outcome.

The five regions are those of Schneider and Rohlfing (2013), *Sociological Methods & Research* 42(4):559-597:
what a case in them says about a claim of sufficiency, or of necessity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INK,
    MUTED,
    PAPER,
    WARM,
    WARM_LIGHT,
    Box,
    Label,
    Piece,
    axis_below,
    axis_left,
    circle,
    label_pieces,
    line,
    listed,
    page,
    place_labels,
    polygon,
    rectangle,
    text,
    wrapped,
)
from casecompare.sets import necessity, sufficiency

__all__ = ["REGIONS", "Relation", "xy_plot", "xy_table"]

Relation = Literal["sufficiency", "necessity"]

REGIONS: Mapping[Relation, tuple[str, ...]] = {
    "sufficiency": (
        "typical",
        "deviant in degree",
        "deviant consistency",
        "deviant coverage",
        "irrelevant",
        "on the border",
    ),
    "necessity": (
        "typical",
        "deviant in degree",
        "deviant consistency",
        "deviant relevance",
        "irrelevant",
        "on the border",
    ),
}
"""The regions of each relation; a case at exactly 0.5 is on the border between them."""

_ROUNDING = 1e-9
_WIDTH, _HEIGHT = 720, 620
_LEFT, _TOP, _SIDE, _PAD = 70, 74, 460, 26
_LEGEND = _LEFT + _SIDE + 28
_LABEL_WIDTH, _LABEL_LINES, _MOST_LABELS = 150, 6, 90
_TELLING = (
    "deviant consistency",
    "deviant coverage",
    "deviant relevance",
    "on the border",
    "deviant in degree",
    "typical",
    "irrelevant",
)
"""In this order cases get a label where there are more than 90 places."""
_LABEL_SIZES = (11.0, 10.0)
"""Labels are made smaller where some would find no place."""


def xy_plot(
    membership: pd.Series,
    outcome: pd.Series,
    *,
    condition_name: str = "",
    outcome_name: str = "",
    relation: Relation = "sufficiency",
    name: str = "xy",
    table: str = "",
) -> Figure:
    """Draw memberships in a condition, term or solution against those in the outcome.

    Parameters
    ----------
    membership, outcome
        One membership per case, with the same index of case ids; cases with a missing one are left out.
    condition_name, outcome_name
        What the axes are called; by default the names of the series.
    relation
        Which claim the regions are about.
    name, table
        Name of the figure, and of the table that holds its numbers (see `xy_table`).

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [0.9, 0.7, 0.2], "Y": [0.8, 0.9, 0.4]}, index=["k", "l", "m"])
    >>> figure = xy_plot(cases["A"], cases["Y"])
    >>> print(figure.alt)
    XY plot of A (across) and Y (up), 3 cases. A => Y: inclusion 0.944, PRI 0.923, coverage 0.810. typical: l; deviant in degree: k; irrelevant: m.
    """  # noqa: E501 (the alternative text is one line)
    condition_name = condition_name or str(membership.name)
    outcome_name = outcome_name or str(outcome.name)
    frame = _memberships(membership, outcome, relation)
    groups = {region: list(frame.index[frame["region"] == region]) for region in REGIONS[relation]}
    fit = _fit(frame, relation, condition_name, outcome_name)
    title = f"{condition_name} and {outcome_name}: {relation}"
    points, labels, left_out = _points(frame)
    parts = [
        *_axes(condition_name, outcome_name, relation),
        *points,
        *labels,
        *_head(title, fit),
        *_legend(groups, relation, left_out),
    ]
    counted = "1 case" if len(frame) == 1 else f"{len(frame)} cases"
    said = "; ".join(f"{region}: {listed(cases)}" for region, cases in groups.items() if cases)
    alt = f"XY plot of {condition_name} (across) and {outcome_name} (up), {counted}. {fit}. {said}."
    return Figure(
        name=name,
        title=title,
        svg=page(_WIDTH, _HEIGHT, parts, title=title, alt=alt),
        alt=alt,
        table=table,
    )


def xy_table(
    membership: pd.Series,
    outcome: pd.Series,
    *,
    condition_name: str = "",
    outcome_name: str = "",
    relation: Relation = "sufficiency",
    name: str = "xy",
) -> Table:
    """Give the numbers of an XY plot: both memberships of each case, and its region.

    Parameters are those of `xy_plot`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [0.9, 0.2], "Y": [0.8, 0.4]}, index=["k", "l"])
    >>> xy_table(cases["A"], cases["Y"]).frame["region"].tolist()
    ['deviant in degree', 'irrelevant']
    """
    condition_name = condition_name or str(membership.name)
    outcome_name = outcome_name or str(outcome.name)
    frame = _memberships(membership, outcome, relation)
    return Table(
        name=name,
        title=f"{condition_name} and {outcome_name}: where each case stands ({relation})",
        frame=frame.rename_axis("case").reset_index(),
        columns={
            "case": Column(title="Case"),
            "condition": Column(title="Membership", description=f"Membership in {condition_name}."),
            "outcome": Column(title="Outcome", description=f"Membership in {outcome_name}."),
            "region": Column(title="Region", description=f"What the case says about {relation}."),
        },
    )


def _memberships(membership: pd.Series, outcome: pd.Series, relation: Relation) -> pd.DataFrame:
    frame = pd.DataFrame({"condition": membership.astype(float), "outcome": outcome.astype(float)}).dropna()
    frame.index = frame.index.map(str)
    frame["region"] = [
        region_of(x, y, relation) for x, y in zip(frame["condition"], frame["outcome"], strict=True)
    ]
    return frame


def region_of(x: float, y: float, relation: Relation) -> str:
    """Give the region of a case with memberships x in the condition and y in the outcome.

    Examples
    --------
    >>> region_of(0.6, 0.8, "sufficiency"), region_of(0.6, 0.8, "necessity"), region_of(0.5, 0.8, "necessity")
    ('typical', 'deviant in degree', 'on the border')
    """
    if x == 0.5 or y == 0.5:
        return "on the border"
    if x > 0.5 and y > 0.5:
        excess = x - y if relation == "sufficiency" else y - x
        return "typical" if excess <= _ROUNDING else "deviant in degree"
    if x < 0.5 and y < 0.5:
        return "irrelevant"
    if x > 0.5:
        return "deviant consistency" if relation == "sufficiency" else "deviant relevance"
    return "deviant coverage" if relation == "sufficiency" else "deviant consistency"


def _fit(frame: pd.DataFrame, relation: Relation, condition: str, outcome: str) -> str:
    if relation == "sufficiency":
        fit = sufficiency(frame["condition"], frame["outcome"])
        return (
            f"{condition} => {outcome}: inclusion {fit.inclusion:.3f}, PRI {fit.pri:.3f}, "
            f"coverage {fit.coverage:.3f}"
        )
    need = necessity(frame["condition"], frame["outcome"])
    return (
        f"{condition} <= {outcome}: inclusion {need.inclusion:.3f}, coverage {need.coverage:.3f}, "
        f"RoN {need.relevance:.3f}"
    )


def _place(x: float, y: float) -> tuple[float, float]:
    inner = _SIDE - 2 * _PAD
    return _LEFT + _PAD + x * inner, _TOP + _PAD + (1 - y) * inner


_GUIDES = (
    (_place(0, 0), _place(1, 1)),
    (_place(0.5, -0.1), _place(0.5, 1.1)),
    (_place(-0.1, 0.5), _place(1.1, 0.5)),
)
"""The diagonal and the halves, off which labels rather stand."""


def _axes(condition: str, outcome: str, relation: Relation) -> list[Piece]:
    """Draw the square, its halves and the diagonal; the region that contradicts the claim is shaded."""
    half = _SIDE / 2
    x, y = _place(0.5, 0.5)
    is_right = relation == "sufficiency"
    parts = [
        rectangle(x if is_right else _LEFT, y if is_right else _TOP, half, half, fill=WARM_LIGHT),
        rectangle(_LEFT, _TOP, _SIDE, _SIDE, stroke=INK),
        line(x, _TOP, x, _TOP + _SIDE, stroke=MUTED, dash="4 3"),
        line(_LEFT, y, _LEFT + _SIDE, y, stroke=MUTED, dash="4 3"),
        line(*_place(0, 0), *_place(1, 1), stroke=MUTED),
    ]
    bottom = _TOP + _SIDE
    spots = [(f"{tick:g}", *_place(tick, tick)) for tick in (0, 0.25, 0.5, 0.75, 1)]
    parts += axis_below(bottom, [(across, said) for said, across, _ in spots])
    parts += axis_left(_LEFT, [(down, said) for said, _, down in spots])
    parts.append(text(x, bottom + 46, condition, size=13, anchor="middle", width=_SIDE + 60))
    parts.append(text(26, y, outcome, size=13, anchor="middle", turn=-90, width=_SIDE))
    return parts


def _points(frame: pd.DataFrame) -> tuple[list[Piece], list[Piece], list[str]]:
    """Draw one mark for each place, with the cases that stand there; give the cases left without label."""
    places: dict[tuple[float, float, str], list[str]] = {}
    for case, x, y, region in frame.itertuples(name=None):
        places.setdefault((round(x, 2), round(y, 2), region), []).append(case)
    spots = [_spot(frame, cases) for cases in places.values()]
    marks = [
        _mark(x, y, region, radius) for (x, y, radius), (_, _, region) in zip(spots, places, strict=True)
    ]
    box = Box(_LEFT + 2, _TOP + 2, _LEFT + _SIDE - 2, _TOP + _SIDE - 2)
    named = sorted(range(len(spots)), key=[_TELLING.index(region) for _, _, region in places].__getitem__)
    chosen, silent = sorted(named[:_MOST_LABELS]), named[_MOST_LABELS:]
    cases_at = list(places.values())
    taken = [
        Box(x - radius, y - radius, x + radius, y + radius) for x, y, radius in map(spots.__getitem__, silent)
    ]
    for size in _LABEL_SIZES:
        labels = [_label(*spots[at], cases_at[at], size) for at in chosen]
        placed = place_labels(labels, box, taken, ways=_GUIDES)
        if None not in placed:
            break
    silent = silent + [at for at, one in zip(chosen, placed, strict=True) if one is None]
    return marks, label_pieces(placed), [case for at in sorted(silent) for case in cases_at[at]]


def _spot(frame: pd.DataFrame, cases: Sequence[str]) -> tuple[float, float, float]:
    """Give place and radius of the mark of cases that stand so close that one mark holds them."""
    at = frame.index.get_loc(cases[0])
    x, y = _place(float(frame["condition"].to_numpy()[at]), float(frame["outcome"].to_numpy()[at]))
    return x, y, min(5.0 + 0.9 * (len(cases) - 1), 12.0)


def _label(x: float, y: float, radius: float, cases: Sequence[str], size: float) -> Label:
    words = [f"{case}," for case in cases[:-1]] + [cases[-1]]
    return Label(x, y, radius, tuple(wrapped(words, _LABEL_WIDTH, size, lines=_LABEL_LINES)), size)


def _mark(x: float, y: float, region: str, radius: float) -> Piece:
    """Draw a case such that its region is known by shape, not by colour alone."""
    if region == "typical":
        return circle(x, y, radius, fill=ACCENT, stroke=PAPER, line_width=0.8)
    if region == "deviant in degree":
        return circle(x, y, radius, fill=ACCENT_LIGHT, stroke=ACCENT, line_width=1.4)
    if region in ("deviant consistency", "deviant relevance"):
        r = radius * 1.15
        shape = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        fill = WARM if region == "deviant consistency" else PAPER
        return polygon(shape, fill=fill, stroke=WARM, line_width=1.4)
    if region == "deviant coverage":
        r = radius * 0.9
        return rectangle(x - r, y - r, 2 * r, 2 * r, fill=PAPER, stroke=WARM, line_width=1.6)
    if region == "on the border":
        r = radius
        return polygon([(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], fill=FAINT, stroke=INK)
    return circle(x, y, radius * 0.85, fill=PAPER, stroke=MUTED, line_width=1.2)


def _head(title: str, fit: str) -> list[Piece]:
    claim, _, numbers = fit.rpartition(": ")
    return [
        text(_LEFT, 28, claim, size=15, is_bold=True, width=_WIDTH - _LEFT - 20),
        text(_LEFT, 52, numbers, size=12, fill=MUTED),
    ]


def _legend(groups: Mapping[str, Sequence[str]], relation: Relation, left_out: Sequence[str]) -> list[Piece]:
    y = _TOP + 12
    parts = [text(_LEGEND - 8, y, "Cases", size=12, is_bold=True)]
    for region in REGIONS[relation]:
        if region == "on the border" and not groups[region]:
            continue
        y += 24
        parts.append(_mark(_LEGEND, y - 4, region, 5))
        parts.append(text(_LEGEND + 14, y, f"{region}: {len(groups[region])}", size=11))
    y += 34
    shaded = "shaded: in kind against the claim"
    parts.append(rectangle(_LEGEND - 6, y - 10, 12, 12, fill=WARM_LIGHT, stroke=FAINT))
    for said in wrapped(shaded, _WIDTH - _LEGEND - 20, 11):
        parts.append(text(_LEGEND + 14, y, said, size=11, fill=MUTED))
        y += 15
    if left_out:
        counted = "1 case has" if len(left_out) == 1 else f"{len(left_out)} cases have"
        for said in wrapped(f"{counted} no room for a label; see the table", 130, 11):
            y += 15
            parts.append(text(_LEGEND - 8, y, said, size=11, fill=MUTED))
    return parts
