"""Recorded decisions about single rows: another code than the cut-offs give, with the reason.

A decision never happens in silence: it says which row, which code and why, and stands beside the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from casecompare_qca.table.truth_table import OutCode, TruthTable, TruthTableRow, table_from

__all__ = ["Decision", "RecodeTo", "Recoded", "changed_rows", "recode"]

RecodeTo = Literal["1", "0", "C", "?", "impossible"]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided about one row.

    Parameters
    ----------
    row
        The row's number in the full table.
    to
        Its code: ``1`` leads to the outcome, ``0`` does not, ``C`` contradictory (explained by nothing and
        covered by nothing), ``?`` treated as a remainder, ``impossible`` no case can be like that, so that
        nothing may be assumed about it.
    because
        The reason.
    """

    row: int
    to: RecodeTo
    because: str


@dataclass(frozen=True, kw_only=True)
class Recoded:
    """A decision that was carried out, and the code that the row had by the cut-offs."""

    decision: Decision
    before: OutCode
    cases: tuple[str, ...] = ()


def recode(table: TruthTable, decisions: Iterable[Decision]) -> tuple[TruthTable, tuple[Recoded, ...]]:
    """Carry out decisions about rows of a truth table.

    Parameters
    ----------
    table
        From `truth_table`.
    decisions
        At most one for each row. A row that no case shows can be set to ``0`` or ``impossible`` only: what
        it would lead to is a matter of assumptions, which minimization makes and names.

    Returns
    -------
    tuple
        The new table, and what was done.

    Raises
    ------
    ValueError
        if a row does not exist, is decided twice or without reason, is called impossible although cases
        show it, or gets a code that the cases cannot give.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> table = truth_table(cases, "Y", ["A", "B"])
    >>> changed, done = recode(table, [Decision(row=3, to="0", because="the source is doubtful")])
    >>> [row.number for row in changed.coded("1")], done[0].before, done[0].cases
    ([4], '1', ('l',))
    """
    decided = {one.row: one for one in decisions}
    observed = {row.number: row for row in table.rows}
    done, excluded, impossible = [], [], []
    wanted = list(decisions)
    if len(wanted) > len(decided):
        twice = sorted({one.row for one in wanted if [two.row for two in wanted].count(one.row) > 1})
        raise ValueError(f"rows are recoded twice: {', '.join(map(str, twice))}.")
    for number, one in decided.items():
        corner = table.space.corner(table.space.configuration(number))
        row = observed.get(number)
        _check(one, row)
        if row is None:
            excluded.append(corner)
        if one.to == "impossible":
            impossible.append(corner)
        done.append(Recoded(decision=one, before=row.out if row else "?", cases=row.cases if row else ()))
    rows = tuple(_recoded(row, decided.get(row.number)) for row in table.rows)
    changed = replace(
        table,
        rows=rows,
        excluded=_together(table, excluded),
        impossible=(*table.impossible, *impossible),
    )
    return changed, tuple(done)


def changed_rows(table: TruthTable) -> tuple[TruthTableRow, ...]:
    """Give the observed rows whose code is not the one that the cut-offs give.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> table = truth_table(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}), "Y", ["A"], exclude=[2])
    >>> [(row.number, row.out) for row in changed_rows(table)]
    [(2, '0')]
    """
    plain = table_from(table.data, consistency=table.consistency, pri=table.pri, cases=table.cases)
    codes = {row.number: row.out for row in plain.rows}
    return tuple(row for row in table.rows if row.out != codes[row.number])


def _check(decision: Decision, row: TruthTableRow | None) -> None:
    number = decision.row
    if not decision.because.strip():
        raise ValueError(f"row {number} is recoded without a reason; write because: ….")
    if row is not None and row.n and decision.to == "impossible":
        raise ValueError(
            f"row {number} is called impossible, but cases show it: {', '.join(row.cases)}. "
            "Recode it to 0 or ?, or look at these cases again."
        )
    if row is None and decision.to not in ("0", "impossible"):
        raise ValueError(
            f"no case shows row {number}, so that it cannot be recoded to {decision.to}. What may be assumed "
            "about it belongs to the expectations; recode it to 0 or impossible to assume nothing."
        )


def _recoded(row: TruthTableRow, decision: Decision | None) -> TruthTableRow:
    if decision is None:
        return row
    # An impossible row cannot be covered, which is what 0 says.
    return replace(row, out="0" if decision.to == "impossible" else decision.to)


def _together(table: TruthTable, corners: Sequence[int]) -> tuple[int, ...]:
    new = [corner for corner in corners if not any(corner & cube == cube for cube in table.excluded)]
    return (*table.excluded, *new)
