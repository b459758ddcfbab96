"""Calibration by cut points and anchors that the researcher sets: crisp, multi-value, direct, linear.

References
----------
Ragin, C. C. (2008). Redesigning social inquiry. Chicago, chapter 5 (the direct method).
Thiem, A. (2014). Membership function sensitivity of descriptive statistics in fuzzy-set relations.
International Journal of Social Research Methodology 17, 625-642 (linear, power and bell functions).
Cronqvist, L. and Berg-Schlosser, D. (2009). Multi-value QCA. In Rihoux and Ragin (eds.), Configurational
comparative methods. Sage (several cut points).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets.calibration_method import (
    Array,
    CalibrationFinding,
    CalibrationMethod,
    check_numbers,
    check_options,
    check_rising,
    listing,
    option_number,
)
from casecompare.study.model import Calibration

__all__ = ["ANCHORED"]

_FULL, _NONE = 0.9999, 0.0001
"""The logistic curve never ends; beyond these memberships a case is taken as fully in or out."""

_SHAPES = ("bell", "inverse bell")
_DIRECTIONS = ("rising", "falling")
_POWERS = {"below": (0.0, math.inf), "above": (0.0, math.inf)}


def logistic(values: Array, exclusion: float, crossover: float, inclusion: float, idm: float = 0.95) -> Array:
    """Give memberships by Ragin's direct method.

    1 / (1 + exp(-k·(x-c)/s)) with k = ln(idm/(1-idm)) and s the distance from the crossover c to the anchor
    on the value's side: `idm` at full inclusion, 1 - `idm` at full exclusion, 0.5 at the crossover.

    Parameters
    ----------
    values
        Raw values, shape ``(cases,)``.
    exclusion, crossover, inclusion
        The anchors, rising or falling.
    idm
        Membership at the inclusion anchor, between 0.5 and 1.

    Examples
    --------
    >>> logistic(np.array([2.0, 5.0, 8.0]), 2, 5, 8).round(2).tolist()
    [0.05, 0.5, 0.95]
    """
    scale = np.where(_is_out(values, crossover, inclusion), crossover - exclusion, inclusion - crossover)
    steepness = math.log(idm / (1.0 - idm))
    # Beyond 700 the exponential leaves the range of floats; memberships are 0 or 1 long before.
    memberships = 1.0 / (1.0 + np.exp(-np.clip(steepness * (values - crossover) / scale, -700.0, 700.0)))
    return np.where(memberships > _FULL, 1.0, np.where(memberships < _NONE, 0.0, memberships))


def linear(
    values: Array,
    exclusion: float,
    crossover: float,
    inclusion: float,
    below: float = 1.0,
    above: float = 1.0,
) -> Array:
    """Give memberships along two straight lines, or power curves, that meet at the crossover.

    0 at the exclusion anchor and beyond, 1 at the inclusion anchor and beyond; between exclusion and
    crossover ((x-e)/(c-e))^below / 2, between crossover and inclusion 1 - ((i-x)/(i-c))^above / 2.

    Examples
    --------
    >>> linear(np.array([1.0, 3.5, 5.0, 6.5, 9.0]), 2, 5, 8).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    rise = np.clip((values - exclusion) / (crossover - exclusion), 0.0, 1.0) ** below / 2.0
    fall = np.clip((inclusion - values) / (inclusion - crossover), 0.0, 1.0) ** above / 2.0
    # Adding zero turns the -0.0 of a falling set into 0.0.
    return np.where(_is_out(values, crossover, inclusion), rise, 1.0 - fall) + 0.0


def bell(values: Array, anchors: tuple[float, ...], below: float = 1.0, above: float = 1.0) -> Array:
    """Give memberships in a set of middling values: six rising anchors, out-half-in then in-half-out.

    Examples
    --------
    >>> bell(np.array([10, 25, 50, 75, 90]), (10, 25, 40, 60, 75, 90)).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    first_out, first_half, first_in, last_in, last_half, last_out = anchors
    rising = linear(values, first_out, first_half, first_in, below, above)
    falling = linear(values, last_out, last_half, last_in, below, above)
    return np.minimum(rising, falling)


def _is_out(values: Array, crossover: float, inclusion: float) -> npt.NDArray[np.bool_]:
    """Say which values lie on the crossover's side of exclusion."""
    return values < crossover if inclusion > crossover else values > crossover


def _apply_crisp(values: pd.Series, calibration: Calibration) -> Array:
    is_in = _apply_cuts(values, calibration)
    return 1.0 - is_in if calibration.options.get("direction") == "falling" else is_in


def _apply_cuts(values: pd.Series, calibration: Calibration) -> Array:
    # A value equal to a cut point lies above it.
    cuts, _ = check_numbers(calibration.kind, calibration.parameters)
    return np.searchsorted(np.array(cuts), values.to_numpy(float), side="right").astype(float)


def _apply_direct(values: pd.Series, calibration: Calibration) -> Array:
    anchors, _ = check_numbers(calibration.kind, calibration.parameters)
    if len(anchors) != 3:
        return _apply_linear(values, calibration)
    exclusion, crossover, inclusion = anchors
    idm = option_number(calibration, "idm", 0.95)
    return logistic(values.to_numpy(float), exclusion, crossover, inclusion, idm)


