"""Fit and membership tables, calibration helpers equal R's QCA 3.25.1 and SetMethods 4.1."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from casecompare.sets import haesebrouck
from casecompare_qca import intermediate, minimize, necessity, sufficiency, truth_table
from casecompare_qca.calibration.membership_checks import half_memberships, skewness
from casecompare_qca.calibration.target_regression import calibrate_by_regression
from casecompare_qca.calibration.thresholds import find_thresholds
from casecompare_qca.inquiry.fit_tables import membership_table, model_fit_table

REFERENCE = Path(__file__).parent / "reference"

CHECKS = {
    check["id"]: check
    for topic in ("fit_tables", "calibration")
    for file in sorted(REFERENCE.glob(f"*/checks_{topic}.json"))
    for check in json.loads(file.read_text(encoding="utf-8"))
}

COLUMNS = {"incl": "inclusion", "cov": "coverage", "ron": "relevance", "pri": "pri"}


def names(method):
    return [name for name, check in CHECKS.items() if check["method"] == method]


def read(name):
    file = REFERENCE / name.split("/")[0] / "data.csv"
    data = pd.read_csv(file, dtype={0: str}, keep_default_na=False, na_values=[""], index_col=0)
    return data.set_axis(data.index.astype(str))


def as_list(value):
    return value if isinstance(value, list) else [value]


def solution_of(name):
    wanted = CHECKS[name]["params"]
    table = truth_table(
        read(name),
        wanted["outcome"],
        wanted["conditions"],
        negate_outcome=wanted["negate_outcome"],
        consistency=wanted["incl_cut"],
        pri=wanted["pri_cut"],
        cases=wanted["n_cut"],
    )
    if "directional_expectations" in wanted:
        return intermediate(table, wanted["directional_expectations"], include=wanted["include"])
    return minimize(table, include=wanted["include"])


def model_with(solution, terms):
    """Give the model with these terms; which one of several is R's first depends on R."""
    return next(model for model in solution.models if set(map(str, model.terms)) == set(terms))


@pytest.mark.parametrize("name", names("qca_fit"))
def test_fit_of_conditions(name):
    wanted, expected = CHECKS[name]["params"], CHECKS[name]["expected"]["sets"]
    measure = necessity if wanted["relation"] == "necessity" else sufficiency
    conditions = as_list(wanted["conditions"])

    def fit(missing):
        negated = wanted["negate_outcome"]
        return measure(read(name), wanted["outcome"], conditions, negate_outcome=negated, missing=missing)

    if name.startswith("sim_missing/"):
        # R answers "missing"; we say which cases are, and measure the others when told to leave them out.
        assert expected[0]["incl"] is None
        with pytest.raises(ValueError, match="values are missing in A"):
            fit("refuse")
        assert fit("drop").notna().all(axis=None)
        return
    found = fit("refuse")
    for one in expected:
        for column, value in one.items():
            if column in COLUMNS:
                check_value(found.loc[one["set"], COLUMNS[column]], value, CHECKS[name]["tolerance"])
            elif column == "cons_haesebrouck":
                check_value(haesebrouck_of(name, one["set"]), value, CHECKS[name]["tolerance"])


def haesebrouck_of(name, literal):
    data, wanted = read(name), CHECKS[name]["params"]
    x = data[literal.removeprefix("~")]
    y = data[wanted["outcome"]]
    return haesebrouck(1 - x if literal[0] == "~" else x, 1 - y if wanted["negate_outcome"] else y)


def check_value(got, expected, tolerance):
    assert np.isnan(got) if expected is None else got == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("name", names("qca_fit_solution"))
def test_fit_of_solutions(name):
    expected, solution = CHECKS[name]["expected"], solution_of(name)
    if "error" in expected:
        check_tautology(solution)
        return
    rows = {row["set"]: row for row in expected["sets"]}
    model = model_with(solution, set(rows) - {"solution_formula"})
    table = model_fit_table(model)
    for name_, row in rows.items():
        got = table.loc["model" if name_ == "solution_formula" else name_]
        for column, value in row.items():
            if column != "set":
                where = {**COLUMNS, "cons_haesebrouck": "haesebrouck"}[column]
                check_value(got[where], value, CHECKS[name]["tolerance"])


def check_tautology(solution):
    """R stops where no row speaks against the outcome."""
    assert solution.is_tautology
    table = model_fit_table(solution.models[0])
    assert table.loc["model", "coverage"] == 1
    assert membership_table(solution.models[0])["model"].eq(1).all()


@pytest.mark.parametrize("name", names("pim_memberships"))
def test_memberships(name):
    expected, solution = CHECKS[name]["expected"], solution_of(name)
    if "error" in expected:
        check_tautology(solution)
        return
    columns = expected["memberships"]
    table = membership_table(model_with(solution, set(columns) - {"solution_formula", "out"}))
    assert list(table.index) == expected["cases"]
    for column, values in columns.items():
        where = {"solution_formula": "model", "out": "outcome"}.get(column, column)
        assert table[where].tolist() == pytest.approx(values, abs=1e-9)


@pytest.mark.parametrize("name", names("skewness"))
def test_skewness(name):
    found = skewness(read(name), CHECKS[name]["params"]["columns"])
    expected = CHECKS[name]["expected"]["sets"]
    assert list(found.index) == [row["set"] for row in expected]
    for row in expected:
        got = found.loc[row["set"]]
        assert (got["above_half"], got["cases"]) == (row["above_half"], row["total"])
        assert 100 * got["share"] == pytest.approx(row["percent"], abs=0.0051)


@pytest.mark.parametrize("name", names("half_memberships"))
def test_half_memberships(name):
    found = half_memberships(read(name), CHECKS[name]["params"]["columns"])
    cells = {(row["case"], row["row"], row["column"]) for row in CHECKS[name]["expected"]["cells"]}
    assert set(zip(found["case"], found["row"], found["column"], strict=True)) == cells
    assert len(found) == len(CHECKS[name]["expected"]["cells"])


@pytest.mark.parametrize("name", names("find_thresholds"))
def test_find_thresholds(name):
    wanted = CHECKS[name]["params"]
    found = find_thresholds(
        read(name)[wanted["column"]], wanted["n"], linkage=wanted["linkage"], distance=wanted["distance"]
    )
    assert list(found) == pytest.approx(as_list(CHECKS[name]["expected"]["thresholds"]), rel=1e-9)


@pytest.mark.parametrize("name", names("indirect_calibration_regression"))
def test_indirect_calibration_by_regression(name):
    wanted, data = CHECKS[name]["params"], read(name)
    found = calibrate_by_regression(data[wanted["column"]], data[wanted["target"]], family=wanted["family"])
    assert found.tolist() == pytest.approx(CHECKS[name]["expected"]["values"], abs=1e-9)


def test_every_check_is_used():
    counts = {method: len(names(method)) for method in {check["method"] for check in CHECKS.values()}}
    assert counts == {
        "qca_fit": 38,
        "qca_fit_solution": 16,
        "pim_memberships": 27,
        "skewness": 9,
        "half_memberships": 9,
        "find_thresholds": 100,
        "indirect_calibration_regression": 2,
    }
