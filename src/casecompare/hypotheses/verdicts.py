"""From evidence to a word: the written rules that every report cites.

The cut-offs are the usual ones of the literature (Schneider & Wagemann 2012, ch. 5 and 9; Oana, Schneider
& Thomann 2021): inclusion 0.8 and PRI 0.5 for sufficiency, inclusion 0.9 and relevance of necessity 0.5
for necessity, p 0.05 for an association. There is no voting: each claim is judged by the evidence of its
own kind.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pandas as pd

from casecompare.errors import ExpressionError, Problem, did_you_mean
from casecompare.hypotheses.evidence import Evidence, set_theoretic_evidence
from casecompare.sets import Claim, parse_claim
from casecompare.study import Hypothesis, Study

__all__ = ["RULES", "Verdict", "VerdictWord", "check_claims", "judge"]

VerdictWord = Literal["supported", "mixed", "against", "undetermined"]

RULES: Mapping[str, str] = MappingProxyType(
    {
        "=>": "Sufficiency is supported when inclusion is at least 0.8, PRI at least 0.5 and no case is in "
        "the condition but out of the outcome; mixed when the fit holds but such cases exist, or when "
        "inclusion is at least 0.65 with a PRI of at least 0.5; else against. It is undetermined when no "
        "case is in the condition.",
        "<=": "Necessity is supported when inclusion is at least 0.9, the relevance of necessity (RoN) at "
        "least 0.5 and no case has the outcome without the condition; mixed when inclusion is at least 0.8 "
        "but one of these fails (a RoN below 0.5 means that the condition is near-trivial); else against. "
        "It is undetermined when no case has the outcome.",
        "<=>": "Sufficient and necessary at once: the weaker of the two verdicts.",
        "~": "An association is supported when the one-sided exact p is at most 0.05; mixed when the "
        "outcome is more frequent inside the condition but p is larger; against when it is not more "
        "frequent. It is undetermined when not even a perfect separation could reach 0.05.",
    }
)
_WEAKEST_FIRST: tuple[VerdictWord, ...] = ("undetermined", "against", "mixed", "supported")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the evidence says of one hypothesis, and by which rule."""

    hypothesis: Hypothesis
    word: VerdictWord
    rule: str
    evidence: tuple[Evidence, ...]

    @property
    def cases_against(self) -> tuple[str, ...]:
        """The cases that contradict the claim, in the order of the study."""
        return tuple(dict.fromkeys(case for one in self.evidence for case in one.cases_against))


def check_claims(study: Study) -> list[Problem]:
    """Give every problem of the study's claims: formulas that cannot be read, names that do not exist.

    A claim may name codebook entries only; its condition may not name its outcome.
    """
    problems: list[Problem] = []
    for name, hypothesis in study.hypotheses.items():
        where = ("hypotheses", name, "claim")
        try:
            claim = parse_claim(hypothesis.claim)
        except ExpressionError as error:
            problems.append(study.problem(*where, message=str(error), code="unreadable-claim"))
            continue
        problems += [
            study.problem(
                *where,
                message=f"'{unknown}' is not in the codebook.",
                hint=did_you_mean(unknown, study.codebook),
                code="unknown-set",
            )
            for unknown in sorted((claim.condition.names | claim.outcome.names) - set(study.codebook))
        ]
        problems += [
            study.problem(
                *where,
                message=f"'{shared}' stands on both sides of the claim.",
                hint="A claim about itself is always true.",
                code="circular-claim",
            )
            for shared in sorted(claim.condition.names & claim.outcome.names)
        ]
    return problems


def judge(hypothesis: Hypothesis, memberships: pd.DataFrame, further: tuple[Evidence, ...] = ()) -> Verdict:
    """Give the verdict on a hypothesis from the memberships of the cases.

    Parameters
    ----------
    hypothesis
        Its claim must be readable and name columns of `memberships`.
    memberships
        One row per case, one column per codebook entry.
    further
        Evidence that methods brought; shown beside, not counted.

    Raises
    ------
    ExpressionError
        if the claim cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> sets = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> judge(Hypothesis(name="H1", claim="A => Y"), sets).word
    'supported'
    >>> judge(Hypothesis(name="H2", claim="A <= Y"), sets).cases_against
    ('m',)
    """
    claim = parse_claim(hypothesis.claim)
    evidence = set_theoretic_evidence(claim, memberships)
    return Verdict(
        hypothesis=hypothesis,
        word=_word(claim, evidence),
        rule=RULES[claim.relation],
        evidence=(evidence, *further),
    )


def _word(claim: Claim, evidence: Evidence) -> VerdictWord:
    measures, has_against = evidence.measures, bool(evidence.cases_against)
    if claim.relation == "=>":
        return _sufficiency_word(measures, has_against)
    if claim.relation == "<=":
        return _necessity_word(measures, has_against)
    if claim.relation == "<=>":
        both = _sufficiency_word(measures, has_against), _necessity_word(measures, has_against)
        return min(both, key=_WEAKEST_FIRST.index)
    return _association_word(measures)


def _sufficiency_word(measures: Mapping[str, float], has_against: bool) -> VerdictWord:
    if not measures["cases in the condition"] or math.isnan(measures["inclusion"]):
        return "undetermined"
    # An undefined PRI means that the outcome and its absence overlap wherever the condition is present.
    has_pri = measures["PRI"] >= 0.5
    if measures["inclusion"] >= 0.8 and has_pri and not has_against:
        return "supported"
    return "mixed" if measures["inclusion"] >= 0.65 and has_pri else "against"


def _necessity_word(measures: Mapping[str, float], has_against: bool) -> VerdictWord:
    if not measures["cases with the outcome"] or math.isnan(measures["necessity inclusion"]):
        return "undetermined"
    inclusion, relevance = measures["necessity inclusion"], measures["RoN"]
    if inclusion >= 0.9 and relevance >= 0.5 and not has_against:
        return "supported"
    return "mixed" if inclusion >= 0.8 else "against"


def _association_word(measures: Mapping[str, float]) -> VerdictWord:
    smallest, p = measures["smallest reachable p"], measures["p"]
    inside, outside = measures["share inside"], measures["share outside"]
    if math.isnan(inside) or math.isnan(outside) or not smallest <= 0.05:
        return "undetermined"
    if p <= 0.05:
        return "supported"
    return "mixed" if inside > outside else "against"
