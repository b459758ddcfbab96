"""What an archive holds, what it leaves out, and when none is made."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import casecompare
from casecompare.cli import app
from casecompare.errors import ReportError, StudyError, UsageError
from casecompare.replication import archive, diff, read_saved, verify


def call(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_an_archive_holds(made):
    files = contents(made / "small.zip")
    assert list(files) == sorted(files)
    assert {"README.md", "manifest.json", "expected.json", "requirements.txt", "study/study.yaml",
            "study/cases/k.yaml", "run/comparison.json", "run/report.md"} <= set(files)  # fmt: skip
    assert "run/report.html" not in files, "the run has no such format"
    manifest = json.loads(files["manifest.json"])
    assert manifest["schema"] == "casecompare/archive/1"
    assert manifest["command"] == "casecompare run study --plugin qca --seed 1 --robustness none"
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    assert manifest["made_with"]["packages"]["casecompare"] == casecompare.run.__globals__[
        "metadata"
    ].version("casecompare")
    assert any(line.startswith(b"numpy==") for line in files["requirements.txt"].splitlines())


def test_nothing_in_confidence_is_in_any_byte(made, secrets):
    for name, content in contents(made / "small.zip").items():
        text = " ".join(content.decode("utf-8").split())
        for secret in (*secrets, "Jane", "St Elsewhere", "pretended", "in tears", "what no plugin reads"):
            assert secret not in text, f"{secret} in {name}"
    raw = (made / "small.zip").read_bytes()
    assert b"Jane" not in raw


def test_what_is_not_in_confidence_stays(made):
    files = contents(made / "small.zip")
    for name in ("study.yaml", "cases/l.yaml", "cases/m.yaml"):
        assert files[f"study/{name}"] == (made / "small" / name).read_bytes()
    record = files["study/cases/k.yaml"].decode("utf-8")
    assert "All of them signed." in record
    assert "findings: [F5]" in record
    assert "access: restricted" in record
    assert "profession: clinical" in record
    assert "id: a1" in record


def test_the_readme_says_how_to_verify_and_what_was_left_out(made):
    text = contents(made / "small.zip")["README.md"].decode("utf-8")
    for said in (
        "# A small study",
        "casecompare verify small.zip",
        "- cases/k.yaml: 1 restricted passage; 1 name; the sections that no installed plugin reads: diary.",
        "Ragin CC (2008)",
        "`expected.json`",
    ):
        assert said in text


def test_with_restricted_everything_is_in_it(made, tmp_path, secrets):
    report = archive(made / "small", tmp_path / "all.zip", with_restricted=True)
    assert report.left_out == ()
    files = contents(report.path)
    assert files["study/cases/k.yaml"] == (made / "small/cases/k.yaml").read_bytes()
    assert b"Do not pass it on" in files["README.md"]
    # The report withholds them all the same.
    assert all(secret.encode() not in files["run/report.html"] for secret in secrets)
    assert verify(report.path).word == "the same"


def test_equal_archives_have_equal_bytes(made, tmp_path):
    archive(made / "small", tmp_path / "small.zip", run=made / "run")
    assert (tmp_path / "small.zip").read_bytes() == (made / "small.zip").read_bytes()


def test_options_seed_and_repeats_of_the_run_are_kept(place, monkeypatch):
    monkeypatch.chdir(place)
    options = ["--set", "qca.consistency=[0.9, 0.7]", "--set", "qca.pri=0.6", "--seed", "7"]
    done = call("run", "small", "--plugin", "qca", *options, "--robustness", "full", "--format", "json")
    assert done.exit_code == 0, done.output
    packed = call("archive", "small")
    assert packed.exit_code == 0, packed.output
    assert "It is about the run runs/small." in packed.output
    assert max(map(len, packed.output.splitlines())) <= 80
    manifest = json.loads(contents(place / "small-archive.zip")["manifest.json"])
    assert manifest["run"] == {
        "methods": ["qca"],
        "options": {"qca": {"consistency": [0.9, 0.7], "pri": 0.6}},
        "seed": 7,
        "robustness": "full",
    }
    assert "--set 'qca.consistency=[0.9, 0.7]' --set qca.pri=0.6 --seed 7" in manifest["command"]
    assert call("verify", "small-archive.zip").exit_code == 0
    assert diff("runs/small", "small-archive.zip").has_same_results


def test_the_run_must_belong_to_the_study(place):
    change(place / "small/cases/n.yaml", "B: 0", "B: 1")
    with pytest.raises(ReportError, match=r"made from other files .*cases/n\.yaml changed"):
        archive(place / "small", place / "new.zip", run=place / "run")
    assert not (place / "new.zip").exists()


def test_a_run_that_does_not_come_out_again_is_not_packed(place):
    written = json.loads((place / "run/comparison.json").read_text(encoding="utf-8"))
    written["memberships"]["k"]["A"] = 0.9
    (place / "run/comparison.json").write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(ReportError, match=r"does not come out again: 1 number or word differ") as told:
        archive(place / "small", place / "new.zip", run=place / "run")
    assert "memberships · k · A: expected 0.9, got 1.0" in str(told.value)


READER = """
import casecompare, pandas as pd
from pydantic import BaseModel
class Row(BaseModel):
    id: str
    name: str = ""
    profession: str = ""
