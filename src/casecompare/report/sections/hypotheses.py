"""The hypotheses: claim, verdict and the rule behind it, measures, cases on either side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casecompare.hypotheses import ADJUSTED, READING_RULES, READINGS, Verdict
from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Heading,
    Inline,
    Line,
    Listing,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.evidence_table import case_cell, side_by_side
from casecompare.report.sections.evidence_words import show_measures, show_p_values, verdict_chip
from casecompare.report.sections.frames import keep_filled
from casecompare.report.text import one_line, shorten

__all__ = ["find_rivals", "hypotheses_section", "show_measures", "show_p_values", "verdict_chip"]


def hypotheses_section(comparison: Comparison, links: Links) -> Section:
    """Give one row per hypothesis, the evidence that methods brought, and the rules of the verdicts."""
    if not comparison.verdicts:
        said = "The study states no hypotheses. Add them to study.yaml under 'hypotheses'."
        return Section("hypotheses", "Hypotheses", (Paragraph(line(said)),))
    blocks: list[Block] = [
        Paragraph(
            line("Each claim is judged by the evidence of its own kind; there is no voting across methods."),
            is_lead=True,
        ),
        _verdict_table(comparison.verdicts, links),
        *side_by_side(comparison.verdicts, links),
        *_further_evidence(comparison.verdicts, links),
        *_refuters(comparison.verdicts),
        *_rules(comparison.verdicts),
    ]
    return Section("hypotheses", "Hypotheses", tuple(blocks))


def find_rivals(verdict: Verdict, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Give the verdicts on the rivals that a hypothesis names."""
    return [one for one in verdicts if one.hypothesis.name in verdict.hypothesis.rivals]


def _verdict_table(verdicts: tuple[Verdict, ...], links: Links) -> TableBlock:
    columns: tuple[TableColumn, ...] = (
        TableColumn("Hypothesis", "=> sufficient for, <= necessary for, <=> both, ~ goes with"),
        TableColumn("Verdict"),
        TableColumn("Measures"),
        TableColumn("Cases for"),
        TableColumn("Cases against", "the cases that contradict the claim"),
    )
    if any(verdict.hypothesis.rivals for verdict in verdicts):
        columns += (TableColumn("Rivals", "other claims that would explain the same"),)
    rows = tuple(
        Row(
            (*_verdict_cells(verdict, links), _rival_cell(verdict, verdicts, links))[: len(columns)],
            links.hypotheses[verdict.hypothesis.name],
        )
        for verdict in verdicts
    )
    return TableBlock("The hypotheses and what the cases say of them", columns, rows)


def _verdict_cells(verdict: Verdict, links: Links) -> Iterator[Cell]:
    claim, first = verdict.hypothesis, verdict.evidence[0] if verdict.evidence else None
    yield Cell(claim.name, _name(verdict, links))
    yield Cell(verdict.word, (verdict_chip(verdict.word),))
    # A measure and its number stay on one line.
    yield Cell(None, line(show_measures(first, "\u00a0")) if first else ())
    yield case_cell(first.cases_for if first else (), links)
    yield case_cell(verdict.cases_against, links)


def _name(verdict: Verdict, links: Links) -> Line:
    claim = verdict.hypothesis
    title = " ".join(filter(None, [claim.title, f"[{claim.finding}]" if claim.finding else ""]))
    beside = " · ".join(filter(None, map(one_line, [title, claim.note])))
    return line(
        Text(shorten(claim.name), "strong"),
        " ",
        links.formula(claim.claim),
        " " if beside else "",
        Text(beside, "quiet"),
    )


def _rival_cell(verdict: Verdict, verdicts: tuple[Verdict, ...], links: Links) -> Cell:
    pieces: list[Inline] = []
    for rival in find_rivals(verdict, verdicts):
        name = rival.hypothesis.name
        pieces += [Text(", ")] if pieces else []
        pieces += [
            Text(shorten(name), target=links.hypotheses.get(name, "")),
            Text("\u00a0"),
            verdict_chip(rival.word),
        ]
    return Cell(verdict.hypothesis.rivals, tuple(pieces))


def _further_evidence(verdicts: tuple[Verdict, ...], links: Links) -> Iterator[Block]:
    rows = [
        Row(
            (
                Cell(verdict.hypothesis.name),
                Cell(evidence.source),
                Cell(evidence.kind),
                Cell(show_measures(evidence)),
                Cell(evidence.sentence),
                case_cell(evidence.cases_for, links),
                case_cell(evidence.cases_against, links),
            )
        )
        for verdict in verdicts
        for evidence in verdict.evidence[1:]
    ]
    if rows:
        titles = ("Hypothesis", "Source", "Kind", "Measures", "What it says", "Cases for", "Cases against")
        columns = tuple(map(TableColumn, titles))
        yield Heading("Evidence that the methods bring")
        yield keep_filled(TableBlock("Shown beside the verdicts, not counted in them", columns, tuple(rows)))


def _refuters(verdicts: tuple[Verdict, ...]) -> Iterator[Block]:
    """Say which cases each claim is about and what would refute it, where the study says so."""
    items = []
    for verdict in verdicts:
        claim = verdict.hypothesis
        said = [f"about {one_line(claim.scope)}"] if claim.scope else []
        said += [f"refuted by {one_line(claim.refuter)}"] if claim.refuter else []
        if said:
            items.append(line(Text(f"{shorten(claim.name)}: ", "strong"), "; ".join(said)))
    if items:
        yield Heading("What would refute them")
        yield Listing(tuple(items))


def _rules(verdicts: tuple[Verdict, ...]) -> Iterator[Block]:
    """Give each rule once, with the hypotheses it was used for."""
    used: dict[str, list[str]] = {}
    for verdict in verdicts:
        used.setdefault(verdict.rule, []).append(shorten(verdict.hypothesis.name))
    yield Heading("How the verdicts are made", anchor="verdict-rules")
    yield Listing(
        tuple(line(Text(f"{', '.join(names)}: ", "strong"), one_line(rule)) for rule, names in used.items())
    )
    kinds = dict.fromkeys(evidence.kind for verdict in verdicts for evidence in verdict.beside)
    read = [(kind, READINGS[kind]) for kind in kinds if kind in READINGS]
    if read:
        yield Heading("How to read what stands beside", anchor="evidence-beside")
        several = f"{ADJUSTED} is adjusted for the number of hypotheses of the study."
        yield _explained([*read, ("p", several)])
        yield Heading("How to read the matrix", anchor="matrix-rules")
        absent = {"necessity in degree", "process tracing"} - set(kinds)
        yield _explained([(kind, how) for kind, how in READING_RULES.items() if kind not in absent])


def _explained(pairs: Iterable[tuple[str, str]]) -> Listing:
    return Listing(tuple(line(Text(f"{said}: ", "strong"), one_line(how)) for said, how in pairs))
