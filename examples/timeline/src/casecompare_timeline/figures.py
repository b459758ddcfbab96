"""The picture of the timelines: one line per case, its events as marks, what is not known as a band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from casecompare import Figure
from casecompare.figures import (
    ACCENT,
    FAINT,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    WARM,
    Entry,
    Look,
    Piece,
    axis_below,
    counted,
    legend,
    line,
    listed,
    mark,
    page,
    rectangle,
    text,
    ticks,
)
from casecompare_timeline.durations import months_after, ordered
from casecompare_timeline.sections import KINDS, Event

__all__ = ["timelines_figure"]

_LEFT, _RIGHT, _TOP, _ROW = 130.0, 690.0, 24.0, 22.0
_MOST_CASES = 100
_LOOKS = {
    "start": Look("square", PAPER),
    "step": Look("circle", PAPER),
    "change": Look("diamond", ACCENT),
    "reversal": Look("upside-down triangle", WARM),
    "end": Look("square", MUTED),
}


def timelines_figure(timelines: Mapping[str, Sequence[Event]]) -> Figure:
    """Draw the events of each case by the months since its start.

    Parameters
    ----------
    timelines
        By case id; the first hundred are drawn.
    """
    shown = list(timelines.items())[:_MOST_CASES]
    rows = {case: _placed(events) for case, events in shown}
    low = min(0.0, *(first for row in rows.values() for _, first, _ in row))
    high = max(1.0, *(last for row in rows.values() for _, _, last in row))
    scale = _Scale(low, high)
    bottom = _TOP + _ROW * len(rows)
    pieces: list[Piece] = []
    for at, (case, row) in enumerate(rows.items()):
        pieces += _row_pieces(case, row, _TOP + _ROW * (at + 0.5), scale)
    marks = [(scale.across(tick), f"{tick:g}") for tick in ticks(low, high, most=9)]
    pieces += axis_below(bottom, marks, title="months since the start")
    key, end = legend([_entry(kind) for kind in KINDS], _LEFT, bottom + 62, _RIGHT)
    alt = _alt(timelines, len(rows))
    title = "What happened when"
    return Figure(
        name="timelines",
        title=title,
        svg=page(720, end - 6, [*pieces, *key], title=title, alt=alt),
        alt=alt,
        table="events",
    )


class _Scale:
    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def across(self, months: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (months - self.low) / (self.high - self.low)


def _placed(events: Sequence[Event]) -> list[tuple[Event, float, float]]:
    chronology = ordered(events)
    start = next((one for one in chronology if one.kind == "start"), chronology[0])
    return [(one, *months_after(start.days, one.days)) for one in chronology]


def _row_pieces(case: str, row: list[tuple[Event, float, float]], y: float, scale: _Scale) -> list[Piece]:
    middles = [scale.across((first + last) / 2) for _, first, last in row]
    pieces = [text(_LEFT - 14, y + 4, case, anchor="end", size=11, width=_LEFT - 24)]
    pieces.append(line(_LEFT, y, _RIGHT, y, stroke=LIGHT))
    pieces.append(line(min(middles), y, max(middles), y, stroke=MUTED, width=1.4))
    for _, first, last in row:
        if last - first > 0.1:
            left = scale.across(first)
            pieces.append(rectangle(left, y - 2.5, scale.across(last) - left, 5, fill=FAINT))
    for (event, _, _), x in zip(row, middles, strict=True):
        pieces.append(mark(x, y, 4.6, _LOOKS[event.kind], stroke=INK, width=1))
    return pieces


def _entry(kind: str) -> Entry:
    return Entry(kind, partial(_drawn, _LOOKS[kind]))


def _drawn(look: Look, x: float, y: float) -> list[Piece]:
    return [mark(x, y, 4.6, look, stroke=INK, width=1)]


def _alt(timelines: Mapping[str, Sequence[Event]], shown: int) -> str:
    events = [event for row in timelines.values() for event in row]
    changed = [case for case, row in timelines.items() if any(event.kind == "change" for event in row)]
    undone = [case for case, row in timelines.items() if any(event.kind == "reversal" for event in row)]
    said = f"One line for each of {counted(len(timelines), 'case')}, {counted(len(events), 'event')} in all. "
    if shown < len(timelines):
        said += f"The first {shown} are drawn. "
    said += f"A change took effect in {listed(changed, 30)}." if changed else "Nothing changed in any case."
    return said + (f" Something was undone in {listed(undone, 30)}." if undone else " Nothing was undone.")
