"""YAML files that a method's options name: read within bounds, every mistake with its place."""

import pytest
from pydantic import BaseModel, ConfigDict

from casecompare import Limits, read_named_yaml


class Scale(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    steps: list[float] = []


@pytest.fixture
def read(tmp_path):
    def reading(content, path="a.yaml", **limits):
        (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
        return read_named_yaml(tmp_path, path, Scale, limits=Limits(**limits))

    return reading


def test_a_file_is_read_as_the_model_with_places(read):
    found = read("name: trust\nsteps: [0, 0.5]\n")
    assert found.record == Scale(name="trust", steps=[0, 0.5])
    assert found.places.find(("steps", 1)) == ("a.yaml", 2, 12)
    assert (len(found.sha256), found.problems) == (64, ())
    assert list(found.names()) == ["name", "steps"]


def test_every_mistake_is_told_at_once_and_the_rest_is_kept(read):
    found = read("name: trust\nsteps: [0, much]\nstep: 1\n")
    assert [str(one) for one in found.problems] == [
        "a.yaml:2:12  -  steps.1: 'much' is text, but a number belongs here.",
        "a.yaml:3:1  -  step: unknown field. Did you mean 'steps'?",
    ]
    assert found.record == Scale(name="trust")


@pytest.mark.parametrize(
    ("content", "path", "limits", "code"),
    [
        ("name: x", "b.yaml", {}, "missing-file"),
        ("name: x", "../a.yaml", {}, "outside-folder"),
        ("name: x", "a\0.yaml", {}, "outside-folder"),
        ("", "a.yaml", {}, "empty-file"),
        ("[1, 2]", "a.yaml", {}, "no-fields"),
        ("name: [", "a.yaml", {}, "syntax"),
        ("name: x", "a.yaml", {"file_bytes": 3}, "file-too-large"),
        ("steps: [1, 2, 3, 4]", "a.yaml", {"nodes": 4}, "too-many-values"),
        ("name: [[[x]]]", "a.yaml", {"depth": 2}, "too-deep"),
    ],
)
def test_what_cannot_be_read_is_told_and_raises_nothing(read, content, path, limits, code):
    found = read(content, path, **limits)
    assert found.record is None
    assert code in found.problems[0].code
