"""The transfer table as a picture: findings down, systems across, verdicts as signs on shades."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from casecompare import Figure
from casecompare.figures import (
    INK,
    LIGHT,
    MUTED,
    PAPER,
    Entry,
    Piece,
    circle,
    legend,
    line,
    page,
    polygon,
    rectangle,
    shade,
    text,
    text_width,
)
from casecompare_panels.judgements import Votes
from casecompare_panels.transfers import Transfer
from casecompare_panels.verdicts import VerdictWord
from casecompare_panels.wording import counted, listed, short

__all__ = ["transfer_figure"]

_MOST_FINDINGS, _MOST_SYSTEMS = 40, 16
_LEFT, _HEAD, _ROW, _RADIUS, _MARGIN = 170.0, 96.0, 34.0, 7.0, 26.0
_SMALL = 10.0
_SHADES: dict[VerdictWord, str] = {
    "holds": shade(0.95),
    "holds with condition": shade(0.45),
    "split": LIGHT,
    "does not hold": PAPER,
    "unknown": PAPER,
}


def transfer_figure(transfers: Sequence[Transfer]) -> Figure:
    """Draw findings by systems, each verdict as a sign and as a shade, with its votes below.

    Parameters
    ----------
    transfers
        From `find_transfers`; of very many findings or systems the first ones are drawn.

    Returns
    -------
    Figure
        Behind it stands the table ``votes``.
    """
    shown = list(transfers[:_MOST_FINDINGS])
    systems = list(dict.fromkeys(system for one in transfers for system in one.systems))[:_MOST_SYSTEMS]
    columns = [*systems, "all systems"]
    step = min(90.0, max(46.0, (700.0 - _LEFT - _MARGIN) / len(columns)))
    width = _LEFT + step * len(columns) + _MARGIN
    rows = [_row(transfer, systems, _HEAD + at * _ROW, step) for at, transfer in enumerate(shown)]
    # What looks alike stands together, which a page writes in fewer bytes; the boxes lie below the rest.
    boxes = sorted((box for row in rows for box in row.boxes), key=lambda box: box.look)
    pieces = [*_heads(columns, step), *boxes]
    pieces += [piece for row in rows for piece in row.signs]
    pieces += sorted((piece for row in rows for piece in row.words), key=lambda piece: piece.look)
    bottom = _HEAD + len(shown) * _ROW
    divide = _LEFT + step * len(systems)
    pieces.append(line(divide, _HEAD, divide, bottom, width=1.5))
    signs, end = legend([_entry(word) for word in _SHADES], 10, bottom + 22, width - 10)
    note = "Below each sign: votes for holds / with condition / does not hold; ? could not tell."
    pieces += [*signs, text(10, end + 2, note, size=_SMALL, fill=MUTED, width=width - 20)]
    title = "How far each finding holds in other systems"
    alt = _alt(transfers, len(shown), len(systems))
    svg = page(width, end + 16, pieces, title=title, alt=alt)
    return Figure(name="transfer", title=title, svg=svg, alt=alt, table="votes")


def _heads(columns: Sequence[str], step: float) -> list[Piece]:
    """Write the names of the systems slantwise, so that long ones have room."""
    return [
        text(_LEFT + step * (at + 0.5), _HEAD - 8, name, size=11, turn=-40, width=110,
             is_bold=at == len(columns) - 1)
        for at, name in enumerate(columns)
    ]  # fmt: skip


class _Row(NamedTuple):
    """The pieces of one finding."""

    boxes: list[Piece]
    signs: list[Piece]
    words: list[Piece]


def _row(transfer: Transfer, systems: Sequence[str], top: float, step: float) -> _Row:
    row = _Row([], [], [text(10, top + 15, transfer.finding.name, is_bold=True, width=_LEFT - 20)])
    if statement := transfer.finding.statement:
        row.words.append(text(10, top + 28, statement, size=_SMALL, fill=MUTED, width=_LEFT - 20))
    for at, system in enumerate(systems):
        if found := transfer.systems.get(system):
            _add_cell(row, found.word, (_LEFT + at * step, top, step), _votes(found.votes, step - 6))
    _add_cell(row, transfer.word, (_LEFT + len(systems) * step, top, step), "")
    return row


def _add_cell(row: _Row, word: VerdictWord, place: tuple[float, float, float], said: str) -> None:
    left, top, step = place
    middle = left + step / 2
    row.boxes.append(rectangle(left + 1, top + 1, step - 2, _ROW - 2, fill=_SHADES[word], stroke=LIGHT))
    row.signs.extend(_sign(word, middle, top + (12 if said else _ROW / 2)))
    if said:
        row.words.append(text(middle, top + _ROW - 5, said, size=_SMALL, anchor="middle", width=step - 4))


def _votes(votes: Votes, width: float) -> str:
    """Write the votes, and where there is room for it, how many could not tell."""
    said = f"{votes.holds}/{votes.with_condition}/{votes.does_not_hold}"
    more = f"{said} {votes.unknown}?"
    return more if votes.unknown and text_width(more, _SMALL) <= width else said


def _sign(word: VerdictWord, x: float, y: float) -> list[Piece]:
    """Draw a verdict: a full disc, a half disc, a disc cut in two, a cross, or a question mark."""
    if word == "holds":
        return [circle(x, y, _RADIUS, fill=INK, stroke=INK)]
    if word == "holds with condition":
        return [circle(x, y, _RADIUS, fill=PAPER, stroke=INK, line_width=1.5), _half_disc(x, y)]
    if word == "does not hold":
        reach = _RADIUS - 1.5
        return [
            line(x - reach, y - reach, x + reach, y + reach, width=2.2),
            line(x - reach, y + reach, x + reach, y - reach, width=2.2),
        ]
    if word == "split":
        return [
            polygon([(x - 2, y - _RADIUS), (x - 2, y + _RADIUS), (x - 9, y)], fill=INK),
            polygon([(x + 2, y - _RADIUS), (x + 2, y + _RADIUS), (x + 9, y)], fill=PAPER, stroke=INK),
        ]
    return [text(x, y + 4.5, "?", size=13, anchor="middle", fill=MUTED, is_bold=True)]


def _half_disc(x: float, y: float) -> Piece:
    turns = [math.pi * (0.5 + at / 12) for at in range(13)]
    return polygon([(x + _RADIUS * math.cos(turn), y + _RADIUS * math.sin(turn)) for turn in turns], fill=INK)


def _entry(word: VerdictWord) -> Entry:
    return Entry(word, lambda x, y: _sign(word, x, y), 24.0)


def _alt(transfers: Sequence[Transfer], rows: int, systems: int) -> str:
    by_word = [
        f"{word}: {listed([one.finding.name for one in found])}"
        for word in _SHADES
        if (found := [one for one in transfers if one.word == word])
    ]
    drawn = f"Table of {counted(rows, 'finding')} by {counted(systems, 'system')}"
    left = f" (of {len(transfers)} findings)" if len(transfers) > rows else ""
    return short(
        f"{drawn}{left}, each verdict of the experts as a sign. Over all systems {'; '.join(by_word)}.", 600
    )
