"""The enhanced standard analysis: no assumption about a remainder that cannot be defended.

References
----------
Schneider, C. Q. and Wagemann, C. (2013). Doing justice to logical remainders in QCA: moving beyond the
standard analysis. Political Research Quarterly 66, 211-220.
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge, chapter 8.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import pandas as pd

from casecompare_qca.assumptions.remainders import contradictory_assumptions, remainders_within, rows_within
from casecompare_qca.assumptions.row_sets import RowSet, row_set
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.expectations import Expectations
from casecompare_qca.solutions.intermediate import standard_solutions
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.truth_table import TruthTable, TruthTableRow

__all__ = [
    "EnhancedAnalysis",
    "Exclusion",
    "Statements",
    "Untenable",
    "enhanced_standard_analysis",
    "untenable_remainders",
]

Statements: TypeAlias = str | Sequence[str] | Mapping[str, str]
"""Expressions, or a mapping from each to the reason for it: ``{"A*~B": "no B without A was ever seen"}``."""

ExclusionKind = Literal["necessity", "impossible", "implausible", "contradictory"]

_WIDTH = 80


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Remainders that may not be assumed to lead to the outcome, with the reason.

    Parameters
    ----------
    kind
        ``"necessity"``: they lack a condition that is necessary. ``"impossible"``: no case can be like
        that. ``"implausible"``: hard to believe that it would lead there. ``"contradictory"``: they would
        have to lead to the outcome and to its absence.
    statement
        What the exclusion rests on: the necessary set, the impossible one; for contradictory ones the
        outcome and its negation.
    because
        Why, in a sentence.
    rows
        The remainders. Another exclusion can name the same ones.
    observed_against
        Observed rows that speak against the statement: those coded 1, and any row that is called impossible.
        They stay as they are: what was observed is no assumption. They are a reason to think the statement
        over.
    """

    kind: ExclusionKind
    statement: str
    because: str
    rows: RowSet
    observed_against: tuple[TruthTableRow, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Untenable(ShownInNotebook):
    """Untenable remainders of a truth table, and the table in which they are set to 0.

    Parameters
    ----------
    original
        The table as it was.
    exclusions
        One for each statement, in the order given.
    """

    original: TruthTable
    exclusions: tuple[Exclusion, ...]

    @cached_property
    def rows(self) -> RowSet:
        """All excluded remainders."""
        if len(self.exclusions) == 1:
            return self.exclusions[0].rows
        cubes = [cube for one in self.exclusions for cube in one.rows.cubes]
        complete = all(one.rows.is_complete for one in self.exclusions)
        return row_set(self.original.space, cubes, is_complete=complete)

    @property
    def exclude(self) -> tuple[str, ...]:
        """What `truth_table` takes as `exclude` to set the same remainders to 0."""
        return self.rows.expressions

    @cached_property
    def table(self) -> TruthTable:
        """The truth table with the excluded remainders set to 0; `minimize` it as usual."""
        space, taken = self.original.space, self.rows.cubes
        rows, observed = [], []
        for row in self.original.rows:
            corner = space.corner(row.configuration)
            observed.append(corner)
            is_excluded = row.out == "?" and any(corner & cube == cube for cube in taken)
            rows.append(replace(row, out="0") if is_excluded else row)
        unobserved = self.rows.without(observed)
        impossible = [cube for one in self.exclusions if one.kind == "impossible" for cube in one.rows.cubes]
        return replace(
            self.original,
            rows=tuple(rows),
            excluded=(*self.original.excluded, *unobserved.cubes),
            impossible=(*self.original.impossible, *impossible),
        )

    def reasons(self, row: int) -> tuple[str, ...]:
        """Give the reasons for which a remainder is excluded; none where it is not."""
        return tuple(one.because for one in self.exclusions if row in one.rows)

    def to_frame(self) -> pd.DataFrame:
        """Give one line per excluded remainder: its configuration and the reasons.

        Raises
        ------
        ValueError
            if there are more than 100,000, or so many conditions that they cannot be counted.
        """
        frame = self.rows.to_frame()
        reasons = ["; ".join(self.reasons(row)) for row in self.rows.rows]
        frame["because"] = pd.Series(reasons, index=frame.index, dtype=object)
        return frame

    def __repr__(self) -> str:
        return f"<Untenable remainders for {self.original.outcome}: {self.rows.number}>"

    def __str__(self) -> str:
        plural = "" if self.rows.number == "1" else "s"
        head = f"{self.rows.number} remainder{plural} may not be assumed to lead to {self.original.outcome}"
        lines = textwrap.wrap(head + ("" if self.exclusions else ": nothing speaks against any"), _WIDTH)
        for one in self.exclusions:
            lines += textwrap.wrap(f"{one.because}: {one.rows}", _WIDTH, subsequent_indent="    ")
            for row in one.observed_against:
                lines += textwrap.wrap(
                    f"but row {row.number} was observed{' with the outcome' * (row.out == '1')} "
                    f"({', '.join(row.cases)}); it stays as it is",
                    _WIDTH,
                    initial_indent="    ",
                    subsequent_indent="    ",
                )
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True, repr=False)
class EnhancedAnalysis(ShownInNotebook):
    """The enhanced standard analysis: what is excluded, and the solutions without it.

    Parameters
    ----------
    untenable
        The excluded remainders with their reasons, and the table.
    solutions
        ``conservative``, ``parsimonious`` and ``intermediate``; the latter two are the enhanced ones.
    """

    untenable: Untenable
    solutions: Mapping[str, Solution]

    def to_frame(self) -> pd.DataFrame:
        """Give one row per term and model of each solution, with the kind of the solution as outer index."""
        return pd.concat({kind: one.to_frame() for kind, one in self.solutions.items()}, names=["solution"])

    def __repr__(self) -> str:
        return f"<EnhancedAnalysis: {self.solutions['intermediate'].formula}>"

    def __str__(self) -> str:
        parts = [self.untenable, self.solutions["parsimonious"], self.solutions["intermediate"]]
        return "\n\n".join(map(str, parts))


