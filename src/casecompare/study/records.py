"""The written form of a study and of a case, as pydantic models: what may stand where, and as what.

These models are the border. They are strict, refuse unknown fields, and turn into the objects of
`casecompare.study.model` in `codebook` and `cases`; their JSON Schema is what editors complete from. The
descriptions of the fields are shown by editors, so they are written for researchers.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import PydanticCustomError

from casecompare.study.model import Missing, ValueKind
from casecompare.study.plugin_records import PluginsRecord
from casecompare.study.reporting_items import REPORTING_ITEMS

__all__ = [
    "AtLeast",
    "CaseRecord",
    "ClueCountRecord",
    "CodebookRecord",
    "DecisionRecord",
    "EvidenceRecord",
    "HalfRecord",
    "HypothesisRecord",
    "ProcessTestRecord",
    "StudyRecord",
    "ValueRecord",
    "missing_kind",
]

_MISSING: dict[str, Missing] = {
    "not coded": "not coded",
    "not applicable": "not applicable",
    "not found": "not found",
}

# A field may be written short (a value) or long (a mapping); the tag keeps the errors of the form not
# used out of sight. Angle brackets cannot clash with a field's name.
SHORT, LONG = "<short>", "<long>"


def _is_long(value: object) -> str:
    return LONG if isinstance(value, dict | BaseModel) else SHORT


def _is_list(value: object) -> str:
    return LONG if isinstance(value, list | tuple) else SHORT


def _check_scalar(value: object, handler: object) -> float | str | None:
    if isinstance(value, bool):
        raise PydanticCustomError(
            "truth_value",
            "{word} is a truth value, but a number or text belongs here.",
            {"word": str(value).lower(), "hint": f"Write {int(value)}, or put the word in quotes."},
        )
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError("not_finite", "{word} is not a finite number.", {"word": str(value)})
    if isinstance(value, int | float | str) or value is None:
        return value
    raise PydanticCustomError("not_scalar", "one number or one word belongs here, not a list or mapping.")


Scalar = Annotated[
    float | str | None,
    WrapValidator(_check_scalar),
    WithJsonSchema({"type": ["number", "string", "null"]}),
]
Word = Annotated[str, Field(min_length=1)]
# Nothing is certain before one has looked: a likelihood of 0 or 1 would decide alone.
Likelihood = Annotated[float, Field(gt=0, lt=1)]
Words = Annotated[
    Annotated[Word, Tag(SHORT)] | Annotated[list[Word], Tag(LONG), Field(min_length=1)],
    Discriminator(_is_list),
]


def missing_kind(given: object) -> Missing | None:
    """Give the kind of missing value that a word stands for, or None.

    Examples
    --------
    >>> missing_kind("Not applicable"), missing_kind("NA")
    ('not applicable', None)
    """
    return _MISSING.get(given.strip().lower()) if isinstance(given, str) else None


class _Record(BaseModel):
    """What all written forms share: strict, no unknown fields; an empty optional field is absent."""

    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)

    @model_validator(mode="wrap")
    @classmethod
    def _without_empty_fields(cls, given: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(given, dict) and None in given.values():
            known = {field.alias or name for name, field in cls.model_fields.items()}
            given = {name: value for name, value in given.items() if value is not None or name not in known}
        return handler(given)


class AtLeast(_Record):
    """At least so many of several values: the M-th largest of them."""

    at_least: Annotated[int, Field(ge=1)] = Field(description="How many of the values, at least.")


class HalfRecord(_Record):
    """The decision what to do with a membership of exactly 0.5."""

    case: Word = Field(description="The id of the case.")
    to: Annotated[float, Field(ge=0, le=1)] = Field(description="The membership decided on, not 0.5.")
    because: Word = Field(description="Why this decision.")


class CodebookRecord(_Record):
    """One concept that cases are compared on."""

    definition: str = Field("", description="What the concept means, and when a case belongs to it.")
    kind: ValueKind = Field("fuzzy", description="What its values are; fuzzy when left out.")
    source: Words | None = Field(
        None,
        alias="from",
        description="The coded value it is taken from, a list of several, or the score of a method "
        "(method.score). When left out: the coded value of the same name.",
    )
    aggregate: (
        Annotated[
            Annotated[Literal["min", "max", "mean"], Tag(SHORT)] | Annotated[AtLeast, Tag(LONG)],
            Discriminator(_is_long),
        ]
        | None
    ) = Field(None, description="How several values become one.")
    calibrate: dict[str, object] | None = Field(
        None,
        description="How raw values become memberships: one kind with what it needs, such as "
        "direct: [2, 5, 8], and because: why these numbers.",
    )
    half: (
        Annotated[
            Annotated[HalfRecord, Tag(SHORT)] | Annotated[list[HalfRecord], Tag(LONG)],
            Discriminator(_is_list),
        ]
        | None
    ) = Field(None, description="What was decided about cases whose membership is exactly 0.5.")
    levels: list[Word] = Field([], description="The labels of an ordinal or multi-value concept, in order.")
    unit: str = Field("", description="The unit of raw numbers.")
    coding: str = Field("", description="The coding rule that coders follow.")


class ProcessTestRecord(_Record):
    """A clue of process tracing: how likely it is if the claim is true, and if it is false."""

    name: Word = Field(description="The clue, in a few words.")
    if_true: Likelihood = Field(description="How likely the clue is if the claim is true.")
    if_false: Likelihood = Field(description="How likely the clue is if the claim is false.")
    seen: bool | None = Field(None, description="true or false; left out while nobody has looked.")
    dependence: Annotated[float, Field(gt=0, le=1)] = Field(
        1.0, description="The share of its weight that counts; below 1 if it partly repeats another clue."
    )
    case: str = Field("", description="The case in which one looks for it.")
    evidence: Words | None = Field(None, description="The ids of the evidence of that case.")


class ClueCountRecord(_Record):
    """How many of the clues that were found in one case speak for the claim."""

    case: Word = Field(description="The id of the case.")
    clues_for: Annotated[int, Field(ge=0)] = Field(alias="for", description="How many speak for the claim.")
    clues: Annotated[int, Field(ge=1)] = Field(alias="of", description="How many clues there are.")

    @model_validator(mode="after")
    def _not_more_than_all(self) -> Self:
        if self.clues_for > self.clues:
            raise PydanticCustomError(
                "too_many_clues",
                "{some} clues speak for the claim, but there are only {all}.",
                {"some": self.clues_for, "all": self.clues},
            )
        return self


class HypothesisRecord(_Record):
    """A claim of the study: its own, or that of a template."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["claim"]}, {"required": ["template"]}]}
    )

    claim: Word | None = Field(None, description="The claim in set notation, such as TANDEM => SUCCESS.")
    title: str = Field("", description="The claim in words.")
    finding: str = Field("", description="The finding or theory it comes from.")
    note: str = Field("", description="A remark.")
    template: Word | None = Field(None, description="A claim that ships with casecompare, such as H1.")
    sets: dict[str, Word] = Field(
        {}, description="Which set of the study plays which part of the template: TANDEM: MY_TANDEM."
    )
    rival: Words | None = Field(None, description="Another hypothesis, or several, to be shown beside.")
    scope: str = Field("", description="The cases that the claim is about.")
    refuter: str = Field("", description="What would refute the claim.")
    prior: Likelihood = Field(0.5, description="How likely the claim was before the tests.")
    tests: list[ProcessTestRecord] = Field([], description="Clues of process tracing.")
    clues: (
        Annotated[
            Annotated[ClueCountRecord, Tag(SHORT)] | Annotated[list[ClueCountRecord], Tag(LONG)],
            Discriminator(_is_list),
        ]
        | None
    ) = Field(None, description="Clues that were counted in one case: case, for, of.")
    benchmark: Likelihood = Field(0.65, description="The share of consistent cases to be surpassed.")

    @model_validator(mode="after")
    def _has_a_claim(self) -> Self:
        if self.claim is None and self.template is None:
            raise PydanticCustomError(
                "no_claim",
                "a hypothesis needs a claim.",
                {"hint": "Add 'claim: \"A => B\"', or 'template: H1' for one that ships."},
            )
        return self


