"""All scores of one case in one round, with bounds where something was not observed.

What is missing is never guessed. Where a number is missing, the scores are computed twice, with the least
and with the most it could be; a score is known when both agree, and else lies between the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations, product
from typing import Literal

from casecompare_arenas.alignment import (
    EQUAL_WEIGHTS,
    Pair,
    alignment,
    binding_part,
    clinical_condition,
    commensurateness,
    fit,
    reinforcement,
)
from casecompare_arenas.bounds import Bounds, rising
from casecompare_arenas.content import matching_bounds, mean_overlap_bounds, overlap_bounds
from casecompare_arenas.leadership import Mode, leadership_mode, tandem
from casecompare_arenas.repair import ArenaScore

__all__ = ["ArenaScores", "Leadership", "RoundScores", "RoundState", "Rule", "score_round"]


@dataclass(frozen=True, kw_only=True)
class Leadership:
    """Leadership in one arena, each in [0, 1], None where not coded.

    `intensity` is by default that of the strongest of the three kinds of leadership.
    """

    clinical: float | None = None
    managerial: float | None = None
    hybrid: float | None = None
    coupling: float | None = None
    intensity: float | None = None


@dataclass(frozen=True, kw_only=True)
class RoundState:
    """What was observed of a case in one round; an arena, content or link that is left out was not.

    Parameters
    ----------
    leadership
        By arena.
    emphases
        By arena, the emphasis on each element of the service concept.
    uptake
        ``uptake["S", "P"]``: the share of what S sends that P takes up.
    """

    leadership: Mapping[str, Leadership] = field(default_factory=dict)
    emphases: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    uptake: Mapping[Pair, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ArenaScores:
    """What one arena scores in one round; `mode` is None where it depends on what is missing.

    `content` is the mean overlap with the other arenas, `link` the best two-way link, and `score` puts them
    and the intensity together, see `casecompare_arenas.arena_scores`.
    """

    intensity: Bounds
    co_presence: Bounds
    tandem: Bounds
    membership: Bounds
    content: Bounds
    link: Bounds
    score: Bounds
    mode: Mode | None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How scores are put together where the model leaves a choice.

    Parameters
    ----------
    exponent, weights
        Of the three parts of fit, see `casecompare_arenas.fit`.
    matching
        Whether matching content is what all arenas share, or the mean over pairs of them.
    threshold, difference
        Of the modes, see `casecompare_arenas.leadership_mode`.
    """

    exponent: float = 0.0
    weights: Mapping[str, float] = field(default_factory=lambda: EQUAL_WEIGHTS)
    matching: Literal["all arenas", "pairs"] = "all arenas"
    threshold: float = 0.5
    difference: float = 0.2


@dataclass(frozen=True, kw_only=True)
class RoundScores:
    """The scores of one case in one round.

    `scores` maps the names matching, pairwise_matching, reinforcement, level, balance, commensurate_action,
    clinical, fit, alignment, tandem_any, tandem_all, tandem_mean and tandem_set to their bounds; `binding`
    says whether the fit or the clinical condition holds alignment down, None where that depends on what is
    missing or disputed.
    """

    scores: Mapping[str, Bounds]
    arenas: Mapping[str, ArenaScores]
    binding: str | None


def score_round(state: RoundState, arenas: Sequence[str], rule: Rule | None = None) -> RoundScores:
    """Give every score of a case in one round.

    Parameters
    ----------
    state
        What was observed.
    arenas
        The names of all arenas, observed or not; at least two.
    rule
        How the scores are put together; by default the geometric mean of equal parts.

    Examples
    --------
    >>> both = Leadership(clinical=0.8, managerial=0.8, hybrid=0.0, coupling=0.5)
    >>> state = RoundState(leadership={"S": both, "P": both}, emphases={"S": {"a": 1}, "P": {"a": 2}},
    ...                    uptake={("S", "P"): 0.8, ("P", "S"): 0.8})
    >>> scores = score_round(state, ["S", "P"]).scores
    >>> scores["alignment"].value == scores["clinical"].value == 0.8
    True
    >>> score_round(state, ["S", "P", "D"]).scores["tandem_any"]
    Bounds(low=0.4, high=1.0, middle=None)
    """
    rule = rule or Rule()
    by_arena = {arena: _arena_scores(arena, state, arenas, rule) for arena in arenas}
    intensities = [scores.intensity for scores in by_arena.values()]
    content = {"all arenas": matching_bounds(state.emphases, arenas),
               "pairs": mean_overlap_bounds(state.emphases, arenas)}  # fmt: skip
    parts = [
        content[rule.matching],
        _reinforcement(state, arenas),
        rising(lambda values: commensurateness(values).action, intensities),
    ]
    whole = rising(lambda values: fit(*values, exponent=rule.exponent, weights=rule.weights), parts)
    clinical = _clinical(state, arenas)
    tandems = [scores.tandem for scores in by_arena.values()]
    scores = {
        "matching": parts[0],
        "pairwise_matching": content["pairs"],
        "reinforcement": parts[1],
        "commensurate_action": parts[2],
        "level": rising(_mean, intensities),
        "balance": _balance(intensities),
        "clinical": clinical,
        "fit": whole,
        "alignment": Bounds(alignment(whole.low, clinical.low), alignment(whole.high, clinical.high)),
        "tandem_any": rising(max, tandems),
        "tandem_all": rising(min, tandems),
        "tandem_mean": rising(_mean, tandems),
        "tandem_set": rising(max, [scores.membership for scores in by_arena.values()]),
    }
    return RoundScores(scores=scores, arenas=by_arena, binding=_binding(whole, clinical))


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def _arena_scores(arena: str, state: RoundState, arenas: Sequence[str], rule: Rule) -> ArenaScores:
    leadership = state.leadership.get(arena, Leadership())
    low, high = _filled(leadership, 0.0), _filled(leadership, 1.0)
    tandems = [tandem(end["clinical"], end["managerial"], end["coupling"]) for end in (low, high)]
    intensity = Bounds(low["intensity"], high["intensity"])
    others = [other for other in arenas if other != arena]
    content = rising(_mean, [overlap_bounds(state.emphases, arena, other) for other in others])
    link = rising(max, [_link(state, arena, other) for other in others])
    return ArenaScores(
        intensity=intensity,
        co_presence=Bounds(tandems[0].co_presence, tandems[1].co_presence),
        tandem=Bounds(tandems[0].strength, tandems[1].strength),
        membership=Bounds(tandems[0].membership, tandems[1].membership),
        content=content,
        link=link,
        score=rising(lambda values: ArenaScore(*values).score, [intensity, content, link]),
        mode=_mode(leadership, rule),
    )


