"""Ranks, types and pairs: by hand, and what must not change them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_selection import (
    Variable,
    are_alike,
    are_different,
    background_distances,
    best_pairs,
    case_types,
    diverse_cases,
    ranks,
    share_below,
    standard_distances,
    ties,
)
from casecompare_selection.ranking import extreme_in_words

NAN = math.nan


def test_distances_from_the_mean_by_hand():
    # mean 4, sum of squares 4+1+9+4 = 18 over n - 1 = 3
    found = standard_distances([2, 3, 7, 4, NAN])
    assert found[:4] == pytest.approx([(x - 4) / math.sqrt(14 / 3) for x in (2, 3, 7, 4)])
    assert np.isnan(found[4])


@pytest.mark.parametrize("values", [[], [3.0], [2.0, 2.0, 2.0], [NAN, NAN], [0.1 + 0.2, 0.3]])
def test_what_does_not_vary_has_no_distances(values):
    assert np.isnan(standard_distances(values)).all()


def test_ranks_ties_and_percentiles():
    values = [5.0, 7.0, 7.0, NAN, 1.0]
    assert ranks(values) == pytest.approx([3, 1, 1, NAN, 4], nan_ok=True)
    assert ranks(values, largest_first=False) == pytest.approx([2, 3, 3, NAN, 1], nan_ok=True)
    assert ties(values) == pytest.approx([0, 1, 1, NAN, 0], nan_ok=True)
    assert share_below(values) == pytest.approx([1.5 / 4, 3 / 4, 3 / 4, NAN, 0.5 / 4], nan_ok=True)


def test_rounding_breaks_no_tie_and_zeros_tie():
    assert ties([0.1 + 0.2, 0.3]).tolist() == [1, 1]
    assert ranks([0.0, -0.0, 0.0]).tolist() == [1, 1, 1]
    assert ranks([]).tolist() == []


@pytest.mark.parametrize(
    ("rank", "said"),
    [(1, "the largest"), (2, "the largest but one"), (3, "the largest but two"), (4, "the 4th largest"),
     (11, "the 11th largest"), (21, "the 21st largest"), (112, "the 112th largest"),
     (103, "the 103rd largest")],
)  # fmt: skip
def test_ranks_in_words(rank, said):
    assert extreme_in_words(rank, "largest") == said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.just(NAN), st.integers(-5, 5).map(float)), max_size=12))
def test_ranks_count_those_before(values):
    found, tied, shares = ranks(values), ties(values), share_below(values)
    for at, value in enumerate(values):
        if math.isnan(value):
            assert np.isnan([found[at], tied[at], shares[at]]).all()
            continue
        present = [one for one in values if not math.isnan(one)]
        assert found[at] == 1 + sum(one > value for one in present)
        assert tied[at] == sum(one == value for one in present) - 1
        smaller = sum(one < value for one in present)
        assert shares[at] == pytest.approx((smaller + (tied[at] + 1) / 2) / len(present))


def test_levels_by_what_a_variable_is():
    assert Variable.of("s", [0.5, 0.51, None, 1.0], is_set=True).levels() == ["out", "in", None, "in"]
    assert Variable.of("b", [0, 1, 1, None]).levels() == ["0", "1", "1", None]
    assert Variable.of("c", [1, 2, 3], is_category=True).levels() == ["1", "2", "3"]
    # mean 0, standard deviation 1: the ends lie exactly one off, which is not more than one
    assert Variable.of("n", [-1.0, 0.0, 1.0]).levels() == ["middle"] * 3
    assert Variable.of("n", [-9, 0, 0, 0, 0, 9]).levels() == ["low", *["middle"] * 4, "high"]


def test_text_makes_categories_and_missing_values_stay_missing():
    made = Variable.of("area", ["a", None, 2.0, NAN])
    assert made.kind == "category"
    assert made.values.tolist() == ["a", None, "2", None]
    assert np.isnan(made.numbers).all()
    names, columns = made.columns()
    assert names == ["area: a"]
    assert columns[:, 0] == pytest.approx([1, NAN, 0, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("values", "constant"), [([], True), ([None], True), ([2, 2], True), (["a", None, "a"], True),
                             ([1, 2], False), (["a", "b"], False)],
)  # fmt: skip
def test_constant_variables(values, constant):
    assert Variable.of("v", values).is_constant is constant


def test_types_and_the_case_nearest_to_the_mean_of_its_type():
    cause = Variable.of("tandem", ["yes", "yes", "yes", "no", "no", None])
    columns = np.array([[0.0, 1], [1, 1], [5, 1], [2, 1], [4, 1], [9, 1]])
    found = diverse_cases(case_types([cause]), columns, list("abcedf"))

    assert [(one.name, one.members) for one in found] == [("tandem yes", (0, 1, 2)), ("tandem no", (3, 4))]
    assert found[0].nearest == (1,), "the mean of 0, 1 and 5 is 2"
    assert found[1].nearest == (4, 3), "both are one off, and d comes before e"
    assert case_types([]) == []


def test_mahalanobis_distance_by_hand():
    # covariance [[4/3, 2/3], [2/3, 4/3]], its inverse [[1, -1/2], [-1/2, 1]]
    points = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 0.0]])
    covariance = np.cov(points.T)
    found = background_distances(points)
    a, b, d = covariance[0, 0], covariance[0, 1], covariance[1, 1]
    for at, other in ((0, 1), (1, 2), (0, 2)):
        x, y = points[at] - points[other]
        assert found[at, other] == pytest.approx(
            math.sqrt((d * x * x - 2 * b * x * y + a * y * y) / (a * d - b * b))
        )
    assert found[0, 3] == 0


def test_a_collinear_background_counts_once_and_a_missing_value_has_no_distance():
    points = np.array([[0.0, 1.0], [2.0, 0.0], [2.0, 2.0], [5.0, 1.0]])
    twice = np.column_stack([points, points[:, 0] * 3 + points[:, 1], np.full(4, 8.0)])
    assert background_distances(twice) == pytest.approx(background_distances(points))
    points[3, 1] = NAN
    assert np.isnan(background_distances(points)[3]).all()
    assert np.isfinite(background_distances(points)[:3, :3]).all()
    assert np.isnan(background_distances(np.ones((3, 2)))).all()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=9),
    st.integers(1, 9), st.integers(-9, 9),
)  # fmt: skip
def test_distances_do_not_depend_on_units_or_on_mixing_variables(points, scale, shift):
    one = np.array(points, dtype=float)
    other = np.column_stack([scale * one[:, 0] + shift, one[:, 1] - 2 * one[:, 0]])
    found = background_distances(one)
    assert found == pytest.approx(background_distances(other), nan_ok=True, abs=1e-6)
    assert found == pytest.approx(found.T, nan_ok=True)


def test_when_two_cases_differ_and_when_they_are_the_same():
    numbers = Variable.of("n", [0.0, 1.0, 2.0, None])  # one standard deviation apart each
    assert are_different(numbers)[0].tolist() == [False, True, True, False]
    assert are_different(numbers, 1.5)[0].tolist() == [False, False, True, False]
    assert are_alike(numbers)[0].tolist() == [True, False, False, False]
    assert are_alike(numbers, 1.0)[0].tolist() == [True, True, False, False]
    sets = Variable.of("s", [0.49, 0.51, 0.9], is_set=True)
    assert are_different(sets)[1].tolist() == [True, False, False]
    assert are_alike(sets)[1].tolist() == [False, True, True]
    constant = Variable.of("n", [2.0, 2.0])
    assert not are_different(constant).any()
    assert are_alike(constant).all()


def test_the_best_pairs_with_their_ties():
    distances = background_distances(np.array([[0.0], [1.0], [2.0], [4.0]]))
    everything = np.ones((4, 4), dtype=bool)
    near = best_pairs(distances, everything, ["d", "c", "b", "a"], 1)
    assert [(one.first, one.second, one.rank, one.tied) for one in near] == [(2, 1, 1, 1), (1, 0, 1, 1)]
    [far] = best_pairs(distances, everything, ["d", "c", "b", "a"], 1, largest_first=True)
    assert (far.first, far.second, far.tied) == (3, 0, 0)
    assert best_pairs(distances, ~everything, list("dcba"), 1) == []


def test_many_ties_are_cut():
    distances = background_distances(np.array([[float(at % 2)] for at in range(20)]))
    assert len(best_pairs(distances, np.ones((20, 20), dtype=bool), [str(at) for at in range(20)], 3)) == 13
