"""Numbers that are known within bounds only, since something was not observed or is disputed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "OPEN",
    "UNDEFINED",
    "Bounds",
    "mean_bounds",
    "merge_bounds",
    "rising",
    "share_bounds",
    "signed_bounds",
]


@dataclass(frozen=True)
class Bounds:
    """The smallest and largest value that the observations leave open.

    `middle` is the value to go by where the bounds are those of coders who differ: the value agreed on, or
    else the mean of what their sheets give. Where something is missing there is none.

    Examples
    --------
    >>> Bounds(0.4, 0.4).value, Bounds(0.2, 0.9).value, Bounds(0.2, 0.9, 0.5).value
    (0.4, nan, 0.5)
    """

    low: float
    high: float
    middle: float | None = None

    @property
    def value(self) -> float:
        """Give the value where it is known, else NaN."""
        if self.low == self.high:
            return self.low
        return math.nan if self.middle is None else self.middle

    @property
    def is_open(self) -> bool:
        """Say whether the bounds leave anything open."""
        return self.low < self.high


OPEN = Bounds(0.0, 1.0)
UNDEFINED = Bounds(math.nan, math.nan)


def rising(function: Callable[[list[float]], float], inputs: Sequence[Bounds]) -> Bounds:
    """Bound a function that never falls when one of its inputs rises.

    Examples
    --------
    >>> rising(max, [Bounds(0.2, 0.4), Bounds(0.1, 0.9)])
    Bounds(low=0.2, high=0.9, middle=None)
    """
    return Bounds(function([one.low for one in inputs]), function([one.high for one in inputs]))


def mean_bounds(values: Iterable[float | None]) -> Bounds:
    """Bound the mean of degrees in [0, 1], of which those that were not coded are None.

    Undefined where there is none at all.

    Examples
    --------
    >>> mean_bounds([0.5, 0.25, None]).low, mean_bounds([])
    (0.25, Bounds(low=nan, high=nan, middle=None))
    """
    listed = list(values)
    if not listed:
        return UNDEFINED
    low = math.fsum(0.0 if value is None else value for value in listed) / len(listed)
    high = math.fsum(1.0 if value is None else value for value in listed) / len(listed)
    return Bounds(low, high)


def share_bounds(part: Iterable[float | None], rest: Iterable[float | None]) -> Bounds:
    """Bound what the strengths of one part are of all strengths; those that were not coded are None.

    Undefined where there is no strength at all.

    Examples
    --------
    >>> share_bounds([0.75], [0.25, 0.0]).value
    0.75
    >>> share_bounds([1.0], [None])
    Bounds(low=0.5, high=1.0, middle=None)
    """
    parts, rests = list(part), list(rest)
    # The share rises with each strength of the part and falls with each of the rest.
    low = _share(_sum(parts, 0.0), _sum(rests, 1.0))
    high = _share(_sum(parts, 1.0), _sum(rests, 0.0))
    if None in parts or None in rests:
        low, high = (0.0 if math.isnan(low) else low), (1.0 if math.isnan(high) else high)
    return Bounds(low, high)


def signed_bounds(part: Iterable[float | None], rest: Iterable[float | None]) -> Bounds:
    """Bound (part − rest)/(part + rest), from −1 to 1.

    Examples
    --------
    >>> signed_bounds([0.75], [0.25]).value
    0.5
    """
    share = share_bounds(part, rest)
    return Bounds(2 * share.low - 1, 2 * share.high - 1)


def merge_bounds(sheets: Sequence[Bounds], agreed: Bounds | None = None) -> Bounds:
    """Put together what the sheets of several coders give: bounds over all, and the value to go by.

    Parameters
    ----------
    sheets
        One per coder.
    agreed
        What follows from the codes that were agreed on, if they were; else the mean of the sheets counts.

    Examples
    --------
    >>> merge_bounds([Bounds(0.25, 0.25), Bounds(0.75, 0.75)])
    Bounds(low=0.25, high=0.75, middle=0.5)
    """
    every = [*sheets, *([agreed] if agreed is not None else [])]
    values = [one.value for one in sheets]
    lows = [one.low for one in every if not math.isnan(one.low)]
    highs = [one.high for one in every if not math.isnan(one.high)]
    if not lows or not highs:
        return UNDEFINED
    middle = agreed.value if agreed is not None else math.fsum(values) / len(values)
    return Bounds(min(lows), max(highs), None if math.isnan(middle) else middle)


def _sum(strengths: Sequence[float | None], extreme: float) -> float:
    return math.fsum(extreme if one is None else one for one in strengths)


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else math.nan
