"""Gould-Fernandez brokerage: who passes things on between whom, by groups.

Actor v brokers between a and b if a → v → b and not a → b. By the groups of the three it does so as
*coordinator* (all in one group), *itinerant* broker or consultant (a and b in one group, v in another),
*representative* (a and v in one group, b outside), *gatekeeper* (v and b in one group, a outside) or
*liaison* (three groups).

The null model has independent arcs with the observed density as their probability. The standard deviations
are exact, also that of the whole network's count, for which the covariances of all triples are added up; the
R package sna leaves out the negative ones, of triples that need an arc to be there and not to be there.

References
----------
Gould RV, Fernandez RM (1989), Structures of mediation: a formal approach to brokerage in transaction
networks. Sociological Methodology 19:89-126.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare_network.cohesion import density
from casecompare_network.graphs import Floats, Ints, Network, two_paths
from casecompare_network.labelings import Labelings, PermutationP, label_codes, labelings, tail_p

__all__ = ["ROLES", "Brokerage", "brokerage", "brokerage_test", "brokered"]

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")

_CHUNK = 4_000_000


@dataclass(frozen=True)
class Brokerage:
    """Brokerage of each actor and of the whole network, keyed by role.

    `counts`, `expected`, `deviation` and `z` have an entry per actor, `whole`, `whole_expected`,
    `whole_deviation` and `whole_z` are of the network. z is NaN where the deviation is 0 or undefined.
    """

    counts: Mapping[str, Ints]
    expected: Mapping[str, Floats]
    deviation: Mapping[str, Floats]
    z: Mapping[str, Floats]
    whole: Mapping[str, int]
    whole_expected: Mapping[str, float]
    whole_deviation: Mapping[str, float]
    whole_z: Mapping[str, float]


def brokerage(network: Network, groups: Sequence[str]) -> Brokerage:
    """Count the five roles and hold them against their expectation.

    Parameters
    ----------
    network
        Undirected ties count as arcs both ways; the null model then is only nominal.
    groups
        The group of each actor.

    Raises
    ------
    ValueError
        if there are not as many groups as actors.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> chain = network_from_ties(["a", "v", "b"], [("a", "v", 1), ("v", "b", 1)], directed=True)
    >>> brokerage(chain, ["clinical", "managerial", "clinical"]).counts["itinerant"].tolist()
    [0, 1, 0]
    """
    codes = _codes(network, groups)
    d = density(network)
    counts = _counts(network, codes, network)
    sizes = np.bincount(codes)
    pairs, sharing = _node_pairs(sizes)
    expected = {role: pairs[role][codes] * d**2 * (1 - d) for role in ROLES}
    deviation = {role: _node_deviation(pairs[role], sharing[role], d)[codes] for role in ROLES}
    whole = {role: int(counts[role].sum()) for role in ROLES}
    triples = _triples(sizes)
    whole_expected = {role: triples[role] * d**2 * (1 - d) for role in ROLES}
    whole_deviation = _whole_deviations(sizes, triples, d)
    return Brokerage(
        counts=counts,
        expected=expected,
        deviation=deviation,
        z={role: _z(counts[role].astype(np.float64), expected[role], deviation[role]) for role in ROLES},
        whole=whole,
        whole_expected=whole_expected,
        whole_deviation=whole_deviation,
        whole_z={
            role: (whole[role] - whole_expected[role]) / whole_deviation[role]
            if whole_deviation[role] > 0 else math.nan
            for role in ROLES
        },
    )  # fmt: skip


def brokered(network: Network, groups: Sequence[str], *, closed_by: Network | None = None) -> dict[str, Ints]:
    """Count the pairs that each actor brokers in each role, and in all together.

    Parameters
    ----------
    network, groups
        As for `brokerage`.
    closed_by
        The network whose arcs a → b close a pair, by default the same. Where some ties are unknown, the
        network without them closed by the network with all of them gives the fewest pairs that each actor
        can broker, the other way round the most: an actor's own ties and those between others are not the
        same ties, so that both can be reached.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> chain = network_from_ties(["a", "v", "b"], [("a", "v", 1), ("v", "b", 1)], directed=True)
    >>> brokered(chain, ["clinical", "managerial", "clinical"])["total"].tolist()
    [0, 1, 0]
    """
    return _counts(network, _codes(network, groups), closed_by or network)


def brokerage_test(
    network: Network,
    groups: Sequence[str],
    *,
    at_most: int = 100_000,
    draws: int = 9_999,
    random: np.random.Generator | None = None,
) -> dict[str, PermutationP]:
    """Say how often as much brokerage of each role comes about when the groups are given out at random.

    The ties stay as they are, so that this test, other than z, holds for any density and for undirected
    networks. One-sided: at least the observed count over the network. The total does not depend on groups and
    is left out.

    Parameters
    ----------
    network, groups
        As for `brokerage`.
    at_most, draws, random
        As for `casecompare_network.labelings.labelings`.

    Examples
    --------
    >>> from casecompare_network.graphs import network_from_ties
    >>> chain = network_from_ties(["a", "v", "b"], [("a", "v", 1), ("v", "b", 1)], directed=True)
    >>> round(brokerage_test(chain, ["c", "m", "c"])["itinerant"].p, 4)
    0.3333
    """
    codes = _codes(network, groups)
    ways = labelings(codes, at_most=at_most, draws=draws, random=random)
    observed = _counts(network, codes, network)
    values = _whole_counts(network, ways)
    return {
        role: tail_p(float(observed[role].sum()), values[role], is_exact=ways.is_exact) for role in ROLES[:-1]
    }


def _codes(network: Network, groups: Sequence[str]) -> Ints:
    if len(groups) != network.size:
        raise ValueError(f"{network.size} actors need as many groups, not {len(groups)}.")
    return label_codes(groups)[0]


def _role_numbers(of_a: Ints, of_v: Ints, of_b: Ints) -> Ints:
    """Give the place in ROLES of the role that each triple of groups means."""
    a_v, v_b, a_b = of_a == of_v, of_v == of_b, of_a == of_b
    return np.select([a_v & v_b, a_b, a_v, v_b], [0, 1, 2, 3], default=4).astype(np.int64)


def _counts(network: Network, codes: Ints, closing: Network) -> dict[str, Ints]:
    found = np.zeros(len(ROLES) * network.size, dtype=np.int64)
    for part in two_paths(network):
        is_open = ~closing.has_arcs(part.a, part.b)
        a, v, b = part.a[is_open], part.v[is_open], part.b[is_open]
        place = _role_numbers(codes[a], codes[v], codes[b]) * network.size + v
        found += np.bincount(place, minlength=len(found))
    by_role = found.reshape(len(ROLES), network.size)
    by_role[-1] = by_role[:-1].sum(axis=0)
    return dict(zip(ROLES, by_role, strict=True))


def _whole_counts(network: Network, ways: Labelings) -> dict[str, Floats]:
    """Count each role over the network, for each labeling."""
    totals = np.zeros((len(ROLES) - 1, len(ways.codes)))
    # Actors by labelings: the labels of one actor lie side by side.
    given = np.ascontiguousarray(ways.codes.T.astype(np.min_scalar_type(int(ways.codes.max(initial=0)))))
    for part in two_paths(network):
        is_open = ~network.has_arcs(part.a, part.b)
        a, v, b = part.a[is_open], part.v[is_open], part.b[is_open]
        step = max(1, _CHUNK // max(len(a), 1))
        for first in range(0, given.shape[1], step):
            rows = slice(first, first + step)
            theirs = given[:, rows]
            a_v, v_b = theirs[a] == theirs[v], theirs[v] == theirs[b]
            together = np.count_nonzero(a_v & v_b, axis=0)
            alike = [np.count_nonzero(pairs, axis=0) for pairs in (theirs[a] == theirs[b], a_v, v_b)]
            totals[0, rows] += together
            for role, pairs in enumerate(alike, 1):
                totals[role, rows] += pairs - together
            totals[4, rows] += len(a) - sum(alike) + 2 * together
    return dict(zip(ROLES[:-1], totals, strict=True))


def _node_pairs(sizes: Ints) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Give for a broker of each group the ordered pairs (a, b) of each role.

    And the ordered pairs of such pairs that share exactly the sender or exactly the receiver.
    """
    own = sizes.astype(np.float64)
    n = float(own.sum())
    outside = n - own
    inside = own - 1
    # Sums over the other groups h of n_h (n_h - 1), of the same times (n_h - 2), and so on.
    same = (own * (own - 1)).sum() - own * (own - 1)
    same_sharing = 2 * ((own * (own - 1) * (own - 2)).sum() - own * (own - 1) * (own - 2))
    crossing = outside * (outside - 1) - same
    squares, cubes = (own**2).sum() - own**2, (own**3).sum() - own**3
    rest, rest_squared = outside, outside**2
    # Σ_h n_h (R - n_h)(R - n_h - 1) with R the number outside.
    liaison_sharing = 2 * (rest * rest_squared - 2 * rest * squares + cubes - rest_squared + squares)
    pairs = {
        "coordinator": inside * (own - 2),
        "itinerant": same,
        "representative": inside * outside,
        "gatekeeper": inside * outside,
        "liaison": crossing,
        "total": np.full(len(own), (n - 1) * (n - 2)),
    }
    sharing = {
        "coordinator": pairs["coordinator"] * 2 * (own - 3),
        "itinerant": same_sharing,
        "representative": pairs["representative"] * (outside - 1 + own - 2),
        "gatekeeper": pairs["gatekeeper"] * (outside - 1 + own - 2),
        "liaison": liaison_sharing,
        "total": pairs["total"] * 2 * (n - 3),
    }
    return pairs, sharing


