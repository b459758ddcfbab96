"""Robustness: no test model is left out, and ranges end where they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import minimize, truth_table
from casecompare_qca.inquiry.robustness import compare_solutions, robustness
from casecompare_qca.inquiry.robustness_ranges import calibration_range, consistency_range, frequency_range

SETTINGS = settings(max_examples=50, deadline=None)

PANEL = pd.DataFrame(
    {
        "A": [0.8, 0.3, 0.6, 0.1, 0.9, 0.4],
        "B": [0.2, 0.9, 0.7, 0.3, 0.6, 0.8],
        "Y": [0.7, 0.5, 0.9, 0.2, 0.8, 0.3],
        "YEAR": [1990, 1990, 1990, 2000, 2000, 2000],
        "UNIT": [*"klm", *"klm"],
    },
    index=[f"c{i}" for i in range(6)],
)


@st.composite
def models_of_one_data_set(draw):
    grades = st.sampled_from([0.0, 0.1, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0])
    rows = draw(st.lists(st.tuples(grades, grades, grades), min_size=3, max_size=12))
    data = pd.DataFrame(rows, columns=["A", "B", "Y"], index=[f"c{i}" for i in range(len(rows))])
    cuts = draw(st.lists(st.sampled_from([0.6, 0.7, 0.8, 0.9, 0.95]), min_size=2, max_size=4))
    return [minimize(truth_table(data, "Y", ["A", "B"], consistency=cut)) for cut in cuts]


@SETTINGS
@given(models_of_one_data_set(), st.randoms(use_true_random=False))
def test_no_test_model_is_left_out_and_their_order_does_not_matter(solutions, shuffler):
    models = [solution.models[0] for solution in solutions if solution.models]
    if len(models) < 2:
        return
    initial, *tests = models
    named = {f"test {number}": model for number, model in enumerate(tests)}
    result = robustness(initial, named)
    shuffled = list(named.items())
    shuffler.shuffle(shuffled)
    again = robustness(initial, dict(shuffled))
    assert result.to_frame().equals(again.to_frame())
    assert (result.core <= initial.membership + 1e-12).all()
    for model in tests:
        assert (result.core <= model.membership + 1e-12).all()
        assert (result.maximum >= model.membership - 1e-12).all()
    ranks = result.single_tests["rank"]
    assert result.rank >= ranks.max()
    assert len(result.cases) == len(initial.table.data.cases)


def test_a_model_is_fully_robust_against_itself():
    solution = minimize(truth_table(PANEL, "Y", ["A", "B"], consistency=0.8))
    for result in compare_solutions(solution, {"same": solution}):
        if solution.model_count == 1:
            assert (result.rank, result.fit_ratio_consistency, result.coincidence_with_maximum) == (1, 1, 1)
            assert result.ratio_typical == 1
            assert "robust typical" in set(result.cases["group"])


def test_a_test_solution_without_a_model_covers_nothing():
    solution = minimize(truth_table(PANEL, "Y", ["A", "B"], consistency=0.8))
    empty = minimize(truth_table(PANEL, "Y", ["A", "B"], consistency=1.0, pri=1.0, cases=5))
    assert empty.is_empty
    (result,) = compare_solutions(solution, {"five cases per row": empty})
    assert result.core.sum() == 0
    assert result.rank == 3
    assert np.isnan(result.fit_ratio_consistency)
    assert result.tests["five cases per row"].expression == "0"


def test_models_of_other_cases_are_refused():
    first = minimize(truth_table(PANEL, "Y", ["A"])).models[0]
    second = minimize(truth_table(PANEL.iloc[1:], "Y", ["A"])).models[0]
    with pytest.raises(ValueError, match="the test model 'fewer' is of other cases"):
        robustness(first, {"fewer": second})
    with pytest.raises(ValueError, match="explains another outcome"):
        robustness(first, {"B": minimize(truth_table(PANEL, "B", ["A"], consistency=0.5)).models[0]})
    with pytest.raises(ValueError, match="name at least one test model"):
        robustness(first, {})


@pytest.mark.parametrize("step", [0.01, 0.05])
def test_the_models_are_the_same_within_the_range_and_differ_just_outside(step):
    def models(cut):
        return set(minimize(truth_table(PANEL, "Y", ["A", "B"], consistency=cut)).formulas)

    found = consistency_range(PANEL, "Y", ["A", "B"], consistency=0.85, step=step, steps=40)
    inside = np.arange(found.lower.value or 0.45, found.upper.value or 1.0, step)
    assert all(models(cut) == models(0.85) for cut in inside)
    for bound, direction in ((found.lower, -1), (found.upper, 1)):
        if bound.reason == "the models change":
            assert models(bound.value + direction * step) != models(0.85)


def test_a_range_ends_where_everything_leads_to_the_outcome():
    data = pd.DataFrame({"A": [0.9, 0.2, 0.6], "Y": [0.9, 0.3, 0.4]}, index=list("klm"))
    found = consistency_range(data, "Y", ["A"], consistency=0.85, step=0.1)
    assert minimize(truth_table(data, "Y", ["A"], consistency=0.55)).is_tautology
    assert (found.lower.value, found.lower.reason) == (pytest.approx(0.65), "the models change")
    # At 0.95 no row is left.
    assert (found.upper.value, found.upper.reason) == (0.85, "no row leads to the outcome")


def test_a_range_without_a_model_to_keep():
    with pytest.raises(ValueError, match="no row leads to the outcome to begin with"):
        frequency_range(PANEL, "Y", ["A", "B"], cases=6)
    with pytest.raises(ValueError, match="the step must be positive"):
        frequency_range(PANEL, "Y", ["A", "B"], step=0)


def test_anchors_do_not_pass_each_other():
    raw = pd.Series([9.0, 2, 8, 1, 9.5, 3], index=PANEL.index)
    ranges = calibration_range(
        PANEL, "Y", ["A"], condition="A", raw=raw, anchors=[1, 4, 6], step=1, steps=50, consistency=0.7
    )
    assert [found.name for found in ranges] == ["exclusion", "crossover", "inclusion"]
    for found in ranges:
        assert found.upper.value is None or found.upper.value <= {"exclusion": 4, "crossover": 6}.get(
            found.name, np.inf
        )
    assert "exclusion: " in str(ranges[0])
    with pytest.raises(ValueError, match="raw values of 'A' are missing for c0"):
        calibration_range(PANEL, "Y", ["A"], condition="A", raw=raw.drop("c0"), anchors=[1, 4, 6], step=1)
    with pytest.raises(ValueError, match="1, 6, 4 do neither"):
        calibration_range(PANEL, "Y", ["A"], condition="A", raw=raw, anchors=[1, 6, 4], step=1)
    with pytest.raises(ValueError, match="'C' is neither a condition nor the outcome"):
        calibration_range(PANEL, "Y", ["A"], condition="C", raw=raw, anchors=[1, 4, 6], step=1)
