"""What must hold of case selection on any data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import minimize, truth_table
from casecompare_qca.inquiry.case_selection import select_cases
from casecompare_qca.inquiry.necessity_cases import select_necessity_cases

SETTINGS = settings(max_examples=50, deadline=None)
GRADES = [0.0, 0.1, 0.3, 0.45, 0.5, 0.6, 0.75, 0.9, 1.0]


@st.composite
def fuzzy_data(draw):
    k, n = draw(st.integers(1, 3)), draw(st.integers(2, 14))
    cells = st.lists(st.sampled_from(GRADES), min_size=k + 1, max_size=k + 1)
    rows = draw(st.lists(cells, min_size=n, max_size=n))
    return pd.DataFrame(rows, columns=[*"ABC"[:k], "Y"], index=[f"c{i}" for i in range(n)])


def selection_of(data, consistency=0.7):
    conditions = [name for name in data.columns if name != "Y"]
    models = minimize(truth_table(data, "Y", conditions, consistency=consistency)).models
    return select_cases(models[0]) if models else None


@SETTINGS
@given(fuzzy_data())
def test_every_case_has_one_role_and_the_tables_agree(data):
    selection = selection_of(data)
    if selection is None:
        return
    roles = selection.roles
    assert list(roles.index) == list(data.index)
    x, y = roles["membership"], roles["outcome"]
    assert set(selection.deviant_coverage["case"]) == set(data.index[(x < 0.5) & (y > 0.5)])
    assert set(selection.individually_irrelevant["case"]) == set(data.index[(x < 0.5) & (y < 0.5)])
    assert set(selection.deviant_consistency["case"]) == set(data.index[(x > 0.5) & (y < 0.5)])
    typical = set(roles.index[roles["role"] == "typical"])
    assert typical <= set(selection.typical["case"])
    assert (roles["role"] == "undecided").equals((x == 0.5) | (y == 0.5))


@SETTINGS
@given(fuzzy_data())
def test_typical_cases_by_hand(data):
    selection = selection_of(data)
    if selection is None:
        return
    model = selection.model
    wanted = {}
    for case, y in data["Y"].items():
        degrees = {str(term): degree(data.loc[case], term) for term in model.terms}
        for term, x in degrees.items():
            if x > 0.5 and y > 0.5 and x <= y + 1e-9:
                alone = sum(value > 0.5 for value in degrees.values()) == 1
                wanted[case, term] = (alone, round(2 * (y - x) + 1 - x, 6))
    found = {
        (row["case"], row["term"]): (row["uniquely_covered"], round(row["best"], 6))
        for _, row in selection.typical.iterrows()
    }
    assert found == wanted
    for term, group in selection.typical.groupby("term"):
        assert group.loc[group["most_typical"], "best"].max() <= group["best"].min() + 1e-9, term


def degree(case, term):
    return min([case[name] if value else 1 - case[name] for name, value in term.literals], default=1.0)


@SETTINGS
@given(fuzzy_data(), st.randoms(use_true_random=False))
def test_the_order_of_cases_does_not_matter(data, random):
    first = selection_of(data)
    if first is None:
        return
    second = selection_of(data.loc[random.sample(list(data.index), len(data))])
    for kind in ("typical-typical", "typical-irrelevant", "typical-deviant consistency"):
        one, other = first.pairs(kind, limit=None), second.pairs(kind, limit=None)
        assert len(one) == len(other)
        assert pairs_of(one) == pairs_of(other)


def pairs_of(frame):
    # Two equally good cases may stand in either order.
    pairs = frame.astype({"best": float}) if len(frame) else frame
    return sorted(
        (row["term"], *sorted((row["first"], row["second"])), round(row["best"], 6))
        for _, row in pairs.iterrows()
    )


@SETTINGS
@given(fuzzy_data(), st.integers(1, 5))
def test_the_best_pairs_are_the_first_of_all_pairs(data, limit):
    selection = selection_of(data)
    if selection is None:
        return
    for kind in ("typical-typical", "typical-irrelevant", "typical-deviant consistency"):
        everything, best = selection.pairs(kind, limit=None), selection.pairs(kind, limit=limit)
        expected = everything.groupby("term", sort=False).head(limit).reset_index(drop=True)
        pd.testing.assert_frame_equal(best, expected, check_dtype=len(expected) > 0)


@SETTINGS
@given(fuzzy_data())
def test_pairs_of_deviant_coverage_share_a_row(data):
    selection = selection_of(data)
    if selection is None:
        return
    conditions = list(selection.model.table.conditions)
    for _, pair in selection.pairs("deviant coverage-irrelevant", limit=None).iterrows():
        first, second = data.loc[pair["first"], conditions], data.loc[pair["second"], conditions]
        assert ((first > 0.5) == (second > 0.5)).all()
        assert not (first == 0.5).any()
        assert data.loc[pair["first"], "Y"] > 0.5 > data.loc[pair["second"], "Y"]


@SETTINGS
@given(fuzzy_data())
def test_necessity_cases_by_hand(data):
    condition = "A" if "B" not in data else "A + ~B"
    n = data["A"] if "B" not in data else np.maximum(data["A"], 1 - data["B"])
    y = data["Y"]
    conditions = [name for name in data.columns if name != "Y"]
    selection = select_necessity_cases(data, "Y", condition, conditions)
    whole = str(selection.condition)
    typical = selection.typical[selection.typical["set"] == whole]
    assert set(typical["case"]) == set(data.index[(n > 0.5) & (y > 0.5) & (n >= y - 1e-9)])
    missing = selection.deviant_consistency
    assert set(missing.loc[missing["set"] == whole, "case"]) == set(data.index[(n < 0.5) & (y > 0.5)])
    present = selection.deviant_relevance
    assert set(present.loc[present["set"] == whole, "case"]) == set(data.index[(n > 0.5) & (y < 0.5)])
    pairs = selection.pairs("typical-deviant consistency", limit=None)
    for _, pair in pairs[pairs["set"] == whole].iterrows():
        kept = [name for name in data.columns if name not in ("A", "B", "Y")]
        assert ((data.loc[pair["first"], kept] > 0.5) == (data.loc[pair["second"], kept] > 0.5)).all()


def test_a_condition_whose_name_holds_another_one():
    data = pd.DataFrame(
        {"A": [0.9, 0.8, 0.2, 0.7], "AB": [0.7, 0.9, 0.9, 0.1], "Y": [0.9, 0.8, 0.1, 0.2]}, index=list("klmn")
    )
    selection = selection_of(data, 0.9)
    assert [str(term) for term in selection.terms] == ["A*AB"]
    table = selection.conjuncts("A*AB")
    assert table.groupby("conjunct")["membership"].apply(list).to_dict() == {
        "A": [0.8, 0.9],
        "AB": [0.7, 0.9],
    }
    assert set(selection.conjunct_pairs("A*AB", "typical-irrelevant")["conjunct"]) == {"A", "AB"}


def test_the_most_typical_case_of_the_term_is_marked_in_each_conjunct():
    data = pd.DataFrame(
        {"A": [0.9, 0.6, 0.2, 0.7], "B": [0.7, 0.9, 0.9, 0.1], "Y": [0.9, 0.8, 0.1, 0.2]}, index=list("klmn")
    )
    table = selection_of(data, 0.9).conjuncts("A*B")
    assert table.groupby("case")["most_typical_of_term"].first().to_dict() == {"k": True, "l": False}
    # For B alone, l is nearer to the diagonal than k.
    assert table[table["most_typical"]].groupby("conjunct")["case"].first().to_dict() == {"A": "k", "B": "l"}


def test_multi_value_conditions_have_cases_too():
    data = pd.DataFrame({"LEVEL": [2, 2, 1, 0], "B": [1, 0, 1, 1], "Y": [1, 1, 0, 0]}, index=list("klmn"))
    selection = selection_of(data)
    assert selection.typical["term"].unique().tolist() == ["LEVEL{2}"]
    assert selection.roles["role"].tolist() == ["typical", "typical", *["individually irrelevant"] * 2]
    necessary = select_necessity_cases(data, "Y", "LEVEL{1,2}", ["LEVEL", "B"])
    assert necessary.deviant_relevance["case"].tolist() == ["m"]


def test_a_term_that_is_not_there():
    selection = selection_of(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"]))
    with pytest.raises(ValueError, match="the model has no term 'B'; it has A"):
        selection.conjuncts("B")
    with pytest.raises(ValueError, match="at least one pair is listed; the limit is 0"):
        selection.pairs("typical-irrelevant", limit=0)
    with pytest.raises(ValueError, match="'A' speaks of A, which is not among the conditions"):
        select_necessity_cases(pd.DataFrame({"A": [1], "B": [1], "Y": [1]}), "Y", "A", ["B"])


def test_many_pairs_need_little_memory():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.uniform(size=(3000, 2)).round(2), columns=["A", "Y"])
    data["Y"] = np.minimum(1.0, data["A"] + data["Y"] / 10).round(3)
    pairs = selection_of(data).pairs("typical-irrelevant", limit=3)
    assert len(pairs) == 3
    assert pairs["best"].is_monotonic_increasing
