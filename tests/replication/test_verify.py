"""Whether an archive comes out again, and what is said when it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casecompare.cli import app
from casecompare.errors import ReportError, UsageError
from casecompare.replication import archive, verify
from casecompare.replication.manifest import sha256
from casecompare.replication.numbers import digest

ROOT = Path(__file__).parents[2]


def call(*arguments):
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


def sealed(files: dict[str, bytes], **changes: object) -> None:
    """Make the manifest fit files that were changed, as a forger would."""
    manifest = json.loads(files["manifest.json"])
    manifest["numbers"] = digest(json.loads(files["expected.json"]))
    manifest["files"] = {name: sha256(content) for name, content in files.items() if name != "manifest.json"}
    files["manifest.json"] = json.dumps({**manifest, **changes}).encode()


def forge_number(files: dict[str, bytes], by: float, **changes: object) -> None:
    """Change a membership wherever the archive tells it, with all hashes made right."""
    expected = json.loads(files["expected.json"])
    expected["memberships"]["k"]["A"] += by
    files["expected.json"] = json.dumps(expected).encode()
    written = json.loads(files["run/comparison.json"])
    written["memberships"]["k"]["A"] += by
    files["run/comparison.json"] = json.dumps(written).encode()
    sealed(files, **changes)


@pytest.mark.parametrize(
    "name",
    ["cragun_2014", *(pytest.param(one, marks=pytest.mark.slow) for one in ("blackman_2011", "lipset_1959"))],
)
def test_a_shipped_study_comes_out_again(name, tmp_path):
    report = archive(ROOT / "cases" / name, tmp_path / "study.zip")
    found = verify(report.path)
    assert found.word == "the same"
    assert found.compared > 2000
    assert found.versions == ()


@pytest.mark.slow
def test_the_largest_shipped_study_comes_out_again(tmp_path):
    report = archive(ROOT / "cases/clinical_commissioning", tmp_path / "study.zip", with_files=["*.csv"])
    assert verify(report.path).word == "the same"


def test_the_answer_of_the_command(made):
    done = call(made / "small.zip")
    assert done.exit_code == 0
    assert "The same: every number came out again, to the last digit." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    told = json.loads(call(made / "small.zip", "--format", "json").stdout)
    assert (told["schema"], told["word"], told["same"]) == ("casecompare/verification/1", "the same", True)


def test_a_changed_file_is_found(place, rewrite):
    def change(files):
        files["study/cases/l.yaml"] = files["study/cases/l.yaml"].replace(b"B: 0", b"B: 1")
        files["run/extra.txt"] = b"hello"
        del files["run/report.md"]

    rewrite(place / "small.zip", change)
    found = verify(place / "small.zip")
    assert found.word == "differs"
    assert found.reasons[0] == "run/report.md is missing from the archive."
    assert found.reasons[1].startswith("study/cases/l.yaml was changed: expected SHA-256 ")
    assert found.reasons[2] == "run/extra.txt was added to the archive."
    assert ("memberships", "l", "B") in [one.place for one in found.differences]
    assert call(place / "small.zip").exit_code == 1


def test_a_report_that_was_changed_is_found_although_the_numbers_are_right(place, rewrite):
    rewrite(place / "small.zip", lambda files: files.update({"run/report.md": b"H1 is proven"}))
    found = verify(place / "small.zip")
    assert found.word == "differs"
    assert found.differences == ()


def test_a_forged_number_is_found(place, rewrite):
    rewrite(place / "small.zip", lambda files: forge_number(files, -0.4))
    found = verify(place / "small.zip")
    assert found.word == "differs"
    assert found.reasons == ("1 number or word differs from what the archive says came out.",)
    assert [str(one) for one in found.differences] == ["memberships · k · A: expected 0.6, got 1.0"]


def test_numbers_that_disagree_inside_the_archive_are_found(place, rewrite):
    def change(files):
        written = json.loads(files["run/comparison.json"])
        written["verdicts"][0]["word"] = "mixed"
        files["run/comparison.json"] = json.dumps(written).encode()
        sealed(files)

    rewrite(place / "small.zip", change)
    found = verify(place / "small.zip")
    assert found.word == "differs"
    assert "run/comparison.json and expected.json disagree: verdicts · H1 · word" in found.reasons[0]


def test_a_difference_beyond_the_ninth_decimal_is_within_tolerance(place, rewrite):
    rewrite(place / "small.zip", lambda files: forge_number(files, -1e-11))
    done = call(place / "small.zip")
    assert done.exit_code == 0
    assert "The same within tolerance" in done.stdout


def test_another_version_with_other_numbers_cannot_tell(place, rewrite):
    old = {"python": "CPython 3.9.0", "packages": {"casecompare": "0.0.1", "numpy": "1.0", "gone": "3"}}

    def change(files):
        forge_number(files, -0.4, made_with=old)

    rewrite(place / "small.zip", change)
    found = verify(place / "small.zip")
    assert found.word == "cannot tell"
    assert "is installed, not 0.0.1: install the versions in requirements.txt" in found.reasons[0]
    done = call(place / "small.zip")
    assert done.exit_code == 1
    for said in ("the archive was made with CPython 3.9.0", "casecompare 0.", "gone is not installed"):
        assert said in done.stdout


def test_another_version_with_the_same_numbers_is_the_same(place, rewrite):
    old = {"python": "CPython 3.9.0", "packages": {"casecompare": "0.0.1"}}

    def change(files):
        # What a newer version computes in addition is no difference.
        expected = json.loads(files["expected.json"])
        del expected["methods"]["qca"]["tables"]["necessity"]
        files["expected.json"] = json.dumps(expected).encode()
        written = json.loads(files["run/comparison.json"])
        tables = written["methods"][0]["tables"]
        written["methods"][0]["tables"] = [table for table in tables if table["name"] != "necessity"]
        files["run/comparison.json"] = json.dumps(written).encode()
        sealed(files, made_with=old)

    rewrite(place / "small.zip", change)
    found = verify(place / "small.zip")
    assert (found.word, found.reasons) == ("the same", ())
    assert len(found.versions) == 2


def test_a_missing_plugin_is_named(place, rewrite):
    def change(files):
        manifest = json.loads(files["manifest.json"])
        manifest["run"]["methods"] = ["qca", "nca"]
        manifest["methods"].append({"name": "nca", "distribution": "casecompare-nca", "version": "1.2"})
        files["manifest.json"] = json.dumps(manifest).encode()

    rewrite(place / "small.zip", change)
    found = verify(place / "small.zip")
    assert found.word == "cannot tell"
    assert found.reasons == (
        "The method nca is not installed here; the archive was made with casecompare-nca 1.2.",
    )
    assert call(place / "small.zip").exit_code == 1


def test_a_study_that_cannot_be_read_is_told(place, rewrite):
    def change(files):
        files["study/study.yaml"] = b"study: [small"
        sealed(files)

    rewrite(place / "small.zip", change)
    done = call(place / "small.zip")
    assert done.exit_code == 1
    assert "The study in the archive cannot be run here" in done.stdout
    assert "Traceback" not in done.output


def test_keep_leaves_the_files(made, tmp_path):
    assert verify(made / "small.zip", keep=tmp_path / "kept").is_same
    assert (tmp_path / "kept/study/study.yaml").is_file()
    with pytest.raises(ReportError, match="holds something already"):
        verify(made / "small.zip", keep=tmp_path / "kept")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("manifest.json", None, "it holds no manifest.json"),
        ("manifest.json", b"{", "is damaged"),
        ("manifest.json", b"[" * 50_000, "is damaged"),
        ("manifest.json", b"{}", "no archive of casecompare"),
        ("manifest.json", b'{"schema": "casecompare/archive/9"}', "made by a newer casecompare"),
        ("manifest.json", b'{"schema": "casecompare/archive/1"}', "is damaged"),
        ("study/study.yaml", None, "does not hold the study"),
        ("expected.json", None, "missing or damaged"),
        ("expected.json", b"[1]", "is damaged"),
    ],
    ids=["none", "cut", "deep", "empty", "newer", "lacking", "no study", "no numbers", "a list"],
)
def test_malformed_archives_give_sentences(place, rewrite, file, content, said):
    def change(files):
        if content is None:
            del files[file]
        else:
            files[file] = content

    rewrite(place / "small.zip", change)
    with pytest.raises(UsageError, match=said):
        verify(place / "small.zip")
    done = call(place / "small.zip")
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_manifest_that_points_elsewhere_is_refused(place, rewrite):
    def change(files):
        manifest = json.loads(files["manifest.json"])
        manifest["study"]["file"] = "study/../../etc/passwd"
        files["manifest.json"] = json.dumps(manifest).encode()

    rewrite(place / "small.zip", change)
    assert call(place / "small.zip").exit_code == 2


def test_no_archive_at_all(tmp_path):
    (tmp_path / "text.zip").write_text("no zip file", encoding="utf-8")
    for path in (tmp_path / "text.zip", tmp_path / "nowhere.zip", tmp_path):
        done = call(path)
        assert done.exit_code == 2
        assert "Traceback" not in done.output
