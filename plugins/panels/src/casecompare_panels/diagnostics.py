"""What a reader of the panels has to know: who was not asked, who could not tell, what hangs on little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casecompare import Diagnostic, Study
from casecompare_panels.judged_findings import JudgedFinding
from casecompare_panels.judgements import Judgement, folded, grouped
from casecompare_panels.places import CasePlace, SystemCases
from casecompare_panels.transfers import Transfer
from casecompare_panels.wording import counted, listed

__all__ = ["case_diagnostics", "panel_diagnostics"]


def panel_diagnostics(
    judgements: Sequence[Judgement],
    transfers: Sequence[Transfer],
    findings: Mapping[str, JudgedFinding],
    study: Study,
) -> Iterator[Diagnostic]:
    """Give remarks on the panels and their judgements.

    Parameters
    ----------
    judgements
        All of them.
    transfers
        From `find_transfers`.
    findings
        Those that could have been judged, by folded name.
    study
        For its hypotheses.
    """
    yield from _small_panels(judgements)
    yield from _conditions(judgements)
    yield from _withheld(judgements)
    yield from _gaps(transfers, findings, study)
    hinging = [
        f"{one.finding.name} in {system}"
        for one in transfers
        for system, verdict in one.systems.items()
        if verdict.hinges
    ]
    if hinging:
        yield Diagnostic(
            level="note",
            code="panels.hinges",
            message="without some single expert the shares of votes would give another verdict on "
            f"{listed(hinging)}.",
            advice="Report the votes with these verdicts, or ask more experts.",
        )


def case_diagnostics(
    places: Mapping[str, CasePlace], compared: Sequence[SystemCases], judgements: Sequence[Judgement]
) -> Iterator[Diagnostic]:
    """Give remarks on how cases and panels meet.

    Parameters
    ----------
    places, compared
        From `case_places` and `compare_systems`.
    judgements
        All of them, for countries whose panels speak for several systems.
    """
    if not places:
        yield Diagnostic(
            level="note",
            code="panels.no-places",
            message="nobody says in which country or system the cases lie, so that panels and cases are not "
            "held against each other.",
            advice="Name the coded value that holds it: country: COUNTRY, or system: SYSTEM.",
        )
        return
    if missing := [case for case, place in places.items() if not place.system]:
        yield Diagnostic(
            level="warning",
            code="panels.place-missing",
            message=f"country or system of these cases is not known: {listed(missing)}.",
            advice="Code it; the cases are left out of the comparison of systems.",
        )
    several = [
        country
        for country, own in grouped(judgements, lambda one: one.country).items()
        if len({one.system for one in own}) > 1
    ]
    undecided = {place.country for place in places.values() if place.system == place.country}
    if unclear := [country for country in several if country in undecided]:
        yield Diagnostic(
            level="warning",
            code="panels.which-system",
            message=f"panels speak for several systems of {listed(unclear)}, and nobody says in which "
            "of them its cases lie. They stand under their country.",
            advice="Code the system of each case, and name it: system: SYSTEM.",
        )
    if unheard := [one.system for one in compared if one.cases and not one.panels]:
        yield Diagnostic(
            level="warning",
            code="panels.no-panel",
            message=f"systems that have cases but no panel: {listed(unheard)}.",
            advice="Ask a panel there, or say that nobody from there judged the findings.",
        )
    if elsewhere := [one.system for one in compared if not one.cases]:
        yield Diagnostic(
            level="note",
            code="panels.no-case",
            message=f"systems that panels speak for and that have no case: {listed(elsewhere)}. What their "
            "experts say is judgement; the study has no data from there.",
        )
    if single := [one.system for one in compared if len(one.cases) == 1]:
        yield Diagnostic(
            level="warning",
            code="panels.one-case",
            message=f"systems with one case only: {listed(single)}. What differs there may be the case or "
            "the system, and nobody can tell which.",
            advice="Do not read its outcome as that of the system.",
        )


def _small_panels(judgements: Sequence[Judgement]) -> Iterator[Diagnostic]:
    panels = grouped(judgements, lambda one: one.panel)
    if alone := [panel for panel, own in panels.items() if len({one.expert for one in own}) == 1]:
        yield Diagnostic(
            level="warning",
            code="panels.one-expert",
            message=f"panels of one expert: {listed(alone)}. Agreement within them is undefined.",
            advice="Ask a second expert, or report it as one opinion.",
        )
    if len(panels) == 1:
        yield Diagnostic(
            level="note",
            code="panels.one-panel",
            message="there is one panel, so that nothing can be said about agreement between panels.",
        )


def _conditions(judgements: Sequence[Judgement]) -> Iterator[Diagnostic]:
    without = [
        _place(one)
        for one in judgements
        if one.word == "holds with condition" and not one.condition and not one.is_restricted
    ]
    if without:
        yield Diagnostic(
            level="warning",
            code="panels.condition-missing",
            message=f"it holds with a condition, but nobody says which: {listed(without)}.",
            advice="Fill in the column condition.",
        )
    beside = [_place(one) for one in judgements if one.word in ("holds", "does not hold") and one.condition]
    if beside:
        yield Diagnostic(
            level="note",
            code="panels.condition-unused",
            message=f"a condition is given, but the judgement is another one: {listed(beside)}.",
            advice="If the finding holds only then, write 'holds with condition'.",
        )


def _withheld(judgements: Sequence[Judgement]) -> Iterator[Diagnostic]:
    if number := sum(one.is_restricted for one in judgements):
        yield Diagnostic(
            level="note",
            code="panels.restricted",
            message=f"condition, reason and evidence of {counted(number, 'judgement')} are restricted and "
            "not shown. The votes count.",
        )


def _gaps(
    transfers: Sequence[Transfer], findings: Mapping[str, JudgedFinding], study: Study
) -> Iterator[Diagnostic]:
    if unknown := [one.finding.name for one in transfers if not one.votes.total]:
        yield Diagnostic(
            level="warning",
            code="panels.all-unknown",
            message=f"no expert could judge {listed(unknown)}.",
            advice="Ask experts who know, or leave the finding out.",
        )
    judged = {folded(one.finding.name) for one in transfers}
    judged |= {folded(name) for one in transfers for name in one.finding.hypotheses}
    if left := [one.name for key, one in findings.items() if key not in judged and _is_stated(one, study)]:
        yield Diagnostic(
            level="note", code="panels.not-judged", message=f"no panel was asked about {listed(left)}."
        )
    systems = list(dict.fromkeys(system for one in transfers for system in one.systems))
    gaps = [
        f"{one.finding.name} in {system}"
        for one in transfers
        for system in systems
        if system not in one.systems
    ]
    if gaps:
        yield Diagnostic(
            level="note",
            code="panels.not-asked",
            message=f"nobody was asked about {listed(gaps)}. The transfer verdict rests on the other "
            "systems.",
        )


def _is_stated(finding: JudgedFinding, study: Study) -> bool:
    """Say whether a finding is a hypothesis or stands in the options; mere codes in evidence do not count."""
    return bool(finding.statement) or finding.name in study.hypotheses


def _place(one: Judgement) -> str:
    said = f"{one.finding}, expert {one.expert} of {one.panel}"
    return f"{said} (line {one.line})" if one.line else said
