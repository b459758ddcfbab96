"""A lint of the common mistakes of a QCA, each with what it means and what to do.

References
----------
Schneider, C. Q. and Wagemann, C. (2010). Standards of good practice in qualitative comparative analysis
(QCA) and fuzzy-sets. Comparative Sociology 9, 397-418.
Marx, A. and Dusa, A. (2011). Crisp-set Qualitative Comparative Analysis (csQCA), contradictions and
consistency benchmarks for model specification. Methodological Innovations Online 6, 103-148.
Baumgartner, M. and Thiem, A. (2017). Model ambiguities in configurational comparative research.
Sociological Methods and Research 46, 954-987.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

import numpy as np

from casecompare import Diagnostic
from casecompare_qca.calibration.membership_checks import SKEWED_ABOVE, SKEWED_BELOW
from casecompare_qca.reporting.label_words import names_a_variable
from casecompare_qca.reporting.random_data import chance_of_no_contradiction, most_conditions
from casecompare_qca.reporting.wording import counted
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["all_rows_consistent", "lint", "lint_names", "lint_solutions", "lint_table"]

_NOTHING: Mapping[str, Solution] = MappingProxyType({})
_NO_MEANINGS: Mapping[str, str] = MappingProxyType({})

_EASY_ON_RANDOM_DATA = 0.1
_LOWEST_CONSISTENCY = 0.75
_MANY_REMAINDERS = 0.5
_SINGLE_CASE_ROWS = 0.8
_ROUNDING = 1e-9
_LISTED = 8
_SAID = 160
_LOOKED_AT = 50
"""Of so many tied models the assumptions are looked at; each may have thousands."""


def lint(
    table: TruthTable,
    solutions: Mapping[str, Solution] = _NOTHING,
    *,
    negated: Mapping[str, Solution] = _NOTHING,
    meanings: Mapping[str, str] = _NO_MEANINGS,
) -> tuple[Diagnostic, ...]:
    """Look for the common mistakes in one analysis.

    Parameters
    ----------
    table
        The truth table.
    solutions
        Its solutions by kind: ``conservative``, ``parsimonious``, ``intermediate``.
    negated
        The solutions for the opposite of the outcome, by kind.
    meanings
        What each set stands for, in words: the definitions of the codebook.

    Returns
    -------
    tuple of Diagnostic
        Empty when there is nothing to say.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"EDUCATION": [1, 1, 0], "B": [1, 0, 1], "Y": [1, 1, 1]}, index=list("klm"))
    >>> table = truth_table(cases, "Y", ["EDUCATION", "B"])
    >>> [found.code for found in lint(table, {"parsimonious": minimize(table)})]
    ['qca.no-negative-case', 'qca.conditions-for-cases', 'qca.skewed-set', 'qca.all-rows-consistent', \
'qca.rows-of-one-case', 'qca.variable-name']
    """
    names = [*table.conditions, table.outcome.lstrip("~").split("{")[0]]
    return (
        *lint_table(table),
        *lint_names({name: meanings.get(name, "") for name in names}),
        *lint_solutions(solutions, negated),
    )


def lint_table(table: TruthTable) -> Iterator[Diagnostic]:
    """Look for mistakes in the choice of cases, conditions and cut-offs.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0, 1, 0], "B": [1, 1, 0, 0], "Y": [1, 0, 1, 0]}, index=list("klmn"))
    >>> for found in lint_table(truth_table(cases, "Y", ["A", "B"], consistency=0.7)):
    ...     if found.code == "qca.outcome-as-condition":
    ...         print(found.message)
    'A' is the outcome under another name: all cases have the same membership in both.
    """
    yield from _cases_on_both_sides(table)
    yield from _outcome_among_conditions(table)
    yield from _twins(table)
    yield from _too_many_conditions(table)
    yield from _skewed_sets(table)
    yield from _rows(table)
    yield from _cut_offs(table)


def all_rows_consistent(table: TruthTable) -> Iterator[Diagnostic]:
    """Say that every observed row leads to the outcome, so that nothing speaks against any formula.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> table = truth_table(pd.DataFrame({"A": [1, 0], "Y": [1, 1]}, index=["k", "l"]), "Y", ["A"])
    >>> [found.message for found in all_rows_consistent(table)]
    ['every observed row leads to Y, so that no row speaks against any formula.']
    """
    if table.coded("1") and not table.coded("0", "C"):
        yield Diagnostic(
            level="warning",
            code="qca.all-rows-consistent",
            message=f"every observed row leads to {table.outcome}, so that no row speaks against any "
            f"formula.",
            advice="Rely on the conservative solution, raise the consistency and PRI cut-offs, or look for "
            "cases "
            "without the outcome.",
        )


def lint_names(meanings: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Look for sets that are named like variables, so that nobody knows what membership means.

    Parameters
    ----------
    meanings
        The definition of each set, empty where there is none.

    Examples
    --------
    >>> [found.field for found in lint_names({"INCOME": "", "HIGH_INCOME": "", "WEALTH": "Rich countries"})]
    ['INCOME']
    """
    for name, meaning in meanings.items():
        if names_a_variable(name, meaning):
            yield Diagnostic(
                level="note",
                code="qca.variable-name",
                message=f"'{name}' names something that varies, not a set: what is a member of it?",
                advice="Say which cases are in, by an adjective: 'high income' instead of 'income'; or "
                "define the set in the codebook.",
                field=name,
            )


