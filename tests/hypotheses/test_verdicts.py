"""Every branch of the written rules, on cases small enough to do by hand."""

import math
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casecompare.hypotheses import RULES, judge
from casecompare.study import Hypothesis


def verdict(claim, sets):
    frame = pd.DataFrame(sets, dtype=float)
    frame.index = [f"c{number}" for number in range(len(frame))]
    return judge(Hypothesis(name="H", claim=claim), frame)


@pytest.mark.parametrize(
    ("claim", "a", "y", "word", "against"),
    [
        ("A => Y", [1, 1, 0], [1, 1, 0], "supported", ()),
        ("A => Y", [1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0], "mixed", ("c4",)),  # inclusion 0.8, one breaks it
        ("A => Y", [1, 1, 1, 0], [1, 1, 0, 0], "mixed", ("c2",)),  # inclusion 0.667
        ("A => Y", [1, 1, 0], [1, 0, 0], "against", ("c1",)),  # inclusion 0.5
        ("A => Y", [0, 0], [1, 0], "undetermined", ()),
        ("A => Y", [0.6, 0.6], [0.55, 0.45], "against", ("c1",)),  # inclusion 0.83 with a PRI of 0.33
        ("A <= Y", [1, 1, 0, 0], [1, 0, 0, 0], "supported", ()),
        ("A <= Y", [1, 1, 1, 0], [1, 0, 0, 0], "mixed", ()),  # RoN 1/3: near-trivial
        ("A <= Y", [1, 0, 0], [1, 1, 0], "against", ("c1",)),
        ("A <= Y", [1, 0], [0, 0], "undetermined", ()),
        ("A <=> Y", [1, 1, 0, 0], [1, 1, 0, 0], "supported", ()),
        ("A <=> Y", [1, 0, 0, 0], [1, 1, 0, 0], "against", ("c1",)),  # enough, not needed
        ("A ~ Y", [1] * 4 + [0] * 4, [1] * 4 + [0] * 4, "supported", ()),
        ("A ~ Y", [1] * 4 + [0] * 4, [1, 1, 1, 0, 1, 0, 0, 0], "mixed", ("c3", "c4")),
        (
            "A ~ Y",
            [1] * 4 + [0] * 4,
            [1, 0, 0, 0, 1, 1, 1, 0],
            "against",
            ("c1", "c2", "c3", "c4", "c5", "c6"),
        ),
        ("A ~ Y", [1, 1, 0, 0], [1, 1, 0, 0], "undetermined", ()),  # smallest reachable p is 1/6
        ("A ~ Y", [1, 1, 1], [1, 1, 0], "undetermined", ("c2",)),
    ],
)
def test_the_rules_word_by_word(claim, a, y, word, against):
    found = verdict(claim, {"A": a, "Y": y})
    assert (found.word, found.cases_against) == (word, against)
    assert found.rule == RULES[claim.split()[1]]


def test_the_association_is_fishers_one_sided_test():
    # 5 of 7 inside against 1 of 5 outside: the golden value of the constructed archetypes.
    measures = (
        verdict("A ~ Y", {"A": [1] * 7 + [0] * 5, "Y": [1] * 5 + [0] * 2 + [1] + [0] * 4})
        .evidence[0]
        .measures
    )
    assert measures["p"] == pytest.approx(0.12121212121212122, abs=1e-15)
    assert measures["smallest reachable p"] == pytest.approx(1 / 132, abs=1e-15)  # 7 of C(12, 6) = 924


def test_cases_with_a_missing_membership_are_left_out_and_counted():
    found = verdict("A => Y", {"A": [1, math.nan, 0], "Y": [1, 0, 0]})
    assert found.evidence[0].measures["cases"] == 2


crisp = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=9)


@given(crisp)
def test_the_exact_p_equals_the_enumeration_of_all_placements(pairs):
    inside, positive = zip(*pairs, strict=True)
    measures = verdict("A ~ Y", {"A": inside, "Y": positive}).evidence[0].measures
    placements = [one for one in product((0, 1), repeat=len(pairs)) if sum(one) == sum(positive)]
    hits = sum(a * y for a, y in pairs)
    as_many = [one for one in placements if sum(a * y for a, y in zip(inside, one, strict=True)) >= hits]
    assert measures["p"] == pytest.approx(len(as_many) / len(placements))
    assert measures["smallest reachable p"] <= measures["p"] + 1e-12


fuzzy = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9)


@given(fuzzy, st.randoms(), st.sampled_from(["=>", "<=", "<=>", "~"]))
def test_the_order_of_cases_does_not_matter(pairs, chance, relation):
    shuffled = chance.sample(pairs, len(pairs))
    words = [
        verdict(f"A {relation} Y", {"A": [a for a, _ in one], "Y": [y for _, y in one]}).word
        for one in (pairs, shuffled)
    ]
    assert words[0] == words[1]
