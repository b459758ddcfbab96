"""Across cases: each network against chance, and cases with the outcome against cases without it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from casecompare import Finding, Study, Table
from casecompare_network.across_cases import Difference, holm, outcome_difference
from casecompare_network.case_measures import CaseMeasures, board_places
from casecompare_network.null_models import (
    NullComparison,
    cross_share_null,
    many_betweenness,
    many_connectedness,
    many_degree_centralization,
    many_transitivity,
    random_networks,
    simulated_null,
)
from casecompare_network.options import NetworkOptions
from casecompare_network.scores import COMPARED, HEADLINES, SCORES
from casecompare_network.tables import Cell, make_table

__all__ = ["Compared", "compare_outcomes", "difference_findings", "differences_table", "null_table"]

SIMULATED_UP_TO = 60
"""Actors up to which random networks are drawn; beyond, the stack of matrices takes too much memory."""

_TITLES = {score.name: score.title for score in SCORES}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One measure compared between cases with and without the outcome; `values` holds those compared."""

    measure: str
    difference: Difference
    p_holm: float
    values: pd.Series


def null_table(
    last: Mapping[str, CaseMeasures], options: NetworkOptions, random: np.random.Generator
) -> Table:
    """Hold each case's measures against networks with as many actors and ties."""
    rows: list[Mapping[str, Cell]] = []
    for case, one in last.items():
        for measure, found in _nulls(one, options, random):
            if math.isnan(found.value):
                continue
            rows.append({
                "case": case, "measure": _TITLES[measure], "value": found.value, "mean": found.mean,
                "deviation": found.deviation, "z": found.z, "error": found.error,
            })  # fmt: skip
    note = (
        "Ties across the boundary: exact. The others: mean of random networks, with its standard error. z "
        "makes cases of different size and density comparable."
    )
    order = ["case", "measure", "value", "mean", "deviation", "z", "error"]
    return make_table("chance", "Against networks of the same size and density", rows, order, note=note)


def compare_outcomes(
    scores: pd.DataFrame, outcome: pd.Series, options: NetworkOptions, random: np.random.Generator
) -> list[Compared]:
    """Compare every measure between cases with the outcome (membership above 0.5) and without it.

    Parameters
    ----------
    scores
        One row per case.
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
    for measure in COMPARED:
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
            "p_holm": one.p_holm, "error": one.difference.error,
        }
        for one in compared
        if one.difference.n_in and one.difference.n_out
    ]  # fmt: skip
    note = f"Cases with and without {outcome}; two-sided permutation of the difference in means."
    order = ["measure", "n_in", "n_out", "mean_in", "mean_out", "effect", "smallest", "p", "p_holm", "error"]
    return make_table("differences", "What distinguishes the networks", rows, order, note=note)


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
        sentence=f"{_TITLES[one.measure]}: {found.mean_in:.3f} on average in the {found.n_in} cases with "
        f"{name}, {found.mean_out:.3f} in the {found.n_out} without; {relation} with it "
        f"(p = {found.p:.4f}; the smallest that could be reached is {found.smallest:.4f}).",
        outcome=name,
        conditions=conditions,
        measure="difference in means",
        value=gap,
        direction=("for" if gap > 0 else "against") if is_clear and gap else "none",
        cases_for=tuple(case for case, fits in bears_out.items() if fits) if is_clear else (),
        cases_against=tuple(case for case, fits in bears_out.items() if not fits) if is_clear else (),
    )


def _nulls(
    one: CaseMeasures, options: NetworkOptions, random: np.random.Generator
) -> list[tuple[str, NullComparison]]:
    net, groups = one.working.network, one.working.record.groups(options.group)
    if len(one.working.unknown) or net.size < 3 or not net.n_ties:
        return []
    found = []
    share = one.scores["cross_boundary_share"].value
    if None not in groups:
        null = cross_share_null(net, [str(group) for group in groups], share)
        found.append(("cross_boundary_share", null))
    if net.size > SIMULATED_UP_TO:
        return found
    drawn = random_networks(net, options.null_draws, random)
    for measure, many in (
        ("transitivity", many_transitivity),
        ("centralization", many_degree_centralization),
        ("connectedness", many_connectedness),
    ):
        found.append((measure, simulated_null(net, many, one.scores[measure].value, drawn)))
    members = board_places(one.working, options)
    if members:
        value = one.scores["board_betweenness"].value
        null = simulated_null(net, lambda many: many_betweenness(many, members).mean(axis=1), value, drawn)
        found.append(("board_betweenness", null))
    return found
