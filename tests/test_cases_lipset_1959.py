"""The textbook example: every formula that the textbook prints comes out of the study as it ships.

Rihoux and De Meur (crisp), Cronqvist and Berg-Schlosser (multi-value) and Ragin (fuzzy), all in Rihoux B,
Ragin CC (eds) (2009), Configurational Comparative Methods, Sage; page numbers in the tests.
"""

from pathlib import Path

import pandas as pd
import pytest

import casecompare
from casecompare_qca import minimize, truth_table

HERE = Path(__file__).parent
CRISP = ["DEV", "URB", "LIT", "IND", "STB"]
MULTI_VALUE = ["DEV", "URB", "LIT", "IND"]


@pytest.fixture(scope="module")
def study():
    return casecompare.open_study(HERE.parent / "cases" / "lipset_1959")


@pytest.fixture(scope="module")
def comparison(study):
    return casecompare.run(study)


@pytest.fixture(scope="module")
def crisp(comparison):
    return comparison.memberships


@pytest.fixture(scope="module")
def multi_value(crisp):
    return crisp.assign(DEV=crisp["DEV_LEVELS"])


@pytest.fixture(scope="module")
def fuzzy(crisp):
    return pd.DataFrame({name: crisp[f"{name}_F"] for name in [*CRISP, "SURV"]})


def terms(formula):
    """A formula as a set of terms, each a set of literals: the order in which they are written is free."""
    return {frozenset(term.split("*")) for term in formula.replace(" ", "").split("+")}


def models(solution):
    return [terms(model.formula.partition(" => ")[0]) for model in solution.models]


def test_eighteen_countries_ten_breakdowns(study, crisp):
    assert len(study.case_ids) == 18
    assert study.cases["CZ"].title == "Czechoslovakia"
    assert (crisp["SURV"] == 0).sum() == 10


def test_stable_means_fewer_than_ten_cabinets(study, crisp):
    cabinets = study.values["cabinets"]

    assert sorted(cabinets[crisp["STB"] == 1])[-2:] == [9, 9]
    assert sorted(cabinets[crisp["STB"] == 0])[:2] == [10, 10]


def test_fuzzy_memberships_are_those_in_circulation_to_two_decimals(fuzzy):
    printed = pd.read_csv(HERE / "reference" / "cases" / "lipset_fuzzy.csv", index_col="case")

    pd.testing.assert_frame_equal(fuzzy.round(2), printed, check_names=False, check_dtype=False)


@pytest.mark.parametrize(
    ("kind", "negated", "printed"),
    [
        ("conservative", False, "DEV*~URB*LIT*STB + DEV*LIT*IND*STB"),  # p. 57, formula 1
        ("conservative", True, "~DEV*~URB*~IND + DEV*LIT*IND*~STB"),  # p. 59, formula 3
        ("parsimonious", False, "DEV*STB"),  # p. 60, formula 4
        ("parsimonious", True, "~DEV + ~STB"),  # p. 61, formula 5
    ],
)
def test_crisp_formulas(kind, negated, printed, crisp):
    table = truth_table(crisp, "SURV", CRISP, negate_outcome=negated, consistency=1)

    assert models(minimized(table, kind)) == [terms(printed)]


@pytest.mark.parametrize(("negated", "count"), [(False, 5), (True, 18)])  # p. 61
def test_number_of_simplifying_assumptions(negated, count, crisp):
    table = truth_table(crisp, "SURV", CRISP, negate_outcome=negated, consistency=1)

    (model,) = minimized(table, "parsimonious").models

    assert model.assumptions.count == count


@pytest.mark.parametrize(
    ("kind", "negated", "printed"),
    [
        # p. 80, formula 1
        ("conservative", False, "DEV{1}*URB{0}*LIT{1}*IND{0} + DEV{2}*LIT{1}*IND{1}"),
        ("parsimonious", False, "DEV{2} + DEV{1}*IND{0}"),  # p. 81, formula 2
        # p. 81, formula 3
        ("conservative", True, "DEV{0}*URB{0}*IND{0} + DEV{1}*URB{0}*LIT{1}*IND{1}"),
    ],
)
def test_multi_value_formulas(kind, negated, printed, multi_value):
    table = truth_table(multi_value, "SURV", MULTI_VALUE, negate_outcome=negated, consistency=1)

    assert models(minimized(table, kind)) == [terms(printed)]


def test_the_multi_value_formula_that_takes_the_contradiction_as_positive(multi_value):
    """P. 81, formula 4: the row of Czechoslovakia and Germany, one of each, counts among the breakdowns."""
    table = truth_table(multi_value, "SURV", MULTI_VALUE, negate_outcome=True, consistency=[1, 0.01])

    (contradiction,) = table.coded("C")

    assert set(contradiction.cases) == {"CZ", "DE"}
    assert models(minimize(table, include=("?", "C"))) == [terms("DEV{0} + DEV{1}*IND{1}")]
    # Left out, it forbids the shorter term:
    assert models(minimize(table, include=("?",))) == [terms("DEV{0} + DEV{1}*URB{0}*IND{1}")]


@pytest.mark.parametrize(
    ("kind", "negated", "printed"),
    [
        ("conservative", False, "DEV*~URB*LIT*STB + DEV*LIT*IND*STB"),  # p. 112, formula 1
        ("parsimonious", False, "DEV*STB"),  # p. 114, formula 2
        ("conservative", True, "~DEV*~URB*~IND + DEV*LIT*IND*~STB"),  # p. 115, formula 5
        ("parsimonious", True, "~DEV + ~STB"),  # p. 117, formula 6
    ],
)
def test_fuzzy_formulas(kind, negated, printed, fuzzy):
    table = truth_table(fuzzy, "SURV", CRISP, negate_outcome=negated, consistency=0.7)

    assert models(minimized(table, kind)) == [terms(printed)]


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
def test_the_study_as_it_ships_gives_the_crisp_formulas(kind, comparison, crisp):
    table = truth_table(crisp, "SURV", CRISP, consistency=1)

    assert models(comparison["qca"].solutions[kind]) == models(minimized(table, kind))


def test_the_fuzzy_analysis_that_the_study_tells_how_to_run(study):
    conditions = [f"{name}_F" for name in CRISP]
    options = {"outcome": "SURV_F", "conditions": conditions, "consistency": 0.7}
    options |= {"expectations": [], "negated_expectations": []}

    comparison = casecompare.run(study, ["qca"], options={"qca": options})

    assert models(comparison["qca"].solutions["parsimonious"]) == [terms("DEV_F*STB_F")]


def test_verdicts(comparison):
    words = {verdict.hypothesis.name: verdict.word for verdict in comparison.verdicts}

    assert words == {
        "H1": "supported",
        "H2": "supported",
        "H3": "supported",
        "H4": "supported",
        "R1": "mixed",
    }


def minimized(table, kind):
    return minimize(table, include={"conservative": (), "parsimonious": ("?",)}[kind])
