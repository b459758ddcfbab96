"""What a researcher is told: the whole list of messages for every slip that has been thought of."""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from casecompare.sets import CALIBRATIONS, check_calibration
from casecompare.study import Limits, Study, read_study

Tell = Callable[..., list[str]]

STUDY = """\
study: example
outcome: SUCCESS
codebook:
  TANDEM: {definition: Both lead}
  SUCCESS: {from: [change, lasting], aggregate: min}
  SPENDING: {kind: number, from: spending}
"""
RECORD = """\
id: T01
values:
  TANDEM: 0.9
  change: 0.8
  lasting: 0.7
  spending: 550
"""
SECOND = RECORD.replace("T01", "T02")
TABLE = """\
case,TANDEM,change,lasting,spending
T01,0.9,0.8,0.7,550
T02,0.1,0.2,0.3,480
"""


def record(old: str = "", new: str = "", *, after: str = "") -> dict[str, str]:
    """Give a study of one record in which something is changed or added."""
    assert old in RECORD
    return {"cases/t01.yaml": RECORD.replace(old, new) + after}


def codebook(entry: str) -> dict[str, str]:
    """Give a study whose entry TANDEM is written otherwise."""
    return {"study.yaml": STUDY.replace("{definition: Both lead}", entry), "cases/t01.yaml": RECORD}


def test_a_study_without_a_slip_is_told_nothing_about(tell: Tell) -> None:
    assert tell({"cases/t01.yaml": RECORD, "cases/t02.yaml": SECOND}) == []


class TestNames:
    def test_misspelt_field_of_a_record(self, tell: Tell) -> None:
        assert tell(record("values:", "titel: First\nvalues:")) == [
            "cases/t01.yaml:2:1  T01  titel: unknown field. Did you mean 'title'?"
        ]

    def test_misspelt_fields_inside_a_value_and_a_passage(self, tell: Tell) -> None:
        evidence = "evidence:\n  e7: {qoute: We lead together.}\n"
        files = record("0.9", "{value: 0.9, confidnce: high, evidence: e7}", after=evidence)
        assert tell(files) == [
            "cases/t01.yaml:3:24  T01  values.TANDEM.confidnce: unknown field. Did you mean 'confidence'?",
            "cases/t01.yaml:8:8  T01  evidence.e7.qoute: unknown field. Did you mean 'quote'?",
        ]

    def test_field_that_is_no_slip_lists_the_fields_there_are(self, tell: Tell) -> None:
        assert tell(record("0.9", "{value: 0.9, zebra: 1}")) == [
            "cases/t01.yaml:3:24  T01  values.TANDEM.zebra: unknown field. "
            "Known fields: value, coders, evidence, confidence, missing, note."
        ]

    def test_misspelt_top_field_of_the_study(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace("codebook", "codebok"), "cases/t01.yaml": RECORD}
        assert tell(files) == ["study.yaml:3:1  -  codebok: unknown field. Did you mean 'codebook'?"]

    def test_misspelt_value_in_one_of_several_records(self, tell: Tell) -> None:
        files = {"cases/t01.yaml": RECORD, "cases/t02.yaml": SECOND.replace("TANDEM", "TANDME")}
        assert tell(files) == [
            "cases/t02.yaml:3:3  T02  values.TANDME: no codebook entry uses 'TANDME'. Did you mean 'TANDEM'?"
        ]

    def test_misspelt_value_in_the_codebook(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace("from: spending", "from: spendign"), "cases/t01.yaml": RECORD}
        assert tell(files) == [
            "study.yaml:6:28  -  codebook.SPENDING.from: no case has a value 'spendign'. "
            "Did you mean 'spending'?"
        ]

    def test_misspelt_column_of_a_table(self, tell: Tell) -> None:
        assert tell({"cases.csv": TABLE.replace("spending", "spendng")}) == [
            "study.yaml:6:28  -  codebook.SPENDING.from: no case has a value 'spending'. "
            "Did you mean 'spendng'?"
        ]

    def test_value_that_no_case_has(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace("TANDEM", "ALIGNED"), "cases/t01.yaml": RECORD}
        assert tell(files) == [
            "study.yaml:4:3  -  codebook.ALIGNED.from: no case has a value 'ALIGNED'. "
            "Code it, or say where it comes from: from: ….",
            "warning: cases/t01.yaml:3:3  -  values.TANDEM: no codebook entry uses 'TANDEM' (1 case). "
            "Add an entry for it, or leave it out.",
        ]

    def test_value_that_no_entry_uses_is_told_once(self, tell: Tell) -> None:
        files = {"cases/t01.yaml": RECORD + "  zebra: 3\n", "cases/t02.yaml": SECOND + "  zebra: 4\n"}
        assert tell(files) == [
            "warning: cases/t01.yaml:7:3  -  values.zebra: no codebook entry uses 'zebra' (2 cases). "
            "Add an entry for it, or leave it out."
        ]

    def test_outcome_that_is_not_in_the_codebook(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace("outcome: SUCCESS", "outcome: SUCESS"), "cases.csv": TABLE}
        assert tell(files) == [
            "study.yaml:2:1  -  outcome: the codebook has no entry 'SUCESS'. Did you mean 'SUCCESS'?"
        ]

    def test_name_that_cannot_stand_in_a_formula(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace("TANDEM: {", "IN-TANDEM: {from: TANDEM, "), "cases.csv": TABLE}
        assert tell(files) == [
            "study.yaml:4:3  -  codebook.IN-TANDEM: 'IN-TANDEM' cannot stand in a formula. "
            "Use letters, digits and _, and begin with a letter."
        ]

    def test_value_whose_name_reads_as_a_score(self, tell: Tell) -> None:
        study = STUDY.replace("from: spending", "from: gdp.head")
        assert tell({"study.yaml": study, "cases.csv": TABLE.replace("spending", "gdp.head")}) == [
            "study.yaml:6:28  -  codebook.SPENDING.from: 'gdp.head' reads as the score of a method, "
            "but cases have a value of this name. Rename the value, without a dot.",
            "warning: cases.csv:1:5  -  values.gdp.head: no codebook entry uses 'gdp.head' (2 cases). "
            "Add an entry for it, or leave it out.",
        ]


