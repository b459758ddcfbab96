"""The method in the engine: options, result, findings, diagnostics, scores."""

from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from casecompare import open_study
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


def table_of(result, name):
    return next(table.frame for table in result.tables if table.name == name)


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
        "truth_table", "solutions", "truth_table_negated", "necessity", "necessary_combinations", "models",
        "terms", "model_space", "counterfactuals", "case_selection", "case_pairs", "robustness",
        "robustness_tests", "robustness_cases", "configurations", "xy", "condition_overlaps", "xy_need_1",
        "configurations_negated", "xy_negated", "xy_need_1_negated",
    ]  # fmt: skip
    for table in result.tables:
        assert set(table.columns) == set(table.frame.columns)
        assert not table.frame.empty
    models = table_of(result, "models")
    assert set(models["outcome"]) == {"Y", "~Y"}
    assert models["covered"][0] == ("k", "l", "m")
    assert [table.name for table in result.tables if table.main] == ["truth_table", "solutions"]


def test_the_main_tables_fit_into_a_terminal():
    result = run().result
    frame = table_of(result, "solutions")
    assert frame.loc[0].tolist()[:3] == ["conservative", "1 of 1", "A => Y"]
    assert frame["formula"].tolist()[3:] == ["~A => ~Y"] * 3
    assert list(frame.columns) == [
        "solution", "model", "formula", "inclusion", "PRI", "coverage", "assumptions", "cases",
    ]  # fmt: skip
    assert frame.loc[0, ["assumptions", "cases"]].tolist() == [0, "3 of 3"]


def test_every_figure_has_its_table():
    result = run().result
    names = {table.name for table in result.tables}
    assert {figure.table for figure in result.figures} <= names
    assert {"truth_table_tiles", "configurations_chart", "xy_plot", "condition_venn"} <= {
        figure.name for figure in result.figures
    }
    assert run(figures=False).result.figures == ()


def test_the_run_folder_gets_a_script():
    result = run().result
    assert list(result.files) == ["replicate.R"]
    assert "truthTable(" in result.files["replicate.R"]
    assert 'outcome = "~Y"' in result.files["replicate.R"]


def test_findings_are_claims_with_their_cases():
    result = run().result
    found = {one.id: one for one in result.findings}
    path = found["A => Y"]
    assert (path.measure, path.direction, path.conditions) == ("inclusion", "for", ("A",))
    assert path.value == pytest.approx(result.solutions["intermediate"].models[0].fit.inclusion)
    assert (path.cases_for, path.cases_against) == (("k", "l", "m"), ())
    assert found["~A => ~Y"].direction == "against"
    assert found["A <= Y"].direction == "for"
    assert found["~A <= ~Y"].direction == "for"
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
    assert {"qca.conditions-for-cases", "qca.limited-diversity"} <= set(found)
    from casecompare_qca import truth_table
    from casecompare_qca.reporting.diagnostics import table_diagnostics

    (said,) = table_diagnostics(truth_table(one_sided, "Y", ["A", "B"]))
    assert said.code == "qca.all-rows-consistent"
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
    assert done.status == "skipped"
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


GAPS = pd.DataFrame(
    {"A": [1, 1, 0, 0], "B": [1, 1, 0, 1], "C": [1, 0, 1, 0], "Y": [1, 0, 0, 0]}, index=list("klmn")
)
ABC = {"conditions": ["A", "B", "C"]}


def test_impossible_and_excluded_remainders():
    plain = run(GAPS, **ABC).result
    assert plain.solutions["parsimonious"].formulas == ("A*C => Y", "B*C => Y")
    assert plain.untenable is None
    reason = {"B*~A": "there is no B without A"}
    result = run(GAPS, **ABC, impossible=reason).result
    assert result.solutions["parsimonious"].formulas == ("A*C => Y",)
    frame = table_of(result, "excluded_remainders")
    assert frame["because"].tolist() == ["there is no B without A"] * 2
    assert set(frame["outcome"]) == {"Y", "~Y"}
    assert frame["remainders"][0] == "~A*B*C"
    # n shows B without A: it does not lead to Y, but it does lead to ~Y.
    assert "qca.observed-against-statement" in codes(result)
    only = run(GAPS, **ABC, exclude=reason).result
    assert only.solutions["parsimonious"].formulas == ("A*C => Y",)
    assert set(table_of(only, "excluded_remainders")["outcome"]) == {"Y"}


