from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import CALIBRATIONS
from casecompare.study import Calibration, CodedValue, HalfDecision, Hypothesis, Study, read_study
from casecompare.study.values import LABELLED, NUMBERED

Read = Callable[..., Study]
Tell = Callable[..., list[str]]
Write = Callable[..., Path]

STUDY = """\
study: example
title: 2019
citation: Somebody (2019)
status: illustrative
description:
licence: CC0
outcome: SUCCESS
codebook:
  TANDEM:
    definition: Both lead
    from: tandem
    calibrate: {direct: [2, 5, 8], idm: 0.9, because: the scale}
    half: {case: T02, to: 0.51, because: more in than out}
  SUCCESS: {from: [change, lasting, spread], aggregate: {at_least: 2}, kind: crisp}
  ALIGNED: {from: arenas.fit}
  STAGE: {kind: ordinal, from: stage, levels: [early, 2, late], unit: step, coding: as the board says}
methods:
  qca: {conditions: [TANDEM], consistency: 0.8}
  network:
hypotheses:
  H1: TANDEM => SUCCESS
  H2: {claim: TANDEM <= SUCCESS, title: Needed, finding: F5, note: see there}
"""
RECORD = """\
id: 007
title: The first
values:
  tandem: {value: 5, coders: {A: 5, B: 6.5}, evidence: e1, confidence: high, note: agreed later}
  change: 1
  lasting: not applicable
  spread: {missing: not found}
  stage: early
evidence:
  e1: {source: interview, locator: 12, quote: We lead., findings: [F5, 7], access: restricted}
  e2:
    source:
timeline: [{year: 2019}]
"""


def test_everything_that_study_yaml_says(read: Read) -> None:
    study = read({"study.yaml": STUDY, "cases/a.yaml": RECORD})
    assert (study.name, study.title, study.status, study.description) == (
        "example",
        "2019",
        "illustrative",
        "",
    )
    assert study.outcome == "SUCCESS"
    assert study.methods == {"qca": {"conditions": ["TANDEM"], "consistency": 0.8}, "network": {}}
    assert study.hypotheses == {
        "H1": Hypothesis(name="H1", claim="TANDEM => SUCCESS"),
        "H2": Hypothesis(
            name="H2", claim="TANDEM <= SUCCESS", title="Needed", finding="F5", note="see there"
        ),
    }
    tandem, success = study.codebook["TANDEM"], study.codebook["SUCCESS"]
    assert (tandem.kind, tandem.source, tandem.definition) == ("fuzzy", ("tandem",), "Both lead")
    assert tandem.calibration == Calibration(
        kind="direct", parameters=[2, 5, 8], options={"idm": 0.9}, because="the scale"
    )
    assert tandem.half == (HalfDecision(case="T02", to=0.51, because="more in than out"),)
    assert (success.source, success.aggregate, success.at_least) == (
        ("change", "lasting", "spread"),
        "at least",
        2,
    )
    assert study.codebook["ALIGNED"].derived_from == ("arenas", "fit")
    assert (study.codebook["STAGE"].levels, study.codebook["STAGE"].unit) == (("early", "2", "late"), "step")


def test_everything_that_a_record_says(read: Read) -> None:
    study = read({"study.yaml": STUDY, "cases/a.yaml": RECORD})
    case = study.cases["007"]
    assert (case.id, case.title) == ("007", "The first")
    assert case.values["tandem"] == CodedValue(
        value=5.0, coders={"A": 5.0, "B": 6.5}, evidence=("e1",), confidence="high", note="agreed later"
    )
    assert case.values["lasting"] == CodedValue(missing="not applicable")
    assert case.values["spread"] == CodedValue(missing="not found")
    assert (case.evidence["e1"].locator, case.evidence["e1"].findings) == ("12", ("F5", "7"))
    assert case.evidence["e1"].access == "restricted"
    assert case.evidence["e2"].source == ""
    assert case.sections == {"timeline": [{"year": 2019}]}
    assert study.table.loc["007", "tandem"] == 5.0
    assert study.missing == {("007", "lasting"): "not applicable", ("007", "spread"): "not found"}


def test_the_file_name_is_the_id_where_none_is_given(read: Read) -> None:
    study = read({"study.yaml": "study: x\n", "cases/New York.yaml": "values: {a: 1}\n"})
    assert study.case_ids == ("New York",)


def test_records_are_read_by_name_and_hidden_files_are_not(read: Read) -> None:
    names = ["b.yaml", "a.yml", "c.YAML", ".hidden.yaml", "notes.txt"]
    records = {f"cases/{name}": "values: {a: 1}\n" for name in names}
    study = read({"study.yaml": "study: x\n", **records})
    assert study.case_ids == ("a", "b", "c")


def test_the_study_file_itself_can_be_named(write: Write) -> None:
    folder = write({"study.yaml": STUDY, "cases/a.yaml": RECORD})
    study, _ = read_study(str(folder / "study.yaml"))
    assert study is not None
    assert study.folder == folder


