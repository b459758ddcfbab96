"""How the evaluation of a theory prints."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casecompare_qca.inquiry.theory import TheoryComparison

__all__ = ["show_comparison"]

_WIDTH = 80


def show_comparison(comparison: TheoryComparison) -> str:
    """Write a comparison of model and theory: formulas with fit, then the groups of cases.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> from casecompare_qca.inquiry.theory import evaluate_theory
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(evaluate_theory(minimize(truth_table(cases, "Y", ["A", "B"])), "A*B"))
    Theory evaluation for Y
    incl.    PRI   cov.  set
    1.000  1.000  1.000  model: A
    1.000  1.000  0.500  theory: A*B
    1.000  1.000  0.500  model*theory: A*B
    1.000  1.000  0.500  model*~theory: A*~B
        -      -  0.000  ~model*theory: 0
    0.000  0.000  0.000  ~model*~theory: ~A
    covered most likely (model*theory, Y): k
        theory and model expect the outcome, and it is there
    covered least likely (model*~theory, Y): l
        theory misses what the model explains: extend it
    consistent least likely (~model*~theory, not Y): m
        neither expects the outcome, and it is not there
    """
    outcome = comparison.model.table.outcome
    lines = [f"Theory evaluation for {outcome}", "incl.    PRI   cov.  set"]
    for name, row in comparison.to_frame().iterrows():
        scores = "  ".join(_number(float(row[measure])) for measure in ("inclusion", "pri", "coverage"))
        text = str(name) if name == row["expression"] else f"{name}: {row['expression']}"
        if name == row["expression"] == comparison.model.expression:
            continue  # the model's only term says nothing that the model does not say
        lines += textwrap.wrap(
            f"{scores}  {text}", _WIDTH, subsequent_indent=" " * 23, break_on_hyphens=False
        )
    for group in comparison.groups:
        if not group.cases:
            continue
        having = outcome if group.has_outcome else f"not {outcome}"
        head = f"{group.name} ({group.overlap}, {having}): {', '.join(group.cases)}"
        lines += textwrap.wrap(head, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
        lines.append(f"    {group.meaning}")
    return "\n".join(lines)


def _number(value: float) -> str:
    return "    -" if math.isnan(value) else f"{value:.3f}"
