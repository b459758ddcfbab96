"""Scores of an index: from the items of each case to one number, with bounds where an item is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare_rules.aggregation import ADDITIVE, WEIGHTED, aggregate
from casecompare_rules.index_rule import IndexRule, Item
from casecompare_rules.truth import CaseData, fold, set_degrees

__all__ = ["IndexScores", "item_number", "natural_scale", "score_index"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class IndexScores:
    """What an index gives.

    Parameters
    ----------
    scores
        One row per case: `score`, `low` and `high` (NaN where there is none), and `given`, the number of
        items that are there.
    items
        One column per item: its value as it enters the index, turned round and standardised as the rule says.
    contributions
        For a mean or sum one column per item: what it adds to the score, before the score is brought to
        another scale. Else None.
    """

    scores: pd.DataFrame
    items: pd.DataFrame
    contributions: pd.DataFrame | None


def score_index(rule: IndexRule, cases: CaseData) -> IndexScores:
    """Score each case.

    Where items are missing, `low` is the score with each of them at the end of its range that lowers the
    score, `high` with the other end. The score itself is that of the items that are there: for a sum, each
    missing item is put where the others stand on average in their ranges; minimum, maximum, product and
    ordered weights have no such reading, and the score is missing unless what is there settles it.

    Parameters
    ----------
    rule
        The index.
    cases
        The values and sets that it names.

    Raises
    ------
    ValueError
        If a value cannot be scored: no number, a label without a score, outside its range.

    Examples
    --------
    >>> rule = IndexRule(items={name: Item(value=name) for name in ("age", "formal", "accepted")})
    >>> values = pd.DataFrame({"age": [0.9], "formal": [0.6], "accepted": [None]}, index=["T01"])
    >>> found = score_index(rule, CaseData(values=values, sets=pd.DataFrame(index=values.index)))
    >>> found.scores.loc["T01"].round(3).to_dict()
    {'score': 0.75, 'low': 0.5, 'high': 0.833, 'given': 2.0}
    """
    index = cases.values.index
    bounds = [_item_bounds(item, cases) for item in rule.items.values()]
    low, high = (
        np.column_stack(list(ends)).reshape(len(index), len(rule.items)) for ends in zip(*bounds, strict=True)
    )
    low, high = _as_they_enter(rule, low, high)
    items = np.where(low == high, low, np.nan)
    lowest, highest = _aggregated(rule, low), _aggregated(rule, high)
    given = (~np.isnan(items)).sum(axis=1)
    is_whole = given == len(rule.items)
    score = np.where(is_whole, lowest, _partial(rule, items, lowest, highest))
    score = np.where(given >= rule.at_least, score, np.nan)
    lowest, highest = _kept_bounds(rule, is_whole, score, lowest, highest)
    columns = {"score": score, "low": lowest, "high": highest}
    scaled = {name: _on_scale(rule, column) for name, column in columns.items()}
    return IndexScores(
        scores=pd.DataFrame({**scaled, "given": given.astype(float)}, index=index),
        items=pd.DataFrame(items, index=index, columns=list(rule.items)),
        contributions=_contributions(rule, items, index),
    )


def item_number(item: Item, value: object) -> float:
    """Give the number that a coded value stands for as an item, before it is turned round; NaN if missing.

    Raises
    ------
    ValueError
        With what is wrong with the value, in words.

    Examples
    --------
    >>> item_number(Item(value="accepted", scores={"no": 0, "yes": 2}), "Yes ")
    2.0
    """
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return float("nan")
    if item.scores:
        by_label: Mapping[object, float] = {fold(label): score for label, score in item.scores.items()}
        if fold(value) not in by_label:
            raise ValueError(f"'{value}' has no score. Labels with one: {', '.join(item.scores)}.")
        return float(by_label[fold(value)])
    number = fold(value)
    if isinstance(number, str):
        raise ValueError(f"'{value}' is text. Say what each label stands for: scores: {{{value}: 1, …}}.")
    low, high = item.bounds
    if not low <= number <= high:
        raise ValueError(
            f"{number:g} lies outside the range {low:g} to {high:g}. Correct it, or the range of the item."
        )
    return number


def _item_bounds(item: Item, cases: CaseData) -> tuple[Floats, Floats]:
    """Give the smallest and largest number that the item can have in each case."""
    if item.expression is not None:
        found = set_degrees(item.expression, cases.sets)
        return found.low, found.high
    numbers = np.array([item_number(item, value) for value in cases.values[str(item.value)]], dtype=float)
    low, high = item.bounds
    is_missing = np.isnan(numbers)
    return np.where(is_missing, low, numbers), np.where(is_missing, high, numbers)


def _as_they_enter(rule: IndexRule, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Turn reversed items round, and bring all of them to 0..1 if the rule says so."""
    ends = np.array([one.bounds for one in rule.items.values()])
    is_reversed = np.array([one.reversed for one in rule.items.values()])
    total = ends.sum(axis=1)
    low, high = np.where(is_reversed, total - high, low), np.where(is_reversed, total - low, high)
    if not rule.standardise:
        return low, high
    width = ends[:, 1] - ends[:, 0]
    return (low - ends[:, 0]) / width, (high - ends[:, 0]) / width