class TestTwice:
    def test_case_id_in_two_records(self, tell: Tell) -> None:
        assert tell({"cases/t01.yaml": RECORD, "cases/t02.yaml": RECORD}) == [
            "cases/t02.yaml:1:1  T01  id: the case id 'T01' is used twice, first in cases/t01.yaml. "
            "Give each case an id of its own."
        ]

    def test_case_id_in_two_rows(self, tell: Tell) -> None:
        assert tell({"cases.csv": TABLE + "T01,0.1,0.2,0.3,480\n"}) == [
            "cases.csv:4:1  T01  -: the case id 'T01' is used twice, first in line 2. "
            "Give each case an id of its own."
        ]

    def test_key(self, tell: Tell) -> None:
        assert tell(record(after="  TANDEM: 0.2\n")) == [
            "cases/t01.yaml:7:3  -  values.TANDEM: 'TANDEM' stands twice, first in line 3. "
            "Keep one of the two."
        ]

    def test_key_in_the_codebook_keeps_what_stood_first(self, tell: Tell) -> None:
        study = STUDY + "  TANDEM: {kind: zebra}\n"
        assert tell({"study.yaml": study, "cases.csv": TABLE}) == [
            "study.yaml:7:3  -  codebook.TANDEM: 'TANDEM' stands twice, first in line 4. Keep one of the two."
        ]

    def test_cases(self, tell: Tell) -> None:
        assert tell({"cases.csv": TABLE, "cases/t01.yaml": RECORD}) == [
            "study  -  -: the cases are given more than once: cases.csv, cases/*.yaml. Keep one of them."
        ]


