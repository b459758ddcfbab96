"""The drawings of a run, each with the table that holds its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from casecompare import Figure, Table
from casecompare_qca.analysis import Analysis
from casecompare_qca.combinations.combinations import Combination
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.case_data import CaseData

if TYPE_CHECKING:
    from casecompare_qca.figures import Relation

__all__ = ["drawn"]

_MOST_CASES = 3_000
_NECESSARY = 3

Drawn = tuple[Figure, Table | None]


def drawn(analyses: Sequence[Analysis]) -> tuple[tuple[Figure, ...], tuple[Table, ...]]:
    """Draw what a run found.

    Parameters
    ----------
    analyses
        That of the outcome first, then that of its opposite if there is one.

    Returns
    -------
    tuple
        The figures, and the tables behind them that no other part of the result gives. With more than 3,000
        cases single cases are not drawn.
    """
    pairs = [one for at, analysis in enumerate(analyses) for one in _drawn(analysis, is_first=at == 0)]
    return tuple(figure for figure, _ in pairs), tuple(table for _, table in pairs if table is not None)


def _drawn(analysis: Analysis, *, is_first: bool) -> Iterator[Drawn]:
    from casecompare_qca.figures import truth_table_tiles

    suffix = "" if is_first else "_negated"
    if is_first:
        name = "truth_table_tiles"
        yield truth_table_tiles(analysis.table, name=name, table_name="truth_table"), None
    solution = analysis.reported
    if solution is None or not solution.models or solution.is_tautology:
        return
    yield from _of_solution(analysis, solution, suffix)
    if len(analysis.table.data.cases) > _MOST_CASES:
        return
    yield from _of_cases(solution, suffix)
    if is_first:
        yield from _of_conditions(analysis)
    yield from _of_necessity(analysis, suffix)


def _of_solution(analysis: Analysis, solution: Solution, suffix: str) -> Iterator[Drawn]:
    from casecompare_qca.figures import (
        configuration_chart,
        configuration_table,
        implicant_chart,
        implicant_table,
    )

    wide = {**analysis.others, **analysis.solutions}["parsimonious"]
    name = f"configurations{suffix}"
    yield (
        configuration_chart(solution, wide, name=f"{name}_chart", table=name),
        configuration_table(solution, wide, name=name),
    )
    if wide.models and len(wide.implicants.cubes) > 1 and not wide.is_tautology:
        name = f"implicants{suffix}"
        yield implicant_chart(wide, name=f"{name}_chart", table=name), implicant_table(wide, name=name)


def _of_cases(solution: Solution, suffix: str) -> Iterator[Drawn]:
    from casecompare_qca.figures import overlap_table, upset

    model = solution.models[0]
    data = solution.table.data
    membership = pd.Series(model.membership, index=list(data.cases))
    yield _xy(data, membership, model.expression, f"xy{suffix}", "sufficiency")
    if len(model.cubes) < 2:
        return
    terms, outcome = _terms(model), _outcome(data)
    name, title = f"overlaps{suffix}", f"Cases by the paths to {data.outcome_name} they are on"
    yield (
        upset(terms, outcome, title=title, name=f"{name}_upset", table=name),
        overlap_table(terms, outcome, name=name),
    )


def _of_conditions(analysis: Analysis) -> Iterator[Drawn]:
    from casecompare_qca.figures import overlap_table, venn
    from casecompare_qca.figures.venn import LARGEST

    data = analysis.table.data
    space = data.space
    if not 2 <= len(space.conditions) <= LARGEST or space.is_multi_value:
        return
    sets = pd.DataFrame(data.values, index=list(data.cases), columns=list(space.conditions))
    outcome, name = _outcome(data), "condition_overlaps"
    title = "Cases by the conditions they share"
    yield (
        venn(sets, outcome, title=title, name="condition_venn", table=name),
        overlap_table(sets, outcome, name=name),
    )


def _of_necessity(analysis: Analysis, suffix: str) -> Iterator[Drawn]:
    data = analysis.table.data
    telling = [one for one in analysis.combinations.all if not one.is_trivial]
    for number, one in enumerate(telling[:_NECESSARY], 1):
        name = f"xy_need_{number}{suffix}"
        yield _xy(data, _membership(data, one), one.expression, name, "necessity")


def _xy(data: CaseData, membership: pd.Series, condition: str, name: str, relation: Relation) -> Drawn:
    from casecompare_qca.figures import xy_plot, xy_table

    outcome = _outcome(data)
    figure = xy_plot(
        membership, outcome, condition_name=condition, relation=relation, name=f"{name}_plot", table=name
    )
    return figure, xy_table(membership, outcome, condition_name=condition, relation=relation, name=name)


def _outcome(data: CaseData) -> pd.Series:
    return pd.Series(data.outcome, index=list(data.cases), name=data.outcome_name)


def _terms(model: Model) -> pd.DataFrame:
    data = model.table.data
    columns = [str(term) for term in model.terms]
    return pd.DataFrame(data.memberships(model.cubes), index=list(data.cases), columns=columns)


def _membership(data: CaseData, combination: Combination) -> pd.Series:
    """Give the membership in a combination from the literals it is written with."""
    space = data.space
    by_name = {str(space.term(1 << at)): data.literal(*literal) for at, literal in enumerate(space.literals)}
    parts = pd.DataFrame({name: by_name[name] for name in combination.literals}, index=list(data.cases))
    return parts.max(axis=1) if combination.is_disjunction else parts.min(axis=1)
