"""Bounds of scores as sources of sets: what a codebook may name, and what it gets."""

import pandas as pd
import pytest

from casecompare.sets import memberships
from casecompare.sets.score_bounds import bare_score, score_column
from casecompare.study import Calibration, CodebookEntry, Study

SCORES = pd.DataFrame(
    {"fit": [0.4, None, None], "fit.low": [0.4, 0.1, None], "fit.high": [0.4, 0.9, None], "level": 0.7},
    index=["k", "l", "m"],
)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("fit", [0.4, None, None]),
        ("fit.low", [0.4, 0.1, None]),
        ("fit.high", [0.4, 0.9, None]),
        ("level.low", [0.7, 0.7, 0.7]),
    ],
)
def test_a_bound_is_the_score_itself_where_nothing_leaves_it_open(score, expected):
    found = score_column(SCORES, score)
    assert [None if value != value else value for value in found] == expected


@pytest.mark.parametrize("score", ["fot", "fot.low", "fit.middle"])
def test_what_was_not_derived_is_not_made_up(score):
    assert score_column(SCORES, score) is None


def test_only_one_end_is_taken_off_a_name():
    assert bare_score("fit.low.high") == "fit.low"
    assert bare_score("below") == "below"


def test_a_set_is_made_of_a_bound():
    anchors = Calibration(kind="crisp", parameters=[0.5], because="half")
    entries = {
        name: CodebookEntry(name=name, kind="crisp", source=(f"arenas.fit.{end}",), calibration=anchors)
        for name, end in (("AT_LEAST", "low"), ("AT_MOST", "high"))
    }
    study = Study(name="s", codebook=entries, table=pd.DataFrame(index=["k", "l", "m"]))
    sets = memberships(study, list(entries), scores={"arenas": SCORES})
    assert not sets.problems
    assert sets.frame["AT_LEAST"].tolist()[:2] == [0.0, 0.0]
    assert sets.frame["AT_MOST"].tolist()[:2] == [0.0, 1.0]
