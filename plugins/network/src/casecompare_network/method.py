"""The method `network`: each case's networks measured, and compared across cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from casecompare import MethodResult, NotApplicable, RunContext, Study
from casecompare_network.case_figures import case_figures
from casecompare_network.case_measures import CaseMeasures, measure_case
from casecompare_network.comparisons import compare_outcomes, difference_findings
from casecompare_network.diagnostics import case_diagnostics, study_diagnostics
from casecompare_network.measured import Measured
from casecompare_network.method_tables import method_tables
from casecompare_network.network_files import network_files, written_files
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord, case_record, has_sections, network_of
from casecompare_network.result import NetworkResult
from casecompare_network.scores import SCORES
from casecompare_network.standing import standing, z_frame

__all__ = ["run", "uses"]


def uses(study: Study, options: NetworkOptions) -> Sequence[str]:
    """Give the outcome by which cases are compared, unless it rests on this method itself."""
    outcome = _outcome(study, options)
    return [outcome] if outcome else []


def run(study: Study, options: NetworkOptions, context: RunContext) -> MethodResult:
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
    casecompare.NotApplicable
        if no case has any actors, or an option names what is not there.
    """
    asked, options = options, options.shared_among(len(study.case_ids))
    random = np.random.default_rng(context.random.getrandbits(64))
    if context.is_repeat:
        return MethodResult(scores=_remembered(study, options, context, random))
    measured = _measured(study, options, context, random)
    tables = method_tables(measured, options, random)
    actors = next((table.frame for table in tables if table.name == "actors"), pd.DataFrame())
    figures = case_figures(
        measured.last, options, actors, [table.name for table in tables],
        captions=_captions(measured.memberships),
    )  # fmt: skip
    files, not_written = written_files(measured.records, options)
    return NetworkResult(
        scores=measured.scores,
        tables=tables,
        figures=tuple(figures),
        findings=tuple(difference_findings(measured.compared, measured.memberships, study)),
        diagnostics=(
            *case_diagnostics(study.case_ids, measured.last, options),
            *study_diagnostics(measured.records, measured.last, asked, options),
            *(told for one in measured.files.values() for told in one.diagnostics),
            *not_written,
        ),
        files=files,
        rounds=measured.rounds,
        compared=measured.compared,
        outcome=measured.outcome,
    )


def _measured(
    study: Study, options: NetworkOptions, context: RunContext, random: np.random.Generator
) -> Measured:
    """Measure every round of every case, hold the last against chance, and compare by the outcome."""
    files = network_files(study, options)
    records = {case.id: case_record(case) for case in study.cases.values() if has_sections(case)}
    records |= {case: one.record for case, one in files.items()}
    if not any(record.actors for record in records.values()):
        raise NotApplicable(
            "no case has a section 'actors'. "
            "Write down in each record who is involved and who has ties with whom, or leave this method out."
        )
    rounds = {}
    for done, case in enumerate(study.case_ids):
        context.progress(done, len(study.case_ids), f"networks of {case}")
        rounds[case] = _rounds(records.get(case, CaseRecord(case=case)), options, random)
    last = {case: by_round[max(by_round)] for case, by_round in rounds.items() if by_round}
    scores = _score_frame(last, study.case_ids)
    against_chance = standing(last, options, random)
    outcome = _outcome(study, options)
    memberships = context.memberships([outcome])[outcome] if outcome else pd.Series(dtype=np.float64)
    memberships = memberships.rename(outcome)
    comparable = scores.join(z_frame(against_chance, study.case_ids))
    compared = compare_outcomes(comparable, memberships, options, random) if outcome else []
    return Measured(
        files=files, records=records, rounds=rounds, last=last, scores=scores, standing=against_chance,
        outcome=outcome, memberships=memberships, compared=tuple(compared),
    )  # fmt: skip


class _Remembered(NamedTuple):
    sections: Mapping[str, object]
    rounds: Mapping[int, CaseMeasures]


def _remembered(
    study: Study, options: NetworkOptions, context: RunContext, random: np.random.Generator
) -> pd.DataFrame:
    """Give the scores of a repeated run; a case that an earlier repeat has measured is not measured again."""
    files, last = network_files(study, options), {}
    for name, case in study.cases.items():
        # The sections are kept with what was measured, so that no others can come to have their identity.
        key = (name, id(case.sections))
        known = context.memory.get(key)
        if not isinstance(known, _Remembered):
            own = case_record(case) if has_sections(case) else CaseRecord(case=name)
            rounds = _rounds(files[name].record if name in files else own, options, random)
            known = context.memory[key] = _Remembered(case.sections, rounds)
        if known.rounds:
            last[name] = known.rounds[max(known.rounds)]
    return _score_frame(last, study.case_ids)


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
