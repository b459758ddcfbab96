"""The heat map of cases by scores, and the tornado of what the weights do to the fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Figure, Table
from casecompare.figures import (
    FAINT,
    FILLS,
    INK,
    MUTED,
    PAPER,
    Entry,
    Piece,
    legend,
    line,
    page,
    rectangle,
    shade,
    text,
)
from casecompare_arenas.case_scores import CaseScores

__all__ = ["heat_map_figure", "tornado_figure"]

_SHOWN = {
    "matching": "Matching", "reinforcement": "Reinforce-", "commensurate_action": "Action", "fit": "Fit (W)",
    "clinical": "Clinical", "alignment": "Align-", "tandem_any": "Tandem",
}  # fmt: skip
_SECOND_LINE = {"reinforcement": "ment", "alignment": "ment (A)"}
_CELL_WIDTH, _CELL_HEIGHT, _NAMES = 76, 26, 130
_PARTS = {"Matching": FILLS[0], "Reinforcement": FILLS[1], "Action": FILLS[2]}
_TOP, _PAGE = 48, 720.0
_ROW, _HALF_WIDTH, _CENTRE = 10, 240, 440
_HATCH = "/"
"""What lies over the bars of half weights, so that they differ in a grey copy, too."""


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
    head = text(20, 28, "Cases by scores", size=15, is_bold=True)
    pieces: list[Piece] = [head]
    for column, (name, title) in enumerate(_SHOWN.items()):
        x = _NAMES + (column + 0.5) * _CELL_WIDTH
        pieces.append(text(x, _TOP + 12, title, size=11, anchor="middle", is_bold=True))
        pieces.append(text(x, _TOP + 25, _SECOND_LINE.get(name, ""), size=11, anchor="middle", is_bold=True))
    for row, case in enumerate(ordered):
        y = _TOP + 34 + row * _CELL_HEIGHT
        pieces.append(text(_NAMES - 10, y + 17, case, size=11, anchor="end", width=_NAMES - 20))
        for column, name in enumerate(_SHOWN):
            bounds = scored[case].values[name]
            pieces += _cell(_NAMES + column * _CELL_WIDTH, y, bounds.value, bounds.low, bounds.high)
    order = f"from the largest membership in {outcome} to the smallest" if outcome else "in their order"
    best = max(ordered, key=lambda case: _known(scored[case].values["alignment"].value))
    alt = (
        f"A grid of {len(ordered)} cases, {order}, by seven scores, the darker the higher. Alignment is "
        f"highest in {best} ({scored[best].values['alignment'].value:.2f})."
    )
    height = _TOP + 34 + len(ordered) * _CELL_HEIGHT + 26
    words = f"Cases {order}." if outcome else "Cases in the order of the study."
    pieces.append(text(_NAMES, height - 8, words, size=10, fill=MUTED))
    return Figure(
        name="heat map", title="Cases by scores", table="alignment", alt=alt,
        svg=page(
            _NAMES + len(_SHOWN) * _CELL_WIDTH + 12, height, sorted(pieces, key=lambda piece: piece.look),
            title="Cases by scores", alt=alt,
        ),
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
    title = "How the fit moves with the weights of its parts"
    explained, top = _tornado_legend()
    body, y = [], top + 30
    for case in shown:
        of_case = moves[moves["case"] == case].sort_values("swing", ascending=False, kind="stable")
        said = f"{case} ({fits[case]:.2f})"
        body.append(text(_NAMES + 50, y + 1.5 * _ROW + 4, said, size=11, anchor="end", width=_NAMES + 40))
        for part, half, double in zip(of_case["part"], of_case["half"], of_case["double"], strict=True):
            for end, hatch in ((half, _HATCH), (double, "")):
                body += _move(fits[case], end, y, scale, _PARTS[part], hatch)
            y += _ROW
        y += 9
    words, ruler = [], []
    for tick in (-reach, -reach / 2, 0.0, reach / 2, reach):
        x = _CENTRE + tick * scale
        ruler.append(line(x, top + 22, x, y, stroke=MUTED if tick == 0 else FAINT))
        words.append(text(x, top + 16, f"{tick:+.2f}" if tick else "0", size=10, anchor="middle", fill=MUTED))
    head = [text(20, 28, title, size=15, is_bold=True), *explained]
    alt = _tornado_alt(frame, len(shown))
    drawn = [*head, *words, *sorted(ruler, key=lambda piece: piece.look), *body]
    return Figure(
        name="tornado", title=title, table=swings.name, alt=alt,
        svg=page(_PAGE, y + 8, drawn, title=title, alt=alt),
    )  # fmt: skip


def _move(fit: float, end: float, y: float, scale: float, fill: str, hatch: str) -> list[Piece]:
    """Draw the bar from the fit to where a changed weight moves it; nothing where it stays."""
    start, wide = _CENTRE + min(end - fit, 0) * scale, abs(end - fit) * scale
    if wide < 0.05:
        return []
    return [rectangle(start, y, wide, _ROW - 2, fill=fill, stroke=INK, line_width=0.5, hatch=hatch)]


def _cell(x: float, y: float, value: float, low: float, high: float) -> list[Piece]:
    if math.isnan(value):
        said = "–" if math.isnan(low) else f"{low:.2f} to {high:.2f}"
        box = rectangle(x + 1, y + 1, _CELL_WIDTH - 2, _CELL_HEIGHT - 2, fill=PAPER, stroke=FAINT)
        return [box, text(x + _CELL_WIDTH / 2, y + 17, said, size=10, anchor="middle", fill=MUTED)]
    return [
        rectangle(x + 1, y + 1, _CELL_WIDTH - 2, _CELL_HEIGHT - 2, fill=shade(value)),
        text(x + _CELL_WIDTH / 2, y + 17, f"{value:.2f}", size=11, anchor="middle"),
    ]


def _tornado_legend() -> tuple[list[Piece], float]:
    entries = [_box(words, fill) for words, fill in _PARTS.items()]
    entries += [_box("counts double", MUTED), _box("counts half", MUTED, _HATCH)]
    pieces, bottom = legend(entries, 20, 52, _PAGE - 10)
    note = text(20, bottom + 16, "Change of the fit (in brackets)", size=10, fill=MUTED)
    return [*pieces, note], bottom


def _box(said: str, fill: str, hatch: str = "") -> Entry:
    return Entry(
        said,
        lambda x, y: [rectangle(x - 7, y - 6, 14, 12, fill=fill, stroke=INK, line_width=0.5, hatch=hatch)],
        26,
    )


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
