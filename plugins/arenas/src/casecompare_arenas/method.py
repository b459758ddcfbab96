"""The method `arenas`: scores of each case's last round, and every round in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from casecompare import Case, MethodResult, NotApplicable, RunContext, Study, Table
from casecompare_arenas.case_scores import CaseScores, score_case
from casecompare_arenas.coder_tables import coders_table
from casecompare_arenas.context_tables import context_tables
from casecompare_arenas.design_tables import design_tables
from casecompare_arenas.diagnostics import diagnostics
from casecompare_arenas.disputed_codes import disputed_table
from casecompare_arenas.explanation_tables import (
    gestalts_table,
    pairs_table,
    perspectives_table,
    repair_table,
    weakest_table,
)
from casecompare_arenas.explanations import explain
from casecompare_arenas.figures import figures
from casecompare_arenas.findings import findings
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.process_tables import process_tables
from casecompare_arenas.records import has_sections
from casecompare_arenas.rounds_tables import drift_table, leads_table, origins_table, trends_table
from casecompare_arenas.scores import CONCEPT_SCORES, SCORES
from casecompare_arenas.scoring import RoundState, score_round
from casecompare_arenas.sensitivity_tables import (
    aggregators_table,
    known_parts,
    merging_table,
    neighbours_table,
    swings_table,
    weights_table,
)
from casecompare_arenas.sheet_scores import rule_of
from casecompare_arenas.tables import arenas_table, last_round_table, modes_table, rounds_table

__all__ = ["run", "uses"]

_MOST_DRAWN = 60
"""Up to how many cases are drawn in figures; more would not be legible."""

Scored = Mapping[str, CaseScores]


class _Remembered(NamedTuple):
    sections: Mapping[str, object]
    scores: CaseScores


def run(study: Study, options: ArenasOptions, context: RunContext) -> MethodResult:
    """Score every case of a study, in each of its rounds.

    Parameters
    ----------
    study
        Its records have the sections `arenas`, `goals` and `links`, and any of those of the context.
    options
        The arenas, and how fit is put together.
    context
        Its source of chance draws the weights under which cases are ranked; memberships in the outcome order
        the figures.

    Returns
    -------
    MethodResult
        Scores of the last round and over the rounds of each case, tables of all rounds and of what the scores
        depend on, findings, figures, and a warning for each case where something is missing.

    Raises
    ------
    casecompare.NotApplicable
        if no case has any of the sections.
    """
    cases = list(study.cases.values())
    if not any(map(has_sections, cases)):
        raise NotApplicable(
            "no case has a section 'arenas', 'goals' or 'links'. "
            "Write down in each record who led what in which arena, or leave this method out."
        )
    if context.is_repeat:
        return MethodResult(scores=_score_frame(_remembered(cases, options, context)))
    scored = {}
    for place, case in enumerate(cases):
        context.progress(place, len(cases), "cases scored")
        scored[case.id] = score_case(case, options)
    explained = {case: why for case, one in scored.items() if (why := explain(one)) is not None}
    parts = known_parts(scored)
    tables = (
        *_score_tables(scored, options),
        weakest_table(explained, options.arenas),
        *(table for table in _further_tables(cases, scored, options, context) if len(table.frame)),
    )
    outcome = "".join(uses(study, options))
    drawn = figures(scored, _by_outcome(outcome, context, scored), tables, options.arenas, outcome)
    return MethodResult(
        scores=_score_frame(scored),
        tables=tables,
        figures=tuple(drawn) if len(scored) <= _MOST_DRAWN else (),
        findings=tuple(findings(scored, explained, parts, options)),
        diagnostics=tuple(diagnostics(study, scored, options)),
    )


def _remembered(cases: list[Case], options: ArenasOptions, context: RunContext) -> Scored:
    """Score the cases of a repeated run; one that an earlier repeat has scored is not scored again."""
    scored = {}
    for case in cases:
        # The sections are kept with the scores, so that no others can come to have their identity.
        key = id(case.sections), tuple((name, one.value) for name, one in case.values.items())
        known = context.memory.get(key)
        if not isinstance(known, _Remembered):
            known = context.memory[key] = _Remembered(case.sections, score_case(case, options))
        scored[case.id] = known.scores
    return scored


def uses(study: Study, options: ArenasOptions) -> list[str]:
    """Give the outcome, by which figures are ordered, if it is a coded set; a derived one comes later."""
    entry = study.codebook.get(study.outcome)
    is_coded_set = entry is not None and entry.derived_from is None and entry.kind in ("crisp", "fuzzy")
    return [study.outcome] if is_coded_set else []


def _score_tables(scored: Scored, options: ArenasOptions) -> tuple[Table, ...]:
    unobserved = score_round(RoundState(), list(options.arenas), rule_of(options))
    rounds = {case: one.rounds for case, one in scored.items()}
    last = {case: one.last or unobserved for case, one in scored.items()}
    return (
        last_round_table(last),
        modes_table(rounds, options.arenas),
        rounds_table(rounds),
        arenas_table(rounds, options.arenas),
    )


def _further_tables(
    cases: list[Case], scored: Scored, options: ArenasOptions, context: RunContext
) -> Iterator[Table]:
    parts = known_parts(scored)
    yield repair_table(scored, options.arenas)
    yield pairs_table(scored, options.arenas)
    yield perspectives_table(scored)
    yield gestalts_table(scored, options.arenas)
    yield trends_table(scored, options.arenas)
    yield drift_table(scored, options.arenas)
    yield leads_table(scored)
    yield origins_table(scored, options.origin)
    yield coders_table(cases, scored)
    yield disputed_table(cases, options.arenas)
    yield aggregators_table(parts, options)
    yield weights_table(parts, options, context.random)
    yield neighbours_table(parts, options)
    yield swings_table(parts, options)
    yield merging_table(scored)
    yield from context_tables(cases, scored, options)
    yield from process_tables(cases, scored, options)
    yield from design_tables(cases, options)


def _by_outcome(outcome: str, context: RunContext, scored: Scored) -> list[str]:
    """Give the cases with the largest membership in the outcome first; equal ones as in the study."""
    cases = list(scored)
    frame = context.memberships([outcome]) if outcome else pd.DataFrame()
    if outcome not in frame:
        return cases
    memberships = frame[outcome].reindex(cases).fillna(-1.0)
    return list(memberships.sort_values(ascending=False, kind="stable").index)


def _score_frame(scored: Scored) -> pd.DataFrame:
    """Give one row per case; bounds only for scores that are open in some case.

    Concept measures of which nothing was recorded in any case, and arenas that the study has not, stay out.
    """
    optional = {score.name for score in CONCEPT_SCORES}
    columns: dict[str, list[float]] = {}
    for score in SCORES:
        if any(score.name not in one.values for one in scored.values()):
            continue
        bounds = [one.values[score.name] for one in scored.values()]
        if score.name in optional and all(one.low != one.low for one in bounds):  # NaN is not itself
            continue
        columns[score.name] = [one.value for one in bounds]
        if any(one.is_open for one in bounds):
            columns[f"{score.name}.low"] = [one.low for one in bounds]
            columns[f"{score.name}.high"] = [one.high for one in bounds]
    return pd.DataFrame(columns, index=pd.Index(list(scored), name="case"))
