"""Rows, terms and solutions of two runs, recognised by the statements that methods make of themselves.

Nothing here knows a method. A statement about a formula is more than its words: its cases and its fit follow
from the memberships, which are saved with the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare.errors import CasecompareError
from casecompare.replication.changes import Change, is_near
from casecompare.replication.saved_models import SavedComparison
from casecompare.sets import evaluate, parse, sufficiency

__all__ = ["StatementChange", "statement_changes"]

_ROW, _TERM, _SOLUTION = "row ", "term ", " solution"


@dataclass(frozen=True)
class StatementChange:
    """A change together with the method and the kind of statement it belongs to."""

    method: str
    kind: str
    change: Change

    @property
    def sort(self) -> str:
        """``rows``, ``terms``, ``solutions`` or ``statements``, by how the kind is worded."""
        if self.kind.startswith(_ROW):
            return "rows"
        if self.kind.startswith(_TERM):
            return "terms"
        return "solutions" if self.kind.endswith(_SOLUTION) else "statements"


def statement_changes(
    one: SavedComparison, other: SavedComparison, tolerance: float
) -> Iterator[StatementChange]:
    """Give every statement that only one run makes, or that the two make otherwise.

    A row that keeps its code, but not its cases, is a change as well; so is a term that keeps its place but
    not its fit.
    """
    sets = _frame(one), _frame(other)
    before, after = _statements(one), _statements(other)
    both = {method.name for method in one.methods} & {method.name for method in other.methods}
    for key in dict.fromkeys([*before, *after]):
        method, kind, subject = key
        if method not in both:
            continue  # that the method came or went is told once
        told = [_about(kind, subject, frame) for frame in sets]
        made = (
            Change(subject=subject, kind="removed", before=before[key], note=told[0].said)
            if key not in after
            else Change(subject=subject, kind="added", after=after[key], note=told[1].said)
            if key not in before
            else _kept(subject, before[key], after[key], told, tolerance)
        )
        if made is not None:
            yield StatementChange(method, kind, made)


@dataclass(frozen=True)
class _About:
    """What follows from the memberships about a formula: the cases in it, and its fit for the outcome."""

    cases: tuple[str, ...] | None = None
    inclusion: float | None = None
    coverage: float | None = None

    @property
    def said(self) -> str:
        parts = []
        if self.inclusion is not None and self.coverage is not None:
            parts.append(f"inclusion {self.inclusion:.3f}, coverage {self.coverage:.3f}")
        if self.cases is not None:
            parts.append(f"cases {', '.join(self.cases) or 'none'}")
        return "; ".join(parts)


def _kept(subject: str, before: str, after: str, told: Sequence[_About], tolerance: float) -> Change | None:
    notes = [*_moved(told[0].cases, told[1].cases), *_refitted(told[0], told[1], tolerance)]
    if before == after and not notes:
        return None
    return Change(subject=subject, before=before, after=after, note="; ".join(notes))


def _moved(before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> Iterator[str]:
    if before is None or after is None or set(before) == set(after):
        return
    gained = [case for case in after if case not in before]
    lost = [case for case in before if case not in after]
    moved = [
        *([f"gained {', '.join(gained)}"] if gained else []),
        *([f"lost {', '.join(lost)}"] if lost else []),
    ]
    yield f"cases {len(before)} → {len(after)}: {'; '.join(moved)}"


def _refitted(before: _About, after: _About, tolerance: float) -> Iterator[str]:
    for name, old, new in (
        ("inclusion", before.inclusion, after.inclusion),
        ("coverage", before.coverage, after.coverage),
    ):
        if old is not None and new is not None and not is_near(old, new, tolerance):
            yield f"{name} {old:.3f} → {new:.3f}"


def _about(kind: str, subject: str, sets: pd.DataFrame) -> _About:
    """Evaluate the subject of a row or term, where it is a formula over sets that the run has."""
    if not kind.startswith((_ROW, _TERM)):
        return _About()
    try:
        membership = evaluate(parse(subject), sets)
    except (CasecompareError, KeyError, ValueError, TypeError, RecursionError):
        return _About()
    cases = tuple(str(case) for case in membership.index[membership > 0.5])
    outcome = kind.rpartition(" for ")[2] if " for " in kind else ""
    if not outcome or kind.startswith(_ROW):
        return _About(cases)
    try:
        fit = sufficiency(membership, evaluate(parse(outcome), sets), missing="drop")
    except (CasecompareError, KeyError, ValueError, TypeError, RecursionError):
        return _About(cases)
    return _About(cases, fit.inclusion, fit.coverage)


def _frame(comparison: SavedComparison) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(comparison.memberships, orient="index")
    return frame.astype(float)


def _statements(comparison: SavedComparison) -> dict[tuple[str, str, str], str]:
    found = {
        (method.name, one.kind, one.subject): one.value
        for method in comparison.methods
        for one in method.statements
    }
    if found or comparison.robustness is None:
        return found
    # Runs saved before methods' statements were: the examination of robustness lists them as its base.
    rows = comparison.robustness.base.rows
    return {
        (str(row[0]), str(row[1]), str(row[2])): str(row[3])
        for row in rows
        if len(row) == 4 and row[0] != "hypotheses"
    }
