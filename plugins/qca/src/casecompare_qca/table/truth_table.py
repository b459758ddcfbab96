"""The truth table: which configurations the cases show, and which of them lead to the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import Conjunction, Constant, Negation, SetName, parse, products
from casecompare_qca.table.case_data import CaseData, read_case_data
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.row_scores import row_scores
from casecompare_qca.table.truth_table_frames import Rows, truth_table_frame

if TYPE_CHECKING:
    from casecompare.sets import Expression, MissingPolicy

__all__ = [
    "TOLERANCE",
    "OutCode",
    "TruthTable",
    "TruthTableRow",
    "code_row",
    "excluded_cubes",
    "observed_corners",
    "table_from",
    "truth_table",
]

OutCode = Literal["1", "0", "C", "?"]

TOLERANCE = 1.5e-8
"""A score this little below a cut-off still reaches it: what is smaller is rounding, not data."""

_LISTED_ROWS = 100_000


@dataclass(frozen=True, kw_only=True)
class TruthTableRow:
    """One observed configuration.

    Parameters
    ----------
    number
        The row's number in the full table, from 1: 000 is row 1, 001 row 2, and so on.
    configuration
        The value of each condition.
    out
        ``"1"`` leads to the outcome, ``"0"`` does not, ``"C"`` contradictory (between two cut-offs), ``"?"``
        too few cases to say: a remainder.
    n
        The number of cases with more than half membership.
    inclusion, pri
        Sufficiency of the row for the outcome, over all cases.
    cases, deviant_cases
        The row's cases, and those of them that are more out of the outcome than in.
    """

    number: int
    configuration: tuple[int, ...]
    out: OutCode
    n: int
    inclusion: float
    pri: float
    cases: tuple[str, ...]
    deviant_cases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class TruthTable:
    """The observed rows of a truth table and everything that minimization needs.

    Rows that nobody falls into are not listed. `excluded` holds, as disjoint cubes, unobserved rows that are
    set to 0, `impossible` those among them that were said to be impossible. The object is immutable;
    `to_frame` gives a table of its own.
    """

    rows: tuple[TruthTableRow, ...]
    data: CaseData
    consistency: tuple[float, float]
    pri: float
    cases: int
    excluded: tuple[int, ...] = ()
    impossible: tuple[int, ...] = ()
    tied_cases: tuple[str, ...] = ()

    @property
    def space(self) -> PropertySpace:
        """Conditions and the number of values of each."""
        return self.data.space

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions, in the order given."""
        return self.space.conditions

    @property
    def levels(self) -> tuple[int, ...]:
        """The number of values of each condition."""
        return self.space.levels

    @property
    def outcome(self) -> str:
        """The outcome as a formula writes it: ``Y``, ``~Y``, ``Y{2}``."""
        return self.data.outcome_name

    @property
    def rows_total(self) -> int:
        """The number of rows of the full table."""
        return self.space.rows_total

    @property
    def dropped_cases(self) -> tuple[str, ...]:
        """Cases left out because a value is missing."""
        return self.data.dropped

    @cached_property
    def excluded_rows(self) -> tuple[int, ...]:
        """Numbers of the unobserved rows that were set to 0.

        Raises
        ------
        ValueError
            if there are more than 100,000 of them.
        """
        if sum(map(self.space.size, self.excluded)) > _LISTED_ROWS:
            raise ValueError("too many excluded rows to list; `excluded` describes them as cubes.")
        return tuple(sorted(row for cube in self.excluded for row in self.space.rows(cube)))

    def coded(self, *codes: OutCode) -> tuple[TruthTableRow, ...]:
        """Give the observed rows with one of these codes.

        Examples
        --------
        >>> table = truth_table(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}), "Y", ["A"])
        >>> [row.configuration for row in table.coded("1")]
        [(1,)]
        """
        return tuple(row for row in self.rows if row.out in codes)

    def to_frame(
        self,
        *,
        rows: Rows = "observed",
        sort_by: Sequence[str] = ("OUT", "-n", "row"),
        haesebrouck: bool = False,
    ) -> pd.DataFrame:
        """Give one line per configuration: by default the observed ones, those with the outcome first.

        Parameters as for `casecompare_qca.table.truth_table_frames.truth_table_frame`: ``rows="all"``
        completes the table, ``rows="remainders"`` gives its complement, ``sort_by=["-inclusion"]`` sorts it.
        """
        return truth_table_frame(self, rows=rows, sort_by=sort_by, haesebrouck=haesebrouck)

    def __repr__(self) -> str:
        return f"<TruthTable of {self.outcome}: {len(self.rows)} of {self.rows_total} rows>"

    def __str__(self) -> str:
        from casecompare_qca.reporting.show import (
            show_truth_table,  # printing knows the table, not the other way
        )

        return show_truth_table(self)

    def _repr_html_(self) -> str:
        from casecompare_qca.reporting.notebook import truth_table_html  # as above

        return truth_table_html(self)


