"""The conditions and the outcome of a study, as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from casecompare import CasecompareError, RunContext, Study
from casecompare.sets import parse_claim
from casecompare_nca.options import NcaOptions

__all__ = ["condition_names", "outcome_name", "read_variables", "used_sets"]

_SETS = ("crisp", "fuzzy")


def outcome_name(study: Study, options: NcaOptions) -> str:
    """Give the outcome's name.

    Raises
    ------
    CasecompareError
        if neither the options nor the study name one.
    """
    name = options.outcome or study.outcome
    if not name:
        raise CasecompareError("the study names no outcome; write one: methods: nca: {outcome: …}.")
    return name


def condition_names(study: Study, options: NcaOptions) -> tuple[str, ...]:
    """Give the conditions named, or every coded set that shares no value with the outcome.

    Sets that another method derives are among them where a hypothesis says that they are necessary: others
    would make methods run that nobody asked for.

    Raises
    ------
    CasecompareError
        if the outcome is among the conditions, or there is no condition.
    """
    outcome = outcome_name(study, options)
    if outcome in options.conditions:
        raise CasecompareError(f"conditions: {outcome} is the outcome; leave it out.")
    if options.conditions:
        return tuple(options.conditions)
    own = set(study.codebook[outcome].source) if outcome in study.codebook else {outcome}
    found = tuple(
        name
        for name, entry in study.codebook.items()
        if name != outcome and entry.kind in _SETS and not own & set(entry.source)
        if not entry.derived_from or name in _claimed(study, outcome)
    )
    if not found:
        raise CasecompareError("the codebook has no set to look at; write methods: nca: {conditions: […]}.")
    return found


def _claimed(study: Study, outcome: str) -> set[str]:
    """Give the single sets that a hypothesis calls necessary for the outcome or its absence."""
    claimed: set[str] = set()
    for hypothesis in study.hypotheses.values():
        try:
            claim = parse_claim(hypothesis.claim)
        except CasecompareError:
            continue
        if (
            claim.relation == "<="
            and set(claim.outcome.names) == {outcome}
            and len(claim.condition.names) == 1
        ):
            claimed |= set(claim.condition.names)
    return claimed


def used_sets(study: Study, options: NcaOptions) -> Sequence[str]:
    """Give the sets of the codebook that are needed; values taken as measured need none.

    Raises
    ------
    CasecompareError
        as `condition_names`.
    """
    names = (*condition_names(study, options), outcome_name(study, options))
    if options.scale == "memberships":
        return names
    return tuple(name for name in names if not _is_plain(study, name))


def read_variables(study: Study, options: NcaOptions, context: RunContext) -> pd.DataFrame:
    """Give the conditions and, last, the outcome: one row per case, missing is NaN.

    Raises
    ------
    CasecompareError
        if there is no such value, or it is no number.
    """
    names = [*condition_names(study, options), outcome_name(study, options)]
    if options.scale == "memberships":
        return context.memberships(names)
    columns = {name: _measured(study, name, context) for name in names}
    return pd.DataFrame(columns, index=study.table.index)


def _is_plain(study: Study, name: str) -> bool:
    """Say whether a name stands for numbers as coded: a value, or an entry without a calibration."""
    entry = study.codebook.get(name)
    if entry is None:
        return True
    return entry.kind in ("number", "ordinal") and entry.calibration is None and not entry.derived_from


def _measured(study: Study, name: str, context: RunContext) -> pd.Series:
    if not _is_plain(study, name):
        column = context.raw([name])[name]
    else:
        entry = study.codebook.get(name)
        source = entry.source[0] if entry is not None and len(entry.source) == 1 else name
        if source not in study.table:
            known = ", ".join(map(str, study.table.columns)) or "none"
            raise CasecompareError(f"the study has no value '{source}'. It has: {known}.")
        column = study.values[source]
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = column[numbers.isna() & column.notna()]
    if len(wrong):
        case, value = next(iter(wrong.items()))
        raise CasecompareError(
            f"{name}: '{value}' of case {case} is no number. Take the calibrated sets (scale: memberships)."
        )
    if np.isinf(numbers).any():
        raise CasecompareError(f"{name}: case {numbers.index[np.isinf(numbers)][0]} has no finite number.")
    return numbers.astype(float)
