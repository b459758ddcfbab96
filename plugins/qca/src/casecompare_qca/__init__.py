"""Qualitative comparative analysis for casecompare: crisp, fuzzy and multi-value sets.

The plain functions are usable without the engine:

>>> import pandas as pd
>>> from casecompare_qca import minimize, truth_table
>>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 0, 0, 0]}, index=list("klmn"))
>>> minimize(truth_table(cases, "Y", ["A", "B"])).formula
'A*B => Y'

Names are resolved when they are first used, so that a program that only lists its plugins stays quick.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl

if TYPE_CHECKING:
    from casecompare.sets import calibrate
    from casecompare_qca.assessment import claim_in_solution
    from casecompare_qca.budget import Budget
    from casecompare_qca.calibration_checks import CalibrationCheck, CalibrationKind, check_calibrated_set
    from casecompare_qca.case_selection import CaseSelection, select_cases
    from casecompare_qca.chains import CausalChain, ChainModel, Link, Ordering, causal_chain
    from casecompare_qca.clusters import ClusterFit, cluster_diagnostics, model_cluster_diagnostics
    from casecompare_qca.combinations import (
        Combination,
        Combinations,
        necessary_combinations,
        sufficient_combinations,
    )
    from casecompare_qca.contradictions import Contradiction, find_contradictions
    from casecompare_qca.counterfactuals import Counterfactual, counterfactuals
    from casecompare_qca.enhanced import (
        EnhancedAnalysis,
        Exclusion,
        Untenable,
        enhanced_standard_analysis,
        untenable_remainders,
    )
    from casecompare_qca.figures import (
        calibration_plot,
        configuration_chart,
        implicant_chart,
        truth_table_tiles,
        upset,
        venn,
        xy_plot,
    )
    from casecompare_qca.fit_tables import membership_table, model_fit_table
    from casecompare_qca.fitting import fit
    from casecompare_qca.intermediate import intermediate, intermediate_between, standard_analysis
    from casecompare_qca.lint import lint, lint_names, lint_solutions, lint_table
    from casecompare_qca.membership_checks import half_memberships, skewness
    from casecompare_qca.method import QcaResult
    from casecompare_qca.minimization import minimize
    from casecompare_qca.model_space import ModelSpace
    from casecompare_qca.necessity import necessity, sufficiency
    from casecompare_qca.necessity_cases import NecessityCases, select_necessity_cases
    from casecompare_qca.options import QcaOptions
    from casecompare_qca.recoding import Decision, recode
    from casecompare_qca.remainders import (
        SimultaneousSubset,
        contradictory_assumptions,
        find_rows,
        negated_table,
        shared_simplifying_rows,
        simplifying_rows,
        simultaneous_subset_relations,
    )
    from casecompare_qca.replicate import replicate_script
    from casecompare_qca.retention import Retention, RowRetention, retention
    from casecompare_qca.robustness import Robustness, compare_solutions, robustness
    from casecompare_qca.robustness_ranges import (
        Bound,
        Range,
        calibration_range,
        consistency_range,
        frequency_range,
    )
    from casecompare_qca.row_sets import RowSet
    from casecompare_qca.several_outcomes import minimize_several_outcomes
    from casecompare_qca.solution import Assumptions, Model, Pair, Solution, TermFit
    from casecompare_qca.sweeps import Specification, Sweep, SweepEntry, sweep
    from casecompare_qca.target_regression import Family, calibrate_by_regression
    from casecompare_qca.terms import Term
    from casecompare_qca.theory import TheoryEvaluation, evaluate_theory
    from casecompare_qca.thresholds import Distance, Linkage, find_thresholds
    from casecompare_qca.truth_table import TruthTable, TruthTableRow, truth_table

__all__ = [
    "Assumptions",
    "Bound",
    "Budget",
    "CalibrationCheck",
    "CalibrationKind",
    "CaseSelection",
    "CausalChain",
    "ChainModel",
    "ClusterFit",
    "Combination",
    "Combinations",
    "Contradiction",
    "Counterfactual",
    "Decision",
    "Distance",
    "EnhancedAnalysis",
    "Exclusion",
    "Family",
    "Link",
    "Linkage",
    "Model",
    "ModelSpace",
    "NecessityCases",
    "Ordering",
    "Pair",
    "QcaOptions",
    "QcaResult",
    "Range",
    "Retention",
    "Robustness",
    "RowRetention",
    "RowSet",
    "SimultaneousSubset",
    "Solution",
    "Specification",
    "Sweep",
    "SweepEntry",
    "Term",
    "TermFit",
    "TheoryEvaluation",
    "TruthTable",
    "TruthTableRow",
    "Untenable",
    "calibrate",
    "calibrate_by_regression",
    "calibration_plot",
    "calibration_range",
    "causal_chain",
    "check_calibrated_set",
    "claim_in_solution",
    "cluster_diagnostics",
    "compare_solutions",
    "configuration_chart",
    "consistency_range",
    "contradictory_assumptions",
    "counterfactuals",
    "enhanced_standard_analysis",
    "evaluate_theory",
    "find_contradictions",
    "find_rows",
    "find_thresholds",
    "fit",
    "frequency_range",
    "half_memberships",
    "implicant_chart",
    "intermediate",
    "intermediate_between",
    "lint",
    "lint_names",
    "lint_solutions",
    "lint_table",
    "membership_table",
    "minimize",
    "minimize_several_outcomes",
    "model_cluster_diagnostics",
    "model_fit_table",
    "necessary_combinations",
    "necessity",
    "negated_table",
    "recode",
    "replicate_script",
    "retention",
    "robustness",
    "select_cases",
    "select_necessity_cases",
    "shared_simplifying_rows",
    "simplifying_rows",
    "simultaneous_subset_relations",
    "skewness",
    "standard_analysis",
    "sufficiency",
    "sufficient_combinations",
    "sweep",
    "truth_table",
    "truth_table_tiles",
    "untenable_remainders",
    "upset",
    "venn",
    "xy_plot",
]

__version__ = "0.1.0"

_HOMES = {
    "assessment": ("claim_in_solution",),
    "budget": ("Budget",),
    "calibration_checks": (
        "CalibrationCheck",
        "CalibrationKind",
        "check_calibrated_set",
    ),
    "case_selection": (
        "CaseSelection",
        "select_cases",
    ),
    "chains": (
        "CausalChain",
        "ChainModel",
        "Link",
        "Ordering",
        "causal_chain",
    ),
    "clusters": (
        "ClusterFit",
        "cluster_diagnostics",
        "model_cluster_diagnostics",
    ),
    "combinations": (
        "Combination",
        "Combinations",
        "necessary_combinations",
        "sufficient_combinations",
    ),
    "contradictions": (
        "Contradiction",
        "find_contradictions",
    ),
    "counterfactuals": (
        "Counterfactual",
        "counterfactuals",
    ),
    "enhanced": (
        "EnhancedAnalysis",
        "Exclusion",
        "Untenable",
        "enhanced_standard_analysis",
        "untenable_remainders",
    ),
    "figures": (
        "calibration_plot",
        "configuration_chart",
        "implicant_chart",
        "truth_table_tiles",
        "upset",
        "venn",
        "xy_plot",
    ),
    "fitting": ("fit",),
    "intermediate": (
        "intermediate",
        "intermediate_between",
        "standard_analysis",
    ),
    "fit_tables": (
        "membership_table",
        "model_fit_table",
    ),
    "lint": (
        "lint",
        "lint_names",
        "lint_solutions",
        "lint_table",
    ),
    "membership_checks": (
        "half_memberships",
        "skewness",
    ),
    "method": ("QcaResult",),
    "minimization": ("minimize",),
    "model_space": ("ModelSpace",),
    "necessity": (
        "necessity",
        "sufficiency",
    ),
    "necessity_cases": (
        "NecessityCases",
        "select_necessity_cases",
    ),
    "options": ("QcaOptions",),
    "recoding": (
        "Decision",
        "recode",
    ),
    "remainders": (
        "SimultaneousSubset",
        "contradictory_assumptions",
        "find_rows",
        "negated_table",
        "shared_simplifying_rows",
        "simplifying_rows",
        "simultaneous_subset_relations",
    ),
    "replicate": ("replicate_script",),
    "retention": (
        "Retention",
        "RowRetention",
        "retention",
    ),
    "robustness": (
        "Robustness",
        "compare_solutions",
        "robustness",
    ),
    "robustness_ranges": (
        "Bound",
        "Range",
        "calibration_range",
        "consistency_range",
        "frequency_range",
    ),
    "row_sets": ("RowSet",),
    "several_outcomes": ("minimize_several_outcomes",),
    "solution": (
        "Assumptions",
        "Model",
        "Pair",
        "Solution",
        "TermFit",
    ),
    "sweeps": (
        "Specification",
        "Sweep",
        "SweepEntry",
        "sweep",
    ),
    "target_regression": (
        "Family",
        "calibrate_by_regression",
    ),
    "terms": ("Term",),
    "theory": (
        "TheoryEvaluation",
        "evaluate_theory",
    ),
    "thresholds": (
        "Distance",
        "Linkage",
        "find_thresholds",
    ),
    "truth_table": (
        "TruthTable",
        "TruthTableRow",
        "truth_table",
    ),
}
_HOME_OF = {name: f"casecompare_qca.{home}" for home, names in _HOMES.items() for name in names}
_HOME_OF["calibrate"] = "casecompare.sets"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `qca`."""
    from casecompare_qca.declaration import METHOD  # nothing is loaded before the host asks

    register(METHOD)


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Tell of conditions that cannot explain the outcome."""
    from casecompare_qca.study_check import condition_problems

    return condition_problems(study)


def __getattr__(name: str) -> object:
    if name in _HOME_OF:
        return getattr(importlib.import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'casecompare_qca' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *globals()])


class _Lazy(ModuleType):
    """A package in which a function stays a function when a module of its name is loaded."""

    def __setattr__(self, name: str, value: object) -> None:
        # Python puts each loaded module into its package; `truth_table` is a module and a function.
        if not (isinstance(value, ModuleType) and name in _HOME_OF):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Lazy
