"""Judgements from files and options: every mistake told with its place, nothing read from elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import xlsxwriter

import casecompare
from casecompare.testing import make_study
from casecompare_panels import JudgementRow, PanelsOptions
from casecompare_panels.judged_findings import known_findings
from casecompare_panels.reading import read_judgements

HEADER = "panel,country,system,expert,finding,judgement,condition,reason,evidence,access"
ROW = "P1,Wales,NHS,E1,H1,holds,,,,"


def study(folder=None):
    table = pd.DataFrame({"A": [1.0, 0.0], "Y": [0.9, 0.2]}, index=["k", "l"])
    made = make_study(table, outcome="Y", hypotheses={"H1": "A => Y", "H2": "A <= Y"})
    return replace(made, folder=folder) if folder else made


def read(folder, *lines, name="panels.csv", **options):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_judgements(study(folder), PanelsOptions(judgements=name, **options))


def told(reading):
    return [f"{one.line}:{one.column} {one.field} {one.code}" for one in reading.problems]


def test_a_table_is_read_whatever_the_order_case_and_separator(tmp_path):
    reading = read(
        tmp_path,
        "\ufeffFinding;EXPERT; panel ;Judgment;Country;colour",
        "h1;e 1;P1;Holds_with-Condition;Wales;blue",
        "F7;e 1;P1;UNKNOWN;wales;red",
        findings={"F7": "Seven"},
    )

    assert reading.problems == ()
    one, other = reading.judgements
    assert (one.finding, one.expert, one.panel, one.word) == ("H1", "e 1", "P1", "holds with condition")
    assert (one.country, one.system, one.line) == ("Wales", "Wales", 2)
    assert (other.country, other.word, other.finding) == ("Wales", "unknown", "F7")
    assert [one.code for one in reading.diagnostics] == ["panels.column"]
    assert len(reading.sha256) == 64


def test_a_workbook_is_read_from_its_sheet_of_judgements(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "panels.xlsx")) as book:
        book.add_worksheet("notes").write_row(0, 0, ["nothing"])
        sheet = book.add_worksheet("Judgements")
        for at, line in enumerate([HEADER, ROW.replace("E1", "7")]):
            sheet.write_row(at + 1, 0, [int(cell) if cell == "7" else cell for cell in line.split(",")])
    reading = read_judgements(study(tmp_path), PanelsOptions(judgements="panels.xlsx"))

    assert reading.problems == ()
    assert [(one.expert, one.line) for one in reading.judgements] == [("7", 3)]


def test_every_mistake_is_told_at_once_with_line_and_column(tmp_path):
    reading = read(
        tmp_path,
        HEADER,
        "P1,Wales,NHS,E1,H1,hods,,,,",
        "P1,Wales,NHS,,H3,holds,,,,",
        ",,,E2,H1,holds,,,,secret",
        ROW,
        "P1,Italy,NHS,E3,H1,holds,,,,",
        "p1,Wales,nhs,e1,h1,does not hold,,,,",
        "P1,Wales,NHS,E4,H1,holds,,a,b,c,d,e",
    )
    assert told(reading) == [
        "2:6 judgement panels.judgement",
        "3:4 expert panels.missing",
        "3:5 finding panels.unknown-finding",
        "4:1 panel panels.missing",
        "4:2 country panels.missing",
        "4:10 access panels.access",
        "6:1 panel panels.two-places",
        "7:6 judgement panels.contradiction",
        "8:1  panels.ragged-row",
    ]
    by_code = {one.code: one for one in reading.problems}
    assert by_code["panels.judgement"].hint == "Did you mean 'holds'?"
    assert by_code["panels.unknown-finding"].hint.startswith("It has H1, H2; list further ones")
    assert "'does not hold' here, 'holds' in line 5" in by_code["panels.contradiction"].message
    assert str(by_code["panels.missing"]).startswith("panels.csv:")


def test_a_repeated_judgement_counts_once(tmp_path):
    reading = read(tmp_path, HEADER, ROW, ROW.replace("P1", "p1"), ROW.replace("E1", "E2"))
    assert len(reading.judgements) == 2
    (remark,) = reading.diagnostics
    assert (remark.code, remark.level) == ("panels.duplicate", "warning")
    assert "line 3" in remark.message


def test_many_mistakes_of_a_kind_are_counted(tmp_path):
    reading = read(tmp_path, HEADER, *[ROW.replace("H1", f"zebra{at}") for at in range(50)])
    assert len(reading.problems) == 21
    assert reading.problems[-1].message == "30 more of this kind."


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("panel,country,expert,finding", "columns are missing: judgement."),
        ("panel,expert,finding,judgement", "columns are missing: country."),
        ("panel,panel,country,expert,finding,judgement", "the column 'panel' stands twice."),
        ("panel,contry,system,expert,finding,judgement", "there is no column 'contry'."),
    ],
)
def test_headers_that_cannot_be_meant(tmp_path, header, said):
    problems = read(tmp_path, header, "a,b,c,d,e,f").problems
    assert said in [one.message for one in problems]


@pytest.mark.parametrize(
    "name", ["../panels.csv", "/etc/passwd", "C:\\panels.csv", "missing.csv", "a/../../b.csv", "folder"]
)
def test_nothing_is_read_from_outside_the_folder(tmp_path, name):
    inside = tmp_path / "study"
    (inside / "folder").mkdir(parents=True)
    (tmp_path / "panels.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    reading = read_judgements(study(inside), PanelsOptions(judgements=name))
    assert reading.judgements == ()
    (problem,) = reading.problems
    assert (problem.file, problem.code) in {(name, "outside-folder"), (name, "missing-file")}


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    inside = tmp_path / "study"
    inside.mkdir()
    (tmp_path / "panels.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    (inside / "panels.csv").symlink_to(tmp_path / "panels.csv")
    (problem,) = read_judgements(study(inside), PanelsOptions(judgements="panels.csv")).problems
    assert "leads out" in problem.message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("panels.csv", b"", "the file is empty."),
        ("panels.csv", "pän".encode("latin-1"), "not UTF-8"),
        ("panels.csv", b'a,b\n"x,y\n', "quotes"),
        ("panels.ods", b"x", "tables ending in '.ods' cannot be read."),
        ("panels.xlsx", b"PK\x03\x04 nonsense", "damaged"),
    ],
)
def test_files_that_are_no_tables(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    (problem,) = read_judgements(study(tmp_path), PanelsOptions(judgements=name)).problems
    assert said in problem.message


def test_rows_in_the_options_have_the_place_of_study_yaml():
    rows = [
        JudgementRow(panel="P1", country="Wales", expert="E1", finding="H1", judgement="holds"),
        JudgementRow(panel="P1", country="Wales", expert="E2", finding="H9", judgement="perhaps"),
    ]
    reading = read_judgements(study(), PanelsOptions(judgements=rows))
    assert [one.field for one in reading.problems] == [
        "methods.panels.judgements.1.finding",
        "methods.panels.judgements.1.judgement",
    ]


def test_names_and_texts_are_bounded(tmp_path):
    reading = read(
        tmp_path,
        HEADER,
        ROW.replace("E1", "E" * 201),
        "P1,Wales,NHS,E3,H1,holds,," + "r" * 5_001 + ",,",
    )
    assert told(reading) == [
        "2:4 expert panels.too-long",
        "3:8 reason panels.too-long",
    ]


def test_restricted_texts_are_left_out_where_they_are_read(tmp_path):
    secret = "P1,Wales,NHS,E1,H1,holds with condition,SECRET,SECRET,SECRET,Restricted"
    (one,) = read(tmp_path, HEADER, secret).judgements
    assert one.is_restricted
    assert "SECRET" not in repr(one)
    row = JudgementRow(
        panel="P", expert="E", finding="H1", judgement="holds", reason="SECRET", access="restricted"
    )
    assert "SECRET" not in str(PanelsOptions(judgements=[row]).model_dump(mode="json"))


def test_findings_that_may_be_judged():
    hypotheses = {
        "H1": casecompare.Hypothesis(name="H1", claim="A => Y", finding="F14, F34"),
        "H2": casecompare.Hypothesis(name="H2", claim="A <= Y", title="Needed", finding="F14 F15; survey 2"),
    }
    known = known_findings(replace(study(), hypotheses=hypotheses), {"F99": "  Another \n one "})
    assert known["f14"].hypotheses == ("H1", "H2")
    assert known["h2"].statement == "Needed"
    assert known["h1"].statement == "A => Y"
    assert known["f99"].statement == "Another one"
    assert set(known) == {"f99", "h1", "h2", "f14", "f34", "f15", "survey 2"}


def test_a_control_character_in_the_options_is_told():
    row = JudgementRow(
        panel="P1", country="Wales", expert="E1", finding="H1", judgement="holds", reason="a\x07b"
    )
    (problem,) = read_judgements(study(), PanelsOptions(judgements=[row])).problems
    assert (problem.field, problem.code) == ("methods.panels.judgements.0.reason", "panels.control")
