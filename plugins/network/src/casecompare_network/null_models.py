"""What measures would be in networks of the same size and density, so that cases can be compared.

A large or dense network has other values than a small or sparse one for reasons of size alone. The share of
ties across a boundary has an exact null distribution (ties on pairs drawn without replacement:
hypergeometric); for the others networks with as many actors and ties are drawn and measured all at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casecompare_network.graphs import Bools, Floats, Network
from casecompare_network.labelings import label_codes

__all__ = [
    "NullComparison",
    "cross_share_null",
    "many_betweenness",
    "many_connectedness",
    "many_degree_centralization",
    "many_transitivity",
    "random_networks",
    "simulated_null",
]

_ROUNDING = 1e-9


@dataclass(frozen=True)
class NullComparison:
    """A value against its null distribution.

    `z` is the value less the mean, over the standard deviation; NaN where the null does not vary.
    `percentile` is the share of networks with a smaller value, those with the same counting one half: 0 to 1,
    0.5 in the middle. `is_exact` says whether all placings of the ties count; `error` is the standard error
    of a simulated mean, 0 where it is exact.
    """

    value: float
    mean: float
    deviation: float
    z: float
    percentile: float
    is_exact: bool
    error: float


def cross_share_null(network: Network, groups: Sequence[str], share: float) -> NullComparison:
    """Hold the share of ties across the boundary against ties placed at random, exactly.

    Parameters
    ----------
    network, groups
        The network and the group of each actor.
    share
        The observed share.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> network = network_from_ties(["a", "b", "c"], [("a", "b", 1)])
    >>> found = cross_share_null(network, ["c", "m", "m"], 1.0)
    >>> round(found.mean, 4), round(found.percentile, 4)
    (0.6667, 0.6667)
    """
    sizes = np.bincount(label_codes(groups)[0])
    size, ties = network.size, network.n_ties
    factor = 2 if network.directed else 1
    pairs = factor * math.comb(size, 2)
    crossing = pairs - factor * sum(math.comb(int(own), 2) for own in sizes)
    if not pairs or not ties:
        return _undefined(share, is_exact=True)
    p = crossing / pairs
    variance = p * (1 - p) / ties * ((pairs - ties) / (pairs - 1) if pairs > 1 else 0.0)
    percentile = math.nan
    if not math.isnan(share):
        chances = _crossing_chances(pairs, crossing, ties)
        observed = round(share * ties) - max(0, ties - (pairs - crossing))
        percentile = float(chances[:observed].sum() + chances[observed] / 2)
    deviation = math.sqrt(variance)
    return NullComparison(share, p, deviation, _z(share, p, deviation), percentile, is_exact=True, error=0.0)


def simulated_null(
    network: Network, measure: Callable[[Bools], Floats], value: float, networks: Bools
) -> NullComparison:
    """Hold a value against that of random networks.

    Parameters
    ----------
    network
        The network that was measured.
    measure
        Gives one value per network of a stack, NaN where it is undefined there.
    value
        The observed value.
    networks
        From `random_networks`.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> triangle = network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)])
    >>> drawn = random_networks(triangle, 10, np.random.default_rng(1))
    >>> simulated_null(triangle, many_transitivity, 1.0, drawn).mean
    1.0
    """
    found = measure(networks)
    defined = found[~np.isnan(found)]
    if not defined.size or not network.n_ties:
        return _undefined(value, is_exact=False)
    mean, deviation = float(defined.mean()), float(defined.std())
    # The same value can come out of sums in another order.
    is_same = np.abs(defined - value) <= _ROUNDING
    below = (defined < value) & ~is_same
    percentile = math.nan if math.isnan(value) else float(below.mean() + is_same.mean() / 2)
    error = deviation / math.sqrt(defined.size)
    z = _z(value, mean, deviation)
    return NullComparison(value, mean, deviation, z, percentile, is_exact=False, error=error)


def random_networks(network: Network, draws: int, random: np.random.Generator) -> Bools:
    """Draw networks with as many actors and ties, each placing of the ties as likely as any other.

    Returns
    -------
    ndarray
        Shape (draws, n, n); symmetric where the network is undirected.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> network = network_from_ties(["a", "b", "c"], [("a", "b", 1)])
    >>> random_networks(network, 5, np.random.default_rng(1)).sum(axis=(1, 2)).tolist()
    [2, 2, 2, 2, 2]
    """
    size = network.size
    one, other = np.nonzero(~np.eye(size, dtype=bool)) if network.directed else np.triu_indices(size, 1)
    order = random.random((draws, len(one))).argsort(axis=1)[:, : network.n_ties]
    drawn = np.zeros((draws, size, size), dtype=np.bool_)
    rows = np.arange(draws)[:, None]
    drawn[rows, one[order], other[order]] = True
    return drawn if network.directed else drawn | drawn.transpose(0, 2, 1)


def many_transitivity(networks: Bools) -> Floats:
    """Give the transitivity of each of a stack of networks, direction ignored; NaN without two-paths.

    Examples
    --------
    >>> many_transitivity(np.ones((1, 3, 3), dtype=bool) & ~np.eye(3, dtype=bool))
    array([1.])
    """
    ties = (networks | networks.transpose(0, 2, 1)).astype(np.float64)
    closed = np.einsum("bij,bji->b", ties @ ties, ties)
    degree = ties.sum(axis=2)
    paths = (degree * (degree - 1)).sum(axis=1)
    return np.where(paths > 0, closed / np.maximum(paths, 1), np.nan)


def many_degree_centralization(networks: Bools) -> Floats:
    """Give the centralization of degree of each of a stack of networks, direction ignored.

    Examples
    --------
    >>> star = np.zeros((1, 3, 3), dtype=bool)
    >>> star[0, 0, 1:] = star[0, 1:, 0] = True
    >>> many_degree_centralization(star)
    array([1.])
    """
    degree = (networks | networks.transpose(0, 2, 1)).sum(axis=2)
    size = networks.shape[1]
    largest = (size - 1) * (size - 2)
    differences = (degree.max(axis=1, keepdims=True) - degree).sum(axis=1).astype(np.float64)
    return np.asarray(differences / largest) if largest > 0 else np.full(len(networks), np.nan)


def many_connectedness(networks: Bools) -> Floats:
    """Give the share of pairs that reach each other in each of a stack of networks, direction ignored.

    Examples
    --------
    >>> many_connectedness(np.zeros((2, 4, 4), dtype=bool))
    array([0., 0.])
    """
    size = networks.shape[1]
    if size < 2:
        return np.full(len(networks), np.nan)
    reach = (networks | networks.transpose(0, 2, 1) | np.eye(size, dtype=bool)).astype(np.float32)
    for _ in range(max(1, math.ceil(math.log2(size)))):
        reach = (reach @ reach > 0).astype(np.float32)
    return np.asarray((reach.sum(axis=(1, 2)) - size) / (size * (size - 1)), dtype=np.float64)


def many_betweenness(networks: Bools, of: Sequence[int] | None = None) -> Floats:
    """Give the normalised betweenness of every actor, or of some, in each of a stack of networks.

    Parameters
    ----------
    networks
        Shape (networks, n, n).
    of
        The places of the actors that are asked for; by default all.

    Returns
    -------
    ndarray
        Shape (networks, n or as many as asked for); NaN with fewer than three actors.

    Examples
    --------
    >>> chain = np.zeros((1, 3, 3), dtype=bool)
    >>> chain[0, [0, 1, 1, 2], [1, 0, 2, 1]] = True
    >>> many_betweenness(chain)
    array([[0., 1., 0.]])
    """
    count, size = networks.shape[:2]
    chosen = range(size) if of is None else of
    if size < 3:
        return np.full((count, len(chosen)), np.nan)
    lengths, paths = _shortest_paths(networks)
    with np.errstate(divide="ignore"):
        per_path = np.where(np.isfinite(lengths), 1.0 / paths, 0.0)
    share = np.zeros((count, len(chosen)))
    for place, v in enumerate(chosen):
        through = lengths[:, :, v, None] + lengths[:, None, v, :] == lengths
        through[:, v, :] = through[:, :, v] = False
        # The numbers of paths to v and from v, multiplied where the way through v is a shortest one.
        onward = np.einsum("bij,bj->bi", through * per_path, paths[:, v, :])
        share[:, place] = (onward * paths[:, :, v]).sum(axis=1)
    # An actor is not between itself and others: pairs (i, i) have length 0 and never go through v.
    return np.asarray(share / ((size - 1) * (size - 2)), dtype=np.float64)


def _shortest_paths(networks: Bools) -> tuple[Floats, Floats]:
    """Give lengths and numbers of shortest paths, step by step from each actor."""
    count, size = networks.shape[:2]
    ties = networks.astype(np.float64)
    lengths: NDArray[np.float64] = np.full((count, size, size), np.inf)
    lengths[:, np.arange(size), np.arange(size)] = 0.0
    paths = np.zeros((count, size, size))
    paths[:, np.arange(size), np.arange(size)] = 1.0
    frontier = paths.copy()
    for step in range(1, size):
        frontier = np.where(np.isinf(lengths), frontier @ ties, 0.0)
        is_new = frontier > 0
        if not is_new.any():
            break
        lengths[is_new] = step
        paths[is_new] = frontier[is_new]
    return lengths, paths


def _crossing_chances(pairs: int, crossing: int, ties: int) -> Floats:
    """Give the chance of each possible number of ties across the boundary, from the smallest on."""
    inside = pairs - crossing
    counts = np.arange(max(0, ties - inside), min(ties, crossing) + 1, dtype=np.float64)
    before = counts[:-1]
    # Each chance over the one before it; sums of logs, since the first can be too small for a number.
    steps = np.log(crossing - before) + np.log(ties - before)
    steps -= np.log(before + 1) + np.log(inside - ties + before + 1)
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _undefined(value: float, *, is_exact: bool) -> NullComparison:
    nothing = math.nan
    return NullComparison(value, nothing, nothing, nothing, nothing, is_exact=is_exact, error=nothing)


def _z(value: float, mean: float, deviation: float) -> float:
    return (value - mean) / deviation if deviation > 1e-12 else math.nan