def truth_table(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    negate_outcome: bool = False,
    consistency: float | Sequence[float] = 0.8,
    pri: float = 0.0,
    cases: int = 1,
    exclude: Iterable[int | str] = (),
    missing: MissingPolicy = "refuse",
) -> TruthTable:
    """Build the truth table of crisp, fuzzy and multi-value conditions (Ragin 2008, chapter 7).

    Parameters
    ----------
    data
        One row per case (the index holds the case ids), one column per set.
    outcome, conditions
        Columns; an outcome may be ``~Y``, ``Y{2}`` or ``Y{1,2}``.
    negate_outcome
        Explain the absence of the outcome.
    consistency
        Inclusion from which on a row is coded 1. With a second, lower number, rows in between are coded
        ``C``, contradictory, whatever their PRI.
    pri
        PRI that a row coded 1 must reach too; otherwise it is coded 0.
    cases
        Number of cases that a row needs; with fewer it is a remainder.
    exclude
        Row numbers, which are set to 0 even where observed, or expressions such as ``"A*~B"``: the
        remainders that belong to them are set to 0.
    missing
        ``"refuse"`` raises when a value is missing in a column that is used, ``"drop"`` leaves such cases
        out.

    Returns
    -------
    TruthTable
        Only rows that some case falls into. A case with a membership of exactly 0.5 belongs to no row, but
        counts in the inclusion of every row; a row that only such cases would fall into is listed with n = 0.

    Raises
    ------
    ValueError
        If columns are unknown, values missing or uncalibrated, or the cut-offs make no sense.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> table = truth_table(cases, "Y", ["A", "B"])
    >>> [(row.number, row.out, row.cases) for row in table.rows]
    [(1, '0', ('n',)), (2, '1', ('m',)), (3, '1', ('l',)), (4, '1', ('k',))]
    """
    cuts = _cut_offs(consistency)
    _check_thresholds(pri, cases)
    read = read_case_data(data, outcome, conditions, negate_outcome=negate_outcome, missing=missing)
    return table_from(read, consistency=cuts, pri=pri, cases=cases, exclude=exclude)


def table_from(
    read: CaseData,
    *,
    consistency: tuple[float, float],
    pri: float,
    cases: int,
    exclude: Iterable[int | str] = (),
) -> TruthTable:
    """Build the table of data that have been read already; parameters as for `truth_table`."""
    space = read.space
    corners, row_of_case, is_tied = observed_corners(read)
    scores = row_scores(read, corners)
    excluded = list(exclude)
    numbers = {row for row in excluded if isinstance(row, int)}
    cubes = excluded_cubes(space, [one for one in excluded if isinstance(one, str)])
    members = _members(row_of_case, is_tied, len(corners))
    case_at = read.cases.__getitem__
    is_out_at = (read.outcome < 0.5).tolist().__getitem__
    rows = []
    for at, (corner, inclusion, row_pri) in enumerate(zip(corners, *scores, strict=True)):
        mine = members[at]
        number = space.row_number(corner)
        out = code_row(len(mine), inclusion, row_pri, consistency, pri, cases)
        if number in numbers or (out == "?" and any(cube & corner == cube for cube in cubes)):
            out = "0"
        values = space.values(corner)
        rows.append(
            TruthTableRow(
                number=number,
                configuration=tuple(values[j] for j in range(len(space.conditions))),
                out=out,
                n=len(mine),
                inclusion=inclusion,
                pri=row_pri,
                cases=tuple(map(case_at, mine)),
                deviant_cases=tuple(map(case_at, compress(mine, map(is_out_at, mine)))),
            )
        )
    unobserved = [space.corner(space.configuration(row)) for row in sorted(numbers)]
    return TruthTable(
        rows=tuple(sorted(rows, key=lambda row: row.number)),
        data=read,
        consistency=consistency,
        pri=pri,
        cases=cases,
        excluded=tuple(_unobserved(space, [*cubes, *unobserved], corners)),
        tied_cases=tuple(case for case, tied in zip(read.cases, is_tied, strict=True) if tied),
    )


