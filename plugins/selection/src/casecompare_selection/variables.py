"""What units are compared on: numbers, memberships in sets, or categories, with their missing values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Bools", "Floats", "Variable", "standard_distances"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Labels: TypeAlias = npt.NDArray[np.object_]

ROUNDING = 1e-9
"""What two numbers may differ by, as a share of their size, and be the same but for rounding."""


@dataclass(frozen=True, eq=False)
class Variable:
    """One value per unit.

    Parameters
    ----------
    name
        What it is called.
    kind
        ``number``; ``set``, a membership from 0 to 1; or ``category``, a label.
    values
        Numbers with NaN, or labels with None, where a value is missing.
    """

    name: str
    kind: Literal["number", "set", "category"]
    values: Floats | Labels

    @classmethod
    def of(
        cls,
        name: str,
        values: Iterable[float | str | None],
        *,
        is_category: bool = False,
        is_set: bool = False,
    ) -> Variable:
        """Make a variable of values as they stand in a table; any text makes it a category.

        Examples
        --------
        >>> Variable.of("size", [1, None, 3]).kind, Variable.of("area", ["rural", 2]).values
        ('number', array(['rural', '2'], dtype=object))
        """
        given = [None if _is_missing(value) else value for value in values]
        if is_category or any(isinstance(value, str) for value in given):
            labels = np.empty(len(given), dtype=object)
            labels[:] = [None if value is None else _label(value) for value in given]
            return cls(name, "category", labels)
        numbers = np.array([math.nan if value is None else value for value in given], dtype=np.float64)
        return cls(name, "set" if is_set else "number", numbers)

    @property
    def is_missing(self) -> Bools:
        """Whether each unit lacks a value."""
        return np.array(pd.isna(self.values), dtype=np.bool_)

    @property
    def is_constant(self) -> bool:
        """Whether all units that have a value have the same one; true where none has any."""
        present = self.values[~self.is_missing]
        if self.kind == "category":
            return len(set(present.tolist())) < 2
        return not len(present) or _spread(present.astype(np.float64)) == 0

    @property
    def numbers(self) -> Floats:
        """The values as numbers; of a category all are missing."""
        if self.kind == "category":
            return np.full(len(self.values), np.nan)
        return self.values.astype(np.float64)

    def columns(self) -> tuple[list[str], Floats]:
        """Give names and columns for a linear model: a number as it is, a category as dummies.

        The first category in alphabetical order has no column of its own: the others are told apart from it.
        A unit without a value is missing in all of them.

        Examples
        --------
        >>> names, columns = Variable.of("area", ["urban", "rural", None]).columns()
        >>> names, columns.ravel().tolist()
        (['area: urban'], [1.0, 0.0, nan])
        """
        if self.kind != "category":
            return [self.name], self.numbers[:, np.newaxis]
        labels = sorted({str(label) for label in self.values[~self.is_missing]})[1:]
        cells = [float(value == label) for value in self.values for label in labels]
        made = np.array(cells, dtype=np.float64).reshape(len(self.values), len(labels))
        made[self.is_missing] = np.nan
        return [f"{self.name}: {label}" for label in labels], made

    def levels(self) -> list[str | None]:
        """Give each unit's level, by which types are made.

        A category is its own level; a set is *in* above 0.5 and else *out*; a number with two values at most
        is its own level; any other number is *high* or *low* where it lies more than one standard deviation
        above or below the mean, else *middle* (Seawright and Gerring 2008 name standard deviations as the
        way to make types of a continuous variable).

        Examples
        --------
        >>> Variable.of("size", [1, 2, 2, 2, 9]).levels()
        ['middle', 'middle', 'middle', 'middle', 'high']
        """
        missing = self.is_missing
        if self.kind == "category":
            return [None if value is None else str(value) for value in self.values]
        numbers = self.numbers
        if self.kind == "set":
            return [None if gone else "in" if value > 0.5 else "out"
                    for value, gone in zip(numbers, missing, strict=True)]  # fmt: skip
        if len(set(numbers[~missing].tolist())) <= 2:
            return [None if gone else _label(value)
                    for value, gone in zip(numbers.tolist(), missing, strict=True)]  # fmt: skip
        limit = 1 + ROUNDING
        return [None if gone else "high" if z > limit else "low" if z < -limit else "middle"
                for z, gone in zip(standard_distances(numbers), missing, strict=True)]  # fmt: skip


def standard_distances(values: Sequence[float] | Floats) -> Floats:
    """Give how many standard deviations each value lies above the mean; its size is how extreme it is.

    This is the criterion of extreme cases of Seawright and Gerring (2008), ``(x - mean) / s``, with s the
    standard deviation of the values as a sample (n - 1). NaN where a value is missing, and everywhere if
    fewer than two values are there or all are the same.

    Examples
    --------
    >>> standard_distances([1.0, 2.0, 3.0]).tolist()
    [-1.0, 0.0, 1.0]
    """
    numbers = np.asarray(values, dtype=np.float64)
    present = numbers[~np.isnan(numbers)]
    spread = _spread(present)
    if spread == 0:
        return np.full(len(numbers), np.nan)
    return np.asarray((numbers - present.mean()) / spread, dtype=np.float64)


def _spread(present: Floats) -> float:
    """Give the standard deviation; 0 where it is nothing but rounding."""
    if len(present) < 2:
        return 0.0
    spread = float(np.std(present, ddof=1))
    return spread if spread > 1e-12 * float(np.abs(present).max()) else 0.0


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _label(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"
