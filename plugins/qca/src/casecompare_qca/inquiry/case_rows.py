"""Where each case stands in the property space: its truth-table row, and how far it belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casecompare_qca.table.case_data import CaseData, Floats

__all__ = ["CaseRows", "case_rows"]


@dataclass(frozen=True, eq=False)
class CaseRows:
    """The row of the truth table that each case belongs to.

    Parameters
    ----------
    codes
        Shape ``(cases, conditions)``: the value of each condition in the case's row; 0.5 where the case is
        exactly half in and half out.
    membership
        Each case's membership in its own row, shape ``(cases,)``; 0.5 for a tied case.
    data
        The cases and conditions.
    """

    codes: Floats
    membership: Floats
    data: CaseData

    @cached_property
    def numbers(self) -> tuple[int | None, ...]:
        """The number of each case's row in the full table, from 1; None for a tied case."""
        space = self.data.space
        return tuple(
            None if 0.5 in codes else space.row_number(space.corner([int(code) for code in codes]))
            for codes in self.codes.tolist()
        )

    @cached_property
    def configurations(self) -> tuple[str, ...]:
        """Each case's row as a conjunction, ``A*~B``; empty for a tied case."""
        space = self.data.space
        return tuple(
            "" if 0.5 in codes else str(space.term(space.corner([int(code) for code in codes])))
            for codes in self.codes.tolist()
        )

    def groups(self, without: tuple[str, ...] = ()) -> list[tuple[float, ...]]:
        """Give what cases of one row share, apart from the conditions named in `without`."""
        kept = [j for j, name in enumerate(self.data.space.conditions) if name not in without]
        return [tuple(codes) for codes in self.codes[:, kept].tolist()]


def case_rows(read: CaseData) -> CaseRows:
    """Find the truth-table row of each case.

    A case belongs to the row in which its membership is above 0.5, so to no row where it is exactly half in
    a condition.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca.table.case_data import read_case_data
    >>> table = pd.DataFrame({"A": [0.8, 0.5], "B": [0.1, 1.0], "Y": [1, 0]}, index=["k", "l"])
    >>> rows = case_rows(read_case_data(table, "Y", ["A", "B"]))
    >>> rows.numbers, rows.configurations, rows.membership.tolist()
    ((3, None), ('A*~B', ''), [0.8, 0.5])
    """
    binary = np.array([level == 2 for level in read.space.levels])
    values = read.values
    rounded = np.where(values == 0.5, 0.5, (values > 0.5).astype(np.float64))
    codes: Floats = np.where(binary, rounded, values)
    # In a condition with several values a case has its own value wholly.
    degrees = np.where(binary, np.maximum(values, 1.0 - values), 1.0)
    return CaseRows(codes, degrees.min(axis=1, initial=1.0), read)
