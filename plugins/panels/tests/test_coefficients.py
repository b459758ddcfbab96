"""Coefficients: against numbers of other programs, and what must hold for any votes."""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_panels import (
    agreeing_pairs,
    agreeing_pairs_between,
    gwet_ac1,
    krippendorff_alpha,
    mean_agreement,
)

REFERENCE = json.loads((Path(__file__).parent / "reference/coefficients.json").read_text(encoding="utf-8"))
COUNTS = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=8)


def counts_of(ratings, categories):
    return [[row.count(category) for category in categories] for row in ratings]


def same(found, expected):
    return math.isnan(found) if expected is None else found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", REFERENCE)
def test_coefficients_are_those_of_other_programs(name):
    given = REFERENCE[name]
    declared = counts_of(given["ratings"], given["categories"])
    observed = counts_of(
        given["ratings"], sorted({one for row in given["ratings"] for one in row if one is not None})
    )

    assert same(mean_agreement(declared), given["pairs"])
    assert same(krippendorff_alpha(declared), given["alpha"])
    assert same(gwet_ac1(declared), given["ac1_declared"])
    if "ac1" in given:
        assert same(gwet_ac1(observed), given["ac1"])


def test_a_single_expert_agrees_with_nobody():
    assert math.isnan(agreeing_pairs([0, 1, 0]))
    assert math.isnan(agreeing_pairs([0, 0, 0]))
    assert math.isnan(krippendorff_alpha([[1, 0, 0], [0, 1, 0]]))
    assert math.isnan(gwet_ac1([[1, 0, 0], [0, 1, 0]]))
    assert math.isnan(krippendorff_alpha([]))
    assert math.isnan(agreeing_pairs_between([[3, 0, 0], [0, 0, 0]]))


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_agreement_is_a_share_and_full_only_without_any_difference(findings):
    for counts in findings:
        share = agreeing_pairs(counts)
        if sum(counts) < 2:
            assert math.isnan(share)
        else:
            assert 0 <= share <= 1
            assert (share == 1) == (max(counts) == sum(counts))


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_pairs_of_panels_are_those_that_one_gets_by_going_through_them(panels):
    voting = [counts for counts in panels if sum(counts)]
    expected = [
        sum(a * b for a, b in zip(one, other, strict=True)) / (sum(one) * sum(other))
        for one, other in combinations(voting, 2)
    ]
    found = agreeing_pairs_between(panels)
    if expected:
        assert found == pytest.approx(sum(expected) / len(expected), abs=1e-12)
    else:
        assert math.isnan(found)


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.permutations(range(3)))
def test_no_coefficient_depends_on_the_order_of_findings_or_judgements(findings, order):
    turned = [[counts[kind] for kind in order] for counts in reversed(findings)]
    for coefficient in (krippendorff_alpha, gwet_ac1, mean_agreement):
        one, other = coefficient(findings), coefficient(turned)
        assert (math.isnan(one) and math.isnan(other)) or one == pytest.approx(other, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_alpha_and_ac1_are_at_most_one_and_one_where_nobody_differs(findings):
    alpha, ac1 = krippendorff_alpha(findings), gwet_ac1(findings)
    assert math.isnan(alpha) or alpha <= 1 + 1e-12
    assert math.isnan(ac1) or ac1 <= 1 + 1e-12
    if mean_agreement(findings) == 1:
        assert ac1 == pytest.approx(1)
        assert math.isnan(alpha) or alpha == pytest.approx(1)
