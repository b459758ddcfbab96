"""What is measured of one case in one round, with bounds where ties or groups are unknown.

Unknown is not absent. A measure that ties can only raise or only lower has exact bounds, from the network
without the unknown ties and the network with all of them; a share has those of its most and least favourable
completion; any other measure is undefined as long as a tie is unknown, since a further tie can raise it as
well as lower it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from casecompare_network.brokerage import Brokerage, brokerage
from casecompare_network.centralization import betweenness_centralization, degree_centralization
from casecompare_network.cohesion import density, reciprocity
from casecompare_network.contests import (
    BlockingCoalition,
    blocking_coalition,
    boundary_defence,
    contested_share,
    diversity,
)
from casecompare_network.force_field import force_field
from casecompare_network.graphs import Floats, Network
from casecompare_network.hierarchy import connectedness
from casecompare_network.null_models import cross_share_null
from casecompare_network.options import NetworkOptions
from casecompare_network.paths import betweenness
from casecompare_network.records import CaseNetwork, CaseRecord
from casecompare_network.sections import mean_rating
from casecompare_network.share_bounds import Bounds, Groups, cross_share, ei_of, side_share
from casecompare_network.tandem_ties import TandemTies, tandem_ties
from casecompare_network.transitivity import transitivity

__all__ = ["CaseMeasures", "board_betweenness", "board_places", "brokers_between", "measure_case"]


@dataclass(frozen=True, kw_only=True)
class CaseMeasures:
    """Everything measured of one case in one round.

    `scores` has an entry per declared score; `tandem` and `brokerage` are None where a group is unknown or
    ties are.
    """

    working: CaseNetwork
    contests: CaseNetwork
    scores: dict[str, Bounds]
    tandem: TandemTies | None
    brokerage: Brokerage | None
    coalition: BlockingCoalition


def measure_case(
    working: CaseNetwork, contests: CaseNetwork, options: NetworkOptions, random: np.random.Generator
) -> CaseMeasures:
    """Measure one case in one round.

    Parameters
    ----------
    working
        The network of the relations that hold the case together.
    contests
        The network of contests, of the same actors.
    options
        The groups, the sides and the board.
    random
        The source of chance for tests with too many labelings to go through.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> actors = ActorRow(id="c", profession="clinical"), ActorRow(id="m", profession="managerial")
    >>> record = CaseRecord(case="T", actors=actors, ties=(TieRow.model_validate({"from": "c", "to": "m"}),))
    >>> found = measure_case(network_of(record, ["works_with"], 1), network_of(record, ["contests"], 1),
    ...                      NetworkOptions(), np.random.default_rng(1))
    >>> found.scores["cross_boundary_share"].value, found.scores["tandem_index"].value
    (1.0, 1.0)
    """
    record, net = working.record, working.network
    groups = record.groups(options.group)
    is_known = len(working.unknown) == 0
    is_grouped = None not in groups
    tandem = _tandem(net, groups, options, random) if is_known and is_grouped else None
    brokers = brokers_between(working, options.group)
    coalition = blocking_coalition(contests.network, *_power_and_stance(working))
    side = side_share(working, groups, options.sides)
    scores = {
        "observed_share": _exact(working.observed_share),
        **_cohesion_scores(working, options),
        "cross_boundary_share": cross_share(working, groups),
        "ei_index": ei_of(cross_share(working, groups)),
        "arena_crossing_share": cross_share(working, record.groups("arena")),
        "organisation_crossing_share": cross_share(working, record.groups("organisation")),
        "clinical_managerial_share": side,
        "tandem_index": _tandem_index(working, groups, options, side),
        "tandem_p": _exact(tandem.test.p if tandem else math.nan),
        "tie_coupling": _coupling(working, groups, options),
        "board_betweenness": _exact(board_betweenness(working, options) if is_known else math.nan),
        "brokerage_across": _exact(_across(brokers)),
        "brokerage_across_arenas": _exact(_across(brokers_between(working, "arena"))),
        "brokerage_across_organisations": _exact(_across(brokers_between(working, "organisation"))),
        "cross_boundary_z": _exact(_cross_z(working, groups) if is_known and is_grouped else math.nan),
        **_contest_scores(working, contests, groups, coalition),
        "group_diversity": _exact(diversity(groups)),
        "sector_diversity": _exact(diversity(record.groups("sector"))),
        "force_balance": _forces(record),
    }
    return CaseMeasures(
        working=working, contests=contests, scores=scores, tandem=tandem, brokerage=brokers,
        coalition=coalition,
    )  # fmt: skip


def board_places(working: CaseNetwork, options: NetworkOptions) -> list[int]:
    """Give the places of the actors who take part in the board."""
    return [place for place, actor in enumerate(working.record.actors) if options.board in actor.all_arenas]


def board_betweenness(working: CaseNetwork, options: NetworkOptions) -> float:
    """Give the mean normalised betweenness of those on the board; NaN without any, or in too large a network.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> ties = tuple(TieRow.model_validate({"from": one, "to": "b"}) for one in ("a", "c"))
    >>> record = CaseRecord(case="T", ties=ties, actors=(
    ...     ActorRow(id="a"), ActorRow(id="b", home_arena="P"), ActorRow(id="c")))
    >>> board_betweenness(network_of(record, ["works_with"], 1), NetworkOptions())
    1.0
    """
    members = board_places(working, options)
    if not members or working.network.size > options.path_actors:
        return math.nan
    return float(betweenness(working.network, normalised=True)[members].mean())


def brokers_between(working: CaseNetwork, kind: str) -> Brokerage | None:
    """Give the brokerage between groups of a kind; None where ties or a group are unknown.

    Examples
    --------
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow, TieRow
    >>> ties = tuple(TieRow.model_validate({"from": one, "to": "b"}) for one in ("a", "c"))
    >>> actors = tuple(ActorRow(id=one, home_arena="P" if one == "b" else "S") for one in "abc")
    >>> record = CaseRecord(case="T", ties=ties, actors=actors)
    >>> found = network_of(record, ["works_with"], 1)
    >>> brokers_between(found, "arena").whole["itinerant"], brokers_between(found, "organisation")
    (2, None)
    """
    groups = working.record.groups(kind)
    if None in groups or not groups or len(working.unknown):
        return None
    return brokerage(working.network, [str(group) for group in groups])


def _exact(value: float) -> Bounds:
    return Bounds(value, value)


def _monotone(working: CaseNetwork, measure: Callable[[Network], float]) -> Bounds:
    """Give the bounds of a measure that further ties cannot lower."""
    low = measure(working.network)
    return Bounds(low, measure(working.complete) if len(working.unknown) else low)


def _cohesion_scores(working: CaseNetwork, options: NetworkOptions) -> dict[str, Bounds]:
    net = working.network
    is_known = len(working.unknown) == 0
    can_walk = is_known and net.size <= options.path_actors
    returned = reciprocity(net).edge if is_known and net.directed else math.nan
    return {
        "density": _monotone(working, density),
        "connectedness": _monotone(working, connectedness),
        "reciprocity": _exact(returned),
        "transitivity": _exact(transitivity(net) if is_known else math.nan),
        "centralization": _exact(degree_centralization(net.undirected) if is_known else math.nan),
        "betweenness_centralization": _exact(betweenness_centralization(net) if can_walk else math.nan),
    }


def _tandem(net: Network, groups: Groups, options: NetworkOptions, random: np.random.Generator) -> TandemTies:
    return tandem_ties(
        net, [str(group) for group in groups], options.sides,
        at_most=options.labelings, draws=options.draws, random=random,
    )  # fmt: skip


def _tandem_index(
    working: CaseNetwork, groups: Groups, options: NetworkOptions, side: Bounds
) -> Bounds:  # fmt: skip
    """Give the observed over the expected share of ties between the sides; direction ignored."""
    one = sum(group in options.sides[0] for group in groups)
    other = sum(group in options.sides[1] for group in groups)
    if None in groups or not one or not other:
        return Bounds(math.nan, math.nan)
    if working.network.directed:
        # A pair tied both ways counts once here, twice in the share of arcs.
        if len(working.unknown):
            return Bounds(math.nan, math.nan)
        undirected = CaseNetwork(
            record=working.record, round=working.round, relations=working.relations,
            network=working.network.undirected, unknown=working.unknown,
        )  # fmt: skip
        side = side_share(undirected, groups, options.sides)
    expected = one * other / math.comb(len(groups), 2)
    return Bounds(side.low / expected, side.high / expected)


def _coupling(working: CaseNetwork, groups: Groups, options: NetworkOptions) -> Bounds:
    """Give the geometric mean of the shares of each side with a tie to the other."""
    if None in groups:
        return Bounds(math.nan, math.nan)
    sides = [np.array([group in side for group in groups], dtype=bool) for side in options.sides]

    def coupling(net: Network) -> float:
        covered = []
        for side, other in (sides, sides[::-1]):
            source, target = net.undirected.source, net.undirected.target
            tied = np.unique(source[side[source] & other[target]])
            covered.append(len(tied) / side.sum() if side.any() and other.any() else math.nan)
        return math.sqrt(covered[0] * covered[1])

    return _monotone(working, coupling)


def _cross_z(working: CaseNetwork, groups: Groups) -> float:
    share = cross_share(working, groups).value
    return cross_share_null(working.network, [str(group) for group in groups], share).z


def _across(brokers: Brokerage | None) -> float:
    if brokers is None or not brokers.whole["total"]:
        return math.nan
    return 1 - brokers.whole["coordinator"] / brokers.whole["total"]


def _contest_scores(
    working: CaseNetwork, contests: CaseNetwork, groups: Groups, coalition: BlockingCoalition
) -> dict[str, Bounds]:
    """Give how much is contested; contests can only raise it, ties that hold together only lower it."""
    least = _whole(working), contests.network
    most = working.network, _whole(contests)
    low, high = contested_share(*least), contested_share(*most)
    defence = Bounds(math.nan, math.nan)
    if None not in groups:
        defence = _both(boundary_defence(*least, groups), boundary_defence(*most, groups))
    widest = coalition
    if len(contests.unknown):
        widest = blocking_coalition(contests.complete, *_power_and_stance(working))
    return {
        "contested_share": _both(low, high),
        "boundary_defence": defence,
        "blocking_share": Bounds(coalition.share, widest.share),
        "blocking_power": Bounds(coalition.power_low, widest.power_high),
    }


def _whole(case: CaseNetwork) -> Network:
    return case.complete if len(case.unknown) else case.network


def _both(low: float, high: float) -> Bounds:
    """Give bounds, or none where one end is undefined: without ties there is nothing to take a share of."""
    return Bounds(math.nan, math.nan) if math.isnan(low) or math.isnan(high) else Bounds(low, high)


def _forces(record: CaseRecord) -> Bounds:
    """Give the balance of forces, those of the last round where they are recorded by rounds."""
    field = force_field(record.last_forces)
    return Bounds(field.low, field.high)


def _power_and_stance(working: CaseNetwork) -> tuple[Floats, Floats]:
    actors = working.record.actors
    power = [mean_rating(actor.power) for actor in actors]
    stance = [mean_rating(actor.stance) for actor in actors]
    return (
        np.array([math.nan if one is None else one for one in power], dtype=np.float64),
        np.array([math.nan if one is None else one for one in stance], dtype=np.float64),
    )
