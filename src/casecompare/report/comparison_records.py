"""What stands in ``comparison.json``, key by key: its JSON Schema and its reader are made from these models.

What is required was there from the first version on; everything else may be missing in a file that an earlier
release wrote. Keys that are not listed are kept, since later releases add some.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, cast

from pydantic import Field, JsonValue

from casecompare.report.comparison_study_records import Number, Record, StudyRecord
from casecompare.report.json_document import SCHEMA

__all__ = [
    "CellValue",
    "ColumnRecord",
    "ComparisonRecord",
    "EvidenceRecord",
    "FindingRecord",
    "MethodRecord",
    "RobustnessRecord",
    "TableRecord",
    "VerdictRecord",
    "comparison_schema",
]

Level: TypeAlias = Literal["error", "warning", "note"]
CellValue: TypeAlias = bool | int | float | str | list[str] | None
CaseIds = Annotated[list[str], Field(description="ids of cases")]


def comparison_schema() -> dict[str, object]:
    """Give the JSON Schema (2020-12) of ``comparison.json``.

    Examples
    --------
    >>> comparison_schema()["required"]
    ['schema', 'study', 'case_board', 'condition_board']
    """
    made = ComparisonRecord.model_json_schema(by_alias=True)
    named = cast("dict[str, dict[str, object]]", made["properties"])
    named["schema"] = {"const": SCHEMA, "description": "the version of the schema"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **made,
        "title": "comparison.json of casecompare",
    }


class ColumnRecord(Record):
    """A column of a table."""

    name: str = Field(description="the stable name, under which programs find the column")
    title: str = Field("", description="what stands at its head in the report")
    description: str = Field("", description="what it holds, with its unit where it has one")
    decimals: int | None = Field(
        3, description="digits worth showing after the point; null: as many as there are"
    )


class TableRecord(Record):
    """A table."""

    columns: list[ColumnRecord] = Field(description="the columns, from left to right")
    rows: list[list[CellValue]] = Field(
        description="rows with one cell per column; several ids of cases are a list, null is missing"
    )


class NamedTableRecord(TableRecord):
    """A table of a method."""

    name: str = Field(description="the stable name within the method")
    title: str = Field("", description="its caption")
    note: str = Field("", description="what has to be known to read it")


class FindingRecord(Record):
    """A statement that a method makes."""

    id: str = Field(description="stable within the method")
    sentence: str = Field(description="the finding as one sentence")
    claim: str = Field("", description="the claim in the field's notation, where it has that form")
    outcome: str = Field("", description="the set it speaks about")
    conditions: list[str] = Field([], description="the conditions it speaks about")
    measure: str = Field("", description="the measure that backs it")
    value: Number | None = Field(None, description="its value, in the measure's own unit")
    low: Number | None = Field(None, description="lower bound of the value")
    high: Number | None = Field(None, description="upper bound of the value")
    direction: Literal["for", "against", "none"] = Field(
        "none", description="goes with the outcome, with its absence, or with neither"
    )
    cases_for: CaseIds = Field([], description="ids of the cases that bear it out")
    cases_against: CaseIds = Field([], description="ids of the cases that contradict it")


class FigureRecord(Record):
    """A drawing."""

    name: str = Field(description="stable within the method")
    title: str = Field("", description="its caption")
    svg: str = Field(description="the drawing as SVG")
    alt: str = Field("", description="the same in words")
    table: str = Field("", description="name of the method's table with its numbers")


class DiagnosticRecord(Record):
    """A remark that a reader of the result has to know."""

    level: Level = Field(description="error, warning or note")
    code: str = Field(description="a stable word for programs")
    message: str = Field(description="what there is to know")
    advice: str = Field("", description="what to do")
    case: str = Field("", description="id of the case, where it is about one")
    field: str = Field("", description="the set or field, where it is about one")


class StatementRecord(Record):
    """What would have to come out the same in another run."""

    kind: str = Field(description="what sort of result it is")
    subject: str = Field(description="what it is about")
    value: str = Field(description="what is said of it")


class MethodRecord(Record):
    """How a method fared and what it found; the keys from scores on are there where its status is ok."""

    name: str = Field(description="what is typed after --plugin")
    title: str = Field("", description="what it is called")
    question: str = Field("", description="which question it answers")
    citation: str = Field("", description="what to cite")
    maturity: str = Field("", description="how far it can be relied on")
    maturity_evidence: list[str] = Field([], description="what backs the maturity")
    status: Literal["ok", "failed", "skipped"] = Field(description="how it fared")
    reason: str = Field("", description="why it failed or was skipped")
    chain: list[str] = Field([], description="the derived scores it was given, as SET <- method.score")
    distribution: str = Field("", description="the distribution that brings it")
    version: str = Field("", description="the distribution's version")
    options: dict[str, JsonValue] = Field({}, description="its options as used")
    seed: int = Field(0, description="the seed of its random numbers")
    diagnostics: list[DiagnosticRecord] = Field([], description="its remarks")
    scores: TableRecord | None = Field(None, description="what it derives for each case; first column: case")
    tables: list[NamedTableRecord] = Field([], description="its tables")
    figures: list[FigureRecord] = Field([], description="its figures")
    findings: list[FindingRecord] = Field([], description="its findings")
    statements: list[StatementRecord] = Field([], description="what another run is held against")
    files: list[str] = Field([], description="names of its further files in the run folder")


class EvidenceRecord(Record):
    """A piece of evidence on a hypothesis."""

    source: str = Field(description="sets, or the method that brings it")
    kind: str = Field("", description="the kind, such as set-theoretic or exact test")
    measures: dict[str, Number | None] = Field({}, description="measures by name; null where undefined")
    cases_for: CaseIds = Field([], description="ids of the cases for the claim")
    cases_against: CaseIds = Field([], description="ids of the cases against the claim")
    sentence: str = Field("", description="what it says in words")
    says: str | None = Field(None, description="what it says of the claim in a word")


class VerdictRecord(Record):
    """What became of a hypothesis."""

    hypothesis: str = Field(description="name of the hypothesis")
    claim: str = Field(description="its claim")
    word: str = Field(description="supported, mixed, against or undetermined")
    rule: str = Field("", description="the rule that the verdict goes by")
    evidence: list[EvidenceRecord] = Field([], description="the evidence; the first piece is the one judged")
    beside: list[EvidenceRecord] = Field([], description="evidence that is shown and not counted")
    cases_against: CaseIds = Field([], description="ids of the cases against the claim")


class RepeatGroupRecord(Record):
    """The repeats that change the study in one way."""

    name: str = Field(description="its name in the tables")
    title: str = Field("", description="what is done to the study")
    repeats: int = Field(description="how many repeats there are")
    counting: str = Field("each", description="each, all or draws")
    notes: list[str] = Field([], description="what has to be known to read its numbers")


class RobustnessRecord(Record):
    """What repeating the run with doubtful values changed says about its results."""

    seed: int = Field(0, description="the seed of the draws")
    notes: list[str] = Field([], description="what was not done, and why")
    groups: list[RepeatGroupRecord] = Field([], description="the ways in which the run was repeated")
    base: TableRecord = Field(description="what the unchanged study gives")
    survival: TableRecord = Field(description="how often each statement was made; share: 0 to 1")
    changes: TableRecord = Field(description="what single repeats changed")
    decisive: TableRecord = Field(description="the smallest changes of a membership that change a verdict")


class EarlierRunRecord(Record):
    """What is remembered of an earlier run of the study."""

    name: str = Field(description="the name of its run folder")
    settings: dict[str, str] = Field(
        {}, description="options, sets, methods, seed and SHA-256 of input files, by what they are about"
    )
    results: dict[str, str] = Field({}, description="verdicts and claims of methods, by what they are about")


class ProblemRecord(Record):
    """A remark on the study's files."""

    level: Level = Field(description="error, warning or note")
    message: str = Field(description="what is wrong")
    hint: str = Field("", description="the likely fix")
    file: str = Field("", description="path from the study's folder")
    line: int = Field(0, description="counted from 1; 0: the whole file")
    column: int = Field(0, description="counted from 1; 0: the whole line")
    case: str = Field("", description="id of the case")
    field: str = Field("", description="the dotted field")
    code: str = Field("", description="a stable word for programs")


