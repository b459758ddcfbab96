"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casecompare import Method, RunContext, Study
from casecompare_panels.options import PanelsOptions

if TYPE_CHECKING:
    from casecompare import Evidence, Hypothesis, MethodResult

__all__ = ["METHOD", "QUESTION"]

QUESTION = "Do the findings hold in other countries and systems, and how far do expert panels agree on that?"


def _run(study: Study, options: PanelsOptions, context: RunContext) -> MethodResult:
    from casecompare_panels.method import run  # the tables and figures are loaded when they are needed

    return run(study, options, context)


def _uses(study: Study, options: PanelsOptions) -> Sequence[str]:
    from casecompare_panels.method import uses

    return uses(study, options)


def _assess(hypothesis: Hypothesis, study: Study, result: MethodResult) -> Sequence[Evidence]:
    from casecompare_panels.assessment import assess

    return assess(hypothesis, study, result)


METHOD = Method(
    name="panels",
    title="Expert panels and transfer",
    question=QUESTION,
    citation="Gwet KL (2014), Handbook of Inter-Rater Reliability, 4th edition, Advanced Analytics; "
    "Krippendorff K (2013), Content Analysis, 3rd edition, Sage; Diamond IR et al. (2014), Journal of "
    "Clinical Epidemiology 67(4):401-409",
    maturity="tested against reference",
    maturity_evidence=(
        "tests/test_coefficients.py: alpha, AC1 and agreeing pairs of irr 0.84.1 and irrCAC 1.0 in R, and of "
        "krippendorff 0.9.0 and irrCAC 0.4.4 in Python",
    ),
    example_options={
        "judgements": [
            {
                "panel": "P1",
                "country": "Wales",
                "expert": f"E{number}",
                "finding": "H1",
                "judgement": judgement,
            }
            for number, judgement in enumerate(("holds", "holds", "does not hold"), start=1)
        ]
    },
    run=_run,
    options=PanelsOptions,
    uses=_uses,
    assess=_assess,
)
