"""Calibration of judgements given as labels or grades: ordinal levels and rubrics.

References
----------
Basurto, X. and Speer, J. (2012). Structuring the calibration of qualitative data as sets for qualitative
comparative analysis (QCA). Field Methods 24, 155-174.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from casecompare.sets.calibration_method import (
    Array,
    CalibrationFinding,
    CalibrationMethod,
    as_label,
    as_number,
    check_options,
)
from casecompare.study.model import Calibration

__all__ = ["LABELLED"]


def scores(calibration: Calibration) -> dict[float | str, float]:
    """Give the score of each label, labels in the form in which they are compared."""
    given = calibration.parameters if isinstance(calibration.parameters, Mapping) else {}
    return {
        as_label(label): number for label, score in given.items() if (number := as_number(score)) is not None
    }


def _apply_scores(values: pd.Series, calibration: Calibration) -> Array:
    score_of = scores(calibration)
    return np.array([score_of[value] for value in values], dtype=float)


def _check_scores(calibration: Calibration) -> list[CalibrationFinding]:
    kind, given = calibration.kind, calibration.parameters
    if not isinstance(given, Mapping) or not given:
        hint = f"Write {kind}: {{low: 0, medium: 0.4, high: 1}}."
        return [((kind,), f"{kind} needs a score for each label.", hint)]
    findings: list[CalibrationFinding] = []
    for label, score in given.items():
        number = as_number(score)
        if number is None:
            findings.append(((kind, str(label)), f"{score!r} is not a number.", ""))
        elif not 0.0 <= number <= 1.0:
            findings.append(((kind, str(label)), f"score {number:g} is outside 0 to 1.", ""))
    return findings + _check_same_labels(kind, list(given)) + check_options(calibration, {})


def _check_same_labels(kind: str, labels: list[object]) -> list[CalibrationFinding]:
    """Find labels that differ only in what is ignored when they are compared."""
    first: dict[float | str, object] = {}
    findings: list[CalibrationFinding] = []
    for label in labels:
        known = first.setdefault(as_label(label), label)
        if known is not label:
            message = f"{label!r} and {known!r} are the same label: capitals and outer blanks do not count."
            findings.append(((kind, str(label)), message, ""))
    return findings


LABELLED = tuple(
    CalibrationMethod(
        name=name, title=title, check=_check_scores, apply=_apply_scores, citation="Basurto and Speer 2012",
        takes="labels",
    )
    for name, title in (("ordinal", "a score for each level"), ("rubric", "a score for each described label"))
)  # fmt: skip
"""The ways of calibrating by labels."""
