"""The force field as a drawing: what pushes the redesign from the left, what holds it back from the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from casecompare import Figure
from casecompare.figures import (
    ACCENT,
    LIGHT,
    MUTED,
    WARM,
    Piece,
    counted,
    line,
    page,
    polygon,
    rectangle,
    text,
    wrapped,
)
from casecompare_network.force_field import Force, ForceField, force_field

__all__ = ["force_drawing"]

_WIDTH, _MIDDLE, _REACH, _TOP = 720.0, 360.0, 280.0, 92.0
_SIDE, _LINE, _BAR = 316.0, 15.0, 13.0


def force_drawing(
    forces: Sequence[Force], *, case: str = "", name: str = "forces", table: str = ""
) -> Figure:
    """Draw enabling forces as arrows from the left and blocking ones from the right, the strongest on top.

    The length of an arrow is the strength of the force. A force whose strength was not coded is a dashed
    arrow of full length: it may be as strong as that, or nothing.

    Parameters
    ----------
    forces
        The forces on one case.
    case
        Which case it is.
    name, table
        Name of the figure, and of the table behind it.

    Examples
    --------
    >>> forces = [Force("shared vision", "enabling", 0.6), Force("settled ways", "blocking", 0.2)]
    >>> print(force_drawing(forces, case="T02").alt)
    Force field, T02: balance 0.50. Enabling: shared vision 0.6. Blocking: settled ways 0.2.
    """
    summed = force_field(forces)
    sides = {polarity: _ordered(forces, polarity) for polarity in ("enabling", "blocking")}
    title = "Force field" + (f": {case}" if case else "")
    parts = [
        text(20, 28, title, size=15, is_bold=True, width=_WIDTH - 40),
        text(20, 48, _balance_said(summed), size=12, fill=MUTED),
        text(_MIDDLE - 16, 76, f"enabling {summed.enabling:.3g}", anchor="end", is_bold=True),
        text(_MIDDLE + 16, 76, f"blocking {summed.blocking:.3g}", size=12, is_bold=True),
    ]
    arrows, bottom = _columns(sides)
    parts.append(rectangle(_MIDDLE - 4, _TOP - 8, 8, bottom - _TOP + 8, fill=LIGHT, stroke=MUTED))
    parts += [*arrows, *_scale(bottom + 16)]
    alt = _described(sides, summed, case)
    svg = page(_WIDTH, bottom + 44, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def _ordered(forces: Sequence[Force], polarity: str) -> list[Force]:
    """Put the strongest on top, those without a strength last."""
    own = [one for one in forces if one.polarity == polarity]
    return sorted(own, key=lambda one: -1.0 if one.strength is None else one.strength, reverse=True)


def _columns(sides: dict[str, list[Force]]) -> tuple[list[Piece], float]:
    parts: list[Piece] = []
    bottoms = [_TOP + 40]
    for polarity, forces in sides.items():
        y = _TOP
        for one in forces:
            drawn, y = _force(one, y, is_enabling=polarity == "enabling")
            parts += drawn
        bottoms.append(y)
    return parts, max(bottoms)


def _force(one: Force, y: float, *, is_enabling: bool) -> tuple[list[Piece], float]:
    """Draw what a force is, where it acts, and its arrow towards the middle; give where the next begins."""
    away = -1.0 if is_enabling else 1.0
    anchor: Literal["start", "end"] = "end" if is_enabling else "start"
    near = _MIDDLE + away * 8
    parts: list[Piece] = []
    for words in wrapped(one.force, _SIDE, 12):
        y += _LINE
        parts.append(text(near + away * 8, y, words, anchor=anchor))
    where = " · ".join(part for part in (one.arena, one.level) if part)
    strength = "strength not coded" if one.strength is None else f"{one.strength:g}"
    y += _LINE
    said = " · ".join(part for part in (strength, where) if part)
    parts.append(text(near + away * 8, y, said, size=11, fill=MUTED, anchor=anchor, width=_SIDE))
    y += 5
    length = _REACH * (1.0 if one.strength is None else one.strength)
    parts.append(_arrow(near, near + away * length, y, ACCENT if is_enabling else WARM, one.strength is None))
    return parts, y + _BAR + 12


def _arrow(tip: float, tail: float, y: float, fill: str, is_open: bool) -> Piece:
    """Give an arrow whose tip is at the middle."""
    head = tip + max(-11.0, min(11.0, tail - tip))
    outline = ((tip, y + _BAR / 2), (head, y), (tail, y), (tail, y + _BAR), (head, y + _BAR))
    return polygon(outline, stroke=fill, dash="4 3") if is_open else polygon(outline, fill=fill)


def _scale(y: float) -> list[Piece]:
    """Draw how long an arrow of strength 1 is on either side."""
    parts: list[Piece] = []
    for away in (-1.0, 1.0):
        for tick in (0, 0.5, 1):
            x = _MIDDLE + away * (8 + _REACH * tick)
            parts.append(line(x, y - 4, x, y))
            parts.append(text(x, y + 14, f"{tick:g}", size=10, anchor="middle", fill=MUTED))
        parts.append(line(_MIDDLE + away * 8, y, _MIDDLE + away * (8 + _REACH), y))
    return parts


def _balance_said(summed: ForceField) -> str:
    if summed.balance == summed.balance:
        return f"Balance {summed.balance:.2f}, from -1 (only blocked) to 1 (only enabled)."
    if summed.low == summed.low:
        missing = counted(summed.uncoded, "force has", "forces have")
        return f"Balance between {summed.low:.2f} and {summed.high:.2f}: {missing} no coded strength."
    return "No balance: nothing acts."


def _described(sides: dict[str, list[Force]], summed: ForceField, case: str) -> str:
    if summed.balance == summed.balance:
        balance = f"balance {summed.balance:.2f}"
    elif summed.low == summed.low:
        balance = f"balance between {summed.low:.2f} and {summed.high:.2f}"
    else:
        balance = "no balance"
    said = f"Force field{f', {case}' if case else ''}: {balance}."
    for polarity, forces in sides.items():
        listed = "; ".join(f"{one.force} {_strength(one)}" for one in forces)
        said += f" {polarity.capitalize()}: {listed or 'none'}."
    return said


def _strength(one: Force) -> str:
    return "(not coded)" if one.strength is None else f"{one.strength:g}"
