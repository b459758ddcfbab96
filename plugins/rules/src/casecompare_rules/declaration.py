"""What the host has to know of the method `rules` before it runs."""

from __future__ import annotations

from collections.abc import Sequence

from casecompare import Method, MethodResult, RunContext, Study
from casecompare_rules.options import RuleDocument, RulesOptions

__all__ = ["METHOD"]


def _run(study: Study, options: RulesOptions, context: RunContext) -> MethodResult:
    from casecompare_rules.overview import run  # files are read only when they are asked for

    return run(study, options, context)


def _uses(study: Study, options: RulesOptions) -> Sequence[str]:
    from casecompare_rules.overview import uses

    return uses(study, options)


METHOD = Method(
    name="rules",
    title="Rules of the study",
    question="Which scoring rules does the study bring, and does the coding keep to its checks?",
    citation="Yager RR (1988), IEEE Transactions on Systems, Man, and Cybernetics 18(1):183-190; Cronbach LJ "
    "(1951), Psychometrika 16(3):297-334",
    options=RulesOptions,
    uses=_uses,
    run=_run,
    documents={"rules": RuleDocument},
    example_options={
        "indices": {"example": {"items": {"first": {"set": "A"}, "second": {"set": "B"}}}},
        "checks": {"outcome_with_a": {"if": "Y", "then": "A + B", "message": "Y without A and B."}},
    },
)
