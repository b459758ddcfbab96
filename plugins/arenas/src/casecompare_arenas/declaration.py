"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence

from casecompare import Method, MethodResult, RunContext, Study
from casecompare_arenas.context_sections import CONTEXT_SECTIONS
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.process_sections import PROCESS_SECTIONS
from casecompare_arenas.scores import SCORES
from casecompare_arenas.sections import SECTIONS

__all__ = ["METHOD", "QUESTION"]

QUESTION = (
    "In which arenas do clinicians and managers lead, together or apart, and how far does what they do "
    "match, reinforce each other and carry equal weight across the arenas?"
)


def _run(study: Study, options: ArenasOptions, context: RunContext) -> MethodResult:
    from casecompare_arenas.method import run  # the algorithms are loaded when they are needed

    return run(study, options, context)


def _uses(study: Study, options: ArenasOptions) -> Sequence[str]:
    from casecompare_arenas.method import uses

    return uses(study, options)


METHOD = Method(
    name="arenas",
    title="Three-arena alignment",
    question=QUESTION,
    citation="Own construction on findings of Storey J, Holti R, Hartley J, Marshall M, Matharu T "
    "(2017), Mobilizing Clinical Leadership in and around Clinical Commissioning Groups, NIHR; "
    "Venkatraman N (1989), Academy of Management Review 14(3):423-444",
    maturity="experimental",
    run=_run,
    uses=_uses,
    options=ArenasOptions,
    sections={**SECTIONS, **CONTEXT_SECTIONS, **PROCESS_SECTIONS},
    scores=SCORES,
)
