"""Rules that installed packages bring as data: found in metadata, read without importing anything.

A package names itself in its entry points; its folder holds ``rules/*.yaml`` and needs no Python code::

    [project.entry-points."casecompare.rules"]
    sedimentation = "sedimentation_rules"
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from casecompare import NamedYaml, Problem, read_named_yaml
from casecompare_rules.options import RuleDocument
from casecompare_rules.rulebook import LIMITS, Rulebook, Source, yaml_rules

__all__ = ["GROUP", "package_rules", "read_package"]

GROUP = "casecompare.rules"
_MOST_FILES = 100


@cache
def package_rules() -> Rulebook:
    """Give the rules of all installed packages, in the order of the distributions' names.

    Examples
    --------
    >>> package_rules().problems
    ()
    """
    entries = sorted(
        metadata.entry_points(group=GROUP), key=lambda one: (one.dist.name if one.dist else "", one.name)
    )
    book = Rulebook()
    seen: set[str] = set()
    for entry in entries:
        if entry.value not in seen:
            seen.add(entry.value)
            distribution = entry.dist
            name, version = (distribution.name, distribution.version) if distribution else (entry.value, "")
            book += read_package(entry.value, name, version)
    # Checks belong to one study's coding; a package's would speak about studies that never asked.
    return Rulebook(rules=book.rules, problems=book.problems)


def read_package(package: str, distribution: str, version: str) -> Rulebook:
    """Read the rules of a package.

    Parameters
    ----------
    package
        The import name of a top-level package; it is looked up, not imported.
    distribution, version
        Where it comes from.
    """
    folder = _folder(package)
    if folder is None:
        return _wrong(distribution, f"there is no folder of the package '{package}'.")
    files = sorted(path.name for path in (folder / "rules").glob("*.yaml"))
    if not files or len(files) > _MOST_FILES:
        return _wrong(distribution, f"its folder rules holds {len(files)} .yaml files.")
    book = Rulebook()
    for file in files:
        read = read_named_yaml(folder, f"rules/{file}", RuleDocument, limits=LIMITS)
        book += yaml_rules(read, _source(distribution, version, read))
    told = tuple(_of(distribution, one) for one in book.problems)
    return Rulebook(rules=book.rules, checks=book.checks, problems=told)


def _source(distribution: str, version: str, read: NamedYaml[RuleDocument]) -> Source:
    def find(path: tuple[str | int, ...]) -> tuple[str, int, int]:
        file, line, column = read.places.find(path)
        return f"{distribution}: {file}", line, column

    return Source(name=distribution, version=version, find=find)


def _folder(package: str) -> Path | None:
    if not package.isidentifier():  # a dotted name would import what stands before the dot
        return None
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    locations = list(spec.submodule_search_locations or ()) if spec is not None else []
    return next(_existing(locations), None)


def _existing(locations: list[str]) -> Iterator[Path]:
    yield from (Path(one) for one in locations if (Path(one) / "rules").is_dir())


def _of(distribution: str, problem: Problem) -> Problem:
    """Say whose file it is; what a package does wrong must not stop a study that does not use it."""
    file = problem.file if problem.file.startswith(f"{distribution}: ") else f"{distribution}: {problem.file}"
    return Problem(
        message=problem.message,
        hint=problem.hint or "Tell the package's author.",
        code=problem.code,
        file=file,
        line=problem.line,
        column=problem.column,
        field=problem.field,
        level=problem.level,
    )


def _wrong(distribution: str, message: str) -> Rulebook:
    problem = Problem(
        message=message,
        hint="Tell the package's author.",
        code="no-rules",
        file=distribution,
        level="warning",
    )
    return Rulebook(problems=(problem,))