def _mode(leadership: Leadership, rule: Rule) -> Mode | None:
    """Give the mode of leadership, None where something is missing."""
    coded = [leadership.clinical, leadership.managerial, leadership.hybrid, leadership.coupling]
    known = [value for value in coded if value is not None]
    if len(known) < 4:
        return None
    return leadership_mode(*known, threshold=rule.threshold, difference=rule.difference)


def _link(state: RoundState, one: str, other: str) -> Bounds:
    ends = [
        math.sqrt(state.uptake.get((one, other), extreme) * state.uptake.get((other, one), extreme))
        for extreme in (0.0, 1.0)
    ]
    return Bounds(*ends)


def _filled(leadership: Leadership, extreme: float) -> dict[str, float]:
    """Put an extreme where nothing was coded; intensity follows from the rest unless it was coded."""
    names = ("clinical", "managerial", "hybrid", "coupling")
    coded = {name: getattr(leadership, name) for name in names}
    filled = {name: extreme if value is None else value for name, value in coded.items()}
    strongest = max(filled["clinical"], filled["managerial"], filled["hybrid"])
    intensity = strongest if leadership.intensity is None else leadership.intensity
    return {**filled, "intensity": intensity}


def _reinforcement(state: RoundState, arenas: Sequence[str]) -> Bounds:
    ends = [
        reinforcement(arenas, {pair: state.uptake.get(pair, extreme) for pair in permutations(arenas, 2)})
        for extreme in (0.0, 1.0)
    ]
    return Bounds(*ends)


def _clinical(state: RoundState, arenas: Sequence[str]) -> Bounds:
    ends = []
    for extreme in (0.0, 1.0):
        filled = {arena: _filled(state.leadership.get(arena, Leadership()), extreme) for arena in arenas}
        ends.append(
            clinical_condition(
                {arena: values["clinical"] for arena, values in filled.items()},
                {arena: values["hybrid"] for arena, values in filled.items()},
            )
        )
    return Bounds(*ends)


def _balance(intensities: Sequence[Bounds]) -> Bounds:
    """Bound the balance, which is not monotone: least at some corner, most where all are as even as can be.

    Balance is a geometric (concave) over an arithmetic mean (linear), hence quasi-concave: its minimum over
    a box lies at a corner. Its maximum has every intensity as near as it can be to their common mean.
    """
    corners = product(*({one.low, one.high} for one in intensities))
    balances = [commensurateness(one).balance for one in (*corners, *_evened_out(intensities))]
    defined = [balance for balance in balances if not math.isnan(balance)]
    return Bounds(min(defined), max(defined)) if defined else Bounds(math.nan, math.nan)


def _evened_out(intensities: Sequence[Bounds]) -> Iterator[list[float]]:
    """Give intensities within their bounds, among them those that are all as near as can be to their mean.

    Between two neighbouring ends of the bounds it is settled who is held at an end and who is free; the free
    ones go to the mean of those held.
    """
    ends = sorted({end for one in intensities for end in (one.low, one.high)})
    for lower, upper in pairwise(ends):
        held = [min(max(lower, one.low), one.high) for one in intensities
                if not (one.low <= lower and upper <= one.high)]  # fmt: skip
        common = math.fsum(held) / len(held) if held else upper
        yield [min(max(common, one.low), one.high) for one in intensities]


def _binding(whole: Bounds, clinical: Bounds) -> str | None:
    if clinical.high < whole.low:
        return "clinical"
    if whole.high <= clinical.low:
        return binding_part(whole.high, clinical.low)
    return None
