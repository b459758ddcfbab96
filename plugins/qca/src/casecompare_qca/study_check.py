"""What is wrong with the conditions of a study, told before anything runs."""

from __future__ import annotations

from collections.abc import Iterator

from casecompare import Problem, Study
from casecompare_qca.options import names_in

__all__ = ["condition_problems"]


def condition_problems(study: Study) -> Iterator[Problem]:
    """Give a problem for each condition that is the outcome: it would explain itself.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"]), outcome="Y",
    ...                    methods={"qca": {"conditions": ["A", "Y"]}})
    >>> [problem.field for problem in condition_problems(study)]
    ['methods.qca.conditions.1']
    """
    options = study.methods.get("qca", {})
    conditions, outcome = options.get("conditions"), options.get("outcome") or study.outcome
    if not isinstance(conditions, list) or not isinstance(outcome, str) or not outcome:
        return  # told about where the options are validated
    for at, name in enumerate(conditions):
        if name in names_in(outcome):
            yield study.problem(
                "methods", "qca", "conditions", at,
                message=f"{name} is the outcome, so it cannot be a condition of it.",
                hint="Take it out of the conditions.",
                code="condition-is-outcome",
            )  # fmt: skip
