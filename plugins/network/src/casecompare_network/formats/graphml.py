"""GraphML, as Gephi, yEd, visone, igraph and networkx write it.

A document type or an entity of its own is refused: a network needs neither, and a file that has them can ask
for other files or for endless memory (the parser is that of the standard library).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat  # every doctype and entity is refused below
from xml.sax.saxutils import escape, quoteattr

from casecompare_network.formats.network_data import (
    Actor,
    Cell,
    NetworkData,
    Tie,
    checked,
    problem,
    read_bytes,
    weight_of,
    written,
)

__all__ = ["read_graphml", "write_graphml"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TIE_KEYS = ("weight", "relation", "round")


@dataclass(frozen=True)
class _Key:
    """A declared attribute: its name, type, whom it is for, and its default."""

    name: str
    type: str
    domain: str
    default: str | None = None


@dataclass
class _Reading:
    """What has been read so far; the handlers of the parser fill it."""

    path: Path
    parser: expat.XMLParserType
    keys: dict[str, _Key] = field(default_factory=dict)
    directed: bool | None = None
    actors: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ties: list[tuple[str, str, dict[str, str], int]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    open_data: dict[str, str] | None = None
    open_key: str = ""
    text: str = ""

    def fail(self, message: str, hint: str = "") -> None:
        problem(self.path, message, hint, line=self.parser.CurrentLineNumber)

    def start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        self.text = ""
        if name == "key":
            self._key(given)
        elif name == "graph":
            self._graph(given)
        elif name == "node":
            self.open_data = {}
            self.actors.append((self._need(given, "id", name), self.open_data))
        elif name == "edge":
            self._edge(given)
        elif name in ("data", "default"):
            self.open_key = given.get("key", self.open_key)
        elif name in ("hyperedge", "port", "endpoint"):
            self.fail(f"the file has a {name}, which a network of ties between two actors cannot hold.")

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name in ("node", "edge"):
            self.open_data = None
        elif name == "data" and self.open_data is not None:
            self.open_data[self.open_key] = self.text
        elif name == "default" and self.open_key in self.keys:
            old = self.keys[self.open_key]
            self.keys[self.open_key] = _Key(old.name, old.type, old.domain, self.text.strip())
        self.text = ""

    def _key(self, given: dict[str, str]) -> None:
        self.open_key = self._need(given, "id", "key")
        name = given.get("attr.name", self.open_key)
        is_drawing = "attr.name" not in given and any(word.startswith("yfiles.") for word in given)
        domain = "drawing" if is_drawing else given.get("for", "all")
        self.keys[self.open_key] = _Key(name, given.get("attr.type", "string"), domain)

    def _graph(self, given: dict[str, str]) -> None:
        if self.directed is not None:
            self.fail("the file has more than one graph.", "Write each network to a file of its own.")
        default = self._need(given, "edgedefault", "graph")
        if default not in ("directed", "undirected"):
            self.fail(f"edgedefault is '{default}'.", "It is 'directed' or 'undirected'.")
        self.directed = default == "directed"

    def _edge(self, given: dict[str, str]) -> None:
        own = given.get("directed")
        if own is not None and (own == "true") != self.directed:
            self.fail(
                "some ties are directed and some are not.", "Write an undirected tie as two directed ones."
            )
        self.open_data = {}
        ends = self._need(given, "source", "edge"), self._need(given, "target", "edge")
        self.ties.append((*ends, self.open_data, self.parser.CurrentLineNumber))

    def _need(self, given: dict[str, str], name: str, element: str) -> str:
        if name not in given:
            self.fail(f"a {element} has no attribute '{name}'.")
        return given[name]


def read_graphml(path: Path) -> NetworkData:
    """Read a GraphML file.

    The attributes weight, relation and round of ties are taken over, and all attributes of nodes; a node's
    attribute ``mode`` says whether it is an actor or an event.
    """
    path = Path(path)
    content = read_bytes(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    reading = _Reading(path, parser)

    def refuse(*_: object) -> None:
        reading.fail(
            "the file declares a document type or an entity.", "Take the <!DOCTYPE …> out; it is not needed."
        )

    def keep(text: str) -> None:
        reading.text += text

    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = keep
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = lambda *_: 0
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        problem(path, f"the file is not XML: {expat.ErrorString(error.code)}.", line=error.lineno)
    if reading.directed is None:
        problem(path, "there is no graph in the file.")
    return _network(reading)


def write_graphml(network: NetworkData, path: Path) -> tuple[str, ...]:
    """Write a GraphML file; it holds everything but characters that XML has no place for."""
    path = Path(path)
    node_types = {
        name: _type([actor.attributes[name] for actor in network.actors if name in actor.attributes])
        for actor in network.actors
        for name in actor.attributes
    }
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{_NAMESPACE}">']
    ids = {name: f"n{at}" for at, name in enumerate(node_types)}
    for name, kind in node_types.items():
        lines.append(f'  <key id="{ids[name]}" for="node" attr.name={quoteattr(name)} attr.type="{kind}"/>')
    if network.is_two_mode:
        lines.append('  <key id="mode" for="node" attr.name="mode" attr.type="string"/>')
    for name, kind in (("weight", "double"), ("relation", "string"), ("round", "int")):
        lines.append(f'  <key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>')
    lines.append(f'  <graph edgedefault="{"directed" if network.is_directed else "undirected"}">')
    for actor in network.actors:
        data = {ids[name]: _as(node_types[name], value) for name, value in actor.attributes.items()}
        lines += _element(
            "node", f"id={quoteattr(actor.id)}", data | ({"mode": actor.mode} if network.is_two_mode else {})
        )
    for tie in network.ties:
        data = {"weight": float(tie.weight)}
        data |= {"relation": tie.relation} if tie.relation else {}
        data |= {"round": tie.round} if tie.round else {}
        lines += _element("edge", f"source={quoteattr(tie.source)} target={quoteattr(tie.target)}", data)
    text = "\n".join([*lines, "  </graph>", "</graphml>", ""])
    kept = "".join(sign for sign in text if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    path.write_text(kept.replace("\ufffe", "").replace("\uffff", ""), encoding="utf-8", newline="")
    mixed = [name for name, kind in node_types.items() if kind == "string" and _is_mixed(network, name)]
    notes = [f"the numbers in the attribute '{name}' are written as texts, as others are" for name in mixed]
    if kept != text:
        notes.append("control characters were left out")
    return tuple(notes)


def _network(reading: _Reading) -> NetworkData:
    actors = []
    for identity, data in reading.actors:
        attributes = _attributes(reading, data, "node")
        mode = str(attributes.pop("mode", "actor"))
        if mode not in ("actor", "event"):
            problem(reading.path, f"the mode of '{identity}' is '{mode}'.", "A mode is 'actor' or 'event'.")
        actors.append(Actor(identity, attributes, mode))
    ties, notes = [], set[str]()
    for source, target, data, line in reading.ties:
        given = {name.casefold(): value for name, value in _attributes(reading, data, "edge").items()}
        notes |= set(given) - set(_TIE_KEYS)
        weight = weight_of(written(given.get("weight", "")), reading.path, line)
        round_ = given.get("round", 0)
        if not isinstance(round_, int) or round_ < 0:
            problem(reading.path, f"the round is '{round_}'; rounds are counted from 1.", line=line)
        ties.append(Tie(source, target, weight, str(given.get("relation", "")), round_))
    said = [f"the attribute '{name}' of ties was not taken over" for name in sorted(notes)]
    return checked(reading.path, actors, ties, is_directed=bool(reading.directed), notes=said)


def _attributes(reading: _Reading, data: Mapping[str, str], domain: str) -> dict[str, Cell]:
    """Give attributes by name, defaults included; undeclared data and those of drawings are passed over."""
    found: dict[str, Cell] = {}
    for identity, key in reading.keys.items():
        if key.domain not in (domain, "all"):
            continue
        text = data.get(identity, key.default)
        if text is not None and (text.strip() or (key.type == "string" and text)):
            found[key.name] = _value(reading.path, key, text)
    return found


def _value(path: Path, key: _Key, text: str) -> Cell:
    try:
        if key.type in ("int", "long"):
            return int(text)
        if key.type in ("float", "double"):
            return float(text)
    except ValueError:
        problem(path, f"'{text.strip()}' of the attribute '{key.name}' is not of the type {key.type}.")
    if key.type == "boolean":
        return text.strip().casefold() in ("true", "1")
    return text


def _type(values: list[Cell]) -> str:
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return "long"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "double"
    return "string"


def _as(kind: str, value: Cell) -> Cell:
    """Write whole numbers among others as these are, so that they are read back and written the same."""
    return float(value) if kind == "double" else value


def _is_mixed(network: NetworkData, name: str) -> bool:
    return any(not isinstance(actor.attributes.get(name, ""), str) for actor in network.actors)


def _element(name: str, attributes: str, data: Mapping[str, Cell]) -> list[str]:
    if not data:
        return [f"    <{name} {attributes}/>"]
    inside = [
        f'      <data key="{key}">{escape(_exact(value), {chr(13): "&#13;"})}</data>'
        for key, value in data.items()
    ]
    return [f"    <{name} {attributes}>", *inside, f"    </{name}>"]


def _exact(value: Cell) -> str:
    return repr(value) if isinstance(value, float) else written(value)
