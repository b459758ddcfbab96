"""Whether codebook and records speak of the same coded values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from casecompare.errors import Problem, did_you_mean
from casecompare.study.model import CodebookEntry, Places
from casecompare.study.wording import misspelling_of

__all__ = ["NamedValues", "check_names"]


class NamedValues(NamedTuple):
    """The names of the coded values in one record or in the header of one table, with their places."""

    file: str
    names: Mapping[str, tuple[int, int]]
    cases: int
    case: str = ""


def check_names(
    named: Iterable[NamedValues],
    codebook: Mapping[str, CodebookEntry],
    asked: Collection[str],
    *,
    leave_out: Collection[str],
    places: Places,
) -> list[Problem]:
    """Report names that only one side knows.

    A name that the codebook does not use is an error where it is a slip of one that this record lacks and
    others have; else it is a warning, once for the study. A codebook entry whose values no case has is an
    error in the codebook.

    Parameters
    ----------
    named
        The names in the records.
    codebook
        The entries; those in `leave_out` are not looked at, for something else is wrong with them.
    asked
        The coded values that the codebook uses.
    places
        Where the fields of study.yaml stand.
    """
    all_named = list(named)
    present = {name: True for one in all_named for name in one.names}
    problems = _slips(all_named, [name for name in asked if name in present], asked)
    explained = {problem.field.removeprefix("values.") for problem in problems}
    for entry in codebook.values() if present else ():
        if entry.name not in leave_out:
            for source in entry.source:
                problems += _absent(entry, source, present, places)
                explained |= {misspelling_of(source, present) or ""} if source not in present else set()
    if codebook and not leave_out:
        unused = [name for name in present if name not in asked and name not in explained]
        problems += [_unused(name, all_named) for name in unused]
    return problems


def _slips(named: Iterable[NamedValues], coded: Collection[str], asked: Collection[str]) -> list[Problem]:
    """Find names in single records that must be slips, for other records have the right one."""
    problems: list[Problem] = []
    for one in named:
        absent = [name for name in coded if name not in one.names]
        for name in one.names if absent else ():
            meant = None if name in asked else misspelling_of(name, absent)
            if meant is not None:
                line, column = one.names[name]
                problems.append(
                    Problem(message=f"no codebook entry uses '{name}'.", hint=f"Did you mean '{meant}'?",
                            code="unknown-value", file=one.file, line=line, column=column, case=one.case,
                            field=f"values.{name}")
                )  # fmt: skip
    return problems


def _unused(name: str, named: Iterable[NamedValues]) -> Problem:
    using = [one for one in named if name in one.names]
    line, column = using[0].names[name]
    cases = sum(one.cases for one in using)
    message = f"no codebook entry uses '{name}' ({cases} {'case' if cases == 1 else 'cases'})."
    return Problem(
        message=message, hint="Add an entry for it, or leave it out.", code="unused-value", level="warning",
        file=using[0].file, line=line, column=column, field=f"values.{name}",
    )  # fmt: skip


def _absent(entry: CodebookEntry, source: str, present: Collection[str], places: Places) -> Iterable[Problem]:
    is_score = entry.derived_from is not None
    if is_score != (source in present):
        return
    if is_score:
        message = f"'{source}' reads as the score of a method, but cases have a value of this name."
        hint = "Rename the value, without a dot."
    else:
        message = f"no case has a value '{source}'."
        hint = did_you_mean(source, present) or "Code it, or say where it comes from: from: …."
    path = ("codebook", entry.name, "from")
    file, line, column = places.find(path)
    yield Problem(
        message=message, hint=hint, code="no-such-value", file=file, line=line, column=column,
        field=".".join(path),
    )  # fmt: skip
