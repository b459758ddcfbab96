"""Indirect calibration: memberships as the fitted values of a regression of rough scores on raw values.

The researcher sorts the cases into rough scores (0, 0.2, …, 1); a smooth curve through them gives the
memberships. The curve is a logit, fitted as shares (binomial) or as a beta regression.

References
----------
Ragin, C. C. (2008). Redesigning social inquiry. Chicago, chapter 5 (the indirect method).
Ferrari, S. and Cribari-Neto, F. (2004). Beta regression for modelling rates and proportions. Journal of
Applied Statistics 31, 799-815.
Smithson, M. and Verkuilen, J. (2006). A better lemon squeezer? Psychological Methods 11, 54-71 (scores of
exactly 0 and 1 are drawn in a little).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Family", "calibrate_by_regression"]

Family = Literal["binomial", "beta"]
Floats = npt.NDArray[np.float64]

_ROUNDS = 200
_SMALL_STEP = 1e-12


def calibrate_by_regression(
    values: Sequence[float] | Floats | pd.Series,
    scores: Sequence[float] | Floats | pd.Series,
    *,
    family: Family = "binomial",
) -> pd.Series:
    """Give memberships as the fitted values of a logit regression of rough scores on raw values.

    Parameters
    ----------
    values
        Raw values, shape ``(cases,)``.
    scores
        The rough score of each case, between 0 and 1.
    family
        ``"binomial"`` fits the scores as shares; ``"beta"`` as beta-distributed with a logit link and
        constant precision, after drawing them in by (y(n-1) + 0.5)/n.

    Returns
    -------
    pandas.Series
        Memberships, missing where a value or score is; with the index of `values`.

    Raises
    ------
    ValueError
        If scores lie outside 0 to 1, fewer than three cases are complete, values or scores do not differ,
        or the scores are split so cleanly by the values that no smooth curve fits best.

    Examples
    --------
    >>> calibrate_by_regression([1, 2, 3, 4, 5], [0.1, 0.2, 0.5, 0.8, 0.9]).round(2).tolist()
    [0.08, 0.23, 0.5, 0.77, 0.92]
    """
    raw = pd.Series(values).astype(np.float64)
    rough = pd.Series(np.asarray(scores, dtype=np.float64), index=raw.index)
    known = (raw.notna() & rough.notna()).to_numpy()
    x = np.asarray(raw.to_numpy()[known], dtype=np.float64)
    y = np.asarray(rough.to_numpy()[known], dtype=np.float64)
    _check(x, y)
    spread = x.std()
    # A standardised predictor leaves the fitted values as they are and the equations well conditioned.
    design = np.column_stack([np.ones_like(x), (x - x.mean()) / spread])
    fitted = _fit_shares(design, y) if family == "binomial" else _fit_beta(design, y)
    memberships = pd.Series(np.nan, index=raw.index, name=raw.name, dtype=np.float64)
    memberships[known] = fitted
    return memberships


def _check(x: Floats, y: Floats) -> None:
    if len(x) < 3:
        raise ValueError(f"{len(x)} cases have a raw value and a score; the regression needs three at least.")
    if y.min() < 0.0 or y.max() > 1.0:
        raise ValueError(f"scores lie between 0 and 1; these go from {y.min():g} to {y.max():g}.")
    if x.min() == x.max() or y.min() == y.max():
        what = "raw values" if x.min() == x.max() else "scores"
        raise ValueError(f"all {what} are the same, so that no curve can be fitted.")
    is_split = np.isin(y, (0.0, 1.0)).all() and (
        x[y == 0].max() < x[y == 1].min() or x[y == 1].max() < x[y == 0].min()
    )
    if is_split:
        raise ValueError(
            "all scores are 0 or 1 and the raw values part them cleanly: any steep curve fits. Use scores in "
            "between, or a crisp cut point."
        )


def _fit_shares(design: Floats, y: Floats) -> Floats:
    """Fit a logit by Fisher scoring."""
    coefficients = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        fitted = _logistic(design @ coefficients)
        weights = fitted * (1.0 - fitted)
        information = design.T @ (design * weights[:, None])
        step = np.linalg.solve(information, design.T @ (y - fitted))
        coefficients = coefficients + step
        if np.abs(step).max() < _SMALL_STEP * (1.0 + np.abs(coefficients).max()):
            break
    return _logistic(design @ coefficients)


def _fit_beta(design: Floats, y: Floats) -> Floats:
    """Fit a beta regression by maximum likelihood, mean and precision in turn by Newton steps."""
    n = len(y)
    drawn = (y * (n - 1) + 0.5) / n
    odds: Floats = np.log(drawn / (1.0 - drawn))
    coefficients = np.asarray(np.linalg.lstsq(design, odds, rcond=None)[0], dtype=np.float64)
    log_precision = np.log(_first_precision(design, coefficients, odds))
    parameters = np.append(coefficients, log_precision)
    likelihood = _log_likelihood(parameters, design, drawn)
    for _ in range(_ROUNDS):
        score, information = _beta_equations(parameters, design, odds, drawn)
        step = np.linalg.solve(information, score)
        for _halving in range(40):
            following = _log_likelihood(parameters + step, design, drawn)
            if following >= likelihood - 1e-12 * (1.0 + abs(likelihood)):
                break
            step = step / 2.0
        parameters, likelihood = parameters + step, following
        if np.abs(step).max() < _SMALL_STEP * (1.0 + np.abs(parameters).max()):
            break
    return _logistic(design @ parameters[:-1])


def _first_precision(design: Floats, coefficients: Floats, odds: Floats) -> float:
    mean = _logistic(design @ coefficients)
    residuals = odds - design @ coefficients
    variance = max(float(residuals @ residuals) / max(len(odds) - 2, 1), 1e-6)
    return max(float(np.mean(1.0 / (variance * mean * (1.0 - mean)))) - 1.0, 0.1)


def _beta_equations(parameters: Floats, design: Floats, odds: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """Give score and expected information for the coefficients and the log of the precision."""
    mean = _logistic(design @ parameters[:-1])
    precision = np.exp(parameters[-1])
    first, second = mean * precision, (1.0 - mean) * precision
    expected = _digamma(first) - _digamma(second)
    slope = mean * (1.0 - mean)
    trigamma_first, trigamma_second = _trigamma(first), _trigamma(second)
    by_mean = precision * (design.T @ ((odds - expected) * slope))
    by_precision = np.sum(
        mean * (odds - expected) + np.log(1.0 - drawn) - _digamma(second) + _digamma(np.full(1, precision))
    )
    weights = precision**2 * (trigamma_first + trigamma_second) * slope**2
    cross = precision * (trigamma_first * mean - trigamma_second * (1.0 - mean)) * slope
    own = np.sum(
        trigamma_first * mean**2 + trigamma_second * (1.0 - mean) ** 2 - _trigamma(np.full(1, precision))
    )
    size = design.shape[1] + 1
    information = np.zeros((size, size))
    information[:-1, :-1] = design.T @ (design * weights[:, None])
    information[:-1, -1] = information[-1, :-1] = precision * (design.T @ cross)
    information[-1, -1] = own * precision**2
    return np.append(by_mean, by_precision * precision), information


def _log_likelihood(parameters: Floats, design: Floats, drawn: Floats) -> float:
    mean = _logistic(design @ parameters[:-1])
    precision = float(np.exp(min(parameters[-1], 50.0)))
    first, second = mean * precision, (1.0 - mean) * precision
    parts = (first - 1.0) * np.log(drawn) + (second - 1.0) * np.log(1.0 - drawn)
    return float(np.sum(_log_gamma(np.full(1, precision)) - _log_gamma(first) - _log_gamma(second) + parts))


def _logistic(x: Floats) -> Floats:
    fitted: Floats = 1.0 / (1.0 + np.exp(-np.clip(x, -36.0, 36.0)))
    return fitted


def _shifted(x: Floats) -> tuple[Floats, int]:
    """Move x up by whole steps to where the asymptotic series below are exact to the last digits."""
    return x, max(0, int(np.ceil(12.0 - float(np.min(x)))))


def _digamma(x: Floats) -> Floats:
    """Give the derivative of the log gamma function (Abramowitz and Stegun 1964, 6.3.5 and 6.3.18)."""
    start, steps = _shifted(x)
    total = np.zeros_like(start)
    for step in range(steps):
        total -= 1.0 / (start + step)
    z = start + steps
    inverse = 1.0 / z**2
    series = inverse * (
        1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132)))
    )
    result: Floats = total + np.log(z) - 0.5 / z - series
    return result


def _trigamma(x: Floats) -> Floats:
    """Give the second derivative of the log gamma function (Abramowitz and Stegun 1964, 6.4.6, 6.4.12)."""
    start, steps = _shifted(x)
    total = np.zeros_like(start)
    for step in range(steps):
        total += 1.0 / (start + step) ** 2
    z = start + steps
    inverse = 1.0 / z**2
    series = inverse * (
        1 / 6 - inverse * (1 / 30 - inverse * (1 / 42 - inverse * (1 / 30 - inverse * 5 / 66)))
    )
    result: Floats = total + 1.0 / z + 0.5 * inverse + series / z
    return result


def _log_gamma(x: Floats) -> Floats:
    """Give the log gamma function (Abramowitz and Stegun 1964, 6.1.41)."""
    start, steps = _shifted(x)
    total = np.zeros_like(start)
    for step in range(steps):
        total -= np.log(start + step)
    z = start + steps
    inverse = 1.0 / z**2
    series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z
    result: Floats = total + (z - 0.5) * np.log(z) - z + 0.5 * np.log(2.0 * np.pi) + series
    return result