def test_enhanced_standard_analysis():
    result = run(GAPS, **ABC, enhanced=True).result
    kinds = table_of(result, "solutions")["solution"]
    assert {"conservative", "enhanced parsimonious", "enhanced intermediate"} == set(kinds)
    both = set(result.solutions["parsimonious"].models[0].assumptions.rows)
    assert not both & set(result.negated["parsimonious"].models[0].assumptions.rows)
    assert set(table_of(result, "excluded_remainders")["kind"]) == {"contradictory"}
    found = run(GAPS, **ABC, enhanced={"necessary": "found", "contradictory": False}).result
    frame = table_of(found, "excluded_remainders")
    assert {"A", "C"} <= set(frame.loc[frame["outcome"] == "Y", "statement"])
    assert found.solutions["parsimonious"].formulas == ("A*C => Y",)
    named = run(GAPS, **ABC, enhanced={"necessary": {"A": "law of nature"}, "contradictory": False}).result
    assert named.solutions["parsimonious"].formulas == ("A*C => Y",)


def test_recorded_decisions():
    decision = {"row": "A*B*~C", "to": 1, "because": "l was coded by mistake"}
    result = run(GAPS, **ABC, recode=[decision]).result
    assert result.solutions["conservative"].formula == "A*B => Y"
    frame = table_of(result, "decisions")
    assert frame.loc[0, ["row", "before", "to", "because"]].tolist() == [
        7,
        "0",
        "1",
        "l was coded by mistake",
    ]
    assert "qca.recoded-row" in codes(result)
    assert 'tt$tt["7", "OUT"] <- "1"' in result.files["replicate.R"]
    assert "#   row 7: recoded to 1: l was coded by mistake" in result.files["replicate.R"]
    other = run(GAPS, **ABC, recode=[{"row": 7, "to": "0", "because": "x", "about": "opposite"}]).result
    assert other.solutions["conservative"].formula == "A*B*C => Y"
    assert 7 not in [row.number for row in other.negated_truth_table.coded("1")]
    failed = run(GAPS, **ABC, recode=[{"row": "A*B", "to": 1, "because": "x"}])
    assert failed.reason == "'A*B' is not one row of the truth table; name every condition: A*B*C."


def test_contradictory_rows_show_their_cases_side_by_side():
    data = pd.DataFrame(
        {"A": [1, 1, 0], "Y": [1, 0, 0], "WEALTH": [9, 6, 1], "REGION": ["n", "s", "s"]}, index=list("klm")
    )
    result = run(data, conditions=["A"]).result
    frame = table_of(result, "contradictions")
    assert (frame["with_outcome"][0], frame["without"][0]) == (("k",), ("l",))
    assert frame["differences"][0] == "WEALTH (9 with, 6 without); REGION (n with, s without)"
    side = table_of(result, "contradictory_cases").set_index("case")
    assert side["WEALTH"].to_dict() == {"k": 9, "l": 6}
    assert "Y" not in side


def test_theory_is_evaluated():
    result = run(theory="A*B").result
    assert table_of(result, "theory")["set"].tolist()[:2] == ["model", "theory"]
    groups = table_of(result, "theory_cases").set_index("group")["cases"]
    assert groups["covered least likely"] == ("m",)
    assert result.theory.theory == "A*B"


def test_clusters_and_units():
    data = DATA.assign(YEAR=[1990, 1990, 2000, 2000, 1990, 2000], LAND=list("uvuvuv"))
    result = run(data, clusters="YEAR", units="LAND").result
    frame = table_of(result, "clusters")
    assert frame["level"].unique().tolist() == ["pooled", "between", "within"]
    assert frame["group"].tolist()[1:3] == ["1990", "2000"]
    slip = run(data, clusters="YAER")
    assert (
        slip.reason == "no coded value 'YAER' names the clusters or units of the cases. Did you mean 'YEAR'?"
    )


def test_statements_about_other_conditions_are_left_aside():
    recoded = {"row": "A*Q", "to": 1, "because": "x"}
    result = run(
        DATA.assign(Q=DATA["B"]),
        impossible={"A*Q": "never"},
        theory="Q",
        enhanced={"necessary": ["Q"]},
        recode=[recoded],
    ).result
    said = [one.message for one in result.diagnostics if one.code == "qca.ignored-statement"]
    assert [message.partition(":")[0] for message in said] == ["impossible", "enhanced", "theory", "recode"]


def test_robustness_names_what_was_decided_otherwise():
    result = run(robustness=[{"consistency": 0.95, "cases": 2}, {"pri": 0.9}]).result
    assert table_of(result, "robustness_tests")["test"].tolist() == ["consistency 0.95, cases 2", "pri 0.9"]
    assert "robustness" not in [table.name for table in run(robustness=False).result.tables]


