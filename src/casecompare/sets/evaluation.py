"""Membership of cases in a set that is written as a formula."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pandas as pd

from casecompare.errors import UsageError, did_you_mean
from casecompare.sets.calibration_method import Array
from casecompare.sets.syntax import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    SetName,
)

__all__ = ["evaluate"]

_ROUNDING = 1e-12


def evaluate(expression: Expression, memberships: pd.DataFrame) -> pd.Series:
    """Give each case's membership in the set that an expression describes.

    Minimum for ``*``, maximum for ``+``, 1 - x for ``~`` (Zadeh 1965); ``A{1,2}`` is 1 for the cases whose
    value in A is 1 or 2, else 0. A case with a missing value in *any* set of the expression is missing in
    the result, even where the other values would settle it, so that all its parts rest on the same cases.

    Parameters
    ----------
    expression
        Any expression.
    memberships
        One row per case, one column per set: 0..1, or whole numbers for sets written with values.

    Returns
    -------
    pandas.Series
        Memberships in 0..1 with the index of `memberships`, named as the expression is written.

    Raises
    ------
    casecompare.errors.UsageError
        If a set is no column, a set written with values has other than whole numbers, or one written
        without values lies outside 0..1.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> cases = pd.DataFrame({"A": [0.25, 0.75], "B": [1.0, 0.5], "C": [2, 0]}, index=["T01", "T02"])
    >>> evaluate(parse("A*~B + C{2}"), cases).to_dict()
    {'T01': 1.0, 'T02': 0.5}
    """
    result = _evaluate(expression, memberships)
    for name in expression.names:
        # `+` and `*` carry a missing value on by themselves, `A{2}` does not.
        result = np.where(memberships[name].isna(), np.nan, result)
    return pd.Series(result, index=memberships.index, name=str(expression), dtype=float)


def _evaluate(expression: Expression, memberships: pd.DataFrame) -> Array:
    match expression:
        case Constant(value):
            return np.full(len(memberships), float(value))
        case SetName():
            return _column(expression, memberships)
        case Negation(operand):
            return 1.0 - _evaluate(operand, memberships)
        case Conjunction(operands):
            return reduce(np.minimum, (_evaluate(operand, memberships) for operand in operands))
        case Disjunction(operands):
            return reduce(np.maximum, (_evaluate(operand, memberships) for operand in operands))
        case _:
            raise TypeError(f"{expression!r} is not an expression.")


def _column(leaf: SetName, memberships: pd.DataFrame) -> Array:
    if leaf.name not in memberships.columns:
        hint = did_you_mean(leaf.name, map(str, memberships.columns))
        raise UsageError(f"There is no set {leaf.name}. {hint}".rstrip())
    column = memberships[leaf.name].to_numpy(dtype=float, na_value=np.nan)
    present = column[~np.isnan(column)]
    if leaf.values:
        if np.any(present != np.floor(present)):
            raise UsageError(
                f"{leaf} asks for a value, but {leaf.name} is fuzzy: write {leaf.name} or ~{leaf.name}."
            )
        return np.isin(column, leaf.values).astype(float)
    if np.any((present < -_ROUNDING) | (present > 1.0 + _ROUNDING)):
        raise UsageError(
            f"{leaf.name} has values outside 0 to 1: write {leaf.name}{{{present.max():g}}} for a value of a "
            "multi-value set, or calibrate it."
        )
    return column
