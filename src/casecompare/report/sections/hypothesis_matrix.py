"""The hypothesis matrix: what the verdict and each kind of evidence say of each hypothesis, as one figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

from casecompare.figures import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    WARM,
    Entry,
    Piece,
    circle,
    clipped,
    legend,
    line,
    page,
    polyline,
    rectangle,
    text,
    text_width,
)
from casecompare.hypotheses import Verdict, VerdictWord, readings
from casecompare.report.content import FigureBlock

__all__ = ["matrix_figure"]

Reading = VerdictWord | Literal["numbers"]

_FILLS: Mapping[Reading, str] = MappingProxyType(
    {"supported": ACCENT, "mixed": ACCENT_LIGHT, "against": WARM, "undetermined": FAINT, "numbers": PAPER}
)
_MEANINGS: Mapping[Reading, str] = MappingProxyType(
    {
        "supported": "supported",
        "mixed": "mixed, or in part",
        "against": "against",
        "undetermined": "undetermined, or left open",
        "numbers": "numbers that take no side",
    }
)
_CORE = {
    kind: kind.capitalize()
    for kind in (
        "set-theoretic",
        "exact test",
        "benchmark",
        "necessity in degree",
        "process tracing",
        "clues counted",
    )
}
_MOST_ROWS, _MOST_COLUMNS = 60, 12
_WIDTH, _ROW, _TILE, _STEP = 720.0, 22.0, 18.0, 36.0
_TURN, _OVERHANG, _APART = -40.0, 80.0, 8.0


@dataclass(frozen=True)
class _Layout:
    """Where things stand: claims begin at `claims`, cells at `cells`, one every `step`; rows at `top`."""

    claims: float
    cells: float
    step: float
    top: float

    def centre(self, place: int) -> float:
        """Give the middle of a column; the verdict stands a little apart from the rest."""
        return self.cells + self.step * (place + 0.5) + (_APART if place else 0)


def matrix_figure(verdicts: Sequence[Verdict], kinds: Sequence[str], *, table: str) -> Iterator[FigureBlock]:
    """Draw one row per hypothesis and one column per kind of evidence, after one for the verdict.

    Every cell has a sign as well as a shade. A cell without a sign means that there is no such evidence.

    Parameters
    ----------
    verdicts
        In the order of the rows; past sixty there is no figure, since nobody could read it.
    kinds
        The columns, by the names that `casecompare.hypotheses.readings` uses; the first twelve are drawn.
    table
        The anchor of the table with the numbers.
    """
    shown = list(kinds)[:_MOST_COLUMNS]
    if not 0 < len(verdicts) <= _MOST_ROWS or not shown:
        return
    heads = ["Verdict", *(_CORE.get(kind, kind) for kind in shown)]
    layout = _layout(verdicts, heads)
    pieces = [*_heads(heads, layout)]
    for row, verdict in enumerate(verdicts):
        pieces += _row(verdict, shown, row, layout)
    bottom = layout.top + len(verdicts) * _ROW + 22
    words, height = legend(_entries(verdicts, shown), 12, bottom, _WIDTH - 12)
    alt = _alt(verdicts, shown)
    yield FigureBlock(
        "The hypotheses, their verdicts, and what each kind of evidence says on its own",
        page(_WIDTH, height, [*pieces, *words], title="Hypothesis matrix", alt=alt),
        alt,
        anchor="hypothesis-matrix",
        table=table,
    )


def _layout(verdicts: Sequence[Verdict], heads: Sequence[str]) -> _Layout:
    """Give the claims all the room that the columns leave."""
    names = max(text_width(one.hypothesis.name, is_bold=True) for one in verdicts)
    room = max(text_width(clipped(head, 150, 11), 11) for head in heads)
    step = min(_STEP, (_WIDTH - 220 - _OVERHANG) / len(heads))
    cells = min(440.0, _WIDTH - _OVERHANG - step * len(heads))
    return _Layout(claims=10 + min(names, 70) + 10, cells=cells, step=step, top=0.66 * room + 18)


def _heads(heads: Sequence[str], layout: _Layout) -> Iterator[Piece]:
    for place, head in enumerate(heads):
        x = layout.centre(place)
        yield text(x - 2, layout.top - 8, head, size=11, turn=_TURN, is_bold=not place, width=150)


def _row(verdict: Verdict, kinds: Sequence[str], row: int, layout: _Layout) -> Iterator[Piece]:
    y, claims = layout.top + row * _ROW, layout.claims
    if row % 2:
        yield rectangle(0, y, layout.centre(len(kinds)) + layout.step / 2, _ROW, fill=LIGHT)
    yield text(10, y + 15, verdict.hypothesis.name, is_bold=True, width=70)
    room = layout.cells - claims - 4
    yield text(claims, y + 15, verdict.hypothesis.claim, size=10.5, fill=MUTED, width=room)
    said = readings(verdict)
    yield from _cell(layout.centre(0), y + _ROW / 2, verdict.word)
    for place, kind in enumerate(kinds, start=1):
        x = layout.centre(place)
        if kind in said:
            yield from _cell(x, y + _ROW / 2, said[kind] or "numbers")
        else:
            yield line(x - 3, y + _ROW / 2, x + 3, y + _ROW / 2, stroke=FAINT)


def _cell(x: float, y: float, reading: Reading) -> list[Piece]:
    half = _TILE / 2
    tile = rectangle(x - half, y - half, _TILE, _TILE, fill=_FILLS[reading], stroke=INK, line_width=0.5)
    return [tile, *_SIGNS[reading](x, y)]


def _tick(x: float, y: float) -> list[Piece]:
    return [polyline([(x - 5, y), (x - 1.5, y + 4), (x + 5, y - 4.5)], stroke=PAPER)]


def _cross(x: float, y: float) -> list[Piece]:
    return [
        line(x - 4, y - 4, x + 4, y + 4, stroke=PAPER, width=2),
        line(x - 4, y + 4, x + 4, y - 4, stroke=PAPER, width=2),
    ]


def _plus_minus(x: float, y: float) -> list[Piece]:
    return [
        line(x - 4, y - 1.5, x + 4, y - 1.5, width=1.6),
        line(x, y - 5.5, x, y + 2.5, width=1.6),
        line(x - 4, y + 5, x + 4, y + 5, width=1.6),
    ]


def _question(x: float, y: float) -> list[Piece]:
    return [text(x, y + 4.5, "?", size=13, anchor="middle", is_bold=True)]


def _dot(x: float, y: float) -> list[Piece]:
    return [circle(x, y, 2.2)]


_SIGNS: Mapping[Reading, Callable[[float, float], list[Piece]]] = MappingProxyType(
    {
        "supported": _tick,
        "mixed": _plus_minus,
        "against": _cross,
        "undetermined": _question,
        "numbers": _dot,
    }
)


def _entries(verdicts: Sequence[Verdict], kinds: Sequence[str]) -> list[Entry]:
    used = {verdict.word for verdict in verdicts} | {
        word or "numbers" for verdict in verdicts for kind, word in readings(verdict).items() if kind in kinds
    }
    return [
        Entry(said, partial(_cell, reading=reading), room=24)
        for reading, said in _MEANINGS.items()
        if reading in used
    ]


def _alt(verdicts: Sequence[Verdict], kinds: Sequence[str]) -> str:
    """Say the verdicts, and by how many hypotheses each kind of evidence says what."""
    by_word: dict[str, list[str]] = {}
    for verdict in verdicts:
        by_word.setdefault(verdict.word, []).append(clipped(verdict.hypothesis.name, 120))
    words = "; ".join(f"{word} {', '.join(by_word[word])}" for word in _FILLS if word in by_word)
    said = [readings(verdict) for verdict in verdicts]
    counts = []
    for kind in kinds:
        found = [one[kind] or "numbers" for one in said if kind in one]
        told = ", ".join(f"{word} {found.count(word)}" for word in _FILLS if word in found)
        counts.append(f"{clipped(kind, 150)}: {told}")
    return f"A grid of hypotheses by kinds of evidence. Verdicts: {words}. {'. '.join(counts)}."
