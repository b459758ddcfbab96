"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casecompare import Method, RunContext, Study
from casecompare_network.options import NetworkOptions
from casecompare_network.scores import SCORES
from casecompare_network.sections import SECTIONS

if TYPE_CHECKING:
    from casecompare import Evidence, Hypothesis, MethodResult

__all__ = ["METHOD", "QUESTION"]

QUESTION = (
    "Who holds the redesign together in each case, who bridges professions, arenas and organisations, who "
    "blocks; and what distinguishes the networks of cases with the outcome?"
)


def _run(study: Study, options: NetworkOptions, context: RunContext) -> MethodResult:
    from casecompare_network.method import run  # the algorithms are loaded when they are needed

    return run(study, options, context)


def _uses(study: Study, options: NetworkOptions) -> Sequence[str]:
    from casecompare_network.method import uses

    return uses(study, options)


def _assess(hypothesis: Hypothesis, study: Study, result: MethodResult) -> Sequence[Evidence]:
    from casecompare_network.claims import assess

    return assess(hypothesis, study, result)


METHOD = Method(
    name="network",
    title="Stakeholder networks",
    question=QUESTION,
    citation="Wasserman S, Faust K (1994), Social Network Analysis, Cambridge University Press; "
    "Gould RV, Fernandez RM (1989), Sociological Methodology 19:89-126; Burt RS (1992), Structural "
    "Holes, Harvard University Press",
    maturity="tested against reference",
    maturity_evidence=(
        "tests/test_reference.py: measures of actors and networks by igraph 1.3.5, sna 2.7.1, network 1.18.1 "
        "and netseg 1.0.2 in R, and networkx 3.6.1",
        "tests/test_structures_reference.py: core, communities, key players, equivalence, two modes and QAP "
        "by igraph 1.3.5 and sna 2.7.1 in R, and networkx 3.6.1, or by exhaustive search",
    ),
    run=_run,
    options=NetworkOptions,
    sections=SECTIONS,
    scores=SCORES,
    uses=_uses,
    assess=_assess,
)
