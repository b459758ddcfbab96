"""Scales of conditions and outcomes, and lines that leave a wanted area empty."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from casecompare_nca.scatter import Corner, Floats, line_seen_from

__all__ = ["normalise", "power_intercept"]


def normalise(
    values: ArrayLike,
    *,
    to: tuple[float, float] = (0.0, 1.0),
    ends: Sequence[float] | None = None,
) -> Floats:
    """Bring values to a scale: the lowest becomes its lower end, the highest its upper one.

    Parameters
    ----------
    values
        Numbers; NaN stays NaN.
    to
        The ends of the scale.
    ends
        The lowest and highest possible value; what lies beyond widens them.

    Raises
    ------
    ValueError
        if the lowest and the highest value are equal.

    Examples
    --------
    >>> normalise([1, 2, 5], to=(0, 10)).tolist()
    [0.0, 2.5, 10.0]
    """
    given = np.asarray(values, dtype=float)
    low, high = float(np.nanmin(given)), float(np.nanmax(given))
    if ends is not None:
        low, high = min(low, float(ends[0])), max(high, float(ends[1]))
    if low >= high:
        raise ValueError("all values are equal, so that they cannot be brought to a scale.")
    scaled: Floats = to[0] + (given - low) / (high - low) * (to[1] - to[0])
    return scaled


def power_intercept(effect: float, slope: float, corner: Corner = 1) -> float:
    """Give the intercept of the line in the unit square that leaves an area empty in a corner.

    Cases drawn below such a line have, in the long run, this effect size; that is how the power of the test
    is simulated.

    Parameters
    ----------
    effect
        The area, above 0 and below 1.
    slope
        Of the line; it rises for corners 1 and 4, and falls for 2 and 3.
    corner
        Which corner is empty.

    Raises
    ------
    ValueError
        if there is no such line.

    Examples
    --------
    >>> round(power_intercept(0.5, 1.0), 3), round(power_intercept(0.1, 1.0), 3)
    (0.0, 0.553)
    """
    steep = line_seen_from(slope, 0.0, corner)[0]
    if not 0 < effect < 1 or steep <= 0:
        raise ValueError("the effect must lie between 0 and 1, and the line must cut off the corner.")
    # Mirrored in the unit square the corner is the upper left one; its line is y = a + steep * x.
    seen = _cut_off(effect, steep)
    shift = seen + (steep if corner in (2, 4) else 0.0)
    return 1 - shift if corner in (3, 4) else shift


def _cut_off(effect: float, steep: float) -> float:
    """Give the intercept of a rising line with this area of the unit square above it."""
    # A triangle at the left side, a strip along the top or the left, or all but a triangle.
    reached = math.sqrt(2 * effect * steep)
    if reached <= min(1.0, steep):
        return 1 - reached
    if steep <= 1 and steep / 2 <= effect <= 1 - steep / 2:
        return 1 - effect - steep / 2
    if steep > 1 and 1 / (2 * steep) <= effect <= 1 - 1 / (2 * steep):
        return 0.5 - steep * effect
    return math.sqrt(2 * (1 - effect) * steep) - steep
