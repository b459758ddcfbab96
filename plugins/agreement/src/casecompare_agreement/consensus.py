"""Consensus inside each unit: r_wg, r_wg(J), r*_wg and the average deviation, which need no other units.

References
----------
James LR, Demaree RG, Wolf G (1984). Estimating within-group interrater reliability with and without response
bias. Journal of Applied Psychology 69(1):85-98.
Lindell MK, Brandt CJ, Whitney DJ (1999). A revised index of interrater agreement for multi-item ratings of a
single target. Applied Psychological Measurement 23(2):127-135.
Burke MJ, Finkelstein LM, Dusig MS (1999). On average deviation indices for estimating interrater agreement.
Organizational Research Methods 2(1):49-68.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from casecompare_agreement.ratings import Codes, Floats, read_ratings

__all__ = [
    "CONTINUOUS_VARIANCE",
    "Center",
    "average_deviation",
    "average_deviation_scale",
    "r_wg",
    "r_wg_j",
    "r_wg_star",
    "uniform_variance",
]

Center: TypeAlias = Literal["mean", "median"]

CONTINUOUS_VARIANCE = 1 / 12
"""The variance of scores anywhere between 0 and 1, all equally likely: what memberships would have."""


def uniform_variance(options: int) -> float:
    """Give the variance of codes 1 to A if all are equally likely: (A² - 1) / 12.

    Examples
    --------
    >>> uniform_variance(5)
    2.0
    """
    return (options**2 - 1) / 12


def r_wg(codes: Codes, null_variance: float) -> Floats:
    """Give r_wg of each unit: how much smaller its variance is than if codes were given at random.

    Parameters
    ----------
    codes
        One row per unit, one column per coder; missing codes are left out unit by unit.
    null_variance
        The variance without any agreement: `uniform_variance` of the number of options, or
        `CONTINUOUS_VARIANCE` for memberships.

    Returns
    -------
    ndarray
        One number in 0..1 per unit, 0 also where coders differ more than at random (James, Demaree and Wolf
        1984); NaN where fewer than two coders coded the unit.

    Examples
    --------
    >>> r_wg([[4, 4, 5], [1, 5, 3], [2, None, None]], uniform_variance(5)).round(3).tolist()
    [0.833, 0.0, nan]
    """
    variances = _variances(read_ratings(codes, needs_order=True))
    return 1 - np.minimum(variances, _checked(null_variance)) / null_variance


def r_wg_j(codes: Codes, null_variance: float) -> float:
    """Give r_wg(J) of one unit that was judged on several items.

    Parameters
    ----------
    codes
        One row per item, one column per coder.
    null_variance
        As for `r_wg`, of one item.

    Returns
    -------
    float
        From 0 to 1; NaN where an item was judged by fewer than two coders.

    Examples
    --------
    >>> round(r_wg_j([[4, 4, 5], [3, 4, 4], [5, 5, 4]], uniform_variance(5)), 3)
    0.938
    """
    ratings = read_ratings(codes, needs_order=True)
    variance = min(float(_variances(ratings).mean()), _checked(null_variance))
    item = 1 - variance / null_variance
    return len(ratings) * item / (len(ratings) * item + 1 - item)


def r_wg_star(codes: Codes, null_variance: float) -> float:
    """Give r*_wg of one unit that was judged on several items: it does not grow with their number.

    Parameters
    ----------
    codes, null_variance
        As for `r_wg_j`.

    Returns
    -------
    float
        At most 1; below 0 where coders differ more than at random (Lindell, Brandt and Whitney 1999).

    Examples
    --------
    >>> round(r_wg_star([[4, 4, 5], [3, 4, 4], [5, 5, 4]], uniform_variance(5)), 3)
    0.833
    """
    variances = _variances(read_ratings(codes, needs_order=True))
    return 1 - float(variances.mean()) / _checked(null_variance)


def average_deviation(codes: Codes, center: Center = "mean") -> Floats:
    """Give AD_M of each unit: how far its codes lie from their mean, or median, on average.

    Parameters
    ----------
    codes
        One row per unit, one column per coder; missing codes are left out unit by unit.
    center
        From where deviations are measured.

    Returns
    -------
    ndarray
        In units of the scale, 0 where all agree; NaN where fewer than two coders coded the unit.

    Examples
    --------
    >>> average_deviation([[4, 4, 5], [1, 5, 3], [2, None, None]]).round(3).tolist()
    [0.444, 1.333, nan]
    """
    ratings = read_ratings(codes, needs_order=True)
    return np.array([_deviation(unit[~np.isnan(unit)], center) for unit in ratings])


def average_deviation_scale(codes: Codes, center: Center = "mean") -> float:
    """Give AD_M(J) of one unit that was judged on several items: the mean over items.

    Parameters
    ----------
    codes
        One row per item, one column per coder.
    center
        From where deviations are measured.

    Examples
    --------
    >>> round(average_deviation_scale([[4, 4, 5], [3, 4, 4], [5, 5, 4]]), 3)
    0.444
    """
    return float(average_deviation(codes, center).mean())


def _variances(ratings: Floats) -> Floats:
    units = [unit[~np.isnan(unit)] for unit in ratings]
    return np.array([unit.var(ddof=1) if len(unit) >= 2 else np.nan for unit in units])


def _deviation(unit: Floats, center: Center) -> float:
    if len(unit) < 2:
        return np.nan
    middle = unit.mean() if center == "mean" else np.median(unit)
    return float(np.abs(unit - middle).mean())


def _checked(null_variance: float) -> float:
    if not null_variance > 0:
        raise ValueError(f"the variance without agreement must be above 0, not {null_variance:g}.")
    return null_variance
