"""The linear model that says which cases are typical, deviant or influential (least squares)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from casecompare_selection.variables import Bools, Floats, standard_distances

__all__ = ["LinearFit", "fit_linear"]

_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class LinearFit:
    """What a linear model says of each case; NaN where it says nothing.

    Attributes
    ----------
    fitted, residuals
        What the model expects, and outcome minus that, in the outcome's unit.
    standardized
        The residual over its standard error, ``e / (s * sqrt(1 - h))`` (internally studentised).
    leverage
        The hat value h: how far the case's own outcome pulls its fitted value, from 1/n to 1.
    cooks
        Cook's distance ``r² h / (p (1 - h))``, with r the standardised residual (Cook 1977).
    dfbetas
        By how many standard errors the case moves the coefficient of interest (Belsley, Kuh, Welsch 1980).
    used
        Which cases the model rests on: those without a missing value.
    coefficients
        The rank of the model p, the intercept among them.
    dropped
        Predictors that are constant, or follow from those before them.
    r_squared, standard_error
        The share of the outcome's variance that is explained; s, the standard error of the residuals.
    reason
        Why there is no model; empty if there is one.
    """

    fitted: Floats
    residuals: Floats
    standardized: Floats
    leverage: Floats
    cooks: Floats
    dfbetas: Floats
    used: Bools
    coefficients: int = 0
    dropped: tuple[str, ...] = ()
    r_squared: float = math.nan
    standard_error: float = math.nan
    reason: str = ""


def fit_linear(
    outcome: Sequence[float] | Floats,
    predictors: Floats,
    names: Sequence[str] | None = None,
    *,
    of_interest: int | None = None,
) -> LinearFit:
    """Fit the outcome by its predictors and an intercept, and say of each case how it stands to the model.

    Typicality is the negative size of the residual and deviance its size; influence is told by hat values
    and Cook's distance (Seawright and Gerring 2008). Constant and collinear predictors are dropped with
    their names; fitted values, residuals and leverage do not depend on which of a collinear group is kept.
    A case with a leverage of 1 is fitted by a coefficient of its own, so that its residual is 0 whatever it
    is: nothing is said of its residual and influence.

    Parameters
    ----------
    outcome
        One number per case; NaN where it is missing.
    predictors
        One row per case, one column per predictor.
    names
        What the predictors are called; by default 1, 2, ...
    of_interest
        The column whose coefficient `dfbetas` is about.

    Returns
    -------
    LinearFit
        With a `reason` instead of numbers where there are fewer cases than predictors and two more (no
        residual would mean anything), where the outcome does not vary or no predictor does.

    Examples
    --------
    >>> fit = fit_linear([1.0, 2.0, 3.0, 6.0], np.array([[0.0], [1.0], [2.0], [3.0]]))
    >>> fit.residuals.round(3).tolist(), fit.leverage.round(3).tolist(), round(fit.r_squared, 3)
    ([0.4, -0.2, -0.8, 0.6], [0.7, 0.3, 0.3, 0.7], 0.914)
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(predictors, dtype=np.float64)
    said = list(names) if names is not None else [str(at + 1) for at in range(x.shape[1])]
    used = ~(np.isnan(y) | np.isnan(x).any(axis=1))
    basis, kept = _independent(x[used])
    dropped = tuple(name for at, name in enumerate(said) if at not in kept)
    if reason := _reason(y[used], len(kept)):
        return _nothing(used, dropped, reason)
    own = None if of_interest is None else _own_direction(x[used], of_interest)
    return _fit(y, basis, used, dropped, own)


def _independent(x: Floats) -> tuple[Floats, list[int]]:
    """Give the columns that vary and do not follow from those before them, orthogonal and of length 1."""
    basis: list[Floats] = []
    kept: list[int] = []
    for at in range(x.shape[1]):
        column = _centred(x[:, at])
        rest = column
        for _ in range(2):  # a second pass takes out what rounding left of the first
            for one in basis:
                rest = rest - (one @ rest) * one
        length = float(np.linalg.norm(rest))
        if length > 1e-7 * float(np.linalg.norm(column)):
            basis.append(rest / length)
            kept.append(at)
    return (np.column_stack(basis) if basis else np.zeros((len(x), 0))), kept


