"""Intraclass correlations of interval codes, in the six forms of Shrout and Fleiss, and for nested experts.

References
----------
Shrout PE, Fleiss JL (1979). Intraclass correlations: uses in assessing rater reliability. Psychological
Bulletin 86(2):420-428.
McGraw KO, Wong SP (1996). Forming inferences about some intraclass correlation coefficients. Psychological
Methods 1(1):30-46.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare_agreement.distributions import f_quantile
from casecompare_agreement.ratings import Codes, Floats, complete_units, read_ratings

__all__ = [
    "Form",
    "Intraclass",
    "NestedIntraclass",
    "intraclass_correlation",
    "nested_intraclass_correlation",
]

_ROUNDING = 1e-24
_SMALL = 1e-12
_LEAST_DEGREES = 0.1
"""Below this many degrees of freedom the approximation has no use, and F no quantiles to speak of."""
_EQUAL = "the means of the units differ no more than by chance in the mean of so many codes"
Form: TypeAlias = Literal["ICC(1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]


@dataclass(frozen=True, kw_only=True)
class Intraclass:
    """An intraclass correlation with its F test and confidence limits.

    Parameters
    ----------
    value
        1 where all coders give the same codes; NaN where it is undefined.
    low, high
        The confidence limits; those of ICC(2) are NaN where their approximation has no degrees of freedom,
        and the lower one of a mean can be minus infinity.
    f, numerator, denominator
        The F of units over error, with its degrees of freedom; for ICC(2) the approximate ones of the limits.
    units
        How many units all coders coded.
    reason
        Why the value is undefined; empty where it is defined.
    """

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    f: float = np.nan
    numerator: float = np.nan
    denominator: float = np.nan
    units: int = 0
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NestedIntraclass:
    """Intraclass correlations of one expert's code and of a case's mean, each case with its own experts."""

    single: float
    mean: float
    reason: str = ""


def intraclass_correlation(codes: Codes, form: Form = "ICC(2,1)", *, confidence: float = 0.95) -> Intraclass:
    """Give an intraclass correlation, on the units that all coders coded.

    Parameters
    ----------
    codes
        One row per unit, one column per coder; units with a missing code are left out.
    form
        ``ICC(1)``: each unit has coders of its own; ``ICC(2,1)``: the same coders, who stand for others, and
        whose levels must agree; ``ICC(3,1)``: these very coders, who may differ in level. With ``k``: of the
        mean over coders instead of one coder.
    confidence
        Of the limits.

    Returns
    -------
    Intraclass
        Undefined with fewer than two units or coders, or where all codes are the same.

    Notes
    -----
    The limits of ICC(2,k) are those of ICC(2,1) for the mean of k coders (Spearman and Brown), since the
    degrees of freedom of both are the same. Some programs multiply ICC(2,k) by k once more on the way to its
    degrees of freedom; then the limits of the two forms contradict each other.

    References
    ----------
    Shrout and Fleiss (1979); the limits, and the degrees of freedom of ICC(2), after McGraw and Wong (1996).

    Examples
    --------
    >>> codes = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass_correlation(codes, "ICC(2,1)")
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (0.29, 0.02, 0.76)
    """
    units = complete_units(read_ratings(codes, needs_order=True))
    if len(units) < 2:
        return Intraclass(units=len(units), reason="fewer than two units were coded by all coders")
    if np.ptp(units) == 0:
        return Intraclass(units=len(units), reason="all codes are the same")
    squares = _mean_squares(units)
    if form.startswith("ICC(2"):
        return _absolute(squares, is_mean=form.endswith("k)"), confidence=confidence)
    return _relative(squares, form, confidence)


def nested_intraclass_correlation(
    cases: Sequence[Hashable], scores: Sequence[float] | npt.ArrayLike
) -> NestedIntraclass:
    """Give intraclass correlations of experts who each judged one case only, from a one-way ANOVA by case.

    Parameters
    ----------
    cases
        For each score, the case it is about.
    scores
        One number per expert; missing is NaN.

    Returns
    -------
    NestedIntraclass
        With k, the mean number of experts per case. `mean` is minus infinity at worst; both are undefined
        with fewer than two cases, without a second expert, or without any variance.

    References
    ----------
    Bliese PD (2000). Within-group agreement, non-independence, and reliability. In: Klein KJ, Kozlowski SWJ
    (eds), Multilevel Theory, Research, and Methods in Organizations. Jossey-Bass. 349-381.

    Examples
    --------
    >>> found = nested_intraclass_correlation(["k", "k", "l", "l", "m", "m"], [4, 5, 1, 2, 3, 3])
    >>> round(found.single, 3), round(found.mean, 3)
    (0.862, 0.926)
    """
    judged = pd.DataFrame({"case": list(cases), "score": np.asarray(scores, dtype=float)}).dropna()
    groups = judged.groupby("case", sort=False)["score"]
    number, experts = groups.ngroups, len(judged)
    if number < 2 or experts <= number:
        return NestedIntraclass(single=np.nan, mean=np.nan, reason="two cases and a second expert are needed")
    means = groups.transform("mean")
    between = float(((means - judged["score"].mean()) ** 2).sum()) / (number - 1)
    within = float(((judged["score"] - means) ** 2).sum()) / (experts - number)
    size = experts / number
    if between <= 0:
        return NestedIntraclass(single=np.nan, mean=np.nan, reason="the means of the cases do not differ")
    return NestedIntraclass(
        single=(between - within) / (between + (size - 1) * within), mean=(between - within) / between
    )


class _MeanSquares(NamedTuple):
    """Of units (rows), coders (columns), inside units, and of what neither explains."""

    rows: float
    columns: float
    within: float
    error: float
    units: int
    coders: int


def _mean_squares(units: Floats) -> _MeanSquares:
    number, coders = units.shape
    centred = units - units.mean()
    rows = coders * float((centred.mean(axis=1) ** 2).sum())
    columns = number * float((centred.mean(axis=0) ** 2).sum())
    within = float(((centred - centred.mean(axis=1, keepdims=True)) ** 2).sum())
    residual = centred - centred.mean(axis=1, keepdims=True) - centred.mean(axis=0)
    error = float((residual**2).sum())
    rounding = _ROUNDING * float((centred**2).sum())
    rows, columns, error = (0.0 if one < rounding else one for one in (rows, columns, error))
    return _MeanSquares(
        rows=rows / (number - 1),
        columns=columns / (coders - 1),
        within=within / (number * (coders - 1)),
        error=error / ((number - 1) * (coders - 1)),
        units=number,
        coders=coders,
    )


def _relative(squares: _MeanSquares, form: Form, confidence: float) -> Intraclass:
    """Give ICC(1) and ICC(3), whose F has exact degrees of freedom."""
    is_mean, is_one_way = form.endswith("k)"), form.startswith("ICC(1")
    error = squares.within if is_one_way else squares.error
    numerator = squares.units - 1
    denominator = squares.units * (squares.coders - 1) if is_one_way else numerator * (squares.coders - 1)
    f = _ratio(squares.rows, error)
    if squares.rows <= 0 and (is_mean or error <= 0):
        return Intraclass(
            f=f, numerator=numerator, denominator=denominator, units=squares.units, reason=_EQUAL
        )
    upper = (1 + confidence) / 2
    low = f / f_quantile(upper, numerator, denominator)
    high = f * f_quantile(upper, denominator, numerator)

    def correlation(ratio: float) -> float:
        if np.isinf(ratio):
            return 1.0
        return 1 - 1 / ratio if is_mean else (ratio - 1) / (ratio + squares.coders - 1)

    return Intraclass(
        value=correlation(f), low=correlation(low), high=correlation(high), f=f, numerator=numerator,
        denominator=denominator, units=squares.units,
    )  # fmt: skip


def _absolute(squares: _MeanSquares, *, is_mean: bool, confidence: float) -> Intraclass:
    """Give ICC(2), in which differences in level between coders count as error."""
    rows, columns, error = squares.rows, squares.columns, squares.error
    units, coders = squares.units, squares.coders
    f = _ratio(rows, error)
    total = rows + (coders - 1) * error + coders * (columns - error) / units
    if total <= _SMALL * error:
        return Intraclass(f=f, numerator=units - 1, units=units, reason=_EQUAL)
    value = (rows - error) / total
    degrees = _satterthwaite(squares, value)
    low, high = _absolute_limits(squares, degrees, confidence) if value < 1 else (1.0, 1.0)
    if is_mean:
        value, low, high = (_of_mean(one, coders) for one in (value, low, high))
    return Intraclass(
        value=value if np.isfinite(value) else np.nan,
        low=low if np.isfinite(value) else np.nan,
        high=high if np.isfinite(value) else np.nan,
        f=f,
        numerator=units - 1,
        denominator=degrees,
        units=units,
        reason="" if np.isfinite(value) else _EQUAL,
    )


def _ratio(rows: float, error: float) -> float:
    if error > 0:
        return rows / error
    return np.inf if rows > 0 else np.nan


def _of_mean(single: float, coders: int) -> float:
    """Give the correlation of the mean of several coders from that of one (Spearman 1910, Brown 1910)."""
    rest = 1 + (coders - 1) * single
    return -np.inf if rest <= _SMALL else coders * single / rest


def _absolute_limits(squares: _MeanSquares, degrees: float, confidence: float) -> tuple[float, float]:
    if not degrees >= _LEAST_DEGREES:
        return np.nan, np.nan
    rows, error, units, coders = squares.rows, squares.error, squares.units, squares.coders
    upper = (1 + confidence) / 2
    below, above = f_quantile(upper, units - 1, degrees), f_quantile(upper, degrees, units - 1)
    spread = coders * squares.columns + (coders * units - coders - units) * error
    return (
        units * (rows - below * error) / (below * spread + units * rows),
        units * (above * rows - error) / (spread + units * above * rows),
    )


def _satterthwaite(squares: _MeanSquares, value: float) -> float:
    """Give the approximate degrees of freedom of columns and residual together; NaN where there are none."""
    units, coders = squares.units, squares.coders
    if value >= 1:
        return np.nan
    coefficient = coders * value / (units * (1 - value))
    columns = coefficient * squares.columns
    error = (1 + coefficient * (units - 1)) * squares.error
    spread = columns**2 / (coders - 1) + error**2 / ((units - 1) * (coders - 1))
    return (columns + error) ** 2 / spread if spread > 0 else np.nan
