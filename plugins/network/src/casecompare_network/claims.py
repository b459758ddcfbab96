"""What the networks say about a claim whose condition is a score of theirs."""

from __future__ import annotations

import math

from casecompare import Evidence, Hypothesis, MethodResult, Study
from casecompare.sets import parse_claim
from casecompare_network.across_cases import Difference
from casecompare_network.result import NetworkResult
from casecompare_network.words import basis_of_p

__all__ = ["assess"]


def assess(hypothesis: Hypothesis, study: Study, result: MethodResult) -> list[Evidence]:
    """Give the exact comparison of the raw score for each condition of a claim that is a network score.

    The claim is judged by its calibrated sets; this stands beside and does not depend on the anchors.

    Parameters
    ----------
    hypothesis
        Its claim is looked through for codebook entries with ``from: network.SCORE``.
    study
        Gives the codebook.
    result
        What the method found.

    Returns
    -------
    list
        Empty where the claim has no such condition, or speaks of another outcome than was compared.
    """
    if not isinstance(result, NetworkResult):
        return []
    claim = parse_claim(hypothesis.claim)
    if result.outcome not in claim.outcome.names:
        return []
    found = []
    for name in sorted(claim.condition.names):
        method, score = (study.codebook[name].derived_from if name in study.codebook else None) or ("", "")
        compared = next((one for one in result.compared if one.measure == score), None)
        if method != "network" or compared is None or math.isnan(compared.difference.p):
            continue
        difference = compared.difference
        found.append(
            Evidence(
                source="network",
                kind="exact comparison of networks" if difference.is_exact else "comparison of networks",
                measures={
                    f"{score}, with {result.outcome}": difference.mean_in,
                    f"{score}, without": difference.mean_out,
                    "larger with": difference.effect,
                    "smallest reachable p": difference.smallest,
                    "p": difference.p,
                    "cases": float(difference.n_in + difference.n_out),
                },
                sentence=f"Before calibration {score} is {difference.mean_in:.3f} on average in cases with "
                f"{result.outcome} and {difference.mean_out:.3f} in cases without it "
                f"(two-sided p = {difference.p:.4f}; {_said(difference)}).",
            )
        )
    return found


def _said(found: Difference) -> str:
    return basis_of_p(is_exact=found.is_exact, labelings=found.labelings, error=found.error)
