"""The quantile regression line of two variables, exactly.

The sum of check losses is convex and piecewise linear in slope and intercept; its minimum lies on a line
through two cases. From such a line the search turns around each case that lies on it, to the best line
through that case, until no turn makes the sum smaller. A line through a fixed case is best at a weighted
quantile of the slopes to the others (Bloomfield & Steiger 1983, *Least Absolute Deviations*, Birkhäuser;
Koenker & Bassett 1978, *Econometrica* 46:33-50).
"""

from __future__ import annotations

import numpy as np

from casecompare_nca.scatter import Floats

__all__ = ["check_loss", "quantile_line"]

_ON_LINE = 1e-12
_MOST_TURNS = 10_000


def quantile_line(x: Floats, y: Floats, tau: float = 0.95) -> tuple[float, float]:
    """Give slope and intercept of the line below which a share `tau` of the cases lies.

    Parameters
    ----------
    x, y
        One number per case.
    tau
        The quantile, above 0 and below 1.

    Returns
    -------
    tuple
        Slope and intercept; NaN where all conditions are equal. Where several lines are equally good, one of
        them, always the same.

    Examples
    --------
    >>> quantile_line(np.array([0.0, 1, 2, 3]), np.array([0.0, 5, 4, 6]), 0.9)
    (0.5, 4.5)
    """
    if np.ptp(x) == 0:
        return float("nan"), float("nan")
    line = _best_through(int(np.argmax(y)), x, y, tau)
    loss = check_loss(x, y, *line, tau)
    for _ in range(_MOST_TURNS):
        residuals = np.abs(y - line[0] * x - line[1])
        touched = np.flatnonzero(residuals <= _ON_LINE * max(1.0, float(np.abs(y).max())))
        turned = [_best_through(int(case), x, y, tau) for case in touched]
        losses = [check_loss(x, y, *one, tau) for one in turned]
        best = int(np.argmin(losses)) if losses else -1
        if best < 0 or losses[best] >= loss - 1e-13 * max(1.0, loss):
            return line
        line, loss = turned[best], losses[best]
    return line


def check_loss(x: Floats, y: Floats, slope: float, intercept: float, tau: float) -> float:
    """Give the sum of residuals, those above the line weighted by `tau`, those below by 1 - `tau`.

    Examples
    --------
    >>> check_loss(np.array([0.0, 1]), np.array([1.0, -1]), 0.0, 0.0, 0.75)
    1.0
    """
    residuals = y - slope * x - intercept
    return float(np.where(residuals > 0, tau * residuals, (tau - 1) * residuals).sum())


def _best_through(case: int, x: Floats, y: Floats, tau: float) -> tuple[float, float]:
    """Give the best line through a case: its slope is a weighted quantile of those to the other cases."""
    across = x - x[case]
    others = across != 0
    across, up = across[others], y[others] - y[case]
    slopes = up / across
    order = np.argsort(slopes, kind="stable")
    # Passing the slope to a case moves it from one side of the line to the other; either way the sum turns
    # upwards by its distance.
    turning = np.cumsum(np.abs(across)[order])
    start = float(np.where(across > 0, tau * across, (tau - 1) * across).sum())
    slope = float(slopes[order[min(int(np.searchsorted(turning, start)), len(order) - 1)]])
    return slope, float(y[case] - slope * x[case])
