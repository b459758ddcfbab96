"""Several hypotheses, several chances to be lucky: p values adjusted after Holm."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from casecompare.hypotheses.evidence import Evidence

__all__ = ["ADJUSTED", "adjust", "holm", "is_test_of_claim"]

ADJUSTED = "p (Holm)"
"""The name of the measure that holds an adjusted p value; it stands right after ``p``."""
_TESTS_OF_CLAIMS = ("exact test", "permutation test")


def holm(values: Sequence[float]) -> list[float]:
    """Give the p values adjusted for how many there are, in the order given.

    The i-th smallest of m values is multiplied by m − i + 1, is never less than a smaller one's adjusted
    value and never more than 1: Holm (1979), *Scandinavian Journal of Statistics* 6(2):65-70. Undefined
    values stay undefined and do not count.

    Examples
    --------
    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    ranked = sorted((p, at) for at, p in enumerate(values) if not math.isnan(p))
    adjusted = [math.nan] * len(values)
    least = 0.0
    for rank, (p, at) in enumerate(ranked):
        least = max(least, min(1.0, p * (len(ranked) - rank)))
        adjusted[at] = least
    return adjusted


def is_test_of_claim(evidence: Evidence) -> bool:
    """Say whether a piece of evidence is a test by which the core asks if a claim holds by mere chance."""
    return evidence.source == "sets" and evidence.kind in _TESTS_OF_CLAIMS


def adjust(evidence: Sequence[Sequence[Evidence]]) -> list[tuple[Evidence, ...]]:
    """Put Holm's adjusted p beside each p, over the hypotheses of a study.

    Each hypothesis has one test of its claim, the first one in its evidence: the exact test of an
    association, the permutation test of any other claim. These are adjusted together. Any other p value
    (benchmark, necessity in degree, a method's test) is adjusted over all tests of its own kind.

    Parameters
    ----------
    evidence
        The evidence of each hypothesis.

    Examples
    --------
    >>> tests = [[Evidence(source="sets", kind="exact test", measures={"p": p})] for p in (0.01, 0.04)]
    >>> [one.measures for (one,) in adjust(tests)]
    [{'p': 0.01, 'p (Holm)': 0.02}, {'p': 0.04, 'p (Holm)': 0.04}]
    """
    adjusted: dict[tuple[int, int], float] = {}
    for places in (*_kinds(evidence), _tests_of_claims(evidence)):
        values = holm([evidence[at][place].measures["p"] for at, place in places])
        adjusted |= dict(zip(places, values, strict=True))
    return [
        tuple(
            _with_adjusted(one, adjusted[at, place]) if (at, place) in adjusted else one
            for place, one in enumerate(pieces)
        )
        for at, pieces in enumerate(evidence)
    ]


def _kinds(evidence: Sequence[Sequence[Evidence]]) -> list[list[tuple[int, int]]]:
    """Give the places of the p values of each kind: number of the hypothesis, number of the piece."""
    kinds: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for at, pieces in enumerate(evidence):
        for place, one in enumerate(pieces):
            if "p" in one.measures:
                kinds.setdefault((one.source, one.kind), []).append((at, place))
    return list(kinds.values())


def _tests_of_claims(evidence: Sequence[Sequence[Evidence]]) -> list[tuple[int, int]]:
    firsts: list[tuple[int, int]] = []
    for at, pieces in enumerate(evidence):
        tests = (place for place, one in enumerate(pieces) if is_test_of_claim(one) and "p" in one.measures)
        firsts += [(at, place) for place in itertools.islice(tests, 1)]
    return firsts


def _with_adjusted(evidence: Evidence, adjusted: float) -> Evidence:
    measures: dict[str, float] = {}
    for name, value in evidence.measures.items():
        measures[name] = value
        if name == "p":
            measures[ADJUSTED] = adjusted
    return replace(evidence, measures=measures)
