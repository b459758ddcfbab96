"""Who is typical, deviant or irrelevant for each term of a model: the memberships behind case selection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casecompare_qca.inquiry.case_pairs import Integers, is_at_most
from casecompare_qca.inquiry.case_rows import CaseRows, case_rows
from casecompare_qca.solutions.solution import Model
from casecompare_qca.table.case_data import Floats

__all__ = ["TermCases"]


@dataclass(frozen=True, eq=False, repr=False)
class TermCases:
    """The cases of one model, term by term; arrays are of shape ``(cases,)`` or ``(cases, terms)``.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [0.9, 0.6, 0.2], "Y": [1.0, 0.3, 0.1]}, index=list("klm"))
    >>> terms = TermCases(minimize(truth_table(cases, "Y", ["A"], consistency=0.7)).models[0])
    >>> terms.is_typical[:, 0].tolist(), terms.is_deviant[:, 0].tolist(), terms.irrelevant.tolist()
    ([True, False, False], [False, True, False], [2])
    """

    model: Model

    @property
    def cases(self) -> tuple[str, ...]:
        """The case ids."""
        return self.model.table.data.cases

    @cached_property
    def names(self) -> np.ndarray:
        """The case ids as an array."""
        return np.array([*self.cases, ""], dtype=object)[:-1]

    @property
    def outcome(self) -> Floats:
        """Membership in the outcome."""
        return self.model.table.data.outcome

    @property
    def solution(self) -> Floats:
        """Membership in the model."""
        return self.model.membership

    @cached_property
    def memberships(self) -> Floats:
        """Membership in each term."""
        return self.model.table.data.memberships(self.model.cubes)

    @cached_property
    def rows(self) -> CaseRows:
        """The truth-table row of each case."""
        return case_rows(self.model.table.data)

    @cached_property
    def is_typical(self) -> np.ndarray:
        """In term and outcome, and not more in the term than in the outcome."""
        x, y = self.memberships, self.outcome[:, None]
        is_typical: np.ndarray = (x > 0.5) & (y > 0.5) & is_at_most(x, y)
        return is_typical

    @cached_property
    def is_deviant(self) -> np.ndarray:
        """In the term but not in the outcome."""
        is_deviant: np.ndarray = (self.memberships > 0.5) & (self.outcome[:, None] < 0.5)
        return is_deviant

    @cached_property
    def is_unique(self) -> np.ndarray:
        """In one term only."""
        is_unique: np.ndarray = np.count_nonzero(self.memberships > 0.5, axis=1) == 1
        return is_unique

    @cached_property
    def typicality(self) -> Floats:
        """How typical of each term, the smaller the more: 2(y-x) + (1-x)."""
        x, y = self.memberships, self.outcome[:, None]
        typicality: Floats = 2.0 * (y - x) + (1.0 - x)
        return typicality

    @cached_property
    def deviance(self) -> Floats:
        """How deviant from each term, the smaller the more: (1-(x-y)) + (1-x)."""
        x, y = self.memberships, self.outcome[:, None]
        deviance: Floats = (1.0 - (x - y)) + (1.0 - x)
        return deviance

    @property
    def uncovered(self) -> Integers:
        """Positions of the cases with the outcome but without the model."""
        return np.flatnonzero((self.solution < 0.5) & (self.outcome > 0.5))

    @property
    def irrelevant(self) -> Integers:
        """Positions of the cases without the outcome and without the model."""
        return np.flatnonzero((self.solution < 0.5) & (self.outcome < 0.5))
