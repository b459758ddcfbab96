"""The method `qca`: truth table, necessity and solutions of the outcome, and of its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from casecompare import (
    Diagnostic,
    Figure,
    Finding,
    MethodResult,
    NotApplicable,
    RunContext,
    Study,
    Table,
    UsageError,
)
from casecompare_qca.analysis import Analysis, analyse, analyse_again, ignored_statements, prepare
from casecompare_qca.assumptions.enhanced import Untenable
from casecompare_qca.combinations.combinations import Combinations
from casecompare_qca.declaration import uses
from casecompare_qca.inquiry.theory import TheoryEvaluation, evaluate_theory
from casecompare_qca.options import ExpectationOption, QcaOptions, applicable, names_in
from casecompare_qca.raw_values import raw_values, value_of_each_case
from casecompare_qca.reporting.calibration_tables import calibration_figures, calibration_tables
from casecompare_qca.reporting.diagnostics import analysis_diagnostics, case_diagnostics, simultaneous_subsets
from casecompare_qca.reporting.findings import necessity_findings, path_findings
from casecompare_qca.reporting.lint import lint, lint_solutions
from casecompare_qca.reporting.outcome_tables import (
    explain_several,
    several_outcomes_findings,
    several_outcomes_tables,
)
from casecompare_qca.reporting.replicate import replicate_script
from casecompare_qca.reporting.robustness_tables import robustness_tables
from casecompare_qca.reporting.run_figures import drawn
from casecompare_qca.reporting.run_tables import after_tables, beside_tables, main_tables
from casecompare_qca.reporting.statements import statements
from casecompare_qca.reporting.sweep_tables import sweep_tables
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.statement_check import check_statements
from casecompare_qca.table.case_data import CaseData, read_case_data
from casecompare_qca.table.contradictions import find_contradictions
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["QcaResult", "run"]

_SEARCHES = 16


@dataclass(frozen=True, kw_only=True)
class QcaResult(MethodResult):
    """What QCA found.

    `solutions` maps ``conservative``, ``parsimonious`` and ``intermediate`` to the solutions of the outcome;
    `negated` does so for its opposite (empty where that was not asked for). `necessity` has one row per
    condition and negation, `combinations` what is necessary beyond single conditions. `untenable` holds the
    remainders that nothing was assumed about, `theory` the evaluation of the study's theory; both are None
    where that was not asked for.
    """

    truth_table: TruthTable
    necessity: pd.DataFrame
    combinations: Combinations
    solutions: Mapping[str, Solution]
    negated_truth_table: TruthTable | None = None
    negated: Mapping[str, Solution] = field(default_factory=dict)
    untenable: Untenable | None = None
    theory: TheoryEvaluation | None = None


def run(study: Study, options: QcaOptions, context: RunContext) -> MethodResult:
    """Analyse a study.

    Parameters
    ----------
    study
        Its outcome is explained unless the options name another one.
    options
        Conditions, cut-offs, expectations, decisions.
    context
        Gives the calibrated memberships and the values before calibration.

    Returns
    -------
    MethodResult
        A `QcaResult`; in a repeated run no more than scores and statements.

    Raises
    ------
    casecompare.UsageError
        if no conditions are named, or the data cannot be analysed; the message says why.
    """
    if not options.conditions:
        raise NotApplicable("no conditions are named. Name them under methods: qca: {conditions: [A, B, C]}.")
    # Two outcomes, three searches each, and some for robustness: together they stay within the run's time.
    options = options.model_copy(update={"seconds": min(options.seconds, context.seconds / _SEARCHES)})
    check_statements(study, options)
    try:
        analyses = _analyses(study, options, context)
        return _repeated(analyses) if context.is_repeat else _result(study, options, context, analyses)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _repeated(analyses: list[Analysis]) -> MethodResult:
    """Give what is read of a repeated run."""
    scores = _scores(analyses[0], analyses[1] if len(analyses) > 1 else None)
    return MethodResult(scores=scores, statements=tuple(statements(analyses)))


def _analyses(study: Study, options: QcaOptions, context: RunContext) -> list[Analysis]:
    """Analyse the outcome, and its opposite where that is asked for."""
    memberships = context.memberships(list(dict.fromkeys(uses(study, options))))
    read = read_case_data(
        memberships,
        options.outcome or study.outcome,
        options.conditions,
        negate_outcome=options.negate_outcome,
        missing=options.missing,
    )
    sides: list[tuple[CaseData, str]] = [(read, "expectations")]
    if options.also_negated:
        sides.append((read.negated(), "negated_expectations"))
    prepared = [prepare(data, options, is_opposite=at == 1) for at, (data, _) in enumerate(sides)]
    analyses = []
    for at, (data, option) in enumerate(sides):
        context.progress(at, len(sides), f"solutions for {data.outcome_name}")
        other = prepared[1 - at] if len(prepared) > 1 else None
        expected = _expectations(study, options, option)
        if context.is_repeat:
            analyses.append(analyse_again(prepared[at], other, options, expected, is_opposite=at == 1))
        else:
            analyses.append(analyse(prepared[at], other, options, expected, memberships, is_opposite=at == 1))
    return analyses


def _result(study: Study, options: QcaOptions, context: RunContext, analyses: list[Analysis]) -> QcaResult:
    main, opposite = analyses[0], analyses[1] if len(analyses) > 1 else None
    expected = _expectations(study, options, "expectations")
    name = names_in(options.outcome or study.outcome)[0]
    raw = raw_values(study, options, context)
    contradictions = find_contradictions(main.table, raw, routes=_routes(main))
    theory = _theory(options, main)
    sets = list(dict.fromkeys(uses(study, options)))
    before, memberships = context.raw(sets), context.memberships(sets)
    further = explain_several(options, options.outcome or study.outcome, memberships)
    figures, behind = _drawn(study, analyses, sets, before, memberships) if options.figures else ((), ())
    tables: list[Table] = [
        *main_tables(analyses),
        *beside_tables(analyses, contradictions, raw),
        *after_tables(main, theory, *_grouping(study, options, main)),
        *robustness_tables(main, options, expected),
        *sweep_tables(
            main.table,
            study,
            options,
            memberships,
            before,
            expectations=expected,
            seed=context.random.randrange(2**31),
        ),
        *several_outcomes_tables(further),
        *calibration_tables(study, sets, before),
        *behind,
    ]
    negated = opposite.solutions if opposite is not None else {}
    return QcaResult(
        scores=_scores(main, opposite),
        tables=tuple(tables),
        figures=figures,
        findings=_told_once(*(_findings(one, name) for one in analyses), several_outcomes_findings(further)),
        # What is found in the outcome's table and in its opposite's, or by the lint too, is said once.
        diagnostics=tuple(
            dict.fromkeys([*_left_aside(options), *_diagnostics(analyses), *_lint(study, analyses)])
        ),
        files={
            "replicate.R": _script(study, analyses, negated, options.theory if theory is not None else "")
        },
        statements=tuple(statements(analyses)),
        truth_table=main.table,
        necessity=main.necessity,
        combinations=main.combinations,
        solutions=main.solutions,
        negated_truth_table=opposite.table if opposite is not None else None,
        negated=negated,
        untenable=main.untenable,
        theory=theory,
    )


def _drawn(
    study: Study, analyses: list[Analysis], sets: list[str], before: pd.DataFrame, memberships: pd.DataFrame
) -> tuple[tuple[Figure, ...], tuple[Table, ...]]:
    """Give the figures of the analyses and of the calibrations, and the tables behind them."""
    figures, behind = drawn(analyses)
    calibrated = list(calibration_figures(study, sets, before, memberships))
    return (
        (*figures, *(figure for figure, _ in calibrated)),
        (*behind, *(table for _, table in calibrated)),
    )


def _script(study: Study, analyses: list[Analysis], negated: Mapping[str, Solution], theory: str) -> str:
    return replicate_script(
        analyses[0].solutions,
        negated,
        title=study.title or study.name,
        status=study.status,
        reasons={one.table.outcome: _routes(one) for one in analyses},
        combinations=[one.combinations for one in analyses],
        theory=theory,
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


def _left_aside(options: QcaOptions) -> Iterator[Diagnostic]:
    """Say what the options state about other conditions than those of this analysis."""
    for option in ("expectations", "negated_expectations"):
        _, ignored = applicable(getattr(options, option), options.conditions)
        if ignored:
            yield Diagnostic(
                level="warning",
                code="qca.ignored-expectations",
                message=f"{option} about {', '.join(ignored)} are left aside: not among the conditions.",
                advice="Write down expectations for the conditions of this analysis.",
            )
    if options.units and not options.clusters:
        yield Diagnostic(
            level="warning",
            code="qca.units-without-clusters",
            message=f"units: '{options.units}' is left aside: units are compared within clusters, and none "
            f"are named.",
            advice="Name the coded value that holds the cluster: clusters: year.",
        )
    for option, text in ignored_statements(options):
        yield Diagnostic(
            level="warning",
            code="qca.ignored-statement",
            message=f"{option}: '{text}' is left aside: it speaks of what is not among the conditions.",
            advice="Write it for the conditions of this analysis.",
        )


def _routes(analysis: Analysis) -> dict[int, str]:
    """Give for each recoded row what was decided and why."""
    decisions = (one.decision for one in analysis.recoded)
    return {one.row: f"recoded to {one.to}: {one.because}" for one in decisions}


def _theory(options: QcaOptions, main: Analysis) -> TheoryEvaluation | None:
    solution = main.reported
    if not options.theory or solution is None or not solution.models:
        return None
    if not set(names_in(options.theory)) <= set(options.conditions):
        return None
    return evaluate_theory(solution, options.theory)


def _grouping(
    study: Study, options: QcaOptions, main: Analysis
) -> tuple[Sequence[object] | None, Sequence[object] | None]:
    """Give the cluster and the unit of each case, where the options name them."""
    cases = main.table.data.cases
    clusters = value_of_each_case(study, options.clusters, cases) if options.clusters else None
    units = value_of_each_case(study, options.units, cases) if options.units else None
    return clusters, units


def _told_once(*several: Iterator[Finding]) -> tuple[Finding, ...]:
    """Give findings without those made before: a further outcome may be the opposite of the first one."""
    found: dict[str, Finding] = {}
    for one in (finding for findings in several for finding in findings):
        found.setdefault(one.id, one)
    return tuple(found.values())


def _findings(analysis: Analysis, outcome: str) -> Iterator[Finding]:
    if analysis.reported is not None:
        yield from path_findings(analysis.reported, outcome)
    yield from necessity_findings(analysis.necessity, analysis.table.data, outcome)


def _scores(main: Analysis, opposite: Analysis | None) -> pd.DataFrame:
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


def _diagnostics(analyses: Sequence[Analysis]) -> Iterator[Diagnostic]:
    yield from case_diagnostics(analyses[0].table)
    for analysis in analyses:
        yield from analysis_diagnostics(analysis)
    if len(analyses) > 1:
        yield from simultaneous_subsets(analyses[0].table, analyses[1].table)


def _lint(study: Study, analyses: Sequence[Analysis]) -> Iterator[Diagnostic]:
    """Look for common mistakes, in the first analysis as a whole and in the solutions of the other one."""
    main = analyses[0]
    negated = analyses[1].solutions if len(analyses) > 1 else {}
    meanings = {name: entry.definition for name, entry in study.codebook.items()}
    yield from lint(main.table, main.solutions, negated=negated, meanings=meanings)
    yield from lint_solutions(negated)
