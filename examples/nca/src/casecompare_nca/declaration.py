"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence

from casecompare import Evidence, Hypothesis, Method, MethodResult, RunContext, Study
from casecompare_nca.options import NcaOptions

__all__ = ["METHOD", "QUESTION"]

QUESTION = "Which level of a condition is necessary for which level of the outcome, and how much is needed?"


def _run(study: Study, options: NcaOptions, context: RunContext) -> MethodResult:
    from casecompare_nca.method import run  # the algorithms are loaded when they are needed

    return run(study, options, context)


def _uses(study: Study, options: NcaOptions) -> Sequence[str]:
    from casecompare_nca.variables import used_sets

    return used_sets(study, options)


def _assess(hypothesis: Hypothesis, study: Study, result: MethodResult) -> Sequence[Evidence]:
    from casecompare_nca.evidence import assess

    return assess(hypothesis, result)


METHOD = Method(
    name="nca",
    title="Necessary condition analysis",
    question=QUESTION,
    citation="Dul J (2016), Necessary Condition Analysis (NCA): Logic and methodology of 'necessary but not "
    "sufficient' causality, Organizational Research Methods 19(1):10-52",
    maturity="tested against reference",
    maturity_evidence=(
        "tests/test_reference.py: 164 checks with numbers of NCA 5.0.1 in R, on published and made data",
    ),
    run=_run,
    options=NcaOptions,
    uses=_uses,
    assess=_assess,
    example_options={"permutations": 200, "contrasts": [["A", "B"]]},
)
