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

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_qca.assumptions.counterfactuals import Counterfactual, counterfactuals
    from casecompare_qca.assumptions.enhanced import (
        EnhancedAnalysis,
        Exclusion,
        Untenable,
        enhanced_standard_analysis,
        untenable_remainders,
    )
    from casecompare_qca.assumptions.remainders import (
        SimultaneousSubset,
        contradictory_assumptions,
        find_rows,
        negated_table,
        shared_simplifying_rows,
        simplifying_rows,
        simultaneous_subset_relations,
    )
    from casecompare_qca.assumptions.row_sets import RowSet
    from casecompare_qca.calibration.anchor_order import CalibrationKind
    from casecompare_qca.calibration.calibrating import calibrate
    from casecompare_qca.calibration.calibration_checks import CalibrationCheck, check_calibrated_set
    from casecompare_qca.calibration.membership_checks import half_memberships, skewness
    from casecompare_qca.calibration.target_regression import Family, calibrate_by_regression
    from casecompare_qca.calibration.thresholds import Distance, Linkage, find_thresholds
    from casecompare_qca.combinations.combinations import (
        Combination,
        Combinations,
        necessary_combinations,
        sufficient_combinations,
    )
    from casecompare_qca.combinations.necessity import necessity, sufficiency
    from casecompare_qca.figures import (
        calibration_plot,
        configuration_chart,
        implicant_chart,
        truth_table_tiles,
        upset,
        venn,
        xy_plot,
    )
    from casecompare_qca.inquiry.case_selection import CaseSelection, select_cases
    from casecompare_qca.inquiry.chains import CausalChain, ChainModel, Link, Ordering, causal_chain
    from casecompare_qca.inquiry.clusters import ClusterFit, cluster_diagnostics, model_cluster_diagnostics
    from casecompare_qca.inquiry.fit_tables import membership_table, model_fit_table
    from casecompare_qca.inquiry.fitting import fit
    from casecompare_qca.inquiry.necessity_cases import NecessityCases, select_necessity_cases
    from casecompare_qca.inquiry.retention import Retention, RowRetention, retention
    from casecompare_qca.inquiry.robustness import Robustness, compare_solutions, robustness
    from casecompare_qca.inquiry.robustness_ranges import (
        Bound,
        Range,
        calibration_range,
        consistency_range,
        frequency_range,
    )
    from casecompare_qca.inquiry.theory import TheoryEvaluation, evaluate_theory
    from casecompare_qca.method import QcaResult
    from casecompare_qca.options import QcaOptions
    from casecompare_qca.reporting.assessment import claim_in_solution
    from casecompare_qca.reporting.lint import lint, lint_names, lint_solutions, lint_table
    from casecompare_qca.reporting.replicate import replicate_script
    from casecompare_qca.solutions.budget import Budget
    from casecompare_qca.solutions.intermediate import intermediate, intermediate_between, standard_analysis
    from casecompare_qca.solutions.minimization import minimize
    from casecompare_qca.solutions.model_space import ModelSpace
    from casecompare_qca.solutions.several_outcomes import minimize_several_outcomes, shared_terms
    from casecompare_qca.solutions.solution import Assumptions, Model, Pair, Solution, TermFit
    from casecompare_qca.solutions.sweeps import Specification, Sweep, SweepEntry, sweep
    from casecompare_qca.table.contradictions import Contradiction, find_contradictions
    from casecompare_qca.table.recoding import Decision, recode
    from casecompare_qca.table.terms import Term
    from casecompare_qca.table.truth_table import TruthTable, TruthTableRow, truth_table

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
    "shared_terms",
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
    "reporting.assessment": ("claim_in_solution",),
    "solutions.budget": ("Budget",),
    "calibration.anchor_order": ("CalibrationKind",),
    "calibration.calibrating": ("calibrate",),
    "calibration.calibration_checks": (
        "CalibrationCheck",
        "check_calibrated_set",
    ),
    "inquiry.case_selection": (
        "CaseSelection",
        "select_cases",
    ),
    "inquiry.chains": (
        "CausalChain",
        "ChainModel",
        "Link",
        "Ordering",
        "causal_chain",
    ),
    "inquiry.clusters": (
        "ClusterFit",
        "cluster_diagnostics",
        "model_cluster_diagnostics",
    ),
    "combinations.combinations": (
        "Combination",
        "Combinations",
        "necessary_combinations",
        "sufficient_combinations",
    ),
    "table.contradictions": (
        "Contradiction",
        "find_contradictions",
    ),
    "assumptions.counterfactuals": (
        "Counterfactual",
        "counterfactuals",
    ),
    "assumptions.enhanced": (
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
    "inquiry.fitting": ("fit",),
    "solutions.intermediate": (
        "intermediate",
        "intermediate_between",
        "standard_analysis",
    ),
    "inquiry.fit_tables": (
        "membership_table",
        "model_fit_table",
    ),
    "reporting.lint": (
        "lint",
        "lint_names",
        "lint_solutions",
        "lint_table",
    ),
    "calibration.membership_checks": (
        "half_memberships",
        "skewness",
    ),
    "method": ("QcaResult",),
    "solutions.minimization": ("minimize",),
    "solutions.model_space": ("ModelSpace",),
    "combinations.necessity": (
        "necessity",
        "sufficiency",
    ),
    "inquiry.necessity_cases": (
        "NecessityCases",
        "select_necessity_cases",
    ),
    "options": ("QcaOptions",),
    "table.recoding": (
        "Decision",
        "recode",
    ),
    "assumptions.remainders": (
        "SimultaneousSubset",
        "contradictory_assumptions",
        "find_rows",
        "negated_table",
        "shared_simplifying_rows",
        "simplifying_rows",
        "simultaneous_subset_relations",
    ),
    "reporting.replicate": ("replicate_script",),
    "inquiry.retention": (
        "Retention",
        "RowRetention",
        "retention",
    ),
    "inquiry.robustness": (
        "Robustness",
        "compare_solutions",
        "robustness",
    ),
    "inquiry.robustness_ranges": (
        "Bound",
        "Range",
        "calibration_range",
        "consistency_range",
        "frequency_range",
    ),
    "assumptions.row_sets": ("RowSet",),
    "solutions.several_outcomes": ("minimize_several_outcomes", "shared_terms"),
    "solutions.solution": (
        "Assumptions",
        "Model",
        "Pair",
        "Solution",
        "TermFit",
    ),
    "solutions.sweeps": (
        "Specification",
        "Sweep",
        "SweepEntry",
        "sweep",
    ),
    "calibration.target_regression": (
        "Family",
        "calibrate_by_regression",
    ),
    "table.terms": ("Term",),
    "inquiry.theory": (
        "TheoryEvaluation",
        "evaluate_theory",
    ),
    "calibration.thresholds": (
        "Distance",
        "Linkage",
        "find_thresholds",
    ),
    "table.truth_table": (
        "TruthTable",
        "TruthTableRow",
        "truth_table",
    ),
}


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


export_lazily(
    __name__,
    {f"casecompare_qca.{home}": names for home, names in _HOMES.items()},
)
