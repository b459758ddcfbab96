"""The heat map of cases by scores, and the tornado of what the weights do to the fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Figure, Table
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.figures.drawing import FILLS, MUTED, PALE, clipped, line, page, rectangle, shade, text

__all__ = ["heat_map_figure", "tornado_figure"]

_SHOWN = {
    "matching": "Matching", "reinforcement": "Reinforce-", "commensurate_action": "Action", "fit": "Fit (W)",
    "clinical": "Clinical", "alignment": "Align-", "tandem_any": "Tandem",
}  # fmt: skip
_SECOND_LINE = {"reinforcement": "ment", "alignment": "ment (A)"}
_CELL_WIDTH, _CELL_HEIGHT, _NAMES = 76, 26, 130
_PARTS = {"Matching": FILLS[0], "Reinforcement": FILLS[1], "Action": FILLS[2]}
_ROW, _HALF_WIDTH, _CENTRE = 9, 215, 360


def heat_map_figure(scored: Mapping[str, CaseScores], ordered: Sequence[str], outcome: str) -> Figure:
    """Draw a grid of cases by scores, the darker the higher, with the number in each cell.

    Parameters
    ----------
    scored
        The cases' scores.
    ordered
        The order in which they are drawn.
    outcome
        The set by which they are ordered, empty for the order of the study.
    """
    pieces = []
    for column, (name, title) in enumerate(_SHOWN.items()):
        x = _NAMES + (column + 0.5) * _CELL_WIDTH
        pieces.append(text(x, 20, title, anchor="middle", is_bold=True))
        pieces.append(text(x, 33, _SECOND_LINE.get(name, ""), anchor="middle", is_bold=True))
    for row, case in enumerate(ordered):
        y = 42 + row * _CELL_HEIGHT
        pieces.append(text(_NAMES - 10, y + 17, clipped(case, 18), anchor="end"))
        for column, name in enumerate(_SHOWN):
            bounds = scored[case].values[name]
            pieces += _cell(_NAMES + column * _CELL_WIDTH, y, bounds.value, bounds.low, bounds.high)
    order = f"from the largest membership in {outcome} to the smallest" if outcome else "in their order"
    best = max(ordered, key=lambda case: _known(scored[case].values["alignment"].value))
    alt = (
        f"A grid of {len(ordered)} cases, {order}, by seven scores, the darker the higher. Alignment is "
        f"highest in {best} ({scored[best].values['alignment'].value:.2f})."
    )
    height = 42 + len(ordered) * _CELL_HEIGHT + 24
    words = f"Cases {order}." if outcome else "Cases in the order of the study."
    pieces.append(text(_NAMES, height - 8, words, size=10, fill=MUTED))
    return Figure(
        name="heat map", title="Cases by scores", table="alignment", alt=alt,
        svg=page(_NAMES + len(_SHOWN) * _CELL_WIDTH + 12, height, "Cases by scores", pieces),
    )  # fmt: skip


def tornado_figure(swings: Table, scored: Mapping[str, CaseScores], ordered: Sequence[str]) -> Figure:
    """Draw how far the fit of each case moves when a part counts half or double, the largest move first.

    Parameters
    ----------
    swings
        The table of these moves.
    scored
        The cases' scores.
    ordered
        The order in which the cases are drawn.
    """
    frame = swings.frame
    shown = [case for case in ordered if case in set(frame["case"])]
    fits = {case: scored[case].values["fit"].value for case in shown}
    moves = frame.assign(fit=frame["case"].map(fits))
    reach = max(0.05, *(abs(moves[end] - moves["fit"]).max() for end in ("half", "double")))
    scale = _HALF_WIDTH / reach
    pieces, y = _tornado_legend(), 66.0
    body = []
    for case in shown:
        of_case = moves[moves["case"] == case].sort_values("swing", ascending=False, kind="stable")
        body.append(
            text(_NAMES - 10, y + 1.5 * _ROW + 4, f"{clipped(case, 12)} ({fits[case]:.2f})", anchor="end")
        )
        for part, half, double in zip(of_case["part"], of_case["half"], of_case["double"], strict=True):
            for end, opacity in ((half, 0.4), (double, 1.0)):
                start, width = _CENTRE + min(end - fits[case], 0) * scale, abs(end - fits[case]) * scale
                body.append(rectangle(start, y, width, _ROW - 1, fill=_PARTS[part], opacity=opacity))
            y += _ROW
        y += 9
    for tick in (-reach, -reach / 2, 0.0, reach / 2, reach):
        x = _CENTRE + tick * scale
        pieces.append(line(x, 60, x, y, stroke=MUTED if tick == 0 else PALE))
        pieces.append(text(x, 55, f"{tick:+.2f}" if tick else "0", size=10, anchor="middle", fill=MUTED))
    return Figure(
        name="tornado", title="How the fit moves with the weights of its parts", table=swings.name,
        alt=_tornado_alt(frame, len(shown)),
        svg=page(_CENTRE + _HALF_WIDTH + 30, y + 8, "How the fit moves with the weights", [*pieces, *body]),
    )  # fmt: skip


def _cell(x: float, y: float, value: float, low: float, high: float) -> list[str]:
    if math.isnan(value):
        said = "–" if math.isnan(low) else f"{low:.2f} to {high:.2f}"
        box = rectangle(x + 1, y + 1, _CELL_WIDTH - 2, _CELL_HEIGHT - 2, fill="#ffffff", stroke="#bbbbbb")
        return [box, text(x + _CELL_WIDTH / 2, y + 17, said, size=9.5, anchor="middle", fill=MUTED)]
    return [
        rectangle(x + 1, y + 1, _CELL_WIDTH - 2, _CELL_HEIGHT - 2, fill=shade(value)),
        text(x + _CELL_WIDTH / 2, y + 17, f"{value:.2f}", anchor="middle"),
    ]


def _tornado_legend() -> list[str]:
    pieces, x = [], 12.0
    for words, colour in _PARTS.items():
        pieces += [rectangle(x, 10, 12, 12, fill=colour), text(x + 17, 20, words)]
        x += 17 + 6.4 * len(words) + 14
    pieces += [rectangle(x, 10, 12, 12, fill=MUTED), text(x + 17, 20, "counts double")]
    pieces += [rectangle(x + 110, 10, 12, 12, fill=MUTED, opacity=0.4), text(x + 127, 20, "counts half")]
    return [*pieces, text(12, 40, "Change of the fit (in brackets)", size=10, fill=MUTED)]


def _tornado_alt(frame: pd.DataFrame, cases: int) -> str:
    largest = frame.sort_values("swing", ascending=False, kind="stable").iloc[0]
    return (
        f"For each of {cases} cases three bars around its fit, the longest on top: by how much the fit "
        f"changes when matching, reinforcement or action counts half or double. The largest move is "
        f"{float(largest['swing']):.2f}, of {largest['case']} with the weight of "
        f"{str(largest['part']).lower()}."
    )


def _known(value: float) -> float:
    return -math.inf if math.isnan(value) else value
