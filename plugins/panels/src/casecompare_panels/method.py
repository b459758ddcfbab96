"""The method `panels`: how far the findings of a study hold in other countries and systems."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casecompare import NotApplicable, RunContext, Study, StudyError, Table
from casecompare_panels.agreement_tables import agreement_table, overall_table
from casecompare_panels.agreements import finding_agreements, overall_agreements
from casecompare_panels.diagnostics import case_diagnostics, panel_diagnostics
from casecompare_panels.findings import panel_findings
from casecompare_panels.heat_map import transfer_figure
from casecompare_panels.options import PanelsOptions
from casecompare_panels.places import case_places, compare_systems, place_problems
from casecompare_panels.reading import Reading, read_judgements
from casecompare_panels.result import PanelsResult
from casecompare_panels.tables import (
    conditions_table,
    judgements_table,
    places_table,
    source_table,
    systems_table,
    transfer_table,
    votes_table,
    where_table,
)
from casecompare_panels.transfers import find_transfers, thresholds_of

__all__ = ["run", "uses"]


def run(study: Study, options: PanelsOptions, context: RunContext) -> PanelsResult:
    """Give the transfer verdict of each judged finding, the agreement of the experts, and what they cover.

    Parameters
    ----------
    study
        Its hypotheses and findings are what panels judge.
    options
        The judgements, where country and system of the cases stand, and the thresholds of the verdicts.
    context
        For the memberships of the cases in the outcome.

    Raises
    ------
    casecompare.NotApplicable
        If there are no judgements.
    casecompare.StudyError
        If rows, file or options are wrong: all problems at once, with their lines.
    """
    reading = read_judgements(study, options)
    problems = [*place_problems(study, options), *reading.problems]
    if problems:
        raise StudyError(problems)
    if not reading.judgements:
        raise NotApplicable(_nothing(options))
    judgements, thresholds = reading.judgements, thresholds_of(options)
    transfers = find_transfers(judgements, reading.findings, thresholds)
    by_finding = finding_agreements(transfers)
    overall = overall_agreements(transfers, thresholds)
    places = case_places(study, options, judgements)
    compared = compare_systems(places, judgements, _outcome(study, options, context)) if places else ()
    ordered = [one for transfer in transfers for one in transfer.judgements]
    tables = [
        transfer_table(transfers, options),
        where_table(transfers),
        votes_table(transfers),
        conditions_table(ordered),
        agreement_table(by_finding),
        overall_table(overall),
        systems_table(compared, study.outcome),
        places_table(places, options),
        judgements_table(ordered),
        *_source(reading),
    ]
    return PanelsResult(
        tables=tuple(table for table in tables if len(table.frame)),
        figures=(transfer_figure(transfers),),
        findings=tuple(panel_findings(transfers, overall, compared)),
        diagnostics=(
            *reading.diagnostics,
            *panel_diagnostics(judgements, transfers, reading.findings, study),
            *case_diagnostics(places, compared, judgements),
        ),
        transfers=transfers,
        by_finding=tuple(by_finding),
        overall=tuple(overall),
        compared=compared,
    )


def uses(study: Study, options: PanelsOptions) -> Sequence[str]:
    """Give the outcome, where cases are compared by country or system and the outcome is a set of degrees."""
    entry = study.codebook.get(study.outcome)
    is_compared = bool(options.country or options.system)
    return (study.outcome,) if is_compared and entry is not None and entry.kind != "multi-value" else ()


def _outcome(study: Study, options: PanelsOptions, context: RunContext) -> pd.Series | None:
    names = list(uses(study, options))
    return context.memberships(names)[names[0]] if names else None


def _source(reading: Reading) -> list[Table]:
    return [source_table(reading.path, reading.sha256, len(reading.judgements))] if reading.path else []


def _nothing(options: PanelsOptions) -> str:
    if isinstance(options.judgements, str):
        return f"the table '{options.judgements}' has no judgement. Add a row for each expert and finding."
    return (
        "no expert has judged anything. Name the table of judgements under methods: panels: "
        "{judgements: panels.csv}, with the columns panel, country, expert, finding and judgement, or leave "
        "this method out."
    )
