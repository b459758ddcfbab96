"""Measures of fit: definitions, bounds, edges and whole messages."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import (
    MEASURES,
    Necessity,
    Sufficiency,
    coverage,
    haesebrouck,
    inclusion,
    necessity,
    necessity_table,
    pri,
    relevance,
    sufficiency,
    sufficiency_table,
    unique_coverage,
)

# Two decimals, as coders give them: the traps of rounding (0.1 and 1 - 0.9) are among them.
shares = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
pairs = st.lists(st.tuples(shares, shares), min_size=1, max_size=30)
zero_or_one = st.sampled_from([0.0, 1.0])
crisp_pairs = st.lists(st.tuples(zero_or_one, zero_or_one), min_size=1, max_size=30)
some = settings(max_examples=60, deadline=None)

SIMPLE = [name for name in MEASURES if name != "unique_coverage"]


def split(cases: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [float(x) for x, _ in cases], [float(y) for _, y in cases]


@given(pairs)
@some
def test_every_measure_is_a_share_or_undefined(cases: list[tuple[float, float]]) -> None:
    x, y = split(cases)
    for name in SIMPLE:
        value = MEASURES[name].compute(x, y)
        low, high = MEASURES[name].range
        assert math.isnan(value) or low - 1e-12 <= value <= high + 1e-12, name


@given(pairs, st.randoms(use_true_random=False))
@some
def test_the_order_of_cases_does_not_matter(cases: list[tuple[float, float]], random: object) -> None:
    x, y = split(cases)
    shuffled = cases.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    x_after, y_after = split(shuffled)
    for name in SIMPLE:
        before, after = MEASURES[name].compute(x, y), MEASURES[name].compute(x_after, y_after)
        assert after == pytest.approx(before, abs=1e-12, nan_ok=True)


@given(crisp_pairs)
@some
def test_crisp_fit_equals_counts(cases: list[tuple[float, float]]) -> None:
    x, y = split(cases)
    in_both = sum(a == b == 1 for a, b in cases)
    in_x, in_y = sum(a == 1 for a, _ in cases), sum(b == 1 for _, b in cases)
    share_of_x = in_both / in_x if in_x else math.nan
    share_of_y = in_both / in_y if in_y else math.nan
    not_x, not_both = len(cases) - in_x, len(cases) - in_both
    assert inclusion(x, y) == pytest.approx(share_of_x, nan_ok=True)
    assert coverage(x, y) == pytest.approx(share_of_y, nan_ok=True)
    assert pri(x, y) == pytest.approx(share_of_x, nan_ok=True)
    assert haesebrouck(x, y) == pytest.approx(share_of_x, nan_ok=True)
    assert relevance(x, y) == pytest.approx(not_x / not_both if not_both else math.nan, nan_ok=True)


@given(pairs)
@some
def test_necessity_is_sufficiency_the_other_way_round(cases: list[tuple[float, float]]) -> None:
    x, y = split(cases)
    assert necessity(x, y).inclusion == pytest.approx(sufficiency(y, x).inclusion, nan_ok=True)
    assert necessity(x, y).coverage == pytest.approx(sufficiency(y, x).coverage, nan_ok=True)


@given(pairs)
@some
def test_pri_never_speaks_for_an_outcome_and_its_negation(cases: list[tuple[float, float]]) -> None:
    x, y = split(cases)
    both = pri(x, y) + pri(x, [1 - value for value in y])
    assert math.isnan(both) or both <= 1 + 1e-12


@given(st.lists(st.tuples(shares, shares, shares), min_size=1, max_size=20))
@some
def test_tables_give_what_single_sets_give(cases: list[tuple[float, float, float]]) -> None:
    sets = pd.DataFrame([case[:2] for case in cases], columns=["A", "B"], dtype=float)
    y = [float(case[2]) for case in cases]
    for name in ("A", "B"):
        found = Sufficiency(*sufficiency_table(sets, y).loc[name])
        assert vars(found) == pytest.approx(vars(sufficiency(sets[name], y)), abs=1e-12, nan_ok=True)
        needed = Necessity(*necessity_table(sets, y).loc[name])
        assert vars(needed) == pytest.approx(vars(necessity(sets[name], y)), abs=1e-12, nan_ok=True)


@given(st.lists(st.tuples(shares, shares, shares, shares), min_size=1, max_size=20))
@some
def test_unique_coverages_add_up_to_no_more_than_the_whole(cases: list[tuple[float, ...]]) -> None:
    terms, y = np.array([case[:3] for case in cases], dtype=float), np.array([case[3] for case in cases])
    if y.sum() == 0:
        return
    unique = [unique_coverage(terms[:, i], y, np.delete(terms, i, axis=1)) for i in range(3)]
    assert all(value >= -1e-12 for value in unique)
    assert sum(unique) <= coverage(terms.max(axis=1), y) + 1e-12


def test_a_known_example() -> None:
    x, y = [0.25, 1.0, 0.75], [0.5, 0.5, 1.0]
    assert sufficiency(x, y) == Sufficiency(inclusion=0.75, pri=0.6, coverage=0.75)
    assert relevance(x, y) == pytest.approx(1.0 / 1.5)
    assert haesebrouck(x, y) == pytest.approx(1.5 / (1.5 + math.sqrt(0.5)))


def test_zero_denominators_are_undefined_not_zero() -> None:
    assert [inclusion([0, 0], [1, 0]), pri([0, 0], [1, 0]), haesebrouck([0, 0], [1, 0])] == pytest.approx(
        [math.nan] * 3, nan_ok=True
    )
    assert math.isnan(coverage([1, 0], [0, 0]))
    assert math.isnan(relevance([1, 1], [1, 1]))
    assert math.isnan(inclusion([], []))
    assert math.isnan(unique_coverage([1, 0], [0, 0], [0, 0]))


def test_pri_is_undefined_where_x_lies_in_the_outcome_and_its_negation() -> None:
    # 1 - 0.9 is a little less than 0.1 in floating point, which must not look like data.
    assert math.isnan(pri([0.1], [0.9]))


def test_unique_coverage_without_other_terms_is_raw_coverage() -> None:
    assert unique_coverage([0.5, 1.0], [1.0, 1.0], np.empty((2, 0))) == 0.75


def test_missing_memberships_are_refused_or_dropped() -> None:
    x, y = [1.0, math.nan, 0.5], [1.0, 1.0, math.nan]
    with pytest.raises(ValueError, match=r"^A membership is missing; pass missing=.drop. to leave such"):
        sufficiency(x, y)
    assert sufficiency(x, y, missing="drop") == sufficiency([1.0], [1.0])
    assert unique_coverage([1, 1], [1, 1], [0, math.nan], missing="drop") == 1.0
    table = sufficiency_table(pd.DataFrame({"A": x, "B": [1.0, 1.0, 1.0]}), [1.0, 0.0, 1.0], missing="drop")
    assert table["inclusion"].to_dict() == {"A": 1.0, "B": pytest.approx(2 / 3)}


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^Memberships must lie between 0 and 1; found 2 to 550\. Calibrate"
    ):
        inclusion([550, 2], [1, 0])
    with pytest.raises(ValueError, match=r"shapes are \[\(2,\), \(1,\)\]"):
        inclusion([1, 0], [1])
    with pytest.raises(ValueError, match="x and y name their cases differently"):
        inclusion(pd.Series([1, 0], index=["k", "l"]), pd.Series([1, 0], index=["l", "k"]))
    with pytest.raises(ValueError, match="name their cases differently"):
        sufficiency_table(pd.DataFrame({"A": [1]}, index=["k"]), pd.Series([1], index=["l"]))
    with pytest.raises(ValueError, match="The table has 2 cases but y has 1"):
        necessity_table(pd.DataFrame({"A": [1, 0]}), [1])
    with pytest.raises(ValueError, match="x has 2 cases but the other terms have 3"):
        unique_coverage([1, 0], [1, 0], [1, 0, 0])


def test_the_registry_explains_every_measure() -> None:
    assert list(MEASURES) == [
        "inclusion", "pri", "coverage", "unique_coverage", "haesebrouck", "inclusion_times_pri",
        "necessity_inclusion", "necessity_coverage", "relevance",
    ]  # fmt: skip
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.title
        assert measure.formula
        assert measure.reference
    with pytest.raises(TypeError):
        MEASURES["mine"] = MEASURES["pri"]  # type: ignore[index]
