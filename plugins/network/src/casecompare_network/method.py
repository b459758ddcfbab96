"""The method `network`: each case's networks measured, and compared across cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import Diagnostic, RunContext, Study
from casecompare_network.case_figures import case_figures, ties_table
from casecompare_network.case_measures import CaseMeasures, measure_case
from casecompare_network.case_tables import (
    actors_table,
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
from casecompare_network.network_files import files_table, network_files, written_files
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord, case_record, has_sections, network_of
from casecompare_network.result import NetworkResult
from casecompare_network.scores import SCORES
from casecompare_network.structure_tables import (
    changes_table,
    forces_table,
    key_players_table,
    moves_table,
    stakeholders_table,
    structure_table,
    two_mode_table,
)

__all__ = ["QUESTION", "run", "uses"]

QUESTION = (
    "Who holds the redesign together in each case, who bridges professions, arenas and organisations, who "
    "blocks; and what distinguishes the networks of cases with the outcome?"
)


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
        differences_table(compared, outcome),
        null_table(last, options, random),
        tandem_table(last, options, random),
        brokerage_table(last, options, random),
        of_actors,
        groups_table(last, options),
        mixing_table(last, options),
        cohesion_table(last, options),
        coalitions_table(last),
        structure_table(last, options),
        key_players_table(last, options),
        stakeholders_table(last),
        forces_table(records),
        two_mode_table(last),
        moves_table(records, options),
        changes_table(rounds),
        relations_table(last, options),
        rounds_table(rounds),
        ties_table(last),
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
        diagnostics=(*_diagnostics(study, rounds, last, options), *of_files),
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


def _diagnostics(
    study: Study,
    rounds: Mapping[str, Mapping[int, CaseMeasures]],
    last: Mapping[str, CaseMeasures],
    options: NetworkOptions,
) -> Iterator[Diagnostic]:
    for case in study.case_ids:
        if not rounds[case]:
            yield Diagnostic(
                level="warning",
                code="network.no-record",
                message=f"{case} has no actors; nothing is known of its network.",
                advice="Write actors and ties into its record, or leave the case out of the comparison.",
                case=case,
            )
            continue
        yield from _case_diagnostics(case, last[case], options)


def _case_diagnostics(case: str, one: CaseMeasures, options: NetworkOptions) -> Iterator[Diagnostic]:
    working = one.working
    if unknown := len(working.unknown):
        yield Diagnostic(
            level="warning",
            code="network.unknown-ties",
            message=f"{case}: of {unknown} possible ties it is not known whether they exist "
            f"({working.observed_share:.0%} were observed). Shares and density are given within bounds, "
            "measures on paths are left open.",
            advice="Find out about these ties, or read the bounds: what both bear out is safe.",
            case=case,
            field="ties",
        )
    if not working.network.n_ties:
        yield Diagnostic(
            level="note",
            code="network.no-ties",
            message=f"{case} has no ties in its last round; measures that need ties are undefined.",
            case=case,
            field="ties",
        )
    if working.network.size > options.path_actors:
        yield Diagnostic(
            level="note",
            code="network.too-large-for-paths",
            message=f"{case} has {working.network.size} actors; measures on shortest paths were left out.",
            advice="Raise the option path_actors if you can wait.",
            case=case,
        )
    if not any(options.board in actor.all_arenas for actor in working.record.actors):
        yield Diagnostic(
            level="note",
            code="network.no-board",
            message=f"{case}: nobody takes part in the arena '{options.board}', so that the betweenness "
            "of the board is undefined.",
            advice="Name the arena of the board under methods: network: board.",
            case=case,
            field="actors",
        )
