"""Tables that options name: free in their shape, read with the same care as the table of cases."""

from __future__ import annotations

import hashlib
import io

import pytest
import xlsxwriter

from casecompare import StudyError, open_study, read_named_table
from casecompare.study import Limits


def refused(folder, path, **options):
    with pytest.raises(StudyError) as told:
        read_named_table(folder, path, **options)
    return [(one.file, one.line, one.code) for one in told.value.problems]


def workbook(sheets):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return held.getvalue()


def test_rows_keep_their_lines_and_numbers_look_as_typed(tmp_path):
    (tmp_path / "frame.csv").write_text('\nbody;size\n\nA;"two\nlines"\nB;3,5\n', encoding="utf-8")
    table = read_named_table(tmp_path, "frame.csv")
    assert (table.header, table.header_line) == (("body", "size"), 2)
    assert table.rows == ((4, ("A", "two\nlines")), (6, ("B", "3,5")))
    assert table.sha256 == hashlib.sha256((tmp_path / "frame.csv").read_bytes()).hexdigest()
    assert [one.code for one in table.problems] == ["semicolons"]


def test_the_sheet_asked_for_is_read_else_the_first(tmp_path):
    book = workbook({"Notes": [["x"]], "Frame": [["body", "size"], ["A", 3], ["B", 2.5]]})
    (tmp_path / "frame.xlsx").write_bytes(book)
    assert read_named_table(tmp_path, "frame.xlsx", sheets=["frame"]).rows == (
        (2, ("A", "3")),
        (3, ("B", "2.5")),
    )
    assert read_named_table(tmp_path, "frame.xlsx").header == ("x",)


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "C:\\secret.csv", "a/../../b.csv"])
def test_nothing_outside_the_folder_is_read(tmp_path, path):
    assert refused(tmp_path, path) == [(path, 0, "outside-folder")]


def test_a_link_that_leads_out_is_not_followed(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "study/frame.csv").symlink_to(tmp_path / "secret.csv")
    assert refused(tmp_path / "study", "frame.csv") == [("frame.csv", 0, "outside-folder")]


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"", 0, "empty-file"),
        (b",\n,,\n", 0, "empty-file"),
        (b'a,b\n"x,y\n', 2, "csv-syntax"),
        (b"a\n\xff\n", 2, "wrong-encoding"),
    ],
)
def test_what_is_no_table_says_why(tmp_path, content, line, code):
    (tmp_path / "frame.csv").write_bytes(content)
    assert refused(tmp_path, "frame.csv") == [("frame.csv", line, code)]


def test_sizes_are_bounded(tmp_path):
    (tmp_path / "frame.csv").write_text("a\n" + "1\n" * 100, encoding="utf-8")
    assert refused(tmp_path, "frame.csv", limits=Limits(file_bytes=50)) == [
        ("frame.csv", 0, "file-too-large")
    ]
    (tmp_path / "far.xlsx").write_bytes(workbook({"s": [["a"], *[[1]] * 50]}))
    assert refused(tmp_path, "far.xlsx", limits=Limits(cells=20)) == [("far.xlsx", 0, "too-many-cells")]


def test_files_that_options_name_are_part_of_the_input(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "study: s\ncodebook: {Y: {kind: crisp}}\noutcome: Y\n"
        "methods: {qca: {conditions: [Y]}, network: {files: {A: ties.csv, B: ../secret.csv}}}\n",
        encoding="utf-8",
    )
    (tmp_path / "cases.csv").write_text("case,Y\nA,1\nB,0\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("source,target\na,b\n", encoding="utf-8")
    files = open_study(tmp_path).files
    assert sorted(files) == ["cases.csv", "study.yaml", "ties.csv"]
    assert files["ties.csv"] == hashlib.sha256((tmp_path / "ties.csv").read_bytes()).hexdigest()
