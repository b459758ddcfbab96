"""Causal chains: every factor is an outcome in turn, explained by those that can come before it.

References
----------
Baumgartner, M. (2009). Inferring causal complexity. Sociological Methods and Research 38, 71-101.
Baumgartner, M. and Ambühl, M. (2020). Causal modeling with multi-value and fuzzy-set coincidence analysis.
Political Science Research and Methods 8, 526-542.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from casecompare.sets import Sufficiency, sufficiency
from casecompare_qca.combinations.combination_search import (
    MinimalConjunctions,
    MinimalDisjunctions,
    literals_of,
    search,
)
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.minimization import minimize, positive_corners
from casecompare_qca.table.case_data import CaseData, Floats, read_case_data
from casecompare_qca.table.terms import Term
from casecompare_qca.table.truth_table import TOLERANCE, table_from

__all__ = ["CausalChain", "ChainModel", "Link", "Ordering", "causal_chain"]

Ordering = str | Sequence[Sequence[str]]
"""``"A, B < C < Y"``, or ``[["A", "B"], ["C"], ["Y"]]``: what stands later cannot be a cause of what stands
earlier."""


@dataclass(frozen=True, kw_only=True)
class ChainModel:
    """One model of one outcome.

    Parameters
    ----------
    terms
        Its terms; together they are the model.
    outcome
        The outcome as a formula writes it.
    fit
        Sufficiency of the model for the outcome.
    is_complete
        Whether it is sufficient and necessary: whether inclusion and coverage of this very model reach the
        thresholds of the chain.
    """

    terms: tuple[Term, ...]
    outcome: str
    fit: Sufficiency
    is_complete: bool

    @property
    def expression(self) -> str:
        """The model without the outcome."""
        return " + ".join(map(str, self.terms))

    @property
    def formula(self) -> str:
        """The model with ``<=>`` where it is sufficient and necessary, else with ``=>``."""
        return f"{self.expression} {'<=>' if self.is_complete else '=>'} {self.outcome}"


@dataclass(frozen=True, kw_only=True)
class Link:
    """All models of one outcome.

    Parameters
    ----------
    outcome
        The outcome as a formula writes it.
    conditions
        What could explain it.
    models
        Every model from which no term can be left out; none where nothing explains the outcome.
    is_exhaustive
        Whether these are all; False where the budget ended the search.
    """

    outcome: str
    conditions: tuple[str, ...]
    models: tuple[ChainModel, ...]
    is_exhaustive: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class CausalChain(ShownInNotebook):
    """The models of every outcome, and the thresholds that complete ones reach."""

    links: tuple[Link, ...]
    consistency: float
    coverage: float

    @property
    def chain(self) -> tuple[ChainModel, ...]:
        """The models that are sufficient and necessary, outcome by outcome."""
        return tuple(model for link in self.links for model in link.models if model.is_complete)

    def link(self, outcome: str) -> Link:
        """Give the models of one outcome.

        Raises
        ------
        KeyError
            if it is no outcome of the chain.
        """
        return {one.outcome: one for one in self.links}[outcome]

    def to_frame(self) -> pd.DataFrame:
        """Give one row per model: outcome, model, inclusion, coverage, and whether it is complete."""
        rows = [
            (model.outcome, model.expression, model.fit.inclusion, model.fit.coverage, model.is_complete)
            for link in self.links
            for model in link.models
        ]
        return pd.DataFrame(rows, columns=["outcome", "model", "inclusion", "coverage", "complete"])

    def __repr__(self) -> str:
        return f"<CausalChain: {', '.join(model.formula for model in self.chain) or 'nothing explained'}>"

    def __str__(self) -> str:
        cuts = f"inclusion >= {self.consistency:g}, coverage >= {self.coverage:g}"
        lines = textwrap.wrap(f"Causal chain: sufficient and necessary models ({cuts})", 80)
        for model in self.chain:
            fit = f"inclusion {model.fit.inclusion:.3f}, coverage {model.fit.coverage:.3f}"
            lines += textwrap.wrap(f"{model.formula}  ({fit})", 80, subsequent_indent="    ")
        open_ends = [link.outcome for link in self.links if not any(one.is_complete for one in link.models)]
        if open_ends:
            lines += textwrap.wrap(f"not explained: {', '.join(open_ends)}", 80, subsequent_indent="    ")
        stopped = [link.outcome for link in self.links if not link.is_exhaustive]
        if stopped:
            text = f"the search reached its limit; further models may exist for {', '.join(stopped)}"
            lines += textwrap.wrap(text, 80)
        return "\n".join(lines)


def causal_chain(
    data: pd.DataFrame,
    columns: Sequence[str] | None = None,
    *,
    ordering: Ordering = (),
    strict: bool = False,
    conjunction_consistency: float | None = None,
    consistency: float | None = None,
    coverage: float = 1.0,
    budget: Budget | None = None,
) -> CausalChain:
    """Explain every column by the others.

    Without `conjunction_consistency` the truth table of each outcome is minimized with remainders: only rows
    without any contradiction lead to the outcome, and all models are listed that no term can be left out of.
    With it, conjunctions are sought in the cases, as coincidence analysis does: the shortest ones that reach
    this inclusion, and of these the shortest disjunctions that reach `consistency` and `coverage`.

    Parameters
    ----------
    data
        One row per case, one column per crisp, fuzzy or multi-value set. Each value of a multi-value set is
        an outcome of its own.
    columns
        Those that take part; by default all.
    ordering
        Levels from the earliest to the latest. Columns that are not named form the first level. An outcome
        is explained by columns of its own level and of earlier ones.
    strict
        Whether only earlier levels may explain it; the first level is then not explained at all.
    conjunction_consistency
        Inclusion that a single conjunction must reach.
    consistency, coverage
        Inclusion and coverage from which on a model is called sufficient and necessary. Inclusion is by
        default 1, or `conjunction_consistency`.
    budget
        Bounds of the search for each outcome.

    Raises
    ------
    ValueError
        if the ordering names an unknown column or one twice, or a threshold lies outside 0 to 1; as
        `truth_table` where values are missing or not calibrated.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "C": [1, 1, 1, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> print(causal_chain(cases, ordering="A, B < C < Y"))
    Causal chain: sufficient and necessary models (inclusion >= 1, coverage >= 1)
    A + B <=> C  (inclusion 1.000, coverage 1.000)
    C <=> Y  (inclusion 1.000, coverage 1.000)
    A + B <=> Y  (inclusion 1.000, coverage 1.000)
    not explained: A, B
    """
    names = list(map(str, data.columns if columns is None else columns))
    cut = consistency if consistency is not None else conjunction_consistency
    cut = 1.0 if cut is None else cut
    for score in (cut, coverage, conjunction_consistency):
        if score is not None and not 0.0 <= score <= 1.0:
            raise ValueError(f"thresholds lie between 0 and 1; one is {score:g}.")
    level = _levels(names, ordering)
    links: list[Link] = []
    for name in names:
        if strict and level[name] == min(level.values()):
            continue
        latest = level[name] - strict
        conditions = [one for one in names if one != name and level[one] <= latest]
        for outcome in _outcomes(data, name):
            links.append(
                _link(data, outcome, conditions, conjunction_consistency, cut, coverage, budget or Budget())
            )
    return CausalChain(links=tuple(links), consistency=cut, coverage=coverage)


def _levels(names: Sequence[str], ordering: Ordering) -> dict[str, int]:
    if isinstance(ordering, str):
        steps = [part.split(",") for part in ordering.split("<")] if ordering.strip() else []
    else:
        steps = [list(step) for step in ordering]
    level = dict.fromkeys(names, 0)
    named: set[str] = set()
    for place, step in enumerate(steps, 1):
        for name in map(str.strip, step):
            if name not in level or name in named:
                problem = "stands twice in" if name in named else "is no column, but stands in"
                raise ValueError(f"'{name}' {problem} the ordering; the columns are {', '.join(names)}.")
            named.add(name)
            level[name] = place
    return level


def _outcomes(data: pd.DataFrame, name: str) -> list[str]:
    """Give the outcomes that a column stands for: itself, or each value of a multi-value set."""
    if name not in data.columns:
        raise ValueError(f"the table has no column '{name}'; it has {', '.join(map(str, data.columns))}.")
    largest = pd.to_numeric(data[name], errors="coerce").max()
    return [f"{name}{{{value}}}" for value in range(int(largest) + 1)] if largest > 1 else [name]


def _link(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    conjunction_consistency: float | None,
    consistency: float,
    coverage: float,
    budget: Budget,
) -> Link:
    models: list[ChainModel] = []
    is_exhaustive = True
    if conditions:
        read = read_case_data(data, outcome, conditions)
        # What does not vary has nothing to be explained by: everything would be sufficient for it.
        if read.outcome.min() < read.outcome.max():
            if conjunction_consistency is None:
                found, is_exhaustive = _from_rows(read, budget)
            else:
                thresholds = (conjunction_consistency, consistency, coverage)
                found, is_exhaustive = _from_cases(read, thresholds, budget)
            models = [_model(read, cubes, consistency, coverage) for cubes in found]
    return Link(
        outcome=outcome, conditions=tuple(conditions), models=tuple(models), is_exhaustive=is_exhaustive
    )


def _from_rows(read: CaseData, budget: Budget) -> tuple[list[tuple[int, ...]], bool]:
    table = table_from(read, consistency=(1.0, 1.0), pri=0.0, cases=1)
    solution = minimize(table, all_irredundant=True, budget=budget)
    return [model.cubes for model in solution.models], solution.label == "exact"


def _from_cases(
    read: CaseData, thresholds: tuple[float, float, float], budget: Budget
) -> tuple[list[tuple[int, ...]], bool]:
    """Combine the shortest sufficient conjunctions that cover a positive row into shortest disjunctions."""
    single, consistency, coverage = thresholds
    clock, limit = budget.start(), budget.implicants
    table = table_from(read, consistency=(single, single), pri=0.0, cases=1)
    rule = MinimalConjunctions(read.outcome, single, 0.0)
    deepest = len(read.space.conditions)
    first = search(*literals_of(read), rule, depth=deepest, limit=limit, clock=clock.share(0.5))
    positive = positive_corners(table)
    cubes = [
        cube for cube in (sum(1 << one for one in found) for found in first.sets) if _covers(cube, positive)
    ]
    parts = read.memberships(cubes)
    necessary = MinimalDisjunctions(read.outcome, coverage, 0.0)
    second = search(
        parts, range(len(cubes)), necessary, depth=len(cubes), limit=budget.implicants, clock=clock
    )
    found = []
    for one in second.sets:
        union = parts[:, list(one)].max(axis=1)
        if sufficiency(union, read.outcome).inclusion >= consistency - TOLERANCE:
            found.append(tuple(cubes[at] for at in one))
    return found, first.is_complete and second.is_complete


def _covers(cube: int, corners: Iterable[int]) -> bool:
    return any(corner & cube == cube for corner in corners)


def _model(read: CaseData, cubes: tuple[int, ...], consistency: float, coverage: float) -> ChainModel:
    union: Floats = np.max(read.memberships(cubes), axis=1)
    fit = sufficiency(union, read.outcome)
    reaches = fit.inclusion >= consistency - TOLERANCE and fit.coverage >= coverage - TOLERANCE
    return ChainModel(
        terms=tuple(map(read.space.term, sorted(cubes, key=read.space.order))),
        outcome=read.outcome_name,
        fit=fit,
        is_complete=reaches,
    )
