"""YAML's syntax errors in the words of somebody who has never read its specification."""

from __future__ import annotations

import re

import yaml
from yaml.error import Mark

from casecompare.errors import Problem

__all__ = ["syntax_problem"]

_TAB = re.compile(r"[ ]*\t")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(- )?\w+:[^\s/]")


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """Translate a syntax error of PyYAML, with or without libyaml, into a located problem.

    Parameters
    ----------
    error
        What the parser raised.
    text
        The whole document, which is looked at around the error.
    file
        The name that the problem carries.
    """
    lines = text.splitlines()
    assert error.problem_mark is not None, "the scanner and the parser always set it"
    here = _place(error.problem_mark)
    start = _place(error.context_mark) if error.context_mark else here
    tab = _tab_line(lines, here[0])
    if tab:
        place = (tab, lines[tab - 1].index("\t") + 1)
        message, hint = "a tab is used for indentation.", "Use spaces."
        return _problem(file, place, message, hint, code="tab")
    place, message, hint = _explain(error, lines, here, start)
    return _problem(file, place, message, hint, code="yaml-syntax")


def _explain(
    error: yaml.MarkedYAMLError, lines: list[str], here: tuple[int, int], start: tuple[int, int]
) -> tuple[tuple[int, int], str, str]:
    problem, context = error.problem or "", error.context or ""
    line = lines[here[0] - 1] if here[0] <= len(lines) else ""
    character = line[here[1] - 1 : here[1]]
    if "mapping values are not allowed" in problem:
        return _stray_colon(lines, here)
    if "unexpected end of stream" in problem:
        return start, "the quote that opens here is not closed.", "Close it, or write ' as '' inside it."
    if "',' or ']'" in problem:
        return start, "the list that opens with [ is not closed.", "Add ] or a comma between its items."
    if "',' or '}'" in problem:
        return start, "the mapping that opens with { is not closed.", "Add } or a comma between its fields."
    if "could not find expected ':'" in problem:
        return start, "a colon is missing after the name.", "Write 'name: value', or '- ' before a list item."
    if "cannot start any token" in problem or "scanning an a" in context:
        opener = lines[start[0] - 1][start[1] - 1 : start[1]] if "scanning an a" in context else character
        place = start if "scanning an a" in context else here
        return place, f"text cannot begin with {opener} here.", "Put it in quotes."
    if "escape" in problem or "escape" in context:
        return start, "a backslash in this text is not understood.", "Use single quotes around it."
    if "block mapping" in context or "block collection" in context:
        return _stray_line(line, here)
    if "document start" in problem:
        return here, "text follows after the end of the document (...).", "Delete the line of dots."
    return here, f"this cannot be read as YAML ({problem}).", "Put text with special characters in quotes."


def _stray_colon(lines: list[str], here: tuple[int, int]) -> tuple[tuple[int, int], str, str]:
    before = lines[here[0] - 2] if here[0] >= 2 else ""
    if _NO_SPACE_AFTER_COLON.match(before) and ": " not in before:
        place = (here[0] - 1, before.index(":") + 1)
        return place, "a space is missing after the colon.", "Write 'name: value'."
    hint = "Put the text in quotes if the colon belongs to it; otherwise check the indentation."
    return here, "a colon cannot stand here.", hint


def _stray_line(line: str, here: tuple[int, int]) -> tuple[tuple[int, int], str, str]:
    before = line[: here[1] - 1].rstrip()
    if before.endswith(('"', "'")):
        hint = "Put the whole text in quotes, and write a ' inside single quotes as ''."
        return here, "text follows after a closing quote.", hint
    hint = "Fields of one level start in the same column."
    return here, "this line does not fit the indentation of the lines above.", hint


def _tab_line(lines: list[str], last: int) -> int:
    """Give the number of the line that is indented by a tab, at the error or just before it; else 0."""
    for number in range(min(last, len(lines)), max(0, last - 2), -1):
        if _TAB.match(lines[number - 1]):
            return number
    return 0


def _place(mark: Mark) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _problem(file: str, place: tuple[int, int], message: str, hint: str, *, code: str) -> Problem:
    return Problem(message=message, hint=hint, code=code, file=file, line=place[0], column=place[1])
