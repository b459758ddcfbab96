"""Three-arena alignment for casecompare: who leads where, and how far the arenas act in tune.

The plain functions are usable without the engine:

>>> from casecompare_arenas import tandem
>>> round(tandem(clinical=0.8, managerial=0.8, coupling=0.8).strength, 2)
0.64
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casecompare import Method, Problem, Study, hookimpl
from casecompare_arenas.alignment import (
    Commensurateness,
    alignment,
    binding_part,
    clinical_condition,
    commensurateness,
    fit,
    matching,
    matching_pairs,
    reinforcement,
    shares,
    two_way_links,
)
from casecompare_arenas.leadership import Mode, Tandem, leadership_mode, tandem
from casecompare_arenas.method import QUESTION, SCORES, run
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import record_problems
from casecompare_arenas.scoring import Bounds, Leadership, RoundScores, RoundState, score_round
from casecompare_arenas.sections import SECTIONS

__all__ = [
    "Bounds",
    "Commensurateness",
    "Leadership",
    "Mode",
    "RoundScores",
    "RoundState",
    "Tandem",
    "alignment",
    "binding_part",
    "clinical_condition",
    "commensurateness",
    "fit",
    "leadership_mode",
    "matching",
    "matching_pairs",
    "reinforcement",
    "score_round",
    "shares",
    "tandem",
    "two_way_links",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `arenas`."""
    register(
        Method(
            name="arenas",
            title="Three-arena alignment",
            question=QUESTION,
            citation="Own construction on findings of Storey J, Holti R, Hartley J, Marshall M, Matharu T "
            "(2017), Mobilizing Clinical Leadership in and around Clinical Commissioning Groups, NIHR; "
            "Venkatraman N (1989), Academy of Management Review 14(3):423-444",
            maturity="experimental",
            run=run,
            options=ArenasOptions,
            sections=SECTIONS,
            scores=SCORES,
        )
    )


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the sections that this plugin reads."""
    return list(record_problems(study))
