"""Holm's adjustment: never smaller than the raw p, in the same order, over the right family."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casecompare.hypotheses import Evidence, adjust, holm

values = st.lists(st.floats(0, 1), max_size=12)


def test_by_hand():
    # 0.01*4, 0.02*3, 0.04*2 -> 0.08, and 0.045*1 is raised to the one before it
    assert holm([0.04, 0.01, 0.045, 0.02]) == pytest.approx([0.08, 0.04, 0.08, 0.06])
    assert holm([0.9, 0.6]) == [1, 1]
    assert holm([]) == []


def test_undefined_values_do_not_count():
    adjusted = holm([0.02, math.nan, 0.03])
    assert adjusted[0] == pytest.approx(0.04)
    assert math.isnan(adjusted[1])
    assert adjusted[2] == pytest.approx(0.04)


@given(values)
def test_adjusted_values_keep_the_order_and_are_no_smaller(raw):
    adjusted = holm(raw)
    assert all(p <= a <= min(1, p * len(raw)) or a == max(adjusted) or a >= p
               for p, a in zip(raw, adjusted, strict=True))  # fmt: skip
    assert all(a >= p for p, a in zip(raw, adjusted, strict=True))
    ranked = [a for _, a in sorted(zip(raw, adjusted, strict=True))]
    assert ranked == sorted(ranked)
    assert not raw or min(adjusted) == min(1, min(raw) * len(raw))


@given(values, st.floats(0, 1))
def test_one_more_hypothesis_never_helps(raw, another):
    before, after = holm(raw), holm([*raw, another])
    assert all(new >= old for old, new in zip(before, after[:-1], strict=True))


@given(values, st.randoms())
def test_the_order_of_hypotheses_does_not_matter(raw, chance):
    order = chance.sample(range(len(raw)), len(raw))
    adjusted = holm(raw)
    assert holm([raw[at] for at in order]) == [adjusted[at] for at in order]


def piece(kind, p, source="sets"):
    return Evidence(source=source, kind=kind, measures={"smallest": 0.0, "p": p, "cases": 5.0})


def test_each_hypothesis_has_one_test_of_its_claim_and_these_are_one_family():
    association = [piece("exact test", 0.01), piece("permutation test", 0.02)]
    sufficiency = [Evidence(source="sets", kind="set-theoretic", measures={"inclusion": 0.9}),
                   piece("permutation test", 0.03), piece("benchmark", 0.5)]  # fmt: skip
    network = [piece("ties", 0.04, "network")]
    one, two, three = adjust([association, sufficiency, network])
    assert one[0].measures["p (Holm)"] == pytest.approx(0.02)  # with the permutation test of the second
    assert one[1].measures["p (Holm)"] == pytest.approx(0.04)  # among the two permutation tests
    assert two[1].measures["p (Holm)"] == pytest.approx(0.03)
    assert two[2].measures["p (Holm)"] == 0.5
    assert three[0].measures["p (Holm)"] == 0.04
    assert list(one[0].measures) == ["smallest", "p", "p (Holm)", "cases"]
    assert "p (Holm)" not in two[0].measures