def untenable_remainders(
    table: TruthTable,
    *,
    necessary: Statements = (),
    impossible: Statements = (),
    implausible: Statements = (),
    contradictory: bool = True,
    negated: TruthTable | None = None,
    budget: Budget | None = None,
) -> Untenable:
    """Find the remainders that may not be assumed to lead to the outcome, each with its reason.

    Only remainders are excluded, be they observed below the frequency threshold or not at all. Observed rows
    that lead to the outcome although a statement denies it are left alone and named.

    Parameters
    ----------
    table
        From `truth_table`.
    necessary
        Sets that are necessary for the outcome: ``"A"``, ``"B + C"``. Remainders outside them are excluded.
    impossible
        Sets that no case can belong to: ``"A*~B"``. Remainders inside them are excluded.
    implausible
        Sets of which it is hard to believe that they would lead to the outcome; they are excluded likewise.
    contradictory
        Whether contradictory simplifying assumptions are excluded; see `contradictory_assumptions`.
    negated
        The truth table for the negated outcome that these come from; by default made from the same cases.
    budget
        Bounds of the minimizations for it.

    Raises
    ------
    ValueError
        if a statement names something that is no condition here.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0], "B": [1, 1, 0], "C": [1, 0, 1], "Y": [1, 0, 0]}, index=list("klm"))
    >>> table = truth_table(cases, "Y", ["A", "B", "C"])
    >>> minimize(table).formulas
    ('A*C => Y', 'B*C => Y')
    >>> found = untenable_remainders(table, necessary="A", contradictory=False)
    >>> print(found)
    3 remainders may not be assumed to lead to Y
    A is necessary for Y: rows 1, 3, 4
    >>> minimize(found.table).formulas
    ('A*C => Y',)
    """
    exclusions = [
        _exclusion(table, "necessity", text, reason or f"{text} is necessary for {table.outcome}")
        for text, reason in _statements(necessary)
    ]
    kinds: tuple[tuple[ExclusionKind, Statements], ...] = (
        ("impossible", impossible),
        ("implausible", implausible),
    )
    exclusions += [
        _exclusion(table, kind, text, reason or f"{text} is {kind}")
        for kind, given in kinds
        for text, reason in _statements(given)
    ]
    if contradictory:
        exclusions += _contradictory(table, negated, budget)
    return Untenable(original=table, exclusions=tuple(exclusions))


def enhanced_standard_analysis(
    table: TruthTable,
    expectations: Expectations = (),
    *,
    necessary: Statements = (),
    impossible: Statements = (),
    implausible: Statements = (),
    contradictory: bool = True,
    negated: TruthTable | None = None,
    budget: Budget | None = None,
) -> EnhancedAnalysis:
    """Minimize a truth table in the three ways without untenable assumptions.

    Parameters
    ----------
    table, necessary, impossible, implausible, contradictory, negated
        As for `untenable_remainders`.
    expectations
        As for `intermediate`.
    budget
        Bounds of each search.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> found = enhanced_standard_analysis(truth_table(cases, "Y", ["A", "B"]), impossible="A*~B")
    >>> found.solutions["parsimonious"].formula
    'A*B => Y'
    """
    untenable = untenable_remainders(
        table,
        necessary=necessary,
        impossible=impossible,
        implausible=implausible,
        contradictory=contradictory,
        negated=negated,
        budget=budget,
    )
    solutions = standard_solutions(untenable.table, expectations, budget=budget)
    return EnhancedAnalysis(untenable=untenable, solutions=solutions)


def _statements(given: Statements) -> Iterable[tuple[str, str]]:
    if isinstance(given, Mapping):
        return list(given.items())
    return [(text, "") for text in ([given] if isinstance(given, str) else given)]


def _exclusion(table: TruthTable, kind: ExclusionKind, statement: str, because: str) -> Exclusion:
    denied = f"~({statement})" if kind == "necessity" else statement
    everywhere = rows_within(table, denied)
    return Exclusion(
        kind=kind,
        statement=statement,
        because=because,
        rows=remainders_within(table, denied),
        observed_against=tuple(
            row
            for row in table.rows
            if row.n and (kind == "impossible" or row.out == "1") and row.number in everywhere
        ),
    )


def _contradictory(table: TruthTable, negated: TruthTable | None, budget: Budget | None) -> list[Exclusion]:
    rows = contradictory_assumptions(table, negated, budget=budget)
    if not rows.count:
        return []
    opposite = table.data.negated().outcome_name
    because = f"assumed to lead to {table.outcome} and to {opposite}, which contradict each other"
    return [
        Exclusion(
            kind="contradictory", statement=f"{table.outcome} and {opposite}", because=because, rows=rows
        )
    ]
