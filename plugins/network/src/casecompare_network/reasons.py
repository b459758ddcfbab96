"""Why a score of a case is undefined: so that a dash in a table is never a riddle."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from casecompare import Table
from casecompare_network.boundary_tables import boundaries
from casecompare_network.case_measures import CaseMeasures, board_places
from casecompare_network.options import NetworkOptions
from casecompare_network.scores import SCORES
from casecompare_network.tables import Cell, make_table

__all__ = ["undefined_table", "why_undefined"]

_BY_GROUP = frozenset((
    "cross_boundary_share", "ei_index", "clinical_managerial_share", "tandem_index", "tandem_p",
    "tie_coupling", "brokerage_across", "cross_boundary_z", "boundary_defence", "group_diversity",
))  # fmt: skip
_BY_SIDES = frozenset(("clinical_managerial_share", "tandem_index", "tandem_p", "tie_coupling"))
_OF_CONTESTS = frozenset(("contested_share", "boundary_defence", "blocking_share", "blocking_power"))
_WITHOUT_TIES = frozenset(("group_diversity", "sector_diversity", "force_balance", "observed_share"))
_ON_PATHS = frozenset(("board_betweenness", "betweenness_centralization"))
_KINDS = {"arena_crossing_share": "arena", "organisation_crossing_share": "organisation",
          "brokerage_across_arenas": "arena", "brokerage_across_organisations": "organisation",
          "sector_diversity": "sector"}  # fmt: skip
_WITHIN_BOUNDS = ("cross_boundary_share", "ei_index", "arena_crossing_share", "organisation_crossing_share")
_EITHER_WAY = "ties are unknown, and a further tie can raise it as well as lower it"
_TITLES = {score.name: score.title for score in SCORES}


def undefined_table(last: Mapping[str, CaseMeasures], options: NetworkOptions) -> Table:
    """Give the measures that have no value and what was left out, why, and in which cases.

    Bounds stand in the other tables.
    """
    cases: dict[tuple[str, str], list[str]] = {}
    for case, one in last.items():
        for what, why in _left_out(one, options):
            cases.setdefault((what, why), []).append(case)
        for name, bounds in one.scores.items():
            if math.isnan(bounds.value):
                why = why_undefined(name, one, options)
                cases.setdefault((_TITLES[name], why), []).append(case)
    rows: list[Mapping[str, Cell]] = [
        {"measure": measure, "reason": why, "in_cases": tuple(found)}
        for (measure, why), found in sorted(cases.items())
    ]
    title = "What is undefined or open, and why"
    return make_table("undefined", title, rows, ["measure", "reason", "in_cases"])


def why_undefined(name: str, one: CaseMeasures, options: NetworkOptions) -> str:
    """Say why a score of a case has no value.

    Parameters
    ----------
    name
        The score, whose value is NaN.
    one
        What was measured of the case.
    options
        The groups, sides and board with which it was measured.

    Examples
    --------
    >>> import numpy as np
    >>> from casecompare_network.case_measures import measure_case
    >>> from casecompare_network.records import CaseRecord, network_of
    >>> from casecompare_network.sections import ActorRow
    >>> record = CaseRecord(case="T", actors=(ActorRow(id="a", profession="clinical"),))
    >>> found = measure_case(network_of(record, ["works_with"], 1), network_of(record, ["contests"], 1),
    ...                      NetworkOptions(), np.random.default_rng(1))
    >>> why_undefined("board_betweenness", found, NetworkOptions())
    "nobody takes part in the arena 'P'"
    """
    working, record = one.working, one.working.record
    if not record.actors:
        return "no actors are recorded"
    if not math.isnan(one.scores[name].low):
        return _why_open(name, one, options)
    for why in (_why_groups(name, one, options), _why_coding(name, one, options)):
        if why:
            return why
    unknown = len(working.unknown) + (len(one.contests.unknown) if name in _OF_CONTESTS else 0)
    if unknown and name not in _WITHOUT_TIES and working.network.n_ties:
        return _EITHER_WAY
    if name in _ON_PATHS and working.network.size > options.path_actors:
        return f"measures on paths are left out with more than {options.path_actors:,} actors"
    if name in _OF_CONTESTS:
        return "there are neither contests nor other ties that it could be a share of"
    if name == "reciprocity" and not working.network.directed:
        return "ties lead neither way"
    if not working.network.n_ties:
        return "there are no ties"
    return "there are too few actors or ties for it"


def _left_out(one: CaseMeasures, options: NetworkOptions) -> Iterator[tuple[str, str]]:
    """Give the analyses beyond single scores that a case is not in, and why."""
    working, size = one.working, one.working.network.size
    structure = "Core, communities, positions, key players"
    if len(working.unknown):
        yield structure, _EITHER_WAY
        yield "Against networks of the same size and density", _EITHER_WAY
        yield "Brokerage of the network, tandem in each arena", _EITHER_WAY
        yield "Betweenness, structural holes and prominence of actors", _EITHER_WAY
    elif not working.network.n_ties:
        yield structure, "there are no ties"
    elif size > options.structure_actors:
        yield structure, f"left out with more than {options.structure_actors:,} actors"
    if size > options.path_actors:
        yield "Betweenness and closeness of actors", f"left out with more than {options.path_actors:,} actors"
    for kind in boundaries({"": one}, options):
        if None in working.record.groups(kind):
            yield f"Brokerage, groups and mixing by {kind}", f"an actor has no {kind}"


def _why_open(name: str, one: CaseMeasures, options: NetworkOptions) -> str:
    """Say what leaves a score within bounds."""
    if name == "force_balance":
        return "within bounds: the strength of a force was not coded"
    if name == "blocking_power" and not len(one.contests.unknown):
        return "within bounds: power was not coded for all"
    kind = _KINDS.get(name, options.group)
    is_grouped = name in _BY_GROUP or name in _KINDS
    if is_grouped and None in one.working.record.groups(kind) and not len(one.working.unknown):
        return f"within bounds: an actor has no {kind}"
    return "within bounds: ties are unknown"


def _why_groups(name: str, one: CaseMeasures, options: NetworkOptions) -> str:
    record = one.working.record
    kind = _KINDS.get(name) or (options.group if name in _BY_GROUP else "")
    if not kind:
        return ""
    groups = record.groups(kind)
    if all(group is None for group in groups):
        return f"no actor's {kind} was coded"
    if None in groups and name not in _WITHIN_BOUNDS:
        return f"an actor has no {kind}"
    for side in options.sides if name in _BY_SIDES else ():
        if not any(group in side for group in groups):
            return f"nobody is {' or '.join(side)}"
    return ""


def _why_coding(name: str, one: CaseMeasures, options: NetworkOptions) -> str:
    record = one.working.record
    if name == "blocking_power" and not any(actor.power for actor in record.actors):
        return "nobody's power was coded"
    if name == "force_balance" and not record.last_forces:
        return "no forces are recorded"
    if name == "board_betweenness" and not board_places(one.working, options):
        return f"nobody takes part in the arena '{options.board}'"
    return ""