def test_hashes_of_all_files(read: Read) -> None:
    files = {"study.yaml": STUDY, "cases/a.yaml": RECORD, "coding/A.csv": "case,tandem\n007,5\n"}
    study = read(files)
    assert study.files == {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def test_same_letters_written_in_two_ways(read: Read) -> None:
    study = read({"study.yaml": "study: x\ncodebook: {A: {kind: number, from: 'gro\u0308ße'}}\n",
                  "cases/a.yaml": "values: {größe: 1}\n"})  # fmt: skip
    assert study.problems == ()
    assert study.table.columns.tolist() == ["größe"]


def test_warnings_and_notes_stay_with_the_study(read: Read) -> None:
    study = read({"study.yaml": STUDY, "cases/a.yaml": RECORD})
    assert [problem.code for problem in study.problems] == ["unread-section"]


def test_places_lead_back_to_the_files(read: Read) -> None:
    study = read({"study.yaml": STUDY, "cases/a.yaml": RECORD})
    assert study.places.find(("codebook", "TANDEM", "half", "to")) == ("study.yaml", 13, 23)
    assert study.cases["007"].places.find(("values", "tandem", "coders", "B")) == ("cases/a.yaml", 4, 37)


def test_text_where_text_is_asked_for_is_kept_as_typed(read: Read) -> None:
    study = read({"study.yaml": "study: x\ncodebook: {A: {kind: text, from: a}}\n",
                  "cases/a.yaml": "values: {a: 007}\n", "cases/b.yaml": "values: {a: 1.50}\n"})  # fmt: skip
    assert study.table["a"].tolist() == ["007", "1.50"]


def test_what_can_be_read_is_read(write: Write) -> None:
    wrong = STUDY.replace("kind: crisp", "kind: crsip").replace("H1: TANDEM", "H1: 5\n  H3: TANDEM")
    study, problems = read_study(
        write({
            "study.yaml": wrong,
            "cases/a.yaml": RECORD.replace("confidence: high", "confidence: hihg"),
            "cases/b.yaml": "values: [1\n",
        })
    )  # fmt: skip
    assert [problem.code for problem in problems if problem.level == "error"] == [
        "wrong-word",
        "wrong-word",
        "yaml-syntax",
    ]
    assert study is not None
    assert list(study.codebook) == ["TANDEM", "SUCCESS", "ALIGNED", "STAGE"]
    assert study.cases["007"].values["tandem"].value == 5.0
    assert study.hypotheses["H1"].claim == "5"


def test_values_are_not_checked_against_an_entry_that_is_wrong(tell: Tell) -> None:
    study = "study: x\ncodebook:\n  A: {from: a, calibrate: {}}\n"
    told = tell({"study.yaml": study, "cases/a.yaml": "values: {a: 700}\n"})
    assert len(told) == 1
    assert "no kind of calibration" in told[0]


def test_kinds_of_calibration_are_those_of_the_sets_room() -> None:
    assert {*LABELLED, *NUMBERED} == set(CALIBRATIONS)
    assert set(LABELLED) == {name for name, method in CALIBRATIONS.items() if method.takes == "labels"}


@pytest.mark.parametrize(
    ("calibration", "value"),
    [("{rubric: {In Place: 1, absent: 0}}", "in place"), ("{ordinal: {1: 0, 2: 0.6}}", "2.0"),
     ("{strange: {a: 1}}", "a"), ("{strange: 3}", "7"), ("{multi_value: [1, 2]}", "7")],
)  # fmt: skip
def test_values_that_a_calibration_can_take(read: Read, calibration: str, value: str) -> None:
    study = f"study: x\ncodebook:\n  A: {{from: a, calibrate: {calibration}}}\n"
    read({"study.yaml": study, "cases/a.yaml": f"values: {{a: {value}}}\n"})


@pytest.mark.parametrize("name", ["blackman_2011", "clinical_commissioning", "cragun_2014", "lipset_1959"])
def test_studies_that_ship_are_read_without_a_problem(name: str) -> None:
    study, problems = read_study(Path(__file__).parents[2] / "cases" / name)
    assert study is not None
    assert [str(problem) for problem in problems if problem.level != "note"] == []


TOKENS = [
    "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "\t", "'", '"', "&a ", "*a", "!!x ", "#", "---\n", "null",
    "true", "0.5", "NO", "<<", "%", ",", ";", "\x00", "\ufeff", "é", "1e999", "not found", "values",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """Give a text with a few pieces put in, taken out or written over."""
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 5))
        text = text[:start] + draw(st.sampled_from(["", *TOKENS])) + text[start + length :]
    return text.encode() + draw(st.sampled_from([b"", b"", b"", b"\xff"]))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_files_give_problems_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    sheet = "case,tandem\n007,5\n"
    files = {"study.yaml": STUDY, "coding/A.csv": sheet}
    files |= (
        {"cases/a.yaml": RECORD} if data.draw(st.booleans()) else {"cases.csv": "case,tandem,change\nT,5,1\n"}
    )
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.draw(damaged(text)))
    study, problems = read_study(folder)
    assert study is not None or problems
    again = read_study(folder)[1]
    assert problems == again
    for case in study.cases.values() if study else ():
        assert all((coded.value is None) != (coded.missing is None) for coded in case.values.values())
