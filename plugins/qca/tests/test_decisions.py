"""Recoded rows, contradictions, counterfactuals in words, and the fit of any formula."""

from __future__ import annotations

import pandas as pd
import pytest

from casecompare_qca import (
    Decision,
    counterfactuals,
    find_contradictions,
    fit,
    minimize,
    recode,
    standard_analysis,
    truth_table,
)
from casecompare_qca.assumptions.counterfactuals import in_words
from casecompare_qca.table.recoding import changed_rows
from casecompare_qca.table.terms import Term

DATA = pd.DataFrame({"A": [1, 1, 1, 0, 0], "B": [1, 1, 0, 1, 0], "Y": [1, 0, 1, 0, 0]}, index=list("klmno"))
TABLE = truth_table(DATA, "Y", ["A", "B"], consistency=[0.9, 0.4])


def codes(table):
    return {row.number: row.out for row in table.rows}


def test_recode_changes_what_was_decided_and_nothing_else():
    assert codes(TABLE) == {1: "0", 2: "0", 3: "1", 4: "C"}
    changed, (done,) = recode(TABLE, [Decision(row=4, to="1", because="l is a special case")])
    assert codes(changed) == {1: "0", 2: "0", 3: "1", 4: "1"}
    assert (done.before, done.cases) == ("C", ("k", "l"))
    assert codes(TABLE)[4] == "C"
    assert [row.number for row in changed_rows(changed)] == [4]
    assert changed_rows(TABLE) == ()
    assert minimize(changed).formula == "A => Y"


def test_a_remainder_can_be_called_impossible():
    table = truth_table(DATA.loc[["m", "n", "o"]], "Y", ["A", "B"])
    assert minimize(table).formula == "A => Y"
    changed, _ = recode(table, [Decision(row=4, to="impossible", because="excluded by law")])
    assert changed.excluded_rows == (4,)
    assert minimize(changed).formula == "A*~B => Y"


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        ([Decision(row=9, to="0", because="x")], "there is no row 9"),
        ([Decision(row=1, to="0", because=" ")], "row 1 is recoded without a reason"),
        ([Decision(row=1, to="0", because="x"), Decision(row=1, to="1", because="y")], "recoded twice: 1"),
        (
            [Decision(row=4, to="impossible", because="x")],
            "row 4 is called impossible, but cases show it: k, l",
        ),
    ],
)
def test_decisions_that_cannot_be_carried_out(decisions, message):
    with pytest.raises(ValueError, match=message):
        recode(TABLE, decisions)


def test_a_remainder_is_not_recoded_to_a_code_that_only_cases_can_give():
    table = truth_table(DATA.loc[["m", "n", "o"]], "Y", ["A", "B"])
    with pytest.raises(ValueError, match="no case shows row 4, so that it cannot be recoded to 1"):
        recode(table, [Decision(row=4, to="1", because="x")])


def test_contradictions_and_what_tells_them_apart():
    raw = pd.DataFrame(
        {
            "wealth": [900, 600, 1, 1, 1],
            "size": [3, 3, 1, 1, 1],
            "place": list("xyzzz"),
            "gap": [1, None, 1, 1, 1],
        },
        index=list("klmno"),
    )
    (found,) = find_contradictions(TABLE, raw)
    assert (found.row.number, found.with_outcome, found.without) == (4, ("k",), ("l",))
    assert [str(one) for one in found.differences] == [
        "wealth (900 with, 600 without)",
        "place (x with, y without)",
    ]
    assert found.route.startswith("left open")
    (decided,) = find_contradictions(TABLE, raw, routes={4: "recoded to 0: doubtful"})
    assert decided.route == "recoded to 0: doubtful"
    assert find_contradictions(truth_table(DATA.drop(index="l"), "Y", ["A", "B"])) == ()


def test_counterfactuals_are_easy_or_difficult():
    data = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    solution = standard_analysis(data, "Y", ["A", "B"], expectations={"A": "present", "B": "present"})
    found = {(one.model, one.kind): one for one in counterfactuals(solution["intermediate"])}
    assert found["C1P1", "easy"].formula == "0"
    assert found["C1P1", "difficult"].formula == "A*~B"
    assert found["C1P2", "difficult"].expressions == ("~A*B",)
    assert found["C1P2", "difficult"].rows == 1
    pairs = {pair.name: pair for pair in solution["intermediate"].pairs}
    for (name, kind), one in found.items():
        assert one.rows == getattr(pairs[name], kind).count


def test_assumptions_in_words():
    negated = truth_table(DATA, "Y", ["A", "B"], negate_outcome=True)
    terms = [Term((("A", 1),)), Term((("A", 0), ("B", 1)))]
    assert in_words(negated, terms) == (
        "Had there been a case with A; or a case with B but without A, it would have lacked Y."
    )
    assert in_words(TABLE, []) == "None."


def test_fit_of_a_claim():
    frame = fit(DATA, "A*B + ~A => Y")
    assert list(frame.index) == ["A*B", "~A", "A*B + ~A"]
    assert frame["inclusion"].tolist() == [0.5, 0.0, 0.25]
    assert list(fit(DATA, "A <= Y").columns) == ["inclusion", "coverage", "relevance"]
    with pytest.raises(ValueError, match="claims neither"):
        fit(DATA, "A ~ Y")
    with pytest.raises(ValueError, match="no column 'Z'"):
        fit(DATA, "Z => Y")
    gaps = DATA.astype(float)
    gaps.loc["k", "A"] = float("nan")
    with pytest.raises(ValueError, match="values are missing for k"):
        fit(gaps, "A => Y")
    assert fit(gaps, "A => Y", missing="drop")["inclusion"].tolist() == [0.5]
