"""Mobility: which actors move between places, such as arenas or organisations, from one round to the next.

A place is whatever an actor belongs to. An actor can belong to several at once, so that besides moving from
one to another an actor can also take on a further one or give one up.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

__all__ = ["Kind", "Move", "Stay", "TieChange", "mobility_matrix", "moves", "tie_change", "turnover"]

Kind = Literal["moved", "joined", "left", "extended", "withdrew"]
"""`joined` and `left`: came to or went from all places; `extended` and `withdrew`: gained or gave up some."""


@dataclass(frozen=True)
class Stay:
    """An actor belongs to a place in a round; several places are several stays."""

    actor: str
    round: int
    place: str


@dataclass(frozen=True)
class Move:
    """What changed for one actor between two rounds that follow each other in the record."""

    actor: str
    from_round: int
    to_round: int
    kind: Kind
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True)
class TieChange:
    """How the ties of one round compare with those of the next; `stability` is their Jaccard share."""

    kept: int
    dissolved: int
    formed: int
    stability: float


def moves(stays: Iterable[Stay]) -> tuple[Move, ...]:
    """Give every change of place, by round and actor.

    A round in which anybody stands somewhere counts as observed, and somebody who stands nowhere in it as
    not there. Rounds without any record are passed over.

    Parameters
    ----------
    stays
        Who was where when, in any order.

    Examples
    --------
    >>> stays = [Stay("ann", 1, "board"), Stay("ben", 1, "board"), Stay("ann", 2, "federation"),
    ...          Stay("ben", 2, "board"), Stay("ben", 2, "federation")]
    >>> [(move.actor, move.kind, move.lost, move.gained) for move in moves(stays)]
    [('ann', 'moved', ('board',), ('federation',)), ('ben', 'extended', (), ('federation',))]
    """
    places = _places(stays)
    rounds = sorted({number for number, _ in places})
    actors = list(dict.fromkeys(actor for _, actor in places))
    found = []
    for before, after in itertools.pairwise(rounds):
        for actor in actors:
            was, is_now = places.get((before, actor), []), places.get((after, actor), [])
            lost = tuple(place for place in was if place not in is_now)
            gained = tuple(place for place in is_now if place not in was)
            if lost or gained:
                found.append(Move(actor, before, after, _kind(was, is_now, lost, gained), lost, gained))
    return tuple(found)


def mobility_matrix(changes: Iterable[Move], *, outside: str = "outside") -> pd.DataFrame:
    """Count the moves from each place to each place.

    A move from several places to several others is shared out equally, so that each actor's change counts
    one. Joining comes from `outside`, leaving goes there. Taking on or giving up one place among several is
    no move between places and is not counted here.

    Parameters
    ----------
    changes
        What `moves` gave, or moves that stand in the record as such.
    outside
        What to call the place of those who are not there.

    Returns
    -------
    DataFrame
        From by to; the diagonal is 0.

    Examples
    --------
    >>> mobility_matrix([Move("ann", 1, 2, "moved", ("board",), ("federation",))])
                board  federation  outside
    board         0.0         1.0      0.0
    federation    0.0         0.0      0.0
    outside       0.0         0.0      0.0
    """
    counted = [change for change in changes if change.kind not in ("extended", "withdrew")]
    places = dict.fromkeys(place for change in counted for place in (*change.lost, *change.gained))
    at = {name: number for number, name in enumerate(dict.fromkeys([*places, outside]))}
    counts = np.zeros((len(at), len(at)))
    for change in counted:
        sources, targets = change.lost or (outside,), change.gained or (outside,)
        for source, target in itertools.product(sources, targets):
            counts[at[source], at[target]] += 1 / (len(sources) * len(targets))
    return pd.DataFrame(counts, index=list(at), columns=list(at))


def turnover(stays: Iterable[Stay]) -> pd.DataFrame:
    """Say for each place and pair of rounds how many actors stayed, came and went.

    Returns
    -------
    DataFrame
        Columns place, from_round, to_round, stayed, came, went, and stability: those who stayed as share of
        all who were there in either round (0 to 1); NaN where nobody was.

    Examples
    --------
    >>> stays = [Stay("ann", 1, "board"), Stay("ben", 1, "board"), Stay("ben", 2, "board")]
    >>> turnover(stays)[["place", "stayed", "came", "went", "stability"]]
       place  stayed  came  went  stability
    0  board       1     0     1        0.5
    """
    stays = list(stays)
    members: dict[tuple[str, int], set[str]] = {}
    for stay in stays:
        members.setdefault((stay.place, stay.round), set()).add(stay.actor)
    rows = []
    for place in dict.fromkeys(stay.place for stay in stays):
        for before, after in itertools.pairwise(sorted({stay.round for stay in stays})):
            was, is_now = members.get((place, before), set()), members.get((place, after), set())
            whole = len(was | is_now)
            share = len(was & is_now) / whole if whole else math.nan
            rows.append(
                (place, before, after, len(was & is_now), len(is_now - was), len(was - is_now), share)
            )
    columns = ["place", "from_round", "to_round", "stayed", "came", "went", "stability"]
    return pd.DataFrame(rows, columns=columns)


def tie_change(
    before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]], *, is_directed: bool
) -> TieChange:
    """Compare the ties of two rounds.

    Parameters
    ----------
    before, after
        The ties as pairs of actors.
    is_directed
        Whether a tie and its reverse are two.

    Examples
    --------
    >>> tie_change([("a", "b"), ("b", "c")], [("b", "a"), ("c", "d")], is_directed=False)
    TieChange(kept=1, dissolved=1, formed=1, stability=0.3333333333333333)
    """

    def distinct(ties: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {(a, b) if is_directed else (min(a, b), max(a, b)) for a, b in ties}

    was, is_now = distinct(before), distinct(after)
    whole = len(was | is_now)
    kept = len(was & is_now)
    return TieChange(kept, len(was - is_now), len(is_now - was), kept / whole if whole else math.nan)


def _places(stays: Iterable[Stay]) -> dict[tuple[int, str], list[str]]:
    """Give the places by round and actor, each once, in the order of the record."""
    places: dict[tuple[int, str], list[str]] = {}
    for stay in stays:
        known = places.setdefault((stay.round, stay.actor), [])
        if stay.place not in known:
            known.append(stay.place)
    return places


def _kind(was: Sequence[str], is_now: Sequence[str], lost: Sequence[str], gained: Sequence[str]) -> Kind:
    if not was:
        return "joined"
    if not is_now:
        return "left"
    if lost and gained:
        return "moved"
    return "extended" if gained else "withdrew"
