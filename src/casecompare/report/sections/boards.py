"""The boards: what each method says of each case, and of each condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Chip,
    Line,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    Tone,
    line,
)
from casecompare.report.links import MOST_CASES, Links
from casecompare.report.sections.frames import frame_table
from casecompare.report.text import shorten
from casecompare.report.values import FrameColumn, Value, read_frame

__all__ = ["case_board_section", "condition_board_section"]

_TONES: dict[str, Tone] = {
    "for": "good", "against": "bad", "both": "mixed", "none": "quiet",
    "agree": "good", "differ": "bad", "one voice": "quiet",
}  # fmt: skip


def case_board_section(comparison: Comparison, links: Links) -> Section:
    """Give one row per case: the outcome, and the findings that it bears out or contradicts."""
    board = comparison.case_board
    said = "The case board is in the CSV tables of the run." if comparison.runs else "No method ran."
    blocks: list[Block] = [Paragraph(line(said))]
    if not board.empty and comparison.runs and len(board) <= MOST_CASES:
        blocks = [
            Paragraph(
                line(
                    "The cases, ordered by the outcome. A cell names the findings that the case bears out, "
                    "and after “against” those that it contradicts; “–” means that the method is silent."
                ),
                is_lead=True,
            ),
            _case_table(comparison, links),
        ]
    return Section("case-board", "Cases and methods", tuple(blocks))


def condition_board_section(comparison: Comparison, links: Links) -> Section:
    """Give one row per condition: who says that it goes with the outcome, with its absence, or nothing."""
    board = comparison.condition_board
    said = "Which conditions go with the outcome (for) or with its absence (against), by method."
    if board.empty:
        blocks: tuple[Block, ...] = (Paragraph(line("No finding speaks about a condition.")),)
    else:
        table = frame_table(
            "The direction of each condition, by method", board.rename_axis("condition"), links
        )
        rows = tuple(Row(tuple(_marked(cell) for cell in row.cells), row.anchor) for row in table.rows)
        marked = TableBlock(table.caption, _method_titles(table.columns, comparison), rows)
        blocks = (Paragraph(line(said), is_lead=True), marked)
    return Section("condition-board", "Conditions and methods", blocks)


def _case_table(comparison: Comparison, links: Links) -> TableBlock:
    columns = read_frame(comparison.case_board)
    heads = tuple(
        TableColumn(column.title or "case", column.description, column.decimals, column.is_numeric)
        for column in columns
    )
    cells = [list(_board_cells(column, comparison, links)) for column in columns]
    rows = tuple(Row(row) for row in zip(*cells, strict=True))
    return TableBlock(
        "Findings that each case bears out or contradicts", _method_titles(heads, comparison), rows
    )


def _board_cells(column: FrameColumn, comparison: Comparison, links: Links) -> Iterator[Cell]:
    known = {name: links.finding(owner, name) for owner, name in links.findings if owner == column.name}
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\s,;])({names})(?![^\s,;])" if names else "$^")
    for value in column.values:
        if column.is_index:
            yield Cell(value, _case(str(value), comparison, links))
        elif column.name in comparison.runs:
            yield Cell(value, _found(value, pattern, known))
        elif isinstance(value, bool):
            yield Cell(value, (Chip("disagree", "mixed"),) if value else (Text("–", "quiet"),))
        else:
            yield Cell(value, share=value if isinstance(value, float) and 0 <= value <= 1 else None)


def _case(case: str, comparison: Comparison, links: Links) -> Line:
    record = comparison.study.cases.get(case)
    title = shorten(record.title, 100) if record is not None else ""
    return line(links.case(case), " " if title else "", Text(title, "quiet"))


def _found(value: Value, pattern: re.Pattern[str], known: Mapping[str, Text]) -> Line:
    """Turn the ids of findings in a cell into links; whatever else the cell says stays as it is."""
    if not isinstance(value, str) or not value:
        return (Text("–", "quiet"),)
    return tuple(known.get(piece, Text(piece)) for piece in pattern.split(value) if piece)


def _marked(cell: Cell) -> Cell:
    if cell.value == "silent":
        return Cell(cell.value, (Text("silent", "quiet"),))
    if isinstance(cell.value, str) and cell.value in _TONES and not cell.line:
        return Cell(cell.value, (Chip(cell.value, _TONES[cell.value]),))
    return cell


def _method_titles(columns: tuple[TableColumn, ...], comparison: Comparison) -> tuple[TableColumn, ...]:
    """Say under each method's name what it is called in full."""
    return tuple(
        TableColumn(
            column.title, comparison.runs[column.title].method.title, column.decimals, column.is_numeric
        )
        if column.title in comparison.runs
        else column
        for column in columns
    )
