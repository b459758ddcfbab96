from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from pydantic import BaseModel

from casecompare.study import Study, case_schema, study_schema

Schema = Mapping[str, object]
Read = Callable[..., Study]


class CaseRecord(BaseModel):
    """A model of a plugin that happens to have the name of one of ours."""

    id: str


def inner(schema: object, *path: str) -> Schema:
    for step in path:
        schema = cast("Schema", schema)[step]
    return cast("Schema", schema)


def references(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"]
        for one in schema.values():
            yield from references(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from references(one)


def properties_without_description(schema: object, where: str = "") -> Iterator[str]:
    for name, one in inner(schema, "properties").items() if "properties" in inner(schema) else ():
        if not inner(one).get("description"):
            yield f"{where}.{name}"


def test_every_field_is_described() -> None:
    for schema in (study_schema(), case_schema()):
        models = {"": schema, **inner(schema, "$defs")}
        assert [
            name for where, one in models.items() for name in properties_without_description(one, where)
        ] == []


def test_schemas_are_json_of_the_stated_dialect_without_loose_references() -> None:
    for schema in (study_schema(), case_schema(None, {"actors": list[CaseRecord]})):
        assert schema == json.loads(json.dumps(schema))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        known = {f"#/$defs/{name}" for name in inner(schema, "$defs")}
        assert set(references(schema)) <= known


def test_study_schema_offers_words_and_refuses_unknown_fields() -> None:
    schema = study_schema()
    assert schema["required"] == ["study"]
    assert schema["additionalProperties"] is False
    entry = inner(schema, "$defs", "CodebookRecord")
    assert inner(entry, "properties", "kind")["enum"] == [
        "crisp", "fuzzy", "multi-value", "number", "ordinal", "text",
    ]  # fmt: skip
    assert "from" in inner(entry, "properties")


def test_case_schema_offers_the_coded_values_of_a_study(read: Read) -> None:
    study = """\
study: example
codebook:
  TANDEM: {definition: Both lead}
  SUCCESS: {definition: It lasts, from: [change, lasting], aggregate: min}
  CHANGE: {from: change}
  ALIGNED: {from: arenas.fit}
"""
    opened = read({"study.yaml": study, "cases.csv": "case,TANDEM,change,lasting\nT01,1,1,1\n"})
    offered = inner(case_schema(opened), "properties", "values", "properties")
    assert {name: inner(one)["description"] for name, one in offered.items()} == {
        "TANDEM": "TANDEM: Both lead",
        "change": "SUCCESS: It lasts\nCHANGE",
        "lasting": "SUCCESS: It lasts",
    }


def test_sections_of_plugins_stand_beside_our_own_models() -> None:
    schema = case_schema(None, {"actors": list[CaseRecord], "odd": Callable[[], int]})
    reference = str(inner(schema, "properties", "actors", "items")["$ref"]).rpartition("/")[2]
    assert inner(schema, "$defs", reference, "properties") == {"id": {"title": "Id", "type": "string"}}
    assert inner(schema, "properties", "odd") == {"description": "A section that a plugin reads."}
    assert schema["additionalProperties"] is True
    assert "values" in inner(schema, "properties")
