"""The data that every measure takes: one row per unit that was coded, one column per coder, NaN missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "NO_PAIRS",
    "Codes",
    "Coefficient",
    "Floats",
    "Level",
    "complete_units",
    "count_categories",
    "pairable_units",
    "read_ratings",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.ArrayLike | pd.DataFrame | Sequence[Sequence[float | str | None]]
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
"""The level of measurement: what may be done with the codes (Stevens 1946)."""

NO_PAIRS = "no unit was coded by two coders"


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """A coefficient of agreement, and what it is made of.

    Parameters
    ----------
    value
        1 is perfect agreement, 0 what chance would give; NaN where it is undefined.
    observed, expected
        The agreement observed, and that expected by chance; for Krippendorff's alpha one minus the two
        disagreements.
    units
        How many units it rests on.
    z
        The value divided by its standard error if there were no agreement but by chance; NaN where none
        is known.
    reason
        Why the value is undefined; empty where it is defined.
    """

    value: float = np.nan
    observed: float = np.nan
    expected: float = np.nan
    units: int = 0
    z: float = np.nan
    reason: str = ""

    def __str__(self) -> str:
        if self.reason:
            return f"undefined: {self.reason}"
        return f"{self.value:.3f} (observed {self.observed:.3f}, by chance {self.expected:.3f})"


def read_ratings(codes: Codes, *, needs_order: bool = False) -> Floats:
    """Give codes as a matrix of numbers, units in rows and coders in columns.

    Parameters
    ----------
    codes
        A matrix, a DataFrame or rows of numbers or text. None, NaN and empty text are missing.
    needs_order
        Whether the measure asks for more than equal and unequal; text has no order of its own.

    Returns
    -------
    ndarray
        Shape (units, coders); text is numbered in alphabetical order.

    Raises
    ------
    ValueError
        If the codes are no matrix, are not finite, or are text where an order is needed.

    Examples
    --------
    >>> read_ratings([["low", "high"], ["low", None]]).tolist()
    [[1.0, 0.0], [1.0, nan]]
    """
    given = codes.to_numpy() if isinstance(codes, pd.DataFrame) else codes
    if isinstance(given, np.ndarray) and given.dtype.kind in "biuf":
        ratings = given.astype(float)
    else:
        ratings = _read_cells(np.array(given, dtype=object), needs_order=needs_order)
    if ratings.ndim != 2:
        raise ValueError("codes must be a table: one row per unit, and in every row one cell per coder.")
    if np.isinf(ratings).any():
        raise ValueError("codes must be finite numbers.")
    return ratings


def pairable_units(ratings: Floats) -> Floats:
    """Give the units that at least two coders coded: the others hold nothing about agreement."""
    units: Floats = ratings[(~np.isnan(ratings)).sum(axis=1) >= 2]
    return units


def complete_units(ratings: Floats) -> Floats:
    """Give the units that every coder coded; none if there are fewer than two coders."""
    units: Floats = ratings[~np.isnan(ratings).any(axis=1) & (ratings.shape[1] >= 2)]
    return units


def count_categories(ratings: Floats, categories: Floats) -> Floats:
    """Give how many coders put each unit into each category: shape (units, categories).

    Examples
    --------
    >>> count_categories(np.array([[1.0, 1.0, 2.0]]), np.array([1.0, 2.0])).tolist()
    [[2.0, 1.0]]
    """
    counts = np.zeros((len(ratings), len(categories)))
    is_coded = ~np.isnan(ratings)
    units = np.nonzero(is_coded)[0]
    np.add.at(counts, (units, np.searchsorted(categories, ratings[is_coded])), 1.0)
    return counts


def _read_cells(cells: npt.NDArray[np.object_], *, needs_order: bool) -> Floats:
    is_missing = np.asarray(pd.isna(cells), dtype=bool) | (cells == "")
    present = cells[~is_missing]
    ratings = np.full(cells.shape, np.nan)
    if all(isinstance(code, Real | np.bool_) for code in present):
        ratings[~is_missing] = present.astype(float)
    elif needs_order:
        raise ValueError("text has no order; give the position of each label in the order of the labels.")
    else:
        ratings[~is_missing] = np.unique(present.astype(str), return_inverse=True)[1]
    return ratings
