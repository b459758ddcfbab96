"""Two runs held against each other: what changed in what went in and in what came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from casecompare.errors import UsageError
from casecompare.replication.changes import ChangeGroup
from casecompare.replication.difference_answer import answer
from casecompare.replication.input_changes import input_changes
from casecompare.replication.result_changes import result_changes
from casecompare.replication.saved import SavedRun, read_saved

__all__ = ["RunDifference", "diff", "hold_against"]


@dataclass(frozen=True, kw_only=True)
class RunDifference:
    """What changed from one run to another.

    Parameters
    ----------
    first, second
        Where the runs were read from.
    sentence
        The answer in a sentence or two.
    groups
        The changes, those of the results first; only groups in which there is something.
    """

    first: str
    second: str
    sentence: str
    groups: tuple[ChangeGroup, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return not self.groups

    @property
    def has_same_results(self) -> bool:
        """Whether nothing changed in what came out, whatever went in."""
        return all(group.side == "inputs" for group in self.groups)

    def group(self, name: str) -> ChangeGroup | None:
        """Give a group by its name, or None if nothing of its sort changed."""
        return next((group for group in self.groups if group.name == name), None)


def diff(first: str | Path, second: str | Path, *, tolerance: float = 1e-9) -> RunDifference:
    """Say what changed from one saved run to another; no plugin needs to be installed for it.

    Parameters
    ----------
    first, second
        Each a run folder, a ``comparison.json`` or an archive.
    tolerance
        Numbers that differ by no more than this (relative to numbers beyond 1) are taken for the same.

    Raises
    ------
    UsageError
        If one of them is no run or cannot be read, or the tolerance is negative.

    Examples
    --------
    >>> import tempfile, casecompare
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for pri in (0.5, 0.9):
    ...         comparison = casecompare.run("cases/lipset_1959", ["qca"], options={"qca": {"pri": pri}})
    ...         _ = casecompare.write_run(comparison, f"{folder}/{pri}", formats=["json"])
    ...     difference = diff(f"{folder}/0.5", f"{folder}/0.9")
    >>> [change.subject for change in difference.group("options").changes]
    ['qca.pri']
    """
    if not tolerance >= 0:
        raise UsageError(f"--tolerance {tolerance}: give 0 or a small positive number, for instance 1e-9.")
    return hold_against(read_saved(first), read_saved(second), tolerance)


def hold_against(first: SavedRun, second: SavedRun, tolerance: float = 1e-9) -> RunDifference:
    """Say what changed between two runs that were read already; as `diff` otherwise."""
    groups = [
        *_said(result_changes(first.comparison, second.comparison, tolerance)),
        *_said(input_changes(first, second, tolerance)),
    ]
    return RunDifference(first=first.path, second=second.path, sentence=answer(groups), groups=tuple(groups))


def _said(groups: Iterable[ChangeGroup]) -> list[ChangeGroup]:
    return [group for group in groups if group]
