"""How far a single decision can be moved before the models change.

From the value that was chosen, a cut-off or an anchor is moved down and up in steps; the bound is the last
value at which all models of the solution are still the same. A bound says why it ends there.

References
----------
Oana, I.-E. and Schneider, C. Q. (2024). A robustness test protocol for applied QCA: theory and R software
application. Sociological Methods and Research 53, 57-88.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from casecompare.sets.anchors import linear, logistic
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.minimization import REMAINDERS, Free, minimize
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.truth_table import truth_table

__all__ = ["Bound", "Range", "calibration_range", "consistency_range", "frequency_range"]

Reason = Literal[
    "the models change",
    "no row leads to the outcome",
    "the value leaves its range",
    "the anchors would meet",
    "the number of steps is used up",
]
Anchoring = Literal["direct", "linear"]

_ANCHORS = ("exclusion", "crossover", "inclusion")


@dataclass(frozen=True)
class Bound:
    """The last value at which the models are the same; None where the steps did not reach a change."""

    value: float | None
    reason: Reason


@dataclass(frozen=True)
class Range(ShownInNotebook):
    """Between which values a decision leaves the models as they are."""

    name: str
    lower: Bound
    start: float
    upper: Bound

    def __str__(self) -> str:
        low, high = ("no change found" if bound.value is None else f"{bound.value:g}"
                     for bound in (self.lower, self.upper))  # fmt: skip
        return (
            f"{self.name}: {low} to {high} around {self.start:g}\n"
            f"  below: {self.lower.reason}; above: {self.upper.reason}"
        )


def consistency_range(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    consistency: float = 0.8,
    step: float = 0.01,
    steps: int = 20,
    pri: float = 0.0,
    cases: int = 1,
    include: Collection[Free] = REMAINDERS,
    negate_outcome: bool = False,
    budget: Budget | None = None,
) -> Range:
    """Find between which consistency cut-offs the models stay the same.

    Parameters
    ----------
    data, outcome, conditions, pri, cases, negate_outcome
        As for `truth_table`.
    consistency
        The cut-off chosen.
    step, steps
        How far it is moved at once, and how often at most in each direction.
    include, budget
        As for `minimize`.

    Raises
    ------
    ValueError
        As `truth_table`; if the step is not positive, or no row leads to the outcome at the start.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [0.9, 0.7, 0.3, 0.2], "B": [0.8, 0.2, 0.6, 0.1], "Y": [0.9, 0.6, 0.4, 0.2]},
    ...     index=list("klmn"))
    >>> found = consistency_range(cases, "Y", ["A", "B"], consistency=0.85, step=0.05)
    >>> round(found.upper.value, 2), found.upper.reason
    (0.9, 'the models change')
    """

    def solve(value: float) -> Solution:
        table = truth_table(
            data, outcome, conditions, negate_outcome=negate_outcome, consistency=value, pri=pri, cases=cases
        )
        return minimize(table, include=include, budget=budget)

    return _range("consistency", consistency, step, steps, solve, lambda value: 0.0 < value < 1.0)


def frequency_range(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    cases: int = 1,
    step: int = 1,
    steps: int = 20,
    consistency: float | Sequence[float] = 0.8,
    pri: float = 0.0,
    include: Collection[Free] = REMAINDERS,
    negate_outcome: bool = False,
    budget: Budget | None = None,
) -> Range:
    """Find between which frequency cut-offs the models stay the same; parameters as `consistency_range`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 0, 0]}, index=list("klmn"))
    >>> found = frequency_range(cases, "Y", ["A"])
    >>> found.lower.value, found.upper.value, found.upper.reason
    (1.0, 2.0, 'no row leads to the outcome')
    """

    def solve(value: float) -> Solution:
        table = truth_table(
            data,
            outcome,
            conditions,
            negate_outcome=negate_outcome,
            consistency=consistency,
            pri=pri,
            cases=round(value),
        )
        return minimize(table, include=include, budget=budget)

    return _range("frequency", float(cases), step, steps, solve, lambda value: value >= 1.0)


def calibration_range(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    condition: str,
    raw: pd.Series,
    anchors: Sequence[float],
    step: float,
    steps: int = 20,
    kind: Anchoring = "direct",
    consistency: float | Sequence[float] = 0.8,
    pri: float = 0.0,
    cases: int = 1,
    include: Collection[Free] = REMAINDERS,
    negate_outcome: bool = False,
    budget: Budget | None = None,
) -> tuple[Range, Range, Range]:
    """Find how far each anchor of one condition can be moved before the models change.

    The condition is calibrated anew from its raw values at every step, also at the start; its column in
    `data` is not used.

    Parameters
    ----------
    data, outcome, conditions, consistency, pri, cases, include, negate_outcome, budget
        As for `consistency_range`.
    condition
        The condition (or the outcome) that is calibrated anew.
    raw
        Its raw values; the index holds the case ids of `data`.
    anchors
        Exclusion, crossover and inclusion, rising or falling.
    step, steps
        How far an anchor is moved at once, in raw units, and how often at most in each direction.
    kind
        ``"direct"`` (logistic) or ``"linear"``.

    Returns
    -------
    tuple of Range
        For exclusion, crossover and inclusion. An anchor does not pass its neighbours, nor the crossover
        the smallest and largest raw value.

    Raises
    ------
    ValueError
        As `truth_table`; if there are not three anchors that rise or fall, or raw values are missing.

    Examples
    --------
    >>> raw = pd.Series([10.0, 8.0, 3.0, 1.0], index=list("klmn"))
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 0, 0]}, index=raw.index)
    >>> ranges = calibration_range(
    ...     cases, "Y", ["A"], condition="A", raw=raw, anchors=[2, 5, 9], step=1, steps=8)
    >>> [(found.name, found.lower.value, found.upper.value) for found in ranges][1]
    ('crossover', 4.0, 8.0)
    """
    values = _raw_values(data, raw, condition, [*conditions, outcome])
    start = _anchor_triple(anchors)
    falling = start[0] > start[2]

    def solve_with(which: int) -> Callable[[float], Solution]:
        def solve(value: float) -> Solution:
            moved = tuple(value if at == which else anchor for at, anchor in enumerate(start))
            calibrated = data.assign(**{condition: _calibrated(values, moved, kind)})
            table = truth_table(
                calibrated,
                outcome,
                conditions,
                negate_outcome=negate_outcome,
                consistency=consistency,
                pri=pri,
                cases=cases,
            )
            return minimize(table, include=include, budget=budget)

        return solve

    def is_ordered(which: int) -> Callable[[float], bool]:
        def check(value: float) -> bool:
            moved = [value if at == which else anchor for at, anchor in enumerate(start)]
            return moved == sorted(set(moved), reverse=falling)

        return check

    def is_observed(which: int) -> Callable[[float], bool]:
        return lambda value: which != 1 or bool(values.min() <= value <= values.max())

    first, second, third = (
        _range(name, start[at], step, steps, solve_with(at), is_observed(at), is_ordered(at))
        for at, name in enumerate(_ANCHORS)
    )
    return first, second, third


def _range(
    name: str,
    start: float,
    step: float,
    steps: int,
    solve: Callable[[float], Solution],
    is_allowed: Callable[[float], bool],
    is_ordered: Callable[[float], bool] = lambda value: True,
) -> Range:
    if step <= 0 or steps < 1:
        raise ValueError(
            f"the step must be positive and there must be one step at least, not {step}, {steps}."
        )
    reference = _models(solve(start))
    if not reference:
        raise ValueError("no row leads to the outcome to begin with, so that there is no model to keep.")

    def search(direction: int) -> Bound:
        value = start
        for _ in range(steps):
            following = value + direction * step
            if not is_allowed(following):
                return Bound(value, "the value leaves its range")
            if not is_ordered(following):
                return Bound(value, "the anchors would meet")
            models = _models(solve(following))
            if not models:
                return Bound(value, "no row leads to the outcome")
            if models != reference:
                return Bound(value, "the models change")
            value = following
        return Bound(None, "the number of steps is used up")

    return Range(name, search(-1), start, search(+1))


def _models(solution: Solution) -> frozenset[frozenset[str]]:
    """Give all models as sets of terms, so that neither order nor the choice of a first one matters."""
    return frozenset(frozenset(map(str, model.terms)) for model in solution.models)


def _raw_values(data: pd.DataFrame, raw: pd.Series, condition: str, used: Sequence[str]) -> np.ndarray:
    if condition not in {name.removeprefix("~") for name in used}:
        raise ValueError(f"'{condition}' is neither a condition nor the outcome of this analysis.")
    aligned = raw.reindex(data.index)
    if aligned.isna().any():
        lost = ", ".join(map(str, aligned.index[aligned.isna()][:8]))
        raise ValueError(f"raw values of '{condition}' are missing for {lost}.")
    return aligned.to_numpy(dtype=np.float64)


def _anchor_triple(anchors: Sequence[float]) -> tuple[float, float, float]:
    if len(anchors) != 3:
        raise ValueError(f"name three anchors, exclusion, crossover and inclusion, not {len(anchors)}.")
    exclusion, crossover, inclusion = map(float, anchors)
    if not (exclusion < crossover < inclusion or exclusion > crossover > inclusion):
        raise ValueError(
            f"anchors rise or fall from exclusion over crossover to inclusion; {exclusion:g}, {crossover:g}, "
            f"{inclusion:g} do neither."
        )
    return exclusion, crossover, inclusion


def _calibrated(values: np.ndarray, anchors: tuple[float, ...], kind: Anchoring) -> np.ndarray:
    exclusion, crossover, inclusion = anchors
    if kind == "linear":
        return linear(values, exclusion, crossover, inclusion)
    return logistic(values, exclusion, crossover, inclusion)
