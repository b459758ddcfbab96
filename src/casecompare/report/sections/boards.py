"""The boards: what each method says of each case, and of each condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from casecompare.errors import ExpressionError
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
from casecompare.report.sections.claims import pairs_in
from casecompare.report.sections.frames import frame_table
from casecompare.report.text import shorten
from casecompare.report.values import FrameColumn, Value, read_frame, show_value
from casecompare.sets import parse_claim

__all__ = ["case_board_section", "condition_board_section", "pair_directions"]

_MOST_PAIRS = 60
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
        blocks = (Paragraph(line(said), is_lead=True), marked, *_pairs(comparison, links))
    return Section("condition-board", "Conditions and methods", blocks)


def _pairs(comparison: Comparison, links: Links) -> Iterator[Block]:
    """Give one row per pair of conditions that some finding joins: what each method says goes with it."""
    found = pair_directions(comparison)
    speaking = [name for name in comparison.runs if any(name in said for said in found.values())]
    if not found:
        return
    rows = []
    for pair, said in list(found.items())[:_MOST_PAIRS]:
        words = dict.fromkeys(word for given in said.values() for word in given)
        together = "one voice" if len(said) == 1 else "agree" if len(words) == 1 else "differ"
        cells = (Cell(" and ".join(said[name]) if name in said else "silent") for name in speaking)
        rows.append(Row((Cell(pair, (links.formula(pair),)), *map(_marked, cells), _marked(Cell(together)))))
    columns = (TableColumn("pair"), *map(TableColumn, speaking), TableColumn("together"))
    yield TableBlock(
        "Pairs of conditions that stand together in a claim, and what each method says goes with them",
        _method_titles(columns, comparison),
        tuple(rows),
        note=f"The first {_MOST_PAIRS} of {len(found)}." if len(found) > _MOST_PAIRS else "",
    )


def pair_directions(comparison: Comparison) -> dict[str, dict[str, list[str]]]:
    """Give for each pair of conditions what the methods say that it goes with: the outcomes by method.

    Only claims that a combination is enough for something, or goes with it, speak about a pair; of what is
    needed each part is needed by itself.
    """
    found: dict[str, dict[str, dict[str, None]]] = {}
    for name, run in comparison.runs.items():
        for finding in run.result.findings if run.result is not None else ():
            try:
                claim = parse_claim(finding.claim)
            except ExpressionError:
                continue
            for pair in pairs_in(claim.condition) if claim.relation != "<=" else ():
                found.setdefault(pair, {}).setdefault(name, {})[str(claim.outcome)] = None
    return {pair: {name: list(words) for name, words in said.items()} for pair, said in found.items()}


def _case_table(comparison: Comparison, links: Links) -> TableBlock:
    # Whether methods disagree stands beside the outcome, where it is seen, not behind all methods.
    columns = sorted(read_frame(comparison.case_board), key=lambda one: _rank(one, comparison))
    heads = tuple(
        TableColumn(column.title or "case", column.description, column.decimals, column.is_numeric)
        for column in columns
    )
    cases = [str(case) for case in comparison.case_board.index]
    cells = [
        list(
            _outcome_cells(column, cases, links)
            if column.name == comparison.study.outcome and column.name in comparison.memberships
            else _board_cells(column, comparison, links)
        )
        for column in columns
    ]
    rows = tuple(Row(row) for row in zip(*cells, strict=True))
    return TableBlock(
        "Findings that each case bears out or contradicts", _method_titles(heads, comparison), rows
    )


def _rank(column: FrameColumn, comparison: Comparison) -> int:
    if column.is_index or column.name == comparison.study.outcome:
        return 0
    return 2 if column.name in comparison.runs else 1


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


def _outcome_cells(column: FrameColumn, cases: Sequence[str], links: Links) -> Iterator[Cell]:
    """Give the memberships in the outcome, each leading to what it was made from."""
    for case, value in zip(cases, column.values, strict=True):
        share = value if isinstance(value, float) and 0 <= value <= 1 else None
        shown = line(Text(show_value(value, column.decimals), target=links.membership(case, column.name)))
        yield Cell(value, shown, share)


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
