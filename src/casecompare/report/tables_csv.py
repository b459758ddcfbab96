"""Every table of a comparison as a CSV file: for a spreadsheet, R or a colleague's program.

UTF-8, commas, one header line. Numbers have their full precision, missing cells are empty, several case
ids in one cell stand with semicolons. A study with a status ("illustrative, constructed") has it in the
last column of every table, so that it travels with the data.

A text cell that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or
a line end) gets an apostrophe in front; numbers stay as they are.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence

import pandas as pd

from casecompare.methods import Comparison
from casecompare.report.text import clean, one_line, slug
from casecompare.report.values import FrameColumn, Value, read_frame
from casecompare.report.withholding import withhold

__all__ = ["defuse", "render_tables"]

_ACTIVE = tuple("=+-@＝＋－＠")
_ABOUT = """\
The tables of the comparison as CSV: UTF-8, commas, one header line, missing cells empty.
Several case ids in one cell stand with semicolons. Text that a spreadsheet would take for a formula
has an apostrophe in front of it. What the columns mean:
"""


def render_tables(comparison: Comparison) -> dict[str, bytes]:
    """Give the content of each file by its name: one CSV per table, and a ``README.txt`` about them.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> sorted(render_tables(Comparison(study=Study(name="s"))))
    ['README.txt']
    """
    shown = withhold(comparison)
    files: dict[str, bytes] = {}
    about = [one_line(shown.study.title or shown.study.name), one_line(shown.study.status), "", _ABOUT]
    for name, title, columns in _tables(shown):
        if not columns or not columns[0].values:
            continue
        file = _free_name(name, files)
        files[file] = _csv(columns, shown.study.status).encode("utf-8", "replace")
        about += ["", f"{file}: {one_line(title)}", *_described(columns)]
    files["README.txt"] = ("\n".join(about).rstrip() + "\n").encode("utf-8", "replace")
    return files


def defuse(text: str) -> str:
    """Give a text such that a spreadsheet shows it and does not run it.

    Examples
    --------
    >>> defuse("=1+1"), defuse("-"), defuse("A*~B")
    ("'=1+1", "'-", 'A*~B')
    """
    is_active = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_ACTIVE)
    return f"'{text}" if is_active else text


def _tables(comparison: Comparison) -> Iterator[tuple[str, str, tuple[FrameColumn, ...]]]:
    """Give name, title and columns of every table."""
    yield "memberships", "membership of each case in each set", _frame(comparison.memberships, "case")
    yield "raw_values", "the values before calibration", _frame(comparison.raw, "case")
    yield "coded_values", "what was coded, by whom, on which evidence", _records(_coded_values(comparison))
    yield (
        "hypotheses",
        "the evidence on each hypothesis, one measure per row",
        _records(_hypotheses(comparison)),
    )
    yield "findings", "what the methods found", _records(_findings(comparison))
    yield "case_board", "what each method says of each case", _frame(comparison.case_board, "case")
    yield (
        "condition_board",
        "what each method says of each condition",
        _frame(comparison.condition_board, "condition"),
    )
    for method, run in comparison.runs.items():
        if run.result is None:
            continue
        yield f"{method}.scores", f"{method}: scores of each case", _frame(run.result.scores, "case")
        for table in run.result.tables:
            yield f"{method}.{table.name}", table.title or table.name, read_frame(table.frame, table.columns)


def _frame(frame: pd.DataFrame, index: str) -> tuple[FrameColumn, ...]:
    return read_frame(frame.rename_axis(index)) if len(frame) else ()


def _records(records: Sequence[dict[str, Value]]) -> tuple[FrameColumn, ...]:
    names = list(records[0]) if records else []
    return tuple(FrameColumn(name, name, tuple(record[name] for record in records)) for name in names)


def _coded_values(comparison: Comparison) -> list[dict[str, Value]]:
    return [
        {
            "case": case.id,
            "name": name,
            "value": coded.value,
            "missing": coded.missing,
            "coders": "; ".join(f"{coder}: {value}" for coder, value in coded.coders.items()) or None,
            "confidence": coded.confidence,
            "evidence": coded.evidence,
            "note": coded.note or None,
        }
        for case in comparison.study.cases.values()
        for name, coded in case.values.items()
    ]


def _hypotheses(comparison: Comparison) -> list[dict[str, Value]]:
    return [
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


def _findings(comparison: Comparison) -> list[dict[str, Value]]:
    return [
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


def _csv(columns: Sequence[FrameColumn], status: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    last = [defuse(clean(status))] if status else []
    writer.writerow(
        [*(defuse(clean(column.name)) for column in columns), *(["study status"] if status else [])]
    )
    for row in zip(*(column.values for column in columns), strict=True):
        writer.writerow([*map(_written, row), *last])
    return written.getvalue()


def _written(value: Value) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return defuse(clean("; ".join(value) if isinstance(value, tuple) else value))


def _described(columns: Sequence[FrameColumn]) -> Iterator[str]:
    for column in columns:
        said = ": ".join(
            filter(None, [column.title if column.title != column.name else "", column.description])
        )
        if said:
            yield f"  {one_line(column.name)}: {one_line(said)}"


def _free_name(name: str, taken: dict[str, bytes]) -> str:
    """Give a file name that no other table has, also where letters' case does not count."""
    stem = slug(name, 80) or "table"
    used = {file.casefold() for file in taken}
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.csv" for number in range(1, len(taken) + 2))
    return next(file for file in names if file.casefold() not in used)
