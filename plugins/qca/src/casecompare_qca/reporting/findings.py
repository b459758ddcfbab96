"""What the result says in sentences: one finding per path, and one per necessary condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from casecompare import Finding
from casecompare_qca.solutions.solution import Solution, TermFit
from casecompare_qca.table.case_data import CaseData, Floats

__all__ = ["NECESSARY", "necessity_findings", "path_findings"]

NECESSARY = 0.9
"""The customary inclusion from which on a condition counts as necessary (Schneider and Wagemann 2012)."""

_RELEVANT = 0.5
_PATHS = 30


def path_findings(solution: Solution, outcome: str) -> Iterator[Finding]:
    """Give a finding for each term of the listed models, at most 30.

    Parameters
    ----------
    solution
        The solution that is reported.
    outcome
        The codebook name of the outcome.
    """
    if solution.is_empty or solution.is_tautology:
        return
    for one in solution.term_fits[:_PATHS]:
        membership = solution.table.data.memberships([solution.table.space.cube_of(one.term)])[:, 0]
        claim = f"{one.term} => {solution.outcome}"
        cases_for, cases_against = _sides(solution.table.data, membership)
        yield Finding(
            id=claim,
            sentence=_path_sentence(solution, one),
            claim=claim,
            outcome=outcome,
            conditions=one.term.conditions,
            measure="inclusion",
            value=one.inclusion,
            direction="against" if solution.outcome.startswith("~") else "for",
            cases_for=cases_for,
            cases_against=cases_against,
        )


def necessity_findings(necessity: pd.DataFrame, data: CaseData, outcome: str) -> Iterator[Finding]:
    """Give a finding for each literal whose inclusion reaches 0.9.

    Parameters
    ----------
    necessity
        From `necessity`.
    data
        The data it was computed from.
    outcome
        The codebook name of the outcome.
    """
    for name, row in necessity.iterrows():
        if not row["inclusion"] >= NECESSARY - 1e-12:
            continue
        membership, condition = _literal(data, str(name))
        trivial = (
            "; but nearly every case has it, so that this says little" if row["relevance"] < _RELEVANT else ""
        )
        claim = f"{name} <= {data.outcome_name}"
        is_for = str(name).startswith("~") == data.outcome_name.startswith("~")
        yield Finding(
            id=claim,
            sentence=f"{name} is needed for {data.outcome_name} (inclusion {row['inclusion']:.3f}, RoN "
            f"{row['relevance']:.3f}){trivial}.",
            claim=claim,
            outcome=outcome,
            conditions=(condition,),
            measure="necessity inclusion",
            value=float(row["inclusion"]),
            direction="for" if is_for else "against",
            cases_for=_named(data, (membership > 0.5) & (data.outcome > 0.5)),
            cases_against=_named(data, (membership < 0.5) & (data.outcome > 0.5)),
        )


def _path_sentence(solution: Solution, one: TermFit) -> str:
    within = sum(one.term in model.terms for model in solution.models)
    listed = len(solution.models)
    tied = f" It stands in {within} of {listed} tied models." if listed > 1 else ""
    return (
        f"{one.term} is enough for {solution.outcome} (inclusion {one.inclusion:.3f}, PRI {one.pri:.3f}, "
        f"coverage {one.coverage:.3f}).{tied}"
    )


def _sides(data: CaseData, membership: Floats) -> tuple[tuple[str, ...], tuple[str, ...]]:
    inside = membership > 0.5
    return _named(data, inside & (data.outcome > 0.5)), _named(data, inside & (data.outcome < 0.5))


def _named(data: CaseData, chosen: Iterable[bool]) -> tuple[str, ...]:
    return tuple(data.cases[i] for i in np.flatnonzero(np.asarray(chosen)))


def _literal(data: CaseData, name: str) -> tuple[Floats, str]:
    """Give the membership in a literal by its written name, and its condition."""
    space = data.space
    for literal, (j, value) in enumerate(space.literals):
        if str(space.term(1 << literal)) == name:
            return data.literal(j, value), space.conditions[j]
    raise AssertionError(f"{name} is no literal of these conditions")
