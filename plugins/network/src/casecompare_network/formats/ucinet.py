"""UCINET's DL files: full matrices, edge lists and node lists, several relations, two modes.

Borgatti, S. P., Everett, M. G. & Freeman, L. C. (2002). *Ucinet for Windows*. The format holds labels, ties,
weights and relations, but neither attributes nor rounds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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

__all__ = ["read_dl", "write_dl"]

_WORD = re.compile(r'"([^"]*)"|([^\s,"]+)')
_QUOTED = re.compile(r'"[^"]*"')
_HEAD = re.compile(r"(?i)\b(NR|NC|NM|N|FORMAT)\s*=\s*([A-Za-z0-9]+)|(DIAGONAL)\s*=\s*(\S+)")
_PARTS = re.compile(
    r"(?i)(?<![A-Za-z])(ROW\s+LABELS|COLUMN\s+LABELS|COL\s+LABELS|MATRIX\s+LABELS|LEVEL\s+LABELS|LABELS|DATA)"
    r"\s*(EMBEDDED|:)"
)

_Cell = tuple[str, str, float]


@dataclass
class _Header:
    """What stands before the data."""

    path: Path
    rows: int = 0
    columns: int = 0
    matrices: int = 1
    format: str = "fullmatrix"
    is_two_mode: bool = False
    row_labels: list[str] = field(default_factory=list)
    column_labels: list[str] = field(default_factory=list)
    matrix_labels: list[str] = field(default_factory=list)
    is_embedded: bool = False
    data: str = ""
    data_line: int = 1


def read_dl(path: Path) -> NetworkData:
    """Read a DL file: FULLMATRIX, EDGELIST1, EDGELIST2, NODELIST1 or NODELIST2, labels listed or embedded.

    A DL file does not say whether ties are directed: they are taken for undirected if every matrix is
    symmetric.
    """
    path = Path(path)
    header = _header(path, read_text(path))
    if header.format == "fullmatrix":
        layers = _full_matrices(header)
    elif header.format in ("edgelist1", "edgelist2", "nodelist1", "nodelist2"):
        layers = _lists(header)
    else:
        hint = "Known are FULLMATRIX, EDGELIST1, EDGELIST2, NODELIST1 and NODELIST2."
        problem(path, f"the format is '{header.format}'.", hint)
    return _network(header, layers)


def write_dl(network: NetworkData, path: Path) -> tuple[str, ...]:
    """Write a DL file: edge lists, one per relation.

    The format holds ties among actors or ties with events, not both: where there are ties among actors, the
    events are left out, which the answer says.

    Raises
    ------
    StudyError
        When an id or relation has a quotation mark or a line break, which the format cannot hold.
    """
    path = Path(path)
    network, without = _of_one_kind(network)
    rows = [actor.id for actor in network.actors if actor.mode != "event"]
    columns = [actor.id for actor in network.actors if actor.mode == "event"]
    is_two_mode = network.is_two_mode
    relations = network.relations or ("",)
    size = f"NR={len(rows)} NC={len(columns)}" if is_two_mode else f"N={len(rows)}"
    lines = [f"DL {size} NM={len(relations)} FORMAT=EDGELIST{2 if is_two_mode else 1}"]
    label = "ROW LABELS:" if is_two_mode else "LABELS:"
    lines += [label, *(_quoted(path, one) for one in rows)]
    if is_two_mode:
        lines += ["COLUMN LABELS:", *(_quoted(path, one) for one in columns)]
    if relations != ("",):
        lines += ["MATRIX LABELS:", *(_quoted(path, one) for one in relations)]
    lines.append("DATA:")
    row_at = {one: at for at, one in enumerate(rows, start=1)}
    column_at = {one: at for at, one in enumerate(columns, start=1)} if is_two_mode else row_at
    for number, relation in enumerate(relations):
        lines += ["!"] * bool(number)
        for tie in network.ties:
            if tie.relation == relation:
                lines += _written_tie(tie, row_at, column_at, network.is_directed or is_two_mode)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="")
    return (*_left_out(network), *without)


def _of_one_kind(network: NetworkData) -> tuple[NetworkData, tuple[str, ...]]:
    """Leave out the events where there are ties among actors as well."""
    events = {actor.id for actor in network.actors if actor.mode == "event"}
    among = tuple(tie for tie in network.ties if not {tie.source, tie.target} & events)
    if not events or not among:
        return network, ()
    actors = tuple(actor for actor in network.actors if actor.id not in events)
    note = "a DL file holds ties among actors or with events, not both; the events were left out"
    return replace(network, actors=actors, ties=among), (note,)


def _left_out(network: NetworkData) -> tuple[str, ...]:
    names = dict.fromkeys(name for actor in network.actors for name in actor.attributes)
    listed = ", ".join(names)
    notes = [f"a DL file holds no attributes, such as {listed}; they were left out"] if names else []
    if any(tie.round for tie in network.ties):
        notes.append("a DL file holds no rounds; they were left out")
    arcs = {(tie.relation, tie.source, tie.target): tie.weight for tie in network.ties}
    is_symmetric = all(arcs.get((name, b, a)) == weight for (name, a, b), weight in arcs.items())
    if network.is_directed and is_symmetric and not network.is_two_mode:
        notes.append("every tie goes both ways; a DL file cannot say that the network is directed")
    return tuple(notes)


def _header(path: Path, text: str) -> _Header:
    if not re.match(r"(?i)\s*DL\b", text):
        problem(path, "a DL file starts with the word DL.", line=1)
    header = _Header(path)
    # What stands in quotation marks is a label, even if it reads like a heading.
    parts = list(_PARTS.finditer(_QUOTED.sub(lambda label: "x" * len(label[0]), text)))
    _read_sizes(header, text[: parts[0].start()] if parts else text)
    for at, part in enumerate(parts):
        name = " ".join(part[1].upper().split())
        body = text[part.end() : parts[at + 1].start() if at + 1 < len(parts) else len(text)]
        if name == "DATA":
            header.data, header.data_line = text[part.end() :], text[: part.end()].count("\n") + 1
            break
        if part[2].upper() == "EMBEDDED":
            header.is_embedded = True
        elif name in ("LABELS", "ROW LABELS"):
            header.row_labels = _words(body)
        elif name.startswith("COL"):
            header.column_labels = _words(body)
        else:
            header.matrix_labels = _words(body)
    if not any(part[1].upper() == "DATA" for part in parts):
        problem(path, "there is no DATA: in the file.")
    return header


def _read_sizes(header: _Header, text: str) -> None:
    for found in _HEAD.finditer(text):
        if found[3]:
            continue
        name, value = found[1].upper(), found[2]
        if name == "FORMAT":
            header.format = value.casefold()
            continue
        if not value.isdecimal():
            problem(header.path, f"{name} is '{value}', not a whole number.", line=1)
        if name == "N":
            header.rows = header.columns = int(value)
        elif name == "NR":
            header.rows, header.is_two_mode = int(value), True
        elif name == "NC":
            header.columns, header.is_two_mode = int(value), True
        else:
            header.matrices = int(value)
    header.is_two_mode = header.is_two_mode or header.format.endswith("2")
    if not header.rows or not header.columns:
        problem(header.path, "the file does not say how many actors there are (N=, or NR= and NC=).", line=1)


def _full_matrices(header: _Header) -> list[list[_Cell]]:
    words = _words(header.data)
    wide = header.columns + header.is_embedded
    expected = (
        header.matrices * (header.rows + header.is_embedded) * wide - header.matrices * header.is_embedded
    )
    if len(words) != expected:
        problem(
            header.path,
            f"the data have {len(words)} entries; {expected} belong there.",
            "Look for a missing cell, or for a label with a space that is not in quotation marks.",
            line=header.data_line,
        )
    layers = []
    for _ in range(header.matrices):
        if header.is_embedded:
            header.column_labels, words = words[: header.columns], words[header.columns :]
        rows = [words[at * wide : (at + 1) * wide] for at in range(header.rows)]
        words = words[header.rows * wide :]
        if header.is_embedded:
            header.row_labels, rows = [row[0] for row in rows], [row[1:] for row in rows]
        names, others = _names(header)
        layers.append(
            [
                (names[at], others[to], weight_of(word, header.path, header.data_line))
                for at, row in enumerate(rows)
                for to, word in enumerate(row)
            ]
        )
    return layers


def _lists(header: _Header) -> list[list[_Cell]]:
    lines = [(at, _words(text)) for at, text in enumerate(header.data.splitlines(), start=header.data_line)]
    if header.is_embedded:
        _collect_labels(header, [words for _, words in lines])
    names, others = _names(header)
    layers: list[list[_Cell]] = [[]]
    for line, words in lines:
        if words[:1] == ["!"]:
            layers.append([])
        elif words and header.format.startswith("edgelist"):
            if len(words) < 2:
                problem(header.path, "a tie needs two ends.", line=line)
            weight = weight_of(words[2] if len(words) > 2 else "", header.path, line)
            source = _actor(header, names, words[0], line)
            layers[-1].append((source, _actor(header, others, words[1], line), weight))
        elif words:
            source = _actor(header, names, words[0], line)
            layers[-1] += [(source, _actor(header, others, word, line), 1.0) for word in words[1:]]
    if len(layers) > header.matrices:
        problem(header.path, f"the data have {len(layers)} lists, NM says {header.matrices}.")
    return layers


def _collect_labels(header: _Header, lines: Sequence[Sequence[str]]) -> None:
    """Take the labels from the ends of the ties, in the order in which they first stand there."""
    kept = [words for words in lines if words and words[0] != "!"]
    ends = 2 if header.format.startswith("edgelist") else None
    first = dict.fromkeys(words[0] for words in kept)
    second = dict.fromkeys(word for words in kept for word in words[1:ends])
    if not header.is_two_mode:
        first = second = dict.fromkeys(word for words in kept for word in words[:ends])
    header.row_labels = list(dict.fromkeys([*header.row_labels, *first]))
    header.column_labels = list(dict.fromkeys([*header.column_labels, *second])) if header.is_two_mode else []


def _names(header: _Header) -> tuple[list[str], list[str]]:
    rows = header.row_labels or [str(at) for at in range(1, header.rows + 1)]
    columns = header.column_labels or (
        [str(at) for at in range(1, header.columns + 1)] if header.is_two_mode else rows
    )
    if header.is_embedded and not header.format.startswith("full"):
        # Actors without ties are counted by N, but nobody says what they are called.
        rows = rows + [f"unnamed {at}" for at in range(len(rows) + 1, header.rows + 1)]
        columns = columns + [f"unnamed event {at}" for at in range(len(columns) + 1, header.columns + 1)] \
            if header.is_two_mode else rows  # fmt: skip
    for what, labels, count in (("rows", rows, header.rows), ("columns", columns, header.columns)):
        if len(labels) != count:
            hint = "Put labels with spaces into quotation marks."
            problem(header.path, f"there are {len(labels)} labels for {count} {what}.", hint)
    return rows, columns


def _actor(header: _Header, names: Sequence[str], word: str, line: int) -> str:
    if not header.is_embedded and word.isdecimal() and 1 <= int(word) <= len(names):
        return names[int(word) - 1]
    if word not in names:
        problem(header.path, f"a tie names '{word}', who is not among the actors.", line=line)
    return word


def _network(header: _Header, layers: Sequence[Sequence[_Cell]]) -> NetworkData:
    names, others = _names(header)
    actors = [Actor(name, {}) for name in names]
    if header.is_two_mode:
        actors += [Actor(name, {}, "event") for name in others]
    weights = [{(a, b): weight for a, b, weight in layer if weight} for layer in layers]
    is_symmetric = all(layer.get((b, a)) == weight for layer in weights for (a, b), weight in layer.items())
    is_directed = not (is_symmetric or header.is_two_mode)
    relations = header.matrix_labels or (
        [""] if len(layers) == 1 else [str(at + 1) for at in range(len(layers))]
    )
    place = {name: at for at, name in enumerate(names)}
    ties = [
        Tie(a, b, weight, relation)
        for relation, layer in zip(relations, weights, strict=False)
        for (a, b), weight in layer.items()
        if is_directed or header.is_two_mode or place[a] <= place[b]
    ]
    return checked(header.path, actors, ties, is_directed=is_directed)


def _written_tie(tie: Tie, row_at: dict[str, int], column_at: dict[str, int], is_one_way: bool) -> list[str]:
    source, target = (tie.source, tie.target) if tie.source in row_at else (tie.target, tie.source)
    weight = written(float(tie.weight))
    lines = [f"{row_at[source]} {column_at[target]} {weight}"]
    if not is_one_way and source != target:
        lines.append(f"{row_at[target]} {column_at[source]} {weight}")
    return lines


def _words(text: str) -> list[str]:
    return [found[1] if found[1] is not None else found[2] for found in _WORD.finditer(text)]


def _quoted(path: Path, label: str) -> str:
    if '"' in label or "\n" in label or "\r" in label:
        problem(
            path, f"a DL file cannot hold the quotation mark or line break in {label!r}.", "Change the id."
        )
    return f'"{label}"'
