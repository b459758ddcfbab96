"""The decisions: codebook, calibrations with reasons, halves, disputes, missing values, alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Heading,
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
from casecompare.report.links import Links, anchors
from casecompare.report.sections.alternatives import alternative_blocks
from casecompare.report.sections.calibrations import show_calibration
from casecompare.report.sections.frames import keep_filled
from casecompare.report.text import one_line
from casecompare.report.values import plain_value, show_value
from casecompare.study import Calibration, Case, CodebookEntry

__all__ = ["decisions_section", "show_calibration", "show_source"]


_MOST_DISPUTES = 200


def decisions_section(comparison: Comparison, links: Links) -> Section:
    """Give the codebook and every decision that the study records."""
    blocks = [
        *_codebook(comparison, links),
        *_halves(comparison, links),
        *_disputes(comparison, links),
        *_missing(comparison, links),
        *alternative_blocks(comparison, links),
    ]
    return Section("decisions", "Codebook and decisions", tuple(blocks))


def show_source(entry: CodebookEntry, links: Links, values: Mapping[str, str] | None = None) -> Line:
    """Say what a set is taken from: coded values (each leading to its place) or a method's score.

    Parameters
    ----------
    entry
        An entry of the codebook.
    links
        The anchors of methods.
    values
        The anchors of a case's coded values, where the line is about one case.
    """
    if entry.derived_from is not None:
        return line(Text(entry.source[0], target=links.methods.get(entry.derived_from[0], "")))
    pieces: list[Inline | str] = []
    for name in entry.source or (entry.name,):
        pieces += [", "] if pieces else []
        pieces.append(Text(one_line(name), target=(values or {}).get(name, "")))
    if entry.aggregate is None:
        return line(*pieces)
    how = f"at least {entry.at_least} of" if entry.aggregate == "at least" else entry.aggregate
    return line(f"{how} (", *pieces, ")")


def _codebook(comparison: Comparison, links: Links) -> Iterator[Block]:
    titles = ("set", "definition", "kind", "taken from", "calibration")
    rows = tuple(
        Row(
            (
                Cell(name, (links.formula(name),)),
                Cell(entry.definition or None),
                Cell(f"{entry.kind}, {entry.unit}" if entry.unit else entry.kind),
                Cell(None, show_source(entry, links)),
                Cell(show_calibration(entry.calibration), _calibration(entry.calibration)),
            ),
            links.sets[name],
        )
        for name, entry in comparison.study.codebook.items()
    )
    if rows:
        yield keep_filled(
            TableBlock("Codebook: the sets and how they were made", tuple(map(TableColumn, titles)), rows)
        )


def _calibration(calibration: Calibration | None) -> Line:
    reason = one_line(calibration.because) if calibration is not None else ""
    said = f" because {reason}" if reason else ""
    return line(show_calibration(calibration), Text(said, "quiet"))


def _halves(comparison: Comparison, links: Links) -> Iterator[Block]:
    rows = tuple(
        Row(
            (
                Cell(decision.case, (links.case(decision.case),)),
                Cell(name, (links.formula(name),)),
                Cell(decision.to),
                Cell(decision.because),
            )
        )
        for name, entry in comparison.study.codebook.items()
        for decision in entry.half
    )
    yield Heading("Memberships of exactly 0.5")
    if not rows:
        yield Paragraph(line("None had to be decided."))
        return
    columns = (
        TableColumn("case"),
        TableColumn("set"),
        TableColumn("set to", "", None, True),
        TableColumn("because"),
    )
    yield TableBlock("Decisions on memberships of exactly 0.5", columns, rows)


def _disputes(comparison: Comparison, links: Links) -> Iterator[Block]:
    """Give the coded values on which the coders differed, with what was agreed and why."""
    rows = [
        Row(
            (
                Cell(case.id, (links.case(case.id),)),
                Cell(
                    one_line(name),
                    (Text(one_line(name), target=_value_anchor(case, name, comparison, links)),),
                ),
                Cell(" · ".join(f"{one_line(who)} {_code(what)}" for who, what in coded.coders.items())),
                Cell(_code(coded.value) if coded.missing is None else coded.missing),
                Cell(one_line(coded.note) or None),
            )
        )
        for case in comparison.study.cases.values()
        for name, coded in case.values.items()
        if len(set(map(_code, coded.coders.values()))) > 1
    ]
    if not any(coded.coders for case in comparison.study.cases.values() for coded in case.values.values()):
        return
    yield Heading("Values on which the coders differed", anchor="disputes")
    if not rows:
        yield Paragraph(line("The coders agree on every value."))
        return
    titles = ("case", "coded value", "coders", "agreed on", "note")
    note = f"The first {_MOST_DISPUTES} of {len(rows)}." if len(rows) > _MOST_DISPUTES else ""
    columns = tuple(map(TableColumn, titles))
    yield keep_filled(
        TableBlock("Disputed values and what was decided", columns, tuple(rows[:_MOST_DISPUTES]), note=note)
    )


def _value_anchor(case: Case, name: str, comparison: Comparison, links: Links) -> str:
    if case.id not in links.cases:
        return ""
    names = dict.fromkeys([*map(str, comparison.study.table.columns), *case.values])
    return anchors(f"value:{links.key(case.id)}", names)[name]


def _code(value: float | str | None) -> str:
    return show_value(plain_value(value), None)


def _missing(comparison: Comparison, links: Links) -> Iterator[Block]:
    """Give the cases in which each coded value is missing, by kind."""
    study = comparison.study
    found: dict[tuple[str, str], list[str]] = {}
    for name in study.table.columns:
        for case in study.table.index[study.table[name].isna()]:
            kind = study.missing.get((case, name), "not coded")
            found.setdefault((str(name), kind), []).append(str(case))
    yield Heading("Missing values")
    if not found:
        yield Paragraph(line("No coded value is missing."))
        return
    rows = tuple(
        Row((Cell(name), Cell(kind), Cell(len(cases)), Cell(tuple(cases), links.case_list(cases))))
        for (name, kind), cases in found.items()
    )
    columns = (
        TableColumn("coded value"),
        TableColumn("kind"),
        TableColumn("number", is_numeric=True),
        TableColumn("cases"),
    )
    yield TableBlock("Missing coded values; none was filled in", columns, rows)
