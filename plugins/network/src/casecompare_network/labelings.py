"""All ways of giving the same labels to the actors, or a seeded sample of them: the basis of exact tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from casecompare_network.graphs import Floats, Ints

__all__ = ["Labelings", "PermutationP", "count_labelings", "label_codes", "labelings", "tail_p"]

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Labelings:
    """Labels as codes, one row per way of giving them out; `is_exact` says whether all ways are there."""

    codes: Ints
    is_exact: bool


@dataclass(frozen=True)
class PermutationP:
    """A permutation p, how many labelings it rests on, and its error.

    `error` is the standard error of a sampled p, 0 where all labelings were enumerated. `smallest` is the
    smallest p that could have come out.
    """

    p: float
    labelings: int
    is_exact: bool
    error: float
    smallest: float


def label_codes(labels: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Give each label a number, in alphabetical order, and the labels by number.

    Examples
    --------
    >>> codes, names = label_codes(["m", "c", "m"])
    >>> codes.tolist(), names
    ([1, 0, 1], ('c', 'm'))
    """
    names = tuple(sorted(set(labels)))
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[label] for label in labels], dtype=np.int64), names


def count_labelings(codes: Ints) -> int:
    """Give the number of different ways of giving out the same labels.

    Examples
    --------
    >>> count_labelings(np.array([0, 0, 0, 1, 1, 1]))
    20
    """
    ways, left = 1, len(codes)
    for size in np.bincount(codes).tolist() if len(codes) else []:
        ways *= math.comb(left, size)
        left -= size
    return ways


def labelings(
    codes: Ints, *, at_most: int = 100_000, draws: int = 9_999, random: np.random.Generator | None = None
) -> Labelings:
    """Give all labelings, or where there are too many, draws at random.

    Parameters
    ----------
    codes
        The labels as they are, from 0 on.
    at_most
        Up to how many labelings all of them are given.
    draws
        How many draws there are otherwise; the labels as they are stand first, and count as one of the
        labelings, so that no p is 0.
    random
        The source of chance; needed only where there are too many labelings.

    Raises
    ------
    ValueError
        if draws are needed and there is no source of chance.

    Examples
    --------
    >>> labelings(np.array([0, 1, 1])).codes.tolist()
    [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    """
    if count_labelings(codes) <= at_most:
        return Labelings(_all_labelings(codes), is_exact=True)
    if random is None:
        raise ValueError("there are too many labelings to go through; drawing some needs a source of chance.")
    drawn = random.permuted(np.broadcast_to(codes, (draws, len(codes))), axis=1)
    return Labelings(np.concatenate([codes[None, :], drawn]), is_exact=False)


def tail_p(observed: float, values: Floats, *, is_exact: bool, two_sided: bool = False) -> PermutationP:
    """Give the share of labelings whose value is at least the observed one.

    Parameters
    ----------
    observed
        The value for the labels as they are.
    values
        The value for each labeling; the observed one is among them.
    is_exact
        Whether these are all labelings.
    two_sided
        Whether to compare distances from the mean over labelings, on both sides.

    Returns
    -------
    PermutationP
        NaN where the observed value is undefined; labelings with undefined values are left out.

    Examples
    --------
    >>> tail_p(3.0, np.array([1.0, 2.0, 2.0, 3.0]), is_exact=True).p
    0.25
    """
    defined = values[~np.isnan(values)]
    if math.isnan(observed) or not defined.size:
        return PermutationP(math.nan, int(defined.size), is_exact, math.nan, math.nan)
    if two_sided:
        centre = float(defined.mean())
        observed, defined = abs(observed - centre), np.abs(defined - centre)
    # Equal values can differ by rounding; they count as equal.
    finite = np.abs(defined[np.isfinite(defined)])
    slack = _ROUNDING * max(1.0, float(finite.max(initial=0.0)))
    p = float((defined >= observed - slack).mean())
    smallest = float((defined >= defined.max() - slack).mean()) if is_exact else 1 / defined.size
    error = 0.0 if is_exact else math.sqrt(p * (1 - p) / defined.size)
    return PermutationP(p, int(defined.size), is_exact, error, smallest)


def _all_labelings(codes: Ints) -> Ints:
    """Give the places of the first label in all ways, within each the places of the second, and so on."""
    n = len(codes)
    rows = np.zeros((1, n), dtype=np.int64)
    remaining: NDArray[np.int64] = np.arange(n, dtype=np.int64)[None, :]
    for code, size in enumerate(np.bincount(codes).tolist() if n else []):
        if not size:
            continue
        free = remaining.shape[1]
        chosen = np.array(list(combinations(range(free), size)), dtype=np.int64).reshape(-1, size)
        is_left = np.ones((len(chosen), free), dtype=bool)
        np.put_along_axis(is_left, chosen, False, axis=1)
        left = np.nonzero(is_left)[1].reshape(len(chosen), free - size)
        rows = np.repeat(rows, len(chosen), axis=0)
        np.put_along_axis(rows, remaining[:, chosen].reshape(len(rows), size), code, axis=1)
        remaining = remaining[:, left].reshape(len(rows), free - size)
    return rows
