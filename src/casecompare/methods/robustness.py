"""What repeating a run with doubtful values changed says about its results, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

__all__ = ["RepeatGroup", "Robustness"]


@dataclass(frozen=True, kw_only=True)
class RepeatGroup:
    """The repeats that change the study in one way.

    Parameters
    ----------
    name
        Its name in the tables: ``coder sheets``, ``coder draws``, ``without a case`` and so on.
    title
        What is done to the study, as a sentence.
    repeats
        How many repeats there are.
    counting
        *each*, every change of its kind once; *all*, every combination by its probability; or *draws*, so
        that shares have a Monte-Carlo error.
    notes
        What has to be known to read its numbers.
    """

    name: str
    title: str
    repeats: int
    counting: Literal["each", "all", "draws"] = "each"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """How the results of a run fare when something about the study is changed.

    Parameters
    ----------
    groups
        The ways in which the run was repeated.
    base
        What the unchanged study gives: columns `method`, `kind`, `subject`, `value`. Verdicts have the method
        ``hypotheses``.
    survival
        Per group and statement how often it was made: columns `group`, `method`, `kind`, `subject`, `value`,
        `is_base` (whether the unchanged study gives it), `share`, `repeats` (its denominator), and for draws
        the standard `error` of the share and the ends `low` and `high` of its 95 % interval.
    changes
        Every statement of the base that a single repeat changed, draws left out: columns `group`, `variant`,
        `case`, `evidence` (the piece that was left out), `name` (the coded value), `from`, `to`, `method`,
        `kind`, `subject`, `before`, `after`.
    decisive
        The smallest change of one membership that changes a verdict: columns `hypothesis`, `claim`, `case`,
        `set`, `from`, `to`, `change`, `word`, `becomes`; the nearest first.
    notes
        What was not done, and why.
    seed
        The seed of the draws.
    """

    groups: tuple[RepeatGroup, ...] = ()
    base: pd.DataFrame = field(default_factory=pd.DataFrame)
    survival: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    decisive: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()
    seed: int = 0

    @property
    def repeats(self) -> int:
        """How many repeats there were in all."""
        return sum(group.repeats for group in self.groups)

    def group(self, name: str) -> RepeatGroup | None:
        """Give a group by its name, or None if the run was not repeated in that way."""
        return next((group for group in self.groups if group.name == name), None)
