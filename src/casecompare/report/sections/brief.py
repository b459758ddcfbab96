"""The answer in a few lines: what leads to the outcome, the verdicts counted, misfits, the nearest change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from casecompare.hypotheses import VerdictWord
from casecompare.methods import Comparison, Finding
from casecompare.report.content import Block, Chip, Facts, Inline, Line, Text, line
from casecompare.report.links import Links
from casecompare.report.sections.evidence_words import verdict_chip
from casecompare.report.sections.misfits import misfit_cases
from casecompare.report.sections.robustness import what_would_change
from casecompare.report.text import shorten
from casecompare.sets import parse_claim

__all__ = ["brief_facts"]

_MOST_PATHS = 4
_WORDS: tuple[VerdictWord, ...] = ("supported", "mixed", "against", "undetermined")


def brief_facts(
    comparison: Comparison, links: Links, paths: Sequence[Finding], uncovered: Sequence[str]
) -> Iterator[Block]:
    """Give one line for each question that the first section answers at length.

    Parameters
    ----------
    comparison, links
        What is reported, and its anchors.
    paths
        The findings on what is enough for the outcome.
    uncovered
        The cases in the outcome that none of them counts as its own.
    """
    pairs = (
        (f"leads to {shorten(comparison.study.outcome, 30)}", _paths(paths, links)),
        ("hypotheses", tuple(_verdicts(comparison))),
        ("cases that do not fit", _misfits(misfit_cases(comparison, links, uncovered), links)),
        ("would most change it", next(iter(what_would_change(comparison.robustness, links, most=1)), ())),
    )
    given = tuple((label, said) for label, said in pairs if said)
    if len(given) > 1:
        yield Facts(given)


def _paths(paths: Sequence[Finding], links: Links) -> Line:
    pieces: list[Inline | str] = []
    for finding in paths[:_MOST_PATHS]:
        pieces += [", or " if pieces else "", links.formula(str(parse_claim(finding.claim).condition))]
        pieces += [" (", *links.case_list(finding.cases_for), ")"] if finding.cases_for else []
    if len(paths) > _MOST_PATHS:
        pieces.append(f", or {len(paths) - _MOST_PATHS} further")
    return line(*pieces)


def _verdicts(comparison: Comparison) -> Iterator[Inline]:
    counts = Counter(verdict.word for verdict in comparison.verdicts)
    for at, word in enumerate(word for word in _WORDS if counts[word]):
        if at:
            yield Text(" ")
        yield Chip(f"{counts[word]} {word}", verdict_chip(word).tone)


def _misfits(cases: Sequence[str], links: Links) -> Line:
    if not cases:
        return ()
    return line(*links.case_list(cases), ": ", Text("what they contradict", target="answer-cases"))
