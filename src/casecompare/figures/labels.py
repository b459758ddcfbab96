"""Labels that overlap neither each other nor marks: each gets the best free place around its point.

Everything is decided in a fixed order and without chance, so that the same data give the same picture.
Labels in the densest surroundings choose first; each takes, of the free places on the nearest rings around
its point, the one that few lines run through and that is nearest to its own mark. Having seen where the
others went, they choose again. A label for which no place is free is left out, and the caller is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casecompare.figures.box_arrays import (
    SAMPLES,
    along,
    crossed,
    distances,
    is_within,
    lines_through,
    overlap,
)
from casecompare.figures.boxes import Box
from casecompare.figures.pieces import Piece, line, text
from casecompare.figures.style import MUTED
from casecompare.figures.wording import text_width

__all__ = ["Label", "PlacedLabel", "label_pieces", "place_labels"]

Point = tuple[float, float]
Floats = NDArray[np.float64]

# How far the edge of a label stands off its mark; the far rings are tried when the near ones are full.
_RINGS = ((2.0, 6.0, 12.0, 20.0), (32.0, 46.0, 62.0, 80.0, 100.0, 124.0, 150.0))
_ANGLES = (0, 180, 90, 270, 45, 135, 315, 225, 20, 340, 160, 200, 68, 112, 248, 292)
_ACROSS, _DOWN = (np.round(turned(np.radians(_ANGLES)), 9) for turned in (np.cos, np.sin))
_LEADER_FROM = 7.0
_CROWD = 60.0
_ROUNDS = 3


@dataclass(frozen=True)
class Label:
    """The label of a mark: the mark's middle and radius, the lines, and the size of their font."""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    size: float = 11

    @property
    def width(self) -> float:
        """How wide it gets."""
        return max((text_width(said, self.size) for said in self.lines), default=0.0) + 2

    @property
    def height(self) -> float:
        """How high it gets."""
        return (self.size + 2) * len(self.lines)


@dataclass(frozen=True)
class PlacedLabel:
    """Where a label came to stand; `leader` are the ends of its line to the point, if it needs one."""

    label: Label
    box: Box
    leader: tuple[float, float, float, float] | None = None


def place_labels(
    labels: Sequence[Label],
    frame: Box,
    taken: Iterable[Box] = (),
    *,
    ways: Sequence[Sequence[Point]] = (),
    centre: Point | None = None,
) -> list[PlacedLabel | None]:
    """Place labels inside a frame.

    Parameters
    ----------
    labels
        One per mark; every mark is kept free, whether its label finds a place or not.
    frame
        No label leaves it.
    taken
        Further boxes to keep free.
    ways
        Lines of two points, or curves that a third one in their middle bends: labels rather stand off them.
    centre
        Labels rather stand on the side away from it.

    Returns
    -------
    list
        The place of each label, None where there is none. No label touches a mark, another label or another
        one's leader line; no leader line runs through a label or another mark.

    Examples
    --------
    >>> points = [Label(50, 50, 4, ("k",)), Label(52, 50, 4, ("l",))]
    >>> one, other = place_labels(points, Box(0, 0, 100, 100))
    >>> one.box.overlaps(other.box)
    False
    """
    marks = _rows(
        Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in labels
    )
    samples = np.array([along(way) for way in ways]).reshape(-1, SAMPLES, 2)
    surroundings = _Surroundings(frame, marks, _rows(taken), samples, centre)
    placed: list[PlacedLabel | None] = [None] * len(labels)
    crowd = [sum(math.hypot(one.x - own.x, one.y - own.y) < _CROWD for one in labels) for own in labels]
    order = sorted(range(len(labels)), key=lambda at: (-crowd[at], at))
    for _ in range(_ROUNDS):
        before = list(placed)
        for at in order:
            others = [one for other, one in enumerate(placed) if one is not None and other != at]
            placed[at] = _best(labels[at], at, surroundings, others)
        if placed == before:
            break
    return placed


def label_pieces(placed: Iterable[PlacedLabel | None]) -> list[Piece]:
    """Draw labels that were placed, and their leader lines below them.

    Examples
    --------
    >>> placed = place_labels([Label(50, 50, 4, ("k",))], Box(0, 0, 100, 100))
    >>> [piece.said for piece in label_pieces(placed)]
    ['k']
    """
    found = [one for one in placed if one is not None]
    leaders = [line(*one.leader, stroke=MUTED, width=0.6) for one in found if one.leader]
    words = []
    for one in found:
        size = one.label.size
        x = (one.box.left + one.box.right) / 2
        for at, said in enumerate(one.label.lines):
            base = one.box.top + (size + 2) * at + size - 0.5
            words.append(text(x, base, said, size=size, anchor="middle", has_halo=True))
    return [*leaders, *words]


