"""What holds for any cases."""

from __future__ import annotations

import math
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_nca import (
    CEILINGS,
    analyse,
    check_loss,
    make_scatter,
    outcome_levels,
    permutation_tests,
    power_intercept,
    quantile_line,
    required_levels,
)
from casecompare_nca.peers import _by_chains, _by_pairs, find_peers

LEVELS = st.integers(0, 8).map(float)
CASES = st.lists(st.tuples(LEVELS, LEVELS), min_size=3, max_size=14).filter(
    lambda cases: len({x for x, _ in cases}) > 1 and len({y for _, y in cases}) > 1
)
SETTINGS = settings(max_examples=60, deadline=None)


def columns(cases: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([x for x, _ in cases]), np.array([y for _, y in cases])


@SETTINGS
@given(CASES, st.sampled_from([1, 2, 3, 4]))
def test_effects_are_shares_and_no_envelope_has_cases_above_it(cases, corner) -> None:
    x, y = columns(cases)
    found = analyse(x, y, CEILINGS, corner=corner, counts_once=True)
    for name in CEILINGS:
        effect = found[name].effect_size
        assert math.isnan(effect) or -1e-12 <= effect <= 1 + 1e-12
    assert found["ce_vrs"].effect_size <= found["ce_fdh"].effect_size + 1e-12
    assert found["c_lp"].effect_size <= found["ce_vrs"].effect_size + 1e-12
    if not math.isnan(found["c_lp"].slope):
        _, seen_y, _ = found.scatter.seen
        turn = -1 if found.scatter.is_y_mirrored else 1
        line = turn * (found["c_lp"].intercept + found["c_lp"].slope * x)
        assert (seen_y <= line + 1e-9).all()


@SETTINGS
@given(CASES)
def test_the_steps_leave_what_counting_small_squares_leaves(cases) -> None:
    x, y = columns(cases)
    found = analyse(x, y, ["ce_fdh"])
    scope = found.scope
    squares = [
        (column + 0.5, row + 0.5)
        for column in range(int(scope.x_min), int(scope.x_max))
        for row in range(int(scope.y_min), int(scope.y_max))
    ]
    empty = sum(not any(x <= across and y > up for x, y in cases) for across, up in squares)
    assert found["ce_fdh"].zone == pytest.approx(empty)


@SETTINGS
@given(CASES)
def test_the_hull_is_concave_when_places_count_once(cases) -> None:
    x, y = columns(cases)
    across, up = analyse(x, y, ["ce_vrs"], counts_once=True).steps["ce_vrs"]
    points = list(zip(across.tolist(), up.tolist(), strict=True))
    slopes = [(b - d) / (a - c) for (c, d), (a, b) in pairwise(points)]
    assert all(one > other for one, other in pairwise(slopes))


@SETTINGS
@given(CASES, st.sampled_from([1, 2, 3, 4]), st.permutations(range(14)))
def test_the_order_of_cases_and_the_corner_do_not_matter(cases, corner, order) -> None:
    x, y = columns(cases)
    turned = [at for at in order if at < len(cases)]
    mirrored = (-x if corner in (2, 4) else x)[turned], (-y if corner in (3, 4) else y)[turned]
    one, other = analyse(x, y, CEILINGS, corner=corner), analyse(*mirrored, CEILINGS)
    for name in CEILINGS:
        if name != "qr":  # several lines can be equally good
            assert one[name].effect_size == pytest.approx(other[name].effect_size, nan_ok=True)


@SETTINGS
@given(CASES)
def test_more_of_the_outcome_never_needs_less(cases) -> None:
    found = analyse(*columns(cases), ["ce_fdh", "ce_vrs", "c_lp"])
    _, levels = outcome_levels(found.scatter, "actual", steps=7)
    for name in ("ce_fdh", "ce_vrs", "c_lp"):
        if name == "ce_vrs" and math.isnan(found["c_lp"].slope):
            continue
        needs = required_levels(found, name, levels, cutoff=1)
        assert all(one <= other + 1e-9 for one, other in pairwise(needs))


@SETTINGS
@given(CASES, st.sampled_from([0.1, 0.5, 0.9, 0.95]))
def test_no_line_through_two_cases_beats_the_quantile_line(cases, tau) -> None:
    x, y = columns(cases)
    best = check_loss(x, y, *quantile_line(x, y, tau), tau)
    for one in range(len(x)):
        for other in range(one):
            if x[one] != x[other]:
                slope = (y[one] - y[other]) / (x[one] - x[other])
                assert check_loss(x, y, slope, y[one] - slope * x[one], tau) >= best - 1e-9


@settings(max_examples=15, deadline=None)
@given(CASES)
def test_a_permutation_test_counts_what_one_by_one_gives(cases) -> None:
    x, y = columns(cases[:4])
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return
    names = ["ce_fdh", "cr_fdh", "ce_vrs", "cr_vrs", "cols", "c_lp"]
    made = permutation_tests(
        make_scatter(x, y), names, random=np.random.default_rng(1), permutations=math.factorial(len(x))
    )
    rows = [np.array(order) for order in permutations(y)]
    for name in names:
        effects = [analyse(x, row, [name])[name].effect_size for row in rows]
        observed = analyse(x, y, [name])[name].effect_size
        known = [effect for effect in effects if not math.isnan(effect)]
        assert made[name].arrangements == len(known)
        if not math.isnan(observed):
            assert made[name].at_least == sum(effect >= observed - 1e-9 for effect in known)


@SETTINGS
@given(st.floats(0.02, 0.98), st.floats(0.1, 5), st.sampled_from([1, 2, 3, 4]))
def test_a_power_line_leaves_its_area(effect, steep, corner) -> None:
    slope = steep if corner in (1, 4) else -steep
    intercept = power_intercept(effect, slope, corner)
    corners = {1: (0, 1), 2: (1, 1), 3: (0, 0), 4: (1, 0)}
    found = analyse([0, 1, 0, 1], [0, 1, 1, 0], ["ce_fdh"], corner=corner, custom=(intercept, slope))
    assert found["custom"].effect_size == pytest.approx(effect)
    across, up = corners[corner]
    is_outside = up - intercept - slope * across
    assert is_outside > 0 if corner in (1, 2) else is_outside < 0


@SETTINGS
@given(CASES, st.booleans())
def test_both_ways_to_the_hull_agree(cases, once) -> None:
    x, y = columns(sorted(cases))
    peers = find_peers(x[np.newaxis], y[np.newaxis], counts_once=once)
    assert (_by_pairs(peers) == _by_chains(peers)).all()
