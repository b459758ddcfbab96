"""What a way of calibrating is, for ours and for those of plugins; and the checks that they share."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.errors import did_you_mean
from casecompare.study.model import Calibration, FieldPath

__all__ = ["CalibrationFinding", "CalibrationMethod"]

CalibrationFinding: TypeAlias = tuple[FieldPath, str, str]
"""What is wrong with a calibration: the path below ``calibrate``, the message, the hint (or empty)."""

Array: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class CalibrationMethod:
    """One way of turning raw values into memberships.

    Parameters
    ----------
    name, title, citation
        The word used in ``calibrate: {name: …}``, a phrase for reports, and the source of the method.
    check
        Gives everything that is wrong with the parameters and options, before any value is seen.
    apply
        Gives one membership per value. It is called with a checked calibration and with present values
        only: floats where `takes` is ``numbers``, else numbers or folded words.
    takes
        Whether values must be numbers or are labels, which must then be keys of the parameters.
    gives
        What comes out: ``fuzzy`` memberships, ``crisp`` 0 and 1, or values of a ``multi-value`` set.
    """

    name: str
    title: str
    check: Callable[[Calibration], list[CalibrationFinding]]
    apply: Callable[[pd.Series, Calibration], npt.ArrayLike]
    citation: str
    takes: Literal["numbers", "labels"] = "numbers"
    gives: Literal["fuzzy", "crisp", "multi-value"] = "fuzzy"


def as_number(value: object) -> float | None:
    """Give a finite number as float; None for anything else, also for truth values and text."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        return None
    return float(value) if math.isfinite(value) else None


def read_numbers(column: pd.Series) -> pd.Series:
    """Give a column as floats: NaN for what is missing or no finite number, 1 and 0 for true and false."""
    if pd.api.types.is_numeric_dtype(column):
        numbers = column.astype(float)
        return numbers.where(np.isfinite(numbers))
    read = [float(value) if isinstance(value, bool | np.bool_) else as_number(value) for value in column]
    return pd.Series(read, index=column.index, name=column.name, dtype=float)


def as_label(value: object) -> float | str:
    """Give a label in the form in which labels are compared: a number, or a folded and trimmed word."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return unicodedata.normalize("NFC", value).strip().casefold()
    return float(value) if isinstance(value, int | float | np.number | np.bool_) else str(value)


def check_numbers(kind: str, parameters: object) -> tuple[list[float], list[CalibrationFinding]]:
    """Read anchors or cut points; the numbers are complete only when nothing was found."""
    if parameters is None:
        return [], [((kind,), "the numbers are missing.", "")]
    entries: list[tuple[FieldPath, object]] = [((kind,), parameters)]
    if isinstance(parameters, Sequence) and not isinstance(parameters, str):
        entries = [((kind, index), entry) for index, entry in enumerate(parameters)]
    numbers, findings = list[float](), list[CalibrationFinding]()
    for path, entry in entries:
        number = as_number(entry)
        if number is None:
            hint = "Write 0.5 with a point." if isinstance(entry, str) and "," in entry else ""
            findings.append((path, f"{_shown(entry)} is not a number.", hint))
        else:
            numbers.append(number)
    return numbers, findings


def check_rising(kind: str, numbers: Sequence[float], what: str) -> list[CalibrationFinding]:
    """Find cut points that are equal or out of order."""
    if len(set(numbers)) < len(numbers):
        return [((kind,), f"two {what} are equal: {listing(numbers)}.", "Each needs a value of its own.")]
    if list(numbers) != sorted(numbers):
        return [((kind,), f"{what} must rise: {listing(numbers)}.", f"Write [{listing(sorted(numbers))}].")]
    return []


def check_options(
    calibration: Calibration, ranges: Mapping[str, tuple[float, float]], others: Collection[str] = ()
) -> list[CalibrationFinding]:
    """Find options that do not exist here, or that are no number inside their open range."""
    findings: list[CalibrationFinding] = []
    for option, value in calibration.options.items():
        if option in others:
            continue
        if option not in ranges:
            known = [*ranges, *others]
            hint = did_you_mean(option, known) or f"It takes {' and '.join(known) or 'no options'}."
            findings.append(((option,), f"unknown option of this {calibration.kind} calibration.", hint))
            continue
        low, high = ranges[option]
        number = as_number(value)
        if number is None or not low < number < high:
            bounds = f"above {low:g}" if math.isinf(high) else f"between {low:g} and {high:g}"
            findings.append(((option,), f"{_shown(value)} is not a number {bounds}.", ""))
    return findings


def option_number(calibration: Calibration, option: str, default: float) -> float:
    """Give an option of a checked calibration as a number."""
    number = as_number(calibration.options.get(option))
    return default if number is None else number


def listing(numbers: Sequence[float]) -> str:
    """Write numbers as in a study file: ``2, 5, 8``."""
    return ", ".join(f"{number:g}" for number in numbers)


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)
