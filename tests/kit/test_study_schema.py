"""The schema of study.yaml offers the options of every method that is installed."""

from __future__ import annotations

import json

from pydantic import Field
from typer.testing import CliRunner

from casecompare import Options
from casecompare.cli import app
from casecompare.engine import load_host
from casecompare.study import study_schema


class HalfRecord(Options):
    """Options with the name of a model of the core."""

    depth: int = Field(default=1, ge=1, description="How deep.")


def test_every_installed_method_is_offered_with_its_options():
    printed = CliRunner().invoke(app, ["schema", "study"])
    assert printed.exit_code == 0
    schema = json.loads(printed.stdout)
    offered = schema["properties"]["methods"]["properties"]
    assert set(load_host().method_names) <= set(offered)
    qca = schema["$defs"][offered["qca"]["anyOf"][0]["$ref"].rpartition("/")[2]]
    assert qca["properties"]["conditions"]["description"].startswith("The conditions: names of the codebook.")
    assert qca["additionalProperties"] is False
    assert offered["qca"]["anyOf"][1] == {"type": "null"}


def test_a_method_that_is_not_installed_may_be_configured():
    methods = study_schema({})["properties"]["methods"]
    assert methods["additionalProperties"]
    assert "properties" not in methods


def test_options_with_the_name_of_a_model_of_the_core_are_kept_apart():
    schema = study_schema({"deep": HalfRecord})
    reference = schema["properties"]["methods"]["properties"]["deep"]["anyOf"][0]["$ref"]
    definitions = schema["$defs"]
    assert list(definitions[reference.rpartition("/")[2]]["properties"]) == ["depth"]
    assert any(set(one.get("properties", ())) == {"case", "to", "because"} for one in definitions.values())
