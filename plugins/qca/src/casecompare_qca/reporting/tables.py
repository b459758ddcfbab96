"""The result's main tables: truth table, solutions, necessity, models, and the terms of the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from casecompare import Column, Table
from casecompare_qca.analysis import Analysis
from casecompare_qca.reporting.wording import counted
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.truth_table import TruthTable

__all__ = [
    "LISTED_MODELS",
    "models_table",
    "necessity_report",
    "remainders_report",
    "solutions_table",
    "terms_table",
    "truth_table_report",
]

LISTED_MODELS = 10
"""So many tied models per solution stand in the report's tables; all of them are counted."""

_FIRST_MODELS = 5
_LISTED_REMAINDERS = 64
_MOST_MEMBERSHIPS = 20_000_000

_INCLUSION = Column(
    title="Inclusion", description="Consistency of sufficiency, sum of min(x,y) over sum of x."
)
_PRI = Column(title="PRI", description="Proportional reduction in inconsistency.")
_COVERAGE = Column(title="Coverage", description="Share of the outcome that is covered.")
_UNIQUE = Column(title="Unique", description="Share of the outcome that only this term of the model covers.")


def truth_table_report(table: TruthTable, name: str, *, main: bool = False) -> Table:
    """Give the observed rows, those that lead to the outcome first; `main` as for `casecompare.Table`."""
    # Haesebrouck's square root cannot be shared between rows: each row goes through all cases.
    is_small = len(table.rows) * len(table.data.cases) <= _MOST_MEMBERSHIPS
    frame = table.to_frame(haesebrouck=is_small).reset_index()
    deviant = {row.number: row.deviant_cases for row in table.rows if row.out in ("1", "C")}
    if any(deviant.values()):
        frame["deviant"] = pd.Series([deviant.get(row, ()) for row in frame["row"]], dtype=object)
    columns = {
        "row": Column(title="Row", description="Number in the full truth table, 00…0 being 1.", decimals=0),
        **{
            condition: Column(title=condition, description="1 in, 0 out", decimals=0)
            for condition in table.conditions
        },
        "OUT": Column(
            title="OUT",
            description="1 leads to the outcome, 0 does not, C contradictory, ? too few cases.",
            decimals=0,
        ),
        "n": Column(title="n", description="Cases in the row.", decimals=0),
        "inclusion": replace(_INCLUSION, title="Incl."),
        "PRI": _PRI,
        "haesebrouck": Column(
            title="Haes.",
            description="Haesebrouck's consistency (2015): small inconsistencies of high members weigh more.",
        ),
        "cases": Column(title="Cases"),
        "deviant": Column(
            title="Deviant", description="Cases that do not show what their row, coded 1 or C, is to lead to."
        ),
    }
    first, second = table.consistency
    observed = sum(row.n > 0 for row in table.rows)
    note = f"{observed:,} of {table.rows_total:,} possible rows are observed. Inclusion from {first:g}"
    note += f", contradictory from {second:g}" if second < first else ""
    note += f", PRI from {table.pri:g}, at least {counted(table.cases, 'case')}."
    return Table(
        name=name,
        title=f"Truth table for {table.outcome}",
        frame=frame,
        columns={name: columns[name] for name in frame.columns},
        note=note,
        main=main,
    )


def remainders_report(analysis: Analysis, name: str) -> Table | None:
    """Give the rows that no case shows: their code, and which solutions assume that they lead to the outcome.

    Returns
    -------
    Table or None
        None where there is no such row, or more than 64.
    """
    table = analysis.table
    if not 0 < table.rows_total - len(table.rows) <= _LISTED_REMAINDERS:
        return None
    frame = table.to_frame(rows="remainders", sort_by=["OUT", "row"]).drop(columns=["n", "cases"])
    assumed = {
        kind: set(one.models[0].assumptions.rows) for kind, one in analysis.solutions.items() if one.models
    }
    frame["assumed"] = pd.Series(
        [tuple(kind for kind, rows in assumed.items() if row in rows) for row in frame.index],
        index=frame.index,
        dtype=object,
    )
    columns = {
        "row": Column(title="Row", description="Number in the full truth table, 00…0 being 1.", decimals=0),
        **{one: Column(title=one, description="1 in, 0 out", decimals=0) for one in table.conditions},
        "OUT": Column(title="OUT", description="? open, 0 nothing is assumed about it, impossible."),
        "inclusion": _INCLUSION,
        "PRI": _PRI,
        "assumed": Column(
            title="Assumed in", description="Solutions whose first model takes it as positive."
        ),
    }
    title = f"Configurations that no case shows ({table.outcome})"
    return Table(name=name, title=title, frame=frame.reset_index(), columns=columns)


