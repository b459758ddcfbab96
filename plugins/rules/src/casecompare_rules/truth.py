"""How far conditions hold for cases, as intervals: what is missing can be anything.

Comparisons hold or do not (1 or 0); sets hold to the degree of membership. ``all`` is the minimum, ``any``
the maximum, ``not`` 1 - x (Zadeh 1965). Where a value is missing, an interval says what could be: from the
smallest to the largest degree that any value in its place could give (Kleene's strong logic where everything
is 0 or 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import Conjunction, Constant, Disjunction, Expression, Negation, SetName
from casecompare_rules.conditions import Comparison, Condition, Given, InSet, Mixture, Word

__all__ = ["CaseData", "Degrees", "degrees", "fold", "set_degrees"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class CaseData:
    """What conditions look at, one row per case.

    Parameters
    ----------
    values
        Coded values as they were coded: numbers, text, NaN or None.
    sets
        Memberships in 0..1, or whole numbers of multi-value sets; NaN where missing.
    orders
        The labels of ordinal values in their order, folded (see `fold`).
    """

    values: pd.DataFrame
    sets: pd.DataFrame
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Degrees:
    """The smallest and largest degree to which a condition can hold, per case."""

    low: Floats
    high: Floats

    @property
    def holds(self) -> npt.NDArray[np.bool_]:
        """Where it holds whatever is missing: above 0.5."""
        return np.asarray(self.low > 0.5)

    @property
    def can_hold(self) -> npt.NDArray[np.bool_]:
        """Where it holds, or could."""
        return np.asarray(self.high > 0.5)


def degrees(condition: Condition, cases: CaseData) -> Degrees:
    """Give how far a condition holds for each case.

    Raises
    ------
    KeyError
        If it names a value or set that is no column of `cases`.

    Examples
    --------
    >>> from casecompare_rules.conditions import read_condition
    >>> values = pd.DataFrame({"age": [12.0, 3.0, None]}, index=["k", "l", "m"])
    >>> cases = CaseData(values=values, sets=pd.DataFrame(index=values.index))
    >>> found = degrees(read_condition("age >= 10"), cases)
    >>> found.low.tolist(), found.high.tolist()
    ([1.0, 0.0, 0.0], [1.0, 0.0, 1.0])
    """
    match condition:
        case InSet():
            return set_degrees(condition.expression, cases.sets)
        case Given():
            is_there = cases.values[condition.name].notna().to_numpy()
            return _crisp(is_there if condition.is_given else ~is_there)
        case Comparison():
            return _compared(condition, cases)
        case Mixture():
            return _mixed(condition, [degrees(part, cases) for part in condition.parts])


def set_degrees(expression: Expression, sets: pd.DataFrame) -> Degrees:
    """Give the interval of each case's membership in a set.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> found = set_degrees(parse("A*~B"), pd.DataFrame({"A": [0.8, 0.2], "B": [None, None]}, dtype=float))
    >>> found.low.tolist(), found.high.tolist()
    ([0.0, 0.0], [0.8, 0.2])
    """
    match expression:
        case Constant(value):
            return _crisp(np.full(len(sets), bool(value)))
        case SetName():
            return _column(expression, sets)
        case Negation(operand):
            inner = set_degrees(operand, sets)
            return Degrees(1.0 - inner.high, 1.0 - inner.low)
        case Conjunction(operands):
            return _extreme([set_degrees(one, sets) for one in operands], is_all=True)
        case Disjunction(operands):
            return _extreme([set_degrees(one, sets) for one in operands], is_all=False)
        case _:
            raise TypeError(f"{expression!r} is not an expression.")


def fold(word: object) -> Word:
    """Give a word as it is compared: capitals and outer blanks do not count, and "1.0" is 1.

    Examples
    --------
    >>> fold(" Contract "), fold("1.0"), fold(1)
    ('contract', 1.0, 1.0)
    """
    text = str(word).strip().casefold()
    try:
        number = float(text)
    except ValueError:
        return text
    return number if np.isfinite(number) else text


def _crisp(holds: npt.NDArray[np.bool_]) -> Degrees:
    found = holds.astype(float)
    return Degrees(found, found)


def _column(leaf: SetName, sets: pd.DataFrame) -> Degrees:
    column = sets[leaf.name].to_numpy(dtype=float, na_value=np.nan)
    is_missing = np.isnan(column)
    if leaf.values:
        column = np.where(is_missing, np.nan, np.isin(column, leaf.values).astype(float))
    return Degrees(np.where(is_missing, 0.0, column), np.where(is_missing, 1.0, column))


def _mixed(mixture: Mixture, parts: list[Degrees]) -> Degrees:
    if mixture.kind == "not":
        return Degrees(1.0 - parts[0].high, 1.0 - parts[0].low)
    return _extreme(parts, is_all=mixture.kind == "all")


def _extreme(parts: list[Degrees], *, is_all: bool) -> Degrees:
    extreme = np.minimum if is_all else np.maximum
    return Degrees(
        np.asarray(extreme.reduce([one.low for one in parts])),
        np.asarray(extreme.reduce([one.high for one in parts])),
    )


def _compared(comparison: Comparison, cases: CaseData) -> Degrees:
    column = cases.values[comparison.name]
    order = cases.orders.get(comparison.name, ())
    words = [_rank(fold(word), order) for word in comparison.words]
    low, high = np.zeros(len(column)), np.ones(len(column))
    for row, value in enumerate(column):
        if pd.notna(value):
            low[row] = high[row] = float(_holds(_rank(fold(value), order), comparison.sign, words))
    return Degrees(low, high)


def _rank(word: Word, order: tuple[str, ...]) -> Word:
    """Give the place of a label in its order, so that labels compare as they are ordered."""
    return float(order.index(word)) if isinstance(word, str) and word in order else word


def _holds(value: Word, sign: str, words: list[Word]) -> bool:
    if sign in ("=", "in"):
        return value in words
    if sign in ("!=", "not in"):
        return value not in words
    bound = words[0]
    if isinstance(value, str) or isinstance(bound, str):
        return False  # told as a problem of the study: text has no order
    return {"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[sign]
