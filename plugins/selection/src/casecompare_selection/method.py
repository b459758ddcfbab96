"""The method `selection`: a frame and the studied cases, looked at by the strategies of case selection."""

from __future__ import annotations

import numpy as np
import pandas as pd

from casecompare import (
    CasecompareError,
    MethodResult,
    RunContext,
    Study,
    StudyError,
)
from casecompare_selection.checks import frame_problems, within_problems
from casecompare_selection.declaration import SCORES
from casecompare_selection.diagnostics import (
    analysis_diagnostics,
    estimates_diagnostic,
    frame_diagnostics,
    unchecked_diagnostic,
)
from casecompare_selection.figures import scatter_figure
from casecompare_selection.findings import selection_findings
from casecompare_selection.frame_file import FrameTable, read_frame
from casecompare_selection.options import SelectionOptions, WithinOptions
from casecompare_selection.positions import find_positions
from casecompare_selection.strategies import Analysis, analyse
from casecompare_selection.strategy_tables import strategy_tables
from casecompare_selection.tables import (
    coverage_tables,
    files_table,
    left_out_table,
    model_table,
    positions_tables,
    response_rates,
    response_table,
    sampling_table,
    units_table,
)
from casecompare_selection.units import Units, frame_units, study_units, within_options
from casecompare_selection.variables import standard_distances

__all__ = ["run"]


def run(study: Study, options: SelectionOptions, context: RunContext) -> MethodResult:
    """Say where the chosen cases stand in the frame, and which cases each strategy would name.

    Parameters
    ----------
    study
        Its records say why each case was chosen (section `sampling`); its folder holds the frame.
    options
        The frame, what its columns are, and what the studied cases are compared on.
    context
        For memberships and values before calibration.

    Returns
    -------
    MethodResult
        Scores of the studied cases, a table per strategy, positions and coverage; always with the warning
        that shares over cases chosen on purpose are no estimates.

    Raises
    ------
    casecompare.StudyError
        if the frame cannot be read, or an option names what is not there; every problem at once.
    """
    frame = None if options.frame is None else read_frame(study.folder, options.frame)
    problems = [*within_problems(study, options)]
    problems += frame_problems(study, options, frame) if frame else []
    if problems:
        raise StudyError(problems)
    parts = []
    if frame is not None:
        parts.append(_frame_part(frame, study, options))
    within = within_options(options)
    if within is not None:
        parts.append(_within_part(study, within, options, context, prefix="within_" if frame else ""))
    tables = [table for part in parts for table in part.tables]
    tables += [table for table in (sampling_table(study),) if len(table.frame)]
    warned = estimates_diagnostic(study, tables)
    return MethodResult(
        scores=_scores(study, [part.scores for part in parts]),
        tables=tuple(tables),
        figures=tuple(figure for part in parts for figure in part.figures),
        findings=tuple(finding for part in parts for finding in part.findings),
        diagnostics=(
            *([warned] if warned else []),
            *(diagnostic for part in parts for diagnostic in part.diagnostics),
        ),
    )


def _frame_part(frame: FrameTable, study: Study, options: SelectionOptions) -> MethodResult:
    units = _checked(frame_units(frame, study, options))
    analysis = analyse(units, options)
    positions = find_positions(analysis, study)
    rates = response_rates(frame, options, units)
    tables = [
        *positions_tables(analysis, positions),
        *strategy_tables(analysis, options),
        *coverage_tables(analysis),
        response_table(rates),
        model_table(analysis),
        left_out_table(analysis),
        units_table(analysis),
        files_table(frame, units),
    ]
    figure = scatter_figure(analysis, positions)
    return MethodResult(
        scores=_scores_of(analysis),
        tables=tuple(table for table in tables if len(table.frame)),
        figures=() if figure is None else (figure,),
        findings=tuple(selection_findings(analysis, positions, rates, options)),
        diagnostics=(
            *frame_diagnostics(frame, analysis, positions, rates, study),
            *analysis_diagnostics(analysis, options),
        ),
    )


def _within_part(
    study: Study, within: WithinOptions, options: SelectionOptions, context: RunContext, *, prefix: str
) -> MethodResult:
    units = _checked(study_units(study, within, context))
    analysis = analyse(units, options)
    positions = find_positions(analysis, study)
    has_defaults = within.cause is None and within.background is None
    figure = scatter_figure(analysis, positions, prefix)
    tables = [
        *strategy_tables(analysis, options, prefix),
        *positions_tables(analysis, positions, prefix),
        model_table(analysis, prefix),
        left_out_table(analysis, prefix),
        units_table(analysis, prefix),
    ]
    unchecked = None if options.frame else unchecked_diagnostic(positions, study)
    return MethodResult(
        scores=_scores_of(analysis),
        tables=tuple(table for table in tables if len(table.frame)),
        figures=() if figure is None else (figure,),
        findings=tuple(selection_findings(analysis, positions, {}, options, prefix.replace("_", "-"))),
        diagnostics=(
            *([unchecked] if unchecked else []),
            *analysis_diagnostics(analysis, options, has_defaults=has_defaults),
        ),
    )


def _checked(units: Units) -> Units:
    """Refuse what is most likely a slip: a category with very many labels, a number beyond all bounds."""
    for variable in units.variables:
        if np.nanmax(np.abs(variable.numbers), initial=0.0) > _LARGEST:
            raise CasecompareError(
                f"'{variable.name}' holds a number beyond {_LARGEST:g}, with which nothing can be computed. "
                "Correct it, or give it in another unit."
            )
        if variable.kind == "category":
            labels = sorted({str(label) for label in variable.values[~variable.is_missing]})
            if len(labels) > _MOST_LABELS:
                raise CasecompareError(
                    f"'{variable.name}' has {len(labels):,} different labels, such as {labels[-1][:40]!r}; "
                    f"more than {_MOST_LABELS} are no categories. If it holds numbers, correct the cells "
                    "that do not; else leave it out."
                )
    return units


_MOST_LABELS = 50
_LARGEST = 1e100


def _scores_of(analysis: Analysis) -> pd.DataFrame:
    units, fit = analysis.units, analysis.fit
    nothing = np.full(len(units.ids), np.nan)
    columns = {
        "residual": fit.residuals,
        "standardized_residual": fit.standardized,
        "leverage": fit.leverage,
        "cooks_distance": fit.cooks,
        "outcome_distance": standard_distances(units.outcome.numbers) if units.outcome else nothing,
        "cause_distance": standard_distances(units.cause.numbers) if units.cause else nothing,
    }
    places = [at for at, case in enumerate(units.cases) if case is not None]
    index = pd.Index([units.cases[at] for at in places], name="case", dtype=object)
    return pd.DataFrame({name: column[places] for name, column in columns.items()}, index=index)


def _scores(study: Study, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Give one row per studied case: from the frame if there is one, else from the cases themselves."""
    names = [score.name for score in SCORES]
    index = pd.Index(list(study.case_ids), name="case", dtype=object)
    if not parts:
        return pd.DataFrame(np.nan, index=index, columns=names)
    return parts[0].reindex(index)[names]
