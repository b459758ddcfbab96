"""The figures of the method, from what was measured of each case.

Actors are shown by their ids, never by their names: a record may hold real ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from casecompare import Figure, Table
from casecompare_network.brokerage import ROLES
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.figures import (
    DrawnActor,
    DrawnCase,
    DrawnTie,
    brokerage_profile,
    force_drawing,
    grid_drawing,
    small_multiples,
    sociogram,
    two_mode_drawing,
)
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord, two_mode
from casecompare_network.stakeholders import power_interest_grid
from casecompare_network.structure_tables import ratings_of
from casecompare_network.tables import Cell, make_table

__all__ = ["case_figures", "force_list", "ties_table"]

Last = Mapping[str, CaseMeasures]


def case_figures(
    last: Last,
    options: NetworkOptions,
    actors: pd.DataFrame,
    tables: Sequence[str],
    *,
    captions: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Figure]:
    """Give all cases on one page, then for each case sociogram, two modes, brokerage and grid.

    Parameters
    ----------
    last
        The last round of each case.
    options
        Up to how many cases are drawn, and what their shapes mean.
    actors
        The frame of the table of actors, for sizes and brokerage.
    tables
        The names of the tables that there are; only these are referred to.
    captions
        What stands below a case's title.
    """
    if len(last) > options.drawn_cases:
        return
    by_case = {case: rows.set_index("actor") for case, rows in actors.groupby("case", sort=False)}
    # The most frequent relation gets the whole line.
    counts = Counter(tie.relation for one in last.values() for tie in one.working.record.ties)
    relations = [relation for relation, _ in counts.most_common()]
    drawn = {
        case: _drawn(one, options, by_case[case], captions.get(case, ""), relations)
        for case, one in last.items()
        if 0 < one.working.network.size <= options.structure_actors
    }
    if not drawn:
        return
    records = {case: last[case].working.record for case in drawn}
    places = _named(actor.home_arena for record in records.values() for actor in record.actors)
    groups = _named(actor.group(options.group) for record in records.values() for actor in record.actors)

    def behind(table: str) -> str:
        return table if table in tables else ""

    yield small_multiples(list(drawn.values()), places=places, groups=groups, contests=options.contests,
                          table=behind("cases"))  # fmt: skip
    for case, one in drawn.items():
        yield sociogram(one, places=places, groups=groups, contests=options.contests, measure="betweenness",
                        name=f"sociogram_{case}", table=behind("ties"))  # fmt: skip
        yield from _of_actors(case, records[case], by_case[case], options, groups, behind("actors"))
        if forces := records[case].last_forces:
            yield force_drawing(forces, case=case, name=f"forces_{case}", table=behind("force_list"))
        placed = power_interest_grid(ratings_of(records[case]), [a.id for a in records[case].actors])
        if any(placement.place for placement in placed):
            yield grid_drawing(placed, case=case, labels=_labels(case, records[case]),
                               groups=_group_of(records[case], options), group_order=groups,
                               name=f"power_interest_{case}", table=behind("stakeholders"))  # fmt: skip


def ties_table(last: Last) -> Table:
    """Give every tie of the last round: what is behind the sociograms."""
    rows: list[Mapping[str, Cell]] = [
        {
            "case": case, "round": tie.round, "tie_from": tie.sender, "tie_to": tie.receiver,
            "relation": tie.relation, "tie_weight": tie.weight, "known": tie.known,
        }
        for case, one in last.items()
        for tie in one.working.record.ties
        if tie.round == one.working.round
    ]  # fmt: skip
    order = ["case", "round", "tie_from", "tie_to", "relation", "tie_weight", "known"]
    silent = {"round": 1, "tie_weight": 1.0, "known": True}
    return make_table("ties", "Ties in the last round", rows, order, silent=silent)


def force_list(records: Mapping[str, CaseRecord]) -> Table:
    """Give every force of the last round: what is behind the drawings of the force field."""
    rows: list[Mapping[str, Cell]] = [
        {
            "case": case, "polarity": one.polarity, "force": one.force, "force_strength": one.strength,
            "arena": one.arena or None, "level": one.level or None,
        }
        for case, record in records.items()
        for one in record.last_forces
    ]  # fmt: skip
    order = ["case", "polarity", "force", "force_strength", "arena", "level"]
    headings = {"arena": "Arena"}
    return make_table("force_list", "Forces in the last round", rows, order, headings=headings)


def _of_actors(
    case: str,
    record: CaseRecord,
    actors: pd.DataFrame,
    options: NetworkOptions,
    groups: Sequence[str],
    table: str,
) -> Iterator[Figure]:
    counts = actors[list(ROLES[:-1])].astype(float)
    labels = _labels(case, record)
    if counts.notna().all(axis=None) and counts.to_numpy().sum() > 0:
        yield brokerage_profile(
            counts, case=case, labels=labels, name=f"brokerage_profile_{case}", table=table
        )
    own = _group_of(record, options)
    kinds = dict.fromkeys(row.kind for row in record.affiliations)
    for place, kind in enumerate([None, *kinds]):
        ids, events, weights = two_mode(record, kind=kind)
        # Where everybody takes part in one arena only, the columns of the sociogram have said it all.
        if events and (kind is not None or (weights.sum(axis=1) > 1).any()):
            yield two_mode_drawing(
                weights, [labels[one] for one in ids], events,
                case=f"{case} ({kind})" if kind else case,
                groups={labels[one]: group for one, group in own.items()}, group_order=groups,
                name=f"two_mode_{case}" + (f"_{place}" if place else ""), table=table,
            )  # fmt: skip


def _drawn(
    one: CaseMeasures,
    options: NetworkOptions,
    actors: pd.DataFrame,
    caption: str,
    relations: Iterable[str],
) -> DrawnCase:
    record, number = one.working.record, one.working.round
    labels = _labels(record.case, record)
    sizes = actors["betweenness"].to_dict()
    known = set(labels)
    wanted = {*one.working.relations, *one.contests.relations}
    return DrawnCase(
        case=record.case,
        actors=tuple(
            DrawnActor(actor.id, labels[actor.id], actor.group(options.group) or "", actor.home_arena or "",
                       float(sizes[actor.id]))
            for actor in record.actors
        ),
        ties=tuple(
            DrawnTie(tie.sender, tie.receiver, tie.relation, tie.weight,
                     leads=tie.relation in options.directed if tie.directed is None else tie.directed)
            for tie in record.ties
            if tie.round == number and tie.known and tie.relation in wanted and tie.weight > 0
            and {tie.sender, tie.receiver} <= known and tie.sender != tie.receiver
        ),
        is_directed=one.working.network.directed,
        caption=caption,
        relations=tuple(relations),
    )  # fmt: skip


def _labels(case: str, record: CaseRecord) -> dict[str, str]:
    """Give what actors are called in a drawing: their ids, without the case's where they begin with it."""
    short = {actor.id: actor.id.removeprefix(f"{case}-") for actor in record.actors}
    return short if len(set(short.values())) == len(short) else {one: one for one in short}


def _group_of(record: CaseRecord, options: NetworkOptions) -> dict[str, str]:
    return {actor.id: actor.group(options.group) or "" for actor in record.actors}


def _named(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
