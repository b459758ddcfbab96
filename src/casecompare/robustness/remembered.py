"""The sets of many variants of a study: each membership is made once.

Where a way of calibrating looks at one case at a time, a membership depends on the case, the set and the
coded values or the score it is made from; ways that look at all cases together (such as ``tfr``) are done
again whenever any value changes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import CalibrationMethod, memberships
from casecompare.sets.anchors import ANCHORED
from casecompare.sets.calibration import find_calibration
from casecompare.sets.labels import LABELLED
from casecompare.sets.score_bounds import score_column
from casecompare.study import Study

__all__ = ["RememberedSets"]

Scores: TypeAlias = Mapping[str, pd.DataFrame]
Column: TypeAlias = npt.NDArray[np.float64]
_CASE_BY_CASE = (*ANCHORED, *LABELLED)


class RememberedSets:
    """Makes the sets of variants of one study, and remembers every membership.

    Parameters
    ----------
    calibrations
        The ways of calibrating that may be used.

    Examples
    --------
    >>> from casecompare.sets import CALIBRATIONS
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0]}, index=["k", "l"]))
    >>> RememberedSets(CALIBRATIONS).make(study, ["A"], {})["A"].tolist()
    [1.0, 0.0]
    """

    def __init__(self, calibrations: Mapping[str, CalibrationMethod]) -> None:
        self._calibrations = calibrations
        self._memberships: dict[Hashable, float] = {}
        self._columns: dict[Hashable, Column | None] = {}

    def make(self, study: Study, names: Sequence[str], scores: Scores) -> dict[str, Column]:
        """Give one membership per case for each set that can be made."""
        made = {}
        for name in names:
            sources = _sources(study, name, scores)
            look_up = self._case_by_case if self._is_case_by_case(study, name) else self._as_a_whole
            if sources and (column := look_up(study, name, sources, scores)) is not None:
                made[name] = column
        return made

    def _is_case_by_case(self, study: Study, name: str) -> bool:
        calibration = study.codebook[name].calibration
        return calibration is None or find_calibration(calibration.kind, self._calibrations) in _CASE_BY_CASE

    def _case_by_case(
        self, study: Study, name: str, sources: list[list[object]], scores: Scores
    ) -> Column | None:
        keys = [(name, *row) for row in zip(study.table.index, *sources, strict=True)]
        known = [self._memberships.get(key) for key in keys]
        if all(one is not None for one in known):
            return np.array(known, dtype=float)
        column = self._as_a_whole(study, name, sources, scores)
        if column is not None:
            self._memberships |= dict(zip(keys, column.tolist(), strict=True))
        return column

    def _as_a_whole(
        self, study: Study, name: str, sources: list[list[object]], scores: Scores
    ) -> Column | None:
        key = (name, tuple(study.table.index), *map(tuple, sources))
        if key not in self._columns:
            sets = memberships(study, [name], scores=scores, methods=self._calibrations).frame
            self._columns[key] = sets[name].to_numpy(dtype=float) if name in sets else None
        return self._columns[key]


def _sources(study: Study, name: str, scores: Scores) -> list[list[object]]:
    """Give the values that a set is made from, missing ones as None; nothing if some are not there."""
    entry = study.codebook[name]
    if entry.derived_from is not None:
        method, score = entry.derived_from
        frame = scores.get(method)
        column = None if frame is None else score_column(frame, score)
        found = [] if column is None else [column.reindex(study.table.index)]
    else:
        wanted = entry.source or (name,)
        found = [study.table[one] for one in wanted if one in study.table]
        found = found if len(found) == len(wanted) else []
    return [[None if value != value else value for value in column.tolist()] for column in found]
