"""With what a run was made: the versions of Python and of every distribution that has a part in it."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement

__all__ = ["Environment", "environment", "requirements_text"]


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The versions that a run was made with.

    Parameters
    ----------
    python
        The interpreter and its version.
    packages
        Version by distribution.
    sources
        Where a distribution was installed from, if not from a package index.
    """

    python: str
    packages: Mapping[str, str]
    sources: Mapping[str, str] = field(default_factory=dict)


def environment(distributions: Collection[str]) -> Environment:
    """Give the versions of distributions and of everything that they require.

    What they could use but do not require (an extra) counts where it has been imported.

    Parameters
    ----------
    distributions
        Those whose code made the run: casecompare and the plugins'.

    Examples
    --------
    >>> "pandas" in environment(["casecompare"]).packages
    True
    """
    packages: dict[str, str] = {}
    sources: dict[str, str] = {}
    imported = _imported()
    waiting = [*distributions]
    while waiting:
        name = _normal(waiting.pop())
        if name in packages:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        packages[name] = found.version
        source = _source(found)
        if source:
            sources[name] = source
        waiting += _required(found, imported)
    return Environment(
        python=f"{platform.python_implementation()} {platform.python_version()}",
        packages=dict(sorted(packages.items())),
        sources=dict(sorted(sources.items())),
    )


def requirements_text(made_with: Environment) -> str:
    """Write the versions for ``pip install -r``, one exact version a line.

    Examples
    --------
    >>> print(requirements_text(Environment(python="CPython 3.11.7", packages={"numpy": "2.0.0"})), end="")
    # The versions that the run was made with, on CPython 3.11.7.
    numpy==2.0.0
    """
    lines = [f"# The versions that the run was made with, on {made_with.python}."]
    for name, version in made_with.packages.items():
        source = made_with.sources.get(name, "")
        if source.startswith("git+"):
            lines.append(f"{name} @ {source}")
            continue
        # Whoever owns this name on an index may be somebody else.
        is_local = f"# from {source}, get it from the authors: " if source else ""
        lines.append(f"{is_local}{name}=={version}")
    return "\n".join(lines) + "\n"


def _required(found: metadata.Distribution, imported: Collection[str]) -> Iterator[str]:
    for text in found.requires or ():
        try:
            needed = Requirement(text)
        except InvalidRequirement:
            continue
        name = _normal(needed.name)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}) or name in imported:
            yield name


def _imported() -> set[str]:
    """Give the distributions from which something has been imported."""
    tops = {name.partition(".")[0] for name in sys.modules}
    by_import = metadata.packages_distributions()
    return {_normal(distribution) for top in tops for distribution in by_import.get(top, ())}


def _source(found: metadata.Distribution) -> str:
    """Say where a distribution came from; of a local folder no more than that, its path is private."""
    try:
        told = json.loads(found.read_text("direct_url.json") or "{}")
        version_control = told.get("vcs_info")
        if version_control and told["url"].startswith("https://") and "@" not in told["url"]:
            return f"{version_control['vcs']}+{told['url']}@{version_control['commit_id']}"
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return ""
    return "a local folder or file" if told else ""


def _normal(name: str) -> str:
    """Give the name of a distribution as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
