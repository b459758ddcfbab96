"""Calibration as a notebook writes it: raw values and anchors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy.typing as npt
import pandas as pd

from casecompare import sets
from casecompare.sets import Calibration

__all__ = ["calibrate"]


def calibrate(
    values: pd.Series | npt.ArrayLike | Sequence[object],
    anchors: Calibration | Mapping[str, object] | Sequence[float] | float | None = None,
    *,
    kind: str = "direct",
    **options: object,
) -> pd.Series:
    """Give the memberships of raw values.

    Parameters
    ----------
    values
        One raw value per case, numbers or labels; the index names the cases. Missing stays missing.
    anchors
        Exclusion, crossover and inclusion, rising or falling; six anchors for a bell; one cut point (crisp),
        several (multi-value, indirect); scores by label (rubric, ordinal); nothing for tfr. Or a whole
        `casecompare.sets.Calibration`.
    kind
        ``direct`` (logistic), ``linear``, ``crisp``, ``multi-value``, ``indirect``, ``ecdf``, ``tfr``,
        ``rubric`` or ``ordinal``.
    options
        What else the kind takes: ``idm``, ``below``, ``above``, ``shape``, ``direction``.

    Returns
    -------
    pandas.Series
        Memberships in 0..1, whole numbers from 0 for ``multi-value``, with the index of `values`.

    Raises
    ------
    casecompare.errors.CalibrationError
        if anchors or options make no sense, or values cannot be used; all are named, by case.

    References
    ----------
    Ragin, C. C. (2008). Redesigning social inquiry. Chicago, chapter 5.

    Examples
    --------
    >>> income = pd.Series([400, 550, None, 900], index=["ESP", "HUN", "ITA", "FRA"])
    >>> calibrate(income, [400, 550, 900]).round(2).to_dict()
    {'ESP': 0.05, 'HUN': 0.5, 'ITA': nan, 'FRA': 0.95}
    >>> calibrate(income, 550, kind="crisp").tolist()
    [0.0, 1.0, nan, 1.0]
    >>> calibrate(income, kind="crisp")
    Traceback (most recent call last):
        ...
    casecompare.errors.CalibrationError: crisp: the numbers are missing.
    """
    if isinstance(anchors, Calibration):
        return sets.calibrate(values, anchors)
    is_list = isinstance(anchors, Sequence) and not isinstance(anchors, str)
    parameters = list(anchors) if isinstance(anchors, Sequence) and is_list else anchors
    return sets.calibrate(values, Calibration(kind=kind, parameters=parameters, options=options))
