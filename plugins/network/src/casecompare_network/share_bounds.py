"""Shares of ties within bounds: what is certain where ties, or the groups of actors, are unknown.

A share has the values of its most and least favourable completion. Every unknown tie may be there or not, and
every actor whose group is unknown may belong to any group.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_network.graphs import Bools, Floats, Ints
from casecompare_network.records import CaseNetwork

__all__ = [
    "Bounds",
    "Groups",
    "Kinds",
    "actor_ei_bounds",
    "cross_share",
    "ei_of",
    "group_ei_bounds",
    "share_bounds",
    "side_share",
]

Groups = Sequence[str | None]
Kinds = tuple[int, int, int]
"""How many ties are of the kind in question, are not, and may or may not be."""


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest value that what was observed leaves open; NaN where undefined."""

    low: float
    high: float

    @property
    def value(self) -> float:
        """The value where it is known, else NaN."""
        return self.low if self.low == self.high else math.nan


def share_bounds(observed: Kinds, unknown: Kinds) -> Bounds:
    """Give the bounds of a share of ties.

    Parameters
    ----------
    observed, unknown
        How many ties, and how many pairs whose tie is unknown, are of the kind in question, are not, and
        may or may not be.

    Returns
    -------
    Bounds
        NaN where no tie was observed: without any tie the share is undefined, with one it can be anything.

    Examples
    --------
    >>> share_bounds((2, 2, 0), (1, 0, 1))
    Bounds(low=0.4, high=0.6666666666666666)
    >>> share_bounds((0, 0, 0), (0, 0, 0))
    Bounds(low=nan, high=nan)
    """
    low, high = _bounds(_as_columns(observed), _as_columns(unknown))
    return Bounds(float(low[0]), float(high[0]))


def cross_share(working: CaseNetwork, groups: Groups) -> Bounds:
    """Give the bounds of the share of ties that cross the boundary between groups; NaN where none is known.

    Parameters
    ----------
    working
        The network, with the pairs whose tie is unknown.
    groups
        The group of each actor, None where it was not coded.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> ties = tuple(TieRow.model_validate({"from": "a", "to": other}) for other in "bc")
    >>> record = CaseRecord(case="T", actors=tuple(ActorRow(id=one) for one in "abc"), ties=ties)
    >>> cross_share(network_of(record, ["works_with"], 1), ["clinical", "managerial", None])
    Bounds(low=0.5, high=1.0)
    """
    if all(group is None for group in groups):
        return Bounds(math.nan, math.nan)
    codes = _codes(groups)

    def kinds(one: Ints, other: Ints) -> Kinds:
        crosses, stays, is_open = _crossing(codes, one, other)
        return int(crosses.sum()), int(stays.sum()), int(is_open.sum())

    return _share(working, kinds)


def side_share(
    working: CaseNetwork, groups: Groups, sides: tuple[Collection[str], Collection[str]]
) -> Bounds:
    """Give the bounds of the share of ties that join two sides; NaN where a side has nobody.

    Parameters
    ----------
    working, groups
        As for `cross_share`.
    sides
        The groups on either side.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> ties = tuple(TieRow.model_validate({"from": "a", "to": other}) for other in "bc")
    >>> record = CaseRecord(case="T", actors=tuple(ActorRow(id=one) for one in "abc"), ties=ties)
    >>> side_share(network_of(record, ["works_with"], 1), ["c", "m", "c"], (["c"], ["m"])).value
    0.5
    """
    one_side, other_side = sides
    if not any(group in one_side for group in groups) or not any(group in other_side for group in groups):
        return Bounds(math.nan, math.nan)
    # 0 and 1 for the sides, 2 for neither, 3 for unknown.
    side = np.array(
        [3 if g is None else 0 if g in one_side else 1 if g in other_side else 2 for g in groups],
        dtype=np.int64,
    )

    def kinds(one: Ints, other: Ints) -> Kinds:
        first, second = np.minimum(side[one], side[other]), np.maximum(side[one], side[other])
        joins = (first == 0) & (second == 1)
        is_open = (second == 3) & (first != 2)
        return int(joins.sum()), int((~joins & ~is_open).sum()), int(is_open.sum())

    return _share(working, kinds)


def ei_of(share: Bounds) -> Bounds:
    """Give the E-I index that a share of ties across the boundary means: 2 × share - 1.

    Examples
    --------
    >>> ei_of(Bounds(0.5, 0.75))
    Bounds(low=0.0, high=0.5)
    """
    return Bounds(2 * share.low - 1, 2 * share.high - 1)