class TestValues:
    def test_out_of_range(self, tell: Tell) -> None:
        assert tell(record("0.9", "9")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 9 lies outside 0 to 1, but TANDEM is fuzzy. "
            "Correct it, or give TANDEM a calibration if these are raw values."
        ]

    def test_text_where_a_number_belongs(self, tell: Tell) -> None:
        assert tell(record("0.9", "high")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 'high' is text, but a number belongs here."
        ]

    @pytest.mark.parametrize(
        ("written", "shown", "hint"),
        [
            ("0,9", "0,9", "Write 0.9."),
            ("1_000", "1_000", "Write 1000."),
            ("'0.9'", "0.9", "Remove the quotes."),
            ("1,500", "1,500", "Write 1500, or 1.500 if the comma marks decimals."),
            ("50 %", "50 %", "Write 0.5."),
            ("yes", "yes", "If 'yes' means yes, write 1."),
            ("NA", "NA", "If there is no value, write 'not coded', 'not applicable' or 'not found'."),
        ],
    )
    def test_likely_number(self, tell: Tell, written: str, shown: str, hint: str) -> None:
        assert tell(record("550", written)) == [
            f"cases/t01.yaml:6:3  T01  values.spending: '{shown}' is text, but a number belongs here. {hint}"
        ]

    def test_country_no_stays_text(self, read: Callable[..., Study]) -> None:
        study = STUDY + "  COUNTRY: {kind: text, from: country}\n"
        given = record("T01", "NO", after="  country: NO\n")
        read_cases = read({"study.yaml": study, **given}).cases
        assert read_cases["NO"].values["country"].value == "NO"

    def test_country_no_where_a_number_belongs(self, tell: Tell) -> None:
        assert tell(record("550", "NO")) == [
            "cases/t01.yaml:6:3  T01  values.spending: 'NO' is text, but a number belongs here. "
            "If 'NO' means no, write 0."
        ]

    def test_date_in_a_record(self, tell: Tell) -> None:
        assert tell(record("550", "2019-05-01")) == [
            "cases/t01.yaml:6:3  T01  values.spending: '2019-05-01' looks like a date, but a number belongs "
            "here. If a spreadsheet made it a date, type the number again."
        ]

    def test_date_in_a_workbook(self, tell: Tell) -> None:
        rows: list[list[object]] = [
            ["case", "TANDEM", "change", "lasting", "spending"],
            ["NO", 0.9, 0.8, 0.7, datetime.datetime(2019, 5, 1)],
        ]
        assert tell({"cases.xlsx": workbook(rows)}) == [
            "cases.xlsx:2:5  NO  values.spending: '2019-05-01' looks like a date, but a number belongs "
            "here. If a spreadsheet made it a date, type the number again."
        ]

    def test_truth_value(self, tell: Tell) -> None:
        assert tell(record("0.9", "true")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: true is a truth value, but a number or text belongs "
            "here. Write 1, or put the word in quotes."
        ]

    def test_list(self, tell: Tell) -> None:
        assert tell(record("0.9", "[0.9, 0.8]")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: one number or one word belongs here, "
            "not a list or mapping."
        ]

    def test_not_finite(self, tell: Tell) -> None:
        assert tell(record("0.9", ".inf")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: inf is not a finite number."
        ]

    def test_crisp(self, tell: Tell) -> None:
        assert tell(codebook("{kind: crisp}")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 0.9 is neither 0 nor 1, but TANDEM is crisp. "
            "Write 0 or 1, or give TANDEM a calibration."
        ]

    def test_multi_value(self, tell: Tell) -> None:
        assert tell(codebook("{kind: multi-value}")) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 0.9 is not a whole number from 0, but TANDEM is "
            "multi-value. Correct it, or give TANDEM a calibration."
        ]

    def test_level(self, tell: Tell) -> None:
        files = codebook("{kind: ordinal, levels: [low, high]}")
        files["cases/t01.yaml"] = RECORD.replace("0.9", "hihg")
        assert tell(files) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 'hihg' is not a label of TANDEM. Did you mean 'high'?"
        ]

    def test_level_of_an_entry_without_levels(self, tell: Tell) -> None:
        files = codebook("{kind: ordinal}")
        files["cases/t01.yaml"] = RECORD.replace("0.9", "high")
        assert tell(files) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 'high' has no place in an order. "
            "List its levels in their order: levels: [low, high], in the codebook entry TANDEM."
        ]

    def test_label_of_a_rubric(self, tell: Tell) -> None:
        files = codebook("{calibrate: {rubric: {in place: 1, absent: 0}, because: coded so}}")
        files["cases/t01.yaml"] = RECORD.replace("0.9", "in plase")
        assert tell(files) == [
            "cases/t01.yaml:3:3  T01  values.TANDEM: 'in plase' is not a label of TANDEM. "
            "Did you mean 'in place'?"
        ]

    def test_value_and_missing(self, tell: Tell) -> None:
        assert tell(record("0.9", "{value: 0.9, missing: not found}")) == [
            "cases/t01.yaml:3:12  T01  values.TANDEM.value: a value is given, and that it is missing "
            "(not found). Keep one of the two."
        ]

    def test_wrong_words(self, tell: Tell) -> None:
        assert tell(record("0.9", "{value: 0.9, confidence: hihg}")) == [
            "cases/t01.yaml:3:24  T01  values.TANDEM.confidence: the text 'hihg' is not one of: "
            "low, medium, high. Did you mean 'high'?"
        ]

    def test_evidence_that_does_not_exist(self, tell: Tell) -> None:
        passages = "evidence:\n  lead: {quote: We do.}\n  board: {quote: They do.}\n"
        assert tell(record("0.9", "{value: 0.9, evidence: [lead, bored]}", after=passages)) == [
            "cases/t01.yaml:3:41  T01  values.TANDEM.evidence.1: there is no evidence 'bored' in this "
            "record. Did you mean 'board'?"
        ]

    def test_evidence_in_a_record_without_any(self, tell: Tell) -> None:
        assert tell(record("0.9", "{value: 0.9, evidence: e7}")) == [
            "cases/t01.yaml:3:24  T01  values.TANDEM.evidence: there is no evidence 'e7' in this record. "
            "Describe it under evidence: e7: {source: …}."
        ]


