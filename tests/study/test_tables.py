from __future__ import annotations

import datetime
import io
import math
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.errors import Problem
from casecompare.study import Limits, Study, read_study, read_table
from casecompare.study.columns import read_column
from casecompare.study.values import Expectation

Tell = Callable[..., list[str]]
Read = Callable[..., Study]
Write = Callable[..., Path]

STUDY = """\
study: example
codebook:
  TANDEM: {definition: Both lead}
  SPENDING: {kind: number, from: spending}
  REGION: {kind: text, from: region}
"""
TABLE = """\
case,title,TANDEM,spending,region
T01,First,0.9,550,NO
T02,Second,0.1,,SE
"""
FUZZY = (Expectation("TANDEM", "membership"),)


def workbook(rows: Sequence[Sequence[object]], sheets: Sequence[str] = ("cases",)) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


class TestCases:
    def test_values_titles_and_ids(self, read: Read) -> None:
        study = read({"study.yaml": STUDY, "cases.csv": TABLE})
        assert study.case_ids == ("T01", "T02")
        assert study.cases["T01"].title == "First"
        assert study.cases["T01"].values["region"].value == "NO"
        assert study.cases["T02"].values["spending"].missing == "not coded"
        assert study.table.dtypes.to_dict() == {
            "TANDEM": np.float64,
            "spending": np.float64,
            "region": object,
        }
        assert study.table["spending"].isna().tolist() == [False, True]

    def test_cases_are_a_mapping_made_on_demand(self, read: Read) -> None:
        cases = read({"study.yaml": STUDY, "cases.csv": TABLE}).cases
        assert list(cases) == ["T01", "T02"]
        assert len(cases) == 2
        assert cases["T01"] == cases["T01"]
        assert "T03" not in cases
        with pytest.raises(KeyError):
            cases["T03"]

    def test_a_case_knows_its_row(self, read: Read) -> None:
        case = read({"study.yaml": STUDY, "cases.csv": TABLE}).cases["T02"]
        told = case.problem("values", "spending", message="strange.", code="x")
        assert str(told) == "cases.csv:3:4  T02  values.spending: strange."

    def test_kinds_of_missing(self, read: Read) -> None:
        table = TABLE.replace("0.9", "not applicable").replace("550", "Not found").replace("0.1", "not coded")
        study = read({"study.yaml": STUDY, "cases.csv": table})
        assert study.missing == {
            ("T01", "TANDEM"): "not applicable",
            ("T01", "spending"): "not found",
            ("T02", "TANDEM"): "not coded",
        }
        assert study.cases["T01"].values["spending"].missing == "not found"

    def test_namibia(self, read: Read) -> None:
        study = read({"study.yaml": STUDY, "cases.csv": TABLE.replace("T01", "NA").replace("NO", "NA")})
        assert study.cases["NA"].values["region"].value == "NA"

    def test_text_is_kept_as_it_was_typed(self, read: Read) -> None:
        study = read({"study.yaml": STUDY, "cases.csv": TABLE.replace("NO", "007").replace("T01", "01")})
        assert study.cases["01"].values["region"].value == "007"

    def test_column_that_nobody_asks_for_is_numbers_or_text(self, read: Read) -> None:
        table = "case,a,b\nT01,1,1\nT02,,x\nT03,2.5,\n"
        study = read({"study.yaml": "study: example\n", "cases.csv": table})
        assert study.table["a"].dropna().tolist() == [1.0, 2.5]
        assert study.table["b"].tolist() == ["1", "x", None]

    def test_table_of_another_name(self, read: Read) -> None:
        study = read({"study.yaml": STUDY + "cases: data/my.csv\n", "data/my.csv": TABLE})
        assert list(study.files) == ["study.yaml", "data/my.csv"]

    def test_rows_without_anything_and_columns_at_the_end_are_left_out(self, read: Read) -> None:
        table = (
            TABLE.replace("region\n", "region,,\n")
            .replace("NO\n", "NO,,\n,,,,,,\n\n")
            .replace("SE\n", "SE,,\n")
        )
        assert read({"study.yaml": STUDY, "cases.csv": table}).case_ids == ("T01", "T02")

    def test_quoted_cells_over_several_lines_keep_the_line_numbers(self, tell: Tell) -> None:
        table = TABLE.replace("First", '"The\nfirst"').replace("0.1", "7")
        assert tell({"study.yaml": STUDY, "cases.csv": table}) == [
            "cases.csv:4:3  T02  values.TANDEM: 7 lies outside 0 to 1, but TANDEM is fuzzy. "
            "Correct it, or give TANDEM a calibration if these are raw values."
        ]

    def test_windows_line_ends(self, read: Read) -> None:
        study = read({"study.yaml": STUDY, "cases.csv": TABLE.replace("\n", "\r\n")})
        assert study.cases["T01"].values["region"].value == "NO"


