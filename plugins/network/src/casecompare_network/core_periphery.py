"""Core and periphery: a dense core that a sparse periphery hangs on, and how well a network fits it.

Borgatti, S. P. & Everett, M. G. (2000). Models of core/periphery structures. *Social Networks* 21:375-395.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from casecompare_network.matrices import Flags, Matrix, named, square

__all__ = ["Between", "CorePeriphery", "core_periphery", "core_periphery_fit"]

Between = Literal["present", "absent", "ignored"]
"""What the ideal says of ties between core and periphery: all there, none there, or nothing."""

_CHUNK = 1 << 14
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class CorePeriphery:
    """The cores that fit a network best.

    Parameters
    ----------
    correlation
        Of the network's cells with the ideal's, −1 to 1; NaN where every core leaves it undefined.
    cores
        The best cores, each sorted by the order of the actors; at most as many as were to be listed.
    core_count
        How many cores tie for the best, listed or not.
    between
        What the ideal said of ties between core and periphery.
    is_exact
        Whether every possible core was compared; if not, `correlation` is the best one found.
    """

    correlation: float
    cores: tuple[tuple[str, ...], ...]
    core_count: int
    between: Between
    is_exact: bool

    def __str__(self) -> str:
        if not self.cores:
            return "no core and periphery: the ties do not vary"
        tied = "" if self.core_count == 1 else f", one of {self.core_count} cores that fit as well"
        found = "best of all cores" if self.is_exact else "best core found"
        return f"core {', '.join(self.cores[0])} (r = {self.correlation:.3f}, {found}{tied})"


def core_periphery_fit(
    adjacency: ArrayLike, is_core: Sequence[bool], *, between: Between = "ignored"
) -> float:
    """Correlate a network with the ideal that a given core would make.

    Parameters
    ----------
    adjacency
        Ties or their weights; an undirected network is symmetric.
    is_core
        Whether each actor belongs to the core.
    between
        The ideal for ties between core and periphery: ``present`` (a tie wherever one end is core),
        ``absent``, or ``ignored`` (only core–core and periphery–periphery cells are compared).

    Returns
    -------
    float
        Pearson's correlation over the cells off the diagonal; NaN where the cells or the ideal do not vary.

    Examples
    --------
    >>> star = [[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
    >>> round(core_periphery_fit(star, [True, False, False, False], between="present"), 3)
    1.0
    """
    matrix = square(adjacency)
    if len(is_core) != len(matrix):
        raise ValueError(f"there are {len(is_core)} marks of the core for {len(matrix)} actors")
    return float(_fits(matrix, np.array([is_core], dtype=bool), between)[0])


def core_periphery(
    adjacency: ArrayLike,
    actors: Sequence[str],
    *,
    between: Between = "ignored",
    budget: int = 1 << 18,
    listed: int = 60,
) -> CorePeriphery:
    """Find the cores that fit a network best, all of them where they tie.

    Parameters
    ----------
    adjacency, actors
        The network and one id per row.
    between
        See `core_periphery_fit`.
    budget
        Up to so many possible cores (2ⁿ − 2) all are compared; above, the search moves single actors in and
        out of the core from several starts, and the answer says that it is the best one found.
    listed
        How many tied cores to list at most.

    Examples
    --------
    >>> star = [[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
    >>> print(core_periphery(star, ["hub", "a", "b", "c"], between="present"))
    core hub (r = 1.000, best of all cores)
    """
    matrix = square(adjacency)
    ids = named(actors, len(matrix))
    is_exact = len(ids) < 63 and 2 ** len(ids) - 2 <= budget
    best, cores, count = np.nan, list[Flags](), 0
    for tried in _every_core(len(ids)) if is_exact else _climbed_cores(matrix, between):
        fits = _fits(matrix, tried, between)
        if np.isnan(fits).all():
            continue
        top = float(np.nanmax(fits))
        if np.isnan(best) or top > best + _TOLERANCE:
            best, cores, count = top, [], 0
        is_best = fits >= best - _TOLERANCE
        count += int(is_best.sum())
        cores += list(tried[is_best][: max(listed - len(cores), 0)])
    return CorePeriphery(
        correlation=best,
        cores=tuple(tuple(one for one, inside in zip(ids, core, strict=True) if inside) for core in cores),
        core_count=count,
        between=between,
        is_exact=is_exact,
    )


def _fits(matrix: Matrix, cores: Flags, between: Between) -> Matrix:
    """Correlate the network with the ideal of each core (one core per row), from sums over its blocks."""
    size = len(matrix)
    inside = cores.astype(np.float64)
    core_count = inside.sum(axis=1)
    periphery_count = size - core_count
    squares = matrix**2
    in_core, in_periphery = _blocks(matrix, inside)
    ones = core_count * (core_count - 1)
    zeros = periphery_count * (periphery_count - 1)
    if between == "ignored":
        total = in_core + in_periphery
        are_same = np.array_equal(squares, matrix)  # 0 and 1
        total_squares = total if are_same else np.add(*_blocks(squares, inside))
        ideal = in_core
    else:
        total = np.full(len(cores), matrix.sum())
        total_squares = np.full(len(cores), squares.sum())
        ideal = total - in_periphery if between == "present" else in_core
        ones = size * (size - 1) - zeros if between == "present" else ones
        zeros = size * (size - 1) - ones
    count = ones + zeros
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = ideal / count - (total / count) * (ones / count)
        spread = total_squares / count - (total / count) ** 2
        ideal_spread = (ones / count) * (zeros / count)
        fits = covariance / np.sqrt(spread * ideal_spread)
    is_undefined = (ones == 0) | (zeros == 0) | ~(spread > 1e-12 * np.maximum(total_squares, 1e-300))
    return np.where(is_undefined, np.nan, np.clip(fits, -1.0, 1.0))


def _blocks(matrix: Matrix, inside: Matrix) -> tuple[Matrix, Matrix]:
    """Sum the cells among the core and those among the periphery, for each row of core members."""
    in_core = ((inside @ matrix) * inside).sum(axis=1)
    # Rows and columns of the core hold all but the periphery's own cells, those within the core twice.
    touched = inside @ (matrix.sum(axis=0) + matrix.sum(axis=1))
    return in_core, matrix.sum() - touched + in_core


def _every_core(size: int) -> Iterator[Flags]:
    """Give every core that leaves somebody in the core and somebody outside, in blocks."""
    for start in range(1, 2**size - 1, _CHUNK):
        numbers = np.arange(start, min(start + _CHUNK, 2**size - 1))
        yield (numbers[:, None] >> np.arange(size)) & 1 == 1


def _climbed_cores(matrix: Matrix, between: Between) -> Iterator[Flags]:
    """Climb from the k best connected actors, for several k, by moving one actor at a time."""
    size = len(matrix)
    if size < 2:
        return
    order = np.argsort(-(matrix.sum(axis=0) + matrix.sum(axis=1)), kind="stable")
    prefixes = np.zeros((size - 1, size), dtype=bool)
    for row in range(size - 1):
        prefixes[row, order[: row + 1]] = True
    fits = np.nan_to_num(_fits(matrix, prefixes, between), nan=-2.0)
    tops: dict[bytes, Flags] = {}
    for row in np.argsort(-fits, kind="stable")[:10]:
        top = _climb(matrix, prefixes[row], between)
        tops[top.tobytes()] = top
    yield np.array(list(tops.values()))


def _climb(matrix: Matrix, core: Flags, between: Between) -> Flags:
    fit = np.nan_to_num(_fits(matrix, core[None, :], between), nan=-2.0)[0]
    while True:
        neighbours = core ^ np.eye(len(core), dtype=bool)
        fits = np.nan_to_num(_fits(matrix, neighbours, between), nan=-2.0)
        at = int(np.argmax(fits))
        if fits[at] <= fit + _TOLERANCE:
            return core
        core, fit = neighbours[at], fits[at]