def _apply_linear(values: pd.Series, calibration: Calibration) -> Array:
    anchors, _ = check_numbers(calibration.kind, calibration.parameters)
    raw = values.to_numpy(float)
    below, above = (option_number(calibration, power, 1.0) for power in _POWERS)
    if len(anchors) == 3:
        exclusion, crossover, inclusion = anchors
        return linear(raw, exclusion, crossover, inclusion, below, above)
    if calibration.options.get("shape") == "inverse bell":
        # One minus the bell, so that `below` still belongs to the part under 0.5.
        return 1.0 - bell(raw, tuple(anchors), above, below)
    return bell(raw, tuple(anchors), below, above)


def _check_crisp(calibration: Calibration) -> list[CalibrationFinding]:
    cuts, findings = check_numbers("crisp", calibration.parameters)
    if not findings and len(cuts) != 1:
        message = f"crisp needs one cut point, not {len(cuts)}."
        findings.append((("crisp",), message, "Use multi-value for several." if cuts else ""))
    findings += _check_choice(calibration, "direction", _DIRECTIONS)
    return findings + check_options(calibration, {}, ["direction"])


def _check_multi_value(calibration: Calibration) -> list[CalibrationFinding]:
    cuts, findings = check_numbers(calibration.kind, calibration.parameters)
    if not findings and not cuts:
        findings.append(((calibration.kind,), "multi-value needs at least one cut point.", ""))
    if not findings:
        findings += check_rising(calibration.kind, cuts, "cut points")
    return findings + check_options(calibration, {})


def _check_direct(calibration: Calibration) -> list[CalibrationFinding]:
    anchors, findings = _check_anchors(calibration)
    if len(anchors) == 6:
        return findings + _check_bell_options(calibration)
    return findings + check_options(calibration, {"idm": (0.5, 1.0)})


def _check_linear(calibration: Calibration) -> list[CalibrationFinding]:
    anchors, findings = _check_anchors(calibration)
    if len(anchors) == 6:
        return findings + _check_bell_options(calibration)
    return findings + check_options(calibration, _POWERS)


def _check_bell_options(calibration: Calibration) -> list[CalibrationFinding]:
    return _check_choice(calibration, "shape", _SHAPES) + check_options(calibration, _POWERS, ["shape"])


def _check_choice(
    calibration: Calibration, option: str, choices: tuple[str, str]
) -> list[CalibrationFinding]:
    chosen = calibration.options.get(option, choices[0])
    if chosen in choices:
        return []
    return [((option,), f"unknown {option} {chosen!r}.", f"Use '{choices[0]}' or '{choices[1]}'.")]


def _check_anchors(calibration: Calibration) -> tuple[list[float], list[CalibrationFinding]]:
    kind = calibration.kind
    anchors, findings = check_numbers(kind, calibration.parameters)
    if findings:
        return anchors, findings
    if len(anchors) == 3:
        return anchors, check_three_anchors(kind, anchors)
    if len(anchors) == 6:
        return anchors, _check_six_anchors(kind, anchors)
    message = f"{kind} needs 3 anchors, or 6 for a bell shape, not {len(anchors)}."
    return anchors, [((kind,), message, "Write [exclusion, crossover, inclusion].")]


def check_three_anchors(kind: str, anchors: list[float]) -> list[CalibrationFinding]:
    """Find anchors that neither rise nor fall from exclusion over crossover to inclusion."""
    findings = check_rising(kind, anchors, "anchors")
    if not findings or len(set(anchors)) < 3:
        return findings
    if anchors == sorted(anchors, reverse=True):
        return []
    message = f"anchors are in an impossible order: {listing(anchors)}."
    return [((kind,), message, "Exclusion, crossover and inclusion must rise or fall from one to the next.")]


def _check_six_anchors(kind: str, anchors: list[float]) -> list[CalibrationFinding]:
    # The two in the middle may be one: then the bell has a peak and no plateau.
    without_plateau = anchors[:3] + anchors[3 + (anchors[2] == anchors[3]) :]
    findings = check_rising(kind, without_plateau, "anchors")
    if findings and len(set(without_plateau)) == len(without_plateau):
        message = f"anchors are in an impossible order: {listing(anchors)}."
        findings = [((kind,), message, "The six anchors of a bell must rise.")]
    return findings


ANCHORED = (
    CalibrationMethod(
        name="crisp", title="crisp, one cut point", check=_check_crisp, apply=_apply_crisp,
        citation="Rihoux and Ragin 2009", gives="crisp",
    ),
    CalibrationMethod(
        name="multi-value", title="multi-value, several cut points", check=_check_multi_value,
        apply=_apply_cuts, citation="Cronqvist and Berg-Schlosser 2009", gives="multi-value",
    ),
    CalibrationMethod(
        name="direct", title="direct method, logistic", check=_check_direct, apply=_apply_direct,
        citation="Ragin 2008",
    ),
    CalibrationMethod(
        name="linear", title="piecewise linear or power function", check=_check_linear,
        apply=_apply_linear, citation="Thiem 2014",
    ),
)  # fmt: skip
"""The ways of calibrating that look at one case at a time, by numbers."""
