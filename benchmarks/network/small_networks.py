"""A thousand small case networks of 12 to 40 actors: what is measured of each case, all cases together.

python benchmarks/network/small_networks.py

The first lines have plain loops over networkx beside them, whose results are compared; of the others there
is nothing alike in networkx.
"""

from __future__ import annotations

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
from casecompare_network.communities import communities
from casecompare_network.core_periphery import core_periphery
from casecompare_network.figures import DrawnActor, DrawnCase, DrawnTie, sociogram
from casecompare_network.group_ties import ei_index
from casecompare_network.key_players import key_players
from casecompare_network.paths import betweenness
from casecompare_network.structural_holes import structural_holes

CASES = 1_000


def main() -> None:
    """Measure, compare and print."""
    sizes = np.random.default_rng(3).integers(12, 41, CASES).tolist()
    made = [made_network(size, 3 * size, seed) for seed, size in enumerate(sizes)]
    graphs = []
    for network, _ in made:
        graph = nx.DiGraph()
        graph.add_nodes_from(range(network.size))
        graph.add_edges_from(zip(network.source.tolist(), network.target.tolist(), strict=True))
        graphs.append(graph)
    print(f"{CASES:,} networks of 12 to 40 actors, three ties per actor; CPU seconds for all\n")
    heading()

    ours, found = best_of(2, lambda: [brokerage(network, groups) for network, groups in made])
    loops, expected = best_of(
        1, lambda: [brokerage_by_loops(g, groups) for g, (_, groups) in zip(graphs, made, strict=True)]
    )
    for one, other in zip(found, expected, strict=True):
        assert all(one.counts[role].tolist() == counts for role, counts in other.items())
    line("brokerage (with expectations, z)", ours, loops)

    ours, indices = best_of(2, lambda: [ei_index(network, groups) for network, groups in made])
    loops, others = best_of(
        1, lambda: [ei_by_loops(g, groups) for g, (_, groups) in zip(graphs, made, strict=True)]
    )
    assert np.allclose([one.overall for one in indices], [overall for overall, _ in others])
    line("E-I index (all levels)", ours, loops)

    ours, holes = best_of(2, lambda: [structural_holes(network) for network, _ in made])
    loops, plain = best_of(
        1, lambda: [structural_holes_by_loops(graph, range(len(graph))) for graph in graphs]
    )
    for (network, _), one, (constraint, _) in zip(made, holes, plain, strict=True):
        kept = np.flatnonzero(network.degree("out"))  # networkx: nan for actors with in-ties only
        assert np.allclose(one.constraint[kept], [constraint[at] for at in kept.tolist()])
    line("structural holes", ours, loops)

    # Once only: what was measured of a network is remembered.
    ours, _ = best_of(1, lambda: [betweenness(network) for network, _ in made])
    loops, _ = best_of(1, lambda: [nx.betweenness_centrality(graph) for graph in graphs])
    line("betweenness (networkx in both)", ours, loops)

    print()
    alone = {
        "key players, two, all sets": lambda: [key_players(n.matrix, n.actors, 2) for n, _ in made],
        "core and periphery (exact up to 18)": lambda: [
            core_periphery(n.matrix, n.actors) for n, _ in made[:100]
        ],
        "communities (exact where settled)": lambda: [communities(n.matrix, n.actors) for n, _ in made[:100]],
        "sociogram": lambda: [sociogram(drawn(n, groups)) for n, groups in made[:100]],
    }
    for title, what in alone.items():
        seconds, results = best_of(1, what)
        settled = sum(getattr(one, "is_exact", True) for one in results)
        print(
            f"{title:<36} {1000 * seconds / len(results):8.1f} ms each, {settled} of {len(results)} exact",
            flush=True,
        )


def drawn(network, groups) -> DrawnCase:  # type: ignore[no-untyped-def]  # a benchmark's own shorthand
    """Give a network as it is drawn, in three arenas."""
    actors = tuple(
        DrawnActor(one, group=groups[at], place="SPD"[at % 3]) for at, one in enumerate(network.actors)
    )
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    ties = tuple(DrawnTie(network.actors[a], network.actors[b]) for a, b in ends)
    return DrawnCase("case", actors, ties, is_directed=True)


if __name__ == "__main__":
    main()
