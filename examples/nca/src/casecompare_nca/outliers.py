"""Outliers: cases without which the effect size would be another (Dul 2024, R package NCA)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from casecompare_nca.analysis import Analysis, analyse_scatter
from casecompare_nca.ceilings import CeilingName
from casecompare_nca.scatter import Scatter, make_scatter

__all__ = ["Outlier", "effects_without", "find_outliers"]

_BY_ALL_CASES = ("cols", "qr", "c_lp")
_MOST_SETS = 20_000


@dataclass(frozen=True, kw_only=True)
class Outlier:
    """A case, or some together, and what becomes of the effect size without.

    Parameters
    ----------
    rows
        Their places in the plot.
    effect_size
        The effect size without them.
    difference, percentage
        How much more that is than with them, as it is and as a percentage.
    is_on_ceiling, is_at_scope
        Whether one of them is a peer, and whether the scope is another without them.
    """

    rows: tuple[int, ...]
    effect_size: float
    difference: float
    percentage: float
    is_on_ceiling: bool
    is_at_scope: bool


def find_outliers(
    scatter: Scatter,
    ceiling: CeilingName,
    *,
    together: int = 1,
    smallest: float = 0.01,
    scope: Sequence[float] | None = None,
    tau: float = 0.95,
) -> list[Outlier]:
    """Give the cases whose absence changes the effect size, the largest change first.

    Parameters
    ----------
    scatter
        The plot.
    ceiling
        One of `CEILINGS`.
    together
        How many cases may be left out at a time.
    smallest
        The smallest change that counts, in percent.
    scope
        The theoretical scope with which the plot was made.
    tau
        The quantile of the ceiling qr.

    Raises
    ------
    ValueError
        if there are too many sets of cases to try, or the scope has no area.

    Examples
    --------
    >>> found = find_outliers(make_scatter([0, 1, 2, 3], [0, 3, 1, 3.5]), "ce_fdh")
    >>> [(one.rows, round(one.percentage)) for one in found][0]
    ((1,), 111)
    """
    analysis = analyse_scatter(scatter, [ceiling], tau=tau)
    effect = analysis[ceiling].effect_size
    count = len(scatter.x)
    candidates = list(range(count))
    if together == 1 and ceiling not in _BY_ALL_CASES:
        candidates = sorted({*analysis[ceiling].peers, *_alone_at_a_side(scatter)})
    if sum(math.comb(len(candidates), size) for size in range(1, together + 1)) > _MOST_SETS:
        raise ValueError(f"{count} cases make more than {_MOST_SETS} sets of {together}; leave out fewer.")
    found = []
    for rows in _sets(candidates, together):
        without = _without(scatter, rows, scope)
        if without is None:
            continue
        new = analyse_scatter(without, [ceiling], tau=tau)[ceiling].effect_size
        difference = new - effect
        percentage = 100 * difference / effect if effect else math.nan
        if math.isnan(percentage) or round(abs(percentage), 2) < smallest:
            continue
        on_ceiling = ceiling in _BY_ALL_CASES or any(row in analysis[ceiling].peers for row in rows)
        found.append(
            Outlier(
                rows=rows,
                effect_size=new,
                difference=difference,
                percentage=percentage,
                is_on_ceiling=on_ceiling,
                is_at_scope=without.scope != scatter.scope,
            )
        )
    return sorted(found, key=lambda one: (-abs(one.percentage), -abs(one.difference), one.rows))


def effects_without(
    scatter: Scatter,
    ceiling: CeilingName,
    *,
    scope: Sequence[float] | None = None,
    tau: float = 0.95,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give the effect size without each of the cases, in their order; NaN where no scope is left.

    Only cases on which the ceiling or the scope rests are left out in earnest; the others change nothing.

    Examples
    --------
    >>> effects_without(make_scatter([0, 1, 2], [0, 2, 2]), "ce_fdh").tolist()
    [nan, 1.0, 1.0]
    """
    analysis = analyse_scatter(scatter, [ceiling], tau=tau)
    effects = np.full(len(scatter.x), analysis[ceiling].effect_size)
    rests_on = range(len(effects)) if ceiling in _BY_ALL_CASES else _rests_on(analysis, ceiling)
    for row in rests_on:
        without = _without(scatter, (row,), scope)
        effects[row] = (
            math.nan if without is None else analyse_scatter(without, [ceiling], tau=tau)[ceiling].effect_size
        )
    return effects


def _rests_on(analysis: Analysis, ceiling: str) -> set[int]:
    return {*analysis[ceiling].peers, *_alone_at_a_side(analysis.scatter)}


def _sets(candidates: Sequence[int], together: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, together + 1):
        yield from itertools.combinations(candidates, size)


def _alone_at_a_side(scatter: Scatter) -> set[int]:
    """Give the cases that alone have the lowest or highest condition or outcome."""
    found = set()
    for values in (scatter.x, scatter.y):
        for end in (values.min(), values.max()):
            at = np.flatnonzero(values == end)
            if len(at) == 1:
                found.add(int(at[0]))
    return found


def _without(scatter: Scatter, rows: Sequence[int], scope: Sequence[float] | None) -> Scatter | None:
    """Give the plot without some cases, or None where no scope is left."""
    kept = np.delete(np.arange(len(scatter.x)), list(rows))
    if not len(kept):
        return None
    made = make_scatter(scatter.x[kept], scatter.y[kept], corner=scatter.corner, scope=scope)
    return replace(made, rows=scatter.rows[kept]) if made.scope.area > 0 else None
