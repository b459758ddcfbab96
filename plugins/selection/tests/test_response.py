"""Response rates: two denominators, and bounds where answers are not known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_selection import response_rate

NAN = math.nan


def test_a_survey_of_many_bodies_and_few_persons():
    rate = response_rate([10] * 100, [1] * 50 + [2] * 29 + [0] * 21)
    assert rate.bodies == (0.79, 0.79)
    assert rate.persons == (0.108, 0.108)


def test_unknown_answers_give_bounds_and_unknown_numbers_asked_are_left_out():
    rate = response_rate([10, 10, NAN, 0], [4, NAN, 5, 0])
    assert (rate.bodies_asked, rate.persons_asked, rate.left_out) == (2, 20, (2,))
    assert rate.bodies == (0.5, 1.0)
    assert rate.persons == (0.2, 0.7)


def test_nobody_asked_has_no_rate():
    assert all(map(math.isnan, response_rate([], []).bodies))


@pytest.mark.parametrize(("asked", "answered"), [([3], [4]), ([-1], [NAN]), ([3], [-1])])
def test_impossible_numbers(asked, answered):
    with pytest.raises(ValueError, match="more persons answered than were asked, or a number is negative"):
        response_rate(asked, answered)


bodies = st.lists(
    st.integers(0, 30).flatmap(
        lambda asked: st.tuples(st.just(asked), st.one_of(st.none(), st.integers(0, asked)))
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(bodies, st.data())
def test_whatever_was_answered_lies_within_the_bounds(given_bodies, data):
    rate = response_rate(
        [asked for asked, _ in given_bodies], [NAN if by is None else by for _, by in given_bodies]
    )
    filled = [by if by is not None else data.draw(st.integers(0, asked)) for asked, by in given_bodies]
    exact = response_rate([asked for asked, _ in given_bodies], filled)

    for bounds, (value, same) in ((rate.bodies, exact.bodies), (rate.persons, exact.persons)):
        assert math.isnan(value) or (value == same and bounds[0] <= value <= bounds[1])