def solutions_table(analyses: Iterable[Analysis]) -> Table:
    """Give every solution on a line for each of its first five models: what a reader wants to see first."""
    rows = []
    for analysis in analyses:
        for kind, solution in analysis.solutions.items():
            name = analysis.solution_name(kind)
            rows += [
                {
                    "solution": name,
                    "model": f"{number} of {_count(solution)}",
                    "formula": model.formula,
                    "inclusion": model.fit.inclusion,
                    "PRI": model.fit.pri,
                    "coverage": model.fit.coverage,
                    "assumptions": model.assumptions.count,
                    "cases": _case_count(model),
                }
                for number, model in enumerate(solution.models[:_FIRST_MODELS], 1)
            ] or [{"solution": name, "model": "none", "formula": solution.formula}]
    columns = {
        "solution": Column(title="Solution"),
        "model": Column(title="Model", description="Which of the tied models."),
        "formula": Column(title="Formula"),
        "inclusion": replace(_INCLUSION, title="Incl."),
        "PRI": _PRI,
        "coverage": replace(_COVERAGE, title="Cov."),
        "assumptions": Column(
            title="Assumed",
            description="Rows that no case shows, which the model takes as leading to the outcome.",
            decimals=0,
        ),
        "cases": Column(
            title="Cases",
            description="How many of the cases with the outcome are in the model, and how many are in it "
            "without "
            "the outcome. They are named under the models in full.",
        ),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    frame = frame.astype(dict.fromkeys(("inclusion", "PRI", "coverage"), float))
    return Table(name="solutions", title="Solutions", frame=frame, columns=columns, main=True)


def _case_count(model: Model) -> str:
    covered, deviant = len(model.covered_cases), len(model.deviant_cases)
    said = f"{covered} of {covered + len(model.uncovered_cases)}"
    return f"{said}, {deviant} against" if deviant else said


def necessity_report(necessity: Mapping[str, pd.DataFrame]) -> Table:
    """Give the necessity of single conditions for each outcome."""
    frames = [
        frame.rename_axis("set")
        .reset_index()
        .assign(outcome=outcome)[["outcome", "set", "inclusion", "coverage", "relevance"]]
        for outcome, frame in necessity.items()
    ]
    return Table(
        name="necessity",
        title="Necessity of single conditions",
        frame=pd.concat(frames, ignore_index=True),
        columns={
            "outcome": Column(title="Outcome"),
            "set": Column(title="Set"),
            "inclusion": Column(title="Inclusion", description="Sum of min(x,y) over sum of y."),
            "coverage": Column(title="Coverage", description="Sum of min(x,y) over sum of x."),
            "relevance": Column(
                title="RoN", description="Relevance of necessity; near 0 the set is trivial."
            ),
        },
        note="A necessary condition has an inclusion of 0.9 at least, and an RoN well above 0.5.",
    )


def _count(solution: Solution) -> str:
    return f"{'' if solution.label == 'exact' else 'at least '}{solution.model_count:,}"


def models_table(solutions: Iterable[Solution]) -> Table:
    """Give each solution's models with fit, assumptions and cases."""
    rows = [
        {
            "outcome": solution.outcome,
            "solution": solution.kind,
            "model": number,
            "of": solution.model_count,
            "formula": model.expression,
            "inclusion": model.fit.inclusion,
            "PRI": model.fit.pri,
            "coverage": model.fit.coverage,
            "assumptions": model.assumptions.count,
            "covered": model.covered_cases,
            "deviant": model.deviant_cases,
            "unexplained": model.uncovered_cases,
        }
        for solution in solutions
        for number, model in enumerate(solution.models[:LISTED_MODELS], 1)
    ]
    columns = {
        "outcome": Column(title="Outcome"),
        "solution": Column(title="Solution"),
        "model": Column(title="Model", decimals=0),
        "of": Column(title="of", description="How many models are tied.", decimals=0),
        "formula": Column(title="Formula"),
        "inclusion": _INCLUSION,
        "PRI": _PRI,
        "coverage": _COVERAGE,
        "assumptions": Column(
            title="Assumptions",
            description="Remainders that the model takes as leading to the outcome.",
            decimals=0,
        ),
        "covered": Column(title="Cases covered", description="In the model and in the outcome."),
        "deviant": Column(title="Deviant", description="In the model, but not in the outcome."),
        "unexplained": Column(title="Unexplained", description="In the outcome, but not in the model."),
    }
    return Table(
        name="models",
        title="Models in full",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
        note=f"At most {LISTED_MODELS} tied models of each solution are shown.",
    )


def terms_table(solutions: Iterable[Solution]) -> Table:
    """Give the fit of each term of each model."""
    rows = [
        {
            "outcome": solution.outcome,
            "solution": solution.kind,
            "model": number,
            "term": str(one.term),
            "inclusion": one.inclusion,
            "PRI": one.pri,
            "coverage": one.coverage,
            "unique": one.unique_coverage,
            "cases": tuple(case for group in one.cases for case in group),
        }
        for solution in solutions
        for number, model in enumerate(solution.models[:LISTED_MODELS], 1)
        for one in model.term_fits
    ]
    columns = {
        "outcome": Column(title="Outcome"),
        "solution": Column(title="Solution"),
        "model": Column(title="Model", decimals=0),
        "term": Column(title="Term"),
        "inclusion": _INCLUSION,
        "PRI": _PRI,
        "coverage": _COVERAGE,
        "unique": _UNIQUE,
        "cases": Column(title="Cases", description="Cases in the positive rows that the term covers."),
    }
    return Table(
        name="terms",
        title="Paths: the terms of each model",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
    )