def actor_ei_bounds(working: CaseNetwork, groups: Groups) -> tuple[Floats, Floats]:
    """Give the smallest and the largest E-I index of each actor, over its ties in and out.

    Parameters
    ----------
    working, groups
        As for `cross_share`.

    Returns
    -------
    tuple
        Two arrays, one value per actor; NaN for an actor without any observed tie, equal where it is certain.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> rows = {"from": "a", "to": "b"}, {"from": "a", "to": "c", "known": False}
    >>> record = CaseRecord(case="T", actors=tuple(ActorRow(id=one) for one in "abc"),
    ...                     ties=tuple(map(TieRow.model_validate, rows)))
    >>> low, high = actor_ei_bounds(network_of(record, ["works_with"], 1), ["c", "m", "c"])
    >>> low.tolist(), high.tolist()
    ([0.0, 1.0, nan], [1.0, 1.0, nan])
    """
    codes, size = _codes(groups), len(groups)

    def kinds(one: Ints, other: Ints) -> Floats:
        held = _crossing(codes, one, other)
        return np.array([_ends(one[kind], size) + _ends(other[kind], size) for kind in held])

    return _ei_bounds(working, kinds)


def group_ei_bounds(working: CaseNetwork, groups: Sequence[str]) -> tuple[Floats, Floats]:
    """Give the smallest and the largest E-I index of each group, over the ties with an end in it.

    Parameters
    ----------
    working
        The network, with the pairs whose tie is unknown.
    groups
        The group of each actor, all known.

    Returns
    -------
    tuple
        Two arrays, one value per group in alphabetical order; NaN for a group without any observed tie.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> rows = {"from": "a", "to": "b"}, {"from": "a", "to": "c", "known": False}
    >>> record = CaseRecord(case="T", actors=tuple(ActorRow(id=one) for one in "abc"),
    ...                     ties=tuple(map(TieRow.model_validate, rows)))
    >>> low, high = group_ei_bounds(network_of(record, ["works_with"], 1), ["c", "m", "c"])
    >>> low.tolist(), high.tolist()
    ([0.0, 1.0], [1.0, 1.0])
    """
    codes = _codes(groups)
    size = int(codes.max(initial=-1)) + 1

    def kinds(one: Ints, other: Ints) -> Floats:
        crosses, stays, is_open = _crossing(codes, one, other)
        outward = _ends(codes[one[crosses]], size) + _ends(codes[other[crosses]], size)
        return np.array([outward, _ends(codes[one[stays]], size), _ends(codes[one[is_open]], size)])

    return _ei_bounds(working, kinds)


def _share(working: CaseNetwork, kinds: Callable[[Ints, Ints], Kinds]) -> Bounds:
    source, target = _ties_once(working)
    return share_bounds(kinds(source, target), kinds(working.unknown[:, 0], working.unknown[:, 1]))


def _ei_bounds(working: CaseNetwork, kinds: Callable[[Ints, Ints], Floats]) -> tuple[Floats, Floats]:
    source, target = _ties_once(working)
    low, high = _bounds(kinds(source, target), kinds(working.unknown[:, 0], working.unknown[:, 1]))
    return 2 * low - 1, 2 * high - 1


def _bounds(observed: Floats, unknown: Floats) -> tuple[Floats, Floats]:
    """Give the bounds of many shares at once; rows are yes, no and maybe."""
    yes, _, maybe = observed
    more_yes, more_no, more_maybe = unknown
    ties = observed.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = yes / (ties + more_no + more_maybe)
        high = (yes + maybe + more_yes + more_maybe) / (ties + more_yes + more_maybe)
    return np.where(ties > 0, low, np.nan), np.where(ties > 0, high, np.nan)


def _ties_once(working: CaseNetwork) -> tuple[Ints, Ints]:
    net = working.network
    once = slice(None) if net.directed else net.source < net.target
    return net.source[once], net.target[once]


def _crossing(codes: Ints, one: Ints, other: Ints) -> tuple[Bools, Bools, Bools]:
    """Say of each pair whether it crosses the boundary, does not, or may."""
    is_open = (codes[one] < 0) | (codes[other] < 0)
    crosses = ~is_open & (codes[one] != codes[other])
    return crosses, ~is_open & ~crosses, is_open


def _codes(groups: Groups) -> Ints:
    """Give each group its number in alphabetical order; -1 where it was not coded."""
    names = sorted({group for group in groups if group is not None})
    place = {name: number for number, name in enumerate(names)}
    return np.array([-1 if group is None else place[group] for group in groups], dtype=np.int64)


def _ends(places: Ints, size: int) -> Floats:
    return np.bincount(places, minlength=size).astype(np.float64)


def _as_columns(kinds: Kinds) -> Floats:
    return np.array(kinds, dtype=np.float64)[:, None]
