"""Models: the smallest sets of prime implicants that cover every positive row, all of them counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import numpy as np

from casecompare_qca.solutions.bounds import ROUNDING, Prices, least, matrix_of, priced
from casecompare_qca.solutions.budget import Clock, OutOfBudgetError
from casecompare_qca.solutions.chart_reduction import Alternative, Chart, Group, condensed
from casecompare_qca.solutions.cover_heuristics import greedy_cover, improved_cover
from casecompare_qca.solutions.cover_search import CoverSearch, members
from casecompare_qca.solutions.cover_tree import CoverTree, choice
from casecompare_qca.solutions.hitting_sets import minimal_hitting_sets
from casecompare_qca.solutions.integer_program import smallest_cover
from casecompare_qca.solutions.selections import selections
from casecompare_qca.table.property_space import bits

__all__ = ["Covers", "Label", "irredundant_covers", "minimum_covers"]

Label = Literal["exact", "exact minimum, models incomplete", "upper bound"]

_CORE_COLUMNS = 3_000
_CORE_ROUNDS = 12
_CHUNK = 10_000
_ROUNDS, _FEW_ROUNDS, _SMALL = 600, 60, 1_000
"""A chart with few cells is searched before the last digits of its prices are found."""


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
    occurrences
        For each prime implicant that stands in one of the covers counted, in how many.
    """

    covers: tuple[tuple[int, ...], ...]
    count: int
    lower_bound: int
    label: Label
    occurrences: Mapping[int, int] = field(default_factory=dict, repr=False)


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
    >>> from casecompare_qca.solutions.budget import Budget
    >>> minimum_covers([0b011, 0b110, 0b101], 3, clock=Budget().start(), limit=10)
    Covers(covers=((0, 1), (0, 2), (1, 2)), count=3, lower_bound=2, label='exact')
    """
    if not rows:
        return Covers(((),), 1, 0, "exact")
    chart = _chart(coverage, rows)
    known = greedy_cover(list(chart.columns), chart.rows)
    lower, prices = _priced(chart, len(known), clock.share(0.3))
    listing = _Listing(chart.rows, clock, limit)
    for size in range(lower, len(known) + 1):
        # Where a smaller cover is neither found nor ruled out soon, other means may settle the size.
        patience = clock if size == len(known) else clock.share(0.3)
        lower, has_ended = size, listing.collect(chart, prices, size, patience)
        if listing.count or not has_ended or clock.is_over:
            break
    if listing.count:
        return listing.covers(lower)
    lower, known = _settled(chart, known, lower, clock)
    if lower == len(known):
        listing.collect(chart, prices, lower, clock)
        if listing.count:
            return listing.covers(lower)
    return _one_of_many(chart, known, lower)


def irredundant_covers(coverage: Sequence[int], rows: int, *, clock: Clock, limit: int) -> Covers:
    """Find all covers, of any size, from which nothing can be left out; parameters as `minimum_covers`.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
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
    occurrences = Counter(number for cover in covers for number in cover)
    label: Label = "exact" if found.is_complete else "upper bound"
    return Covers(tuple(covers), len(covers), smallest, label, occurrences)


class _Listing:
    """Collects the covers of one size: how many, in how many each prime implicant stands, and the first."""

    def __init__(self, rows: int, clock: Clock, limit: int) -> None:
        self.rows, self.clock, self.limit = rows, clock, limit
        self.count = 0
        self.occurrences: Counter[int] = Counter()
        self.listed: list[tuple[int, ...]] = []
        self.is_whole = True

    def collect(self, chart: Chart, prices: dict[int, float], size: int, patience: Clock) -> bool:
        """Search for covers; give up, with False, where none is found while patience lasts."""
        search = CoverSearch(self.rows, patience)
        try:
            for leaf in search.leaves(Chart(chart.rows, chart.columns, None, size), prices):
                search.clock = self.clock
                self.add(selections([members(group) for group in leaf], self.rows, self.clock))
        except OutOfBudgetError:
            search.has_stopped = True
        self.is_whole = not search.has_stopped
        return self.is_whole

    def add(self, tree: CoverTree | None) -> None:
        assert tree is not None, "the widest members of the groups cover all rows"
        self.count += tree.count
        self.occurrences.update(tree.occurrences())
        if len(self.listed) < self.limit:
            self.listed += islice(tree.covers(), self.limit - len(self.listed))

    def covers(self, size: int) -> Covers:
        label: Label = "exact" if self.is_whole else "exact minimum, models incomplete"
        covers = sorted(tuple(sorted(cover)) for cover in self.listed)
        return Covers(tuple(covers), self.count, size, label, self.occurrences)


