"""Every check of a plugin, in the order of the card: what it says of itself, how it behaves, its project."""

from __future__ import annotations

from casecompare.testing.checking import Check
from casecompare.testing.checks import behaviour, declaration, edges, formats, project, results

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = tuple(
    Check.of(function)
    for function in (
        declaration.check_registers_something,
        declaration.check_names,
        declaration.check_words,
        declaration.check_options,
        declaration.check_options_json,
        declaration.check_scores_described,
        declaration.check_sections,
        declaration.check_maturity,
        declaration.check_imports,
        results.check_runs,
        results.check_results_declared,
        results.check_scores,
        results.check_tables,
        results.check_findings,
        results.check_diagnostics,
        results.check_figures,
        results.check_no_prints,
        behaviour.check_inputs_unchanged,
        behaviour.check_same_answer,
        behaviour.check_other_process,
        behaviour.check_order_of_cases,
        behaviour.check_repeats,
        edges.check_missing_values,
        edges.check_one_case,
        edges.check_no_case,
        edges.check_all_equal,
        edges.check_hostile_names,
        behaviour.check_json,
        behaviour.check_evidence,
        behaviour.check_budget,
        formats.check_readers,
        formats.check_renderers,
        formats.check_calibrations,
        formats.check_study_check,
        project.check_readme,
        project.check_metadata,
        project.check_tests,
    )
)
"""In this order they are made; a name in `expected_failures` is one of theirs."""
