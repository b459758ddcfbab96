"""Calibration: definitions, order, edges, whole messages, ways of plugins."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.errors import CalibrationError
from casecompare.sets import (
    CALIBRATIONS,
    CalibrationMethod,
    calibrate,
    check_calibration,
    check_raw_values,
    find_calibration,
)
from casecompare.study import Calibration

some = settings(max_examples=80, deadline=None)
raw_values = st.lists(st.floats(-1000, 1000), min_size=1, max_size=30)
anchor_triples = st.lists(st.integers(-500, 500), min_size=3, max_size=3, unique=True).map(sorted)
anchor_sixes = st.lists(st.integers(-500, 500), min_size=6, max_size=6, unique=True).map(sorted)


def direct(*anchors: float, **options: object) -> Calibration:
    return Calibration(kind="direct", parameters=list(anchors), options=options)


def linear(*anchors: float, **options: object) -> Calibration:
    return Calibration(kind="linear", parameters=list(anchors), options=options)


@given(raw_values, anchor_triples, st.sampled_from(["direct", "linear", "ecdf"]))
@some
def test_rising_anchors_give_rising_memberships(values: list[float], anchors: list[int], kind: str) -> None:
    ordered = sorted(values)
    found = calibrate(ordered, Calibration(kind=kind, parameters=anchors))
    assert found.between(0, 1).all()
    assert found.is_monotonic_increasing


@given(raw_values, anchor_triples, st.sampled_from(["direct", "linear", "ecdf"]))
@some
def test_reversed_anchors_give_one_minus_the_membership(
    values: list[float], anchors: list[int], kind: str
) -> None:
    rising = calibrate(values, Calibration(kind=kind, parameters=anchors))
    falling = calibrate(values, Calibration(kind=kind, parameters=anchors[::-1]))
    assert falling.tolist() == pytest.approx((1 - rising).tolist(), abs=1e-12)


@given(raw_values, anchor_sixes, st.floats(0.2, 4), st.floats(0.2, 4))
@some
def test_a_bell_and_its_inverse_add_up_to_one(
    values: list[float], anchors: list[int], below: float, above: float
) -> None:
    bell = calibrate(values, direct(*anchors, below=below, above=above))
    inverse = calibrate(values, direct(*anchors, below=above, above=below, shape="inverse bell"))
    assert bell.between(0, 1).all()
    assert (bell + inverse).tolist() == pytest.approx([1] * len(values))


@given(raw_values, st.lists(st.integers(-500, 500), min_size=1, max_size=4, unique=True).map(sorted))
@some
def test_cut_points_count(values: list[float], cuts: list[int]) -> None:
    found = calibrate(values, Calibration(kind="multi-value", parameters=cuts))
    assert found.tolist() == [sum(value >= cut for cut in cuts) for value in values]


@given(st.lists(st.one_of(st.none(), st.floats(0, 9)), max_size=20))
@some
def test_missing_stays_missing_and_only_that(values: list[float | None]) -> None:
    cases = pd.Series(values, dtype=float)
    for calibration in (direct(2, 5, 8), linear(8, 5, 2), Calibration(kind="crisp", parameters=5)):
        assert calibrate(cases, calibration).isna().tolist() == cases.isna().tolist()


def test_the_anchors_of_the_direct_method() -> None:
    assert calibrate([2, 5, 8], direct(2, 5, 8)).tolist() == pytest.approx([0.05, 0.5, 0.95])
    assert calibrate([2, 5, 8], direct(2, 5, 8, idm=0.99)).tolist() == pytest.approx([0.01, 0.5, 0.99])
    assert calibrate([-1e300, 1e300], direct(2, 5, 8)).tolist() == [0, 1]
    assert calibrate([-1e300, 1e300], linear(8, 5, 2)).tolist() == [1, 0]
    assert calibrate([5], direct(2, 5, 8)).tolist() == [0.5]


def test_the_logistic_curve_is_cut_off_near_its_ends() -> None:
    assert calibrate([14.3, 14.5], direct(2, 5, 8)).tolist() == [pytest.approx(0.99989, abs=1e-5), 1]


def test_crisp_cut_points() -> None:
    rising = Calibration(kind="crisp", parameters=10)
    falling = Calibration(kind="crisp", parameters=10, options={"direction": "falling"})
    assert calibrate([9, 10, 11, None], rising).tolist() == pytest.approx([0, 1, 1, math.nan], nan_ok=True)
    assert calibrate([9, 10, 11, None], falling).tolist() == pytest.approx([1, 0, 0, math.nan], nan_ok=True)


def test_labels_are_compared_without_capitals_and_outer_blanks() -> None:
    rubric = Calibration(kind="rubric", parameters={"Fully in place": 1, "absent": 0, 3: 0.4})
    found = calibrate(["fully in place ", "ABSENT", 3, 3.0, "3", None], rubric)
    assert found.tolist() == pytest.approx([1, 0, 0.4, 0.4, 0.4, math.nan], nan_ok=True)


def test_ordinal_levels_by_number() -> None:
    ordinal = Calibration(kind="ordinal", parameters={1: 0, 2: 0.33, 3: 0.67, 4: 1})
    assert calibrate([4, 1, 2.0], ordinal).tolist() == [1, 0, 0.33]


def test_the_names_of_the_cases_are_kept() -> None:
    values = pd.Series({"T01": 1, "T02": 9}, name="gdp")
    found = calibrate(values, direct(2, 5, 8))
    assert found.index.tolist() == ["T01", "T02"]
    assert found.name == "gdp"
    assert values.tolist() == [1, 9]


def test_nothing_to_calibrate() -> None:
    assert calibrate([], direct(2, 5, 8)).tolist() == []
    assert calibrate([None, None], Calibration(kind="rubric", parameters={"a": 1})).isna().all()


@pytest.mark.parametrize(
    ("calibration", "findings"),
    [
        (direct(400, 1200, 900), [
            (("direct",), "anchors are in an impossible order: 400, 1200, 900.",
             "Exclusion, crossover and inclusion must rise or fall from one to the next.")]),
        (direct(550, 550, 900), [
            (("direct",), "two anchors are equal: 550, 550, 900.", "Each needs a value of its own.")]),
        (direct(900, 550, 550), [
            (("direct",), "two anchors are equal: 900, 550, 550.", "Each needs a value of its own.")]),
        (direct(400, 900), [
            (("direct",), "direct needs 3 anchors, or 6 for a bell shape, not 2.",
             "Write [exclusion, crossover, inclusion].")]),
        (direct(60, 40, 75, 90, 95, 99), [
            (("direct",), "anchors are in an impossible order: 60, 40, 75, 90, 95, 99.",
             "The six anchors of a bell must rise.")]),
        (direct(40, 40, 75, 90, 95, 99), [
            (("direct",), "two anchors are equal: 40, 40, 75, 90, 95, 99.",
             "Each needs a value of its own.")]),
        (direct(40, 60, 75, 75, 95, 99), []),
        (linear(8, 5, 2, below=2, above=0.5), []),
        (Calibration(kind="direct", parameters=[2, "5,5", None, True], options={"idm": 0.5, "idn": 1}), [
            (("direct", 1), "'5,5' is not a number.", "Write 0.5 with a point."),
            (("direct", 2), "nothing is not a number.", ""),
            (("direct", 3), "True is not a number.", ""),
            (("idm",), "0.5 is not a number between 0.5 and 1.", ""),
            (("idn",), "unknown option of this direct calibration.", "Did you mean 'idm'?")]),
        (Calibration(kind="direct"), [(("direct",), "the numbers are missing.", "")]),
        (direct(2, 5, 8, below=1), [
            (("below",), "unknown option of this direct calibration.", "It takes idm.")]),
        (linear(2, 5, 8, below=0), [(("below",), "0 is not a number above 0.", "")]),
        (direct(1, 2, 3, 4, 5, 6, shape="hat"), [
            (("shape",), "unknown shape 'hat'.", "Use 'bell' or 'inverse bell'.")]),
        (Calibration(kind="crisp", parameters=[550, 850]), [
            (("crisp",), "crisp needs one cut point, not 2.", "Use multi-value for several.")]),
        (Calibration(kind="crisp", parameters=5, options={"direction": "down"}), [
            (("direction",), "unknown direction 'down'.", "Use 'rising' or 'falling'.")]),
        (Calibration(kind="multi-value", parameters=[850, 550]), [
            (("multi-value",), "cut points must rise: 850, 550.", "Write [550, 850].")]),
        (Calibration(kind="multi_value", parameters=[550, 850]), []),
        (Calibration(kind="multi-value", parameters=[]), [
            (("multi-value",), "multi-value needs at least one cut point.", "")]),
        (Calibration(kind="rubric", parameters={"in": 1.5, "out": "low", "Out": 0}), [
            (("rubric", "in"), "score 1.5 is outside 0 to 1.", ""),
            (("rubric", "out"), "'low' is not a number.", ""),
            (("rubric", "Out"), "'Out' and 'out' are the same label: capitals and outer blanks do not count.",
             "")]),
        (Calibration(kind="ordinal", parameters=[0, 1]), [
            (("ordinal",), "ordinal needs a score for each label.",
             "Write ordinal: {low: 0, medium: 0.4, high: 1}.")]),
        (Calibration(kind="dirct", parameters=[2, 5, 8]), [
            (("dirct",), "unknown way of calibrating.", "Did you mean 'direct'?")]),
        (Calibration(kind="magic"), [
            (("magic",), "unknown way of calibrating.",
             "There are: crisp, multi-value, direct, linear, ordinal, rubric, indirect, ecdf, tfr.")]),
        (Calibration(kind="tfr", parameters=[1, 2]), [
            (("tfr",), "tfr takes no numbers: the cases themselves are the anchors.",
             "Write tfr: []; use direct for anchors of your own.")]),
        (Calibration(kind="indirect", parameters=[3]), [
            (("indirect",), "indirect needs at least two cut points, not 1.", "")]),
        (Calibration(kind="ecdf", parameters=[3, 1, 2]), [
            (("ecdf",), "anchors are in an impossible order: 3, 1, 2.",
             "Exclusion, crossover and inclusion must rise or fall from one to the next.")]),
        (Calibration(kind="ecdf", parameters=[3, 1]), [
            (("ecdf",), "ecdf needs 3 anchors, not 2.", "Write [exclusion, crossover, inclusion].")]),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_calibration(
    calibration: Calibration, findings: list[tuple[tuple[str | int, ...], str, str]]
) -> None:
    assert check_calibration(calibration) == findings


def test_mistakes_are_told_all_at_once() -> None:
    with pytest.raises(CalibrationError) as caught:
        calibrate([1], Calibration(kind="direct", parameters=[1, "x", 3], options={"idm": 7}))
    assert str(caught.value) == ("direct.1: 'x' is not a number.\nidm: 7 is not a number between 0.5 and 1.")


def test_values_that_cannot_be_used_are_named_by_case() -> None:
    values = pd.Series({"T01": 5, "T02": "0,8", "T03": None, "T04": "high", "T05": math.inf})
    assert check_raw_values(values, direct(2, 5, 8)) == [
        ("T02", "'0,8' is not a number.", "Write 0.8 without quotes."),
        ("T04", "'high' is not a number.", ""),
        ("T05", "inf is not a number.", ""),
    ]
    with pytest.raises(CalibrationError) as caught:
        calibrate(values.drop("T05"), direct(2, 5, 8))
    assert str(caught.value) == (
        "case T02: '0,8' is not a number. Write 0.8 without quotes.\ncase T04: 'high' is not a number."
    )


def test_a_label_without_a_score_names_the_case() -> None:
    rubric = Calibration(kind="rubric", parameters={"fully in place": 1, "absent": 0})
    with pytest.raises(CalibrationError) as caught:
        calibrate(pd.Series({"T01": "absent", "T02": "fully in plase", "T03": 7}), rubric)
    assert str(caught.value) == (
        "case T02: no score for 'fully in plase'. Did you mean 'fully in place'?\n"
        "case T03: no score for 7. There are: fully in place, absent."
    )


def test_long_lists_of_cases_are_cut_short() -> None:
    with pytest.raises(CalibrationError, match=r"\nand 4 more$"):
        calibrate(["x"] * 9, direct(2, 5, 8))


@pytest.mark.parametrize(
    ("values", "calibration", "message"),
    [
        ([1, 1], Calibration(kind="tfr"), "tfr: all cases have the same value"),
        ([-1, 2, 3, 4, 5], Calibration(kind="indirect", parameters=[2, 3]), "indirect: a negative value"),
        ([1, 2, 3, 4], Calibration(kind="indirect", parameters=[2, 3]), "at least five different values"),
    ],
)
def test_cases_that_do_not_carry_a_relative_calibration(
    values: list[float], calibration: Calibration, message: str
) -> None:
    with pytest.raises(CalibrationError, match=message):
        calibrate(values, calibration)


def test_separated_cases_do_not_upset_the_indirect_method() -> None:
    values = [1, 2, 3, 4, 100, 101, 102, 103]
    found = calibrate(values, Calibration(kind="indirect", parameters=[50, 60]))
    assert found.tolist() == pytest.approx([0] * 4 + [1] * 4, abs=1e-3)


def test_plugins_add_ways_of_calibrating() -> None:
    def square_root(values: pd.Series, calibration: Calibration) -> pd.Series:
        return (values / float(str(calibration.parameters))) ** 0.5

    mine = CalibrationMethod(
        name="root", title="square root of a share", check=lambda calibration: [], apply=square_root,
        citation="ours",
    )  # fmt: skip
    methods: Mapping[str, CalibrationMethod] = {**CALIBRATIONS, "root": mine}
    root = Calibration(kind="root", parameters=100)
    assert calibrate([25, None, 100], root, methods=methods).tolist() == pytest.approx(
        [0.5, math.nan, 1], nan_ok=True
    )
    assert check_calibration(root)[0][1] == "unknown way of calibrating."
    assert check_calibration(replace(root, kind="rot"), methods)[0][2] == "Did you mean 'root'?"


def test_the_registry_says_what_each_way_gives() -> None:
    assert {name: method.gives for name, method in CALIBRATIONS.items() if method.gives != "fuzzy"} == {
        "crisp": "crisp",
        "multi-value": "multi-value",
    }
    for name, method in CALIBRATIONS.items():
        assert method.name == name
        assert method.title
        assert method.citation
    assert find_calibration("multi_value") is CALIBRATIONS["multi-value"]
    assert find_calibration("magic") is None
