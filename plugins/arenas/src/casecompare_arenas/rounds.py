"""What happens over the rounds of a redesign: trend, durability, drift of content, and who leads it.

References
----------
Sen PK (1968), Estimates of the regression coefficient based on Kendall's tau. Journal of the American
Statistical Association 63(324):1379-1389.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from statistics import median

from casecompare_arenas.alignment import Emphases, Pair, matching, shares

__all__ = ["Origin", "drift", "lead_lag", "leading_arenas", "origins", "sustained", "theil_sen"]

Contents = Mapping[int, Emphases]
"""What the arenas pursue, by round and arena."""


@dataclass(frozen=True)
class Origin:
    """The round in which an element of the concept was first put forward, and the arenas that did."""

    round: int
    arenas: tuple[str, ...]


def theil_sen(values: Mapping[int, float]) -> float:
    """Give the median of the slopes between any two rounds (Theil-Sen), which no single round can turn.

    Parameters
    ----------
    values
        By number of the round; a round that was left out counts as time that has passed.

    Returns
    -------
    float
        The change per round; NaN with fewer than two rounds.

    Examples
    --------
    >>> round(theil_sen({1: 0.2, 2: 0.5, 3: 0.6}), 10)
    0.2
    """
    slopes = [
        (values[late] - values[early]) / (late - early) for early, late in combinations(sorted(values), 2)
    ]
    return median(slopes) if slopes else math.nan


def sustained(values: Mapping[int, float]) -> float:
    """Give what was reached in both of the last two rounds: the smaller of their values.

    NaN with fewer than two rounds: one round cannot show that anything lasts.

    Examples
    --------
    >>> sustained({1: 0.2, 2: 0.7, 3: 0.5})
    0.5
    """
    last = [values[number] for number in sorted(values)[-2:]]
    return min(last) if len(last) == 2 else math.nan


def drift(contents: Contents) -> dict[str, dict[int, float]]:
    """Give how far the content of each arena has moved since the round before: one minus their overlap.

    Returns
    -------
    dict
        For each arena, by round; without rounds in which it, or the round before, was not observed.

    Examples
    --------
    >>> drift({1: {"S": {"a": 1}}, 2: {"S": {"a": 3, "b": 1}}, 3: {"S": {"b": 1}}})
    {'S': {2: 0.25, 3: 0.75}}
    """
    arenas = dict.fromkeys(arena for emphases in contents.values() for arena in emphases)
    return {
        arena: {
            late: 1 - matching({"before": contents[early][arena], "after": contents[late][arena]})
            for early, late in pairwise(sorted(contents))
            if arena in contents[early] and arena in contents[late]
        }
        for arena in arenas
    }


def lead_lag(contents: Contents) -> dict[Pair, float]:
    """Give for each two arenas how far the first one leads the content of the second.

    The mean over rounds of: what the second pursues now that the first pursued before, less the reverse.
    Above 0 the first leads, below 0 the second.

    Returns
    -------
    dict
        In [-1, 1]; without pairs that were never observed together in two rounds after each other.

    Examples
    --------
    >>> lead_lag({1: {"S": {"a": 1}, "P": {"b": 1}}, 2: {"S": {"a": 1}, "P": {"a": 1}}})["S", "P"]
    1.0
    """
    arenas = list(dict.fromkeys(arena for emphases in contents.values() for arena in emphases))
    leads = {}
    for one, other in permutations(arenas, 2):
        steps = [
            matching({"before": contents[early][one], "after": contents[late][other]})
            - matching({"before": contents[early][other], "after": contents[late][one]})
            for early, late in pairwise(sorted(contents))
            if {one, other} <= set(contents[early]) & set(contents[late])
        ]
        if steps:
            leads[one, other] = math.fsum(steps) / len(steps)
    return leads


def leading_arenas(leads: Mapping[Pair, float]) -> tuple[str, ...]:
    """Give the arena that leads the others most on average; several on a tie, none where nobody leads.

    Examples
    --------
    >>> leading_arenas({("S", "P"): -0.1, ("P", "S"): 0.1})
    ('P',)
    """
    arenas = dict.fromkeys(one for one, _ in leads)
    means = {arena: _mean([lead for (one, _), lead in leads.items() if one == arena]) for arena in arenas}
    largest = max(means.values(), default=0.0)
    return tuple(arena for arena in means if means[arena] >= largest - 1e-12) if largest > 1e-12 else ()


def origins(contents: Contents, *, threshold: float = 0.5) -> dict[str, Origin]:
    """Give for each element where it comes from: the first round and arena in which its share is large.

    Parameters
    ----------
    contents
        By round and arena the emphasis per element.
    threshold
        From which share on an arena counts as putting the element forward.

    Returns
    -------
    dict
        Element to origin, in the order in which the elements came up; without those that no arena ever put
        forward.

    Examples
    --------
    >>> found = origins({1: {"S": {"a": 1}, "P": {"b": 2, "a": 1}}, 2: {"D": {"c": 1}}})
    >>> found["b"], list(found)
    (Origin(round=1, arenas=('P',)), ['a', 'b', 'c'])
    """
    found: dict[str, Origin] = {}
    for number in sorted(contents):
        put_forward: dict[str, list[str]] = {}
        for arena, emphasis in contents[number].items():
            for element, share in shares(emphasis).items():
                if share >= threshold - 1e-12:
                    put_forward.setdefault(element, []).append(arena)
        for element in sorted(put_forward):
            found.setdefault(element, Origin(number, tuple(put_forward[element])))
    return found


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
