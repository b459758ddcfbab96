"""The columns that an analysis uses, checked: memberships, values of multi-value conditions, the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import Expression, Negation, SetName, parse
from casecompare_qca.table.property_space import PropertySpace, bits

if TYPE_CHECKING:
    from casecompare.sets import MissingPolicy

__all__ = ["CaseData", "Floats", "MissingCases", "read_case_data"]

Floats = npt.NDArray[np.float64]
MissingCases = Literal["refuse", "drop"]

_NAMED = 8
"""So many cases are named in a message; further ones are counted."""

_LARGEST_VALUE = 1_000

_FEW_CASES = 2_000


@dataclass(frozen=True, eq=False)
class CaseData:
    """Cases, conditions and outcome of one analysis, without gaps.

    Parameters
    ----------
    cases
        Case ids.
    space
        Conditions and the number of values of each.
    values
        Shape ``(cases, conditions)``: memberships, or values of multi-value conditions. Read only.
    outcome
        Membership in the outcome (negated where the negated outcome is meant), shape ``(cases,)``.
    outcome_name
        The outcome as a formula writes it, ``Y``, ``~Y`` or ``Y{2}``.
    dropped
        Cases left out because a value is missing.
    """

    cases: tuple[str, ...]
    space: PropertySpace
    values: Floats
    outcome: Floats
    outcome_name: str
    dropped: tuple[str, ...] = ()

    def memberships(self, cubes: Sequence[int]) -> Floats:
        """Give each case's membership in cubes, shape ``(cases, cubes)``; 1 in the whole space."""
        stacked: Floats = np.ones((len(self.cases), len(cubes)))
        if len(self.cases) <= _FEW_CASES:
            return self._memberships_at_once(cubes, stacked)
        for at, cube in enumerate(cubes):
            stacked[:, at] = self._membership(cube)
        return stacked

    def _memberships_at_once(self, cubes: Sequence[int], stacked: Floats) -> Floats:
        """Take the smallest of the literals of a cube in one step; with few cases, steps are what costs."""
        used = list(bits(reduce(or_, cubes, 0)))
        place = {literal: at for at, literal in enumerate(used)}
        literals = np.array([self.literal(*self.space.literals[one]) for one in used])
        for at, cube in enumerate(cubes):
            if cube:
                stacked[:, at] = literals[[place[one] for one in bits(cube)]].min(axis=0)
        return stacked

    def _membership(self, cube: int) -> Floats:
        membership = np.ones(len(self.cases))
        for literal in bits(cube):
            j, value = self.space.literals[literal]
            np.minimum(membership, self.literal(j, value), out=membership)
        return membership

    def literal(self, j: int, value: int) -> Floats:
        """Give each case's membership in one value of the j-th condition."""
        column = self.values[:, j]
        if self.space.levels[j] > 2:
            matching: Floats = (column == value).astype(np.float64)
            return matching
        return column if value else 1.0 - column

    def negated(self) -> CaseData:
        """Give the same cases with the negated outcome."""
        name = self.outcome_name
        opposite = name.removeprefix("~") if name.startswith("~") else f"~{name}"
        return replace(self, outcome=_read_only(1.0 - self.outcome), outcome_name=opposite)


def read_case_data(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    missing: MissingPolicy = "refuse",
) -> CaseData:
    """Take the columns of an analysis out of a table and check them.

    A condition is fuzzy where some value lies strictly between 0 and 1, else binary where its largest value
    is at most 1, else multi-value with whole numbers from 0.

    Parameters
    ----------
    data
        One row per case (the index holds the case ids), one column per set.
    outcome
        A column; ``~Y`` for its negation, ``Y{2}`` or ``Y{1,2}`` for values of a multi-value outcome.
    conditions
        Columns.
    negate_outcome
        Whether the negation of `outcome` is to be explained.
    missing
        ``"refuse"`` raises when a value is missing in a column that is used, ``"drop"`` leaves such cases
        out.

    Raises
    ------
    ValueError
        naming the column and the cases: unknown or repeated columns, the outcome among the conditions,
        missing or uncalibrated values, no case left.

    Examples
    --------
    >>> table = pd.DataFrame({"A": [1, 0], "Y": [0.8, 0.3]}, index=["k", "l"])
    >>> read_case_data(table, "Y", ["A"], negate_outcome=True).outcome.round(2).tolist()
    [0.2, 0.7]
    """
    source, values, is_negated = _outcome_parts(data, outcome)
    _check_names(data, source, conditions)
    used = data[[*conditions, source]]
    gaps = used.isna().any(axis=1).to_numpy(dtype=bool)
    if gaps.any() and missing == "refuse":
        raise ValueError(_missing_message(used, gaps))
    complete = used.loc[~gaps]
    if complete.empty:
        raise ValueError("no case has values for the outcome and every condition; nothing can be compared.")
    columns = {name: _numbers(complete[name]) for name in used.columns}
    levels = tuple(_levels(columns[name], name, complete.index) for name in conditions)
    membership = _outcome_membership(columns[source], source, values, complete.index)
    read = CaseData(
        cases=tuple(map(str, complete.index)),
        space=PropertySpace(tuple(conditions), levels),
        values=_read_only(np.stack([columns[name] for name in conditions], axis=1)),
        outcome=_read_only(membership),
        outcome_name=f"{source}{{{','.join(map(str, values))}}}" if values else source,
        dropped=tuple(map(str, used.index[gaps])),
    )
    return read.negated() if is_negated != negate_outcome else read


