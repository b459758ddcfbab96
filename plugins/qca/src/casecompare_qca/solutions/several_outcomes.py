"""Several outcomes in turn: each explained by all other columns, the other outcomes included."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from casecompare.sets import parse
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.minimization import REMAINDERS, Free, minimize
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.truth_table import truth_table

__all__ = ["minimize_several_outcomes"]


def minimize_several_outcomes(
    data: pd.DataFrame,
    outcomes: Sequence[str],
    *,
    columns: Sequence[str] | None = None,
    include: Collection[Free] = REMAINDERS,
    consistency: float | Sequence[float] = 1.0,
    pri: float = 0.0,
    cases: int = 1,
    budget: Budget | None = None,
) -> Mapping[str, Solution]:
    """Minimize one truth table per outcome, with all other columns as conditions.

    Parameters
    ----------
    data
        One row per case, one column per set.
    outcomes
        ``"Y"``, negated ``"~Y"``, or values of a multi-value set ``"X{2}"``.
    columns
        The columns that take part; by default all. Each is a condition wherever it is not the outcome.
    include
        As for `minimize`.
    consistency, pri, cases
        As for `truth_table`.
    budget
        Bounds of each minimization.

    Returns
    -------
    Mapping
        The solution of each outcome, by the outcome as it was given.

    Raises
    ------
    ValueError
        As `truth_table`; if no outcome is named.

    References
    ----------
    Duşa, A. (2019). QCA with R. Springer, chapter 8.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "Y": [1, 0, 1, 0], "Z": [1, 0, 0, 0]}, index=list("klmn"))
    >>> found = minimize_several_outcomes(cases, ["Z", "~Y"])
    >>> {outcome: solution.formulas for outcome, solution in found.items()}
    {'Z': ('A*Y => Z',), '~Y': ('A*~Z => ~Y',)}
    """
    if not outcomes:
        raise ValueError("name at least one outcome.")
    taking_part = list(data.columns if columns is None else columns)
    found: dict[str, Solution] = {}
    for outcome in outcomes:
        own = {outcome} if outcome in taking_part else set(parse(outcome).names)
        others = [str(name) for name in taking_part if name not in own]
        table = truth_table(data, outcome, others, consistency=consistency, pri=pri, cases=cases)
        found[outcome] = minimize(table, include=include, budget=budget)
    return found
