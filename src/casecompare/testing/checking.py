"""What a check of a plugin is, and what comes of making it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from casecompare.testing.candidate import Candidate

__all__ = ["Check", "CheckOutcome", "Complaint", "NotApplicable", "make_check", "warn"]


@dataclass(frozen=True)
class Complaint:
    """What an author has to mend, or, as a `warning`, what a reviewer will stumble over."""

    message: str
    level: Literal["fault", "warning"] = "fault"


Complaints: TypeAlias = Iterator[Complaint | str]


class NotApplicable(Exception):
    """Raised by a check that cannot say anything about a plugin; the message says why."""


@dataclass(frozen=True)
class Check:
    """One thing that every plugin has to keep to.

    Parameters
    ----------
    name
        Its name, for `expected_failures` and ``pytest -k``.
    promise
        What holds if it passes.
    function
        Gives complaints about a candidate; a bare text is a fault.
    """

    name: str
    promise: str
    function: Callable[[Candidate], Iterable[Complaint | str]]

    @classmethod
    def of(cls, function: Callable[[Candidate], Iterable[Complaint | str]]) -> Check:
        """Make a check of a function ``check_something``; its docstring, *Check that …*, is the promise."""
        name = getattr(function, "__name__", "check").removeprefix("check_").replace("_", "-")
        said = (inspect.getdoc(function) or "").partition("\n")[0].removeprefix("Check that ")
        return cls(name, said[:1].upper() + said[1:], function)


@dataclass(frozen=True, kw_only=True)
class CheckOutcome:
    """What came of a check.

    Parameters
    ----------
    status
        *expected* is a failure that the author expects, for the `reason` given; *unexpected pass* is one
        that does not happen any more, which is a failure too.
    faults, warnings
        What is to be mended, and what may be.
    reason
        Why the check does not apply, or why it is expected to fail.
    """

    check: Check
    status: Literal["passed", "failed", "expected", "unexpected pass", "not applicable"]
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: str = ""


def make_check(check: Check, candidate: Candidate, expected: str = "") -> CheckOutcome:
    """Make a check; a check that stumbles over the plugin has failed.

    Parameters
    ----------
    check, candidate
        What is checked on what.
    expected
        The reason why it is expected to fail; empty if it is not.
    """
    try:
        found = [_complaint(one) for one in check.function(candidate)]
    except NotApplicable as reason:
        return CheckOutcome(check=check, status="not applicable", reason=str(reason))
    except Exception as error:
        found = [Complaint(f"the check could not be made: {type(error).__name__}: {error}.")]
    faults = tuple(dict.fromkeys(one.message for one in found if one.level == "fault"))
    warnings = tuple(dict.fromkeys(one.message for one in found if one.level == "warning"))
    if expected:
        status: Literal["expected", "unexpected pass"] = "expected" if faults else "unexpected pass"
        return CheckOutcome(check=check, status=status, faults=faults, warnings=warnings, reason=expected)
    return CheckOutcome(
        check=check, status="failed" if faults else "passed", faults=faults, warnings=warnings
    )


def warn(message: str) -> Complaint:
    """Make a complaint that does not fail the check."""
    return Complaint(message, "warning")


def _complaint(given: Complaint | str) -> Complaint:
    return given if isinstance(given, Complaint) else Complaint(given)
