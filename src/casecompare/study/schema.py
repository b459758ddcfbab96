"""JSON Schema of study.yaml and of a case's record, with which an editor completes and checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from pydantic import TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema

from casecompare.study.model import CodebookEntry, Study
from casecompare.study.records import CaseRecord, StudyRecord
from casecompare.study.sections import section_adapters

__all__ = ["case_schema", "study_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
JsonSchema: TypeAlias = dict[str, object]


def study_schema() -> JsonSchema:
    """Give the JSON Schema (2020-12) of ``study.yaml``.

    Examples
    --------
    >>> study_schema()["required"]
    ['study']
    """
    return {"$schema": _DIALECT, **TypeAdapter(StudyRecord).json_schema(), "title": "study.yaml"}


def case_schema(study: Study | None = None, sections: Mapping[str, object] | None = None) -> JsonSchema:
    """Give the JSON Schema (2020-12) of the record of a case.

    Parameters
    ----------
    study
        A study whose codebook names the coded values to be offered; without it any name will do.
    sections
        The sections that plugins declare: pydantic models, or any type that pydantic can check.

    Examples
    --------
    >>> list(case_schema()["properties"])
    ['id', 'title', 'note', 'values', 'evidence']
    """
    adapters, _ = section_adapters(sections or {})
    every = {name: adapter for name, adapter in adapters.items() if _has_schema(adapter)}
    every[""] = cast("TypeAdapter[object]", TypeAdapter(CaseRecord))
    by_name, shared = TypeAdapter.json_schemas([(name, "validation", one) for name, one in every.items()])
    definitions = _inner(shared, "$defs")
    # Its name is longer where a plugin has a model of the same name.
    record = str(by_name["", "validation"]["$ref"]).rpartition("/")[2]
    core = _inner(definitions, record)
    properties = _inner(core, "properties")
    if study is not None:
        properties["values"] = _offered_values(_inner(properties, "values"), study.codebook)
    for name in adapters:
        described = by_name.get((name, "validation"), {})
        properties[name] = {"description": "A section that a plugin reads.", **described}
    return {
        "$schema": _DIALECT,
        **core,
        "title": "The record of a case",
        "properties": properties,
        # A section of a plugin that is not installed is kept, so its name must be allowed.
        "additionalProperties": True,
        "$defs": {name: one for name, one in definitions.items() if name != record},
    }


def _has_schema(adapter: TypeAdapter[object]) -> bool:
    """Say whether the type of a section can be described; a plugin may use one that cannot."""
    try:
        adapter.json_schema()
    except PydanticInvalidForJsonSchema:
        return False
    return True


def _inner(schema: Mapping[str, object], key: str) -> JsonSchema:
    inner = schema.get(key, {})
    return dict(inner) if isinstance(inner, Mapping) else {}


def _offered_values(values: JsonSchema, codebook: Mapping[str, CodebookEntry]) -> JsonSchema:
    """Offer the names of the coded values, each with the definitions of the entries that use it."""
    uses: dict[str, list[str]] = {}
    for entry in codebook.values():
        for source in () if entry.derived_from else entry.source:
            uses.setdefault(source, []).append(f"{entry.name}: {entry.definition}".rstrip(": "))
    one = values["additionalProperties"]
    offered = {name: {"description": "\n".join(lines), "allOf": [one]} for name, lines in uses.items()}
    return {**values, "properties": offered}
