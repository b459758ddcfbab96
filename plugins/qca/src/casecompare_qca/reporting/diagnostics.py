"""What a reader of the result has to know: diversity, ambiguity, contradictions, cases left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from casecompare import Diagnostic
from casecompare_qca.analysis import Analysis
from casecompare_qca.assumptions.enhanced import Exclusion
from casecompare_qca.reporting.lint import all_rows_consistent
from casecompare_qca.reporting.wording import counted, named
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
_MOST_CASES, _MOST_DEVIANT = 8, 24


def case_diagnostics(table: TruthTable) -> Iterator[Diagnostic]:
    """Give remarks about the cases as a whole; they are the same for the outcome and its opposite."""
    yield from _about_cases(
        table.dropped_cases,
        "qca.missing-cases",
        "left out of the analysis, because a condition or the outcome is missing",
        "Code the value, or leave the condition out.",
        "warning",
    )
    yield from _about_cases(
        table.tied_cases,
        "qca.half-membership",
        "exactly half in and half out of a condition, and so in no row",
        "Decide whether it is more in or more out.",
        "warning",
    )


def _about_cases(
    cases: Sequence[str], code: str, message: str, advice: str, level: Literal["note", "warning"]
) -> Iterator[Diagnostic]:
    """Say the same of some cases: of each by itself, of more than eight together."""
    if len(cases) > _MOST_CASES:
        message = f"{counted(len(cases), 'case')} are {message}: {named(cases)}."
        yield Diagnostic(level=level, code=code, message=message, advice=advice)
        return
    for case in cases:
        yield Diagnostic(level=level, code=code, message=f"{message}.", advice=advice, case=case)


def analysis_diagnostics(analysis: Analysis) -> Iterator[Diagnostic]:
    """Give remarks about the analysis of one outcome: table, decisions, exclusions, solutions."""
    yield from table_diagnostics(analysis.table)
    for one in analysis.recoded:
        yield Diagnostic(
            level="note",
            code="qca.recoded-row",
            message=f"row {one.decision.row} is coded {one.decision.to} for {analysis.table.outcome} by a "
            f"recorded decision, {one.before} by the cut-offs: {_sentence(one.decision.because)}",
            advice="Report the decision, and the solution without it.",
        )
    for exclusion in analysis.untenable.exclusions if analysis.untenable is not None else ():
        yield from _exclusion_diagnostics(exclusion, analysis.table.outcome)
    if not analysis.combinations.is_complete:
        yield Diagnostic(
            level="note",
            code="qca.necessity-search-limit",
            message=f"necessary combinations for {analysis.table.outcome} were searched up to "
            f"{counted(analysis.combinations.complete_to, 'condition')} only.",
            advice="Lower necessity: depth, or raise its thresholds.",
        )
    yield from solution_diagnostics(analysis.solutions)


def _sentence(said: str) -> str:
    return said if said.rstrip().endswith((".", "!", "?")) else f"{said.rstrip()}."


def _exclusion_diagnostics(exclusion: Exclusion, outcome: str) -> Iterator[Diagnostic]:
    if against := exclusion.observed_against:
        rows = f"row{'s' * (len(against) > 1)} {named([row.number for row in against])}"
        cases = named([case for row in against for case in row.cases])
        led = "" if exclusion.kind == "impossible" else f" to lead to {outcome}"
        yield Diagnostic(
            level="warning",
            code="qca.observed-against-statement",
            message=f"'{exclusion.statement}' ({exclusion.because}) is denied by what was observed{led}: "
            f"{cases}, in {rows}. What was observed stays as it is.",
            advice="Think the statement over, or look at these cases again.",
        )
    if not exclusion.rows.is_complete:
        yield Diagnostic(
            level="warning",
            code="qca.assumptions-not-all-compared",
            message=f"there are so many tied models that only the listed ones for {outcome} and its "
            f"opposite were "
            "searched for contradictory assumptions; further models may share more of them.",
            advice="Use fewer conditions, or list more models (max_models).",
        )


def simultaneous_subsets(table: TruthTable, opposite: TruthTable) -> Iterator[Diagnostic]:
    """Warn of rows that lead to the outcome and to its opposite."""
    both = {row.number for row in table.coded("1")} & {row.number for row in opposite.coded("1")}
    if both:
        yield Diagnostic(
            level="warning",
            code="qca.simultaneous-subsets",
            message=f"{counted(len(both), 'row')} would lead both to {table.outcome} and to "
            f"{opposite.outcome}: "
            f"{named(sorted(both))}.",
            advice="Ask for a higher PRI.",
        )


def table_diagnostics(table: TruthTable) -> Iterator[Diagnostic]:
    """Give remarks about one truth table."""
    if not table.coded("1", "0", "C"):
        most = max((row.n for row in table.rows), default=0)
        yield Diagnostic(
            level="warning",
            code="qca.no-row-with-enough-cases",
            message=f"no row holds the {counted(table.cases, 'case')} that it needs to count; the fullest "
            f"one holds "
            f"{most}.",
            advice="Lower the frequency cut-off (cases), or use fewer conditions.",
        )
    elif not table.coded("1"):
        yield Diagnostic(
            level="warning",
            code="qca.no-positive-row",
            message=f"no row leads to {table.outcome}, so that there is no solution.",
            advice="Look at the inclusion and PRI of the rows; other conditions may tell the cases apart.",
        )
    yield from all_rows_consistent(table)
    if low := [row for row in table.coded("1") if row.pri < _LOW_PRI]:
        yield Diagnostic(
            level="warning",
            code="qca.low-pri",
            message=f"{counted(len(low), 'row')} coded 1 for {table.outcome} with a PRI below "
            f"{_LOW_PRI:g}, and so "
            f"leading to the opposite nearly as much: "
            f"{named([f'{row.number} ({row.pri:.3f})' for row in low])}.",
            advice="Ask for a PRI of 0.5 at least.",
        )
    yield from _deviant_cases(table)
    if contradictory := table.coded("C"):
        rows = named([row.number for row in contradictory])
        yield Diagnostic(
            level="warning",
            code="qca.contradictory-rows",
            message=f"{counted(len(contradictory), 'row')} coded contradictory for {table.outcome}: "
            f"{rows}. No "
            "formula explains or covers what is contradictory.",
            advice="Look for a condition that tells their cases apart; see the table of contradictory rows.",
        )


def _deviant_cases(table: TruthTable) -> Iterator[Diagnostic]:
    """Name the cases that do not show the outcome that their row leads to; very many of them together."""
    rows = [row for row in table.coded("1") if row.deviant_cases]
    cases = [f"{case} (row {row.number})" for row in rows for case in row.deviant_cases]
    if len(cases) > _MOST_DEVIANT:
        yield Diagnostic(
            level="note",
            code="qca.deviant-case",
            message=f"{counted(len(cases), 'case')} in rows that lead to {table.outcome} do not show it: "
            f"{named(cases)}.",
            advice="The truth table names them all; read the most deviant ones against the others of their "
            "row.",
        )
        return
    for row in rows:
        message = f"in row {row.number}, which leads to {table.outcome}, but without showing it"
        advice = "Read this case against the others of its row."
        yield from _about_cases(row.deviant_cases, "qca.deviant-case", message, advice, "note")


def solution_diagnostics(solutions: Mapping[str, Solution]) -> Iterator[Diagnostic]:
    """Give remarks about the solutions of one truth table."""
    for kind, solution in solutions.items():
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
