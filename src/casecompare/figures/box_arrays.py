"""Many boxes at once, one row of edges each: left, top, right, bottom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from casecompare.figures.boxes import Box

__all__ = ["SAMPLES", "along", "crossed", "distances", "is_within", "lines_through", "overlap"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SAMPLES = 33
"""At how many places along a line it is looked whether the line runs through a box."""


def lines_through(found: Floats, samples: Floats) -> Floats:
    """Count for each box the lines that run through it; `samples` are places along each (see `along`)."""
    x, y = samples[None, :, :, 0], samples[None, :, :, 1]
    left, top, right, bottom = (found[:, edge, None, None] for edge in range(4))
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    counts: Floats = inside.any(axis=2).sum(axis=1).astype(np.float64)
    return counts


def is_within(found: Floats, frame: Box) -> Bools:
    """Say of each box whether it lies in the frame."""
    within = (
        (found[:, 0] >= frame.left)
        & (found[:, 1] >= frame.top)
        & (found[:, 2] <= frame.right)
        & (found[:, 3] <= frame.bottom)
    )
    return np.asarray(within, dtype=np.bool_)


def overlap(found: Floats, others: Floats) -> Bools:
    """Say of each box whether it shares more than an edge with any of the others."""
    left, top, right, bottom = (found[:, edge, None] for edge in range(4))
    overlapping = (
        (left < others[:, 2]) & (others[:, 0] < right) & (top < others[:, 3]) & (others[:, 1] < bottom)
    )
    return np.asarray(overlapping.any(axis=1), dtype=np.bool_)


def crossed(boxes: Floats, lines: Floats) -> Bools:
    """Say of each box whether any of the lines runs through it (Liang and Barsky 1984).

    Parameters
    ----------
    boxes
        One row of edges per box.
    lines
        One row per line: x and y of its start, x and y of its end.

    Examples
    --------
    >>> crossed(np.array([[1.0, 1, 2, 2], [8, 0, 9, 1]]), np.array([[0.0, 0, 3, 3]])).tolist()
    [True, False]
    """
    if not len(boxes) or not len(lines):
        return np.zeros(len(boxes), dtype=np.bool_)
    start, end = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    for axis in (0, 1):
        along = (lines[:, axis + 2] - lines[:, axis])[None, :]
        near, far = boxes[:, axis, None] - lines[:, axis], boxes[:, axis + 2, None] - lines[:, axis]
        is_level = along == 0
        shares = np.stack([near, far]) / np.where(is_level, 1.0, along)
        low = np.where(is_level, np.where((near < 0) & (far > 0), -1.0, 2.0), shares.min(axis=0))
        high = np.where(is_level, np.where((near < 0) & (far > 0), 2.0, -1.0), shares.max(axis=0))
        start, end = np.maximum(start, low), np.minimum(end, high)
    return np.asarray((start < end).any(axis=1), dtype=np.bool_)


def distances(found: Floats, marks: Floats) -> Floats:
    """Give how far each box is from each mark's edge."""
    x, y = (marks[:, 0] + marks[:, 2]) / 2, (marks[:, 1] + marks[:, 3]) / 2
    across = x[None, :] - np.clip(x[None, :], found[:, 0, None], found[:, 2, None])
    down = y[None, :] - np.clip(y[None, :], found[:, 1, None], found[:, 3, None])
    apart: Floats = np.sqrt(across * across + down * down) - (marks[:, 2] - marks[:, 0])[None, :] / 2
    return apart


def along(way: Sequence[tuple[float, float]]) -> Floats:
    """Give places along a straight way (two points) or a quadratic curve (three)."""
    first, last = way[0], way[-1]
    middle = way[1] if len(way) == 3 else ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    share = np.linspace(0, 1, SAMPLES)
    weights = np.column_stack([(1 - share) ** 2, 2 * share * (1 - share), share**2])
    places: Floats = weights @ np.array([first, middle, last])
    return places
