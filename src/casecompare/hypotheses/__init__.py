"""A claim, the evidence that methods bring for it, and the written rules that turn it into a verdict."""

from casecompare.hypotheses.evidence import Evidence, set_theoretic_evidence
from casecompare.hypotheses.verdicts import RULES, Verdict, VerdictWord, check_claims, judge

__all__ = [
    "RULES",
    "Evidence",
    "Verdict",
    "VerdictWord",
    "check_claims",
    "judge",
    "set_theoretic_evidence",
]
