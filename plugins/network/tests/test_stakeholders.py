"""Power–interest grid, salience classes and force field, with the spread over raters."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_network.force_field import Force, force_field, force_table
from casecompare_network.stakeholders import (
    ATTRIBUTES,
    QUADRANTS,
    SALIENCE_CLASSES,
    Rating,
    power_interest_grid,
    quadrant_of,
    salience,
    salience_class_of,
    to_frame,
)

degrees = st.floats(0, 1)


def test_the_seven_classes_and_none():
    assert len(set(SALIENCE_CLASSES.values())) == 8
    assert salience_class_of(1, 1, 1) == "definitive"
    assert salience_class_of(1, 1, 0) == "dominant"
    assert salience_class_of(1, 0, 1) == "dangerous"
    assert salience_class_of(0, 1, 1) == "dependent"
    assert salience_class_of(1, 0, 0) == "dormant"
    assert salience_class_of(0, 1, 0) == "discretionary"
    assert salience_class_of(0, 0, 1) == "demanding"
    assert salience_class_of(0, 0, 0) == "non-stakeholder"


def test_the_four_quadrants():
    assert quadrant_of(1, 1) == "manage closely"
    assert quadrant_of(1, 0) == "keep satisfied"
    assert quadrant_of(0, 1) == "keep informed"
    assert quadrant_of(0, 0) == "monitor"
    assert quadrant_of(0.4, 0.4, cut=0.4) == "manage closely"


@given(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_place_is_that_of_the_mean_and_every_raters_own_is_possible(pairs):
    ratings = []
    for at, (power, interest) in enumerate(pairs):
        ratings += [Rating("a", "power", power, f"r{at}"), Rating("a", "interest", interest, f"r{at}")]
    (placed,) = power_interest_grid(ratings, ["a"])
    own = [quadrant_of(power, interest) for power, interest in pairs]
    assert placed.place in QUADRANTS.values()
    assert set(placed.possible) == {*own, placed.place}
    assert placed.agreement == pytest.approx(own.count(placed.place) / len(own))
    power = placed.spreads["power"]
    assert power.low <= power.mean + 1e-12
    assert power.mean <= power.high + 1e-12
    assert power.raters == len(pairs)
    assert placed.is_settled == (len(set(placed.possible)) == 1)


def test_unrated_attributes_leave_places_open():
    (placed,) = salience([], ["a"])
    assert placed.place == ""
    assert set(placed.possible) == set(SALIENCE_CLASSES.values())
    assert math.isnan(placed.agreement)
    assert math.isnan(placed.spreads["power"].mean)
    (placed,) = power_interest_grid([Rating("a", "power", 0.9, "A")], ["a"])
    assert placed.possible == ("manage closely", "keep satisfied")


def test_a_rater_who_left_out_an_attribute_is_read_with_what_the_others_said():
    ratings = [
        Rating("a", "power", 0.9, "A"),
        Rating("a", "power", 0.2, "B"),
        Rating("a", "interest", 0.8, "A"),
    ]
    (placed,) = power_interest_grid(ratings, ["a"])
    assert placed.place == "manage closely"
    assert placed.possible == ("manage closely", "keep informed")


def test_a_named_rater_rates_once_and_within_range():
    with pytest.raises(ValueError, match="rater A rated a's power twice"):
        power_interest_grid([Rating("a", "power", 0.9, "A"), Rating("a", "power", 0.8, "A")], ["a"])
    with pytest.raises(ValueError, match="it goes from 0 to 1"):
        salience([Rating("a", "urgency", 2.0)], ["a"])
    (placed,) = power_interest_grid([Rating("a", "power", 0.9), Rating("a", "power", 0.8)], ["a"])
    assert placed.spreads["power"].raters == 2


def test_the_table_has_a_row_per_actor_and_the_spread():
    ratings = [Rating("a", name, 0.5) for name in ATTRIBUTES]
    frame = to_frame(salience(ratings, ["a", "b"]), place="class")
    assert frame["class"].tolist()[0] == "definitive"
    assert frame["class"].isna().tolist() == [False, True]
    assert frame["urgency_raters"].tolist() == [1, 0]
    assert len(frame["also_possible"][1]) == 8


forces = st.lists(
    st.builds(
        Force,
        st.just("f"),
        st.sampled_from(["enabling", "blocking"]),
        st.none() | st.floats(0.01, 1),
        arena=st.sampled_from(["", "S", "P"]),
    ),
    max_size=6,
)


@given(forces, st.lists(degrees, min_size=6, max_size=6))
@settings(max_examples=80, deadline=None)
def test_the_bounds_hold_for_every_strength_of_the_uncoded(given_forces, guesses):
    field = force_field(given_forces)
    guessed = [
        Force(one.force, one.polarity, guess if one.strength is None else one.strength)
        for one, guess in zip(given_forces, guesses, strict=False)
    ]
    balance = force_field(guessed).balance
    if not math.isnan(balance):
        assert field.low - 1e-9 <= balance <= field.high + 1e-9
    if not field.uncoded:
        assert field.balance == pytest.approx(field.low, nan_ok=True)
        assert field.low == pytest.approx(field.high, nan_ok=True)
    else:
        assert math.isnan(field.balance)


def test_forces_by_level_and_over_all():
    given_forces = [Force("x", "enabling", 0.5, "local"), Force("y", "blocking", None, "national")]
    frame = force_table(given_forces, by="level")
    assert frame["level"].tolist() == ["local", "national", "all"]
    assert frame["balance"].isna().tolist() == [False, True, True]
    assert (frame["low"].iloc[2], frame["high"].iloc[2]) == (pytest.approx(-1 / 3), 1.0)
    with pytest.raises(ValueError, match="the strength of 'x' is 3"):
        force_field([Force("x", "enabling", 3)])
    assert math.isnan(force_field([]).balance)