def _chart(coverage: Sequence[int], rows: int) -> Chart:
    """Take prime implicants together that cover the same rows, the widest first."""
    numbers: dict[int, list[int]] = {}
    for number, pattern in enumerate(coverage):
        if pattern:
            numbers.setdefault(pattern, []).append(number)
    widest_first = sorted(numbers, key=lambda pattern: (-pattern.bit_count(), pattern))
    columns: dict[int, Group] = {one: Alternative(one, choice(numbers[one])) for one in widest_first}
    return Chart((1 << rows) - 1, columns, None, rows)


def _priced(chart: Chart, upper: int, clock: Clock) -> tuple[int, dict[int, float]]:
    """Give a lower bound on the size of a cover, and the prices that prove it."""
    prices = dict.fromkeys(bits(chart.rows), 0.0)
    small = condensed(chart)
    assert small is not None, "every row has a column"
    taken = chart.size - small.size
    if not small.rows:
        return taken, prices
    rows, columns = list(bits(small.rows)), list(small.columns)
    found, value = _core_prices(columns, rows, max(1, upper - taken), clock)
    prices.update(zip(rows, found.tolist(), strict=True))
    by_width = len(rows) / max(map(int.bit_count, columns))  # holds at once, however short the time
    return taken + least(max(value, by_width)), prices


def _core_prices(columns: list[int], rows: list[int], upper: int, clock: Clock) -> tuple[Prices, float]:
    """Find prices on some columns, add those that cost too much at these prices, and find better ones."""
    core = _some_for_each_row(columns, sum(1 << row for row in rows))
    rounds = _ROUNDS if len(rows) * len(core) > _SMALL else _FEW_ROUNDS
    prices = priced(matrix_of(core, rows), upper, rounds=rounds, clock=clock)
    costs = _costs(columns, rows, prices)
    for _ in range(_CORE_ROUNDS):
        dear = np.argsort(-costs)[:_CORE_COLUMNS]
        known = set(core)
        new = [columns[at] for at in dear[costs[dear] > 1.0 + ROUNDING].tolist() if columns[at] not in known]
        if not new or clock.is_over:
            break
        core += new
        prices = priced(matrix_of(core, rows), upper, start=prices, rounds=100, clock=clock)
        costs = _costs(columns, rows, prices)
    # Either all prices are lowered until no column costs more than 1, or what is too dear is paid.
    shrunk = prices / max(1.0, float(costs.max()))
    paid = float(prices.sum() - np.maximum(costs - 1.0, 0.0).sum())
    return (prices, paid) if paid > shrunk.sum() else (shrunk, float(shrunk.sum()))


def _costs(columns: Sequence[int], rows: Sequence[int], prices: Prices) -> Prices:
    chunks = range(0, len(columns), _CHUNK)
    return np.concatenate([prices @ matrix_of(columns[start : start + _CHUNK], rows) for start in chunks])


def _some_for_each_row(columns: Sequence[int], rows: int) -> list[int]:
    """Give the widest columns, and more where they leave a row uncovered."""
    some = list(columns[:_CORE_COLUMNS])
    covered = 0
    for column in some:
        covered |= column
    for column in columns[_CORE_COLUMNS:]:
        if column & rows & ~covered:
            some.append(column)
            covered |= column
    return some


def _settled(chart: Chart, known: list[int], lower: int, clock: Clock) -> tuple[int, list[int]]:
    """Bring the lower bound and the known cover as near to each other as time allows."""
    columns = list(chart.columns)
    known = improved_cover(columns, chart.rows, known, clock.share(0.15))
    if lower < len(known):
        proved, better = smallest_cover(columns, chart.rows, at_least=lower, clock=clock.share(0.7))
        lower = max(lower, proved)
        if better is not None and len(better) < len(known):
            known = better
    return lower, known


def _one_of_many(chart: Chart, known: Sequence[int], lower: int) -> Covers:
    """Give the one cover that is known; it may be a smallest one without any proof that others are not."""
    numbers = [next(iter(next(iter(members(chart.columns[one]).values())).covers()))[0] for one in known]
    label: Label = "exact minimum, models incomplete" if lower == len(known) else "upper bound"
    return Covers((tuple(sorted(numbers)),), 1, lower, label, Counter(numbers))
