"""What reading and checking the study brought to light: warnings and notes."""

from __future__ import annotations

from casecompare.errors import Problem
from casecompare.methods import Comparison
from casecompare.report.content import Cell, Paragraph, Row, Section, TableBlock, TableColumn, line
from casecompare.report.links import Links
from casecompare.report.sections.frames import keep_filled

__all__ = ["problems_section"]


def problems_section(comparison: Comparison, links: Links) -> Section:
    """Give every warning and note about the study with its place and what to do."""
    title = "Remarks on the study"
    found = tuple(dict.fromkeys([*comparison.study.problems, *comparison.problems]))
    if not found:
        return Section(
            "remarks",
            title,
            (Paragraph(line("Reading and checking the study brought no remarks.")),),
        )
    titles = ("level", "place", "case", "field", "remark", "what to do")
    rows = tuple(_row(problem, links) for problem in found)
    table = TableBlock("Warnings and notes", tuple(map(TableColumn, titles)), rows)
    return Section("remarks", title, (keep_filled(table),))


def _row(problem: Problem, links: Links) -> Row:
    place = ":".join([problem.file or "study", *(str(at) for at in (problem.line, problem.column) if at)])
    case = (links.case(problem.case),) if problem.case else ()
    return Row(
        (
            Cell(problem.level),
            Cell(place),
            Cell(problem.case or None, case),
            Cell(problem.field or None),
            Cell(problem.message),
            Cell(problem.hint or None),
        )
    )
