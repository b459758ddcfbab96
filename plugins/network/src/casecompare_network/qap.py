"""QAP: whether two relations among the same actors go together more than by chance.

Cells of one network depend on each other, so that the usual tests do not hold. Here the actors of one network
change places, all at once in rows and columns: its structure stays, its link to the other network is lost.

Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic data.
*Social Networks* 10:359-381.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casecompare_network.labelings import PermutationP, tail_p
from casecompare_network.matrices import Matrix, cells, square

__all__ = ["Qap", "Reorderings", "qap", "reorderings"]

_CELLS_AT_ONCE = 1 << 21


@dataclass(frozen=True)
class Reorderings:
    """Ways of letting actors change places, one per row, the first leaves all where they are.

    `is_exact` says whether these are all ways.
    """

    orders: NDArray[np.intp]
    is_exact: bool


@dataclass(frozen=True)
class Qap:
    """The correlation of two relations and how it stands among those of all reorderings.

    `at_least` and `at_most` are one-sided p values, `two_sided` compares absolute correlations. All NaN where
    a relation does not vary.
    """

    correlation: float
    at_least: PermutationP
    at_most: PermutationP
    two_sided: PermutationP

    def __str__(self) -> str:
        how = "all" if self.two_sided.is_exact else "seeded"
        error = "" if self.two_sided.is_exact else f" ± {self.two_sided.error:.4f}"
        return (
            f"r = {self.correlation:.3f}, two-sided p = {self.two_sided.p:.4f}{error} "
            f"({how} {self.two_sided.labelings:,} reorderings)"
        )


def reorderings(
    size: int, *, at_most: int = 40_320, draws: int = 9_999, random: np.random.Generator | None = None
) -> Reorderings:
    """Give all ways in which so many actors can change places, or where there are too many, draws.

    Parameters
    ----------
    size
        The number of actors.
    at_most
        Up to how many ways (the factorial of `size`) all of them are given; 8 actors have 40,320.
    draws, random
        Otherwise how many are drawn, and from which source of chance. The order as it is counts as one more,
        so that no p is 0.

    Raises
    ------
    ValueError
        When draws are needed and there is no source of chance.

    Examples
    --------
    >>> reorderings(3).orders[:2].tolist(), reorderings(3).is_exact
    ([[0, 1, 2], [0, 2, 1]], True)
    """
    if size <= 20 and math.factorial(size) <= at_most:
        return Reorderings(np.array(list(itertools.permutations(range(size))), dtype=np.intp), is_exact=True)
    if random is None:
        raise ValueError(
            f"{size} actors can change places in too many ways; drawing needs a source of chance"
        )
    drawn = random.permuted(np.broadcast_to(np.arange(size), (draws, size)), axis=1)
    return Reorderings(np.concatenate([np.arange(size)[None, :], drawn]).astype(np.intp), is_exact=False)


def qap(
    first: ArrayLike,
    second: ArrayLike,
    *,
    is_directed: bool,
    at_most: int = 40_320,
    draws: int = 9_999,
    random: np.random.Generator | None = None,
) -> Qap:
    """Correlate two relations among the same actors and test the correlation by reordering.

    Parameters
    ----------
    first, second
        Two matrices with the same actors in the same order; cells may be any numbers.
    is_directed
        Whether to compare all cells off the diagonal, or only the upper half of symmetric matrices.
    at_most, draws, random
        See `reorderings`.

    Examples
    --------
    >>> works_with = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> result = qap(works_with, works_with, is_directed=False)
    >>> print(result)
    r = 1.000, two-sided p = 0.3333 (all 24 reorderings)
    """
    one, other = square(first), square(second)
    if one.shape != other.shape:
        raise ValueError(f"the relations have {len(one)} and {len(other)} actors; QAP compares the same ones")
    if not is_directed and not (np.allclose(one, one.T) and np.allclose(other, other.T)):
        raise ValueError("an undirected relation has a symmetric matrix; give is_directed=True for these")
    ways = reorderings(len(one), at_most=at_most, draws=draws, random=random)
    values = _correlations(one, other, ways, is_directed)
    observed = float(values[0]) if len(values) else math.nan
    at_least = tail_p(observed, values, is_exact=ways.is_exact)
    at_most_p = tail_p(-observed, -values, is_exact=ways.is_exact)
    two_sided = tail_p(abs(observed), np.abs(values), is_exact=ways.is_exact)
    return Qap(observed, at_least, at_most_p, two_sided)


def _correlations(one: Matrix, other: Matrix, ways: Reorderings, is_directed: bool) -> Matrix:
    """Correlate the second relation with the first in each order; only the sum of products changes.

    It is taken over the ties of the relation that has fewer: either the first one is read in the new order at
    the ties of the second, or the second one in the order taken back at the ties of the first.
    """
    fixed, moved = cells(other, is_directed=is_directed), cells(one, is_directed=is_directed)
    if len(fixed) == 0 or np.ptp(fixed) == 0 or np.ptp(moved) == 0:
        return np.full(len(ways.orders), np.nan)
    sparse, read, orders = other, one, ways.orders
    if np.count_nonzero(moved) < np.count_nonzero(fixed):
        sparse, read, orders = one, other, np.argsort(ways.orders, axis=1)
    size = len(one)
    chosen = ~np.eye(size, dtype=bool) if is_directed else np.triu(np.ones((size, size), dtype=bool), 1)
    row, column = np.nonzero(chosen & (sparse != 0))
    values, weights = read.ravel(), sparse[row, column]
    products = np.empty(len(orders))
    at_once = max(_CELLS_AT_ONCE // max(len(row), 1), 1)
    for start in range(0, len(orders), at_once):
        part = orders[start : start + at_once]
        products[start : start + at_once] = values[part[:, row] * size + part[:, column]] @ weights
    mean = float(fixed.mean()) * float(moved.mean())
    spread = float(moved.std()) * float(fixed.std())
    return np.clip((products / len(fixed) - mean) / spread, -1.0, 1.0)
