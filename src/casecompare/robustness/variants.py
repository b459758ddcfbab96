"""A variant of a study: the study with one thing about it changed, and a label that says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from casecompare.study import Study
from casecompare.study.coders import Settled

__all__ = ["GROUPS", "Edit", "GroupName", "Variant", "show_code"]

GroupName: TypeAlias = Literal[
    "coder sheets",
    "coder draws",
    "without a case",
    "without evidence",
    "another code",
    "neighbouring step",
]
GROUPS: tuple[GroupName, ...] = get_args(GroupName)
"""The ways of changing a study, in the order in which they are told about."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One coded value that stands for another; a missing value is given by its kind."""

    case: str
    name: str
    before: float | str
    after: float | str


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A study with something changed.

    Parameters
    ----------
    group, label
        The way in which it was changed, and what was changed.
    study
        The changed study. Variants that share the very same study are computed once.
    weight
        Its share among the variants of its group; equal where there is nothing to weigh.
    left_out
        The case that was left out, about which nothing can come out the same.
    case, evidence
        The one case whose record was changed, and the piece of its evidence that was left out.
    edits
        The coded values that were changed, if they are few.
    note
        What has to be known to read its results.
    """

    group: GroupName
    label: str
    study: Study
    weight: float = 1.0
    left_out: str = ""
    case: str = ""
    evidence: str = ""
    edits: tuple[Edit, ...] = ()
    note: str = ""


def show_code(settled: Settled) -> float | str:
    """Give a code, or the kind of missing value that stands in its place.

    Examples
    --------
    >>> show_code(Settled(0.8, None)), show_code(Settled(None, "not found"))
    (0.8, 'not found')
    """
    return settled.value if settled.value is not None else settled.missing or "not coded"
