"""Thresholds from gaps and calibration by regression: what must hold, and the refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca.calibration.target_regression import calibrate_by_regression
from casecompare_qca.calibration.thresholds import find_thresholds

SETTINGS = settings(max_examples=50, deadline=None)


@SETTINGS
@given(
    st.lists(st.integers(0, 60), min_size=4, max_size=25),
    st.integers(1, 3),
    st.sampled_from([0.125, 0.5, 2, 64]),
)
def test_thresholds_part_the_values_and_follow_their_unit(values, count, unit):
    if len(set(values)) <= count:
        with pytest.raises(ValueError, match=f"{count} thresholds need {count + 1} different values"):
            find_thresholds(values, count)
        return
    found = find_thresholds(values, count)
    assert len(found) == count
    assert len(set(np.searchsorted(found, sorted(values)).tolist())) == count + 1
    again = find_thresholds([value * unit for value in values], count, linkage="single")
    assert list(again) == pytest.approx(
        [threshold * unit for threshold in find_thresholds(values, count, linkage="single")]
    )


def test_single_linkage_cuts_at_the_widest_gaps():
    values = [1, 2, 4, 9, 10, 30, 31]
    assert find_thresholds(values, 2, linkage="single") == (6.5, 20)


def test_thresholds_of_too_many_values():
    with pytest.raises(ValueError, match="5,001 values are too many to cluster"):
        find_thresholds(np.arange(5001.0))
    with pytest.raises(ValueError, match="ask for one threshold at least, not 0"):
        find_thresholds([1, 2], 0)


def test_regression_does_not_depend_on_the_unit():
    values, scores = [1.0, 2, 3, 5, 8, 9], [0.0, 0.2, 0.2, 0.6, 0.8, 1.0]
    for family in ("binomial", "beta"):
        first = calibrate_by_regression(values, scores, family=family)
        second = calibrate_by_regression([1e6 * value - 7 for value in values], scores, family=family)
        assert first.tolist() == pytest.approx(second.tolist(), abs=1e-9)
        assert first.is_monotonic_increasing


def test_regression_keeps_missing_values_missing():
    raw = pd.Series([1, None, 3, 4, 6], index=list("klmno"))
    found = calibrate_by_regression(raw, [0.2, 0.4, 0.4, 0.6, np.nan])
    assert found.isna().to_dict() == {"k": False, "l": True, "m": False, "n": False, "o": True}


@pytest.mark.parametrize(
    ("values", "scores", "message"),
    [
        ([1, 2], [0, 1], "needs three at least"),
        ([1, 2, 3], [0, 0.5, 1.2], "scores lie between 0 and 1; these go from 0 to 1.2"),
        ([1, 1, 1], [0, 0.5, 1], "all raw values are the same"),
        ([1, 2, 3], [0.5, 0.5, 0.5], "all scores are the same"),
        ([1, 2, 3, 4], [0, 0, 1, 1], "the raw values part them cleanly"),
    ],
)
def test_regressions_that_make_no_sense(values, scores, message):
    with pytest.raises(ValueError, match=message):
        calibrate_by_regression(values, scores)