class TestSeparators:
    def test_semicolons_with_decimal_commas(self, read: Read, tell: Tell) -> None:
        files = {"study.yaml": STUDY, "cases.csv": TABLE.replace(",", ";").replace(".", ",")}
        assert read(files).table["TANDEM"].tolist() == [0.9, 0.1]
        assert tell(files) == [
            "note: cases.csv  -  -: the table is separated by semicolons, so 0,5 is read as 0.5."
        ]

    def test_semicolons_with_points(self, read: Read) -> None:
        assert read({"study.yaml": STUDY, "cases.csv": TABLE.replace(",", ";")}).table["TANDEM"].tolist() == [
            0.9,
            0.1,
        ]

    def test_decimal_commas_beside_points(self, tell: Tell) -> None:
        table = TABLE.replace(",", ";").replace("550", "1.550").replace("0.1;", "0.1;480,5")
        assert tell({"study.yaml": STUDY, "cases.csv": table}) == [
            "note: cases.csv  -  -: the table is separated by semicolons, so 0,5 is read as 0.5.",
            "cases.csv:2:4  T01  values.spending: '1.550' has a point, but other cells of the column have a "
            "decimal comma. Use one of the two, and no sign for thousands.",
        ]

    def test_tabs(self, read: Read) -> None:
        assert read({"study.yaml": STUDY, "cases.csv": TABLE.replace(",", "\t")}).case_ids == ("T01", "T02")

    def test_decimal_comma_in_quotes(self, tell: Tell) -> None:
        assert tell({"study.yaml": STUDY, "cases.csv": TABLE.replace("0.9", '"0,9"')}) == [
            "cases.csv:2:3  T01  values.TANDEM: '0,9' is text, but a number belongs here. Write 0.9."
        ]

    def test_decimal_comma_without_quotes(self, tell: Tell) -> None:
        assert tell({"study.yaml": STUDY, "cases.csv": TABLE.replace("0.9", "0,9")}) == [
            "cases.csv:2  -  -: the row has 6 cells, but the header has 5. "
            "Put a cell that holds ',' in quotes, and write decimals with a point."
        ]


class TestShape:
    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("0.9,550,NO", "0.9",
             "2  -  -: the row has 3 cells, but the header has 5. Add the missing separators."),
            ("title,", "TANDEM,",
             "1:3  -  -: the column 'TANDEM' stands twice, first as column 2. Rename or delete one."),
            ("title", "",
             "1:2  -  -: column 2 has no name. Name it in the first row, or delete it."),
            ("T01", "",
             "2:1  -  -: the row has no case id. Fill in its first cell."),
            ("First", '"First',
             "2  -  -: the quotes in this row do not pair up. Write a quote inside a quoted cell twice."),
            ("First", '"First" one',
             "2  -  -: the quotes in this row do not pair up. Write a quote inside a quoted cell twice."),
        ],
    )  # fmt: skip
    def test_told_with_the_place(self, tell: Tell, old: str, new: str, told: str) -> None:
        study = "study: example\ncodebook:\n  REGION: {kind: text, from: region}\n"
        given = tell({"study.yaml": study, "cases.csv": TABLE.replace(old, new)})
        assert [line for line in given if not line.startswith("warning")] == [f"cases.csv:{told}"]

    def test_header_alone(self, tell: Tell) -> None:
        assert tell({"cases.csv": "case,TANDEM\n"}) == ["cases.csv  -  -: the table has no row of cases."]

    def test_column_of_ids_left_out(self, tell: Tell) -> None:
        study = STUDY.replace("  REGION: {kind: text, from: region}\n", "")
        assert tell({"study.yaml": study, "cases.csv": "TANDEM,spending\n0.9,550\n0.1,480\n"}) == [
            "cases.csv:1:1  -  -: the first column must hold the case ids, but 'TANDEM' is a coded value. "
            "Put a column of case ids first."
        ]

    def test_unnamed_column_with_cells_at_the_end(self, tell: Tell) -> None:
        table = TABLE.replace("region\n", "region,\n").replace("NO\n", "NO,x\n").replace("SE\n", "SE,\n")
        assert tell({"study.yaml": STUDY, "cases.csv": table}) == [
            "cases.csv:1:6  -  -: column 6 has no name. Name it in the first row, or delete it."
        ]

    def test_many_bad_cells_are_counted(self, tell: Tell) -> None:
        rows = "".join(f"c{number},x,{number + 2},1,SE\n" for number in range(50))
        table = "case,title,TANDEM,spending,region\n" + rows
        told = tell({"study.yaml": STUDY, "cases.csv": table}, limits=Limits(problems_per_column=3))
        assert [line.split("  ")[0] for line in told[:3]] == [
            "cases.csv:2:3",
            "cases.csv:3:3",
            "cases.csv:4:3",
        ]
        assert told[3:] == ["cases.csv:4:3  -  values.TANDEM: 47 more cells of this column cannot be used."]

    def test_many_bad_rows_are_counted(self, tell: Tell) -> None:
        told = tell({"study.yaml": "study: x\n", "cases.csv": "case,a\nT01,1\n" + "T01,1\n" * 30})
        assert len(told) == 21
        assert told[-1] == "cases.csv:22:1  -  -: 10 more rows have this problem."

    def test_a_quote_that_never_ends(self, tell: Tell) -> None:
        table = TABLE + 'T03,"' + "x\n" * 100_000
        assert tell({"study.yaml": STUDY, "cases.csv": table}) == [
            "cases.csv:4  -  -: the quotes in this row do not pair up. "
            "Write a quote inside a quoted cell twice."
        ]


