"""How far a score depends on who coded: each coder's sheet is scored, then the scores are compared.

Codes are never averaged before scoring, since the scores are not linear in them.

References
----------
Krippendorff K (2011), Computing Krippendorff's alpha-reliability. University of Pennsylvania.

Efron B, Tibshirani RJ (1993), An Introduction to the Bootstrap. Chapman & Hall, chapter 11 (jackknife).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Spread", "interval_alpha", "jackknife_error", "spread", "t_quantile"]


@dataclass(frozen=True)
class Spread:
    """The scores of several coders in short.

    Parameters
    ----------
    coders
        How many there are.
    mean, low, high
        Their mean, the smallest and the largest of them.
    error
        The jackknife standard error of the mean; NaN with fewer than two coders.
    interval
        The 95 % interval of the mean by Student's t; NaN with fewer than three coders. It may leave [0, 1].
    """

    coders: int
    mean: float
    low: float
    high: float
    error: float
    interval: tuple[float, float]


def spread(scores: Sequence[float], *, confidence: float = 0.95) -> Spread:
    """Sum up the scores that several coders' sheets give.

    Parameters
    ----------
    scores
        One per coder, at least one.
    confidence
        Of the interval.

    Raises
    ------
    ValueError
        if there is no score.

    Examples
    --------
    >>> found = spread([0.70, 0.75, 0.80])
    >>> round(found.mean, 3), round(found.error, 4), [round(end, 3) for end in found.interval]
    (0.75, 0.0289, [0.626, 0.874])
    """
    if not scores:
        raise ValueError("the spread needs the score of at least one coder.")
    mean, error = math.fsum(scores) / len(scores), jackknife_error(scores)
    half = t_quantile((1 + confidence) / 2, len(scores) - 1) * error if len(scores) >= 3 else math.nan
    return Spread(len(scores), mean, min(scores), max(scores), error, (mean - half, mean + half))


def jackknife_error(scores: Sequence[float]) -> float:
    """Give the jackknife standard error of the mean: how it moves when one coder is left out.

    √((K − 1)/K · Σ(mean without k − their mean)²); NaN with fewer than two coders.

    Examples
    --------
    >>> round(jackknife_error([0.6, 0.8]), 10)
    0.1
    """
    count = len(scores)
    if count < 2:
        return math.nan
    total = math.fsum(scores)
    without = [(total - score) / (count - 1) for score in scores]
    centre = math.fsum(without) / count
    return math.sqrt((count - 1) / count * math.fsum((one - centre) ** 2 for one in without))


def t_quantile(probability: float, degrees: int) -> float:
    """Give the quantile of Student's t with a whole number of degrees of freedom.

    Parameters
    ----------
    probability
        Between 0 and 1.
    degrees
        At least 1.

    Raises
    ------
    ValueError
        if one of them is out of range.

    Examples
    --------
    >>> round(t_quantile(0.975, 2), 8), round(t_quantile(0.975, 1), 4)
    (4.30265273, 12.7062)
    """
    if not 0 < probability < 1 or degrees < 1:
        raise ValueError("the t distribution needs a probability between 0 and 1, and a degree of freedom.")
    if probability < 0.5:
        return -t_quantile(1 - probability, degrees)
    # In the angle θ = arctan(t/√ν) the distribution is a finite sum, and the range is finite too.
    low, high = 0.0, math.pi / 2
    for _ in range(100):
        middle = (low + high) / 2
        if (1 + _central_probability(middle, degrees)) / 2 < probability:
            low = middle
        else:
            high = middle
    return math.sqrt(degrees) * math.tan(low)


def interval_alpha(items: Sequence[Sequence[float | None]]) -> float:
    """Give Krippendorff's alpha at interval level for what several coders coded.

    It can be low although coders hardly differ, where the items hardly vary; look at the spread as well.

    Parameters
    ----------
    items
        For each item one code per coder, None where there is none. Items with one code say nothing.

    Returns
    -------
    float
        1 perfect agreement, 0 what chance would give; NaN where fewer than two codes can be compared, or
        where no code differs from any other.

    Examples
    --------
    >>> interval_alpha([[0.2, 0.2], [0.8, 0.8]]), round(interval_alpha([[0.2, 0.4], [0.8, 0.8]]), 3)
    (1.0, 0.889)
    """
    units = [[code for code in item if code is not None] for item in items]
    units = [unit for unit in units if len(unit) >= 2]
    codes = [code for unit in units for code in unit]
    if not codes or min(codes) == max(codes):
        return math.nan
    # Over all ordered pairs, Σ(x − y)² = 2·n·Σ(x − mean)².
    observed = math.fsum(2 * len(unit) * _squares(unit) / (len(unit) - 1) for unit in units)
    expected = 2 * len(codes) * _squares(codes) / (len(codes) - 1)
    return 1 - observed / expected


def _squares(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values)


def _central_probability(angle: float, degrees: int) -> float:
    """Give P(|T| < t) for t = √ν·tan(angle), as a finite sum (Abramowitz & Stegun 26.7.3 and 26.7.4)."""
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = degrees % 2
    if degrees == 1:
        return 2 * angle / math.pi
    term = cosine if odd else 1.0
    total = term
    for step in range(2 + odd, degrees - 1, 2):
        term *= cosine**2 * (step - 1) / step
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
