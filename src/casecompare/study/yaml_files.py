"""YAML as a researcher means it: plain data with the place of every field, and no surprises.

The events of PyYAML's parser are put together here, without recursion, because its own loader reads the
country ``NO`` as false, lets the second of two equal keys win, forgets where things stood and unfolds
aliases without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from casecompare.errors import Problem, UsageError
from casecompare.study.limits import Limits
from casecompare.study.model import FieldPath, Places
from casecompare.study.yaml_messages import syntax_problem
from casecompare.study.yaml_scalars import resolve

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the first needs PyYAML to be built with libyaml

__all__ = ["YamlDocument", "read_scalar", "read_yaml"]


@dataclass(frozen=True)
class YamlDocument:
    """One YAML file as plain data.

    Attributes
    ----------
    data
        Mappings, lists, text, numbers, true, false and None. Keys are always text.
    places
        Line and column at which each field starts: the key in a mapping, the item in a list.
    written
        The text of every unquoted number, truth value and empty value, as it was typed.
    """

    data: dict[str, object]
    places: Places
    written: Mapping[FieldPath, str]


def read_yaml(text: str, file: str, limits: Limits) -> tuple[YamlDocument | None, list[Problem]]:
    r"""Read one YAML document whose outermost level is a mapping.

    Parameters
    ----------
    text
        The document.
    file
        The name that problems carry.
    limits
        `depth` and `nodes` bound what is read.

    Returns
    -------
    tuple
        The document, or None if it cannot be read at all; and everything wrong with it. A key that
        stands twice and a tag are reported and reading goes on; a syntax error ends it.

    Examples
    --------
    >>> document, problems = read_yaml("country: NO\nyear: 2019\n", "a.yaml", Limits())
    >>> document.data, document.places.find(("year",)), problems
    ({'country': 'NO', 'year': 2019}, ('a.yaml', 2, 1), [])
    """
    composer = _Composer(file, limits)
    problems = composer.problems
    try:
        data = composer.compose(yaml.parse(text, Loader=_PARSER))
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, syntax_problem(error, text, file)]
    if data is None:
        return None, [*problems, Problem(message="the file is empty.", code="empty-file", file=file)]
    if not isinstance(data, dict):
        hint = "Write its fields one per line, as 'name: value'."
        message = "the file holds no fields."
        return None, [*problems, Problem(message=message, hint=hint, code="no-fields", file=file)]
    return YamlDocument(data, Places(file, composer.marks), composer.written), problems


def read_scalar(text: str) -> object:
    """Read one value as study.yaml would hold it: a number, a word, or a list in brackets.

    Raises
    ------
    UsageError
        If the text is no value.

    Examples
    --------
    >>> read_scalar("0.85"), read_scalar("NO"), read_scalar("[TANDEM, ALIGNED]")
    (0.85, 'NO', ['TANDEM', 'ALIGNED'])
    """
    document, problems = read_yaml(f"value: {text}", "", Limits())
    if document is None or problems:
        raise UsageError(
            f"'{text}' cannot be read as a value: {problems[0].message} {problems[0].hint}".strip()
        )
    return document.data["value"]


class _Refused(Exception):
    """A document that is not read any further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled; `height` counts the levels inside it."""

    container: dict[str, object] | list[object]
    path: FieldPath
    nodes_before: int
    anchor: str | None
    key: str | None = None
    is_discarded: bool = False
    height: int = 1
    key_lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for, how many nodes that is, and how many levels."""

    value: object
    nodes: int
    height: int


