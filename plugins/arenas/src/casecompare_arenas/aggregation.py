"""Ways of putting several degrees into one: power means, ordered weighted averages, Choquet integrals.

What counts as the right one follows from how far the parts may make up for each other: in the arithmetic mean
wholly, in the geometric mean not for a part that is absent, in the minimum not at all.

References
----------
Yager RR (1988), On ordered weighted averaging aggregation operators in multicriteria decisionmaking. IEEE
Transactions on Systems, Man, and Cybernetics 18(1):183-190.

Grabisch M (1997), k-order additive discrete fuzzy measures and their representation. Fuzzy Sets and Systems
92(2):167-189.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

__all__ = ["choquet_integral", "ordered_average", "power_mean"]


def power_mean(values: Sequence[float], weights: Sequence[float], exponent: float) -> float:
    """Give the weighted power mean of values of at least 0; values of weight 0 take no part.

    Parameters
    ----------
    values, weights
        As many of the one as of the other; one weight at least above 0.
    exponent
        1 arithmetic, 0 geometric, -1 harmonic mean; ``-math.inf`` the smallest, ``math.inf`` the largest.

    Examples
    --------
    >>> power_mean([0.9, 0.6, 0.3], [1, 1, 1], 1), power_mean([0.9, 0.0], [1, 1], 0)
    (0.6, 0.0)
    """
    counted = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight > 0]
    smallest, largest = min(counted)[0], max(counted)[0]
    if smallest == largest or exponent == -math.inf or (exponent <= 0 and smallest == 0):
        return smallest
    if exponent == math.inf:
        return largest
    total = math.fsum(weight for _, weight in counted)
    if abs(exponent) < 1e-9:  # the limit at 0, from where on the powers no longer differ
        mean = math.exp(math.fsum(weight * math.log(value) for value, weight in counted) / total)
    else:
        # Relative to the value that counts most, so that no power leaves the range of floats.
        unit = largest if exponent > 0 else smallest
        powers = math.fsum(weight * (value / unit) ** exponent for value, weight in counted)
        mean = unit * (powers / total) ** (1 / exponent)
    # A mean lies between the extremes; rounding must not push it out.
    return min(max(mean, smallest), largest)


def ordered_average(values: Sequence[float], weights: Sequence[float]) -> float:
    """Give the ordered weighted average: the first weight goes to the largest value (Yager 1988).

    Parameters
    ----------
    values, weights
        As many of the one as of the other; the weights add up to 1.

    Raises
    ------
    ValueError
        if they do not.

    Examples
    --------
    >>> round(ordered_average([0.9, 0.6, 0.3], [0, 1 / 3, 2 / 3]), 10)
    0.4
    """
    if len(values) != len(weights) or not math.isclose(math.fsum(weights), 1, abs_tol=1e-9):
        raise ValueError("an ordered average needs one weight for each value, and they must add up to 1.")
    ordered = sorted(values, reverse=True)
    return math.fsum(weight * value for value, weight in zip(ordered, weights, strict=True))


def choquet_integral(
    values: Sequence[float], importances: Sequence[float], interactions: Sequence[Sequence[float]]
) -> float:
    """Give the 2-additive Choquet integral: pairs of criteria may complement or replace each other.

    Parameters
    ----------
    values
        The degrees.
    importances
        The Shapley value of each criterion; they add up to 1.
    interactions
        For each two criteria in [-1, 1]: above 0 if both are needed, below 0 if either will do; symmetric.

    Raises
    ------
    ValueError
        if the importances do not add up to 1, or the interactions ask for more than they leave, so that a
        larger value could lower the result.

    Examples
    --------
    >>> third = [[0, 1 / 3, 1 / 3], [1 / 3, 0, 1 / 3], [1 / 3, 1 / 3, 0]]
    >>> round(choquet_integral([0.9, 0.6, 0.3], [1 / 3] * 3, third), 10)
    0.4
    """
    count = range(len(values))
    if not math.isclose(math.fsum(importances), 1, abs_tol=1e-9):
        raise ValueError("the importances of the criteria must add up to 1.")
    alone = [importances[i] - math.fsum(abs(interactions[i][j]) for j in count if j != i) / 2 for i in count]
    if min(alone) < -1e-9:
        raise ValueError("the interactions are larger than the importances of the criteria leave room for.")
    pairs = math.fsum(
        interactions[i][j] * min(values[i], values[j])
        if interactions[i][j] > 0
        else -interactions[i][j] * max(values[i], values[j])
        for i, j in combinations(count, 2)
    )
    return pairs + math.fsum(alone[i] * values[i] for i in count)
