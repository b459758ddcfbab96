"""Types of cases, and diverse cases: one of each type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_selection.ranking import ranks
from casecompare_selection.variables import Floats, Variable, standard_distances

__all__ = ["TypicalOfType", "case_types", "diverse_cases"]


@dataclass(frozen=True, kw_only=True)
class TypicalOfType:
    """A type: its name, the places of its cases, and how far each lies from the type's mean.

    `nearest` are the places of the cases that lie nearest; several if they tie.
    """

    name: str
    members: tuple[int, ...]
    distances: Floats
    nearest: tuple[int, ...]


def case_types(variables: Sequence[Variable]) -> list[str | None]:
    """Give the type of each case: its combination of levels on all variables.

    Combinations of values are the third way of Seawright and Gerring (2008) to tell how diverse cases are,
    after the categories of one variable and standard deviations; for the levels see `Variable.levels`. A
    case with a missing value has no type.

    Examples
    --------
    >>> case_types([Variable.of("tandem", ["yes", "no"]), Variable.of("area", ["rural", None])])
    ['tandem yes, area rural', None]
    """
    if not variables:
        return []
    levels = [variable.levels() for variable in variables]
    return [
        None
        if any(level is None for level in combination)
        else ", ".join(f"{one.name} {level}" for one, level in zip(variables, combination, strict=True))
        for combination in zip(*levels, strict=True)
    ]


def diverse_cases(
    types: Sequence[str | None], columns: Floats, ids: Sequence[str] | None = None
) -> list[TypicalOfType]:
    """Give of each type the case that is nearest to the type's mean, the largest type first.

    Diverse cases cover the types that there are (Seawright and Gerring 2008; Gerring and Cojocaru 2016).
    Which case of a type is taken is left open there; here it is the one whose standardised values have the
    smallest Euclidean distance from the mean of its type, so that no type is told by its fringe. Types of
    equal size come in the order of their names.

    Parameters
    ----------
    types
        From `case_types`; a case without a type is left out.
    columns
        One row per case; a column that does not vary adds nothing, and a missing value counts as the mean of
        all cases.
    ids
        The order in which cases that tie are named; by default that of the rows.

    Examples
    --------
    >>> found = diverse_cases(["a", "a", "a", "b"], np.array([[0.0], [1.0], [5.0], [9.0]]))
    >>> [(one.name, one.members, one.nearest) for one in found]
    [('a', (0, 1, 2), (1,)), ('b', (3,), (3,))]
    """
    scaled = [np.nan_to_num(standard_distances(column)) for column in columns.T]
    points = np.column_stack(scaled) if scaled else np.zeros((len(types), 1))
    counts = Counter(name for name in types if name is not None)
    found = []
    for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        members = [at for at, one in enumerate(types) if one == name]
        distances = np.linalg.norm(points[members] - points[members].mean(axis=0), axis=1)
        distances[distances < 1e-9] = 0.0
        order = ranks(distances, largest_first=False)
        nearest = [place for place, rank in zip(members, order, strict=True) if rank == 1]
        if ids is not None:
            nearest.sort(key=lambda place: ids[place])
        found.append(
            TypicalOfType(name=name, members=tuple(members), distances=distances, nearest=tuple(nearest))
        )
    return found
