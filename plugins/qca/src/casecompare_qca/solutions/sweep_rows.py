"""What the specifications of a sweep change: cut-offs, anchors, the cases. Each gives rows with codes.

Work is shared: cut-offs read the same rows, a draw of cases is a row of weights over them, and changed
anchors touch single columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import Calibration, calibrate
from casecompare_qca.table.case_data import CaseData, Floats
from casecompare_qca.table.row_scores import fit_parts, scores_from_sums
from casecompare_qca.table.truth_table import TruthTable, code_row, observed_corners, table_from

__all__ = ["ObservedRows", "Specification", "recalibrated", "specified_table"]

Corners = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Specification:
    """One way to run an analysis.

    Parameters
    ----------
    name
        What the log calls it.
    consistency, pri, cases
        Cut-offs, as for `truth_table`.
    anchors
        Conditions that are calibrated anew from their raw values.
    resample
        Seed of a bootstrap draw of the cases, as many as there are, with replacement; None takes each case
        once.
    """

    name: str
    consistency: float | tuple[float, float] = 0.8
    pri: float = 0.0
    cases: int = 1
    anchors: Mapping[str, Calibration] = field(default_factory=dict)
    resample: int | None = None

    @property
    def cut_offs(self) -> tuple[float, float]:
        """The two inclusion cut-offs, equal where one is given."""
        return self.consistency if isinstance(self.consistency, tuple) else (self.consistency,) * 2

    def drawn(self, count: int) -> npt.NDArray[np.int64] | None:
        """Give the positions of the cases that are drawn; None where each case takes part once."""
        if self.resample is None:
            return None
        return np.random.default_rng(self.resample).integers(0, count, size=count)


@dataclass(frozen=True, eq=False)
class ObservedRows:
    """The observed rows with what their scores are sums of, case by case.

    Parameters
    ----------
    read
        The cases.
    corners
        The rows that some case falls into.
    row_of_case, is_tied
        The row of each case, and whether it is exactly halfway in some condition, so that it is in none.
    parts
        Shape ``(4, cases, rows)``, see `fit_parts`.
    """

    read: CaseData
    corners: list[int]
    row_of_case: npt.NDArray[np.intp]
    is_tied: npt.NDArray[np.bool_]
    parts: Floats

    @classmethod
    def of(cls, read: CaseData) -> ObservedRows:
        """Look at the rows of these cases."""
        corners, row_of_case, is_tied = observed_corners(read)
        parts = np.stack(fit_parts(read.memberships(corners), read.outcome[:, np.newaxis]))
        return cls(read, corners, row_of_case, is_tied, parts)

    @property
    def tied_cases(self) -> tuple[str, ...]:
        """Cases that belong to no row."""
        return tuple(self.read.cases[at] for at in np.flatnonzero(self.is_tied))

    def coded(self, specification: Specification) -> tuple[Corners, Corners]:
        """Give the rows that lead to the outcome, and those that a model must not cover."""
        count = len(self.row_of_case)
        weights = np.ones(count)
        drawn = specification.drawn(count)
        if drawn is not None:
            weights = np.bincount(drawn, minlength=count).astype(np.float64)
        decided = np.where(self.is_tied, 0.0, weights)
        sizes = np.bincount(self.row_of_case, weights=decided, minlength=len(self.corners))
        inclusion, pri = scores_from_sums(weights @ self.parts)
        cuts, wanted_pri, wanted_cases = specification.cut_offs, specification.pri, specification.cases
        positive, forbidden = [], []
        for corner, size, one, other in zip(self.corners, sizes.tolist(), inclusion, pri, strict=True):
            code = code_row(int(size), one, other, cuts, wanted_pri, wanted_cases)
            if code == "1":
                positive.append(corner)
            elif code != "?":
                forbidden.append(corner)
        return tuple(positive), tuple(forbidden)


def specified_table(read: CaseData, specification: Specification) -> TruthTable:
    """Build the truth table of a specification from its (recalibrated) cases, the drawn ones where it draws.

    Examples
    --------
    >>> from casecompare_qca.table.case_data import read_case_data
    >>> read = read_case_data(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"]), "Y", ["A"])
    >>> table = specified_table(read, Specification(name="two cases", cases=2))
    >>> [(row.number, row.out) for row in table.rows]
    [(1, '?'), (2, '?')]
    """
    drawn = specification.drawn(len(read.cases))
    if drawn is not None:
        cases = tuple(read.cases[at] for at in drawn.tolist())
        read = replace(read, cases=cases, values=read.values[drawn], outcome=read.outcome[drawn])
    return table_from(
        read, consistency=specification.cut_offs, pri=specification.pri, cases=specification.cases
    )


def recalibrated(
    read: CaseData, raw: Mapping[str, pd.Series], anchors: Mapping[str, Calibration]
) -> CaseData:
    """Calibrate some conditions anew from their raw values.

    Parameters
    ----------
    read
        The cases as they are.
    raw
        Values before calibration of each condition that can be calibrated anew, in the order of the cases.
    anchors
        The new calibration of each condition concerned.

    Raises
    ------
    ValueError
        if a condition is not one of the analysis, or its raw values are not all there.
    """
    values = np.array(read.values)
    for name, calibration in anchors.items():
        if name not in read.space.conditions:
            raise ValueError(f"'{name}' is no condition of this analysis, so its anchors cannot be changed.")
        if name not in raw:
            raise ValueError(f"the raw values of '{name}' are needed to change its anchors.")
        column = calibrate(raw[name], calibration).to_numpy(dtype=np.float64)
        if np.isnan(column).any():
            missing = (read.cases[at] for at in np.flatnonzero(np.isnan(column)))
            raise ValueError(f"raw values of '{name}' are missing for {', '.join(missing)}.")
        values[:, read.space.conditions.index(name)] = column
    return replace(read, values=values)
