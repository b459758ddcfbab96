"""What stands in ``comparison.json`` about the study: codebook, hypotheses, cases and evidence."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

__all__ = ["CaseRecord", "CodebookRecord", "HypothesisRecord", "Number", "Record", "StudyRecord"]

Number: TypeAlias = int | float


class Record(BaseModel):
    """What all records share: unknown keys are kept, numbers are finite."""

    model_config = ConfigDict(
        defer_build=True, extra="allow", frozen=True, allow_inf_nan=False, protected_namespaces=()
    )


class CalibrationRecord(Record):
    """How raw values became memberships."""

    kind: str = Field(description="the kind, such as direct, indirect, rubric or crisp")
    parameters: JsonValue = Field(
        None, description="anchors in the unit of the raw values, or label to score"
    )
    options: dict[str, JsonValue] = Field({}, description="further settings, such as idm")
    because: str = Field("", description="why these numbers")


class HalfRecord(Record):
    """A decision on a membership of exactly 0.5."""

    case: str = Field(description="id of the case")
    to: Number = Field(description="the membership it was set to, 0 to 1")
    because: str = Field("", description="why")


class CodebookRecord(Record):
    """One concept that cases are compared on."""

    definition: str = Field("", description="what it means")
    kind: str = Field("fuzzy", description="crisp, fuzzy, multi-value, number, ordinal or text")
    source: list[str] = Field([], description="the coded values, or the score METHOD.NAME, it is taken from")
    aggregate: str | None = Field(None, description="how several are put together: min, max, mean, at least")
    at_least: int = Field(0, description="how many of them have to be present, for at least")
    calibration: CalibrationRecord | None = Field(None, description="how raw values became memberships")
    half: list[HalfRecord] = Field([], description="decisions on memberships of exactly 0.5")
    levels: list[str] = Field([], description="the levels of an ordinal, lowest first")
    unit: str = Field("", description="the unit of the raw values")
    coding: str = Field("", description="the rule by which coders arrived at the value")


class ProcessTestRecord(Record):
    """A clue of process tracing."""

    name: str = Field(description="what was looked for")
    if_true: Number = Field(description="how likely it is if the claim is true, 0 to 1")
    if_false: Number = Field(description="how likely it is if the claim is false, 0 to 1")
    seen: bool | None = Field(None, description="whether it was found; null where nobody has looked")
    dependence: Number = Field(1, description="what counts of its weight beside the other clues, 0 to 1")
    case: str = Field("", description="id of the case")
    evidence: list[str] = Field([], description="ids of the case's evidence")


class ClueCountRecord(Record):
    """How many of the clues of one case speak for a claim."""

    case: str = Field(description="id of the case")
    clues_for: int = Field(description="clues that speak for the claim")
    clues: int = Field(description="clues in all")


class HypothesisRecord(Record):
    """A claim of the study."""

    name: str = Field(description="its short name, such as H1")
    claim: str = Field(description="the claim in the field's notation, such as A*~B => Y")
    title: str = Field("", description="the claim in words")
    finding: str = Field("", description="the finding of the source that it comes from")
    note: str = Field("", description="a remark")
    template: str = Field("", description="the template that it was made from")
    sets: dict[str, str] = Field({}, description="which set of the study plays which part of the template")
    rivals: list[str] = Field([], description="names of the hypotheses that compete with it")
    scope: str = Field("", description="which cases it is about")
    refuter: str = Field("", description="what would refute it")
    prior: Number = Field(0.5, description="its probability before the clues, 0 to 1")
    tests: list[ProcessTestRecord] = Field([], description="clues of process tracing")
    clues: list[ClueCountRecord] = Field([], description="counts of clues, by case")
    benchmark: Number = Field(0.65, description="the share of consistent cases to be surpassed, 0 to 1")


class CodedValueRecord(Record):
    """What was judged about one case."""

    value: Number | str | None = Field(None, description="the value agreed on, in the unit of the coding")
    missing: str | None = Field(
        None, description="not coded, not applicable or not found, where there is no value"
    )
    coders: dict[str, Number | str] = Field({}, description="who coded what")
    evidence: list[str] = Field([], description="ids of the case's evidence that it rests on")
    confidence: str | None = Field(None, description="low, medium or high")
    note: str = Field("", description="a remark")


class PassageRecord(Record):
    """A passage that coded values rest on."""

    id: str = Field(description="its id, unique within the case")
    source: str = Field("", description="the document or interview; empty where access is restricted")
    locator: str = Field("", description="the place in the source; empty where access is restricted")
    quote: str = Field("", description="the passage; empty where access is restricted")
    note: str = Field("", description="a remark; empty where access is restricted")
    findings: list[str] = Field([], description="findings of the source that it belongs to")
    access: Literal["open", "restricted"] = Field("open", description="whether it may leave the study")


class CaseRecord(Record):
    """One case."""

    id: str = Field(description="its id")
    title: str = Field("", description="what it is called in full")
    note: str = Field("", description="a remark")
    values: dict[str, CodedValueRecord] = Field({}, description="coded values by name")
    evidence: dict[str, PassageRecord] = Field({}, description="passages by id")


class DecisionRecord(Record):
    """Something that was tried and dropped."""

    tried: str = Field(description="what was tried: an option, such as qca.pri=0.45, or in words")
    because: str = Field("", description="why it was dropped")


class StudyRecord(Record):
    """What was compared."""

    name: str = Field(description="the short name")
    title: str = Field("", description="the title")
    citation: str = Field("", description="how to cite it")
    licence: str = Field("", description="under which licence the data may be used")
    description: str = Field("", description="what it is about")
    language: str = Field("en", description="the code of the language that the report is asked for in")
    outcome: str = Field("", description="the set that is to be explained")
    codebook: dict[str, CodebookRecord] = Field({}, description="the sets by name")
    hypotheses: dict[str, HypothesisRecord] = Field({}, description="the hypotheses by name")
    cases: list[CaseRecord] = Field([], description="the cases, in the order of the study")
    decisions: list[DecisionRecord] = Field([], description="what the study states to have tried and dropped")
    reporting: dict[str, str] = Field(
        {}, description="what the study answers to items of reporting standards, by the item's name"
    )
    files: dict[str, str] = Field(
        {}, description="SHA-256 of each input file, by its path from the study's folder"
    )
