"""Necessary and sufficient combinations: against brute force, under a budget, and in words."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import necessity, sufficiency
from casecompare_qca import Budget
from casecompare_qca.combinations.combinations import necessary_combinations, sufficient_combinations

CUT = 1.5e-8


@st.composite
def tables(draw, conditions: int = 3):
    values = (
        st.sampled_from([0.0, 0.1, 0.3, 0.6, 0.8, 1.0])
        if draw(st.booleans())
        else st.sampled_from([0.0, 1.0])
    )
    rows = draw(st.lists(st.tuples(*[values] * (conditions + 1)), min_size=1, max_size=9))
    names = [*"ABCDE"[:conditions], "Y"]
    return pd.DataFrame(rows, columns=names, index=[f"c{at}" for at in range(len(rows))])


def membership(data: pd.DataFrame, literals, join) -> np.ndarray:
    columns = [1 - data[one[1:]] if one.startswith("~") else data[one] for one in literals]
    return join.reduce([column.to_numpy(dtype=float) for column in columns])


def all_sets(data: pd.DataFrame):
    names = [name for name in data.columns if name != "Y"]
    for size in range(1, len(names) + 1):
        for some in combinations(names, size):
            for signs in product(("", "~"), repeat=size):
                yield frozenset(sign + name for sign, name in zip(signs, some, strict=True))


def reaches(score: float, cut: float) -> bool:
    return cut == 0 or score >= cut - CUT


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([0.6, 0.85, 1.0]), st.sampled_from([0.0, 0.5]), st.sampled_from([0.0, 0.4]))
def test_necessity_against_brute_force(data, inclusion, coverage, relevance):
    found = necessary_combinations(
        data, "Y", ["A", "B", "C"], inclusion=inclusion, coverage=coverage, relevance=relevance
    )
    if data["Y"].sum() == 0:
        assert found.all == ()
        return
    for is_disjunction, listed in ((False, found.conjunctions), (True, found.disjunctions)):
        join = np.maximum if is_disjunction else np.minimum
        fits = {one: necessity(membership(data, one, join), data["Y"]) for one in all_sets(data)}
        enough = {one for one, fit in fits.items() if fit.inclusion >= inclusion - CUT}
        if is_disjunction:
            enough = {one for one in enough if len(one) > 1 and not any(part < one for part in enough)}
        expected = {
            one for one in enough
            if reaches(fits[one].coverage, coverage) and reaches(fits[one].relevance, relevance)
        }  # fmt: skip
        assert {frozenset(one.literals) for one in listed} == expected
        for one in listed:
            assert one.fit.inclusion == pytest.approx(fits[frozenset(one.literals)].inclusion)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([0.6, 0.85, 1.0]), st.sampled_from([0.0, 0.4]), st.sampled_from([0.0, 0.5]))
def test_sufficiency_against_brute_force(data, inclusion, coverage, pri):
    found = sufficient_combinations(
        data, "Y", ["A", "B", "C"], inclusion=inclusion, coverage=coverage, pri=pri
    )
    fits = {one: sufficiency(membership(data, one, np.minimum), data["Y"]) for one in all_sets(data)}
    enough = {one for one, fit in fits.items() if fit.inclusion >= inclusion - CUT}
    minimal = {one for one in enough if not any(part < one for part in enough)}
    expected = {
        one for one in minimal if reaches(fits[one].coverage, coverage) and reaches(fits[one].pri, pri)
    }
    assert {frozenset(one.literals) for one in found.all} == expected


@settings(max_examples=30, deadline=None)
@given(tables())
def test_a_higher_threshold_lists_no_new_conjunction(data):
    low, high = (
        {
            one.expression
            for one in necessary_combinations(data, "Y", ["A", "B", "C"], inclusion=cut).conjunctions
        }
        for cut in (0.7, 0.9)
    )
    assert high <= low


@settings(max_examples=30, deadline=None)
@given(tables(), st.permutations(["A", "B", "C"]))
def test_the_order_of_conditions_and_cases_does_not_matter(data, names):
    expected = {frozenset(one.literals) for one in necessary_combinations(data, "Y", ["A", "B", "C"]).all}
    turned = necessary_combinations(data.iloc[::-1], "Y", names)
    assert {frozenset(one.literals) for one in turned.all} == expected


@settings(max_examples=30, deadline=None)
@given(tables())
def test_largest_conjunctions_imply_the_others(data):
    everything = necessary_combinations(data, "Y", ["A", "B", "C"], inclusion=0.7)
    largest = necessary_combinations(data, "Y", ["A", "B", "C"], inclusion=0.7, conjunctions="largest")
    assert largest.disjunctions is not None
    assert [one.expression for one in largest.disjunctions] == [
        one.expression for one in everything.disjunctions
    ]
    kept = [set(one.literals) for one in largest.conjunctions]
    assert not any(one < other for one in kept for other in kept)
    assert all(any(set(one.literals) <= other for other in kept) for one in everything.conjunctions)


def test_a_size_that_adds_nothing_does_not_end_the_search():
    # Of A … E each case of the outcome has one only, so that nothing shorter than all five is necessary.
    data = pd.DataFrame(np.eye(5, dtype=int), columns=list("ABCDE"), index=list("klmno")).assign(Y=1)
    data.loc["p"] = 0
    found = necessary_combinations(data, "Y", list("ABCDE"), inclusion=1)
    assert "A + B + C + D + E" in {one.expression for one in found.disjunctions}
    sizes = {len(one.literals) for one in found.disjunctions}
    assert not {3, 4} & sizes


def test_values_of_a_multi_value_condition():
    data = pd.DataFrame({"M": [0, 1, 2, 2], "B": [1, 0, 0, 0], "Y": [1, 0, 1, 1]}, index=list("klmn"))
    found = necessary_combinations(data, "Y", ["M", "B"], inclusion=1)
    assert [one.expression for one in found.disjunctions] == ["M{0} + B{0}", "M{2} + B{1}"]
    assert [one.expression for one in sufficient_combinations(data, "Y", ["M", "B"], inclusion=1).all] == [
        "M{0}", "M{2}", "B{1}",
    ]  # fmt: skip


def test_triviality_in_words():
    data = pd.DataFrame(
        {"A": [1, 1, 1, 1, 0], "B": [1, 1, 1, 1, 1], "C": [1, 0, 0, 0, 0], "Y": [1, 0, 0, 0, 0]},
        index=list("klmno"),
    )
    words = {one.expression: one.triviality for one in necessary_combinations(data, "Y", ["A", "B", "C"]).all}
    assert words["A"] == "nearly trivial: most cases belong to it, whatever their outcome (RoN 0.25)"
    assert words["B"] == "trivial: every case belongs to it, with the outcome or without"
    assert words["C"] == ""
    constant = necessary_combinations(data.assign(Y=1), "Y", ["B"]).all
    assert constant[0].triviality.startswith("trivial: every case has the outcome")
    assert constant[0].is_trivial


def test_cases_for_and_against():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    (needed,) = necessary_combinations(data, "Y", ["A"], inclusion=0.6).all
    assert (needed.cases, needed.deviant_cases) == (("k", "l"), ("m",))
    (enough,) = sufficient_combinations(data, "~Y", ["A"], inclusion=0.5).all
    assert (enough.expression, enough.cases, enough.deviant_cases) == ("~A", ("n",), ("m",))


@pytest.mark.parametrize("search", [necessary_combinations, sufficient_combinations])
def test_a_small_budget_says_how_far_it_came(search):
    rng = np.random.default_rng(7)
    names = [f"C{at}" for at in range(20)]
    data = pd.DataFrame(rng.integers(0, 2, (40, 21)), columns=[*names, "Y"])
    data.index = pd.Index([f"c{at}" for at in range(40)])
    found = search(data, "Y", names, inclusion=0.95, budget=Budget(implicants=500))
    assert not found.is_complete
    assert found.complete_to < 20
    whole = search(data, "Y", names, inclusion=0.95, depth=found.complete_to)
    assert whole.is_complete
    listed = {one.expression for one in found.all}
    assert {one.expression for one in whole.all if len(one.literals) <= found.complete_to} <= listed
    assert "The search reached its limit" in str(found)


def test_thirty_conditions_end_within_the_time_given():
    rng = np.random.default_rng(3)
    names = [f"C{at}" for at in range(30)]
    data = pd.DataFrame(rng.integers(0, 2, (40, 31)), columns=[*names, "Y"])
    found = necessary_combinations(data, "Y", names, depth=3, budget=Budget(seconds=5))
    assert found.is_complete
    assert all(one.fit.inclusion >= 0.9 - CUT for one in found.all)


def test_text_fits_a_terminal():
    names = [f"CONDITION_NUMBER_{at}" for at in range(6)]
    data = pd.DataFrame(np.eye(6, dtype=int), columns=names).assign(Y=1)
    data.loc[6] = 0
    found = necessary_combinations(data, "Y", names, inclusion=1)
    assert max(map(len, str(found).splitlines())) <= 80
    assert str(necessary_combinations(data, "Y", names[:1], inclusion=1)).endswith(
        "no combination reaches this"
    )


def test_frames():
    data = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    frame = necessary_combinations(data, "Y", ["A"]).to_frame()
    assert list(frame.columns) == [
        "kind",
        "inclusion",
        "coverage",
        "relevance",
        "deviant cases",
        "triviality",
    ]
    assert frame.loc["A", "kind"] == "single"
    frame = sufficient_combinations(data, "Y", ["A"]).to_frame()
    assert list(frame.columns) == ["kind", "inclusion", "pri", "coverage", "deviant cases"]
    empty = sufficient_combinations(data.assign(Y=0), "Y", ["A"]).to_frame()
    assert (len(empty), list(empty.columns)) == (0, list(frame.columns))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"inclusion": 1.2}, "the inclusion cut-off lies between 0 and 1; it is 1.2"),
        ({"depth": 0}, "depth is the largest number of literals, at least 1; it is 0"),
    ],
)
def test_thresholds_out_of_range(arguments, message):
    data = pd.DataFrame({"A": [1, 0], "Y": [1, 0]})
    with pytest.raises(ValueError, match=message):
        necessary_combinations(data, "Y", ["A"], **arguments)
