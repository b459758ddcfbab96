"""Calibration in a run: what hangs on the anchors of each set, and the sets before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import pandas as pd

from casecompare import Column, Figure, Study, Table
from casecompare_qca.calibration.anchor_order import CalibrationKind
from casecompare_qca.calibration.calibration_checks import CalibrationCheck, check_calibrated_set
from casecompare_qca.reporting.further_tables import described_table

__all__ = ["calibration_figures", "calibration_tables"]

_KINDS = ("direct", "linear", "crisp", "indirect", "ecdf", "tfr")
_MOST_CASES = 3_000


def calibration_tables(study: Study, names: Sequence[str], raw: pd.DataFrame) -> Iterator[Table]:
    """Give for each set that is calibrated from numbers its skewness and what hangs on the anchors.

    Parameters
    ----------
    study
        Its codebook says how the sets are calibrated.
    names
        The sets: conditions and outcome.
    raw
        Their values before calibration.
    """
    checks = [one for name in names if (one := _check(study, name, raw)) is not None]
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
            "between the outer anchors (of the range, where there is one cut point); where cases are placed "
            "among each other, also when one other case is left out.",
        ),
        "verdict": Column(title="Verdict"),
        "remarks": Column(title="Remarks"),
    }
    yield described_table("calibration", "What hangs on the anchors", rows, columns)


def calibration_figures(
    study: Study, names: Sequence[str], raw: pd.DataFrame, memberships: pd.DataFrame
) -> Iterator[tuple[Figure, Table]]:
    """Draw each set that is calibrated from numbers: curve, rug, before and after; with the table behind it.

    Parameters
    ----------
    study, names, raw
        As for `calibration_tables`.
    memberships
        The sets after calibration. Multi-value sets and sets of more than 3,000 cases are not drawn.
    """
    from casecompare_qca.figures import calibration_plot, calibration_table

    for name in names:
        if not _is_drawable(study, name, raw, memberships):
            continue
        before, after = (frame[name].set_axis(frame.index.map(str)) for frame in (raw, memberships))
        check = _check(study, name, raw)
        anchors = check.named_anchors if check is not None else {}
        curve = check.curve() if check is not None else ()
        key = f"calibration_{name}"
        figure = calibration_plot(
            before, after, anchors=anchors, curve=curve, set_name=name, name=f"{key}_plot", table=key
        )
        yield figure, calibration_table(before, after, set_name=name, name=key)


def _is_drawable(study: Study, name: str, raw: pd.DataFrame, memberships: pd.DataFrame) -> bool:
    """Say whether a set has a calibration from numbers to memberships, and cases that have both."""
    entry = study.codebook.get(name)
    if entry is None or entry.calibration is None or name not in raw.columns or len(raw) > _MOST_CASES:
        return False
    if not pd.api.types.is_numeric_dtype(raw[name]) or name not in memberships.columns:
        return False
    both = raw[name].notna() & memberships[name].reindex(raw.index).notna()
    return bool(both.any()) and float(memberships[name].max()) <= 1.0


def _check(study: Study, name: str, raw: pd.DataFrame) -> CalibrationCheck | None:
    entry = study.codebook.get(name)
    calibration = entry.calibration if entry is not None else None
    if calibration is None or calibration.kind not in _KINDS or name not in raw.columns:
        return None
    values = raw[name]
    if not pd.api.types.is_numeric_dtype(values) or not values.notna().any():
        return None
    given = calibration.parameters or [] if calibration.kind == "tfr" else calibration.parameters
    anchors = (
        [float(one) for one in given if isinstance(one, int | float)] if isinstance(given, list) else given
    )
    if not isinstance(anchors, list | int | float):
        return None
    named, kind = values.set_axis(values.index.map(str)), cast("CalibrationKind", calibration.kind)
    try:
        return check_calibrated_set(
            named,
            anchors,
            kind=kind,
            options=calibration.options,
            name=name,
            decided=[one.case for one in entry.half] if entry is not None else [],
        )
    except ValueError:  # kinds of anchors that the check does not know; the study's own check has spoken
        return None


def _movable(check: CalibrationCheck) -> tuple[str, ...]:
    groups = [*check.sensitivity["changed_cases"], *check.company["changed_cases"]]
    return tuple(dict.fromkeys(case for cases in groups for case in cases))
