"""The method in the engine: options, result, findings, diagnostics, scores."""

from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from casecompare.sets import parse_claim
from casecompare.testing import make_study, run_alone
from casecompare_qca import QcaOptions, casecompare_register_methods

METHODS = []
casecompare_register_methods(METHODS.append)
(QCA,) = METHODS

DATA = pd.DataFrame(
    {
        "A": [1.0, 0.9, 0.8, 0.2, 0.1, 0.3],
        "B": [0.9, 0.8, 0.2, 0.7, 0.1, 0.2],
        "Y": [1.0, 0.8, 0.9, 0.3, 0.1, 0.2],
    },
    index=list("klmnop"),
)


def run(data=DATA, **options):
    return run_alone(QCA, make_study(data, outcome="Y"), **{"conditions": ["A", "B"], **options})


def codes(result):
    return [one.code for one in result.diagnostics]


def test_result():
    done = run()
    assert done.status == "ok", done.reason
    result = done.result
    assert set(result.solutions) == set(result.negated) == {"conservative", "parsimonious", "intermediate"}
    assert result.solutions["conservative"].formula == "A => Y"
    assert result.negated["conservative"].formula == "~A => ~Y"
    assert result.truth_table.outcome == "Y"
    assert result.negated_truth_table.outcome == "~Y"
    assert list(result.necessity.index) == ["A", "~A", "B", "~B"]


def test_tables_are_described():
    result = run().result
    assert [table.name for table in result.tables] == [
        "truth_table", "truth_table_negated", "necessity", "models", "terms",
    ]  # fmt: skip
    for table in result.tables:
        assert set(table.columns) == set(table.frame.columns)
        assert not table.frame.empty
    models = result.tables[3].frame
    assert set(models["outcome"]) == {"Y", "~Y"}
    assert models["covered"][0] == ("k", "l", "m")


def test_findings_are_claims_with_their_cases():
    result = run().result
    found = {one.id: one for one in result.findings}
    path = found["path A"]
    assert (path.measure, path.direction, path.conditions) == ("inclusion", "for", ("A",))
    assert path.value == pytest.approx(result.solutions["intermediate"].models[0].fit.inclusion)
    assert (path.cases_for, path.cases_against) == (("k", "l", "m"), ())
    assert found["path ~A (~Y)"].direction == "against"
    assert found["need A"].direction == "for"
    assert found["need ~A (~Y)"].direction == "for"
    for one in result.findings:
        assert str(parse_claim(one.claim)) == one.claim
        assert one.claim in one.sentence or one.claim.split(" ")[0] in one.sentence


def test_scores_are_memberships_and_rows():
    scores = run().result.scores
    assert list(scores.columns) == ["solution", "negated_solution", "row"]
    assert scores["solution"].tolist() == DATA["A"].tolist()
    assert scores["row"].tolist() == [4, 4, 3, 2, 1, 1]


def test_tied_models_give_bounds():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 1, 0, 0], "Y": [1, 1, 0, 0]}, index=list("klmn"))
    result = run(data, solutions=["parsimonious"]).result
    assert set(result.solutions) == {"parsimonious"}
    assert result.solutions["parsimonious"].formulas == ("A => Y", "B => Y")
    assert {"solution.low", "solution.high"} <= set(result.scores.columns)
    assert "qca.model-ambiguity" in codes(result)
    assert "It stands in 1 of 2 tied models." in result.findings[0].sentence


def test_missing_cases_are_left_out_and_named():
    data = DATA.copy()
    data.loc["n", "B"] = float("nan")
    result = run(data).result
    (said,) = [one for one in result.diagnostics if one.code == "qca.missing-cases"]
    assert (said.case, said.level) == ("n", "warning")
    assert pd.isna(result.scores.loc["n"]).all()
    refused = run(data, missing="refuse")
    assert refused.status == "failed"
    assert refused.reason.startswith("values are missing in B for n.")


def test_negated_outcome_first_and_no_opposite():
    result = run(negate_outcome=True, also_negated=False).result
    assert result.solutions["conservative"].formula == "~A => ~Y"
    assert (result.negated, result.negated_truth_table) == ({}, None)


def test_expectations_shorten_the_intermediate_solution():
    data = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    without = run(data).result
    assert without.solutions["intermediate"].formula == "A*B => Y"
    assert "qca.no-expectations" in codes(without)
    expected = run(data, expectations={"A": "present", "B": "don't care"}).result
    assert expected.solutions["intermediate"].formulas == ("A*B => Y",)
    (first, second) = expected.solutions["parsimonious"].models
    assert {first.formula, second.formula} == {"A => Y", "B => Y"}
    opposite = run(data, expectations={"B": "absent"}).result
    assert opposite.solutions["intermediate"].formulas == ("A => Y", "A*B => Y")


def test_diagnostics_of_data_that_say_little():
    one_sided = pd.DataFrame({"A": [1, 0], "B": [1, 1], "Y": [1, 1]}, index=["k", "l"])
    # The engine would refuse an outcome without negative case; the method says so in its own words.
    data = pd.DataFrame({"A": [1, 1], "B": [1, 0], "Y": [0.8, 0.3]}, index=["k", "l"])
    found = codes(run(data, consistency=1.0, pri=0.9).result)
    assert {"qca.many-conditions", "qca.limited-diversity"} <= set(found)
    from casecompare_qca import truth_table
    from casecompare_qca.diagnostics import table_diagnostics

    (said,) = table_diagnostics(truth_table(one_sided, "Y", ["A", "B"]))
    assert said.code == "qca.no-negative-row"
    empty = truth_table(one_sided, "Y", ["A", "B"], negate_outcome=True)
    assert [one.code for one in table_diagnostics(empty)] == ["qca.no-positive-row"]


def test_expectations_about_other_conditions_are_left_aside():
    done = run(conditions=["A"], expectations={"A": "present", "B": "present", "A*B": "present"})
    assert done.result.solutions["intermediate"].expectations == ("A",)
    assert "qca.ignored-expectations" in codes(done.result)
    slip = run(expectations=["A", "~Bee"])
    assert slip.status == "failed"
    assert slip.reason == "expectations speak of Bee, which is not in the codebook; the conditions are A, B."


def test_no_conditions():
    done = run(conditions=[])
    assert done.status == "failed"
    assert done.reason == "no conditions are named. Name them under methods: qca: {conditions: [A, B, C]}."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"consistency": [0.7, 0.9]}, "the higher number comes first: [0.9, 0.7]"),
        ({"consistency": 2.0}, "must be one number between 0 and 1, or two"),
        ({"conditions": ["A", "A"]}, "named twice: A"),
        ({"conditions": ["A"], "outcome": "~A"}, "'A' is the outcome and a condition"),
        ({"cases": 0}, "greater than or equal to 1"),
        ({"consistensy": 0.8}, "Extra inputs are not permitted"),
    ],
)
def test_options_that_cannot_be_meant(options, message):
    with pytest.raises(ValidationError) as caught:
        QcaOptions(**options)
    assert message in str(caught.value)
