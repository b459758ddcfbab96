"""Calibration in a run: what hangs on the anchors of each set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pandas as pd

from casecompare import Column, Study, Table
from casecompare_qca.calibration_checks import CalibrationCheck, CalibrationKind, check_calibrated_set
from casecompare_qca.further_tables import described_table
from casecompare_qca.options import QcaOptions

__all__ = ["calibration_tables"]

_KINDS = ("direct", "linear", "crisp")


def calibration_tables(study: Study, options: QcaOptions, raw: pd.DataFrame) -> Iterator[Table]:
    """Give for each condition that is calibrated by anchors its skewness and what hangs on the anchors."""
    checks = [one for name in options.conditions if (one := _check(study, name, raw)) is not None]
    if not checks:
        return
    rows = [
        {
            "set": one.name,
            "share": one.share,
            "near": one.near_half,
            "moved": _movable(one),
            "verdict": one.verdict,
            "remarks": " ".join(one.remarks) or None,
        }
        for one in checks
    ]
    columns = {
        "set": Column(title="Set"),
        "share": Column(title="Share in", description="Of the cases, more in than out."),
        "near": Column(title="Near 0.5", description="Memberships between 0.4 and 0.6."),
        "moved": Column(
            title="Movable",
            description="Cases that change sides when an anchor moves by up to 10 per cent of the distance "
            "between the outer anchors (of the range, where there is one cut point).",
        ),
        "verdict": Column(title="Verdict"),
        "remarks": Column(title="Remarks"),
    }
    yield described_table("calibration", "What hangs on the anchors", rows, columns)


def _check(study: Study, name: str, raw: pd.DataFrame) -> CalibrationCheck | None:
    entry = study.codebook.get(name)
    calibration = entry.calibration if entry is not None else None
    if calibration is None or calibration.kind not in _KINDS or name not in raw.columns:
        return None
    values = raw[name]
    # A falling cut turns the sides round, which the check does not know.
    if calibration.options.get("direction") == "falling" or not pd.api.types.is_numeric_dtype(values):
        return None
    given = calibration.parameters
    anchors = (
        [float(one) for one in given if isinstance(one, int | float)] if isinstance(given, list) else given
    )
    if not isinstance(anchors, list | int | float) or not values.notna().any():
        return None
    try:
        kind = cast("CalibrationKind", calibration.kind)
        return check_calibrated_set(values.set_axis(values.index.map(str)), anchors, kind=kind, name=name)
    except ValueError:  # kinds of anchors that the check does not know; the study's own check has spoken
        return None


def _movable(check: CalibrationCheck) -> tuple[str, ...]:
    return tuple(dict.fromkeys(case for cases in check.sensitivity["changed_cases"] for case in cases))
