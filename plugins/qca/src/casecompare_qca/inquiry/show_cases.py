"""How a selection of cases looks in a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casecompare_qca.inquiry.case_selection import CaseSelection

__all__ = ["aligned_table", "show_selection"]

_WIDTH = 80
_LISTED = 10


def show_selection(selection: CaseSelection) -> str:
    """Write the cases of each kind, the best ones first.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> from casecompare_qca.inquiry.case_selection import select_cases
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(select_cases(minimize(truth_table(cases, "Y", ["A", "B"])).models[0]))
    Cases after A => Y
    typical of A: k, l
    individually irrelevant: m
    """
    lines = _wrapped(f"Cases after {selection.model.formula}")
    typical, deviant = selection.typical, selection.deviant_consistency
    for term in map(str, selection.terms):
        lines += _named(f"typical of {term}", typical["case"][typical["term"] == term])
        lines += _named(f"deviant in consistency for {term}", deviant["case"][deviant["term"] == term])
    lines += _named("deviant in coverage", selection.deviant_coverage["case"])
    lines += _named("individually irrelevant", selection.individually_irrelevant["case"])
    roles = selection.roles
    for role in ("consistent only in kind", "undecided"):
        lines += _named(role, roles.index[roles["role"] == role])
    return "\n".join(lines)


def aligned_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, text_columns: int = 1) -> list[str]:
    """Write a table in columns, the first ones to the left, numbers to the right, at most 80 wide.

    Examples
    --------
    >>> aligned_table(["set", "n"], [["A", "10"], ["~B", "5"]])
    ['set   n', 'A    10', '~B    5']
    """
    cells = [list(heads), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        parts = [
            cell.ljust(width) if at < text_columns else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(parts).rstrip()
        lines.append(line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…")
    return lines


def _named(kind: str, cases: Iterable[object]) -> list[str]:
    names = list(map(str, cases))
    if not names:
        return []
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return _wrapped(f"{kind}: {', '.join(names[:_LISTED])}{more}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
