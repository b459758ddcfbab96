"""The exact tests: reference values, brute force, and what may not matter."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.hypotheses import (
    benchmark_p,
    ceiling_effect,
    ceiling_test,
    clue_p,
    overlap_test,
    permutation_test,
)

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "reference/hypotheses/golden.json").read_text(encoding="utf-8")
)
COLUMNS = GOLDEN["columns"]

# Four decimals: statistics that differ by less than 1e-9 count as alike, and here none do but equal ones.
memberships = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]) | st.integers(0, 10_000).map(
    lambda number: number / 10_000
)
pairs = st.lists(st.tuples(memberships, memberships), min_size=1, max_size=6)


def brute_force(statistic, x, y):
    """Give the share of all orders that reach the observed statistic, and the best one."""
    values = [statistic(x, order) for order in itertools.permutations(y)]
    observed = statistic(x, y)
    p = sum(value >= observed - 1e-9 for value in values) / len(values)
    return p, sum(value >= max(values) - 1e-9 for value in values) / len(values)


def overlap(x, y):
    return sum(min(pair) for pair in zip(x, y, strict=True))


class TestOverlap:
    def test_golden_six_cases(self):
        given, expected = GOLDEN["G19"]["input"], GOLDEN["G19"]["expected"]
        test = overlap_test(given["X"], given["Y"])
        assert (test.orders, test.is_exact) == (expected["orders"], True)
        assert test.p == pytest.approx(expected["p_upper"], abs=1e-9)
        assert test.p * test.orders == pytest.approx(expected["hits"])
        assert test.observed / sum(given["X"]) == pytest.approx(expected["consistency"], abs=1e-9)

    def test_for_crisp_sets_it_is_fishers_test(self):
        test = overlap_test(GOLDEN["crisp"]["TAN"], GOLDEN["crisp"]["SUC"])
        assert test.is_exact
        assert test.p == pytest.approx(GOLDEN["G17"]["expected"]["fisher_greater"], abs=1e-9)
        assert test.smallest == pytest.approx(1 / 132, abs=1e-12)

    @given(pairs)
    @settings(deadline=None, max_examples=60)
    def test_equals_brute_force(self, drawn):
        x, y = zip(*drawn, strict=True)
        test = overlap_test(x, y)
        assert (test.p, test.smallest) == pytest.approx(brute_force(overlap, x, y))

    def test_halves_equal_the_enumeration_where_both_can_be_done(self):
        chance = np.random.default_rng(3)
        for cases in (2, 7, 8):
            x, y = chance.random(cases).round(1), chance.random(cases).round(1)
            enumerated = permutation_test(x, y, lambda x, orders: np.minimum(x, orders).sum(axis=1))
            halved = overlap_test(x, y)
            assert (halved.p, halved.smallest) == (enumerated.p, enumerated.smallest)

    @pytest.mark.parametrize("values", [2, 3, 6, 12])
    def test_ties_change_the_work_and_not_the_result(self, values):
        chance = np.random.default_rng(values)
        x, y = chance.random(12), chance.integers(0, values, 12) / values
        y[:2] = 0.0
        test, exchanged = overlap_test(x, y), overlap_test(y, x)

        assert (test.p, test.smallest) == (exchanged.p, exchanged.smallest)
        # A hair's breadth parts the ties, so that every deal is gone through, and changes no comparison.
        parted = overlap_test(x, y + np.arange(12) * 1e-14)
        assert (parted.p, parted.smallest) == (test.p, test.smallest)

    def test_drawing_comes_near_the_exact_value(self):
        x, y = COLUMNS["TAN"], COLUMNS["SUC"]
        exact = overlap_test(x, y)
        drawn = permutation_test(x, y, lambda x, orders: np.minimum(x, orders).sum(axis=1))
        assert exact.orders == math.factorial(12)
        assert (drawn.is_exact, drawn.orders, drawn.smallest) == (False, 100_000, 1 / 100_001)
        assert abs(drawn.p - exact.p) < 4 * drawn.standard_error
        assert drawn.standard_error == pytest.approx(math.sqrt(drawn.p * (1 - drawn.p) / 100_000))

    def test_beyond_twelve_cases_orders_are_drawn_from_the_seed(self):
        x = [value for value in (0.1, 0.3, 0.8) for _ in range(7)]
        y = [*x[3:], *x[:3]]
        one, again, other = overlap_test(x, y), overlap_test(x, y), overlap_test(x, y, seed=2)
        assert not one.is_exact
        assert one == again
        assert one.p != other.p
        assert abs(one.p - other.p) < 6 * one.standard_error

    @given(st.lists(st.tuples(memberships, memberships), min_size=1, max_size=15), st.randoms())
    @settings(deadline=None, max_examples=25)
    def test_the_order_of_cases_does_not_matter(self, drawn, chance):
        shuffled = chance.sample(drawn, len(drawn))
        one, other = (overlap_test(*zip(*rows, strict=True), draws=500) for rows in (drawn, shuffled))
        assert (one.p, one.smallest) == (other.p, other.smallest)
        assert one.smallest <= one.p <= 1

    @given(pairs)
    @settings(deadline=None, max_examples=40)
    def test_condition_and_outcome_may_change_places(self, drawn):
        x, y = zip(*drawn, strict=True)
        assert overlap_test(x, y).p == pytest.approx(overlap_test(y, x).p)

    def test_without_cases_nothing_is_known(self):
        test = overlap_test([], [])
        assert test.orders == 0
        assert math.isnan(test.p)

    def test_thousands_of_cases_are_drawn_less_often(self):
        chance = np.random.default_rng(1)
        assert overlap_test(chance.random(5000), chance.random(5000)).orders == 2000

    def test_missing_values_are_refused(self):
        with pytest.raises(ValueError, match="leave out the cases with a missing value"):
            overlap_test([0.1, math.nan], [0.2, 0.4])
        with pytest.raises(ValueError, match="one number per case"):
            overlap_test([0.1, 0.2], [0.4])


class TestCeiling:
    @pytest.mark.parametrize("condition", ["TAN", "ALN", "CLI"])
    def test_golden_effect_sizes(self, condition):
        effect = ceiling_effect(COLUMNS[condition], COLUMNS["SUC"])
        assert effect == pytest.approx(GOLDEN["G24"]["expected"][condition], abs=1e-9)
        assert ceiling_test(COLUMNS[condition], COLUMNS["SUC"], draws=10).observed == pytest.approx(effect)

    @pytest.mark.parametrize("check", GOLDEN["nca"], ids=lambda check: check["id"])
    def test_r_package_nca(self, check):
        x, y = np.array(check["x"]), np.array(check["y"])
        scope = (x.min(), x.max(), y.min(), y.max())
        assert ceiling_effect(x, y, scope) == pytest.approx(check["effect_size"], abs=1e-9)
        # The scope of the data is that of memberships once they are stretched to it.
        stretched = [(values - values.min()) / np.ptp(values) for values in (x, y)]
        test = ceiling_test(*stretched)
        assert test.observed == pytest.approx(check["effect_size"], abs=1e-9)
        assert test.is_exact == check["exact"]
        if check["exact"]:  # R counts the order of the data twice, (count + 1) / (orders + 1)
            assert round(test.p * test.orders) == check["count_ge"]
            assert (check["count_ge"] + 1) / (test.orders + 1) == pytest.approx(check["p_value"], abs=1e-12)
        else:
            assert abs(test.p - check["p_value"]) < check["tolerance"]

    @given(pairs)
    @settings(deadline=None, max_examples=40)
    def test_equals_brute_force(self, drawn):
        x, y = zip(*drawn, strict=True)
        test = ceiling_test(x, y)
        assert (test.p, test.smallest) == pytest.approx(brute_force(ceiling_effect, x, y))

    @given(pairs)
    def test_is_the_empty_area(self, drawn):
        x, y = zip(*drawn, strict=True)
        effect = ceiling_effect(x, y)
        assert -1e-12 <= effect <= 1 + 1e-12
        # Whatever is added can only make less empty.
        assert ceiling_effect([*x, 0.5], [*y, 0.5]) <= effect + 1e-12

    def test_crisp_cases_need_all_or_nothing(self):
        assert ceiling_effect([1, 1, 0], [1, 0, 0]) == 1
        assert ceiling_effect([1, 0, 0], [1, 1, 0]) == 0

    def test_undefined_without_cases_or_scope(self):
        assert math.isnan(ceiling_effect([], []))
        assert math.isnan(ceiling_effect([1], [1], (1, 1, 0, 1)))


class TestCounting:
    def test_golden_benchmark(self):
        expected = GOLDEN["G17"]["expected"]["binomial_ge_0.65"]
        assert benchmark_p(5, 7, 0.65) == pytest.approx(expected, abs=1e-9)

    @pytest.mark.parametrize(
        ("counts", "expected"), [*zip(GOLDEN["G21"]["input"], GOLDEN["G21"]["expected"]["p"], strict=True)]
    )
    def test_golden_urn(self, counts, expected):
        assert clue_p(*counts) == pytest.approx(expected, abs=1e-9)

    @given(st.integers(1, 30), st.data())
    def test_more_in_favour_is_less_likely_chance(self, cases, data):
        hits = data.draw(st.integers(0, cases - 1))
        assert benchmark_p(hits, cases, 0.65) >= benchmark_p(hits + 1, cases, 0.65)
        assert clue_p(hits, cases) >= clue_p(hits + 1, cases)
        assert benchmark_p(0, cases, 0.65) == pytest.approx(1)
        assert benchmark_p(cases, cases, 0.65) == pytest.approx(0.65**cases)

    def test_impossible_counts_are_refused(self):
        assert math.isnan(benchmark_p(0, 0, 0.65))
        with pytest.raises(ValueError, match="5 of 3 cases"):
            benchmark_p(5, 3, 0.65)
        with pytest.raises(ValueError, match="4 of 3 clues"):
            clue_p(4, 3)
