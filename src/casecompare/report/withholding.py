"""What may not leave the study: restricted evidence is taken out before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from casecompare.methods import Comparison
from casecompare.study import Case, Evidence

__all__ = ["withhold"]


def withhold(comparison: Comparison) -> Comparison:
    """Give the comparison without the passages and sources of restricted evidence.

    Of evidence with ``access: restricted`` only its id stays: quote, note, source and locator may each
    tell who spoke. Of the sections that plugins read (actors, ties, …) there remains for the same reason
    only on which evidence each row rests.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> said = Evidence(id="e1", source="interview, dean", quote="I quit", access="restricted")
    >>> study = Study(name="s", cases={"T01": Case(id="T01", evidence={"e1": said})})
    >>> withhold(Comparison(study=study)).study.cases["T01"].evidence["e1"]
    Evidence(id='e1', source='', locator='', quote='', note='', findings=(), access='restricted')
    >>> ties = [{"from": "Dr Smith", "to": "Dr Jones", "evidence": ["e1"]}]
    >>> study = Study(name="s", cases={"T01": Case(id="T01", sections={"ties": ties})})
    >>> withhold(Comparison(study=study)).study.cases["T01"].sections
    {'ties': ({'evidence': ('e1',)},)}
    """
    cases = {name: _withheld(case) for name, case in comparison.study.cases.items()}
    return replace(comparison, study=replace(comparison.study, cases=cases))


def _withheld(case: Case) -> Case:
    evidence = {
        name: piece if piece.access == "open" else Evidence(id=piece.id, access="restricted")
        for name, piece in case.evidence.items()
    }
    sections = {name: _rows(section) for name, section in case.sections.items()}
    return replace(case, evidence=evidence, sections={name: rows for name, rows in sections.items() if rows})


def _rows(section: object) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """Give for each row of a section the evidence that it names, and nothing else."""
    rows = section if isinstance(section, list | tuple) else ()
    return tuple({"evidence": _evidence_of(row)} for row in rows)


def _evidence_of(row: object) -> tuple[str, ...]:
    found = row.get("evidence") if isinstance(row, Mapping) else getattr(row, "evidence", None)
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()
