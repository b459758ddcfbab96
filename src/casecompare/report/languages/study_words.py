"""What the study itself says: its names, titles, definitions, quotes and values, which nobody translates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from casecompare.methods import Comparison, MethodRun
from casecompare.study import Case, CodebookEntry, Hypothesis, Study

__all__ = ["StudyWords", "study_words"]


@dataclass(frozen=True)
class StudyWords:
    """The texts of a study that stay as they are where they stand alone.

    `own` come before any message: a condition that is called *cases* is not translated. `recorded` stand
    in the records that plugins read; a message comes before them, since a plugin's own words are among
    them, such as the names of arenas. `ids` are those of findings, which stay as they are in links.
    """

    own: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


def study_words(comparison: Comparison) -> StudyWords:
    """Give the words of a comparison's study, and what is only named: citations, ids, options.

    The words of a template that ships with casecompare are not the study's own.

    Examples
    --------
    >>> sorted(study_words(Comparison(study=Study(name="reform", outcome="SUCCESS"))).own)
    ['SUCCESS', 'reform']
    >>> study = Study(name="s", cases={"T01": Case(id="T01", sections={"actors": [{"name": "board"}]})})
    >>> sorted(study_words(Comparison(study=study)).recorded)
    ['actors', 'board', 'name']
    """
    study = comparison.study
    found = [*_of_study(study), *(text for run in comparison.runs.values() for text in _of_run(run))]
    recorded = [text for case in study.cases.values() for text in _of_records(case)]
    recorded += [text for run in comparison.runs.values() for text in run.method.maturity_evidence]
    recorded += [text for options in study.methods.values() for text in _texts(options)]
    ids = (
        finding.id
        for run in comparison.runs.values()
        for finding in (run.result.findings if run.result is not None else ())
    )
    return StudyWords(_on_one_line(found), _on_one_line(recorded), _on_one_line(ids))


def _of_study(study: Study) -> Iterator[str]:
    yield from (study.name, study.title, study.citation, study.status, study.description, study.licence)
    yield from (text for one in study.decisions for text in (one.tried, one.because))
    yield from _texts(study.reporting)
    yield from (study.outcome, *map(str, study.case_ids), *map(str, study.table.columns), *study.files)
    yield from (text for column in study.table for text in study.table[column] if isinstance(text, str))
    yield from (text for entry in study.codebook.values() for text in _of_entry(entry))
    yield from (text for case in study.cases.values() for text in _of_case(case))
    yield from (text for one in study.hypotheses.values() for text in _of_hypothesis(one))


def _of_run(run: MethodRun) -> Iterator[str]:
    yield from (run.method.citation, *run.chain)


def _on_one_line(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(text.split()) for text in texts if text)


def _of_entry(entry: CodebookEntry) -> Iterator[str]:
    yield from (entry.name, entry.definition, entry.unit, entry.coding, *entry.levels, *entry.source)
    yield from (decision.because for decision in entry.half)
    if entry.calibration is not None:
        yield entry.calibration.because
        yield from _texts(entry.calibration.parameters)


def _of_case(case: Case) -> Iterator[str]:
    yield from (case.id, case.title, case.note, *case.values, *case.evidence)
    for coded in case.values.values():
        yield from (coded.note, *coded.coders)
        yield from (text for text in (coded.value, *coded.coders.values()) if isinstance(text, str))


def _of_records(case: Case) -> Iterator[str]:
    yield from _texts(case.sections)
    for piece in case.evidence.values():
        yield from (piece.source, piece.locator, piece.quote, piece.note, *piece.findings)


def _of_hypothesis(hypothesis: Hypothesis) -> Iterator[str]:
    yield from (hypothesis.name, hypothesis.claim, hypothesis.finding)
    if not hypothesis.template:
        yield from (hypothesis.title, hypothesis.note, hypothesis.scope, hypothesis.refuter)
    yield from (test.name for test in hypothesis.tests)


def _texts(held: object) -> Iterator[str]:
    """Give every text in plain data and pydantic models, keys of mappings among them."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, BaseModel):
        for name, field in type(held).model_fields.items():
            # What a field lets one choose among is the plugin's vocabulary, not the study's.
            if not _is_choice(field.annotation):
                yield from _texts(getattr(held, name))
    elif isinstance(held, Mapping):
        for key, value in held.items():
            yield from _texts(str(key))
            yield from _texts(value)
    elif isinstance(held, list | tuple | set | frozenset):
        for one in held:
            yield from _texts(one)


def _is_choice(annotation: object) -> bool:
    """Say whether a field holds one of some words, several of them, or nothing."""
    if get_origin(annotation) is Literal:
        return True
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return bool(inner) and all(map(_is_choice, inner))
