"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from casecompare import Method, MethodResult, RunContext, Score, Study
from casecompare_agreement.options import AgreementOptions

__all__ = ["METHOD", "QUESTION", "SCORES"]

QUESTION = "How far do the codes depend on who coded, and which values do coders disagree on?"

SCORES = (
    Score(
        name="disagreement",
        title="Disagreement of coders",
        description="Mean absolute difference in membership between coders, over the case's fuzzy values "
        "with two coders at least; of a value that several sets are made from, the largest.",
        direction="more disagreement",
        missing="missing where no fuzzy value of the case has two coders",
    ),
)


def _run(study: Study, options: AgreementOptions, context: RunContext) -> MethodResult:
    from casecompare_agreement.method import run  # the algorithms are loaded when they are needed

    return run(study, options, context)


METHOD = Method(
    name="agreement",
    title="Agreement of coders",
    question=QUESTION,
    citation="Krippendorff K (2013), Content Analysis, 3rd edition, Sage; Gwet KL (2014), Handbook "
    "of Inter-Rater Reliability, 4th edition, Advanced Analytics",
    maturity="tested against reference",
    maturity_evidence=(
        "tests/test_reference.py: numbers of irr 0.84.1, irrCAC 1.0 and multilevel 2.8 in R, and "
        "of krippendorff 0.9.0, pingouin 0.7.0, scikit-learn 1.9.1, statsmodels 0.15.0 and irrCAC 0.4.4 "
        "in Python",
    ),
    run=_run,
    options=AgreementOptions,
    scores=SCORES,
)
