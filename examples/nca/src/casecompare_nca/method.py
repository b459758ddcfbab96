"""The method `nca`: every condition analysed, tested and shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import cast

import numpy as np
import pandas as pd

from casecompare import CasecompareError, Diagnostic, RunContext, Statement, Study, Table
from casecompare_nca.analysis import analyse_scatter
from casecompare_nca.bottleneck import outcome_levels
from casecompare_nca.diagnostics import condition_diagnostics, nothing_to_see
from casecompare_nca.figures import scatter_figure
from casecompare_nca.findings import nca_findings
from casecompare_nca.options import NcaOptions
from casecompare_nca.outliers import Outlier, find_outliers
from casecompare_nca.permutation import EffectTest, difference_contrast, permutation_tests
from casecompare_nca.result import Examined, NcaResult
from casecompare_nca.scales import normalise
from casecompare_nca.scatter import Scatter, make_scatter
from casecompare_nca.tables import (
    bottleneck_table,
    ceilings_table,
    contrasts_table,
    effects_table,
    outliers_table,
    points_table,
)
from casecompare_nca.variables import condition_names, outcome_name, read_variables

__all__ = ["run"]

_MOST_LEFT_OUT = 2_000


def run(study: Study, options: NcaOptions, context: RunContext) -> NcaResult:
    """Say for each condition whether a level of it is necessary for a level of the outcome.

    Parameters
    ----------
    study
        The study.
    options
        Conditions, ceilings, corners, scopes, and how the bottleneck tables count.
    context
        For memberships, values as measured, chance and progress.

    Returns
    -------
    NcaResult
        Tables of effect sizes, ceilings, bottlenecks and outliers, a figure per condition, and a finding for
        each. A condition that does not vary is left out, with a remark.

    Raises
    ------
    casecompare.CasecompareError
        if an option names what is not there.
    """
    _check_names(study, options)
    numbers = read_variables(study, options, context)
    examined: list[Examined] = []
    remarks: list[Diagnostic] = []
    for at, condition in enumerate(condition_names(study, options)):
        context.progress(at, len(numbers.columns) - 1, f"testing {condition}")
        scatter = _scatter(numbers, condition, options)
        if isinstance(scatter, Diagnostic):
            remarks.append(scatter)
        else:
            examined.append(_examine(numbers, condition, scatter, options, context))
    _check_steps(examined, options)
    statements = tuple(_statements(examined, options))
    if context.is_repeat:
        return NcaResult(statements=statements, examined=tuple(examined), options=options, numbers=numbers)
    remarks += chain.from_iterable(condition_diagnostics(one, options) for one in examined)
    return NcaResult(
        tables=tuple(_tables(examined, numbers, options, context)),
        figures=tuple(scatter_figure(one) for one in examined),
        findings=tuple(nca_findings(examined, options)),
        diagnostics=tuple(remarks),
        statements=statements,
        examined=tuple(examined),
        options=options,
        numbers=numbers,
    )


def _check_names(study: Study, options: NcaOptions) -> None:
    conditions, outcome = condition_names(study, options), outcome_name(study, options)
    known = (*conditions, outcome)
    named = [("scope", name) for name in options.scope]
    named += [("corners", name) for name in options.corners]
    named += [("contrasts", name) for pair in options.contrasts for name in pair]
    wrong = [
        f"{option}: '{name}' is none of the conditions"
        for option, name in named
        if name not in (known if option == "scope" else conditions)
    ]
    wrong += [
        f"scope: the lowest value of {name} must be below the highest"
        for name, (low, high) in options.scope.items()
        if low >= high
    ]
    if wrong:
        raise CasecompareError(f"{'; '.join(wrong)}. The conditions are {', '.join(conditions)}.")


def _check_steps(examined: Sequence[Examined], options: NcaOptions) -> None:
    """Refuse steps that make no table before anything is drawn."""
    for one in examined:
        try:
            outcome_levels(
                one.analysis.scatter, options.outcome_levels, steps=options.steps, step_size=options.step_size
            )
        except ValueError as error:
            raise CasecompareError(f"steps or step_size: {error}") from None


def _scatter(numbers: pd.DataFrame, condition: str, options: NcaOptions) -> Scatter | Diagnostic:
    """Give the plot of a condition, or why there is none."""
    outcome = str(numbers.columns[-1])
    pair = numbers[[condition, outcome]].dropna()
    if not len(pair):
        return nothing_to_see(condition, "no case has both it and the outcome.")
    made = make_scatter(
        numbers[condition],
        numbers[outcome],
        corner=options.corners.get(condition, 1),
        scope=_ends(condition, outcome, options),
    )
    if made.scope.area <= 0:
        flat = condition if made.scope.x_min == made.scope.x_max else outcome
        return nothing_to_see(condition, f"all cases have the same {flat}.")
    return made


def _examine(
    numbers: pd.DataFrame, condition: str, scatter: Scatter, options: NcaOptions, context: RunContext
) -> Examined:
    outcome = str(numbers.columns[-1])
    return Examined(
        condition=condition,
        outcome=outcome,
        analysis=analyse_scatter(
            scatter, options.ceilings, tau=options.tau, counts_once=options.duplicates == "once"
        ),
        cases=tuple(str(numbers.index[row]) for row in scatter.rows),
        tests=_tests(scatter, options, context),
        outliers=() if context.is_repeat else _outliers(scatter, condition, outcome, options),
    )


def _tests(scatter: Scatter, options: NcaOptions, context: RunContext) -> Mapping[str, EffectTest]:
    # Asked for whether or not it is needed, so that each condition has the same chance in every run.
    seed = context.random.getrandbits(64)
    if not options.permutations:
        return {}
    key = (
        "nca",
        seed,
        scatter.corner,
        scatter.scope,
        scatter.x.tobytes(),
        scatter.y.tobytes(),
        repr(options),
    )
    if key not in context.memory:
        context.memory[key] = permutation_tests(
            scatter,
            options.ceilings,
            random=np.random.default_rng(seed),
            permutations=options.permutations,
            tau=options.tau,
            counts_once=options.duplicates == "once",
        )
    return cast("Mapping[str, EffectTest]", context.memory[key])


def _outliers(
    scatter: Scatter, condition: str, outcome: str, options: NcaOptions
) -> tuple[Outlier, ...] | None:
    if len(scatter.x) < 3:
        return ()
    if len(scatter.x) > _MOST_LEFT_OUT:
        return None
    scope = _ends(condition, outcome, options)
    return tuple(
        find_outliers(scatter, options.ceilings[0], smallest=options.outliers, scope=scope, tau=options.tau)
    )


def _ends(condition: str, outcome: str, options: NcaOptions) -> list[float]:
    """Give the theoretical scope, NaN where the ends are those of the cases."""
    unknown = [math.nan, math.nan]
    return [*options.scope.get(condition, unknown), *options.scope.get(outcome, unknown)]


def _tables(
    examined: Sequence[Examined], numbers: pd.DataFrame, options: NcaOptions, context: RunContext
) -> Iterator[Table]:
    yield effects_table(examined, options)
    for ceiling in options.ceilings:
        yield bottleneck_table(examined, ceiling, numbers, options)
    yield ceilings_table(examined, options)
    yield outliers_table(examined, options)
    if options.contrasts:
        yield contrasts_table(_contrasts(numbers, options, context))
    for one in examined:
        yield points_table(one)


def _contrasts(numbers: pd.DataFrame, options: NcaOptions, context: RunContext) -> list[dict[str, object]]:
    outcome = numbers[numbers.columns[-1]]
    rows: list[dict[str, object]] = []
    for first, second in options.contrasts:
        complete = numbers[[first, second, str(outcome.name)]].dropna()
        if (complete.nunique() < 2).any():
            continue
        # Values that change places have to be on one scale.
        one, other = (normalise(numbers[name], ends=options.scope.get(name)) for name in (first, second))
        for ceiling in options.ceilings:
            made = difference_contrast(
                one,
                other,
                outcome,
                ceiling,
                random=np.random.default_rng(context.random.getrandbits(64)),
                permutations=max(options.permutations, 1),
                tau=options.tau,
            )
            rows.append(
                {
                    "first": first,
                    "second": second,
                    "ceiling": ceiling,
                    "effect_first": made.first,
                    "effect_second": made.second,
                    "difference": made.difference,
                    "p": made.p if options.permutations else float("nan"),
                }
            )
    return rows


def _statements(examined: Sequence[Examined], options: NcaOptions) -> Iterator[Statement]:
    for one in examined:
        for ceiling in options.ceilings:
            yield Statement(
                kind=f"necessity in degree for {one.outcome} ({ceiling})",
                subject=one.condition,
                value=one.reading(ceiling, options),
            )