class _Composer:
    """Puts events together; `nodes` counts what the data would hold if aliases were written out."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.marks: dict[FieldPath, tuple[int, int]] = {}
        self.written: dict[FieldPath, str] = {}
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.nodes = 0
        self.documents = 0
        self.root: object = None

    def compose(self, events: Iterator[yaml.Event]) -> object:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._start(event, {})
            elif isinstance(event, yaml.SequenceStartEvent):
                self._start(event, [])
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._document(event)
        return self.root

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = "Write one document per file."
            raise self._refuse(event, "a second document starts here (---).", hint, "several-documents")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None:
            self._report_tag(event)
        frame = self.open[-1] if self.open else None
        if frame is not None and frame.key is None and isinstance(frame.container, dict):
            self._key(frame, event)
            return
        path = self._enter(event)
        text: str = event.value
        value = resolve(text) if event.implicit[0] else text
        if value is not text:
            self.written[path] = text
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, 1, 0)
        self._put(value)

    def _key(self, frame: _Open, event: yaml.ScalarEvent) -> None:
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            raise self._refuse(event, "merge keys (<<) are not read.", "Write the fields out.", "merge-key")
        frame.key = key
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(key, 1, 0)
        if key in frame.key_lines:
            frame.is_discarded = True
            message = f"'{key}' stands twice, first in line {frame.key_lines[key]}."
            self._report(event, message, "Keep one of the two.", "duplicate-key", (*frame.path, key))
            return
        line, column = _place(event)
        frame.key_lines[key] = line
        self.marks[(*frame.path, key)] = (line, column)

    def _start(
        self,
        event: yaml.MappingStartEvent | yaml.SequenceStartEvent,
        container: dict[str, object] | list[object],
    ) -> None:
        if event.tag is not None:
            self._report_tag(event)
        path = self._enter(event)
        self._check_depth(event, 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.open.append(_Open(container, path, self.nodes - 1, event.anchor))

    def _end(self) -> None:
        frame = self.open.pop()
        if frame.anchor is not None:
            nodes = self.nodes - frame.nodes_before
            self.anchors[frame.anchor] = _Anchored(frame.container, nodes, frame.height)
        if self.open:
            self.open[-1].height = max(self.open[-1].height, frame.height + 1)
        self._put(frame.container)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = str(event.anchor)
        if name not in self.anchors:
            hint = "Put text that begins with * in quotes."
            raise self._refuse(event, f"the alias *{name} refers to nothing.", hint, "unknown-alias")
        anchored = self.anchors[name]
        if anchored is None:
            message = f"the alias *{name} refers to itself."
            raise self._refuse(event, message, "Write the fields out.", "alias-loop")
        self._enter(event, anchored.nodes)
        self._check_depth(event, anchored.height)
        if self.open:
            self.open[-1].height = max(self.open[-1].height, anchored.height + 1)
        self._put(anchored.value)

    def _enter(self, event: yaml.NodeEvent, nodes: int = 1) -> FieldPath:
        """Count a value that begins, and give its path."""
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            message = f"the file holds more than {self.limits.nodes:,} values, with its aliases written out."
            hint = "Raise it in Python with Limits(nodes=…)."
            raise self._refuse(event, message, hint, "too-many-values")
        if not self.open:
            return ()
        frame = self.open[-1]
        if isinstance(frame.container, list):
            path = (*frame.path, len(frame.container))
            self.marks[path] = _place(event)
            return path
        if frame.key is None:
            hint = "Put text that begins with [, {, ? or * in quotes."
            raise self._refuse(event, "a name is needed here, not a list or an alias.", hint, "not-a-name")
        # What is thrown away gets a path of its own, so that it cannot move the marks of what is kept.
        return (*frame.path, f"{frame.key} (again)" if frame.is_discarded else frame.key)

    def _put(self, value: object) -> None:
        if not self.open:
            self.root = value
            return
        frame = self.open[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            if not frame.is_discarded:
                frame.container[frame.key] = value
            frame.key, frame.is_discarded = None, False

    def _check_depth(self, event: yaml.NodeEvent, levels: int) -> None:
        if len(self.open) + levels > self.limits.depth:
            message = f"lists and mappings stand more than {self.limits.depth} levels deep."
            raise self._refuse(event, message, "Raise it in Python with Limits(depth=…).", "too-deep")

    def _report_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        hint = "Delete it, or put the text in quotes."
        self._report(event, f"the tag {tag} is not read.", hint, "tag", ())

    def _report(self, event: yaml.Event, message: str, hint: str, code: str, path: FieldPath) -> None:
        self.problems.append(self._refuse(event, message, hint, code, path).problem)

    def _refuse(
        self, event: yaml.Event, message: str, hint: str, code: str, path: FieldPath = ()
    ) -> _Refused:
        line, column = _place(event)
        named = ".".join(map(str, path))
        return _Refused(
            Problem(
                message=message, hint=hint, code=code, file=self.file, line=line, column=column, field=named
            )
        )


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None, "every event of a parser has a mark"
    return mark.line + 1, mark.column + 1
