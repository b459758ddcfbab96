"""Gaps in mortality: which of the article's claims the published table bears out, and where it does not.

Only abstract and highlights state the claims; two of them leave out one area each, named here.
"""

import json
from pathlib import Path

import pytest

import casecompare
from casecompare.sets import evaluate, necessity, parse

HERE = Path(__file__).parent
MODELS = json.loads((HERE / "reference" / "cases" / "models.json").read_text(encoding="utf-8"))
CANCER = ["BC", "SP", "PH", "PR", "CH", "AS", "LI", "HS", "LC", "TS"]


@pytest.fixture(scope="module")
def study():
    return casecompare.open_study(HERE.parent / "cases" / "blackman_2011")


@pytest.fixture(scope="module")
def comparison(study):
    return casecompare.run(study)


@pytest.fixture(scope="module")
def cancer(study):
    options = {"outcome": "CAN", "conditions": CANCER, "expectations": []}
    return casecompare.run(study, ["qca"], options={"qca": options})


@pytest.fixture(scope="module")
def sets(comparison):
    return comparison.memberships


def terms(formula):
    return frozenset(frozenset(term.split("*")) for term in formula.partition(" => ")[0].split(" + "))


def models(solution):
    return {terms(model.formula) for model in solution.models}


def test_twenty_seven_areas_and_six_cells_that_were_not_coded(study):
    values = study.values
    empty = {(case, name) for name in values for case in values.index[values[name].isna()]}

    assert list(study.case_ids) == [f"{number:02}" for number in range(1, 28)]
    assert empty == {
        ("01", "weak_partnership"),
        ("03", "basic_commissioning"),
        ("12", "smoking_cessation_services"),
        ("13", "few_major_programmes"),
        ("22", "smoking_cessation_services"),
        ("26", "infrequent_reviews"),
    }
    assert {study.missing.get(cell, "not coded") for cell in empty} == {"not coded"}


def test_champions_are_needed_for_a_narrowing_cancer_gap(sets):
    fit = necessity(sets["CH"], sets["CAN"])

    assert fit.inclusion == 1
    assert fit.relevance > 0.5


def test_primary_care_or_help_for_smokers_is_needed_among_the_complete_areas(sets):
    complete = sets[["SC", "PC", "MP", "GL", "BA", "IM", "CVD"]].dropna()

    assert len(complete) == 24
    assert necessity(evaluate(parse("PC + SC"), complete), complete["CVD"]).inclusion == 1


def test_area_13_is_the_one_exception_overall(sets):
    without = evaluate(parse("CVD*~(PC + SC)"), sets)

    assert list(without.index[without == 1]) == ["13"]
    assert sets.loc["13", ["MP"]].isna().all()


def test_where_the_gap_does_not_narrow_major_programmes_are_absent_except_in_area_15(sets):
    not_narrowing = sets[sets["CVD"] == 0]

    assert len(not_narrowing) == 14
    assert list(not_narrowing.index[not_narrowing["MP"] == 1]) == ["15"]
    assert (not_narrowing["MP"] == 0).sum() == 13


def test_three_paths_to_a_narrowing_cardiovascular_gap(comparison):
    """Every one of the eight tied parsimonious models has three paths, as many as the article reports."""
    tied = comparison["qca"].solutions["parsimonious"].models

    assert [len(terms(model.formula)) for model in tied] == [3] * 8


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
def test_cardiovascular_models(kind, comparison):
    expected = MODELS["blackman_2011 CVD"]

    assert models(comparison["qca"].solutions[kind]) == set(map(terms, expected["positive"][kind]))
    assert models(comparison["qca"].negated[kind]) == set(map(terms, expected["negative"][kind]))


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
def test_cancer_models_of_a_mechanical_run(kind, cancer):
    expected = MODELS["blackman_2011 CAN"]

    assert models(cancer["qca"].solutions[kind]) == set(map(terms, expected["positive"][kind]))
    assert models(cancer["qca"].negated[kind]) == set(map(terms, expected["negative"][kind]))


def test_incomplete_areas_are_left_out_and_named(comparison):
    told = [one.case for one in comparison["qca"].diagnostics if one.code == "qca.missing-cases"]

    assert told == ["12", "13", "22"]


def test_verdicts(comparison):
    verdicts = {verdict.hypothesis.name: verdict for verdict in comparison.verdicts}

    assert {name: one.word for name, one in verdicts.items()} == {
        "H1": "mixed",
        "H2": "mixed",
        "H3": "supported",
    }
    assert verdicts["H1"].cases_against == ("13",)
    assert verdicts["H2"].cases_against == ("15",)
