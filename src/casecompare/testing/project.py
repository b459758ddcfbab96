"""The project a plugin comes from: its pyproject.toml, README, sources, tests and example studies."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path
from types import ModuleType

from casecompare.engine import open_study
from casecompare.errors import CasecompareError, UsageError
from casecompare.methods import FoundPlugin, Host
from casecompare.methods.contract import declared_contracts
from casecompare.study import Study

__all__ = ["Project", "found_at", "project_of"]

_LARGEST = 1_000_000
"""A README, pyproject.toml or module above this many bytes is not read."""


@dataclass(frozen=True)
class Project:
    """What is known about the project of a plugin.

    Parameters
    ----------
    folder
        Where its pyproject.toml lies; None for a wheel that was installed, or a single file.
    sources
        The folder of the import package, or the one file.
    readme
        The text of the README; empty if there is none.
    table
        What stands under ``[project]``.
    """

    folder: Path | None
    sources: Path | None
    readme: str = ""
    table: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def modules(self) -> dict[str, str]:
        """The text of each module by its path."""
        if self.sources is None:
            return {}
        files = sorted(self.sources.rglob("*.py")) if self.sources.is_dir() else [self.sources]
        return {str(file.relative_to(self.sources.parent)): _read(file) for file in files}

    @cached_property
    def tests(self) -> dict[str, str]:
        """The text of each module of tests by its path."""
        if self.folder is None:
            return {}
        return {str(file.relative_to(self.folder)): _read(file)
                for file in sorted((self.folder / "tests").rglob("test_*.py"))}  # fmt: skip

    def read_studies(self, host: Host) -> dict[str, Study]:
        """Read the studies that the project brings: folders with a study.yaml in example(s) or tests.

        Raises
        ------
        UsageError
            if one of them is wrong; the message lists its problems.
        """
        if self.folder is None:
            return {}
        files = [
            file
            for place in ("example", "examples", "tests/example", "tests/examples")
            for file in sorted((self.folder / place).glob("**/study.yaml"))[:10]
        ]
        found = {}
        for file in files:
            name = str(file.parent.relative_to(self.folder))
            try:
                found[name] = open_study(file.parent, host=host)
            except CasecompareError as error:
                raise UsageError(f"the example study {name} cannot be read:\n{error}") from None
        return found


def found_at(path: Path) -> FoundPlugin:
    """Give what is known of the plugin in a file, or in the folder of a project that need not be installed.

    Raises
    ------
    UsageError
        if there is no such file or folder, or the project declares no plugin.
    """
    if path.is_file() and path.suffix == ".py":
        return FoundPlugin(
            name=path.stem, module=f"casecompare_file_{path.stem}", distribution=path.name, version="",
            origin="file", path=str(path),
        )  # fmt: skip
    if not (path / "pyproject.toml").is_file():
        what = "has no pyproject.toml" if path.is_dir() else "is no Python file and no folder"
        raise UsageError(
            f"{path} {what}. Name the folder of a plugin's project, a file such as my_method.py, or an "
            "installed plugin."
        )
    table = _project_table(path)
    points = table.get("entry-points")
    declared = points.get("casecompare") if isinstance(points, Mapping) else None
    if not isinstance(declared, Mapping) or not declared:
        raise UsageError(
            f"{path / 'pyproject.toml'} declares no plugin. Add\n\n"
            '[project.entry-points.casecompare]\nNAME = "casecompare_NAME"'
        )
    if len(declared) > 1:
        raise UsageError(
            f"{path / 'pyproject.toml'} declares several plugins ({', '.join(map(str, declared))}). "
            "Install it, and name one of them."
        )
    name, module = next((str(name), str(module)) for name, module in declared.items())
    file = _module_file(path, module)
    requires, keywords = table.get("dependencies"), table.get("keywords")
    return FoundPlugin(
        name=name,
        module=module,
        distribution=str(table.get("name", "")),
        version=str(table.get("version", "")),
        # The very module may be installed in editable form; then it is imported as always.
        origin="installed" if _is_importable_from(module, file) else "file",
        requires=tuple(map(str, requires)) if isinstance(requires, list) else (),
        path=str(file),
        contracts=declared_contracts(map(str, keywords) if isinstance(keywords, list) else ()),
    )


def project_of(found: FoundPlugin, module: ModuleType | None) -> Project:
    """Give the project of a loaded plugin, from its folder if that is there, else from its metadata."""
    file = Path(getattr(module, "__file__", "") or found.path)
    sources = file.parent if file.name == "__init__.py" else file
    for folder in list(sources.absolute().parents)[:3]:
        if (folder / "pyproject.toml").is_file() and _declares(folder, found.name):
            readme = next((one for one in sorted(folder.glob("README*")) if one.is_file()), None)
            return Project(folder, sources, _read(readme) if readme else "", _project_table(folder))
    described = _described_in_metadata(found.distribution) if found.origin == "installed" else ""
    return Project(None, sources if sources.exists() else None, described)


def _described_in_metadata(distribution: str) -> str:
    """Give the README that a wheel carries."""
    try:
        described = metadata.metadata(distribution).json.get("description", "")
    except (metadata.PackageNotFoundError, ValueError):
        return ""
    return described if isinstance(described, str) else ""


def _module_file(folder: Path, module: str) -> Path:
    inner = Path(*module.split("."))
    places = [base / one for base in (folder / "src", folder)
              for one in (inner / "__init__.py", inner.with_suffix(".py"))]  # fmt: skip
    for place in places:
        if place.is_file():
            return place
    raise UsageError(
        f"{folder / 'pyproject.toml'} names the module {module}, but there is no {places[0]} and no "
        f"{places[1]}."
    )


def _is_importable_from(module: str, file: Path) -> bool:
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return False
    return bool(spec and spec.origin and Path(spec.origin).resolve() == file.resolve())


def _declares(folder: Path, name: str) -> bool:
    points = _project_table(folder).get("entry-points")
    declared = points.get("casecompare") if isinstance(points, Mapping) else None
    # The root of casecompare bundles its plugins and is the project of none of them.
    return isinstance(declared, Mapping) and list(declared) == [name]


def _project_table(folder: Path) -> Mapping[str, object]:
    try:
        table = tomllib.loads(_read(folder / "pyproject.toml")).get("project", {})
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{folder / 'pyproject.toml'} cannot be read: {error}.") from None
    return table if isinstance(table, Mapping) else {}


def _read(file: Path) -> str:
    if file.stat().st_size > _LARGEST:
        raise UsageError(f"{file} is larger than {_LARGEST // 1_000_000} MB; that is not read.")
    return re.sub(r"\r\n?", "\n", file.read_text(encoding="utf-8", errors="replace"))
