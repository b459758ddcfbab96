"""The fit of any formula: each product of a claim, and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from casecompare.sets import (
    Disjunction,
    Expression,
    disjunctive_form,
    evaluate,
    necessity_table,
    parse_claim,
    sufficiency_table,
)

if TYPE_CHECKING:
    from casecompare.sets import MissingPolicy

__all__ = ["fit"]


def fit(data: pd.DataFrame, claim: str, *, missing: MissingPolicy = "refuse") -> pd.DataFrame:
    """Measure how far a claim holds: each product of its left side, then the whole.

    Parameters
    ----------
    data
        One row per case, one column per set.
    claim
        ``"A*~B + C => Y"`` for sufficiency, ``"A + B <= Y"`` for necessity; then the members of a disjunction
        are measured as its SUIN conditions.
    missing
        ``"refuse"`` raises where a value is missing in a set that the claim names, ``"drop"`` leaves such
        cases out.

    Returns
    -------
    pandas.DataFrame
        Sufficiency: ``inclusion``, ``pri``, ``coverage``; necessity: ``inclusion``, ``coverage``,
        ``relevance``. The index holds the formulas.

    Raises
    ------
    ValueError
        if the claim is neither of the two, names something that is no column, or values are missing.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 0, 0], "B": [0, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> fit(cases, "A + B => Y").round(2)
           inclusion  pri  coverage
    A            1.0  1.0       0.5
    B            1.0  1.0       0.5
    A + B        1.0  1.0       1.0
    """
    read = parse_claim(claim)
    if read.relation not in ("=>", "<="):
        raise ValueError(f"'{claim}' claims neither sufficiency (=>) nor necessity (<=).")
    names = sorted(read.condition.names | read.outcome.names)
    if unknown := [name for name in names if name not in data.columns]:
        raise ValueError(f"the table has no column {', '.join(map(repr, unknown))}.")
    used = data[names]
    gaps = used.isna().any(axis=1)
    if gaps.any() and missing == "refuse":
        raise ValueError(
            f"values are missing for {', '.join(map(str, used.index[gaps][:8]))}. Code them, or leave these "
            'cases out with missing="drop".'
        )
    used = used[~gaps].astype(float)
    parts = {str(part): evaluate(part, used) for part in _parts(read.condition)}
    measure = sufficiency_table if read.relation == "=>" else necessity_table
    return measure(pd.DataFrame(parts), evaluate(read.outcome, used).to_numpy())


def _parts(condition: Expression) -> list[Expression]:
    """Give the products of a formula, then the formula itself if it has several."""
    products = condition if isinstance(condition, Disjunction) else disjunctive_form(condition)
    if isinstance(products, Disjunction):
        return [*products.operands, condition]
    return [condition]
