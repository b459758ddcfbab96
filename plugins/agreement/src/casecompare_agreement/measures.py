"""Which measures fit which level of measurement, each under one name and with one form of result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from casecompare_agreement.concordance import kendall_w
from casecompare_agreement.consensus import CONTINUOUS_VARIANCE, average_deviation, r_wg, uniform_variance
from casecompare_agreement.intraclass import Form, intraclass_correlation
from casecompare_agreement.kappa import cohen_kappa, light_kappa
from casecompare_agreement.krippendorff import krippendorff_alpha
from casecompare_agreement.ratings import NO_PAIRS, Coefficient, Floats, Level, complete_units
from casecompare_agreement.scales import Scale
from casecompare_agreement.weighted import (
    Weights,
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    percent_all_agree,
)

__all__ = ["FITTING", "Measure", "MeasureName", "take_measures"]

MeasureName: TypeAlias = Literal[
    "percent", "all_agree", "alpha", "gwet", "brennan_prediger", "fleiss", "conger", "light", "icc1", "icc2",
    "icc3", "kendall_w", "r_wg", "deviation",
]  # fmt: skip

FITTING: Mapping[Level, tuple[MeasureName, ...]] = {
    "nominal": ("percent", "alpha", "gwet", "brennan_prediger", "fleiss", "conger"),
    "ordinal": ("percent", "alpha", "gwet", "conger", "kendall_w"),
    "interval": ("percent", "alpha", "icc2", "r_wg", "deviation"),
    "ratio": ("percent", "alpha", "icc2", "r_wg", "deviation"),
}
"""The measures that are reported for a value unless the study names others."""

_NEEDS_ORDER = ("icc1", "icc2", "icc3", "kendall_w", "r_wg", "deviation")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure of one coded value: its name in words, its value, limits where there are any.

    `reason` says why the value is undefined, and is empty where it is defined.
    """

    title: str
    value: float
    low: float = np.nan
    high: float = np.nan
    units: int = 0
    reason: str = ""


def take_measures(
    ratings: Floats, scale: Scale, names: Sequence[MeasureName] = (), weights: Weights = "quadratic"
) -> list[Measure]:
    """Give measures of agreement of one coded value.

    Parameters
    ----------
    ratings
        One row per decision, one column per coder, in numbers of the scale.
    scale
        Its level decides what fits; its ends and options what r_wg compares with.
    names
        Which measures; by default those of `FITTING`. Those that need an order are left out where there is
        none.
    weights
        Of kappas, Gwet's AC2 and Brennan-Prediger where codes are ordered.

    Examples
    --------
    >>> codes = np.array([[0.2, 0.2], [0.8, 0.6], [0.4, 0.4]])
    >>> [(one.title, round(one.value, 2)) for one in take_measures(codes, Scale(level="interval"))][:2]
    [('Exact agreement', 0.67), ("Krippendorff's alpha (interval)", 0.88)]
    """
    chosen = names or FITTING[scale.level]
    weights = "none" if scale.level == "nominal" else weights
    return [
        measure
        for name in chosen
        if scale.level != "nominal" or name not in _NEEDS_ORDER
        for measure in _take(name, ratings, scale, weights)
    ]


def _take(name: MeasureName, ratings: Floats, scale: Scale, weights: Weights) -> Iterator[Measure]:
    if name in ("icc1", "icc2", "icc3"):
        yield from _intraclass(ratings, name[-1])
    elif name in _SPECIAL:
        yield _SPECIAL[name](ratings, scale)
    else:
        title, found = _coefficient(name, ratings, scale, weights)
        yield Measure(title=title, value=found.value, units=found.units, reason=found.reason)


def _coefficient(
    name: MeasureName, ratings: Floats, scale: Scale, weights: Weights
) -> tuple[str, Coefficient]:
    of_two = ratings.shape[1] == 2
    with_weights = "" if weights == "none" else f" ({weights} weights)"
    if name == "percent":
        return "Exact agreement", percent_agreement(ratings)
    if name == "all_agree":
        return "All coders agree", percent_all_agree(ratings)
    if name == "alpha":
        return f"Krippendorff's alpha ({scale.level})", krippendorff_alpha(ratings, scale.level)
    if name == "gwet":
        known = list(scale.positions.values()) if scale.options else None
        return f"Gwet's AC{1 if weights == 'none' else 2}{with_weights}", gwet_ac(ratings, weights, known)
    if name == "brennan_prediger":
        known = list(scale.positions.values()) if scale.options else None
        return f"Brennan-Prediger{with_weights}", brennan_prediger(ratings, weights, known)
    if name == "fleiss":
        is_scott = of_two and weights == "none" and len(complete_units(ratings)) == len(ratings)
        title = "Scott's pi" if is_scott else f"Fleiss' kappa{with_weights}"
        return title, fleiss_kappa(ratings, weights)
    if name == "light":
        return f"Light's kappa{with_weights}", light_kappa(ratings, weights)
    if of_two:
        return f"Cohen's kappa{with_weights}", cohen_kappa(ratings, weights)
    return f"Conger's kappa{with_weights}", conger_kappa(ratings, weights)


def _intraclass(ratings: Floats, number: str) -> Iterator[Measure]:
    forms: Mapping[str, tuple[Form, Form]] = {
        "1": ("ICC(1)", "ICC(1,k)"), "2": ("ICC(2,1)", "ICC(2,k)"), "3": ("ICC(3,1)", "ICC(3,k)"),
    }  # fmt: skip
    for form in forms[number]:
        found = intraclass_correlation(ratings, form)
        yield Measure(
            title=form, value=found.value, low=found.low, high=found.high, units=found.units,
            reason=found.reason,
        )  # fmt: skip


def _concordance(ratings: Floats, scale: Scale) -> Measure:
    found = kendall_w(ratings)
    return Measure(title="Kendall's W", value=found.value, units=found.units, reason=found.reason)


def _within_group(ratings: Floats, scale: Scale) -> Measure:
    title = "r_wg (mean over decisions)"
    if scale.is_membership:
        variance = CONTINUOUS_VARIANCE
    elif scale.options >= 2:
        variance = uniform_variance(scale.options)
    else:
        reason = "it is not known between which ends, or among how many codes, coders could choose"
        return Measure(title=title, value=np.nan, reason=reason)
    return _mean(title, r_wg(ratings, variance))


def _deviation(ratings: Floats, scale: Scale) -> Measure:
    return _mean("AD_M (mean over decisions)", average_deviation(ratings))


def _mean(title: str, found: Floats) -> Measure:
    defined = found[~np.isnan(found)]
    if not len(defined):
        return Measure(title=title, value=np.nan, reason=NO_PAIRS)
    return Measure(title=title, value=float(defined.mean()), units=len(defined))


_SPECIAL: Mapping[str, Callable[[Floats, Scale], Measure]] = {
    "kendall_w": _concordance, "r_wg": _within_group, "deviation": _deviation,
}  # fmt: skip
