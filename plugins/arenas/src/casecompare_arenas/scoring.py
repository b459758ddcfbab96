"""All scores of one case in one round, with bounds where something was not observed.

What is missing is never guessed. Where a number is missing, the scores are computed twice, with the least
and with the most it could be; a score is known when both agree, and else lies between the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations, product

from casecompare_arenas.alignment import (
    EQUAL_WEIGHTS,
    Pair,
    alignment,
    binding_part,
    clinical_condition,
    commensurateness,
    fit,
    matching,
    reinforcement,
)
from casecompare_arenas.leadership import Mode, leadership_mode, tandem

__all__ = ["ArenaScores", "Bounds", "Leadership", "RoundScores", "RoundState", "score_round"]


@dataclass(frozen=True)
class Bounds:
    """The smallest and largest value that the observations leave open.

    Examples
    --------
    >>> Bounds(0.4, 0.4).value, Bounds(0.2, 0.9).value
    (0.4, nan)
    """

    low: float
    high: float

    @property
    def value(self) -> float:
        """Give the value where it is known, else NaN."""
        return self.low if self.low == self.high else math.nan


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
    """What one arena scores in one round; `mode` is None where it depends on what is missing."""

    intensity: Bounds
    co_presence: Bounds
    tandem: Bounds
    mode: Mode | None


@dataclass(frozen=True, kw_only=True)
class RoundScores:
    """The scores of one case in one round.

    `scores` maps the names matching, reinforcement, level, balance, commensurate_action, clinical, fit,
    alignment, tandem_any, tandem_all and tandem_mean to their bounds; `binding` says whether the fit or
    the clinical condition holds alignment down, None where that depends on what is missing.
    """

    scores: Mapping[str, Bounds]
    arenas: Mapping[str, ArenaScores]
    binding: str | None


def score_round(
    state: RoundState,
    arenas: Sequence[str],
    *,
    exponent: float = 0.0,
    weights: Mapping[str, float] = EQUAL_WEIGHTS,
) -> RoundScores:
    """Give every score of a case in one round.

    Parameters
    ----------
    state
        What was observed.
    arenas
        The names of all arenas, observed or not; at least two.
    exponent, weights
        How the three parts of fit are put together, see `casecompare_arenas.alignment.fit`.

    Examples
    --------
    >>> both = Leadership(clinical=0.8, managerial=0.8, hybrid=0.0, coupling=0.5)
    >>> state = RoundState(leadership={"S": both, "P": both}, emphases={"S": {"a": 1}, "P": {"a": 2}},
    ...                    uptake={("S", "P"): 0.8, ("P", "S"): 0.8})
    >>> scores = score_round(state, ["S", "P"]).scores
    >>> scores["alignment"].value == scores["clinical"].value == 0.8
    True
    >>> score_round(state, ["S", "P", "D"]).scores["tandem_any"]
    Bounds(low=0.4, high=1.0)
    """
    by_arena = {arena: _arena_scores(state.leadership.get(arena, Leadership())) for arena in arenas}
    intensities = [scores.intensity for scores in by_arena.values()]
    parts = {
        "matching": _matching(state, arenas),
        "reinforcement": _reinforcement(state, arenas),
        "commensurate_action": _rising(lambda values: commensurateness(values).action, intensities),
    }
    clinical = _clinical(state, arenas)
    whole = Bounds(
        *(fit(*(getattr(part, end) for part in parts.values()), exponent=exponent, weights=weights)
          for end in ("low", "high"))
    )  # fmt: skip
    tandems = [scores.tandem for scores in by_arena.values()]
    scores = {
        **parts,
        "level": _rising(lambda values: commensurateness(values).level, intensities),
        "balance": _balance(intensities),
        "clinical": clinical,
        "fit": whole,
        "alignment": Bounds(alignment(whole.low, clinical.low), alignment(whole.high, clinical.high)),
        "tandem_any": _rising(max, tandems),
        "tandem_all": _rising(min, tandems),
        "tandem_mean": _rising(lambda values: math.fsum(values) / len(values), tandems),
    }
    return RoundScores(scores=scores, arenas=by_arena, binding=_binding(whole, clinical))


def _arena_scores(leadership: Leadership) -> ArenaScores:
    low, high = _filled(leadership, 0.0), _filled(leadership, 1.0)
    tandems = [tandem(end["clinical"], end["managerial"], end["coupling"]) for end in (low, high)]
    coded = [leadership.clinical, leadership.managerial, leadership.hybrid, leadership.coupling]
    known = [value for value in coded if value is not None]
    return ArenaScores(
        intensity=Bounds(low["intensity"], high["intensity"]),
        co_presence=Bounds(tandems[0].co_presence, tandems[1].co_presence),
        tandem=Bounds(tandems[0].strength, tandems[1].strength),
        mode=leadership_mode(*known) if len(known) == 4 else None,
    )


def _filled(leadership: Leadership, extreme: float) -> dict[str, float]:
    """Put an extreme where nothing was coded; intensity follows from the rest unless it was coded."""
    names = ("clinical", "managerial", "hybrid", "coupling")
    coded = {name: getattr(leadership, name) for name in names}
    filled = {name: extreme if value is None else value for name, value in coded.items()}
    strongest = max(filled["clinical"], filled["managerial"], filled["hybrid"])
    intensity = strongest if leadership.intensity is None else leadership.intensity
    return {**filled, "intensity": intensity}


def _matching(state: RoundState, arenas: Sequence[str]) -> Bounds:
    """Bound the overlap: an arena of unknown content may share all that the others share, or nothing."""
    observed = {arena: state.emphases[arena] for arena in arenas if arena in state.emphases}
    if not observed:
        return Bounds(0.0, 1.0)
    overlap = matching(observed)
    return Bounds(overlap if len(observed) == len(arenas) else 0.0, overlap)


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


def _rising(function: Callable[[list[float]], float], inputs: Sequence[Bounds]) -> Bounds:
    """Bound a function that never falls when one of its inputs rises."""
    return Bounds(function([one.low for one in inputs]), function([one.high for one in inputs]))


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
