"""Levels of a rubric: at which level each case is, and at which it could be where something is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare_rules.rubric_rule import RubricRule
from casecompare_rules.truth import CaseData, Degrees, degrees

__all__ = ["Grades", "grade"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Grades:
    """What a rubric gives.

    Parameters
    ----------
    scores
        One row per case: `score`, `low` and `high`; NaN where no level is reached, or may not be.
    level
        The label of each case's level, empty where that is open or where there is none.
    possible
        The labels of all levels at which a case could be; empty where no condition holds.
    degree
        How far the condition of the case's level holds; NaN where there is no level.
    """

    scores: pd.DataFrame
    level: pd.Series
    possible: pd.Series
    degree: pd.Series


def grade(rule: RubricRule, cases: CaseData) -> Grades:
    """Give each case its level.

    With ``match: first`` that is the first level whose condition holds (above 0.5); with ``match: best`` the
    one whose condition holds most, of equal ones the first, and ``otherwise`` where none is above 0.5. Where
    a value is missing, every level that some value in its place would give is possible; the score is open
    then, between the lowest and the highest of these.

    Parameters
    ----------
    rule
        The rubric.
    cases
        The values and sets that it names.

    Examples
    --------
    >>> from casecompare_rules.rubric_rule import Level
    >>> rule = RubricRule(levels=[Level(label="old", score=1, when="age >= 10"),
    ...                           Level(label="new", score=0, otherwise=True)])
    >>> values = pd.DataFrame({"age": [12.0, 3.0, None]}, index=["k", "l", "m"])
    >>> found = grade(rule, CaseData(values=values, sets=pd.DataFrame(index=values.index)))
    >>> found.level.to_dict(), found.possible["m"], found.scores.loc["m"].to_dict()
    ({'k': 'old', 'l': 'new', 'm': ''}, ('old', 'new'), {'score': nan, 'low': 0.0, 'high': 1.0})
    """
    index = cases.values.index
    held = [_level_degrees(rule, number, cases) for number in range(len(rule.levels))]
    low = np.array([one.low for one in held])
    high = np.array([one.high for one in held])
    possible, settled = (_first if rule.match == "first" else _best)(rule, low, high)
    numbers = np.array([one.score for one in rule.levels])
    is_open: Flags = np.logical_not(settled.any(axis=0))
    has_any = possible.any(axis=0) & ~(is_open & _can_be_none(rule, low))
    lowest = np.where(has_any, np.where(possible, numbers[:, None], np.inf).min(axis=0), np.nan)
    highest = np.where(has_any, np.where(possible, numbers[:, None], -np.inf).max(axis=0), np.nan)
    chosen = settled.argmax(axis=0)
    score = np.where(is_open, np.nan, numbers[chosen])
    labels = [one.label for one in rule.levels]
    return Grades(
        scores=pd.DataFrame({"score": score, "low": lowest, "high": highest}, index=index),
        level=pd.Series(
            ["" if is_open[case] else labels[chosen[case]] for case in range(len(index))],
            index=index,
            dtype=object,
        ),
        possible=pd.Series(
            [tuple(np.array(labels)[possible[:, case]].tolist()) for case in range(len(index))],
            index=index,
            dtype=object,
        ),
        degree=pd.Series(np.where(is_open, np.nan, low[chosen, np.arange(len(index))]), index=index),
    )


def _level_degrees(rule: RubricRule, number: int, cases: CaseData) -> Degrees:
    when = rule.levels[number].when
    if when is not None:
        return degrees(when, cases)
    # Where the best level is sought, what is left takes the cases in which no other is above 0.5.
    certain = np.full(len(cases.values), 1.0 if rule.match == "first" else 0.5)
    return Degrees(certain, certain)


def _first(rule: RubricRule, low: Floats, high: Floats) -> tuple[Flags, Flags]:
    """Give at which levels each case can be, and at which it is: shape (levels, cases)."""
    is_free = np.ones(low.shape[1], dtype=bool)
    can_be_before = np.zeros(low.shape[1], dtype=bool)
    possible, settled = np.zeros(low.shape, dtype=bool), np.zeros(low.shape, dtype=bool)
    for number in range(len(low)):
        possible[number] = is_free & (high[number] > 0.5)
        settled[number] = is_free & (low[number] > 0.5) & ~can_be_before
        can_be_before |= possible[number]
        is_free &= ~(low[number] > 0.5)
    return possible, settled


def _best(rule: RubricRule, low: Floats, high: Floats) -> tuple[Flags, Flags]:
    possible, settled = high > 0, low > 0
    for one in range(len(low)):
        for other in range(len(low)):
            if one == other:
                continue
            # Of two that hold equally the first wins, but what is left over wins against both.
            wins_ties = rule.levels[one].otherwise or (one < other and not rule.levels[other].otherwise)
            beats = np.greater_equal if wins_ties else np.greater
            possible[one] &= beats(high[one], low[other])
            settled[one] &= beats(low[one], high[other])
    return possible, settled


def _can_be_none(rule: RubricRule, low: Floats) -> Flags:
    """Say where it could be that no level's condition holds."""
    least = 0.5 if rule.match == "first" else 0.0
    return np.asarray((low <= least).all(axis=0))
