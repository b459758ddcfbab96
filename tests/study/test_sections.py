from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from casecompare.study import Study, case_schema, read_study

Read = Callable[..., Study]
Tell = Callable[..., list[str]]


class Actor(BaseModel):
    """Somebody who takes part."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: str
    role: Literal["clinician", "manager"]
    power: float = Field(0.5, ge=0, le=1)
    rounds: list[int] = []

    @field_validator("id")
    @classmethod
    def _no_blanks(cls, given: str) -> str:
        if " " in given:
            raise ValueError("an id holds no blanks")
        return given


class Tie(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["works with"]
    to: str | int


class Contest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["contests"]
    over: str


AnyTie = Annotated[Tie | Contest, Field(discriminator="kind")]


class Fragile(BaseModel):
    note: str = ""

    @model_validator(mode="after")
    def _stumble(self) -> Fragile:
        raise KeyError("oops")


SECTIONS = {"actors": list[Actor], "ties": list[AnyTie], "setting": Actor}
STUDY = "study: example\n"
RECORD = """\
values: {}
actors:
  - {id: a1, role: clinician, power: 0.8, rounds: [1, 2]}
  - {id: 12, role: manager}
ties:
  - {kind: works with, to: a1}
"""


def files(record: str) -> dict[str, str]:
    return {"study.yaml": STUDY, "cases/t01.yaml": record}


def test_declared_sections_become_what_the_plugin_declared(read: Read) -> None:
    sections = read(files(RECORD), sections=SECTIONS).cases["t01"].sections
    assert sections["actors"] == [Actor(id="a1", role="clinician", power=0.8, rounds=[1, 2]),
                                  Actor(id="12", role="manager")]  # fmt: skip
    assert sections["ties"] == [Tie(kind="works with", to="a1")]


def test_problems_in_a_section_are_located(tell: Tell) -> None:
    record = """\
actors:
  - {id: a 1, rloe: clinician, power: 2}
  - {id: [x], role: clerk, power: 0,8}
  - {id: a3, role: manager, power: high, rounds: [1, 2.5, two]}
setting: [1]
ties:
  - {kind: contests, voer: money}
  - {kind: works with, to: [1]}
  - {to: a1}
  - {kind: works wiht, to: a1}
"""
    assert tell(files(record), sections=SECTIONS) == [
        "cases/t01.yaml:2:6  t01  actors.0.id: an id holds no blanks.",
        "cases/t01.yaml:2:15  t01  actors.0.rloe: unknown field. Did you mean 'role'?",
        "cases/t01.yaml:2:32  t01  actors.0.power: 2 is more than 1.",
        "cases/t01.yaml:3:6  t01  actors.1.id: text belongs here, but this is a list.",
        "cases/t01.yaml:3:15  t01  actors.1.role: the text 'clerk' is not one of: clinician, manager.",
        "cases/t01.yaml:3:37  t01  actors.1.8: unknown field. Known fields: id, role, power, rounds.",
        "cases/t01.yaml:4:29  t01  actors.2.power: 'high' is text, but a number belongs here.",
        "cases/t01.yaml:4:54  t01  actors.2.rounds.1: a whole number belongs here, "
        "but this is the number 2.5.",
        "cases/t01.yaml:4:59  t01  actors.2.rounds.2: 'two' is text, but a number belongs here.",
        "cases/t01.yaml:5:1  t01  setting: a mapping of fields belongs here, but this is a list. "
        "Write its fields indented below it, as 'name: value'.",
        "cases/t01.yaml:7:22  t01  ties.0.voer: unknown field. Did you mean 'over'?",
        "cases/t01.yaml:8:24  t01  ties.1.to: text belongs here, but this is a list.",
        "cases/t01.yaml:9:5  t01  ties.2.kind: this field is missing. Add 'kind: …'.",
        "cases/t01.yaml:10:6  t01  ties.3.kind: the text 'works wiht' is not one of: works with, contests. "
        "Did you mean 'works with'?",
    ]


def test_a_section_with_problems_is_left_out(write: Callable[..., object]) -> None:
    folder = write(files(RECORD.replace("manager", "clerk")))
    study, _ = read_study(str(folder), sections=SECTIONS)
    assert study is not None
    assert list(study.cases["t01"].sections) == ["ties"]


def test_sections_that_nobody_reads_are_kept_and_told_once(tell: Tell, read: Read) -> None:
    both = {**files(RECORD), "cases/t02.yaml": RECORD}
    assert tell(both, sections={"actors": list[Actor]}) == [
        "note: cases/t01.yaml:5:1  -  ties: section 'ties' (2 cases) is kept "
        "but no installed plugin reads it."
    ]
    case = read(both, sections={"actors": list[Actor]}).cases["t01"]
    assert case.sections["ties"] == [{"kind": "works with", "to": "a1"}]


def test_misspelt_section(tell: Tell) -> None:
    assert tell(files(RECORD.replace("actors", "actros")), sections=SECTIONS) == [
        "cases/t01.yaml:2:1  t01  actros: unknown field. Did you mean 'actors'?"
    ]


def test_a_name_that_resembles_a_field_which_is_there_is_a_section(tell: Tell) -> None:
    record = "title: The first\nnote: one\nnotes: [two]\ntiles: [1]\nvalues: {}\n"
    assert tell(files(record)) == [
        "note: cases/t01.yaml:3:1  -  notes: section 'notes' (1 case) is kept "
        "but no installed plugin reads it.",
        "note: cases/t01.yaml:4:1  -  tiles: section 'tiles' (1 case) is kept "
        "but no installed plugin reads it.",
    ]


def test_an_empty_section_is_absent(read: Read) -> None:
    assert read(files("values: {}\nactors:\n"), sections=SECTIONS).cases["t01"].sections == {}


def test_a_plugin_that_stumbles_is_named(tell: Tell) -> None:
    assert tell(files("values: {}\nactors: {note: x}\n"), sections={"actors": Fragile}) == [
        "cases/t01.yaml:2:1  t01  actors: the plugin that reads this section stumbled over it "
        "(KeyError: 'oops'). Tell its author."
    ]


def test_a_section_declared_in_a_way_that_cannot_be_used(tell: Tell) -> None:
    class NoModel:
        pass

    told = tell(files("values: {}\nactors: {note: x}\n"), sections={"actors": NoModel})
    assert told[0].startswith("warning: study  -  -: the plugin that reads the section 'actors' declares it")
    assert told[1].startswith("note: cases/t01.yaml:2:1  -  actors: section 'actors' (1 case) is kept")


def test_sections_stand_in_the_schema() -> None:
    properties = case_schema(None, SECTIONS)["properties"]
    assert isinstance(properties, dict)
    assert properties["actors"]["items"] == {"$ref": "#/$defs/Actor"}
