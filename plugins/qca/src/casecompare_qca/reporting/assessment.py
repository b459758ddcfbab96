"""The evidence of a QCA for a claim: whether the conditions stand in the models as it says.

A claim of sufficiency is looked for among the paths: as a whole path or as a part of one (an INUS condition,
Mackie 1965, *American Philosophical Quarterly* 2(4):245-264). A claim of necessity asks whether every path
has the condition. Tied models count each: the data do not choose between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from casecompare import Evidence, Hypothesis, Study
from casecompare.sets import Claim, parse_claim
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.truth_table import excluded_cubes

if TYPE_CHECKING:
    from casecompare_qca.method import QcaResult

__all__ = ["assess", "claim_in_solution"]

_KIND = "solution terms"


def assess(hypothesis: Hypothesis, study: Study, result: QcaResult) -> Sequence[Evidence]:
    """Give the evidence of the parsimonious and of the reported solution for a claim.

    Nothing is said of claims about another outcome, or about sets that are no conditions of the analysis.

    Parameters
    ----------
    hypothesis
        Its claim.
    study
        Not used: everything is in the result.
    result
        What the method found.
    """
    claim = parse_claim(hypothesis.claim)
    wanted = str(claim.outcome)
    solutions: Mapping[str, Solution] = {}
    for table, found in (
        (result.truth_table, result.solutions),
        (result.negated_truth_table, result.negated),
    ):
        if table is not None and table.outcome == wanted:
            solutions = found
    evidence: list[Evidence] = []
    for kind in ("parsimonious", "intermediate", "conservative"):
        if kind in solutions and len(evidence) < 2:
            evidence += [one for one in [claim_in_solution(claim, solutions[kind])] if one is not None]
    return evidence


def claim_in_solution(claim: Claim, solution: Solution) -> Evidence | None:
    """Count the tied models in which the conditions of a claim stand as it says.

    Parameters
    ----------
    claim
        About the solution's outcome.
    solution
        The solution.

    Returns
    -------
    Evidence or None
        None where the claim names something that is no condition of the analysis, or there is no model.
        `measures` counts ``models`` (all tied ones), ``listed`` and ``models with it``: in these the claimed
        combination is a path or a part of one or, for necessity, stands in every path; the ``models that
        imply it`` have a path that it fulfils.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> found = minimize(truth_table(cases, "Y", ["A", "B"]))
    >>> evidence = claim_in_solution(parse_claim("A => Y"), found)
    >>> evidence.measures["models with it"], evidence.measures["models"], evidence.cases_for
    (1.0, 2.0, ('k',))
    """
    space = solution.table.space
    if not solution.models or not claim.condition.names <= set(space.conditions):
        return None
    cubes = excluded_cubes(space, [str(claim.condition)])
    is_need = claim.relation == "<="
    fitting = [model for model in solution.models if _stands(model, cubes, is_need=is_need)]
    implying = [model for model in solution.models if _is_implied(model, cubes)]
    cases = {case for model in fitting for case in _cases(model, cubes)}
    measures = {
        "models": float(solution.model_count),
        "listed": float(len(solution.models)),
        "models with it": float(len(fitting)),
    }
    if not is_need:
        measures["models that imply it"] = float(len(implying))
    return Evidence(
        source="qca",
        kind=_KIND,
        measures=measures,
        cases_for=tuple(case for case in solution.table.data.cases if case in cases),
        sentence=_sentence(claim, solution, len(fitting), len(implying), is_need=is_need),
        says=_says(claim, len(solution.models), len(fitting), len(implying)),
    )


def _says(
    claim: Claim, models: int, fitting: int, implying: int
) -> Literal["supported", "mixed", "against"] | None:
    """Say whether the tied models bear a claim out.

    A claim of sufficiency is borne out by a path that implies it; one that has more conditions than the claim
    bears it out in part only, and so do some models out of all. An association takes no side.
    """
    if claim.relation == "~":
        return None
    bearing = fitting if claim.relation == "<=" else implying
    if bearing == models:
        return "supported"
    return "mixed" if fitting or bearing else "against"


def _stands(model: Model, cubes: Sequence[int], *, is_need: bool) -> bool:
    """Say whether each claimed product is part of some path, or for necessity whether each path has one."""
    if is_need:
        return all(any(cube & path == cube for cube in cubes) for path in model.cubes)
    return bool(cubes) and all(any(cube & path == cube for path in model.cubes) for cube in cubes)


def _is_implied(model: Model, cubes: Sequence[int]) -> bool:
    return bool(cubes) and all(any(cube & path == path for path in model.cubes) for cube in cubes)


def _cases(model: Model, cubes: Sequence[int]) -> list[str]:
    """Give the cases in the outcome that are on a path with a claimed product."""
    data = model.table.data
    paths = [path for path in model.cubes if any(cube & path == cube for cube in cubes)]
    if not paths:
        return []
    inside = (data.memberships(paths) > 0.5).any(axis=1) & (data.outcome > 0.5)
    return [case for case, flag in zip(data.cases, inside.tolist(), strict=True) if flag]


def _sentence(claim: Claim, solution: Solution, fitting: int, implying: int, *, is_need: bool) -> str:
    listed = len(solution.models)
    of_all = "the one model" if solution.model_count == 1 else f"{fitting} of {listed} tied models"
    more = "" if solution.model_count == listed else f" ({solution.model_count:,} exist)"
    place = "every path has it" if is_need else "it is a path or part of one"
    if solution.model_count == 1:
        said = f"{claim.condition}: in {of_all} of the {solution.kind} solution "
        said += place if fitting else ("not every path has it" if is_need else "it is part of no path")
    else:
        said = f"{claim.condition}: in {of_all}{more} of the {solution.kind} solution {place}"
    if not is_need and implying and not fitting:
        said += "; but a shorter path implies it"
    return f"{said}."
