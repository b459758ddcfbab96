"""The cases: memberships, and behind each the coded values, the coders and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pandas as pd

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Details,
    Inline,
    Line,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.links import MOST_CASES, Links, anchors
from casecompare.report.sections.decisions import show_source
from casecompare.report.sections.evidence import index_anchor, show_rows
from casecompare.report.sections.frames import keep_filled
from casecompare.report.sections.resting import Resting, Tracing
from casecompare.report.text import one_line, shorten
from casecompare.report.values import Value, plain_value, show_value
from casecompare.study import Case, CodebookEntry, CodedValue, Evidence

__all__ = ["cases_section"]

_TITLE = "From quote to claim: the cases"
Sets: TypeAlias = Mapping[str, tuple[Value, Value]]
"""A case's membership and raw value in each set."""


def cases_section(comparison: Comparison, links: Links) -> Section:
    """Give the memberships of all cases, and per case all that lies behind them."""
    said = (
        "Each membership leads to the case's coded values, their coders and the evidence. "
        "The small number is the raw value before calibration."
    )
    if not links.cases and comparison.study.case_ids:
        return Section("cases", _TITLE, (Paragraph(line(_too_many(comparison))),))
    sets = _sets_of_cases(comparison)
    blocks: list[Block] = [Paragraph(line(said), is_lead=True)]
    if sets:
        blocks.append(_membership_table(comparison, sets, links))
    for case in links.cases:
        record = comparison.study.cases.get(case) or Case(id=case)
        blocks.append(_case_block(record, comparison, sets.get(case, {}), links))
    return Section("cases", _TITLE, tuple(blocks))


def _too_many(comparison: Comparison) -> str:
    count = len(comparison.study.case_ids)
    return (
        f"{count} cases are too many to be shown one by one (more than {MOST_CASES}). Their memberships "
        "and coded values are in the CSV tables of the run and in comparison.json."
    )


def _sets_of_cases(comparison: Comparison) -> dict[str, Sets]:
    memberships, raw = _by_case(comparison.memberships), _by_case(comparison.raw)
    return {
        case: {name: (value, raw.get(case, {}).get(name)) for name, value in found.items()}
        for case, found in memberships.items()
    }


def _by_case(frame: pd.DataFrame) -> dict[str, dict[str, Value]]:
    names = list(map(str, frame.columns))
    return {
        str(case): dict(zip(names, map(plain_value, row), strict=True))
        for case, row in zip(frame.index, frame.itertuples(index=False, name=None), strict=True)
    }


def _membership_table(comparison: Comparison, sets: Mapping[str, Sets], links: Links) -> TableBlock:
    book = comparison.study.codebook
    names = [str(name) for name in comparison.memberships.columns]
    columns = [TableColumn("case")] + [
        TableColumn(name, one_line(book[name].definition) if name in book else "", is_numeric=True)
        for name in names
    ]
    rows = []
    for case, found in sets.items():
        head = Cell(case, line(links.case(case), " ", Text(_title(comparison, case), "quiet")))
        cells = (
            _membership_cell(value, raw, book.get(name), links.membership(case, name))
            for name, (value, raw) in found.items()
        )
        rows.append(Row((head, *cells)))
    caption = "Memberships of the cases in the sets"
    return TableBlock(caption, tuple(columns), tuple(rows), anchor="memberships")


def _membership_cell(value: Value, raw: Value, entry: CodebookEntry | None, target: str) -> Cell:
    said = line(Text(_show_membership(value, entry), target=target))
    if raw is not None and raw != value:
        said += line(" ", Text(_show_raw(raw), "quiet"))
    is_degree = entry is None or entry.kind in ("fuzzy", "crisp")
    share = float(value) if is_degree and isinstance(value, float | int) and 0 <= value <= 1 else None
    return Cell(value, said, share)


def _case_block(case: Case, comparison: Comparison, sets: Sets, links: Links) -> Details:
    """Give a case's sets, coded values and evidence; each leads to the others."""
    key = links.key(case.id)
    names = dict.fromkeys([*map(str, comparison.study.table.columns), *case.values])
    values = anchors(f"value:{key}", names)
    evidence = anchors(f"evidence:{key}", case.evidence)
    blocks: list[Block] = [Paragraph(line(one_line(case.note)))] if case.note else []
    blocks += _set_table(case, comparison.study.codebook, sets, links, values)
    blocks += _value_table(case, comparison, values, evidence)
    blocks += _evidence_table(case, comparison, values, evidence)
    if case.evidence:
        said = Text(
            "What rests on each piece, and what there would be without it",
            target=index_anchor(case.id, links),
        )
        blocks.append(Paragraph(line(said)))
    title = f"  {one_line(case.title)}" if case.title else ""
    return Details(
        line(Text(one_line(case.id), "strong"), title), tuple(blocks), links.cases.get(case.id, "")
    )


