"""Ranks, ties and percentiles of a criterion over cases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from casecompare_selection.variables import Floats

__all__ = ["extreme_in_words", "ranks", "share_below", "ties"]

_DIGITS = 9


def ranks(values: Sequence[float] | Floats, *, largest_first: bool = True) -> Floats:
    """Give each value's rank, 1 for the first; equal values share the smallest rank (1, 2, 2, 4).

    Values that differ by rounding only, in the ninth digit of the largest, are equal. A missing value has no
    rank.

    Examples
    --------
    >>> ranks([0.3, 0.1 + 0.2, 0.9, float("nan")]).tolist()
    [2.0, 2.0, 1.0, nan]
    """
    rounded = _rounded(values)
    keys = -rounded if largest_first else rounded
    present = np.sort(keys[~np.isnan(keys)])
    found = np.searchsorted(present, keys, side="left") + 1.0
    return np.where(np.isnan(keys), np.nan, found)


def ties(values: Sequence[float] | Floats) -> Floats:
    """Give how many other cases have the same value; missing where the value is.

    Examples
    --------
    >>> ties([1.0, 2.0, 1.0]).tolist()
    [1.0, 0.0, 1.0]
    """
    rounded = _rounded(values)
    present = np.sort(rounded[~np.isnan(rounded)])
    count = np.searchsorted(present, rounded, side="right") - np.searchsorted(present, rounded, side="left")
    return np.where(np.isnan(rounded), np.nan, count - 1.0)


def share_below(values: Sequence[float] | Floats) -> Floats:
    """Give the percentile rank, from 0 to 1: the share of cases with a smaller value, half of equal ones.

    A case counts as equal to itself, so that the middle one of an odd number of cases stands at 0.5.

    Examples
    --------
    >>> share_below([5.0, 7.0, 9.0, 9.0]).tolist()
    [0.125, 0.375, 0.75, 0.75]
    """
    rounded = _rounded(values)
    present = np.sort(rounded[~np.isnan(rounded)])
    below = np.searchsorted(present, rounded, side="left")
    upto = np.searchsorted(present, rounded, side="right")
    return np.where(np.isnan(rounded), np.nan, (below + upto) / (2 * max(len(present), 1)))


def extreme_in_words(rank: int, adjective: str) -> str:
    """Say which one from the end a case is.

    Examples
    --------
    >>> extreme_in_words(1, "largest"), extreme_in_words(2, "largest"), extreme_in_words(12, "smallest")
    ('the largest', 'the largest but one', 'the 12th smallest')
    """
    if rank <= 3:
        return f"the {adjective}" + ("", " but one", " but two")[rank - 1]
    ending = "th" if 10 < rank % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"the {rank}{ending} {adjective}"


def _rounded(values: Sequence[float] | Floats) -> Floats:
    """Round to nine digits of the largest value, so that rounding errors break no tie."""
    numbers = np.asarray(values, dtype=np.float64)
    sizes = np.abs(numbers[~np.isnan(numbers)])
    scale = float(sizes.max()) if len(sizes) else 0.0
    if scale == 0:
        return numbers + 0.0
    return np.asarray(np.round(numbers / scale, _DIGITS) + 0.0)
