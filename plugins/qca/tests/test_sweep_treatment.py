"""A sweep is the same analysis as the run's, with decisions and exclusions; several outcomes in turn."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from casecompare.testing import make_study, run_alone
from casecompare_qca import (
    Decision,
    QcaOptions,
    Specification,
    casecompare_register_methods,
    intermediate,
    minimize,
    minimize_several_outcomes,
    recode,
    shared_terms,
    sweep,
    truth_table,
    untenable_remainders,
)

METHODS = []
casecompare_register_methods(METHODS.append)
(QCA,) = METHODS
CONDITIONS = ["A", "B", "C", "D"]


def fuzzy(cases=18, seed=5, names=(*CONDITIONS, "Y")):
    """Random cases with an outcome that is roughly A*B + ~C."""
    chance = np.random.default_rng(seed)
    data = pd.DataFrame(
        chance.random((cases, len(names))), columns=list(names), index=[f"c{at:02}" for at in range(cases)]
    )
    clear = np.maximum(data[["A", "B"]].min(axis=1), 1 - data["C"])
    return data.assign(Y=(clear + chance.uniform(-0.2, 0.2, cases)).clip(0, 1)).round(3).replace(0.5, 0.501)


def run(data, **options):
    done = run_alone(QCA, make_study(data, outcome="Y"), conditions=CONDITIONS, **options)
    assert done.status == "ok", done.reason
    return done.result


def table_of(result, name):
    return next(table for table in result.tables if table.name == name)


@pytest.mark.parametrize("consistency", [0.75, 0.9])
@pytest.mark.parametrize("seed", range(4))
def test_an_intermediate_specification_is_the_intermediate_solution(consistency, seed):
    data, expected = fuzzy(seed=seed), {"A": "present", "C": "absent"}
    asked = Specification(name="s", consistency=consistency)
    (entry,) = sweep(data, "Y", CONDITIONS, [asked], kind="intermediate", expectations=expected).log
    alone = intermediate(truth_table(data, "Y", CONDITIONS, consistency=consistency), expected)
    assert entry.models == tuple(model.expression for model in alone.models)
    assert (entry.model_count, entry.label) == (alone.model_count, alone.label)


@pytest.mark.parametrize("draw", range(5))
def test_an_intermediate_draw_is_the_solution_of_the_drawn_cases(draw):
    data, expected = fuzzy(30), ["A", "~C"]
    asked = Specification(name="s", resample=draw)
    (entry,) = sweep(data, "Y", CONDITIONS, [asked], kind="intermediate", expectations=expected).log
    drawn = np.random.default_rng(draw).integers(0, 30, size=30)
    table = truth_table(data.iloc[drawn].reset_index(drop=True), "Y", CONDITIONS)
    assert set(entry.models) == {model.expression for model in intermediate(table, expected).models}


def test_expectations_without_an_intermediate_solution_are_refused():
    with pytest.raises(ValueError, match="expectations are for the intermediate solution; this one is pars"):
        sweep(fuzzy(), "Y", CONDITIONS, [Specification(name="s")], expectations=["A"])
    with pytest.raises(ValueError, match="'Z'"):
        sweep(fuzzy(), "Y", CONDITIONS, [], kind="intermediate", expectations=["Z"])


@pytest.mark.parametrize("kind", ["conservative", "parsimonious", "intermediate"])
def test_a_treatment_that_changes_nothing_changes_nothing(kind):
    data = fuzzy(25)
    asked = [Specification(name=str(cut), consistency=cut) for cut in (0.6, 0.8, 0.95)]
    asked += [Specification(name=f"draw {at}", resample=at) for at in range(10)]
    plain = sweep(data, "Y", CONDITIONS, asked, kind=kind)
    treated = sweep(data, "Y", CONDITIONS, asked, kind=kind, treat=lambda table: table)
    assert [set(one.models) for one in plain.log] == [set(one.models) for one in treated.log]
    assert [one.model_count for one in plain.log] == [one.model_count for one in treated.log]


def test_decisions_and_exclusions_are_carried_out_in_each_table():
    data = fuzzy(12)
    first = truth_table(data, "Y", CONDITIONS).coded("1")[0].number
    decision = Decision(row=first, to="0", because="the sources disagree")

    def treat(table):
        recoded, _ = recode(table, [decision])
        return untenable_remainders(recoded, impossible={"A*~B": "no A without B"}, contradictory=False).table

    asked = [Specification(name=str(cut), consistency=cut) for cut in (0.7, 0.8, 0.9)]
    found = sweep(data, "Y", CONDITIONS, asked, treat=treat)
    for one in found.log:
        table = treat(truth_table(data, "Y", CONDITIONS, consistency=one.specification.consistency))
        assert one.models == tuple(model.expression for model in minimize(table).models)
    assert (
        found.to_frame()["models"].tolist()
        != sweep(data, "Y", CONDITIONS, asked).to_frame()["models"].tolist()
    )


TREATED = {
    "expectations": {"A": "present", "C": "absent"},
    "impossible": {"A*~B*C": "there is no such case"},
    "exclude": {"~A*~B*D": "not plausible"},
    "enhanced": {"necessary": {"~C + A": "theory"}, "contradictory": True},
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("also_negated", [True, False])
def test_the_own_cut_offs_give_the_solutions_of_the_run(seed, also_negated):
    data = fuzzy(10, seed)
    row = truth_table(data, "Y", CONDITIONS, pri=0.5).coded("1")[0].number
    options = {
        **TREATED,
        "recode": [{"row": row, "to": 0, "because": "doubtful"}],
        "also_negated": also_negated,
    }
    result = run(data, sweep={"consistency": [0.8]}, figures=False, **options)
    frame = table_of(result, "sweep").frame
    for kind, solution in result.solutions.items():
        (models,) = frame.loc[frame["solution"] == kind, "models"]
        expected = " | ".join(model.expression for model in solution.models)
        assert models == (expected or "none: no row leads to the outcome")


def test_decisions_that_cannot_be_carried_out_in_a_draw_are_left_aside():
    data = fuzzy(9, 2)
    one = truth_table(data, "Y", CONDITIONS).rows[0]
    options = {"recode": [{"row": one.number, "to": "C", "because": "the sources disagree"}]}
    table = table_of(run(data, sweep={"draws": 30}, figures=False, **options), "sweep")
    assert table.frame.groupby("solution")["specifications"].sum().tolist() == [31, 31, 31]
    assert "left aside" in table.note
    assert "left aside" not in table_of(run(data, sweep={"draws": 3}, figures=False), "sweep").note


def test_only_the_solutions_that_are_reported_are_swept():
    result = run(fuzzy(), sweep={"consistency": [0.8]}, solutions=["parsimonious"], figures=False)
    assert set(table_of(result, "sweep").frame["solution"]) == {"parsimonious"}


SEVERAL = pd.DataFrame(
    {
        "A": [1, 1, 1, 0, 0, 0, 1, 0],
        "B": [1, 0, 1, 1, 0, 1, 0, 0],
        "C": [1, 1, 0, 0, 1, 1, 0, 0],
        "D": [1, 0, 1, 0, 1, 0, 1, 0],
        "Y": [1, 1, 1, 0, 0, 0, 1, 0],
        "Z": [1, 1, 1, 1, 0, 1, 1, 0],
    },
    index=list("klmnopqr"),
)


def test_several_outcomes_with_expectations_are_intermediate():
    columns = ["A", "B", "C", "Y", "Z"]
    found = minimize_several_outcomes(SEVERAL, ["Y", "Z"], columns=columns, expectations={"Z": ["A", "B"]})
    assert {outcome: solution.kind for outcome, solution in found.items()} == {
        "Y": "parsimonious", "Z": "intermediate",
    }  # fmt: skip
    table = truth_table(SEVERAL, "Z", ["A", "B", "C", "Y"], consistency=1.0)
    assert found["Z"].formulas == intermediate(table, ["A", "B"]).formulas
    with pytest.raises(ValueError, match="there are expectations for Q, but the outcomes are Y"):
        minimize_several_outcomes(SEVERAL, ["Y"], expectations={"Q": ["A"]})


def test_shared_terms_count_outcomes_and_not_models():
    found = minimize_several_outcomes(SEVERAL, ["Y", "Z"], columns=["A", "B", "C", "D", "Y", "Z"])
    shared = shared_terms(found)
    for term, row in shared.iterrows():
        having = [
            outcome
            for outcome, solution in found.items()
            if any(term in map(str, model.terms) for model in solution.models)
        ]
        always = [
            outcome
            for outcome, solution in found.items()
            if all(term in map(str, model.terms) for model in solution.models)
        ]
        assert (row["outcomes"], row["which"]) == (len(having), tuple(having))
        assert row["every"] == len(always)
    assert shared["outcomes"].is_monotonic_decreasing
    assert shared_terms({}).empty


def test_several_outcomes_in_a_run_have_intermediate_solutions_terms_and_findings():
    options = {"several_outcomes": ["Z", "~Z"], "several_expectations": {"Z": {"A": "present"}}}
    result = run(SEVERAL, figures=False, **options)
    frame = table_of(result, "several_outcomes").frame
    assert set(frame.loc[frame["outcome"] == "Z", "solution"]) == {
        "conservative",
        "parsimonious",
        "intermediate",
    }
    assert set(frame.loc[frame["outcome"] == "~Z", "solution"]) == {"conservative", "parsimonious"}
    terms = table_of(result, "several_outcomes_terms").frame
    assert (terms["every"] <= terms["outcomes"]).all()
    claims = {finding.claim: finding for finding in result.findings if finding.outcome == "Z"}
    assert claims
    assert all(claim.endswith((" => Z", " => ~Z")) for claim in claims)
    assert len({finding.id for finding in result.findings}) == len(result.findings)


def test_expectations_for_what_is_no_further_outcome_are_refused():
    with pytest.raises(
        ValidationError, match="several_expectations speak of Q, which several_outcomes do not"
    ):
        QcaOptions(conditions=CONDITIONS, several_expectations={"Q": {"A": "present"}})
