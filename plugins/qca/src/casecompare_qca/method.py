"""The method `qca`: truth table, necessity and solutions of the outcome, and of its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from casecompare import Diagnostic, Finding, MethodResult, RunContext, Score, Study, UsageError
from casecompare_qca.budget import Budget
from casecompare_qca.case_data import CaseData, read_case_data
from casecompare_qca.diagnostics import case_diagnostics, solution_diagnostics, table_diagnostics
from casecompare_qca.expectations import Expectations
from casecompare_qca.findings import necessity_findings, path_findings
from casecompare_qca.intermediate import standard_solutions
from casecompare_qca.necessity import necessity_of
from casecompare_qca.options import ExpectationOption, QcaOptions, applicable, names_in
from casecompare_qca.solution import Solution
from casecompare_qca.tables import models_table, necessity_report, terms_table, truth_table_report
from casecompare_qca.truth_table import TruthTable, table_from

__all__ = ["QUESTION", "SCORES", "QcaResult", "run", "uses"]

QUESTION = (
    "Which combinations of conditions are enough for the outcome, which conditions are needed, and which "
    "cases does that not fit?"
)

SCORES = (
    Score(
        name="solution",
        title="In the solution",
        description="Membership in the first model of the reported solution; .low and .high are the smallest "
        "and largest over all tied models.",
        direction="explained by the solution",
        missing="missing for a case that is left out",
    ),
    Score(
        name="negated_solution",
        title="In the solution for the opposite",
        description="The same for the opposite of the outcome.",
        direction="explained by the solution for the opposite",
        missing="missing for a case that is left out",
    ),
    Score(
        name="row",
        title="Truth table row",
        description="Number of the row that the case belongs to.",
        range=(1, None),
        missing="missing for a case that is left out, or half in and half out of a condition",
    ),
)


@dataclass(frozen=True, kw_only=True)
class QcaResult(MethodResult):
    """What QCA found.

    `solutions` maps ``conservative``, ``parsimonious`` and ``intermediate`` to the solutions of the outcome;
    `negated` does so for its opposite (empty where that was not asked for). `necessity` has one row per
    condition and negation.
    """

    truth_table: TruthTable
    necessity: pd.DataFrame
    solutions: Mapping[str, Solution]
    negated_truth_table: TruthTable | None = None
    negated: Mapping[str, Solution] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Analysis:
    """The analysis of one outcome."""

    table: TruthTable
    necessity: pd.DataFrame
    solutions: Mapping[str, Solution]

    @property
    def reported(self) -> Solution | None:
        """The solution that findings and scores rest on: the intermediate one where it was asked for."""
        for kind in ("intermediate", "parsimonious", "conservative"):
            if kind in self.solutions:
                return self.solutions[kind]
        return None


def uses(study: Study, options: QcaOptions) -> Sequence[str]:
    """Give the sets that an analysis needs: the conditions and the outcome."""
    return [*options.conditions, *names_in(options.outcome or study.outcome)]


def run(study: Study, options: QcaOptions, context: RunContext) -> QcaResult:
    """Analyse a study.

    Parameters
    ----------
    study
        Its outcome is explained unless the options name another one.
    options
        Conditions, cut-offs and expectations.
    context
        Gives the calibrated memberships.

    Raises
    ------
    casecompare.UsageError
        if no conditions are named, or the data cannot be analysed; the message says why.
    """
    if not options.conditions:
        raise UsageError("no conditions are named. Name them under methods: qca: {conditions: [A, B, C]}.")
    outcome = options.outcome or study.outcome
    memberships = context.memberships(list(dict.fromkeys(uses(study, options))))
    try:
        read = read_case_data(
            memberships,
            outcome,
            options.conditions,
            negate_outcome=options.negate_outcome,
            missing=options.missing,
        )
        context.progress(0, 2, f"solutions for {read.outcome_name}")
        main = _analyse(read, options, _expectations(study, options, "expectations"))
        opposite = None
        if options.also_negated:
            context.progress(1, 2, f"solutions for {read.negated().outcome_name}")
            expected = _expectations(study, options, "negated_expectations")
            opposite = _analyse(read.negated(), options, expected)
    except ValueError as error:
        raise UsageError(str(error)) from error
    name = names_in(outcome)[0]
    both = [main] if opposite is None else [main, opposite]
    found = [solution for one in both for solution in one.solutions.values()]
    tables = [truth_table_report(main.table, "truth_table")]
    if opposite is not None:
        tables.append(truth_table_report(opposite.table, "truth_table_negated"))
    tables.append(necessity_report({one.table.outcome: one.necessity for one in both}))
    return QcaResult(
        scores=_scores(main, opposite),
        tables=(*tables, models_table(found), terms_table(found)),
        findings=tuple(finding for one in both for finding in _findings(one, name)),
        diagnostics=(*_ignored_expectations(options), *_diagnostics(main, opposite)),
        truth_table=main.table,
        necessity=main.necessity,
        solutions=main.solutions,
        negated_truth_table=opposite.table if opposite else None,
        negated=opposite.solutions if opposite else {},
    )


def _expectations(study: Study, options: QcaOptions, option: str) -> ExpectationOption:
    """Give the expectations about the conditions of this analysis; a name nobody knows is a slip."""
    kept, ignored = applicable(getattr(options, option), options.conditions)
    if unknown := [name for name in ignored if name not in study.codebook]:
        raise UsageError(
            f"{option} speak of {', '.join(unknown)}, which is not in the codebook; the conditions are "
            f"{', '.join(options.conditions)}."
        )
    return kept


def _ignored_expectations(options: QcaOptions) -> Iterator[Diagnostic]:
    for option in ("expectations", "negated_expectations"):
        _, ignored = applicable(getattr(options, option), options.conditions)
        if ignored:
            yield Diagnostic(
                level="warning",
                code="qca.ignored-expectations",
                message=f"{option} about {', '.join(ignored)} are left aside: not among the conditions.",
                advice="Write down expectations for the conditions of this analysis.",
            )


def _analyse(read: CaseData, options: QcaOptions, expectations: Expectations) -> _Analysis:
    cuts = options.consistency if isinstance(options.consistency, list) else [options.consistency]
    table = table_from(read, consistency=(cuts[0], cuts[-1]), pri=options.pri, cases=options.cases)
    budget = Budget(seconds=options.seconds, models=options.max_models)
    solutions = standard_solutions(table, expectations, budget=budget)
    return _Analysis(
        table=table,
        necessity=necessity_of(read),
        solutions={kind: one for kind, one in solutions.items() if kind in options.solutions},
    )


def _findings(analysis: _Analysis, outcome: str) -> Iterator[Finding]:
    if analysis.reported is not None:
        yield from path_findings(analysis.reported, outcome)
    yield from necessity_findings(analysis.necessity, analysis.table.data, outcome)


def _scores(main: _Analysis, opposite: _Analysis | None) -> pd.DataFrame:
    data = main.table.data
    cases = [*data.cases, *data.dropped]
    columns: dict[str, Sequence[float]] = {}
    for name, analysis in (("solution", main), ("negated_solution", opposite)):
        solution = analysis.reported if analysis is not None else None
        if solution is None or not solution.models:
            continue
        inside = np.stack([model.membership for model in solution.models], axis=1)
        columns[name] = inside[:, 0].tolist()
        if inside.shape[1] > 1:
            columns[f"{name}.low"] = inside.min(axis=1).tolist()
            columns[f"{name}.high"] = inside.max(axis=1).tolist()
    row_of = {case: float(row.number) for row in main.table.rows for case in row.cases}
    columns["row"] = [row_of.get(case, float("nan")) for case in data.cases]
    return pd.DataFrame(columns, index=pd.Index(data.cases, name="case")).reindex(cases)


def _diagnostics(main: _Analysis, opposite: _Analysis | None) -> Iterator[Diagnostic]:
    yield from case_diagnostics(main.table)
    for analysis in filter(None, (main, opposite)):
        yield from table_diagnostics(analysis.table)
        yield from solution_diagnostics(analysis.solutions)
    if opposite is None:
        return
    both = {row.number for row in main.table.coded("1")} & {row.number for row in opposite.table.coded("1")}
    if both:
        yield Diagnostic(
            level="warning",
            code="qca.simultaneous-subsets",
            message=f"rows that lead to {main.table.outcome} and to {opposite.table.outcome}: "
            f"{', '.join(map(str, sorted(both)))}.",
            advice="Ask for a higher PRI.",
        )