class TestFiles:
    def test_no_folder(self, tmp_path: Path) -> None:
        study, problems = read_study(tmp_path / "nowhere")
        assert study is None
        assert [*map(str, problems)] == [f"study.yaml  -  -: there is no folder '{tmp_path / 'nowhere'}'."]

    def test_no_study(self, tmp_path: Path) -> None:
        study, problems = read_study(tmp_path)
        assert study is None
        assert [*map(str, problems)] == [
            "study.yaml  -  -: there is no such file. Make one: casecompare new STUDY --from cases.csv."
        ]

    def test_study_yml(self, tmp_path: Path) -> None:
        (tmp_path / "study.yml").write_text(STUDY)
        assert [*map(str, read_study(tmp_path)[1])] == [
            "study.yaml  -  -: there is no such file. Rename study.yml to study.yaml."
        ]

    def test_table_instead_of_a_study(self, tmp_path: Path) -> None:
        (tmp_path / "cases.csv").write_text(TABLE)
        assert [*map(str, read_study(tmp_path / "cases.csv")[1])] == [
            "cases.csv  -  -: this is not a study. "
            "Give the study's folder, or make one: casecompare new STUDY --from cases.csv."
        ]

    def test_no_cases(self, tell: Tell) -> None:
        assert tell({}) == [
            "study  -  -: there are no cases. "
            "Put cases.csv, cases.xlsx or a folder cases with one .yaml per case beside study.yaml."
        ]

    def test_missing_table(self, tell: Tell) -> None:
        assert tell({"study.yaml": STUDY + "cases: tabel.csv\n", "table.csv": TABLE}) == [
            "study.yaml:7:1  -  cases: there is no file 'tabel.csv'. Did you mean 'table.csv'?"
        ]

    @pytest.mark.parametrize("path", ["../cases.csv", "/etc/passwd", "data/../../cases.csv", "C:\\cases.csv"])
    def test_table_outside_the_folder(self, tell: Tell, path: str) -> None:
        assert tell({"study.yaml": STUDY + f"cases: {path}\n"}) == [
            "study.yaml:7:1  -  cases: the table must lie in the study's folder. "
            "Copy it there and write its name."
        ]

    def test_link_out_of_the_folder(self, tell: Tell, tmp_path_factory: pytest.TempPathFactory) -> None:
        elsewhere = tmp_path_factory.mktemp("elsewhere") / "t01.yaml"
        elsewhere.write_text(RECORD)
        folder = tmp_path_factory.mktemp("study")
        (folder / "study.yaml").write_text(STUDY)
        (folder / "cases").mkdir()
        (folder / "cases/t01.yaml").symlink_to(elsewhere)
        assert [*map(str, read_study(folder)[1])] == [
            "cases/t01.yaml  -  -: this link leads out of the study's folder. "
            "Put the file itself into the folder."
        ]

    @pytest.mark.parametrize("content", ["", "\n \n", "# only a remark\n"])
    def test_empty_record(self, tell: Tell, content: str) -> None:
        files = {"cases/t01.yaml": RECORD, "cases/t02.yaml": content}
        assert tell(files) == ["cases/t02.yaml  -  -: the file is empty."]

    def test_empty_study(self, tell: Tell) -> None:
        assert tell({"study.yaml": ""}) == ["study.yaml  -  -: the file is empty."]

    def test_empty_table(self, tell: Tell) -> None:
        assert tell({"cases.csv": ""}) == ["cases.csv  -  -: the file is empty."]

    def test_list_instead_of_fields(self, tell: Tell) -> None:
        assert tell({"cases/t01.yaml": RECORD, "cases/t02.yaml": "- a\n- b\n"}) == [
            "cases/t02.yaml  -  -: the file holds no fields. Write its fields one per line, as 'name: value'."
        ]

    def test_wrong_encoding(self, tell: Tell) -> None:
        content = RECORD.encode() + "note: Zürich\n".encode("cp1252")
        assert tell({"cases/t01.yaml": content}) == [
            "cases/t01.yaml:7:8  -  -: byte 83 (0xFC, in Windows-1252 'ü') is not UTF-8. "
            "Save it as UTF-8 (in Excel: 'CSV UTF-8', in an editor: 'Save with encoding')."
        ]

    def test_utf_16(self, tell: Tell) -> None:
        assert tell({"cases.csv": TABLE.encode("utf-16")}) == [
            "cases.csv  -  -: the file is UTF-16 or UTF-32, but UTF-8 is needed. "
            "Save it as UTF-8 (in Excel: 'CSV UTF-8', in an editor: 'Save with encoding')."
        ]

    def test_nul_byte(self, tell: Tell) -> None:
        assert tell({"cases/t01.yaml": RECORD + "note: a\x00b\n"}) == [
            "cases/t01.yaml:7:8  -  -: the file holds a NUL byte. It is UTF-16 or no text at all. "
            "Save it as UTF-8 (in Excel: 'CSV UTF-8', in an editor: 'Save with encoding')."
        ]

    def test_byte_order_mark_is_only_noted(self, tell: Tell) -> None:
        mark = b"\xef\xbb\xbf"
        assert tell({"study.yaml": mark + STUDY.encode(), "cases.csv": mark + TABLE.encode()}) == [
            "note: study.yaml  -  -: the file starts with a byte order mark (BOM), which is ignored.",
            "note: cases.csv  -  -: the file starts with a byte order mark (BOM), which is ignored.",
        ]

    def test_tab(self, tell: Tell) -> None:
        assert tell({"cases/t01.yaml": "id: T01\nvalues:\n\tTANDEM: 0.9\n"}) == [
            "cases/t01.yaml:3:1  -  -: a tab is used for indentation. Use spaces."
        ]

    def test_alias_bomb(self, tell: Tell) -> None:
        letters = "abcdefghi"
        lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
        for one, other in itertools.pairwise(letters):
            lines.append(f"{other}: &{other} [{', '.join([f'*{one}'] * 10)}]")
        assert tell({"cases/t01.yaml": RECORD + "\n".join(lines)}) == [
            "cases/t01.yaml:13:8  -  -: the file holds more than 2,000,000 values, with its aliases written "
            "out. Raise it in Python with Limits(nodes=…)."
        ]

    def test_deep_nesting(self, tell: Tell) -> None:
        assert tell({"cases/t01.yaml": f"actors: {'[' * 10_000}{']' * 10_000}\n"}) == [
            "cases/t01.yaml:1:58  -  -: lists and mappings stand more than 50 levels deep. "
            "Raise it in Python with Limits(depth=…)."
        ]

    def test_200_megabytes(self, tmp_path: Path, tell: Tell) -> None:
        with (tmp_path / "cases.csv").open("wb") as stream:
            stream.truncate(200_000_000)  # a hole: it takes no place on the disk
        assert tell({}) == [
            "cases.csv  -  -: 200 MB is more than the limit of 50 MB. Raise it with --max-file-size 250MB."
        ]

    def test_raised_limit(self, tell: Tell) -> None:
        files = {"cases.csv": TABLE}
        assert tell(files, limits=Limits(file_bytes=100)) == [
            "study.yaml  -  -: 172 B is more than the limit of 100 B. Raise it with --max-file-size 220B."
        ]
        assert tell(files, limits=Limits.of_size("220B")) == []

    def test_too_many_files(self, tell: Tell) -> None:
        files = {"cases/t01.yaml": RECORD, "cases/t02.yaml": SECOND}
        assert tell(files, limits=Limits(files=1)) == [
            "study  -  -: 2 files are more than the limit of 1. Raise it in Python with Limits(files=…)."
        ]


