"""The two plugins in `examples/`: strangers' projects, built as wheels and used in a new environment."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
NAMES = ["nca", "timeline"]
README_PARTS = ["question", "when to use", "when not", "example", "references"]
PUBLIC = ("casecompare", "casecompare.sets", "casecompare.testing", "casecompare.figures", "casecompare.lazy")


def project_of(name: str) -> Mapping[str, object]:
    return tomllib.loads((EXAMPLES / name / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_complete_project(name: str) -> None:
    project, folder = project_of(name), EXAMPLES / name
    assert project["name"] == f"casecompare-{name}"
    assert project["entry-points"] == {"casecompare": {name: f"casecompare_{name}"}}
    assert (folder / f"src/casecompare_{name}/py.typed").is_file()
    assert {path.name for path in (folder / "tests").glob("test_*.py")} >= {"test_contract.py"}
    assert list((folder / "example").rglob("study.yaml"))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    headings = [line.strip("# ").casefold() for line in readme.splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if heading in README_PARTS] == README_PARTS


@pytest.mark.parametrize("name", NAMES)
def test_none_imports_more_than_a_stranger_may(name: str) -> None:
    for path in sorted((EXAMPLES / name / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("casecompare"):
                module = node.module or ""
                room = ".".join(module.split(".")[:2])
                assert room in PUBLIC or room.startswith(f"casecompare_{name}"), f"{path.name}: {module}"


@pytest.mark.parametrize("name", NAMES)
def test_no_module_is_long(name: str) -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (EXAMPLES / name / "src").rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > 400} == {}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the Python of a new environment with the wheels of both, on top of the one that runs the tests."""
    folder = tmp_path_factory.mktemp("fresh")
    for name in NAMES:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "wheels")]
        subprocess.run(build, cwd=EXAMPLES / name, check=True, capture_output=True, timeout=120)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True, timeout=120)
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wheels = sorted(map(str, (folder / "wheels").glob("*.whl")))
    # What the wheels need is not downloaded: the packages of this environment are seen from the new one.
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", *wheels]
    subprocess.run(install, check=True, capture_output=True, timeout=120)
    told = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = subprocess.run(told, check=True, capture_output=True, text=True, timeout=60).stdout.strip()
    seen = sysconfig.get_path("purelib")
    (Path(own) / "seen.pth").write_text(f"import site; site.addsitedir({seen!r})\n", encoding="utf-8")
    return python


def casecompare(python: Path, *arguments: str, folder: Path | None = None) -> str:
    done = subprocess.run(
        [str(python), "-m", "casecompare", *arguments],
        cwd=folder or ROOT, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def report_of(python: Path, study: Path, folder: Path, *arguments: str) -> Mapping[str, Mapping[str, object]]:
    casecompare(python, "run", str(study), "-o", str(folder), "--robustness", "none", *arguments)
    written = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return {one["name"]: one for one in written["methods"]}


@pytest.mark.slow
def test_the_wheels_hold_what_they_should(fresh: Path) -> None:
    for wheel in (fresh.parents[2] / "wheels").glob("*.whl"):
        held = zipfile.ZipFile(wheel).namelist()
        assert any(name.endswith("py.typed") for name in held)
        assert not any("tests/" in name for name in held)


@pytest.mark.slow
def test_an_installed_plugin_is_listed_and_described(fresh: Path) -> None:
    listed = casecompare(fresh, "plugins")
    for name in NAMES:
        assert re.search(rf"casecompare-{name}\s+0\.1\.0|casecompare-{name} 0\.1\.0", listed), listed
    assert "Organizational Research Methods" in casecompare(fresh, "describe", "nca")
    assert "timeline" in casecompare(fresh, "schema")


@pytest.mark.slow
def test_a_method_that_is_not_shipped_runs_on_its_example_and_on_a_study_that_ships(
    fresh: Path, tmp_path: Path
) -> None:
    own = report_of(fresh, EXAMPLES / "nca/example", tmp_path / "own", "--plugin", "nca")
    assert own["nca"]["status"] == "ok"
    assert {table["name"] for table in own["nca"]["tables"]} >= {"effects", "bottleneck_ce_fdh", "outliers"}
    shipped = report_of(
        fresh, ROOT / "cases/lipset_1959", tmp_path / "shipped", "--plugin", "nca", "--plugin", "qca"
    )
    assert {name: one["status"] for name, one in shipped.items()} == {"nca": "ok", "qca": "ok"}
    assert "bottleneck" in (tmp_path / "shipped/report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_qca_uses_scores_that_are_derived_from_a_section(fresh: Path, tmp_path: Path) -> None:
    found = report_of(fresh, EXAMPLES / "timeline/example/reforms", tmp_path / "run")
    assert {name: one["status"] for name, one in found.items()} == {"timeline": "ok", "qca": "ok"}
    assert "STEADY" in json.dumps(found["qca"]["findings"])


@pytest.mark.slow
def test_cases_are_read_from_a_format_that_is_not_shipped(fresh: Path, tmp_path: Path) -> None:
    found = report_of(fresh, EXAMPLES / "timeline/example/interviews", tmp_path / "run", "--plugin", "qca")
    assert found["qca"]["status"] == "ok"
    assert "JOINT" in json.dumps(found["qca"]["findings"])


@pytest.mark.slow
def test_their_own_tests_pass_in_the_new_environment(fresh: Path) -> None:
    for name in NAMES:
        tests = [str(fresh), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "tests"]
        done = subprocess.run(
            tests, cwd=EXAMPLES / name, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:]
