"""Makes one set of a study: finds its values, puts them together, calibrates and checks them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd

from casecompare.errors import Level, Problem, did_you_mean
from casecompare.sets.calibration import calibrate, check_calibration, check_raw_values, find_calibration
from casecompare.sets.calibration_method import CalibrationMethod, read_numbers
from casecompare.sets.score_bounds import score_column
from casecompare.study.model import Calibration, CodebookEntry, FieldPath, Study

__all__ = ["SetMaker", "calibration_problems", "is_set"]

_ROUNDING = 1e-12
_SHOWN = 5
_Trouble: TypeAlias = tuple[Hashable, str, str]
_Column: TypeAlias = pd.Series | None
_Columns: TypeAlias = Sequence[pd.Series]


@dataclass
class SetMaker:
    """Makes one set and notes what is wrong on the way."""

    study: Study
    name: str
    scores: Mapping[str, pd.DataFrame]
    methods: Mapping[str, CalibrationMethod]
    raw: pd.Series | None = None
    problems: list[Problem] = field(default_factory=list)

    def make(self) -> pd.Series | None:
        """Give the memberships, or None when they cannot be made."""
        if self.name not in self.study.codebook:
            hint = did_you_mean(self.name, self.study.codebook)
            self._report(message="the codebook has no such entry.", hint=hint, code="unknown-set")
            return None
        entry = self.study.codebook[self.name]
        columns = self._score_column(entry) if entry.derived_from else self._coded_columns(entry)
        if not self.problems and len(columns) > 1 and entry.aggregate is None:
            message = f"it is not said how {len(columns)} values become one."
            self._report(
                "from", message=message, hint="Add aggregate: min, max or mean.", code="no-aggregate"
            )
        self.problems += calibration_problems(self.study, entry, self.methods)
        if self.problems:
            return None
        calibration = entry.calibration
        method = find_calibration(calibration.kind, self.methods) if calibration else None
        if calibration and method and method.takes == "labels":
            made = self._from_labels(entry, calibration, columns)
        else:
            made = self._from_numbers(entry, columns)
        return None if made is None else self._finish(entry, made, method.gives if method else entry.kind)

    def _coded_columns(self, entry: CodebookEntry) -> list[pd.Series]:
        table, sources = self.study.table, entry.source or (entry.name,)
        for source in sources:
            if source not in table.columns:
                hint = did_you_mean(source, map(str, table.columns))
                self._report(
                    "from", message=f"no case has a value '{source}'.", hint=hint, code="unknown-value"
                )
        return [table[source] for source in sources if source in table.columns]

    def _score_column(self, entry: CodebookEntry) -> list[pd.Series]:
        method, score = entry.derived_from or ("", "")
        if method not in self.scores:
            message = f"the score {method}.{score} is not there: '{method}' gave no scores."
            self._report("from", message=message, code="missing-score")
            return []
        table = self.scores[method]
        column = score_column(table, score)
        if column is None:
            hint = did_you_mean(score, map(str, table.columns))
            self._report(
                "from", message=f"'{method}' has no score '{score}'.", hint=hint, code="missing-score"
            )
            return []
        return [column.reindex(self.study.table.index)]

    def _from_labels(self, entry: CodebookEntry, calibration: Calibration, columns: _Columns) -> _Column:
        self.raw = columns[0] if len(columns) == 1 else _side_by_side(columns)
        for column in columns:
            self._report_cases(check_raw_values(column, calibration, methods=self.methods), "unknown-label")
        if self.problems:
            return None
        scored = [self._calibrated(column, calibration) for column in columns]
        found = [column for column in scored if column is not None]
        return _aggregate(entry, found) if len(found) == len(columns) else None

    def _from_numbers(self, entry: CodebookEntry, columns: _Columns) -> _Column:
        if not is_set(entry):
            self.raw = columns[0] if len(columns) == 1 else _side_by_side(columns)
            message = f"it holds plain values ({entry.kind}), not memberships."
            hint = "Add calibrate: with anchors, a cut point or scores."
            self._report(message=message, hint=hint, code="not-calibrated")
            return None
        for column in columns:
            self._report_cases(_not_numbers(column), "not-a-number")
        if self.problems:
            return None
        self.raw = _aggregate(entry, [read_numbers(column) for column in columns])
        return self.raw if entry.calibration is None else self._calibrated(self.raw, entry.calibration)

    def _calibrated(self, column: pd.Series, calibration: Calibration) -> _Column:
        try:
            return calibrate(column, calibration, methods=self.methods)
        except (Exception, SystemExit) as error:
            # A plugin's way of calibrating may fail in any way; that costs this set and nothing else.
            self._report("calibrate", message=f"it failed: {error}", code="calibration-failed")
            return None

    def _finish(self, entry: CodebookEntry, made: pd.Series, kind: str) -> pd.Series | None:
        decided = self._apply_half_decisions(entry, made.copy())
        self._report_cases(_out_of_range(decided, kind), "out-of-range")
        if any(problem.code == "out-of-range" for problem in self.problems):
            return None
        if kind == "fuzzy":
            for case in decided.index[_is_half(decided)]:
                message = "membership is exactly 0.5, neither in nor out."
                hint = f"Decide and record it: half: {{case: {case}, to: 0.51, because: …}}."
                self._report(case=case, message=message, hint=hint, code="half-membership")
        return decided

    def _apply_half_decisions(self, entry: CodebookEntry, made: pd.Series) -> pd.Series:
        for number, decision in enumerate(entry.half):
            listed = ("codebook", entry.name, "half", number)
            path = listed[2:] if listed in self.study.places.marks else ("half",)
            if decision.case not in made.index:
                hint = did_you_mean(decision.case, map(str, made.index))
                message = f"there is no case '{decision.case}'."
                self._report(*path, message=message, hint=hint, code="unknown-case")
            elif not _is_half(made[[decision.case]]).all():
                value = made[decision.case]
                shown = "is missing" if np.isnan(value) else f"is {value:g}, not 0.5"
                message = f"membership {shown}: this decision changes nothing."
                self._report(*path, case=decision.case, message=message, hint="Leave it out.",
                            code="half-unused", level="warning")  # fmt: skip
            else:
                made[decision.case] = decision.to
        return made

    def _report_cases(self, troubles: Sequence[_Trouble], code: str) -> None:
        for case, message, hint in troubles[:_SHOWN]:
            self._report(case=case, message=message, hint=hint, code=code)
        if further := [str(case) for case, *_ in troubles[_SHOWN:]]:
            listed = ", ".join(further[:_SHOWN]) + (", …" if len(further) > _SHOWN else "")
            message = f"{len(further)} further cases have values of this kind: {listed}."
            self._report(message=message, code=code)

    def _report(
        self,
        *path: str | int,
        message: str,
        code: str,
        hint: str = "",
        case: Hashable = "",
        level: Level = "error",
    ) -> None:
        problem = self.study.problem(
            "codebook", self.name, *path, message=message, hint=hint, code=code, case=str(case), level=level
        )
        self.problems.append(problem)


def is_set(entry: CodebookEntry) -> bool:
    """Say whether the values of an entry are memberships, or become so by calibration."""
    return entry.calibration is not None or entry.kind in ("crisp", "fuzzy", "multi-value")


def calibration_problems(
    study: Study, entry: CodebookEntry, methods: Mapping[str, CalibrationMethod]
) -> list[Problem]:
    """Give everything that is wrong with the calibration of one entry."""
    if entry.calibration is None:
        return []
    start: FieldPath = ("codebook", entry.name, "calibrate")
    try:
        findings = check_calibration(entry.calibration, methods)
    except (Exception, SystemExit) as error:
        # As in `SetMaker`: the check may be a plugin's.
        return [study.problem(*start, message=f"its check failed: {error}", code="calibration-failed")]
    return [
        study.problem(*start, *path, message=message, hint=hint, code="calibration")
        for path, message, hint in findings
    ]


def _aggregate(entry: CodebookEntry, columns: Sequence[pd.Series]) -> pd.Series:
    """Put several values into one; missing as soon as one of them is missing."""
    values = np.column_stack([column.to_numpy(dtype=float) for column in columns])
    match entry.aggregate:
        case "min":
            put_together = values.min(axis=1)
        case "max":
            put_together = values.max(axis=1)
        case "mean":
            put_together = values.mean(axis=1)
        case "at least":
            ranked = np.sort(values, axis=1)[:, ::-1][:, min(max(entry.at_least, 1), values.shape[1]) - 1]
            put_together = np.where(np.isnan(values).any(axis=1), np.nan, ranked)
        case _:
            put_together = values[:, 0]
    return pd.Series(put_together, index=columns[0].index, name=entry.name)


def _side_by_side(columns: Sequence[pd.Series]) -> pd.Series:
    """Show several labels of a case as one text."""
    rows = zip(*columns, strict=True)
    joined = [" / ".join("–" if pd.isna(value) else str(value) for value in row) for row in rows]
    return pd.Series(joined, index=columns[0].index)


def _not_numbers(column: pd.Series) -> list[_Trouble]:
    wrong = column[column.notna() & read_numbers(column).isna()]
    return [(case, f"{value!r} is not a number.", "") for case, value in wrong.items()]


def _out_of_range(made: pd.Series, kind: str) -> list[_Trouble]:
    present = made.dropna()
    if kind == "crisp":
        wrong, message = ~present.isin([0.0, 1.0]), "{:g} is neither 0 nor 1."
    elif kind == "multi-value":
        wrong, message = (present < 0) | (present != np.floor(present)), "{:g} is not a whole number from 0."
    else:
        wrong, message = ~present.between(-_ROUNDING, 1.0 + _ROUNDING), "{:g} is not between 0 and 1."
    hint = "Calibrate the values, or correct this one."
    return [(case, message.format(value), hint) for case, value in present[wrong].items()]


def _is_half(made: pd.Series) -> pd.Series:
    return (made - 0.5).abs() < _ROUNDING
