"""What must hold of the measures on any data, and the relations between them that the literature proves."""

from __future__ import annotations

import itertools
import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casecompare_agreement import (
    alpha_interval,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    intraclass_correlation,
    kendall_w,
    krippendorff_alpha,
    light_kappa,
    percent_agreement,
    r_wg_j,
    r_wg_star,
    scott_pi,
)
from casecompare_agreement.distributions import chi_squared_above, f_below, f_quantile
from casecompare_agreement.measures import MeasureName, take_measures
from casecompare_agreement.scales import Scale

SETTINGS = settings(max_examples=60, deadline=None)
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


@st.composite
def tables(draw, *, missing=False, coders=(2, 4)):
    """Codes 1 to 4 of a few units by a few coders."""
    number = draw(st.integers(*coders))
    code = st.integers(1, 4).map(float)
    cell = st.one_of(code, st.just(math.nan)) if missing else code
    rows = draw(st.lists(st.lists(cell, min_size=number, max_size=number), min_size=2, max_size=8))
    return np.array(rows)


def alpha_by_definition(ratings, level):
    """Alpha from the matrix of coincidences, as Krippendorff (2011) writes it."""
    units = [[code for code in row if not math.isnan(code)] for row in ratings.tolist()]
    units = [unit for unit in units if len(unit) >= 2]
    codes = sorted({code for unit in units for code in unit})
    total = {code: sum(unit.count(code) for unit in units) for code in codes}

    def difference(c, k):
        if level == "nominal":
            return float(c != k)
        if level == "interval":
            return (c - k) ** 2
        if level == "ratio":
            return ((c - k) / (c + k)) ** 2
        low, high = min(c, k), max(c, k)
        between = sum(total[g] for g in codes if low <= g <= high)
        return (between - (total[c] + total[k]) / 2) ** 2

    observed = sum(
        difference(c, k) / (len(unit) - 1) for unit in units for c, k in itertools.permutations(unit, 2)
    )
    expected = sum(total[c] * total[k] * difference(c, k) for c in codes for k in codes)
    return 1 - (sum(total.values()) - 1) * observed / expected if expected else math.nan


@SETTINGS
@given(tables(missing=True), st.sampled_from(LEVELS))
def test_alpha_is_what_its_definition_says(ratings, level):
    found = krippendorff_alpha(ratings, level)

    assert found.value == pytest.approx(alpha_by_definition(ratings, level), abs=1e-12, nan_ok=True)
    assert bool(found.reason) == math.isnan(found.value)


