"""The rules of the transfer table: examples on each side of each bound, and what must hold for any votes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_panels import Thresholds, Votes, overall_verdict, system_verdict
from casecompare_panels.verdicts import hinges_on_one, system_rule

VOTES = st.builds(Votes, *[st.integers(0, 9)] * 4)
WORDS = ["holds", "holds with condition", "does not hold", "split", "unknown"]
STRENGTH = {"holds": 3, "holds with condition": 2, "split": 1, "does not hold": 0}


@pytest.mark.parametrize(
    ("votes", "word"),
    [
        (Votes(3, 0, 1), "holds"),
        (Votes(2, 1, 1), "holds with condition"),
        (Votes(2, 2, 0), "holds with condition"),
        (Votes(0, 4, 0), "holds with condition"),
        (Votes(2, 0, 1), "split"),
        (Votes(1, 1, 1), "split"),
        (Votes(1, 0, 3), "does not hold"),
        (Votes(1, 0, 0), "unknown"),
        (Votes(2, 0, 0, 2), "holds"),
        (Votes(2, 0, 0, 3), "unknown"),
        (Votes(0, 0, 0, 5), "unknown"),
        (Votes(), "unknown"),
    ],
)
def test_verdict_of_a_system(votes, word):
    assert system_verdict(votes) == word


def test_thresholds_are_met_when_they_are_reached_exactly():
    two_thirds = Thresholds(majority=2 / 3)
    assert system_verdict(Votes(2, 0, 1), two_thirds) == "holds"
    assert system_verdict(Votes(14, 0, 7), two_thirds) == "holds"
    assert system_verdict(Votes(1, 0, 0), Thresholds(votes=1)) == "holds"
    assert system_verdict(Votes(1, 0, 0, 9), Thresholds(votes=1, answered=0.1)) == "holds"
    assert system_verdict(Votes(3, 0, 1), Thresholds(majority=1)) == "split"


@pytest.mark.parametrize(
    ("words", "overall"),
    [
        (["holds", "holds"], "holds"),
        (["holds", "unknown"], "holds"),
        (["holds", "holds with condition"], "holds with condition"),
        (["does not hold", "does not hold", "unknown"], "does not hold"),
        (["holds", "does not hold"], "split"),
        (["split", "does not hold"], "split"),
        (["holds", "split"], "split"),
        (["unknown"], "unknown"),
        ([], "unknown"),
    ],
)
def test_verdict_over_systems(words, overall):
    assert overall_verdict(words) == overall


@settings(max_examples=60, deadline=None)
@given(VOTES, st.floats(0.51, 1))
def test_one_more_who_says_that_it_holds_never_weakens_a_verdict(votes, majority):
    thresholds = Thresholds(majority=majority)
    before = system_verdict(votes, thresholds)
    after = system_verdict(votes._replace(holds=votes.holds + 1), thresholds)
    if before != "unknown":
        assert after != "unknown"
        assert STRENGTH[after] >= STRENGTH[before]


@settings(max_examples=60, deadline=None)
@given(VOTES)
def test_those_who_do_not_know_never_decide_which_way(votes):
    known = system_verdict(votes._replace(unknown=0))
    assert system_verdict(votes) in (known, "unknown")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_more_systems_of_the_same_verdict_change_nothing(words):
    assert overall_verdict(words * 3) == overall_verdict(words)
    assert overall_verdict([*words, "unknown"]) == overall_verdict(words)


@settings(max_examples=60, deadline=None)
@given(VOTES)
def test_what_does_not_hinge_on_one_survives_the_loss_of_anyone(votes):
    thresholds = Thresholds(votes=1)
    if hinges_on_one(votes, thresholds) or not votes.asked:
        return
    for kind, number in enumerate(votes):
        if number:
            rest = Votes(*(count - (at == kind) for at, count in enumerate(votes)))
            assert system_verdict(rest, thresholds) == system_verdict(votes, thresholds)


def test_the_rule_names_the_thresholds_that_were_set():
    rule = system_rule(Thresholds(majority=0.6, votes=3, answered=0.4))
    assert "0.6 of the votes" in rule
    assert "fewer than 3 votes" in rule
    assert "fewer than 0.4 of the experts" in rule
