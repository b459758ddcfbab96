"""A study without one of its cases, or without one piece of its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casecompare.robustness.recoding import Recoding, keep_rows, recode, section_rows, without_case
from casecompare.robustness.variants import Edit, Variant, show_code
from casecompare.study import Case, Study
from casecompare.study.coders import Settled

__all__ = ["without_each_case", "without_each_evidence"]

_NOT_CODED = Settled(None, "not coded")
_LISTED = 5


def without_each_case(study: Study) -> Iterator[Variant]:
    """Give the study without each of its cases in turn.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0], "Y": [0.9, 0.2]}, index=["k", "l"]))
    >>> [(one.label, one.study.case_ids) for one in without_each_case(study)]
    [('without k', ('l',)), ('without l', ('k',))]
    """
    for case in study.case_ids:
        yield Variant(
            group="without a case", label=f"without {case}", study=without_case(study, case), left_out=case
        )


def without_each_evidence(study: Study) -> Iterator[Variant]:
    """Give the study without each piece of evidence that something rests on alone.

    Coded values with no other evidence become *not coded*, rows of sections with no other evidence go; what
    rests on further evidence as well stays, and the note lists it.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.study import CodedValue, Evidence
    >>> pieces = {"e1": Evidence(id="e1"), "e2": Evidence(id="e2")}
    >>> values = {"A": CodedValue(value=1.0, evidence=("e1",)),
    ...           "B": CodedValue(value=1.0, evidence=("e1", "e2"))}
    >>> table = pd.DataFrame({"A": [1.0], "B": [1.0]}, index=["k"])
    >>> study = Study(name="s", cases={"k": Case(id="k", values=values, evidence=pieces)}, table=table)
    >>> for one in without_each_evidence(study):
    ...     print(one.label, one.study.cases["k"].values["A"].missing, one.note)
    without e1 of k not coded B rests on further evidence and stays.
    """
    for case in study.cases.values():
        for evidence in case.evidence:
            if (variant := _without(study, case, evidence)) is not None:
                yield variant


def _without(study: Study, case: Case, evidence: str) -> Variant | None:
    """Give the study without a piece of evidence, or None where nothing rests on it alone."""
    resting = {name: coded for name, coded in case.values.items() if evidence in coded.evidence}
    alone = {name: coded for name, coded in resting.items() if set(coded.evidence) == {evidence}}
    rows = sum(_evidence_of(row) == {evidence} for _, row in section_rows(case))
    if not alone and not rows:
        return None
    kept = keep_rows(case, lambda row: _evidence_of(row) != {evidence}) if rows else case
    values = {(case.id, name): _NOT_CODED for name in alone}
    edits = [
        Edit(
            case=case.id, name=name, before=show_code(Settled(coded.value, coded.missing)), after="not coded"
        )
        for name, coded in alone.items()
    ]
    notes = []
    if rows:
        notes.append(f"{rows} {'row' if rows == 1 else 'rows'} of sections {'goes' if rows == 1 else 'go'}")
    if staying := [name for name in resting if name not in alone]:
        listed = ", ".join(staying[:_LISTED]) + (", …" if len(staying) > _LISTED else "")
        is_one = len(staying) == 1
        notes.append(f"{listed} {'rests' if is_one else 'rest'} on further evidence and "
                     f"{'stays' if is_one else 'stay'}")  # fmt: skip
    return Variant(
        group="without evidence",
        label=f"without {evidence} of {case.id}",
        case=case.id,
        evidence=evidence,
        study=recode(study, Recoding(values=values, cases={case.id: kept})),
        edits=tuple(edits),
        note="; ".join(notes) + "." if notes else "",
    )


def _evidence_of(row: object) -> set[str]:
    found = row.get("evidence") if isinstance(row, Mapping) else getattr(row, "evidence", None)
    return set(map(str, found)) if isinstance(found, list | tuple) else set()
