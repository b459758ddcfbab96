"""From the records of a study to networks: which actors, which ties in which round, what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeVar

import numpy as np
from pydantic import BaseModel, TypeAdapter

from casecompare import Case
from casecompare_network.force_field import Force
from casecompare_network.graphs import Ints, Network, network_from_ties
from casecompare_network.sections import ActorRow, AffiliationRow, ForceRow, MoveRow, TieRow

__all__ = ["CaseNetwork", "CaseRecord", "case_record", "has_sections", "network_of", "two_mode"]

Row = TypeVar("Row", bound=BaseModel)

_SECTIONS = ("actors", "ties", "affiliations", "moves")


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """What stands in the record of one case, as rows; `unread_forces` counts those that could not be read."""

    case: str
    actors: tuple[ActorRow, ...] = ()
    ties: tuple[TieRow, ...] = ()
    affiliations: tuple[AffiliationRow, ...] = ()
    moves: tuple[MoveRow, ...] = ()
    forces: tuple[ForceRow, ...] = ()
    unread_forces: int = 0

    @cached_property
    def rounds(self) -> tuple[int, ...]:
        """The rounds that ties speak of, in order; the first where there are none."""
        return tuple(sorted({tie.round for tie in self.ties})) or (1,)

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """The relations, in the order in which they first appear."""
        return tuple(dict.fromkeys(tie.relation for tie in self.ties))

    @cached_property
    def last_forces(self) -> tuple[Force, ...]:
        """The forces, those of the last round where they are recorded by rounds."""
        last = max((one.round for one in self.forces if one.round is not None), default=None)
        return tuple(
            Force(one.force, one.polarity, one.strength, one.level or "", one.arena or "")
            for one in self.forces
            if one.round in (None, last)
        )

    def groups(self, kind: str) -> tuple[str | None, ...]:
        """Give each actor's group of a kind, None where it was not coded."""
        return tuple(actor.group(kind) for actor in self.actors)


@dataclass(frozen=True, kw_only=True)
class CaseNetwork:
    """The network of one case in one round.

    `unknown` holds the pairs of actors of whom it is not known whether they have a tie, shape (pairs, 2); in
    a directed network ordered pairs.
    """

    record: CaseRecord
    round: int
    relations: tuple[str, ...]
    network: Network
    unknown: Ints

    @property
    def observed_share(self) -> float:
        """Give the share of possible ties of which it is known whether they exist; NaN for one actor."""
        size = self.network.size
        possible = size * (size - 1) // (1 if self.network.directed else 2)
        return 1 - len(self.unknown) / possible if possible else float("nan")

    @cached_property
    def complete(self) -> Network:
        """The network with every unknown tie there, each of weight 1."""
        ends = (
            self.unknown if self.network.directed else np.concatenate([self.unknown, self.unknown[:, ::-1]])
        )
        arcs = np.concatenate([np.stack([self.network.source, self.network.target], axis=1), ends])
        weights = np.concatenate([self.network.weight, np.ones(len(ends))])
        name = self.network.actors
        ties = ((name[a], name[b], w) for (a, b), w in zip(arcs.tolist(), weights.tolist(), strict=True))
        # As arcs throughout, so that an undirected tie is not doubled.
        whole = network_from_ties(name, ties, directed=True)
        return Network(name, whole.source, whole.target, whole.weight, self.network.directed)


def has_sections(case: Case) -> bool:
    """Say whether a case's record has any of the sections that this plugin declares."""
    return any(name in case.sections for name in _SECTIONS)


def case_record(case: Case) -> CaseRecord:
    """Give the rows of a case's record.

    Raises
    ------
    ValidationError
        if a section of a case made by hand is not of the declared form; a case that was read from a
        study's files has been checked.

    Examples
    --------
    >>> actors, ties = [{"id": "c1"}, {"id": "m1"}], [{"from": "c1", "to": "m1", "round": 2}]
    >>> case_record(Case(id="T02", sections={"actors": actors, "ties": ties})).rounds
    (2,)
    """
    forces, unread = _forces(case)
    return CaseRecord(
        case=case.id,
        actors=_rows(case, "actors", ActorRow),
        ties=_rows(case, "ties", TieRow),
        affiliations=_rows(case, "affiliations", AffiliationRow),
        moves=_rows(case, "moves", MoveRow),
        forces=forces,
        unread_forces=unread,
    )


