"""The tandem of two sides, clinicians and managers, as far as ties between them show it.

TI = E_x / E[E_x] holds the ties between the sides against what as many ties among as many actors would bring
at random: above 1 the sides seek each other, below 1 they keep apart. Ties measure contact, not joint
decisions.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_network.graphs import Bools, Floats, Network
from casecompare_network.labelings import PermutationP, labelings, tail_p

__all__ = ["TandemTies", "tandem_ties"]


@dataclass(frozen=True)
class TandemTies:
    """Ties between two sides.

    `density` is the share of possible ties between them that exist, `coverage_one` and `coverage_other` the
    share of each side with a tie to the other, `coupling` their geometric mean. `ei` compares ties between
    the sides with ties within a side. `expected` is the number of ties between the sides if as many ties were
    placed at random, `index` the observed over the expected number, `test` its one-sided permutation p over
    all ways of labeling the same actors. NaN where a side has nobody, or where there are no ties.
    """

    n_one: int
    n_other: int
    cross_ties: int
    inside_ties: int
    density: float
    coverage_one: float
    coverage_other: float
    coupling: float
    ei: float
    expected: float
    index: float
    test: PermutationP


def tandem_ties(
    network: Network,
    groups: Sequence[str],
    sides: tuple[Collection[str], Collection[str]] = (("clinical",), ("managerial",)),
    *,
    at_most: int = 100_000,
    draws: int = 9_999,
    random: np.random.Generator | None = None,
) -> TandemTies:
    """Measure the tandem by ties, direction ignored.

    Parameters
    ----------
    network
        The network among all actors that take part; those of neither side count as possible partners.
    groups
        The group of each actor.
    sides
        The groups on either side.
    at_most, draws, random
        As for `casecompare_network.labelings.labelings`.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> ties = [("c1", "m1", 1), ("c2", "m2", 1), ("c1", "m2", 1)]
    >>> groups = ["clinical", "clinical", "managerial", "managerial"]
    >>> tandem = tandem_ties(network_from_ties(["c1", "c2", "m1", "m2"], ties), groups)
    >>> round(tandem.index, 3), tandem.coupling, round(tandem.test.p, 4)
    (1.5, 1.0, 0.3333)
    """
    ties = network.undirected
    one = np.array([group in sides[0] for group in groups], dtype=bool)
    other = np.array([group in sides[1] for group in groups], dtype=bool)
    n_one, n_other, size = int(one.sum()), int(other.sum()), ties.size
    cross = float(_between(ties, one[None, :], other[None, :])[0])
    inside = sum(float(_between(ties, side[None, :], side[None, :])[0]) / 2 for side in (one, other))
    possible, pairs = n_one * n_other, size * (size - 1) / 2
    expected = possible * ties.n_ties / pairs if possible else math.nan
    covered = _coverage(ties, one, other), _coverage(ties, other, one)
    # Sides as 0 and 1, all who belong to neither as 2.
    codes = np.where(one, 0, np.where(other, 1, 2))
    ways = labelings(codes, at_most=at_most, draws=draws, random=random)
    values = _between(ties, ways.codes == 0, ways.codes == 1)
    is_defined = possible > 0 and ties.n_ties > 0
    return TandemTies(
        n_one=n_one,
        n_other=n_other,
        cross_ties=int(cross),
        inside_ties=int(inside),
        density=cross / possible if possible else math.nan,
        coverage_one=covered[0],
        coverage_other=covered[1],
        coupling=math.sqrt(covered[0] * covered[1]),
        ei=(cross - inside) / (cross + inside) if cross + inside else math.nan,
        expected=expected,
        index=cross / expected if is_defined else math.nan,
        test=tail_p(cross if is_defined else math.nan, values, is_exact=ways.is_exact),
    )


def _between(ties: Network, one: Bools, other: Bools) -> Floats:
    """Count the ties between two sides, for each row of sides; within a side each counts twice."""
    total = np.zeros(len(one))
    step = max(1, 4_000_000 // max(ties.n_arcs, 1))
    for first in range(0, len(one), step):
        rows = slice(first, first + step)
        total[rows] = (one[rows][:, ties.source] & other[rows][:, ties.target]).sum(axis=1)
    return total


def _coverage(ties: Network, side: Bools, other: Bools) -> float:
    reached = np.unique(ties.source[side[ties.source] & other[ties.target]])
    return len(reached) / side.sum() if side.any() and other.any() else math.nan
