"""What minimization gives: solutions, their tied models, and for each the fit, assumptions and cases.

The objects hold the truth table they come from and work out what is asked for when it is asked for; nothing
about them can be changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

import numpy as np
import pandas as pd

from casecompare.sets import Sufficiency, sufficiency, unique_coverage
from casecompare_qca.solutions.covers import Covers, Label
from casecompare_qca.solutions.implicants import Implicants
from casecompare_qca.solutions.model_space import ModelSpace, listed_space, searched_space
from casecompare_qca.table.case_data import Floats
from casecompare_qca.table.terms import Term
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["Assumptions", "Kind", "Model", "Pair", "Solution", "TermFit", "assumptions_of"]

Kind = Literal["conservative", "parsimonious", "intermediate"]

_LISTED_ROWS = 10_000


@dataclass(frozen=True)
class Assumptions:
    """Remainders that a model takes as leading to the outcome.

    `count` is exact; `rows` lists their numbers in the full truth table, the first 10,000 at most.
    """

    count: int
    rows: tuple[int, ...]

    @property
    def is_listed(self) -> bool:
        """Whether `rows` lists all of them."""
        return len(self.rows) == self.count


@dataclass(frozen=True, kw_only=True)
class TermFit:
    """One term of a model: sufficiency for the outcome, and the cases in the positive rows it covers.

    `unique_coverage` is what no other term of the model covers; alone, a term covers all of it. `cases` has
    a group for each positive row, in the order of the rows.
    """

    term: Term
    inclusion: float
    pri: float
    coverage: float
    unique_coverage: float
    cases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """One model of a solution: a disjunction of terms.

    Parameters
    ----------
    table
        The truth table it explains.
    cubes
        Its terms, as cubes of ``table.space``.
    """

    table: TruthTable
    cubes: tuple[int, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model):
            return NotImplemented
        return self.table is other.table and set(self.cubes) == set(other.cubes)

    def __hash__(self) -> int:
        return hash(frozenset(self.cubes))

    def __repr__(self) -> str:
        return f"<Model {self.formula}>"

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms, the most general ones first."""
        return tuple(map(self.table.space.term, self.cubes))

    @property
    def expression(self) -> str:
        """The model without the outcome: ``A*~B + C``; ``1`` is everything, ``0`` nothing."""
        return " + ".join(map(str, self.terms)) or "0"

    @property
    def formula(self) -> str:
        """The model in the field's notation: ``A*~B + C => Y``."""
        return f"{self.expression} => {self.table.outcome}"

    @cached_property
    def membership(self) -> Floats:
        """Each case's membership in the model, in the order of ``table.data.cases``."""
        membership: Floats = np.max(self.table.data.memberships(self.cubes), axis=1, initial=0.0)
        return membership

    @cached_property
    def fit(self) -> Sufficiency:
        """Inclusion, PRI and coverage of the model as a whole."""
        return sufficiency(self.membership, self.table.data.outcome)

    @cached_property
    def term_fits(self) -> tuple[TermFit, ...]:
        """The fit of each term, in the order of `terms`."""
        return _term_fits(self.table, self.cubes)

    @cached_property
    def assumptions(self) -> Assumptions:
        """The simplifying assumptions: rows not known to lead to the outcome that the model covers."""
        return assumptions_of(self.table, self.cubes)

    @cached_property
    def covered_cases(self) -> tuple[str, ...]:
        """Cases more in than out of both the model and the outcome."""
        return self._cases(self.membership > 0.5, self.table.data.outcome > 0.5)

    @cached_property
    def uncovered_cases(self) -> tuple[str, ...]:
        """Cases with the outcome that the model does not explain."""
        return self._cases(self.membership <= 0.5, self.table.data.outcome > 0.5)

    @cached_property
    def deviant_cases(self) -> tuple[str, ...]:
        """Cases in the model without the outcome."""
        return self._cases(self.membership > 0.5, self.table.data.outcome < 0.5)

    def to_frame(self) -> pd.DataFrame:
        """Give one row per term, then one for the model: inclusion, PRI, coverage, unique coverage, cases."""
        rows = [
            (
                str(one.term),
                one.inclusion,
                one.pri,
                one.coverage,
                one.unique_coverage,
                tuple(chain(*one.cases)),
            )
            for one in self.term_fits
        ]
        whole = self.fit
        rows.append(("model", whole.inclusion, whole.pri, whole.coverage, np.nan, self.covered_cases))
        columns = ["term", "inclusion", "PRI", "coverage", "unique", "cases"]
        return pd.DataFrame(rows, columns=columns).set_index("term")

    def _cases(self, first: np.ndarray, second: np.ndarray) -> tuple[str, ...]:
        return tuple(self.table.data.cases[i] for i in np.flatnonzero(first & second))

    def __str__(self) -> str:
        from casecompare_qca.reporting.show import show_model  # printing knows the model, not the other way

        return show_model(self)

    def _repr_html_(self) -> str:
        from casecompare_qca.reporting.notebook import model_html  # as above

        return model_html(self)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Solution:
    """All models that are tied for the smallest number of terms.

    Parameters
    ----------
    kind
        ``conservative``, ``parsimonious`` or ``intermediate``.
    table
        The truth table.
    models
        The listed models; more may exist, see `model_count`.
    model_count
        How many models there are; at least so many unless `label` is ``"exact"``.
    label
        ``"exact"``, ``"exact minimum, models incomplete"`` or ``"upper bound"``: how far the search came.
    implicants
        The prime implicants as cubes, with the positive rows that each covers.
    expectations
        The directional expectations of an intermediate solution, as written.
    pairs
        For an intermediate solution: which conservative and which parsimonious model give which models.
    covers
        What the search for models counted; None where models were put together from several searches.
    pair_count
        How many pairs of a conservative and a parsimonious model there are, `pairs` being those that were
        gone through; at least so many where not all models are counted.
    fewest_terms
        For an intermediate solution: no model of any pair can have fewer terms.
    """

    kind: Kind
    table: TruthTable
    models: tuple[Model, ...]
    model_count: int
    label: Label
    implicants: Implicants
    expectations: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    covers: Covers | None = None
    pair_count: int = 0
    fewest_terms: int = 0

    @property
    def outcome(self) -> str:
        """The outcome as a formula writes it: ``Y``, ``~Y``, ``Y{2}``."""
        return self.table.outcome

    @property
    def is_empty(self) -> bool:
        """Whether no row leads to the outcome, so that there is nothing to explain."""
        return not self.table.coded("1")

    @property
    def is_tautology(self) -> bool:
        """Whether nothing speaks against the outcome, so that everything "explains" it."""
        return any(model.cubes == (0,) for model in self.models)

    @property
    def formula(self) -> str:
        """The formula of the first model; ``0 => Y`` where nothing is explained."""
        return self.models[0].formula if self.models else f"0 => {self.outcome}"

    @property
    def formulas(self) -> tuple[str, ...]:
        """The formulas of all listed models."""
        return tuple(model.formula for model in self.models)

    @cached_property
    def prime_implicants(self) -> tuple[Term, ...]:
        """The prime implicants, the most general ones first."""
        return tuple(map(self.table.space.term, self.implicants.cubes))

    @cached_property
    def chart(self) -> pd.DataFrame:
        """Prime implicants by positive rows: True where the row is covered."""
        rows = [row.number for row in self.table.coded("1")]
        cells = [[bool(pattern >> at & 1) for at in range(len(rows))] for pattern in self.implicants.coverage]
        names = list(map(str, self.prime_implicants))
        return pd.DataFrame(cells, index=names, columns=rows, dtype=bool)

    @cached_property
    def model_space(self) -> ModelSpace:
        """All tied models, listed or not: their number, terms common to all and to some, bounds."""
        if self.covers is not None:
            return searched_space(self.table, self.implicants, self.covers, self.models)
        is_whole = len(self.pairs) == self.pair_count
        bounds = [pair.solution.model_space.lower_bound for pair in self.pairs]
        return listed_space(
            self.models,
            self.model_count,
            self.label,
            # What every term of such a model lies in is a term that the parsimonious search knows.
            min(bounds, default=0) if is_whole else self.fewest_terms,
            pairs=(len(self.pairs), self.pair_count),
        )

    @cached_property
    def common_terms(self) -> tuple[Term, ...]:
        """Terms that stand in every model, also in those that are not listed."""
        return self.model_space.common_terms

    @cached_property
    def term_fits(self) -> tuple[TermFit, ...]:
        """The fit of every term of any listed model; unique coverage is relative to all of these terms."""
        return _term_fits(self.table, self._all_cubes())

    @cached_property
    def union_fit(self) -> Sufficiency:
        """The fit of all terms of all listed models together."""
        return Model(self.table, tuple(self._all_cubes())).fit

    def to_frame(self) -> pd.DataFrame:
        """Give the frames of all listed models, with the number of the model as the outer index."""
        frames = {number: model.to_frame() for number, model in enumerate(self.models, 1)}
        if not frames:
            return pd.DataFrame(columns=["inclusion", "PRI", "coverage", "unique", "cases"])
        return pd.concat(frames, names=["model", "term"])

    def __repr__(self) -> str:
        number = f"{'' if self.label == 'exact' else 'at least '}{self.model_count:,}"
        return f"<Solution {self.kind}, {number} model{'s' * (self.model_count != 1)}: {self.formula}>"

    def _all_cubes(self) -> list[int]:
        cubes = {cube for model in self.models for cube in model.cubes}
        return sorted(cubes, key=self.table.space.order)

    def __str__(self) -> str:
        from casecompare_qca.reporting.show import (
            show_solution,  # printing knows the solution, not the other way
        )

        return show_solution(self)

    def _repr_html_(self) -> str:
        from casecompare_qca.reporting.notebook import solution_html  # as above

        return solution_html(self)


