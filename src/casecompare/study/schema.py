"""JSON Schema of study.yaml and of a case's record, with which an editor completes and checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from pydantic import BaseModel, TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema

from casecompare.study.model import CodebookEntry, Study
from casecompare.study.records import CaseRecord, StudyRecord
from casecompare.study.sections import section_adapters

__all__ = ["case_schema", "document_schema", "study_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
JsonSchema: TypeAlias = dict[str, object]


def study_schema(options: Mapping[str, type[BaseModel]] | None = None) -> JsonSchema:
    """Give the JSON Schema (2020-12) of ``study.yaml``.

    Parameters
    ----------
    options
        The options of methods, by the method's name: what may stand under ``methods``. Options of any other
        method are allowed, since it may be installed elsewhere.

    Examples
    --------
    >>> study_schema()["required"]
    ['study']
    """
    adapters, _ = section_adapters(options or {})
    by_name, definitions, record = _described(adapters, StudyRecord)
    core = _inner(definitions, record)
    properties = _inner(core, "properties")
    if by_name:
        # A method may be named without options: "agreement:" with nothing behind it.
        offered: JsonSchema = {
            name: {"anyOf": [dict(one), {"type": "null"}]} for name, one in by_name.items()
        }
        properties["methods"] = {**_inner(properties, "methods"), "properties": offered}
    return {
        "$schema": _DIALECT,
        **core,
        "title": "study.yaml",
        "properties": properties,
        "$defs": {name: one for name, one in definitions.items() if name != record},
    }


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
    by_name, definitions, record = _described(adapters, CaseRecord)
    core = _inner(definitions, record)
    properties = _inner(core, "properties")
    if study is not None:
        properties["values"] = _offered_values(_inner(properties, "values"), study.codebook)
    for name in adapters:
        properties[name] = {"description": "A section that a plugin reads.", **by_name.get(name, {})}
    return {
        "$schema": _DIALECT,
        **core,
        "title": "The record of a case",
        "properties": properties,
        # A section of a plugin that is not installed is kept, so its name must be allowed.
        "additionalProperties": True,
        "$defs": {name: one for name, one in definitions.items() if name != record},
    }


def document_schema(model: type[BaseModel], title: str = "") -> JsonSchema:
    """Give the JSON Schema (2020-12) of a YAML file that a method reads beside the study.

    Parameters
    ----------
    model
        What the file holds.
    title
        What editors call it.

    Examples
    --------
    >>> class Head(BaseModel):
    ...     study: str
    >>> document_schema(Head, "A head")["required"]
    ['study']
    """
    made: JsonSchema = {"$schema": _DIALECT, **model.model_json_schema(), "title": title or model.__name__}
    definitions = _inner(made, "$defs")
    for one in (made, *definitions.values()):
        if isinstance(one, dict) and "description" in one:  # an editor shows the first sentence, no examples
            one["description"] = str(one["description"]).partition("\n\n")[0]
    return made


def _described(
    adapters: Mapping[str, TypeAdapter[object]], core: type[BaseModel]
) -> tuple[dict[str, JsonSchema], JsonSchema, str]:
    """Describe what plugins declared together with a core record, so that no two models share a name.

    Gives the schema of each part that can be described, all definitions, and the name of the core's own.
    """
    every = {name: adapter for name, adapter in adapters.items() if _has_schema(adapter)}
    every[""] = cast("TypeAdapter[object]", TypeAdapter(core))
    found, shared = TypeAdapter.json_schemas([(name, "validation", one) for name, one in every.items()])
    # The core's name is longer where a plugin has a model of the same name.
    record = str(found["", "validation"]["$ref"]).rpartition("/")[2]
    by_name = {name: dict(found[name, "validation"]) for name in every if name}
    return by_name, _inner(shared, "$defs"), record


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
