"""Calibration that places a case among the other cases: by ranks, or by a regression on rough scores.

These depend on who is compared: dropping a case changes the memberships of the others. Prefer anchors that
rest on knowledge of the cases wherever there are any.

References
----------
Cheli, B. and Lemmi, A. (1995). A "totally" fuzzy and relative approach to the multidimensional analysis of
poverty. Economic Notes 24, 115-134.
Ragin, C. C. (2008). Redesigning social inquiry. Chicago, chapter 5 (the indirect method).
Thiem, A. and Duşa, A. (2013). Qualitative comparative analysis with R. Springer (empirical distribution).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from casecompare.errors import CalibrationError
from casecompare.sets.anchors import check_three_anchors
from casecompare.sets.calibration_method import (
    Array,
    CalibrationFinding,
    CalibrationMethod,
    check_numbers,
    check_options,
    check_rising,
)
from casecompare.study.model import Calibration

__all__ = ["RELATIVE"]

_ROUNDS = 100
_FULL, _NONE = 0.9999, 0.0001


def empirical(values: Array, exclusion: float, crossover: float, inclusion: float) -> Array:
    """Give memberships by rank among the cases on the same side of the crossover.

    Half the share of cases up to x, among those from exclusion to crossover; one half more, among those from
    crossover to inclusion. Falling anchors give one minus the memberships of the rising ones.

    Examples
    --------
    >>> empirical(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 1, 3, 5).round(3).tolist()
    [0.0, 0.333, 0.5, 0.75, 1.0]
    """
    if exclusion > inclusion:
        return 1.0 - empirical(values, inclusion, crossover, exclusion)
    lower = values[(values >= exclusion) & (values <= crossover)]
    upper = values[(values > crossover) & (values <= inclusion)]
    memberships = np.where(
        values <= crossover, _share_up_to(values, lower) / 2.0, 0.5 + _share_up_to(values, upper) / 2.0
    )
    return np.where(values <= exclusion, 0.0, np.where(values >= inclusion, 1.0, memberships))


def totally_fuzzy_and_relative(values: Array) -> Array:
    """Give memberships of ordered categories by the share of cases up to them (Cheli and Lemmi 1995).

    (F(x) - F(lowest)) / (1 - F(lowest)), F the empirical distribution: 0 in the lowest category that occurs,
    1 in the highest.

    Raises
    ------
    casecompare.errors.CalibrationError
        If all cases are in one category.

    Examples
    --------
    >>> totally_fuzzy_and_relative(np.array([1.0, 1.0, 2.0, 3.0])).tolist()
    [0.0, 0.0, 0.5, 1.0]
    """
    lowest = float(np.mean(values == values.min()))
    if lowest == 1.0:
        raise CalibrationError("tfr: all cases have the same value, so none can be placed among the others.")
    return np.maximum(0.0, (_share_up_to(values, values) - lowest) / (1.0 - lowest))


def indirect(values: Array, cuts: Array) -> Array:
    """Give memberships by Ragin's indirect method: a smooth curve through rough scores.

    The m rising cuts sort the cases into scores 0, 1/m, … 1 (a value equal to a cut stays below it); a
    quasi-binomial logit regression of the scores on ln x, √x, x and x² gives the fitted memberships. Zero
    is taken as 0.00001, whose logarithm exists.

    Raises
    ------
    casecompare.errors.CalibrationError
        If a value is negative or the cases have fewer than five different values.

    Examples
    --------
    >>> raw = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 9.0, 10.0, 14.0])
    >>> bool(np.all(np.diff(indirect(raw, np.array([2.5, 6.0, 9.5]))) > 0))
    True
    """
    if values.min() < 0.0:
        raise CalibrationError("indirect: a negative value has no logarithm; use direct instead.")
    x = np.where(values == 0.0, 0.00001, values)
    predictors = np.column_stack([np.log(x), np.sqrt(x), x, x**2])
    spread = predictors.std(axis=0)
    if len(np.unique(x)) < predictors.shape[1] + 1:
        raise CalibrationError("indirect: the regression needs at least five different values.")
    # Standardised predictors leave the fitted values as they are and the equations well conditioned.
    design = np.column_stack([np.ones_like(x), (predictors - predictors.mean(axis=0)) / spread])
    fitted = _fit_logit(design, np.searchsorted(cuts, values, side="left") / len(cuts))
    return np.where(fitted > _FULL, 1.0, np.where(fitted < _NONE, 0.0, fitted))


def _fit_logit(design: Array, target: Array) -> Array:
    """Fit shares by iteratively reweighted least squares; gives the fitted shares."""
    fitted = (target + 0.5) / 2.0
    linear = np.log(fitted / (1.0 - fitted))
    deviance = np.inf
    for _ in range(_ROUNDS):
        weight = np.sqrt(fitted * (1.0 - fitted))
        response = linear + (target - fitted) / weight**2
        coefficients = np.linalg.lstsq(design * weight[:, np.newaxis], response * weight, rcond=None)[0]
        linear = np.clip(design @ coefficients, -30.0, 30.0)
        fitted = 1.0 / (1.0 + np.exp(-linear))
        former, deviance = deviance, _deviance(target, fitted)
        if abs(deviance - former) < 1e-12 * (abs(deviance) + 0.1):
            break
    return fitted


def _deviance(target: Array, fitted: Array) -> float:
    present = np.where(target > 0.0, target * np.log(np.where(target > 0.0, target, 1.0) / fitted), 0.0)
    rest = 1.0 - target
    absent = np.where(rest > 0.0, rest * np.log(np.where(rest > 0.0, rest, 1.0) / (1.0 - fitted)), 0.0)
    return float(2.0 * np.sum(present + absent))


def _share_up_to(values: Array, among: Array) -> Array:
    return np.searchsorted(np.sort(among), values, side="right") / max(len(among), 1)


def _apply_empirical(values: pd.Series, calibration: Calibration) -> Array:
    exclusion, crossover, inclusion = check_numbers("ecdf", calibration.parameters)[0]
    return empirical(values.to_numpy(float), exclusion, crossover, inclusion)


def _apply_relative(values: pd.Series, calibration: Calibration) -> Array:
    return totally_fuzzy_and_relative(values.to_numpy(float))


def _apply_indirect(values: pd.Series, calibration: Calibration) -> Array:
    return indirect(values.to_numpy(float), np.array(check_numbers("indirect", calibration.parameters)[0]))


def _check_empirical(calibration: Calibration) -> list[CalibrationFinding]:
    anchors, findings = check_numbers("ecdf", calibration.parameters)
    if not findings and len(anchors) != 3:
        message = f"ecdf needs 3 anchors, not {len(anchors)}."
        findings.append((("ecdf",), message, "Write [exclusion, crossover, inclusion]."))
    elif not findings:
        findings += check_three_anchors("ecdf", anchors)
    return findings + check_options(calibration, {})


def _check_relative(calibration: Calibration) -> list[CalibrationFinding]:
    findings = check_options(calibration, {})
    if calibration.parameters not in (None, [], {}):
        hint = "Write tfr: []; use direct for anchors of your own."
        findings.append((("tfr",), "tfr takes no numbers: the cases themselves are the anchors.", hint))
    return findings


def _check_indirect(calibration: Calibration) -> list[CalibrationFinding]:
    cuts, findings = check_numbers("indirect", calibration.parameters)
    if not findings and len(cuts) < 2:
        findings.append((("indirect",), f"indirect needs at least two cut points, not {len(cuts)}.", ""))
    elif not findings:
        findings += check_rising("indirect", cuts, "cut points")
    return findings + check_options(calibration, {})


RELATIVE = (
    CalibrationMethod(
        name="indirect", title="indirect method, regression on rough scores", check=_check_indirect,
        apply=_apply_indirect, citation="Ragin 2008",
    ),
    CalibrationMethod(
        name="ecdf", title="empirical distribution between anchors", check=_check_empirical,
        apply=_apply_empirical, citation="Thiem and Duşa 2013",
    ),
    CalibrationMethod(
        name="tfr", title="totally fuzzy and relative", check=_check_relative, apply=_apply_relative,
        citation="Cheli and Lemmi 1995",
    ),
)  # fmt: skip
"""The ways of calibrating that look at all cases together."""
