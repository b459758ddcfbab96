"""The tables of a run, in the order of the report: what was found, what it rests on, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from casecompare import Table
from casecompare_qca.analysis import Analysis
from casecompare_qca.inquiry.case_selection import select_cases
from casecompare_qca.inquiry.clusters import model_cluster_diagnostics
from casecompare_qca.inquiry.theory import TheoryEvaluation
from casecompare_qca.reporting.further_tables import (
    assumptions_table,
    combinations_table,
    contradiction_tables,
    decisions_table,
    exclusions_table,
    model_space_table,
)
from casecompare_qca.reporting.selection_tables import cluster_table, selection_tables, theory_tables
from casecompare_qca.reporting.tables import (
    models_table,
    necessity_report,
    remainders_report,
    solutions_table,
    terms_table,
    truth_table_report,
)
from casecompare_qca.table.contradictions import Contradiction

__all__ = ["after_tables", "beside_tables", "main_tables"]


def main_tables(analyses: Sequence[Analysis]) -> Iterator[Table]:
    """Give truth tables, solutions, necessity, models and paths; the first of each kind is a main table."""
    found = [solution for one in analyses for solution in one.solutions.values()]
    yield truth_table_report(analyses[0].table, "truth_table", main=True)
    yield solutions_table(analyses)
    for opposite in analyses[1:]:
        yield truth_table_report(opposite.table, "truth_table_negated")
    yield necessity_report({one.table.outcome: one.necessity for one in analyses})
    yield combinations_table(analyses)
    yield models_table(found)
    yield terms_table(found)


def beside_tables(
    analyses: Sequence[Analysis], contradictions: Sequence[Contradiction], raw: pd.DataFrame
) -> Iterator[Table]:
    """Give what the solutions rest on: assumptions, exclusions, decisions, contradictions; no empty table."""
    yield model_space_table(analyses)
    for analysis, name in zip(analyses, ("remainders", "remainders_negated"), strict=False):
        if (remainders := remainders_report(analysis, name)) is not None:
            yield remainders
    tables = [assumptions_table(analyses), exclusions_table(analyses), decisions_table(analyses)]
    yield from (table for table in tables if len(table.frame))
    yield from contradiction_tables(contradictions, raw)


def after_tables(
    main: Analysis,
    theory: TheoryEvaluation | None,
    clusters: Sequence[object] | None,
    units: Sequence[object] | None,
) -> Iterator[Table]:
    """Give what follows after the solution: theory, cases to look at, clusters."""
    if theory is not None:
        yield from theory_tables(theory)
    solution = main.reported
    if solution is None or not solution.models or solution.is_tautology:
        return
    yield from selection_tables(select_cases(solution.models[0]))
    if clusters is not None:
        yield cluster_table(model_cluster_diagnostics(solution.models[0], clusters, units))
