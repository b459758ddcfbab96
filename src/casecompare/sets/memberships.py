"""From a study to sets: coded values and derived scores, put together, calibrated and checked.

Nothing here raises for what is wrong with a study: every problem is collected, with case and codebook entry.
A set that cannot be made is absent from the frame, and a problem says why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from casecompare.errors import Problem
from casecompare.sets.calibration import CALIBRATIONS, CalibrationMethod
from casecompare.sets.set_making import SetMaker, calibration_problems, is_set
from casecompare.study.model import Study

__all__ = ["Memberships", "check_calibrations", "check_outcome", "memberships"]


@dataclass(frozen=True)
class Memberships:
    """The sets of a study.

    `frame` has one row per case and one column per codebook entry that could be made: memberships in 0..1
    (whole numbers for multi-value sets), NaN where missing. `raw` holds what they were made from, after
    aggregation and before calibration. `problems` says what is wrong, in the order of the codebook.
    """

    frame: pd.DataFrame
    raw: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def memberships(
    study: Study,
    names: Collection[str] | None = None,
    *,
    scores: Mapping[str, pd.DataFrame] | None = None,
    methods: Mapping[str, CalibrationMethod] = CALIBRATIONS,
) -> Memberships:
    """Give each case's membership in the sets of the codebook.

    Per entry: its coded values (or the score of a method) are aggregated, missing as soon as one of them is
    missing; calibrated; recorded decisions about 0.5 applied; and checked. Labels are turned into scores
    before they are aggregated.

    Parameters
    ----------
    study
        A study as it was read.
    names
        The codebook entries wanted. By default all, except plain numbers, ordinals and texts without a
        calibration, which are no sets; asked for by name they are a problem.
    scores
        Per method, its derived scores: one row per case, one column per score.
    methods
        The ways of calibrating that may be used.

    Examples
    --------
    >>> from casecompare.study import Calibration, CodebookEntry
    >>> above_nine = Calibration(kind="crisp", parameters=9)
    >>> entry = CodebookEntry(name="RICH", source=("gdp",), calibration=above_nine)
    >>> table = pd.DataFrame({"gdp": [5, 12]}, index=["T01", "T02"])
    >>> memberships(Study(name="s", codebook={"RICH": entry}, table=table)).frame["RICH"].to_dict()
    {'T01': 0.0, 'T02': 1.0}
    """
    wanted = [name for name, entry in study.codebook.items() if is_set(entry)] if names is None else names
    makers = [SetMaker(study, name, scores or {}, methods) for name in dict.fromkeys(wanted)]
    sets = {maker.name: maker.make() for maker in makers}
    return Memberships(
        frame=pd.DataFrame(_present(sets), index=study.table.index, dtype=float),
        raw=pd.DataFrame(_present({maker.name: maker.raw for maker in makers}), index=study.table.index),
        problems=tuple(problem for maker in makers for problem in maker.problems),
    )


def check_calibrations(
    study: Study, methods: Mapping[str, CalibrationMethod] = CALIBRATIONS
) -> list[Problem]:
    """Give everything that is wrong with the calibrations of a codebook, whether they are used or not.

    Examples
    --------
    >>> from casecompare.study import Calibration, CodebookEntry
    >>> entry = CodebookEntry(name="RICH", calibration=Calibration(kind="direct", parameters=[2, 9, 5]))
    >>> [problem.message for problem in check_calibrations(Study(name="s", codebook={"RICH": entry}))]
    ['anchors are in an impossible order: 2, 9, 5.']
    """
    return [
        problem
        for entry in study.codebook.values()
        for problem in calibration_problems(study, entry, methods)
    ]


def check_outcome(study: Study, outcome: pd.Series) -> list[Problem]:
    """Say whether the outcome separates the cases at all.

    Parameters
    ----------
    study
        The study, for the place of the problem.
    outcome
        Memberships of the cases in the outcome; for a multi-value outcome its values.

    Returns
    -------
    list of Problem
        ``no-positive-case`` or ``no-negative-case``; for multi-value outcomes ``no-negative-case`` when all
        cases have one value.

    Examples
    --------
    >>> check_outcome(Study(name="s", outcome="Y"), pd.Series({"T01": 0.9, "T02": 0.7}))[0].message
    'no case is outside Y: there is no membership below 0.5.'
    """
    present = outcome.dropna()
    if present.gt(1.0).any() and present.nunique() == 1:
        message = f"all cases have the same value of {study.outcome}."
        return [_outcome_problem(study, message, "no-negative-case")]
    found = []
    if not present.gt(0.5).any():
        message = f"no case is in {study.outcome}: there is no membership above 0.5."
        found.append(_outcome_problem(study, message, "no-positive-case"))
    if not present.lt(0.5).any() and not present.gt(1.0).any():
        message = f"no case is outside {study.outcome}: there is no membership below 0.5."
        found.append(_outcome_problem(study, message, "no-negative-case"))
    return found


def _present(columns: Mapping[str, pd.Series | None]) -> dict[str, pd.Series]:
    return {name: column for name, column in columns.items() if column is not None}


def _outcome_problem(study: Study, message: str, code: str) -> Problem:
    hint = "What leads to it can only be told where it differs between cases; look at its calibration."
    return study.problem("outcome", message=message, hint=hint, code=code)
