"""What a method gives back from a process of its own: written there as JSON, read here as mere data.

Only the declared parts of a result cross: a subclass of `MethodResult` comes back as a plain one. Cells of
frames keep what reports and scores make of them: numbers in full precision, text, truth values, tuples and
lists of ids; anything else becomes its text.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from casecompare.errors import CasecompareError
from casecompare.hypotheses import Evidence
from casecompare.methods.frames import FrameRecord, UnreadableFrame, frame_record, plain_cell, read_frame
from casecompare.methods.result import Column, Diagnostic, Figure, Finding, MethodResult, Statement, Table
from casecompare.methods.running import Outcome

__all__ = ["Reply", "UnreadableReply", "read_reply", "write_reply"]

_Number: TypeAlias = bool | int | float
_Plain: TypeAlias = "bool | int | float | str | list[_Plain] | dict[str, _Plain] | None"


class UnreadableReply(CasecompareError):
    """What came back is not what a method gives back; the message says where."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came of a method in its own process: the outcome, and its evidence by hypothesis."""

    outcome: Outcome
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)


def write_reply(reply: Reply) -> bytes:
    """Give a reply as JSON.

    Examples
    --------
    >>> read_reply(write_reply(Reply(outcome=Outcome(reason="no cases.")))).outcome.reason
    'no cases.'
    """
    outcome = reply.outcome
    data: _Plain = {
        "reason": outcome.reason,
        "printed": outcome.printed,
        "is_applicable": outcome.is_applicable,
        "deprecated": list(outcome.deprecated),
        "found": None if outcome.result is None else _result(outcome.result),
        "evidence": {
            name: [_parts(one, Evidence) for one in pieces] for name, pieces in reply.evidence.items()
        },
    }
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def read_reply(content: bytes) -> Reply:
    """Read a reply.

    Raises
    ------
    UnreadableReply
        if it is none.

    Examples
    --------
    >>> read_reply(b"[]")
    Traceback (most recent call last):
    casecompare.methods.exchange.UnreadableReply: Input should be an object
    """
    try:
        record = _ReplyRecord.model_validate_json(content)
        result = None if record.found is None else _read_result(record.found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableReply(": ".join(filter(None, [place, first["msg"]]))[:300]) from None
    except (UnreadableFrame, binascii.Error) as error:
        raise UnreadableReply(str(error)[:300]) from None
    outcome = Outcome(
        result=result,
        reason=record.reason,
        printed=record.printed,
        is_applicable=record.is_applicable,
        deprecated=tuple(record.deprecated),
    )
    evidence = {
        name: tuple(Evidence(**dict(one)) for one in pieces) for name, pieces in record.evidence.items()
    }
    return Reply(outcome=outcome, evidence=evidence)


class _Record(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


class _TableRecord(_Record):
    name: str
    title: str
    frame: FrameRecord
    columns: dict[str, Column]
    note: str
    main: bool


class _FindingRecord(_Record):
    # A finding as it is, but for whole numbers, which stay whole.
    id: str
    sentence: str
    claim: str
    outcome: str
    conditions: tuple[str, ...]
    measure: str
    value: _Number | None
    low: _Number | None
    high: _Number | None
    direction: Literal["for", "against", "none"]
    cases_for: tuple[str, ...]
    cases_against: tuple[str, ...]


class _EvidenceRecord(_Record):
    source: str
    kind: str
    measures: dict[str, _Number | None]
    cases_for: tuple[str, ...]
    cases_against: tuple[str, ...]
    sentence: str
    says: Literal["supported", "mixed", "against", "undetermined"] | None


class _FileRecord(_Record):
    text: str | None = None
    base64: str | None = None


class _ResultRecord(_Record):
    scores: FrameRecord
    tables: list[_TableRecord]
    figures: list[Figure]
    findings: list[_FindingRecord]
    diagnostics: list[Diagnostic]
    files: dict[str, _FileRecord]
    statements: list[Statement]


class _ReplyRecord(_Record):
    reason: str
    printed: str
    is_applicable: bool
    deprecated: list[str]
    found: _ResultRecord | None
    evidence: dict[str, list[_EvidenceRecord]]


def _result(result: MethodResult) -> _Plain:
    return {
        "scores": frame_record(result.scores),
        "tables": [_table(one) for one in result.tables],
        "figures": [_parts(one, Figure) for one in result.figures],
        "findings": [_parts(one, Finding) for one in result.findings],
        "diagnostics": [_parts(one, Diagnostic) for one in result.diagnostics],
        "files": {name: _file(content) for name, content in result.files.items()},
        "statements": [_parts(one, Statement) for one in result.statements],
    }


def _table(table: Table) -> _Plain:
    return {
        "name": table.name,
        "title": table.title,
        "frame": frame_record(table.frame),
        "columns": {str(name): _parts(one, Column) for name, one in table.columns.items()},
        "note": table.note,
        "main": bool(table.main),
    }


def _file(content: str | bytes) -> _Plain:
    if isinstance(content, str):
        return {"text": content}
    return {"base64": base64.b64encode(content).decode("ascii")}


def _parts(value: object, kind: type) -> dict[str, _Plain]:
    """Give the fields that a kind of element declares; those of a subclass are its own affair."""
    return {one.name: _plain(getattr(value, one.name)) for one in fields(kind)}


def _plain(value: object) -> _Plain:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return [_plain(inner) for inner in sorted(value, key=str)]
    return plain_cell(value)


def _read_result(record: _ResultRecord) -> MethodResult:
    return MethodResult(
        scores=read_frame(record.scores),
        tables=tuple(
            Table(
                name=one.name,
                title=one.title,
                frame=read_frame(one.frame),
                columns=one.columns,
                note=one.note,
                main=one.main,
            )
            for one in record.tables
        ),
        figures=tuple(record.figures),
        findings=tuple(Finding(**dict(one)) for one in record.findings),
        diagnostics=tuple(record.diagnostics),
        files={name: _content(one) for name, one in record.files.items()},
        statements=tuple(record.statements),
    )


def _content(record: _FileRecord) -> str | bytes:
    if record.base64 is None:
        return record.text or ""
    return base64.b64decode(record.base64, validate=True)
