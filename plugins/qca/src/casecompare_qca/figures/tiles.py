"""The truth table as tiles: what each row has, where it leads, how surely, and who is in it."""

from __future__ import annotations

from collections.abc import Sequence

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
    line,
    listed,
    page,
    rectangle,
    text,
    text_width,
)
from casecompare_qca.table.truth_table import OutCode, TruthTable, TruthTableRow

__all__ = ["truth_table_tiles"]

_TILE, _STEP, _TOP_GAP = 20, 24, 62
_BAR = 110
_WIDTH, _CASES, _FEWEST = 720, 250, 120
_SLANT = 190
_LISTED = 60
_ORDER: dict[OutCode, int] = {"1": 0, "C": 1, "0": 2, "?": 3}
_MEANING: dict[OutCode, str] = {
    "1": "leads to the outcome",
    "C": "contradictory",
    "0": "does not",
    "?": "too few cases",
}


def truth_table_tiles(table: TruthTable, *, name: str = "truth_table_tiles", table_name: str = "") -> Figure:
    """Draw the observed rows of a truth table, those that lead to the outcome first, 60 at most.

    Parameters
    ----------
    table
        From `truth_table`.
    name, table_name
        Name of the figure, and of the table that holds its numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(truth_table_tiles(truth_table(cases, "Y", ["A", "B"])).alt)
    Truth table for Y, 3 of 4 rows observed. Leads to the outcome: A*~B (l), A*B (k). Does not: ~A*~B (m).
    """
    rows = sorted(table.rows, key=lambda row: (_ORDER[row.out], -row.n, row.number))
    shown = rows[:_LISTED]
    slant = max(min(text_width(one, 12), _SLANT) for one in (*table.conditions, "OUT"))
    top = _TOP_GAP + slant * 0.72 + 10
    left = 58.0
    out = left + _STEP * len(table.conditions) + 14
    bar = out + _STEP + 40
    people = bar + _BAR + 54
    room = min(max(_WIDTH - people - 20, _FEWEST), _CASES)
    width = people + room + 20
    title = f"Truth table for {table.outcome}"
    parts = [text(20, 28, title, size=15, is_bold=True, width=width - 40)]
    parts += _heads(table.conditions, left, out, bar, people, top)
    tiles = [
        piece
        for at, row in enumerate(shown)
        for piece in _row(row, table, left, out, bar, people, top + _STEP * at, room)
    ]
    parts += sorted(tiles, key=lambda piece: piece.look)  # none lies on another but in its own cell
    bottom = top + _STEP * len(shown)
    parts += _cuts(table.consistency, bar, top, bottom)
    parts += _key(table, bottom + 26, len(rows) - len(shown))
    alt = _alt(table, rows)
    svg = page(width, bottom + 68, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table_name)


def _heads(
    conditions: Sequence[str], left: float, out: float, bar: float, people: float, top: float
) -> list[Piece]:
    parts = [text(50, top - 8, "row", size=11, anchor="end", fill=MUTED)]
    for at, condition in enumerate(conditions):
        x = left + _STEP * at + _TILE / 2 + 4
        parts.append(text(x, top - 8, condition, size=12, turn=-45, width=_SLANT))
    parts.append(text(out + _TILE / 2, top - 8, "OUT", size=11, anchor="middle", is_bold=True))
    parts.append(text(bar - 12, top - 8, "n", size=11, anchor="end", fill=MUTED))
    parts.append(text(bar, top - 8, "inclusion", size=11, fill=MUTED))
    parts.append(text(people, top - 8, "cases", size=11, fill=MUTED))
    return parts


