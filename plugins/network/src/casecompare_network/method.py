"""The method `network`: each case's networks measured, and compared across cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import RunContext, Study
from casecompare_network.case_figures import case_figures, force_list, ties_table
from casecompare_network.case_measures import CaseMeasures, measure_case
from casecompare_network.case_tables import (
    actors_table,
    arenas_table,
    brokerage_table,
    cases_table,
    coalitions_table,
    cohesion_table,
    groups_table,
    mixing_table,
    relations_table,
    rounds_table,
    tandem_table,
)
from casecompare_network.comparisons import (
    compare_outcomes,
    difference_findings,
    differences_table,
    null_table,
)
from casecompare_network.diagnostics import case_diagnostics, study_diagnostics
from casecompare_network.mobility_tables import (
    changes_table,
    mobility_table,
    moves_table,
    turnover_table,
)
from casecompare_network.network_files import files_table, network_files, written_files
from casecompare_network.options import NetworkOptions
from casecompare_network.reasons import undefined_table
from casecompare_network.records import CaseRecord, case_record, has_sections, network_of
from casecompare_network.relation_tables import qap_table, regression_table
from casecompare_network.result import NetworkResult
from casecompare_network.scores import SCORES
from casecompare_network.structure_tables import (
    forces_table,
    key_players_table,
    stakeholders_table,
    structure_table,
    two_mode_table,
)
from casecompare_network.who_table import who_table

__all__ = ["run", "uses"]


def uses(study: Study, options: NetworkOptions) -> Sequence[str]:
    """Give the outcome by which cases are compared, unless it rests on this method itself."""
    outcome = _outcome(study, options)
    return [outcome] if outcome else []


def run(study: Study, options: NetworkOptions, context: RunContext) -> NetworkResult:
    """Measure the networks of every case, and compare the cases.

    Parameters
    ----------
    study
        Its records have the sections `actors` and `ties`.
    options
        Which relations count, what the boundary runs between, who sits on the board.
    context
        Gives the outcome, and the only source of chance.

    Returns
    -------
    NetworkResult
        Scores of the last round of each case, tables of all of it, findings on what distinguishes cases with
        the outcome, and a warning wherever something is unknown.

    Raises
    ------
    ValueError
        if no case has any actors.
    """
    files = network_files(study, options)
    asked, options = options, options.shared_among(len(study.case_ids))
    records = {case.id: case_record(case) for case in study.cases.values() if has_sections(case)}
    records |= {case: one.record for case, one in files.items()}
    if not any(record.actors for record in records.values()):
        raise ValueError(
            "no case has a section 'actors'. "
            "Write down in each record who is involved and who has ties with whom, or leave this method out."
        )
    random = np.random.default_rng(context.random.getrandbits(64))
    rounds = {}
    for done, case in enumerate(study.case_ids):
        context.progress(done, len(study.case_ids), f"networks of {case}")
        rounds[case] = _rounds(records.get(case, CaseRecord(case=case)), options, random)
    last = {case: by_round[max(by_round)] for case, by_round in rounds.items() if by_round}
    scores = _score_frame(last, study.case_ids)
    outcome = _outcome(study, options)
    memberships = context.memberships([outcome])[outcome] if outcome else pd.Series(dtype=np.float64)
    memberships = memberships.rename(outcome)
    compared = compare_outcomes(scores, memberships, options, random) if outcome else []
    of_actors = actors_table(last, options)
    further = (
        who_table(last, options),
        differences_table(compared, outcome),
        null_table(last, options, random),
        tandem_table(last, options, random),
        brokerage_table(last, options, random),
        of_actors,
        groups_table(last, options),
        arenas_table(last),
        mixing_table(last, options),
        cohesion_table(last, options),
        coalitions_table(last),
        structure_table(last, options),
        key_players_table(last, options),
        stakeholders_table(last),
        forces_table(records),
        two_mode_table(last),
        moves_table(records, options),
        mobility_table(records),
        turnover_table(records),
        changes_table(rounds),
        relations_table(last, options),
        qap_table(last, options, random),
        regression_table(last, options, random),
        rounds_table(rounds),
        force_list(records),
        ties_table(last),
        undefined_table(last, options),
        files_table(files),
    )
    tables = (cases_table(last), *(table for table in further if len(table.frame)))
    figures = case_figures(
        last, options, of_actors.frame, [table.name for table in tables], captions=_captions(memberships)
    )
    of_files = (diagnostic for one in files.values() for diagnostic in one.diagnostics)
    return NetworkResult(
        scores=scores,
        tables=tables,
        figures=tuple(figures),
        findings=tuple(difference_findings(compared, memberships, study)),
        diagnostics=(
            *case_diagnostics(study.case_ids, last, options),
            *study_diagnostics(records, last, asked, options),
            *of_files,
        ),
        files=written_files(records, options),
        rounds=rounds,
        compared=tuple(compared),
        outcome=outcome,
    )


def _rounds(
    record: CaseRecord, options: NetworkOptions, random: np.random.Generator
) -> dict[int, CaseMeasures]:
    """Measure each round of a case; none where nobody is recorded."""
    if not record.actors:
        return {}
    working = options.relations
    if working is None:
        working = [name for name in record.relations if name not in options.contests] or ["works_with"]
    return {
        number: measure_case(
            network_of(record, working, number, directed=options.directed),
            network_of(record, options.contests, number, directed=options.directed),
            options,
            random,
        )
        for number in record.rounds
    }


def _captions(memberships: pd.Series) -> dict[str, str]:
    """Say of each case how far it is in the outcome."""
    return {str(case): f"{memberships.name} {value:.2f}" for case, value in memberships.dropna().items()}


def _outcome(study: Study, options: NetworkOptions) -> str:
    """Give the set by which cases are compared; none where it is derived from the networks themselves."""
    name = options.outcome or study.outcome
    entry = study.codebook.get(name)
    if options.outcome is None and entry is not None and (entry.derived_from or ("", ""))[0] == "network":
        return ""
    return name


def _score_frame(last: Mapping[str, CaseMeasures], cases: Sequence[str]) -> pd.DataFrame:
    """Give one row per case; bounds only for scores that are open in some case."""
    columns: dict[str, dict[str, float]] = {}
    for score in SCORES:
        bounds = {case: one.scores[score.name] for case, one in last.items()}
        columns[score.name] = {case: one.value for case, one in bounds.items()}
        if any(one.low < one.high for one in bounds.values()):
            columns[f"{score.name}.low"] = {case: one.low for case, one in bounds.items()}
            columns[f"{score.name}.high"] = {case: one.high for case, one in bounds.items()}
    return pd.DataFrame(columns, index=pd.Index(cases, name="case"), dtype=np.float64)