def _set_table(
    case: Case, book: Mapping[str, CodebookEntry], sets: Sets, links: Links, values: Mapping[str, str]
) -> Iterator[TableBlock]:
    rows = []
    for name, (value, raw) in sets.items():
        entry = book.get(name)
        cells = (
            Cell(name, (links.formula(name),)),
            Cell(value, line(_show_membership(value, entry))),
            Cell(raw, line(_show_raw(raw))),
            Cell(None, show_source(entry, links, values) if entry is not None else ()),
            Cell(_half(entry, case.id)),
        )
        rows.append(Row(cells, links.membership(case.id, name)))
    if rows:
        columns = (
            TableColumn("set"), TableColumn("membership", is_numeric=True),
            TableColumn("raw value", is_numeric=True), TableColumn("taken from"), TableColumn("decision"),
        )  # fmt: skip
        yield keep_filled(TableBlock("Sets", columns, tuple(rows)))


def _value_table(
    case: Case, comparison: Comparison, values: Mapping[str, str], evidence: Mapping[str, str]
) -> Iterator[TableBlock]:
    rows = []
    for name, anchor in values.items():
        coded = case.values.get(name) or _from_table(case, name, comparison)
        cells = (
            Cell(name),
            _value_cell(coded),
            Cell(
                None,
                line(
                    " · ".join(
                        f"{one_line(who)} {show_value(plain_value(what), None)}"
                        for who, what in coded.coders.items()
                    )
                ),
            ),
            Cell(coded.confidence),
            Cell(None, _references(coded.evidence, evidence)),
            Cell(coded.note or None),
        )
        rows.append(Row(cells, anchor))
    if rows:
        titles = ("coded value", "value", "coders", "confidence", "evidence", "note")
        yield keep_filled(TableBlock("Coded values", tuple(map(TableColumn, titles)), tuple(rows)))


def _from_table(case: Case, name: str, comparison: Comparison) -> CodedValue:
    """Give a value that only the table of the study holds, as one that was coded without more."""
    table = comparison.study.table
    value = plain_value(table.at[case.id, name]) if case.id in table.index and name in table else None
    if value is None or isinstance(value, tuple):
        return CodedValue(missing=comparison.study.missing.get((case.id, name), "not coded"))
    return CodedValue(value=value)


def _value_cell(coded: CodedValue) -> Cell:
    if coded.missing is not None:
        return Cell(coded.missing, (Text(coded.missing, "quiet"),))
    return Cell(plain_value(coded.value), line(show_value(plain_value(coded.value), None)))


def _evidence_table(
    case: Case, comparison: Comparison, values: Mapping[str, str], evidence: Mapping[str, str]
) -> Iterator[TableBlock]:
    tracing = Tracing(comparison)
    rows = [
        Row(
            (
                Cell(name),
                Cell(None, _passage(piece)),
                Cell(", ".join(filter(None, [piece.source, piece.locator])) or None),
                Cell(", ".join(piece.findings) or None),
                Cell(None, _rests_on(tracing.resting(case, name), values)),
            ),
            evidence[name],
        )
        for name, piece in case.evidence.items()
    ]
    if rows:
        titles = ("evidence", "passage", "source", "findings", "what rests on it")
        yield keep_filled(TableBlock("Evidence", tuple(map(TableColumn, titles)), tuple(rows)))


def _passage(piece: Evidence) -> Line:
    if piece.access == "restricted":
        return (Text("restricted: passage and source are not shown", "quiet"),)
    quote = Text(f"“{one_line(piece.quote)}”", "quote") if piece.quote else ""
    return line(quote, " " if piece.quote and piece.note else "", one_line(piece.note))


def _rests_on(resting: Resting, values: Mapping[str, str]) -> Line:
    """Give the coded values and the rows of the record that name a piece of evidence."""
    named = _references(resting.values, values)
    return line(*named, "; " if named and resting.rows else "", show_rows(resting.rows))


def _references(names: tuple[str, ...] | list[str], known: Mapping[str, str]) -> Line:
    pieces: list[Inline] = []
    for name in names:
        pieces += [Text(", ")] if pieces else []
        pieces.append(Text(one_line(name), target=known.get(name, "")))
    return tuple(pieces)


def _half(entry: CodebookEntry | None, case: str) -> str | None:
    for decision in entry.half if entry is not None else ():
        if decision.case == case:
            return f"0.5 set to {show_value(decision.to, None)}: {decision.because}"
    return None


def _show_membership(value: Value, entry: CodebookEntry | None) -> str:
    is_whole = entry is not None and entry.kind in ("crisp", "multi-value", "number", "ordinal")
    return show_value(value, None if is_whole else 3)


def _show_raw(value: Value) -> str:
    """Write a raw value as it was typed; one that was computed, and has many digits, with three decimals."""
    typed = show_value(value, None)
    return typed if len(typed.partition(".")[2]) <= 3 else show_value(value, 3)


def _title(comparison: Comparison, case: str) -> str:
    record = comparison.study.cases.get(case)
    return shorten(record.title, 100) if record is not None else ""
