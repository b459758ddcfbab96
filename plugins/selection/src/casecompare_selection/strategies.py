"""The strategies of case selection, put to a frame or to the studied cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from casecompare_selection.case_pairs import (
    MOST_UNITS,
    Pair,
    are_alike,
    are_different,
    background_distances,
    best_pairs,
)
from casecompare_selection.case_types import TypicalOfType, case_types, diverse_cases
from casecompare_selection.linear_model import LinearFit, fit_linear
from casecompare_selection.options import SelectionOptions, StrategyName
from casecompare_selection.ranking import ranks, share_below, ties
from casecompare_selection.units import Units, columns_of
from casecompare_selection.variables import Bools, Floats, Variable, standard_distances

__all__ = ["Analysis", "Criterion", "PairSearch", "analyse"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Criterion:
    """The number that a strategy goes by, one per unit.

    Parameters
    ----------
    strategy
        The strategy.
    title
        What the number is, for the head of a column.
    values
        The number of each unit; NaN where there is none.
    largest_first
        Whether the strategy looks for large numbers.
    variable
        For extreme cases, the variable.
    reason
        Why there are no numbers; empty if there are.
    """

    strategy: StrategyName
    title: str
    values: Floats
    largest_first: bool = True
    variable: str = ""
    reason: str = ""

    @cached_property
    def ranks(self) -> Floats:
        """The rank of each unit, 1 for the one that the strategy names first."""
        return ranks(self.values, largest_first=self.largest_first)

    @cached_property
    def ties(self) -> Floats:
        """How many other units have the same number."""
        return ties(self.values)

    @cached_property
    def shares(self) -> Floats:
        """How far up each unit stands, 1 for the one that the strategy names first."""
        found = share_below(self.values)
        return found if self.largest_first else 1 - found


@dataclass(frozen=True, kw_only=True, eq=False)
class PairSearch:
    """The pairs of one strategy: the best of all, and which pairs could be taken at what distance."""

    strategy: StrategyName
    pairs: tuple[Pair, ...] = ()
    allowed: Bools = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    distances: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    reason: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """What the strategies say of units.

    Attributes
    ----------
    units
        The units.
    fit, names
        The linear model, and the names of its predictors.
    criteria
        Typical, deviant, extreme (of the outcome and of the cause) and influential.
    types, by_type
        The type of each unit, and the types, the largest first.
    pairs
        Most similar and most different.
    """

    units: Units
    fit: LinearFit
    names: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    types: tuple[str | None, ...]
    by_type: tuple[TypicalOfType, ...]
    pairs: tuple[PairSearch, ...]

    def criterion(self, strategy: str) -> list[Criterion]:
        """Give the criteria of a strategy: two for extreme cases, one each for the other ones."""
        return [one for one in self.criteria if one.strategy == strategy]

    @property
    def left_out(self) -> list[int]:
        """The places of the units that the model leaves out for want of a value."""
        return [] if not self.names else [int(at) for at in np.nonzero(~self.fit.used)[0]]


def analyse(units: Units, options: SelectionOptions) -> Analysis:
    """Put all strategies to units.

    Parameters
    ----------
    units
        From `casecompare_selection.units`.
    options
        How many pairs are wanted, and from where on values differ.
    """
    names, columns = columns_of(units.explaining)
    fit = _fit(units, names, columns)
    types = case_types(_typed(units)) or [None] * len(units.ids)
    _, all_columns = columns_of(units.variables)
    return Analysis(
        units=units,
        fit=fit,
        names=tuple(names),
        criteria=tuple(_criteria(units, fit)),
        types=tuple(types),
        by_type=tuple(diverse_cases(types, all_columns, units.ids)),
        pairs=tuple(_pairs(units, options)),
    )


def outcome_numbers(outcome: Variable) -> Floats:
    """Give the outcome for a linear model: of two categories, the second in alphabetical order is 1."""
    if outcome.kind != "category":
        return outcome.numbers
    _, columns = outcome.columns()
    if columns.shape[1] != 1:
        return np.full(len(outcome.values), np.nan)
    return np.asarray(columns[:, 0])


def _fit(units: Units, names: Sequence[str], columns: Floats) -> LinearFit:
    if units.outcome is None or not names:
        lacking = "no outcome is named" if units.outcome is None else "no variable is named to explain it"
        empty = fit_linear(np.full(len(units.ids), np.nan), np.zeros((len(units.ids), 0)))
        return _because(empty, lacking)
    if units.outcome.kind == "category" and units.outcome.columns()[1].shape[1] > 1:
        return _because(
            fit_linear(outcome_numbers(units.outcome), columns, names),
            "the outcome has more than two categories, which have no order",
        )
    own = None
    if units.cause is not None and units.cause.columns()[1].shape[1] == 1:
        own = 0
    return fit_linear(outcome_numbers(units.outcome), columns, names, of_interest=own)


def _because(fit: LinearFit, reason: str) -> LinearFit:
    return replace(fit, reason=reason, dropped=())


def _criteria(units: Units, fit: LinearFit) -> Iterator[Criterion]:
    sizes, no_model = np.abs(fit.residuals), fit.reason
    if not no_model and fit.standard_error == 0:
        no_model = "the model fits the outcome exactly, so that no case is off the line and none moves it"
    yield Criterion(
        strategy="typical", title="Residual, size", values=sizes, largest_first=False, reason=no_model
    )
    yield Criterion(strategy="deviant", title="Residual, size", values=sizes, reason=no_model)
    for variable in filter(None, (units.outcome, units.cause)):
        reason = ""
        if variable.kind == "category":
            reason = f"{variable.name} has categories, of which none is far from the mean"
        elif variable.is_constant:
            reason = f"{variable.name} does not vary"
        yield Criterion(
            strategy="extreme", title=f"Distance from the mean of {variable.name}, in standard deviations",
            values=np.abs(standard_distances(variable.numbers)), variable=variable.name, reason=reason,
        )  # fmt: skip
    yield Criterion(strategy="influential", title="Cook's distance", values=fit.cooks, reason=no_model)


def _typed(units: Units) -> list[Variable]:
    """Give the variables that make types: outcome and cause, as far as they vary."""
    first = [one for one in (units.outcome, units.cause) if one is not None]
    return [one for one in first if not one.is_constant]


def _pairs(units: Units, options: SelectionOptions) -> Iterator[PairSearch]:
    size = len(units.ids)
    _, columns = columns_of(units.background)
    reason = ""
    if units.cause is None:
        reason = "no cause is named"
    elif not units.background:
        reason = "no background is named to match cases on"
    elif size > MOST_UNITS:
        reason = f"{size:,} units are more than the {MOST_UNITS:,} up to which pairs are compared"
    if reason or units.cause is None:
        for strategy in _PAIRED:
            yield PairSearch(strategy=strategy, reason=reason)
        return
    distances = background_distances(columns)
    same = are_alike(units.cause, options.alike)
    if units.outcome is not None:
        same = same & are_alike(units.outcome, options.alike)
    wanted: Mapping[StrategyName, Bools] = {
        "most similar": are_different(units.cause, options.apart),
        "most different": same & ~np.eye(size, dtype=np.bool_),
    }
    for strategy in _PAIRED:
        is_far = strategy == "most different"
        pairs = best_pairs(distances, wanted[strategy], units.ids, options.number, largest_first=is_far)
        why = "" if pairs else _no_pairs(distances, strategy, units.cause.name)
        yield PairSearch(
            strategy=strategy, pairs=tuple(pairs), allowed=wanted[strategy], distances=distances, reason=why
        )


_PAIRED: tuple[StrategyName, StrategyName] = ("most similar", "most different")


def _no_pairs(distances: Floats, strategy: str, cause: str) -> str:
    if np.isnan(distances).all():
        return "the background does not vary"
    if strategy == "most similar":
        return f"no two cases with a known background differ on {cause}"
    return f"no two cases with a known background are the same on {cause} and the outcome"
