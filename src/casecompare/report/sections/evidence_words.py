"""The words in which evidence and verdicts are shown, wherever they stand."""

from __future__ import annotations

from dataclasses import replace

from casecompare.hypotheses import ADJUSTED, Evidence, VerdictWord
from casecompare.report.content import Chip, Tone
from casecompare.report.sections.statements import show_measure
from casecompare.report.text import one_line

__all__ = ["is_p", "show_measures", "show_p_values", "verdict_chip", "without_cases"]

_TONES: dict[VerdictWord, Tone] = {
    "supported": "good",
    "mixed": "mixed",
    "against": "bad",
    "undetermined": "open",
}


def verdict_chip(word: VerdictWord) -> Chip:
    """Give a verdict as a chip.

    Examples
    --------
    >>> verdict_chip("mixed")
    Chip(word='mixed', tone='mixed')
    """
    return Chip(word, _TONES[word])


def show_measures(evidence: Evidence, space: str = " ") -> str:
    """Write the measures of a piece of evidence in the order in which they were given.

    Examples
    --------
    >>> show_measures(Evidence(source="sets", kind="exact test", measures={"p": 0.25, "cases": 6.0}))
    'p 0.250 · cases 6'
    """
    shown = (one_line(show_measure(name, value)) for name, value in evidence.measures.items())
    return " · ".join(measure.replace(" ", space) for measure in shown)


def show_p_values(evidence: Evidence, space: str = " ") -> str:
    """Write no more of a test than its p values, the smallest that can be reached first.

    Examples
    --------
    >>> show_p_values(Evidence(source="sets", kind="permutation test",
    ...                        measures={"smallest reachable p": 0.0001, "p": 0.25, "cases": 6.0}))
    'smallest reachable p <0.001 · p 0.250'
    """
    kept = {name: value for name, value in evidence.measures.items() if is_p(name)}
    return show_measures(replace(evidence, measures=kept), space)


def without_cases(evidence: Evidence) -> Evidence:
    """Give a piece of evidence without its counts of cases.

    Examples
    --------
    >>> without_cases(Evidence(source="sets", kind="exact test", measures={"p": 0.25, "cases": 6.0})).measures
    {'p': 0.25}
    """
    kept = {name: value for name, value in evidence.measures.items() if not name.startswith("cases")}
    return replace(evidence, measures=kept)


def is_p(name: str) -> bool:
    """Say whether a measure is a p value, the smallest reachable one included.

    Examples
    --------
    >>> is_p("p (Holm)"), is_p("PRI")
    (True, False)
    """
    return name in ("p", ADJUSTED, "smallest reachable p")
