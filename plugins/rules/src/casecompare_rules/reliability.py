"""Do the items of an index hang together? Cronbach's alpha, and each item against the rest.

A diagnostic, no test: it asks whether items rank the cases alike, which those of a reflective scale should.
The items of a formative index (several causes of one thing) need not.

Cronbach LJ (1951), Coefficient alpha and the internal structure of tests, *Psychometrika* 16(3):297-334.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Reliability", "cronbach_alpha", "item_reliability"]

_LEAST_CASES = 3


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Cronbach's alpha: its value (NaN where undefined, then `reason` says why), items and complete cases."""

    value: float
    items: int
    cases: int
    reason: str = ""


def cronbach_alpha(items: pd.DataFrame) -> Reliability:
    """Give alpha = k / (k - 1) * (1 - sum of the items' variances / variance of their sum).

    Parameters
    ----------
    items
        One row per case, one column per item; cases with a missing item are left out.

    Examples
    --------
    >>> round(cronbach_alpha(pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 2, 4]})).value, 3)
    0.96
    >>> cronbach_alpha(pd.DataFrame({"a": [1, 1, 1], "b": [2, 2, 2]})).reason
    'the cases do not differ'
    """
    complete = items.dropna().to_numpy(dtype=float)
    cases, count = len(complete), items.shape[1]
    if count < 2:
        return Reliability(value=np.nan, items=count, cases=cases, reason="there is only one item")
    if cases < _LEAST_CASES:
        words = "no case has" if not cases else f"only {cases} of the cases {'has' if cases == 1 else 'have'}"
        return Reliability(value=np.nan, items=count, cases=cases, reason=f"{words} all items")
    total = complete.sum(axis=1)
    # Rounding leaves a trace of variance where there is none.
    if np.ptp(total) <= 1e-12 * max(1.0, float(np.abs(complete).max())):
        is_constant = np.ptp(complete, axis=0).max() <= 1e-12
        reason = "the cases do not differ" if is_constant else "the items cancel each other out in every case"
        return Reliability(value=np.nan, items=count, cases=cases, reason=reason)
    shares = complete.var(axis=0, ddof=1).sum() / total.var(ddof=1)
    return Reliability(value=float(count / (count - 1) * (1.0 - shares)), items=count, cases=cases)


def item_reliability(items: pd.DataFrame) -> pd.DataFrame:
    """Give each item against the rest, over the cases that have all items.

    Parameters
    ----------
    items
        One row per case, one column per item.

    Returns
    -------
    DataFrame
        One row per item: `item`, `mean`, `deviation`, `rest` (Pearson's correlation of the item with the sum
        of the others), `alpha_without`. NaN where undefined.

    Examples
    --------
    >>> found = item_reliability(pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 2], "c": [3, 2, 1]}))
    >>> found["rest"].round(2).tolist()
    [-0.5, nan, -0.87]
    """
    complete = items.dropna()
    is_enough = len(complete) >= _LEAST_CASES and items.shape[1] >= 2
    rows = []
    for name in items.columns:
        others = complete.drop(columns=name)
        rows.append(
            {
                "item": str(name),
                "mean": float(complete[name].mean()) if len(complete) else np.nan,
                "deviation": float(complete[name].std(ddof=1)) if len(complete) > 1 else np.nan,
                "rest": _correlation(complete[name].to_numpy(float), others.sum(axis=1).to_numpy(float))
                if is_enough
                else np.nan,
                "alpha_without": cronbach_alpha(others).value,
            }
        )
    return pd.DataFrame(rows, columns=["item", "mean", "deviation", "rest", "alpha_without"])


def _correlation(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    first, second = one - one.mean(), other - other.mean()
    length = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum() / length) if length > 1e-12 else float("nan")
