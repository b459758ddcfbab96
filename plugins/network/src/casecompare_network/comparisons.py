"""Across cases: those with the outcome against those without it, measure by measure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from casecompare import Finding, Study, Table
from casecompare_network.across_cases import Difference, holm, outcome_difference
from casecompare_network.options import NetworkOptions
from casecompare_network.scores import COMPARED, HEADLINES, SCORES
from casecompare_network.standing import STANDING
from casecompare_network.tables import Cell, make_table, unless_drawn
from casecompare_network.words import basis_of_p, counted

__all__ = ["Compared", "compare_outcomes", "difference_findings", "differences_table"]

_SCORES = {score.name: score.title for score in SCORES}
_Z = tuple(f"{name}_z" for name in STANDING[1:])
_TITLES = {**_SCORES, **{f"{name}_z": f"{_SCORES[name]}, z" for name in STANDING}}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One measure compared between cases with and without the outcome; `values` holds those compared."""

    measure: str
    difference: Difference
    p_holm: float
    values: pd.Series


def compare_outcomes(
    scores: pd.DataFrame, outcome: pd.Series, options: NetworkOptions, random: np.random.Generator
) -> list[Compared]:
    """Compare every measure between cases with the outcome (membership above 0.5) and without it.

    Parameters
    ----------
    scores
        One row per case; columns that are among the compared measures, or z of one against chance.
    outcome
        Membership in the outcome; cases where it is missing or exactly 0.5 take no part.
    options, random
        For the permutations.
    """
    decided = outcome.dropna()
    decided = decided[(decided != 0.5)]
    cases = [case for case in scores.index if case in decided.index]
    is_in = [bool(decided[case] > 0.5) for case in cases]
    found = []
    for measure in (name for name in (*COMPARED, *_Z) if name in scores.columns):
        values = scores.loc[cases, measure]
        difference = outcome_difference(
            values.to_numpy(dtype=np.float64), is_in,
            at_most=options.labelings, draws=options.draws, random=random,
        )  # fmt: skip
        found.append((measure, difference, values.dropna()))
    adjusted = holm([difference.p for _, difference, _ in found])
    return [
        Compared(measure=measure, difference=difference, p_holm=p, values=values)
        for (measure, difference, values), p in zip(found, adjusted, strict=True)
    ]


def differences_table(compared: Sequence[Compared], outcome: str) -> Table:
    """Give for each measure its mean with and without the outcome, and the exact permutation p."""
    rows: list[Mapping[str, Cell]] = [
        {
            "measure": _TITLES[one.measure], "n_in": one.difference.n_in, "n_out": one.difference.n_out,
            "mean_in": one.difference.mean_in, "mean_out": one.difference.mean_out,
            "effect": one.difference.effect, "smallest": one.difference.smallest, "p": one.difference.p,
            "p_holm": one.p_holm, "labelings": one.difference.labelings, "exact": one.difference.is_exact,
            "error": one.difference.error,
        }
        for one in compared
        if one.difference.n_in and one.difference.n_out
    ]  # fmt: skip
    note = (
        f"Cases with and without {outcome}; two-sided permutation of the difference in means. z: less the "
        "mean of networks of the same size and density, in their standard deviations."
    )
    order = ["measure", "n_in", "n_out", "mean_in", "mean_out", "effect", "smallest", "p", "p_holm",
             "labelings", "exact", "error"]  # fmt: skip
    headings = {"labelings": "Divisions", "exact": "All divisions"}
    title = "What distinguishes the networks"
    return make_table(
        "differences", title, rows, order, note=note, headings=headings, silent=unless_drawn(rows)
    )


def difference_findings(compared: Sequence[Compared], outcome: pd.Series, study: Study) -> list[Finding]:
    """Give a finding for each of the headline measures that can be compared."""
    return [
        _finding(one, outcome, study)
        for one in compared
        if one.measure in HEADLINES and not math.isnan(one.difference.p)
    ]


def _finding(one: Compared, outcome: pd.Series, study: Study) -> Finding:
    name, found = str(outcome.name), one.difference
    gap = found.mean_in - found.mean_out
    is_clear = found.p <= 0.05
    middle = (found.mean_in + found.mean_out) / 2
    values = {str(case): float(value) for case, value in one.values.items()}
    bears_out = {case: (value > middle) == ((outcome[case] > 0.5) == (gap > 0))
                 for case, value in values.items() if value != middle}  # fmt: skip
    conditions = tuple(
        entry.name for entry in study.codebook.values() if entry.derived_from == ("network", one.measure)
    )
    relation = "more" if gap > 0 else "less" if gap < 0 else "as much"
    return Finding(
        id=f"difference {one.measure}",
        sentence=f"{_TITLES[one.measure]}: {found.mean_in:.3f} on average in {counted(found.n_in, 'case')} "
        f"with {name}, {found.mean_out:.3f} in {found.n_out} without; {relation} with it "
        f"(p = {found.p:.4f}, {_said(found)}; the smallest that could be reached is {found.smallest:.4f}).",
        outcome=name,
        conditions=conditions,
        measure="difference in means",
        value=gap,
        direction=("for" if gap > 0 else "against") if is_clear and gap else "none",
        cases_for=tuple(case for case, fits in bears_out.items() if fits) if is_clear else (),
        cases_against=tuple(case for case, fits in bears_out.items() if not fits) if is_clear else (),
    )


def _said(found: Difference) -> str:
    return basis_of_p(is_exact=found.is_exact, labelings=found.labelings, error=found.error)
