"""Causal chains, several outcomes, and retention against counting every perturbation."""

from __future__ import annotations

from itertools import combinations, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import Budget, minimize, truth_table
from casecompare_qca.inquiry.chains import causal_chain
from casecompare_qca.inquiry.retention import retention
from casecompare_qca.solutions.several_outcomes import minimize_several_outcomes


@st.composite
def crisp(draw, most: int = 6):
    rows = draw(st.lists(st.tuples(*[st.integers(0, 1)] * 3), min_size=2, max_size=most))
    return pd.DataFrame(rows, columns=["A", "B", "Y"], index=[f"c{at}" for at in range(len(rows))])


def codes(data: pd.DataFrame, cut: float, cases: int) -> dict[tuple[int, int], str]:
    """Code the rows by hand."""
    found = {}
    for configuration, group in data.groupby(["A", "B"]):
        if len(group) >= cases:
            found[configuration] = "1" if group["Y"].mean() >= cut - 1.5e-8 else "0"
    return found


def survives(data: pd.DataFrame, changed, kind: str, cut: float, cases: int) -> bool:
    if kind == "corruption":
        after = data.assign(Y=[1 - y if case in changed else y for case, y in data["Y"].items()])
    else:
        after = data.drop(index=list(changed))
    before, now = codes(data, cut, cases), codes(after, cut, cases)
    return all(now.get(row) == out for row, out in before.items())


@settings(max_examples=40, deadline=None)
@given(
    crisp(), st.sampled_from(["corruption", "deletion"]), st.sampled_from([0.5, 0.75, 1.0]), st.integers(1, 2)
)
def test_retention_against_every_choice_of_cases(data, kind, cut, cases):
    arguments = {"kind": kind, "consistency": cut, "cases": cases}
    total = len(data)
    expected = 0.0
    for number in range(total + 1):
        choices = list(combinations(data.index, number))
        kept = sum(survives(data, choice, kind, cut, cases) for choice in choices)
        found = retention(data, "Y", ["A", "B"], number=number, **arguments)
        assert found.probability == pytest.approx(kept / len(choices))
        expected += kept * 0.2**number * 0.8 ** (total - number)
    independent = retention(data, "Y", ["A", "B"], probability=0.2, **arguments)
    assert independent.probability == pytest.approx(expected)
    product_of_rows = 1.0
    for row in independent.rows:
        product_of_rows *= row.probability
    assert product_of_rows == pytest.approx(expected)


def test_retention_of_many_cases_is_not_enumerated():
    data = pd.DataFrame(
        [(a, b, a) for a, b in product((0, 1), repeat=2) for _ in range(500)], columns=["A", "B", "Y"]
    )
    data.index = pd.Index([f"c{at}" for at in range(len(data))])
    assert retention(data, "Y", ["A", "B"], number=1, kind="deletion").probability == 1.0
    assert retention(data, "Y", ["A", "B"], number=1, consistency=1).probability == pytest.approx(0.5)
    assert 0.0 < retention(data, "Y", ["A", "B"], probability=0.001).probability < 1.0


def test_fragile_rows_come_first():
    data = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    found = retention(data, "Y", ["A"], probability=0.1, kind="deletion")
    assert list(found.to_frame().index) == [1, 2]
    assert found.to_frame()["probability"].tolist() == pytest.approx([0.9, 0.99])
    assert "each case missing with probability 0.1" in " ".join(str(found).split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "either a probability, or a number"),
        ({"probability": 0.1, "number": 1}, "either a probability, or a number"),
        ({"probability": 1.5}, "lies between 0 and 1; it is 1.5"),
        ({"number": 9}, "of 2 cases 9 cannot be perturbed"),
        ({"number": 1, "kind": "loss"}, "by corruption or deletion, not by 'loss'"),
    ],
)
def test_requests_that_make_no_sense(arguments, message):
    data = pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    with pytest.raises(ValueError, match=message):
        retention(data, "Y", ["A"], **arguments)


