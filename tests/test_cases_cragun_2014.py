"""Patient follow-through: what the abstract claims holds, and the models are those of the reference run."""

import json
from pathlib import Path

import pytest

import casecompare
from casecompare.sets import evaluate, necessity, parse, sufficiency

HERE = Path(__file__).parent
MODELS = json.loads((HERE / "reference" / "cases" / "models.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def study():
    return casecompare.open_study(HERE.parent / "cases" / "cragun_2014")


@pytest.fixture(scope="module")
def comparison(study):
    return casecompare.run(study)


@pytest.fixture(scope="module")
def sets(comparison):
    return comparison.memberships


def cases(membership):
    return list(membership.index[membership == 1])


def terms(formula):
    return {frozenset(term.split("*")) for term in formula.partition(" => ")[0].split(" + ")}


def models(solution):
    return {frozenset(terms(model.formula)) for model in solution.models}


def test_fifteen_institutions_five_of_each_kind(study):
    assert list(study.case_ids) == list("ABCDEFGHIJKLMNO")
    assert study.values["follow_through"].value_counts().to_dict() == {"high": 5, "medium": 5, "low": 5}


def test_all_five_high_institutions_have_counsellors_disclose_and_no_referral_barrier(sets):
    both = evaluate(parse("DR*~PR"), sets)

    assert cases(sets["HPF"]) == list("ABCDE")
    assert set("ABCDE") <= set(cases(both))
    assert necessity(both, sets["HPF"]).inclusion == 1


def test_two_medium_institutions_share_both_but_lack_reflex_testing_and_find_contact_difficult(sets):
    both_but_not_high = evaluate(parse("DR*~PR*~HPF"), sets)

    assert cases(both_but_not_high) == ["F", "H"]
    assert cases(evaluate(parse("DR*~PR*~AR*DC*~HPF*~LPF"), sets)) == ["F", "H"]


def test_the_other_medium_and_all_low_institutions_lack_the_combination(sets):
    assert cases(evaluate(parse("~(DR*~PR)"), sets)) == list("GIJKLMNO")
    assert cases(sets["LPF"]) == list("KLMNO")


def test_with_reflex_testing_and_contact_the_combination_is_enough(sets):
    fit = sufficiency(evaluate(parse("AR*DR*~DC*~PR"), sets), sets["HPF"])

    assert (fit.inclusion, fit.coverage) == (1, 1)


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
def test_models_of_high_follow_through_and_of_its_absence(kind, comparison):
    expected = MODELS["cragun_2014 HPF"]
    result = comparison["qca"]

    assert models(result.solutions[kind]) == {frozenset(terms(one)) for one in expected["positive"][kind]}
    assert models(result.negated[kind]) == {frozenset(terms(one)) for one in expected["negative"][kind]}


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
def test_models_of_low_follow_through_and_of_its_absence(kind, study):
    expected = MODELS["cragun_2014 LPF"]
    result = casecompare.run(study, ["qca"], options={"qca": {"outcome": "LPF", "expectations": []}})["qca"]

    assert models(result.solutions[kind]) == {frozenset(terms(one)) for one in expected["positive"][kind]}
    assert models(result.negated[kind]) == {frozenset(terms(one)) for one in expected["negative"][kind]}


def test_verdicts(comparison):
    verdicts = {verdict.hypothesis.name: verdict for verdict in comparison.verdicts}

    assert {name: one.word for name, one in verdicts.items()} == {
        "H1": "supported",
        "H2": "mixed",
        "H3": "supported",
        "H4": "supported",
    }
    assert verdicts["H2"].cases_against == ("F", "H")
