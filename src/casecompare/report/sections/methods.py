"""One part per method: what it asks, what it found, or why it could not say anything."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from casecompare.errors import Level
from casecompare.methods import Comparison, Diagnostic, MethodResult, MethodRun, Score
from casecompare.report.content import (
    Block,
    Cell,
    Chip,
    Details,
    Facts,
    FigureBlock,
    Heading,
    Line,
    Note,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    Tone,
    line,
)
from casecompare.report.links import MOST_CASES, Links, anchors
from casecompare.report.sections.bounds import show_bounds
from casecompare.report.sections.frames import frame_table
from casecompare.report.sections.statements import statement
from casecompare.report.text import one_line, sentence, shorten
from casecompare.report.values import plain_value, show_value

__all__ = ["SCORES", "diagnostic_note", "find_table_anchors", "methods_section", "status_chip"]

SCORES = "scores:"
"""How the anchor of a method's table of scores begins."""


_LONG = 30
"""Rows beyond which a table is folded."""
_MOST_ROWS, _CUT_ROWS = 80, 40
"""Rows beyond which a table that has several for each case is cut, and how many are then shown."""
_TONES: dict[str, Tone] = {"ok": "good", "failed": "bad", "skipped": "open"}


def methods_section(comparison: Comparison, links: Links) -> Section:
    """Give the part of every method, whatever became of it."""
    parts = tuple(_method_part(name, run, links) for name, run in comparison.runs.items())
    blocks = () if parts else (Paragraph(line("No method was run.")),)
    return Section("methods", "The methods", blocks, parts)


def status_chip(run: MethodRun) -> Chip:
    """Give how a method fared as a chip."""
    return Chip(run.status, _TONES[run.status])


def diagnostic_note(diagnostic: Diagnostic, links: Links) -> Note:
    """Give a remark with its case and field where it has them."""
    place: Line = ()
    if diagnostic.case:
        place = line(links.case(diagnostic.case), ": ")
    if diagnostic.field:
        place += line(links.formula(diagnostic.field), ": ")
    said = (*place, Text(one_line(diagnostic.message)))
    return Note(diagnostic.level, said, one_line(diagnostic.advice), one_line(diagnostic.code))


def find_table_anchors(method_anchor: str, result: MethodResult) -> dict[str, str]:
    """Give the anchor of each table of a method by the table's name."""
    key = method_anchor.rpartition(":")[2]
    return anchors(f"table:{key}", (table.name for table in result.tables))


def _method_part(name: str, run: MethodRun, links: Links) -> Section:
    blocks = [_about(run), *_failure(run), *_diagnostics(run, links), *_result(name, run, links)]
    return Section(links.methods[name], shorten(run.method.title or name, 120), tuple(blocks))


def _about(run: MethodRun) -> Facts:
    method = run.method
    pairs = {
        "question": line(one_line(method.question)),
        "status": line(status_chip(run)),
        "maturity": line(method.stated_maturity),
        "evidence for it": line("; ".join(map(one_line, method.maturity_evidence))),
        "derived inputs": line("; ".join(map(one_line, run.chain)).replace("<-", "←")),
        "to cite": line(one_line(method.citation)),
    }
    return Facts(tuple((label, said) for label, said in pairs.items() if said))


def _failure(run: MethodRun) -> Iterator[Block]:
    if run.status != "ok":
        level: Level = "error" if run.status == "failed" else "warning"
        said = line(
            f"This method {'failed' if run.status == 'failed' else 'was skipped'}: ", sentence(run.reason)
        )
        yield Note(level, said)


def _diagnostics(run: MethodRun, links: Links) -> Iterator[Block]:
    found = [*run.diagnostics, *(run.result.diagnostics if run.result is not None else ())]
    order = {"error": 0, "warning": 1, "note": 2}
    for diagnostic in sorted(found, key=lambda one: order[one.level]):
        yield diagnostic_note(diagnostic, links)


def _result(name: str, run: MethodRun, links: Links) -> Iterator[Block]:
    result = run.result
    if result is None:
        return
    if result.findings:
        yield Heading("Findings")
    for finding in result.findings:
        yield statement(finding, name, links)
    key = links.methods[name].rpartition(":")[2]
    table_anchors = find_table_anchors(links.methods[name], result)
    for table in result.tables:
        shown = _shown_rows(table.frame, len(links.cases))
        cut = _cut(len(shown), len(table.frame))
        yield _folded(
            frame_table(
                one_line(table.title or table.name), shown, links, columns=table.columns,
                note=" ".join(filter(None, [one_line(table.note), cut])), anchor=table_anchors[table.name],
            ),
            len(table.frame),
        )  # fmt: skip
    figure_anchors = anchors(f"figure:{key}", (figure.name for figure in result.figures))
    for figure in result.figures:
        yield FigureBlock(
            one_line(figure.title or figure.name), figure.svg, one_line(figure.alt),
            figure_anchors[figure.name], table_anchors.get(figure.table, ""),
        )  # fmt: skip
    if 0 < len(result.scores) <= MOST_CASES:
        yield _folded(_scores(run, result.scores, links, SCORES + key), len(result.scores))


def _shown_rows(frame: pd.DataFrame, cases: int) -> pd.DataFrame:
    """Give as much of a table as a reader goes through; one row for each case is never too much."""
    return frame if len(frame) <= max(_MOST_ROWS, cases) else frame.iloc[: max(_CUT_ROWS, cases)]


def _cut(shown: int, count: int) -> str:
    return f"The first {shown} of {count} rows; all of them are in the CSV tables." if shown < count else ""


def _folded(table: TableBlock, count: int) -> TableBlock | Details:
    """Put a long table behind its caption, so that it does not stand between the reader and the rest."""
    if len(table.rows) <= _LONG:
        return table
    return Details(line(table.caption, Text(f"  {count} rows", "quiet")), (table,))


def _scores(run: MethodRun, scores: pd.DataFrame, links: Links, anchor: str) -> TableBlock:
    """Give the scores per case, a value with its bounds in one cell."""
    declared = [score for score in run.method.scores if score.name in scores]
    columns = [TableColumn("case")] + [
        TableColumn(score.title or score.name, _score_description(score), is_numeric=True)
        for score in declared
    ]
    rows = [
        Row(
            (
                Cell(str(case), (links.case(str(case)),)),
                *(_score_cell(scores, case, score.name) for score in declared),
            )
        )
        for case in scores.index
    ]
    return TableBlock("What it derives for each case", tuple(columns), tuple(rows), anchor=anchor)


def _score_description(score: Score) -> str:
    low, high = score.range
    bounds = f"from {show_value(low)} to {show_value(high)}" if low is not None and high is not None else ""
    words = [score.description, score.direction, score.unit, bounds, score.missing]
    return "; ".join(one_line(word).rstrip(".") for word in words if word) + "."


def _score_cell(scores: pd.DataFrame, case: object, name: str) -> Cell:
    value = plain_value(scores.at[case, name])
    low, high = (
        plain_value(scores.at[case, bound]) if (bound := f"{name}.{end}") in scores else value
        for end in ("low", "high")
    )
    if (low, high) == (value, value):
        return Cell(value)
    return Cell(value, show_bounds(value, low, high))
