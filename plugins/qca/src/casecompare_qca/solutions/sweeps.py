"""The same analysis many times over: other cut-offs, other anchors, resampled cases. One log holds it all.

A sweep answers how much of a solution rests on one choice (Oana and Schneider 2024, *Sociological Methods &
Research*; Skaaning 2011). Work is shared: cut-offs read the same rows, a bootstrap is a row of weights, a
changed anchor touches one column, and equal truth tables are minimized once. Every answer is taken from the
log, so that none depends on the order of the specifications.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import Calibration, calibrate
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.covers import Label, minimum_covers
from casecompare_qca.solutions.implicants import implicants_among, implicants_avoiding
from casecompare_qca.table.case_data import CaseData, Floats, read_case_data
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.row_scores import fit_parts, scores_from_sums
from casecompare_qca.table.truth_table import code_row, observed_corners

__all__ = ["Specification", "Sweep", "SweepEntry", "sweep"]


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


@dataclass(frozen=True, kw_only=True)
class SweepEntry:
    """What one specification gave: the listed models, how many there are, and how far the search came.

    `models` is empty where no row leads to the outcome. `tied_cases` are cases that a new calibration puts
    exactly halfway, which belong to no row.
    """

    specification: Specification
    models: tuple[str, ...]
    model_count: int
    label: Label
    tied_cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sweep(ShownInNotebook):
    """The log of a sweep, one entry per specification."""

    log: tuple[SweepEntry, ...]

    def to_frame(self) -> pd.DataFrame:
        """Give one row per specification: its models joined by ``|``, their number and the label."""
        rows = [
            {
                "specification": entry.specification.name,
                "models": " | ".join(entry.models),
                "model_count": entry.model_count,
                "label": entry.label,
            }
            for entry in self.log
        ]
        return pd.DataFrame(rows, columns=["specification", "models", "model_count", "label"])

    def term_shares(self) -> pd.DataFrame:
        """Give for each term the share of specifications in which it is in some, and in every listed model.

        Returns
        -------
        pandas.DataFrame
            Index: terms, the most frequent first; columns ``in_some`` and ``in_all``, 0 to 1.
        """
        in_some: dict[str, int] = {}
        in_all: dict[str, int] = {}
        for entry in self.log:
            terms = [set(model.split(" + ")) for model in entry.models]
            for counts, found in (
                (in_some, set().union(*terms)),
                (in_all, set.intersection(*terms) if terms else ()),
            ):
                for term in found:
                    counts[term] = counts.get(term, 0) + 1
        total = max(1, len(self.log))
        frame = pd.DataFrame(
            {
                "in_some": {term: count / total for term, count in in_some.items()},
                "in_all": {term: in_all.get(term, 0) / total for term in in_some},
            },
            columns=["in_some", "in_all"],
            dtype=float,
        )
        return frame.sort_index().sort_values("in_some", ascending=False, kind="stable")


def sweep(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    specifications: Iterable[Specification],
    *,
    raw: pd.DataFrame | None = None,
    include_remainders: bool = True,
    budget: Budget | None = None,
) -> Sweep:
    """Run an analysis under every specification.

    Parameters
    ----------
    data
        Calibrated sets, one row per case.
    outcome, conditions
        As for `truth_table`.
    specifications
        What is to be tried.
    raw
        Raw values of the conditions whose anchors are changed, same index.
    include_remainders
        Whether remainders may be assumed (parsimonious) or not (conservative).
    budget
        Bounds of each single minimization.

    Raises
    ------
    ValueError
        as `truth_table`, and where raw values are asked for that are not there.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [0.9, 0.8, 0.2, 0.1], "Y": [0.8, 0.7, 0.4, 0.1]}, index=list("klmn"))
    >>> specifications = [Specification(name=str(cut), consistency=cut) for cut in (0.7, 0.95)]
    >>> sweep(cases, "Y", ["A"], specifications).to_frame()["models"].tolist()
    ['A', '']
    """
    read = read_case_data(data, outcome, conditions)
    solver = _Solver(read.space, include_remainders, budget or Budget())
    base = _Rows.of(read)
    log = []
    for specification in specifications:
        rows = base
        if specification.anchors:
            rows = _Rows.of(_recalibrated(read, data, raw, specification.anchors))
        positive, forbidden = rows.coded(specification)
        models, count, label = solver.solve(positive, forbidden)
        log.append(
            SweepEntry(
                specification=specification,
                models=models,
                model_count=count,
                label=label,
                tied_cases=tuple(case for case, tied in zip(read.cases, rows.is_tied, strict=True) if tied),
            )
        )
    return Sweep(tuple(log))


@dataclass(frozen=True)
class _Rows:
    """The observed rows with what their scores are sums of, case by case."""

    corners: list[int]
    row_of_case: npt.NDArray[np.intp]
    is_tied: npt.NDArray[np.bool_]
    parts: Floats  # (4, cases, rows)

    @classmethod
    def of(cls, read: CaseData) -> _Rows:
        corners, row_of_case, is_tied = observed_corners(read)
        parts = np.stack(fit_parts(read.memberships(corners), read.outcome[:, np.newaxis]))
        return cls(corners, row_of_case, is_tied, parts)

    def coded(self, specification: Specification) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give the rows that lead to the outcome, and those that a model must not cover."""
        count = len(self.row_of_case)
        weights = np.ones(count)
        if specification.resample is not None:
            drawn = np.random.default_rng(specification.resample).integers(0, count, size=count)
            weights = np.bincount(drawn, minlength=count).astype(np.float64)
        sizes = np.bincount(
            self.row_of_case, weights=np.where(self.is_tied, 0.0, weights), minlength=len(self.corners)
        )
        inclusion, pri = scores_from_sums(np.einsum("c,pcr->pr", weights, self.parts))
        cut = specification.consistency
        cuts = cut if isinstance(cut, tuple) else (cut, cut)
        codes = [
            code_row(int(size), one, other, cuts, specification.pri, specification.cases)
            for size, one, other in zip(sizes.tolist(), inclusion, pri, strict=True)
        ]
        coded = list(zip(self.corners, codes, strict=True))
        positive = tuple(corner for corner, code in coded if code == "1")
        return positive, tuple(corner for corner, code in coded if code in "0C")


