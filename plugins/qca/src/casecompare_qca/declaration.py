"""What the host has to know of the method before it runs: question, options, scores; nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casecompare import Method, RunContext, Score, Study
from casecompare_qca.options import QcaOptions, names_in

if TYPE_CHECKING:
    from casecompare import Evidence, Hypothesis, MethodResult

__all__ = ["METHOD", "QUESTION", "SCORES", "uses"]

QUESTION = (
    "Which combinations of conditions are enough for the outcome, which conditions are needed, and which "
    "cases does that not fit?"
)

SCORES = (
    Score(
        name="solution",
        title="In the solution",
        description="Membership in the first model of the reported solution; .low and .high are the smallest "
        "and largest over all tied models.",
        direction="explained by the solution",
        missing="missing for a case that is left out",
    ),
    Score(
        name="negated_solution",
        title="In the solution for the opposite",
        description="The same for the opposite of the outcome.",
        direction="explained by the solution for the opposite",
        missing="missing for a case that is left out",
    ),
    Score(
        name="row",
        title="Truth table row",
        description="Number of the row that the case belongs to.",
        range=(1, None),
        missing="missing for a case that is left out, or half in and half out of a condition",
    ),
)


def uses(study: Study, options: QcaOptions) -> Sequence[str]:
    """Give the sets that an analysis needs: the conditions, the outcome, and further outcomes."""
    further = [name for one in options.several_outcomes for name in names_in(one)]
    return [*options.conditions, *names_in(options.outcome or study.outcome), *further]


def _run(study: Study, options: QcaOptions, context: RunContext) -> MethodResult:
    from casecompare_qca.method import run  # the algorithms are loaded when they are needed

    return run(study, options, context)


def _assess(hypothesis: Hypothesis, study: Study, result: MethodResult) -> Sequence[Evidence]:
    from casecompare_qca.method import QcaResult
    from casecompare_qca.reporting.assessment import assess

    return assess(hypothesis, study, result) if isinstance(result, QcaResult) else ()


METHOD = Method(
    name="qca",
    title="Qualitative comparative analysis",
    question=QUESTION,
    citation="Ragin CC (2008), Redesigning Social Inquiry: Fuzzy Sets and Beyond, University of "
    "Chicago Press; Schneider CQ, Wagemann C (2012), Set-Theoretic Methods for the Social Sciences, "
    "Cambridge University Press",
    maturity="tested against reference",
    maturity_evidence=(
        "tests/test_reference.py: truth tables, minimization and fit of QCA 3.25.1 in R",
        "tests/test_robustness_reference.py, tests/test_case_selection_reference.py, "
        "tests/test_set_relations_reference.py: QCA 3.25.1 and SetMethods 4.1 in R",
    ),
    example_options={"conditions": ["A", "B", "C"]},
    run=_run,
    options=QcaOptions,
    scores=SCORES,
    uses=uses,
    assess=_assess,
)
