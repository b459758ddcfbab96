"""Bounds of what is measured of an actor where ties, or groups, are unknown.

Further ties can only add to degree, to what is reached and to the core an actor is in, and can only shorten
distances: for these the network without the unknown ties and the network with all of them give exact bounds.
An actor brokers fewest where its own unknown ties are absent and all others present, most the other way
round; its E-I index is a share of its ties. Betweenness, constraint and the others can rise as well as fall,
and have none here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from casecompare_network.brokerage import ROLES, brokered
from casecompare_network.centrality import degree
from casecompare_network.cohesion import core_numbers
from casecompare_network.graphs import Floats, Network
from casecompare_network.paths import closeness, harmonic_closeness
from casecompare_network.records import CaseNetwork
from casecompare_network.share_bounds import Groups, actor_ei_bounds

__all__ = ["RISING", "actor_bounds", "bounded", "ei_bounds"]

RISING = ("degree", "degree_in", "degree_out", "closeness_zero", "harmonic", "core")
"""The measures of an actor that further ties cannot lower."""


def actor_bounds(
    working: CaseNetwork, groups: Sequence[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the smallest and the largest value of each measure that has bounds, one row per actor.

    Parameters
    ----------
    working
        The network, with the pairs whose tie is unknown.
    groups
        The group of each actor; without groups there are no bounds of brokerage by role.

    Returns
    -------
    tuple
        Two frames with the measures in `RISING` and the five roles of brokerage, and ``brokerage`` for all.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> rows = {"from": "a", "to": "b"}, {"from": "b", "to": "c", "known": False}
    >>> record = CaseRecord(case="T", actors=tuple(ActorRow(id=one) for one in "abc"),
    ...                     ties=tuple(map(TieRow.model_validate, rows)))
    >>> low, high = actor_bounds(network_of(record, ["works_with"], 1), ["c", "m", "c"])
    >>> low["harmonic"].tolist(), high["harmonic"].tolist()
    ([0.5, 0.5, 0.0], [0.75, 1.0, 0.75])
    >>> low["itinerant"].tolist(), high["itinerant"].tolist()
    ([0.0, 0.0, 0.0], [0.0, 2.0, 0.0])
    """
    least, most = working.network, working.complete
    low, high = _rising(least), _rising(most)
    given = groups if groups is not None else ["" for _ in least.actors]
    for frame, tied, closing in ((low, least, most), (high, most, least)):
        counts = brokered(tied, given, closed_by=closing)
        frame["brokerage"] = counts["total"].astype(np.float64)
        for role in ROLES[:-1] if groups is not None else ():
            frame[role] = counts[role].astype(np.float64)
    return low, high


def ei_bounds(working: CaseNetwork, groups: Groups) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the smallest and the largest E-I index of each actor, as `bounded` takes them.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> tie = TieRow.model_validate({"from": "a", "to": "b"})
    >>> record = CaseRecord(case="T", actors=(ActorRow(id="a"), ActorRow(id="b")), ties=(tie,))
    >>> low, high = ei_bounds(network_of(record, ["works_with"], 1), ["clinical", None])
    >>> low["ei"].tolist(), high["ei"].tolist()
    ([-1.0, -1.0], [1.0, 1.0])
    """
    index = pd.Index(working.network.actors, name="actor")
    low, high = actor_ei_bounds(working, groups)
    return pd.DataFrame({"ei": low}, index=index), pd.DataFrame({"ei": high}, index=index)


def bounded(
    frame: pd.DataFrame, bounds: tuple[pd.DataFrame, pd.DataFrame], *, is_rest_certain: bool = False
) -> pd.DataFrame:
    """Keep of a frame of measures what is certain, and add ``_low`` and ``_high`` for what has bounds.

    Parameters
    ----------
    frame
        The measures, one row per actor.
    bounds
        From `actor_bounds` or `ei_bounds`.
    is_rest_certain
        Whether measures without bounds stay as they are; if not, they become NaN.

    Examples
    --------
    >>> low, high = pd.DataFrame({"degree": [1.0, 1.0]}), pd.DataFrame({"degree": [1.0, 2.0]})
    >>> bounded(pd.DataFrame({"degree": [1.0, 1.0], "pagerank": [0.5, 0.5]}), (low, high)).iloc[1].tolist()
    [nan, nan, 1.0, 2.0]
    """
    low, high = (bound[[name for name in bound.columns if name in frame.columns]] for bound in bounds)
    certain = pd.DataFrame(np.nan, index=frame.index, columns=frame.columns)
    if is_rest_certain:
        certain = frame.copy()
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
