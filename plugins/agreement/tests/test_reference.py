"""Every reference number, at 1e-9; what is undefined there is undefined here, with a reason in words."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest

from casecompare_agreement import (
    average_deviation,
    average_deviation_scale,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    intraclass_correlation,
    kendall_w,
    krippendorff_alpha,
    light_kappa,
    nested_intraclass_correlation,
    pairwise_kappas,
    percent_agreement,
    percent_all_agree,
    r_wg,
    r_wg_j,
    r_wg_star,
)

REFERENCE = Path(__file__).parent / "reference"
SETS = sorted(folder.name for folder in REFERENCE.iterdir() if folder.is_dir())
CHECKS = [
    (name, check)
    for name in SETS
    for check in json.loads((REFERENCE / name / "checks.json").read_text(encoding="utf-8"))
]
FRAMES = {name: pd.read_csv(REFERENCE / name / "data.csv") for name in SETS}


LIMITS = ("df2", "ci95_lower", "ci95_upper")
EXCEPTED = {
    (name, "icc2k"): LIMITS
    for name in ("anxiety", "krippendorff_2011", "shrout_fleiss_1979", "sim_fuzzy4_missing_s704",
                 "sim_fuzzy5_s703", "sim_ordinal3_s702")
}  # fmt: skip
"""Numbers of irr alone, which we hold to be wrong. For ICC(2,k) irr takes k*ICC/(n*(1 - ICC)) for the weight
of the coders' mean square, which belongs to ICC(2,1); of the mean of k coders it is ICC/(n*(1 - ICC)), for
only then does the denominator of F have the expectation of its numerator; see `test_limits_of_the_mean`."""


def units(name):
    return FRAMES[name].set_index("unit")


def by_case(name):
    return {str(case): rows for case, rows in FRAMES[name].groupby("case", sort=False)}


def per_unit(name, measure, item=""):
    """One number per unit: a row of the table, or one item of a case as its experts judged it."""
    if item:
        return {case: measure([rows[item].tolist()])[0] for case, rows in by_case(name).items()}
    return dict(zip(units(name).index, measure(units(name)), strict=True))


def per_scale(name, measure, items):
    return {case: measure(rows[items].T.to_numpy()) for case, rows in by_case(name).items()}


def coefficient(found):
    return {
        "value": found.value, "observed_agreement": found.observed, "chance_agreement": found.expected,
        "z": found.z, "n_units": found.units, "reason": found.reason,
    }  # fmt: skip


def icc(found):
    return {
        "value": found.value, "F": found.f, "df1": found.numerator, "df2": found.denominator,
        "ci95_lower": found.low, "ci95_upper": found.high, "n_units": found.units, "reason": found.reason,
    }  # fmt: skip


def concordance(found):
    return {
        "value": found.value, "chi2": found.chi_squared, "p_value": found.probability, "reason": found.reason,
    }  # fmt: skip


def nested(name, item):
    frame = FRAMES[name]
    found = nested_intraclass_correlation(frame["case"], frame[item])
    return {"icc1": found.single, "icc2": found.mean}


def pairs(name):
    ratings = units(name)
    by_weight = {weights: pairwise_kappas(ratings, weights) for weights in ("none", "linear", "quadratic")}
    coders = list(ratings.columns)
    return {
        "pairs": [
            {
                "raters": [coders[first], coders[second]],
                "n": by_weight["none"][first, second].units,
                **{weights: kappas[first, second].value for weights, kappas in by_weight.items()},
            }
            for first, second in by_weight["none"]
        ]
    }


def categories(params):
    return None if params["categories"] == "observed" else params["categories"]


def is_complete(params):
    return params.get("units") == "complete"


MEASURES = {
    "krippendorff_alpha": lambda name, p: coefficient(krippendorff_alpha(units(name), p["level"])),
    "percent_agreement": lambda name, p: coefficient(percent_agreement(units(name))),
    "percent_all_agree": lambda name, p: coefficient(percent_all_agree(units(name))),
    "cohen_kappa": lambda name, p: coefficient(cohen_kappa(units(name), p["weights"])),
    "pairwise_cohen_kappa": lambda name, p: pairs(name),
    "light_kappa": lambda name, p: coefficient(light_kappa(units(name))),
    "fleiss_kappa": lambda name, p: coefficient(fleiss_kappa(units(name), complete=is_complete(p))),
    "fleiss_kappa_generalised": lambda name, p: coefficient(fleiss_kappa(units(name), p["weights"])),
    "conger_kappa": lambda name, p: coefficient(
        conger_kappa(units(name), p["weights"], complete=is_complete(p))
    ),
    "gwet_ac": lambda name, p: coefficient(gwet_ac(units(name), p["weights"], categories(p))),
    "brennan_prediger": lambda name, p: coefficient(
        brennan_prediger(units(name), p["weights"], categories(p))
    ),
    "icc": lambda name, p: icc(intraclass_correlation(units(name), p["form"])),
    "icc_nested_anova": lambda name, p: nested(name, p["item"]),
    "kendall_w": lambda name, p: concordance(kendall_w(units(name), tie_correction=p["tie_correction"])),
    "rwg": lambda name, p: per_unit(name, lambda codes: r_wg(codes, p["null_variance"]), p.get("item", "")),
    "rwg_j": lambda name, p: per_scale(name, lambda codes: r_wg_j(codes, p["null_variance"]), p["items"]),
    "rwg_j_lindell": lambda name, p: per_scale(
        name, lambda codes: r_wg_star(codes, p["null_variance"]), p["items"]
    ),
    "ad_m": lambda name, p: per_unit(
        name, lambda codes: average_deviation(codes, p["center"]), p.get("item", "")
    ),
    "ad_m_scale": lambda name, p: per_scale(
        name, lambda codes: average_deviation_scale(codes, p["center"]), p["items"]
    ),
}


def assert_same(found, expected):
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert_same(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    elif expected is None:
        assert math.isnan(found)
    else:
        assert found == (
            expected if isinstance(expected, str) else pytest.approx(expected, abs=1e-9, rel=1e-9)
        )


@pytest.mark.parametrize(("name", "check"), CHECKS, ids=[f"{name}-{check['id']}" for name, check in CHECKS])
def test_number(name, check):
    found = MEASURES[check["method"]](name, check["params"])
    excepted = EXCEPTED.get((name, check["id"]), ())

    assert_same(found, {key: value for key, value in check["expected"].items() if key not in excepted})
    if "reason" in found:
        assert bool(found["reason"]) == math.isnan(found["value"])


def test_every_set_and_every_measure_is_there():
    assert len(SETS) == 12
    assert len(CHECKS) == 292
    assert {check["method"] for _, check in CHECKS} == set(MEASURES)


@pytest.mark.parametrize(("name", "left_out"), EXCEPTED)
def test_limits_of_the_mean(name, left_out):
    ratings = units(name)
    coders = ratings.shape[1]

    single = intraclass_correlation(ratings, "ICC(2,1)")
    mean = intraclass_correlation(ratings, "ICC(2,k)")

    assert mean.denominator == pytest.approx(single.denominator)
    for of_mean, of_one in ((mean.value, single.value), (mean.low, single.low), (mean.high, single.high)):
        assert of_mean == pytest.approx(coders * of_one / (1 + (coders - 1) * of_one))
    (check,) = [check for one, check in CHECKS if (one, check["id"]) == (name, left_out)]
    low, high = check["expected"]["ci95_lower"], check["expected"]["ci95_upper"]
    assert (mean.low, mean.high) != pytest.approx((low, high), abs=1e-4)
    assert (mean.low, mean.high) == pytest.approx((low, high), abs=0.06)
