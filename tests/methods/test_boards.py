"""The boards read each condition's direction off the claim that a finding makes."""

import pandas as pd
import pytest

from casecompare.methods import Finding, Method, MethodResult, MethodRun, Provenance
from casecompare.methods.boards import case_board, condition_board
from casecompare.testing import make_study

STUDY = make_study(
    pd.DataFrame({"A": [1, 0], "B": [1, 0], "V": [2, 0], "Y": [1, 0]}, index=["k", "l"]), outcome="Y"
)


def run_of(*findings):
    method = Method(name="m", title="M", question="?", run=lambda *_: MethodResult())
    source = Provenance(distribution="d", version="1", options={}, seed=1)
    return MethodRun(method=method, status="ok", provenance=source, result=MethodResult(findings=findings))


def found(claim="", direction="none", conditions=(), **more):
    return Finding(id=claim, sentence="", claim=claim, direction=direction, conditions=conditions, **more)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        (["A => Y"], {"A": "for"}),
        (["~A => ~Y"], {"A": "for"}),
        (["~A => Y"], {"A": "against"}),
        (["A*~B => ~Y"], {"A": "against", "B": "for"}),
        (["A => Y", "~A => ~Y"], {"A": "for"}),
        (["A => Y", "A => ~Y"], {"A": "both"}),
        (["~(A + B) => ~Y"], {"A": "for", "B": "for"}),
        (["A + ~A*B => Y"], {"A": "both", "B": "for"}),
        (["V{2} => Y"], {"V": "none"}),
    ],
)
def test_the_direction_of_a_condition_is_read_off_the_claims(claims, words):
    board = condition_board(STUDY, {"m": run_of(*map(found, claims))})
    assert board["m"].to_dict() == words


def test_a_finding_without_a_claim_says_its_direction_itself():
    board = condition_board(STUDY, {"m": run_of(found(direction="against", conditions=("B",)))})
    assert board["m"].to_dict() == {"B": "against"}


def test_two_methods_agree_differ_or_one_speaks_alone():
    runs = {"m": run_of(found("A => Y"), found("B => Y")), "n": run_of(found("A => Y"), found("~B => Y"))}
    assert condition_board(STUDY, runs)["together"].to_dict() == {"A": "agree", "B": "differ"}
    assert condition_board(STUDY, {"m": runs["m"], "n": run_of()})["together"].to_dict() == {
        "A": "one voice",
        "B": "one voice",
    }


def test_a_case_for_one_finding_and_against_another_is_marked():
    runs = {"m": run_of(found("A => Y", cases_for=("k",)), found("B => Y", cases_against=("k",)))}
    board = case_board(STUDY, STUDY.values, runs)
    assert board.loc["k", "m"] == "A => Y; against B => Y"
    assert board["disagree"].to_dict() == {"k": True, "l": False}
