"""What repeated runs are held against: the code of each row, the terms of solutions, the place of cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from casecompare import Statement
from casecompare_qca.analysis import Analysis
from casecompare_qca.solutions.solution import Model, Solution

__all__ = ["case_status", "statements"]

_PLACES = {
    (True, True): "typical",
    (True, False): "deviant: in the solution without the outcome",
    (False, True): "deviant: has the outcome outside the solution",
    (False, False): "irrelevant",
}


def statements(analyses: Sequence[Analysis]) -> Iterator[Statement]:
    """Give the statements of the analyses of an outcome and of its opposite.

    For each analysis: the code of every observed row, with the row as a formula; for each solution its
    formulas and every term of any of its listed models; and where each case stands in the reported solution.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study, run_alone
    >>> from casecompare_qca.declaration import METHOD
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> done = run_alone(METHOD, make_study(cases, outcome="Y"), conditions=["A", "B"], also_negated=False)
    >>> [(one.subject, one.value) for one in done.result.statements if one.kind == "row for Y"]
    [('~A*~B', '0'), ('A*~B', '1'), ('A*B', '1')]
    """
    for analysis in analyses:
        outcome, space = analysis.table.outcome, analysis.table.space
        for row in analysis.table.rows:
            subject = str(space.term(space.corner(row.configuration)))
            yield Statement(kind=f"row for {outcome}", subject=subject, value=row.out)
        for kind, solution in analysis.solutions.items():
            yield from _of_solution(solution, f"{analysis.solution_name(kind)} solution")
        yield from _of_cases(analysis)


def case_status(model: Model) -> dict[str, str]:
    """Say of each case whether it is typical of a model, deviant, or irrelevant (Schneider & Rohlfing 2013).

    A case is in a set with a membership above 0.5.

    References
    ----------
    Schneider CQ, Rohlfing I (2013), Combining QCA and process tracing in set-theoretic multi-method research,
    Sociological Methods & Research 42(4):559-597.
    """
    data = model.table.data
    inside, positive = np.asarray(model.membership > 0.5), np.asarray(data.outcome > 0.5)
    return {
        case: _PLACES[bool(is_in), bool(is_positive)]
        for case, is_in, is_positive in zip(data.cases, inside, positive, strict=True)
    }


def _of_solution(solution: Solution, name: str) -> Iterator[Statement]:
    formulas = "; ".join(model.expression for model in solution.models) or "0"
    yield Statement(kind=name, subject=solution.outcome, value=formulas)
    space = solution.table.space
    for cube in sorted({cube for model in solution.models for cube in model.cubes}, key=space.order):
        subject = str(space.term(cube))
        yield Statement(kind=f"term of the {name} for {solution.outcome}", subject=subject, value="present")


def _of_cases(analysis: Analysis) -> Iterator[Statement]:
    reported = analysis.reported
    if reported is None or not reported.models:
        return
    for case, place in case_status(reported.models[0]).items():
        yield Statement(kind=f"case in the solution for {reported.outcome}", subject=case, value=place)
