"""Calibrations in a few words, as tables and the history of a study show them."""

from __future__ import annotations

from collections.abc import Mapping

from casecompare.report.text import one_line
from casecompare.report.values import plain_value, show_value
from casecompare.study import Calibration

__all__ = ["show_calibration"]


def show_calibration(calibration: Calibration | None) -> str:
    """Write a calibration: its kind, what it needs, further settings.

    Examples
    --------
    >>> show_calibration(Calibration(kind="direct", parameters=[2, 5, 8], options={"idm": 0.9}))
    'direct 2, 5, 8 (idm 0.9)'
    >>> show_calibration(Calibration(kind="rubric", parameters={"low": 0, "high": 1}))
    'rubric low → 0, high → 1'
    """
    if calibration is None:
        return "as coded"
    settings = ", ".join(
        f"{one_line(str(name))} {_parameter(value)}" for name, value in calibration.options.items()
    )
    shown = f"{calibration.kind} {_parameter(calibration.parameters)}".strip()
    return f"{shown} ({settings})" if settings else shown


def _parameter(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{one_line(str(label))} → {_parameter(score)}" for label, score in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_parameter, value))
    return "" if value is None else show_value(plain_value(value), None)
