"""The few distributions that the measures need: F for intraclass correlations, chi-squared for Kendall's W.

References
----------
Abramowitz M, Stegun IA (eds) (1964). Handbook of Mathematical Functions. Sections 6.5, 26.4-26.6.
Lentz WJ (1976). Generating Bessel functions in Mie scattering calculations using continued fractions.
Applied Optics 15(3):668-671.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

__all__ = ["chi_squared_above", "f_below", "f_quantile"]

_TINY = 1e-300
_PRECISION = 1e-15
_TERMS = 10_000


def chi_squared_above(value: float, degrees: float) -> float:
    """Give the probability that a chi-squared variable exceeds a value.

    Examples
    --------
    >>> round(chi_squared_above(3.841459, 1), 6), chi_squared_above(0, 3)
    (0.05, 1.0)
    """
    shape, point = degrees / 2, value / 2
    if point <= 0:
        return 1.0
    scale = math.exp(shape * math.log(point) - point - math.lgamma(shape))
    if point < shape + 1:
        return 1 - scale * _gamma_series(shape, point)
    return scale / _fraction(point + 1 - shape, _gamma_terms(shape, point))


def f_below(value: float, numerator: float, denominator: float) -> float:
    """Give the probability that an F variable is at most a value.

    Parameters
    ----------
    value
        From 0 on.
    numerator, denominator
        The degrees of freedom; they need not be whole numbers.

    Examples
    --------
    >>> round(f_below(4.964603, 1, 10), 6)
    0.95
    """
    if value <= 0:
        return 0.0
    share = 1 - (rest := denominator / (numerator * value + denominator))
    if rest < _TINY:
        return 1.0
    if share < 0.5:
        share = numerator * value / (numerator * value + denominator)
    if share < _TINY:
        return 0.0
    first, second = numerator / 2, denominator / 2
    logarithm = math.lgamma(first + second) - math.lgamma(first) - math.lgamma(second)
    scale = math.exp(logarithm + first * math.log(share) + second * math.log(rest))
    if share < (first + 1) / (first + second + 2):
        return scale / (first * _fraction(1.0, _beta_terms(first, second, share)))
    return 1 - scale / (second * _fraction(1.0, _beta_terms(second, first, rest)))


def f_quantile(probability: float, numerator: float, denominator: float) -> float:
    """Give the value that an F variable stays below with a given probability.

    Parameters
    ----------
    probability
        Between 0 and 1.
    numerator, denominator
        The degrees of freedom; they need not be whole numbers.

    Examples
    --------
    >>> round(f_quantile(0.975, 5, 15), 6)
    3.576415
    """
    low, high = 0.0, 1.0
    while f_below(high, numerator, denominator) < probability:
        low, high = high, high * 2
    point = (low + high) / 2
    for _ in range(200):
        excess = f_below(point, numerator, denominator) - probability
        low, high = (low, point) if excess > 0 else (point, high)
        following = point - excess / _f_density(point, numerator, denominator)
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - point) <= 1e-14 * point:
            return following
        point = following
    return point


def _f_density(value: float, numerator: float, denominator: float) -> float:
    first, second = numerator / 2, denominator / 2
    logarithm = (
        math.lgamma(first + second) - math.lgamma(first) - math.lgamma(second)
        + first * math.log(numerator / denominator) + (first - 1) * math.log(value)
        - (first + second) * math.log1p(numerator * value / denominator)
    )  # fmt: skip
    return max(math.exp(logarithm), _TINY)


def _gamma_series(shape: float, point: float) -> float:
    term = total = 1 / shape
    for step in range(1, _TERMS):
        term *= point / (shape + step)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _gamma_terms(shape: float, point: float) -> Iterator[tuple[float, float]]:
    for step in range(1, _TERMS):
        yield step * (shape - step), point + 2 * step + 1 - shape


def _beta_terms(first: float, second: float, share: float) -> Iterator[tuple[float, float]]:
    for step in range(_TERMS):
        if step:
            even = step * (second - step) * share / ((first + 2 * step - 1) * (first + 2 * step))
            yield even, 1.0
        odd = (first + step) * (first + second + step) * share
        yield -odd / ((first + 2 * step) * (first + 2 * step + 1)), 1.0


def _fraction(start: float, terms: Iterator[tuple[float, float]]) -> float:
    """Give the continued fraction ``start + a1 / (b1 + a2 / (b2 + …))`` by the method of Lentz."""
    value = upper = start or _TINY
    lower = 0.0
    for above, below in terms:
        lower = 1 / ((below + above * lower) or _TINY)
        upper = (below + above / upper) or _TINY
        change = upper * lower
        value *= change
        if abs(change - 1) < _PRECISION:
            break
    return value
