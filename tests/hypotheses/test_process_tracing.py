"""Process tracing: the golden values, the types by ratios, and the arithmetic of odds."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casecompare.hypotheses import clue_weight, find_test_type, trace_process
from casecompare.study import ProcessTest

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "reference/hypotheses/golden.json").read_text(encoding="utf-8")
)["G20"]
CLUES = [(if_true, if_false, seen) for seen, if_true, if_false in GOLDEN["input"]["clues"]]


def clue(if_true, if_false, seen, dependence=1.0):
    return ProcessTest(name="c", if_true=if_true, if_false=if_false, seen=seen, dependence=dependence)


@pytest.mark.parametrize(
    ("variant", "clues", "dependence"),
    [("full", CLUES, 1.0), ("half_weight_dependence", CLUES, 0.5), ("without_failed_hoop", CLUES[:2], 1.0)],
)
def test_golden_posteriors(variant, clues, dependence):
    trace = trace_process([clue(*one, dependence) for one in clues], GOLDEN["input"]["prior"])
    expected = GOLDEN["expected"][variant]
    assert trace.posterior == pytest.approx(expected["posterior"], abs=1e-9)
    assert trace.weights == pytest.approx(expected["weights_db"], abs=1e-9)


@pytest.mark.parametrize(
    ("if_true", "if_false", "expected"),
    [
        (if_true, if_false, kind)
        for (if_true, if_false), kind in zip(
            [(0.9, 0.6), (0.4, 0.02), (0.99, 0.5), (0.95, 0.05), (0.97, 0.01)],
            GOLDEN["expected"]["types"],
            strict=True,
        )
    ],
)
def test_golden_types(if_true, if_false, expected):
    assert find_test_type(if_true, if_false) == expected["type"]
    up, down = (clue_weight(if_true, if_false, seen=seen) for seen in (True, False))
    assert up == pytest.approx(expected["db_if_seen"], abs=1e-9)
    assert down == pytest.approx(expected["db_if_absent"], abs=1e-9)


def test_a_ratio_of_exactly_ten_is_strong():
    assert find_test_type(0.5, 0.05) == "smoking gun"
    assert find_test_type(0.95, 0.5) == "hoop"


def test_what_nobody_looked_for_does_not_count():
    trace = trace_process([clue(0.9, 0.1, None), clue(0.4, 0.05, True)])
    assert trace.weights == pytest.approx([10 * math.log10(8)])


likelihoods = st.floats(0.001, 0.999)
clues = st.builds(clue, likelihoods, likelihoods, st.booleans(), st.floats(0.01, 1))


@given(st.lists(clues, max_size=8), st.floats(0.01, 0.99), st.randoms())
def test_the_order_of_clues_does_not_matter_and_odds_multiply(drawn, prior, chance):
    trace = trace_process(drawn, prior)
    shuffled = trace_process(chance.sample(drawn, len(drawn)), prior)
    assert trace.posterior == pytest.approx(shuffled.posterior)
    assert 0 <= trace.posterior <= 1
    odds = prior / (1 - prior)
    for one in drawn:
        yes, no = (one.if_true, one.if_false) if one.seen else (1 - one.if_true, 1 - one.if_false)
        odds *= (yes / no) ** one.dependence
    assert trace.posterior == pytest.approx(odds / (1 + odds))


@given(likelihoods, likelihoods)
def test_a_clue_for_the_claim_is_one_against_its_contrary(if_true, if_false):
    for seen in (True, False):
        weight = clue_weight(if_true, if_false, seen=seen)
        assert weight == pytest.approx(-clue_weight(if_false, if_true, seen=seen))
    assert find_test_type(if_true, if_false) == find_test_type(if_false, if_true)


@given(likelihoods, likelihoods)
def test_seen_and_absent_pull_in_opposite_directions(if_true, if_false):
    up, down = (clue_weight(if_true, if_false, seen=seen) for seen in (True, False))
    assert up * down <= 0


@pytest.mark.parametrize("wrong", [0.0, 1.0, -0.1])
def test_certainty_is_refused(wrong):
    with pytest.raises(ValueError, match="no likelihood"):
        clue_weight(wrong, 0.5, seen=True)
    with pytest.raises(ValueError, match="no prior"):
        trace_process([], wrong)


def test_hundreds_of_clues_do_not_overflow():
    assert trace_process([clue(0.999, 0.001, True)] * 400).posterior == 1
    assert trace_process([clue(0.001, 0.999, True)] * 400).posterior == pytest.approx(0)


def test_clues_that_outweigh_each_other_weigh_nothing():
    trace = trace_process([clue(0.6, 0.05, True), clue(0.95, 0.4, False)])
    assert (trace.total, trace.posterior) == (0.0, 0.5)
