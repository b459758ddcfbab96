"""Verdicts of many states at once are those of `judge`, one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.hypotheses import judge
from casecompare.robustness import verdict_words
from casecompare.sets import parse_claim
from casecompare.study import Hypothesis

CLAIMS = ["A => Y", "A <= Y", "A <=> Y", "A ~ Y", "A*~B => Y", "A + B <= ~Y", "~(A*B) ~ Y", "1 => Y"]
MEMBERSHIP = st.one_of(st.integers(0, 100).map(lambda one: one / 100), st.sampled_from([0.0, 0.5, 1.0]))


@st.composite
def many_tables(draw):
    cases, states = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    rows = st.lists(st.tuples(MEMBERSHIP, MEMBERSHIP, MEMBERSHIP), min_size=cases, max_size=cases)
    return [pd.DataFrame(draw(rows), columns=list("ABY")) for _ in range(states)]


@pytest.mark.parametrize("claim", CLAIMS)
@settings(max_examples=25, deadline=None)
@given(tables=many_tables())
def test_words_are_those_of_judge(claim, tables):
    states = {name: np.array([table[name] for table in tables]) for name in "ABY"}
    expected = [judge(Hypothesis(name="H", claim=claim), table).word for table in tables]
    assert verdict_words(parse_claim(claim), states) == expected


def test_a_set_that_is_the_same_in_all_states_is_given_once():
    states = {"A": np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]), "Y": np.array([1.0, 0.0, 1.0])}
    assert verdict_words(parse_claim("A => Y"), states) == ["supported", "against"]


def test_a_value_of_a_multi_value_set_is_asked_for_by_its_number():
    states = {"A": np.array([[2.0, 0.0], [1.0, 0.0]]), "Y": np.array([1.0, 0.0])}
    assert verdict_words(parse_claim("A{2} => Y"), states) == ["supported", "undetermined"]