class FaultRecord(Record):
    """A plugin that could not be used."""

    plugin: str = Field(description="its name")
    distribution: str = Field("", description="the distribution that brings it")
    version: str = Field("", description="the distribution's version")
    reason: str = Field("", description="why")


class ComparisonRecord(Record):
    """A comparison: a study with everything that the methods said of it."""

    # Pydantic's own models have a method of this name, hence the alias.
    schema_name: str = Field(alias="schema", description="casecompare/comparison/1")
    casecompare: str = Field("", description="the version of casecompare that wrote it")
    status: str = Field(
        "", description="words that must stand on every output, such as illustrative, constructed"
    )
    seed: int = Field(0, description="the seed of every random number")
    study: StudyRecord = Field(description="what was compared")
    memberships: dict[str, dict[str, Number | None]] = Field(
        {},
        description="case to set to membership, 0 to 1, or to the value of a set with several; null: missing",
    )
    raw: dict[str, dict[str, CellValue]] = Field(
        {}, description="the same before calibration, in the raw unit"
    )
    methods: list[MethodRecord] = Field([], description="the methods in the order in which they ran")
    verdicts: list[VerdictRecord] = Field([], description="the verdicts, in the order of the hypotheses")
    case_board: TableRecord = Field(description="what each method says of each case")
    condition_board: TableRecord = Field(description="what each method says of each condition")
    robustness: RobustnessRecord | None = Field(None, description="null where the run was not repeated")
    earlier: list[EarlierRunRecord] = Field(
        [], description="earlier runs beside this one, oldest first, as far as they were made otherwise"
    )
    problems: list[ProblemRecord] = Field([], description="remarks on the study's files")
    faults: list[FaultRecord] = Field([], description="plugins that could not be used")
