"""The peers: the cases on which a ceiling rests, found for many arrangements of the cases at once.

Every function takes arrays of shape (arrangements, cases), each row in the order of rising condition, and
looks for an empty upper left corner. A single plot is one arrangement; a permutation test has thousands.
Free disposal hull and its concave form are those of Dul (2016), *Organizational Research Methods* 19:10-52.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from casecompare_nca.scatter import Floats

__all__ = ["Peers", "find_peers", "hull_of"]

Mask: TypeAlias = NDArray[np.bool_]

_EQUAL = 1e-6
"""Numbers whose relative difference is at most this are equal."""
_MOST_PAIRED = 200
"""Up to as many peers all pairs are looked at."""


@dataclass(frozen=True, eq=False)
class Peers:
    """The peers of each arrangement, from the left, padded with the last one to the same length.

    Parameters
    ----------
    x, y
        Their places; exact duplicates are left out here.
    count
        How many there are in each arrangement.
    mask
        Which of all cases count as peers, duplicates of a peer included where they count.
    repeated
        Which of the peers, in the order of `x`, occur more than once.
    """

    x: Floats
    y: Floats
    count: NDArray[np.intp]
    mask: Mask
    repeated: Mask


def find_peers(x: Floats, y: Floats, *, counts_once: bool = False) -> Peers:
    """Give the cases that raise the highest outcome so far; of equal conditions only the highest.

    Parameters
    ----------
    x, y
        Shape (arrangements, cases), x rising along each row.
    counts_once
        Count exact duplicates of a peer as one.

    Examples
    --------
    >>> peers = find_peers(np.array([[1.0, 2, 3, 4]]), np.array([[2.0, 1, 2, 5]]))
    >>> peers.x.tolist(), peers.mask.tolist()
    ([[1.0, 4.0]], [[True, False, False, True]])
    """
    x, y = np.broadcast_arrays(x, y)
    places = np.broadcast_to(np.arange(x.shape[1]), x.shape)
    is_new = np.ones(x.shape, dtype=bool)
    is_new[:, 1:] = ~_are_equal(x[:, 1:], x[:, :-1])
    first = np.maximum.accumulate(np.where(is_new, places, 0), axis=1)
    is_last = np.ones(x.shape, dtype=bool)
    is_last[:, :-1] = is_new[:, 1:]
    ends = np.where(is_last, places, x.shape[1])
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    highest = np.maximum.accumulate(y, axis=1)
    here = np.take_along_axis(highest, last, axis=1)
    before = np.where(first > 0, np.take_along_axis(highest, np.maximum(first - 1, 0), axis=1), -np.inf)
    with np.errstate(invalid="ignore"):
        rises = (here > before) & ~_are_equal(here, before)
    mask = rises & _are_equal(y, here)
    # Of duplicates of one peer the first stands for all of them.
    seen = np.cumsum(mask, axis=1)
    earlier = np.where(first > 0, np.take_along_axis(seen, np.maximum(first - 1, 0), axis=1), 0)
    distinct = mask & (seen - earlier == 1)
    times: NDArray[np.intp] = np.take_along_axis(seen, last, axis=1) - earlier
    repeated: Mask = (times > 1) & np.array(not counts_once)
    return _peers(x, y, distinct, distinct if counts_once else mask, repeated)


def hull_of(peers: Peers, x: Floats, y: Floats) -> Peers:
    """Give the peers on the upper concave hull: those between which the slopes strictly fall.

    A peer that occurs more than once always stays, as in the package NCA, and the slopes fall between such
    peers. Find the peers with `counts_once` for the hull in the strict sense.

    Parameters
    ----------
    peers
        From `find_peers`.
    x, y
        The same arrangements.

    Examples
    --------
    >>> x, y = np.array([[0.0, 1, 2, 4]]), np.array([[0.0, 1, 3, 4]])
    >>> hull_of(find_peers(x, y), x, y).x.tolist()
    [[0.0, 2.0, 4.0]]
    """
    kept = _by_pairs(peers) if peers.x.shape[1] <= _MOST_PAIRED else _by_chains(peers)
    return _peers_from(peers, kept, _among(peers, kept, x, y))


def _by_pairs(peers: Peers) -> Mask:
    """Keep a peer if it is steeper from all on its left than to all on its right, in all rows at once."""
    length = peers.x.shape[1]
    is_there = np.arange(length) < peers.count[:, np.newaxis]
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = (peers.y[:, :, np.newaxis] - peers.y[:, np.newaxis, :]) / (
            peers.x[:, :, np.newaxis] - peers.x[:, np.newaxis, :]
        )
    pairs = is_there[:, :, np.newaxis] & is_there[:, np.newaxis, :] & _sees(peers.repeated)
    is_left = np.tri(length, length, -1, dtype=bool)
    from_left = np.where(pairs & is_left, slopes, np.inf).min(axis=2)
    to_right = np.where(pairs & is_left.T, slopes, -np.inf).max(axis=2)
    falls = from_left > np.where(to_right > 0, to_right * (1 + _EQUAL), to_right)
    kept: Mask = is_there & (falls | peers.repeated)
    return kept


def _by_chains(peers: Peers) -> Mask:
    """Do the same for many peers, walking along each arrangement (Andrew's monotone chain)."""
    kept = np.zeros(peers.x.shape, dtype=bool)
    for row, count in enumerate(peers.count):
        x, y, is_fixed = peers.x[row].tolist(), peers.y[row].tolist(), peers.repeated[row].tolist()

        def slope(one: int, other: int, x: list[float] = x, y: list[float] = y) -> float:
            return (y[other] - y[one]) / (x[other] - x[one])

        chain: list[int] = []
        for at in range(int(count)):
            while len(chain) > 1 and not is_fixed[chain[-1]]:
                if slope(chain[-2], chain[-1]) > slope(chain[-1], at) * (1 + _EQUAL):
                    break
                chain.pop()
            chain.append(at)
        kept[row, chain] = True
    return kept


def _sees(repeated: Mask) -> Mask:
    """Say of each pair of peers whether no repeated peer stands between the two."""
    upto: NDArray[np.intp] = np.cumsum(repeated, axis=1)
    before: NDArray[np.intp] = upto - repeated
    # Right of the diagonal: none between i and j > i; the rest is its mirror image.
    between: NDArray[np.intp] = before[:, np.newaxis, :] - upto[:, :, np.newaxis]
    free: Mask = between <= 0
    upper = free & np.tri(free.shape[1], free.shape[1], -1, dtype=bool).T
    sees: Mask = upper | upper.transpose(0, 2, 1)
    return sees


def _among(peers: Peers, kept: Mask, x: Floats, y: Floats) -> Mask:
    """Mark all cases, duplicates included, that lie where one of the kept peers lies."""
    # The distinct peers are numbered from the left along each row, as the marked cases are.
    marked = peers.mask
    changes = np.zeros(marked.shape, dtype=np.intp)
    order = np.argsort(~marked, axis=1, kind="stable")
    across, up = (
        np.take_along_axis(np.broadcast_to(x, y.shape), order, axis=1),
        np.take_along_axis(y, order, axis=1),
    )
    is_new = ~(_are_equal(across[:, 1:], across[:, :-1]) & _are_equal(up[:, 1:], up[:, :-1]))
    changes[:, 1:] = np.cumsum(is_new, axis=1)
    numbers = np.minimum(changes, kept.shape[1] - 1)
    found = np.zeros(marked.shape, dtype=bool)
    np.put_along_axis(found, order, np.take_along_axis(kept, numbers, axis=1), axis=1)
    return found & marked


def _peers(x: Floats, y: Floats, distinct: Mask, mask: Mask, repeated: Mask) -> Peers:
    count = distinct.sum(axis=1)
    order = _padded(np.argsort(~distinct, axis=1, kind="stable")[:, : int(count.max())], count)
    across, up = np.take_along_axis(x, order, axis=1), np.take_along_axis(y, order, axis=1)
    is_there = np.arange(order.shape[1]) < count[:, np.newaxis]
    return Peers(across, up, count, mask, np.take_along_axis(repeated, order, axis=1) & is_there)


def _peers_from(peers: Peers, kept: Mask, mask: Mask) -> Peers:
    count = kept.sum(axis=1)
    order = _padded(np.argsort(~kept, axis=1, kind="stable")[:, : int(count.max())], count)
    across, up = np.take_along_axis(peers.x, order, axis=1), np.take_along_axis(peers.y, order, axis=1)
    is_there = np.arange(order.shape[1]) < count[:, np.newaxis]
    return Peers(across, up, count, mask, np.take_along_axis(peers.repeated, order, axis=1) & is_there)


def _padded(order: NDArray[np.intp], count: NDArray[np.intp]) -> NDArray[np.intp]:
    """Repeat the last place of each row up to its end."""
    places = np.minimum(np.arange(order.shape[1]), count[:, np.newaxis] - 1)
    return np.take_along_axis(order, places, axis=1)


def _are_equal(one: Floats, other: Floats) -> Mask:
    with np.errstate(invalid="ignore"):
        bound = _EQUAL * np.maximum(np.abs(one), np.abs(other))
        close: Mask = np.abs(one - other) <= np.where(np.isfinite(bound), bound, 0.0)
    return close
