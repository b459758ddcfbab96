"""Residuals and influence: by hand, in exact fractions with each case left out, and what must not matter."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_selection import Variable, fit_linear

ANSCOMBE = pd.read_csv(Path(__file__).parent / "reference" / "anscombe_1973.csv")
DATA = [(2, 1, 3), (3, 5, 1), (7, 2, 4), (4, 4, 4), (9, 3, 8), (6, 0, 2), (8, 6, 7)]
PER_CASE = ("fitted", "residuals", "standardized", "leverage", "cooks", "dfbetas")


def coefficients(rows):
    """Solve the normal equations of rows (y, x1, x2, …) in exact fractions, by elimination."""
    design = [[Fraction(1), *map(Fraction, row[1:])] for row in rows]
    size = len(design[0])
    system = [
        [sum(one[i] * one[j] for one in design) for j in range(size)]
        + [sum(one[i] * Fraction(row[0]) for one, row in zip(design, rows, strict=True))]
        for i in range(size)
    ]
    for i in range(size):
        pivot = next(row for row in range(i, size) if system[row][i] != 0)
        system[i], system[pivot] = system[pivot], system[i]
        system[i] = [cell / system[i][i] for cell in system[i]]
        for row in range(size):
            if row != i:
                factor = system[row][i]
                system[row] = [a - factor * b for a, b in zip(system[row], system[i], strict=True)]
    return [row[-1] for row in system]


def expected_of(found, row):
    return found[0] + sum(b * Fraction(x) for b, x in zip(found[1:], row[1:], strict=True))


def squares(rows, found):
    return sum((Fraction(row[0]) - expected_of(found, row)) ** 2 for row in rows)


def test_four_cases_by_hand():
    # slope 8/5, intercept 3/5; s² = 1.2/2; h = 1/4 + (x - 1.5)²/5
    fit = fit_linear([1.0, 2.0, 3.0, 6.0], np.array([[0.0], [1.0], [2.0], [3.0]]), of_interest=0)

    assert fit.fitted == pytest.approx([0.6, 2.2, 3.8, 5.4])
    assert fit.residuals == pytest.approx([0.4, -0.2, -0.8, 0.6])
    assert fit.leverage == pytest.approx([0.7, 0.3, 0.3, 0.7])
    assert fit.standard_error == pytest.approx(math.sqrt(0.6))
    small, large = math.sqrt(0.6 * 0.3), math.sqrt(0.6 * 0.7)
    assert fit.standardized == pytest.approx([0.4 / small, -0.2 / large, -0.8 / large, 0.6 / small])
    assert fit.cooks == pytest.approx([0.112 / 0.108, 0.012 / 0.588, 0.192 / 0.588, 0.252 / 0.108])
    assert fit.r_squared == pytest.approx(1 - 1.2 / 14)
    assert fit.coefficients == 2


def test_influence_is_what_leaving_each_case_out_does():
    fit = fit_linear(
        [row[0] for row in DATA], np.array([row[1:] for row in DATA], dtype=float), of_interest=0
    )

    whole = coefficients(DATA)
    variance = squares(DATA, whole) / (len(DATA) - 3)
    inverse = squares(  # of the part of the first predictor that the second does not explain
        [(row[1], row[2]) for row in DATA], coefficients([(row[1], row[2]) for row in DATA])
    )
    for at, row in enumerate(DATA):
        rest = [*DATA[:at], *DATA[at + 1 :]]
        without = coefficients(rest)
        moved = sum((expected_of(whole, one) - expected_of(without, one)) ** 2 for one in DATA)
        spread = squares(rest, without) / (len(rest) - 3)
        assert fit.fitted[at] == pytest.approx(float(expected_of(whole, row)))
        assert fit.cooks[at] == pytest.approx(float(moved / (3 * variance)))
        pulled = (expected_of(whole, row) - expected_of(without, row)) / (row[0] - expected_of(without, row))
        assert fit.leverage[at] == pytest.approx(float(pulled))
        error = math.sqrt(float(spread / inverse))
        assert fit.dfbetas[at] == pytest.approx(float(whole[1] - without[1]) / error)


@pytest.mark.parametrize(("x", "y"), [("x", "y1"), ("x", "y2"), ("x", "y3"), ("x4", "y4")])
def test_the_quartet_of_anscombe(x, y):
    fit = fit_linear(ANSCOMBE[y].to_numpy(), ANSCOMBE[[x]].to_numpy(dtype=float))

    assert fit.r_squared == pytest.approx(0.667, abs=0.0015)
    assert fit.fitted == pytest.approx(3 + 0.5 * ANSCOMBE[x].to_numpy(), abs=0.02)


def test_the_outlier_of_anscombes_third_set_is_deviant_and_influential():
    fit = fit_linear(ANSCOMBE["y3"].to_numpy(), ANSCOMBE[["x"]].to_numpy(dtype=float))

    assert int(np.argmax(np.abs(fit.residuals))) == int(np.argmax(fit.cooks)) == 2
    assert fit.cooks[2] == pytest.approx(1.392849, abs=1e-6)


def test_a_case_with_a_coefficient_of_its_own_is_neither_typical_nor_influential():
    fit = fit_linear(ANSCOMBE["y4"].to_numpy(), ANSCOMBE[["x4"]].to_numpy(dtype=float))

    assert fit.leverage[7] == pytest.approx(1.0)
    assert np.isnan([fit.residuals[7], fit.standardized[7], fit.cooks[7]]).all()
    assert np.isfinite(np.delete(fit.residuals, 7)).all()


def test_cases_without_a_value_are_left_out_and_change_nothing():
    y, x = [row[0] for row in DATA], [list(row[1:]) for row in DATA]
    whole = fit_linear(y, np.array(x, dtype=float))
    more = fit_linear([math.nan, *y, 5.0], np.array([[1.0, 1.0], *x, [math.nan, 2.0]]))

    assert more.used.tolist() == [False, *[True] * 7, False]
    assert more.residuals[1:-1] == pytest.approx(whole.residuals)
    assert np.isnan([more.residuals[0], more.leverage[-1]]).all()


@pytest.mark.parametrize(
    ("outcome", "predictors", "says"),
    [
        (
            [1, 2, 4],
            [[1, 2], [2, 1], [3, 5]],
            "3 cases without missing values for 2 predictors, where 4 at least",
        ),
        ([1, 2], [[1], [2]], "2 cases without missing values for 1 predictor, where 3 at least"),
        ([5], [[1]], "1 case without missing values for 1 predictor"),
        ([], np.zeros((0, 1)), "0 cases"),
        ([3, 3, 3, 3], [[1], [2], [3], [9]], "the outcome does not vary"),
        ([1, 2, 3, 9], [[4], [4], [4], [4]], "no predictor varies"),
    ],
)
def test_no_model_says_why(outcome, predictors, says):
    fit = fit_linear(outcome, np.array(predictors, dtype=float))

    assert says in fit.reason
    assert np.isnan(fit.residuals).all()
    assert np.isnan(fit.cooks).all()


def test_three_cases_and_one_predictor_are_enough():
    assert fit_linear([1, 2, 4], np.array([[0.0], [1.0], [2.0]])).reason == ""


def test_an_exact_fit_has_residuals_of_zero_and_no_influence():
    fit = fit_linear([1.1, 2.1, 3.1, 4.1], np.array([[0.1], [0.2], [0.3], [0.4]]))

    assert fit.residuals.tolist() == [0.0] * 4
    assert fit.r_squared == 1
    assert np.isnan(fit.cooks).all()


def test_collinear_and_constant_predictors_are_dropped_by_name_and_change_nothing():
    y = [row[0] for row in DATA]
    x = np.array([row[1:] for row in DATA], dtype=float)
    more = np.column_stack([x[:, 0], np.full(len(x), 7.0), x[:, 1], 3 * x[:, 0] - x[:, 1]])

    whole, fit = fit_linear(y, x), fit_linear(y, more, ["a", "same", "b", "sum"], of_interest=0)

    assert fit.dropped == ("same", "sum")
    assert fit.cooks == pytest.approx(whole.cooks)
    assert np.isnan(fit.dfbetas).all(), "the coefficient of a is not told from that of the sum"


def test_dfbetas_are_missing_where_the_others_fit_exactly():
    fit = fit_linear([0, 1, 2, 3, 9], np.array([[0.0], [1.0], [2.0], [3.0], [4.0]]), of_interest=0)

    assert np.isnan(fit.dfbetas[4])
    assert np.isfinite(fit.dfbetas[:4]).all()


rows = st.lists(
    st.tuples(*[st.integers(-50, 50)] * 3), min_size=6, max_size=14
).filter(lambda given: len({row[0] for row in given}) > 1)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_cases_says_nothing(given_rows, random):
    order = list(range(len(given_rows)))
    random.shuffle(order)
    one, other = (
        fit_linear(
            [row[0] for row in given], np.array([row[1:] for row in given], dtype=float), of_interest=0
        )
        for given in (given_rows, [given_rows[at] for at in order])
    )

    assert one.reason == other.reason
    for name in PER_CASE:
        assert getattr(one, name)[order] == pytest.approx(
            getattr(other, name), nan_ok=True, abs=1e-6, rel=1e-5
        )


@settings(max_examples=50, deadline=None)
@given(rows, st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_units_of_predictors_say_nothing_and_those_of_the_outcome_scale_residuals(given_rows, scale, shift):
    y = np.array([row[0] for row in given_rows], dtype=float)
    x = np.array([row[1:] for row in given_rows], dtype=float)
    one, other = (
        fit_linear(y, x, of_interest=0),
        fit_linear(scale * y + shift, scale * x - shift, of_interest=0),
    )

    assert one.reason == other.reason
    assert scale * one.residuals == pytest.approx(other.residuals, nan_ok=True, abs=1e-5 * scale)
    for name in ("standardized", "leverage", "cooks", "dfbetas"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), nan_ok=True, abs=1e-5, rel=1e-4)


@settings(max_examples=50, deadline=None)
@given(rows)
def test_leverages_add_up_to_the_coefficients_and_residuals_to_nothing(given_rows):
    fit = fit_linear([row[0] for row in given_rows], np.array([row[1:] for row in given_rows], dtype=float))

    if not fit.reason:
        assert fit.leverage.sum() == pytest.approx(fit.coefficients)
        assert np.nansum(fit.residuals) == pytest.approx(0, abs=1e-6)
        assert (fit.leverage >= 1 / len(given_rows) - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9), st.sampled_from("abc")), min_size=6, max_size=12))
def test_which_category_has_no_column_of_its_own_says_nothing(given_rows):
    y = [float(row[0]) for row in given_rows]
    turned = {"a": "c", "b": "b", "c": "a"}
    one, other = (
        fit_linear(y, Variable.of("area", labels).columns()[1])
        for labels in ([row[1] for row in given_rows], [turned[row[1]] for row in given_rows])
    )

    assert bool(one.reason) == bool(other.reason)
    assert one.residuals == pytest.approx(other.residuals, nan_ok=True, abs=1e-9)
    assert one.cooks == pytest.approx(other.cooks, nan_ok=True, abs=1e-9)
