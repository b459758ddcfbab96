"""Checks of the project around a plugin: README, metadata, types and tests."""

from __future__ import annotations

import re
from collections.abc import Mapping

from packaging.requirements import InvalidRequirement, Requirement

from casecompare.methods import CONTRACT
from casecompare.testing.candidate import Candidate
from casecompare.testing.checking import Complaints, NotApplicable, warn
from casecompare.testing.project import Project

__all__ = ["HEADINGS", "check_metadata", "check_readme", "check_tests"]

HEADINGS = ("question", "when to use", "when not", "example", "references")
"""What the README of every plugin has a part on, in this order."""


def check_readme(candidate: Candidate) -> Complaints:
    """Check that the README has parts on question, when to use, when not, example, references."""
    if candidate.project is None or not candidate.project.readme:
        if candidate.project is not None and candidate.project.folder is not None:
            yield f"there is no README. Write one with the headings {', '.join(HEADINGS)}."
            return
        raise NotApplicable("its README is not at hand")
    parts = readme_parts(candidate.project.readme)
    absent = [heading for heading in HEADINGS if heading not in parts]
    if absent:
        yield f"the README has no part ## {', ## '.join(one.capitalize() for one in absent)}."
    present = [heading for heading in parts if heading in HEADINGS]
    if not absent and present != list(HEADINGS):
        yield f"the parts of the README stand in another order than {', '.join(HEADINGS)}."
    for heading in present:
        if len(parts[heading].split()) < 3:
            yield f"the part '{heading}' of the README is empty."
    if "example" in parts and not re.search(r"(?m)```|~~~|^(?: {4}|\t)\s*\S", parts["example"]):
        yield warn("the example in the README shows no command or code.")


def readme_parts(readme: str) -> dict[str, str]:
    r"""Give the text below each heading of the second level.

    Examples
    --------
    >>> readme_parts("# A plugin\n## Question\nWhich?\n## When not\n")
    {'question': 'Which?', 'when not': ''}
    """
    # A line that begins with ## inside of a fenced block is a comment, not a heading.
    fenced = re.sub(r"^(```|~~~).*?^\\1", lambda block: re.sub(r"(?m)^#", " #", block[0]), readme,
                    flags=re.M | re.S)  # fmt: skip
    pieces = re.split(r"(?m)^##\s+(.+?)\s*#*$", fenced)
    return {
        name.strip().casefold(): text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def check_metadata(candidate: Candidate) -> Complaints:
    """Check that the project declares the plugin, the casecompare it needs, and a licence."""
    project = _project(candidate)
    table = project.table
    points = table.get("entry-points")
    declared = points.get("casecompare") if isinstance(points, Mapping) else None
    if not isinstance(declared, Mapping) or candidate.name not in declared:
        yield f'pyproject.toml declares no plugin: [project.entry-points.casecompare] {candidate.name} = "…".'
    needed = _requirement(table.get("dependencies"))
    if needed is None:
        yield 'pyproject.toml does not require casecompare: dependencies = ["casecompare>=0.1"].'
    elif not needed.specifier:
        yield warn("say from which version of casecompare on it works: casecompare>=0.1.")
    if not candidate.loaded.found.contracts and candidate.loaded.found.origin != "built in":
        yield warn(
            f'say which plugin contract it was written for: keywords = ["casecompare-contract-{CONTRACT}"].'
        )
    for key in ("description", "version", "requires-python"):
        if not table.get(key) and key not in (table.get("dynamic") or ()):  # type: ignore[operator]
            yield warn(f"pyproject.toml has no {key}.")
    if not table.get("license"):
        yield warn("pyproject.toml names no licence; without one nobody else may use it.")
    if project.sources and project.sources.is_dir() and not (project.sources / "py.typed").is_file():
        yield warn(f"put an empty file py.typed into {project.sources.name}, so that its types are used.")


def check_tests(candidate: Candidate) -> Complaints:
    """Check that the project has tests, these checks among them."""
    project = _project(candidate)
    if not project.tests:
        yield "there are no tests: write tests/test_contract.py with casecompare.testing.plugin_checks."
    elif not any(re.search(r"\bplugin_checks\b|\bcheck_plugin\b", text) for text in project.tests.values()):
        yield warn(
            "no test makes these checks: tests/test_contract.py with casecompare.testing.plugin_checks."
        )


def _project(candidate: Candidate) -> Project:
    if candidate.project is None or candidate.project.folder is None:
        raise NotApplicable("its project is not at hand")
    return candidate.project


def _requirement(dependencies: object) -> Requirement | None:
    for line in dependencies if isinstance(dependencies, list) else ():
        try:
            requirement = Requirement(str(line))
        except InvalidRequirement:
            continue
        if requirement.name == "casecompare":
            return requirement
    return None
