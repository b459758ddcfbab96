"""Pajek's .net files: vertices, arcs, edges, matrices, several relations, two modes.

Batagelj, V. & Mrvar, A., *Pajek: reference manual*. The format holds labels, ties, weights, relations and
rounds (as time intervals), but no attributes of vertices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casecompare_network.formats.network_data import (
    Actor,
    NetworkData,
    Tie,
    checked,
    problem,
    read_text,
    weight_of,
    written,
)

__all__ = ["read_pajek", "write_pajek"]

# A quoted label, a time interval in brackets, or a word.
_WORDS = re.compile(r'"([^"]*)"|(\[[^\]]*\])|(\S+)')


@dataclass
class _Reading:
    path: Path
    labels: dict[int, str] = field(default_factory=dict)
    count: int = 0
    actor_count: int = 0
    arcs: list[tuple[int, int, float, str, int]] = field(default_factory=list)
    edges: list[tuple[int, int, float, str, int]] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)
    relations: dict[str, str] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


def read_pajek(path: Path) -> NetworkData:
    """Read a Pajek network.

    Labels become ids where all differ, otherwise the numbers do and the labels are an attribute. Where a file
    has arcs as well as edges, each edge becomes two arcs.
    """
    path = Path(path)
    reading = _Reading(path)
    section, relation, row = "", "", 0
    for line, text in enumerate(read_text(path).splitlines(), start=1):
        words = _words(text)
        if not words or text.lstrip().startswith("%"):
            continue
        if text.lstrip().startswith("*"):
            section, relation = _section(reading, words, line)
            row = 0
        elif section == "vertices":
            _vertex(reading, words, line)
        elif section in ("arcs", "edges"):
            _tie(reading, section, relation, words, line)
        elif section in ("arcslist", "edgeslist"):
            source, *targets = (_number(reading, word, line) for word in words)
            ties = reading.arcs if section == "arcslist" else reading.edges
            ties += [(source, target, 1.0, relation, 0) for target in targets]
        elif section == "matrix":
            row += 1
            _matrix_row(reading, row, relation, words, line)
        elif not section:
            problem(path, "a Pajek network starts with *Vertices.", line=line)
    if "vertices" not in reading.sections:
        problem(path, "there is no section *Vertices.")
    return _network(reading)


def write_pajek(network: NetworkData, path: Path) -> tuple[str, ...]:
    """Write a Pajek network; in one of two modes the actors come first, as Pajek wants it.

    Raises
    ------
    StudyError
        When an id or relation has a quotation mark or a line break, which Pajek cannot hold.
    """
    path = Path(path)
    actors = sorted(network.actors, key=lambda actor: actor.mode == "event")
    first = sum(actor.mode != "event" for actor in actors)
    lines = [f"*Vertices {len(actors)}" + (f" {first}" if network.is_two_mode else "")]
    lines += [f"{at} {_quoted(path, actor.id)}" for at, actor in enumerate(actors, start=1)]
    at = {actor.id: number for number, actor in enumerate(actors, start=1)}
    kind = "*Arcs" if network.is_directed else "*Edges"
    for number, relation in enumerate(network.relations or ("",), start=1):
        is_alone = network.relations in ((), ("",))
        lines.append(kind if is_alone else f"{kind} :{number} {_quoted(path, relation)}")
        for tie in network.ties:
            if tie.relation == relation:
                when = f" [{tie.round}]" if tie.round else ""
                lines.append(f"{at[tie.source]} {at[tie.target]} {written(float(tie.weight))}{when}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="")
    names = dict.fromkeys(name for actor in actors for name in actor.attributes)
    listed = ", ".join(names)
    notes = [f"a Pajek network holds no attributes, such as {listed}; they were left out"] if names else []
    if list(network.actors) != actors:
        notes.append("the events stand after the actors")
    return tuple(notes)


def _network(reading: _Reading) -> NetworkData:
    numbers = range(1, reading.count + 1)
    labels = [reading.labels.get(number, "") for number in numbers]
    is_named = all(labels) and len(set(labels)) == len(labels)
    ids = labels if is_named else [str(number) for number in numbers]
    first = reading.actor_count or reading.count
    actors = [
        Actor(
            ids[at],
            {"label": labels[at]} if labels[at] and not is_named else {},
            "actor" if at < first else "event",
        )
        for at in range(reading.count)
    ]
    has_arc_section = bool(reading.sections & {"arcs", "arcslist", "matrix"})
    has_edge_section = bool(reading.sections & {"edges", "edgeslist"})
    is_directed = bool(reading.arcs) or (has_arc_section and not has_edge_section)
    ties = [*reading.arcs, *reading.edges]
    if reading.arcs and reading.edges:
        ties += [
            (target, source, weight, relation, round_)
            for source, target, weight, relation, round_ in reading.edges
            if source != target
        ]
        reading.notes["the file has arcs and edges; each edge became two arcs"] = None
    if (
        "matrix" in reading.sections
        and not has_edge_section
        and reading.sections.isdisjoint({"arcs", "arcslist"})
    ):
        ties, is_directed = _undirected_if_symmetric(ties)
    made = [
        Tie(ids[source - 1], ids[target - 1], weight, relation, round_)
        for source, target, weight, relation, round_ in ties
    ]
    return checked(reading.path, actors, made, is_directed=is_directed, notes=reading.notes)


def _undirected_if_symmetric(
    ties: list[tuple[int, int, float, str, int]],
) -> tuple[list[tuple[int, int, float, str, int]], bool]:
    cells = {(relation, source, target): weight for source, target, weight, relation, _ in ties}
    if any(
        cells.get((relation, target, source)) != weight
        for (relation, source, target), weight in cells.items()
    ):
        return ties, True
    return [tie for tie in ties if tie[0] <= tie[1]], False


def _words(text: str) -> list[str]:
    return [quoted if word is None else word for quoted, word in _split(text)]


def _split(text: str) -> Iterator[tuple[str, str | None]]:
    for found in _WORDS.finditer(text):
        yield found[1] or "", None if found[1] is not None else found[2] or found[3]


def _section(reading: _Reading, words: list[str], line: int) -> tuple[str, str]:
    section = words[0].removeprefix("*").casefold()
    reading.sections.add(section)
    if section == "vertices":
        if len(words) < 2:
            problem(reading.path, "*Vertices needs the number of vertices.", line=line)
        reading.count = _whole(reading, words[1], line)
        reading.actor_count = _whole(reading, words[2], line) if len(words) > 2 else 0
    elif section not in ("network", "arcs", "edges", "arcslist", "edgeslist", "matrix"):
        reading.notes[f"the section *{section} was passed over"] = None
    relation = ""
    if section in ("arcs", "edges", "matrix", "arcslist", "edgeslist") and len(words) > 1:
        number = words[1].removeprefix(":")
        relation = words[2] if len(words) > 2 else number
        reading.relations[number] = relation
    return section, relation


def _vertex(reading: _Reading, words: list[str], line: int) -> None:
    number = _number(reading, words[0], line)
    if number in reading.labels:
        problem(reading.path, f"the vertex {number} stands there twice.", line=line)
    reading.labels[number] = words[1] if len(words) > 1 else ""
    if len(words) > 2:
        reading.notes["positions and other properties of vertices were not taken over"] = None


def _tie(reading: _Reading, section: str, relation: str, words: list[str], line: int) -> None:
    if words[0].endswith(":"):
        number = words[0].removesuffix(":")
        relation = reading.relations.get(number, number)
        words = words[1:]
    if len(words) < 2:
        problem(reading.path, "a tie needs two vertices.", line=line)
    source, target = _number(reading, words[0], line), _number(reading, words[1], line)
    rest = words[2:]
    weight = weight_of(rest[0], reading.path, line) if rest and not rest[0].startswith("[") else 1.0
    when = next((word for word in rest if word.startswith("[")), "")
    round_ = int(when[1:-1]) if when[1:-1].isdecimal() else 0
    if when and not round_:
        reading.notes["time intervals of more than one round were not taken over"] = None
    ties = reading.arcs if section == "arcs" else reading.edges
    ties.append((source, target, weight, relation, round_))


def _matrix_row(reading: _Reading, row: int, relation: str, words: list[str], line: int) -> None:
    actors = reading.actor_count
    columns, shift = (reading.count - actors, actors) if actors else (reading.count, 0)
    if len(words) != columns or row > (actors or reading.count):
        problem(
            reading.path,
            f"row {row} of the matrix has {len(words)} cells; {columns} belong there.",
            line=line,
        )
    for column, word in enumerate(words, start=1):
        weight = weight_of(word, reading.path, line)
        if weight:
            ties = reading.edges if actors else reading.arcs
            ties.append((row, column + shift, weight, relation, 0))


def _number(reading: _Reading, word: str, line: int) -> int:
    number = _whole(reading, word, line)
    if not 1 <= number <= reading.count:
        problem(reading.path, f"there is no vertex {number} among {reading.count}.", line=line)
    return number


def _whole(reading: _Reading, word: str, line: int) -> int:
    if not word.lstrip("-").isdecimal():
        problem(reading.path, f"'{word}' is not a whole number.", line=line)
    return abs(int(word))


def _quoted(path: Path, label: str) -> str:
    if '"' in label or "\n" in label or "\r" in label:
        problem(path, f"Pajek cannot hold the quotation mark or line break in {label!r}.", "Change the id.")
    return f'"{label}"'
