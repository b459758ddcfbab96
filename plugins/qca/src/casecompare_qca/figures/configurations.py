"""The configuration chart: one column per path, one row per condition (Ragin and Fiss 2008; Fiss 2011).

A large mark is a core condition: its literal is part of a parsimonious term that contains the path, so that
it stands whatever is assumed about remainders. A small mark is peripheral: only the intermediate solution
has it (Fiss 2011, *Academy of Management Journal* 54(2):393-420).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    FAINT,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    Piece,
    circle,
    line,
    page,
    rectangle,
    text,
    text_width,
    wrapped,
)
from casecompare_qca.solutions.solution import Model, Solution, TermFit

__all__ = ["configuration_chart", "configuration_table"]

_ROW = 34
_WIDTH, _LEAST, _NARROWEST, _WIDEST = 720, 46.0, 78.0, 124.0
_TOP = 92
_CASE_LINES = 5


class _Mark(NamedTuple):
    value: int
    is_core: bool


def configuration_chart(
    intermediate: Solution,
    parsimonious: Solution | None = None,
    *,
    model: int = 1,
    name: str = "configurations",
    table: str = "",
) -> Figure:
    """Draw the paths of a model as columns of core and peripheral conditions.

    Parameters
    ----------
    intermediate
        The solution whose paths are shown.
    parsimonious
        The solution that tells core from peripheral conditions, of the same truth table; without it, the one
        that the intermediate solution was made with, and all marks are core marks where there is none.
    model
        Which of the tied models, from 1.
    name, table
        Name of the figure, and of the table that holds its numbers (see `configuration_table`).

    Raises
    ------
    ValueError
        if there is no such model.

    Examples
    --------
    >>> from casecompare_qca import standard_analysis
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "Y": [1, 0, 0]}, index=list("klm"))
    >>> print(configuration_chart(standard_analysis(cases, "Y", ["A", "B"])["intermediate"]).alt)
    Configuration chart for Y, model 1 of 1. Path 1: A present (core), B present (core). Inclusion 1.000, coverage 1.000.
    """  # noqa: E501 (the alternative text is one line)
    chosen = _chosen(intermediate, model)
    cores = _cores(chosen, intermediate, parsimonious)
    marks = [_marks(chosen, one, core) for one, core in zip(chosen.cubes, cores, strict=True)]
    number = f"model {model} of {intermediate.model_count:,}"
    title = f"Paths to {intermediate.outcome} ({intermediate.kind}, {number})"
    conditions = chosen.table.conditions
    label_width = _label_width(conditions)
    step = _step(chosen.term_fits, label_width)
    width = max(label_width + step * len(marks) + 24, 480)
    parts = [text(20, 28, title, size=15, is_bold=True, width=width - 40)]
    parts += _grid(conditions, marks, label_width, step, chosen.table.space.is_multi_value)
    below, bottom = _measures(chosen.term_fits, label_width, step, _TOP + _ROW * len(conditions) + 8.0)
    parts += below
    fit = chosen.fit
    overall = f"Solution: inclusion {fit.inclusion:.3f}, PRI {fit.pri:.3f}, coverage {fit.coverage:.3f}"
    parts.append(text(20, bottom + 26, overall, size=12, is_bold=True))
    parts += _key(bottom + 52, chosen.table.space.is_multi_value)
    alt = _alt(intermediate, chosen, marks, model)
    svg = page(width, bottom + 90, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def configuration_table(
    intermediate: Solution,
    parsimonious: Solution | None = None,
    *,
    model: int = 1,
    name: str = "configurations",
) -> Table:
    """Give a configuration chart as a table: one row per path, for each condition a word, then the fit.

    Parameters and errors are those of `configuration_chart`.

    Examples
    --------
    >>> from casecompare_qca import standard_analysis
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "Y": [1, 0, 0]}, index=list("klm"))
    >>> configuration_table(standard_analysis(cases, "Y", ["A", "B"])["intermediate"]).frame["A"].tolist()
    ['present (core)']
    """
    chosen = _chosen(intermediate, model)
    rows, conditions = [], chosen.table.conditions
    cores = _cores(chosen, intermediate, parsimonious)
    for cube, core, fit in zip(chosen.cubes, cores, chosen.term_fits, strict=True):
        words = [_word(mark, chosen.table.space.is_multi_value) for mark in _marks(chosen, cube, core)]
        rows.append(
            {
                "path": str(fit.term),
                **{condition: word or None for condition, word in zip(conditions, words, strict=True)},
                "fit_inclusion": fit.inclusion,
                "fit_pri": fit.pri,
                "fit_coverage": fit.coverage,
                "fit_unique": fit.unique_coverage,
                "path_cases": tuple(case for group in fit.cases for case in group),
            }
        )
    columns = {
        "path": Column(title="Path"),
        **{
            condition: Column(title=condition, description="Empty where the path does without it.")
            for condition in chosen.table.conditions
        },
        "fit_inclusion": Column(title="Inclusion"),
        "fit_pri": Column(title="PRI"),
        "fit_coverage": Column(title="Coverage"),
        "fit_unique": Column(title="Unique"),
        "path_cases": Column(title="Cases"),
    }
    return Table(
        name=name,
        title=f"Core and peripheral conditions of the paths to {intermediate.outcome}",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
        note="Core conditions are part of the parsimonious solution too; peripheral ones stay because the "
        "intermediate solution does not assume what would let them go (Fiss 2011).",
    )


def _chosen(solution: Solution, model: int) -> Model:
    if not 1 <= model <= len(solution.models):
        raise ValueError(f"there is no model {model}: the solution lists {len(solution.models)}.")
    return solution.models[model - 1]


def _cores(chosen: Model, intermediate: Solution, parsimonious: Solution | None) -> list[int]:
    """Give for each term of a model the literals that a parsimonious term containing it has, as bits."""
    wide = _parsimonious_cubes(chosen, intermediate, parsimonious)
    if wide is None:
        return list(chosen.cubes)
    cores = []
    for cube in chosen.cubes:
        core = 0
        for other in wide:
            core |= other if other & cube == other else 0
        cores.append(core)
    return cores


def _parsimonious_cubes(
    chosen: Model, intermediate: Solution, parsimonious: Solution | None
) -> Sequence[int] | None:
    """Give the terms that make conditions core: those of the model that this one was made with."""
    for pair in intermediate.pairs:
        if chosen in pair.solution.models:
            return pair.parsimonious.cubes
    if parsimonious is not None and parsimonious.models:
        return [cube for model in parsimonious.models for cube in model.cubes]
    return None


def _marks(model: Model, cube: int, core: int) -> list[_Mark | None]:
    space = model.table.space
    values, cores = space.values(cube), space.values(core)
    return [_Mark(values[j], j in cores) if j in values else None for j in range(len(model.table.conditions))]


def _word(mark: _Mark | None, is_multi_value: bool) -> str:
    if mark is None:
        return ""
    rank = "core" if mark.is_core else "peripheral"
    value = f"value {mark.value}" if is_multi_value else ("present" if mark.value else "absent")
    return f"{value} ({rank})"


def _label_width(conditions: Sequence[str]) -> float:
    widest = max([text_width(name, 13) for name in (*conditions, "Unique coverage")])
    return min(max(widest, 120.0), 260.0) + 34


def _step(fits: Sequence[TermFit], left: float) -> float:
    """Give the width of a column such that most case ids fit into it, and many columns on a page."""
    widest = max((text_width(case, 10) for fit in fits for group in fit.cases for case in group), default=0.0)
    wanted = min(max(widest + 16, _NARROWEST), _WIDEST)
    return min(wanted, max((_WIDTH - left - 24) / max(len(fits), 1), _LEAST))


def _grid(
    conditions: Sequence[str],
    marks: Sequence[Sequence[_Mark | None]],
    left: float,
    step: float,
    is_multi_value: bool,
) -> list[Piece]:
    right = left + step * len(marks)
    parts: list[Piece] = []
    for at in range(len(marks)):
        parts.append(
            text(left + step * (at + 0.5), _TOP - 14, f"{at + 1}", size=13, anchor="middle", is_bold=True)
        )
    parts.append(text(20, _TOP - 14, "Path", size=13, fill=MUTED))
    parts += [
        rectangle(20, _TOP + _ROW * at, right - 20, _ROW, fill=LIGHT) for at in range(0, len(conditions), 2)
    ]
    for at, condition in enumerate(conditions):
        y = _TOP + _ROW * at
        parts.append(text(28, y + _ROW / 2 + 5, condition, size=13, width=left - 34))
        for column, path in enumerate(marks):
            mark = path[at]
            if mark is not None:
                parts += _symbol(left + step * (column + 0.5), y + _ROW / 2, mark, is_multi_value)
    bottom = _TOP + _ROW * len(conditions)
    return [*parts, line(20, _TOP, right, _TOP), line(20, bottom, right, bottom)]


def _symbol(x: float, y: float, mark: _Mark, is_multi_value: bool) -> list[Piece]:
    """Draw a filled mark for present, a crossed one for absent, a number for a value; large for core."""
    radius = 11.5 if mark.is_core else 6.0
    if is_multi_value:
        radius = 11.5 if mark.is_core else 9.0
        fill, ink = (INK, PAPER) if mark.is_core else (PAPER, INK)
        shape = circle(x, y, radius, fill=fill, stroke=INK, line_width=1.4)
        size = 13 if mark.is_core else 10
        return [
            shape,
            text(x, y + size * 0.36, str(mark.value), size=size, anchor="middle", fill=ink, is_bold=True),
        ]
    if mark.value:
        return [circle(x, y, radius, fill=INK)]
    reach = radius * 0.7071
    weight = 2.0 if mark.is_core else 1.3
    return [
        circle(x, y, radius, fill=PAPER, stroke=INK, line_width=weight),
        line(x - reach, y - reach, x + reach, y + reach, width=weight),
        line(x - reach, y + reach, x + reach, y - reach, width=weight),
    ]


def _measures(fits: Sequence[TermFit], left: float, step: float, top: float) -> tuple[list[Piece], float]:
    """Write the fit of each path and its cases below the chart; give where that ends."""
    parts: list[Piece] = []
    rows = (
        ("Inclusion", [fit.inclusion for fit in fits]),
        ("PRI", [fit.pri for fit in fits]),
        ("Raw coverage", [fit.coverage for fit in fits]),
        ("Unique coverage", [fit.unique_coverage for fit in fits]),
    )
    y = top + 10
    for label, values in rows:
        y += 21
        parts.append(text(28, y - 8, label, size=12))
        for at, value in enumerate(values):
            said = "–" if value != value else f"{value:.3f}"
            parts.append(text(left + step * (at + 0.5), y - 8, said, size=12, anchor="middle"))
    y += 16
    parts.append(text(28, y, "Cases", size=12))
    most = 1
    for at, fit in enumerate(fits):
        cases = [case for group in fit.cases for case in group]
        words = [f"{case}," for case in cases[:-1]] + cases[-1:]
        lines = wrapped(words, step - 8, 10, lines=_CASE_LINES) or ["none"]
        most = max(most, len(lines))
        parts += [
            text(left + step * (at + 0.5), y + 13 * number, said, size=10, anchor="middle", fill=MUTED)
            for number, said in enumerate(lines)
        ]
    bottom = y + 13 * (most - 1) + 10
    parts.append(line(20, bottom, left + step * len(fits), bottom, stroke=FAINT))
    return parts, bottom


def _key(y: float, is_multi_value: bool) -> list[Piece]:
    if is_multi_value:
        entries = [(_Mark(1, True), "core value"), (_Mark(1, False), "peripheral value")]
    else:
        entries = [
            (_Mark(1, True), "core, present"),
            (_Mark(0, True), "core, absent"),
            (_Mark(1, False), "peripheral, present"),
            (_Mark(0, False), "peripheral, absent"),
        ]
    parts: list[Piece] = []
    x = 32.0
    for mark, words in entries:
        parts += _symbol(x, y, mark, is_multi_value)
        parts.append(text(x + 17, y + 4, words, size=10, fill=MUTED))
        x += text_width(words, 10) + 34
    parts.append(text(20, y + 28, "An empty cell: the path does without the condition.", size=10, fill=MUTED))
    return parts


def _alt(solution: Solution, chosen: Model, marks: Sequence[Sequence[_Mark | None]], model: int) -> str:
    is_multi_value = chosen.table.space.is_multi_value
    paths = []
    for number, path in enumerate(marks, 1):
        words = [
            f"{condition} {_word(mark, is_multi_value)}"
            for condition, mark in zip(chosen.table.conditions, path, strict=True)
            if mark is not None
        ]
        paths.append(f"Path {number}: {', '.join(words) or 'everything'}.")
    fit = chosen.fit
    return (
        f"Configuration chart for {solution.outcome}, model {model} of {solution.model_count:,}. "
        f"{' '.join(paths)} Inclusion {fit.inclusion:.3f}, coverage {fit.coverage:.3f}."
    )
