"""The evidence of the panels for a hypothesis: judgement, which stands beside and is not counted."""

from __future__ import annotations

import math
from collections.abc import Sequence

from casecompare import Evidence, Hypothesis, MethodResult, Study
from casecompare_panels.coefficients import agreeing_pairs
from casecompare_panels.findings import transfer_sentence
from casecompare_panels.result import PanelsResult
from casecompare_panels.transfers import Transfer

__all__ = ["assess"]

KIND = "expert panels"
"""What the evidence is called; the verdict table has a column of this name."""


def assess(hypothesis: Hypothesis, study: Study, result: MethodResult) -> Sequence[Evidence]:
    """Give what the panels say of a hypothesis, or of the finding that it comes from.

    Parameters
    ----------
    hypothesis
        Panels may have judged it by its name, or the finding that it comes from. What they say of the
        hypothesis itself goes before what they say of its finding.
    study
        Not used: everything is in the result.
    result
        What the method found.

    Returns
    -------
    sequence
        Empty where no panel was asked. It names no cases: experts speak about systems.
    """
    if not isinstance(result, PanelsResult):
        return ()
    about = [one for one in result.transfers if hypothesis.name in one.finding.hypotheses]
    itself = [one for one in about if one.finding.name == hypothesis.name]
    return [_evidence(hypothesis, transfer) for transfer in itself or about]


def _evidence(hypothesis: Hypothesis, transfer: Transfer) -> Evidence:
    votes = transfer.votes
    measures: dict[str, float] = {"systems": len(transfer.systems), "experts": votes.asked}
    if transfer.word != "unknown":
        words = ("holds", "with condition", "does not hold")
        measures |= dict(zip(words, votes.shares, strict=True))
    pairs = agreeing_pairs(votes[:3])
    if transfer.word != "unknown" and not math.isnan(pairs):
        measures["agreeing pairs"] = pairs
    sentence = transfer_sentence(transfer)
    if transfer.finding.name != hypothesis.name:
        sentence += " The experts judged the finding, not this form of the claim."
    return Evidence(source="panels", kind=KIND, measures=measures, sentence=sentence)