@SETTINGS
@given(tables(missing=True), st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_the_order_of_units_and_coders(ratings, level, random):
    units, coders = list(range(len(ratings))), list(range(ratings.shape[1]))
    random.shuffle(units)
    random.shuffle(coders)

    shuffled = krippendorff_alpha(ratings[units][:, coders], level).value

    assert shuffled == pytest.approx(krippendorff_alpha(ratings, level).value, nan_ok=True)


@SETTINGS
@given(tables(missing=True))
def test_each_level_ignores_what_it_must(ratings):
    def alpha(codes, level):
        return krippendorff_alpha(codes, level).value

    relabelled = (ratings * 7) % 5
    assert alpha(relabelled, "nominal") == pytest.approx(alpha(ratings, "nominal"), nan_ok=True)
    assert alpha(np.exp(ratings), "ordinal") == pytest.approx(alpha(ratings, "ordinal"), nan_ok=True)
    assert alpha(3 - 2 * ratings, "interval") == pytest.approx(alpha(ratings, "interval"), nan_ok=True)
    assert alpha(10 * ratings, "ratio") == pytest.approx(alpha(ratings, "ratio"), nan_ok=True)


@SETTINGS
@given(st.lists(st.integers(1, 4), min_size=2, max_size=8), st.integers(2, 4), st.sampled_from(LEVELS))
def test_perfect_agreement_is_one_wherever_codes_vary(codes, coders, level):
    ratings = np.repeat(np.array(codes, dtype=float)[:, None], coders, axis=1)
    varies = len(set(codes)) > 1

    for value in (
        krippendorff_alpha(ratings, level).value, fleiss_kappa(ratings).value, conger_kappa(ratings).value,
        gwet_ac(ratings).value, light_kappa(ratings).value, kendall_w(ratings).value,
        brennan_prediger(ratings).value, intraclass_correlation(ratings, "ICC(1)").value,
        intraclass_correlation(ratings, "ICC(2,1)").value, intraclass_correlation(ratings, "ICC(3,k)").value,
    ):  # fmt: skip
        assert value == pytest.approx(1) if varies else math.isnan(value)
    assert percent_agreement(ratings).value == 1


@SETTINGS
@given(tables())
def test_alpha_is_fleiss_kappa_corrected_for_small_samples(ratings):
    kappa = fleiss_kappa(ratings)
    assume(not kappa.reason)

    expected = 1 - (1 - kappa.value) * (ratings.size - 1) / ratings.size

    assert krippendorff_alpha(ratings).value == pytest.approx(expected)


@SETTINGS
@given(tables(coders=(2, 2)), st.sampled_from(["none", "linear", "quadratic"]))
def test_two_coders_are_a_case_of_many(ratings, weights):
    cohen = cohen_kappa(ratings, weights).value

    assert conger_kappa(ratings, weights).value == pytest.approx(cohen, nan_ok=True)
    assert light_kappa(ratings, weights).value == pytest.approx(cohen, nan_ok=True)
    assert scott_pi(ratings).value == pytest.approx(fleiss_kappa(ratings).value, nan_ok=True)


@SETTINGS
@given(tables(missing=True), st.sampled_from(["none", "linear", "quadratic"]))
def test_undefined_comes_with_a_reason_and_nothing_exceeds_one(ratings, weights):
    for measure in (gwet_ac, brennan_prediger, fleiss_kappa, conger_kappa):
        found = measure(ratings, weights)
        assert bool(found.reason) == math.isnan(found.value)
        assert not found.value > 1 + 1e-12


@SETTINGS
@given(st.integers(2, 7).flatmap(lambda n: st.lists(st.permutations(range(n)), min_size=2, max_size=4)))
def test_kendall_w_follows_from_the_mean_rank_correlation(rankings):
    pairs = list(itertools.combinations(rankings, 2))
    mean = sum(float(np.corrcoef(a, b)[0, 1]) for a, b in pairs) / len(pairs)

    found = kendall_w(np.array(rankings, dtype=float).T)

    assert found.value == pytest.approx((1 + (len(rankings) - 1) * mean) / len(rankings), abs=1e-12)


@SETTINGS
@given(tables(missing=True), st.sampled_from(LEVELS), st.sampled_from(["linear", "quadratic"]))
def test_every_measure_takes_any_codes(ratings, level, weights):
    scale = Scale(level=level, low=1, high=4, is_membership=False)

    for measure in take_measures(ratings, scale, get_args(MeasureName), weights):
        assert math.isfinite(measure.value) or measure.reason
        assert not (measure.reason and math.isfinite(measure.value))


@SETTINGS
@given(tables())
def test_intraclass_correlations_of_means_follow_from_those_of_one(ratings):
    coders = ratings.shape[1]
    for number in "123":
        single = intraclass_correlation(ratings, f"ICC({number})" if number == "1" else f"ICC({number},1)")
        mean = intraclass_correlation(ratings, f"ICC({number},k)")
        for found in (single, mean):
            assert bool(found.reason) == math.isnan(found.value)
            assert not found.low > found.value + 1e-9
            assert not found.high < found.value - 1e-9
        if single.value > -0.9 / (coders - 1):
            assert not mean.reason
            assert mean.value == pytest.approx(coders * single.value / (1 + (coders - 1) * single.value))


def test_intraclass_correlations_of_units_that_do_not_differ():
    codes = [(0.1, 0.9), (0.9, 0.1)] * 6

    assert intraclass_correlation(codes, "ICC(1)").value == -1
    assert intraclass_correlation(codes, "ICC(2,1)").value < -1
    for form in ("ICC(1,k)", "ICC(2,k)", "ICC(3,k)"):
        assert math.isnan(intraclass_correlation(codes, form).value)
        assert "the means of the units differ no more" in intraclass_correlation(codes, form).reason
    assert intraclass_correlation([(1, 2), (1, 2)], "ICC(3,1)").reason
    assert intraclass_correlation([(1, 2), (2, 1)], "ICC(2,1)").reason
    assert intraclass_correlation([(1, 2), (1, 2)], "ICC(2,1)").value == 0


@given(st.floats(0.01, 50), st.floats(0.5, 60), st.floats(0.5, 60))
@SETTINGS
def test_f_distribution(value, numerator, denominator):
    below = f_below(value, numerator, denominator)

    assert below + f_below(1 / value, denominator, numerator) == pytest.approx(1, abs=1e-12)
    if 1e-6 < below < 1 - 1e-6:
        assert f_quantile(below, numerator, denominator) == pytest.approx(value, rel=1e-7)


@pytest.mark.parametrize("value", [0.1, 1, 2.5, 8, 40])
def test_chi_squared_with_two_and_four_degrees(value):
    assert chi_squared_above(value, 2) == pytest.approx(math.exp(-value / 2), abs=1e-14)
    assert chi_squared_above(value, 4) == pytest.approx(math.exp(-value / 2) * (1 + value / 2), abs=1e-14)


@SETTINGS
@given(tables(missing=True), st.sampled_from(LEVELS), st.integers(0, 99))
def test_the_bootstrap_takes_whole_units(ratings, level, seed):
    pairable = ratings[(~np.isnan(ratings)).sum(axis=1) >= 2]
    assume(len(pairable) >= 2)
    count = len(pairable)
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=1)[0]
    sample = krippendorff_alpha(np.repeat(pairable, times, axis=0), level).value

    found = alpha_interval(ratings, level, random=np.random.default_rng(seed), draws=1)

    if math.isnan(sample):
        assert found.defined == 0
        assert found.reason
    else:
        assert found.low == found.high == pytest.approx(sample)


