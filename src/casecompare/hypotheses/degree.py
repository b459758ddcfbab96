"""Necessity in degree: how much of the condition a high outcome needs.

Necessary condition analysis draws the ceiling of the cases in the plot of outcome over condition; the empty
area above it, as a share of the whole area, is the effect size (Dul 2016, *Organizational Research Methods*
19(1):10-52), and a permutation test says how often chance would leave as much empty (Dul, van der Laan & Kuik
2020, same journal 23(2):385-395). The ceiling here is the step function CE-FDH.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casecompare.hypotheses.permutation import DRAWS, PermutationTest, permutation_test

__all__ = ["ceiling_effect", "ceiling_test"]


def ceiling_effect(
    condition: ArrayLike, outcome: ArrayLike, scope: tuple[float, float, float, float] = (0, 1, 0, 1)
) -> float:
    """Give the CE-FDH effect size: the empty share of the scope above the step ceiling.

    Parameters
    ----------
    condition, outcome
        One number per case each, none missing.
    scope
        Lowest and highest possible condition, lowest and highest possible outcome; that of memberships when
        left out.

    Returns
    -------
    float
        From 0 (nothing is needed) to 1; NaN without a case or where the scope has no area.

    Examples
    --------
    >>> round(ceiling_effect([0.2, 0.5, 0.8], [0.4, 0.4, 0.9]), 2)
    0.58
    """
    x, y = np.asarray(condition, dtype=float), np.asarray(outcome, dtype=float)
    area = (scope[1] - scope[0]) * (scope[3] - scope[2])
    if not len(x) or area <= 0:
        return float("nan")
    order = np.argsort(x, kind="stable")
    return float(_empty(x[order], y[order][np.newaxis], scope)[0] / area)


def ceiling_test(
    condition: ArrayLike, outcome: ArrayLike, *, seed: int = 1, draws: int = DRAWS
) -> PermutationTest:
    """Test whether chance would leave as much empty above the ceiling.

    Parameters
    ----------
    condition, outcome
        Memberships from 0 to 1 of the same cases, none missing.
    seed, draws
        Seed and number of the random orders; up to eight cases all orders are gone through.

    Returns
    -------
    PermutationTest
        `observed` is the effect size.

    Examples
    --------
    >>> test = ceiling_test([0.2, 0.5, 0.8], [0.4, 0.4, 0.9])
    >>> round(test.observed, 2), round(test.p, 3), test.orders
    (0.58, 0.333, 6)
    """
    return permutation_test(
        condition, outcome, lambda x, orders: _empty(x, orders, (0, 1, 0, 1)), seed=seed, draws=draws
    )


def _empty(
    x: NDArray[np.float64], orders: NDArray[np.float64], scope: tuple[float, float, float, float]
) -> NDArray[np.float64]:
    """Give the empty area above the ceiling for each row of outcomes; x rises."""
    left, right, bottom, top = scope
    ceiling = np.maximum.accumulate(orders, axis=1)
    widths = np.diff(np.append(x, right))
    empty: NDArray[np.float64] = (top - ceiling) @ widths + (x[0] - left) * (top - bottom)
    return empty
