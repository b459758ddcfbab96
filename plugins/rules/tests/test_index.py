"""Indices: scores and bounds by hand, policies for missing items, reversal, and what holds for all."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from casecompare_rules import CaseData, IndexRule, Item, cronbach_alpha, item_reliability, score_index

NAN = math.nan


def rule(items=None, **more):
    return IndexRule(items=items or {name: Item(value=name) for name in "abc"}, **more)


def scored(made, rows, sets=None):
    values = pd.DataFrame(rows, dtype=object)
    frame = pd.DataFrame(sets or {}, index=values.index, dtype=float)
    return score_index(made, CaseData(values=values, sets=frame))


ONE_MISSING = {"a": [0.9], "b": [0.6], "c": [None]}


@pytest.mark.parametrize(
    ("more", "score", "low", "high"),
    [
        ({}, 0.75, 0.5, 2.5 / 3),
        ({"missing": "leave out"}, 0.75, 0.75, 0.75),
        ({"missing": "no score"}, NAN, NAN, NAN),
        ({"at_least": 3}, NAN, 0.5, 2.5 / 3),
        ({"aggregate": "sum"}, 2.25, 1.5, 2.5),
        ({"aggregate": "min"}, NAN, 0, 0.6),
        ({"aggregate": "min", "missing": "leave out"}, 0.6, 0.6, 0.6),
        ({"aggregate": "max"}, NAN, 0.9, 1.0),
        ({"aggregate": "product"}, NAN, 0.0, 0.54),
        ({"aggregate": "geometric"}, math.sqrt(0.54), 0.0, 0.54 ** (1 / 3)),
        ({"aggregate": "ordered", "ordered_weights": [0, 1, 0]}, NAN, 0.6, 0.9),
        ({"range": [0, 100]}, 75.0, 50.0, 250 / 3),
        ({"range": [-1, 1]}, 0.5, 0.0, 2 / 3),
    ],
)
def test_a_missing_item_by_hand(more, score, low, high):
    found = scored(rule(**more), ONE_MISSING).scores.loc[0]
    assert found[["score", "low", "high"]].tolist() == pytest.approx([score, low, high], nan_ok=True)


def test_what_is_there_may_settle_a_minimum():
    found = scored(rule(aggregate="min"), {"a": [0.0], "b": [0.6], "c": [None]}).scores.loc[0]
    assert found[["score", "low", "high"]].tolist() == [0, 0, 0]


def test_sedimentation_by_hand():
    items = {
        "age": Item(value="age", range=[0, 10]),
        "formal": Item(in_set="FORMAL"),
        "contested": Item(
            value="contested", scores={"no": 0, "partly": 1, "yes": 2}, reversed=True, weight=2
        ),
    }
    made = rule(items, standardise=True)
    rows = {"age": [5, 10, None], "contested": ["Partly", "no ", "yes"]}
    found = scored(made, rows, {"FORMAL": [0.7, 1.0, 0.2]})
    assert found.scores["score"].tolist() == pytest.approx([(0.5 + 0.7 + 2 * 0.5) / 4, 1.0, 0.2 / 3])
    assert found.scores.loc[2, ["low", "high"]].tolist() == pytest.approx([0.05, 0.3])
    assert found.contributions.loc[0].tolist() == pytest.approx([0.125, 0.175, 0.25])
    assert found.items["contested"].tolist() == pytest.approx([0.5, 1.0, 0.0])


def test_a_sum_of_points_puts_a_missing_item_where_the_others_stand():
    items = {
        "a": Item(value="a", range=[0, 10]),
        "b": Item(value="b", range=[0, 2]),
        "c": Item(value="c", range=[1, 5]),
    }
    found = scored(rule(items, aggregate="sum"), {"a": [5], "b": [2], "c": [None]}).scores.loc[0]
    # a stands at 0.5 of its range, b at 1: c is put at 0.75 of 1 to 5.
    assert found[["score", "low", "high"]].tolist() == pytest.approx([5 + 2 + 4, 8, 12])


def test_a_set_that_is_partly_known_leaves_less_open():
    items = {"x": Item(in_set="A*B"), "y": Item(in_set="A")}
    found = scored(rule(items), {"n": [1]}, {"A": [0.4], "B": [NAN]}).scores.loc[0]
    assert found[["low", "high"]].tolist() == pytest.approx([0.2, 0.4])
    assert found["given"] == 1


@pytest.mark.parametrize(
    ("value", "message"),
    [(2, "2 lies outside the range 0 to 1"), ("high", "'high' is text"), (-0.1, "outside")],
)
def test_what_has_no_score_is_told(value, message):
    with pytest.raises(ValueError, match=message):
        scored(rule(), {"a": [value], "b": [0], "c": [0]})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"items": {}}, "at least 1"),
        ({"items": {"a": {}}}, "either a set or a value"),
        ({"items": {"a": {"set": "A", "value": "a"}}}, "either a set or a value"),
        ({"items": {"a": {"set": "A ~"}}}, "cannot be read"),
        ({"items": {"a": {"set": "A", "range": [0, 2]}}}, "lie in 0 to 1"),
        ({"items": {"a": {"value": "a", "range": [1, 1]}}}, "the smaller one first"),
        ({"items": {"a": {"value": "a", "range": [0, 1, 2]}}}, "two numbers"),
        ({"items": {"a": {"value": "a", "scores": {"x": 1, "y": 1}}}}, "the same score"),
        ({"items": {"a": {"value": "a", "scores": {"x": 3}, "range": [0, 2]}}}, "outside the range"),
        ({"items": {"a": {"value": "a", "weight": 0}}}, "greater than 0"),
        ({"items": {"a": {"value": "a"}, "b": {"value": "b", "range": [0, 9]}}}, "different ranges"),
        ({"items": {"a": {"value": "a", "weight": 2}}, "aggregate": "min"}, "no weights"),
        ({"items": {"a": {"value": "a"}}, "aggregate": "ordered"}, "ordered_weights"),
        ({"items": {"a": {"value": "a"}}, "aggregate": "ordered", "ordered_weights": [1, 2]}, "needs 1"),
        ({"items": {"a": {"value": "a"}}, "power": 2}, "power belongs to"),
        ({"items": {"a": {"value": "a"}}, "aggregate": "power"}, "power belongs to"),
        ({"items": {"a": {"value": "a"}}, "at_least": 2}, "asks for 2 items"),
        ({"items": {"a": {"value": "a"}}, "aggregate": "product", "missing": "leave out"}, "not the same"),
        ({"items": {"a": {"value": "a", "range": [-1, 1]}}, "aggregate": "geometric"}, "from 0 upwards"),
        ({"items": {n: {"value": "a", "range": [0, 1e9]} for n in "abc"}, "aggregate": "product"}, "digits"),
        ({"items": {str(n): {"value": "a"} for n in range(201)}}, "at most 200"),
        ({"items": {"a": {"value": "a", "weight": 1e99}}}, "less than or equal"),
        ({"items": {"a": {"value": "a", "range": [0, math.inf]}}}, "less than or equal"),
    ],
)  # fmt: skip
def test_an_index_that_cannot_be_meant_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        IndexRule.model_validate(fields)


CELL = st.one_of(st.none(), st.floats(0, 1))
ROW = st.fixed_dictionaries(dict.fromkeys("abc", CELL))
HOW = st.sampled_from(["mean", "sum", "min", "max", "geometric", "product", "power"])


def made(how, **more):
    return rule(aggregate=how, **({"power": 2.0} if how == "power" else {}), **more)


@settings(max_examples=60, deadline=None)
@given(ROW, HOW)
def test_the_score_lies_within_its_bounds(row, how):
    found = scored(made(how), {name: [value] for name, value in row.items()}).scores.loc[0]
    assert found["low"] <= found["high"] + 1e-12
    if not np.isnan(found["score"]):
        assert found["low"] - 1e-12 <= found["score"] <= found["high"] + 1e-12


@settings(max_examples=60, deadline=None)
@given(ROW, HOW, st.sampled_from("abc"))
def test_a_value_that_goes_missing_never_narrows_the_bounds(row, how, lost):
    before = scored(made(how), {name: [value] for name, value in row.items()}).scores.loc[0]
    after = scored(
        made(how), {name: [None if name == lost else value] for name, value in row.items()}
    ).scores.loc[0]
    assert after["low"] <= before["low"] + 1e-12
    assert after["high"] >= before["high"] - 1e-12


@settings(max_examples=60, deadline=None)
@given(ROW, HOW, st.floats(0, 1))
def test_whatever_the_missing_values_are_the_score_would_be_within_the_bounds(row, how, value):
    before = scored(made(how), {name: [one] for name, one in row.items()}).scores.loc[0]
    filled = {name: [value if one is None else one] for name, one in row.items()}
    after = scored(made(how), filled).scores.loc[0, "score"]
    assert before["low"] - 1e-9 <= after <= before["high"] + 1e-9


@settings(max_examples=60, deadline=None)
@given(ROW, st.sampled_from(["mean", "sum"]))
def test_reversing_every_item_reverses_the_score(row, how):
    turned = {name: Item(value=name, reversed=True) for name in "abc"}
    cells = {name: [value] for name, value in row.items()}
    one = scored(rule(aggregate=how), cells).scores.loc[0]
    other = scored(rule(turned, aggregate=how), cells).scores.loc[0]
    whole = 1.0 if how == "mean" else 3.0
    expected = [whole - one["score"], whole - one["high"], whole - one["low"]]
    assert other[["score", "low", "high"]].tolist() == pytest.approx(expected, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(ROW, HOW)
def test_the_order_of_items_makes_no_difference(row, how):
    cells = {name: [value] for name, value in row.items()}
    turned = rule(
        {name: Item(value=name) for name in "cba"},
        aggregate=how,
        **({"power": 2.0} if how == "power" else {}),
    )
    one, other = scored(made(how), cells).scores.loc[0], scored(turned, cells).scores.loc[0]
    assert one.tolist() == pytest.approx(other.tolist(), nan_ok=True)


def test_no_case_gives_no_score():
    found = scored(rule(), {"a": [], "b": [], "c": []})
    assert found.scores.empty
    assert list(found.scores.columns) == ["score", "low", "high", "given"]


def test_alpha_by_hand():
    """Items a and b: variances 5/3 and 1.583; their sum 2, 4, 5, 8 has 6.25."""
    found = cronbach_alpha(pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 2, 4]}))
    assert found.value == pytest.approx(2 * (1 - (5 / 3 + 19 / 12) / 6.25))
    assert (found.items, found.cases) == (2, 4)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ({"a": [1, 2, 3]}, "there is only one item"),
        ({"a": [1, 2], "b": [2, 1]}, "only 2 of the cases have all items"),
        ({"a": [1, 2, NAN], "b": [NAN, NAN, 2]}, "no case has all items"),
        ({"a": [1, 1, 1], "b": [0, 0, 0]}, "the cases do not differ"),
        ({"a": [1, 0, 1], "b": [0, 1, 0]}, "the items cancel each other out in every case"),
    ],
)
def test_alpha_that_is_undefined_says_why(items, reason):
    found = cronbach_alpha(pd.DataFrame(items))
    assert math.isnan(found.value)
    assert found.reason == reason


def test_items_against_the_rest():
    items = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [1.0, 2, 2, 4], "c": [4.0, 3, 2, 1]})
    found = item_reliability(items).set_index("item")
    # a against b + c = 5, 5, 4, 5: deviations -1.5 -0.5 0.5 1.5 and 0.25 0.25 -0.75 0.25
    assert found.loc["a", "rest"] == pytest.approx(-0.5 / math.sqrt(5 * 0.75))
    assert found.loc["c", "alpha_without"] == pytest.approx(cronbach_alpha(items[["a", "b"]]).value)
