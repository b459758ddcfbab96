"""The brokerage profile: how often each actor brokers in each of the five roles, beside what chance gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    INK,
    LIGHT,
    MUTED,
    Piece,
    counted,
    line,
    page,
    rectangle,
    text,
    text_width,
)

__all__ = ["ROLE_PATHS", "brokerage_profile", "brokerage_profile_table"]

ROLE_PATHS: Mapping[str, str] = {
    "coordinator": "A → A → A",
    "itinerant": "A → B → A",
    "representative": "A → A → B",
    "gatekeeper": "A → B → B",
    "liaison": "A → B → C",
}
"""The groups of sender, broker and receiver in each role of Gould and Fernandez (1989)."""

_ROW, _TOP, _ROLE, _GAP, _WIDEST = 24.0, 100.0, 104.0, 12.0, 120.0
_LENGTH = _ROLE - 36


def brokerage_profile(
    counts: pd.DataFrame,
    expected: pd.DataFrame | None = None,
    *,
    case: str = "",
    labels: Mapping[str, str] | None = None,
    most: int = 30,
    name: str = "brokerage_profile",
    table: str = "",
) -> Figure:
    """Draw the five roles of each actor as bars, one column per role, all on one scale.

    Parameters
    ----------
    counts
        Actors by roles (the keys of `ROLE_PATHS`; others are passed over): how often each brokers. NaN is
        drawn as a dash.
    expected
        The same for what chance would give; drawn as a stroke across the bar.
    case
        Which case it is.
    labels
        What actors are called.
    most
        How many actors to draw at most, those who broker most; how many are left out is said.
    name, table
        Name of the figure, and of the table behind it (see `brokerage_profile_table`).

    Examples
    --------
    >>> counts = pd.DataFrame({"coordinator": [0, 1], "liaison": [4, 0]}, index=["a", "b"])
    >>> print(brokerage_profile(counts, case="T02").alt)
    Brokerage by role, T02: 2 actors, 2 of them broker, 5 times in all. a: liaison 4; b: coordinator 1.
    """
    roles = [role for role in ROLE_PATHS if role in counts.columns]
    values = counts[roles].astype(float)
    totals = values.sum(axis=1)
    order = sorted(range(len(values)), key=lambda at: -float(totals.iloc[at]))
    brokers = [at for at in order if totals.iloc[at] > 0]
    shown = brokers[:most]
    chance = None if expected is None else expected[roles].astype(float)
    largest = max([1.0, *values.iloc[shown].max().fillna(0)])
    if chance is not None:
        largest = max([largest, *chance.iloc[shown].max().fillna(0)])
    called = labels or {}
    names = [called.get(str(values.index[at]), str(values.index[at])) for at in shown]
    left = 40 + max([60.0, *(min(text_width(one), _WIDEST) for one in names)])
    width = left + len(roles) * (_ROLE + _GAP) + 20
    parts = _heads(roles, left, len(shown))
    bars: list[Piece] = []
    strokes: list[Piece] = []
    values_said: list[Piece] = []
    for row, at in enumerate(shown):
        y = _TOP + row * _ROW
        parts.append(text(left - 12, y + 15, names[row], anchor="end", width=_WIDEST))
        for column, role in enumerate(roles):
            x = left + column * (_ROLE + _GAP)
            bar, value_said = _bar(x, y, float(values[role].iloc[at]), largest)
            bars += bar
            values_said += value_said
            if chance is not None and chance[role].iloc[at] == chance[role].iloc[at]:
                stroke = x + _LENGTH * float(chance[role].iloc[at]) / largest
                strokes.append(line(stroke, y + 3, stroke, y + 20, stroke=INK, width=1.6))
    parts = [*parts, *bars, *strokes, *values_said]
    title = "Brokerage by role" + (f": {case}" if case else "")
    parts.append(text(20, 28, title, size=15, is_bold=True, width=width - 40))
    bottom = _TOP + len(shown) * _ROW + 24
    for note in _notes(len(values) - len(brokers), len(brokers) - len(shown), chance is not None):
        parts.append(text(20, bottom, note, size=11, fill=MUTED))
        bottom += 16
    alt = _described(values, brokers, case)
    svg = page(width, bottom + 4, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def brokerage_profile_table(
    counts: pd.DataFrame, expected: pd.DataFrame | None = None, *, name: str = "brokerage_profile"
) -> Table:
    """Give the numbers behind the profile: per actor the count of each role and what chance would give.

    Examples
    --------
    >>> counts = pd.DataFrame({"coordinator": [0, 1], "liaison": [4, 0]}, index=["a", "b"])
    >>> brokerage_profile_table(counts).frame.columns.tolist()
    ['actor', 'coordinator', 'liaison']
    """
    roles = [role for role in ROLE_PATHS if role in counts.columns]
    frame = counts[roles].rename_axis("actor").reset_index()
    columns = {"actor": Column(title="Actor")}
    columns |= {
        role: Column(title=role.capitalize(), description=f"Brokers {ROLE_PATHS[role]}.", decimals=0)
        for role in roles
    }
    for role in roles if expected is not None else []:
        assert expected is not None
        frame[f"{role}_expected"] = expected[role].to_numpy()
        columns[f"{role}_expected"] = Column(title=f"{role.capitalize()}, by chance", decimals=2)
    return Table(name=name, title="Brokerage by role", frame=frame, columns=columns)


def _heads(roles: Sequence[str], left: float, rows: int) -> list[Piece]:
    parts: list[Piece] = []
    for column, role in enumerate(roles):
        x = left + column * (_ROLE + _GAP)
        parts.append(text(x, _TOP - 28, role, size=12, is_bold=True))
        parts.append(text(x, _TOP - 12, ROLE_PATHS[role], size=11, fill=MUTED))
        parts.append(rectangle(x - 4, _TOP - 4, _ROLE + 6, rows * _ROW + 8, fill=LIGHT, round_=4))
    return parts


def _bar(x: float, y: float, value: float, largest: float) -> tuple[list[Piece], list[Piece]]:
    """Draw a bar and say its value; nothing for 0, a dash for what is undefined."""
    if value != value:
        return [], [text(x, y + 16, "–", size=11, fill=MUTED)]
    if not value:
        return [], []
    bar = rectangle(x, y + 6, _LENGTH * value / largest, 11, fill="#8c8c8c")
    return [bar], [text(x + _ROLE - 4, y + 16, f"{value:g}", size=11, anchor="end")]


def _notes(silent: int, left_out: int, has_chance: bool) -> list[str]:
    notes: list[str] = []
    if has_chance:
        notes.append("Upright stroke: what chance would give at this density and with these groups.")
    if silent:
        notes.append(f"{counted(silent, 'actor brokers', 'actors broker')} in no role and "
                     f"{'is' if silent == 1 else 'are'} not drawn.")  # fmt: skip
    if left_out:
        notes.append(f"{counted(left_out, 'further broker is', 'further brokers are')} in the table only.")
    return notes


def _described(values: pd.DataFrame, brokers: Sequence[int], case: str) -> str:
    total = float(values.sum().sum())
    said = f"Brokerage by role{f', {case}' if case else ''}: {counted(len(values), 'actor')}, "
    said += f"{len(brokers)} of them broker, {counted(int(total), 'time')} in all."
    first = []
    for at in brokers[:8]:
        row = values.iloc[at]
        kept = ", ".join(f"{role} {row[role]:g}" for role in values.columns if row[role] > 0)
        first.append(f"{values.index[at]}: {kept}")
    more = f"; and {len(brokers) - 8} more" if len(brokers) > 8 else ""
    return said + (f" {'; '.join(first)}{more}." if first else "")
