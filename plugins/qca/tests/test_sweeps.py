"""Many re-analyses agree with doing each one alone, and the large truth table with the direct one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import Calibration, calibrate
from casecompare_qca import minimize, truth_table
from casecompare_qca.solutions.sweeps import Specification, sweep
from casecompare_qca.table.case_data import read_case_data
from casecompare_qca.table.row_scores import _sums_corner_by_corner, _sums_of_all_corners, row_scores

CONDITIONS = ["A", "B", "C"]


def fuzzy(cases=40, seed=1, conditions=tuple(CONDITIONS)):
    chance = np.random.default_rng(seed)
    names = [*conditions, "Y"]
    index = [f"c{number:03}" for number in range(cases)]
    return pd.DataFrame(chance.random((cases, len(names))), columns=names, index=index)


def models_of(table):
    solution = minimize(table)
    return {frozenset(model.expression.split(" + ")) for model in solution.models}


def as_sets(entry):
    return {frozenset(model.split(" + ")) for model in entry.models}


@given(seed=st.integers(0, 10_000), conditions=st.integers(1, 6), cases=st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_the_sums_by_sub_cubes_are_the_sums_corner_by_corner(seed, conditions, cases):
    names = [f"C{number}" for number in range(conditions)]
    data = fuzzy(cases, seed, names).round(1)  # with ties at 0.5, and equal memberships
    read = read_case_data(data, "Y", names)
    corners = [read.space.corner(read.space.configuration(row + 1)) for row in range(2**conditions)]
    fast, slow = _sums_of_all_corners(read), _sums_corner_by_corner(read, corners)
    np.testing.assert_allclose(fast, slow, rtol=0, atol=1e-11)


def test_a_table_of_many_cases_has_the_scores_of_the_direct_way():
    data = fuzzy(20_000, 3)
    read = read_case_data(data, "Y", CONDITIONS)
    corners = [read.space.corner(read.space.configuration(row + 1)) for row in range(8)]
    direct = _sums_corner_by_corner(read, corners)
    inclusion, pri = row_scores(read, corners)
    np.testing.assert_allclose(inclusion, direct[1] / direct[0], rtol=1e-12)
    np.testing.assert_allclose(pri, direct[2] / direct[3], rtol=1e-12)


def test_a_pri_of_nothing_is_undefined_however_many_the_cases():
    # Every membership lies in the outcome and in its negation alike: nothing is left to tell them apart.
    data = pd.DataFrame({"A": [0.3] * 60_000, "Y": [0.45] * 60_000})
    row = truth_table(data, "Y", ["A"]).rows[0]
    assert row.configuration == (0,)
    data["A"] = 0.6
    data["Y"] = 0.6
    for row in truth_table(pd.concat([data, data], ignore_index=True), "Y", ["A"]).rows:
        assert row.inclusion == pytest.approx(1.0, abs=1e-12)
        assert row.pri == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("consistency", [0.6, 0.75, (0.9, 0.7)])
@pytest.mark.parametrize("pri", [0.0, 0.5])
@pytest.mark.parametrize("cases", [1, 3])
def test_a_specification_gives_what_the_analysis_alone_gives(consistency, pri, cases):
    data = fuzzy()
    asked = Specification(name="s", consistency=consistency, pri=pri, cases=cases)
    (entry,) = sweep(data, "Y", CONDITIONS, [asked]).log
    cuts = list(consistency) if isinstance(consistency, tuple) else consistency
    alone = truth_table(data, "Y", CONDITIONS, consistency=cuts, pri=pri, cases=cases)
    assert as_sets(entry) == models_of(alone)


@pytest.mark.parametrize("seed", range(8))
def test_a_bootstrap_is_the_analysis_of_the_drawn_cases(seed):
    data = fuzzy(30)
    (entry,) = sweep(data, "Y", CONDITIONS, [Specification(name="b", consistency=0.7, resample=seed)]).log
    drawn = np.random.default_rng(seed).integers(0, 30, size=30)
    again = data.iloc[drawn].reset_index(drop=True)
    assert as_sets(entry) == models_of(truth_table(again, "Y", CONDITIONS, consistency=0.7))


def test_a_changed_anchor_is_the_analysis_of_the_recalibrated_set():
    data = fuzzy()
    raw = pd.DataFrame({"B": np.linspace(0, 100, 40)}, index=data.index)
    anchors = Calibration(kind="direct", parameters=[20, 52, 80])
    (entry,) = sweep(
        data, "Y", CONDITIONS, [Specification(name="a", consistency=0.7, anchors={"B": anchors})], raw=raw
    ).log
    changed = data.assign(B=calibrate(raw["B"], anchors))
    assert as_sets(entry) == models_of(truth_table(changed, "Y", CONDITIONS, consistency=0.7))


def test_the_order_of_the_specifications_does_not_matter():
    asked = [Specification(name=str(seed), consistency=0.7, resample=seed) for seed in range(20)]
    forth, back = sweep(fuzzy(), "Y", CONDITIONS, asked), sweep(fuzzy(), "Y", CONDITIONS, asked[::-1])
    assert {one.specification.name: one.models for one in forth.log} == {
        one.specification.name: one.models for one in back.log
    }
    pd.testing.assert_frame_equal(forth.term_shares(), back.term_shares())


def test_the_shares_count_specifications():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}, index=list("klmn"))
    asked = [Specification(name="all"), Specification(name="none", cases=5)]
    found = sweep(data, "Y", ["A", "B"], asked)
    assert found.to_frame()["models"].tolist() == ["A", ""]
    assert found.term_shares().to_dict("index") == {"A": {"in_some": 0.5, "in_all": 0.5}}


@pytest.mark.parametrize(
    ("anchors", "raw", "message"),
    [
        ({"Z": Calibration(kind="crisp", parameters=1)}, None, "'Z' is no condition of this analysis"),
        ({"A": Calibration(kind="crisp", parameters=1)}, None, "the raw values of 'A' are needed"),
    ],
)
def test_anchors_that_cannot_be_changed_are_refused(anchors, raw, message):
    with pytest.raises(ValueError, match=message):
        sweep(fuzzy(), "Y", CONDITIONS, [Specification(name="s", anchors=anchors)], raw=raw)
