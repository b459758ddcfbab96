"""Bounds of what is measured of an actor where ties are unknown.

Further ties can only add to degree, to what is reached and to the core an actor is in, and can only shorten
distances. For these measures the network without the unknown ties and the network with all of them give exact
bounds. Betweenness, brokerage, constraint and the others can rise as well as fall, and have none here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from casecompare_network.centrality import degree
from casecompare_network.cohesion import core_numbers
from casecompare_network.graphs import Floats, Network
from casecompare_network.paths import closeness, harmonic_closeness
from casecompare_network.records import CaseNetwork

__all__ = ["RISING", "actor_bounds", "bounded"]

RISING = ("degree", "degree_in", "degree_out", "closeness_zero", "harmonic", "core")
"""The measures of an actor that further ties cannot lower."""


def actor_bounds(working: CaseNetwork) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the smallest and the largest value of each measure in `RISING`, one row per actor.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> rows = {"from": "a", "to": "b"}, {"from": "b", "to": "c", "known": False}
    >>> record = CaseRecord(case="T", actors=tuple(ActorRow(id=one) for one in "abc"),
    ...                     ties=tuple(map(TieRow.model_validate, rows)))
    >>> low, high = actor_bounds(network_of(record, ["works_with"], 1))
    >>> low["harmonic"].tolist(), high["harmonic"].tolist()
    ([0.5, 0.5, 0.0], [0.75, 1.0, 0.75])
    """
    return _rising(working.network), _rising(working.complete)


def bounded(frame: pd.DataFrame, bounds: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Keep of a frame of measures what the unknown ties leave certain, and add ``_low`` and ``_high``.

    Examples
    --------
    >>> low, high = pd.DataFrame({"degree": [1.0, 1.0]}), pd.DataFrame({"degree": [1.0, 2.0]})
    >>> bounded(pd.DataFrame({"degree": [1.0, 1.0], "pagerank": [0.5, 0.5]}), (low, high)).iloc[1].tolist()
    [nan, nan, 1.0, 2.0]
    """
    low, high = (bound[[name for name in bound.columns if name in frame.columns]] for bound in bounds)
    certain = pd.DataFrame(np.nan, index=frame.index, columns=frame.columns)
    columns = {}
    for name in low.columns:
        least, most = low[name].to_numpy(), high[name].to_numpy()
        certain[name] = np.where(least == most, least, np.nan)
        columns[f"{name}_low"] = np.where(least < most, least, np.nan)
        columns[f"{name}_high"] = np.where(least < most, most, np.nan)
    return certain.assign(**columns)


def _rising(network: Network) -> pd.DataFrame:
    columns: dict[str, Floats] = {
        "degree": degree(network),
        "degree_in": degree(network, "in"),
        "degree_out": degree(network, "out"),
        "closeness_zero": closeness(network, convention="zero"),
        "harmonic": harmonic_closeness(network, normalised=True),
        "core": core_numbers(network.undirected).astype(np.float64),
    }
    return pd.DataFrame(columns, index=pd.Index(network.actors, name="actor"))