def test_retention_is_for_crisp_sets():
    data = pd.DataFrame({"A": [0.8, 0.2], "Y": [1, 0]}, index=["k", "l"])
    with pytest.raises(ValueError, match="some of these are fuzzy"):
        retention(data, "Y", ["A"], number=1)


@settings(max_examples=30, deadline=None)
@given(crisp())
def test_a_chain_is_minimization_outcome_by_outcome(data):
    found = causal_chain(data)
    for link in found.links:
        table = truth_table(data, link.outcome, link.conditions, consistency=1)
        if data[link.outcome].nunique() == 1:
            assert link.models == ()  # what does not vary needs no explanation
            continue
        solution = minimize(table, all_irredundant=True)
        assert {model.expression for model in link.models} == {model.expression for model in solution.models}
        for model in link.models:
            assert model.fit.inclusion == pytest.approx(1.0)
            assert model.is_complete == (model.fit.coverage >= 1 - 1.5e-8)


@settings(max_examples=30, deadline=None)
@given(crisp(most=8))
def test_both_ways_give_the_same_complete_models_where_the_cases_are_consistent(data):
    rows, cases = causal_chain(data), causal_chain(data, conjunction_consistency=1.0)
    assert {model.formula for model in cases.chain} == {model.formula for model in rows.chain}


def test_order_of_factors():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    free = causal_chain(data, ordering=[["A", "B"], ["Y"]])
    assert {link.outcome: link.conditions for link in free.links} == {
        "A": ("B",),
        "B": ("A",),
        "Y": ("A", "B"),
    }
    strict = causal_chain(data, ordering="A, B < Y", strict=True)
    assert [link.outcome for link in strict.links] == ["Y"]
    assert [model.formula for model in strict.chain] == ["A + B <=> Y"]
    unnamed = causal_chain(data, ordering="Y", strict=True)
    assert [link.outcome for link in unnamed.links] == ["Y"]


def test_each_value_of_a_multi_value_factor_is_an_outcome():
    data = pd.DataFrame({"M": [0, 1, 2, 2], "Y": [0, 0, 1, 1]}, index=list("klmn"))
    found = causal_chain(data)
    assert [link.outcome for link in found.links] == ["M{0}", "M{1}", "M{2}", "Y"]
    assert [model.formula for model in found.chain] == ["Y <=> M{2}", "M{2} <=> Y"]


def test_a_budget_is_told():
    data = pd.DataFrame(
        {"A": [1, 0, 0, 0, 0], "B": [0, 1, 0, 0, 0], "C": [0, 0, 1, 0, 0], "D": [0, 0, 0, 1, 0],
         "Y": [1, 1, 1, 1, 0]}, index=list("klmno"),
    )  # fmt: skip
    found = causal_chain(
        data, ordering="A, B, C, D < Y", strict=True, conjunction_consistency=1.0, budget=Budget(implicants=2)
    )
    assert not found.link("Y").is_exhaustive
    assert "further models may exist for Y" in str(found)


@pytest.mark.parametrize(
    ("ordering", "message"),
    [
        ("A < Z", "'Z' is no column, but stands in the ordering"),
        ("A < A", "'A' stands twice in the ordering"),
    ],
)
def test_wrong_orderings(ordering, message):
    data = pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    with pytest.raises(ValueError, match=message):
        causal_chain(data, ordering=ordering)


def test_thresholds_of_a_chain():
    data = pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    with pytest.raises(ValueError, match="thresholds lie between 0 and 1; one is 2"):
        causal_chain(data, coverage=2)


def test_several_outcomes_use_the_other_outcomes():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 0, 1, 0], "Z": [1, 0, 0, 0]}, index=list("klmn"))
    found = minimize_several_outcomes(data, ["Y", "~Z"], columns=["A", "Y", "Z"])
    assert found["Y"].table.conditions == ("A", "Z")
    assert found["~Z"].table.conditions == ("A", "Y")
    with pytest.raises(ValueError, match="at least one outcome"):
        minimize_several_outcomes(data, [])