def _row(
    row: TruthTableRow,
    table: TruthTable,
    left: float,
    out: float,
    bar: float,
    people: float,
    y: float,
    room: float,
) -> list[Piece]:
    base = y + 15
    parts = [text(50, base, str(row.number), size=11, anchor="end", fill=MUTED)]
    for at, value in enumerate(row.configuration):
        x = left + _STEP * at
        if table.levels[at] > 2:
            parts.append(
                rectangle(
                    x, y, _TILE, _TILE, fill=_shade(value, table.levels[at]), stroke=INK, line_width=0.8
                )
            )
            ink = PAPER if value * 2 > table.levels[at] - 1 else INK
            parts.append(text(x + _TILE / 2, base, str(value), size=11, anchor="middle", fill=ink))
        else:
            fill = INK if value else PAPER
            parts.append(rectangle(x, y, _TILE, _TILE, fill=fill, stroke=INK, line_width=0.8))
    parts += _out_tile(row.out, out, y)
    parts.append(text(bar - 12, base, str(row.n), size=11, anchor="end"))
    share = row.inclusion if row.inclusion == row.inclusion else 0.0
    long = _BAR * min(max(share, 0.0), 1.0)
    parts.append(rectangle(bar, y + 4, long, _TILE - 8, fill=ACCENT))
    parts.append(rectangle(bar + long, y + 4, _BAR - long, _TILE - 8, fill=LIGHT))
    said = "–" if row.inclusion != row.inclusion else f"{row.inclusion:.3f}"
    parts.append(text(bar + _BAR + 6, base, said, size=11))
    parts.append(text(people, base, listed(row.cases), size=11, width=room))
    return parts


def _out_tile(out: OutCode, x: float, y: float) -> list[Piece]:
    middle, base = x + _TILE / 2, y + 15
    if out == "1":
        return [
            circle(middle, y + _TILE / 2, _TILE / 2, fill=ACCENT),
            text(middle, base, "1", size=12, anchor="middle", fill=PAPER, is_bold=True),
        ]
    stroke, fill = (INK, "#fbd9c2") if out == "C" else (MUTED, PAPER)
    return [
        circle(middle, y + _TILE / 2, _TILE / 2, fill=fill, stroke=stroke),
        text(middle, base, out, size=12, anchor="middle", is_bold=out == "C"),
    ]


def _shade(value: int, levels: int) -> str:
    """Give a grey, the darker the higher the value."""
    level = round(255 - 229 * value / (levels - 1))
    return f"#{level:02x}{level:02x}{level:02x}"


def _cuts(consistency: tuple[float, float], bar: float, top: float, bottom: float) -> list[Piece]:
    return [
        line(bar + _BAR * cut, top - 2, bar + _BAR * cut, bottom, dash="3 2", width=1.2)
        for cut in dict.fromkeys(consistency)
    ]


def _key(table: TruthTable, y: float, left_out: int) -> list[Piece]:
    first, second = table.consistency
    cuts = f"{first:g}" + (f" and {second:g}" if second < first else "")
    said = f"dashed: inclusion cut-off {cuts}" + (f"; PRI from {table.pri:g}" if table.pri else "")
    observed = sum(row.n > 0 for row in table.rows)
    said += f"; {observed} of {table.rows_total:,} rows observed"
    said += f"; {left_out} more rows in the table" if left_out else ""
    parts: list[Piece] = []
    if table.space.is_multi_value:
        parts.append(
            text(
                20,
                y,
                "tile: value of the condition, darker is higher; two-valued: dark 1, white 0",
                size=11,
                fill=MUTED,
            )
        )
    else:
        parts += [
            rectangle(20, y - 10, 12, 12, fill=INK),
            text(38, y, "present", size=11, fill=MUTED),
            rectangle(96, y - 10, 12, 12, fill=PAPER, stroke=INK),
            text(114, y, "absent", size=11, fill=MUTED),
        ]
    parts.append(line(20, y + 8, 60, y + 8, stroke=FAINT))
    parts.append(text(20, y + 24, said, size=11, fill=MUTED))
    return parts


def _alt(table: TruthTable, rows: Sequence[TruthTableRow]) -> str:
    observed = sum(row.n > 0 for row in rows)
    said = []
    for out in ("1", "C", "0", "?"):
        members = [
            f"{table.space.term(table.space.corner(row.configuration))} ({listed(row.cases) or 'no case'})"
            for row in rows
            if row.out == out
        ]
        if members:
            meaning = _MEANING[out]
            said.append(f"{meaning[0].upper()}{meaning[1:]}: {', '.join(members)}.")
    return (
        f"Truth table for {table.outcome}, {observed} of {table.rows_total:,} rows observed. {' '.join(said)}"
    )
