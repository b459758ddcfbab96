"""Kendall's W: how far coders put the units into the same order, whatever their levels.

References
----------
Kendall MG, Babington Smith B (1939). The problem of m rankings. Annals of Mathematical Statistics
10(3):275-287.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from casecompare_agreement.distributions import chi_squared_above
from casecompare_agreement.ratings import Codes, Floats, complete_units, read_ratings

__all__ = ["Concordance", "kendall_w"]


@dataclass(frozen=True, kw_only=True)
class Concordance:
    """Kendall's W with its chi-squared test.

    Parameters
    ----------
    value
        From 0, no common order, to 1, the same order; NaN where it is undefined.
    chi_squared, probability
        The test of no common order, with one degree of freedom less than there are units; with fewer than
        eight units it is rough.
    units
        How many units all coders coded.
    reason
        Why the value is undefined; empty where it is defined.
    """

    value: float = np.nan
    chi_squared: float = np.nan
    probability: float = np.nan
    units: int = 0
    reason: str = ""


def kendall_w(codes: Codes, *, tie_correction: bool = True) -> Concordance:
    """Give Kendall's W, on the units that all coders coded.

    Parameters
    ----------
    codes
        One row per unit, one column per coder; units with a missing code are left out.
    tie_correction
        Whether equal codes of one coder, which lower the largest W that can be reached, are allowed for.

    Examples
    --------
    >>> found = kendall_w([[1, 1, 2], [2, 3, 1], [3, 2, 3], [4, 4, 4]])
    >>> round(found.value, 3), round(found.probability, 3)
    (0.778, 0.072)
    """
    units = complete_units(read_ratings(codes, needs_order=True))
    number, coders = units.shape
    if number < 2:
        return Concordance(units=number, reason="fewer than two units were coded by all coders")
    ranks = np.column_stack([_mean_ranks(column) for column in units.T])
    sums = ranks.sum(axis=1)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(_ties(column) for column in units.T) if tie_correction else 0.0
    largest = coders**2 * (number**3 - number) - coders * ties
    if largest <= 0:
        return Concordance(units=number, reason="every coder gives all units the same code")
    value = 12 * spread / largest
    chi_squared = coders * (number - 1) * value
    return Concordance(
        value=value, chi_squared=chi_squared, probability=chi_squared_above(chi_squared, number - 1),
        units=number,
    )  # fmt: skip


def _mean_ranks(column: Floats) -> Floats:
    _, places, times = np.unique(column, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(times) - (times - 1) / 2)[places]
    return ranks


def _ties(column: Floats) -> float:
    times = np.unique(column, return_counts=True)[1].astype(float)
    return float((times**3 - times).sum())
