"""Studies made in memory, so that a test of a method needs no files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from casecompare.engine import run
from casecompare.methods import FoundPlugin, Host, LoadedPlugin, Method, MethodRun
from casecompare.study import Case, CodebookEntry, CodedValue, Hypothesis, Study

__all__ = ["make_study", "run_alone"]


def make_study(
    table: pd.DataFrame,
    *,
    outcome: str = "",
    name: str = "example",
    codebook: Mapping[str, CodebookEntry] | None = None,
    sections: Mapping[str, Mapping[str, object]] | None = None,
    methods: Mapping[str, Mapping[str, object]] | None = None,
    hypotheses: Mapping[str, str] | None = None,
) -> Study:
    """Make a study from a table of coded values.

    Parameters
    ----------
    table
        One row per case (the index holds the case ids), one column per coded value.
    outcome
        The codebook entry that is the outcome.
    codebook
        Entries to use; a column without one gets an entry of its own name, crisp where it holds only 0
        and 1, else fuzzy.
    sections
        For each case id its record sections.
    methods, hypotheses
        Options by method, and claims by name, as in ``study.yaml``.

    Examples
    --------
    >>> study = make_study(pd.DataFrame({"A": [1, 0], "Y": [0.9, 0.2]}, index=["k", "l"]), outcome="Y")
    >>> study.case_ids, study.codebook["A"].kind, study.codebook["Y"].kind
    (('k', 'l'), 'crisp', 'fuzzy')
    """
    entries = {
        str(column): CodebookEntry(name=str(column), kind=_kind(table[column]), source=(str(column),))
        for column in table.columns
    }
    cases = {
        str(case): Case(
            id=str(case),
            values={
                str(column): CodedValue(missing="not coded") if pd.isna(value) else CodedValue(value=value)
                for column, value in row.items()
            },
            sections=(sections or {}).get(str(case), {}),
        )
        for case, row in table.iterrows()
    }
    return Study(
        name=name,
        title=name.capitalize(),
        outcome=outcome,
        codebook={**entries, **(codebook or {})},
        cases=cases,
        table=table,
        methods=methods or {},
        hypotheses={key: Hypothesis(name=key, claim=claim) for key, claim in (hypotheses or {}).items()},
    )


def run_alone(
    method: Method, study: Study, *, time_limit: float = 60.0, seed: int = 1, **options: object
) -> MethodRun:
    """Run one method on a study as the engine would, without any installed plugin.

    Parameters
    ----------
    method
        The method under test.
    study
        For instance from `make_study`.
    time_limit, seed
        As `seconds` and `seed` of `casecompare.run`.
    options
        The method's options.

    Examples
    --------
    >>> from casecompare.methods import MethodResult
    >>> counting = Method(name="count", title="Count", question="How many cases?",
    ...                   run=lambda study, options, context: MethodResult())
    >>> run_alone(counting, make_study(pd.DataFrame({"Y": [1, 0]}, index=["k", "l"]))).status
    'ok'
    """
    found = FoundPlugin(name=method.name, module="", distribution="test", version="0", origin="file")
    host = Host(plugins=[LoadedPlugin(found=found, methods=(method,))])
    comparison = run(
        study, [method.name], options={method.name: options}, host=host, seed=seed, seconds=time_limit
    )
    return comparison.runs[method.name]


def _kind(column: pd.Series) -> Literal["crisp", "fuzzy"]:
    return "crisp" if set(column.dropna()) <= {0, 1} else "fuzzy"