def test_many_cases_are_not_drawn_one_by_one():
    data = pd.DataFrame({"A": [1, 0] * 1600, "B": [1, 0] * 1600, "Y": [1, 0] * 1600})
    data.index = [f"c{number}" for number in range(len(data))]
    names = {figure.name for figure in run(data).result.figures}
    assert "truth_table_tiles" in names
    assert not names & {"xy_plot", "condition_venn"}


CODEBOOK = DATA.assign(Z=[1.0, 0.7, 0.1, 0.9, 0.2, 0.4])


def test_several_outcomes_are_explained_in_turn():
    result = run(CODEBOOK, several_outcomes=["Z", "~Z"]).result
    frame = table_of(result, "several_outcomes")
    assert frame["outcome"].unique().tolist() == ["Z", "~Z"]
    assert set(frame["solution"]) == {"conservative", "parsimonious"}
    from casecompare_qca import minimize, truth_table

    alone = minimize(truth_table(CODEBOOK, "Z", ["A", "B", "Y"], consistency=0.8, pri=0.5))
    wanted = [model.formula for model in alone.models] or ["0 => Z"]
    is_it = (frame["outcome"] == "Z") & (frame["solution"] == "parsimonious")
    assert frame.loc[is_it, "formula"].tolist() == wanted
    gaps = run(CODEBOOK.assign(Z=[None, *CODEBOOK["Z"][1:]]), several_outcomes=["Z"]).result
    (table,) = [one for one in gaps.tables if one.name == "several_outcomes"]
    assert table.note.endswith("Left out, because a value is missing: k.")
    assert len(gaps.truth_table.data.cases) == 6


def test_a_sweep_says_what_comes_out_and_how_often():
    asked = {"consistency": [0.7, 0.8, 0.99], "cases": [1, 3], "draws": 20}
    result = run(sweep=asked).result
    frame = table_of(result, "sweep")
    for _, group in frame.groupby("solution"):
        assert group["specifications"].sum() == 26
        assert group["share"].sum() == pytest.approx(1.0)
    terms = table_of(result, "sweep_terms")
    assert (terms["in_all"] <= terms["in_some"]).all()
    assert table_of(run(sweep=asked).result, "sweep").equals(frame)
    assert "sweep" not in [table.name for table in run().result.tables]
    with pytest.raises(ValidationError, match="cut-offs lie between 0 and 1"):
        QcaOptions(sweep={"consistency": [80]})


def test_remainders_say_which_solutions_assume_them():
    result = run(GAPS, **ABC, impossible={"B*~A*C": "there is no B without A"}).result
    frame = table_of(result, "remainders").set_index("row")
    assert len(frame) == result.truth_table.rows_total - len(result.truth_table.rows)
    assert frame["OUT"].value_counts().to_dict() == {"?": 3, "impossible": 1}
    assumed = frame.index[[("parsimonious" in kinds) for kinds in frame["assumed"]]].tolist()
    assert assumed == list(result.solutions["parsimonious"].models[0].assumptions.rows)


def test_calibrated_sets_are_drawn_with_what_hangs_on_their_anchors(tmp_path):
    lines = "".join(f"{case},{raw},{raw / 10}\n" for case, raw in zip("klmn", (1, 4, 6, 9), strict=True))
    (tmp_path / "cases.csv").write_text("id,money,peace\n" + lines, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(
        "study: small\ncodebook:\n"
        "  RICH: {definition: Rich countries, from: money, calibrate: {direct: [1, 5, 9], because: gaps}}\n"
        "  CALM: {definition: Calm countries, from: peace, calibrate: {crisp: 0.5, because: a gap}}\n"
        "outcome: CALM\nmethods:\n  qca: {conditions: [RICH], sweep: {anchors: 0.1}}\n",
        encoding="utf-8",
    )
    done = run_alone(QCA, open_study(tmp_path), conditions=["RICH"], sweep={"anchors": 0.1})
    assert done.status == "ok", done.reason
    drawn = {figure.name: figure.alt for figure in done.result.figures}
    assert "Anchors: exclusion 1, crossover 5, inclusion 9." in drawn["calibration_RICH_plot"]
    assert "Anchors: cut 0.5." in drawn["calibration_CALM_plot"]
    assert table_of(done.result, "calibration")["set"].tolist() == ["RICH", "CALM"]
    assert table_of(done.result, "calibration_RICH")["raw"].tolist() == [1, 4, 6, 9]
    assert table_of(done.result, "sweep")["specifications"].sum() == 3 * 7