def lint_solutions(
    solutions: Mapping[str, Solution], negated: Mapping[str, Solution] = _NOTHING
) -> Iterator[Diagnostic]:
    """Look for what is easily overlooked in solutions: ambiguity, many or contradictory assumptions.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "B": [1, 1, 0, 1], "Y": [1, 1, 0, 0]}, index=list("klmn")).drop(index="n")
    >>> solution = minimize(truth_table(cases, "Y", ["A", "B"]))
    >>> for found in lint_solutions({"parsimonious": solution}):
    ...     print(found.message)
    2 models are tied in the parsimonious solution for Y: A; B. No term is in all of them.
    """
    for kind, solution in solutions.items():
        if solution.model_count > 1:
            yield _ambiguity(kind, solution)
        yield from _many_assumptions(kind, solution)
        if kind in negated:
            yield from _contradictory_assumptions(kind, solution, negated[kind])


def _cases_on_both_sides(table: TruthTable) -> Iterator[Diagnostic]:
    outcome = table.data.outcome
    for count, code, word, needed in (
        (int((outcome < 0.5).sum()), "qca.no-negative-case", "every case is in", "without it"),
        (int((outcome > 0.5).sum()), "qca.no-positive-case", "no case is in", "with it"),
    ):
        if not count:
            yield Diagnostic(
                level="warning",
                code=code,
                message=f"{word} the outcome {table.outcome}: nothing can be told apart.",
                advice=f"Add cases {needed} that might as well have turned out otherwise, or look again at "
                "its calibration.",
                field=table.outcome,
            )


def _outcome_among_conditions(table: TruthTable) -> Iterator[Diagnostic]:
    data = table.data
    for j, name in enumerate(table.conditions):
        column = data.literal(j, 1)
        for member, what in ((column, ""), (1.0 - column, "opposite of the ")):
            if len(data.cases) > 1 and np.abs(member - data.outcome).max() < _ROUNDING and np.ptp(column):
                yield Diagnostic(
                    level="warning",
                    code="qca.outcome-as-condition",
                    message=f"'{name}' is the {what}outcome under another name: all cases have the same "
                    "membership in both.",
                    advice="Leave it out: it cannot explain itself. Look for coded values that both rest on.",
                    field=name,
                )


def _twins(table: TruthTable) -> Iterator[Diagnostic]:
    values = table.data.values
    if len(values) < 2:
        return
    for i, j in combinations(range(len(table.conditions)), 2):
        is_two_valued = table.levels[i] == table.levels[j] == 2
        same = np.abs(values[:, i] - values[:, j]).max() < _ROUNDING
        opposite = is_two_valued and np.abs(1.0 - values[:, i] - values[:, j]).max() < _ROUNDING
        if (same or opposite) and np.ptp(values[:, i]):
            one, other = table.conditions[i], table.conditions[j]
            yield Diagnostic(
                level="warning",
                code="qca.twin-conditions",
                message=f"'{one}' and '{other}' are {'the same' if same else 'opposites'} in every case.",
                advice="Keep one of them: the data cannot say which of the two matters, and models multiply.",
                field=other,
            )


def _too_many_conditions(table: TruthTable) -> Iterator[Diagnostic]:
    cases, conditions = len(table.data.cases), len(table.conditions)
    chance = chance_of_no_contradiction(cases, conditions)
    if chance > _EASY_ON_RANDOM_DATA:
        yield Diagnostic(
            level="warning",
            code="qca.conditions-for-cases",
            message=f"with {counted(conditions, 'condition')} and {counted(cases, 'case')}, "
            f"{_percent(chance)} of "
            "random data show no "
            "contradictory row: a consistent model proves little (after Marx and Dusa 2011).",
            advice=_fewer(cases),
        )


def _fewer(cases: int) -> str:
    most = most_conditions(cases)
    if not most:
        return f"{counted(cases, 'case')} cannot bear a configurational comparison; add cases."
    return f"Use {counted(most, 'condition')} at most for {counted(cases, 'case')}, or put some together."


def _skewed_sets(table: TruthTable) -> Iterator[Diagnostic]:
    data = table.data
    columns = [(name, data.literal(j, 1)) for j, name in enumerate(table.conditions) if table.levels[j] == 2]
    for name, column in (*columns, (table.outcome, data.outcome)):
        share = float((column > 0.5).mean())
        if not SKEWED_BELOW <= share <= SKEWED_ABOVE:
            inside = int((column > 0.5).sum())
            yield Diagnostic(
                level="warning",
                code="qca.skewed-set",
                message=f"'{name}' is skewed: {inside} of {len(column)} cases are in ({share:.0%}). "
                "Relations with it, and with its opposite, can hold for want of variation.",
                advice="Look again at its anchors; read PRI and the relevance of necessity before the "
                "consistency.",
                field=name,
            )


