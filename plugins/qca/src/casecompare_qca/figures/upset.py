"""The UpSet plot of sets by cases (Lex et al. 2014): a bar for each group of cases, dots for its sets."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casecompare import Figure
from casecompare.figures import (
    ACCENT,
    FAINT,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    Piece,
    circle,
    clipped,
    line,
    listed,
    page,
    rectangle,
    text,
    text_width,
    wrapped,
)
from casecompare_qca.figures.overlaps import Overlap, names_of, overlaps_of

__all__ = ["upset"]

_WIDTH, _COLUMN, _NARROWEST, _ROW, _BARS, _SIZES = 720, 62.0, 22.0, 28, 150, 90
_MOST_GROUPS, _MOST_SETS = 24, 20
_CASE_LINES, _CASES_FROM = 4, 44.0


def upset(
    memberships: pd.DataFrame,
    outcome: pd.Series,
    *,
    outcome_name: str = "",
    title: str = "",
    name: str = "upset",
    table: str = "",
) -> Figure:
    """Draw how cases share sets, for instance the terms of a solution.

    Parameters
    ----------
    memberships
        One column per set, one row per case; a case is in a set from above 0.5 on. The first 20 sets and the
        24 largest groups are drawn.
    outcome
        Memberships in the outcome, with the same index: cases with it are the filled part of a bar.
    outcome_name
        What the outcome is called; by default the name of the series.
    title
        By default "Cases by the sets they share".
    name, table
        Name of the figure, and of the table that holds its numbers (see `overlap_table`).

    Examples
    --------
    >>> sets = pd.DataFrame({"A": [0.9, 0.8, 0.1], "B": [0.9, 0.4, 0.1]}, index=list("klm"))
    >>> print(upset(sets, pd.Series([1, 1, 0], index=list("klm"), name="Y")).alt)
    UpSet plot of 2 sets and 3 cases. A and B: 1 with Y (k). A only: 1 with Y (l). in none: 1 without Y (m).
    """
    outcome_name = outcome_name or str(outcome.name)
    title = title or "Cases by the sets they share"
    drawn = memberships.iloc[:, :_MOST_SETS]
    names = list(map(str, drawn.columns))
    groups = overlaps_of(drawn, outcome)
    shown = groups[:_MOST_GROUPS]
    left = 20 + _SIZES + 16 + min(max(text_width(label, 12) for label in names), 330) + 14
    top = 74 + _BARS
    step = min(max((_WIDTH - left - 24) / max(len(shown), 1), _NARROWEST), _COLUMN)
    width = max(left + step * len(shown) + 24, 460)
    parts = [text(20, 28, title, size=15, is_bold=True, width=width - 40)]
    parts += _bars(shown, left, top, step)
    parts += _matrix(shown, drawn, names, left, top + 18, step)
    bottom = top + 18 + _ROW * len(names)
    below = _cases(shown, left, bottom + 18, step) if step >= _CASES_FROM else []
    key = bottom + 18 + 12 * (_CASE_LINES if below else 0) + 22
    parts += [*below, *_key(outcome_name, key, len(groups) - len(shown), memberships.shape[1] - len(names))]
    alt = _alt(groups, names, outcome_name, len(memberships))
    svg = page(width, key + 40, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def _bars(groups: Sequence[Overlap], left: float, top: float, step: float) -> list[Piece]:
    most = max((group.size for group in groups), default=1) or 1
    parts = [line(left, top, left + step * len(groups), top)]
    for at, group in enumerate(groups):
        x = left + step * (at + 0.2)
        wide = step * 0.6
        positive = _BARS * len(group.with_outcome) / most
        negative = _BARS * len(group.without) / most
        if positive:
            parts.append(rectangle(x, top - positive, wide, positive, fill=ACCENT, stroke=INK))
        if negative:
            parts.append(rectangle(x, top - positive - negative, wide, negative, fill=PAPER, stroke=INK))
        height = top - positive - negative - 6
        parts.append(text(x + wide / 2, height, str(group.size), size=12, anchor="middle"))
    return parts


def _matrix(
    groups: Sequence[Overlap],
    memberships: pd.DataFrame,
    names: Sequence[str],
    left: float,
    top: float,
    step: float,
) -> list[Piece]:
    sizes = (memberships > 0.5).sum().tolist()
    most = max(sizes) or 1
    right = left + step * len(groups)
    parts: list[Piece] = []
    parts += [
        rectangle(left, top + _ROW * at, right - left, _ROW, fill=LIGHT) for at in range(0, len(names), 2)
    ]
    for at, (label, size) in enumerate(zip(names, sizes, strict=True)):
        y = top + _ROW * at
        bar = _SIZES * 0.7 * size / most
        parts.append(rectangle(20 + _SIZES - bar, y + 8, bar, _ROW - 16, fill=MUTED))
        parts.append(text(20 + _SIZES - bar - 5, y + 18, str(size), size=10, anchor="end", fill=MUTED))
        parts.append(text(left - 10, y + 18, label, anchor="end", width=left - 20 - _SIZES - 22))
    dots: list[Piece] = []
    for column, group in enumerate(groups):
        x = left + step * (column + 0.5)
        inside = [at for at, flag in enumerate(group.inside) if flag]
        if len(inside) > 1:
            parts.append(
                line(x, top + _ROW * (inside[0] + 0.5), x, top + _ROW * (inside[-1] + 0.5), width=2.4)
            )
        dots += [
            circle(x, top + _ROW * (at + 0.5), 6.5, fill=INK if at in inside else FAINT)
            for at in range(len(names))
        ]
    return [*parts, *sorted(dots, key=lambda piece: piece.look)]


def _cases(groups: Sequence[Overlap], left: float, top: float, step: float) -> list[Piece]:
    parts: list[Piece] = []
    for column, group in enumerate(groups):
        cases = [*group.with_outcome, *group.without]
        words = [f"{case}," for case in cases[:-1]] + cases[-1:]
        for at, said in enumerate(wrapped(words, step - 4, 10, lines=_CASE_LINES)):
            x = left + step * (column + 0.5)
            parts.append(text(x, top + 12 * at, said, size=10, anchor="middle", fill=MUTED))
    return parts


def _key(outcome: str, y: float, groups: int, sets: int) -> list[Piece]:
    outcome = clipped(outcome, 120, 11)
    second = 44 + text_width(f"with {outcome}", 11) + 14
    parts = [
        rectangle(20, y - 10, 14, 12, fill=ACCENT),
        text(40, y, f"with {outcome}", size=11, fill=MUTED),
        rectangle(second, y - 10, 14, 12, fill=PAPER, stroke=INK),
        text(second + 20, y, f"without {outcome}", size=11, fill=MUTED),
    ]
    said = [f"{groups} smaller groups"] * (groups > 0) + [f"{sets} further sets"] * (sets > 0)
    if said:
        parts.append(text(20, y + 20, f"not drawn: {' and '.join(said)}; see the table", size=11, fill=MUTED))
    return parts


def _alt(groups: Sequence[Overlap], names: Sequence[str], outcome: str, cases: int) -> str:
    said = []
    for group in groups:
        inside = names_of(group, names)
        place = " and ".join(inside) if len(inside) > 1 else (f"{inside[0]} only" if inside else "in none")
        parts = []
        if group.with_outcome:
            parts.append(f"{len(group.with_outcome)} with {outcome} ({listed(group.with_outcome)})")
        if group.without:
            parts.append(f"{len(group.without)} without {outcome} ({listed(group.without)})")
        said.append(f"{place}: {', '.join(parts)}.")
    return f"UpSet plot of {len(names)} sets and {cases} cases. {' '.join(said)}"
