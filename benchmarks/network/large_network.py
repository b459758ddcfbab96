"""One directed network of 10,000 actors and 100,000 ties: brokerage, E-I index and structural holes.

python benchmarks/network/large_network.py            10,000 actors, 100,000 ties
python benchmarks/network/large_network.py 5000       half of it

Ours and plain loops over networkx in one process on the same network; their results are compared, and the
program stops if they differ. The loops of the structural holes run for a sample of actors and are scaled up.
"""

from __future__ import annotations

import resource
import sys

import networkx as nx
import numpy as np
from plain_loops import (
    best_of,
    brokerage_by_loops,
    ei_by_loops,
    heading,
    line,
    made_network,
    structural_holes_by_loops,
)

from casecompare_network.brokerage import brokerage
from casecompare_network.group_ties import ei_index
from casecompare_network.structural_holes import structural_holes

SAMPLE = 200


def main() -> None:
    """Measure, compare and print."""
    actors = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    network, groups = made_network(actors, 10 * actors, seed=1)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.size))
    graph.add_edges_from(zip(network.source.tolist(), network.target.tolist(), strict=True))
    print(f"{network.size:,} actors, {network.n_ties:,} ties; CPU seconds, best of three\n")
    heading()

    ours, found = best_of(3, lambda: brokerage(network, groups))
    loops, expected = best_of(1, lambda: brokerage_by_loops(graph, groups))
    assert all(found.counts[role].tolist() == counts for role, counts in expected.items())
    line("brokerage (with expectations, z)", ours, loops)

    ours, index = best_of(3, lambda: ei_index(network, groups))
    loops, (overall, own) = best_of(1, lambda: ei_by_loops(graph, groups))
    assert np.isclose(index.overall, overall)
    assert np.allclose(index.by_actor, own, equal_nan=True)
    line("E-I index (all levels)", ours, loops)

    ours, holes = best_of(3, lambda: structural_holes(network))
    sample = np.random.default_rng(2).choice(network.size, SAMPLE, replace=False).tolist()
    loops, (constraint, size) = best_of(1, lambda: structural_holes_by_loops(graph, sample))
    kept = [at for at in sample if network.degree("out")[at]]  # networkx: nan for actors with in-ties only
    assert np.allclose([constraint[at] for at in kept], holes.constraint[kept])
    assert np.allclose([size[at] for at in kept], holes.effective_size[kept])
    line("structural holes", ours, loops * network.size / SAMPLE, f"loops scaled up from {SAMPLE} actors")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