def _node_deviation(pairs: Floats, sharing: Floats, d: float) -> Floats:
    p = d**2 * (1 - d)
    return np.sqrt(np.maximum(pairs * p * (1 - p) + sharing * (d * (1 - d)) ** 3, 0.0))


def _triples(sizes: Ints) -> dict[str, float]:
    own = sizes.astype(np.float64)
    n = float(own.sum())
    within = float((own * (own - 1) * (own - 2)).sum())
    two = float((own * (own - 1) * (n - own)).sum())
    total = n * (n - 1) * (n - 2)
    return {
        "coordinator": within, "itinerant": two, "representative": two, "gatekeeper": two,
        "liaison": total - within - 3 * two, "total": total,
    }  # fmt: skip


def _whole_deviations(sizes: Ints, triples: Mapping[str, float], d: float) -> dict[str, float]:
    """Give the exact standard deviation of each role's count over the network.

    Two triples depend on each other through the arcs they share. For each arc, let P be the number of triples
    that need it and N of those that need its absence. Two triples that both need an arc covary by
    d³(1-d)³, two that both need its absence by d⁵(1-d), one of each by -d⁴(1-d)².
    """
    p = d**2 * (1 - d)
    both, neither, either = (d * (1 - d)) ** 3, d**5 * (1 - d), -(d**4) * (1 - d) ** 2
    # Triples on the same three actors that contradict each other in two arcs were counted twice.
    twice = {"coordinator": 2, "itinerant": 0, "representative": 1, "gatekeeper": 1, "liaison": 2, "total": 2}
    deviations = {}
    for role, (arcs, need, avoid) in _arc_counts(sizes).items():
        covariance = (need**2 - need) * both + (avoid**2 - avoid) * neither + 2 * need * avoid * either
        variance = triples[role] * p * (1 - p) + float((arcs * covariance).sum())
        variance -= twice[role] * triples[role] * either
        deviations[role] = math.sqrt(max(variance, 0.0)) if not math.isnan(variance) else math.nan
    return deviations


