"""The evidence for a claim: in how many tied models its conditions stand as it says."""

from __future__ import annotations

import pandas as pd
import pytest

from casecompare import Hypothesis
from casecompare.sets import parse_claim
from casecompare.testing import make_study, run_alone
from casecompare_qca import casecompare_register_methods, claim_in_solution, minimize, truth_table

METHODS = []
casecompare_register_methods(METHODS.append)
(QCA,) = METHODS

# Y where A and B are, or C: tied with D, which is the same as C.
DATA = pd.DataFrame(
    {
        "A": [1, 1, 1, 0, 0, 0],
        "B": [1, 1, 0, 1, 0, 0],
        "C": [0, 0, 0, 0, 1, 0],
        "D": [0, 0, 0, 0, 1, 0],
        "Y": [1, 1, 0, 0, 1, 0],
    },
    index=list("klmnop"),
)
TABLE = truth_table(DATA, "Y", ["A", "B", "C", "D"])
SOLUTION = minimize(TABLE)


def evidence(claim):
    return claim_in_solution(parse_claim(claim), SOLUTION)


def test_the_solution_is_what_the_tests_assume():
    assert set(SOLUTION.formulas) == {"C + A*B => Y", "D + A*B => Y"}


@pytest.mark.parametrize(
    ("claim", "with_it", "implying", "cases"),
    [
        ("A*B => Y", 2, 2, ("k", "l")),
        ("A => Y", 2, 0, ("k", "l")),
        ("C => Y", 1, 1, ("o",)),
        ("C + A => Y", 1, 0, ("k", "l", "o")),
        ("A*B*~C => Y", 0, 2, ()),
        ("~A => Y", 0, 0, ()),
        ("A + ~A => Y", 0, 0, ("k", "l")),
    ],
)
def test_claims_of_sufficiency(claim, with_it, implying, cases):
    found = evidence(claim)
    assert found.kind == "solution terms"
    assert found.measures["models"] == 2
    assert found.measures["models with it"] == with_it
    assert found.measures["models that imply it"] == implying
    assert found.cases_for == (cases if with_it else ())
    assert found.cases_against == ()


def test_claims_of_necessity_ask_for_every_path():
    assert evidence("A + C <= Y").measures["models with it"] == 1
    assert evidence("A <= Y").measures["models with it"] == 0
    assert evidence("A*B + C + D <= Y").measures["models with it"] == 2
    assert "every path has it" in evidence("A + C <= Y").sentence


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("A*B => Y", "supported"),
        ("A*B*~C => Y", "supported"),  # a shorter path implies it, in either model
        ("A => Y", "mixed"),  # enough with B only
        ("C => Y", "mixed"),  # a path of one of two tied models
        ("~A => Y", "against"),
        ("A*B + C + D <= Y", "supported"),
        ("A + C <= Y", "mixed"),
        ("A <= Y", "against"),
        ("A ~ Y", None),
    ],
)
def test_what_the_models_say_of_a_claim(claim, word):
    assert evidence(claim).says == word


def test_sentences():
    assert evidence("C => Y").sentence == (
        "C: in 1 of 2 tied models of the parsimonious solution it is a path or part of one."
    )
    assert evidence("A*B*~C => Y").sentence.endswith("but a shorter path implies it.")


def test_claims_about_something_else_get_no_evidence():
    assert evidence("Z => Y") is None
    assert (
        claim_in_solution(parse_claim("A => Y"), minimize(truth_table(DATA.assign(Y=0), "Y", ["A"]))) is None
    )


def test_evidence_in_a_run():
    study = make_study(DATA, outcome="Y")
    done = run_alone(QCA, study, conditions=["A", "B", "C", "D"])
    for claim, kinds in (("A*B => Y", 2), ("~C => ~Y", 2), ("A => B", 0)):
        found = QCA.assess(Hypothesis(name="H", claim=claim), study, done.result)
        assert len(found) == kinds
        assert all(one.source == "qca" for one in found)
