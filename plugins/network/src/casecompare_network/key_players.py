"""Key players: whose going would break a network up, and who together reach the most of it.

Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational & Mathematical
Organization Theory* 12:21-34. The direction of ties is ignored throughout.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casecompare_network.matrices import Flags, Matrix, distances, either_direction, named

__all__ = [
    "Criterion",
    "KeyPlayers",
    "distance_weighted_reach",
    "fragmentation",
    "fragmentation_without",
    "key_players",
    "key_players_by",
]

Criterion = Literal["fragmentation", "distance-weighted fragmentation", "reach"]

_CELLS_AT_ONCE = 1 << 20
_CELLS_KEPT = 1 << 23
_TOLERANCE = 1e-9

# One set of actors per row, as row numbers of the matrix.
_Sets = NDArray[np.intp]
_Judge = Callable[[_Sets], Matrix]


@dataclass(frozen=True)
class KeyPlayers:
    """The sets of actors that score highest.

    Parameters
    ----------
    criterion, size
        What was sought: see `key_players`.
    value
        The score of the best sets; NaN where it is undefined for every set.
    sets
        The best sets, each in the order of the actors; at most as many as were to be listed.
    set_count
        How many sets tie for the best, listed or not; of a search that is not exact, how many it met.
    is_exact
        Whether every set of this size was compared.
    """

    criterion: Criterion
    size: int
    value: float
    sets: tuple[tuple[str, ...], ...]
    set_count: int
    is_exact: bool

    def __str__(self) -> str:
        if not self.sets:
            return f"no key players: {self.criterion} is undefined"
        tied = "" if self.set_count == 1 else f", one of {self.set_count} sets that do as well"
        found = "best of all sets" if self.is_exact else "best set found"
        return f"{', '.join(self.sets[0])}: {self.criterion} {self.value:.3f} ({found}{tied})"


def fragmentation(adjacency: ArrayLike, *, is_distance_weighted: bool = False) -> float:
    """Give the share of pairs of actors that cannot reach each other.

    Parameters
    ----------
    adjacency
        The network; a tie in one direction is a tie.
    is_distance_weighted
        Count a pair at distance d as 1 − 1/d rather than as 0, so that long ways count as partly cut.

    Returns
    -------
    float
        0 (every pair connected; weighted: every pair tied) to 1 (no ties); NaN with fewer than two actors.

    Examples
    --------
    >>> path = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> fragmentation(path), round(fragmentation(path, is_distance_weighted=True), 4)
    (0.0, 0.1667)
    """
    ties = either_direction(adjacency)
    return float(_fragmentations(distances(ties)[None, :, :], is_distance_weighted)[0])


def fragmentation_without(adjacency: ArrayLike, *, is_distance_weighted: bool = False) -> Matrix:
    """Give, for each actor, the fragmentation of the network that remains when that actor leaves.

    Only the remaining actors count, in the numerator and in the denominator.

    Examples
    --------
    >>> star = [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    >>> fragmentation_without(star)
    array([1., 0., 0.])
    """
    ties = either_direction(adjacency)
    singles = np.arange(len(ties))[:, None]
    steps_without = _steps_without(ties)
    return _in_blocks(
        singles, len(ties), lambda sets: _fragmentations(steps_without(sets), is_distance_weighted)
    )


def distance_weighted_reach(adjacency: ArrayLike, members: Sequence[int]) -> float:
    """Give how much of a network a set of actors reaches: the mean over all actors of 1/distance to the set.

    Parameters
    ----------
    adjacency
        The network; a tie in one direction is a tie.
    members
        The set, as row numbers; its members are at distance 1 (they count 1).

    Returns
    -------
    float
        0 to 1, where 1 means that everybody is in the set or tied to it; NaN for an empty set or network.

    Examples
    --------
    >>> path = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> distance_weighted_reach(path, [1]), round(distance_weighted_reach(path, [0]), 4)
    (1.0, 0.8333)
    """
    if not len(members):
        return float("nan")
    judge = _judge_of_reach(either_direction(adjacency))
    return float(judge(np.array([list(members)], dtype=np.intp))[0])


def key_players(
    adjacency: ArrayLike,
    actors: Sequence[str],
    size: int,
    *,
    criterion: Criterion = "fragmentation",
    budget: int = 50_000,
    listed: int = 60,
) -> KeyPlayers:
    """Find the sets of so many actors that score highest, all of them where they tie.

    Parameters
    ----------
    adjacency, actors
        The network and one id per row.
    size
        How many actors a set has, at least 1.
    criterion
        ``fragmentation`` or ``distance-weighted fragmentation`` of what remains when the set leaves
        (Borgatti's negative problem), or the distance-weighted ``reach`` of the set (the positive problem).
    budget
        Up to so many sets all are compared; above, single members are exchanged from greedy and several
        other starts, and the answer says that it is the best found.
    listed
        How many tied sets to list at most.

    Raises
    ------
    ValueError
        When the network has fewer actors than the set.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    >>> found = key_players(path, ["a", "b", "c", "d"], 1)
    >>> found.sets, round(found.value, 3), found.is_exact
    ((('b',), ('c',)), 0.667, True)
    """
    found = key_players_by(adjacency, actors, size, criteria=[criterion], budget=budget, listed=listed)
    return found[criterion]


def key_players_by(
    adjacency: ArrayLike,
    actors: Sequence[str],
    size: int,
    *,
    criteria: Sequence[Criterion] = ("fragmentation", "distance-weighted fragmentation", "reach"),
    budget: int = 50_000,
    listed: int = 60,
) -> dict[Criterion, KeyPlayers]:
    """Do the same by several criteria at once, which share the distances that both fragmentations rest on.

    Examples
    --------
    >>> path = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> {criterion: found.sets for criterion, found in key_players_by(path, ["a", "b", "c"], 1).items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'fragmentation': (('b',),), 'distance-weighted fragmentation': (('b',),), 'reach': (('b',),)}
    """
    ties = either_direction(adjacency)
    ids = named(actors, len(ties))
    if not 1 <= size <= len(ids):
        raise ValueError(f"a set of {size} key players cannot be chosen among {len(ids)} actors")
    is_exact = math.comb(len(ids), size) <= budget
    steps_without = _steps_without(ties, is_kept=is_exact and len(criteria) > 1)
    judges: dict[Criterion, _Judge] = {
        "fragmentation": lambda sets: _fragmentations(steps_without(sets), False),
        "distance-weighted fragmentation": lambda sets: _fragmentations(steps_without(sets), True),
        "reach": _judge_of_reach(ties),
    }
    return {one: _best_sets(ties, ids, size, one, judges[one], is_exact, listed) for one in criteria}


def _best_sets(
    ties: Flags,
    ids: Sequence[str],
    size: int,
    criterion: Criterion,
    judge: _Judge,
    is_exact: bool,
    listed: int,
) -> KeyPlayers:
    """Give the sets that the judge finds best, among all or among those that a search meets."""
    best, chosen, count = np.nan, list[tuple[int, ...]](), 0
    for tried in _every_set(len(ids), size) if is_exact else _exchanged_sets(ties, size, judge):
        values = _in_blocks(tried, len(ids), judge)
        if np.isnan(values).all():
            continue
        top = float(np.nanmax(values))
        if np.isnan(best) or top > best + _TOLERANCE:
            best, chosen, count = top, [], 0
        is_best = values >= best - _TOLERANCE
        count += int(is_best.sum())
        chosen += [tuple(row) for row in tried[is_best][: max(listed - len(chosen), 0)].tolist()]
    return KeyPlayers(
        criterion=criterion,
        size=size,
        value=best,
        sets=tuple(tuple(ids[at] for at in members) for members in chosen),
        set_count=count,
        is_exact=is_exact,
    )


def _fragmentations(steps: Matrix, is_distance_weighted: bool) -> Matrix:
    """Give the fragmentation of each of several networks of one size from their distances."""
    size = steps.shape[-1]
    if size < 2:
        return np.full(len(steps), np.nan)
    off = ~np.eye(size, dtype=bool)
    between = steps[:, off]
    if is_distance_weighted:
        return np.asarray(1.0 - (1.0 / between).mean(axis=1), dtype=np.float64)
    return np.asarray(1.0 - np.isfinite(between).mean(axis=1), dtype=np.float64)


def _steps_without(ties: Flags, *, is_kept: bool = False) -> Callable[[_Sets], Matrix]:
    """Give what measures distances in what remains without each set; kept for the next one who asks."""
    kept: dict[bytes, Matrix] = {}

    def steps_without(sets: _Sets) -> Matrix:
        key = sets.tobytes() if is_kept else b""
        if key in kept:
            return kept[key]
        stays = np.ones((len(sets), len(ties)), dtype=bool)
        np.put_along_axis(stays, sets, False, axis=1)
        rest = np.nonzero(stays)[1].reshape(len(sets), len(ties) - sets.shape[1])
        steps = distances(ties[rest[:, :, None], rest[:, None, :]])
        if is_kept and (1 + len(kept)) * steps.size <= _CELLS_KEPT:
            kept[key] = steps
        return steps

    return steps_without


def _judge_of_reach(ties: Flags) -> _Judge:
    steps = np.maximum(distances(ties), 1.0)  # members of the set count 1, as if they were tied to it
    nearness = 1.0 / steps

    def judge(sets: _Sets) -> Matrix:
        return np.asarray(nearness[sets].max(axis=1).mean(axis=1), dtype=np.float64)

    return judge


def _in_blocks(sets: _Sets, size: int, judge: _Judge) -> Matrix:
    """Judge many sets, a bounded number at once."""
    at_once = max(_CELLS_AT_ONCE // max(size * size, 1), 1)
    if not len(sets):
        return np.empty(0)
    return np.concatenate([judge(sets[at : at + at_once]) for at in range(0, len(sets), at_once)])


def _every_set(size: int, members: int) -> Iterator[_Sets]:
    every = itertools.combinations(range(size), members)
    while block := list(itertools.islice(every, 1 << 13)):
        yield np.array(block, dtype=np.intp)


def _exchanged_sets(ties: Flags, size: int, judge: _Judge) -> Iterator[_Sets]:
    """Exchange one member at a time as long as that helps, from several starts; give where each ended."""
    degrees = np.argsort(-ties.sum(axis=1), kind="stable")
    starts = [_greedy(len(ties), size, judge), sorted(int(at) for at in degrees[:size])]
    starts += [sorted(int(at) for at in degrees[first : first + size]) for first in range(1, 6)]
    ends = {tuple(_exchanged(start, len(ties), judge)) for start in starts if len(start) == size}
    yield np.array(sorted(ends), dtype=np.intp)


def _greedy(actors: int, size: int, judge: _Judge) -> list[int]:
    chosen: list[int] = []
    for _ in range(size):
        offers = [sorted([*chosen, one]) for one in range(actors) if one not in chosen]
        values = np.nan_to_num(_in_blocks(np.array(offers, dtype=np.intp), actors, judge), nan=-1.0)
        chosen = offers[int(np.argmax(values))]
    return chosen


def _exchanged(start: Sequence[int], actors: int, judge: _Judge) -> list[int]:
    chosen = list(start)
    value = float(np.nan_to_num(judge(np.array([chosen], dtype=np.intp)), nan=-1.0)[0])
    while True:
        rest = [one for one in range(actors) if one not in chosen]
        offers = [sorted([*(one for one in chosen if one != gone), new]) for gone in chosen for new in rest]
        if not offers:
            return chosen
        values = np.nan_to_num(_in_blocks(np.array(offers, dtype=np.intp), actors, judge), nan=-1.0)
        at = int(np.argmax(values))
        if values[at] <= value + _TOLERANCE:
            return chosen
        chosen, value = offers[at], float(values[at])
