"""YAML files that a method's options name: rules, code lists, coding frames, each with places for problems.

They lie in the study's folder, or beside the data of an installed package, and are read with the same care as
study.yaml: bounded, without tags and merge keys, every mistake with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, TypeAdapter

from casecompare.errors import Problem
from casecompare.study.files import decode, open_input, stays_inside
from casecompare.study.limits import Limits
from casecompare.study.model import Places
from casecompare.study.validation import validate
from casecompare.study.yaml_files import read_yaml

__all__ = ["NamedYaml", "read_named_yaml"]

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class NamedYaml(Generic[Record]):
    """What stands in a YAML file.

    Parameters
    ----------
    path
        As typed from the folder.
    sha256
        The hash of its bytes, empty if it could not be read.
    record
        The file as the model that was asked for, without the fields that are wrong; None if nothing of it
        can be used.
    places
        Where each field stands.
    problems
        Everything wrong with it, in the order of its lines.
    """

    path: str
    sha256: str = ""
    record: Record | None = None
    places: Places = field(default_factory=Places)
    problems: tuple[Problem, ...] = ()

    def names(self, *path: str | int) -> Iterator[str]:
        """Give the names of the fields written below a field, those of wrong ones too."""
        for mark in self.places.marks:
            if len(mark) == len(path) + 1 and mark[:-1] == path and isinstance(mark[-1], str):
                yield mark[-1]


def read_named_yaml(
    folder: Path, path: str, model: type[Record], *, limits: Limits | None = None
) -> NamedYaml[Record]:
    """Read a YAML file of a folder as a pydantic model; nothing in the file makes this raise.

    Parameters
    ----------
    folder
        The study's folder; what lies outside of it is not read, not even through a link.
    path
        The path from there.
    model
        What the file holds; unknown fields are problems where the model forbids them.
    limits
        How large it may be.

    Examples
    --------
    >>> class Head(BaseModel):
    ...     study: str
    ...     outcome: str
    >>> read_named_yaml(Path("cases/lipset_1959"), "study.yaml", Head).record.outcome
    'SURV'
    >>> print(read_named_yaml(Path("cases/lipset_1959"), "../study.yaml", Head).problems[0].message)
    the file must lie in the study's folder.
    """
    bounds = limits or Limits()
    if not stays_inside(path) or "\0" in path:
        hint = "Copy it there and write its name."
        message = "the file must lie in the study's folder."
        problem = Problem(message=message, hint=hint, code="outside-folder", file=path.replace("\0", ""))
        return NamedYaml(path=path, problems=(problem,))
    source, problems = open_input(folder, path, bounds)
    if source is None:
        return NamedYaml(path=path, problems=tuple(problems))
    text, found = decode(source)
    problems += found
    document, found = read_yaml(text, path, bounds) if text is not None else (None, [])
    problems += found
    if document is None:
        return NamedYaml(path=path, sha256=source.sha256, problems=tuple(problems))
    adapter = cast("TypeAdapter[Record]", _adapter(model))
    read = validate(adapter, document.data, places=document.places, written=document.written)
    ordered = sorted(dict.fromkeys([*problems, *read.problems]), key=lambda one: (one.line, one.column))
    return NamedYaml(
        path=path,
        sha256=source.sha256,
        record=read.record,
        places=document.places,
        problems=tuple(ordered),
    )


def _adapter(model: type[BaseModel]) -> TypeAdapter[BaseModel]:
    return TypeAdapter(model)
