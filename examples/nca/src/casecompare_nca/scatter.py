"""The cases in the plot of outcome over condition: the complete ones, the scope, the corner looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Corner", "Floats", "Scatter", "Scope", "line_seen_from", "make_scatter"]

Corner: TypeAlias = Literal[1, 2, 3, 4]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The rectangle in which cases can lie: lowest and highest condition, lowest and highest outcome.

    Examples
    --------
    >>> Scope(x_min=0, x_max=2, y_min=0, y_max=3).area
    6
    """

    x_min: float
    x_max: float
    y_min: float
    y_max: float

    @property
    def area(self) -> float:
        """Width times height."""
        return (self.x_max - self.x_min) * (self.y_max - self.y_min)


@dataclass(frozen=True, kw_only=True, eq=False)
class Scatter:
    """The complete cases of one condition and one outcome, as they were measured.

    `rows` are the places of the complete cases in what was given; `scope` is that of the cases, enlarged by a
    theoretical one where that is wider. The empty corner is 1 upper left, 2 upper right, 3 lower left,
    4 lower right.
    """

    x: Floats
    y: Floats
    rows: NDArray[np.intp]
    scope: Scope
    corner: Corner = 1

    @property
    def is_x_mirrored(self) -> bool:
        """Whether little of the condition is what is needed: corners 2 and 4."""
        return self.corner in (2, 4)

    @property
    def is_y_mirrored(self) -> bool:
        """Whether it is needed for little of the outcome: corners 3 and 4."""
        return self.corner in (3, 4)

    @property
    def seen(self) -> tuple[Floats, Floats, Scope]:
        """Conditions, outcomes and scope, mirrored such that the empty corner is the upper left one."""
        x, y, scope = self.x, self.y, self.scope
        left, right, bottom, top = scope.x_min, scope.x_max, scope.y_min, scope.y_max
        if self.is_x_mirrored:
            x, left, right = -x, -right, -left
        if self.is_y_mirrored:
            y, bottom, top = -y, -top, -bottom
        return x, y, Scope(x_min=left, x_max=right, y_min=bottom, y_max=top)


def make_scatter(
    condition: ArrayLike,
    outcome: ArrayLike,
    *,
    corner: Corner = 1,
    scope: Sequence[float] | None = None,
) -> Scatter:
    """Give the complete cases with their scope.

    Parameters
    ----------
    condition, outcome
        One number per case; a case with NaN in either is left out.
    corner
        The corner that is expected to be empty: 1 upper left (much of the condition is needed for much of the
        outcome), 2 upper right (little for much), 3 lower left (much for little), 4 lower right.
    scope
        The theoretical scope: lowest and highest possible condition, lowest and highest possible outcome. NaN
        stands for an end that is that of the cases.

    Raises
    ------
    ValueError
        if there is no complete case, the numbers are not finite, or the theoretical scope is no rectangle.

    Examples
    --------
    >>> scatter = make_scatter([1, 2, float("nan")], [5, 6, 7], scope=(0, 2, 0, 6))
    >>> scatter.rows.tolist(), scatter.scope.area
    ([0, 1], 12.0)
    """
    x, y = np.asarray(condition, dtype=float), np.asarray(outcome, dtype=float)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError("condition and outcome need one number per case each.")
    rows = np.flatnonzero(~(np.isnan(x) | np.isnan(y)))
    x, y = x[rows], y[rows]
    if not len(x):
        raise ValueError("no case has both a condition and an outcome.")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("condition and outcome must be finite numbers.")
    return Scatter(x=x, y=y, rows=rows, scope=_scope(x, y, scope), corner=corner)


def line_seen_from(slope: float, intercept: float, corner: Corner) -> tuple[float, float]:
    """Turn slope and intercept as seen from a corner into those of the plot, or back: it is the same.

    Examples
    --------
    >>> line_seen_from(2.0, 1.0, 2), line_seen_from(2.0, 1.0, 4)
    ((-2.0, 1.0), (2.0, -1.0))
    """
    turn_x, turn_y = (-1 if corner in (2, 4) else 1), (-1 if corner in (3, 4) else 1)
    return turn_x * turn_y * slope, turn_y * intercept


def _scope(x: Floats, y: Floats, theoretical: Sequence[float] | None) -> Scope:
    own = (float(x.min()), float(x.max()), float(y.min()), float(y.max()))
    if theoretical is None:
        return Scope(x_min=own[0], x_max=own[1], y_min=own[2], y_max=own[3])
    if len(theoretical) != 4 or np.isinf(theoretical).any():
        raise ValueError(
            "a scope has four numbers: lowest and highest condition, lowest and highest outcome."
        )
    ends = zip(theoretical, own, strict=True)
    left, right, bottom, top = (found if math.isnan(given) else float(given) for given, found in ends)
    if left > right or bottom > top:
        raise ValueError("the lowest number of a scope must be below the highest.")
    return Scope(
        x_min=min(left, own[0]), x_max=max(right, own[1]), y_min=min(bottom, own[2]), y_max=max(top, own[3])
    )
