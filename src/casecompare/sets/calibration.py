"""Turns raw values into memberships, in whatever way the codebook says.

Calibration is written ``calibrate: {direct: [2, 5, 8], because: "…"}`` in a study. Every way of calibrating
is an entry of `CALIBRATIONS`; plugins add theirs by passing a larger mapping.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.errors import CalibrationError, did_you_mean
from casecompare.sets.anchors import ANCHORED
from casecompare.sets.calibration_method import (
    CalibrationFinding,
    CalibrationMethod,
    as_label,
    as_number,
    read_numbers,
)
from casecompare.sets.labels import LABELLED, scores
from casecompare.sets.relative import RELATIVE
from casecompare.study.model import Calibration

__all__ = [
    "CALIBRATIONS",
    "CalibrationFinding",
    "CalibrationMethod",
    "calibrate",
    "check_calibration",
    "check_raw_values",
    "find_calibration",
]

CALIBRATIONS: Mapping[str, CalibrationMethod] = MappingProxyType(
    {method.name: method for method in (*ANCHORED, *LABELLED, *RELATIVE)}
)
"""The ways of calibrating that come with casecompare, by the word that a study uses for them."""

_SHOWN = 5


def calibrate(
    values: pd.Series | npt.ArrayLike | Sequence[object],
    calibration: Calibration,
    *,
    methods: Mapping[str, CalibrationMethod] = CALIBRATIONS,
) -> pd.Series:
    """Give the memberships of raw values.

    Parameters
    ----------
    values
        One raw value per case: numbers, or labels for ``ordinal`` and ``rubric``. The index names the cases.
        A list or array is taken as unnamed cases.
    calibration
        The kind, its parameters and options.
    methods
        The ways of calibrating that may be used.

    Returns
    -------
    pandas.Series
        Memberships in 0..1 (whole numbers from 0 for ``multi-value``), with the index of `values`; missing
        stays missing.

    Raises
    ------
    casecompare.errors.CalibrationError
        If parameters or options make no sense, or values cannot be used; names all of them, by case.

    Examples
    --------
    >>> income = pd.Series([400, 550, None, 900], index=["ESP", "HUN", "ITA", "FRA"])
    >>> calibrate(income, Calibration(kind="direct", parameters=[400, 550, 900])).round(2).to_dict()
    {'ESP': 0.05, 'HUN': 0.5, 'ITA': nan, 'FRA': 0.95}
    >>> calibrate(income, Calibration(kind="crisp", parameters=550)).tolist()
    [0.0, 1.0, nan, 1.0]
    """
    raw = pd.Series(values)
    wrong = [f"{_dotted(path)}: {message} {hint}".rstrip() for path, message, hint in
             check_calibration(calibration, methods)]  # fmt: skip
    wrong = wrong or [
        f"case {case}: {message} {hint}".rstrip()
        for case, message, hint in check_raw_values(raw, calibration, methods=methods)
    ]
    if wrong:
        more = [f"and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
        raise CalibrationError("\n".join(wrong[:_SHOWN] + more))
    return _calibrate_checked(raw, calibration, methods)


def check_calibration(
    calibration: Calibration, methods: Mapping[str, CalibrationMethod] = CALIBRATIONS
) -> list[CalibrationFinding]:
    """Give everything that is wrong with a calibration, before any value is seen.

    Returns
    -------
    list of (path, message, hint)
        The path leads from ``calibrate`` to the culprit, for instance ``("direct", 1)``; empty when fine.

    Examples
    --------
    >>> check_calibration(Calibration(kind="direct", parameters=[400, 1200, 900]))[0][1]
    'anchors are in an impossible order: 400, 1200, 900.'
    """
    method = find_calibration(calibration.kind, methods)
    if method is None:
        hint = did_you_mean(calibration.kind, methods) or f"There are: {', '.join(methods)}."
        return [((calibration.kind,), "unknown way of calibrating.", hint)]
    return method.check(calibration)


def check_raw_values(
    values: pd.Series, calibration: Calibration, *, methods: Mapping[str, CalibrationMethod] = CALIBRATIONS
) -> list[tuple[Hashable, str, str]]:
    """Give the raw values that the calibration cannot use, as (case, message, hint).

    Examples
    --------
    >>> rubric = Calibration(kind="rubric", parameters={"fully in place": 1, "absent": 0})
    >>> check_raw_values(pd.Series({"T01": "absent", "T02": "fully in plase"}), rubric)
    [('T02', "no score for 'fully in plase'.", "Did you mean 'fully in place'?")]
    """
    present = values[values.notna()]
    if _method(calibration, methods).takes == "numbers":
        wrong = present[read_numbers(present).isna()]
        return [(case, f"{value!r} is not a number.", _number_hint(value)) for case, value in wrong.items()]
    known = scores(calibration)
    given = calibration.parameters if isinstance(calibration.parameters, Mapping) else {}
    labels = [str(label) for label in given]
    there_are = f"There are: {', '.join(labels)}."
    return [
        (case, f"no score for {value!r}.", did_you_mean(str(value), labels) or there_are)
        for case, value in present.items()
        if as_label(value) not in known
    ]


def find_calibration(
    kind: str, methods: Mapping[str, CalibrationMethod] = CALIBRATIONS
) -> CalibrationMethod | None:
    """Give the way of calibrating by its name (``multi_value`` is read as ``multi-value``), or None.

    Examples
    --------
    >>> find_calibration("multi_value").gives
    'multi-value'
    """
    return methods.get(kind) or methods.get(kind.replace("_", "-"))


def _calibrate_checked(
    values: pd.Series, calibration: Calibration, methods: Mapping[str, CalibrationMethod]
) -> pd.Series:
    method = _method(calibration, methods)
    is_present = values.notna().to_numpy()
    present = values[is_present]
    memberships = np.full(len(values), np.nan)
    if len(present):
        readable = read_numbers(present) if method.takes == "numbers" else present.map(as_label)
        memberships[is_present] = np.asarray(method.apply(readable, calibration), dtype=float)
    return pd.Series(memberships, index=values.index, name=values.name)


def _method(calibration: Calibration, methods: Mapping[str, CalibrationMethod]) -> CalibrationMethod:
    method = find_calibration(calibration.kind, methods)
    if method is None:
        raise CalibrationError(f"{calibration.kind}: unknown way of calibrating.")
    return method


def _number_hint(value: object) -> str:
    if isinstance(value, str) and as_number(_as_written(value.replace(",", "."))) is not None:
        return f"Write {value.strip().replace(',', '.')} without quotes."
    return ""


def _as_written(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
