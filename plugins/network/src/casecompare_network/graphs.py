"""Networks as plain data: who there is, and which arcs lead from whom to whom.

A `Network` is simple: no ties of an actor with itself, no tie twice, weights above 0. An undirected tie is
kept as two arcs, so that every measure can be written for arcs. The arcs are sorted, which makes the search
for a given arc fast and lets measures on sparse networks run without an actor-by-actor matrix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Bools",
    "Floats",
    "Ints",
    "Mode",
    "Network",
    "TieCounts",
    "TwoPaths",
    "count_ties",
    "network_from_matrix",
    "network_from_ties",
    "two_paths",
]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Mode: TypeAlias = Literal["all", "in", "out"]
Graph: TypeAlias = "nx.Graph[int]"
Tie: TypeAlias = tuple[str, str, float]

_DENSE = 4096


@dataclass(frozen=True, eq=False)
class Network:
    """Actors and the arcs between them.

    Made by `network_from_ties` or `network_from_matrix`, which see to it that the arcs are simple and sorted.

    Parameters
    ----------
    actors
        Their ids; everywhere else an actor is its place in this tuple.
    source, target
        The two ends of each arc, shape (arcs,), sorted by source and then target.
    weight
        The weight of each arc, above 0.
    directed
        False where each tie stands as two arcs of one weight.

    Examples
    --------
    >>> network = network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 2)])
    >>> network.size, network.n_ties, network.n_arcs
    (3, 2, 4)
    """

    actors: tuple[str, ...]
    source: Ints
    target: Ints
    weight: Floats
    directed: bool

    @property
    def size(self) -> int:
        """Number of actors."""
        return len(self.actors)

    @property
    def n_arcs(self) -> int:
        """Number of arcs; an undirected tie counts as two."""
        return len(self.source)

    @property
    def n_ties(self) -> int:
        """Number of ties; an undirected tie counts once."""
        return self.n_arcs if self.directed else self.n_arcs // 2

    @cached_property
    def codes(self) -> Ints:
        """Source times the number of actors plus target: one sorted number per arc."""
        return self.source * self.size + self.target

    @cached_property
    def matrix(self) -> Floats:
        """The weights as a matrix, row = source; 0 where there is no arc."""
        weights = np.zeros((self.size, self.size))
        weights[self.source, self.target] = self.weight
        return weights

    @cached_property
    def adjacency(self) -> Floats:
        """1 where there is an arc, else 0; row = source."""
        return (self.matrix > 0).astype(np.float64)

    @cached_property
    def graph(self) -> Graph:
        """The same as a networkx graph, nodes = places of the actors, with the attribute `weight`."""
        graph: Graph = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(range(self.size))
        graph.add_weighted_edges_from(
            zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        )
        return graph

    @cached_property
    def undirected(self) -> Network:
        """The network with direction ignored: a tie if either arc exists, its weight the sum of both."""
        if not self.directed:
            return self
        return _network(
            self.actors,
            np.concatenate([self.source, self.target]),
            np.concatenate([self.target, self.source]),
            np.concatenate([self.weight, self.weight]),
            directed=False,
        )

    def degree(self, mode: Mode = "out") -> Ints:
        """Count the arcs of each actor; for "all" of a directed network those in and out."""
        out, into = self._count(self.source), self._count(self.target)
        if mode == "all":
            return out + into if self.directed else out
        return out if mode == "out" else into

    def has_arcs(self, source: Ints, target: Ints) -> Bools:
        """Say of each pair whether there is an arc from the first to the second."""
        if self.size <= _DENSE:
            return np.asarray(self._is_arc[source, target])
        return self.find_arcs(source, target) >= 0

    def find_arcs(self, source: Ints, target: Ints) -> Ints:
        """Give the place of the arc of each pair in `source` and `target`, -1 where there is none."""
        if not self.n_arcs:
            return np.full(len(source), -1, dtype=np.int64)
        wanted = source * self.size + target
        place = np.minimum(np.searchsorted(self.codes, wanted), self.n_arcs - 1)
        return np.where(self.codes[place] == wanted, place, -1)

    def subset(self, places: Sequence[int] | Ints) -> Network:
        """Give the network among some of the actors, in the order asked for."""
        chosen = np.asarray(places, dtype=np.int64)
        new = np.full(self.size, -1, dtype=np.int64)
        new[chosen] = np.arange(len(chosen))
        kept = (new[self.source] >= 0) & (new[self.target] >= 0)
        actors = tuple(self.actors[place] for place in chosen)
        return _network(actors, new[self.source[kept]], new[self.target[kept]], self.weight[kept],
                        directed=self.directed)  # fmt: skip

    @cached_property
    def _is_arc(self) -> Bools:
        arcs = np.zeros((self.size, self.size), dtype=np.bool_)
        arcs[self.source, self.target] = True
        return arcs

    def _count(self, ends: Ints) -> Ints:
        return np.bincount(ends, minlength=self.size).astype(np.int64)


@dataclass(frozen=True)
class TieCounts:
    """What a list of ties holds before it is made simple.

    `degree_in` and `degree_out` count a tie of an actor with itself once each, parallel ties each; for an
    undirected network both are the number of ends.
    """

    ties: int
    self_ties: int
    surplus: int
    weight: float
    degree_in: Ints
    degree_out: Ints
    strength_in: Floats
    strength_out: Floats


@dataclass(frozen=True)
class TwoPaths:
    """Some of the paths a → v → b with a ≠ b; `first` and `second` are the places of their arcs."""

    a: Ints
    v: Ints
    b: Ints
    first: Ints
    second: Ints


def network_from_ties(actors: Sequence[str], ties: Iterable[Tie], *, directed: bool = False) -> Network:
    """Make a network from a list of ties.

    Ties of an actor with itself are left out, and so are ties of weight 0; ties that stand there more than
    once are added up.

    Parameters
    ----------
    actors
        The ids of the actors, each once.
    ties
        ``(from, to, weight)`` with weights of at least 0.
    directed
        Whether a tie leads from the first to the second only.

    Raises
    ------
    ValueError
        if an id is there twice, a tie names somebody unknown, or a weight is below 0 or not a number.

    Examples
    --------
    >>> network_from_ties(["a", "b"], [("a", "b", 1), ("a", "b", 2), ("a", "a", 5)], directed=True).weight
    array([3.])
    """
    place = _places(actors)
    rows = [(place[a], place[b], weight) for a, b, weight in _known(ties, place)]
    source = np.array([row[0] for row in rows], dtype=np.int64)
    target = np.array([row[1] for row in rows], dtype=np.int64)
    weight = np.array([row[2] for row in rows], dtype=np.float64)
    if not np.all(weight >= 0):
        raise ValueError("the weight of a tie must be a number of at least 0.")
    if not directed:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
        weight = np.concatenate([weight, weight])
    return _network(tuple(actors), source, target, weight, directed=directed)


def network_from_matrix(
    matrix: NDArray[np.generic], actors: Sequence[str] | None = None, *, directed: bool | None = None
) -> Network:
    """Make a network from a square matrix of weights, row = source.

    Parameters
    ----------
    matrix
        Shape (n, n); the diagonal is left out.
    actors
        Their ids; by default 0, 1, 2 and so on.
    directed
        By default, whether the matrix is not symmetric.

    Raises
    ------
    ValueError
        if the matrix is not square, has weights below 0, or is not symmetric but said to be undirected.

    Examples
    --------
    >>> network_from_matrix(np.array([[0, 1], [0, 0]])).directed
    True
    """
    weights = np.asarray(matrix, dtype=np.float64)
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1]:
        raise ValueError(f"a network's matrix is square; this one has the shape {weights.shape}.")
    if not np.all(weights >= 0):
        raise ValueError("the weight of a tie must be a number of at least 0.")
    is_symmetric = np.array_equal(weights, weights.T)
    if directed is False and not is_symmetric:
        raise ValueError("the matrix of an undirected network is symmetric; this one is not.")
    ids = tuple(actors) if actors is not None else tuple(map(str, range(len(weights))))
    source, target = np.nonzero(weights)
    return _network(ids, source, target, weights[source, target],
                    directed=not is_symmetric if directed is None else directed)  # fmt: skip


def count_ties(actors: Sequence[str], ties: Iterable[Tie], *, directed: bool = False) -> TieCounts:
    """Count ties as they stand in a list, with ties of an actor with itself and parallel ties.

    Examples
    --------
    >>> counted = count_ties(["a", "b"], [("a", "b", 1), ("b", "a", 2), ("a", "a", 5)])
    >>> counted.self_ties, counted.surplus, counted.degree_out.tolist()
    (1, 1, [4, 2])
    """
    place = _places(actors)
    rows = [(place[a], place[b], float(weight)) for a, b, weight in _known(ties, place)]
    keys = {(a, b) if directed else (min(a, b), max(a, b)) for a, b, _ in rows}
    degree, strength = np.zeros((2, len(actors)), dtype=np.int64), np.zeros((2, len(actors)))
    for a, b, weight in rows:
        for end, actor in enumerate((a, b)):
            degree[end, actor] += 1
            strength[end, actor] += weight
    if not directed:
        degree[:], strength[:] = degree.sum(axis=0), strength.sum(axis=0)
    return TieCounts(
        ties=len(rows),
        self_ties=sum(a == b for a, b, _ in rows),
        surplus=len(rows) - len(keys),
        weight=sum(weight for _, _, weight in rows),
        degree_out=degree[0], degree_in=degree[1], strength_out=strength[0], strength_in=strength[1],
    )  # fmt: skip


def two_paths(network: Network, *, at_most: int = 2_000_000) -> Iterator[TwoPaths]:
    """Give all paths a → v → b with a ≠ b, in portions that fit into memory.

    Parameters
    ----------
    network
        The network; their number is the sum over actors of in-degree times out-degree.
    at_most
        About how many paths a portion holds.

    Examples
    --------
    >>> chain = network_from_ties(["a", "b", "c"], [("a", "b", 1), ("b", "c", 1)], directed=True)
    >>> [(part.a.tolist(), part.v.tolist(), part.b.tolist()) for part in two_paths(chain)]
    [([0], [1], [2])]
    """
    out = network.degree("out")
    start = np.concatenate([[0], np.cumsum(out)])
    reach = out[network.target]
    ends = np.cumsum(reach)
    first = 0
    while first < network.n_arcs:
        limit = (ends[first - 1] if first else 0) + at_most
        last = max(first + 1, int(np.searchsorted(ends, limit, side="right")))
        yield _joined(network, np.arange(first, last), reach, start)
        first = last


def _joined(network: Network, arcs: Ints, reach: Ints, start: Ints) -> TwoPaths:
    """Join some arcs a → v with all arcs v → b."""
    counts = reach[arcs]
    first = np.repeat(arcs, counts)
    begin = np.repeat(np.cumsum(counts) - counts, counts)
    second = start[network.target[first]] + np.arange(len(first)) - begin
    kept = network.source[first] != network.target[second]
    first, second = first[kept], second[kept]
    return TwoPaths(network.source[first], network.target[first], network.target[second], first, second)


def _network(
    actors: tuple[str, ...], source: Ints, target: Ints, weight: Floats, *, directed: bool
) -> Network:
    """Leave out ties with oneself and of no weight, add up parallel ones, sort."""
    size = len(actors)
    kept = (source != target) & (weight > 0)
    codes, inverse = np.unique(source[kept] * size + target[kept], return_inverse=True)
    weights = np.bincount(inverse, weights=weight[kept], minlength=len(codes)).astype(np.float64)
    divisor = max(size, 1)
    return Network(actors, codes // divisor, codes % divisor, weights, directed)


def _places(actors: Sequence[str]) -> dict[str, int]:
    place = {actor: number for number, actor in enumerate(actors)}
    if len(place) < len(actors):
        raise ValueError("each actor's id must stand once.")
    return place


def _known(ties: Iterable[Tie], place: dict[str, int]) -> Iterator[Tie]:
    for tie in ties:
        for end in tie[:2]:
            if end not in place:
                raise ValueError(f"a tie names '{end}', who is not among the actors.")
        yield tie
