"""Every table of a comparison as columns of plain values: what CSV files and workbooks are made from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare.methods import Comparison, MethodRun
from casecompare.report.values import FrameColumn, Value, read_frame
from casecompare.study import CodedValue

__all__ = ["DataTable", "data_tables", "frame_columns", "record_columns"]


@dataclass(frozen=True)
class DataTable:
    """A table: its name, what it holds in a few words, its columns, and what has to be known to read it."""

    name: str
    title: str
    columns: tuple[FrameColumn, ...]
    note: str = ""

    @property
    def row_count(self) -> int:
        """How many rows the table has."""
        return len(self.columns[0].values) if self.columns else 0


def data_tables(comparison: Comparison) -> Iterator[DataTable]:
    """Give the tables with the data, the boards and what the methods found; those without rows are left out.

    Parameters
    ----------
    comparison
        What a run gave, already without restricted evidence.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> sets = pd.DataFrame({"A": [0.9]}, index=["T01"])
    >>> [table.name for table in data_tables(Comparison(study=Study(name="s"), memberships=sets))]
    ['memberships']
    """
    return (table for table in _all_tables(comparison) if table.row_count)


def frame_columns(frame: pd.DataFrame, index: str) -> tuple[FrameColumn, ...]:
    """Give the columns of a frame, its index under the given name first; none where it has no rows."""
    return read_frame(frame.rename_axis(index)) if len(frame) else ()


def record_columns(
    records: Sequence[Mapping[str, Value]], described: Mapping[str, str] | None = None
) -> tuple[FrameColumn, ...]:
    """Give records with the same keys as columns.

    Examples
    --------
    >>> record_columns([{"case": "T01", "n": 2}], {"n": "how many"})[1]
    FrameColumn(name='n', title='n', values=(2,), description='how many', decimals=3, is_index=False)
    """
    return tuple(
        FrameColumn(name, name, tuple(record[name] for record in records), (described or {}).get(name, ""))
        for name in (records[0] if records else {})
    )


def _all_tables(comparison: Comparison) -> Iterator[DataTable]:
    yield DataTable(
        "memberships", "membership of each case in each set", frame_columns(comparison.memberships, "case")
    )
    yield DataTable("raw_values", "the values before calibration", frame_columns(comparison.raw, "case"))
    yield DataTable("coded_values", "what was coded, by whom, on which evidence", _coded_values(comparison))
    yield DataTable(
        "hypotheses", "the evidence on each hypothesis, one measure per row", _hypotheses(comparison)
    )
    yield DataTable("findings", "what the methods found", _findings(comparison))
    yield DataTable(
        "case_board", "what each method says of each case", frame_columns(comparison.case_board, "case")
    )
    yield DataTable(
        "condition_board",
        "what each method says of each condition",
        frame_columns(comparison.condition_board, "condition"),
    )
    for name, run in comparison.runs.items():
        yield from _method_tables(name, run)


def _method_tables(name: str, run: MethodRun) -> Iterator[DataTable]:
    if run.result is None:
        return
    yield DataTable(
        f"{name}.scores", f"{name}: scores of each case", frame_columns(run.result.scores, "case")
    )
    for table in run.result.tables:
        columns = read_frame(table.frame, table.columns)
        yield DataTable(f"{name}.{table.name}", table.title or table.name, columns, table.note)


def _coded_values(comparison: Comparison) -> tuple[FrameColumn, ...]:
    rows = [
        (case.id, name, coded)
        for case in comparison.study.cases.values()
        for name, coded in case.values.items()
    ]
    # Column by column, since a large study has a million coded values.
    columns: dict[str, Iterator[Value]] = {
        "case": (case for case, _, _ in rows),
        "name": (name for _, name, _ in rows),
        "value": (coded.value for _, _, coded in rows),
        "missing": (coded.missing for _, _, coded in rows),
        "coders": (_coders(coded) if coded.coders else None for _, _, coded in rows),
        "confidence": (coded.confidence for _, _, coded in rows),
        "evidence": (coded.evidence or None for _, _, coded in rows),
        "note": (coded.note or None for _, _, coded in rows),
    }
    return tuple(FrameColumn(name, name, tuple(values)) for name, values in columns.items()) if rows else ()


def _coders(coded: CodedValue) -> str:
    return "; ".join(f"{coder}: {value}" for coder, value in coded.coders.items())


def _hypotheses(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "hypothesis": verdict.hypothesis.name,
                "claim": verdict.hypothesis.claim,
                "verdict": verdict.word,
                "source": evidence.source,
                "kind": evidence.kind,
                "measure": measure,
                "value": None if math.isnan(value) else value,
                "cases_for": evidence.cases_for,
                "cases_against": evidence.cases_against,
            }
            for verdict in comparison.verdicts
            for evidence in (*verdict.evidence, *verdict.beside)
            for measure, value in evidence.measures.items()
        ]
    )


def _findings(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "method": method,
                "id": finding.id,
                "sentence": finding.sentence,
                "claim": finding.claim or None,
                "direction": finding.direction,
                "measure": finding.measure or None,
                "value": finding.value,
                "low": finding.low,
                "high": finding.high,
                "cases_for": finding.cases_for,
                "cases_against": finding.cases_against,
            }
            for method, run in comparison.runs.items()
            for finding in (run.result.findings if run.result is not None else ())
        ]
    )
