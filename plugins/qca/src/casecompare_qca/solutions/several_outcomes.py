"""Several outcomes in turn: each explained by all other columns, the other outcomes included.

What brings about one outcome may bring about another one too; `shared_terms` counts over outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from casecompare.sets import parse
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.expectations import Expectations
from casecompare_qca.solutions.intermediate import intermediate
from casecompare_qca.solutions.minimization import REMAINDERS, Free, minimize
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.truth_table import truth_table

__all__ = ["minimize_several_outcomes", "shared_terms"]


def minimize_several_outcomes(
    data: pd.DataFrame,
    outcomes: Sequence[str],
    *,
    columns: Sequence[str] | None = None,
    include: Collection[Free] = REMAINDERS,
    expectations: Mapping[str, Expectations] | None = None,
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
    expectations
        Directional expectations by outcome, each as for `intermediate`; an outcome that is named here gets
        the intermediate solution, with ``"C"`` in `include` as there.
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
        As `truth_table`; if no outcome is named, or there are expectations for what is no outcome here.

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
    expected = dict(expectations or {})
    if foreign := [name for name in expected if name not in outcomes]:
        raise ValueError(
            f"there are expectations for {', '.join(foreign)}, but the outcomes are {', '.join(outcomes)}."
        )
    taking_part = list(data.columns if columns is None else columns)
    found: dict[str, Solution] = {}
    for outcome in outcomes:
        own = {outcome} if outcome in taking_part else set(parse(outcome).names)
        others = [str(name) for name in taking_part if name not in own]
        table = truth_table(data, outcome, others, consistency=consistency, pri=pri, cases=cases)
        if outcome in expected:
            found[outcome] = intermediate(table, expected[outcome], include=include, budget=budget)
        else:
            found[outcome] = minimize(table, include=include, budget=budget)
    return found


def shared_terms(solutions: Mapping[str, Solution]) -> pd.DataFrame:
    """Count for each term the outcomes that it leads to.

    A model that says nothing, ``1`` or ``0``, has no term that could be shared. Of tied models all count,
    listed or not, as far as the search came.

    Parameters
    ----------
    solutions
        By outcome, from `minimize_several_outcomes`.

    Returns
    -------
    pandas.DataFrame
        Index: terms, those of the most outcomes first. ``outcomes``: how many outcomes have a model with the
        term; ``every``: for how many of them it stands in every model; ``which``: these outcomes, as a tuple.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0], "Z": [1, 1, 1, 0]}, index=list("klmn"))
    >>> found = {
    ...     outcome: minimize_several_outcomes(cases, [outcome], columns=["A", "B", outcome])[outcome]
    ...     for outcome in ("Y", "Z")}
    >>> [solution.formula for solution in found.values()]
    ['A => Y', 'A + B => Z']
    >>> shared_terms(found)["which"].to_dict()
    {'A': ('Y', 'Z'), 'B': ('Z',)}
    """
    which: dict[str, list[str]] = {}
    every: dict[str, int] = {}
    for outcome, solution in solutions.items():
        if solution.is_empty or solution.is_tautology:
            continue
        space = solution.model_space
        common = set(space.common_terms)
        for term in dict.fromkeys([*space.common_terms, *space.occurrences]):
            which.setdefault(str(term), []).append(outcome)
            every[str(term)] = every.get(str(term), 0) + (term in common)
    order = sorted(which, key=lambda term: (-len(which[term]), -every[term], term))
    return pd.DataFrame(
        {
            "outcomes": pd.Series([len(which[term]) for term in order], dtype=int),
            "every": pd.Series([every[term] for term in order], dtype=int),
            "which": pd.Series([tuple(which[term]) for term in order], dtype=object),
        }
    ).set_axis(pd.Index(order, name="term", dtype=object))
