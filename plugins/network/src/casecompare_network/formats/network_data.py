"""A network as files hold it: actors with attributes, ties with weight, relation and round."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

from casecompare import Problem, StudyError

__all__ = ["Actor", "Cell", "NetworkData", "Tie", "plain_value", "problem"]

Cell: TypeAlias = str | int | float | bool
"""What an attribute holds."""

LARGEST_FILE = 200_000_000


@dataclass(frozen=True)
class Actor:
    """An actor, or an event of a two-mode network, with what the file says of it.

    `mode` is ``actor`` or ``event``; in a network of one mode everything is an actor.
    """

    id: str
    attributes: Mapping[str, Cell]
    mode: str = "actor"


@dataclass(frozen=True)
class Tie:
    """A tie; `round` is 0 where the file speaks of none, `relation` is empty where it names none."""

    source: str
    target: str
    weight: float = 1.0
    relation: str = ""
    round: int = 0


@dataclass(frozen=True)
class NetworkData:
    """What a network file holds.

    Parameters
    ----------
    actors, ties
        In the order of the file. An undirected tie stands once.
    is_directed
        Whether ties lead from source to target only.
    notes
        What of the file was not taken over, and what was assumed; one sentence each. They do not count when
        two networks are compared.
    """

    actors: tuple[Actor, ...]
    ties: tuple[Tie, ...]
    is_directed: bool
    notes: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Compare actors, ties and direction; ties in any order, undirected ones either way round."""
        if not isinstance(other, NetworkData):
            return NotImplemented
        return self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]  # attributes are mappings

    @property
    def is_two_mode(self) -> bool:
        """Say whether some are events."""
        return any(actor.mode == "event" for actor in self.actors)

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations, in the order in which they first stand there."""
        return tuple(dict.fromkeys(tie.relation for tie in self.ties))

    def _content(self) -> tuple[object, ...]:
        actors = [(actor.id, dict(actor.attributes), actor.mode) for actor in self.actors]
        return actors, sorted(map(self._normal, self.ties)), self.is_directed

    def _normal(self, tie: Tie) -> tuple[str, str, str, int, float]:
        ends = (tie.source, tie.target) if self.is_directed else sorted((tie.source, tie.target))
        return ends[0], ends[1], tie.relation, tie.round, tie.weight


def problem(path: Path, message: str, hint: str = "", *, line: int = 0, column: int = 0) -> NoReturn:
    """Stop with what is wrong at a place of a file.

    Raises
    ------
    StudyError
        Always.
    """
    raise StudyError(
        [Problem(message=message, hint=hint, file=path.name, line=line, column=column, code="network-file")]
    )


def read_bytes(path: Path) -> bytes:
    """Read a file of a bearable size, or say what is wrong with it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            problem(
                path, f"the file is larger than {LARGEST_FILE:,} bytes.", "Split it by relation or round."
            )
        content = path.read_bytes()
    except OSError as error:
        problem(path, f"the file cannot be read: {error.strerror}.")
    if not content.strip():
        problem(path, "the file is empty.")
    return content


def read_text(path: Path) -> str:
    """Read a text file in UTF-8, or in the encoding that its mark names."""
    content = read_bytes(path)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem(path, "the file is not in UTF-8.", "Save it as UTF-8 text.", line=line)


def plain_value(text: str) -> Cell:
    """Take a text for the number it is written as, if writing the number gives the same text.

    Examples
    --------
    >>> plain_value("12"), plain_value("0.5"), plain_value("007"), plain_value("NO")
    (12, 0.5, '007', 'NO')
    """
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if math.isfinite(number) and written(number) == text:
            return number
    return text


def written(value: Cell) -> str:
    """Write a value such that it is read back the same; a whole number without a decimal point.

    Examples
    --------
    >>> written(2.0), written(0.1), written(True), written("a")
    ('2', '0.1', 'true', 'a')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def weight_of(text: str, path: Path, line: int) -> float:
    """Read a weight: a number of at least 0; an empty text is 1."""
    if not text.strip():
        return 1.0
    try:
        weight = float(text)
    except ValueError:
        problem(path, f"the weight '{text}' is not a number.", line=line)
    if not math.isfinite(weight) or weight < 0:
        problem(path, f"the weight is {text}; a weight is a number of at least 0.", line=line)
    return weight


def checked(
    path: Path,
    actors: Sequence[Actor],
    ties: Iterable[Tie],
    *,
    is_directed: bool,
    notes: Iterable[str] = (),
) -> NetworkData:
    """Make a network of what a file held; ids stand once and every tie names two of them."""
    known: set[str] = set()
    for actor in actors:
        if not actor.id:
            problem(path, "an actor has an empty id.", "Give each actor an id of its own.")
        if actor.id in known:
            problem(path, f"'{actor.id}' stands there more than once.", "Give each actor an id of its own.")
        known.add(actor.id)
    kept = tuple(ties)
    for tie in kept:
        for end in (tie.source, tie.target):
            if end not in known:
                problem(
                    path,
                    f"a tie names '{end}', who is not among the actors.",
                    "Add the actor or mend the id.",
                )
    return NetworkData(tuple(actors), kept, is_directed, tuple(notes))
