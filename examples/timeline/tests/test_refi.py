"""Projects of qualitative-analysis programs: what is read, and what is refused."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare import CasecompareError
from casecompare_timeline import read_project, read_qdpx

sys.path.insert(0, str(Path(__file__).parent))
from projects import project_document, write_project

EXAMPLE = Path(__file__).resolve().parent.parent / "example/interviews/cases.qdpx"


def rows(document: bytes) -> list[dict[str, object]]:
    return read_project(document).to_dict("records")


def test_cases_count_the_passages_of_their_sources() -> None:
    document = project_document(
        ["a", "b", "c"],
        [("a", 0, 9, "tandem"), ("b", 0, 9, "tandem"), ("b", 20, 30, "conflict"), ("c", 1, 2, "tandem")],
        cases={"T1": ["a", "b"], "T2": []},
        variables={"T1": {"beds": "12"}},
    )
    assert rows(document) == [
        {"case": "T1", "segments": 3, "tandem": 2, "conflict": 1, "beds": "12"},
        {"case": "T2", "segments": 0, "tandem": 0, "conflict": 0, "beds": None},
        {"case": "c", "segments": 1, "tandem": 1, "conflict": 0, "beds": None},
    ]


def test_a_passage_coded_twice_counts_once() -> None:
    document = project_document(
        ["a"], [("a", 0, 9, "tandem"), ("a", 0, 9, "tandem"), ("a", 0, 9, "conflict")]
    )
    assert rows(document) == [{"case": "a", "segments": 1, "tandem": 1, "conflict": 1}]


def test_codes_of_one_name_are_told_apart_by_those_above() -> None:
    document = b"""<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>
      <Code guid="1" name="before"><Code guid="2" name="tandem"/></Code>
      <Code guid="3" name="after"><Code guid="4" name="Tandem"/></Code><Code guid="5" name="case"/>
      </Codes></CodeBook><Sources><TextSource guid="s" name="T1"/></Sources></Project>"""
    assert list(read_project(document).columns) == [
        "case", "segments", "before", "after", "case (2)", "before / tandem", "after / Tandem",
    ]  # fmt: skip


def test_the_example_is_read() -> None:
    table = read_qdpx(EXAMPLE)
    assert table["case"].tolist() == ["T1", "T2", "T3", "T4", "T5", "T6"]
    assert table["acting together"].tolist() == [7, 5, 1, 0, 6, 1]
    assert table["sustained"].tolist() == ["0.9", "0.8", "0.1", "0.2", "0.7", "0.3"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<Project", "is damaged"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Project>&a;</Project>", "declares a document type"),
        ("<!DOCTYPE x><Project/>".encode("utf-16"), "declares a document type"),
        (b"<CodeBook/>", "is no REFI-QDA project"),
        (b"", "is damaged"),
    ],
)
def test_a_document_that_is_none_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(CasecompareError, match=said):
        read_project(content)


def test_an_archive_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "cases.qdpx"
    for content in (b"", b"PK\x03\x04 rubbish", b"a,b\n1,2\n"):
        file.write_bytes(content)
        with pytest.raises(CasecompareError, match="no REFI-QDA project, or is damaged"):
            read_qdpx(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(CasecompareError, match=r"holds no project\.qde"):
        read_qdpx(file)


def test_an_archive_that_would_grow_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casecompare_timeline.refi._MOST_BYTES", 100)
    file = write_project(tmp_path / "cases.qdpx", project_document(["a"], []))
    with pytest.raises(CasecompareError, match="is larger than"):
        read_qdpx(file)


def test_codes_in_great_depth_do_no_harm() -> None:
    depth = 1_500
    codes = "".join(f'<Code guid="{at}" name="n">' for at in range(depth)) + "</Code>" * depth
    document = f"<Project><CodeBook><Codes>{codes}</Codes></CodeBook></Project>".encode()
    assert len(read_project(document).columns) == depth + 2


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.sampled_from(["x", "y"])), max_size=20)
)
def test_counts_are_those_of_distinct_passages(drawn: list[tuple[str, int, str]]) -> None:
    codings = [(source, at, at + 1, code) for source, at, code in drawn]
    found = rows(project_document(["a", "b", "c"], codings, codes=["x", "y"]))
    for row in found:
        assert row["segments"] == len({at for source, at, _ in drawn if source == row["case"]})
        for code in "xy":
            assert row[code] == len({at for source, at, own in drawn if (source, own) == (row["case"], code)})


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, max_size=6))
def test_every_heading_is_there_once_whatever_codes_are_called(names: list[str]) -> None:
    parts = "".join(f'<Code guid="{at}" name="{_quoted(name)}"/>' for at, name in enumerate(names))
    document = f"<Project><CodeBook><Codes>{parts}</Codes></CodeBook></Project>".encode()
    columns = [str(one).casefold() for one in read_project(document).columns]
    assert len(columns) == len(set(columns)) == len(names) + 2


def _quoted(name: str) -> str:
    return (
        name.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace('"', "&quot;")
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )
