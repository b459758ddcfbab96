"""The scores of one sheet, agreed on or of one coder: per round, over the rounds, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from statistics import median

from casecompare_arenas.alignment import Pair, matching, mean_overlap, two_way_links
from casecompare_arenas.bounds import OPEN, UNDEFINED, Bounds, rising
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.perspectives import covariation, mediation_share, profile_deviation
from casecompare_arenas.repair import RepairGain, repair_gain
from casecompare_arenas.rounds import drift
from casecompare_arenas.scoring import Leadership, RoundScores, RoundState, Rule, score_round

__all__ = ["SheetScores", "Step", "rule_of", "score_sheet"]

Values = dict[str, Bounds]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One round of a case: what was observed and what it scores."""

    state: RoundState
    scores: RoundScores


@dataclass(frozen=True, kw_only=True)
class SheetScores:
    """What one sheet, agreed on or of one coder, comes to: its rounds, and the scores of the case.

    `gains` holds by arena what mending it would gain in the last round; empty where something is missing.
    """

    rounds: Mapping[int, Step]
    values: Mapping[str, Bounds]
    gains: Mapping[str, RepairGain] = field(default_factory=dict)


def rule_of(options: ArenasOptions) -> Rule:
    """Give how scores are put together under the options of a study."""
    return Rule(
        exponent=options.power,
        weights=options.weights.model_dump(),
        matching=options.matching,
        threshold=options.threshold,
        difference=options.difference,
    )


def score_sheet(states: Mapping[int, RoundState], options: ArenasOptions) -> SheetScores:
    """Give what the states of the rounds come to.

    Parameters
    ----------
    states
        By number of the round; without any, everything is open.
    options
        The arenas, and how scores are put together.
    """
    arenas, rule = list(options.arenas), rule_of(options)
    steps = {
        number: Step(state=states[number], scores=score_round(states[number], arenas, rule))
        for number in sorted(states)
    }
    unobserved = Step(state=RoundState(), scores=score_round(RoundState(), arenas, rule))
    last = steps[max(steps)] if steps else unobserved
    gains = _gains(last, arenas, rule)
    values = {
        **last.scores.scores,
        **_arena_values(last, arenas),
        **_gain_values(gains),
        **_perspectives(last, steps, options),
        **_over_rounds(steps),
    }
    return SheetScores(rounds=steps, values=values, gains=gains)


def _arena_values(last: Step, arenas: Sequence[str]) -> Values:
    scored = last.scores.arenas
    strongest = rising(max, [scored[arena].intensity for arena in arenas])
    values = {
        "passivity": Bounds(1 - strongest.high, 1 - strongest.low),
        "asymmetry": _asymmetry(last.state, arenas),
        "weakest_arena": rising(min, [scored[arena].score for arena in arenas]),
    }
    for place, arena in enumerate(arenas, start=1):
        values[f"arena_{place}"] = scored[arena].score
        values[f"action_{place}"] = scored[arena].intensity
    for name, kind in (("clinicians", "clinical"), ("managers", "managerial"), ("hybrids", "hybrid")):
        led = [getattr(last.state.leadership.get(arena, Leadership()), kind) for arena in arenas]
        values[name] = rising(max, [OPEN if one is None else Bounds(one, one) for one in led])
    return values


def _asymmetry(state: RoundState, arenas: Sequence[str]) -> Bounds:
    differences = []
    for one, other in combinations(arenas, 2):
        there, back = state.uptake.get((one, other)), state.uptake.get((other, one))
        if there is not None and back is not None:
            differences.append(Bounds(abs(there - back), abs(there - back)))
        else:
            known = [share for share in (there, back) if share is not None]
            differences.append(Bounds(0.0, max(known[0], 1 - known[0])) if known else OPEN)
    return rising(max, differences)


def _gains(last: Step, arenas: Sequence[str], rule: Rule) -> dict[str, RepairGain]:
    """Give the repair gain of each arena; nothing where the state is not known in full."""
    intensities = {arena: last.scores.arenas[arena].intensity for arena in arenas}
    clinical, state = last.scores.scores["clinical"], last.state
    is_known = all(arena in state.emphases for arena in arenas) and not clinical.is_open
    is_known &= not any(one.is_open for one in intensities.values())
    if not is_known or not all(pair in state.uptake for pair in permutations(arenas, 2)):
        return {}
    return {
        arena: repair_gain(
            arena,
            {name: one.value for name, one in intensities.items()},
            state.emphases,
            state.uptake,
            clinical.value,
            overlap=matching if rule.matching == "all arenas" else mean_overlap,
            exponent=rule.exponent,
            weights=rule.weights,
        )
        for arena in arenas
    }


