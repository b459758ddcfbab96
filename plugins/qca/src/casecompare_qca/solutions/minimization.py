"""Minimization: from a truth table to conservative and parsimonious solutions, with all tied models."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from casecompare_qca.solutions.budget import Budget, Clock
from casecompare_qca.solutions.covers import Covers, irredundant_covers, minimum_covers
from casecompare_qca.solutions.implicants import Implicants, implicants_among, implicants_avoiding
from casecompare_qca.solutions.solution import Kind, Model, Solution
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["REMAINDERS", "Free", "minimize", "positive_corners", "solution_from"]

Free = Literal["?", "C"]
REMAINDERS: tuple[Free, ...] = ("?",)


def minimize(
    table: TruthTable,
    *,
    include: Collection[Free] = REMAINDERS,
    all_irredundant: bool = False,
    row_dominance: bool = False,
    budget: Budget | None = None,
) -> Solution:
    """Find the simplest formulas that cover every positive row of a truth table and no negative one.

    Parameters
    ----------
    table
        From `truth_table`.
    include
        What may be covered beside positive rows: ``"?"`` remainders (the parsimonious solution, without
        them the conservative one), ``"C"`` contradictory rows.
    all_irredundant
        List every model that no term can be left out of, whatever its size, not only the smallest ones.
    row_dominance
        First drop prime implicants that cover less than another one. Off by default: they can be part of
        further tied models.
    budget
        Bounds of the search; the solution's label says whether they were reached.

    Returns
    -------
    Solution
        Without models where no row leads to the outcome; with the one model ``1`` where nothing speaks
        against it.

    Raises
    ------
    ValueError
        if `include` holds anything else.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> table = truth_table(cases, "Y", ["A", "B"])
    >>> minimize(table).formula, minimize(table, include=()).formula
    ('A => Y', 'A => Y')
    """
    if not isinstance(table, TruthTable):
        raise TypeError("minimize takes a truth table; make one: truth_table(data, outcome, conditions).")
    if unknown := set(include) - {"?", "C"}:
        raise ValueError(
            f"include takes '?' (remainders) and 'C' (contradictory rows), not {sorted(unknown)}."
        )
    budget = budget or Budget()
    clock = budget.start()
    implicants = _implicants(table, include, clock.share(0.5), budget.implicants)
    if row_dominance:
        implicants = _undominated(implicants)
    kind: Kind = "parsimonious" if "?" in include else "conservative"
    return solution_from(table, kind, implicants, clock=clock, budget=budget, all_irredundant=all_irredundant)


def positive_corners(table: TruthTable) -> list[int]:
    """Give the corners of the rows coded 1, in the order of the table."""
    return [table.space.corner(row.configuration) for row in table.coded("1")]


def solution_from(
    table: TruthTable,
    kind: Kind,
    implicants: Implicants,
    *,
    clock: Clock,
    budget: Budget,
    all_irredundant: bool = False,
) -> Solution:
    """Cover the positive rows by prime implicants; parameters as for `minimize`."""
    rows = len(table.coded("1"))
    if not rows:
        empty = Implicants((), ())
        return Solution(kind=kind, table=table, models=(), model_count=0, label="exact", implicants=empty)
    search = irredundant_covers if all_irredundant else minimum_covers
    found: Covers = search(implicants.coverage, rows, clock=clock, limit=budget.models)
    return Solution(
        kind=kind,
        table=table,
        models=tuple(
            Model(table, tuple(implicants.cubes[number] for number in cover)) for cover in found.covers
        ),
        model_count=found.count,
        label=found.label if implicants.is_complete else "upper bound",
        implicants=implicants,
        covers=found,
    )


def _implicants(table: TruthTable, include: Collection[Free], clock: Clock, limit: int) -> Implicants:
    space = table.space
    positive = positive_corners(table)
    if not positive:
        return Implicants((), ())
    contradictory = [space.corner(row.configuration) for row in table.coded("C")]
    if "?" not in include:
        free = contradictory if "C" in include else []
        return implicants_among(space, positive, free, clock=clock, limit=limit)
    forbidden = [space.corner(row.configuration) for row in table.coded("0")] + list(table.excluded)
    if "C" not in include:
        forbidden += contradictory
    return implicants_avoiding(space, positive, forbidden, clock=clock, limit=limit)


def _undominated(implicants: Implicants) -> Implicants:
    patterns = set(implicants.coverage)
    kept = [
        (cube, pattern)
        for cube, pattern in zip(implicants.cubes, implicants.coverage, strict=True)
        if not any(pattern != other and pattern & other == pattern for other in patterns)
    ]
    return Implicants(tuple(cube for cube, _ in kept), tuple(one for _, one in kept), implicants.is_complete)