def _outcome_parts(data: pd.DataFrame, outcome: str) -> tuple[str, tuple[int, ...], bool]:
    """Give the outcome's column, the values meant (none for memberships), and whether it is negated."""
    if outcome in data.columns:
        return outcome, (), False
    expression: Expression = parse(outcome)
    is_negated = isinstance(expression, Negation)
    if isinstance(expression, Negation):
        expression = expression.operand
    if not isinstance(expression, SetName):
        raise ValueError(f"the outcome must be one set, such as Y, ~Y or Y{{2}}; '{outcome}' is not.")
    return expression.name, expression.values, is_negated


def _check_names(data: pd.DataFrame, outcome: str, conditions: Sequence[str]) -> None:
    if not conditions:
        raise ValueError("name at least one condition.")
    unknown = [name for name in [*conditions, outcome] if name not in data.columns]
    if unknown:
        known = ", ".join(map(str, data.columns))
        raise ValueError(f"the table has no column {', '.join(map(repr, unknown))}; it has {known}.")
    if outcome in conditions:
        raise ValueError(f"'{outcome}' is the outcome and a condition; it cannot explain itself.")
    twice = sorted({name for name in conditions if list(conditions).count(name) > 1})
    if twice:
        raise ValueError(f"conditions named twice: {', '.join(twice)}.")
    if not data.index.is_unique:
        raise ValueError(f"case ids stand twice: {_listed(data.index[data.index.duplicated()])}.")


def _missing_message(used: pd.DataFrame, gaps: npt.NDArray[np.bool_]) -> str:
    columns = ", ".join(str(name) for name in used.columns if used[name].isna().any())
    return (
        f"values are missing in {columns} for {_listed(used.index[gaps])}. Code them, or leave these cases "
        'out with missing="drop".'
    )


def _numbers(column: pd.Series) -> Floats:
    if column.dtype == object or not pd.api.types.is_numeric_dtype(column):
        numbers = pd.to_numeric(column, errors="coerce")
        wrong = column.index[numbers.isna()]
        if len(wrong):
            raise ValueError(
                f"'{column.name}' holds text, not numbers, for {_listed(wrong)}. Calibrate it first."
            )
        column = numbers
    return column.to_numpy(dtype=np.float64)


def _levels(column: Floats, name: str, cases: pd.Index) -> int:
    """Give the number of values of a condition, two for crisp and fuzzy ones."""
    is_membership = bool(((column >= 0.0) & (column <= 1.0)).all())
    if is_membership:
        return 2
    wrong = (column < 0.0) | (column != np.floor(column)) | (column > _LARGEST_VALUE)
    if wrong.any():
        raise ValueError(
            f"'{name}' is not calibrated: its values, from {column.min():g} to {column.max():g}, are neither "
            "memberships between 0 and 1 nor the whole numbers 0, 1, 2, … of a multi-value condition. See "
            f"{_listed(cases[wrong])}."
        )
    return int(column.max()) + 1


def _outcome_membership(column: Floats, name: str, values: tuple[int, ...], cases: pd.Index) -> Floats:
    if values:
        return np.isin(column, values).astype(np.float64)
    outside = (column < 0.0) | (column > 1.0)
    if outside.any():
        raise ValueError(
            f"the outcome '{name}' lies outside 0 to 1 for {_listed(cases[outside])}. Calibrate it, or name "
            f"the values of a multi-value outcome: {name}{{2}}."
        )
    return column


def _read_only(array: Floats) -> Floats:
    array = np.array(array, dtype=np.float64)
    array.flags.writeable = False
    return array


def _listed(cases: Sequence[object] | pd.Index) -> str:
    named = ", ".join(str(case) for case in list(cases)[:_NAMED])
    return named + (f" and {len(cases) - _NAMED} more" if len(cases) > _NAMED else "")
