"""All covers of a size below which there are none, depth first, on ever smaller parts of the chart.

Each part is shrunk first (see `chart_reduction`), and columns go that are too cheap to belong to a cover of
the wanted size, or are taken because no such cover can do without them (see `bounds`). Parts that share no
column are solved apart. Then the row with the fewest columns is covered by each of them in turn; a column
once tried, with all that stands behind it, is left out of the later turns, so that no cover is found twice.

Every smallest cover belongs to exactly one of the leaves that the search gives: by replacing each member with
the column that it stands behind. A leaf is a list of groups; which members cover the chart between them is
for `selections` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_

import numpy as np

from casecompare_qca.solutions.bounds import MOST_CELLS, ROUNDING, Bound, Matrix, least, matrix_of, tightened
from casecompare_qca.solutions.budget import Clock
from casecompare_qca.solutions.chart_reduction import (
    Alternative,
    Chart,
    Group,
    Groups,
    alternatives,
    condensed,
    linked,
    listed,
    restricted,
)
from casecompare_qca.solutions.cover_tree import CoverTree, either
from casecompare_qca.solutions.selections import Members, merged, projections
from casecompare_qca.table.property_space import bits

__all__ = ["CoverSearch", "members"]

_MOST_PROJECTIONS = 2_000
"""A part with more different effects on the rest than this is not solved apart."""

_WORTH_PRICING_FIRST = 80
"""In charts with fewer columns, and in very large ones, the cheaper thing comes first: to shrink them."""

_CELLS_PRICED_FIRST = 1_000_000

PricesByRow = dict[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Branch:
    """A chart of which one column is taken and others are left out; made when it is its turn."""

    chart: Chart
    column: int
    left_out: frozenset[int]
    prices: PricesByRow

    def taken(self) -> Chart:
        chart = self.chart
        columns = {one: group for one, group in chart.columns.items() if one not in self.left_out}
        groups = (chart.columns[self.column], chart.taken)
        return Chart(chart.rows & ~self.column, columns, groups, chart.size - 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """A chart that cannot be shrunk any more, as a matrix, and its bound."""

    chart: Chart
    bound: Bound
    matrix: Matrix
    prices: PricesByRow


class CoverSearch:
    """Searches one chart; `has_stopped` tells that time ran out.

    Parameters
    ----------
    rows
        All rows of the chart, as bits.
    clock
        When to stop.
    """

    def __init__(self, rows: int, clock: Clock) -> None:
        self.rows, self.clock = rows, clock
        self.has_stopped = False

    def leaves(self, chart: Chart, prices: PricesByRow) -> Iterator[list[Group]]:
        """Give the leaves one by one; there must be no cover with fewer than ``chart.size`` columns."""
        waiting: list[_Branch] = []
        opened = self._narrowed(chart, prices)
        while True:
            if isinstance(opened, _Open):
                waiting += _branches(opened)
            elif opened is not None and opened.size == 0:
                yield listed(opened.taken)
            if self.clock.is_over and waiting:
                self.has_stopped = True
            if self.has_stopped or not waiting:
                return
            branch = waiting.pop()
            opened = self._narrowed(branch.taken(), branch.prices)

    def _narrowed(self, chart: Chart, prices: PricesByRow) -> _Open | Chart | None:
        """Shrink a chart; a covered one comes back as it is, None where it cannot be covered."""
        chart, is_shrunk = restricted(chart), False
        cells = chart.rows.bit_count() * len(chart.columns)
        if len(chart.columns) < _WORTH_PRICING_FIRST or cells > _CELLS_PRICED_FIRST:
            small = condensed(chart)
            if small is None:
                return None
            chart, is_shrunk = small, True
        while chart.rows:
            if chart.size <= 0 or not chart.columns:
                return None
            if chart.rows.bit_count() * len(chart.columns) > MOST_CELLS:
                self.has_stopped = True  # there is no room for it
                return None
            opened = _opened(chart, prices, self.clock)
            if opened.bound.value > chart.size + ROUNDING:
                return None
            prices = opened.prices
            cheaper = _without_the_unfit(opened)
            if cheaper is chart and is_shrunk:
                smaller = self._divided(opened)
                if smaller is chart:
                    return opened
            else:
                smaller, is_shrunk = condensed(cheaper), True
            if smaller is None:
                return None
            chart = smaller
        return chart

    def _divided(self, opened: _Open) -> Chart | None:
        """Solve all parts but the largest one that share no column; None where a part cannot be covered."""
        chart = opened.chart
        pieces = sorted(linked(chart.columns), key=int.bit_count)
        lows = [max(1, least(_worth(opened, piece))) for piece in pieces]
        spare = chart.size - sum(lows)
        if spare < 0:
            return None
        sure = _surely_covered(chart.taken)
        for piece, low in zip(pieces[:-1], lows, strict=False):
            solved = self._solved(chart, piece, range(low, low + spare + 1), sure, opened.prices)
            if solved is None:
                return None
            group, size = solved
            spare -= size - low
            if group is not None:
                columns = {one: rest for one, rest in chart.columns.items() if not one & piece}
                chart = Chart(chart.rows & ~piece, columns, (group, chart.taken), chart.size - size)
        return chart

    def _solved(
        self, chart: Chart, piece: int, sizes: range, sure: int, prices: PricesByRow
    ) -> tuple[Group | None, int] | None:
        """Give the smallest covers of a part as one group, by what else they cover, and their size.

        There is no group where there are too many different ones.
        """
        columns = {one: group for one, group in chart.columns.items() if one & piece}
        for size in sizes:
            found = self.leaves(Chart(piece, columns, None, size), prices)
            leaves = list(islice(found, _MOST_PROJECTIONS + 1))
            if self.has_stopped:
                return None
            if leaves:
                return self._projected(leaves, piece, self.rows & ~piece & ~sure), size
        return None

    def _projected(self, leaves: Sequence[Sequence[Group]], piece: int, seen: int) -> Group | None:
        found: dict[int, list[CoverTree]] = {}
        if len(leaves) > _MOST_PROJECTIONS:
            return None
        for leaf in leaves:
            effects = projections([members(group) for group in leaf], piece, seen, most=_MOST_PROJECTIONS)
            if effects is None or len(found) > _MOST_PROJECTIONS:
                return None
            for rows, tree in effects.items():
                found.setdefault(rows, []).append(tree)
        ways: list[Group] = [Alternative(rows | piece, either(trees)) for rows, trees in found.items()]
        return reduce(lambda some, one: (some, one), ways)


def members(group: Group) -> Members:
    """Give the members of a group by the rows that they cover."""
    return merged((one.rows, one.tree) for one in alternatives(group))


def _opened(chart: Chart, prices: PricesByRow, clock: Clock) -> _Open:
    rows = list(bits(chart.rows))
    matrix = matrix_of(list(chart.columns), rows)
    bound = tightened(np.array([prices[row] for row in rows]), matrix, chart.size, clock=clock)
    return _Open(chart, bound, matrix, dict(zip(rows, bound.prices.tolist(), strict=True)))


def _without_the_unfit(opened: _Open) -> Chart:
    """Take columns without which the bound passes the size, and drop those with which it does."""
    chart, costs = opened.chart, opened.bound.costs
    gap = chart.size - opened.bound.value + ROUNDING
    needed, unfit = costs - 1.0 > gap, 1.0 - costs > gap
    if not needed.any() and not unfit.any():
        return chart
    rows, columns, taken, size = chart.rows, dict(chart.columns), chart.taken, chart.size
    for column, take, drop in zip(chart.columns, needed.tolist(), unfit.tolist(), strict=True):
        if take:
            taken, size, rows = (columns[column], taken), size - 1, rows & ~column
        if take or drop:
            del columns[column]
    return Chart(rows, columns, taken, size)


def _branches(opened: _Open) -> list[_Branch]:
    """Cover the row with the fewest columns by each of them; the most promising one comes last."""
    chart = opened.chart
    row = int(np.argmin(opened.matrix.sum(axis=1)))
    columns = list(chart.columns)
    candidates = sorted(np.flatnonzero(opened.matrix[row]).tolist(), key=lambda at: -opened.bound.costs[at])
    tried: frozenset[int] = frozenset()
    found = []
    for at in candidates:
        tried |= {columns[at]}
        found.append(_Branch(chart, columns[at], tried, opened.prices))
    return found[::-1]


def _worth(opened: _Open, piece: int) -> float:
    """Give the bound on the columns that a part needs."""
    paid = sum(opened.prices[row] for row in bits(piece))
    mine = np.array([bool(column & piece) for column in opened.chart.columns])
    return paid - float(np.maximum(opened.bound.costs[mine] - 1.0, 0.0).sum())


def _surely_covered(taken: Groups) -> int:
    """Give the rows that are covered whichever members of the groups are taken."""
    sure = 0
    for group in listed(taken):
        sure |= reduce(and_, (one.rows for one in alternatives(group)))
    return sure
