"""Expert panels for casecompare: how far the findings of a study hold in other countries and systems.

The plain functions are usable without the engine:

>>> from casecompare_panels import Votes, system_verdict
>>> system_verdict(Votes(holds=2, with_condition=2))
'holds with condition'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_panels.agreements import finding_agreements, overall_agreements
    from casecompare_panels.coefficients import (
        agreeing_pairs,
        agreeing_pairs_between,
        gwet_ac1,
        krippendorff_alpha,
        mean_agreement,
    )
    from casecompare_panels.judged_findings import JudgedFinding
    from casecompare_panels.judgements import Judgement, Votes, count_votes
    from casecompare_panels.options import JudgementRow, PanelsOptions
    from casecompare_panels.result import PanelsResult
    from casecompare_panels.transfers import SystemVerdict, Transfer, find_transfers
    from casecompare_panels.verdicts import Thresholds, overall_verdict, system_verdict

__all__ = [
    "JudgedFinding",
    "Judgement",
    "JudgementRow",
    "PanelsOptions",
    "PanelsResult",
    "SystemVerdict",
    "Thresholds",
    "Transfer",
    "Votes",
    "agreeing_pairs",
    "agreeing_pairs_between",
    "count_votes",
    "find_transfers",
    "finding_agreements",
    "gwet_ac1",
    "krippendorff_alpha",
    "mean_agreement",
    "overall_agreements",
    "overall_verdict",
    "system_verdict",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `panels`."""
    from casecompare_panels.declaration import METHOD

    register(METHOD)


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the judgements of a study that has panels."""
    if "panels" not in study.methods:
        return []
    from casecompare_panels.checks import panel_problems

    return panel_problems(study)


export_lazily(
    __name__,
    {
        "casecompare_panels.agreements": ("finding_agreements", "overall_agreements"),
        "casecompare_panels.coefficients": (
            "agreeing_pairs",
            "agreeing_pairs_between",
            "gwet_ac1",
            "krippendorff_alpha",
            "mean_agreement",
        ),
        "casecompare_panels.judged_findings": ("JudgedFinding",),
        "casecompare_panels.judgements": ("Judgement", "Votes", "count_votes"),
        "casecompare_panels.options": ("JudgementRow", "PanelsOptions"),
        "casecompare_panels.result": ("PanelsResult",),
        "casecompare_panels.transfers": ("SystemVerdict", "Transfer", "find_transfers"),
        "casecompare_panels.verdicts": ("Thresholds", "overall_verdict", "system_verdict"),
    },
)
