"""The run folder: whole or not at all, and never in the place of something else."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casecompare.errors import ReportError, UsageError
from casecompare.methods import Comparison, Renderer
from casecompare.report import folder as folder_module
from casecompare.report import write_run

REPORTS = ["comparison.json", "history.jsonl", "provenance.json", "report.html", "report.md"]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def failing(error: BaseException) -> dict[str, Renderer]:
    def render(comparison: Comparison) -> bytes:
        raise error

    return {"odd": Renderer(name="odd", suffix=".odd", title="odd", render=render)}


def test_a_run_folder_holds_reports_tables_and_provenance(comparison: Comparison, tmp_path: Path) -> None:
    written = write_run(comparison, tmp_path / "runs" / "redesign")
    names = [path.relative_to(tmp_path / "runs" / "redesign").as_posix() for path in written]
    assert [name for name in names if "/" not in name] == REPORTS
    assert "tables/memberships.csv" in names
    assert all(path.is_file() for path in written)
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["redesign"]


def test_provenance_tells_what_differs_from_run_to_run(comparison: Comparison, tmp_path: Path) -> None:
    started = datetime(2026, 3, 1, 12, tzinfo=UTC)
    write_run(comparison, tmp_path / "run", command="casecompare run x", started=started)
    told = json.loads((tmp_path / "run" / "provenance.json").read_text())
    assert told["schema"] == "casecompare/run/1"
    assert [told["command"], told["started"], told["status"]] == [
        "casecompare run x",
        "2026-03-01T12:00:00+00:00",
        "illustrative, constructed",
    ]
    assert told["seconds"]["paths"] == 0.25
    assert told["inputs"] == {"study.yaml": "ab" * 32, "cases/t01.yaml": "cd" * 32}
    assert told["packages"]["casecompare-ties"] == "1.2"
    page = (tmp_path / "run" / "report.html").read_bytes()
    assert told["files"]["report.html"] == hashlib.sha256(page).hexdigest()


def test_two_runs_differ_in_nothing_but_provenance(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "one", command="a")
    write_run(comparison, tmp_path / "two", command="b")
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one.pop("provenance.json") != two.pop("provenance.json")
    assert one == two


def test_only_the_formats_asked_for_are_written(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run", formats=["markdown"])
    assert sorted(contents(tmp_path / "run")) == ["history.jsonl", "provenance.json", "report.md"]


def test_a_new_run_replaces_the_former_one_whole(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run")
    write_run(comparison, tmp_path / "run", formats=["json"])
    assert sorted(contents(tmp_path / "run")) == ["comparison.json", "history.jsonl", "provenance.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_formats_of_plugins_are_written_too(comparison: Comparison, tmp_path: Path) -> None:
    brought = Renderer(
        name="slides", suffix=".tex", title="Slides", render=lambda one: one.study.name.encode()
    )
    write_run(comparison, tmp_path / "run", renderers={"slides": brought})
    assert (tmp_path / "run" / "report.tex").read_text() == "redesign"


def test_a_plugin_format_does_not_see_restricted_evidence(
    comparison: Comparison, tmp_path: Path, secrets: tuple[str, ...]
) -> None:
    brought = Renderer(
        name="whole", suffix=".txt", title="whole", render=lambda one: repr(one.study).encode()
    )
    write_run(comparison, tmp_path / "run", formats=["whole"], renderers={"whole": brought})
    assert [secret for secret in secrets if secret in (tmp_path / "run" / "report.txt").read_text()] == []


def test_an_unknown_format_is_named_with_the_likely_one(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_run(comparison, tmp_path / "run", formats=["htlm"])
    assert str(caught.value) == "no format 'htlm'. Did you mean 'html'?"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("odd")], ids=["interrupt", "defect"])
def test_an_interrupted_run_leaves_the_former_one(
    error: BaseException, comparison: Comparison, tmp_path: Path
) -> None:
    write_run(comparison, tmp_path / "run", command="former")
    before = contents(tmp_path / "run")
    with pytest.raises((KeyboardInterrupt, ReportError)):
        write_run(
            comparison, tmp_path / "run", formats=["html", "odd"], renderers=failing(error), command="b"
        )
    assert contents(tmp_path / "run") == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_format_that_fails_says_so(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(ReportError) as caught:
        write_run(comparison, tmp_path / "run", formats=["odd"], renderers=failing(ValueError("no paper")))
    assert str(caught.value) == (
        "the format 'odd' could not be written (ValueError: no paper). "
        "Leave it out by naming the others with --format."
    )


def test_a_format_that_nobody_asked_for_costs_its_own_file_only(
    comparison: Comparison, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_run(comparison, tmp_path / "run", renderers=failing(SystemExit("bye")))
    assert (tmp_path / "run" / "report.html").is_file()
    assert not (tmp_path / "run" / "report.odd").exists()
    assert "the format 'odd' could not be written (SystemExit: bye)." in caplog.text


def test_a_suffix_does_not_lead_out_of_the_folder(comparison: Comparison, tmp_path: Path) -> None:
    sly = Renderer(name="sly", suffix="/../../sly", title="sly", render=lambda one: b"x")
    written = write_run(comparison, tmp_path / "run", formats=["sly"], renderers={"sly": sly})
    assert [path.parent for path in written] == [tmp_path / "run"] * 3


@pytest.mark.parametrize("fails_at", [1, 2])
def test_an_interrupt_between_the_two_moves_restores_the_former_run(
    fails_at: int, comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(comparison, tmp_path / "run", command="former")
    before, moves, rename = contents(tmp_path / "run"), [], Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        moves.append(path)
        if len(moves) == fails_at:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_run(comparison, tmp_path / "run", command="latter")
    assert contents(tmp_path / "run") == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_run_set_aside_by_a_crash_comes_back(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run", command="former")
    before = contents(tmp_path / "run")
    (tmp_path / "run").rename(tmp_path / ".run.former")
    with pytest.raises(ReportError):
        write_run(comparison, tmp_path / "run", formats=["odd"], renderers=failing(ValueError("again")))
    assert contents(tmp_path / "run") == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_with_other_things_is_left_alone(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.docx").write_text("years of work")
    with pytest.raises(ReportError) as caught:
        write_run(comparison, tmp_path / "thesis")
    assert str(caught.value) == (
        f"{tmp_path / 'thesis'} is not empty and is not a run folder of casecompare, so it is left as it is. "
        "Choose another folder with -o, or empty this one."
    )
    assert contents(tmp_path / "thesis") == {"chapter.docx": b"years of work"}


def test_notes_put_into_a_run_folder_are_not_lost(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run")
    (tmp_path / "run" / "notes.txt").write_text("think about T04")
    with pytest.raises(ReportError, match=r"also holds what casecompare did not write \(notes\.txt\)"):
        write_run(comparison, tmp_path / "run")
    assert (tmp_path / "run" / "notes.txt").read_text() == "think about T04"


def test_what_systems_leave_behind_does_not_stop_a_run(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run")
    (tmp_path / "run" / ".DS_Store").write_bytes(b"")
    write_run(comparison, tmp_path / "run")
    assert not (tmp_path / "run" / ".DS_Store").exists()


def test_an_empty_folder_may_be_used(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    write_run(comparison, tmp_path / "run", formats=["json"])
    assert sorted(contents(tmp_path / "run")) == ["comparison.json", "history.jsonl", "provenance.json"]


def test_a_file_in_the_way_is_not_replaced(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "run").write_text("mine")
    with pytest.raises(ReportError, match=r"is a file\. Choose a folder for the run with -o"):
        write_run(comparison, tmp_path / "run")
    assert (tmp_path / "run").read_text() == "mine"


def test_a_disk_that_refuses_is_told_in_one_sentence(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(files: object, folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module, "_write", full)
    with pytest.raises(ReportError, match="could not be written \\(No space left on device\\)"):
        write_run(comparison, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
