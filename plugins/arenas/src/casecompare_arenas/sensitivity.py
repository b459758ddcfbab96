"""How the order of the cases depends on choices of the model: aggregation, cut of the concept."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from casecompare_arenas.aggregation import power_mean
from casecompare_arenas.alignment import Emphases, matching

__all__ = ["EXPONENTS", "Merging", "aggregator_fits", "merging_gain", "rank_order", "ranks"]

EXPONENTS: Mapping[str, float] = {"minimum": -math.inf, "harmonic": -1.0, "geometric": 0.0, "arithmetic": 1.0}
"""From no compensation between the parts of fit to full compensation."""


@dataclass(frozen=True)
class Merging:
    """The two elements whose merging changes matching most, and the matching it would give."""

    elements: tuple[str, str]
    matching: float


def aggregator_fits(
    parts: Sequence[float],
    weights: Sequence[float] = (1.0, 1.0, 1.0),
    exponents: Iterable[float] = EXPONENTS.values(),
) -> list[float]:
    """Give the fit of one case by several aggregators.

    Parameters
    ----------
    parts, weights
        The parts of fit and their weights.
    exponents
        Of the power means; by default minimum, harmonic, geometric and arithmetic mean.

    Examples
    --------
    >>> [round(one, 4) for one in aggregator_fits([0.9, 0.6, 0.3])]
    [0.3, 0.4909, 0.5451, 0.6]
    """
    return [power_mean(parts, weights, exponent) for exponent in exponents]


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """Give the rank of each case, 1 for the largest value; equal ones have the best rank of them all.

    Cases whose value is NaN get no rank.

    Examples
    --------
    >>> ranks({"T1": 0.2, "T2": 0.9, "T3": 0.2, "T4": 0.1, "T5": float("nan")})
    {'T1': 2, 'T2': 1, 'T3': 2, 'T4': 4}
    """
    known = {case: value for case, value in values.items() if not math.isnan(value)}
    rising = sorted(known.values())
    # Values that differ by rounding only are equal.
    return {case: 1 + len(rising) - bisect_right(rising, value + 1e-12) for case, value in known.items()}


def rank_order(values: Mapping[str, float]) -> list[str]:
    """Give the cases from the largest value to the smallest; equal ones in the order given.

    Examples
    --------
    >>> rank_order({"T1": 0.2, "T2": 0.9})
    ['T2', 'T1']
    """
    placed = ranks(values)
    return sorted(placed, key=lambda case: placed[case])


def merging_gain(emphases: Emphases) -> Merging | None:
    """Give which two elements, if coded as one, would change matching most.

    Matching never falls when elements are merged, so a large gain says that it depends on the cut.

    Parameters
    ----------
    emphases
        For each arena the emphasis per element.

    Returns
    -------
    Merging or None
        None with fewer than two elements.

    Examples
    --------
    >>> merging_gain({"S": {"proactive": 1, "cost": 1}, "D": {"holistic": 1, "cost": 1}})
    Merging(elements=('holistic', 'proactive'), matching=1.0)
    """
    elements = sorted({element for emphasis in emphases.values() for element in emphasis})
    merged = [Merging(pair, matching(_merged(emphases, pair))) for pair in combinations(elements, 2)]
    return max(merged, key=lambda one: round(one.matching, 12)) if merged else None


def _merged(emphases: Emphases, pair: tuple[str, str]) -> dict[str, dict[str, float]]:
    kept, absorbed = pair
    result = {}
    for arena, emphasis in emphases.items():
        others = {element: value for element, value in emphasis.items() if element not in pair}
        result[arena] = {**others, kept: emphasis.get(kept, 0.0) + emphasis.get(absorbed, 0.0)}
    return result
