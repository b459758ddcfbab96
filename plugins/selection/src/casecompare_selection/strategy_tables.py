"""The tables of the strategies: which units each of them names, by which number, and with which ties."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from casecompare import Column, Table
from casecompare_selection.columns import Cell, Row, make_table, titled
from casecompare_selection.options import SelectionOptions, StrategyName
from casecompare_selection.ranking import ranks
from casecompare_selection.strategies import Analysis, Criterion, PairSearch
from casecompare_selection.units import Units
from casecompare_selection.variables import Variable

__all__ = ["best_places", "strategy_tables"]

_MORE_TIES = 10
_TITLES: dict[StrategyName, str] = {
    "typical": "Typical: the smallest residuals",
    "deviant": "Deviant: the largest residuals",
    "extreme": "Extreme: farthest from the mean",
    "influential": "Influential: the largest Cook's distances",
    "diverse": "Diverse: one unit of each type",
    "most similar": "Most similar: alike in the background, different on the cause",
    "most different": "Most different: unlike in the background, the same on cause and outcome",
}


def strategy_tables(analysis: Analysis, options: SelectionOptions, prefix: str = "") -> Iterator[Table]:
    """Give a table per strategy that was asked for and that names any unit.

    Parameters
    ----------
    analysis
        Of a frame, or of the studied cases.
    options
        Which strategies are asked for, and how many units each names.
    prefix
        What stands before the names of the tables.
    """
    for strategy in options.strategies:
        name, title = f"{prefix}{strategy.replace(' ', '_')}", titled(_TITLES[strategy], prefix)
        if strategy == "diverse":
            table = _diverse_table(name, title, analysis)
        elif strategy in ("most similar", "most different"):
            [search] = [one for one in analysis.pairs if one.strategy == strategy]
            table = _pairs_table(name, title, analysis.units, search)
        else:
            table = _criterion_table(name, title, analysis, strategy, options.number)
        if len(table.frame):
            yield table


def best_places(criterion: Criterion, units: Units, number: int) -> list[int]:
    """Give the places of the units that a strategy names: the first of all, and of those not yet chosen.

    Ties of the last one are named too, up to ten.
    """
    if criterion.reason:
        return []
    order = criterion.ranks
    free = np.where(units.chosen & units.is_frame, np.nan, criterion.values)
    of_free = ranks(free, largest_first=criterion.largest_first)
    named = [at for at in range(len(order)) if order[at] <= number or of_free[at] <= number]
    named.sort(key=lambda at: (order[at], units.ids[at]))
    return named[: 2 * number + _MORE_TIES]


def _criterion_table(name: str, title: str, analysis: Analysis, strategy: StrategyName, number: int) -> Table:
    units, criteria = analysis.units, analysis.criterion(strategy)
    rows = [
        _criterion_row(analysis, criterion, place)
        for criterion in criteria
        for place in best_places(criterion, units, number)
    ]
    further = {"number": Column(title=criteria[0].title if len(criteria) == 1 else "Standard deviations")}
    order = ["rank", "unit", *(["variable"] if strategy == "extreme" else []), "number"]
    if strategy in ("typical", "deviant"):
        order += ["residual", "standardized", "line"]
    if strategy == "influential":
        order += ["leverage", "standardized", "dfbetas"]
    if strategy == "extreme":
        order.append("value")
        further |= {
            "number": Column(title="Standard deviations from the mean"),
            "value": Column(title="Value"),
        }
    order += ["tied", *(["chosen"] if units.is_frame else [])]
    return make_table(name, title, rows, order, further)


def _criterion_row(analysis: Analysis, criterion: Criterion, place: int) -> Row:
    units, fit = analysis.units, analysis.fit
    named = [one for one in units.variables if one.name == criterion.variable]
    return {
        "rank": int(criterion.ranks[place]),
        "unit": units.ids[place],
        "variable": criterion.variable,
        "number": float(criterion.values[place]),
        "value": float(named[0].numbers[place]) if named else None,
        "residual": float(fit.residuals[place]),
        "standardized": float(fit.standardized[place]),
        "line": line_of(float(fit.standardized[place])),
        "leverage": float(fit.leverage[place]),
        "dfbetas": float(fit.dfbetas[place]),
        "tied": int(criterion.ties[place]),
        "chosen": bool(units.chosen[place]),
    }


def line_of(standardized: float) -> str:
    """Say whether a case lies on the line: within one standard error of its residual.

    Examples
    --------
    >>> line_of(-0.4), line_of(1.2), line_of(float("nan"))
    ('on', 'off', '')
    """
    if standardized != standardized:  # NaN is not equal to itself
        return ""
    return "on" if abs(standardized) <= 1 else "off"


def _diverse_table(name: str, title: str, analysis: Analysis) -> Table:
    units = analysis.units
    rows: list[Row] = [
        {
            "rank": number,
            "type": one.name,
            "units": len(one.members),
            "nearest": tuple(units.ids[at] for at in one.nearest[: 1 + _MORE_TIES]),
            "tied": len(one.nearest) - 1,
            "chosen_units": tuple(sorted(units.ids[at] for at in one.members if units.chosen[at])),
        }
        for number, one in enumerate(analysis.by_type, 1)
    ]
    further = {
        "rank": Column(title="Order", description="By how many units a type has.", decimals=0),
        "nearest": Column(title="Nearest to the mean of its type"),
    }
    order = ["rank", "type", "units", "nearest", "tied", *(["chosen_units"] if units.is_frame else [])]
    return make_table(name, title, rows, order, further)


def _pairs_table(name: str, title: str, units: Units, search: PairSearch) -> Table:
    rows: list[Row] = [
        {
            "rank": pair.rank,
            "first": units.ids[pair.first],
            "second": units.ids[pair.second],
            "distance": pair.distance,
            **_compared("cause", units.cause, pair.first, pair.second),
            **_compared("outcome", units.outcome, pair.first, pair.second),
            "tied": pair.tied,
            "chosen": tuple(units.ids[at] for at in (pair.first, pair.second) if units.chosen[at]),
        }
        for pair in search.pairs
    ]
    further = {
        "first": Column(title="First"),
        "second": Column(title="Second"),
        "distance": Column(title="Distance", description="Mahalanobis distance in the background."),
        "tied": Column(title="Tied", description="How many other pairs are as far apart.", decimals=0),
        "chosen": Column(title="Chosen of the two"),
    }
    order = ["rank", "first", "second", "distance"]
    for part, variable in (("cause", units.cause), ("outcome", units.outcome)):
        if variable is not None:
            order += [f"{part}_first", f"{part}_second"]
            further[f"{part}_first"] = Column(title=f"{variable.name}, first")
            further[f"{part}_second"] = Column(title=f"{variable.name}, second")
    return make_table(name, title, rows, [*order, "tied", *(["chosen"] if units.is_frame else [])], further)


def _compared(part: str, variable: Variable | None, first: int, second: int) -> dict[str, Cell]:
    if variable is None:
        return {}
    return {f"{part}_first": value_at(variable, first), f"{part}_second": value_at(variable, second)}


def value_at(variable: Variable, place: int) -> Cell:
    """Give one value of a variable for a cell; None where it is missing."""
    value = variable.values[place]
    if variable.kind == "category":
        return None if value is None else str(value)
    return float(value)
