"""The questions a reader comes with, answered in one row per case: who holds together, bridges, blocks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from casecompare import Table
from casecompare_network.brokerage import brokerage
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.graphs import Floats
from casecompare_network.options import NetworkOptions
from casecompare_network.paths import betweenness
from casecompare_network.tables import Cell, make_table

__all__ = ["most_of", "who_table"]

_ROUNDING = 1e-9


def who_table(last: Mapping[str, CaseMeasures], options: NetworkOptions) -> Table:
    """Give who lies between most others, who bridges most groups, arenas, organisations, and who blocks.

    Who ties for the most stands there too; nobody does where ties are unknown or nobody bridges.
    """
    rows: list[Mapping[str, Cell]] = []
    for case, one in last.items():
        row: dict[str, Cell] = {"case": case, "blocks": _short(case, one.coalition.members)}
        working = one.working
        if not len(working.unknown) and 3 <= working.network.size <= options.path_actors:
            between = betweenness(working.network)
            row["holds"] = _short(case, most_of(working.network.actors, between))
        if not len(working.unknown):
            for column, kind in (("bridges_groups", options.group), ("bridges_arenas", "arena"),
                                 ("bridges_organisations", "organisation")):  # fmt: skip
                row[column] = _short(case, _bridges(one, kind))
        rows.append(row)
    order = ["case", "holds", "bridges_groups", "bridges_arenas", "bridges_organisations", "blocks"]
    kept = [name for name in order if name == "case" or any(row.get(name) for row in rows)]
    note = (
        "Most betweenness; most brokered pairs that are not all of one group, arena or organisation; who "
        "contests others or is against the redesign. Ties for the most included."
    )
    title = "Who holds together, who bridges, who blocks"
    return make_table("who", title, rows, kept, main=True, note=note)


def most_of(actors: Sequence[str], values: Floats) -> tuple[str, ...]:
    """Give the actors with the largest value, none where all are 0.

    Examples
    --------
    >>> import numpy as np
    >>> most_of(["a", "b", "c"], np.array([1.0, 3.0, 3.0])), most_of(["a"], np.array([0.0]))
    (('b', 'c'), ())
    """
    largest = max((value for value in values.tolist() if not math.isnan(value)), default=0.0)
    if largest <= _ROUNDING:
        return ()
    near = zip(actors, values.tolist(), strict=True)
    return tuple(actor for actor, value in near if value >= largest - _ROUNDING * largest)


def _bridges(one: CaseMeasures, kind: str) -> tuple[str, ...]:
    """Give who brokers most pairs across a boundary; nobody where a group is not known."""
    groups = one.working.record.groups(kind)
    if None in groups:
        return ()
    found = brokerage(one.working.network, [str(group) for group in groups]).counts
    across = (found["total"] - found["coordinator"]).astype(float)
    return most_of(one.working.network.actors, across)


def _short(case: str, actors: Sequence[str]) -> tuple[str, ...]:
    """Leave out the case's id where the actors' ids begin with it: it stands in the same row."""
    return tuple(actor.removeprefix(f"{case}-") for actor in actors)
