"""The tables of the robustness of a run: verdicts by way of repeating, rows and terms, decisive values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from casecompare.hypotheses import Verdict
from casecompare.methods import RepeatGroup, Robustness
from casecompare.report.content import (
    Block,
    Cell,
    Details,
    Row,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.hypotheses import verdict_chip
from casecompare.report.text import one_line, plural, shorten

__all__ = ["change_tables", "decisive_table", "show_share", "statement_tables", "verdict_table"]

_VERDICT = "verdict"
_MOST_ROWS = 200
"""Rows of a table beyond which the reader is sent to the JSON."""
_MOST_CHANGES = 50
_MOST_OTHERS = 30
_MOST_DECISIVE = 30
_ROWS_OF_ONE = (
    "A row that only one case shows is not there without that case, nor are the terms that rest on it."
)
Record: TypeAlias = Mapping[str, object]
Topic: TypeAlias = tuple[str, str, str, str]
"""Method, kind, subject and value of a statement."""


def show_share(share: float, repeats: int, group: RepeatGroup, low: float, high: float) -> str:
    """Write how often something came out: a count, an exact share, or a share of draws with its interval.

    Examples
    --------
    >>> each = RepeatGroup(name="without a case", title="", repeats=15)
    >>> show_share(0.8, 15, each, float("nan"), float("nan"))
    '12 of 15'
    >>> drawn = RepeatGroup(name="coder draws", title="", repeats=200, counting="draws")
    >>> show_share(0.94, 200, drawn, 0.898, 0.965)
    '94.0 % (89.8 to 96.5 %)'
    """
    if math.isnan(share):
        return "–"
    if group.counting == "each":
        return f"{round(share * repeats)} of {repeats}"
    if group.counting == "all":
        return f"{100 * share:.1f} %"
    return f"{100 * share:.1f} % ({100 * low:.1f} to {100 * high:.1f} %)"


def verdict_table(verdicts: Sequence[Verdict], robustness: Robustness, links: Links) -> Iterator[Block]:
    """Give one row per hypothesis, and for each way of repeating how often its verdict came out the same."""
    mine = [one for one in _records(robustness.survival) if one["kind"] == _VERDICT]
    groups = robustness.groups
    if not mine or not groups:
        return
    columns = (
        TableColumn("Hypothesis"),
        TableColumn("Verdict"),
        *(TableColumn(group.name, f"how often the verdict is the same: {group.title}") for group in groups),
        TableColumn("Otherwise", "the other verdicts that repeats came to"),
    )
    chips = {one.hypothesis.name: (verdict_chip(one.word),) for one in verdicts}
    kept = _by_topic(one for one in mine if one["is_base"])
    rows = []
    for (_, _, name, word), own in kept.items():
        others = dict.fromkeys(
            str(one["value"]) for one in mine if one["subject"] == name and not one["is_base"]
        )
        cells = (
            Cell(name, line(_hypothesis(name, links))),
            Cell(word, chips.get(name, ())),
            *_shares(own, groups),
            Cell(", ".join(others) or None),
        )
        rows.append(Row(cells))
    yield TableBlock("How often each verdict survives", columns, tuple(rows), note=_note(groups))


def statement_tables(robustness: Robustness, links: Links) -> Iterator[Block]:
    """Give how often each row, term and solution survives, and what repeats gave that the run did not."""
    mine = [one for one in _records(robustness.survival) if one["kind"] != _VERDICT]
    kept = _by_topic(one for one in mine if one["is_base"])
    others = _by_topic(one for one in mine if not one["is_base"])
    frequent = sorted(others.items(), key=lambda one: -max(_float(row["share"]) for row in one[1].values()))
    groups = robustness.groups
    caption = "How often the statements of the methods survive"
    yield from _statement_table(caption, list(kept.items()), groups, links, _MOST_ROWS, _ROWS_OF_ONE)
    caption = "What repeats gave instead or besides, the most frequent first"
    yield from _statement_table(caption, frequent, groups, links, _MOST_OTHERS, "")


def _statement_table(
    caption: str,
    topics: Sequence[tuple[Topic, Mapping[str, Record]]],
    groups: Sequence[RepeatGroup],
    links: Links,
    most: int,
    note: str,
) -> Iterator[Block]:
    if not topics or not groups:
        return
    columns = (
        TableColumn("Statement"),
        TableColumn("About"),
        TableColumn("Says"),
        *(TableColumn(group.name, f"how often it is made: {group.title}") for group in groups),
    )
    rows = tuple(Row((*_topic_cells(topic, links), *_shares(own, groups))) for topic, own in topics[:most])
    table = TableBlock(caption, columns, rows, note=" ".join(filter(None, [note, _cut(len(topics), most)])))
    yield Details(line(f"{caption} ({plural(len(topics), 'statement')})"), (table,))


def decisive_table(robustness: Robustness, links: Links) -> Iterator[Block]:
    """Give the smallest changes of single memberships that change a verdict, the nearest first."""
    if not len(robustness.decisive):
        return
    columns = (
        TableColumn("Hypothesis"),
        TableColumn("Case"),
        TableColumn("Set"),
        TableColumn("From", "the membership as it is", 2, is_numeric=True),
        TableColumn("To", "the nearest membership, on a grid of two decimals, that changes the verdict", 2,
                    is_numeric=True),
        TableColumn("Change", "how far that is", 2, is_numeric=True),
        TableColumn("Verdict"),
        TableColumn("Becomes"),
    )  # fmt: skip
    records = _records(robustness.decisive.head(_MOST_DECISIVE))
    rows = tuple(
        Row(
            (
                Cell(str(one["hypothesis"]), line(_hypothesis(one["hypothesis"], links))),
                Cell(str(one["case"]), line(links.case(str(one["case"])))),
                Cell(str(one["set"]), line(links.formula(str(one["set"])))),
                *(Cell(_float(one[name])) for name in ("from", "to", "change")),
                Cell(str(one["word"])),
                Cell(str(one["becomes"])),
            )
        )
        for one in records
    )
    yield TableBlock(
        "The smallest change of one membership that changes a verdict",
        columns,
        rows,
        note="All other memberships stay. " + _cut(len(robustness.decisive), _MOST_DECISIVE),
    )


def change_tables(robustness: Robustness, links: Links) -> Iterator[Block]:
    """Give what each single change did, for each way of repeating."""
    columns = (
        TableColumn("Changed"),
        TableColumn("From"),
        TableColumn("To"),
        TableColumn("Statement"),
        TableColumn("About"),
        TableColumn("Before"),
        TableColumn("After", "empty where the statement is no longer made"),
    )
    for group in robustness.groups:
        mine = robustness.changes[robustness.changes["group"] == group.name]
        if not len(mine):
            continue
        rows = tuple(Row(tuple(_change_cells(one, links))) for one in _records(mine.head(_MOST_CHANGES)))
        caption = f"What changes: {group.title}"
        table = TableBlock(caption, columns, rows, note=_cut(len(mine), _MOST_CHANGES))
        variants = mine["variant"].nunique()
        said = f"{caption} ({plural(len(mine), 'change')} in {variants} of {plural(group.repeats, 'repeat')})"
        yield Details(line(said), (table,))


def _records(frame: pd.DataFrame) -> list[Record]:
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _by_topic(records: Iterable[Record]) -> dict[Topic, dict[str, Record]]:
    """Give the rows of each statement by the way of repeating."""
    found: dict[Topic, dict[str, Record]] = {}
    for one in records:
        topic = (str(one["method"]), str(one["kind"]), str(one["subject"]), str(one["value"]))
        found.setdefault(topic, {})[str(one["group"])] = one
    return found


def _shares(own: Mapping[str, Record], groups: Sequence[RepeatGroup]) -> Iterator[Cell]:
    """Give a cell per group: how often a statement came out in it, nothing where it never did."""
    for group in groups:
        row = own.get(group.name)
        if row is None:
            yield Cell(None)
            continue
        share, low, high = (_float(row[name]) for name in ("share", "low", "high"))
        shown = show_share(share, round(_float(row["repeats"])), group, low, high)
        yield Cell(shown, line(Text(shown, "quiet" if share >= 1.0 - 1e-12 else "strong")))


def _topic_cells(topic: Topic, links: Links) -> Iterator[Cell]:
    method, kind, subject, value = topic
    yield Cell(kind, line(Text(f"{shorten(method)}: ", "quiet"), shorten(kind)))
    yield _subject(subject, links)
    yield _subject(value, links)


def _change_cells(one: Record, links: Links) -> Iterator[Cell]:
    yield Cell(shorten(str(one["variant"]), 120))
    yield Cell(_shown(one["from"]))
    yield Cell(_shown(one["to"]))
    yield Cell(shorten(str(one["kind"])))
    if one["kind"] == _VERDICT:
        yield Cell(str(one["subject"]), line(_hypothesis(one["subject"], links)))
    else:
        yield _subject(str(one["subject"]), links)
    yield _subject(str(one["before"]), links)
    yield _subject(str(one["after"]), links)


def _subject(text: str, links: Links) -> Cell:
    if text in links.cases:
        return Cell(text, line(links.case(text)))
    if links.is_formula(text):
        return Cell(text, line(links.formula(text)))
    return Cell(shorten(text, 300))


def _hypothesis(name: object, links: Links) -> Text:
    return Text(shorten(str(name)), target=links.hypotheses.get(str(name), ""))


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _shown(code: object) -> str:
    return f"{code:g}" if isinstance(code, float) else shorten(str(code))


def _note(groups: Sequence[RepeatGroup]) -> str:
    kinds = {group.counting for group in groups}
    said = []
    if "draws" in kinds:
        said.append("Shares of draws stand with their 95 % interval (Wilson).")
    if "all" in kinds:
        said.append("Shares over all combinations of codes are exact.")
    return one_line(" ".join(said))


def _cut(count: int, most: int) -> str:
    return f"The first {most} of {count}; all of them are in comparison.json." if count > most else ""
