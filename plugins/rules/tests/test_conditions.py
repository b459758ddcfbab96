"""Conditions: what can be written, what it means, and what is refused with words."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_rules import CaseData, degrees, read_condition
from casecompare_rules.conditions import Comparison, Given, InSet, set_names, value_names
from casecompare_rules.options import RuleDocument

VALUES = pd.DataFrame(
    {
        "age": [12.0, 3.0, None, 10.0],
        "way": ["Contract ", "grant", None, "gift"],
        "size": ["small", "large", "middle", None],
    },
    index=list("klmn"),
    dtype=object,
)
SETS = pd.DataFrame({"A": [0.8, 0.2, math.nan, 0.6], "B": [0.3, 0.9, 0.4, math.nan]}, index=list("klmn"))
CASES = CaseData(values=VALUES, sets=SETS, orders={"size": ("small", "middle", "large")})


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("age >= 10", [1, 0, 0, 1], [1, 0, 1, 1]),
        ("age > 10", [1, 0, 0, 0], [1, 0, 1, 0]),
        ("age ≤ 3", [0, 1, 0, 0], [0, 1, 1, 0]),
        ("age != 3", [1, 0, 0, 1], [1, 0, 1, 1]),
        ("way = contract", [1, 0, 0, 0], [1, 0, 1, 0]),
        ("way = 'contract'", [1, 0, 0, 0], [1, 0, 1, 0]),
        ("way in [contract, gift]", [1, 0, 0, 1], [1, 0, 1, 1]),
        ("way not in [contract, gift]", [0, 1, 0, 0], [0, 1, 1, 0]),
        ("size >= middle", [0, 1, 1, 0], [0, 1, 1, 1]),
        ("way is given", [1, 1, 0, 1], [1, 1, 0, 1]),
        ("age is missing", [0, 0, 1, 0], [0, 0, 1, 0]),
        ("A", [0.8, 0.2, 0, 0.6], [0.8, 0.2, 1, 0.6]),
        ("A*~B", [0.7, 0.1, 0, 0], [0.7, 0.1, 0.6, 0.6]),
        ("A + B", [0.8, 0.9, 0.4, 0.6], [0.8, 0.9, 1, 1]),
        ({"all": ["A", "age >= 10"]}, [0.8, 0, 0, 0.6], [0.8, 0, 1, 0.6]),
        ({"any": ["A", "age >= 10"]}, [1, 0.2, 0, 1], [1, 0.2, 1, 1]),
        ({"not": {"all": ["A", "B"]}}, [0.7, 0.8, 0.6, 0.4], [0.7, 0.8, 1, 1]),
    ],
)
def test_degrees_by_hand(written, low, high):
    found = degrees(read_condition(written), CASES)
    assert found.low.tolist() == pytest.approx(low)
    assert found.high.tolist() == pytest.approx(high)


def test_a_value_of_a_multi_value_set():
    sets = pd.DataFrame({"M": [2.0, 0.0, math.nan]})
    found = degrees(read_condition("M{1,2}"), CaseData(values=pd.DataFrame(index=sets.index), sets=sets))
    assert (found.low.tolist(), found.high.tolist()) == ([1, 0, 0], [1, 0, 1])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "neither a comparison nor a set: The formula is empty"),
        ("A B", "did you forget"),
        ("A => B", "A set is expected here"),
        ("__import__('os').system('ls')", "neither a comparison nor a set"),
        ("age >= ", "neither a comparison nor a set"),
        ("age >= = 3", "neither a comparison nor a set"),
        ("way in [a,,b]", "a word is missing"),
        (3, "a condition is a text"),
        (["A"], "a condition is a text"),
        ({"all": []}, "'all' takes a list"),
        ({"and": ["A"]}, "one of the keys all, any and not, but here is: and"),
        ({"all": ["A"], "any": ["B"]}, "one of the keys"),
        ({"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": "A"}}}}}}}}, "more than 8 levels"),
        ({"any": ["A"] * 101}, "more than 100 parts"),
        ({"any": [{"any": ["A"] * 60}, {"any": ["A"] * 60}]}, "more than 100 parts"),
        ("A*" * 1500 + "A", "longer than 2,000"),
        ("~" * 60 + "A", "nested more than 50"),
        (f"way in [{','.join('x' * 300)}]", "more than 200 words"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(written, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        read_condition(written)


def test_signs_are_told_apart():
    assert read_condition("a=b") == Comparison("a", "=", ("b",))
    assert read_condition("a == 1e3") == Comparison("a", "=", (1000.0,))
    assert read_condition("a < -1") == Comparison("a", "<", (-1.0,))
    assert read_condition("a = inf") == Comparison("a", "=", ("inf",))
    assert isinstance(read_condition("A*~B"), InSet)
    assert read_condition("x IS Missing") == Given("x", False)


def test_names_of_sets_and_values():
    condition = read_condition({"all": ["A*m.score", {"any": ["age > 1", "B"]}, "age is given"]})
    assert (set_names(condition), value_names(condition)) == (("A", "m.score", "B"), ("age",))


WORDS = st.sampled_from(["A", "B", "A*B", "~A", "A + ~B", "age >= 10", "way = grant", "age is given"])
CONDITIONS = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)


def deep_enough(written):
    try:
        return read_condition(written)
    except ValueError:
        return None


@settings(max_examples=60, deadline=None)
@given(CONDITIONS, st.floats(0, 1), st.floats(0, 1), st.floats(0, 20))
def test_what_a_missing_value_turns_out_to_be_lies_within_the_bounds(written, a, b, age):
    condition = deep_enough(written)
    if condition is None or "age is given" in str(condition):
        return  # whether a value is given is known before it is
    with_holes = degrees(condition, CASES)
    filled = CaseData(
        values=VALUES.fillna({"age": age, "way": "grant"}),
        sets=SETS.fillna({"A": a, "B": b}),
        orders=CASES.orders,
    )
    whole = degrees(condition, filled)
    assert (whole.low == whole.high).all()
    assert (with_holes.low <= whole.low + 1e-12).all()
    assert (whole.high <= with_holes.high + 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(CONDITIONS)
def test_not_turns_the_bounds_round(written):
    if (condition := deep_enough({"not": written})) is None:
        return
    found, turned = degrees(condition, CASES), degrees(read_condition(written), CASES)
    assert found.low.tolist() == pytest.approx((1 - turned.high).tolist())
    assert found.high.tolist() == pytest.approx((1 - turned.low).tolist())


@settings(max_examples=60, deadline=None)
@given(CONDITIONS)
def test_a_condition_is_written_as_it_is_read(written):
    if deep_enough(written) is None:
        return
    document = RuleDocument.model_validate({"checks": {"c": {"then": written}}})
    again = RuleDocument.model_validate(document.model_dump(mode="json"))
    assert again == document


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    condition = deep_enough(text)
    if condition is not None:
        assert str(read_condition(str(condition))) == str(condition)
