"""All covers of a given size, depth first, on ever smaller parts of the chart.

Before branching, each part is reduced: columns that are too cheap to belong to a cover of the wanted size go
(prices bound from below what is still needed, see `bounds`); a row goes when another row's columns are among
its own; columns that do the same are taken together; independent parts are solved apart. Then the row with
the fewest columns is covered by each of them in turn, and a column once tried is left out of the later turns,
so that no cover is found twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from casecompare_qca.bounds import Matrix, Prices, improved
from casecompare_qca.budget import Clock
from casecompare_qca.cover_tree import CoverTree, either, together

__all__ = ["CoverSearch", "Part", "least"]

_ROUNDING = 1e-5
_WORTH_PRICING = 20


def least(prices: Prices) -> int:
    """Give the smallest whole number of columns that prices allow.

    Examples
    --------
    >>> least(np.array([0.5, 0.6])), least(np.array([0.5, 0.5]))
    (2, 1)
    """
    return math.ceil(float(prices.sum()) - _ROUNDING)


@dataclass(frozen=True)
class Part:
    """Rows still to cover, columns to cover them with (each standing for a tree of choices), prices."""

    chart: Matrix
    columns: tuple[CoverTree, ...]
    prices: Prices

    def keep_columns(self, kept: npt.NDArray[np.bool_]) -> Part:
        """Give the same rows with some columns only."""
        columns = tuple(tree for tree, keeps in zip(self.columns, kept, strict=True) if keeps)
        return Part(self.chart[:, kept], columns, self.prices)

    def keep_rows(self, kept: npt.NDArray[np.bool_]) -> Part:
        """Give some rows only, with the columns that cover any of them."""
        chart = self.chart[kept]
        return Part(chart, self.columns, self.prices[kept]).keep_columns(np.asarray(chart.any(axis=0)))


class CoverSearch:
    """Finds all covers of a size below which there are none; `has_stopped` tells that time ran out."""

    def __init__(self, clock: Clock, *, only_one: bool) -> None:
        self.clock, self.only_one = clock, only_one
        self.has_stopped = False

    def covers(self, part: Part, size: int) -> CoverTree | None:
        """Give the covers of exactly this size, or None where there is none (or time ran out)."""
        taken: list[CoverTree] = []
        while True:
            if self.clock.is_over:
                self.has_stopped = True
            rows = part.chart.shape[0]
            if rows == 0 and size == 0:
                return together(taken)
            if self.has_stopped or rows == 0 or size <= 0:
                return None
            reduced = self._reduced(part, size)
            if reduced is None:
                return None
            if reduced is not part:
                part = reduced
                continue
            forced = _forced(part)
            if forced is None:
                break
            taken.append(part.columns[forced])
            part, size = _after(part, forced, np.arange(len(part.columns)) != forced), size - 1
        rest = self._last(part) if size == 1 else self._split(part, size)
        return together([*taken, rest]) if rest and taken else rest

    def _reduced(self, part: Part, size: int) -> Part | None:
        """Drop what cannot matter; None where no cover of this size is possible."""
        needed = float(part.prices.sum())
        if needed > size + _ROUNDING:
            return None
        worth = part.prices @ part.chart
        kept = worth >= needed + 1 - size - _ROUNDING
        if not kept.all():
            part = part.keep_columns(kept)
        if part.chart.shape[1] == 0 or part.chart.sum(axis=1).min() < 1:
            return None
        return _without_implied_rows(part)

    def _last(self, part: Part) -> CoverTree | None:
        full = np.flatnonzero(part.chart.all(axis=0))
        return either([part.columns[column] for column in full]) if full.size else None

    def _split(self, part: Part, size: int) -> CoverTree | None:
        pieces = _independent(part)
        return self._branch(part, size) if len(pieces) == 1 else self._each(pieces, size)

    def _each(self, pieces: Sequence[Part], size: int) -> CoverTree | None:
        """Solve independent parts one by one; the sizes of their smallest covers add up."""
        spare = size - sum(max(1, least(piece.prices)) for piece in pieces)
        found: list[CoverTree] = []
        for piece in pieces:
            start = max(1, least(piece.prices))
            for extra in range(spare + 1):
                tree = self.covers(piece, start + extra)
                if tree is not None or self.has_stopped:
                    break
            else:
                return None
            if tree is None:
                return None
            found.append(tree)
            spare -= extra
        return together(found) if spare == 0 else None

    def _branch(self, part: Part, size: int) -> CoverTree | None:
        if size > 2 and len(part.columns) > _WORTH_PRICING:
            prices = improved(part.prices, part.chart)
            if prices is not part.prices:
                part = replace(part, prices=prices)
                reduced = self._reduced(part, size)
                if reduced is not part:
                    return None if reduced is None else self.covers(reduced, size)
        row = int(np.argmin(part.chart.sum(axis=1)))
        candidates = np.flatnonzero(part.chart[row])
        worth = part.prices @ part.chart[:, candidates]
        open_columns = np.ones(len(part.columns), dtype=bool)
        found: list[CoverTree] = []
        for column in candidates[np.argsort(-worth, kind="stable")]:
            open_columns[column] = False
            tree = self.covers(_after(part, int(column), open_columns), size - 1)
            if tree is not None:
                found.append(together([part.columns[column], tree]))
                if self.only_one:
                    break
            if self.has_stopped:
                break
        return either(found) if found else None


def _after(part: Part, column: int, open_columns: npt.NDArray[np.bool_]) -> Part:
    """Give what is left once a column is taken."""
    uncovered = part.chart[:, column] < 1
    columns = tuple(tree for tree, is_open in zip(part.columns, open_columns, strict=True) if is_open)
    return Part(part.chart[np.ix_(uncovered, open_columns)], columns, part.prices[uncovered])


def _forced(part: Part) -> int | None:
    """Give a column that alone covers some row."""
    single = np.flatnonzero(part.chart.sum(axis=1) == 1)
    return int(np.argmax(part.chart[single[0]])) if single.size else None


def _without_implied_rows(part: Part) -> Part:
    """Drop rows that are covered whenever another row is, and take equal columns together."""
    shared = part.chart @ part.chart.T
    count = np.diag(shared)
    implied = shared == count[np.newaxis, :]  # the columns of the second are among those of the first
    order = np.arange(len(count))
    implied &= ~implied.T | (order[np.newaxis, :] < order[:, np.newaxis])
    np.fill_diagonal(implied, False)
    goes = implied.any(axis=1)
    if not goes.any():
        return part
    # A row that goes hands its price on: every column of the other one covers it too.
    prices = part.prices.copy()
    heirs = np.argmax(implied & ~goes[np.newaxis, :], axis=1)
    for row in np.flatnonzero(goes):
        prices[heirs[row]] += prices[row]
    return _grouped(replace(part, prices=prices).keep_rows(~goes))


def _grouped(part: Part) -> Part:
    groups: dict[bytes, list[int]] = {}
    packed = np.ascontiguousarray(np.packbits(part.chart > 0, axis=0).T)
    for column in range(len(part.columns)):
        groups.setdefault(packed[column].tobytes(), []).append(column)
    if len(groups) == len(part.columns):
        return part
    first = [group[0] for group in groups.values()]
    columns = tuple(either([part.columns[column] for column in group]) for group in groups.values())
    return Part(part.chart[:, first], columns, part.prices)


def _independent(part: Part) -> list[Part]:
    """Split into parts that share no column."""
    linked = (part.chart @ part.chart.T) > 0
    unseen = np.ones(len(linked), dtype=bool)
    pieces = []
    while unseen.any():
        mine = np.zeros(len(linked), dtype=bool)
        front = mine.copy()
        front[int(np.argmax(unseen))] = True
        while front.any():
            mine |= front
            front = linked[front].any(axis=0) & ~mine
        unseen &= ~mine
        pieces.append(mine)
    return [part] if len(pieces) == 1 else [part.keep_rows(mine) for mine in pieces]
