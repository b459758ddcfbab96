"""How results show themselves in a notebook: plain HTML tables and text, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from casecompare_qca.reporting.wording import counted
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["model_html", "solution_html", "truth_table_html"]

_MOST_ROWS, _MOST_MODELS = 100, 10


def truth_table_html(table: TruthTable) -> str:
    """Give a truth table as HTML, rows that lead to the outcome first, 100 at most.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> html = truth_table_html(truth_table(pd.DataFrame({"A<": [1, 0], "Y": [1, 0]}), "Y", ["A<"]))
    >>> "<th>A&lt;</th>" in html, html.count("<tr>")
    (True, 3)
    """
    frame = table.to_frame()
    heads = ["row", *table.conditions, "OUT", "n", "incl.", "PRI", "cases"]
    lines = [
        [str(number), *map(str, row[: len(table.conditions)]), *_row_end(row[len(table.conditions) :])]
        for number, *row in frame.head(_MOST_ROWS).itertuples(name=None)
    ]
    first, second = table.consistency
    cuts = f"inclusion ≥ {first:g}" + (f", contradictory from {second:g}" if second < first else "")
    cuts += (f", PRI ≥ {table.pri:g}" if table.pri else "") + f", n ≥ {table.cases}"
    observed = sum(row.n > 0 for row in table.rows)
    left = len(frame) - len(lines)
    more = f"; {left} more rows in to_frame()" if left > 0 else ""
    return _block(
        f"Truth table for {table.outcome}",
        _table(heads, lines),
        f"{cuts}. {observed} of {table.rows_total:,} rows observed{more}.",
    )


def model_html(model: Model) -> str:
    """Give a model with its terms, fit, assumptions and cases as HTML.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> table = truth_table(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["<k>", "l"]), "Y", ["A"])
    >>> html = model_html(minimize(table).models[0])
    >>> "&lt;k&gt;" in html, "<k>" in html
    (True, False)
    """
    return _block(model.formula, _terms(model), _about(model))


def solution_html(solution: Solution) -> str:
    """Give a solution with its first ten models as HTML; a formula never stands without its fit.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> table = truth_table(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"]), "Y", ["A"])
    >>> "model 1 of 1" in solution_html(minimize(table))
    True
    """
    head = f"{solution.kind.capitalize()} solution for {solution.outcome}"
    if solution.is_empty:
        return _block(head, "", "No row leads to the outcome, so that there is nothing to explain.")
    at_least = "" if solution.label == "exact" else "at least "
    said = f"{at_least}{counted(solution.model_count, 'model')}"
    if solution.model_count > 1:
        said = "; ".join(str(solution.model_space).splitlines())
    elif solution.label != "exact":
        said += f" ({solution.label})"
    if solution.expectations:
        said += f"; expectations: {', '.join(solution.expectations)}"
    if solution.is_tautology:
        said += "; nothing speaks against the outcome, as the formula 1 says"
    parts = [
        _block(
            f"{model.formula}  (model {number} of {at_least}{solution.model_count:,})",
            _terms(model),
            _about(model),
        )
        for number, model in enumerate(solution.models[:_MOST_MODELS], 1)
    ]
    return _block(head, "".join(parts), f"{said}.")


def _terms(model: Model) -> str:
    lines = [
        [
            str(one.term),
            *map(_number, (one.inclusion, one.pri, one.coverage, one.unique_coverage)),
            ", ".join(case for group in one.cases for case in group),
        ]
        for one in model.term_fits
    ]
    fit = model.fit
    lines.append(["all", *map(_number, (fit.inclusion, fit.pri, fit.coverage)), "", ""])
    return _table(["term", "incl.", "PRI", "cov.", "unique", "cases"], lines)


def _about(model: Model) -> str:
    found = model.assumptions
    said = f"Assumptions: {counted(found.count, 'row')}." if found.count else "No assumptions."
    for name, cases in (("Not explained", model.uncovered_cases), ("Deviant", model.deviant_cases)):
        said += f" {name}: {', '.join(cases)}." if cases else ""
    return said


def _row_end(values: Sequence[object]) -> list[str]:
    out, n, inclusion, pri, cases = values
    people = ", ".join(cases) if isinstance(cases, tuple) else ""
    return [str(out), str(n), _number(inclusion), _number(pri), people]


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) and value == value else "–"


def _table(heads: Iterable[str], lines: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line)}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _block(head: str, body: str, foot: str) -> str:
    return f"<div><p><strong>{escape(head)}</strong></p>{body}<p><small>{escape(foot)}</small></p></div>"
