"""The answer first: what goes with the outcome, what holds, which cases do not fit, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casecompare.errors import ExpressionError
from casecompare.methods import Comparison, Finding
from casecompare.report.content import (
    Block,
    Heading,
    Inline,
    Line,
    Listing,
    Note,
    Paragraph,
    Section,
    Text,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.brief import brief_facts
from casecompare.report.sections.hypotheses import verdict_chip
from casecompare.report.sections.misfits import misfit_blocks
from casecompare.report.sections.robustness import most_fragile, what_would_change
from casecompare.report.sections.statements import statement
from casecompare.report.text import one_line, plural, sentence, shorten
from casecompare.sets import parse_claim

__all__ = ["answer_section"]

_SHOWN = 6
"""Statements per direction before the reader is sent to the methods' own sections."""


def answer_section(comparison: Comparison, links: Links) -> Section:
    """Give the first screen: findings on the outcome, verdicts, misfits, what would change the answer."""
    paths, uncovered = _paths(comparison), _uncovered(comparison)
    blocks = [
        *_completeness(comparison, links),
        *brief_facts(comparison, links, paths, uncovered),
        *_findings(comparison, links),
        *_verdicts(comparison, links),
        *misfit_blocks(comparison, links, uncovered),
        *_changes(comparison, links),
    ]
    return Section("answer", "The answer first", tuple(blocks))


def _completeness(comparison: Comparison, links: Links) -> Iterator[Block]:
    for name, run in comparison.runs.items():
        if run.is_missed:
            said = line(
                Text(shorten(run.method.title or name), target=links.methods[name]), f" {_DID[run.status]}: "
            )
            yield Note("error" if run.status == "failed" else "warning", (*said, Text(sentence(run.reason))))
    for fault in comparison.faults:
        yield Note("warning", line(f"The plugin {fault.plugin} could not be used: ", sentence(fault.reason)))


_DID = {"failed": "failed", "skipped": "was skipped"}


def _findings(comparison: Comparison, links: Links) -> Iterator[Block]:
    outcome = comparison.study.outcome
    kinds = {
        ("=>", outcome): f"What leads to {shorten(outcome)}",
        ("<=", outcome): f"What {shorten(outcome)} needs",
        ("~", outcome): f"What goes with {shorten(outcome)}",
        ("=>", f"~{outcome}"): f"What leads to the absence of {shorten(outcome)}",
        ("<=", f"~{outcome}"): f"What the absence of {shorten(outcome)} needs",
    }
    found: dict[str, list[tuple[str, Finding]]] = {heading: [] for heading in kinds.values()}
    for name, finding in _all_findings(comparison):
        if heading := kinds.get(_kind(finding)):
            found[heading].append((name, finding))
    if not any(found.values()):
        yield Paragraph(line("No method made a claim about ", links.formula(outcome), "."), is_lead=True)
    for heading, chosen in found.items():
        if chosen:
            yield Heading(heading)
            yield from _statements(chosen, comparison, links)


def _all_findings(comparison: Comparison) -> Iterator[tuple[str, Finding]]:
    for name, run in comparison.runs.items():
        for finding in run.result.findings if run.result is not None else ():
            yield name, finding


def _kind(finding: Finding) -> tuple[str, str]:
    """Give relation and outcome of a finding's claim; what is enough and needed counts as enough."""
    try:
        claim = parse_claim(finding.claim)
    except ExpressionError:
        return "", ""
    return "=>" if claim.relation == "<=>" else claim.relation, str(claim.outcome)


def _statements(chosen: list[tuple[str, Finding]], comparison: Comparison, links: Links) -> Iterator[Block]:
    for name, finding in chosen[:_SHOWN]:
        title = shorten(comparison.runs[name].method.title or name)
        origin = line(Text(title, target=links.findings[name, finding.id]))
        yield statement(finding, name, links, origin=origin)
    if rest := chosen[_SHOWN:]:
        methods = dict.fromkeys(name for name, _ in rest)
        titles = {name: shorten(comparison.runs[name].method.title or name) for name in methods}
        links_to = [Text(titles[name], target=links.methods[name]) for name in methods]
        yield Paragraph(
            line(f"{plural(len(rest), 'further statement')} in the section of ", *_commas(links_to), ".")
        )


def _verdicts(comparison: Comparison, links: Links) -> Iterator[Block]:
    if not comparison.verdicts:
        return
    yield Heading("Which hypotheses hold", anchor="answer-hypotheses")
    yield Listing(
        tuple(
            line(
                verdict_chip(verdict.word),
                " ",
                Text(shorten(verdict.hypothesis.name), target=links.hypotheses[verdict.hypothesis.name]),
                "  ",
                links.formula(verdict.hypothesis.claim),
                *_title(verdict.hypothesis.title),
            )
            for verdict in comparison.verdicts
        )
    )


def _title(title: str) -> Line:
    return line("  ", Text(one_line(title), "quiet")) if title else ()


def _changes(comparison: Comparison, links: Links) -> Iterator[Block]:
    """Say what would most change the answer: the nearest decisive values, and the verdicts that give way."""
    robustness = comparison.robustness
    if robustness is None:
        return
    items = [*most_fragile(comparison, links), *what_would_change(robustness, links)]
    if items:
        yield Heading("What would most change the answer", anchor="answer-change")
        yield Listing(tuple(items))


def _paths(comparison: Comparison) -> list[Finding]:
    """Give the findings on what is enough for the outcome."""
    wanted = "=>", comparison.study.outcome
    return [finding for _, finding in _all_findings(comparison) if _kind(finding) == wanted]


def _uncovered(comparison: Comparison) -> list[str]:
    """Give the cases in the outcome that no finding of sufficiency for the outcome counts as its own."""
    outcome, paths = comparison.study.outcome, _paths(comparison)
    if not paths or outcome not in comparison.memberships:
        return []
    covered = {case for finding in paths for case in finding.cases_for}
    positive = comparison.memberships[outcome] > 0.5
    return [str(case) for case in positive.index[positive] if case not in covered]


def _commas(pieces: Sequence[Inline]) -> Line:
    joined: list[Inline] = []
    for at, piece in enumerate(pieces):
        joined += [Text(" and " if at == len(pieces) - 1 else ", ")] if at else []
        joined.append(piece)
    return tuple(joined)
