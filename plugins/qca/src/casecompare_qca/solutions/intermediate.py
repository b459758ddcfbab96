"""The intermediate solution: only simplifying assumptions that agree with theory (Ragin 2008, chapter 9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from casecompare_qca.solutions.budget import Budget, Clock
from casecompare_qca.solutions.covers import Label
from casecompare_qca.solutions.expectations import Expectation, Expectations, read_expectations
from casecompare_qca.solutions.implicants import Implicants, implicants_within
from casecompare_qca.solutions.minimization import REMAINDERS, Free, minimize, positive_corners, solution_from
from casecompare_qca.solutions.solution import Model, Pair, Solution
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.truth_table import TruthTable, truth_table

__all__ = ["intermediate", "intermediate_between", "standard_analysis", "standard_solutions"]


def intermediate(
    table: TruthTable,
    expectations: Expectations,
    *,
    include: Collection[Free] = REMAINDERS,
    budget: Budget | None = None,
) -> Solution:
    """Find the intermediate solution for every pair of a conservative and a parsimonious model.

    Each term of the conservative model is shortened towards the terms of the parsimonious model that contain
    it: literals go that the parsimonious term does without and that an expectation calls unhelpful. Each
    expectation is applied by itself and the literals found unhelpful are put together. Remainders in the
    shortened terms are the easy counterfactuals; minimization with these free gives the pair's models.
    Literals of conditions without expectation stay, so that without any expectation the conservative
    solution comes back.

    Parameters
    ----------
    table
        From `truth_table`.
    expectations
        See `read_expectations`: ``{"A": "present", "B": "absent"}``, ``["A", "B*~C"]``.
    include
        As for `minimize`; ``"?"`` is always among them.
    budget
        Bounds of the search.

    Examples
    --------
    >>> import pandas as pd
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0], "B": [1, 0, 1], "C": [1, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> table = truth_table(cases, "Y", ["A", "B", "C"])
    >>> intermediate(table, {"A": "present", "C": "present"}).formula
    'A*C => Y'
    """
    budget = budget or Budget()
    contradictory: tuple[Free, ...] = ("C",) if "C" in include else ()
    conservative = minimize(table, include=contradictory, budget=budget)
    parsimonious = minimize(table, include=("?", *contradictory), budget=budget)
    return intermediate_between(conservative, parsimonious, expectations, budget=budget)


def intermediate_between(
    conservative: Solution,
    parsimonious: Solution,
    expectations: Expectations,
    *,
    budget: Budget | None = None,
) -> Solution:
    """Do as `intermediate` with the two outer solutions at hand; they must be of one truth table."""
    budget = budget or Budget()
    table, clock = conservative.table, budget.start()
    read = read_expectations(table.space, expectations)
    pairs: list[Pair] = []
    known: dict[frozenset[int], Solution] = {}
    wanted = len(conservative.models) * len(parsimonious.models)
    for i, first in enumerate(conservative.models, 1):
        for j, second in enumerate(parsimonious.models, 1):
            if pairs and (len(pairs) >= budget.models or clock.is_over):
                break
            pairs.append(_pair(f"C{i}P{j}", first, second, read, known, clock, budget))
    models = tuple(dict.fromkeys(model for pair in pairs for model in pair.solution.models))
    parts = [conservative, parsimonious, *(pair.solution for pair in pairs)]
    return Solution(
        kind="intermediate",
        table=table,
        models=models,
        model_count=max([len(models), *(pair.solution.model_count for pair in pairs)]),
        label=_worst(parts, is_whole=len(pairs) == wanted),
        implicants=_together(table.space, known.values()),
        expectations=tuple(one.text for one in read),
        pairs=tuple(pairs),
        pair_count=conservative.model_count * parsimonious.model_count,
        fewest_terms=parsimonious.model_space.lower_bound,
    )


def standard_analysis(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    consistency: float | Sequence[float] = 0.8,
    pri: float = 0.0,
    cases: int = 1,
    expectations: Expectations = (),
    budget: Budget | None = None,
) -> Mapping[str, Solution]:
    """Build the truth table and minimize it in the three ways of the standard analysis.

    Parameters
    ----------
    data, outcome, conditions, negate_outcome, consistency, pri, cases
        As for `truth_table`.
    expectations
        As for `intermediate`.
    budget
        Bounds of each search.

    Returns
    -------
    Mapping
        ``conservative``, ``parsimonious`` and ``intermediate``.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "Y": [1, 0, 0]}, index=list("klm"))
    >>> {kind: found.formula for kind, found in standard_analysis(cases, "Y", ["A", "B"]).items()}
    {'conservative': 'A*B => Y', 'parsimonious': 'A*B => Y', 'intermediate': 'A*B => Y'}
    """
    table = truth_table(
        data,
        outcome,
        conditions,
        negate_outcome=negate_outcome,
        consistency=consistency,
        pri=pri,
        cases=cases,
    )
    return standard_solutions(table, expectations, budget=budget)


def standard_solutions(
    table: TruthTable, expectations: Expectations = (), *, budget: Budget | None = None
) -> dict[str, Solution]:
    """Minimize a truth table in the three ways; parameters as for `standard_analysis`."""
    conservative = minimize(table, include=(), budget=budget)
    parsimonious = minimize(table, budget=budget)
    between = intermediate_between(conservative, parsimonious, expectations, budget=budget)
    return {"conservative": conservative, "parsimonious": parsimonious, "intermediate": between}


def _pair(
    name: str,
    conservative: Model,
    parsimonious: Model,
    expectations: Sequence[Expectation],
    known: dict[frozenset[int], Solution],
    clock: Clock,
    budget: Budget,
) -> Pair:
    table = conservative.table
    shortened = _shortened(conservative, parsimonious, expectations)
    if shortened not in known:
        implicants = implicants_within(
            table.space,
            positive_corners(table),
            shortened,
            clock=clock.share(0.5),
            limit=budget.implicants,
        )
        known[shortened] = solution_from(table, "intermediate", implicants, clock=clock, budget=budget)
    return Pair(
        name=name,
        conservative=conservative,
        parsimonious=parsimonious,
        shortened=tuple(sorted(shortened, key=table.space.order)),
        solution=known[shortened],
    )


def _shortened(
    conservative: Model, parsimonious: Model, expectations: Sequence[Expectation]
) -> frozenset[int]:
    """Shorten every conservative term towards every parsimonious term that contains it."""
    space = conservative.table.space
    shortened = set()
    for narrow in conservative.cubes:
        for wide in parsimonious.cubes:
            if wide & narrow != wide:
                continue
            values, kept = space.values(narrow), space.values(wide)
            dropped = {j for one in expectations for j in one.unhelpful(values, kept)}
            shortened.add(space.cube({j: value for j, value in values.items() if j not in dropped}))
    return frozenset(shortened)


def _worst(solutions: Sequence[Solution], *, is_whole: bool) -> Label:
    labels = {solution.label for solution in solutions}
    if "upper bound" in labels:
        return "upper bound"
    listed = all(solution.model_count == len(solution.models) for solution in solutions)
    is_exact = is_whole and listed and labels <= {"exact"}
    return "exact" if is_exact else "exact minimum, models incomplete"


def _together(space: PropertySpace, solutions: Collection[Solution]) -> Implicants:
    pairs = {
        cube: pattern
        for solution in solutions
        for cube, pattern in zip(solution.implicants.cubes, solution.implicants.coverage, strict=True)
    }
    cubes = sorted(pairs, key=space.order)
    complete = all(solution.implicants.is_complete for solution in solutions)
    return Implicants(tuple(cubes), tuple(pairs[cube] for cube in cubes), complete)
