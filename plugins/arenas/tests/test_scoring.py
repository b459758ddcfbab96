"""Edges: nothing observed, nothing wanted, nothing done, other numbers of arenas."""

import math

import pytest

from casecompare_arenas import (
    Bounds,
    Leadership,
    RoundState,
    commensurateness,
    fit,
    leadership_mode,
    matching,
    reinforcement,
    score_round,
    tandem,
)

ARENAS = ["S", "P", "D"]


def led(level):
    return Leadership(clinical=level, managerial=level, hybrid=0.0, coupling=1.0)


def test_nothing_observed_leaves_everything_open():
    scored = score_round(RoundState(), ARENAS)

    assert set(scored.scores.values()) == {Bounds(0.0, 1.0)}
    assert scored.binding is None
    assert {arena.mode for arena in scored.arenas.values()} == {None}


def test_an_arena_observed_to_pursue_nothing_shares_nothing():
    state = RoundState(emphases={"S": {"a": 1}, "P": {"a": 1}, "D": {"a": 0}})

    assert score_round(state, ARENAS).scores["matching"] == Bounds(0.0, 0.0)


def test_where_no_arena_acts_the_balance_is_undefined_and_the_action_none():
    scores = score_round(RoundState(leadership=dict.fromkeys(ARENAS, led(0.0))), ARENAS).scores

    assert math.isnan(scores["balance"].value)
    assert scores["commensurate_action"].value == 0
    assert scores["clinical"].value == 0


def test_balance_of_a_missing_arena_is_best_at_the_mean_of_the_others():
    state = RoundState(leadership={"S": led(0.8), "P": led(0.4)})

    bounds = score_round(state, ARENAS).scores["balance"]

    assert bounds.low == 0
    assert bounds.high == pytest.approx(commensurateness([0.8, 0.4, 0.6]).balance)


def test_balance_of_intensities_that_are_all_open_to_some_degree():
    partly = Leadership(clinical=0.3, coupling=1.0, hybrid=0.0)  # managers may lead at 0.3 to 1
    state = RoundState(leadership={"S": partly, "P": partly, "D": led(0.1)})

    bounds = score_round(state, ARENAS).scores["balance"]

    assert bounds.low == pytest.approx(commensurateness([1.0, 1.0, 0.1]).balance)
    assert bounds.high == pytest.approx(commensurateness([0.3, 0.3, 0.1]).balance)


def test_bounds_hold_for_the_smallest_intensities_too():
    state = RoundState(leadership={"P": led(1e-268), "D": led(1e-268)})

    assert score_round(state, ARENAS).scores["balance"] == Bounds(0.0, 1.0)


def test_a_coded_intensity_takes_the_place_of_the_strongest_leadership():
    quiet = Leadership(clinical=0.9, managerial=0.1, hybrid=0.0, coupling=0.5, intensity=0.2)

    assert score_round(RoundState(leadership={"S": quiet}), ARENAS).arenas["S"].intensity == Bounds(0.2, 0.2)


def test_links_that_were_observed_narrow_the_bounds():
    uptake = {("S", "P"): 0.64, ("P", "S"): 0.64, ("P", "D"): 0.0, ("D", "P"): 0.5, ("S", "D"): 0.0}

    assert score_round(RoundState(uptake=uptake), ARENAS).scores["reinforcement"] == Bounds(0.0, 0.0)


def test_four_arenas_need_three_links_that_reach_them_all():
    arenas = ["a", "b", "c", "d"]
    strong = {("a", "b"), ("b", "c"), ("a", "c")}  # a circle that leaves d out
    uptake = {(x, y): 0.9 if (x, y) in strong or (y, x) in strong else 0.1 for x in arenas for y in arenas}

    assert reinforcement(arenas, uptake) == pytest.approx((0.9 * 0.9 * 0.1) ** (1 / 3))


@pytest.mark.parametrize("exponent", [-math.inf, -2, 0, 1, 3])
def test_equal_parts_are_their_own_mean(exponent):
    assert fit(0.3, 0.3, 0.3, exponent=exponent) == pytest.approx(0.3, abs=1e-15)


def test_a_part_without_weight_takes_no_part():
    assert fit(0.0, 0.5, 0.5, weights={"matching": 0, "reinforcement": 1, "commensurate_action": 1}) == 0.5


@pytest.mark.parametrize("weights", [{}, {"matching": -1.0, "reinforcement": 1.0}])
def test_weights_that_make_no_sense(weights):
    with pytest.raises(ValueError, match="weights of fit must not be negative, and one must be above 0"):
        fit(0.5, 0.5, 0.5, weights=weights)


def test_nothing_to_measure_is_an_error():
    with pytest.raises(ValueError, match="at least one arena"):
        matching({})
    with pytest.raises(ValueError, match="at least two arenas"):
        reinforcement(["S"], {})
    with pytest.raises(ValueError, match="at least one intensity"):
        commensurateness([])


def test_where_neither_side_leads_the_balance_of_the_tandem_is_undefined():
    assert math.isnan(tandem(0.0, 0.0, 1.0).balance)


def test_a_difference_of_two_coded_levels_is_what_it_looks_like():
    # 0.7 - 0.5 is a little less than 0.2 in binary.
    assert leadership_mode(0.45, 0.65, 0.0, 0.3) == "manager-led"
    assert leadership_mode(0.3, 0.5, 0.0, 0.3) == "manager-led"
