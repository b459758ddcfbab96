"""A run that was saved with a plugin opens where nobody has that plugin, and older files are brought up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import casecompare
from casecompare.report.json_document import SCHEMA
from casecompare.report.stored_comparison import STEPS, migrate
from casecompare.testing import make_study

STRANGERS = Path(__file__).with_name("strangers.py")
TABLE = pd.DataFrame({"A": [1.0, 0.0, 0.7], "Y": [0.9, 0.2, 0.6]}, index=["T1", "T2", "T3"])
READ = """
import sys
import casecompare
stored = casecompare.read_comparison(sys.argv[1])
[run] = stored.record.methods
print(run.name, run.status, stored.table("everything.t").shape, stored.findings["sentence"].tolist())
print(stored.evidence.set_index("source")["value"].get("everything").tolist())
assert not any("stranger" in name for name in sys.modules), "the plugin was imported"
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = make_study(TABLE, outcome="Y", hypotheses={"H1": "A => Y"})
    comparison = casecompare.run(study, ["everything"], host=casecompare.load_host([STRANGERS]))
    folder = tmp_path_factory.mktemp("saved") / "run"
    casecompare.write_run(comparison, folder, formats=["json"])
    return folder


def test_a_run_opens_where_its_plugin_is_not_installed(saved: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(saved)], capture_output=True, text=True, check=False, cwd=saved
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["everything ok (3, 10) ['A goes with Y.']", "[7.0, nan]"]


def test_keys_that_a_later_release_adds_do_no_harm(saved: Path, tmp_path: Path) -> None:
    data = json.loads((saved / "comparison.json").read_text(encoding="utf-8"))
    data["methods"][0]["isolation"] = {"process": True}
    data["later"] = [1]
    (tmp_path / "comparison.json").write_text(json.dumps(data), encoding="utf-8")
    assert casecompare.read_comparison(tmp_path).record.methods[0].name == "everything"


def test_every_version_there_was_has_a_step_to_the_next() -> None:
    present = int(SCHEMA.rpartition("/")[2])
    assert sorted(STEPS) == list(range(1, present))


def test_older_versions_are_brought_up_step_by_step() -> None:
    """With made-up versions, since the first is still the present one."""
    steps = {
        1: lambda data: {**data, "runs": data["methods"]},
        2: lambda data: {key: value for key, value in data.items() if key != "methods"},
    }
    old = {"schema": "casecompare/comparison/1", "methods": [1]}
    assert migrate(old, steps=steps) == {"schema": "casecompare/comparison/3", "runs": [1]}
    assert old == {"schema": "casecompare/comparison/1", "methods": [1]}
    assert migrate({"schema": "casecompare/comparison/3", "runs": [1]}, steps=steps)["runs"] == [1]


def test_a_newer_version_is_refused_with_what_to_do(saved: Path, tmp_path: Path) -> None:
    data = json.loads((saved / "comparison.json").read_text(encoding="utf-8"))
    data["schema"] = "casecompare/comparison/2"
    (tmp_path / "comparison.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(casecompare.ReportError, match=r"a newer casecompare wrote it.*pip install --upgrade"):
        casecompare.read_comparison(tmp_path)
