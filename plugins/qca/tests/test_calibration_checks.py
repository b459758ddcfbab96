"""Checks of calibrated sets: numbers and verdicts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from casecompare_qca.calibration.calibration_checks import check_calibrated_set
from casecompare_qca.calibration.membership_checks import half_memberships, skewness


def test_a_calibration_without_concern():
    raw = pd.Series([1, 1.5, 2, 8, 8.5, 9], index=list("klmnop"), name="RICH")
    check = check_calibrated_set(raw, [1, 5, 9])
    assert check.verdict == "no concern"
    assert check.remarks == ()
    assert check.sensitivity["changed_cases"].map(len).sum() == 0
    assert str(check).splitlines()[0] == "RICH: no concern"


def test_a_set_that_everybody_is_in():
    check = check_calibrated_set(pd.Series([7, 8, 9], name="RICH"), [1, 2, 3])
    assert check.verdict == "doubtful"
    assert check.remarks == ("All cases are in the set: it tells no case from another.",)


def test_a_skewed_set_and_a_tie():
    raw = pd.Series([5.0, 1, 1, 1, 1, 1, 2, 2, 9, 1.5], index=list("abcdefghij"), name="RICH")
    check = check_calibrated_set(raw, [1, 5, 9], kind="linear")
    assert check.half == ("a",)
    assert check.is_skewed
    assert check.verdict == "doubtful"
    assert "Exactly 0.5, so in no row of the truth table: a." in check.remarks
    settled = check_calibrated_set(raw, [1, 5, 9], kind="linear", decided=["a"])
    assert (settled.half, settled.verdict) == ((), "look again")
    assert any(remark.startswith("The set is skewed: few cases are in (10%).") for remark in check.remarks)


def test_anchors_that_would_pass_each_other_are_not_moved_that_far():
    check = check_calibrated_set(pd.Series([0.0, 50, 100]), [0, 4, 100])
    moves = check.sensitivity[check.sensitivity["anchor"] == "crossover"]["move"].tolist()
    assert moves == [0.05, 0.1]


def test_bells_and_cuts_are_checked_too():
    raw = pd.Series([10.0, 30, 50, 70, 90], index=list("klmno"), name="MIDDLE")
    bell = check_calibrated_set(raw, [10, 29, 40, 60, 71, 90], kind="linear")
    assert bell.memberships.round(2).tolist() == pytest.approx([0, 0.55, 1, 0.55, 0], abs=0.01)
    assert set(bell.sensitivity["anchor"]) >= {"lower crossover", "upper crossover"}
    crisp = check_calibrated_set(raw, 31, kind="crisp")
    assert crisp.memberships.tolist() == [0, 0, 1, 1, 1]
    assert "1 case changes sides when the cut moves by 5 % of the range: l." in crisp.remarks


def test_options_of_the_calibration_count():
    raw = pd.Series([10.0, 30, 50, 70, 90], index=list("klmno"), name="EXTREME")
    outside = check_calibrated_set(raw, [10, 29, 40, 60, 71, 90], options={"shape": "inverse bell"})
    assert outside.memberships.round(2).tolist() == pytest.approx([1, 0.45, 0, 0.45, 1], abs=0.01)
    assert outside.sensitivity["anchor"].iloc[0] == "lower inclusion"
    falling = check_calibrated_set(raw, 31, kind="crisp", options={"direction": "falling"})
    assert falling.memberships.tolist() == [1, 1, 0, 0, 0]
    assert "1 case changes sides when the cut moves by 5 % of the range: l." in falling.remarks
    sharp = check_calibrated_set(raw, [10, 50, 90], options={"idm": 0.99})
    assert sharp.memberships.iloc[[0, -1]].tolist() == pytest.approx([0.01, 0.99])


@pytest.mark.parametrize(
    ("anchors", "kind", "message"),
    [
        ([1, 2], "direct", "a direct calibration has 3 or 6 anchors, not 2"),
        ([1, 3, 2], "direct", "anchors rise \\(or fall\\) from one to the next; 1, 3, 2 do not"),
        ([1, 2, 3, 4, 5, 6], "crisp", "a crisp calibration has one cut point, not 6"),
    ],
)
def test_anchors_that_make_no_sense(anchors, kind, message):
    with pytest.raises(ValueError, match=message):
        check_calibrated_set(pd.Series([1.0, 2, 3]), anchors, kind=kind)


def test_moving_the_crossover_changes_exactly_the_cases_in_between():
    raw = pd.Series(np.arange(0.0, 101.0), name="RICH")
    check = check_calibrated_set(raw, [0, 50.5, 100])
    (row,) = check.sensitivity.query("anchor == 'crossover' and move == 0.05").to_dict("records")
    assert [int(case) for case in row["changed_cases"]] == [51, 52, 53, 54, 55]


def test_skewness_and_halves_leave_missing_values_out():
    data = pd.DataFrame({"A": [0.5, None, 0.9], "B": [None, None, None]}, index=list("klm"), dtype=float)
    found = skewness(data)
    assert found.loc["A", ["above_half", "cases"]].tolist() == [1, 2]
    assert np.isnan(found.loc["B", "share"])
    assert half_memberships(data).to_dict("records") == [{"case": "k", "set": "A", "row": 1, "column": 1}]
    with pytest.raises(ValueError, match="the table has no column 'C'; it has A, B"):
        skewness(data, ["C"])


SPREAD = pd.Series([1.0, 2, 4, 7, 11, 12, 13, 20, 30, 41], index=list("abcdefghij"), name="RICH")


@pytest.mark.parametrize(
    ("kind", "anchors"), [("indirect", [3, 11.5, 25]), ("ecdf", [2, 11.5, 30]), ("tfr", [])]
)
def test_calibrations_that_place_cases_among_each_other(kind, anchors):
    check = check_calibrated_set(SPREAD, anchors, kind=kind)
    assert list(check.company["without"]) == list(SPREAD.index)
    for without, changed, largest in check.company.itertuples(index=False):
        rest = SPREAD.drop(without)
        again = check_calibrated_set(rest, anchors, kind=kind).memberships
        before = check.memberships[rest.index]
        assert set(changed) == set(rest.index[(again > 0.5) != (before > 0.5)])
        assert largest == pytest.approx((again - before).abs().max())
    assert len(check.surroundings) == len(anchors)
    assert set(check.sensitivity["anchor"]) == set(check.named_anchors)
    assert list(dict(check.curve())) == sorted(SPREAD)
    moved = {case for cases in check.company["changed_cases"] for case in cases}
    assert any("sides when one other case is left out" in one for one in check.remarks) == bool(moved)
    assert "RICH" in str(check)


def test_a_rank_hangs_on_the_other_cases():
    grades = pd.Series([1, 1, 2, 2, 2, 3, 3], index=list("klmnopq"))
    check = check_calibrated_set(grades, [], kind="tfr")  # the three in the middle have 0.6
    assert check.verdict == "look again"
    assert check.remarks == ("3 cases change sides when one other case is left out: m, n, o.",)
    assert check_calibrated_set(SPREAD, [1, 5, 9]).company.empty


def test_cut_points_of_the_indirect_method_do_not_pass_each_other():
    check = check_calibrated_set(SPREAD, [11, 11.5], kind="indirect")
    assert check.sensitivity.empty or (check.sensitivity["moved_to"] != 11.5).all()
    with pytest.raises(ValueError, match="rise from one to the next; 5, 2 do not"):
        check_calibrated_set(SPREAD, [5, 2], kind="indirect")
    with pytest.raises(ValueError, match="a tfr calibration has no anchor, not 1"):
        check_calibrated_set(SPREAD, [5], kind="tfr")
