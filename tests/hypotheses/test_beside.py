"""What stands beside the fit: which evidence each relation gets, and that none of it is counted."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.hypotheses import READINGS, Evidence, evidence_beside, judge, judge_all
from casecompare.study import ClueCount, Hypothesis, ProcessTest

FUZZY = pd.DataFrame(
    {"A": [0.9, 0.8, 0.7, 0.3, 0.2, 0.1], "Y": [0.8, 0.9, 0.6, 0.4, 0.1, 0.3]}, index=list("klmnop")
)
CRISP = FUZZY.round()
TESTS, BENCHMARK, DEGREE = "permutation test", "benchmark", "necessity in degree"


def beside(claim, sets=FUZZY, **more):
    return evidence_beside(Hypothesis(name="H", claim=claim, **more), sets)


@pytest.mark.parametrize(
    ("claim", "sets", "kinds"),
    [
        ("A => Y", FUZZY, [TESTS, BENCHMARK]),
        ("A <= Y", FUZZY, [TESTS, BENCHMARK, DEGREE]),
        ("A <=> Y", FUZZY, [TESTS, BENCHMARK, BENCHMARK, DEGREE]),
        ("A ~ Y", FUZZY, [TESTS]),
        ("A => Y", CRISP, [TESTS, BENCHMARK]),
        ("A <= Y", CRISP, [TESTS, BENCHMARK]),
        ("A ~ Y", CRISP, []),  # the exact test is the verdict's own evidence
    ],
)
def test_each_claim_gets_the_evidence_of_its_own_kind(claim, sets, kinds):
    found = beside(claim, sets)
    assert [one.kind for one in found] == kinds
    assert set(kinds) <= set(READINGS)
    assert not any(one.cases_for or one.cases_against for one in found)


def test_the_smallest_reachable_p_comes_before_p():
    for evidence in beside("A <= Y"):
        names = list(evidence.measures)
        assert names.index("smallest reachable p") < names.index("p")
        assert evidence.measures["smallest reachable p"] <= evidence.measures["p"]


def test_sufficiency_and_necessity_count_their_own_cases():
    sets = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    enough, needed = (beside(claim, sets)[1] for claim in ("A => Y", "A <= Y"))
    assert enough.sentence == "2 of 2 cases in the condition have the outcome."
    assert enough.measures["p"] == pytest.approx(0.65**2)
    assert needed.sentence == "2 of 3 cases with the outcome have the condition."
    (_, stricter) = beside("A => Y", sets, benchmark=0.8)
    assert stricter.measures["p"] == pytest.approx(0.64)


def test_missing_memberships_are_left_out_and_no_case_at_all_is_undefined():
    sets = FUZZY.assign(A=[0.9, 0.8, math.nan, 0.3, 0.2, 0.1])
    assert beside("A => Y", sets)[0].measures["cases"] == 5
    for evidence in beside("A <= Y", FUZZY * math.nan):
        assert math.isnan(evidence.measures["p"])


TRACED = (
    ProcessTest(name="letter", if_true=0.4, if_false=0.02, seen=True, case="k"),
    ProcessTest(name="minutes", if_true=0.95, if_false=0.5, seen=False, case="m", dependence=0.5),
    ProcessTest(name="diary", if_true=0.9, if_false=0.6),
)


def test_process_tracing_names_tests_types_and_cases():
    *_, traced = beside("A => Y", tests=TRACED)
    assert traced.kind == "process tracing"
    assert traced.measures["weight in dB"] == pytest.approx(13.0103 - 5, abs=1e-4)
    assert traced.measures["posterior"] == pytest.approx(20 / (20 + 10**0.5), abs=1e-6)
    assert (traced.cases_for, traced.cases_against) == (("k",), ())
    assert traced.sentence == (
        "It leaves the claim open. letter (k, smoking gun): seen, +13.0 dB. "
        "minutes (m, hoop): absent, -10.0 dB, counted by 0.5. diary (straw in the wind): not looked for yet."
    )


@pytest.mark.parametrize(("seen", "word"), [(True, "strengthens"), (False, "weakens")])
def test_ten_decibels_strengthen_or_weaken(seen, word):
    tests = (ProcessTest(name="t", if_true=0.95, if_false=0.05, seen=seen),)
    assert beside("A => Y", tests=tests)[-1].sentence.startswith(f"It {word} the claim.")


def test_counted_clues_are_tested_with_the_urn():
    (*_, counted) = beside("A => Y", clues=(ClueCount(case="k", clues_for=7, clues=10),))
    assert counted.measures["p"] == pytest.approx(0.0186480186, abs=1e-9)
    assert counted.sentence == "7 of 10 clues in k speak for the claim."


membership = st.integers(0, 10_000).map(lambda number: number / 10_000)
memberships = st.lists(st.tuples(membership, membership), min_size=1, max_size=8)


@given(memberships, st.sampled_from(["=>", "<=", "<=>", "~"]), st.randoms())
@settings(deadline=None, max_examples=40)
def test_nothing_beside_changes_a_word_and_the_order_of_cases_changes_nothing(rows, relation, chance):
    hypothesis = Hypothesis(name="H", claim=f"A {relation} Y", tests=TRACED)
    frame = pd.DataFrame(rows, columns=["A", "Y"], index=[f"c{at}" for at in range(len(rows))])
    (verdict,) = judge_all([hypothesis], frame)
    alone = judge(hypothesis, frame)
    assert (verdict.word, verdict.rule) == (alone.word, alone.rule)
    shuffled = frame.loc[chance.sample(list(frame.index), len(frame))]
    (again,) = judge_all([hypothesis], shuffled)
    for one, other in zip(verdict.beside, again.beside, strict=True):
        assert one.measures == pytest.approx(other.measures, nan_ok=True)


def test_judge_all_adjusts_over_the_hypotheses_and_keeps_what_methods_bring():
    brought = Evidence(source="network", kind="ties", measures={"p": 0.2})
    claims = [Hypothesis(name=name, claim="A => Y") for name in ("H1", "H2")]
    lost = Hypothesis(name="H3", claim="A => GONE")
    one, two, three = judge_all([*claims, lost], FUZZY, {"H1": [brought]})
    assert one.test is not None
    assert one.test.measures["p (Holm)"] == pytest.approx(2 * one.test.measures["p"])
    assert [evidence.source for evidence in one.evidence] == ["sets", "network"]
    assert len(two.evidence) == 1
    assert (three.word, three.evidence, three.beside, three.test) == ("undetermined", (), (), None)
    assert "GONE" in three.rule


def test_a_failed_hoop_names_its_case_against_the_claim():
    tests = (ProcessTest(name="t", if_true=0.99, if_false=0.2, seen=False, case="p"),)
    (verdict,) = judge_all([Hypothesis(name="H", claim="A => Y", tests=tests)], FUZZY)
    assert verdict.word == "supported"
    assert verdict.cases_against == ("p",)
