"""Calibration by published norms: the share of the norm population that scores lower."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import Calibration, CalibrationFinding, CalibrationMethod

__all__ = ["NORM"]

_EXAMPLE = "Write norm: {mean: 50, sd: 10}."


def _check(calibration: Calibration) -> list[CalibrationFinding]:
    """Give what is wrong with a norm: it needs a mean and a standard deviation, and nothing else."""
    given = calibration.parameters
    if not isinstance(given, Mapping):
        return [(("norm",), "a norm has a mean and a standard deviation.", _EXAMPLE)]
    found: list[CalibrationFinding] = [
        (("norm", str(name)), "a norm has no such part.", _EXAMPLE)
        for name in given
        if name not in ("mean", "sd")
    ]
    found += [
        (("norm", name), f"'{name}' must be a finite number.", _EXAMPLE)
        for name in ("mean", "sd")
        if not _is_number(given.get(name))
    ]
    if not found and not given["sd"] > 0:
        found.append((("norm", "sd"), "a standard deviation is larger than 0.", _EXAMPLE))
    return found


def _apply(values: pd.Series, calibration: Calibration) -> npt.ArrayLike:
    """Give the normal distribution function of each value, (1 + erf(z / √2)) / 2."""
    norm = calibration.parameters
    assert isinstance(norm, Mapping), "it was checked"
    scores = (values.to_numpy(dtype=float) - float(norm["mean"])) / float(norm["sd"])
    return np.array([(1 + math.erf(score / math.sqrt(2))) / 2 for score in scores])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


NORM = CalibrationMethod(
    name="norm",
    title="share of the norm population that scores lower",
    citation="Crawford JR, Howell DC (1998). Comparing an individual's test score against norms derived from "
    "small samples. The Clinical Neuropsychologist 12(4):482-486",
    check=_check,
    apply=_apply,
)
