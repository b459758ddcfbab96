"""Aggregations: by hand, and what holds for all of them."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_rules import aggregate, superiority

ITEMS = [[0.2, 0.5, 0.8]]
ALL = ["mean", "sum", "min", "max", "geometric", "product", "ordered", "power"]


@pytest.mark.parametrize(
    ("how", "more", "expected"),
    [
        ("mean", {}, 0.5),
        ("mean", {"weights": [1, 1, 2]}, (0.2 + 0.5 + 1.6) / 4),
        ("sum", {}, 1.5),
        ("sum", {"weights": [1, 2, 3]}, 0.2 + 1.0 + 2.4),
        ("min", {}, 0.2),
        ("max", {}, 0.8),
        ("geometric", {}, (0.2 * 0.5 * 0.8) ** (1 / 3)),
        ("geometric", {"weights": [2, 1, 1]}, (0.2 * 0.2 * 0.5 * 0.8) ** (1 / 4)),
        ("product", {}, 0.08),
        ("ordered", {"ordered_weights": [1, 0, 0]}, 0.8),
        ("ordered", {"ordered_weights": [0, 1, 3]}, (0.5 + 0.6) / 4),
        ("power", {"power": 2.0}, math.sqrt((0.04 + 0.25 + 0.64) / 3)),
        ("power", {"power": -1.0}, 3 / (5 + 2 + 1.25)),
        ("power", {"power": 0.0}, (0.2 * 0.5 * 0.8) ** (1 / 3)),
    ],
)
def test_by_hand(how, more, expected):
    assert aggregate(ITEMS, how, **more)[0] == pytest.approx(expected, abs=1e-12)


def test_missing_items_are_left_out_where_that_has_a_meaning():
    items = [[0.2, np.nan, 0.8], [np.nan] * 3]
    assert aggregate(items, "mean", weights=[1, 5, 3])[0] == pytest.approx((0.2 + 2.4) / 4)
    assert aggregate(items, "max")[0] == 0.8
    for how in ("sum", "product", "ordered"):
        assert np.isnan(aggregate(items, how)).all()
    assert all(np.isnan(aggregate(items, how, power=2)[1]) for how in ALL)


@pytest.mark.parametrize("how", ["geometric", "product", "power"])
def test_negative_items_are_refused(how):
    with pytest.raises(ValueError, match="from 0 upwards"):
        aggregate([[-0.1, 0.2]], how)


@pytest.mark.parametrize("power", [-50.0, -1e-7, 1e-7, 50.0])
def test_extreme_powers_stay_between_the_items(power):
    for items in ([1e-9, 1e9], [0.0, 1e9], [1e-300, 1.0], [0.0, 0.0]):
        found = aggregate([items], "power", power=power)[0]
        assert min(items) * (1 - 1e-9) <= found <= max(items) * (1 + 1e-9)


ROWS = st.lists(st.floats(0, 1), min_size=2, max_size=6)
HOW = st.sampled_from(ALL)


@settings(max_examples=60, deadline=None)
@given(ROWS, HOW, st.floats(-5, 5), st.integers(0, 5), st.floats(0, 1))
def test_a_larger_item_never_lowers_the_result(row, how, power, place, more):
    raised = list(row)
    raised[place % len(row)] = max(row[place % len(row)], more)
    before, after = aggregate([row], how, power=power), aggregate([raised], how, power=power)
    assert after[0] >= before[0] - 1e-9


@settings(max_examples=60, deadline=None)
@given(ROWS, HOW, st.floats(-5, 5), st.randoms(use_true_random=False))
def test_the_order_of_items_makes_no_difference(row, how, power, random):
    turned = list(row)
    random.shuffle(turned)
    assert aggregate([turned], how, power=power)[0] == pytest.approx(aggregate([row], how, power=power)[0])


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_means_stand_in_their_order(row):
    """Minimum, harmonic, geometric and arithmetic mean, quadratic mean, maximum."""
    found = [
        aggregate([row], "min"), aggregate([row], "power", power=-1.0), aggregate([row], "geometric"),
        aggregate([row], "mean"), aggregate([row], "power", power=2.0), aggregate([row], "max"),
    ]  # fmt: skip
    assert all(one[0] <= other[0] + 1e-9 for one, other in pairwise(found))


def test_superiority_by_hand():
    found = superiority([3, 2], [1, 2])  # pairs: 3>1, 3>2, 2>1, 2=2
    assert found.share == 3.5 / 4
    # Ranks 4, 2.5, 1, 2.5: of six ways two give the largest sum and two the smallest.
    assert found.p == pytest.approx(4 / 6)
    assert found.smallest_p == pytest.approx(4 / 6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=5), st.lists(st.integers(0, 4), min_size=1, max_size=5)
)
def test_the_exact_test_counts_all_ways(first, second):
    scores = np.array(first + second, dtype=float)
    shares = []
    for chosen in combinations(range(len(scores)), len(first)):
        mask = np.isin(np.arange(len(scores)), chosen)
        shares.append(superiority(scores[mask], scores[~mask]).share)
    found = superiority(first, second)
    distances = np.abs(np.array(shares) - 0.5)
    assert found.p == pytest.approx(np.mean(distances >= abs(found.share - 0.5) - 1e-9))
    assert found.smallest_p == pytest.approx(np.mean(distances >= distances.max() - 1e-9))
    assert superiority(second, first).p == pytest.approx(found.p)


def test_too_many_cases_for_the_exact_test():
    assert math.isnan(superiority(range(100), range(100)).p)


def test_both_groups_need_a_case():
    with pytest.raises(ValueError, match="need a case"):
        superiority([], [1.0])
