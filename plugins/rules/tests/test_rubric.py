"""Rubrics: levels by hand, open cases, the best level, and what holds for all."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from casecompare_rules import CaseData, Level, RubricRule, grade

NAN = math.nan
FIRST = RubricRule(
    levels=[
        Level(label="settled", score=2, when="A*B"),
        Level(label="formal", score=1, when="A"),
        Level(label="loose", score=0, otherwise=True),
    ]
)
BEST = RubricRule(
    match="best",
    levels=[
        Level(label="both", score=3, when="A*B"),
        Level(label="a", score=2, when="A*~B"),
        Level(label="b", score=1, when="~A*B"),
        Level(label="unclear", score=0, otherwise=True),
    ],
)


def graded(rule, a, b):
    sets = pd.DataFrame({"A": a, "B": b}, dtype=float)
    return grade(rule, CaseData(values=pd.DataFrame(index=sets.index), sets=sets))


def test_the_first_level_that_holds_by_hand():
    found = graded(FIRST, [0.9, 0.9, 0.2, 0.9, NAN, 0.2], [0.8, 0.3, 0.9, NAN, 0.9, NAN])
    assert found.level.tolist() == ["settled", "formal", "loose", "", "", "loose"]
    assert found.possible.tolist()[3:] == [("settled", "formal"), ("settled", "formal", "loose"), ("loose",)]
    assert found.scores.loc[3].tolist() == pytest.approx([NAN, 1, 2], nan_ok=True)
    assert found.scores.loc[4].tolist() == pytest.approx([NAN, 0, 2], nan_ok=True)
    assert found.degree.tolist()[:2] == [0.8, 0.9]


def test_the_best_level_by_hand():
    found = graded(BEST, [0.9, 0.9, 0.3, 0.3, 0.5], [0.8, 0.1, 0.7, 0.2, 0.5])
    assert found.level.tolist() == ["both", "a", "b", "unclear", "unclear"]
    assert found.degree.tolist() == pytest.approx([0.8, 0.9, 0.7, 0.5, 0.5])


def test_the_best_level_where_a_value_is_missing():
    found = graded(BEST, [0.9, NAN], [NAN, NAN])
    assert found.level.tolist() == ["", ""]
    assert found.possible[0] == ("both", "a", "unclear")
    assert found.scores.loc[0].tolist() == pytest.approx([NAN, 0, 3], nan_ok=True)


def test_equal_levels_go_to_the_first():
    rule = RubricRule(
        match="best", levels=[Level(label="x", score=1, when="A"), Level(label="y", score=0, when="B")]
    )
    assert graded(rule, [0.7, 0.0], [0.7, 0.0]).level.tolist() == ["x", ""]


def test_a_case_may_be_at_no_level():
    rule = RubricRule(levels=[Level(label="x", score=1, when="A"), Level(label="y", score=0, when="B")])
    found = graded(rule, [0.2, NAN, NAN], [0.3, 0.2, 0.9])
    assert found.level.tolist() == ["", "", ""]
    assert found.possible.tolist() == [(), ("x",), ("x", "y")]
    # The second may be at x or at none at all, so that its score has no bounds.
    assert found.scores["low"].tolist() == pytest.approx([NAN, NAN, 0], nan_ok=True)


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ([], "at least 1"),
        ([{"label": "x", "score": 1}], "either a condition or"),
        ([{"label": "x", "score": 1, "when": "A", "otherwise": True}], "either a condition or"),
        ([{"label": "x", "score": 1, "otherwise": True}, {"label": "y", "score": 0, "when": "A"}], "last"),
        ([{"label": "x", "score": 1, "when": "A"}, {"label": "X", "score": 0, "when": "B"}], "two levels"),
        ([{"label": "x", "score": 1, "when": "A +"}], "A set is missing"),
        ([{"label": "x", "score": math.nan, "when": "A"}], "less than or equal"),
        ([{"label": "x" * 81, "score": 1, "when": "A"}], "at most 80"),
    ],
)  # fmt: skip
def test_a_rubric_that_cannot_be_meant_is_refused(levels, message):
    with pytest.raises(ValidationError, match=message):
        RubricRule.model_validate({"levels": levels})


CELL = st.one_of(st.just(NAN), st.floats(0, 1))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([FIRST, BEST]), CELL, CELL, st.floats(0, 1))
def test_whatever_the_missing_values_are_the_level_is_among_the_possible_ones(rule, a, b, value):
    before = graded(rule, [a], [b])
    after = graded(rule, [value if math.isnan(a) else a], [value if math.isnan(b) else b])
    assert after.level[0] in before.possible[0]
    assert before.scores.at[0, "low"] <= after.scores.at[0, "score"] <= before.scores.at[0, "high"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([FIRST, BEST]), CELL, CELL)
def test_a_settled_level_is_the_only_possible_one(rule, a, b):
    found = graded(rule, [a], [b])
    if found.level[0]:
        assert found.possible[0] == (found.level[0],)
        assert found.scores.loc[0].nunique() == 1
