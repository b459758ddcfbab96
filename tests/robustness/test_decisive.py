"""The smallest change of one membership that changes a verdict, against trying them all with `judge`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.hypotheses import judge
from casecompare.robustness import decisive_changes
from casecompare.study import CodebookEntry
from casecompare.testing import make_study

MEMBERSHIP = st.integers(0, 100).filter(lambda one: one != 50).map(lambda one: one / 100)
GRID = [one / 100 for one in range(101) if one != 50]


@settings(max_examples=4, deadline=None)
@given(
    rows=st.lists(st.tuples(MEMBERSHIP, MEMBERSHIP), min_size=1, max_size=1),
    claim=st.sampled_from(["A => Y", "A <= Y", "~A => Y", "A ~ Y"]),
)
def test_it_is_the_nearest_of_all(rows, claim):
    # A case that is fuzzy in both sets makes sure that they may move freely.
    sets = pd.DataFrame([*rows, (0.31, 0.62)], columns=["A", "Y"])
    sets.index = [f"c{at}" for at in sets.index]
    study = make_study(sets, outcome="Y", hypotheses={"H": claim})
    hypothesis = study.hypotheses["H"]
    word = judge(hypothesis, sets).word
    expected = {}
    for case in sets.index:
        for name in sets.columns:
            for to in sorted(GRID, key=lambda to: round(abs(to - sets.loc[case, name]), 9)):
                moved = sets.copy()
                moved.loc[case, name] = to
                if (other := judge(hypothesis, moved).word) != word:
                    expected[case, name] = (pytest.approx(abs(to - sets.loc[case, name])), other)
                    break
    found = decisive_changes(study, sets)
    assert {(row["case"], row["set"]) for row in found.to_dict("records")} == set(expected)
    for row in found.to_dict("records"):
        assert row["change"] == expected[row["case"], row["set"]][0]
        moved = sets.copy()
        moved.loc[row["case"], row["set"]] = row["to"]
        assert judge(hypothesis, moved).word == row["becomes"] != row["word"] == word
    assert found["change"].is_monotonic_increasing


def test_crisp_sets_move_to_the_other_value_and_multi_value_ones_to_those_that_occur():
    table = pd.DataFrame({"A": [2.0, 2.0, 0.0, 1.0], "Y": [1.0, 1.0, 0.0, 0.0]}, index=list("klmn"))
    codebook = {"A": CodebookEntry(name="A", kind="multi-value", source=("A",))}
    study = make_study(table, outcome="Y", codebook=codebook, hypotheses={"H": "A{2} => Y"})
    found = decisive_changes(study, table)
    moves = {(row["case"], row["set"], row["to"]) for row in found.to_dict("records")}
    assert moves == {("k", "Y", 0.0), ("l", "Y", 0.0), ("m", "A", 2.0), ("n", "A", 2.0)}


def test_cases_with_a_missing_membership_and_sets_that_are_not_there_are_left_out():
    table = pd.DataFrame({"A": [0.9, np.nan, 0.2], "Y": [0.8, 0.9, 0.4]}, index=list("klm"))
    study = make_study(table, outcome="Y", hypotheses={"H": "A => Y", "X": "A => Y"})
    found = decisive_changes(study, table)
    assert "l" not in set(found["case"])
    assert decisive_changes(study, table[["A"]]).empty
    assert list(decisive_changes(study, table[["A"]]).columns) == list(found.columns)