def _own_direction(x: Floats, of_interest: int) -> Floats | None:
    """Give the part of a column that no other explains, of length 1; None where there is none."""
    others = [at for at in range(x.shape[1]) if at != of_interest]
    basis, kept = _independent(x[:, [*others, of_interest]])
    return np.asarray(basis[:, -1]) if len(others) in kept else None


def _centred(column: Floats) -> Floats:
    """Give a column in standard deviations; zeros if it does not vary."""
    distances = standard_distances(column)
    return np.zeros(len(column)) if np.isnan(distances).any() else distances


def _reason(y: Floats, predictors: int) -> str:
    needed = max(predictors, 1) + 2
    if len(y) < needed:
        cases = "1 case" if len(y) == 1 else f"{len(y)} cases"
        said = "1 predictor" if needed == 3 else f"{predictors} predictors"
        return f"{cases} without missing values for {said}, where {needed} at least are needed"
    if np.isnan(standard_distances(y)).all():
        return "the outcome does not vary"
    return "" if predictors else "no predictor varies over the cases without missing values"


def _nothing(used: Bools, dropped: tuple[str, ...], reason: str) -> LinearFit:
    nothing = np.full(len(used), np.nan)
    return LinearFit(
        fitted=nothing, residuals=nothing, standardized=nothing, leverage=nothing, cooks=nothing,
        dfbetas=nothing, used=used, dropped=dropped, reason=reason,
    )  # fmt: skip


def _fit(
    outcome: Floats, basis: Floats, used: Bools, dropped: tuple[str, ...], own: Floats | None
) -> LinearFit:
    y = outcome[used]
    rank, degrees = basis.shape[1] + 1, len(y) - basis.shape[1] - 1
    centred = y - y.mean()
    explained = basis @ (basis.T @ centred)
    residuals = centred - explained
    total = float(centred @ centred)
    if float(residuals @ residuals) <= _ROUNDING**2 * total:
        residuals = np.zeros(len(y))  # an exact fit, but for rounding
    rest = float(residuals @ residuals)
    leverage = np.minimum(1 / len(y) + (basis**2).sum(axis=1), 1.0)
    free = np.where(leverage > 1 - _ROUNDING, np.nan, 1 - leverage)
    error = math.sqrt(rest / degrees)
    standardized = residuals / (error * np.sqrt(free)) if error > 0 else np.full(len(y), np.nan)
    cooks = standardized**2 * leverage / (rank * free)
    made = LinearFit(
        fitted=explained + y.mean(),
        residuals=np.where(np.isnan(free), np.nan, residuals),
        standardized=standardized,
        leverage=leverage,
        cooks=cooks,
        dfbetas=_dfbetas(residuals, free, error, degrees, own),
        used=used,
        coefficients=rank,
        dropped=dropped,
        r_squared=1 - rest / total,
        standard_error=error,
    )
    return replace(
        made,
        fitted=_in_place(made.fitted, used),
        residuals=_in_place(made.residuals, used),
        standardized=_in_place(made.standardized, used),
        leverage=_in_place(made.leverage, used),
        cooks=_in_place(made.cooks, used),
        dfbetas=_in_place(made.dfbetas, used),
    )


def _dfbetas(residuals: Floats, free: Floats, error: float, degrees: int, own: Floats | None) -> Floats:
    """Give ``(b - b(i)) / (s(i) se)``, with (i) for: without the case."""
    if own is None or degrees < 2 or error == 0:
        return np.full(len(residuals), np.nan)
    rest = degrees * error**2 - residuals**2 / free
    # Where the model fits all other cases exactly, there is no standard error without the case; what rounding
    # leaves of it is the larger, the less of the case is left to its residual.
    rest = np.where(rest > error**2 * (1e-9 + 1e-13 / free), rest, np.nan)
    return np.asarray(own * residuals / (free * np.sqrt(rest / (degrees - 1))))


def _in_place(values: Floats, used: Bools) -> Floats:
    """Put the values of the cases used in the places of all cases."""
    made = np.full(len(used), np.nan)
    made[used] = values
    return made
