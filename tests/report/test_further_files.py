"""Files that methods add to the run folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from casecompare.methods import Comparison, MethodResult
from casecompare.report import write_run
from casecompare.report.further_files import further_files


def with_files(comparison: Comparison, **files: Mapping[str, str]) -> Comparison:
    runs = {
        name: replace(run, result=replace(run.result or MethodResult(), files=files.get(name, {})))
        for name, run in comparison.runs.items()
    }
    return replace(comparison, runs=runs)


def test_a_method_adds_a_file(comparison: Comparison, tmp_path: Path) -> None:
    added = with_files(comparison, paths={"replicate.R": "x <- 'é'\n"})
    written = write_run(added, tmp_path / "run", formats=["json"])
    assert [path.name for path in written] == [
        "comparison.json",
        "history.jsonl",
        "provenance.json",
        "replicate.R",
    ]
    assert (tmp_path / "run" / "replicate.R").read_text(encoding="utf-8") == "x <- 'é'\n"
    assert "replicate.R" in json.loads((tmp_path / "run" / "provenance.json").read_text())["files"]
    methods = json.loads((tmp_path / "run" / "comparison.json").read_text())["methods"]
    assert [one.get("files") for one in methods if one["name"] == "paths"] == [["replicate.R"]]
    # The folder is known as a run with that file, so that the next one may replace it.
    write_run(comparison, tmp_path / "run", formats=["json"])
    assert not (tmp_path / "run" / "replicate.R").exists()


def test_no_file_takes_the_place_of_another(make_comparison: Callable[..., Comparison]) -> None:
    files = {"Report.HTML": "a", "provenance.json": "b", "tables": "c", "replicate.R": "d"}
    added = with_files(make_comparison(), paths=files, ties={"REPLICATE.r": "e"})
    found = further_files(added, ["report.html", "tables/a.csv", "provenance.json"])
    assert found == {
        "paths.Report.HTML": b"a",
        "paths.provenance.json": b"b",
        "paths.tables": b"c",
        "replicate.R": b"d",
        "ties.REPLICATE.r": b"e",
    }
