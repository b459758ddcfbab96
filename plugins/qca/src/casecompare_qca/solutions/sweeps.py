"""The same analysis many times over: other cut-offs, other anchors, resampled cases. One log holds it all.

A sweep answers how much of a solution rests on one choice (Oana and Schneider 2024, *Sociological Methods &
Research*; Skaaning 2011). Equal truth tables are minimized once. Every answer is taken from the log, so that
none depends on the order of the specifications.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.covers import Label, minimum_covers
from casecompare_qca.solutions.expectations import Expectations, read_expectations
from casecompare_qca.solutions.implicants import implicants_among, implicants_avoiding
from casecompare_qca.solutions.intermediate import intermediate
from casecompare_qca.solutions.solution import Kind
from casecompare_qca.solutions.sweep_rows import ObservedRows, Specification, recalibrated, specified_table
from casecompare_qca.table.case_data import read_case_data
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["Specification", "Sweep", "SweepEntry", "sweep"]

Corners = tuple[int, ...]
Treatment = Callable[[TruthTable], TruthTable]


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
    kind: Kind = "parsimonious",
    expectations: Expectations = (),
    treat: Treatment | None = None,
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
    kind
        Which solution: ``conservative``, ``parsimonious`` or ``intermediate``.
    expectations
        For the intermediate solution, as for `intermediate`.
    treat
        What is done to the truth table of each specification before it is minimized: rows recoded,
        remainders excluded. It takes a table and gives one.
    budget
        Bounds of each single minimization.

    Raises
    ------
    ValueError
        as `truth_table`; where raw values are asked for that are not there; where there are expectations,
        but another solution than the intermediate one is wanted; and what `treat` raises.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [0.9, 0.8, 0.2, 0.1], "Y": [0.8, 0.7, 0.4, 0.1]}, index=list("klmn"))
    >>> specifications = [Specification(name=str(cut), consistency=cut) for cut in (0.7, 0.95)]
    >>> sweep(cases, "Y", ["A"], specifications).to_frame()["models"].tolist()
    ['A', '']

    With a decision about a row, here that the first one is contradictory:

    >>> from casecompare_qca import Decision, recode
    >>> decision = Decision(row=1, to="C", because="the sources disagree")
    >>> treated = sweep(
    ...     cases, "Y", ["A"], specifications[:1], treat=lambda table: recode(table, [decision])[0])
    >>> treated.log[0].models
    ('A',)
    """
    read = read_case_data(data, outcome, conditions)
    read_expectations(read.space, expectations)
    if expectations and kind != "intermediate":
        raise ValueError(f"expectations are for the intermediate solution; this one is {kind}.")
    solver = _Solver(read.space, kind, expectations, budget or Budget())
    base = ObservedRows.of(read)
    before = (
        {} if raw is None else {name: raw.loc[data.index, name] for name in conditions if name in raw.columns}
    )
    log = []
    for specification in specifications:
        rows = base
        if specification.anchors:
            rows = ObservedRows.of(recalibrated(read, before, specification.anchors))
        models, count, label = _answer(rows, specification, solver, treat)
        log.append(
            SweepEntry(
                specification=specification,
                models=models,
                model_count=count,
                label=label,
                tied_cases=rows.tied_cases,
            )
        )
    return Sweep(tuple(log))


Answer = tuple[tuple[str, ...], int, Label]
"""The listed models, how many there are, and how far the search came."""


def _answer(
    rows: ObservedRows, specification: Specification, solver: _Solver, treat: Treatment | None
) -> Answer:
    """Code the rows, treat them as asked for, and minimize them."""
    if treat is None:
        positive, forbidden = rows.coded(specification)
        return solver.solve(positive, forbidden, lambda: specified_table(rows.read, specification))
    table = treat(specified_table(rows.read, specification))
    space = table.space
    positive = tuple(space.corner(row.configuration) for row in table.coded("1"))
    observed = (space.corner(row.configuration) for row in table.coded("0", "C"))
    return solver.solve(positive, (*observed, *table.excluded), lambda: table)


class _Solver:
    """Minimizes each truth table once: equal rows have equal models."""

    def __init__(self, space: PropertySpace, kind: Kind, expectations: Expectations, budget: Budget) -> None:
        self.space, self.kind, self.expectations, self.budget = space, kind, expectations, budget
        self.known: dict[tuple[Corners, Corners], Answer] = {}
        self.terms: dict[int, str] = {}

    def solve(self, positive: Corners, forbidden: Corners, table: Callable[[], TruthTable]) -> Answer:
        """Give the models of rows that must be, and must not be, covered; `table` gives the whole table."""
        key = (positive, () if self.kind == "conservative" else forbidden)
        if key not in self.known:
            self.known[key] = self._solved(positive, forbidden, table)
        return self.known[key]

    def _solved(self, positive: Corners, forbidden: Corners, table: Callable[[], TruthTable]) -> Answer:
        if not positive:
            return (), 0, "exact"
        if self.kind == "intermediate":
            found = intermediate(table(), self.expectations, budget=self.budget)
            return tuple(model.expression for model in found.models), found.model_count, found.label
        clock, limit = self.budget.start(), self.budget.implicants
        part = clock.share(0.5)
        if self.kind == "parsimonious":
            implicants = implicants_avoiding(self.space, positive, forbidden, clock=part, limit=limit)
        else:
            implicants = implicants_among(self.space, positive, [], clock=part, limit=limit)
        covers = minimum_covers(implicants.coverage, len(positive), clock=clock, limit=self.budget.models)
        models = tuple(
            " + ".join(map(self._written, map(implicants.cubes.__getitem__, cover)))
            for cover in covers.covers
        )
        return models, covers.count, covers.label if implicants.is_complete else "upper bound"

    def _written(self, cube: int) -> str:
        if cube not in self.terms:
            self.terms[cube] = str(self.space.term(cube))
        return self.terms[cube]
