"""Bottleneck tables: which level of a condition is needed for which level of the outcome (Dul 2016)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casecompare_nca.analysis import Analysis
from casecompare_nca.scatter import Floats, Scatter

__all__ = ["Cutoff", "LevelMode", "Needs", "outcome_levels", "required_levels", "shown_needs"]

LevelMode: TypeAlias = Literal["percentage.range", "percentage.max", "actual", "percentile"]
Cutoff: TypeAlias = Literal[0, 1, 2]

_ROUNDING = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False)
class Needs:
    """What is needed of one condition, for each level of the outcome.

    Parameters
    ----------
    levels
        The levels of the outcome, as measured.
    actual
        The needed level of the condition, as measured; ``-inf`` or ``inf`` where it is not necessary, NaN
        where more would be needed than there can be.
    shown
        The same in the mode asked for: as a percentage, as measured, or as a percentile; NaN as before, and
        ``-inf`` wherever nothing is necessary.
    cases
        How many cases lack what is needed; 0 where there is no need.
    """

    levels: Floats
    actual: Floats
    shown: Floats
    cases: NDArray[np.intp]


def outcome_levels(
    scatter: Scatter,
    mode: LevelMode = "percentage.range",
    *,
    steps: int | Sequence[float] = 10,
    step_size: float | None = None,
    outcomes: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Give the levels of the outcome in the mode asked for, and as measured.

    They rise, and fall where little of the outcome is what something is needed for (corners 3 and 4).

    Parameters
    ----------
    scatter
        The plot.
    mode
        Percentages of the range of the outcome, percentages of its maximum, equal steps as measured, or
        percentiles of the cases.
    steps
        How many intervals, or the levels themselves in the mode.
    step_size
        The distance of two levels in the mode, instead of `steps`.
    outcomes
        What percentiles are taken of, where cases without the condition count as well; NaN is left out.

    Raises
    ------
    ValueError
        if there is no step, or more than a thousand.

    Examples
    --------
    >>> from casecompare_nca import make_scatter
    >>> shown, actual = outcome_levels(make_scatter([1, 2], [0, 8]), steps=4)
    >>> actual.tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    bottom, top = scatter.scope.y_min, scatter.scope.y_max
    if mode == "actual":
        shown = _actual_levels(bottom, top, steps, step_size)
        ordered = shown[::-1] if scatter.is_y_mirrored else shown
        return ordered, ordered
    shown = _percentages(steps, step_size)
    share = shown / 100
    if mode == "percentage.range":
        height = top - bottom
        return shown, top - share * height if scatter.is_y_mirrored else bottom + share * height
    if mode == "percentage.max":
        actual = share * top
    else:
        known = scatter.y if outcomes is None else np.asarray(outcomes, dtype=float)
        actual = np.nanquantile(known, np.clip(share, 0, 1))
    return shown, actual[::-1] if scatter.is_y_mirrored else actual


def required_levels(analysis: Analysis, ceiling: str, levels: Floats, *, cutoff: Cutoff = 0) -> Floats:
    """Give the level of the condition that each level of the outcome needs.

    Parameters
    ----------
    analysis
        From `analyse`.
    ceiling
        One of its ceilings.
    levels
        Levels of the outcome as measured, from `outcome_levels`.
    cutoff
        What becomes of a need beyond the highest level of the condition: 0 leaves it out (NaN), 1 gives the
        highest level, 2 gives what was calculated.

    Returns
    -------
    numpy.ndarray
        ``-inf`` where nothing is necessary (``inf`` where little of the condition is what is needed, and
        where a ceiling line rests on a single peer).

    Examples
    --------
    >>> from casecompare_nca import analyse
    >>> found = analyse([0, 1, 2, 3], [1, 1, 3, 4])
    >>> required_levels(found, "ce_fdh", np.array([1.0, 2.0, 4.0])).tolist()
    [-inf, 2.0, 3.0]
    """
    scatter, found = analysis.scatter, analysis[ceiling]
    if ceiling in analysis.steps:
        needed = _needed_by_steps(analysis, ceiling, levels)
    elif math.isnan(found.slope):
        # Left of the single peer there is nothing: no level of the outcome needs anything.
        return np.full(len(levels), np.inf if cutoff == 0 else _start(scatter))
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = (levels - found.intercept) / found.slope
    return _cut(needed, scatter, cutoff)


def shown_needs(
    analysis: Analysis,
    ceiling: str,
    levels: Floats,
    mode: LevelMode = "percentage.range",
    *,
    cutoff: Cutoff = 0,
) -> Needs:
    """Give what each level of the outcome needs, in the mode asked for.

    Parameters are those of `required_levels`; `mode` is one of those of `outcome_levels`.

    Examples
    --------
    >>> from casecompare_nca import analyse
    >>> found = analyse([0, 1, 2, 4], [1, 1, 3, 4])
    >>> shown_needs(found, "ce_fdh", np.array([1.0, 2.0]), "percentile").shown.tolist()
    [-inf, 50.0]
    """
    scatter = analysis.scatter
    scope = scatter.scope
    actual = required_levels(analysis, ceiling, levels, cutoff=cutoff)
    is_needed = np.isfinite(actual)
    finite = np.where(is_needed, actual, scope.x_min)
    sign = -1 if scatter.is_x_mirrored else 1
    lacking = (sign * scatter.x[np.newaxis] < sign * finite[:, np.newaxis] - _ROUNDING).sum(axis=1)
    below = np.where(is_needed, lacking, 0)
    if mode == "percentage.range":
        shown = 100 * (finite - scope.x_min) / (scope.x_max - scope.x_min)
    elif mode == "percentage.max":
        shown = 100 * finite / scope.x_max if scope.x_max else np.full(len(finite), np.nan)
    elif mode == "percentile":
        shown = np.where(below > 0, 100 * (below / len(scatter.x)), -np.inf)
    else:
        shown = finite
    shown = np.where(is_needed, shown, np.where(np.isnan(actual), np.nan, -np.inf))
    return Needs(levels=levels, actual=actual, shown=shown, cases=below)


def _percentages(steps: int | Sequence[float], step_size: float | None) -> Floats:
    if step_size is not None:
        return _equal_steps(0.0, step_size, _counted(100 / step_size if step_size > 0 else 0))
    if isinstance(steps, int):
        return _equal_steps(0.0, 100 / steps if steps else 0.0, _counted(steps))
    return np.asarray(steps, dtype=float)


def _actual_levels(
    bottom: float, top: float, steps: int | Sequence[float], step_size: float | None
) -> Floats:
    if step_size is not None:
        count = _counted((top - bottom) / step_size if step_size > 0 else 0)
        made = _equal_steps(bottom, step_size, count)
        return made if abs(float(made[-1]) - top) <= _ROUNDING * max(1.0, abs(top)) else np.append(made, top)
    if isinstance(steps, int):
        return _equal_steps(bottom, (top - bottom) / steps if steps else 0.0, _counted(steps))
    return np.asarray(steps, dtype=float)


def _equal_steps(start: float, size: float, count: int) -> Floats:
    steps: Floats = np.arange(count + 1, dtype=np.float64) * size
    return start + steps


def _counted(steps: float) -> int:
    if not 1 - _ROUNDING <= steps <= 1000:
        raise ValueError("a bottleneck table has from 1 to 1000 steps.")
    return math.floor(steps + 1e-9)


def _needed_by_steps(analysis: Analysis, ceiling: str, levels: Floats) -> Floats:
    """Read a need off the peers, as seen from the corner, and turn it back."""
    across, up = analysis.steps[ceiling]
    scatter = analysis.scatter
    seen = -levels if scatter.is_y_mirrored else levels
    at = np.searchsorted(up, seen - _ROUNDING, side="left")
    beyond = at >= len(up)
    at = np.minimum(at, len(up) - 1)
    needed = across[at]
    if ceiling == "ce_vrs" and len(up) > 1:
        before = np.maximum(at - 1, 0)
        rise = np.where(at > before, up[at] - up[before], 1.0)
        share = np.where(at > before, (np.minimum(seen, up[at]) - up[before]) / rise, 0.0)
        needed = across[before] + share * (across[at] - across[before])
    turned = -needed if scatter.is_x_mirrored else needed
    return np.where(beyond, np.nan, turned)


def _cut(needed: Floats, scatter: Scatter, cutoff: Cutoff) -> Floats:
    """Put needs outside of the scope into words: not necessary, or more than there is."""
    left, right = scatter.scope.x_min, scatter.scope.x_max
    rounding = _ROUNDING * max(1.0, abs(left), abs(right))
    too_low, too_high = needed <= left + rounding, needed > right + rounding
    if scatter.is_x_mirrored:
        unneeded = np.inf if cutoff == 0 else right
        return np.where(too_low, np.nan, np.where(too_high, unneeded, needed))
    most = {0: np.full(len(needed), np.nan), 1: np.full(len(needed), right), 2: needed}[cutoff]
    return np.where(too_low, -np.inf, np.where(too_high, most, needed))


def _start(scatter: Scatter) -> float:
    return float(scatter.x.max() if scatter.is_x_mirrored else scatter.x.min())
