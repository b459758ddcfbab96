"""What a reader of the result has to know: diversity, ambiguity, contradictions, cases left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casecompare import Diagnostic
from casecompare_qca.analysis import Analysis
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.truth_table import TruthTable

__all__ = [
    "analysis_diagnostics",
    "case_diagnostics",
    "simultaneous_subsets",
    "solution_diagnostics",
    "table_diagnostics",
]

_LOW_PRI = 0.5


def case_diagnostics(table: TruthTable) -> Iterator[Diagnostic]:
    """Give remarks about the cases as a whole; they are the same for the outcome and its opposite."""
    for case in table.dropped_cases:
        yield Diagnostic(
            level="warning",
            code="qca.missing-cases",
            message="left out of the analysis, because a condition or the outcome is missing.",
            advice="Code the value, or leave the condition out.",
            case=case,
        )
    for case in table.tied_cases:
        yield Diagnostic(
            level="warning",
            code="qca.half-membership",
            message="exactly half in and half out of a condition, so that it belongs to no row.",
            advice="Decide whether it is more in or more out.",
            case=case,
        )
    observed = sum(row.out != "?" for row in table.rows)
    if observed < table.rows_total:
        share = 1 - observed / table.rows_total
        yield Diagnostic(
            level="note",
            code="qca.limited-diversity",
            message=f"{observed} of {table.rows_total:,} possible configurations are observed; {share:.0%} "
            "are remainders, about which the cases say nothing.",
            advice="Compare the conservative with the parsimonious solution: they differ in what is assumed.",
        )


def analysis_diagnostics(analysis: Analysis) -> Iterator[Diagnostic]:
    """Give remarks about the analysis of one outcome: table, decisions, exclusions, solutions."""
    yield from table_diagnostics(analysis.table)
    for one in analysis.recoded:
        yield Diagnostic(
            level="note",
            code="qca.recoded-row",
            message=f"row {one.decision.row} is coded {one.decision.to} for {analysis.table.outcome} by a "
            f"recorded decision, {one.before} by the cut-offs: {one.decision.because}",
            advice="Report the decision, and the solution without it.",
        )
    for exclusion in analysis.untenable.exclusions if analysis.untenable is not None else ():
        for row in exclusion.observed_against:
            yield Diagnostic(
                level="warning",
                code="qca.observed-against-statement",
                message=f"'{exclusion.statement}' ({exclusion.because}) does not fit row {row.number}, which "
                f"leads to {analysis.table.outcome}: {', '.join(row.cases)}. The row stays as it is.",
                advice="Think the statement over, or look at these cases again.",
            )
    if not analysis.combinations.is_complete:
        yield Diagnostic(
            level="note",
            code="qca.necessity-search-limit",
            message=f"necessary combinations for {analysis.table.outcome} were searched up to "
            f"{analysis.combinations.complete_to} conditions only.",
            advice="Lower necessity: depth, or raise its thresholds.",
        )
    yield from solution_diagnostics(analysis.solutions)


def simultaneous_subsets(table: TruthTable, opposite: TruthTable) -> Iterator[Diagnostic]:
    """Warn of rows that lead to the outcome and to its opposite."""
    both = {row.number for row in table.coded("1")} & {row.number for row in opposite.coded("1")}
    if both:
        yield Diagnostic(
            level="warning",
            code="qca.simultaneous-subsets",
            message=f"rows that lead to {table.outcome} and to {opposite.outcome}: "
            f"{', '.join(map(str, sorted(both)))}.",
            advice="Ask for a higher PRI.",
        )


def table_diagnostics(table: TruthTable) -> Iterator[Diagnostic]:
    """Give remarks about one truth table."""
    if not table.coded("1"):
        yield Diagnostic(
            level="warning",
            code="qca.no-positive-row",
            message=f"no row leads to {table.outcome}, so that there is no solution.",
            advice="Look at the inclusion and PRI of the rows; other conditions may tell the cases apart.",
        )
    elif not table.coded("0", "C"):
        yield Diagnostic(
            level="warning",
            code="qca.no-negative-row",
            message=f"no row speaks against {table.outcome}: with all remainders free, anything explains it.",
            advice="Rely on the conservative solution, raise the consistency and PRI cut-offs, or look for "
            "cases without the outcome.",
        )
    for row in table.coded("1"):
        if row.pri < _LOW_PRI:
            yield Diagnostic(
                level="warning",
                code="qca.low-pri",
                message=f"row {row.number} leads to {table.outcome} with a PRI of {row.pri:.3f}: it leads to "
                "the opposite nearly as much.",
                advice="Ask for a PRI of 0.5 at least.",
            )
        for case in row.deviant_cases:
            yield Diagnostic(
                level="note",
                code="qca.deviant-case",
                message=f"in row {row.number}, which leads to {table.outcome}, but does not show it.",
                advice="Read this case against the others of its row.",
                case=case,
            )
    if contradictory := table.coded("C"):
        rows = ", ".join(str(row.number) for row in contradictory)
        yield Diagnostic(
            level="warning",
            code="qca.contradictory-rows",
            message=f"rows coded contradictory for {table.outcome}: {rows}. No formula explains or covers "
            "them.",
            advice="Look for a condition that tells their cases apart; see the table of contradictory rows.",
        )


def solution_diagnostics(solutions: Mapping[str, Solution]) -> Iterator[Diagnostic]:
    """Give remarks about the solutions of one truth table."""
    for kind, solution in solutions.items():
        if solution.model_count > 1:
            at_least = "" if solution.label == "exact" else "at least "
            yield Diagnostic(
                level="warning",
                code="qca.model-ambiguity",
                message=f"{at_least}{solution.model_count:,} models are tied in the {kind} solution for "
                f"{solution.outcome}; the data do not choose between them.",
                advice="Report all of them, and what they have in common.",
            )
        if solution.label != "exact":
            yield Diagnostic(
                level="warning",
                code="qca.search-limit",
                message=f"the search for the {kind} solution for {solution.outcome} reached its limit: "
                f"{solution.label}.",
                advice="Give it more time (seconds, max_models), or use fewer conditions.",
            )
    between = solutions.get("intermediate")
    if between is not None and not between.expectations and not between.is_empty:
        yield Diagnostic(
            level="note",
            code="qca.no-expectations",
            message=f"without expectations about the conditions for {between.outcome}, the intermediate "
            "solution is the conservative one.",
            advice="Write down what theory expects: expectations: {A: present, B: absent}.",
        )
