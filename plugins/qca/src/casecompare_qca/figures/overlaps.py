"""Which cases are in which sets at once: what UpSet plots and Venn diagrams show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare import Column, Table

__all__ = ["Overlap", "overlap_table", "overlaps_of"]


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """The cases that are more in than out of exactly these sets, parted by the outcome."""

    inside: tuple[bool, ...]
    with_outcome: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of cases."""
        return len(self.with_outcome) + len(self.without)


def overlaps_of(memberships: pd.DataFrame, outcome: pd.Series) -> list[Overlap]:
    """Group cases by the sets they are more in than out of, the largest groups first.

    Parameters
    ----------
    memberships
        One column per set, one row per case.
    outcome
        Memberships in the outcome; a case at 0.5 or below counts as without it.

    Examples
    --------
    >>> sets = pd.DataFrame({"A": [0.9, 0.8, 0.1], "B": [0.2, 0.4, 0.1]}, index=list("klm"))
    >>> groups = overlaps_of(sets, pd.Series([1, 0, 0], index=list("klm")))
    >>> groups[0].inside, groups[0].with_outcome, groups[0].without
    ((True, False), ('k',), ('l',))
    """
    inside = memberships.to_numpy() > 0.5
    positive = outcome.reindex(memberships.index).to_numpy() > 0.5
    groups: dict[tuple[bool, ...], tuple[list[str], list[str]]] = {}
    for case, row, is_positive in zip(memberships.index, inside.tolist(), positive.tolist(), strict=True):
        group = groups.setdefault(tuple(row), ([], []))
        group[0 if is_positive else 1].append(str(case))
    made = [
        Overlap(inside=key, with_outcome=tuple(yes), without=tuple(no)) for key, (yes, no) in groups.items()
    ]
    return sorted(made, key=lambda one: (not any(one.inside), -one.size, [not flag for flag in one.inside]))


def overlap_table(
    memberships: pd.DataFrame, outcome: pd.Series, *, outcome_name: str = "", name: str = "overlaps"
) -> Table:
    """Give the overlaps of sets as a table: the sets of each group, then its cases.

    Parameters
    ----------
    memberships, outcome
        As for `upset`.
    outcome_name
        What the outcome is called.
    name
        Name of the table.

    Examples
    --------
    >>> sets = pd.DataFrame({"A": [0.9, 0.8, 0.1], "B": [0.2, 0.4, 0.1]}, index=list("klm"))
    >>> table = overlap_table(sets, pd.Series([1, 0, 0], index=list("klm"), name="Y"))
    >>> table.frame["sets"].tolist()
    ['A', 'none']
    """
    outcome_name = outcome_name or str(outcome.name)
    rows = [
        {
            "sets": " & ".join(names_of(one, list(map(str, memberships.columns)))) or "none",
            "n": one.size,
            "with_outcome": one.with_outcome,
            "without": one.without,
        }
        for one in overlaps_of(memberships, outcome)
    ]
    columns: Mapping[str, Column] = {
        "sets": Column(title="In", description="The sets that the cases are more in than out of, no others."),
        "n": Column(title="n", decimals=0),
        "with_outcome": Column(title=f"With {outcome_name}"),
        "without": Column(title=f"Without {outcome_name}"),
    }
    return Table(
        name=name,
        title="Cases by the sets they share",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
    )


def names_of(overlap: Overlap, names: Sequence[str]) -> list[str]:
    """Give the names of the sets of an overlap."""
    return [name for name, flag in zip(names, overlap.inside, strict=True) if flag]