class _Solver:
    """Minimizes each truth table once: equal rows have equal models."""

    def __init__(self, space: PropertySpace, include_remainders: bool, budget: Budget) -> None:
        self.space, self.include_remainders, self.budget = space, include_remainders, budget
        self.known: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[tuple[str, ...], int, Label]] = {}

    def solve(
        self, positive: tuple[int, ...], forbidden: tuple[int, ...]
    ) -> tuple[tuple[str, ...], int, Label]:
        key = (positive, forbidden if self.include_remainders else ())
        if key not in self.known:
            self.known[key] = self._solved(positive, forbidden)
        return self.known[key]

    def _solved(
        self, positive: tuple[int, ...], forbidden: tuple[int, ...]
    ) -> tuple[tuple[str, ...], int, Label]:
        if not positive:
            return (), 0, "exact"
        clock, limit = self.budget.start(), self.budget.implicants
        if self.include_remainders:
            found = implicants_avoiding(self.space, positive, forbidden, clock=clock.share(0.5), limit=limit)
        else:
            found = implicants_among(self.space, positive, [], clock=clock.share(0.5), limit=limit)
        covers = minimum_covers(found.coverage, len(positive), clock=clock, limit=self.budget.models)
        models = tuple(
            " + ".join(str(self.space.term(found.cubes[number])) for number in cover)
            for cover in covers.covers
        )
        return models, covers.count, covers.label if found.is_complete else "upper bound"


def _recalibrated(
    read: CaseData, data: pd.DataFrame, raw: pd.DataFrame | None, anchors: Mapping[str, Calibration]
) -> CaseData:
    values = np.array(read.values)
    for name, calibration in anchors.items():
        if name not in read.space.conditions:
            raise ValueError(f"'{name}' is no condition of this analysis, so its anchors cannot be changed.")
        if raw is None or name not in raw.columns:
            raise ValueError(f"the raw values of '{name}' are needed to change its anchors.")
        column = calibrate(raw.loc[data.index, name], calibration)
        if column.isna().any():
            raise ValueError(
                f"raw values of '{name}' are missing for {', '.join(column.index[column.isna()])}."
            )
        values[:, read.space.conditions.index(name)] = column.to_numpy(dtype=np.float64)
    return replace(read, values=values)
