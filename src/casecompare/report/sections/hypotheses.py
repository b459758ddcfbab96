"""The hypotheses: claim, verdict and the rule behind it, measures, cases on either side."""

from __future__ import annotations

from collections.abc import Iterator

from casecompare.hypotheses import Evidence, Verdict, VerdictWord
from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Chip,
    Heading,
    Line,
    Listing,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    Tone,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.frames import keep_filled
from casecompare.report.sections.statements import show_measure
from casecompare.report.text import one_line, shorten

__all__ = ["hypotheses_section", "show_measures", "verdict_chip"]

_TONES: dict[VerdictWord, Tone] = {
    "supported": "good",
    "mixed": "mixed",
    "against": "bad",
    "undetermined": "open",
}


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
        *_further_evidence(comparison.verdicts, links),
        *_rules(comparison.verdicts),
    ]
    return Section("hypotheses", "Hypotheses", tuple(blocks))


def verdict_chip(word: VerdictWord) -> Chip:
    """Give a verdict as a chip.

    Examples
    --------
    >>> verdict_chip("mixed")
    Chip(word='mixed', tone='mixed')
    """
    return Chip(word, _TONES[word])


def show_measures(evidence: Evidence, space: str = " ") -> str:
    """Write the measures of a piece of evidence in the order in which they were given.

    Examples
    --------
    >>> show_measures(Evidence(source="sets", kind="exact test", measures={"p": 0.25, "cases": 6.0}))
    'p 0.250 · cases 6'
    """
    shown = (one_line(show_measure(name, value)) for name, value in evidence.measures.items())
    return " · ".join(measure.replace(" ", space) for measure in shown)


def _verdict_table(verdicts: tuple[Verdict, ...], links: Links) -> TableBlock:
    columns = (
        TableColumn("Hypothesis", "=> sufficient for, <= necessary for, <=> both, ~ goes with"),
        TableColumn("Verdict"),
        TableColumn("Measures"),
        TableColumn("Cases for"),
        TableColumn("Cases against", "the cases that contradict the claim"),
    )
    rows = tuple(
        Row(tuple(_verdict_cells(verdict, links)), links.hypotheses[verdict.hypothesis.name])
        for verdict in verdicts
    )
    return TableBlock("The hypotheses and what the cases say of them", columns, rows)


def _verdict_cells(verdict: Verdict, links: Links) -> Iterator[Cell]:
    claim, first = verdict.hypothesis, verdict.evidence[0] if verdict.evidence else None
    yield Cell(claim.name, _name(verdict, links))
    yield Cell(verdict.word, (verdict_chip(verdict.word),))
    # A measure and its number stay on one line.
    yield Cell(None, line(show_measures(first, "\u00a0")) if first else ())
    yield _case_cell(first.cases_for if first else (), links)
    yield _case_cell(verdict.cases_against, links)


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


def _further_evidence(verdicts: tuple[Verdict, ...], links: Links) -> Iterator[Block]:
    rows = [
        Row(
            (
                Cell(verdict.hypothesis.name),
                Cell(evidence.source),
                Cell(evidence.kind),
                Cell(show_measures(evidence)),
                Cell(evidence.sentence),
                _case_cell(evidence.cases_for, links),
                _case_cell(evidence.cases_against, links),
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


def _rules(verdicts: tuple[Verdict, ...]) -> Iterator[Block]:
    """Give each rule once, with the hypotheses it was used for."""
    used: dict[str, list[str]] = {}
    for verdict in verdicts:
        used.setdefault(verdict.rule, []).append(shorten(verdict.hypothesis.name))
    yield Heading("How the verdicts are made", anchor="verdict-rules")
    yield Listing(
        tuple(line(Text(f"{', '.join(names)}: ", "strong"), one_line(rule)) for rule, names in used.items())
    )


def _case_cell(cases: tuple[str, ...], links: Links) -> Cell:
    return Cell(cases, links.case_list(cases))
