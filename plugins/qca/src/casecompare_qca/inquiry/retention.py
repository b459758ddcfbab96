"""Retention: how likely it is that a crisp truth table survives errors in the data.

References
----------
Thiem, A., Spöhel, R. and Duşa, A. (2016). Enhancing sensitivity diagnostics for qualitative comparative
analysis: a combinatorial approach. Political Analysis 24, 104-120.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.table.truth_table import TOLERANCE, TruthTable, TruthTableRow, truth_table

if TYPE_CHECKING:
    from casecompare.sets import MissingPolicy

__all__ = ["Retention", "RowRetention", "retention"]

Perturbation = Literal["corruption", "deletion"]


@dataclass(frozen=True)
class RowRetention:
    """How likely one row keeps its output value.

    `number` is the row's number in the full table, `out` its output value, `n` its number of cases.
    """

    number: int
    out: str
    n: int
    probability: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Retention(ShownInNotebook):
    """How likely all observed rows keep their output values.

    Parameters
    ----------
    probability
        The probability for the table as a whole.
    rows
        The same row by row. With a fixed number of perturbed cases the rows depend on each other, so that
        their probabilities do not multiply to that of the table.
    kind
        ``"corruption"`` or ``"deletion"``.
    perturbed
        The probability with which each case is perturbed, or the number of perturbed cases.
    table
        The truth table.
    """

    probability: float
    rows: tuple[RowRetention, ...]
    kind: Perturbation
    perturbed: float | int
    table: TruthTable

    def to_frame(self) -> pd.DataFrame:
        """Give one line per observed row, the most fragile first."""
        lines = sorted(self.rows, key=lambda row: (row.probability, row.number))
        index = pd.Index([row.number for row in lines], name="row")
        columns = {
            "OUT": [row.out for row in lines],
            "n": [row.n for row in lines],
            "probability": [row.probability for row in lines],
        }
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        return f"<Retention of the table for {self.table.outcome}: {self.probability:.3f}>"

    def __str__(self) -> str:
        does = "changing its outcome" if self.kind == "corruption" else "missing"
        if isinstance(self.perturbed, float):
            who = f"each case {does} with probability {self.perturbed:g}"
        else:
            who = f"{self.perturbed} of {len(self.table.data.cases)} cases {does}"
        head = f"The truth table for {self.table.outcome} stays as it is with probability "
        lines = textwrap.wrap(f"{head}{self.probability:.3f}, {who}.", 80)
        frail = [row for row in sorted(self.rows, key=lambda row: row.probability) if row.probability < 1.0]
        shown = ", ".join(f"{row.number} ({row.probability:.3f})" for row in frail[:8])
        return "\n".join([*lines, *textwrap.wrap(f"most fragile rows: {shown or 'none'}", 80)])


def retention(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    kind: Perturbation = "corruption",
    probability: float | None = None,
    number: int | None = None,
    negate_outcome: bool = False,
    consistency: float = 1.0,
    cases: int = 1,
    missing: MissingPolicy = "refuse",
) -> Retention:
    """Give the probability that no observed row changes its output value when cases are perturbed.

    The probability is exact; nothing is simulated. Rows count that have at least `cases` cases.

    Parameters
    ----------
    data, outcome, conditions, negate_outcome, missing
        As for `truth_table`; all sets are crisp or multi-value.
    kind
        ``"corruption"``: a perturbed case has the opposite outcome. ``"deletion"``: it is missing; a row
        that falls below `cases` counts as changed.
    probability
        Each case is perturbed with this probability, independently of the others.
    number
        Or exactly so many of all the cases are perturbed, every choice of them being equally likely.
    consistency, cases
        Thresholds of the truth table.

    Raises
    ------
    ValueError
        As `truth_table`; if a set is fuzzy, or not exactly one of `probability` and `number` is given, or it
        is out of range.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(retention(cases, "Y", ["A"], number=1, kind="deletion"))
    The truth table for Y stays as it is with probability 0.667, 1 of 3 cases
    missing.
    most fragile rows: 1 (0.667)
    >>> round(retention(cases, "Y", ["A"], probability=0.1).probability, 3)
    0.729
    """
    table = truth_table(
        data,
        outcome,
        conditions,
        negate_outcome=negate_outcome,
        consistency=consistency,
        cases=cases,
        missing=missing,
    )
    _check(table, kind, probability, number)
    counted = table.coded("1", "0")
    retained = [_retained(table, row, kind) for row in counted]
    if probability is not None:
        chances = [
            _independent(row.n, subsets, probability) for row, subsets in zip(counted, retained, strict=True)
        ]
        whole = math.prod(chances)
    else:
        assert number is not None
        total = len(table.data.cases)
        chances = [
            _dependent([row.n], [subsets], total, number)
            for row, subsets in zip(counted, retained, strict=True)
        ]
        whole = _dependent([row.n for row in counted], retained, total, number)
    return Retention(
        probability=whole,
        rows=tuple(
            RowRetention(row.number, row.out, row.n, chance)
            for row, chance in zip(counted, chances, strict=True)
        ),
        kind=kind,
        perturbed=float(probability) if probability is not None else int(number or 0),
        table=table,
    )


def _check(table: TruthTable, kind: str, probability: float | None, number: int | None) -> None:
    if kind not in ("corruption", "deletion"):
        raise ValueError(f"cases are perturbed by corruption or deletion, not by '{kind}'.")
    values = [table.data.outcome, table.data.values]
    if any(np.any(one != np.floor(one)) for one in values):
        raise ValueError("retention is defined for crisp and multi-value sets; some of these are fuzzy.")
    if (probability is None) == (number is None):
        raise ValueError("say how many cases are perturbed: either a probability, or a number.")
    if probability is not None and not 0.0 <= probability <= 1.0:
        raise ValueError(f"the probability lies between 0 and 1; it is {probability:g}.")
    if number is not None and not 0 <= number <= len(table.data.cases):
        raise ValueError(f"of {len(table.data.cases)} cases {number} cannot be perturbed.")


def _retained(table: TruthTable, row: TruthTableRow, kind: Perturbation) -> list[int]:
    """Count the choices of m cases of a row after which its output value is the same, for m = 0 … n."""
    positive = round(row.inclusion * row.n)
    negative = row.n - positive
    keeps: Callable[[int, int], bool] = _keeps(table, row, kind, positive, negative)
    counts = [0] * (row.n + 1)
    for first in range(positive + 1):
        for second in range(negative + 1):
            if keeps(first, second):
                counts[first + second] += math.comb(positive, first) * math.comb(negative, second)
    return counts


def _keeps(
    table: TruthTable, row: TruthTableRow, kind: Perturbation, positive: int, negative: int
) -> Callable[[int, int], bool]:
    """Give the test whether perturbing so many cases with and without the outcome leaves the row as it is."""

    def keeps(first: int, second: int) -> bool:
        if kind == "corruption":
            left, with_outcome = positive + negative, positive - first + second
        else:
            left, with_outcome = positive + negative - first - second, positive - first
        if left < max(table.cases, 1):
            return False
        is_positive = with_outcome / left >= table.consistency[0] - TOLERANCE
        return is_positive == (row.out == "1")

    return keeps


def _independent(n: int, subsets: Sequence[int], probability: float) -> float:
    terms = (
        count * probability**m * (1.0 - probability) ** (n - m) for m, count in enumerate(subsets) if count
    )
    return math.fsum(terms)


def _dependent(sizes: Sequence[int], subsets: Sequence[Sequence[int]], total: int, number: int) -> float:
    """Count the choices of `number` among all cases; those outside the given rows are free."""
    free = total - sum(sizes)
    ways = [math.comb(free, m) for m in range(min(free, number) + 1)]
    for one in subsets:
        longer = [0] * min(len(ways) + len(one) - 1, number + 1)
        for m, count in enumerate(ways):
            for extra, times in enumerate(one[: number - m + 1]):
                longer[m + extra] += count * times
        ways = longer
    return ways[number] / math.comb(total, number) if number < len(ways) else 0.0
