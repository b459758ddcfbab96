"""Three-arena alignment: how far action in the arenas matches, reinforces and is commensurate.

Plain functions on numbers and mappings; nothing here knows about studies or records. Every score lies in
[0, 1]. The construction is this project's own. It rests on the finding of Storey et al. (2017) that lasting
redesign needs matching, mutually reinforcing and commensurate action in all arenas, and clinical leadership
in at least one of them, and on the forms of fit of Venkatraman (1989).

References
----------
Storey J, Holti R, Hartley J, Marshall M, Matharu T (2017), Mobilizing Clinical Leadership in and around
Clinical Commissioning Groups: A mixed methods study. NIHR.

Venkatraman N (1989), The concept of fit in strategy research. Academy of Management Review 14(3):423-444.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from casecompare_arenas.aggregation import power_mean

__all__ = [
    "EQUAL_WEIGHTS",
    "Commensurateness",
    "Emphases",
    "Pair",
    "alignment",
    "binding_part",
    "clinical_condition",
    "commensurateness",
    "fit",
    "matching",
    "matching_pairs",
    "mean_overlap",
    "reinforcement",
    "shares",
    "two_way_links",
]

Pair = tuple[str, str]
Emphases = Mapping[str, Mapping[str, float]]

EQUAL_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"matching": 1.0, "reinforcement": 1.0, "commensurate_action": 1.0}
)


def shares(emphasis: Mapping[str, float]) -> dict[str, float]:
    """Give the share of each element in what one arena puts emphasis on.

    An arena that puts no emphasis on anything has no shares: every element gets 0.

    Parameters
    ----------
    emphasis
        Emphasis per element of the service concept, each at least 0.

    Examples
    --------
    >>> shares({"proactive": 3, "holistic": 1})
    {'proactive': 0.75, 'holistic': 0.25}
    """
    total = math.fsum(emphasis.values())
    return {element: value / total if total else 0.0 for element, value in emphasis.items()}


def matching(emphases: Emphases) -> float:
    """Give the overlap of what all arenas work towards: the sum over elements of the smallest share.

    1 when the arenas have the same proportions, 0 when no element is shared by all of them. How loudly an
    arena acts does not matter, only what it puts its emphasis on.

    Parameters
    ----------
    emphases
        For each arena the emphasis per element; an element that an arena does not name has none.

    Returns
    -------
    float
        In [0, 1]; never larger than the overlap of any two of the arenas.

    Raises
    ------
    ValueError
        if there is no arena.

    Examples
    --------
    >>> round(matching({"S": {"a": 6, "b": 4}, "P": {"a": 5, "b": 5}, "D": {"a": 4, "b": 5, "c": 1}}), 10)
    0.8
    """
    if not emphases:
        raise ValueError("matching needs the emphases of at least one arena.")
    by_arena = [shares(emphasis) for emphasis in emphases.values()]
    # Sorted, so that the sum does not depend on the order in which a record names the elements.
    elements = sorted(set().union(*by_arena))
    overlap = math.fsum(min(arena.get(element, 0.0) for arena in by_arena) for element in elements)
    return min(overlap, 1.0)


def matching_pairs(emphases: Emphases) -> dict[Pair, float]:
    """Give the overlap of each two arenas, to explain a low `matching`.

    Examples
    --------
    >>> matching_pairs({"S": {"a": 1}, "P": {"a": 1}, "D": {"b": 1}})
    {('S', 'P'): 1.0, ('S', 'D'): 0.0, ('P', 'D'): 0.0}
    """
    return {
        (one, other): matching({one: emphases[one], other: emphases[other]})
        for one, other in combinations(emphases, 2)
    }


def mean_overlap(emphases: Emphases) -> float:
    """Give the mean overlap of two arenas: matching for those who do not ask that all share an element.

    One element that is missing from one arena brings `matching` to 0; here it costs its pairs only.

    Raises
    ------
    ValueError
        if there are fewer than two arenas.

    Examples
    --------
    >>> round(mean_overlap({"S": {"a": 1}, "P": {"a": 1}, "D": {"b": 1}}), 3)
    0.333
    """
    pairs = matching_pairs(emphases).values()
    if not pairs:
        raise ValueError("the mean overlap needs the emphases of at least two arenas.")
    return math.fsum(pairs) / len(pairs)


def two_way_links(arenas: Sequence[str], uptake: Mapping[Pair, float]) -> dict[Pair, float]:
    """Give the two-way link of each two arenas: the geometric mean of the uptake in both directions.

    Parameters
    ----------
    arenas
        The names of the arenas.
    uptake
        ``uptake["S", "P"]`` is the share of what S sends that P takes up, in [0, 1]; all directions needed.

    Examples
    --------
    >>> two_way_links(["S", "P"], {("S", "P"): 0.5, ("P", "S"): 0.125})
    {('S', 'P'): 0.25}
    """
    return {
        (one, other): math.sqrt(uptake[one, other] * uptake[other, one])
        for one, other in combinations(arenas, 2)
    }


def reinforcement(arenas: Sequence[str], uptake: Mapping[Pair, float]) -> float:
    """Give how strongly the arenas hang together by two-way links.

    The geometric mean of the links along the strongest chain that reaches every arena (a maximum spanning
    tree): with three arenas, of the two strongest two-way links. A cascade that only runs downwards gives
    0, since nothing is taken up in return.

    Parameters
    ----------
    arenas
        The names of the arenas, at least two.
    uptake
        As for `two_way_links`.

    Raises
    ------
    ValueError
        if there are fewer than two arenas.

    Examples
    --------
    >>> down = {("S", "P"): 0.9, ("P", "S"): 0.0, ("P", "D"): 0.9, ("D", "P"): 0.0,
    ...         ("S", "D"): 0.9, ("D", "S"): 0.0}
    >>> reinforcement(["S", "P", "D"], down)
    0.0
    >>> round(reinforcement(["S", "P", "D"], down | {("P", "S"): 0.4, ("D", "P"): 0.4}), 10)
    0.6
    """
    if len(arenas) < 2:
        raise ValueError("reinforcement needs at least two arenas.")
    links = _strongest_tree(arenas, two_way_links(arenas, uptake))
    return power_mean(links, [1.0] * len(links), 0.0)


@dataclass(frozen=True)
class Commensurateness:
    """How much action there is and how evenly it is spread.

    `level` is the mean intensity over arenas, `balance` the geometric over the arithmetic mean (one minus
    Atkinson's index of inequality with aversion 1; NaN where no arena acts at all), `action` the geometric
    mean, which is level times balance.
    """

    level: float
    balance: float
    action: float


def commensurateness(intensities: Iterable[float]) -> Commensurateness:
    """Give level and balance of action over arenas, and both in one: the geometric mean.

    `balance` does not change when all intensities are multiplied; `action` also asks that there be action.

    Parameters
    ----------
    intensities
        The intensity of action in each arena, in [0, 1]; at least one.

    Raises
    ------
    ValueError
        if there is none.

    Examples
    --------
    >>> spread = commensurateness([0.9, 0.6, 0.3])
    >>> round(spread.level, 4), round(spread.balance, 4), round(spread.action, 4)
    (0.6, 0.9086, 0.5451)
    """
    values = list(intensities)
    if not values:
        raise ValueError("commensurateness needs at least one intensity.")
    level = math.fsum(values) / len(values)
    action = power_mean(values, [1.0] * len(values), 0.0)
    return Commensurateness(level, min(action / level, 1.0) if level else math.nan, action)


def clinical_condition(clinical: Mapping[str, float], hybrid: Mapping[str, float]) -> float:
    """Give the strongest clinical leadership in any arena, that of hybrid manager-clinicians included.

    Examples
    --------
    >>> clinical_condition({"S": 0.2, "P": 0.3, "D": 0.3}, {"S": 0, "P": 0.6, "D": 0})
    0.6
    """
    return max([*clinical.values(), *hybrid.values()])


def fit(
    matching: float,
    reinforcement: float,
    commensurate_action: float,
    *,
    exponent: float = 0.0,
    weights: Mapping[str, float] = EQUAL_WEIGHTS,
) -> float:
    """Put the three parts of fit together: their weighted power mean.

    The default, the geometric mean, keeps a veto at zero (one part that is absent cannot be made up for)
    and rewards balance.

    Parameters
    ----------
    matching, reinforcement, commensurate_action
        The three parts, in [0, 1].
    exponent
        The power: 0 geometric mean, 1 arithmetic mean, -1 harmonic mean, ``-math.inf`` the smallest part.
    weights
        How much each part counts; only their proportions matter.

    Raises
    ------
    ValueError
        if no weight is above 0, or one is below.

    Examples
    --------
    >>> round(fit(0.9, 0.6, 0.3), 10), fit(0.9, 0.6, 0.3, exponent=-math.inf)
    (0.5451361778, 0.3)
    >>> fit(0.9, 0.9, 0.0)
    0.0
    """
    parts = {
        "matching": matching,
        "reinforcement": reinforcement,
        "commensurate_action": commensurate_action,
    }
    numbers = [weights.get(part, 0.0) for part in parts]
    if min(numbers) < 0 or not any(numbers):
        raise ValueError("the weights of fit must not be negative, and one must be above 0.")
    return power_mean(list(parts.values()), numbers, exponent)


def alignment(fit: float, clinical: float) -> float:
    """Cap the fit between arenas by the clinical condition.

    Clinical leadership in at least one arena is held to be necessary, so that membership in alignment
    may not exceed it.

    Examples
    --------
    >>> alignment(fit=0.78, clinical=0.3)
    0.3
    """
    return min(fit, clinical)


def binding_part(fit: float, clinical: float) -> Literal["fit", "clinical"]:
    """Say which of the two holds `alignment` down; on a tie it is the fit.

    Examples
    --------
    >>> binding_part(fit=0.78, clinical=0.3)
    'clinical'
    """
    return "clinical" if clinical < fit else "fit"


def _strongest_tree(arenas: Sequence[str], links: Mapping[Pair, float]) -> list[float]:
    """Give the links of a maximum spanning tree (Kruskal): strongest first, none that closes a circle."""
    group = {arena: arena for arena in arenas}
    chosen = []
    for (one, other), strength in sorted(links.items(), key=lambda link: -link[1]):
        kept, absorbed = group[one], group[other]
        if kept != absorbed:
            chosen.append(strength)
            group = {arena: kept if root == absorbed else root for arena, root in group.items()}
    return chosen
