"""Sections: the parts of a record that plugins declare and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from pydantic import TypeAdapter
from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError

from casecompare.errors import Problem
from casecompare.study.records import CaseRecord
from casecompare.study.validation import validate
from casecompare.study.wording import misspelling_of
from casecompare.study.yaml_files import YamlDocument

__all__ = ["CORE_FIELDS", "Sections", "read_sections", "section_adapters", "unread_sections"]

CORE_FIELDS = tuple(CaseRecord.model_fields)


class Sections(NamedTuple):
    """The sections of one record, and the place of each that no plugin reads."""

    read: dict[str, object]
    unread: dict[str, tuple[str, int, int]]


def section_adapters(sections: Mapping[str, object]) -> tuple[dict[str, TypeAdapter[object]], list[Problem]]:
    """Prepare the types that plugins declared; one that pydantic cannot use is reported."""
    adapters: dict[str, TypeAdapter[object]] = {}
    problems: list[Problem] = []
    for name, declared in sections.items():
        try:
            adapters[name] = TypeAdapter(cast("type[object]", declared))
        except (PydanticSchemaGenerationError, PydanticUserError, TypeError) as error:
            message = f"the plugin that reads the section '{name}' declares it in a way that cannot be used."
            hint = f"Tell its author: {str(error).splitlines()[0]}"
            problems.append(Problem(message=message, hint=hint, level="warning", code="unusable-section"))
    return adapters, problems


def read_sections(
    document: YamlDocument, adapters: Mapping[str, TypeAdapter[object]], case: str
) -> tuple[Sections, list[Problem]]:
    """Read what stands in a record beside the core fields.

    A section that a plugin declares becomes what that plugin declares it to be; one with problems is left
    out. Any other is kept as plain data, unless its name is a slip of a field or section that is absent.
    """
    problems: list[Problem] = []
    sections = Sections({}, {})
    absent = [name for name in (*CORE_FIELDS, *adapters) if name not in document.data]
    for name, data in document.data.items():
        if name in CORE_FIELDS or (name in adapters and data is None):
            continue
        meant = None if name in adapters else misspelling_of(name, absent)
        file, line, column = document.places.find((name,))
        if meant is not None:
            problems.append(
                Problem(message="unknown field.", hint=f"Did you mean '{meant}'?", code="unknown-field",
                        file=file, line=line, column=column, case=case, field=name)
            )  # fmt: skip
        elif name in adapters:
            problems += _read_section(document, name, adapters[name], case, sections)
        else:
            sections.read[name] = data
            sections.unread[name] = (file, line, column)
    return sections, problems


def _read_section(
    document: YamlDocument, name: str, adapter: TypeAdapter[object], case: str, sections: Sections
) -> list[Problem]:
    try:
        validated = validate(adapter, document.data[name], places=document.places, written=document.written,
                             case=case, prefix=(name,))  # fmt: skip
    except (Exception, SystemExit) as error:  # a validator of a stranger's model may raise anything
        file, line, column = document.places.find((name,))
        message = f"the plugin that reads this section stumbled over it ({type(error).__name__}: {error})."
        return [Problem(message=message, hint="Tell its author.", code="section-failed", file=file, line=line,
                        column=column, case=case, field=name)]  # fmt: skip
    if not validated.problems:
        sections.read[name] = validated.record
    return validated.problems


def unread_sections(all_sections: Iterable[Sections]) -> list[Problem]:
    """Tell once for the study of each section that is kept although no plugin reads it."""
    places: dict[str, list[tuple[str, int, int]]] = {}
    for sections in all_sections:
        for name, place in sections.unread.items():
            places.setdefault(name, []).append(place)
    problems = []
    for name, found in places.items():
        cases = f"{len(found)} {'case' if len(found) == 1 else 'cases'}"
        file, line, column = found[0]
        message = f"section '{name}' ({cases}) is kept but no installed plugin reads it."
        problems.append(
            Problem(message=message, code="unread-section", level="note", file=file, line=line, column=column,
                    field=name)
        )  # fmt: skip
    return problems