def excluded_cubes(space: PropertySpace, expressions: Iterable[str]) -> list[int]:
    """Give the cubes of expressions such as ``"A*~B + C"``.

    Examples
    --------
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> [str(space.term(cube)) for cube in excluded_cubes(space, ["A*~B + B"])]
    ['A*~B', 'B']
    """
    cubes: list[int] = []
    levels = dict(zip(space.conditions, space.levels, strict=True))
    for text in expressions:
        expression = parse(text)
        unknown = [name for name in expression.names if name not in levels]
        if unknown:
            raise ValueError(f"'{text}' speaks of {', '.join(unknown)}, which is no condition of this table.")
        known = {name: level for name, level in levels.items() if level > 2}
        for product_ in products(expression, known or None):
            cubes += _cubes_of_product(space, product_)
    return cubes


def _cubes_of_product(space: PropertySpace, expression: Expression) -> list[int]:
    """Give the cubes of one product; a literal with several values, ``A{0,1}``, makes several."""
    if isinstance(expression, Constant):
        return [0] if expression.value else []
    parts = expression.operands if isinstance(expression, Conjunction) else (expression,)
    cubes = [0]
    for part in parts:
        negated = isinstance(part, Negation)
        name = part.operand if isinstance(part, Negation) else part
        assert isinstance(name, SetName)
        j = space.conditions.index(name.name)
        wanted = set(name.values) or {1}
        chosen = [value for value in range(space.levels[j]) if (value in wanted) != negated]
        literals = [space.cube({j: value}) for value in chosen]
        cubes = [cube | one for cube in cubes for one in literals if not space.rivals(cube) & one]
    return cubes


def _cut_offs(consistency: float | Sequence[float]) -> tuple[float, float]:
    cuts = (
        [float(consistency)] if isinstance(consistency, int | float) else [float(cut) for cut in consistency]
    )
    if len(cuts) not in (1, 2) or not all(0.0 <= cut <= 1.0 for cut in cuts):
        raise ValueError(f"consistency is one cut-off between 0 and 1, or two; it is {consistency}.")
    if cuts[-1] > cuts[0]:
        raise ValueError(
            f"of two consistency cut-offs the first is the higher one: [{cuts[1]:g}, {cuts[0]:g}] the other "
            "way round."
        )
    return cuts[0], cuts[-1]


def _check_thresholds(pri: float, cases: int) -> None:
    if not 0.0 <= pri <= 1.0:
        raise ValueError(f"the PRI cut-off lies between 0 and 1; it is {pri:g}.")
    if cases < 1:
        raise ValueError(f"a row needs at least one case; the cut-off is {cases}.")


def observed_corners(read: CaseData) -> tuple[list[int], npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Give the corners that cases fall into, the corner of each case, and who is tied.

    A tied case, with a membership of exactly 0.5, is counted out of the set for naming its row only.
    """
    binary = np.array([level == 2 for level in read.space.levels])
    codes = np.where(binary, read.values > 0.5, read.values).astype(np.int64)
    is_tied = ((read.values == 0.5) & binary).any(axis=1)
    if read.space.rows_total < 2**62:  # one number per case sorts faster than a row of values
        places = np.array([*np.cumprod(read.space.levels[:0:-1])[::-1], 1], dtype=np.int64)
        _, first, inverse = np.unique(codes @ places, return_index=True, return_inverse=True)
        distinct = codes[first]
    else:
        distinct, inverse = np.unique(codes, axis=0, return_inverse=True)
    corners = [read.space.corner(row) for row in distinct.tolist()]
    return corners, inverse.reshape(-1), is_tied


def _members(row_of_case: npt.NDArray[np.intp], is_tied: npt.NDArray[np.bool_], rows: int) -> list[list[int]]:
    """Give the positions of each row's cases, in the order of the cases."""
    decided = np.flatnonzero(~is_tied)
    ordered = decided[np.argsort(row_of_case[decided], kind="stable")]
    ends = np.cumsum(np.bincount(row_of_case[decided], minlength=rows))
    return [part.tolist() for part in np.split(ordered, ends[:-1])]


def code_row(
    n: int, inclusion: float, row_pri: float, cuts: tuple[float, float], pri: float, cases: int
) -> OutCode:
    """Code one row; with two cut-offs, PRI is asked for above the first one only."""
    if n < cases:
        return "?"
    if inclusion >= cuts[0] - TOLERANCE:
        return "1" if row_pri >= pri - TOLERANCE or pri == 0.0 else "0"
    return "C" if inclusion >= cuts[1] - TOLERANCE else "0"


def _unobserved(space: PropertySpace, cubes: Sequence[int], observed: Iterable[int]) -> list[int]:
    left = space.disjoint(cubes)
    for corner in observed:
        left = space.without(left, corner)
    return sorted(left, key=space.order)
