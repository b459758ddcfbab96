"""Theory evaluation: the four intersections are a partition, and the groups tell the cases apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import Constant, Negation, equivalent, parse
from casecompare_qca import minimize, truth_table
from casecompare_qca.assumptions.logic import intersection, unbraced
from casecompare_qca.inquiry.theory import evaluate_theory
from casecompare_qca.table.property_space import PropertySpace

THEORIES = ["A", "A*~B", "~A + B*C", "A*B + ~C", "0", "1"]


@st.composite
def data_sets(draw):
    values = st.sampled_from([0.1, 0.3, 0.8, 1.0]) if draw(st.booleans()) else st.sampled_from([0.0, 1.0])
    rows = draw(st.lists(st.tuples(*[values] * 4), min_size=2, max_size=8))
    return pd.DataFrame(rows, columns=["A", "B", "C", "Y"], index=[f"c{at}" for at in range(len(rows))])


@settings(max_examples=60, deadline=None)
@given(data_sets(), st.sampled_from(THEORIES))
def test_the_four_intersections_share_the_cases_among_them(data, theory):
    solution = minimize(truth_table(data, "Y", ["A", "B", "C"], consistency=0.7))
    evaluation = evaluate_theory(solution, theory)
    assert len(evaluation.comparisons) == len(solution.models)
    is_crisp = bool(((data == 0) | (data == 1)).all(axis=None))
    for one in evaluation.comparisons:
        members = one.memberships[[overlap.name for overlap in one.intersections]].to_numpy()
        assert ((members > 0.5).sum(axis=1) <= 1).all()
        groups = [case for group in one.groups for case in group.cases]
        assert len(groups) == len(set(groups))
        texts = [parse(overlap.expression) for overlap in one.intersections]
        for at, first in enumerate(texts):
            for second in texts[at + 1 :]:
                assert equivalent(intersection(first, second, one.model.table.space), Constant(False))
        if is_crisp:
            assert (members.sum(axis=1) == 1).all()
            assert sorted(groups) == sorted(data.index)
            assert all(overlap.fit.coverage == overlap.expression_fit.coverage or data["Y"].sum() == 0
                       for overlap in one.intersections)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(data_sets())
def test_a_theory_that_is_the_model_leaves_nothing_over(data):
    for model in minimize(truth_table(data, "Y", ["A", "B", "C"], consistency=0.7)).models:
        (found,) = evaluate_theory(model, model.expression).comparisons
        assert found.intersection("model*~theory").expression == "0"
        assert found.intersection("~model*theory").expression == "0"
        assert np.array_equal(found.membership, model.membership)


def test_several_values():
    data = pd.DataFrame(
        {"M": [0, 1, 2, 2, 1], "B": [1, 0, 0, 1, 1], "Y": [0, 0, 1, 1, 1]}, index=list("klmno")
    )
    solution = minimize(truth_table(data, "Y", ["M", "B"], consistency=1), include=())
    (found,) = evaluate_theory(solution, "M[2] + ~B").comparisons
    assert found.theory == "M{2} + B{0}"
    assert solution.formula == "M{2} + M{1}*B{1} => Y"
    assert found.intersection("model*theory").expression == "M{2}"
    assert found.intersection("~model*theory").expression == "M{0,1}*B{0}"
    assert found.cases("covered most likely") == ("m", "n")
    assert found.cases("covered least likely") == ("o",)
    assert found.cases("consistent most likely") == ("l",)
    assert found.cases("consistent least likely") == ("k",)


def test_every_tied_model_is_compared():
    data = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    evaluation = evaluate_theory(minimize(truth_table(data, "Y", ["A", "B"])), "A*B")
    assert [one.model.expression for one in evaluation.comparisons] == ["A", "B"]
    assert list(evaluation.to_frame().index.get_level_values("model").unique()) == [1, 2]
    assert "Model 2 of 2" in str(evaluation)
    assert max(map(len, str(evaluation).splitlines())) <= 80


def test_no_model_nothing_to_compare():
    data = pd.DataFrame({"A": [1, 0], "Y": [0, 0]}, index=["k", "l"])
    evaluation = evaluate_theory(minimize(truth_table(data, "Y", ["A"])), "A")
    assert evaluation.comparisons == ()
    assert str(evaluation) == "Theory A: there is no model to compare it with."
    assert evaluation.to_frame().empty


def test_a_theory_about_other_conditions():
    data = pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    with pytest.raises(ValueError, match="the theory names B, which is no condition of the analysis"):
        evaluate_theory(minimize(truth_table(data, "Y", ["A"])), "A*B")


@pytest.mark.parametrize("conditions", [4, 11, 13])
def test_intersections_stay_exact_with_many_conditions(conditions):
    rng = np.random.default_rng(conditions)
    names = tuple(f"C{at}" for at in range(conditions))
    space = PropertySpace(names, (2,) * conditions)
    terms = [
        "*".join(("~" if rng.integers(2) else "") + name for name in rng.choice(names, 3, replace=False))
        for _ in range(conditions)
    ]
    model, theory = parse(" + ".join(terms)), parse(f"{names[0]}*{names[1]} + {names[3]}")
    rest = intersection(Negation(model), theory, space)
    both = intersection(model, theory, space)
    assert equivalent(intersection(rest, both, space), Constant(False))
    assert equivalent(parse(f"{rest} + {both}"), theory)


def test_intersections_of_many_values_stay_exact():
    space = PropertySpace(tuple("ABCDEFGH"), (3,) * 8)
    model, theory = parse("A{0}*B{1} + C{2}*D{0,1} + E{1}*F{2}*G{0}"), parse("A{0,2}*H{1} + ~C{2}")
    levels = dict(zip(space.conditions, space.levels, strict=True))
    rest = intersection(Negation(model), theory, space)
    assert equivalent(rest, parse(f"~({model})*({theory})"), levels)


def test_more_than_sixteen_conditions_are_multiplied_out():
    names = tuple(f"C{at}" for at in range(18))
    space = PropertySpace(names, (2,) * 18)
    both = intersection(parse(" + ".join(names)), parse("C0"), space)
    assert equivalent(both, parse("C0")) or len(both.names) == 18


@pytest.mark.parametrize(
    ("text", "expected"), [("A{0}*B{2}", "~A*B{2}"), ("A{0,1}", "1"), ("~A{0}", "A"), ("B{0,1,2}", "1")]
)
def test_two_values_are_written_without_brackets(text, expected):
    assert str(unbraced(parse(text), PropertySpace(("A", "B"), (2, 3)))) == expected


@pytest.mark.parametrize(("text", "message"), [("A{2}", "does not exist"), ("B", "has 3 values")])
def test_values_that_do_not_exist(text, message):
    with pytest.raises(ValueError, match=message):
        unbraced(parse(text), PropertySpace(("A", "B"), (2, 3)))
