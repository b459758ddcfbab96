"""Every kind of calibration against a second computation, value by value, on data made for the purpose."""

from __future__ import annotations

import bisect
import math
import random

import numpy as np
import pandas as pd
import pytest

from casecompare.sets import Calibration
from casecompare_qca import calibrate

SEEDS = range(6)


def raw_values(seed, low=0.5, high=40.0, n=30):
    chance = random.Random(f"raw {seed}")
    values = [round(chance.uniform(low, high), chance.choice([0, 1, 2])) for _ in range(n)]
    return pd.Series(values, index=[f"case {i}" for i in range(n)])


def calibrated(values, kind, parameters, **options):
    return calibrate(values, Calibration(kind=kind, parameters=parameters, options=options)).tolist()


def by_logistic(x, e, c, i, idm):
    is_below = x < c if i > c else x > c
    scale = (c - e) if is_below else (i - c)
    membership = 1 / (1 + math.exp(-math.log(idm / (1 - idm)) * (x - c) / scale))
    return 1.0 if membership > 0.9999 else 0.0 if membership < 0.0001 else membership


def by_lines(x, e, c, i, below=1.0, above=1.0):
    if e > i:  # the same on the reversed axis
        x, e, c, i = -x, -e, -c, -i
    if x <= e:
        return 0.0
    if x >= i:
        return 1.0
    return ((x - e) / (c - e)) ** below / 2 if x < c else 1 - ((i - x) / (i - c)) ** above / 2


def by_bell(x, anchors, below=1.0, above=1.0):
    e1, c1, i1, i2, c2, e2 = anchors
    return by_lines(x, e1, c1, i1, below, above) if x <= i1 else by_lines(x, e2, c2, i2, below, above)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("anchors", [(5, 12, 33), (33, 12, 5)])
def test_direct_and_linear(seed, anchors):
    values = raw_values(seed)
    for idm in (0.95, 0.8):
        expected = [by_logistic(x, *anchors, idm) for x in values]
        assert calibrated(values, "direct", list(anchors), idm=idm) == pytest.approx(expected)
    for below, above in ((1.0, 1.0), (2.0, 0.5)):
        expected = [by_lines(x, *anchors, below, above) for x in values]
        assert calibrated(values, "linear", list(anchors), below=below, above=above) == pytest.approx(
            expected
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_bells(seed):
    values, anchors = raw_values(seed), [4, 9, 14, 20, 28, 35]
    for below, above in ((1.0, 1.0), (1.5, 3.0)):
        found = calibrated(values, "linear", anchors, below=below, above=above)
        assert found == pytest.approx([by_bell(x, anchors, below, above) for x in values])
        turned = calibrated(values, "linear", anchors, shape="inverse bell", below=below, above=above)
        assert turned == pytest.approx([1 - by_bell(x, anchors, above, below) for x in values])
    # Six anchors are a bell of straight lines under the name of the direct method too.
    assert calibrated(values, "direct", anchors) == pytest.approx([by_bell(x, anchors) for x in values])


@pytest.mark.parametrize("seed", SEEDS)
def test_cut_points(seed):
    values = raw_values(seed)
    cut = float(values.iloc[0])  # a value equal to the cut point lies above it
    assert calibrated(values, "crisp", cut) == [float(x >= cut) for x in values]
    assert calibrated(values, "crisp", cut, direction="falling") == [float(x < cut) for x in values]
    cuts = sorted({cut, 10.0, 20.0})
    assert calibrated(values, "multi-value", cuts) == [float(bisect.bisect_right(cuts, x)) for x in values]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_falling", [False, True])
def test_empirical_distribution(seed, is_falling):
    values, (e, c, i) = raw_values(seed), (6.0, 18.0, 31.0)
    lower, upper = [x for x in values if e <= x <= c], [x for x in values if c < x <= i]

    def rank(x, among):
        return sum(one <= x for one in among) / len(among)

    def rising(x):
        if x <= e or x >= i:
            return float(x >= i)
        return 0.5 * rank(x, lower) if x <= c else 0.5 + 0.5 * rank(x, upper)

    expected = [1 - rising(x) if is_falling else rising(x) for x in values]
    assert calibrated(values, "ecdf", [i, c, e] if is_falling else [e, c, i]) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lowest", [0, 1, 4])
def test_totally_fuzzy_and_relative(seed, lowest):
    chance = random.Random(f"grades {seed}")
    grades = [lowest, *(chance.randint(lowest, lowest + 4) for _ in range(24))]

    def up_to(x):
        return sum(one <= x for one in grades) / len(grades)

    expected = [max(0.0, (up_to(x) - up_to(lowest)) / (1 - up_to(lowest))) for x in grades]
    assert calibrated(pd.Series(grades), "tfr", []) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_indirect_method(seed):
    """Newton's method on the likelihood itself, with a numerical gradient check at the end."""
    values = raw_values(seed, low=1.0)
    cuts = [8.0, 16.0, 24.0, 32.0]
    score = np.array([bisect.bisect_left(cuts, x) / len(cuts) for x in values])
    x = values.to_numpy()
    design = np.column_stack([np.ones_like(x), np.log(x), np.sqrt(x), x / 10, x**2 / 100])
    weights = np.zeros(5)
    for _ in range(200):
        share = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (score - share)
        weights = weights + np.linalg.solve(design.T @ (design * (share * (1 - share))[:, None]), slope)
    share = 1 / (1 + np.exp(-design @ weights))
    assert np.abs(design.T @ (score - share)).max() < 1e-8
    expected = np.where(share > 0.9999, 1.0, np.where(share < 0.0001, 0.0, share))
    assert calibrated(values, "indirect", cuts) == pytest.approx(expected.tolist(), abs=1e-5)


def test_anchors_as_a_notebook_writes_them():
    values = raw_values(0)
    assert calibrate(values, [5, 12, 33], idm=0.9).tolist() == calibrated(
        values, "direct", [5, 12, 33], idm=0.9
    )
    assert calibrate(values, (10, 20), kind="multi-value").tolist() == calibrated(
        values, "multi-value", [10, 20]
    )
    assert calibrate(values.round(), kind="tfr").tolist() == calibrated(values.round(), "tfr", [])
    assert calibrate(["low", "high"], {"low": 0.2, "high": 0.9}, kind="rubric").tolist() == [0.2, 0.9]