class DecisionRecord(_Record):
    """Something that was tried and dropped."""

    tried: Word = Field(description="What was tried: an option, such as qca.pri=0.45, or in words.")
    because: Word = Field(description="Why it was dropped.")


class StudyRecord(_Record):
    """What a study compares: codebook, outcome, options of the methods, hypotheses."""

    study: Word = Field(description="A short name for the study, used in the names of files.")
    title: str = Field("", description="The title that reports show.")
    citation: str = Field("", description="How the study or its data are cited.")
    status: str = Field("", description="Printed on every page of every report, such as: illustrative.")
    description: str = Field("", description="What the study is about.")
    licence: str = Field("", description="The terms under which the data may be used.")
    language: Word = Field("en", description="The language of the report, by its code: en or es.")
    outcome: str = Field("", description="The codebook entry that is to be explained.")
    codebook: dict[str, CodebookRecord] = Field({}, description="What cases are compared on.")
    methods: dict[str, dict[str, object] | None] = Field({}, description="Options, per method.")
    plugins: PluginsRecord | None = Field(None, description="Which plugins may be used, and how they run.")
    hypotheses: dict[
        str,
        Annotated[
            Annotated[Word, Tag(SHORT)] | Annotated[HypothesisRecord, Tag(LONG)], Discriminator(_is_long)
        ],
    ] = Field({}, description="Claims that the methods bring evidence for or against.")
    decisions: list[DecisionRecord] = Field([], description="What was tried and dropped, and why.")
    reporting: dict[str, Word] = Field(
        {},
        description="Answers to items of reporting standards, by their names.",
        json_schema_extra={"propertyNames": {"enum": list(REPORTING_ITEMS)}},
    )
    cases: str = Field("", description="The table of the cases, when it is not cases.csv or cases.xlsx.")


