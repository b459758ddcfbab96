"""The size of a smallest cover by integer programming, where HiGHS is installed (``pip install highspy``).

HiGHS (Huangfu and Hall 2018, Mathematical Programming Computation 10) gives a cover and a proof that a
smaller one is impossible, or as much of the two as time allows. It does not list covers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from casecompare_qca.solutions.budget import Clock
from casecompare_qca.solutions.chart_reduction import widest_columns
from casecompare_qca.table.property_space import bits

if TYPE_CHECKING:
    from highspy import HighsLp

__all__ = ["smallest_cover"]

_ROUNDING = 1e-6
_NONZEROS = 5_000_000


def smallest_cover(
    columns: Sequence[int], rows: int, *, at_least: int, clock: Clock
) -> tuple[int, list[int] | None]:
    """Give a lower bound on the size of a cover, and the smallest cover found.

    Parameters
    ----------
    columns
        The rows that each column covers, as bits.
    rows
        The rows to cover, as bits.
    at_least
        A lower bound that is known; it comes back where HiGHS is not installed, or the chart is too large.
    clock
        When to stop.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
    >>> lower, cover = smallest_cover([0b011, 0b110, 0b101], 0b111, at_least=1, clock=Budget().start())
    >>> (lower, len(cover)) in [(2, 2)] or cover is None
    True
    """
    try:
        import highspy
    except ImportError:
        return at_least, None
    widest = widest_columns(columns, rows)
    nonzeros = sum(map(int.bit_count, widest))
    if nonzeros > _NONZEROS or clock.seconds_left <= 0:
        return at_least, None
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("mip_abs_gap", 1.0 - _ROUNDING)  # sizes are whole numbers
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("time_limit", clock.seconds_left)
    solver.passModel(_program(widest, rows))
    solver.run()
    info = solver.getInfo()
    lower = max(at_least, math.ceil(info.mip_dual_bound - _ROUNDING)) if info.mip_dual_bound > 0 else at_least
    values = np.asarray(solver.getSolution().col_value)
    cover = [widest[at] for at in np.flatnonzero(values > 0.5).tolist()]
    return lower, cover if _is_cover(cover, rows) else None


def _program(columns: Sequence[int], rows: int) -> HighsLp:
    """Write the covering problem: as few columns as possible, each row at least once."""
    import highspy

    numbers = {row: at for at, row in enumerate(bits(rows))}
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(columns), len(numbers)
    program.col_cost_ = np.ones(len(columns))
    program.col_lower_, program.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    program.row_lower_ = np.ones(len(numbers))
    program.row_upper_ = np.full(len(numbers), highspy.kHighsInf)
    covered = [[numbers[row] for row in bits(column & rows)] for column in columns]
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.cumsum([0, *map(len, covered)]).astype(np.int32)
    program.a_matrix_.index_ = np.array([row for column in covered for row in column], dtype=np.int32)
    program.a_matrix_.value_ = np.ones(int(program.a_matrix_.start_[-1]))
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return program


def _is_cover(columns: Sequence[int], rows: int) -> bool:
    return not rows & ~reduce(or_, columns, 0)
