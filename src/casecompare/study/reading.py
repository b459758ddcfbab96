"""Reads a study: every file of it, every problem in one go, and a `Study` of whatever could be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from casecompare.errors import Problem, did_you_mean
from casecompare.study.cases import Draft, read_record, record_cases
from casecompare.study.codebook import Codebook, read_codebook
from casecompare.study.coders import Codes, merge_codes, sheet_codes
from casecompare.study.files import InputFile, decode, open_input
from casecompare.study.inputs import Inputs, find_inputs, locate
from casecompare.study.limits import Limits
from casecompare.study.model import ClueCount, Decision, FieldPath, Hypothesis, Places, ProcessTest, Study
from casecompare.study.named_tables import named_files
from casecompare.study.names import NamedValues, check_names
from casecompare.study.plugin_records import policy_of
from casecompare.study.records import HypothesisRecord, StudyRecord
from casecompare.study.reporting_items import REPORTING_ITEMS
from casecompare.study.sections import section_adapters, unread_sections
from casecompare.study.sheet_formats import TableReader
from casecompare.study.sheets import Sheet, read_sheet
from casecompare.study.tables import CaseData, table_cases
from casecompare.study.validation import Validated, validate
from casecompare.study.values import Expectation, expectations
from casecompare.study.yaml_files import YamlDocument, read_yaml

__all__ = ["read_study"]

_STUDY = TypeAdapter(StudyRecord)


def read_study(
    path: str | Path,
    *,
    sections: Mapping[str, object] | None = None,
    readers: Mapping[str, TableReader] | None = None,
    limits: Limits | None = None,
) -> tuple[Study | None, list[Problem]]:
    """Read a study as far as it can be read, and everything that is wrong with it.

    Nothing in a file makes this raise.

    Parameters
    ----------
    path
        The study's folder, or its ``study.yaml``.
    sections
        The record sections that plugins declare: a pydantic model, or any type that pydantic can check.
    readers
        The table formats of plugins.
    limits
        How much a study may hold.

    Returns
    -------
    tuple
        The study, or None if its ``study.yaml`` cannot be read; and the problems, those of ``study.yaml``
        first, then by the names of the files, then by lines. A study with a problem of level ``error``
        is not to be compared.

    Examples
    --------
    >>> study, problems = read_study("cases/cragun_2014")
    >>> study.outcome, len(study.cases), problems
    ('HPF', 15, [])
    """
    reader = _Reader(sections or {}, readers or {}, limits or Limits())
    try:
        study = reader.study(Path(path))
    except OSError as error:
        study = None
        message = f"{error.filename or path} cannot be read: {error.strerror}."
        reader.problems.append(Problem(message=message, code="unreadable-file"))
    return study, _in_order(reader.problems, reader.main_file)


def _in_order(problems: Sequence[Problem], main_file: str) -> list[Problem]:
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda one: (one.file not in ("", main_file), one.file, one.line, one.column))


@dataclass
class _Reader:
    """Reads one study and notes what is wrong and which files were read."""

    sections: Mapping[str, object]
    readers: Mapping[str, TableReader]
    limits: Limits
    folder: Path = Path()
    main_file: str = "study.yaml"
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def study(self, path: Path) -> Study | None:
        location, found = locate(path)
        self.problems += found
        if location is None:
            return None
        self.folder, self.main_file = location
        document = self.document()
        if document is None:
            return None
        read = self.validated(document)
        if read.record is None:
            # It lacks its name, the one field that must be there; the rest is worth reading all the same.
            document.data["study"] = self.folder.resolve().name or "study"
            read = self.validated(document)
        return None if read.record is None else self.whole(read.record, read.broken, document)

    def validated(self, document: YamlDocument) -> Validated[StudyRecord]:
        read = validate(_STUDY, document.data, places=document.places, written=document.written)
        self.problems += read.problems
        return read

    def document(self) -> YamlDocument | None:
        source = self.open(self.main_file)
        if source is None:
            return None
        text, found = decode(source)
        self.problems += found
        if text is None:
            return None
        document, found = read_yaml(text, source.file, self.limits)
        self.problems += found
        return document

    def open(self, file: str) -> InputFile | None:
        source, found = open_input(self.folder, file, self.limits)
        self.problems += found
        if source is not None:
            self.files[file] = source.sha256
        return source

    def whole(self, record: StudyRecord, cut_out: frozenset[FieldPath], document: YamlDocument) -> Study:
        codebook, found = read_codebook(record, document.places, cut_out=cut_out)
        self.problems += found
        inputs, found = find_inputs(self.folder, record.cases, self.readers, self.limits, document.places)
        self.problems += found
        self.problems += _unknown_items(record, document.places)
        data = self.cases(inputs, codebook, document, has_codebook=("codebook",) not in cut_out)
        for file in named_files(self.folder, list(record.methods.values())):
            source, _ = open_input(self.folder, file, self.limits)  # what is wrong with it, its method says
            self.files |= {} if source is None else {file: source.sha256}
        return Study(
            name=record.study,
            title=record.title,
            citation=record.citation,
            status=record.status,
            description=record.description,
            licence=record.licence,
            language=record.language,
            folder=self.folder,
            outcome=record.outcome,
            codebook=codebook.entries,
            cases=data.cases,
            table=data.table,
            missing=data.missing,
            methods={name: options or {} for name, options in record.methods.items()},
            plugins=policy_of(record.plugins),
            hypotheses={name: _hypothesis(name, written) for name, written in record.hypotheses.items()},
            decisions=tuple(Decision(tried=one.tried, because=one.because) for one in record.decisions),
            reporting=record.reporting,
            files=self.files,
            problems=tuple(one for one in _in_order(self.problems, self.main_file) if one.level != "error"),
            places=document.places,
        )

    def cases(
        self, inputs: Inputs, codebook: Codebook, document: YamlDocument, *, has_codebook: bool
    ) -> CaseData:
        asked = expectations(codebook.entries, leave_out=codebook.broken)
        drafts = self.drafts(inputs.records)
        sheet = self.sheet(inputs.table) if inputs.table else None
        if sheet is not None and sheet.identifier in asked and sheet.identifier not in sheet.columns:
            self.problems.append(_no_ids(sheet))
        coding = [one for one in map(self.sheet, inputs.coding) if one is not None]
        ids = sheet.ids if sheet else [draft.id for draft in drafts]
        is_complete = bool(ids) and len(drafts) == len(inputs.records)
        codes = self.codes(coding, asked, ids if is_complete else None)
        if has_codebook:
            named = [draft.named for draft in drafts]
            named += [_named(one, asked) for one in [*([sheet] if sheet else []), *coding]]
            self.problems += check_names(
                named, codebook.entries, asked, leave_out=codebook.broken, places=document.places
            )
        if sheet is not None:
            data, found = table_cases(sheet, asked, codes, self.limits)
        else:
            data, found = record_cases(drafts, asked, codes)
        self.problems += found
        return data

    def drafts(self, files: Sequence[str]) -> list[Draft]:
        adapters, found = section_adapters(self.sections)
        self.problems += found
        drafts: dict[str, Draft] = {}
        for file in files:
            source = self.open(file)
            if source is None:
                continue
            draft, found = read_record(source, adapters, self.limits)
            self.problems += found
            if draft is not None and draft.id in drafts:
                self.problems.append(_same_id(draft, drafts[draft.id]))
            elif draft is not None:
                drafts[draft.id] = draft
        self.problems += unread_sections(draft.sections for draft in drafts.values())
        return list(drafts.values())

    def sheet(self, file: str) -> Sheet | None:
        source = self.open(file)
        if source is None:
            return None
        sheet, found = read_sheet(source, self.folder / file, self.readers, self.limits)
        self.problems += found
        return sheet

    def codes(
        self,
        coding: Sequence[Sheet],
        asked: Mapping[str, tuple[Expectation, ...]],
        ids: Sequence[str] | None,
    ) -> Codes:
        known = None if ids is None else dict.fromkeys(ids)
        every: list[Codes] = []
        for sheet in coding:
            codes, found = sheet_codes(sheet, asked, known, self.limits)
            self.problems += found
            every.append(codes)
        return merge_codes(every)


def _hypothesis(name: str, written: HypothesisRecord | str) -> Hypothesis:
    if isinstance(written, str):
        return Hypothesis(name=name, claim=written)
    counts = written.clues or []
    return Hypothesis(
        name=name,
        claim=written.claim or "",
        title=written.title,
        finding=written.finding,
        note=written.note,
        template=written.template or "",
        sets=written.sets,
        rivals=_words(written.rival),
        scope=written.scope,
        refuter=written.refuter,
        prior=written.prior,
        tests=tuple(
            ProcessTest(**{**test.model_dump(), "evidence": _words(test.evidence)}) for test in written.tests
        ),
        clues=tuple(
            ClueCount(case=one.case, clues_for=one.clues_for, clues=one.clues)
            for one in (counts if isinstance(counts, list) else [counts])
        ),
        benchmark=written.benchmark,
    )


def _unknown_items(record: StudyRecord, places: Places) -> list[Problem]:
    """Find answers to items that no reporting standard asks for: most likely slips of the pen."""
    found = []
    for name in record.reporting:
        if name not in REPORTING_ITEMS:
            file, line, column = places.find(("reporting", name))
            hint = did_you_mean(name, REPORTING_ITEMS) or f"There are: {', '.join(REPORTING_ITEMS)}."
            message = f"'{name}' is no item of the reporting standards."
            found.append(
                Problem(
                    message=message, hint=hint, code="unknown-reporting-item",
                    field=f"reporting.{name}", file=file, line=line, column=column,
                )
            )  # fmt: skip
    return found


def _words(written: str | list[str] | None) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written or ())


def _named(sheet: Sheet, asked: Collection[str]) -> NamedValues:
    line = sheet.header_line
    names = {name: (line, column) for name, column in sheet.positions.items() if name != "title"}
    if sheet.identifier in asked:  # is told elsewhere, and must not be told to be absent
        names.setdefault(sheet.identifier, (line, 1))
    return NamedValues(sheet.file, names, len(sheet.ids))


def _no_ids(sheet: Sheet) -> Problem:
    message = f"the first column must hold the case ids, but '{sheet.identifier}' is a coded value."
    return Problem(message=message, hint="Put a column of case ids first.", code="no-ids", file=sheet.file,
                   line=sheet.header_line, column=1)  # fmt: skip


def _same_id(draft: Draft, first: Draft) -> Problem:
    file, line, column = draft.document.places.find(("id",))
    message = f"the case id '{draft.id}' is used twice, first in {first.document.places.file}."
    return Problem(message=message, hint="Give each case an id of its own.", code="duplicate-id", file=file,
                   line=line, column=column, case=draft.id, field="id")  # fmt: skip
