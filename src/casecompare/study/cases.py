"""A study with one record per case: from the YAML of a record to a `Case`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import TypeAdapter

from casecompare.errors import Problem, did_you_mean
from casecompare.study.coders import Codes, settle
from casecompare.study.columns import value_array
from casecompare.study.files import InputFile, decode
from casecompare.study.limits import Limits
from casecompare.study.model import Case, CodedValue, Evidence, FieldPath, Missing
from casecompare.study.names import NamedValues
from casecompare.study.records import CaseRecord, EvidenceRecord, ValueRecord, missing_kind
from casecompare.study.sections import CORE_FIELDS, Sections, read_sections
from casecompare.study.tables import CaseData, values_table
from casecompare.study.validation import validate
from casecompare.study.values import Expectation, check_value
from casecompare.study.wording import number_text
from casecompare.study.yaml_files import YamlDocument, read_yaml

__all__ = ["Draft", "read_record", "record_cases"]

_CASE = TypeAdapter(CaseRecord)


@dataclass(frozen=True)
class Draft:
    """A record that has been read, but not yet been compared with the codebook."""

    id: str
    record: CaseRecord
    document: YamlDocument
    sections: Sections
    broken: frozenset[FieldPath]
    named: NamedValues


def read_record(
    source: InputFile, adapters: Mapping[str, TypeAdapter[object]], limits: Limits
) -> tuple[Draft | None, list[Problem]]:
    """Read the record of one case.

    Parameters
    ----------
    source
        The file.
    adapters
        The sections that plugins declare.
    limits
        Its `depth` and `nodes` bound what is read.
    """
    text, problems = decode(source)
    document = None
    if text is not None:
        document, found = read_yaml(text, source.file, limits)
        problems += found
    if document is None:
        return None, problems
    case = _case_id(document, source.file)
    named = _named_values(document, case)
    sections, found = read_sections(document, adapters, case)
    problems += found
    core: object = {name: value for name, value in document.data.items() if name in CORE_FIELDS}
    read = validate(_CASE, core, places=document.places, written=document.written, case=case)
    problems += read.problems
    if read.record is None:
        return None, problems
    return Draft(case, read.record, document, sections, read.broken, named), problems


def record_cases(
    drafts: Sequence[Draft], asked: Mapping[str, tuple[Expectation, ...]], codes: Codes
) -> tuple[CaseData, list[Problem]]:
    """Make the cases of a study from its records.

    Parameters
    ----------
    drafts
        The records, each id once.
    asked
        What the codebook asks of each coded value.
    codes
        What the coders coded in sheets of their own, case by case.
    """
    problems: list[Problem] = []
    cases: dict[str, Case] = {}
    for draft in drafts:
        maker = _Maker(draft, asked, codes.get(draft.id, {}))
        cases[draft.id] = maker.case()
        problems += maker.problems
    by_case = [case.values for case in cases.values()]
    columns = {
        name: value_array([values[name].value if name in values else None for values in by_case])
        for name in dict.fromkeys(name for values in by_case for name in values)
    }
    missing = {
        (case.id, name): coded.missing
        for case in cases.values()
        for name, coded in case.values.items()
        if coded.missing is not None
    }
    return CaseData(cases, values_table(list(cases), columns), missing), problems


def _case_id(document: YamlDocument, file: str) -> str:
    given = document.written.get(("id",)) or document.data.get("id")
    return given if isinstance(given, str) and given else PurePosixPath(file).stem


def _named_values(document: YamlDocument, case: str) -> NamedValues:
    values = document.data.get("values")
    names = values if isinstance(values, dict) else {}
    marks = document.places.marks
    return NamedValues(document.places.file, {name: marks[("values", name)] for name in names}, 1, case)


class _Maker:
    """Makes one case and notes what is wrong with its values."""

    def __init__(
        self,
        draft: Draft,
        asked: Mapping[str, tuple[Expectation, ...]],
        codes: Mapping[str, Mapping[str, float | str]],
    ) -> None:
        self.draft, self.asked, self.codes = draft, asked, codes
        self.problems: list[Problem] = []

    def case(self) -> Case:
        record = self.draft.record
        values = {name: self.coded_value(name, written) for name, written in record.values.items()}
        for name in self.codes:
            if name not in values and ("values", name) not in self.draft.broken:
                values[name] = self.coded_value(name, ValueRecord())
        return Case(
            id=self.draft.id,
            title=record.title,
            note=record.note,
            values=values,
            evidence={name: _evidence(name, written) for name, written in record.evidence.items()},
            sections=self.draft.sections.read,
            places=self.draft.document.places,
        )

    def report(self, path: FieldPath, message: str, hint: str, code: str) -> None:
        file, line, column = self.draft.document.places.find(path)
        self.problems.append(
            Problem(message=message, hint=hint, code=code, file=file, line=line, column=column,
                    case=self.draft.id, field=".".join(map(str, path)))
        )  # fmt: skip

    def coded_value(self, name: str, written: ValueRecord | float | str | None) -> CodedValue:
        path: FieldPath = ("values", name)
        if not isinstance(written, ValueRecord):
            written, value_path = ValueRecord(value=written), path
        else:
            value_path = (*path, "value")
        errors = len(self.problems)
        value, missing = self.value(value_path, name, written)
        coders = {
            coder: self.code((*path, "coders", coder), name, code) for coder, code in written.coders.items()
        }
        coded = self.merged({coder: code for coder, code in coders.items() if code is not None}, name)
        settled = settle(value, missing, coded)
        is_clean = len(self.problems) == errors and not self.is_cut(path)
        if settled.disagreement and is_clean:
            self.report(path, settled.disagreement, "Write the value agreed on: value: ….", "coders-disagree")
        return CodedValue(
            value=settled.value if is_clean else value,
            missing=settled.missing if is_clean or value is not None else "not coded",
            coders=coded,
            evidence=self.evidence_ids(path, written),
            confidence=written.confidence,
            note=written.note,
        )

    def is_cut(self, path: FieldPath) -> bool:
        return any(cut[: len(path)] == path for cut in self.draft.broken)

    def value(
        self, path: FieldPath, name: str, written: ValueRecord
    ) -> tuple[float | str | None, Missing | None]:
        value = self.code(path, name, written.value)
        if kind := missing_kind(value):
            return None, kind
        if value is not None and written.missing is not None:
            message = f"a value is given, and that it is missing ({written.missing})."
            self.report(path, message, "Keep one of the two.", "value-and-missing")
            return value, None
        return value, written.missing

    def code(self, path: FieldPath, name: str, given: float | str | None) -> float | str | None:
        """Check one coded value, and give it as it is kept; None if there is none or it is wrong."""
        if given is None or missing_kind(given):
            return missing_kind(given)
        typed = self.draft.document.written.get(path, "")
        kept, wrong = check_value(given, self.asked.get(name, ()), written=typed)
        if wrong is not None:
            self.report(path, wrong.message, wrong.hint, wrong.code)
            return None
        return kept

    def merged(self, coders: dict[str, float | str], name: str) -> dict[str, float | str]:
        """Add the codes of the coders' own sheets to those in the record."""
        for coder, code in self.codes.get(name, {}).items():
            if coders.setdefault(coder, code) != code:
                message = (
                    f"coder {coder} has {_shown(coders[coder])} here, but {_shown(code)} in the coding sheet."
                )
                path = ("values", name, "coders", coder)
                self.report(path, message, "Keep one of the two.", "two-codes")
        return coders

    def evidence_ids(self, path: FieldPath, written: ValueRecord) -> tuple[str, ...]:
        given = written.evidence
        ids = () if given is None else (given,) if isinstance(given, str) else tuple(given)
        known = self.draft.record.evidence
        for number, one in enumerate(ids):
            if (
                one not in known
                and not self.is_cut(("evidence", one))
                and ("evidence",) not in self.draft.broken
            ):
                place = (*path, "evidence") if isinstance(given, str) else (*path, "evidence", number)
                hint = did_you_mean(one, known) or f"Describe it under evidence: {one}: {{source: …}}."
                self.report(place, f"there is no evidence '{one}' in this record.", hint, "unknown-evidence")
        return ids

    def cut_evidence(self) -> list[str]:
        """Give the ids of evidence that is there, but wrong."""
        return [str(path[1]) for path in self.draft.broken if path[0] == "evidence" and len(path) > 1]


def _evidence(name: str, written: EvidenceRecord) -> Evidence:
    findings = written.findings
    return Evidence(
        id=name,
        source=written.source,
        locator=written.locator,
        quote=written.quote,
        note=written.note,
        findings=() if findings is None else (findings,) if isinstance(findings, str) else tuple(findings),
        access=written.access,
    )


def _shown(code: float | str) -> str:
    return code if isinstance(code, str) else number_text(code)
