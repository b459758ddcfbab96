"""What a reader has to know about the scores: what is missing, what hangs on one code, what is built in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from casecompare import Case, Diagnostic, Study
from casecompare_arenas.bounds import Bounds
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.coder_tables import verdict_diagnostics
from casecompare_arenas.design_tables import design_diagnostics
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import every_row
from casecompare_arenas.scores import ALIGNMENT_SCORES

__all__ = ["diagnostics"]

Scored = Mapping[str, CaseScores]
_CORE = (
    "matching",
    "reinforcement",
    "commensurate_action",
    "balance",
    "clinical",
    "fit",
    "alignment",
    "tandem_any",
    "tandem_all",
    "tandem_mean",
)


def diagnostics(study: Study, scored: Scored, options: ArenasOptions) -> Iterator[Diagnostic]:
    """Give everything that has to be said about the scores of a study."""
    for case, one in scored.items():
        yield from _of_case(case, one)
    yield from _vetoes(scored, options)
    yield from _circular(study, scored)
    yield from verdict_diagnostics(scored, options.aligned)
    yield from design_diagnostics(list(study.cases.values()), options)


def _of_case(case: str, scored: CaseScores) -> Iterator[Diagnostic]:
    if not scored.rounds:
        yield Diagnostic(
            level="warning",
            code="arenas.no-record",
            message=f"{case} has none of the sections arenas, goals and links; nothing is known of it.",
            advice="Write the sections into its record, or leave the case out of the comparison.",
            case=case,
        )
        return
    is_open = [
        score.title
        for score in ALIGNMENT_SCORES
        if score.name in _CORE and _is_missing(scored.values[score.name])
    ]
    if is_open:
        yield Diagnostic(
            level="warning",
            code="arenas.missing",
            message=f"In the last round of {case} something was not coded, so that these scores are "
            f"known within bounds only: {', '.join(is_open)}.",
            advice="Code what is missing, or read the bounds, and compare what comes out with either "
            "('from: arenas.fit.low', then '.high').",
            case=case,
            field="arenas",
        )
    if math.isnan(scored.values["balance"].low):
        yield Diagnostic(
            level="note",
            code="arenas.no-action",
            message=f"In the last round of {case} no arena acts at all; its balance is undefined.",
            case=case,
            field="arenas",
        )


def _vetoes(scored: Scored, options: ArenasOptions) -> Iterator[Diagnostic]:
    """Note cases that do not fit at all only since one element of the concept is missing from one arena."""
    if options.matching != "all arenas" or options.power > 0:
        return
    for case, one in scored.items():
        pairs = one.values["pairwise_matching"].value
        if one.values["matching"].value == 0 and pairs > 0 and one.main.rounds:
            yield Diagnostic(
                level="note",
                code="arenas.veto",
                message=f"No element is shared by all arenas of {case}, so matching and fit are 0, although "
                f"two arenas overlap by {pairs:.2f} on average.",
                advice="See the table on the cut of the concept, or set matching: pairs.",
                case=case,
                field="goals",
            )


def _circular(study: Study, scored: Scored) -> Iterator[Diagnostic]:
    """Warn where the outcome rests on the same evidence or source as the arenas: fit is then built in."""
    entry = study.codebook.get(study.outcome)
    names = [name for name in (entry.source if entry else ()) if "." not in name]
    shared = [case for case in study.cases.values() if scored[case.id].rounds and _is_circular(case, names)]
    if shared:
        yield Diagnostic(
            level="warning",
            code="arenas.circular-coding",
            message=f"In {len(shared)} of {len(scored)} cases the outcome was judged from the same source as "
            "the arenas; part of the fit between the two is then built in.",
            advice="Take the outcome from evidence of another kind, or have a second coder judge it blind.",
            field=study.outcome,
        )


def _is_circular(case: Case, outcome: Sequence[str]) -> bool:
    coded = [case.values[name] for name in outcome if name in case.values]
    judged = {evidence for value in coded for evidence in value.evidence}
    by_outcome_coders = {coder for value in coded for coder in value.coders}
    sheet = every_row(case)
    rows = [*sheet.arenas, *sheet.goals, *sheet.links]
    of_arenas = {evidence for row in rows for evidence in row.evidence}
    by_arena_coders = {row.coder for row in rows if row.coder is not None}
    if by_outcome_coders and by_arena_coders and not by_outcome_coders & by_arena_coders:
        return False  # judged blind
    return bool(_sources(case, judged) & _sources(case, of_arenas))


def _sources(case: Case, evidence: set[str]) -> set[str]:
    """Give the sources of pieces of evidence; one without a source is its own."""
    known = [case.evidence[name] for name in evidence if name in case.evidence]
    return {one.source.strip().casefold() or f"#{one.id}" for one in known}


def _is_missing(bounds: Bounds) -> bool:
    return bounds.is_open and bounds.middle is None
