"""What a run remarks: slips told in words and at once, the same never said twice, many cases together."""

from __future__ import annotations

import pandas as pd
import pytest

from casecompare.testing import make_study, run_alone
from casecompare_qca import casecompare_register_methods

METHODS = []
casecompare_register_methods(METHODS.append)
(QCA,) = METHODS

DATA = pd.DataFrame(
    {
        "A": [1.0, 0.9, 0.8, 0.2, 0.1, 0.3],
        "B": [0.9, 0.8, 0.2, 0.7, 0.1, 0.2],
        "Y": [1.0, 0.8, 0.9, 0.3, 0.1, 0.2],
    },
    index=list("klmnop"),
)


def run(data=DATA, **options):
    return run_alone(QCA, make_study(data, outcome="Y"), **{"conditions": ["A", "B"], **options})


def table_of(result, name):
    return next(table.frame for table in result.tables if table.name == name)


def codes(result):
    return [one.code for one in result.diagnostics]


def test_deviant_cases_of_rows_stand_in_the_truth_table():
    data = pd.DataFrame({"A": [1] * 10 + [0] * 3, "Y": [1] * 9 + [0] * 4}, index=[f"c{i}" for i in range(13)])
    frame = table_of(run(data, conditions=["A"]).result, "truth_table")
    assert dict(zip(frame["row"], frame["deviant"], strict=True)) == {2: ("c9",), 1: ()}
    assert "deviant" not in table_of(run().result, "truth_table").columns


def test_the_same_is_said_once():
    data = pd.DataFrame(
        {"A": [1, 1, 0, 0], "B": [1, 1, 0, 0], "C": [1, 0, 0, 0], "Y": [1, 1, 0, 0]}, index=list("klmn")
    )
    result = run(data, conditions=["A", "B", "C"], impossible={"A*~C": "never"}).result
    said = [(one.code, one.case, one.field, one.message) for one in result.diagnostics]
    assert len(said) == len(set(said))
    ambiguous = [one.message for one in result.diagnostics if one.code == "qca.model-ambiguity"]
    assert len(ambiguous) == len({message.partition(":")[0] for message in ambiguous})
    (denied,) = [one for one in result.diagnostics if one.code == "qca.observed-against-statement"]
    assert denied.message == (
        "'A*~C' (never) is denied by what was observed: l, in row 7. What was observed stays as it is."
    )


def test_many_cases_are_told_of_together():
    cases = [f"c{i}" for i in range(60)]
    data = pd.DataFrame({"A": [1] * 50 + [0] * 10, "Y": [1] * 40 + [0] * 20}, index=cases).astype(float)
    data.loc[cases[:20], "A"] = float("nan")
    result = run(data, conditions=["A"], consistency=0.6, pri=0.0).result
    (deviant,) = [one for one in result.diagnostics if one.code == "qca.deviant-case"]
    assert deviant.message.startswith(
        "10 cases are in row 2, which leads to Y, but without showing it: c40, c41"
    )
    assert deviant.message.endswith("c47 and 2 more.")
    (missing,) = [one for one in result.diagnostics if one.code == "qca.missing-cases"]
    assert "20 cases are left out" in missing.message
    assert missing.case in (None, "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"exclude": {"A*": "x"}}, "exclude: 'A*' cannot be read"),
        ({"impossible": {"A*X": "x"}}, "impossible: 'A*X' speaks of X, which is not in the codebook."),
        ({"impossible": {"A{3}": "x"}}, "A{3} does not exist: A has the values 0 to 1."),
        ({"theory": "A*("}, "theory: 'A*(' cannot be read"),
        ({"recode": [{"row": "A*~X", "to": 0, "because": "x"}]}, "recode: 'A*~X' speaks of X"),
        ({"enhanced": {"necessary": ["A + X"]}}, "enhanced: necessary: 'A + X' speaks of X"),
    ],
)
def test_slips_in_statements_are_told(options, message):
    done = run(**options)
    assert done.status == "failed"
    assert done.reason.startswith(message)
    assert "Traceback" not in done.reason


def test_all_slips_are_told_at_once():
    done = run(exclude={"A*": "x"}, impossible={"X": "x"}, theory="Z + A")
    assert [line.partition(":")[0] for line in done.reason.splitlines()] == [
        "impossible",
        "exclude",
        "theory",
    ]


def test_units_need_clusters_and_rows_need_cases():
    result = run(units="A", cases=9).result
    assert {"qca.units-without-clusters", "qca.no-row-with-enough-cases"} <= set(codes(result))
    assert "no row holds the 9 cases that it needs to count; the fullest one holds 2." in [
        one.message for one in result.diagnostics
    ]


def test_very_many_deviant_cases_are_told_in_one_remark():
    cases = pd.DataFrame({"A": [1] * 30 + [0] * 30, "Y": ([0.9] * 15 + [0.4] * 15) + [0.1] * 30})
    doubled = pd.concat([cases.assign(B=0), cases.assign(B=1)], ignore_index=True)
    doubled.index = [f"c{i}" for i in range(len(doubled))]
    result = run(doubled, consistency=0.6, pri=0.0).result
    (said,) = [one.message for one in result.diagnostics if one.code == "qca.deviant-case"]
    assert said.startswith("30 cases in rows that lead to Y do not show it: c15 (row 3), c16 (row 3)")
    assert said.endswith("and 22 more.")
