"""One small panel per case: the profile of its arenas, and its alignment over the rounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from casecompare import Figure
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.figures.drawing import (
    FILLS,
    MUTED,
    clipped,
    diamond,
    dot,
    line,
    page,
    path,
    rectangle,
    text,
)

__all__ = ["profile_figure", "rounds_figure"]

_COLUMNS, _WIDTH, _HEIGHT = 4, 180, 132
_LEFT, _TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 30, 26, 138, 80
_HEAD = 40

Draw = Callable[[CaseScores, Callable[[float, float], tuple[float, float]]], list[str]]


def profile_figure(
    scored: Mapping[str, CaseScores], ordered: Sequence[str], titles: Mapping[str, str]
) -> Figure:
    """Draw for each case what its arenas are made of in the last round: action, shared content, best link.

    Parameters
    ----------
    scored
        The cases' scores; those without any round are left out.
    ordered
        The order in which they are drawn.
    titles
        The arenas' names.
    """

    def draw(case: CaseScores, at: Callable[[float, float], tuple[float, float]]) -> list[str]:
        pieces = []
        slot = 1 / len(titles)
        for place, (name, arena) in enumerate(case.last.arenas.items() if case.last else ()):
            for part, bounds in enumerate((arena.intensity, arena.content, arena.link)):
                x, bottom = at((place + 0.14 + 0.24 * part) * slot, 0)
                right = at((place + 0.14 + 0.24 * (part + 1)) * slot, 0)[0] - 1
                pieces += _bar(x, right - x, bottom, at(0, 1)[1], bounds.low, bounds.value, FILLS[part])
            x, y = at((place + 0.5) * slot, 0 if math.isnan(arena.score.value) else arena.score.value)
            pieces += [diamond(x, y, 5)] if not math.isnan(arena.score.value) else []
            pieces.append(text(x, at(0, 0)[1] + 16, clipped(name, 9), size=10, anchor="middle", fill=MUTED))
        return pieces

    shown = [case for case in ordered if scored[case].last]
    legend = [("Action", FILLS[0]), ("Shared content", FILLS[1]), ("Best two-way link", FILLS[2])]
    lowest = min(shown, key=lambda case: _known(scored[case].values["weakest_arena"].value))
    alt = (
        f"One panel for each of {len(shown)} cases with bars from 0 to 1 for action, shared content and best "
        f"two-way link in {', '.join(titles.values())}, and a diamond for the score of the arena. "
    )
    worst = scored[lowest].values["weakest_arena"].value
    alt += "" if math.isnan(worst) else f"The lowest score of an arena is {worst:.2f}, in {lowest}."
    return Figure(
        name="profile", title="Arena profile of each case, last round", table="repair", alt=alt,
        svg=_panels("Arena profile of each case", scored, shown, draw, legend, has_diamond=True),
    )  # fmt: skip


def rounds_figure(scored: Mapping[str, CaseScores], ordered: Sequence[str]) -> Figure:
    """Draw for each case how fit, clinical leadership and alignment run over the rounds."""
    # Alignment first and wide, so that the one of the two others that it follows is seen on it.
    lines = (("alignment", "#9ecae1", ""), ("fit", "#a65628", "5 3"), ("clinical", "#00664b", "1.5 3"))

    def draw(case: CaseScores, at: Callable[[float, float], tuple[float, float]]) -> list[str]:
        pieces = []
        numbers = list(case.rounds)
        for name, colour, dashes in lines:
            known = [(place, value) for place, number in enumerate(numbers)
                     if not math.isnan(value := case.rounds[number].scores[name].value)]  # fmt: skip
            points = [at((place + 0.5) / len(numbers), value) for place, value in known]
            width = 1.8 if dashes else 6
            pieces += (
                [path(points, stroke=colour, width=width, dashes=dashes)]
                if len(points) > 1
                else [dot(x, y, width / 2 + 1, fill=colour) for x, y in points]
            )
        for place, number in enumerate(numbers):
            x, y = at((place + 0.5) / len(numbers), 0)
            pieces.append(text(x, y + 17, str(number), size=10, anchor="middle", fill=MUTED))
        return pieces

    shown = [case for case in ordered if scored[case].rounds]
    words = ("Alignment (A)", "Fit (W), dashed", "Clinical, dotted")
    legend = [(said, colour) for said, (_, colour, _) in zip(words, lines, strict=True)]
    trends = {case: scored[case].values["alignment_trend"].value for case in shown}
    rising = [case for case in shown if trends[case] > 1e-12]
    falling = [case for case in shown if trends[case] < -1e-12]
    alt = (
        f"One panel for each of {len(shown)} cases with a broad line of alignment over the rounds, from 0 to "
        "1, and thin lines of fit and clinical leadership, the lower of which alignment follows. Alignment "
        f"rises in {', '.join(rising) or 'no case'} and falls in {', '.join(falling) or 'no case'}."
    )
    return Figure(
        name="alignment over rounds", title="Alignment over the rounds", table="rounds", alt=alt,
        svg=_panels("Alignment over the rounds", scored, shown, draw, legend),
    )  # fmt: skip


def _panels(
    title: str, scored: Mapping[str, CaseScores], shown: Sequence[str], draw: Draw,
    legend: Sequence[tuple[str, str]], *, has_diamond: bool = False,
) -> str:  # fmt: skip
    """Put one panel per case on a page, four in a row, under the legend."""
    columns = min(_COLUMNS, max(len(shown), 2))
    rows = -(-len(shown) // columns)
    pieces = _legend(legend, has_diamond=has_diamond)
    for place, case in enumerate(shown):
        left = 6 + (place % columns) * _WIDTH + _LEFT
        top = _HEAD + (place // columns) * _HEIGHT + _TOP

        def at(x: float, y: float, left: float = left, top: float = top) -> tuple[float, float]:
            return left + x * _PLOT_WIDTH, top + (1 - y) * _PLOT_HEIGHT

        pieces.append(text(left, top - 9, clipped(case, 20), size=12, is_bold=True))
        for tick in (0.0, 0.5, 1.0):
            pieces.append(line(*at(0, tick), *at(1, tick)))
            pieces.append(text(left - 5, at(0, tick)[1] + 3.5, f"{tick:g}", size=9, anchor="end", fill=MUTED))
        pieces += draw(scored[case], at)
    return page(max(columns * _WIDTH, 470) + 12, _HEAD + rows * _HEIGHT + 4, title, pieces)


def _legend(entries: Sequence[tuple[str, str]], *, has_diamond: bool) -> list[str]:
    pieces, x = [], 12.0
    for words, colour in entries:
        pieces += [rectangle(x, 12, 12, 12, fill=colour), text(x + 17, 22, words)]
        x += 17 + 6.4 * len(words) + 16
    if has_diamond:
        pieces += [diamond(x + 6, 18, 6), text(x + 17, 22, "Score")]
    return pieces


def _bar(x: float, width: float, bottom: float, top: float, low: float, value: float, fill: str) -> list[str]:
    """Give a bar; where the value is open only its outline up to 1, filled as far as is sure."""
    height = bottom - top
    if not math.isnan(value):
        return [rectangle(x, bottom - value * height, width, value * height, fill=fill)]
    sure = rectangle(x, bottom - low * height, width, low * height, fill=fill)
    return [rectangle(x, top, width, height, fill="none", stroke=fill), sure]


def _known(value: float) -> float:
    return math.inf if math.isnan(value) else value
