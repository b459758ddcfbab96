"""Differences between cases with the outcome and cases without it, by exact permutation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_network.graphs import Floats
from casecompare_network.labelings import labelings, tail_p

__all__ = ["Difference", "holm", "outcome_difference"]


@dataclass(frozen=True)
class Difference:
    """The mean of a measure among cases with and without the outcome, and its permutation test.

    `p` is two-sided: the share of ways to divide the cases with means at least as far apart. `smallest` is
    the smallest p that this number of cases can reach, `labelings` how many ways p rests on, `error` its
    standard error where they were drawn. `effect` is the share of pairs (one case with, one
    without the outcome) in which the former has more, ties counting one half.
    """

    n_in: int
    n_out: int
    mean_in: float
    mean_out: float
    effect: float
    p: float
    smallest: float
    labelings: int
    is_exact: bool
    error: float


def outcome_difference(
    values: Floats,
    is_in: Sequence[bool],
    *,
    at_most: int = 100_000,
    draws: int = 9_999,
    random: np.random.Generator | None = None,
) -> Difference:
    """Compare a measure between cases with and without the outcome.

    Parameters
    ----------
    values
        One value per case; cases where it is NaN are left out.
    is_in
        Whether the case has the outcome.
    at_most, draws, random
        As for `casecompare_network.labelings.labelings`.

    Returns
    -------
    Difference
        p is NaN where either side has no case.

    Examples
    --------
    >>> found = outcome_difference(np.array([0.9, 0.8, 0.2, 0.1]), [True, True, False, False])
    >>> round(found.p, 4), round(found.smallest, 4), found.effect
    (0.3333, 0.3333, 1.0)
    """
    numbers = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(numbers)
    numbers, sides = numbers[known], np.array(is_in, dtype=np.int64)[known]
    n_in = int(sides.sum())
    n_out = len(sides) - n_in
    if not n_in or not n_out:
        return Difference(n_in, n_out, _mean(numbers[sides == 1]), _mean(numbers[sides == 0]),
                          math.nan, math.nan, math.nan, 0, True, 0.0)  # fmt: skip
    ways = labelings(sides, at_most=at_most, draws=draws, random=random)
    sums = ways.codes.astype(np.float64) @ numbers
    differences = sums / n_in - (numbers.sum() - sums) / n_out
    observed = float(numbers[sides == 1].mean() - numbers[sides == 0].mean())
    # Under permutation the mean difference is 0, so that both sides are measured from there.
    test = tail_p(abs(observed), np.abs(differences), is_exact=ways.is_exact)
    apart = np.sign(numbers[sides == 1][:, None] - numbers[sides == 0][None, :])
    return Difference(
        n_in=n_in,
        n_out=n_out,
        mean_in=_mean(numbers[sides == 1]),
        mean_out=_mean(numbers[sides == 0]),
        effect=float((apart.mean() + 1) / 2),
        p=test.p,
        smallest=test.smallest,
        labelings=test.labelings,
        is_exact=test.is_exact,
        error=test.error,
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p values for their number by Holm's step-down procedure; NaN stays NaN and is not counted.

    Examples
    --------
    >>> holm([0.01, 0.04, float("nan")])
    [0.02, 0.04, nan]
    """
    order = sorted((p, place) for place, p in enumerate(p_values) if not math.isnan(p))
    adjusted, reached = [math.nan] * len(p_values), 0.0
    for rank, (p, place) in enumerate(order):
        reached = max(reached, min(1.0, p * (len(order) - rank)))
        adjusted[place] = reached
    return adjusted


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else math.nan