def test_the_bootstrap_repeats_itself_and_keeps_its_time():
    codes = np.random.default_rng(5).random((30, 3))

    first, again = (alpha_interval(codes, "interval", random=np.random.default_rng(1)) for _ in range(2))
    early = alpha_interval(codes, "interval", random=np.random.default_rng(1), seconds=-1)

    assert first == again
    assert 0 < early.draws < first.draws == 1000
    assert first.low < krippendorff_alpha(codes, "interval").value < first.high
    assert alpha_interval(codes, "interval", random=np.random.default_rng(1), draws=0).reason
    assert alpha_interval(codes[:1], "interval", random=np.random.default_rng(1)).reason


def test_scale_measures_at_their_ends():
    assert r_wg_j([[1, 5], [5, 1]], 2.0) == 0
    assert r_wg_star([[1, 5], [5, 1]], 2.0) == -3
    assert r_wg_j([[3, 3], [4, 4]], 2.0) == r_wg_star([[3, 3], [4, 4]], 2.0) == 1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: krippendorff_alpha([1, 2, 3]), "codes must be a table"),
        (lambda: krippendorff_alpha([[1, math.inf]]), "finite"),
        (lambda: krippendorff_alpha([["low", "high"]], "ordinal"), "text has no order"),
        (lambda: krippendorff_alpha([[-1, 2]], "ratio"), "begins at 0"),
        (lambda: cohen_kappa([[1, 2, 3]]), "use conger_kappa"),
        (lambda: scott_pi([[1, 2, 3]]), "use fleiss_kappa"),
        (lambda: gwet_ac([[1, 7]], categories=[1, 2]), "7 is not among the categories"),
        (lambda: r_wg_star([[1, 2]], 0.0), "must be above 0"),
    ],
)
def test_what_cannot_be_measured_is_said(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_text_counts_by_its_letters():
    assert krippendorff_alpha([["a", "a"], ["b", "b"], ["a", ""]]).value == 1
    assert krippendorff_alpha([["a", None], ["b", "b"], ["a", "b"]]).units == 2
