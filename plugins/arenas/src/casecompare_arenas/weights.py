"""Which weights of the parts of fit would turn a comparison of cases around.

Nobody knows how much each part should count. So all weights are taken for equally likely, and one asks under
how many of them a case stands before another, or at a rank (stochastic multicriteria acceptability analysis).

References
----------
Lahdelma R, Salminen P (2001), SMAA-2: stochastic multicriteria acceptability analysis for group decision
making. Operations Research 49(3):444-454.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from casecompare_arenas.aggregation import power_mean

__all__ = ["PARTS", "Acceptability", "rank_acceptability", "weight_share", "weight_swings"]

PARTS = ("matching", "reinforcement", "commensurate_action")
Floats = npt.NDArray[np.float64]
_AT_ONCE = 2_000_000
"""How many fits are held in memory at a time."""


@dataclass(frozen=True)
class Acceptability:
    """At which ranks a case stands over all weights.

    Parameters
    ----------
    shares
        The share of the weights that put it first, second, and so on; cases that are equal have the best
        rank of them all.
    best, worst
        Its best and worst rank, 1 the best.
    mean
        Its mean rank.
    central
        The mean of the weights that put it first, None where none does.
    """

    shares: tuple[float, ...]
    best: int
    worst: int
    mean: float
    central: tuple[float, ...] | None


def weight_share(one: Sequence[float], other: Sequence[float], *, exponent: float = 0.0) -> float:
    """Give the share of all weights under which one case fits better than another, in closed form.

    Parameters
    ----------
    one, other
        Matching, reinforcement and commensurate action of either, in [0, 1].
    exponent
        That of the power mean, see `casecompare_arenas.fit`.

    Returns
    -------
    float
        In [0, 1]. With a geometric or harmonic mean, a case one of whose parts is 0 fits with 0 under all
        weights; two of these are never the one better than the other.

    Raises
    ------
    ValueError
        if there are not three parts of each.

    Notes
    -----
    With weights w uniform on the simplex, the one fits better where Σ w_k·d_k > 0, with d_k the difference of
    the transformed parts (their logarithms for the geometric mean). If only d₁ is above 0 that is the share
    d₁²/((d₁ − d₂)(d₁ − d₃)) of the simplex; if only d₃ is below 0 it is 1 − d₃²/((d₃ − d₁)(d₃ − d₂)).

    Examples
    --------
    >>> round(weight_share([0.85, 0.748331, 0.765172], [0.7, 0.742, 0.796]), 10)
    0.8608783726
    """
    if len(one) != 3 or len(other) != 3:
        raise ValueError("the closed form is for three parts of fit.")
    if exponent == -math.inf:
        return float(min(one) > min(other))
    if exponent <= 0 and (min(one) == 0 or min(other) == 0):
        return float(min(one) > 0)
    differences = sorted(
        (_transformed(x, exponent) - _transformed(y, exponent) for x, y in zip(one, other, strict=True)),
        reverse=True,
    )
    first, second, third = differences
    if first <= 0:
        return 0.0
    if third >= 0:
        return 1.0
    if second <= 0:
        return first / (first - second) * (first / (first - third))
    return 1 - third / (third - first) * (third / (third - second))


def rank_acceptability(
    parts: Mapping[str, Sequence[float]], random: Random, *, draws: int = 2000, exponent: float = 0.0
) -> dict[str, Acceptability]:
    """Give at which ranks each case stands when the weights are drawn at random, all equally likely.

    Parameters
    ----------
    parts
        For each case its parts of fit, in [0, 1]; as many for each.
    random
        The source of chance.
    draws
        How many weights are drawn; the shares are exact to about 1/√draws.
    exponent
        That of the power mean.

    Examples
    --------
    >>> found = rank_acceptability({"T1": [0.9, 0.9, 0.9], "T2": [0.2, 0.8, 0.2]}, Random(1))
    >>> found["T1"].shares, found["T2"].best
    ((1.0, 0.0), 2)
    """
    if not parts:
        return {}
    values = np.array(list(parts.values()), dtype=float)
    cases, count = values.shape
    generator = np.random.default_rng(random.getrandbits(64))
    drawn = generator.dirichlet(np.ones(count), size=draws)
    at_rank = np.zeros((cases, cases))
    central = np.zeros((cases, count))
    # Some draws at a time, so that many cases do not take much memory.
    for weights in np.array_split(drawn, max(1, draws * cases // _AT_ONCE)):
        ranks = _ranks(_fits(values, weights, exponent))
        places = (np.arange(cases) * cases + ranks).ravel()
        at_rank += np.bincount(places, minlength=cases**2).reshape(cases, cases)
        central += (ranks == 0).T.astype(float) @ weights
    return {case: _acceptability(at_rank[place], central[place]) for place, case in enumerate(parts)}


def weight_swings(
    parts: Sequence[float], weights: Sequence[float], *, exponent: float = 0.0, factor: float = 2.0
) -> list[tuple[float, float]]:
    """Give for each part the fit when its weight is divided and when it is multiplied by a factor.

    Examples
    --------
    >>> [[round(end, 3) for end in swing] for swing in weight_swings([0.9, 0.6, 0.3], [1, 1, 1])]
    [[0.493, 0.618], [0.535, 0.558], [0.614, 0.47]]
    """
    swings = []
    for place in range(len(parts)):
        less, more = list(weights), list(weights)
        less[place], more[place] = weights[place] / factor, weights[place] * factor
        swings.append((power_mean(parts, less, exponent), power_mean(parts, more, exponent)))
    return swings


def _transformed(value: float, exponent: float) -> float:
    """Give a number that rises with the value; its weighted means order cases as their power means do."""
    if abs(exponent) < 1e-9:
        return math.log(value)
    return float(value**exponent if exponent > 0 else -(value**exponent))


def _fits(values: Floats, weights: Floats, exponent: float) -> Floats:
    """Give numbers that order the cases as their fit does: one row per draw, one column per case."""
    if exponent == -math.inf:
        return np.broadcast_to(values.min(axis=1), (len(weights), len(values)))
    if abs(exponent) < 1e-9:
        with np.errstate(divide="ignore"):
            transformed = np.log(values)
    elif exponent > 0:
        transformed = values**exponent
    else:
        with np.errstate(divide="ignore"):
            transformed = -(values**exponent)
    has_veto = np.any(transformed == -np.inf, axis=1)
    fits: Floats = weights @ np.where(np.isneginf(transformed), 0.0, transformed).T
    fits[:, has_veto] = -np.inf
    return fits


def _ranks(fits: Floats) -> npt.NDArray[np.int64]:
    """Give the rank of each case in each draw, 0 the best; equal ones have the best rank of them all."""
    ordered = -np.sort(-fits, axis=1)
    # Equal fits reached by different sums differ by rounding only.
    ranks = np.stack([np.searchsorted(-row, -fit - 1e-12) for row, fit in zip(ordered, fits, strict=True)])
    return ranks.astype(np.int64)


def _acceptability(at_rank: Floats, central: Floats) -> Acceptability:
    shares = at_rank / at_rank.sum()
    reached = np.flatnonzero(at_rank)
    return Acceptability(
        shares=tuple(shares.tolist()),
        best=int(reached[0]) + 1,
        worst=int(reached[-1]) + 1,
        mean=float(shares @ np.arange(1, len(shares) + 1)),
        central=tuple((central / at_rank[0]).tolist()) if at_rank[0] else None,
    )