def _aggregated(rule: IndexRule, items: Floats) -> Floats:
    return aggregate(
        items,
        rule.aggregate,
        weights=_weights(rule),
        ordered_weights=rule.ordered_weights or None,
        power=1.0 if rule.power is None else rule.power,
    )


def _weights(rule: IndexRule) -> list[float] | None:
    return [one.weight for one in rule.items.values()] if rule.aggregate in WEIGHTED else None


def _partial(rule: IndexRule, items: Floats, lowest: Floats, highest: Floats) -> Floats:
    """Give the score of the items that are there, for cases that lack some."""
    if rule.missing in ("no score", "fail"):
        return np.full(len(items), np.nan)
    if not rule.has_partial_score:
        return np.where(lowest == highest, lowest, np.nan)
    found = _prorated(rule, items) if rule.aggregate == "sum" else _aggregated(rule, items)
    return np.clip(found, lowest, highest)


def _prorated(rule: IndexRule, items: Floats) -> Floats:
    """Put each missing item where the others stand on average in their ranges, and add them up."""
    ends = np.array(rule.ends)
    width = ends[:, 1] - ends[:, 0]
    positions = aggregate((items - ends[:, 0]) / width, "mean", weights=_weights(rule))
    filled = np.where(np.isnan(items), ends[:, 0] + positions[:, None] * width, items)
    return _aggregated(rule, filled)


def _kept_bounds(
    rule: IndexRule, is_whole: npt.NDArray[np.bool_], score: Floats, lowest: Floats, highest: Floats
) -> tuple[Floats, Floats]:
    """Bounds belong to the policy of that name; any other takes its score as it is."""
    if rule.missing == "bounds":
        return lowest, highest
    return np.where(is_whole, lowest, score), np.where(is_whole, highest, score)


def _on_scale(rule: IndexRule, column: Floats) -> Floats:
    if rule.range is None:
        return column
    low, high = natural_scale(rule)
    return rule.range[0] + (column - low) / (high - low) * (rule.range[1] - rule.range[0])


def natural_scale(rule: IndexRule) -> tuple[float, float]:
    """Give the score of a case with all items at their low ends, and with all at their high ends.

    Examples
    --------
    >>> items = {"a": Item(value="a"), "b": Item(value="b", weight=2)}
    >>> natural_scale(IndexRule(items=items, aggregate="sum"))
    (0.0, 3.0)
    """
    ends = np.array(rule.ends)
    low, high = _aggregated(rule, ends.T)
    return float(low), float(high)


def _contributions(rule: IndexRule, items: Floats, index: pd.Index) -> pd.DataFrame | None:
    if rule.aggregate not in ADDITIVE:
        return None
    weighted = items * np.array(_weights(rule))
    if rule.aggregate == "mean":
        shares = np.where(np.isnan(items), 0.0, np.array(_weights(rule))).sum(axis=1, keepdims=True)
        weighted = np.divide(weighted, shares, out=np.full_like(weighted, np.nan), where=shares > 0)
    return pd.DataFrame(weighted, index=index, columns=list(rule.items))
