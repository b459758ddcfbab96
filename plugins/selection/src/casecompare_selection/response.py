"""How a survey was answered: by bodies and by persons, two denominators that are never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_selection.variables import Floats

__all__ = ["ResponseRate", "response_rate"]


@dataclass(frozen=True, kw_only=True)
class ResponseRate:
    """How many bodies and how many persons were asked, and how many answered.

    Where it is not known how many persons of a body answered, the numbers are bounds: from nobody of it to
    everybody. A body has answered when one of its persons has.

    Parameters
    ----------
    bodies_asked, persons_asked
        How many were asked.
    bodies_low, bodies_high, persons_low, persons_high
        How many answered, at least and at most.
    left_out
        The places of bodies of which it is not known how many persons were asked.
    """

    bodies_asked: int
    bodies_low: int
    bodies_high: int
    persons_asked: int
    persons_low: int
    persons_high: int
    left_out: tuple[int, ...] = ()

    @property
    def bodies(self) -> tuple[float, float]:
        """The rate of bodies, at least and at most; NaN if none was asked."""
        return _rates(self.bodies_low, self.bodies_high, self.bodies_asked)

    @property
    def persons(self) -> tuple[float, float]:
        """The rate of persons, at least and at most; NaN if nobody was asked."""
        return _rates(self.persons_low, self.persons_high, self.persons_asked)


def response_rate(asked: Sequence[float] | Floats, answered: Sequence[float] | Floats) -> ResponseRate:
    """Give both rates of a survey, of bodies and of persons.

    Parameters
    ----------
    asked, answered
        Persons per body; NaN where that is not known. Bodies that asked nobody count for nothing.

    Raises
    ------
    ValueError
        if a number is negative, or more answered than were asked.

    Examples
    --------
    >>> rate = response_rate([10, 10, 20], [1, 0, float("nan")])
    >>> rate.bodies, rate.persons
    ((0.3333333333333333, 0.6666666666666666), (0.025, 0.525))
    """
    of, by = np.asarray(asked, dtype=np.float64), np.asarray(answered, dtype=np.float64)
    if (of < 0).any() or (by < 0).any() or (by > of).any():
        raise ValueError("more persons answered than were asked, or a number is negative")
    counts = of > 0  # false where it is not known
    low = np.where(np.isnan(by), 0.0, by)[counts]
    high = np.where(np.isnan(by), of, by)[counts]
    return ResponseRate(
        bodies_asked=int(counts.sum()),
        bodies_low=int((low > 0).sum()),
        bodies_high=int((high > 0).sum()),
        persons_asked=round(float(of[counts].sum())),
        persons_low=round(float(low.sum())),
        persons_high=round(float(high.sum())),
        left_out=tuple(int(at) for at in np.nonzero(np.isnan(of))[0]),
    )


def _rates(low: int, high: int, asked: int) -> tuple[float, float]:
    return (low / asked, high / asked) if asked else (float("nan"), float("nan"))
