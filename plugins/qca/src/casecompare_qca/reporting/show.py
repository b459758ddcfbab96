"""How results look in a terminal of 80 columns."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from casecompare_qca.reporting.wording import counted
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["show_model", "show_solution", "show_truth_table"]

_WIDTH = 80
_LISTED_MODELS = 10
_LISTED_ROWS = 12


def show_truth_table(table: TruthTable) -> str:
    """Write a truth table as a paper prints it: rows that lead to the outcome first.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(truth_table(cases, "Y", ["A", "B"]))
    Truth table for Y (inclusion >= 0.8)
    row  A  B  OUT  n  incl.    PRI  cases
      3  1  0    1  1  1.000  1.000  l
      4  1  1    1  1  1.000  1.000  k
      1  0  0    0  1  0.000  0.000  m
    3 of 4 rows observed
    """
    frame = table.to_frame()
    heads = ["row", *table.conditions, "OUT", "n", "incl.", "PRI"]
    lines = [
        [
            str(row),
            *(str(values[name]) for name in table.conditions),
            values["OUT"],
            str(values["n"]),
            _number(values["inclusion"]),
            _number(values["PRI"]),
        ]
        for row, values in frame.iterrows()
    ]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    used = sum(widths) + 2 * len(widths)
    shown = [_thresholds(table), "  ".join(_aligned(heads, widths)) + "  cases"]
    for cells, cases in zip(lines, frame["cases"], strict=True):
        text = _clipped(", ".join(cases), max(8, _WIDTH - used))
        shown.append(("  ".join(_aligned(cells, widths)) + "  " + text).rstrip())
    observed = sum(row.n > 0 for row in table.rows)
    shown.append(f"{observed} of {table.rows_total} rows observed")
    return "\n".join(_clipped(line, _WIDTH) for line in shown)


def show_model(model: Model) -> str:
    """Write one model with its fit, assumptions and cases."""
    lines = [*_wrapped(model.formula), f"  {_fit_line(model)}"]
    for one in model.term_fits:
        cases = ", ".join(case for group in one.cases for case in group) or "no case"
        lines += _wrapped(
            f"{one.term}: inclusion {_number(one.inclusion)}, PRI {_number(one.pri)}, coverage "
            f"{_number(one.coverage)}, unique {_number(one.unique_coverage)}; {cases}",
            indent="  ",
        )
    lines += _wrapped(_assumption_line(model), indent="  ")
    for name, cases_ in (("not explained", model.uncovered_cases), ("deviant", model.deviant_cases)):
        if cases_:
            lines += _wrapped(f"{name}: {', '.join(cases_)}", indent="  ")
    return "\n".join(lines)


def show_solution(solution: Solution) -> str:
    """Write a solution: every model with fit, number of tied models, assumptions and cases.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(minimize(truth_table(cases, "Y", ["A", "B"])))
    Parsimonious solution for Y: 1 model
    Model 1 of 1
    A => Y
      inclusion 1.000, PRI 1.000, coverage 1.000
      A: inclusion 1.000, PRI 1.000, coverage 1.000, unique 1.000; l, k
      assumptions: none
    """
    head = f"{solution.kind.capitalize()} solution for {solution.outcome}: "
    if solution.is_empty:
        return head + "no row leads to the outcome,\nso that there is nothing to explain."
    at_least = "" if solution.label == "exact" else "at least "
    lines = [f"{head}{at_least}{counted(solution.model_count, 'model')}"]
    if solution.label != "exact":
        lines.append(f"({solution.label}: the search reached its limit)")
    if solution.model_count > 1:
        lines += [line for part in str(solution.model_space).splitlines() for line in _wrapped(part)]
    if solution.is_tautology:
        lines += _wrapped("Nothing speaks against the outcome: no row is coded 0. The formula 1 says so.")
    if solution.expectations:
        lines += _wrapped(f"expectations: {', '.join(solution.expectations)}")
    for number, model in enumerate(solution.models[:_LISTED_MODELS], 1):
        lines += [f"Model {number} of {at_least}{solution.model_count:,}", show_model(model)]
    if (more := solution.model_count - _LISTED_MODELS) > 0:
        lines.append(f"… and {at_least}{counted(more, 'more model')}")
    return "\n".join(lines)


def _thresholds(table: TruthTable) -> str:
    first, second = table.consistency
    cuts = f"inclusion >= {first:g}" + (f", contradictory from {second:g}" if second < first else "")
    pri = f", PRI >= {table.pri:g}" if table.pri else ""
    cases = f", at least {table.cases} cases" if table.cases > 1 else ""
    return f"Truth table for {table.outcome} ({cuts}{pri}{cases})"


def _fit_line(model: Model) -> str:
    fit = model.fit
    return f"inclusion {_number(fit.inclusion)}, PRI {_number(fit.pri)}, coverage {_number(fit.coverage)}"


def _assumption_line(model: Model) -> str:
    found = model.assumptions
    if not found.count:
        return "assumptions: none"
    if found.count > _LISTED_ROWS or not found.is_listed:
        return f"assumptions: {counted(found.count, 'row')}"
    return f"assumptions: {counted(found.count, 'row')} ({', '.join(map(str, found.rows))})"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]


def _clipped(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "    ", break_on_hyphens=False
    )
