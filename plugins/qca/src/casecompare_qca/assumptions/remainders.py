"""Rows that deserve a second look: untenable remainders, contradictory assumptions, simultaneous subsets.

References
----------
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge, chapter 8.
Schneider, C. Q. and Wagemann, C. (2013). Doing justice to logical remainders in QCA: moving beyond the
standard analysis. Political Research Quarterly 66, 211-220.
Yamasaki, S. and Rihoux, B. (2009). A commented review of applications. In: Rihoux and Ragin, Configurational
comparative methods. Sage (contradictory simplifying assumptions).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from casecompare.sets import parse
from casecompare_qca.assumptions.logic import unbraced
from casecompare_qca.assumptions.row_sets import RowSet, row_set, shared_rows
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.minimization import minimize
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.truth_table import TruthTable, TruthTableRow, excluded_cubes, table_from

__all__ = [
    "RowKind",
    "SimultaneousSubset",
    "contradictory_assumptions",
    "find_rows",
    "negated_table",
    "remainders_within",
    "rows_within",
    "shared_simplifying_rows",
    "simplifying_rows",
    "simultaneous_subset_relations",
]

_LOOKED_AT = 300
"""Past so many different terms the models are not all looked at, but those that are listed."""

RowKind = Literal["within", "contradictory", "simultaneous", "all"]


@dataclass(frozen=True)
class SimultaneousSubset(ShownInNotebook):
    """A row that is coded 1 for the outcome and for its negation too.

    `row` and `negated` are the row as the two tables show it, with inclusion and PRI for the one and the
    other; the larger PRI says which of the two it is rather sufficient for.
    """

    row: TruthTableRow
    negated: TruthTableRow

    @property
    def number(self) -> int:
        """The row's number in the full table."""
        return self.row.number

    def __str__(self) -> str:
        mine, other = self.row, self.negated
        return (
            f"row {mine.number}: inclusion {mine.inclusion:.3f}, PRI {mine.pri:.3f} for the outcome; "
            f"{other.inclusion:.3f} and {other.pri:.3f} for its negation"
        )


def find_rows(
    table: TruthTable,
    kind: RowKind = "all",
    *,
    expression: str | None = None,
    observed: bool = False,
    negated_consistency: float | None = None,
    negated_pri: float | None = None,
    budget: Budget | None = None,
) -> RowSet:
    """Find rows of one kind in a truth table.

    Parameters
    ----------
    table
        From `truth_table`.
    kind
        ``"within"``: the remainders that belong to `expression`, for instance impossible ones.
        ``"contradictory"``: see `contradictory_assumptions`. ``"simultaneous"``: see
        `simultaneous_subset_relations`. ``"all"``: all three, the first where there is an expression.
    expression
        In the field's notation: ``"A*~B + C"``.
    observed
        Whether rows ``"within"`` may be observed ones too.
    negated_consistency, negated_pri
        See `negated_table`.
    budget
        Bounds of the two minimizations that contradictory assumptions need.

    Returns
    -------
    RowSet
        Rows that some case falls into but that are coded ``?`` count as remainders, as they do in
        minimization.

    Raises
    ------
    ValueError
        if `kind` is unknown, or rows ``"within"`` an expression are wanted and there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> table = truth_table(cases, "Y", ["A", "B"])
    >>> find_rows(table, "within", expression="A*~B").rows
    (3,)
    >>> find_rows(table, "contradictory").rows
    (2, 3)
    """
    if kind not in ("within", "contradictory", "simultaneous", "all"):
        raise ValueError(f"'{kind}' is no kind of rows; write within, contradictory, simultaneous or all.")
    if kind == "within" and expression is None:
        raise ValueError("say which rows are meant with an expression, for instance A*~B.")
    found: list[RowSet] = []
    negated = None
    if kind in ("contradictory", "simultaneous", "all"):
        negated = negated_table(table, consistency=negated_consistency, pri=negated_pri)
    if expression is not None and kind in ("within", "all"):
        found.append(rows_within(table, expression) if observed else remainders_within(table, expression))
    if negated is not None and kind in ("contradictory", "all"):
        found.append(contradictory_assumptions(table, negated, budget=budget))
    if negated is not None and kind in ("simultaneous", "all"):
        both = simultaneous_subset_relations(table, negated)
        corners = [table.space.corner(one.row.configuration) for one in both]
        found.append(row_set(table.space, corners))
    cubes = [cube for one in found for cube in one.cubes]
    return row_set(table.space, cubes, is_complete=all(one.is_complete for one in found))


def rows_within(table: TruthTable, expression: str) -> RowSet:
    """Give all rows that belong to an expression, observed or not.

    Raises
    ------
    ValueError
        if it names what is no condition, a value that does not exist, or no value where there are several.
    """
    cubes = excluded_cubes(table.space, [expression])
    # A value that does not exist would be an empty set without a word.
    unbraced(parse(expression), table.space)
    return row_set(table.space, cubes)


def remainders_within(table: TruthTable, expression: str) -> RowSet:
    """Give the remainders that belong to an expression: rows coded ``?``, observed or not."""
    return rows_within(table, expression).without(_decided(table))