def run(study, options, context):
    sizes = [sum(len(row.name) for row in case.sections.get("roles", ())) for case in study.cases.values()]
    return casecompare.MethodResult(scores=pd.DataFrame({"letters": sizes}, index=list(study.case_ids)))
METHOD = casecompare.Method(
    name="letters", title="Letters", question="How long are names?", run=run, sections={"roles": list[Row]},
    scores=(casecompare.Score(name="letters", title="letters", range=(0, None)),),
)
@casecompare.hookimpl
def casecompare_register_methods(register):
    register(METHOD)
"""


@pytest.fixture
def with_reader(place):
    (place / "letters.py").write_text(READER, encoding="utf-8")
    change(place / "small/cases/k.yaml", "actors:", "roles:")
    return place


def test_a_method_that_reads_what_is_left_out_is_told_about(with_reader):
    change(with_reader / "small/study.yaml", "methods:", "methods:\n  letters: {}")
    host = casecompare.load_host([with_reader / "letters.py"])
    with pytest.raises(
        ReportError, match="Leaving the restricted evidence out changes the results: 1 number"
    ):
        archive(with_reader / "small", with_reader / "new.zip", host=host)
    report = archive(with_reader / "small", with_reader / "new.zip", host=host, with_restricted=True)
    assert contents(report.path)["code/letters.py"] == READER.encode()
    assert b"--plugin code/letters.py" in contents(report.path)["README.md"]
    done = call("verify", report.path)
    assert done.exit_code == 1
    assert "came from the file letters.py, which is not installed" in " ".join(done.output.split())
    assert call("verify", report.path, "--plugin", with_reader / "letters.py").exit_code == 0


def test_a_passage_that_stands_elsewhere_stops_the_archive(place):
    change(place / "small/cases/l.yaml", "All of them signed.",
           '"we only  pretended to\\n   agree with the board, she said."')  # fmt: skip
    with pytest.raises(
        ReportError, match=r"The quote of evidence e2 in cases/k\.yaml also stands in cases/l"
    ):
        archive(place / "small", place / "new.zip")


def test_a_name_that_stands_elsewhere_is_remarked_on(place):
    change(place / "small/cases/l.yaml", "All of them signed.", "Jane Doe signed.")
    report = archive(place / "small", place / "new.zip")
    assert any("A name that was left out of cases/k.yaml also stands in study/cases/l.yaml" in one
               or "also stands in cases/l.yaml" in one for one in report.remarks)  # fmt: skip


def test_files_that_methods_read_are_asked_about(place):
    change(place / "small/study.yaml", "methods:", "methods:\n  network: {files: 'networks/{case}.csv'}")
    (place / "small/networks").mkdir()
    for case in "klmn":
        (place / f"small/networks/{case}.csv").write_text("from,to\na1,a2\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"read 4 files .* --with 'networks/\*'"):
        archive(place / "small", place / "new.zip")
    report = archive(place / "small", place / "new.zip", with_files=["networks/*"])
    assert "study/networks/k.csv" in contents(report.path)
    assert verify(report.path).word == "the same"


def test_what_is_no_archive_is_not_replaced(place):
    (place / "paper.zip").write_bytes(b"my own work")
    shutil.copy(place / "small.zip", place / "old.zip")
    with pytest.raises(ReportError, match="not an archive that casecompare wrote"):
        archive(place / "small", place / "paper.zip")
    with pytest.raises(ReportError, match="is a folder"):
        archive(place / "small", place / "run")
    assert (place / "paper.zip").read_bytes() == b"my own work"
    archive(place / "small", place / "old.zip", run=place / "run")
    assert sorted(one.name for one in place.iterdir()) == [
        "old.zip",
        "paper.zip",
        "run",
        "small",
        "small.zip",
    ]


def test_wrong_use_is_told(place):
    assert call("archive", place / "nowhere").exit_code == 1
    with pytest.raises(StudyError):
        archive(place / "nowhere", place / "new.zip")
    with pytest.raises(UsageError, match="no such file or folder"):
        archive(place / "small", place / "new.zip", run=place / "nowhere")


def test_an_archive_can_be_read_as_a_run(made):
    saved = read_saved(made / "small.zip")
    assert saved.python.startswith("CPython")
    assert saved.comparison.study.name == "small"


def test_the_formats_of_the_run_are_those_of_the_archive(place, secrets):
    comparison = casecompare.run(place / "small")
    casecompare.write_run(comparison, place / "other", formats=["xlsx", "csv", "json"])
    files = contents(archive(place / "small", place / "new.zip", run=place / "other").path)
    assert {"run/report.xlsx", "run/tables/memberships.csv", "run/comparison.json"} <= set(files)
    assert not {"run/report.html", "run/report.md", "run/report.pdf"} & set(files)
    (place / "report.xlsx").write_bytes(files["run/report.xlsx"])
    sheets = b"".join(contents(place / "report.xlsx").values()).decode("utf-8", "replace")
    assert "A small study" in sheets
    assert not [secret for secret in secrets if secret in sheets]
