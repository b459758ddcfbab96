"""The same measures as plain loops over networkx, and networks made for the comparison."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import networkx as nx
import numpy as np

from casecompare_network.graphs import Network, network_from_ties

Result = TypeVar("Result")

GROUPS = ("clinical", "managerial", "hybrid", "lay")


def made_network(actors: int, ties: int, seed: int, *, directed: bool = True) -> tuple[Network, list[str]]:
    """Make a network in which some have many ties and ties within groups are likelier, and the groups."""
    random = np.random.default_rng(seed)
    groups = random.integers(0, len(GROUPS), actors)
    pull = (1 + np.arange(actors)) ** -0.35
    pull = pull[random.permutation(actors)] / pull.sum()
    chosen: set[tuple[int, int]] = set()
    while len(chosen) < ties:
        ends = random.choice(actors, size=(2 * (ties - len(chosen)) + 10, 2), p=pull)
        kept = (groups[ends[:, 0]] == groups[ends[:, 1]]) | (random.random(len(ends)) < 0.5)
        for one, other in ends[kept & (ends[:, 0] != ends[:, 1])].tolist():
            pair = (one, other) if directed else (min(one, other), max(one, other))
            if len(chosen) < ties:
                chosen.add(pair)
    ids = [str(at) for at in range(actors)]
    network = network_from_ties(ids, [(ids[a], ids[b], 1.0) for a, b in sorted(chosen)], directed=directed)
    return network, [GROUPS[group] for group in groups]


def brokerage_by_loops(graph: nx.DiGraph, groups: Sequence[str]) -> dict[str, list[int]]:
    """Count the five roles of every actor, tie by tie."""
    roles = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
    counts = {role: [0] * len(graph) for role in roles}
    for v in graph:
        for a in graph.predecessors(v):
            for b in graph.successors(v):
                if a == b or graph.has_edge(a, b):
                    continue
                first, middle, last = groups[a], groups[v], groups[b]
                if first == middle == last:
                    role = "coordinator"
                elif first == last:
                    role = "itinerant"
                elif first == middle:
                    role = "representative"
                elif middle == last:
                    role = "gatekeeper"
                else:
                    role = "liaison"
                counts[role][v] += 1
    return counts


def ei_by_loops(graph: nx.Graph, groups: Sequence[str]) -> tuple[float, list[float]]:
    """Give the E-I index of the network and of every actor, tie by tie."""
    inside, outside = [0] * len(graph), [0] * len(graph)
    for one, other in graph.edges:
        counted = inside if groups[one] == groups[other] else outside
        counted[one] += 1
        counted[other] += 1
    total = sum(inside) + sum(outside)
    own = [
        (out - into) / (out + into) if out + into else float("nan")
        for into, out in zip(inside, outside, strict=True)
    ]
    return (sum(outside) - sum(inside)) / total if total else float("nan"), own


def structural_holes_by_loops(
    graph: nx.Graph, actors: Sequence[Hashable]
) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
    """Give networkx' constraint and effective size; naming the actors keeps it on the way that is right."""
    constraint = nx.constraint(graph, nodes=list(actors))
    return constraint, nx.effective_size(graph, nodes=list(actors))


def best_of(times: int, what: Callable[[], Result]) -> tuple[float, Result]:
    """Give the least processor time of several runs, and the result."""
    least = float("inf")
    for _ in range(times):
        started = time.process_time()
        result = what()
        least = min(least, time.process_time() - started)
    return least, result


def heading() -> None:
    """Print the table's head."""
    print(f"{'':<34} {'ours, s':>9} {'loops, s':>10} {'ratio':>8}")


def line(title: str, ours: float, loops: float, note: str = "") -> None:
    """Print one line of the table."""
    ratio = loops / ours if ours else float("inf")
    print(f"{title:<34} {ours:9.3f} {loops:10.2f} {ratio:8,.0f}  {note}".rstrip(), flush=True)
