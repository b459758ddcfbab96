"""What is installed is what is written: entry points, packages, versions and the public names."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

import casecompare

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PLUGINS = {
    file.parent.name: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "plugins").glob("*/pyproject.toml"))
}
README_PARTS = ["question", "when to use", "when not", "example", "references"]
ROOMS = [
    "casecompare",
    "casecompare.errors",
    "casecompare.figures",
    "casecompare.hypotheses",
    "casecompare.kit",
    "casecompare.methods",
    "casecompare.replication",
    "casecompare.report",
    "casecompare.robustness",
    "casecompare.sets",
    "casecompare.study",
    "casecompare.testing",
]


def test_every_plugin_folder_is_a_project() -> None:
    folders = {folder.name for folder in (ROOT / "plugins").iterdir() if folder.is_dir()}
    assert folders == set(PLUGINS)


def test_root_repeats_the_entry_points_of_the_plugins() -> None:
    own = {
        name: target
        for plugin in PLUGINS.values()
        for name, target in plugin["project"]["entry-points"]["casecompare"].items()
    }
    assert PROJECT["project"]["entry-points"]["casecompare"] == own


def test_installed_entry_points_are_the_written_ones() -> None:
    installed = {point.name: point.value for point in entry_points(group="casecompare")}
    assert PROJECT["project"]["entry-points"]["casecompare"].items() <= installed.items()


@pytest.mark.parametrize("name", PLUGINS)
def test_plugin_project_is_complete(name: str) -> None:
    project, folder = PLUGINS[name]["project"], ROOT / "plugins" / name
    assert project["name"] == f"casecompare-{name}"
    assert project["entry-points"]["casecompare"] == {name: f"casecompare_{name}"}
    assert project["requires-python"] == PROJECT["project"]["requires-python"]
    assert (folder / f"src/casecompare_{name}/py.typed").is_file()
    assert list((folder / "tests").glob("test_*.py"))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    headings = [line.strip("# ").casefold() for line in readme.splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if heading in README_PARTS] == README_PARTS


@pytest.mark.parametrize("name", PLUGINS)
def test_plugin_fits_this_version_and_is_bundled(name: str) -> None:
    requirements = {one.name: one for one in map(Requirement, PLUGINS[name]["project"]["dependencies"])}
    assert requirements["casecompare"].specifier.contains(PROJECT["project"]["version"], prereleases=True)
    bundled = {Requirement(one).name for one in PROJECT["project"]["dependencies"]}
    assert set(requirements) - {"casecompare"} <= bundled, "the root must bring what its plugins need"
    assert (
        f"plugins/{name}/src/casecompare_{name}"
        in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    )


def test_wheel_holds_the_core_the_plugins_and_the_studies(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    sources = [
        ROOT / "src/casecompare",
        *(ROOT / f"plugins/{name}/src/casecompare_{name}" for name in PLUGINS),
    ]
    expected = {
        str(file.relative_to(source.parent).as_posix())
        for source in sources
        for file in source.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    studies = {
        f"casecompare/{file.relative_to(ROOT).as_posix()}"
        for file in (ROOT / "cases").rglob("*")
        if file.is_file() and "runs" not in file.parts
    }
    assert expected | studies <= held
    assert not [name for name in held if "/tests/" in name or name.startswith("tests/")]


def test_versions_agree() -> None:
    written = PROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version("casecompare") == citation["version"] == changes[0] == written
    assert citation["license"] == PROJECT["project"]["license"] == "MIT"


@pytest.mark.parametrize("name", ROOMS)
def test_exported_names_are_true(name: str) -> None:
    room = importlib.import_module(name)
    exported = list(room.__all__)
    assert len(exported) == len(set(exported))
    assert [one for one in exported if not hasattr(room, one)] == []


def test_public_api_is_declared_for_type_checkers_as_it_is_resolved() -> None:
    tree = ast.parse(Path(casecompare.__file__).read_text(encoding="utf-8"))
    declared = [
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("casecompare.")
        for alias in node.names
    ]
    assert sorted(declared) == sorted(casecompare.__all__)


def test_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'casecompare' has no attribute 'no_such_name'"):
        casecompare.no_such_name  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, casecompare; print(sorted({'numpy', 'pandas', 'pydantic', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_readme_shows_the_two_commands_and_the_check_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n$ python3 go.py run --plugin qca" in readme
    assert "\n$ python3 go.py test" in readme
    assert "\npython3 go.py test </dev/null\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_licence_file_is_the_declared_one() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