class TestWorkbooks:
    ROWS = (("case", "TANDEM", "spending", "region"), ("NO", 0.9, 550, 2019), (7, 0.1, None, "SE"))

    def test_values(self, read: Read) -> None:
        study = read({"study.yaml": STUDY, "cases.xlsx": workbook(self.ROWS)})
        assert study.case_ids == ("NO", "7")
        assert study.table["TANDEM"].tolist() == [0.9, 0.1]
        assert study.table["region"].tolist() == ["2019", "SE"]

    def test_table_that_does_not_start_in_the_corner(self, tell: Tell) -> None:
        rows = [(), (), *self.ROWS, ("T3", "high", 1, "x")]
        assert tell({"study.yaml": STUDY, "cases.xlsx": workbook(rows)}) == [
            "cases.xlsx:6:2  T3  values.TANDEM: 'high' is text, but a number belongs here."
        ]

    def test_dates_truth_values_and_times(self, tell: Tell) -> None:
        moment = datetime.datetime(2019, 5, 1, 12, 30)
        rows = [*self.ROWS, ("T3", moment, True, moment.date())]
        assert tell({"study.yaml": STUDY, "cases.xlsx": workbook(rows)}) == [
            "cases.xlsx:4:2  T3  values.TANDEM: '2019-05-01 12:30:00' looks like a date, but a number "
            "belongs here. If a spreadsheet made it a date, type the number again.",
            "cases.xlsx:4:3  T3  values.spending: 'true' is text, but a number belongs here. "
            "If 'true' means yes, write 1.",
        ]

    def test_sheet_of_cases_among_several(self, read: Read, tell: Tell) -> None:
        files = {"study.yaml": STUDY, "cases.xlsx": workbook(self.ROWS, ["notes", "cases"])}
        assert len(read(files).cases) == 2
        assert tell(files) == ["note: cases.xlsx  -  -: of 2 sheets only 'cases' is read."]

    @pytest.mark.parametrize("content", [b"PK no workbook", b"case,a\n1,2\n"])
    def test_damaged(self, tell: Tell, content: bytes) -> None:
        assert tell({"study.yaml": STUDY, "cases.xlsx": content}) == [
            "cases.xlsx  -  -: this is no Excel workbook (.xlsx), or it is damaged. Save it again in Excel."
        ]

    def test_unpacks_to_too_much(self, tell: Tell) -> None:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
        limits = Limits(file_bytes=200_000)
        assert tell({"study.yaml": STUDY, "cases.xlsx": content.getvalue()}, limits=limits) == [
            "cases.xlsx  -  -: unpacked it has 3 MB, more than ten times the limit of a file. "
            "Raise it with --max-file-size 380KB."
        ]

    def test_one_cell_in_the_last_corner(self, tell: Tell) -> None:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as book:
            book.add_worksheet("cases").write(1_048_575, 16_383, 1)
        assert tell({"study.yaml": STUDY, "cases.xlsx": content.getvalue()}) == [
            "cases.xlsx  -  -: a sheet reaches to row 1,048,576 and column 16,384. Delete the empty rows and "
            "columns after the table, or raise the limit with Limits(cells=…)."
        ]


