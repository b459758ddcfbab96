"""Studies from files: sections, frames and options that are wrong, each told with its place."""

from __future__ import annotations

import pytest

import casecompare
from casecompare_selection import SamplingRow

STUDY = """study: trial
outcome: Y
codebook:
  Y: {kind: fuzzy, from: y}
methods:
  selection: OPTIONS
"""
_NAMES = "{frame: frame.csv, outcome: %s, cause: %s}"
CASE = "id: %s\nvalues: {y: %s}\n"
FRAME = "unit,x,y,area\na,1,2,rural\nb,2,2.5,urban\nc,3,5,rural\n"


def written(folder, options="{frame: frame.csv, outcome: y, cause: x}", frame=FRAME, sampling=""):
    (folder / "cases").mkdir()
    (folder / "study.yaml").write_text(STUDY.replace("OPTIONS", options), encoding="utf-8")
    (folder / "cases/a.yaml").write_text(CASE % ("a", 0.9) + sampling, encoding="utf-8")
    (folder / "cases/b.yaml").write_text(CASE % ("b", 0.1), encoding="utf-8")
    if frame is not None:
        (folder / "frame.csv").write_text(frame, encoding="utf-8")
    return folder


def problems(folder):
    return [str(one) for one in casecompare.check(folder)]


def test_a_right_study_has_no_problems_and_runs(tmp_path):
    folder = written(tmp_path, sampling="sampling:\n  - {phase: core, frame: survey, rule: typical}\n")
    assert problems(folder) == []
    done = casecompare.run(folder).runs["selection"]
    assert done.status == "ok", done.reason


def test_a_row_says_why():
    with pytest.raises(ValueError, match="say by which 'rule' or for which 'reason'"):
        SamplingRow.model_validate({"phase": "core"})


def test_sections_are_checked_in_their_place(tmp_path):
    row = "  - {phase: core, rule: typical, evidence: [e9]}\n"
    folder = written(tmp_path, sampling=f"sampling:\n{row}{row}  - {{phase: core, rule: typicl}}\n")
    found = "\n".join(problems(folder))
    assert "cases/a.yaml:6:" in found
    assert "typicl" in found
    (folder / "cases/a.yaml").write_text(CASE % ("a", 0.9) + f"sampling:\n{row}{row}", encoding="utf-8")
    found = problems(folder)
    assert found[0].startswith("cases/a.yaml:4:")
    assert "there is no evidence 'e9' in this record" in found[0]
    assert any("cases/a.yaml:5:" in one and "phase 'core' has this row twice" in one for one in found)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (_NAMES % ("Y", "z"), "study.yaml:6:33  -  methods.selection.outcome: the frame has no "
                                "column 'Y'. Did you mean 'y'?"),
        (_NAMES % ("y", "z"), "methods.selection.cause: the frame has no column 'z'. There "
                                                     "are: x, y, area."),
        ("{frame: frame.csv, outcome: y, cause: x, asked: x}", "a response rate needs both columns"),
        ("{frame: frame.csv, outcome: y, cause: x, background: [x]}", "'x' is already the outcome"),
        ("{frame: frame.csv, chosen: area}", "frame.csv  a  area: 'rural' says neither yes nor no."),
        ("{frame: frame.csv, sets: [x]}", "frame.csv  b  x: '2' is no membership."),
        ("{frame: frame.csv, asked: x, answered: y}", "2 persons answered, but only 1 were asked."),
        ("{frame: frame.csv, asked: area, answered: y}", "'rural' is no count of persons."),
        ("{frame: frame.csv, case: area}", "frame.csv  c  area: another unit is the case 'rural' already."),
        ("{frame: other.csv}", "other.csv  -  -: there is no such file."),
        ("{frame: ../frame.csv}", "the frame must lie in the study's folder."),
        ("{stratum: area}", "it names a column of a frame, but no frame is named."),
        ("{cause: tandem}", "cause: 'tandem' is neither in the codebook nor among the coded values."),
        ("{cause: Y, outcome: Y}", "'Y' is named twice."),
        ("{frame: frame.csv, within: {cause: nobody}}", "selection.within.cause: 'nobody' is neither"),
        ("{number: 0}", "methods.selection.number"),
        ("{strategies: [typicl]}", "methods.selection.strategies"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_told_with_their_place(tmp_path, options, says):
    assert says in "\n".join(problems(written(tmp_path, options)))


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        ("unit,x,y\na,1,2\na,2,3\n", "frame.csv:3:1  a  -: the case id 'a' is used twice"),
        (
            "unit,x,y\na,1,2\nb,one,2\nc,3,2\n",
            "frame.csv  b  x: 'one' is no number, as most of this column are.",
        ),
        ("unit\na\nb\n", "frame.csv  -  -: it has ids, but no variable."),
        ("", "frame.csv  -  -: the file is empty."),
        ("unit,x,y\na,1\n", "frame.csv:2"),
    ],
)
def test_frames_that_cannot_be_read_are_told_with_their_place(tmp_path, frame, says):
    folder = written(tmp_path, frame=frame)
    assert says in "\n".join(problems(folder))
    with pytest.raises(casecompare.StudyError):
        casecompare.run(folder)


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "secret.csv").write_text(FRAME, encoding="utf-8")
    (tmp_path / "study").mkdir()
    folder = written(tmp_path / "study", frame=None)
    (folder / "frame.csv").symlink_to(tmp_path / "secret.csv")
    assert "the frame must lie in the study's folder" in "\n".join(problems(folder))


@pytest.mark.parametrize(
    ("column", "says"),
    [([f"w{at}" for at in range(60)], "'x' has 60 different labels"), (["1e300"] * 60, "beyond 1e+100")],
)
def test_what_is_most_likely_a_slip_is_refused_in_words(tmp_path, column, says):
    lines = [f"k{at},{cell},{at}" for at, cell in enumerate(column)]
    done = casecompare.run(written(tmp_path, frame="\n".join(["id,x,y", *lines]))).runs["selection"]
    assert done.status == "failed"
    assert says in done.reason


def test_decimal_commas_are_read_and_told(tmp_path):
    frame = "unit;x;y\na;1,5;2\nb;2;2,5\nc;3;5\nd;4;4\n"
    result = casecompare.run(written(tmp_path, frame=frame))["selection"]
    units = next(one.frame for one in result.tables if one.name == "units")
    assert units["value x"].tolist() == [1.5, 2, 3, 4]
    assert any("separated by semicolons" in one.message for one in result.diagnostics)
