"""A document on paper: nothing is cut off, everything is numbered, and the same in Word and PDF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.report.content import (
    Cell,
    Document,
    FigureBlock,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.paper import (
    MOST_ROWS,
    Marks,
    PaperFigure,
    PaperHeading,
    PaperItem,
    PaperTable,
    lay_on_paper,
)
from casecompare.report.paper_words import PAPER_WORDS, filled
from casecompare.report.table_layout import ACROSS, UPRIGHT, breakable, lay_out


def items(document: Document) -> list[PaperItem]:
    return [item for sheet in lay_on_paper(document).sheets for item in sheet.items]


def table(columns: int, rows: int = 1, text: str = "0.500") -> TableBlock:
    heads = tuple(TableColumn(f"measure {at}") for at in range(columns))
    return TableBlock("T", heads, tuple(Row(tuple(Cell(text) for _ in heads)) for _ in range(rows)))


@given(
    texts=st.lists(st.lists(st.text(max_size=300), min_size=1, max_size=45), min_size=1, max_size=4).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    )
)
@settings(max_examples=60, deadline=None)
def test_no_table_is_wider_than_its_page_and_no_column_is_lost(texts: list[list[str]]) -> None:
    heads = tuple(TableColumn(text) for text in texts[0])
    laid = lay_out(TableBlock("T", heads, tuple(Row(tuple(map(Cell, row))) for row in texts)))
    assert all(sum(part.widths) <= (ACROSS if laid.is_across else UPRIGHT) + 0.01 for part in laid.parts)
    assert {at for part in laid.parts for at in part.columns} == set(range(len(heads)))
    assert all(width > 0 for part in laid.parts for width in part.widths)
    assert laid.size >= 7


@pytest.mark.parametrize(
    ("columns", "is_across", "parts"), [(3, False, 1), (10, False, 1), (16, True, 1), (60, False, 6)]
)
def test_wide_tables_are_turned_round_or_divided(columns: int, is_across: bool, parts: int) -> None:
    laid = lay_out(table(columns))
    assert (laid.is_across, len(laid.parts)) == (is_across, parts)


def test_each_part_begins_with_the_columns_that_tell_the_rows_apart() -> None:
    wide = table(40, rows=4)
    rows = tuple(
        Row((Cell(f"T{at // 2}"), Cell(f"round {at % 2}"), *row.cells[2:]))
        for at, row in enumerate(wide.rows)
    )
    laid = lay_out(TableBlock("T", wide.columns, rows))
    assert len(laid.parts) > 1
    assert {part.columns[:2] for part in laid.parts} == {(0, 1)}


@given(text=st.text())
@settings(max_examples=60, deadline=None)
def test_breaks_change_nothing_that_is_read(text: str) -> None:
    assert (
        breakable(text).replace("\u200b", "") == text.replace("\u200b", "").replace("\u00a0", " ")
        or len(text) <= 8
    )


def test_a_name_of_ten_thousand_signs_can_be_broken_anywhere() -> None:
    assert max(map(len, breakable("W" * 10_000).split("\u200b"))) <= 9


def test_tables_and_figures_are_numbered_and_know_each_other(make_document: Callable[..., Document]) -> None:
    found = items(make_document())
    tables = [item for item in found if isinstance(item, PaperTable)]
    (figure,) = [item for item in found if isinstance(item, PaperFigure)]
    assert [item.number for item in tables] == [1, 2]
    assert (figure.number, figure.table, figure.width, figure.height) == (1, 1, 20.0, 10.0)


def test_no_level_of_headings_is_left_out(make_document: Callable[..., Document]) -> None:
    levels = [item.level for item in items(make_document()) if isinstance(item, PaperHeading)]
    assert levels == [1, 2, 2, 3, 2, 1]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


def test_a_heading_turns_round_with_its_table() -> None:
    blocks = (Paragraph(line("before")), table(16), Paragraph(line("after")))
    paper = lay_on_paper(Document("D", (Section("a", "A", blocks[:1], (Section("b", "B", blocks[1:]),)),)))
    assert [(sheet.is_across, [type(item).__name__ for item in sheet.items]) for sheet in paper.sheets] == [
        (False, ["PaperHeading", "Paragraph"]),
        (True, ["PaperHeading", "PaperTable"]),
        (False, ["Paragraph"]),
    ]


def test_only_anchors_that_are_there_and_wanted_get_a_mark(make_document: Callable[..., Document]) -> None:
    paper = lay_on_paper(make_document())
    assert set(paper.marks) == {"row:1", "table:paths:numbers", "set:A"}
    marks = Marks(paper.marks)
    assert marks.lead("nowhere") == marks.place("nowhere") == marks.place("") == ""
    assert marks.place("set:A") == marks.lead("set:A") != ""
    assert marks.place("set:A") == ""


def test_rows_beyond_a_thousand_are_counted() -> None:
    (_, item) = items(Document("D", (Section("a", "A", (table(2, rows=MOST_ROWS + 5),)),)))
    assert isinstance(item, PaperTable)
    assert (len(item.block.rows), item.left_out) == (MOST_ROWS, 5)


def test_a_high_figure_is_made_to_fit_and_one_without_size_has_none() -> None:
    def figure(svg: str) -> PaperFigure:
        block = FigureBlock("F", svg, "alt")
        (_, item) = items(Document("D", (Section("a", "A", (block,)),)))
        assert isinstance(item, PaperFigure)
        return item

    high = figure('<svg viewBox="0 0 720 2000"/>')
    assert (high.width, high.height) == (73.8, 205.0)
    assert figure('<svg viewBox="0 0 720 360"/>').width == UPRIGHT
    assert figure("no drawing").width == 0


def test_a_document_of_nothing_is_laid_out() -> None:
    paper = lay_on_paper(Document("", ()))
    assert (paper.sheets, dict(paper.marks)) == ((), {})
    assert lay_out(TableBlock("T", (), ())).parts == ()
    assert lay_on_paper(Document("", (Section("a", "A", (Paragraph((Text("b", target="a"),)),)),))).marks == {
        "a": "mark1"
    }


@pytest.mark.parametrize("message", list(PAPER_WORDS.values()))
def test_messages_say_all_their_parts_in_any_order(message: str) -> None:
    count = message.count("{")
    parts = [f"<{at}>" for at in range(count)]
    assert "".join(text for text, _ in filled(message, parts)) == message.format(*parts)
    assert [text for text, is_part in filled(message, parts) if is_part] == parts
    assert filled("{1} then {0}", ["a", "b"]) == [("b", True), (" then ", False), ("a", True)]
