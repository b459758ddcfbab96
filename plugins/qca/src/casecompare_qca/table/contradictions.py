"""Contradictions: cases alike in every condition, unlike in the outcome; and what might tell them apart.

Rihoux and De Meur (2009), in Rihoux and Ragin (eds), *Configurational Comparative Methods*, Sage, chapter 3:
look at the cases again before a row is coded one way or the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from casecompare_qca.table.truth_table import OutCode, TruthTable, TruthTableRow

__all__ = ["Contradiction", "Difference", "find_contradictions"]

_ROUTES: Mapping[OutCode, str] = {
    "1": "counted as leading to the outcome: the inclusion of the row is high enough; the cases without the "
    "outcome are deviant",
    "0": "counted as not leading to it: inclusion or PRI of the row is too low; its cases with the outcome "
    "stay unexplained",
    "C": "left open: explained by no formula and covered by none",
    "?": "set aside as a remainder: too few cases",
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A value in which the two groups of a row do not overlap.

    `with_outcome` and `without` are its smallest and largest value in the two groups; for text the single
    values.
    """

    name: str
    with_outcome: tuple[float, float] | str
    without: tuple[float, float] | str

    def __str__(self) -> str:
        return f"{self.name} ({_span(self.with_outcome)} with, {_span(self.without)} without)"


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """One row with cases of both kinds.

    Parameters
    ----------
    row
        The row.
    with_outcome, without
        Its cases by the outcome; a case at exactly 0.5 is in neither.
    differences
        What tells the two groups apart without exception.
    route
        How the analysis goes on with the row.
    """

    row: TruthTableRow
    with_outcome: tuple[str, ...]
    without: tuple[str, ...]
    differences: tuple[Difference, ...]
    route: str
    kind: Literal["mixed cases", "between the cut-offs"] = "mixed cases"


def find_contradictions(
    table: TruthTable, raw: pd.DataFrame | None = None, *, routes: Mapping[int, str] | None = None
) -> tuple[Contradiction, ...]:
    """List the contradictory rows of a truth table, and what tells their cases apart.

    A row is contradictory when some of its cases are more in than out of the outcome and others more out
    than in, or when it is coded ``C``.

    Parameters
    ----------
    table
        From `truth_table`.
    raw
        Values of the cases before calibration, or of anything else that might tell them apart: one row per
        case, numbers or text.
    routes
        By row number, what was decided about it; by default what follows from its code.

    Examples
    --------
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 0]}, index=list("klm"))
    >>> raw = pd.DataFrame({"wealth": [900, 600, 200], "size": [1, 1, 2]}, index=list("klm"))
    >>> (found,) = find_contradictions(truth_table(cases, "Y", ["A"]), raw)
    >>> found.with_outcome, found.without, [str(one) for one in found.differences]
    (('k',), ('l',), ['wealth (900 with, 600 without)'])
    """
    outcome = dict(zip(table.data.cases, table.data.outcome.tolist(), strict=True))
    found = []
    for row in table.rows:
        positive = tuple(case for case in row.cases if outcome[case] > 0.5)
        negative = tuple(case for case in row.cases if outcome[case] < 0.5)
        if not (row.out == "C" or (positive and negative)):
            continue
        found.append(
            Contradiction(
                row=row,
                with_outcome=positive,
                without=negative,
                differences=tuple(_differences(raw, positive, negative)),
                route=(routes or {}).get(row.number, _ROUTES[row.out]),
                kind="mixed cases" if positive and negative else "between the cut-offs",
            )
        )
    return tuple(found)


def _differences(
    raw: pd.DataFrame | None, positive: tuple[str, ...], negative: tuple[str, ...]
) -> Iterable[Difference]:
    if raw is None or not positive or not negative:
        return
    values = raw.set_axis(raw.index.map(str), axis=0)
    for name in values.columns:
        column = values[name]
        first, second = column.reindex(positive), column.reindex(negative)
        # A value that some case lacks tells nothing without exception.
        if first.isna().any() or second.isna().any():
            continue
        if pd.api.types.is_numeric_dtype(column):
            here, there = (float(first.min()), float(first.max())), (float(second.min()), float(second.max()))
            if here[0] > there[1] or there[0] > here[1]:
                yield Difference(name=str(name), with_outcome=here, without=there)
        elif not set(map(str, first)) & set(map(str, second)):
            words = [", ".join(dict.fromkeys(map(str, one))) for one in (first, second)]
            yield Difference(name=str(name), with_outcome=words[0], without=words[1])


def _span(values: tuple[float, float] | str) -> str:
    if isinstance(values, str):
        return values
    low, high = values
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
