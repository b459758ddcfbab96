"""The force field: what enables a change, what blocks it, and which of the two is stronger.

Lewin, K. (1951). *Field Theory in Social Science*. Harper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

__all__ = ["Force", "ForceField", "force_field", "force_table"]

Polarity = Literal["enabling", "blocking"]


@dataclass(frozen=True)
class Force:
    """One force: what it is, whether it enables or blocks, how strongly (0 to 1), at which level and arena.

    A strength that was not coded is None; it is not taken for none at all.
    """

    force: str
    polarity: Polarity
    strength: float | None = None
    level: str = ""
    arena: str = ""


@dataclass(frozen=True)
class ForceField:
    """Enabling and blocking forces summed up.

    Parameters
    ----------
    enabling, blocking
        Sums of the strengths that were coded.
    balance
        (enabling − blocking)/(enabling + blocking), −1 (only blocked) to 1 (only enabled); NaN where nothing
        acts, or where a strength was not coded.
    low, high
        The bounds of the balance for all strengths from 0 to 1 of the forces whose strength was not coded;
        equal to it where there is none of these; NaN where nothing acts.
    uncoded
        How many forces have no strength.
    """

    enabling: float
    blocking: float
    balance: float
    low: float
    high: float
    uncoded: int


def force_field(forces: Iterable[Force]) -> ForceField:
    """Sum up forces.

    Parameters
    ----------
    forces
        The forces on one change, or those of one arena or level.

    Raises
    ------
    ValueError
        When a strength is not between 0 and 1.

    Examples
    --------
    >>> field = force_field([Force("shared vision", "enabling", 0.6), Force("settled ways", "blocking", 0.2)])
    >>> round(field.balance, 3)
    0.5
    """
    listed = list(forces)
    for one in listed:
        if one.strength is not None and not 0 <= one.strength <= 1:
            raise ValueError(f"the strength of '{one.force}' is {one.strength}; it goes from 0 to 1")
    enabling, blocking = _coded(listed, "enabling"), _coded(listed, "blocking")
    open_for = sum(one.strength is None and one.polarity == "enabling" for one in listed)
    open_against = sum(one.strength is None and one.polarity == "blocking" for one in listed)
    # The balance rises with each enabling strength and falls with each blocking one.
    low = _balance(enabling, blocking + open_against)
    high = _balance(enabling + open_for, blocking)
    if open_for + open_against and math.isnan(low):
        low = _balance(enabling + open_for, blocking)
    if open_for + open_against and math.isnan(high):
        high = _balance(enabling, blocking + open_against)
    balance = math.nan if open_for + open_against else low
    return ForceField(enabling, blocking, balance, low, high, open_for + open_against)


def force_table(forces: Sequence[Force], *, by: Literal["arena", "level"] = "arena") -> pd.DataFrame:
    """Sum up forces by arena or level, and over all.

    Returns
    -------
    DataFrame
        Columns: the arena or level (in the order in which they first occur; forces without one under an
        empty name; last ``all``), forces, enabling, blocking, balance, low, high, uncoded.

    Examples
    --------
    >>> forces = [Force("shared vision", "enabling", 0.6, arena="S"),
    ...           Force("settled ways", "blocking", 0.2, arena="D")]
    >>> force_table(forces)[["arena", "balance"]]
      arena  balance
    0     S      1.0
    1     D     -1.0
    2   all      0.5
    """
    names = list(dict.fromkeys(getattr(one, by) for one in forces))
    rows = [_row(name, [one for one in forces if getattr(one, by) == name]) for name in names]
    columns = [by, "forces", "enabling", "blocking", "balance", "low", "high", "uncoded"]
    return pd.DataFrame([*rows, _row("all", forces)], columns=columns)


def _row(name: str, forces: Sequence[Force]) -> tuple[object, ...]:
    one = force_field(forces)
    return name, len(forces), one.enabling, one.blocking, one.balance, one.low, one.high, one.uncoded


def _coded(forces: Sequence[Force], polarity: Polarity) -> float:
    return math.fsum(one.strength or 0.0 for one in forces if one.polarity == polarity)


def _balance(enabling: float, blocking: float) -> float:
    whole = enabling + blocking
    return (enabling - blocking) / whole if whole else math.nan