class ValueRecord(_Record):
    """What was judged about a case: the value agreed on, who coded what, on which evidence."""

    value: Scalar = Field(None, description="The value agreed on.")
    coders: dict[str, Scalar] = Field({}, description="What each coder coded.")
    evidence: Words | None = Field(None, description="The ids of the evidence it rests on.")
    confidence: Literal["low", "medium", "high"] | None = Field(None, description="How sure the value is.")
    missing: Missing | None = Field(None, description="Why there is no value.")
    note: str = Field("", description="A remark on the judgement.")


class EvidenceRecord(_Record):
    """A passage that coded values rest on."""

    source: str = Field("", description="Where the passage comes from, such as: interview, GP lead.")
    locator: str = Field("", description="The place in the source, such as: p. 12.")
    quote: str = Field("", description="The passage, word for word.")
    note: str = Field("", description="A remark on the passage.")
    findings: Words | None = Field(None, description="Codes of findings that the passage bears on.")
    access: Literal["open", "restricted"] = Field(
        "open", description="Restricted passages leave the study only when asked for."
    )


class CaseRecord(_Record):
    """One case: its coded values and their evidence. Further fields are sections that plugins read."""

    id: Word | None = Field(None, description="The case's id; the file's name when left out.")
    title: str = Field("", description="The case's name in reports.")
    note: str = Field("", description="A remark on the case.")
    values: dict[
        str,
        Annotated[Annotated[Scalar, Tag(SHORT)] | Annotated[ValueRecord, Tag(LONG)], Discriminator(_is_long)],
    ] = Field({}, description="The coded values of the case.")
    evidence: dict[str, EvidenceRecord] = Field({}, description="The passages that values rest on, by id.")
