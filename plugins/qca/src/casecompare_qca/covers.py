"""Models: the smallest sets of prime implicants that cover every positive row, all of them counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from casecompare_qca.bounds import Matrix, Prices, affordable, priced
from casecompare_qca.budget import Clock
from casecompare_qca.cover_search import CoverSearch, Part, least
from casecompare_qca.cover_tree import CoverTree, choice, together
from casecompare_qca.hitting_sets import minimal_hitting_sets
from casecompare_qca.property_space import bits

__all__ = ["Covers", "Label", "irredundant_covers", "minimum_covers"]

Label = Literal["exact", "exact minimum, models incomplete", "upper bound"]

_PRICED_CLASSES = 3_000
_CELLS = 30_000_000
_CHUNK = 20_000


@dataclass(frozen=True)
class Covers:
    """Covers of the positive rows by prime implicants.

    Parameters
    ----------
    covers
        Each as sorted numbers of prime implicants; at most as many as were asked for.
    count
        How many there are, at least; exactly where `label` is ``"exact"``.
    lower_bound
        No cover is smaller.
    label
        ``"exact"``: the size is proved smallest and the covers are counted. ``"exact minimum, models
        incomplete"``: the size is proved, the count is not. ``"upper bound"``: a smaller cover is possible.
    """

    covers: tuple[tuple[int, ...], ...]
    count: int
    lower_bound: int
    label: Label


def minimum_covers(coverage: Sequence[int], rows: int, *, clock: Clock, limit: int) -> Covers:
    """Find all smallest covers.

    Parameters
    ----------
    coverage
        For each prime implicant the rows that it covers, as bits.
    rows
        The number of rows; each is covered by some prime implicant.
    clock, limit
        When to stop, and how many covers to list.

    Examples
    --------
    >>> from casecompare_qca.budget import Budget
    >>> minimum_covers([0b011, 0b110, 0b101], 3, clock=Budget().start(), limit=10)
    Covers(covers=((0, 1), (0, 2), (1, 2)), count=3, lower_bound=2, label='exact')
    """
    if not rows:
        return Covers(((),), 1, 0, "exact")
    classes = _classes(coverage)
    widest = sorted(classes, key=lambda pattern: (-pattern.bit_count(), pattern))
    known = _greedy(widest, rows)
    prices = _prices(widest, rows, len(known))
    size, first, is_proved = _smallest(widest, rows, prices, len(known), clock)
    if not is_proved:
        cover = tuple(sorted(classes[pattern][0] for pattern in known))
        return Covers((cover,), 1, size, "upper bound")
    search = CoverSearch(clock, only_one=False)
    candidates, is_whole = _affordable_classes(widest, rows, prices, size)
    tree = search.covers(_part(candidates, [choice(classes[one]) for one in candidates], rows, prices), size)
    if tree is None:
        tree = together([choice(classes[pattern]) for pattern in first or known])
    covers = sorted(tuple(sorted(cover)) for cover in islice(tree.covers(), limit))
    is_exact = is_whole and not search.has_stopped
    label: Label = "exact" if is_exact else "exact minimum, models incomplete"
    return Covers(tuple(covers), tree.count, size, label)


def irredundant_covers(coverage: Sequence[int], rows: int, *, clock: Clock, limit: int) -> Covers:
    """Find all covers, of any size, from which nothing can be left out; parameters as `minimum_covers`.

    Examples
    --------
    >>> from casecompare_qca.budget import Budget
    >>> irredundant_covers([0b111, 0b011, 0b100], 3, clock=Budget().start(), limit=10).covers
    ((0,), (1, 2))
    """
    edges = [0] * rows
    for number, pattern in enumerate(coverage):
        for row in bits(pattern):
            edges[row] |= 1 << number
    found = minimal_hitting_sets(edges, [1] * len(coverage), everyone=1, clock=clock, limit=limit)
    covers = sorted((tuple(bits(chosen)) for chosen in found.sets), key=lambda one: (len(one), one))
    smallest = min(map(len, covers), default=0) if found.is_complete else 1
    return Covers(tuple(covers), len(covers), smallest, "exact" if found.is_complete else "upper bound")


def _classes(coverage: Sequence[int]) -> dict[int, list[int]]:
    """Take prime implicants together that cover the same rows."""
    classes: dict[int, list[int]] = {}
    for number, pattern in enumerate(coverage):
        if pattern:
            classes.setdefault(pattern, []).append(number)
    return classes


def _greedy(classes: Sequence[int], rows: int) -> list[int]:
    """Give some irredundant cover."""
    uncovered, chosen = (1 << rows) - 1, []
    while uncovered:
        best = max(classes, key=lambda pattern: (pattern & uncovered).bit_count())
        uncovered &= ~best
        chosen.append(best)
    for pattern in list(chosen):
        others = 0
        for other in chosen:
            others |= 0 if other == pattern else other
        if others == (1 << rows) - 1:
            chosen.remove(pattern)
    return chosen


def _prices(classes: Sequence[int], rows: int, upper: int) -> Prices:
    """Find prices on the widest classes; what lies inside a wider class cannot cost more than it."""
    core: list[int] = []
    for pattern in classes[:_CHUNK]:
        if not any(pattern & wide == pattern for wide in core):
            core.append(pattern)
        if len(core) >= _PRICED_CLASSES:
            break
    covered = 0
    for pattern in core:
        covered |= pattern
    core += [next(one for one in classes if one >> row & 1) for row in range(rows) if not covered >> row & 1]
    prices = priced(_chart(core, rows), upper)
    for start in range(0, len(classes), _CHUNK):
        prices = affordable(prices, _chart(classes[start : start + _CHUNK], rows))
    return prices


def _smallest(
    classes: Sequence[int], rows: int, prices: Prices, upper: int, clock: Clock
) -> tuple[int, list[int] | None, bool]:
    """Give the smallest size (or what it is at least), a cover of it as classes, and whether it is proved."""
    for size in range(max(1, least(prices)), upper):
        candidates, is_whole = _affordable_classes(classes, rows, prices, size)
        widest = _undominated(candidates)
        search = CoverSearch(clock, only_one=True)
        tree = search.covers(
            _part(widest, [choice([number]) for number in range(len(widest))], rows, prices), size
        )
        if tree is not None:
            cover = next(tree.covers())
            return size, [widest[number] for number in cover], True
        if search.has_stopped or not is_whole:
            return size, None, False
    return upper, None, True


def _undominated(classes: Sequence[int]) -> list[int]:
    if len(classes) > _PRICED_CLASSES * 2:
        return list(classes)
    kept: list[int] = []
    for pattern in classes:
        if not any(pattern & wide == pattern for wide in kept):
            kept.append(pattern)
    return kept


def _affordable_classes(
    classes: Sequence[int], rows: int, prices: Prices, size: int
) -> tuple[list[int], bool]:
    """Give the classes that a cover of this size can contain, and whether all of them fit into memory."""
    threshold = float(prices.sum()) + 1 - size - 1e-5
    kept: list[int] = []
    for start in range(0, len(classes), _CHUNK):
        chunk = classes[start : start + _CHUNK]
        worth = prices @ _chart(chunk, rows)
        kept += [pattern for pattern, enough in zip(chunk, worth >= threshold, strict=True) if enough]
    most = _CELLS // rows
    return kept[:most], len(kept) <= most


def _part(classes: Sequence[int], trees: Sequence[CoverTree], rows: int, prices: Prices) -> Part:
    return Part(_chart(classes, rows), tuple(trees), prices)


def _chart(classes: Sequence[int], rows: int) -> Matrix:
    """Give the chart as a matrix, rows by classes."""
    width = (rows + 7) // 8
    data = b"".join(pattern.to_bytes(width, "little") for pattern in classes)
    packed = np.frombuffer(data, dtype=np.uint8).reshape(len(classes), width)
    columns = np.unpackbits(packed, axis=1, count=rows, bitorder="little")
    return np.ascontiguousarray(columns.T, dtype=np.float64)
