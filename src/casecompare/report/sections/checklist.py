"""The checklist of the reporting standards: what the run shows, what the study states, what is not stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Line,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.checklist_answers import ANSWERS
from casecompare.report.text import one_line
from casecompare.study import REPORTING_ITEMS

__all__ = ["checklist_section", "item_lines"]

_TITLE = "Checklist of reporting standards"


def checklist_section(comparison: Comparison, links: Links) -> Section:
    """Give every item of the standards with where the report answers it, or that it is not stated."""
    said = item_lines(comparison, links)
    answered = sum(bool(found) for found in said.values())
    lead = (
        f"Of {len(REPORTING_ITEMS)} items that standards for QCA and for qualitative research ask for, "
        f"{answered} are answered here. What is not stated belongs into the paper, or into study.yaml under "
        "'reporting', by the name in the first column. The items are paraphrased; the standards say more."
    )
    blocks: list[Block] = [Paragraph(line(lead), is_lead=True), *_tables(said)]
    return Section("reporting", _TITLE, tuple(blocks))


def item_lines(comparison: Comparison, links: Links) -> dict[str, Line]:
    """Give for each item what the study states and what the run shows; nothing where neither does.

    Examples
    --------
    >>> from casecompare.report.content import plain_text
    >>> from casecompare.report.links import find_links
    >>> from casecompare.study import Study
    >>> comparison = Comparison(study=Study(name="s", reporting={"funding": "None."}))
    >>> said = item_lines(comparison, find_links(comparison))
    >>> plain_text(said["funding"]), plain_text(said["ethics"])
    ('None.', '')
    """
    stated = comparison.study.reporting
    return {
        name: _joined(
            (Text(one_line(stated[name])),) if stated.get(name) else (),
            ANSWERS[name](comparison, links) if name in ANSWERS else (),
        )
        for name in REPORTING_ITEMS
    }


def _joined(stated: Line, shown: Line) -> Line:
    return (*stated, Text(" "), *shown) if stated and shown else stated or shown


def _tables(said: Mapping[str, Line]) -> Iterator[Block]:
    groups: dict[str, list[str]] = {}
    for name, item in REPORTING_ITEMS.items():
        groups.setdefault(item.group, []).append(name)
    columns = (TableColumn("item"), TableColumn("asked for"), TableColumn("in this study"), TableColumn("by"))
    for group, names in groups.items():
        rows = tuple(
            Row(
                (
                    Cell(name.replace("_", " "), (Text(name, "code"),)),
                    Cell(REPORTING_ITEMS[name].asks),
                    Cell(None, said[name] or (Text("not stated", "quiet"),)),
                    Cell(None, (Text("; ".join(REPORTING_ITEMS[name].standards), "quiet"),)),
                ),
                f"item:{name}",
            )
            for name in names
        )
        yield TableBlock(group, columns, rows)
