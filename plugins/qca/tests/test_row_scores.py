"""Scores of truth table rows: whichever way they are summed up, they are those of the definition."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import haesebrouck, sufficiency
from casecompare_qca import truth_table
from casecompare_qca.table.case_data import read_case_data
from casecompare_qca.table.row_scores import (
    _sums_along_beginnings,
    _sums_by_group,
    _sums_corner_by_corner,
    haesebrouck_scores,
    row_scores,
)

KINDS = {
    "crisp": lambda chance, n: chance.integers(0, 2, n),
    "fuzzy": lambda chance, n: chance.random(n).round(2),
    "multi-value": lambda chance, n: chance.integers(0, 4, n),
}


def random_data(kinds, n, seed):
    chance = np.random.default_rng(seed)
    names = [f"C{number}" for number in range(len(kinds))]
    columns = {name: KINDS[kind](chance, n) for name, kind in zip(names, kinds, strict=True)}
    return read_case_data(pd.DataFrame(columns).assign(Y=chance.random(n).round(2)), "Y", names)


def corners_of(read, most=60):
    space = read.space
    step = max(1, space.rows_total // most)
    return [space.corner(space.configuration(row)) for row in range(1, space.rows_total + 1, step)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6),
    st.integers(1, 30),
    st.integers(0, 10_000),
)
def test_every_way_of_summing_gives_the_same(kinds, n, seed):
    read = random_data(kinds, n, seed)
    corners = corners_of(read)  # some of them with cases, some without any
    expected = _sums_corner_by_corner(read, corners)
    assert _sums_by_group(read, corners) == pytest.approx(expected, abs=1e-12)
    assert _sums_along_beginnings(read, corners) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("kinds", "n"),
    [
        (["fuzzy"] * 9, 400),
        (["fuzzy"] * 14, 300),
        (["crisp"] * 12, 600),
        (["crisp", "fuzzy", "multi-value", "fuzzy", "fuzzy", "fuzzy"], 900),
        (["multi-value"] * 5, 500),
    ],
)
def test_large_data_have_the_scores_of_the_definition(kinds, n):
    read = random_data(kinds, n, seed=1)
    names = list(read.space.conditions)
    data = pd.DataFrame(read.values, columns=names, index=list(read.cases)).assign(Y=read.outcome)
    table = truth_table(data, "Y", names)
    assert sum(row.n for row in table.rows) == n - len(table.tied_cases)
    for row in table.rows[:: max(1, len(table.rows) // 40)]:
        membership = read.memberships([read.space.corner(row.configuration)])[:, 0]
        fit = sufficiency(membership, read.outcome)
        assert (row.inclusion, row.pri) == pytest.approx((fit.inclusion, fit.pri), rel=1e-11, nan_ok=True)


def test_haesebrouck_of_many_corners():
    read = random_data(["fuzzy", "crisp", "multi-value"], 40, seed=3)
    corners = corners_of(read)
    expected = [haesebrouck(read.memberships([corner])[:, 0], read.outcome) for corner in corners]
    assert haesebrouck_scores(read, corners) == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_a_row_without_any_member_has_no_score():
    read = read_case_data(pd.DataFrame({"A": [1, 1], "Y": [1, 0]}), "Y", ["A"])
    inclusion, pri = row_scores(read, [read.space.corner([0]), read.space.corner([1])])
    assert np.isnan(inclusion[0])
    assert np.isnan(pri[0])
    assert inclusion[1] == 0.5


def test_sums_that_reach_a_cut_off_reach_it_for_any_number_of_cases():
    # Of every ten members seven have the outcome: the inclusion is 0.7 however many thousands are summed up.
    n = 70_000
    data = pd.DataFrame(
        {"A": np.full(n, 0.9), "B": np.full(n, 0.8), "Y": np.tile([1.0] * 7 + [0.0] * 3, n // 10)}
    )
    table = truth_table(data, "Y", ["A", "B"], consistency=0.7, pri=0.7)
    assert {row.configuration: row.out for row in table.rows} == {(1, 1): "1"}
    assert truth_table(data, "Y", ["A", "B"], consistency=0.7 + 1e-7).rows[0].out == "0"