@dataclass(frozen=True)
class Words:
    """A format of a plugin: words in lines."""

    suffix: str = ".words"
    fails: bool = False

    def read(self, path: Path) -> pd.DataFrame:
        if self.fails:
            raise ValueError("no words")
        header, *rows = [line.split() for line in path.read_text().splitlines()]
        table = pd.DataFrame(rows, columns=header)
        return table.assign(
            TANDEM=table["TANDEM"].astype(float),
            spending=[float("nan"), 3.0],
            region=pd.Timestamp(2019, 5, 1),
        )


class TestReadersOfPlugins:
    FILES = {"study.yaml": STUDY, "cases.words": "case TANDEM\nT01 0.9\nT02 0.1\n"}  # noqa: RUF012

    def test_cells_of_all_types(self, read: Read) -> None:
        study = read(self.FILES, readers={".words": Words()})
        assert study.table["TANDEM"].tolist() == [0.9, 0.1]
        assert study.cases["T01"].values["spending"].missing == "not coded"
        assert study.cases["T01"].values["region"].value == "2019-05-01"

    def test_failure_is_told(self, tell: Tell) -> None:
        assert tell(self.FILES, readers={".words": Words(fails=True)}) == [
            "cases.words  -  -: the reader of .words files failed (ValueError: no words). "
            "Save the table as .csv."
        ]

    def test_unknown_format(self, tell: Tell) -> None:
        files = {**self.FILES, "study.yaml": STUDY + "cases: cases.words\n"}
        assert tell(files) == [
            "cases.words  -  -: tables ending in '.words' cannot be read. Save it as one of: .csv, .xlsx."
        ]

    def test_own_formats_cannot_be_taken_over(self, read: Read) -> None:
        study = read(
            {"study.yaml": STUDY, "cases.csv": TABLE}, readers={".csv": Words(suffix=".csv", fails=True)}
        )
        assert len(study.cases) == 2


class TestReadTable:
    def test_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "my cases.csv"
        path.write_text(TABLE)
        table, problems = read_table(path)
        assert problems == []
        assert table is not None
        assert table.columns.tolist() == ["title", "TANDEM", "spending", "region"]
        assert table.index.tolist() == ["T01", "T02"]

    def test_missing(self, tmp_path: Path) -> None:
        table, problems = read_table(tmp_path / "no.csv")
        assert table is None
        assert problems == [Problem(message="there is no such file.", code="missing-file", file="no.csv")]


class TestColumn:
    @given(st.lists(st.floats(0, 1) | st.none(), min_size=1))
    @settings(max_examples=100, deadline=None)
    def test_numbers_are_read_as_they_are_written(self, numbers: list[float | None]) -> None:
        column = read_column(["" if number is None else repr(number) for number in numbers], FUZZY)
        assert column.wrong == {}
        expected = [math.nan if number is None else number for number in numbers]
        np.testing.assert_array_equal(column.values.astype(float), np.array(expected))

    @given(
        st.lists(
            st.sampled_from(
                ["0.5", "", "1", "-1", "2", "x", "nan", "inf", "1_0", "0,5", "not found", "1e400"]
            )
        )
    )
    @settings(max_examples=100, deadline=None)
    def test_each_cell_has_a_value_or_is_missing_or_wrong(self, cells: list[str]) -> None:
        column = read_column(cells, FUZZY)
        for row, cell in enumerate(cells):
            is_valued = not math.isnan(column.values[row])
            assert is_valued == (cell in ("0.5", "1"))
            assert (row in column.missing) == (cell == "not found")
            assert (row in column.wrong) == (cell not in ("0.5", "1", "", "not found"))


def test_100_000_rows_are_read_in_seconds(tmp_path: Path) -> None:
    # A coarse bound that a slip into per-cell Python objects would break; the benchmarks give the real time.
    rows = "\n".join(f"c{number},{number % 97 / 97:.4f},{number},SE" for number in range(100_000))
    (tmp_path / "study.yaml").write_text(STUDY)
    (tmp_path / "cases.csv").write_text(f"case,TANDEM,spending,region\n{rows}\n")
    started = datetime.datetime.now()
    study, problems = read_study(tmp_path)
    assert problems == []
    assert study is not None
    assert study.cases["c99999"].values["spending"].value == 99_999.0
    assert (datetime.datetime.now() - started).total_seconds() < 10
