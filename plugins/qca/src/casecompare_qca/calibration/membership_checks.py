"""Memberships as they stand: how many cases are in each set, and which are exactly half in and half out.

References
----------
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge, sections
1.2 and 9.2.
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge,
chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["SKEWED_ABOVE", "SKEWED_BELOW", "half_memberships", "skewness"]

SKEWED_BELOW, SKEWED_ABOVE = 0.2, 0.8
"""Shares of cases in a set beyond which it is called skewed (Oana, Schneider and Thomann 2021)."""


def skewness(data: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Say how many cases are more in than out of each set.

    Parameters
    ----------
    data
        One row per case, one column per set.
    columns
        The sets; all columns by default.

    Returns
    -------
    pandas.DataFrame
        One row per set: ``above_half`` (cases above 0.5), ``cases`` (cases that are not missing), ``share``,
        and whether it is ``skewed``: below 20 or above 80 per cent.

    Examples
    --------
    >>> skewness(pd.DataFrame({"A": [0.9, 0.8, 0.2], "B": [1, 1, 0.6]})).round(2)
       above_half  cases  share  skewed
    A           2      3   0.67   False
    B           3      3   1.00    True
    """
    used = _columns(data, columns)
    above, known = (used > 0.5).sum(), used.notna().sum()
    frame = pd.DataFrame({"above_half": above, "cases": known, "share": above / known.where(known > 0)})
    frame["skewed"] = (frame["share"] < SKEWED_BELOW) | (frame["share"] > SKEWED_ABOVE)
    return frame


def half_memberships(data: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """List the memberships of exactly 0.5, which place a case in no row of the truth table.

    Parameters
    ----------
    data, columns
        As for `skewness`.

    Returns
    -------
    pandas.DataFrame
        One row per cell, set by set: ``case``, ``set``, and the positions ``row`` and ``column`` from 1.

    Examples
    --------
    >>> half_memberships(pd.DataFrame({"A": [0.5, 1.0], "B": [0.2, 0.5]}, index=["k", "l"]))
      case set  row  column
    0    k   A    1       1
    1    l   B    2       2
    """
    used = _columns(data, columns)
    places, rows = np.nonzero(used.to_numpy(dtype=np.float64, na_value=np.nan).T == 0.5)
    cases, sets = list(map(str, used.index)), list(map(str, used.columns))
    return pd.DataFrame(
        {
            "case": pd.Series([cases[row] for row in rows.tolist()], dtype=object),
            "set": pd.Series([sets[place] for place in places.tolist()], dtype=object),
            "row": rows + 1,
            "column": places + 1,
        }
    )


def _columns(data: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    if unknown := [name for name in columns if name not in data.columns]:
        known = ", ".join(map(str, data.columns))
        raise ValueError(f"the table has no column {', '.join(map(repr, unknown))}; it has {known}.")
    return data[list(columns)] if len(columns) else data
