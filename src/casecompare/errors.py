"""Everything that can go wrong, as one tree.

CasecompareError
├── UsageError              a command or call that cannot be meant as it stands
├── NotApplicable           a method that finds nothing of its kind in a study; it is skipped
├── StudyError              a study that cannot be used: all its problems at once
├── ExpressionError         a formula that cannot be read, with the place in it
├── CalibrationError        raw values that cannot be turned into memberships
├── PluginError             always names the plugin, its distribution and version
│   ├── PluginNotFound
│   ├── PluginClash         two plugins claim one name
│   ├── PluginIncompatible  made for another version of casecompare or its plugin contract
│   ├── PluginLoadFailed
│   ├── PluginNotAllowed    one that the study does not allow
│   └── MethodFailed        a method that raised, took too long or returned something undeclared
└── ReportError             a comparison that cannot be written

A `Problem` is one thing wrong with one place of an input; it is data, so that all of them can be
collected, sorted and shown together.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = [
    "CalibrationError",
    "CasecompareError",
    "ExpressionError",
    "Level",
    "MethodFailed",
    "NotApplicable",
    "PluginClash",
    "PluginError",
    "PluginIncompatible",
    "PluginLoadFailed",
    "PluginNotAllowed",
    "PluginNotFound",
    "Problem",
    "ReportError",
    "StudyError",
    "UsageError",
    "did_you_mean",
]

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, where, and what to do.

    Parameters
    ----------
    message
        What is wrong, one sentence in the researcher's words.
    hint
        The likely fix, one sentence; empty when nothing better than the message can be said.
    file, line, column
        The place: the path as the user would type it from the study's folder; line and column count
        from 1. Zero means that the whole file is meant.
    case, field
        The case id and the dotted field (``values.outcome_change``), where there is one.
    level
        ``error`` stops the analysis, ``warning`` goes into the report, ``note`` is only told.
    code
        A stable word for programs, for instance ``unknown-field``.

    Examples
    --------
    >>> print(Problem(message="unknown field.", hint="Did you mean 'quote'?", code="unknown-field",
    ...               file="cases/t02.yaml", line=7, column=5, case="T02", field="evidence.e7.qoute"))
    cases/t02.yaml:7:5  T02  evidence.e7.qoute: unknown field. Did you mean 'quote'?
    """

    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    case: str = ""
    field: str = ""
    level: Level = "error"
    code: str = ""

    def __str__(self) -> str:
        place = ":".join([self.file or "study"] + [str(n) for n in (self.line, self.column) if n])
        parts = [place, self.case or "-", self.field or "-"]
        return "  ".join(parts) + ": " + " ".join(filter(None, [self.message, self.hint]))

    def as_dict(self) -> dict[str, str | int]:
        """Give the problem as plain data for JSON, one key per attribute."""
        return asdict(self)


class CasecompareError(Exception):
    """The root: whatever casecompare raises on purpose."""


class UsageError(CasecompareError):
    """A command or call that cannot be meant as it stands; the message says what to do."""


class NotApplicable(CasecompareError):
    """A method that finds nothing of its kind in a study: what it would need, in words.

    It is skipped, which is no failure where nobody asked for it by name.
    """


class StudyError(CasecompareError):
    """A study that cannot be used; `problems` holds everything found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ExpressionError(CasecompareError):
    """A formula that cannot be read; `position` counts characters from 0."""

    def __init__(self, text: str, position: int, message: str) -> None:
        self.text, self.position, self.message = text, position, message
        super().__init__(f"{message}\n  {text}\n  {' ' * position}^")


class CalibrationError(CasecompareError):
    """Raw values that cannot be turned into memberships, or anchors that make no sense."""


class PluginError(CasecompareError):
    """Something about a plugin; the message starts with its name, distribution and version."""

    def __init__(self, plugin: str, message: str, *, distribution: str = "", version: str = "") -> None:
        self.plugin, self.distribution, self.version = plugin, distribution, version
        source = " ".join(filter(None, [distribution, version]))
        super().__init__(f"{plugin}{f' ({source})' if source else ''}: {message}")


class PluginNotFound(PluginError):
    """No installed plugin or method has this name."""


class PluginClash(PluginError):
    """Two plugins claim the same name, file suffix or format."""


class PluginIncompatible(PluginError):
    """The plugin's metadata ask for another version of casecompare, or of the plugin contract."""


class PluginLoadFailed(PluginError):
    """Importing or registering the plugin failed."""


class PluginNotAllowed(PluginError):
    """The study's list of plugins does not name this one."""


class MethodFailed(PluginError):
    """A method raised, took longer than its limit, or returned something it had not declared."""


class ReportError(CasecompareError):
    """A comparison that cannot be written where or as it was asked for."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give ``Did you mean 'x'?`` for the closest known word, else an empty string.

    Case is ignored, since ``tandem`` for ``TANDEM`` is the commonest slip of all.

    Examples
    --------
    >>> did_you_mean("outcome_chnage", ["outcome_change", "tandem"])
    "Did you mean 'outcome_change'?"
    >>> did_you_mean("zebra", ["outcome_change"])
    ''
    """
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f"Did you mean '{by_folded[close[0]]}'?" if close else ""