class TestCodebook:
    @pytest.mark.parametrize("written", ["{}", "{because: the gap}"])
    def test_no_kind_of_calibration(self, tell: Tell, written: str) -> None:
        assert tell(codebook(f"{{calibrate: {written}}}")) == [
            "study.yaml:4:12  -  codebook.TANDEM.calibrate: no kind of calibration is given. "
            "Add one, such as direct: [2, 5, 8], crisp: 5 or ordinal: {low: 0, high: 1}."
        ]

    def test_unknown_kind_of_calibration(self, read: Callable[..., Study]) -> None:
        # Plugins bring kinds, so a kind is looked up where they are known; reading lets it through.
        study = read(codebook("{calibrate: {dirct: [1, 2, 3], because: why}}"))
        calibration = study.codebook["TANDEM"].calibration
        assert calibration is not None
        assert check_calibration(calibration, CALIBRATIONS) == [
            (("dirct",), "unknown way of calibrating.", "Did you mean 'direct'?")
        ]

    def test_two_kinds_of_calibration(self, tell: Tell) -> None:
        assert tell(codebook("{calibrate: {direct: [1, 2, 3], crisp: 5, because: why}}")) == [
            "study.yaml:4:12  -  codebook.TANDEM.calibrate: 2 kinds of calibration are given: direct, crisp. "
            "Keep one."
        ]

    def test_calibration_without_a_reason_is_a_warning(self, tell: Tell) -> None:
        assert tell(codebook("{calibrate: {direct: [1, 2, 3]}}")) == [
            "warning: study.yaml:4:12  -  codebook.TANDEM.calibrate: the calibration of TANDEM gives no "
            "reason. Say why these numbers: because: …."
        ]

    def test_misspelt_reason(self, tell: Tell) -> None:
        assert tell(codebook("{calibrate: {direct: [1, 2, 3], becuase: why}}")) == [
            "study.yaml:4:43  -  codebook.TANDEM.calibrate.becuase: unknown field. Did you mean 'because'?"
        ]

    def test_calibration_that_is_no_mapping(self, tell: Tell) -> None:
        assert tell(codebook("{calibrate: direct}")) == [
            "study.yaml:4:12  -  codebook.TANDEM.calibrate: a mapping of fields belongs here, but this is "
            "the text 'direct'. Write its fields indented below it, as 'name: value'."
        ]

    def test_half_without_a_reason(self, tell: Tell) -> None:
        assert tell(codebook("{half: {case: T01, to: 0.51}}")) == [
            "study.yaml:4:12  -  codebook.TANDEM.half.because: this field is missing. Add 'because: …'."
        ]

    def test_half_in_a_list(self, tell: Tell) -> None:
        assert tell(codebook("{half: [{case: T01, to: 2, because: why}, {to: 0.5, because: why}]}")) == [
            "study.yaml:4:31  -  codebook.TANDEM.half.0.to: 2 is more than 1.",
            "study.yaml:4:53  -  codebook.TANDEM.half.1.case: this field is missing. Add 'case: …'.",
        ]

    def test_half_that_decides_nothing(self, tell: Tell) -> None:
        assert tell(codebook("{half: {case: T01, to: 0.5, because: why}}")) == [
            "study.yaml:4:30  -  codebook.TANDEM.half.to: 0.5 is neither in nor out. "
            "Write for instance 0.49 or 0.51."
        ]

    def test_unknown_kind(self, tell: Tell) -> None:
        assert tell(codebook("{kind: fuzy}")) == [
            "study.yaml:4:12  -  codebook.TANDEM.kind: the text 'fuzy' is not one of: "
            "crisp, fuzzy, multi-value, number, ordinal, text. Did you mean 'fuzzy'?"
        ]

    def test_several_values_without_aggregate(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace(", aggregate: min", ""), "cases.csv": TABLE}
        assert tell(files) == [
            "study.yaml:5:13  -  codebook.SUCCESS.from: it is not said how 2 values become one. "
            "Add aggregate: min, max, mean or {at_least: 2}."
        ]

    @pytest.mark.parametrize(
        ("written", "told"),
        [
            ("sum", "38  -  codebook.SUCCESS.aggregate: the text 'sum' is not one of: min, max, mean."),
            ("{at_leats: 2}", "50  -  codebook.SUCCESS.aggregate.at_leats: unknown field. "
                              "Did you mean 'at_least'?"),
            ("{at_least: 3}", "50  -  codebook.SUCCESS.aggregate.at_least: 3 of 2 values cannot be. "
                              "Write a number from 1 to 2."),
        ],
    )  # fmt: skip
    def test_aggregate(self, tell: Tell, written: str, told: str) -> None:
        files = {"study.yaml": STUDY.replace("min", written), "cases.csv": TABLE}
        assert tell(files) == [f"study.yaml:5:{told}"]

    def test_score_among_several_values(self, tell: Tell) -> None:
        files = {"study.yaml": STUDY.replace("[change,", "[arenas.fit, change,"), "cases.csv": TABLE}
        assert tell(files) == [
            "study.yaml:5:13  -  codebook.SUCCESS.from: the score arenas.fit cannot be one of several. "
            "Make it a codebook entry of its own."
        ]

    def test_entry_that_is_no_mapping(self, tell: Tell) -> None:
        assert tell(codebook("both lead")) == [
            "study.yaml:4:3  -  codebook.TANDEM: a mapping of fields belongs here, but this is the text "
            "'both lead'. Write its fields indented below it, as 'name: value'."
        ]

    def test_study_without_a_name(self, tell: Tell) -> None:
        assert tell({"study.yaml": STUDY.replace("study: example\n", ""), "cases.csv": TABLE}) == [
            "study.yaml  -  study: this field is missing. Add 'study: …'."
        ]

    def test_hypotheses_and_methods(self, tell: Tell) -> None:
        more = "hypotheses: {H1: A => B, H2: {clam: A => B}, H3: }\nmethods: {qca: 3, network: }\n"
        assert tell({"study.yaml": STUDY + more, "cases.csv": TABLE}) == [
            "study.yaml:7:31  -  hypotheses.H2.clam: unknown field. Did you mean 'claim'?",
            "study.yaml:7:46  -  hypotheses.H3: text belongs here, but this is nothing.",
            "study.yaml:8:11  -  methods.qca: a mapping of fields belongs here, but this is the number 3. "
            "Write its fields indented below it, as 'name: value'.",
        ]


