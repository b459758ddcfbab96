"""The lint finds each common mistake, says what to do, and is silent on a clean analysis."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import minimize, truth_table
from casecompare_qca.reporting.label_words import names_a_variable
from casecompare_qca.reporting.lint import lint, lint_solutions, lint_table
from casecompare_qca.reporting.random_data import chance_of_no_contradiction, most_conditions

SETTINGS = settings(max_examples=50, deadline=None)


def codes(found):
    return [one.code for one in found]


def test_chance_of_random_data_without_contradictions_against_simulation():
    generator = random.Random(7)
    for cases, conditions in ((6, 2), (10, 3), (12, 4)):
        hits = 0
        for _ in range(4000):
            rows = {}
            hits += all(
                rows.setdefault(generator.getrandbits(conditions), outcome) == outcome
                for outcome in (generator.getrandbits(1) for _ in range(cases))
            )
        assert chance_of_no_contradiction(cases, conditions) == pytest.approx(hits / 4000, abs=0.03)
    assert chance_of_no_contradiction(1, 0) == 1
    assert chance_of_no_contradiction(3, 0) == 0.25
    assert chance_of_no_contradiction(50, 60) == pytest.approx(1)


@given(st.integers(1, 40), st.integers(0, 12))
@SETTINGS
def test_more_conditions_and_fewer_cases_make_it_easier(cases, conditions):
    chance = chance_of_no_contradiction(cases, conditions)
    assert chance <= chance_of_no_contradiction(cases, conditions + 1) + 1e-12
    assert chance >= chance_of_no_contradiction(cases + 1, conditions) - 1e-12
    assert chance_of_no_contradiction(cases, most_conditions(cases)) <= 0.1 or most_conditions(cases) == 0


def clean_data():
    rows = [(a, b) for a in (0, 1) for b in (0, 1)] * 4
    return pd.DataFrame(
        [(a, b, int(a and b)) for a, b in rows], columns=["A", "B", "Y"], index=[f"c{i}" for i in range(16)]
    )


def test_a_clean_analysis_gets_no_remark():
    table = truth_table(clean_data(), "Y", ["A", "B"])
    assert lint(table, {"parsimonious": minimize(table)}) == ()


MISTAKES = {
    "nobody without the outcome": (lambda d: d.assign(Y=1), "qca.no-negative-case"),
    "nobody with the outcome": (lambda d: d.assign(Y=0), "qca.no-positive-case"),
    "all rows lead to the outcome": (lambda d: d.assign(Y=1), "qca.all-rows-consistent"),
    "the outcome as a condition": (lambda d: d.assign(A=d["Y"]), "qca.outcome-as-condition"),
    "its opposite as a condition": (lambda d: d.assign(A=1 - d["Y"]), "qca.outcome-as-condition"),
    "one condition twice": (lambda d: d.assign(B=d["A"]), "qca.twin-conditions"),
    "a condition and its opposite": (lambda d: d.assign(B=1 - d["A"]), "qca.twin-conditions"),
    "few cases": (lambda d: d.iloc[:4], "qca.conditions-for-cases"),
    "a case per row": (lambda d: d.iloc[:4], "qca.rows-of-one-case"),
    "a rare condition": (lambda d: d.assign(B=[1] + [0] * 15), "qca.skewed-set"),
    "one row only": (lambda d: d[d["A"] + d["B"] > 1], "qca.limited-diversity"),
    "no PRI": (lambda d: d.assign(Y=d["Y"] * 0.7), "qca.no-pri-cut-off"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_found(name):
    change, code = MISTAKES[name]
    assert code in codes(lint_table(truth_table(change(clean_data()), "Y", ["A", "B"])))
    assert code not in codes(lint_table(truth_table(clean_data(), "Y", ["A", "B"])))


def test_a_low_cut_off_is_found():
    table = truth_table(clean_data(), "Y", ["A", "B"], consistency=0.7)
    assert codes(lint_table(table)) == ["qca.low-consistency-cut-off"]


def test_ambiguity_says_what_all_models_share():
    data = pd.DataFrame({"A": [1, 1, 0], "B": [1, 1, 0], "C": [1, 0, 1], "Y": [1, 1, 0]}, index=list("klm"))
    solution = minimize(truth_table(data, "Y", ["A", "B", "C"]))
    (found,) = [one for one in lint_solutions({"parsimonious": solution}) if "ambiguity" in one.code]
    assert solution.model_count == 2
    assert "2 models are tied in the parsimonious solution for Y: A; B." in found.message
    assert "No term is in all of them." in found.message


def test_contradictory_assumptions_are_found():
    data = pd.DataFrame({"A": [1, 0], "B": [1, 0], "C": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    tables = [truth_table(data, "Y", ["A", "B", "C"], negate_outcome=negated) for negated in (False, True)]
    solutions = [{"parsimonious": minimize(table)} for table in tables]
    found = [one for one in lint_solutions(*solutions) if one.code == "qca.contradictory-assumptions"]
    assert len(found) == 1
    shared = {row for model in solutions[0]["parsimonious"].models for row in model.assumptions.rows}
    shared &= {row for model in solutions[1]["parsimonious"].models for row in model.assumptions.rows}
    assert f"assume {len(shared)} rows to lead both to Y and to ~Y" in found[0].message
    assert "qca.many-assumptions" in codes(lint_solutions(*solutions))


@pytest.mark.parametrize(
    ("name", "meaning", "is_variable"),
    [
        ("INCOME", "", True),
        ("income_level", "", True),
        ("population_size", "The number of inhabitants", True),
        ("HIGH_INCOME", "", False),
        ("StrongLeadership", "", False),
        ("INCOME", "Countries with a high income", False),
        ("INCOME", "GDP per head > 10000", False),
        ("DEMOCRATIC_REGIME", "", False),
        ("DEV", "", False),
        ("TANDEM", "", False),
        ("Wohlstand", "", False),
        ("age_over_60", "", False),
    ],
)
def test_names_of_variables(name, meaning, is_variable):
    assert names_a_variable(name, meaning) == is_variable


def test_every_remark_says_what_to_do():
    data = clean_data().iloc[:4].assign(A=lambda d: d["Y"], INCOME=1).astype(float)
    table = truth_table(data, "Y", ["A", "B", "INCOME"], consistency=0.7)
    found = lint(table, {"parsimonious": minimize(table)})
    assert len({one.code for one in found}) >= 5
    for one in found:
        assert one.code.startswith("qca.")
        assert one.message.endswith((".", "?"))
        assert one.advice.endswith((".", "?"))
        assert one.level in ("note", "warning")
