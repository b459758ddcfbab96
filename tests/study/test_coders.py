from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casecompare.study import CodedValue, Study
from casecompare.study.coders import Settled, settle

Read = Callable[..., Study]
Tell = Callable[..., list[str]]

STUDY = "study: example\ncodebook:\n  TANDEM: {from: tandem}\n  REGION: {kind: text, from: region}\n"
RECORDS = {
    "cases/t01.yaml": "id: T01\nvalues: {tandem: 0.9, region: north}\n",
    "cases/t02.yaml": "id: T02\nvalues: {region: south}\n",
}
TABLE = {"cases.csv": "case,tandem,region\nT01,0.9,north\nT02,,south\n"}


@pytest.fixture(params=[RECORDS, TABLE], ids=["records", "table"])
def cases(request: pytest.FixtureRequest) -> dict[str, str]:
    """The same two cases, as records and as a table."""
    return {"study.yaml": STUDY, **request.param}


def test_codes_stand_beside_the_value_agreed_on(read: Read, cases: dict[str, str]) -> None:
    study = read({**cases, "coding/A.csv": "case,tandem\nT01,0.8\n", "coding/B.csv": "case,tandem\nT01,1\n"})
    assert study.cases["T01"].values["tandem"] == CodedValue(value=0.9, coders={"A": 0.8, "B": 1.0})


def test_a_value_that_all_coders_agree_on_is_taken(read: Read, cases: dict[str, str]) -> None:
    sheet = "case,tandem,region\nT02,0.3,\n"
    study = read({**cases, "coding/A.csv": sheet, "coding/B.csv": sheet})
    assert study.cases["T02"].values["tandem"] == CodedValue(value=0.3, coders={"A": 0.3, "B": 0.3})
    assert study.table["tandem"].tolist() == [0.9, 0.3]


def test_a_value_that_only_the_coders_have(read: Read, cases: dict[str, str]) -> None:
    study = STUDY + "  CLINICAL: {from: clinical}\n  STYLE: {kind: text, from: style}\n"
    sheet = "case,clinical,style\nT01,0.3,open\nT02,0.4,not found\n"
    given = read({**cases, "study.yaml": study, "coding/A.csv": sheet})
    assert given.table["clinical"].tolist() == [0.3, 0.4]
    assert given.table["style"].tolist() == ["open", None]
    assert given.missing["T02", "style"] == "not found"


def test_coders_who_disagree(tell: Tell) -> None:
    sheets = {"coding/A.csv": "case,tandem\nT02,0.3\n", "coding/B.csv": "case,tandem\nT02,0.6\n"}
    assert tell({"study.yaml": STUDY, **TABLE, **sheets}) == [
        "cases.csv:3:2  T02  values.tandem: the coders disagree (A: 0.3, B: 0.6) and no agreed value is "
        "recorded. Write the value agreed on into the table."
    ]


def test_coders_who_disagree_about_a_record(tell: Tell) -> None:
    record = "id: T02\nvalues: {region: south, tandem: {coders: {A: 0.3, C: not found}}}\n"
    files = {
        "study.yaml": STUDY,
        **RECORDS,
        "cases/t02.yaml": record,
        "coding/B.csv": "case,tandem\nT02,0.3\n",
    }
    assert tell(files) == [
        "cases/t02.yaml:2:25  T02  values.tandem: the coders disagree (A: 0.3, C: not found, B: 0.3) and no "
        "agreed value is recorded. Write the value agreed on: value: …."
    ]


def test_one_coder_with_two_codes(tell: Tell) -> None:
    record = "id: T02\nvalues: {region: south, tandem: {value: 0.3, coders: {A: 0.3}}}\n"
    files = {
        "study.yaml": STUDY,
        **RECORDS,
        "cases/t02.yaml": record,
        "coding/A.csv": "case,tandem\nT02,0.4\n",
    }
    assert tell(files) == [
        "cases/t02.yaml:2:55  T02  values.tandem.coders.A: coder A has 0.3 here, but 0.4 in the coding "
        "sheet. Keep one of the two."
    ]


def test_problems_of_a_sheet(tell: Tell, cases: dict[str, str]) -> None:
    sheet = "case,tandem,zebra\nT01,high,1\nT03,0.3,1\n"
    assert tell({**cases, "coding/A.csv": sheet}) == [
        "warning: coding/A.csv:1:3  -  values.zebra: no codebook entry uses 'zebra' (2 cases). "
        "Add an entry for it, or leave it out.",
        "coding/A.csv:2:2  T01  values.tandem: 'high' is text, but a number belongs here.",
        "coding/A.csv:3:1  T03  -: the study has no case 'T03'. Correct the id, or add the case.",
    ]


def test_two_sheets_of_one_coder(tell: Tell, cases: dict[str, str]) -> None:
    told = tell({**cases, "coding/A.csv": "case,tandem\nT01,0.8\n", "coding/A.xlsx": b"PK"})
    assert told == [
        "coding/A.xlsx  -  -: coder A has two sheets, this one and coding/A.csv. Keep one.",
        "coding/A.xlsx  -  -: this is no Excel workbook (.xlsx), or it is damaged. Save it again in Excel.",
    ]


@given(st.dictionaries(st.text(min_size=1), st.floats(0, 1), min_size=1))
def test_coders_settle_a_value_exactly_if_they_agree(coders: dict[str, float]) -> None:
    settled = settle(None, None, coders)
    if len(set(coders.values())) == 1:
        assert settled == Settled(next(iter(coders.values())), None)
    else:
        assert settled.value is None
        assert settled.disagreement
    assert settle(0.5, None, coders) == Settled(0.5, None)
    assert settle(None, "not found", coders) == Settled(None, "not found")