@dataclass(frozen=True)
class _Surroundings:
    """What all labels share: the frame, marks and taken boxes (one row each), places along the ways."""

    frame: Box
    marks: Floats
    taken: Floats
    samples: Floats
    centre: Point | None


def _best(label: Label, at: int, around: _Surroundings, others: Sequence[PlacedLabel]) -> PlacedLabel | None:
    boxes = _rows(one.box for one in others)
    leaders = np.array([one.leader for one in others if one.leader]).reshape(-1, 4)
    strangers = np.vstack([np.delete(around.marks, at, axis=0), around.taken, boxes])
    for rings in _RINGS:
        found, ranks = _candidates(label, rings)
        is_free = is_within(found, around.frame) & ~overlap(found, np.vstack([strangers, around.marks[at]]))
        is_free &= ~crossed(found, leaders)
        if not is_free.any():
            continue
        found, ranks = found[is_free], ranks[is_free]
        costs = np.round(ranks + _disadvantages(label, found, around, at, rings[-1]), 6)
        for one in np.argsort(costs, kind="stable"):
            box = Box(*map(float, found[one]))
            leader_ = _leader(label, box)
            if leader_ is None or not crossed(strangers, np.array([leader_])).any():
                return PlacedLabel(label, box, leader_)
    return None


def _rows(boxes: Iterable[Box]) -> Floats:
    rows: Floats = np.array([[box.left, box.top, box.right, box.bottom] for box in boxes], dtype=np.float64)
    return rows.reshape(-1, 4)


def _candidates(label: Label, rings: Sequence[float]) -> tuple[Floats, Floats]:
    """Give boxes whose nearest edge lies a ring's distance beyond the mark, and the rank of each."""
    gaps: Floats = np.repeat(np.array(rings), len(_ANGLES))
    across, down = np.tile(_ACROSS, len(rings)), np.tile(_DOWN, len(rings))
    half_width, half_height = label.width / 2, label.height / 2
    # A label that stands beside its mark is moved wholly to the side.
    x = label.x + across * (label.radius + gaps) + np.clip(1.5 * across, -1, 1) * half_width
    y = label.y + down * (label.radius + gaps) + np.clip(1.5 * down, -1, 1) * half_height
    found: Floats = np.column_stack([x - half_width, y - half_height, x + half_width, y + half_height])
    ranks: Floats = np.add.outer(0.7 * np.arange(len(rings)), 0.06 * np.arange(len(_ANGLES))).ravel()
    return found, ranks


def _disadvantages(label: Label, found: Floats, around: _Surroundings, at: int, reach: float) -> Floats:
    """Give what speaks against each box: lines through it, another mark as near, the side of the centre."""
    low, high = found[:, :2].min(axis=0), found[:, 2:].max(axis=0)
    is_near = ((around.samples > low) & (around.samples < high)).all(axis=2).any(axis=1)
    costs = lines_through(found, around.samples[is_near])
    marks = np.delete(around.marks, at, axis=0)
    marks = marks[((marks[:, 2:] > low - reach - 2) & (marks[:, :2] < high + reach + 2)).all(axis=1)]
    own = distances(found, around.marks[at : at + 1])[:, 0]
    nearest = distances(found, marks).min(axis=1, initial=math.inf)
    costs += 4.0 * (nearest < own + 2)
    if around.centre is not None:
        outward = np.array([label.x - around.centre[0], label.y - around.centre[1]])
        away = (
            ((found[:, :2] + found[:, 2:]) / 2 - [label.x, label.y]) @ outward / (math.hypot(*outward) or 1)
        )
        costs -= 0.9 * np.clip(away / (label.width / 2 + label.radius), -1, 1)
    return costs


def _leader(label: Label, box: Box) -> tuple[float, float, float, float] | None:
    """Give the line from the mark's edge to the nearest point of the box, where that is not close by."""
    x = min(max(label.x, box.left), box.right)
    y = min(max(label.y, box.top), box.bottom)
    length = math.hypot(x - label.x, y - label.y)
    if length - label.radius < _LEADER_FROM:
        return None
    share = label.radius / length
    return label.x + (x - label.x) * share, label.y + (y - label.y) * share, x, y