class TestSeveral:
    def test_all_problems_of_all_files_in_a_stable_order(self, tell: Tell) -> None:
        study = STUDY.replace("kind: number", "kind: numeric").replace("outcome: SUCCESS", "outcome: S")
        second = SECOND.replace("lasting: 0.7", "lasting: 7").replace("values:", "titel: x\nvalues:")
        tenth = RECORD.replace("T01", "T10").replace("0.9", "high").replace("550", "NO")
        files = {
            "cases/t10.yaml": tenth,
            "cases/t02.yaml": second,
            "cases/t01.yaml": "id: [T01\n",
            "study.yaml": study,
            "coding/A.csv": "case,TANDEM\nT02,0.9\nT01,2\n",
        }
        expected = [
            "study.yaml:2:1  -  outcome: the codebook has no entry 'S'. It has: TANDEM, SUCCESS, SPENDING.",
            "study.yaml:6:14  -  codebook.SPENDING.kind: the text 'numeric' is not one of: "
            "crisp, fuzzy, multi-value, number, ordinal, text. Did you mean 'number'?",
            "cases/t01.yaml:1:5  -  -: the list that opens with [ is not closed. "
            "Add ] or a comma between its items.",
            "cases/t02.yaml:2:1  T02  titel: unknown field. Did you mean 'title'?",
            "cases/t02.yaml:6:3  T02  values.lasting: 7 lies outside 0 to 1, but SUCCESS is fuzzy. "
            "Correct it, or give SUCCESS a calibration if these are raw values.",
            "cases/t10.yaml:3:3  T10  values.TANDEM: 'high' is text, but a number belongs here.",
            "coding/A.csv:3:2  T01  values.TANDEM: 2 lies outside 0 to 1, but TANDEM is fuzzy. "
            "Correct it, or give TANDEM a calibration if these are raw values.",
        ]
        assert tell(files) == expected
        assert tell(dict(reversed(files.items()))) == expected


def workbook(rows: list[list[object]], sheets: tuple[str, ...] = ("cases",)) -> bytes:
    """Give the bytes of an Excel workbook with the same rows in each sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()
