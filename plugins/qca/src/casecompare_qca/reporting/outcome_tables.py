"""Several outcomes in a run: each explained by the conditions and by the other outcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from casecompare import Column, Finding, Table
from casecompare_qca.options import QcaOptions, names_in
from casecompare_qca.reporting.findings import path_findings
from casecompare_qca.reporting.further_tables import described_table
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.expectations import Expectations
from casecompare_qca.solutions.minimization import REMAINDERS, Free
from casecompare_qca.solutions.several_outcomes import minimize_several_outcomes, shared_terms
from casecompare_qca.solutions.solution import Kind, Solution

__all__ = ["SeveralOutcomes", "explain_several", "several_outcomes_findings", "several_outcomes_tables"]

_LISTED_MODELS, _LISTED_TERMS = 5, 60


@dataclass(frozen=True, kw_only=True)
class SeveralOutcomes:
    """Further outcomes and what explains them: by kind of solution, then by outcome.

    `columns` are the sets that take part, `left_out` the cases that lack one of them.
    """

    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    solutions: Mapping[Kind, Mapping[str, Solution]]


def explain_several(options: QcaOptions, outcome: str, memberships: pd.DataFrame) -> SeveralOutcomes | None:
    """Explain the further outcomes, with the conditions, the outcome and each other as conditions.

    Parameters
    ----------
    options
        `several_outcomes` names them; without it there is nothing to explain.
    outcome
        The outcome of the run.
    memberships
        The sets. Cases that lack one of them are left out.
    """
    if not options.several_outcomes:
        return None
    names = [name for one in (outcome, *options.several_outcomes) for name in names_in(one)]
    columns = list(dict.fromkeys([*options.conditions, *names]))
    known = memberships[columns].dropna()
    expected = options.several_expectations
    asked: list[tuple[Kind, list[str], Collection[Free], Mapping[str, Expectations]]] = [
        ("conservative", options.several_outcomes, (), {}),
        ("parsimonious", options.several_outcomes, REMAINDERS, {}),
        ("intermediate", [one for one in options.several_outcomes if one in expected], REMAINDERS, expected),
    ]
    solutions: dict[Kind, Mapping[str, Solution]] = {
        kind: minimize_several_outcomes(
            known,
            outcomes,
            columns=columns,
            include=include,
            expectations=expectations,
            consistency=options.consistency,
            pri=options.pri,
            cases=options.cases,
            budget=Budget(seconds=options.seconds, models=options.max_models),
        )
        for kind, outcomes, include, expectations in asked
        if outcomes and kind in options.solutions
    }
    left = tuple(str(case) for case in memberships.index.difference(known.index, sort=False))
    return SeveralOutcomes(columns=tuple(columns), left_out=left, solutions=solutions)


def several_outcomes_tables(found: SeveralOutcomes | None) -> Iterator[Table]:
    """Give the models of further outcomes, and how many outcomes each term leads to."""
    if found is None or not found.solutions:
        return
    rows = [
        row
        for kind, solutions in found.solutions.items()
        for solution in solutions.values()
        for row in _rows(kind, solution)
    ]
    note = f"Each is explained by all others of: {', '.join(found.columns)}. No decisions about rows."
    note += f" Left out, because a value is missing: {', '.join(found.left_out)}." if found.left_out else ""
    yield described_table("several_outcomes", "Several outcomes in turn", rows, _COLUMNS, note)
    terms = [
        {"solution": kind, "term": str(term), "outcomes": int(count), "every": int(every), "which": which}
        for kind, solutions in found.solutions.items()
        for term, count, every, which in shared_terms(solutions).head(_LISTED_TERMS).itertuples(name=None)
    ]
    if terms:
        title = "To how many of the outcomes a term leads"
        yield described_table("several_outcomes_terms", title, terms, _TERM_COLUMNS)


def several_outcomes_findings(found: SeveralOutcomes | None) -> Iterator[Finding]:
    """Give a finding for each path to a further outcome: of the solution that assumes what theory expects.

    Where an outcome has no intermediate solution it is the parsimonious one, or else the conservative one.
    """
    if found is None:
        return
    by_outcome: dict[str, Solution] = {}
    for kind in ("conservative", "parsimonious", "intermediate"):
        by_outcome.update(found.solutions.get(kind, {}))
    for outcome, solution in by_outcome.items():
        yield from path_findings(solution, names_in(outcome)[0])


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

_TERM_COLUMNS = {
    "solution": Column(title="Solution"),
    "term": Column(title="Term"),
    "outcomes": Column(title="Outcomes", description="How many have a model with it.", decimals=0),
    "every": Column(
        title="In all models", description="For how many of them all models have it.", decimals=0
    ),
    "which": Column(title="Which"),
}
