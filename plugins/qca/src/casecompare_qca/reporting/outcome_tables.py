"""Several outcomes in a run: each explained by the conditions and by the other outcomes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from casecompare import Column, Table
from casecompare_qca.options import QcaOptions, names_in
from casecompare_qca.reporting.further_tables import described_table
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.minimization import REMAINDERS
from casecompare_qca.solutions.several_outcomes import minimize_several_outcomes
from casecompare_qca.solutions.solution import Solution

__all__ = ["several_outcomes_tables"]

_LISTED_MODELS = 5


def several_outcomes_tables(options: QcaOptions, outcome: str, memberships: pd.DataFrame) -> Iterator[Table]:
    """Give the solutions of further outcomes, with the conditions, the outcome and each other as conditions.

    Parameters
    ----------
    options
        `several_outcomes` names them; without it there is no table.
    outcome
        The outcome of the run.
    memberships
        The sets. Cases that lack one of them are left out and named in the note.
    """
    if not options.several_outcomes:
        return
    names = [name for one in (outcome, *options.several_outcomes) for name in names_in(one)]
    columns = list(dict.fromkeys([*options.conditions, *names]))
    known = memberships[columns].dropna()
    left = [str(case) for case in memberships.index.difference(known.index, sort=False)]
    rows: list[dict[str, object]] = []
    for kind, include in (("conservative", ()), ("parsimonious", REMAINDERS)):
        found = minimize_several_outcomes(
            known,
            options.several_outcomes,
            columns=columns,
            include=include,
            consistency=options.consistency,
            pri=options.pri,
            cases=options.cases,
            budget=Budget(seconds=options.seconds, models=options.max_models),
        )
        rows += [row for solution in found.values() for row in _rows(kind, solution)]
    note = (
        f"Each is explained by all others of: {', '.join(columns)}. No expectations, no decisions about rows."
    )
    note += f" Left out, because a value is missing: {', '.join(left)}." if left else ""
    yield described_table("several_outcomes", "Several outcomes in turn", rows, _COLUMNS, note)


def _rows(kind: str, solution: Solution) -> Iterator[dict[str, object]]:
    at_least = "" if solution.label == "exact" else "at least "
    if not solution.models:
        yield {"outcome": solution.outcome, "solution": kind, "model": "none", "formula": solution.formula}
    for number, model in enumerate(solution.models[:_LISTED_MODELS], 1):
        yield {
            "outcome": solution.outcome,
            "solution": kind,
            "model": f"{number} of {at_least}{solution.model_count:,}",
            "formula": model.formula,
            "inclusion": model.fit.inclusion,
            "PRI": model.fit.pri,
            "coverage": model.fit.coverage,
            "assumptions": model.assumptions.count,
            "covered": model.covered_cases,
        }


_COLUMNS = {
    "outcome": Column(title="Outcome"),
    "solution": Column(title="Solution"),
    "model": Column(title="Model", description="Which of the tied models; the first five are listed."),
    "formula": Column(title="Formula"),
    "inclusion": Column(title="Inclusion", description="Consistency of sufficiency."),
    "PRI": Column(title="PRI"),
    "coverage": Column(title="Coverage"),
    "assumptions": Column(title="Assumptions", description="Remainders taken as positive.", decimals=0),
    "covered": Column(title="Cases covered"),
}
