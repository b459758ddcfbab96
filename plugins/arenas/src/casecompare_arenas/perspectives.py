"""The other perspectives of fit beside matching: how the wording of a claim chooses its statistic.

Venkatraman distinguishes six. *Moderation*: one thing makes the other work; *mediation*: it works
through the one between; *matching*: the two are alike (`casecompare_arenas.matching`); *gestalts*: the
pattern as a whole; *profile deviation*: distance from an ideal; *covariation*: they rise and fall together.

References
----------
Venkatraman N (1989), The concept of fit in strategy research: toward verbal and statistical correspondence.
Academy of Management Review 14(3):423-444.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from casecompare_arenas.alignment import Emphases, Pair, matching

__all__ = ["covariation", "gestalts", "mediation_share", "moderation", "profile_deviation"]


def moderation(intensities: Sequence[float]) -> float:
    """Give the product of the intensities: action in one arena works to the degree that the others act.

    Examples
    --------
    >>> round(moderation([0.8, 0.8, 0.7]), 3)
    0.448
    """
    return math.prod(intensities)


def mediation_share(arenas: Sequence[str], links: Mapping[Pair, float]) -> float:
    """Give how much of the tie between the first and the last arena runs through those between.

    indirect / (indirect + direct), where the way through is as strong as its weakest two-way link.

    Parameters
    ----------
    arenas
        In their order, as apex, board, practice.
    links
        As `casecompare_arenas.two_way_links` gives them.

    Returns
    -------
    float
        In [0, 1]; NaN with fewer than three arenas, or where nothing links the two ends.

    Examples
    --------
    >>> round(mediation_share(["S", "P", "D"], {("S", "P"): 0.6, ("P", "D"): 0.7, ("S", "D"): 0.2}), 10)
    0.75
    """
    if len(arenas) < 3:
        return math.nan
    indirect = min(_link(links, one, other) for one, other in pairwise(arenas))
    direct = _link(links, arenas[0], arenas[-1])
    # Divided by the larger one first: of two links near 0 the sum could be 0.
    largest = max(indirect, direct)
    return (indirect / largest) / (indirect / largest + direct / largest) if largest else math.nan


def profile_deviation(emphases: Emphases, ideal: Mapping[str, float]) -> dict[str, float]:
    """Give how far the content of each arena is from an ideal concept: one minus their overlap.

    Parameters
    ----------
    emphases
        For each arena the emphasis per element.
    ideal
        The emphasis per element that the service concept should have.

    Raises
    ------
    ValueError
        if the ideal puts emphasis on nothing.

    Examples
    --------
    >>> profile_deviation({"S": {"a": 3, "b": 1}}, {"a": 1, "b": 1})
    {'S': 0.25}
    """
    if not any(value > 0 for value in ideal.values()):
        raise ValueError("the ideal concept needs emphasis on one element at least.")
    return {arena: 1 - matching({"arena": one, "ideal": ideal}) for arena, one in emphases.items()}


def covariation(series: Mapping[str, Sequence[float]]) -> float:
    """Give the mean correlation of the arenas' series, over rounds or over cases.

    Parameters
    ----------
    series
        For each arena its numbers in one order; as many for each.

    Returns
    -------
    float
        In [-1, 1]; NaN with fewer than four points, or where a series does not vary.

    Examples
    --------
    >>> round(covariation({"S": [0.1, 0.2, 0.4, 0.5], "P": [0.2, 0.4, 0.8, 1.0]}), 10)
    1.0
    """
    correlations = [_correlation(series[one], series[other]) for one, other in combinations(series, 2)]
    return math.fsum(correlations) / len(correlations) if correlations else math.nan


def gestalts(modes: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Give the patterns of leadership modes over the arenas, the most frequent first, with their cases.

    Parameters
    ----------
    modes
        For each case the mode in each arena, in the order of the arenas.

    Examples
    --------
    >>> gestalts({"T1": ["tandem", "passive"], "T2": ["mixed", "mixed"], "T3": ["tandem", "passive"]})
    {('tandem', 'passive'): ('T1', 'T3'), ('mixed', 'mixed'): ('T2',)}
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for case, pattern in modes.items():
        found[tuple(pattern)] = (*found.get(tuple(pattern), ()), case)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _link(links: Mapping[Pair, float], one: str, other: str) -> float:
    return links[one, other] if (one, other) in links else links[other, one]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    if len(one) != len(other):
        raise ValueError("the series of two arenas have to be of the same length.")
    if len(one) < 4 or min(one) == max(one) or min(other) == max(other):
        return math.nan
    mean_one, mean_other = math.fsum(one) / len(one), math.fsum(other) / len(other)
    together = math.fsum((x - mean_one) * (y - mean_other) for x, y in zip(one, other, strict=True))
    spread = math.sqrt(math.fsum((x - mean_one) ** 2 for x in one))
    spread *= math.sqrt(math.fsum((y - mean_other) ** 2 for y in other))
    return min(max(together / spread, -1.0), 1.0) if spread else math.nan
