"""Robustness measures and ranges equal R's SetMethods 4.1, or the right values where that is wrong."""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from casecompare_qca import minimize, truth_table
from casecompare_qca.inquiry.robustness import Robustness, compare_solutions, robustness
from casecompare_qca.inquiry.robustness_ranges import calibration_range, consistency_range, frequency_range

REFERENCE = Path(__file__).parent / "reference"

CHECKS = {
    check["id"]: check
    for file in sorted(REFERENCE.glob("*/checks_robustness.json"))
    for check in json.loads(file.read_text(encoding="utf-8"))
}

FROM_ROUNDED = 0.0021
"""R computes the ratios of fit from numbers that it has rounded to three digits (S08)."""


def names(method):
    return [name for name, check in CHECKS.items() if check["method"] == method]


def read(name):
    file = REFERENCE / name.split("/")[0] / "data.csv"
    data = pd.read_csv(file, dtype={0: str}, keep_default_na=False, na_values=[""], index_col=0)
    return data.set_axis(data.index.astype(str))


def solution(name, decisions):
    wanted = CHECKS[name]["params"]
    table = truth_table(
        read(name),
        wanted["outcome"],
        wanted["conditions"],
        negate_outcome=wanted["negate_outcome"],
        consistency=decisions["incl_cut"],
        cases=decisions["n_cut"],
    )
    return minimize(table, include=decisions["include"])


def expected_of(name):
    """Give R's values, or the right ones where R leaves out all test models but two (S01)."""
    check = CHECKS[name]
    return check["correct"] if check.get("peer_wrong") else check["expected"]


def results(name) -> list[Robustness]:
    """Compare every initial model with every choice of one model per test solution.

    R takes the first model of each without saying so (S09), and its order of models is its own.
    """
    wanted = CHECKS[name]["params"]
    initial = solution(name, wanted["initial"])
    tests = [solution(name, decisions) for decisions in wanted["tests"]]
    return [
        robustness(first, {str(number): model for number, model in enumerate(chosen, 1)})
        for first in initial.models
        for chosen in product(*(test.models for test in tests))
    ]


def only_like(name, is_like):
    """Assert that the result, or with tied models one of the results, is like the expected one."""
    found = results(name)
    assert any(is_like(result) for result in found), [str(result) for result in found]


@pytest.mark.parametrize("name", names("robust_core_fit"))
def test_core_fit(name):
    wanted = CHECKS[name]["expected"]

    def is_like(result):
        got = (result.core_fit.inclusion, result.core_fit.coverage, result.core_fit.pri)
        return got == pytest.approx((wanted["incl"], wanted["cov"], wanted["pri"]), abs=0.00051)

    only_like(name, is_like)


@pytest.mark.parametrize("name", names("robustness_fit"))
def test_robustness_fit(name):
    wanted = expected_of(name)
    tolerance = 1e-9 if CHECKS[name].get("peer_wrong") else FROM_ROUNDED

    def is_like(result):
        got = {
            "rf_coverage": result.fit_ratio_coverage,
            "rf_consistency": result.fit_ratio_consistency,
            "set_coincidence_min": result.coincidence_with_minimum,
            "set_coincidence_max": result.coincidence_with_maximum,
        }
        return got == pytest.approx(wanted, abs=tolerance)

    only_like(name, is_like)


@pytest.mark.parametrize("name", names("robust_single_test"))
def test_single_tests(name):
    wanted = {row["test_index"]: row for row in CHECKS[name]["expected"]["rows"]}

    def is_like(result):
        for test, got in result.single_tests.iterrows():
            row = wanted[int(test)]
            if set(got["model"].split(" + ")) != set(row["model"].split("+")) or got["rank"] != row["rank"]:
                return False
            if got["coincidence"] != pytest.approx(row["set_coincidence"], abs=0.00051):
                return False
        return len(result.single_tests) == len(wanted)

    only_like(name, is_like)


@pytest.mark.parametrize("name", names("robust_cases"))
def test_cases(name):
    wanted = expected_of(name)

    def is_like(result):
        groups = result.cases["group"]
        for group, cases in wanted["groups"].items():
            if set(groups.index[groups == group.replace("_", " ")]) != set(cases):
                return False
        return (
            same(result.ratio_typical, wanted["ratio_typical"])
            and same(result.ratio_deviant, wanted["ratio_deviant"])
            and result.rank == wanted["rank"]
        )

    only_like(name, is_like)


def same(got, expected):
    return math.isnan(got) if expected is None else got == pytest.approx(expected, abs=0.00051)


def check_range(found, expected, at=0):
    for bound, wanted in ((found.lower, expected["lower"][at]), (found.upper, expected["upper"][at])):
        assert bound.value == (None if wanted is None else pytest.approx(wanted, abs=1e-9))


@pytest.mark.parametrize("name", names("robust_inclusion_range"))
def test_consistency_range(name):
    wanted = CHECKS[name]["params"]
    found = consistency_range(
        read(name),
        wanted["outcome"],
        wanted["conditions"],
        consistency=wanted["incl_cut"][0],
        step=wanted["step"],
        steps=wanted["max_runs"],
        cases=wanted["n_cut"],
        include=wanted["include"],
    )
    check_range(found, CHECKS[name]["expected"])


@pytest.mark.parametrize("name", names("robust_frequency_range"))
def test_frequency_range(name):
    wanted = CHECKS[name]["params"]
    found = frequency_range(
        read(name),
        wanted["outcome"],
        wanted["conditions"],
        cases=wanted["n_cut"],
        step=wanted["step"],
        steps=wanted["max_runs"],
        consistency=wanted["incl_cut"],
        include=wanted["include"],
    )
    check_range(found, CHECKS[name]["expected"])


@pytest.mark.parametrize("name", names("robust_calibration_range"))
def test_calibration_range(name):
    wanted, data = CHECKS[name]["params"], read(name)
    found = calibration_range(
        data,
        wanted["outcome"],
        wanted["conditions"],
        condition=wanted["calibrated_column"],
        raw=data[wanted["raw_column"]],
        anchors=wanted["anchors"],
        step=wanted["step"],
        steps=wanted["max_runs"],
        consistency=wanted["incl_cut"],
        cases=wanted["n_cut"],
        include=wanted["include"],
    )
    for at, one in enumerate(found):
        check_range(one, CHECKS[name]["expected"], at)


def test_no_tied_model_is_passed_over():
    name = "ethnic_protest_fuzzy/robustness_fit-01"
    wanted = CHECKS[name]["params"]
    initial = solution(name, wanted["initial"])
    tests = {str(number): solution(name, one) for number, one in enumerate(wanted["tests"], 1)}
    found = compare_solutions(initial, tests)
    assert [result.initial for result in found] == list(initial.models)
    assert len(initial.models) == 4
    assert all(len(result.tests) == sum(len(test.models) for test in tests.values()) for result in found)
    assert "1, model 1 of 2" in found[0].tests


def test_every_check_is_used():
    assert len(CHECKS) == 28
