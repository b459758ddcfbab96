"""Single conditions: how far each, and its absence, is necessary or sufficient for the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from casecompare.sets import necessity_table, sufficiency_table
from casecompare_qca.table.case_data import CaseData, read_case_data
from casecompare_qca.table.terms import literal_name

if TYPE_CHECKING:
    from casecompare.sets import MissingPolicy

__all__ = ["necessity", "necessity_of", "sufficiency"]


def necessity(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    missing: MissingPolicy = "refuse",
) -> pd.DataFrame:
    """Measure how far each condition and its absence are necessary for the outcome.

    Parameters
    ----------
    data, outcome, conditions, negate_outcome, missing
        As for `truth_table`.

    Returns
    -------
    pandas.DataFrame
        One row per condition and negation (per value of a multi-value condition); columns ``inclusion``,
        ``coverage``, ``relevance`` (relevance of necessity, near 0 for a trivial condition).

    Raises
    ------
    ValueError
        As `truth_table`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> necessity(cases, "Y", ["A"]).round(2)
        inclusion  coverage  relevance
    A        0.67       1.0       1.00
    ~A       0.33       0.5       0.67
    """
    read = read_case_data(data, outcome, conditions, negate_outcome=negate_outcome, missing=missing)
    return necessity_of(read)


def necessity_of(read: CaseData) -> pd.DataFrame:
    """Do as `necessity` with data that have been read already."""
    return necessity_table(_literals(read), read.outcome)


def sufficiency(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    missing: MissingPolicy = "refuse",
) -> pd.DataFrame:
    """Measure how far each condition and its absence are sufficient for the outcome.

    Parameters and errors are those of `necessity`.

    Returns
    -------
    pandas.DataFrame
        One row per condition and negation; columns ``inclusion``, ``pri``, ``coverage``.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> sufficiency(cases, "Y", ["A"])
        inclusion  pri  coverage
    A         1.0  1.0  0.666667
    ~A        0.5  0.5  0.333333
    """
    read = read_case_data(data, outcome, conditions, negate_outcome=negate_outcome, missing=missing)
    return sufficiency_table(_literals(read), read.outcome)


def _literals(read: CaseData) -> pd.DataFrame:
    """Give one column per literal; a condition comes before its negation."""
    space = read.space
    columns: dict[str, np.ndarray] = {}
    for j, name in enumerate(space.conditions):
        values = range(space.levels[j]) if space.is_multi_value else (1, 0)
        for value in values:
            columns[literal_name(name, value, space.is_multi_value)] = read.literal(j, value)
    return pd.DataFrame(columns, index=list(read.cases))
