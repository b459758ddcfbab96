"""Krippendorff's alpha, at four levels of measurement, with missing codes and a bootstrap interval.

References
----------
Krippendorff K (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
Krippendorff K (2013). Content Analysis: An Introduction to Its Methodology. 3rd edition. Sage.
Efron B, Tibshirani RJ (1993). An Introduction to the Bootstrap. Chapman and Hall. Chapter 13.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from casecompare_agreement.ratings import (
    NO_PAIRS,
    Codes,
    Coefficient,
    Floats,
    Level,
    count_categories,
    pairable_units,
    read_ratings,
)

__all__ = ["AlphaInterval", "alpha_interval", "krippendorff_alpha"]

_ONE_VALUE = "all codes are the same, so that agreement cannot be told from a lack of variation"
_DRAWS_AT_ONCE = 100
_LEAST_DEFINED = 0.5


@dataclass(frozen=True, kw_only=True)
class AlphaInterval:
    """How far alpha varies when the units are drawn anew.

    Parameters
    ----------
    low, high
        The ends of the percentile interval; NaN where it is undefined.
    draws
        How many samples were drawn; fewer than asked for if the time ran out.
    defined
        In how many of them alpha was defined.
    reason
        Why there is no interval; empty where there is one.
    """

    low: float = np.nan
    high: float = np.nan
    draws: int = 0
    defined: int = 0
    reason: str = ""


def krippendorff_alpha(codes: Codes, level: Level = "nominal") -> Coefficient:
    """Give Krippendorff's alpha: one minus the disagreement observed over that expected by chance.

    Parameters
    ----------
    codes
        One row per unit, one column per coder; missing is None or NaN.
    level
        What counts as how much of a disagreement: nominal any difference alike, ordinal the number of codes
        in between, interval the squared difference, ratio the squared difference relative to the sum.

    Returns
    -------
    Coefficient
        At most 1, below 0 where coders disagree more than by chance; undefined where all codes are the same
        or no unit has two of them.

    Raises
    ------
    ValueError
        If text is given for another level than nominal, or numbers below 0 for the level ratio.

    Notes
    -----
    Units with one code are left out. All coders count alike, and may be different persons for each unit.

    References
    ----------
    Krippendorff (2011).

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 1, 1], [2, 2, 2], [1, 1, 2], [2, 1, 2]]).value, 4)
    0.3889
    """
    units = pairable_units(_checked(codes, level))
    if not len(units):
        return Coefficient(reason=NO_PAIRS)
    tally = _tally(units, level)
    value, observed, expected = (float(one[0]) for one in _alphas(tally, np.ones((1, len(units))), level))
    reason = _ONE_VALUE if np.isnan(value) else ""
    return Coefficient(
        value=value, observed=1 - observed, expected=1 - expected, units=len(units), reason=reason
    )


def alpha_interval(
    codes: Codes,
    level: Level = "nominal",
    *,
    random: np.random.Generator,
    draws: int = 1000,
    confidence: float = 0.95,
    seconds: float = 30.0,
) -> AlphaInterval:
    """Give an interval of Krippendorff's alpha by drawing the units anew, with replacement.

    Parameters
    ----------
    codes, level
        As for `krippendorff_alpha`.
    random
        The source of chance.
    draws
        How many samples of units are drawn.
    confidence
        The share of samples inside the interval, for instance 0.95.
    seconds
        Past this time no further samples are drawn.

    Returns
    -------
    AlphaInterval
        Percentiles over the samples in which alpha is defined; no interval if that is less than half of
        them, or if alpha itself is undefined.

    Notes
    -----
    The percentile bootstrap over units (Efron and Tibshirani 1993): it takes the units as a sample and the
    coders as given. With few units it is too narrow.

    Examples
    --------
    >>> codes = [[0.1, 0.2], [0.4, 0.3], [0.6, 0.8], [0.9, 0.9], [0.2, 0.1], [0.7, 0.6]]
    >>> found = alpha_interval(codes, "interval", random=np.random.default_rng(1))
    >>> bool(found.low < krippendorff_alpha(codes, "interval").value < found.high), found.draws
    (True, 1000)
    """
    units = pairable_units(_checked(codes, level))
    if draws < 1:
        return AlphaInterval(reason="no samples were drawn")
    if len(units) < 2:
        return AlphaInterval(reason="fewer than two units were coded by two coders")
    tally = _tally(units, level)
    found = _draw_alphas(tally, level, random, draws, time.monotonic() + seconds)
    defined = found[~np.isnan(found)]
    if len(defined) < _LEAST_DEFINED * len(found):
        reason = "in most samples of the units all codes are the same"
        return AlphaInterval(draws=len(found), defined=len(defined), reason=reason)
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return AlphaInterval(low=float(low), high=float(high), draws=len(found), defined=len(defined))


class _Tally(NamedTuple):
    """What alpha needs to know of each unit; `counts` and `categories` are not needed for intervals."""

    coded: Floats
    lowest: Floats
    highest: Floats
    sums: Floats
    squares: Floats
    counts: Floats
    categories: Floats


def _checked(codes: Codes, level: Level) -> Floats:
    ratings = read_ratings(codes, needs_order=level != "nominal")
    if level == "ratio" and (ratings < 0).any():
        raise ValueError("a ratio scale begins at 0: there are codes below.")
    return ratings


def _tally(units: Floats, level: Level) -> _Tally:
    # Differences do not change when all codes move, but their squares lose fewer digits around 0.
    centred = units - np.nanmean(units)
    categories = np.unique(units[~np.isnan(units)]) if level != "interval" else np.empty(0)
    counts = count_categories(units, categories) if level != "interval" else np.empty((len(units), 0))
    return _Tally(
        coded=(~np.isnan(units)).sum(axis=1).astype(float),
        lowest=np.nanmin(units, axis=1),
        highest=np.nanmax(units, axis=1),
        sums=np.nansum(centred, axis=1),
        squares=np.nansum(centred**2, axis=1),
        counts=counts,
        categories=categories,
    )


def _draw_alphas(
    tally: _Tally, level: Level, random: np.random.Generator, draws: int, deadline: float
) -> Floats:
    units = len(tally.coded)
    found: list[Floats] = []
    for start in range(0, draws, _DRAWS_AT_ONCE):
        if found and time.monotonic() > deadline:
            break
        size = min(_DRAWS_AT_ONCE, draws - start)
        times = random.multinomial(units, np.full(units, 1 / units), size=size).astype(float)
        found.append(_alphas(tally, times, level)[0])
    return np.concatenate(found)


def _alphas(tally: _Tally, times: Floats, level: Level) -> tuple[Floats, Floats, Floats]:
    """Give alpha, observed and expected disagreement of samples that take each unit so many times."""
    codes = times @ tally.coded
    within, between = _disagreement(tally, times, level)
    in_units = within / (tally.coded - 1)
    observed = (times @ in_units if in_units.ndim == 1 else (times * in_units).sum(axis=1)) / codes
    is_in = times > 0
    lowest = np.where(is_in, tally.lowest, np.inf).min(axis=1)
    highest = np.where(is_in, tally.highest, -np.inf).max(axis=1)
    expected = np.where(lowest < highest, between / (codes * (codes - 1)), 0.0)
    value = np.full(len(times), np.nan)
    np.divide(observed, expected, out=value, where=lowest < highest)
    return 1 - value, observed, expected


def _disagreement(tally: _Tally, times: Floats, level: Level) -> tuple[Floats, Floats]:
    """Sum the differences over ordered pairs of codes: inside each unit, and over all codes of a sample."""
    codes = times @ tally.coded
    if level == "interval":
        within = 2 * (tally.coded * tally.squares - tally.sums**2)
        return within, 2 * (codes * (times @ tally.squares) - (times @ tally.sums) ** 2)
    totals = times @ tally.counts
    if level == "nominal":
        return tally.coded**2 - (tally.counts**2).sum(axis=1), codes**2 - (totals**2).sum(axis=1)
    if level == "ratio":
        differences = _ratio_differences(tally.categories)
        within = ((tally.counts @ differences) * tally.counts).sum(axis=1)
        return within, ((totals @ differences) * totals).sum(axis=1)
    # The sum of the codes from c to k, less half of those at both ends, is the distance of their mean ranks.
    ranks = np.cumsum(totals, axis=1) - totals / 2 - codes[:, None] / 2
    sums, squares = ranks @ tally.counts.T, ranks**2 @ tally.counts.T
    between = codes * (totals * ranks**2).sum(axis=1) - (totals * ranks).sum(axis=1) ** 2
    return 2 * (tally.coded * squares - sums**2), 2 * between


def _ratio_differences(categories: Floats) -> Floats:
    differences = categories[:, None] - categories
    sums = categories[:, None] + categories
    return np.divide(differences, sums, out=np.zeros_like(sums), where=sums > 0) ** 2