def _rows(table: TruthTable) -> Iterator[Diagnostic]:
    judged = table.coded("1", "0", "C")
    yield from all_rows_consistent(table)
    single = sum(row.n == 1 for row in judged)
    if len(judged) > 2 and single >= _SINGLE_CASE_ROWS * len(judged):
        yield Diagnostic(
            level="note",
            code="qca.rows-of-one-case",
            message=f"{single} of {counted(len(judged), 'row')} hold one case each: no case can contradict "
            f"another one.",
            advice="With fewer conditions cases share rows, and agree or disagree.",
        )
    share = 1.0 - len(judged) / table.rows_total
    if share >= _MANY_REMAINDERS:
        yield Diagnostic(
            level="note",
            code="qca.limited-diversity",
            message=f"{len(judged):,} of {table.rows_total:,} possible configurations are observed; "
            f"{_percent(share)} "
            "are remainders, about which the cases say nothing.",
            advice="Compare the conservative with the parsimonious solution: they differ in what is "
            "assumed. Write "
            "down directional expectations, rule out impossible configurations, and report the assumptions.",
        )


def _percent(share: float) -> str:
    """Write a share such that nearly all is not all."""
    return "over 99%" if 0.995 <= share < 1.0 else f"{share:.0%}"


def _cut_offs(table: TruthTable) -> Iterator[Diagnostic]:
    if table.consistency[0] < _LOWEST_CONSISTENCY:
        yield Diagnostic(
            level="warning",
            code="qca.low-consistency-cut-off",
            message=f"rows count as sufficient from a consistency of {table.consistency[0]:g} on; 0.75 "
            "is the least that the literature recommends (Ragin 2008).",
            advice="Use 0.8 or more, best where the scores of the rows show a gap.",
        )
    is_fuzzy = bool(((table.data.outcome > 0.0) & (table.data.outcome < 1.0)).any())
    if is_fuzzy and table.pri <= 0.0:
        yield Diagnostic(
            level="note",
            code="qca.no-pri-cut-off",
            message="no PRI is asked for: a row can count as sufficient for the outcome and its opposite.",
            advice="Ask for a PRI of 0.5 at least.",
        )


def _ambiguity(kind: str, solution: Solution) -> Diagnostic:
    common = ", ".join(map(str, solution.common_terms))
    shared = f"In all of them: {common}." if common else "No term is known to be in all of them."
    if solution.model_space.is_counted and not common:
        shared = "No term is in all of them."
    listed = "; ".join(_shortened(model.expression) for model in solution.models[:3])
    more = "; …" if solution.model_count > 3 else ""
    at_least = "" if solution.model_space.is_counted else "at least "
    return Diagnostic(
        level="warning",
        code="qca.model-ambiguity",
        message=f"{at_least}{solution.model_count:,} models are tied in the {kind} solution for "
        f"{solution.outcome}: {listed}{more}. {_shortened(shared)}",
        advice="Never report one of them as the solution; rest the argument on what all share, or choose "
        "with a reason from knowledge of the cases.",
    )


def _shortened(said: str) -> str:
    return said if len(said) <= _SAID else f"{said[: _SAID - 1]}…"


def _many_assumptions(kind: str, solution: Solution) -> Iterator[Diagnostic]:
    if not solution.models:
        return
    model = min(solution.models[:_LOOKED_AT], key=lambda one: one.assumptions.count)
    observed = len(solution.table.coded("1"))
    if model.assumptions.count > observed:
        yield Diagnostic(
            level="note",
            code="qca.many-assumptions",
            message=f"the {kind} solution for {solution.outcome} rests on "
            f"{counted(model.assumptions.count, 'assumed row')} and {counted(observed, 'observed one')}.",
            advice="Look at the assumptions one by one: would the outcome really show there?",
        )


def _contradictory_assumptions(kind: str, solution: Solution, negated: Solution) -> Iterator[Diagnostic]:
    assumed = {row for model in solution.models[:_LOOKED_AT] for row in model.assumptions.rows}
    opposite = {row for model in negated.models[:_LOOKED_AT] for row in model.assumptions.rows}
    if both := sorted(assumed & opposite):
        rows = ", ".join(map(str, both[:_LISTED])) + (" …" if len(both) > _LISTED else "")
        yield Diagnostic(
            level="warning",
            code="qca.contradictory-assumptions",
            message=f"the {kind} solutions assume {counted(len(both), 'row')} to lead both to "
            f"{solution.outcome} and to {negated.outcome}: {rows}.",
            advice="Exclude such rows from both (enhanced standard analysis).",
        )
