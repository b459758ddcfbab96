"""Three-arena alignment for casecompare: who leads where, and how far the arenas act in tune.

The plain functions are usable without the engine:

>>> from casecompare_arenas import tandem
>>> round(tandem(clinical=0.8, managerial=0.8, coupling=0.8).strength, 2)
0.64
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_arenas.aggregation import choquet_integral, ordered_average, power_mean
    from casecompare_arenas.alignment import (
        Commensurateness,
        alignment,
        binding_part,
        clinical_condition,
        commensurateness,
        fit,
        matching,
        matching_pairs,
        mean_overlap,
        reinforcement,
        shares,
        two_way_links,
    )
    from casecompare_arenas.bounds import Bounds
    from casecompare_arenas.case_scores import CaseScores, score_case
    from casecompare_arenas.coders import Spread, interval_alpha, jackknife_error, spread
    from casecompare_arenas.leadership import Mode, Tandem, leadership_mode, tandem
    from casecompare_arenas.logics import Logics, diversity, measure_logics
    from casecompare_arenas.perspectives import (
        covariation,
        gestalts,
        mediation_share,
        moderation,
        profile_deviation,
    )
    from casecompare_arenas.repair import ArenaScore, RepairGain, arena_scores, repair_gain, weakest_arenas
    from casecompare_arenas.rounds import (
        Origin,
        drift,
        lead_lag,
        leading_arenas,
        origins,
        sustained,
        theil_sen,
    )
    from casecompare_arenas.scoring import ArenaScores, Leadership, RoundScores, RoundState, Rule, score_round
    from casecompare_arenas.sensitivity import aggregator_fits, merging_gain, rank_order, ranks
    from casecompare_arenas.vectorised import score_states
    from casecompare_arenas.weights import Acceptability, rank_acceptability, weight_share, weight_swings

__all__ = [
    "Acceptability",
    "ArenaScore",
    "ArenaScores",
    "Bounds",
    "CaseScores",
    "Commensurateness",
    "Leadership",
    "Logics",
    "Mode",
    "Origin",
    "RepairGain",
    "RoundScores",
    "RoundState",
    "Rule",
    "Spread",
    "Tandem",
    "aggregator_fits",
    "alignment",
    "arena_scores",
    "binding_part",
    "choquet_integral",
    "clinical_condition",
    "commensurateness",
    "covariation",
    "diversity",
    "drift",
    "fit",
    "gestalts",
    "interval_alpha",
    "jackknife_error",
    "lead_lag",
    "leadership_mode",
    "leading_arenas",
    "matching",
    "matching_pairs",
    "mean_overlap",
    "measure_logics",
    "mediation_share",
    "merging_gain",
    "moderation",
    "ordered_average",
    "origins",
    "power_mean",
    "profile_deviation",
    "rank_acceptability",
    "rank_order",
    "ranks",
    "reinforcement",
    "repair_gain",
    "score_case",
    "score_round",
    "score_states",
    "shares",
    "spread",
    "sustained",
    "tandem",
    "theil_sen",
    "two_way_links",
    "weakest_arenas",
    "weight_share",
    "weight_swings",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `arenas`."""
    from casecompare_arenas.declaration import METHOD

    register(METHOD)


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the sections that this plugin reads."""
    if not any(case.sections for case in study.cases.values()):
        return []
    from casecompare_arenas.checks import record_problems

    return list(record_problems(study))


export_lazily(
    __name__,
    {
        "casecompare_arenas.aggregation": (
            "choquet_integral",
            "ordered_average",
            "power_mean",
        ),
        "casecompare_arenas.alignment": (
            "Commensurateness",
            "alignment",
            "binding_part",
            "clinical_condition",
            "commensurateness",
            "fit",
            "matching",
            "matching_pairs",
            "mean_overlap",
            "reinforcement",
            "shares",
            "two_way_links",
        ),
        "casecompare_arenas.bounds": ("Bounds",),
        "casecompare_arenas.case_scores": (
            "CaseScores",
            "score_case",
        ),
        "casecompare_arenas.coders": (
            "Spread",
            "interval_alpha",
            "jackknife_error",
            "spread",
        ),
        "casecompare_arenas.leadership": (
            "Mode",
            "Tandem",
            "leadership_mode",
            "tandem",
        ),
        "casecompare_arenas.logics": (
            "Logics",
            "diversity",
            "measure_logics",
        ),
        "casecompare_arenas.perspectives": (
            "covariation",
            "gestalts",
            "mediation_share",
            "moderation",
            "profile_deviation",
        ),
        "casecompare_arenas.repair": (
            "ArenaScore",
            "RepairGain",
            "arena_scores",
            "repair_gain",
            "weakest_arenas",
        ),
        "casecompare_arenas.rounds": (
            "Origin",
            "drift",
            "lead_lag",
            "leading_arenas",
            "origins",
            "sustained",
            "theil_sen",
        ),
        "casecompare_arenas.scoring": (
            "ArenaScores",
            "Leadership",
            "RoundScores",
            "RoundState",
            "Rule",
            "score_round",
        ),
        "casecompare_arenas.sensitivity": (
            "aggregator_fits",
            "merging_gain",
            "rank_order",
            "ranks",
        ),
        "casecompare_arenas.vectorised": ("score_states",),
        "casecompare_arenas.weights": (
            "Acceptability",
            "rank_acceptability",
            "weight_share",
            "weight_swings",
        ),
    },
)
