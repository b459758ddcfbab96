"""The method `agreement`: how far the coders of a study agree, and on what they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import CasecompareError, MethodResult, RunContext, Study
from casecompare_agreement.decisions import Decision, read_decisions
from casecompare_agreement.diagnostics import agreement_diagnostics, no_coders
from casecompare_agreement.findings import agreement_findings
from casecompare_agreement.options import AgreementOptions
from casecompare_agreement.scales import Scale
from casecompare_agreement.summary import summarize
from casecompare_agreement.tables import (
    agreement_table,
    disagreement_table,
    evidence_table,
    find_disagreements,
    measures_table,
)

__all__ = ["run"]


def run(study: Study, options: AgreementOptions, context: RunContext) -> MethodResult:
    """Measure the agreement of coders on each coded value, and list the values they disagree on.

    Parameters
    ----------
    study
        Its values name what each coder coded.
    options
        Measures, levels of measurement, and from when on a difference is listed.
    context
        For the chance of the bootstrap.

    Returns
    -------
    MethodResult
        Tables, findings and the score `disagreement`; if no value has two coders, empty tables and the
        diagnostic ``agreement.no-coders``.

    Raises
    ------
    casecompare.CasecompareError
        If the options give a level to a value that nobody coded, or one that needs an order where there is
        none.
    """
    decisions = read_decisions(study)
    if unknown := [name for name in options.levels if decisions and name not in decisions]:
        raise CasecompareError(
            f"levels: no coder coded '{unknown[0]}'. There are: {', '.join(decisions) or 'none'}."
        )
    random = np.random.default_rng(context.random.getrandbits(64))
    scales, found = summarize(study, decisions, options, random)
    disagreements = find_disagreements(decisions, scales, options.threshold)
    diagnostics = list(agreement_diagnostics(found, decisions, options))
    if not found:
        single = sum(len(one.codes) == 1 for made in decisions.values() for one in made)
        diagnostics = [no_coders(single)]
    return MethodResult(
        scores=_scores(study, decisions, scales),
        tables=(
            agreement_table(found),
            disagreement_table(disagreements),
            measures_table(found),
            evidence_table(study, disagreements),
        ),
        findings=tuple(agreement_findings(found, disagreements)) if found else (),
        diagnostics=tuple(diagnostics),
    )


def _scores(
    study: Study, decisions: Mapping[str, Sequence[Decision]], scales: Mapping[str, Scale]
) -> pd.DataFrame:
    differences: dict[str, list[float]] = {}
    for name, made in decisions.items():
        for one in made:
            difference = scales[name].membership_difference(one)
            if not np.isnan(difference):
                differences.setdefault(one.case, []).append(difference)
    scores = [float(np.mean(differences[case])) if case in differences else np.nan for case in study.case_ids]
    index = pd.Index(list(study.case_ids), name="case", dtype=object)
    return pd.DataFrame({"disagreement": np.array(scores, dtype=float)}, index=index)
