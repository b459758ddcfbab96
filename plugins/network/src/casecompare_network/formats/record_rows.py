"""Between a network file and a case's record: rows of its sections `actors`, `ties` and `affiliations`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casecompare_network.formats.network_data import Actor, Cell, NetworkData, Tie

__all__ = ["network_of_rows", "rows_of_network"]

_ACTOR_FIELDS = ("name", "profession", "organisation", "sector", "tier", "home_arena")
_RATINGS = ("power", "interest", "legitimacy", "urgency", "stance")

Row = Mapping[str, object]


def rows_of_network(network: NetworkData) -> dict[str, list[dict[str, object]]]:
    """Give a network as the sections of a case's record.

    Attributes with the name of a field of the section (profession, organisation, power …) become that field,
    ``arenas`` is split at semicolons; other attributes with a text become groups of that name. Events and
    ties with them become affiliations.

    Examples
    --------
    >>> network = NetworkData((Actor("a", {"profession": "clinical"}), Actor("b", {"union": "yes"})),
    ...                       (Tie("a", "b", 2.0, "advises", 1),), is_directed=True)
    >>> rows_of_network(network)["actors"]
    [{'id': 'a', 'profession': 'clinical'}, {'id': 'b', 'groups': {'union': 'yes'}}]
    >>> rows_of_network(network)["ties"]
    [{'from': 'a', 'to': 'b', 'relation': 'advises', 'weight': 2.0, 'round': 1, 'directed': True}]
    """
    events = {actor.id for actor in network.actors if actor.mode == "event"}
    rows: dict[str, list[dict[str, object]]] = {
        "actors": [_actor_row(actor) for actor in network.actors if actor.id not in events]
    }
    rows["ties"] = [
        {"from": tie.source, "to": tie.target, **_tie_fields(tie), "directed": network.is_directed}
        for tie in network.ties
        if not {tie.source, tie.target} & events
    ]
    affiliations: list[dict[str, object]] = []
    for tie in network.ties:
        if {tie.source, tie.target} & events:
            actor, event = (tie.target, tie.source) if tie.source in events else (tie.source, tie.target)
            fields = _tie_fields(tie)
            kind = {"kind": fields.pop("relation")} if "relation" in fields else {}
            affiliations.append({"actor": actor, "event": event, **kind, **fields})
    return {name: section for name, section in (rows | {"affiliations": affiliations}).items() if section}


def network_of_rows(
    actors: Iterable[Row], ties: Iterable[Row] = (), affiliations: Iterable[Row] = (), *, is_directed: bool
) -> NetworkData:
    """Give the sections of a record as a network that can be written to a file.

    Ratings become one number, the mean over raters; evidence is not taken over.

    Parameters
    ----------
    actors, ties, affiliations
        Rows as they stand in a record (for models, as ``model_dump(by_alias=True)`` gives them).
    is_directed
        Whether the ties are to be read as directed.

    Examples
    --------
    >>> network = network_of_rows([{"id": "a", "power": 0.5}, {"id": "b"}],
    ...                           [{"from": "a", "to": "b", "relation": "advises"}], is_directed=True)
    >>> network.actors[0].attributes, network.ties[0].relation
    ({'power': 0.5}, 'advises')
    """
    made = [Actor(str(row["id"]), _attributes(row)) for row in actors]
    links = [
        _tie(row, str(row["from"]), str(row["to"]), str(row.get("relation", "works_with"))) for row in ties
    ]
    events: dict[str, None] = {}
    for row in affiliations:
        events[str(row["event"])] = None
        links.append(_tie(row, str(row["actor"]), str(row["event"]), str(row.get("kind", "event"))))
    made += [Actor(event, {}, "event") for event in events]
    return NetworkData(tuple(made), tuple(links), is_directed)


def _tie(row: Row, source: str, target: str, relation: str) -> Tie:
    weight, round_ = row.get("weight", 1.0), row.get("round", 1)
    assert isinstance(weight, int | float)
    assert isinstance(round_, int)
    return Tie(source, target, float(weight), relation, round_)


def _actor_row(actor: Actor) -> dict[str, object]:
    row: dict[str, object] = {"id": actor.id}
    groups: dict[str, str] = {}
    for name, value in actor.attributes.items():
        if name == "arenas":
            row["arenas"] = [arena.strip() for arena in str(value).split(";") if arena.strip()]
        elif name in _ACTOR_FIELDS:
            row[name] = str(value)
        elif name in _RATINGS and isinstance(value, int | float):
            row[name] = float(value)
        elif isinstance(value, str):
            groups[name] = value
    return row | ({"groups": groups} if groups else {})


def _tie_fields(tie: Tie) -> dict[str, object]:
    fields: dict[str, object] = {"relation": tie.relation} if tie.relation else {}
    fields["weight"] = tie.weight
    return fields | ({"round": tie.round} if tie.round else {})


def _attributes(row: Row) -> dict[str, Cell]:
    found: dict[str, Cell] = {name: str(row[name]) for name in _ACTOR_FIELDS if row.get(name)}
    arenas = row.get("arenas")
    if isinstance(arenas, list | tuple) and arenas:
        found["arenas"] = ";".join(map(str, arenas))
    for name in _RATINGS:
        mean = _mean(row.get(name))
        if mean is not None:
            found[name] = mean
    groups = row.get("groups")
    if isinstance(groups, Mapping):
        found |= {str(name): str(group) for name, group in groups.items()}
    return found


def _mean(rating: object) -> float | None:
    """Give the mean of a rating: a number, ``{value, rater}``, or a list of these."""
    if isinstance(rating, int | float):
        return float(rating)
    if isinstance(rating, Mapping):
        return _mean(rating.get("value"))
    if isinstance(rating, list | tuple):
        values = [value for one in rating if (value := _mean(one)) is not None]
        return sum(values) / len(values) if values else None
    return None
