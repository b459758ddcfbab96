"""Shares of survival: by hand, against exhaustive enumeration, and for the case that was left out."""

from __future__ import annotations

import math

import pytest

from casecompare.robustness import (
    changed_statements,
    coder_combinations,
    coder_draws,
    coder_sheets,
    other_codes,
    repeat,
    survival,
    wilson_interval,
    without_each_case,
)

CODES = {
    ("n", "SUCCESS"): {"A": 0.7, "B": 0.4, "C": 0.7},
    ("l", "CLINICAL"): {"A": 1.0, "B": 0.0, "C": 0.0},
    ("o", "TANDEM"): {"A": 0.3, "B": 0.8, "C": 0.6},
    ("m", "SUCCESS"): {"A": 0.8, "B": 0.3, "C": 0.45},
}


def shares(frame, kind="verdict"):
    mine = frame[frame["kind"] == kind]
    return {(row["subject"], row["value"]): row["share"] for row in mine.to_dict("records")}


def test_shares_over_the_sheets(study, comparison, host):
    frame = survival(repeat(comparison, list(coder_sheets(study)), host=host))
    assert shares(frame)["H1", "supported"] == pytest.approx(2 / 3)
    assert shares(frame)["H1", "mixed"] == pytest.approx(1 / 3)
    base = frame[frame["is_base"]]
    assert (base["subject"].value_counts()[["H1", "H2", "H3"]] == 1).all()
    assert (frame["repeats"] == 3).all()
    assert frame["error"].isna().all()


def test_draws_agree_with_all_combinations_within_their_error(coded, host):
    from casecompare.engine import run

    study = coded(CODES)
    comparison = run(study, ["qca"], host=host)
    combinations = coder_combinations(study, 100)
    assert len(combinations) == 2 * 2 * 3 * 3
    exact = survival(repeat(comparison, combinations, host=host), counting_draws=False)
    drawn = survival(repeat(comparison, list(coder_draws(study, 1500, seed=3)), host=host))
    keys = ["method", "kind", "subject", "value"]
    both = exact.merge(drawn, on=keys, how="outer", suffixes=("_exact", "_drawn"))
    both[["share_exact", "share_drawn"]] = both[["share_exact", "share_drawn"]].fillna(0.0)
    error = (both["share_exact"] * (1 - both["share_exact"]) / 1500) ** 0.5
    assert len(both) > 40
    assert both["share_exact"].between(0.05, 0.95).sum() > 20
    # Four standard errors: of some sixty shares, none should lie beyond.
    assert ((both["share_exact"] - both["share_drawn"]).abs() <= 4 * error + 1e-9).all()
    assert drawn["error"].notna().all()
    assert ((drawn["low"] <= drawn["share"]) & (drawn["share"] <= drawn["high"])).all()
    by_topic = exact[exact["kind"] == "verdict"].groupby("subject")["share"].sum()
    assert by_topic.tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_about_the_case_that_is_left_out_nothing_is_asked(study, comparison, host):
    frame = survival(repeat(comparison, list(without_each_case(study)), host=host))
    cases = frame[(frame["kind"] == "case in the solution for SUCCESS") & frame["is_base"]]
    assert (cases["repeats"] == 7).all()
    assert (frame[frame["kind"] == "verdict"]["repeats"] == 8).all()


def test_what_single_changes_do(study, comparison, host):
    log = repeat(comparison, [*other_codes(study), *coder_draws(study, 5)], host=host)
    changes = changed_statements(log)
    verdicts = changes[changes["kind"] == "verdict"]
    assert verdicts.to_dict("records") == [
        {
            "group": "another code", "variant": "n.SUCCESS as coded by B", "case": "n", "evidence": "",
            "name": "SUCCESS",
            "from": 0.7, "to": 0.4, "method": "hypotheses", "kind": "verdict", "subject": "H1",
            "before": "supported", "after": "mixed",
        }
    ]  # fmt: skip
    assert set(changes["group"]) == {"another code"}
    assert set(changes["case"]) == {"n"}


def test_statements_that_are_no_longer_made_have_an_empty_end(study, comparison, host):
    changes = changed_statements(repeat(comparison, list(without_each_case(study)), host=host))
    gone = changes[changes["after"] == ""]
    assert len(gone)
    # What is said of the case itself is no change: it is not there.
    assert not (gone["subject"] == gone["case"]).any()


@pytest.mark.parametrize(("share", "count"), [(0.0, 10), (1.0, 10), (0.5, 4), (0.94, 200)])
def test_wilson_interval_solves_its_equation(share, count):
    z = 1.959963984540054
    low, high = wilson_interval(share, count)
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        if 0 < end < 1:
            assert abs(share - end) == pytest.approx(z * math.sqrt(end * (1 - end) / count), abs=1e-9)
