"""What may not leave the study: restricted evidence is taken out before anything is rendered."""

from __future__ import annotations

from dataclasses import replace

from casecompare.methods import Comparison
from casecompare.study import Case, Evidence

__all__ = ["withhold"]


def withhold(comparison: Comparison) -> Comparison:
    """Give the comparison without the passages and sources of restricted evidence.

    Of evidence with ``access: restricted`` only its id stays: quote, note, source and locator may each
    tell who spoke. The sections that plugins read (actors, ties, …) are left out for the same reason.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> said = Evidence(id="e1", source="interview, dean", quote="I quit", access="restricted")
    >>> study = Study(name="s", cases={"T01": Case(id="T01", evidence={"e1": said})})
    >>> withhold(Comparison(study=study)).study.cases["T01"].evidence["e1"]
    Evidence(id='e1', source='', locator='', quote='', note='', findings=(), access='restricted')
    """
    cases = {name: _withheld(case) for name, case in comparison.study.cases.items()}
    return replace(comparison, study=replace(comparison.study, cases=cases))


def _withheld(case: Case) -> Case:
    evidence = {
        name: piece if piece.access == "open" else Evidence(id=piece.id, access="restricted")
        for name, piece in case.evidence.items()
    }
    return replace(case, evidence=evidence, sections={})