def network_of(
    record: CaseRecord, relations: Iterable[str], number: int, *, directed: Sequence[str] = ()
) -> CaseNetwork:
    """Give the network of some relations in one round.

    The network is directed where all of its ties lead one way; as soon as one does not, direction is ignored.
    Ties to somebody who is not among the actors, and of an actor with itself, are left out; ties that stand
    there more than once are added up. A tie is unknown where a row says so, or where neither end was observed
    and no tie is recorded.

    Parameters
    ----------
    record
        From `case_record`.
    relations
        The relations that count.
    number
        The round, as counted in the record.
    directed
        The relations whose ties lead one way unless a row says otherwise.

    Examples
    --------
    >>> record = CaseRecord(case="T", actors=(ActorRow(id="c1"), ActorRow(id="m1")), ties=(
    ...     TieRow.model_validate({"from": "c1", "to": "m1", "relation": "advises"}),))
    >>> network_of(record, ["advises"], 1, directed=["advises"]).network.directed
    True
    """
    wanted = tuple(relations)
    place = {actor.id: number for number, actor in enumerate(record.actors)}
    rows = [
        tie
        for tie in record.ties
        if tie.relation in wanted and tie.round == number and {tie.sender, tie.receiver} <= place.keys()
    ]
    told = [tie.relation in directed if tie.directed is None else tie.directed for tie in rows]
    one_way = all(told) if told else bool(wanted) and all(name in directed for name in wanted)
    ties = [(tie.sender, tie.receiver, tie.weight) for tie in rows if tie.known]
    network = network_from_ties(list(place), ties, directed=one_way)
    asked = [(place[tie.sender], place[tie.receiver]) for tie in rows if not tie.known]
    return CaseNetwork(
        record=record,
        round=number,
        relations=wanted,
        network=network,
        unknown=_unknown(network, record.actors, asked),
    )


def two_mode(
    record: CaseRecord, *, number: int | None = None, kind: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...], np.typing.NDArray[np.float64]]:
    """Give actors, events and the weights between them; without a kind the arenas that actors take part in.

    Parameters
    ----------
    record
        From `case_record`.
    number
        The round of the affiliations; by default all.
    kind
        The kind of event, such as meeting.

    Examples
    --------
    >>> record = CaseRecord(case="T", actors=(ActorRow(id="c1", arenas=("S", "P")), ActorRow(id="m1")))
    >>> two_mode(record)
    (('c1', 'm1'), ('S', 'P'), array([[1., 1.],
           [0., 0.]]))
    """
    actors = tuple(actor.id for actor in record.actors)
    if kind is None:
        pairs = [(actor.id, arena, 1.0) for actor in record.actors for arena in actor.all_arenas]
    else:
        pairs = [
            (row.actor, row.event, row.weight)
            for row in record.affiliations
            if row.kind == kind and number in (None, row.round) and row.actor in actors
        ]
    events = tuple(dict.fromkeys(event for _, event, _ in pairs))
    weights = np.zeros((len(actors), len(events)))
    for actor, event, weight in pairs:
        weights[actors.index(actor), events.index(event)] += weight
    return actors, events, weights


def _unknown(network: Network, actors: Sequence[ActorRow], asked: Sequence[tuple[int, int]]) -> Ints:
    """Give the pairs of which it is not known whether they have a tie; a recorded tie is known."""
    silent = [place for place, actor in enumerate(actors) if not actor.observed]
    pairs = {pair for one, other in combinations(silent, 2) for pair in ((one, other), (other, one))}
    pairs |= {pair for pair in asked if pair[0] != pair[1]}
    if not network.directed:
        pairs = {(min(pair), max(pair)) for pair in pairs}
    ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return ordered[~network.has_arcs(ordered[:, 0], ordered[:, 1])]


def _forces(case: Case) -> tuple[tuple[ForceRow, ...], int]:
    """Give the forces, in whatever form another plugin declared them, and how many could not be read."""
    section = case.sections.get("forces") or []
    rows, unread = [], 0
    for given in section if isinstance(section, (list, tuple)) else []:
        plain = given.model_dump(mode="json") if isinstance(given, BaseModel) else given
        try:
            told = {name: value for name, value in dict(plain).items() if value not in (None, "")}
            rows.append(ForceRow.model_validate(told, strict=False))
        except (TypeError, ValueError):
            unread += 1
    return tuple(rows), unread


def _rows(case: Case, name: str, row: type[Row]) -> tuple[Row, ...]:
    section = case.sections.get(name) or []
    if isinstance(section, list) and all(isinstance(one, row) for one in section):
        return tuple(section)
    return TypeAdapter(tuple[row, ...]).validate_python(section, strict=False)  # type: ignore[valid-type]
