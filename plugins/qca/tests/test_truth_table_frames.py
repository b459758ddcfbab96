"""The truth table as a DataFrame: complete, its complement, sorted, with Haesebrouck's consistency."""

from __future__ import annotations

import pandas as pd
import pytest

from casecompare.sets import haesebrouck
from casecompare_qca import Decision, recode, truth_table, untenable_remainders

DATA = pd.DataFrame(
    {
        "A": [0.9, 0.8, 0.3, 0.1],
        "B": [0.7, 0.2, 0.6, 0.4],
        "C": [0.6, 0.9, 0.2, 0.1],
        "Y": [0.8, 0.9, 0.4, 0.2],
    },
    index=list("klmn"),
)
TABLE = truth_table(DATA, "Y", ["A", "B", "C"])


def test_observed_rows_and_remainders_are_the_complete_table():
    whole = TABLE.to_frame(rows="all", sort_by=["row"])
    assert whole.index.tolist() == list(range(1, 9))
    parts = pd.concat([TABLE.to_frame(), TABLE.to_frame(rows="remainders")]).sort_index()
    pd.testing.assert_frame_equal(whole, parts)
    remainders = whole[whole["n"] == 0]
    assert set(remainders["OUT"]) == {"?"}
    assert remainders["inclusion"].between(0, 1).all()
    assert list(whole.columns) == ["A", "B", "C", "OUT", "n", "inclusion", "PRI", "cases"]


def test_rows_are_sorted_as_asked_for():
    frame = TABLE.to_frame(rows="all", sort_by=["OUT", "-inclusion"])
    assert frame["OUT"].tolist() == sorted(frame["OUT"], key="1C0?".index)
    for _, group in frame.groupby("OUT"):
        assert group["inclusion"].is_monotonic_decreasing
    with pytest.raises(ValueError, match="cannot sort by inklusion; there are row, A, B, C, OUT"):
        TABLE.to_frame(sort_by=["-inklusion"])


def test_haesebrouck_is_that_of_the_membership_in_the_row():
    frame = TABLE.to_frame(rows="all", haesebrouck=True)
    for values in frame.itertuples():
        literals = [DATA[name] if getattr(values, name) else 1 - DATA[name] for name in "ABC"]
        membership = pd.concat(literals, axis=1).min(axis=1)
        assert values.haesebrouck == pytest.approx(haesebrouck(membership, DATA["Y"]))


def test_impossible_rows_say_so():
    found = untenable_remainders(TABLE, impossible="~A*C", implausible="A*B*~C", contradictory=False)
    codes = found.table.to_frame(rows="all")["OUT"].to_dict()
    assert [row for row, code in codes.items() if code == "impossible"] == [2, 4]
    assert codes[7] == "0"
    assert [one.kind for one in found.exclusions] == ["impossible", "implausible"]
    changed, _ = recode(TABLE, [Decision(row=7, to="impossible", because="cannot be")])
    assert changed.to_frame(rows="remainders").loc[7, "OUT"] == "impossible"
    assert changed.excluded == changed.impossible


def test_what_cases_show_is_not_called_impossible():
    table = truth_table(DATA, "Y", ["A", "B", "C"], cases=2)
    changed = untenable_remainders(table, impossible="A*B*C", contradictory=False).table
    assert changed.to_frame().loc[8, ["OUT", "n"]].tolist() == ["0", 1]


def test_too_many_remainders_and_clashing_names_are_refused():
    names = [f"C{number}" for number in range(18)]
    wide = truth_table(pd.DataFrame([[1] * 19, [0] * 19], columns=[*names, "Y"]), "Y", names)
    assert len(wide.to_frame()) == 2
    with pytest.raises(ValueError, match="262,142 remainders are too many to list"):
        wide.to_frame(rows="all")
    with pytest.raises(ValueError, match="called like columns of a truth table: n"):
        truth_table(DATA.rename(columns={"A": "n"}), "Y", ["n", "B"]).to_frame()