@dataclass(frozen=True, eq=False, kw_only=True)
class Pair:
    """What one conservative and one parsimonious model give between them.

    Parameters
    ----------
    name
        ``C1P2``: first conservative, second parsimonious model.
    conservative, parsimonious
        The two models.
    shortened
        The conservative terms without the literals that the expectations let go, as cubes.
    solution
        The minimization with the easy ones only.
    """

    name: str
    conservative: Model
    parsimonious: Model
    shortened: tuple[int, ...]
    solution: Solution

    @cached_property
    def easy(self) -> Assumptions:
        """The simplifying assumptions of the parsimonious model that agree with the expectations."""
        return assumptions_of(self.solution.table, self.shortened)

    @cached_property
    def difficult(self) -> Assumptions:
        """Its other simplifying assumptions, which the solution does without."""
        return assumptions_of(self.solution.table, self.parsimonious.cubes, without=self.shortened)


def assumptions_of(table: TruthTable, cubes: Iterable[int], without: Iterable[int] = ()) -> Assumptions:
    """Count and list the rows in cubes that are neither positive nor in other cubes."""
    space = table.space
    left = space.disjoint(cubes)
    for row in table.coded("1"):
        left = space.without(left, space.corner(row.configuration))
    for cube in without:
        left = space.without(left, cube)
    count = sum(map(space.size, left))
    rows: list[int] = []
    for cube in left:
        if len(rows) + space.size(cube) > _LISTED_ROWS:
            break
        rows += space.rows(cube)
    return Assumptions(count, tuple(sorted(rows)))


def _term_fits(table: TruthTable, cubes: Iterable[int]) -> tuple[TermFit, ...]:
    cubes = list(cubes)
    memberships, outcome = table.data.memberships(cubes), table.data.outcome
    fits = []
    for at, cube in enumerate(cubes):
        fit = sufficiency(memberships[:, at], outcome)
        unique = unique_coverage(memberships[:, at], outcome, np.delete(memberships, at, axis=1))
        fits.append(
            TermFit(
                term=table.space.term(cube),
                inclusion=fit.inclusion,
                pri=fit.pri,
                coverage=fit.coverage,
                unique_coverage=unique,
                cases=tuple(row.cases for row in table.coded("1") if _is_in(table, row.configuration, cube)),
            )
        )
    return tuple(fits)


def _is_in(table: TruthTable, configuration: tuple[int, ...], cube: int) -> bool:
    return table.space.corner(configuration) & cube == cube