def _arc_counts(sizes: Ints) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Give for arcs between each two groups: their number, and how many triples need and avoid each."""
    own = sizes.astype(np.float64)
    n = float(own.sum())
    g, h = np.meshgrid(own, own, indexing="ij")
    same = np.eye(len(own), dtype=bool)
    arcs = np.where(same, g * (g - 1), g * h)
    fellow, other = own[:, None] - 2, n - own[:, None]
    third = n - g - h
    shape = np.zeros_like(g)

    def by_kind(within: Floats | float, across: Floats | float) -> Floats:
        return np.where(same, shape + within, shape + across)

    need = {
        "coordinator": by_kind(2 * fellow, 0.0),
        "itinerant": by_kind(0.0, (g - 1) + (h - 1)),
        "representative": by_kind(other, g - 1),
        "gatekeeper": by_kind(other, h - 1),
        "liaison": by_kind(0.0, 2 * third),
        "total": by_kind(2 * (n - 2), 2 * (n - 2)),
    }
    avoid = {
        "coordinator": by_kind(fellow, 0.0),
        "itinerant": by_kind(other, 0.0),
        "representative": by_kind(0.0, g - 1),
        "gatekeeper": by_kind(0.0, h - 1),
        "liaison": by_kind(0.0, third),
        "total": by_kind(n - 2, n - 2),
    }
    return {role: (arcs, need[role], avoid[role]) for role in ROLES}


def _z(counts: Floats, expected: Floats, deviation: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(deviation > 0, (counts - expected) / deviation, np.nan)
