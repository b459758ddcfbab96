"""The two-mode drawing: actors on the left, what they take part in on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from casecompare import Column, Figure, Table
from casecompare.figures import (
    MUTED,
    PAPER,
    Look,
    counted,
    legend,
    line,
    looks_of,
    mark,
    page,
    text,
    text_width,
)
from casecompare_network.figures.drawn import mark_entry
from casecompare_network.two_mode import incidence

__all__ = ["two_mode_drawing", "two_mode_table"]

_ROW, _TOP, _LABEL = 24.0, 84.0, 12.0
_BETWEEN, _NEAREST, _PAGES, _WIDEST = 300.0, 120.0, (340.0, 480.0, 720.0), 180.0
_EVENT = Look("square", "#d9d9d9")


def two_mode_drawing(
    matrix: ArrayLike,
    actors: Sequence[str],
    events: Sequence[str],
    *,
    case: str = "",
    groups: Mapping[str, str] | None = None,
    group_order: Sequence[str] = (),
    name: str = "two_mode",
    table: str = "",
) -> Figure:
    """Draw who takes part in what.

    Actors and events are ordered such that lines are short and cross little; the size of an event's mark
    grows with the number of those who take part.

    Parameters
    ----------
    matrix
        Actors by events, above 0 where the actor takes part.
    actors, events
        Their names, in the order of rows and columns.
    case
        Which case it is.
    groups, group_order
        Each actor's profession or other group, and the order of the groups' shapes.
    name, table
        Name of the figure, and of the table behind it (see `two_mode_table`).

    Examples
    --------
    >>> print(two_mode_drawing([[1, 0], [1, 1]], ["a", "b"], ["board", "forum"], case="T02").alt)
    Who takes part in what, T02: 2 actors, 2 events, 3 memberships. board: a, b; forum: b.
    """
    takes_part = incidence(matrix)
    if takes_part.shape != (len(actors), len(events)):
        raise ValueError(
            f"{len(actors)} actors and {len(events)} events do not fit a matrix of shape {takes_part.shape}"
        )
    row_order, column_order = _orders(takes_part)
    left = 40 + min(_WIDEST, max((text_width(one, _LABEL) for one in actors), default=0.0))
    room = 40 + min(_WIDEST, max((text_width(one, _LABEL) for one in events), default=0.0))
    width = next(one for one in _PAGES if one >= left + room + _NEAREST)
    right = left + min(width - left - room, _BETWEEN)
    height = _ROW * max(len(actors), len(events), 1)
    actor_y = _heights(row_order, height)
    event_y = _heights(column_order, height)
    parts = [
        line(left, actor_y[row], right, event_y[column], stroke=MUTED, width=1.0)
        for row, column in np.argwhere(takes_part).tolist()
    ]
    own = groups or {}
    looks = looks_of([*group_order, *sorted({own[one] for one in actors if own.get(one)} - set(group_order))])
    plain = Look("circle", PAPER)
    marks = [mark(left, actor_y[at], 7, looks.get(own.get(one, ""), plain)) for at, one in enumerate(actors)]
    parts += sorted(marks, key=lambda piece: piece.look)
    for at, actor in enumerate(actors):
        parts.append(text(left - 14, actor_y[at] + 4, actor, size=_LABEL, anchor="end", width=_WIDEST))
    attendance = takes_part.sum(axis=0)
    for at, event in enumerate(events):
        radius = 4.5 + 4.5 * float(np.sqrt(attendance[at] / max(attendance.max(), 1)))
        parts.append(mark(right, event_y[at], radius, _EVENT))
        parts.append(text(right + 18, event_y[at] + 4, event, size=_LABEL, width=_WIDEST))
    title = "Who takes part in what" + (f": {case}" if case else "")
    parts.append(text(20, 28, title, size=15, is_bold=True, width=width - 40))
    parts.append(text(left, _TOP - 22, "actors", anchor="end", fill=MUTED))
    parts.append(text(right, _TOP - 22, "events", fill=MUTED))
    shown = {group: look for group, look in looks.items() if group in own.values()}
    explained, bottom = legend(
        [mark_entry(group, 7, look) for group, look in shown.items()], 30, _TOP + height + 16, width - 10
    )
    note = "The larger an event's square, the more take part."
    explained.append(text(30, bottom + 2, note, size=11, fill=MUTED))
    alt = _described(takes_part, actors, events, case)
    svg = page(width, bottom + 18, [*parts, *explained], title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def two_mode_table(
    matrix: ArrayLike, actors: Sequence[str], events: Sequence[str], *, name: str = "two_mode"
) -> Table:
    """Give who takes part in what: per event how many, and who.

    Examples
    --------
    >>> two_mode_table([[1, 0], [1, 1]], ["a", "b"], ["board", "forum"]).frame["actors"].tolist()
    [('a', 'b'), ('b',)]
    """
    takes_part = incidence(matrix)
    rows = [
        (
            event,
            int(takes_part[:, at].sum()),
            tuple(one for one, there in zip(actors, takes_part[:, at], strict=True) if there),
        )
        for at, event in enumerate(events)
    ]
    return Table(
        name=name,
        title="Who takes part in what",
        frame=pd.DataFrame(rows, columns=["event", "count", "actors"]),
        columns={
            "event": Column(title="Event"),
            "count": Column(title="Actors", description="How many take part.", decimals=0),
            "actors": Column(title="Who"),
        },
    )


def _orders(takes_part: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """Order rows and columns by the mean place of those they are tied to, in turn, until that settles."""
    rows, columns = list(range(takes_part.shape[0])), list(range(takes_part.shape[1]))
    for _ in range(20):
        new_rows = _by_mean(rows, columns, takes_part)
        new_columns = _by_mean(columns, new_rows, takes_part.T)
        if (new_rows, new_columns) == (rows, columns):
            break
        rows, columns = new_rows, new_columns
    return rows, columns


def _by_mean(own: Sequence[int], others: Sequence[int], ties: NDArray[np.bool_]) -> list[int]:
    place = {other: at / max(len(others) - 1, 1) for at, other in enumerate(others)}
    before = {one: at / max(len(own) - 1, 1) for at, one in enumerate(own)}

    def mean(one: int) -> float:
        tied = [place[int(other)] for other in np.flatnonzero(ties[one])]
        return round(sum(tied) / len(tied), 9) if tied else before[one]

    return sorted(own, key=mean)


def _heights(order: Sequence[int], height: float) -> dict[int, float]:
    step = height / max(len(order), 1)
    return {one: _TOP + step * (at + 0.5) for at, one in enumerate(order)}


def _described(takes_part: NDArray[np.bool_], actors: Sequence[str], events: Sequence[str], case: str) -> str:
    said = f"Who takes part in what{f', {case}' if case else ''}: {counted(len(actors), 'actor')}, "
    said += f"{counted(len(events), 'event')}, {counted(int(takes_part.sum()), 'membership')}. "
    who = []
    for at, event in enumerate(events):
        there = [one for one, is_there in zip(actors, takes_part[:, at], strict=True) if is_there]
        who.append(f"{event}: {', '.join(there) or 'nobody'}")
    return said + "; ".join(who) + "."
