"""The units that are compared: those of a frame, or the studied cases themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from casecompare import RunContext, Study
from casecompare_selection.frame_file import FrameTable
from casecompare_selection.options import SelectionOptions, WithinOptions
from casecompare_selection.variables import Bools, Floats, Variable

__all__ = [
    "Units",
    "cell_text",
    "columns_of",
    "frame_units",
    "is_yes",
    "set_names",
    "study_units",
    "within_options",
]

_YES = ("yes", "y", "true", "1", "chosen", "x")
_NO = ("no", "n", "false", "0", "not chosen", "")


@dataclass(frozen=True, kw_only=True, eq=False)
class Units:
    """What cases are chosen from.

    Parameters
    ----------
    ids
        What each unit is called.
    cases
        The study's case that each unit is; None for a unit that is none.
    outcome, cause, background
        The variables; None where none is named.
    strata
        The stratum of each unit; empty where no column names it.
    chosen
        Which units were chosen.
    is_frame
        Whether they are units of a frame; else they are the studied cases, all of them chosen.
    """

    ids: tuple[str, ...]
    cases: tuple[str | None, ...]
    outcome: Variable | None
    cause: Variable | None
    background: tuple[Variable, ...]
    strata: Variable | None
    chosen: Bools
    is_frame: bool

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Outcome, cause and background, as far as they are there."""
        first = [one for one in (self.outcome, self.cause) if one is not None]
        return (*first, *self.background)

    @property
    def explaining(self) -> tuple[Variable, ...]:
        """Cause and background."""
        return (*([self.cause] if self.cause else []), *self.background)

    @property
    def chosen_places(self) -> list[int]:
        """The places of the chosen units."""
        return [int(at) for at in np.nonzero(self.chosen)[0]]

    def named(self, places: Sequence[int], most: int = 10) -> str:
        """Name units for a sentence; past so many the rest is counted."""
        more = f" and {len(places) - most} more" if len(places) > most else ""
        return ", ".join(self.ids[at] for at in places[:most]) + more


def frame_units(frame: FrameTable, study: Study, options: SelectionOptions) -> Units:
    """Give the units of a frame, with the study's cases among them.

    The names in the options must be columns of the frame (see `casecompare_selection.checks`).

    Parameters
    ----------
    frame
        As it was read.
    study
        For the ids of its cases, and the name of its outcome.
    options
        Which column is what.
    """
    table = frame.table
    ids = tuple(map(str, table.index))
    named = ids if options.case is None else tuple(cell_text(value) for value in table[options.case])
    cases = tuple(name if name in study.cases else None for name in named)
    if options.chosen is None:
        chosen = np.array([case is not None for case in cases], dtype=np.bool_)
    else:
        chosen = np.array([is_yes(value) is True for value in table[options.chosen]], dtype=np.bool_)
    outcome = options.outcome or (study.outcome if study.outcome in table.columns else None)

    def variable(name: str | None) -> Variable | None:
        if name is None:
            return None
        return Variable.of(
            name, table[name].tolist(), is_category=name in options.categories, is_set=name in options.sets
        )

    strata = None
    if options.stratum is not None:
        strata = Variable.of(options.stratum, table[options.stratum].tolist(), is_category=True)
    return Units(
        ids=ids,
        cases=cases,
        outcome=variable(outcome),
        cause=variable(options.cause),
        background=tuple(filter(None, map(variable, options.background or []))),
        strata=strata,
        chosen=chosen,
        is_frame=True,
    )


def within_options(options: SelectionOptions) -> WithinOptions | None:
    """Give what the studied cases are compared on: without a frame, what the options name themselves."""
    if options.frame is not None:
        return options.within
    return options.within or WithinOptions(
        outcome=options.outcome, cause=options.cause, background=options.background,
        categories=options.categories, scale=options.scale,
    )  # fmt: skip


def study_units(study: Study, within: WithinOptions, context: RunContext) -> Units:
    """Give the studied cases, as they are coded, calibrated and scored.

    Parameters
    ----------
    study
        The study.
    within
        What they are compared on.
    context
        For memberships and values before calibration.
    """
    outcome, background = within.outcome or study.outcome or None, _background(study, within)

    def variable(name: str) -> Variable:
        values, is_set = _values(study, name, within, context)
        is_category = _is_category(study, name, within)
        return Variable.of(name, values.tolist(), is_category=is_category, is_set=is_set)

    return Units(
        ids=study.case_ids,
        cases=study.case_ids,
        outcome=variable(outcome) if outcome else None,
        cause=variable(within.cause) if within.cause else None,
        background=tuple(map(variable, background)),
        strata=None,
        chosen=np.ones(len(study.case_ids), dtype=np.bool_),
        is_frame=False,
    )


def set_names(study: Study, within: WithinOptions) -> list[str]:
    """Give the codebook's sets among the names: what the engine has to make before the method runs."""
    names = [within.outcome or study.outcome, within.cause, *_background(study, within)]
    return [name for name in dict.fromkeys(filter(None, names)) if _is_set(study, name)]


def is_yes(value: object) -> bool | None:
    """Read a cell that says yes or no; None if it says neither.

    Examples
    --------
    >>> is_yes("Yes"), is_yes(0.0), is_yes(None), is_yes("perhaps")
    (True, False, False, None)
    """
    said = cell_text(value).strip().casefold()
    return True if said in _YES else False if said in _NO else None


def _background(study: Study, within: WithinOptions) -> list[str]:
    if within.background is not None or within.cause is not None:
        return list(within.background or [])
    return list(_coded_sets(study, within.outcome or study.outcome))


def _coded_sets(study: Study, outcome: str) -> Iterator[str]:
    """Give the coded sets that share no value with the outcome or with an earlier one of them."""
    taken = {outcome, *(study.codebook[outcome].source if outcome in study.codebook else ())}
    for name, entry in study.codebook.items():
        sources = {name, *entry.source}
        is_coded = entry.derived_from is None and sources & {str(column) for column in study.table.columns}
        if _is_set(study, name) and is_coded and not sources & taken:
            taken |= sources
            yield name


def _is_set(study: Study, name: str) -> bool:
    entry = study.codebook.get(name)
    return entry is not None and (
        entry.calibration is not None or entry.kind in ("crisp", "fuzzy", "multi-value")
    )


def _is_category(study: Study, name: str, within: WithinOptions) -> bool:
    entry = study.codebook.get(name)
    return name in within.categories or (entry is not None and entry.kind == "multi-value")


def _values(
    study: Study, name: str, within: WithinOptions, context: RunContext
) -> tuple[pd.Series[float] | pd.Series[str], bool]:
    """Give the values of a codebook entry, else of a coded value, and whether they are memberships."""
    if _is_set(study, name):
        if within.scale == "raw":
            return context.raw([name])[name], False
        return context.memberships([name])[name], not _is_category(study, name, within)
    entry = study.codebook.get(name)
    source = entry.source[0] if entry is not None and entry.source else name
    return study.table[source], False


def cell_text(value: object) -> str:
    """Give a cell as it would be typed; nothing where it is missing.

    Examples
    --------
    >>> cell_text(2.0), cell_text("a"), cell_text(None)
    ('2', 'a', '')
    """
    if value is None or value != value:  # NaN is not equal to itself
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def columns_of(variables: Sequence[Variable]) -> tuple[list[str], Floats]:
    """Give the columns of several variables side by side, with their names."""
    names: list[str] = []
    parts: list[Floats] = []
    for variable in variables:
        said, columns = variable.columns()
        names += said
        parts.append(columns)
    return names, (np.hstack(parts) if parts else np.zeros((0, 0)))