def contradictory_assumptions(
    table: TruthTable, negated: TruthTable | None = None, *, budget: Budget | None = None
) -> RowSet:
    """Give the remainders assumed to lead to the outcome in one analysis and to its absence in the other.

    These are the contradictory simplifying assumptions: the rows that some parsimonious model for the
    outcome and some parsimonious model for its negation both claim. Where nothing speaks against the one,
    so that its formula is ``1``, it claims every remainder.

    Parameters
    ----------
    table
        The table for the outcome.
    negated
        The table for its negation; by default made by `negated_table`.
    budget
        Bounds of each of the two minimizations; where the models are too many to be looked at, the result
        says that it is not complete.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> print(contradictory_assumptions(truth_table(cases, "Y", ["A", "B"])))
    rows 2, 3
    """
    opposite = negated_table(table) if negated is None else negated
    mine, theirs = (minimize(one, budget=budget) for one in (table, opposite))
    return shared_simplifying_rows(mine, theirs)


def simplifying_rows(explained: Solution | Model) -> RowSet:
    """Give the simplifying assumptions of a model, or of all models of a solution together.

    These are the rows covered that are coded neither 1, 0 nor C: remainders, observed or not. Of a solution
    with very many models only the listed ones are looked at; the result then says that it is not complete.
    """
    claimed = _claimed(explained)
    return row_set(claimed.space, claimed.cubes, is_complete=claimed.is_complete).without(
        _decided(explained.table)
    )


def shared_simplifying_rows(first: Solution | Model, second: Solution | Model) -> RowSet:
    """Give the simplifying assumptions that two models, or two solutions, have in common.

    Of a solution all models count, as for `simplifying_rows`, not only the first; pass a model to compare
    that one.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> table = truth_table(cases, "Y", ["A", "B"])
    >>> present, absent = minimize(table), minimize(negated_table(table))
    >>> shared_simplifying_rows(present.models[0], absent.models[1]).rows
    (3,)
    """
    # What is decided is taken away at the end: it is a small part of what the two have in common.
    common = shared_rows(_claimed(first), _claimed(second))
    return common.without([*_decided(first.table), *_decided(second.table)])


def simultaneous_subset_relations(
    table: TruthTable, negated: TruthTable | None = None
) -> tuple[SimultaneousSubset, ...]:
    """Give the rows that are coded 1 for the outcome and for its negation.

    With fuzzy sets a small membership can be a subset of both. A PRI threshold prevents it.

    Parameters
    ----------
    table
        The table for the outcome.
    negated
        The table for its negation; by default made by `negated_table`.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [0.6, 0.2, 0.9], "Y": [0.6, 0.4, 0.4]}, index=list("klm"))
    >>> for one in simultaneous_subset_relations(truth_table(cases, "Y", ["A"], consistency=0.7)):
    ...     print(one)
    row 2: inclusion 0.706, PRI 0.286 for the outcome; 0.706 and 0.286 for its negation
    """
    opposite = negated_table(table) if negated is None else negated
    others = {row.number: row for row in opposite.coded("1")}
    return tuple(
        SimultaneousSubset(row, others[row.number]) for row in table.coded("1") if row.number in others
    )


def negated_table(
    table: TruthTable, *, consistency: float | None = None, pri: float | None = None
) -> TruthTable:
    """Build the truth table for the negation of the outcome from the same cases.

    Parameters
    ----------
    table
        The table for the outcome.
    consistency
        By default that of `table`; of two cut-offs the second, so that what is not clearly a row of the
        outcome can be one of its negation.
    pri
        By default that of `table`.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> [row.number for row in negated_table(truth_table(cases, "Y", ["A"])).coded("1")]
    [1]
    """
    cut = table.consistency[-1] if consistency is None else consistency
    return table_from(
        table.data.negated(),
        consistency=(cut, cut),
        pri=table.pri if pri is None else pri,
        cases=table.cases,
    )


def _claimed(explained: Solution | Model) -> RowSet:
    """Give all rows that some model covers, observed or not: of all counted models where that is feasible.

    In large spaces the cubes overlap, since they are only compared with others.
    """
    space = explained.table.space
    if isinstance(explained, Model):
        return _covered(space, explained.cubes, is_complete=True)
    found = explained.model_space
    is_whole = found.is_counted and len(found.occurrences) <= _LOOKED_AT
    if is_whole:
        return _covered(space, map(space.cube_of, found.occurrences), is_complete=True)
    listed = {cube for model in explained.models for cube in model.cubes}
    return _covered(space, listed, is_complete=found.is_counted and found.count == len(explained.models))


def _covered(space: PropertySpace, cubes: Iterable[int], *, is_complete: bool) -> RowSet:
    return RowSet(space, tuple(sorted(set(cubes))), is_complete, is_counted=False)


def _decided(table: TruthTable) -> Iterable[int]:
    """Give the rows that are no remainders, as cubes: coded 1, 0 or C, or set to 0."""
    return [*(table.space.corner(row.configuration) for row in table.coded("1", "0", "C")), *table.excluded]
