"""What a reviewer asks of a plugin before relying on it, and what the plugin answers by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casecompare.testing.candidate import Candidate
from casecompare.testing.checks.project import readme_parts
from casecompare.testing.project import Project

__all__ = ["reviewer_questions"]


def reviewer_questions(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """Give questions and answers; an answer is empty where nothing of the plugin answers.

    Examples
    --------
    >>> from casecompare.testing.candidate import make_candidate
    >>> questions = dict(reviewer_questions(make_candidate("agreement")))
    >>> questions["Is agreement described in print?"][:16]
    'Krippendorff K ('
    """
    project = candidate.project or Project(None, None)
    for method in candidate.methods:
        yield f"Is {method.name} described in print?", method.citation
        said = "; ".join(method.maturity_evidence) or "it has not been held against another source."
        yield f"How far can {method.name} be relied on?", f"{method.stated_maturity}: {said}"
        without = [score.name for score in method.scores if len(score.description.split()) < 4]
        answer = (
            f"Hardly: {', '.join(without)}" if without else ("Yes." if method.scores else "It derives none.")
        )
        yield f"Do the descriptions of the scores of {method.name} say how they are computed?", answer
    parts = readme_parts(project.readme)
    references = [line for line in parts.get("references", "").splitlines() if re.match(r"\s*[-*\d]", line)]
    yield "On which literature does it rest?", _counted(len(references), "reference") if references else ""
    yield "When should it not be used?", _sentence(parts.get("when not", ""))
    yield "Which of its numbers were held against another source?", _reference_numbers(project)
    tests = sum(len(re.findall(r"(?m)^\s*(?:async )?def test_", text)) for text in project.tests.values())
    properties = sum(len(re.findall(r"@given\b", text)) for text in project.tests.values())
    said = f"{_counted(tests, 'test function')}, {properties} of them on generated data"
    yield "How is it tested?", said if tests else ""
    licence = project.table.get("license")
    yield "May others use and change it?", str(licence) if licence else ""


def _reference_numbers(project: Project) -> str:
    """Name the folder of reference numbers, if there is one with data in it."""
    if project.folder is None:
        return ""
    folder = project.folder / "tests" / "reference"
    files = [file for file in folder.rglob("*") if file.suffix in (".json", ".csv", ".tsv", ".yaml")]
    return f"tests/reference holds {_counted(len(files), 'file')} of numbers" if files else ""


def _sentence(text: str) -> str:
    words = re.sub(r"\s+", " ", text.lstrip("-* ")).strip()
    return words if len(words) <= 200 else words[:199].rpartition(" ")[0] + " …"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
