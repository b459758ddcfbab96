"""Process tracing with likelihoods: what each clue weighs, of which type it is, and what all of them leave.

A clue changes the odds of a claim by its likelihood ratio (Good 1950, *Probability and the Weighing of
Evidence*; for case studies Fairfield & Charman 2017, *Political Analysis* 25(3):363-380). Its weight is given
in decibels, ten times the decimal logarithm of the ratio, so that weights add up: 3 dB double the odds, 10 dB
make them ten times as high. The types are those of Van Evera (1997, *Guide to Methods for Students of
Political Science*), told apart by likelihood ratios and not by the likelihoods themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from casecompare.study import ProcessTest

__all__ = ["STRONG", "TestType", "Trace", "clue_weight", "find_test_type", "trace_process"]

STRONG = 10.0
"""Decibels from which a clue is called strong: odds ten times as high, or a tenth."""
_NOTHING = 1e-9
"""Decibels that binary fractions may leave of clues that outweigh each other."""

TestType = Literal["doubly decisive", "smoking gun", "hoop", "straw in the wind"]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What the clues say together.

    `weights` has the weight of each clue that was looked for, in decibels, before its dependence is taken
    off; `total` is the sum of what counts, and `posterior` the probability of the claim after it.
    """

    prior: float
    weights: tuple[float, ...]
    total: float
    posterior: float


def clue_weight(if_true: float, if_false: float, *, seen: bool) -> float:
    """Give the weight of a clue in decibels: positive for the claim, negative against it.

    Parameters
    ----------
    if_true, if_false
        How likely the clue is if the claim is true, and if it is false; between 0 and 1, neither included.
    seen
        Whether it was found. One that was looked for and is absent weighs log (1−if_true)/(1−if_false).

    Examples
    --------
    >>> round(clue_weight(0.4, 0.05, seen=True), 2), round(clue_weight(0.95, 0.5, seen=False), 2)
    (9.03, -10.0)
    """
    for likelihood in (if_true, if_false):
        if not 0 < likelihood < 1:
            raise ValueError(f"{likelihood} is no likelihood; it must lie between 0 and 1, neither included.")
    ratio = if_true / if_false if seen else (1 - if_true) / (1 - if_false)
    return 10 * math.log10(ratio)


def find_test_type(if_true: float, if_false: float) -> TestType:
    """Say what kind of test a clue is for the claim.

    A *smoking gun* is strong (10 dB) when found, a *hoop* is strong when absent, a *doubly decisive* clue
    both, a *straw in the wind* neither. A clue that is likelier if the claim is false is of that type for
    the claim's negation.

    Examples
    --------
    >>> find_test_type(0.6, 0.02), find_test_type(0.99, 0.5), find_test_type(0.95, 0.05)
    ('smoking gun', 'hoop', 'doubly decisive')
    >>> find_test_type(0.9, 0.6)
    'straw in the wind'
    """
    up, down = clue_weight(if_true, if_false, seen=True), -clue_weight(if_true, if_false, seen=False)
    if if_true < if_false:
        up, down = -up, -down
    # 0.5/0.05 and 0.95/0.095 are ten, whatever binary fractions make of them.
    is_gun, is_hoop = up >= STRONG - 1e-9, down >= STRONG - 1e-9
    if is_gun and is_hoop:
        return "doubly decisive"
    return "smoking gun" if is_gun else "hoop" if is_hoop else "straw in the wind"


def trace_process(tests: Sequence[ProcessTest], prior: float = 0.5) -> Trace:
    """Put the clues together: posterior odds = prior odds · Π LR^ω, ω the dependence of each clue.

    Clues that nobody has looked for yet (`seen` is None) do not count.

    Examples
    --------
    >>> clues = [ProcessTest(name="minutes", if_true=0.9, if_false=0.6, seen=True),
    ...          ProcessTest(name="letter", if_true=0.4, if_false=0.05, seen=True)]
    >>> trace = trace_process(clues)
    >>> round(trace.total, 2), round(trace.posterior, 3)
    (10.79, 0.923)
    """
    if not 0 < prior < 1:
        raise ValueError(f"{prior} is no prior; it must lie between 0 and 1, neither included.")
    looked_for = [(one, one.seen) for one in tests if one.seen is not None]
    weights = tuple(clue_weight(one.if_true, one.if_false, seen=seen) for one, seen in looked_for)
    total = math.fsum(weight * one.dependence for weight, (one, _) in zip(weights, looked_for, strict=True))
    total = 0.0 if abs(total) < _NOTHING else total
    odds_db = 10 * math.log10(prior / (1 - prior)) + total
    return Trace(prior=prior, weights=weights, total=total, posterior=_probability(odds_db))


def _probability(odds_db: float) -> float:
    """Give the probability for odds in decibels without running out of numbers."""
    if odds_db > 0:
        return 1 / (1 + 10 ** (-min(odds_db, 3000) / 10))
    odds: float = 10 ** (max(odds_db, -3000) / 10)
    return odds / (1 + odds)
