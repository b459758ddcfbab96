"""What is wrong with the records' reasons and with the options, told with its place before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

import pandas as pd
from pydantic import ValidationError

from casecompare import Case, Problem, Study, StudyError
from casecompare_selection.frame_file import FrameTable, read_frame
from casecompare_selection.options import SelectionOptions
from casecompare_selection.sections import has_records, sampling_of
from casecompare_selection.units import cell_text, is_yes, within_options

__all__ = ["frame_problems", "option_problems", "study_problems", "within_problems"]

_SHOWN = 5


def study_problems(study: Study) -> Iterator[Problem]:
    """Give what is wrong with the sections `sampling`, the frame, and the options that name its columns."""
    for case in study.cases.values() if has_records(study) else ():
        yield from _sampling_problems(case)
    if "selection" not in study.methods:
        return
    try:
        options = SelectionOptions.model_validate(dict(study.methods["selection"]))
    except ValidationError:
        return  # the core tells of it
    yield from option_problems(study, options)


def option_problems(study: Study, options: SelectionOptions) -> Iterator[Problem]:
    """Give what is wrong with the frame and with the names in the options."""
    yield from within_problems(study, options)
    if options.frame is None:
        for name in ("stratum", "chosen", "case", "asked", "answered"):
            if getattr(options, name) is not None:
                yield _wrong(study, name, message="it names a column of a frame, but no frame is named.",
                             hint="Add frame: with the name of a table.")  # fmt: skip
        return
    try:
        frame = read_frame(study.folder, options.frame)
    except StudyError as error:
        yield from error.problems
        return
    yield from frame_problems(study, options, frame)


def frame_problems(study: Study, options: SelectionOptions, frame: FrameTable) -> Iterator[Problem]:
    """Give what is wrong between the options and the columns of a frame."""
    table = frame.table
    known = [str(name) for name in table.columns]
    for option, name in _named_columns(options):
        if name not in known:
            yield _wrong(
                study, option, message=f"the frame has no column '{name}'.", hint=_meant(name, known)
            )
    if (options.asked is None) != (options.answered is None):
        yield _wrong(study, "asked" if options.answered is None else "answered",
                     message="a response rate needs both columns, asked and answered.",
                     hint="Name the other one too.")  # fmt: skip
    twice = [name for name in options.background or [] if name in (options.outcome, options.cause)]
    for name in dict.fromkeys(twice):
        yield _wrong(study, "background", message=f"'{name}' is already the outcome or the cause.",
                     hint="Leave it out of the background.")  # fmt: skip
    if options.chosen in known:
        yield from _cells(frame, options.chosen, lambda value: is_yes(value) is not None,
                          "'{}' says neither yes nor no.", "Write yes or no.")  # fmt: skip
    if options.asked in known and options.answered in known:
        yield from _count_problems(frame, options.asked, options.answered)
    if options.case in known:
        yield from _case_problems(frame, options.case)
    numbers = [name for name in (options.outcome, options.cause, *(options.background or [])) if name]
    for name in dict.fromkeys(numbers):
        if name in known and name not in options.categories:
            yield from _slips(frame, name)
    for name in options.sets:
        if name in known:
            yield from _cells(frame, name, lambda value: _is_number(value) and 0 <= float(str(value)) <= 1,
                              "'{}' is no membership.", "Memberships run from 0 to 1.")  # fmt: skip


def within_problems(study: Study, options: SelectionOptions) -> Iterator[Problem]:
    """Give the names for the studied cases that stand neither in the codebook nor among the coded values."""
    within = within_options(options)
    if within is None:
        return
    start = () if options.within is None else ("within",)
    known = [*study.codebook, *(str(column) for column in study.table.columns)]
    named = [("outcome", within.outcome), ("cause", within.cause)]
    named += [("background", name) for name in within.background or []]
    for option, name in named:
        if name is not None and name not in known:
            yield study.problem(
                "methods", "selection", *start, option,
                message=f"'{name}' is neither in the codebook nor among the coded values.",
                hint=_meant(name, known), code="selection.unknown-value",
            )  # fmt: skip
    names = [name for _, name in named if name is not None]
    for name in dict.fromkeys(one for one in names if names.count(one) > 1):
        yield study.problem(
            "methods", "selection", *start, "background", message=f"'{name}' is named twice.",
            hint="A variable is the outcome, the cause, or background.", code="selection.named-twice",
        )  # fmt: skip


def _sampling_problems(case: Case) -> Iterator[Problem]:
    seen: set[tuple[str, str | None, str | None]] = set()
    for place, row in enumerate(sampling_of(case)):
        key = (row.phase, row.frame, row.rule)
        if key in seen:
            yield case.problem("sampling", place, message=f"phase '{row.phase}' has this row twice.",
                               hint="Keep one row.", code="selection.duplicate-row")  # fmt: skip
        seen.add(key)
        for name in row.evidence:
            if name not in case.evidence:
                yield case.problem(
                    "sampling", place, "evidence", message=f"there is no evidence '{name}' in this record.",
                    hint="Add it under 'evidence', or correct its id.", code="unknown-evidence",
                )  # fmt: skip


def _named_columns(options: SelectionOptions) -> Iterator[tuple[str, str]]:
    for option in ("outcome", "cause", "stratum", "chosen", "case", "asked", "answered"):
        name = getattr(options, option)
        if isinstance(name, str):
            yield option, name
    for option in ("background", "categories", "sets"):
        for name in getattr(options, option) or ():
            yield option, name


def _count_problems(frame: FrameTable, asked: str, answered: str) -> Iterator[Problem]:
    for name in (asked, answered):
        yield from _cells(frame, name, lambda value: _is_number(value) and float(str(value)) >= 0,
                          "'{}' is no count of persons.", "Write a number, or nothing.")  # fmt: skip
    numbers = frame.table[[asked, answered]].apply(pd.to_numeric, errors="coerce")
    more = numbers.index[numbers[answered] > numbers[asked]]
    for unit in more[:_SHOWN]:
        by, of = numbers.loc[unit, answered], numbers.loc[unit, asked]
        yield Problem(
            message=f"{by:g} persons answered, but only {of:g} were asked.", hint="Correct one of the two.",
            code="selection.too-many-answers", file=frame.file, case=str(unit), field=answered,
        )  # fmt: skip


def _cells(
    frame: FrameTable, name: str, is_right: Callable[[object], bool], message: str, hint: str
) -> Iterator[Problem]:
    column = frame.table[name]
    wrong = [(unit, value) for unit, value in column.items() if not pd.isna(value) and not is_right(value)]
    for unit, value in wrong[:_SHOWN]:
        more = (
            f" {len(wrong) - _SHOWN} more are like it." if len(wrong) > _SHOWN and unit == wrong[0][0] else ""
        )
        yield Problem(
            message=message.format(cell_text(value)[:60]) + more, hint=hint, code="selection.cell",
            file=frame.file, case=str(unit), field=name,
        )  # fmt: skip


def _case_problems(frame: FrameTable, name: str) -> Iterator[Problem]:
    named = frame.table[name].dropna()
    for unit, value in named[named.duplicated()].head(_SHOWN).items():
        yield Problem(
            message=f"another unit is the case '{cell_text(value)[:60]}' already.",
            hint="Name each case once.", code="selection.cell", file=frame.file, case=str(unit), field=name,
        )  # fmt: skip


def _slips(frame: FrameTable, name: str) -> Iterator[Problem]:
    """Give the few texts in a column of numbers, which would make all of it categories."""
    if pd.api.types.is_numeric_dtype(frame.table[name]):
        return
    present = frame.table[name].dropna()
    numbers = [_is_number(value) for value in present]
    if sum(numbers) > len(present) / 2:
        yield from _cells(frame, name, _is_number, "'{}' is no number, as most of this column are.",
                          f"Correct it, or add {name} to the option categories.")  # fmt: skip


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def _meant(name: str, known: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in known}
    close = get_close_matches(name.casefold(), folded, n=1)
    return f"Did you mean '{folded[close[0]]}'?" if close else f"There are: {', '.join(folded.values())}."


def _wrong(study: Study, option: str, *, message: str, hint: str) -> Problem:
    return study.problem("methods", "selection", option, message=message, hint=hint, code="selection.option")
