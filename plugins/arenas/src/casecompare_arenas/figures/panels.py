"""One small panel per case: the profile of its arenas, and its alignment over the rounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from casecompare import Figure
from casecompare.figures import (
    ACCENT_LIGHT,
    FAINT,
    FILLS,
    INK,
    MUTED,
    PAPER,
    STROKES,
    Entry,
    Look,
    Piece,
    circle,
    legend,
    line,
    mark,
    page,
    polyline,
    rectangle,
    text,
)
from casecompare_arenas.case_scores import CaseScores

__all__ = ["profile_figure", "rounds_figure"]

_COLUMNS, _WIDTH, _HEIGHT = 4, 177, 132
_LEFT, _TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 30, 26, 138, 80
_SCORE = Look("diamond", INK)

Draw = Callable[[CaseScores, Callable[[float, float], tuple[float, float]]], list[Piece]]


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

    def draw(case: CaseScores, at: Callable[[float, float], tuple[float, float]]) -> list[Piece]:
        pieces: list[Piece] = []
        slot, wide = 1 / len(titles), _PLOT_WIDTH / len(titles) - 2
        for place, (name, arena) in enumerate(case.last.arenas.items() if case.last else ()):
            for part, bounds in enumerate((arena.intensity, arena.content, arena.link)):
                x, bottom = at((place + 0.14 + 0.24 * part) * slot, 0)
                right = at((place + 0.14 + 0.24 * (part + 1)) * slot, 0)[0] - 1
                pieces += _bar(x, right - x, bottom, at(0, 1)[1], bounds.low, bounds.value, FILLS[part])
            x, y = at((place + 0.5) * slot, 0 if math.isnan(arena.score.value) else arena.score.value)
            pieces += [mark(x, y, 4, _SCORE, stroke=PAPER)] if not math.isnan(arena.score.value) else []
            pieces.append(text(x, at(0, 0)[1] + 16, name, size=10, anchor="middle", fill=MUTED, width=wide))
        return pieces

    shown = [case for case in ordered if scored[case].last]
    said = ("Action", "Shared content", "Best two-way link")
    entries = [_of_bar(words, fill) for words, fill in zip(said, FILLS, strict=False)]
    entries.append(Entry("Score", lambda x, y: [mark(x, y, 5, _SCORE, stroke=PAPER)], 26))
    lowest = min(shown, key=lambda case: _known(scored[case].values["weakest_arena"].value))
    alt = (
        f"One panel for each of {len(shown)} cases with bars from 0 to 1 for action, shared content and best "
        f"two-way link in {', '.join(titles.values())}, and a diamond for the score of the arena. "
    )
    worst = scored[lowest].values["weakest_arena"].value
    alt += "" if math.isnan(worst) else f"The lowest score of an arena is {worst:.2f}, in {lowest}."
    return Figure(
        name="profile", title="Arena profile of each case, last round", table="repair", alt=alt,
        svg=_panels("Arena profile of each case", alt, scored, shown, draw, entries),
    )  # fmt: skip


def rounds_figure(scored: Mapping[str, CaseScores], ordered: Sequence[str]) -> Figure:
    """Draw for each case how fit, clinical leadership and alignment run over the rounds."""
    # Alignment first and wide, so that the one of the two others that it follows is seen on it.
    lines = (
        ("alignment", ACCENT_LIGHT, "", 6.0),
        ("fit", STROKES[1], "5 3", 1.8),
        ("clinical", INK, "1.5 3", 1.8),
    )

    def draw(case: CaseScores, at: Callable[[float, float], tuple[float, float]]) -> list[Piece]:
        pieces: list[Piece] = []
        numbers = list(case.rounds)
        for name, colour, dashes, width in lines:
            known = [(place, value) for place, number in enumerate(numbers)
                     if not math.isnan(value := case.rounds[number].scores[name].value)]  # fmt: skip
            points = [at((place + 0.5) / len(numbers), value) for place, value in known]
            pieces += (
                [polyline(points, stroke=colour, width=width, dash=dashes)]
                if len(points) > 1
                else [circle(x, y, width / 2 + 1, fill=colour) for x, y in points]
            )
        for place, number in enumerate(numbers):
            x, y = at((place + 0.5) / len(numbers), 0)
            pieces.append(text(x, y + 17, str(number), size=10, anchor="middle", fill=MUTED))
        return pieces

    shown = [case for case in ordered if scored[case].rounds]
    words = ("Alignment (A), broad", "Fit (W), dashed", "Clinical, dotted")
    entries = [
        _of_line(said, colour, dashes, width)
        for said, (_, colour, dashes, width) in zip(words, lines, strict=True)
    ]
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
        svg=_panels("Alignment over the rounds", alt, scored, shown, draw, entries),
    )  # fmt: skip


def _panels(
    title: str, alt: str, scored: Mapping[str, CaseScores], shown: Sequence[str], draw: Draw,
    entries: Sequence[Entry],
) -> str:  # fmt: skip
    """Put one panel per case on a page, four in a row, under the legend."""
    columns = min(_COLUMNS, max(len(shown), 2))
    rows = -(-len(shown) // columns)
    width = max(columns * _WIDTH, 470) + 10
    explained, below = legend(entries, 20, 50, width - 10)
    head = below - 6
    ruler: list[Piece] = []
    words = [text(20, 28, title, size=15, is_bold=True)]
    drawn: list[Piece] = []
    for place, case in enumerate(shown):
        left = (place % columns) * _WIDTH + _LEFT
        top = head + (place // columns) * _HEIGHT + _TOP

        def at(x: float, y: float, left: float = left, top: float = top) -> tuple[float, float]:
            return left + x * _PLOT_WIDTH, top + (1 - y) * _PLOT_HEIGHT

        words.append(text(left, top - 9, case, is_bold=True, width=_PLOT_WIDTH))
        for tick in (0.0, 0.5, 1.0):
            ruler.append(line(*at(0, tick), *at(1, tick), stroke=FAINT))
            y = at(0, tick)[1] + 3.5
            words.append(text(left - 5, y, f"{tick:g}", size=10, anchor="end", fill=MUTED))
        drawn += draw(scored[case], at)
    return page(width, head + rows * _HEIGHT + 4, [*explained, *ruler, *words, *drawn], title=title, alt=alt)


def _of_bar(said: str, fill: str) -> Entry:
    return Entry(
        said, lambda x, y: [rectangle(x - 7, y - 6, 14, 12, fill=fill, stroke=INK, line_width=0.5)], 26
    )


def _of_line(said: str, colour: str, dashes: str, width: float) -> Entry:
    return Entry(
        said,
        lambda x, y: [polyline([(x - 16, y), (x + 16, y)], stroke=colour, width=width, dash=dashes)],
        44,
    )


def _bar(
    x: float, width: float, bottom: float, top: float, low: float, value: float, fill: str
) -> list[Piece]:
    """Give a bar; where the value is open only its outline up to 1, filled as far as is sure."""
    height = bottom - top
    sure = low if math.isnan(value) else value
    bar = rectangle(x, bottom - sure * height, width, sure * height, fill=fill, stroke=INK, line_width=0.5)
    if not math.isnan(value):
        return [bar] if value else []
    return [rectangle(x, top, width, height, stroke=fill, dash="2 2"), bar]


def _known(value: float) -> float:
    return math.inf if math.isnan(value) else value
