"""Where alignment is weakest, and what it would gain if one arena were mended.

An arena is as strong as its action, the content it shares with the others and its best two-way link, taken
together: an arena in which one of them is missing hangs loose. The construction is this project's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from casecompare_arenas.aggregation import power_mean
from casecompare_arenas.alignment import (
    EQUAL_WEIGHTS,
    Emphases,
    Pair,
    alignment,
    commensurateness,
    fit,
    matching,
    matching_pairs,
    reinforcement,
    shares,
    two_way_links,
)

__all__ = ["ArenaScore", "RepairGain", "arena_score", "arena_scores", "repair_gain", "weakest_arenas"]


@dataclass(frozen=True)
class ArenaScore:
    """How strong one arena is, and of what: its action, the content it shares, its best link.

    `score` is their geometric mean, each in [0, 1].
    """

    action: float
    content: float
    link: float

    @property
    def score(self) -> float:
        """Give the geometric mean of the three."""
        return power_mean([self.action, self.content, self.link], [1.0] * 3, 0.0)

    @property
    def weakest_component(self) -> str:
        """Give the name of the smallest of the three; on a tie the first of action, content, link."""
        parts = {"action": self.action, "content": self.content, "link": self.link}
        return min(parts, key=lambda name: round(parts[name], 12))


@dataclass(frozen=True)
class RepairGain:
    """By how much fit (W) and alignment (A) would rise if one arena were mended."""

    fit: float
    alignment: float


def arena_score(
    arena: str, intensity: float, pairs: Mapping[Pair, float], links: Mapping[Pair, float]
) -> ArenaScore:
    """Give the score of one arena.

    Parameters
    ----------
    arena
        Its name.
    intensity
        How strongly it acts, in [0, 1].
    pairs, links
        For each two arenas their overlap (`matching_pairs`) and their two-way link (`two_way_links`).

    Examples
    --------
    >>> one = arena_score("D", 0.1, {("S", "D"): 0.2, ("P", "D"): 0.2}, {("S", "D"): 0.0, ("P", "D"): 0.1})
    >>> round(one.score, 4), one.weakest_component
    (0.126, 'action')
    """
    shared = [overlap for pair, overlap in pairs.items() if arena in pair]
    return ArenaScore(
        action=intensity,
        content=math.fsum(shared) / len(shared),
        link=max(link for pair, link in links.items() if arena in pair),
    )


def arena_scores(
    intensities: Mapping[str, float], emphases: Emphases, uptake: Mapping[Pair, float]
) -> dict[str, ArenaScore]:
    """Give the score of every arena: the geometric mean of its action, its shared content and its best link.

    Parameters
    ----------
    intensities
        How strongly each arena acts, in [0, 1]; at least two arenas.
    emphases, uptake
        As for `casecompare_arenas.matching` and `casecompare_arenas.two_way_links`; for all arenas.

    Examples
    --------
    >>> scores = arena_scores({"S": 0.8, "D": 0.1}, {"S": {"a": 1}, "D": {"a": 1}},
    ...                       {("S", "D"): 0.5, ("D", "S"): 0.5})
    >>> [round(one.score, 3) for one in scores.values()], weakest_arenas(scores)
    ([0.737, 0.368], ('D',))
    """
    pairs = matching_pairs({arena: emphases[arena] for arena in intensities})
    links = two_way_links(list(intensities), uptake)
    return {arena: arena_score(arena, action, pairs, links) for arena, action in intensities.items()}


def weakest_arenas(scores: Mapping[str, ArenaScore]) -> tuple[str, ...]:
    """Give the arenas of the smallest score, all of them on a tie."""
    smallest = min(one.score for one in scores.values())
    return tuple(arena for arena, one in scores.items() if one.score <= smallest + 1e-12)


def repair_gain(
    arena: str,
    intensities: Mapping[str, float],
    emphases: Emphases,
    uptake: Mapping[Pair, float],
    clinical: float,
    *,
    overlap: Callable[[Emphases], float] = matching,
    exponent: float = 0.0,
    weights: Mapping[str, float] = EQUAL_WEIGHTS,
) -> RepairGain:
    """Give what would be gained if an arena were mended, and everything else left as it is.

    Mended it acts as strongly as the strongest arena, puts its emphasis where the others do on average, and
    has full two-way links to all of them. Where clinical leadership is what holds alignment down, no such
    repair raises it: then look at the gain in fit.

    Parameters
    ----------
    arena
        The arena that is mended.
    intensities, emphases, uptake
        As for `arena_scores`.
    clinical
        The clinical condition, see `casecompare_arenas.clinical_condition`.
    overlap
        What counts as matching content: `matching`, or `mean_overlap` of pairs.
    exponent, weights
        As for `casecompare_arenas.fit`.

    Examples
    --------
    >>> gain = repair_gain("D", {"S": 0.8, "D": 0.2}, {"S": {"a": 1}, "D": {"a": 1}},
    ...                    {("S", "D"): 0.5, ("D", "S"): 0.5}, clinical=0.8)
    >>> round(gain.fit, 3), round(gain.alignment, 3)
    (0.344, 0.215)
    """

    def whole(state: tuple[Mapping[str, float], Emphases, Mapping[Pair, float]]) -> float:
        action, content, links = state
        return fit(
            overlap({name: content[name] for name in intensities}),
            reinforcement(list(intensities), links),
            commensurateness(action.values()).action,
            exponent=exponent,
            weights=weights,
        )

    before = whole((intensities, emphases, uptake))
    after = whole(_mended(arena, intensities, emphases, uptake))
    return RepairGain(after - before, alignment(after, clinical) - alignment(before, clinical))


def _mended(
    arena: str, intensities: Mapping[str, float], emphases: Emphases, uptake: Mapping[Pair, float]
) -> tuple[Mapping[str, float], Emphases, Mapping[Pair, float]]:
    others = [name for name in intensities if name != arena]
    full = {pair: 1.0 for pair in permutations(intensities, 2) if arena in pair}
    return (
        {**intensities, arena: max(intensities.values())},
        {**emphases, arena: _mean_content([emphases[name] for name in others])},
        {**uptake, **full},
    )


def _mean_content(contents: Sequence[Mapping[str, float]]) -> dict[str, float]:
    proportions = [shares(content) for content in contents]
    elements = sorted(set().union(*proportions))
    return {
        element: math.fsum(one.get(element, 0.0) for one in proportions) / len(proportions)
        for element in elements
    }
