"""What each coder coded, from one sheet per coder, and what follows from it for the value agreed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from casecompare.errors import Problem
from casecompare.study.columns import cell_problems, read_column
from casecompare.study.limits import Limits
from casecompare.study.model import Missing
from casecompare.study.records import missing_kind
from casecompare.study.sheets import Sheet
from casecompare.study.values import Expectation
from casecompare.study.wording import number_text, one_of

__all__ = ["Codes", "Settled", "merge_codes", "settle", "sheet_codes"]

Codes: TypeAlias = dict[str, dict[str, dict[str, float | str]]]
"""Case id, then name of the coded value, then coder: what was coded."""


class Settled(NamedTuple):
    """The value agreed on or the kind that is missing, and the disagreement that stands in the way."""

    value: float | str | None
    missing: Missing | None
    disagreement: str = ""


def settle(value: float | str | None, missing: Missing | None, coders: Mapping[str, float | str]) -> Settled:
    """Give what counts: what the record says, else what all coders coded.

    A kind of missing value is a code, too: a coder who found nothing disagrees with one who found
    something.

    Examples
    --------
    >>> settle(None, None, {"A": 1.0, "B": 1.0})
    Settled(value=1.0, missing=None, disagreement='')
    >>> settle(None, None, {"A": 1.0, "B": 0.0}).disagreement
    'the coders disagree (A: 1, B: 0) and no agreed value is recorded.'
    """
    if value is not None or missing is not None:
        return Settled(value, missing)
    codes = set(coders.values())
    if not codes:
        return Settled(None, "not coded")
    if len(codes) > 1:
        listed = one_of(f"{coder}: {_shown(code)}" for coder, code in coders.items())
        return Settled(None, "not coded", f"the coders disagree ({listed}) and no agreed value is recorded.")
    code = codes.pop()
    kind = missing_kind(code)
    return Settled(None, kind) if kind else Settled(code, None)


def sheet_codes(
    sheet: Sheet,
    asked: Mapping[str, tuple[Expectation, ...]],
    case_ids: Collection[str] | None,
    limits: Limits,
) -> tuple[Codes, list[Problem]]:
    """Give what one coder coded; the coder's name is that of the file.

    Parameters
    ----------
    sheet
        The sheet, in the shape of a table of cases. An empty cell is no code.
    asked
        What the codebook asks of each coded value.
    case_ids
        The cases of the study; None if some of them could not be read.
    limits
        `problems_per_column` bounds how many bad cells are listed.
    """
    coder = PurePosixPath(sheet.file).stem
    codes: Codes = {}
    unknown = [row for row, case in enumerate(sheet.ids) if case_ids is not None and case not in case_ids]
    problems = [_unknown_case(sheet, row) for row in unknown[: limits.problems_per_column]]
    for name, cells in sheet.columns.items():
        if name == "title":
            continue
        column = read_column(cells, asked.get(name, ()), has_decimal_commas=sheet.has_decimal_commas)
        problems += cell_problems(sheet, name, column.wrong, limits)
        for row, value in enumerate(column.values.tolist()):
            code = column.missing.get(row, value)
            if code is not None and code == code:  # NaN is not equal to itself
                codes.setdefault(sheet.ids[row], {}).setdefault(name, {})[coder] = code
    return codes, problems


def merge_codes(sheets: list[Codes]) -> Codes:
    """Put the codes of several coders together."""
    merged: Codes = {}
    for codes in sheets:
        for case, by_name in codes.items():
            for name, by_coder in by_name.items():
                merged.setdefault(case, {}).setdefault(name, {}).update(by_coder)
    return merged


def _unknown_case(sheet: Sheet, row: int) -> Problem:
    case, hint = sheet.ids[row], "Correct the id, or add the case."
    return Problem(
        message=f"the study has no case '{case}'.", hint=hint, code="unknown-case", file=sheet.file,
        line=sheet.lines[row], column=1, case=case,
    )  # fmt: skip


def _shown(code: float | str) -> str:
    return code if isinstance(code, str) else number_text(code)