def _gain_values(gains: Mapping[str, RepairGain]) -> Values:
    if not gains:
        return {"repair_gain_fit": OPEN, "repair_gain": OPEN}
    in_fit, in_all = (max(getattr(gain, kind) for gain in gains.values()) for kind in ("fit", "alignment"))
    return {"repair_gain_fit": Bounds(in_fit, in_fit), "repair_gain": Bounds(in_all, in_all)}


def _perspectives(last: Step, steps: Mapping[int, Step], options: ArenasOptions) -> Values:
    arenas = list(options.arenas)
    intensities = [last.scores.arenas[arena].intensity for arena in arenas]
    return {
        "moderation": rising(math.prod, intensities),
        "mediation": _mediation(last.state, arenas),
        "profile_deviation": _deviation(last.state, options),
        "covariation": _covariation(steps, arenas),
    }


def _mediation(state: RoundState, arenas: Sequence[str]) -> Bounds:
    """Bound the mediation: it rises with the links on the way and falls with the direct one."""
    if len(arenas) < 3:
        return UNDEFINED
    ends = []
    for extreme in (0.0, 1.0):
        direct = {(arenas[0], arenas[-1]), (arenas[-1], arenas[0])}
        filled: dict[Pair, float] = {
            pair: state.uptake.get(pair, 1 - extreme if pair in direct else extreme)
            for pair in permutations(arenas, 2)
        }
        ends.append(mediation_share(arenas, two_way_links(arenas, filled)))
    is_known = all(pair in state.uptake for pair in permutations(arenas, 2))
    low, high = ends
    return Bounds(low, high) if is_known else Bounds(_or(low, 0.0), _or(high, 1.0))


def _or(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value


def _deviation(state: RoundState, options: ArenasOptions) -> Bounds:
    if options.ideal is None or not all(arena in state.emphases for arena in options.arenas):
        return UNDEFINED
    deviations = profile_deviation({arena: state.emphases[arena] for arena in options.arenas}, options.ideal)
    mean = math.fsum(deviations.values()) / len(deviations)
    return Bounds(mean, mean)


def _covariation(steps: Mapping[int, Step], arenas: Sequence[str]) -> Bounds:
    series = {arena: [step.scores.arenas[arena].intensity for step in steps.values()] for arena in arenas}
    if any(one.is_open for values in series.values() for one in values):
        return UNDEFINED
    together = covariation({arena: [one.value for one in values] for arena, values in series.items()})
    return Bounds(together, together)


def _over_rounds(steps: Mapping[int, Step]) -> Values:
    scores = {number: step.scores.scores for number, step in steps.items()}
    alignments = {number: one["alignment"] for number, one in scores.items()}
    earlier, last_two = list(alignments.values())[:-1], list(alignments.values())[-2:]
    return {
        "alignment_trend": _trend(alignments),
        "matching_trend": _trend({number: one["matching"] for number, one in scores.items()}),
        "earlier_alignment": rising(max, earlier) if earlier else UNDEFINED,
        "sustained": rising(min, last_two) if len(last_two) == 2 else UNDEFINED,
        "drift": _last_drift(steps),
    }


def _trend(values: Mapping[int, Bounds]) -> Bounds:
    """Bound the median slope: every slope between two rounds is bounded, and the median rises with each."""
    slopes = [
        Bounds(
            (values[late].low - values[early].high) / (late - early),
            (values[late].high - values[early].low) / (late - early),
        )
        for early, late in combinations(values, 2)
    ]
    return rising(median, slopes) if slopes else UNDEFINED


def _last_drift(steps: Mapping[int, Step]) -> Bounds:
    if len(steps) < 2:
        return UNDEFINED
    last = max(steps)
    moved = [
        by_round[last]
        for by_round in drift({n: step.state.emphases for n, step in steps.items()}).values()
        if last in by_round
    ]
    is_known = moved and len(moved) == len(steps[last].scores.arenas)
    mean = math.fsum(moved) / len(moved) if is_known else math.nan
    return Bounds(mean, mean)
