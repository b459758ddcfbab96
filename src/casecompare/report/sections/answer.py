"""The answer first: what goes with the outcome, which hypotheses hold, which cases do not fit."""

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
from casecompare.report.sections.hypotheses import verdict_chip
from casecompare.report.sections.statements import statement
from casecompare.report.text import one_line, plural, sentence, shorten
from casecompare.sets import parse_claim

__all__ = ["answer_section"]

_SHOWN = 6
"""Statements per direction before the reader is sent to the methods' own sections."""
_MOST_MISFITS = 30


def answer_section(comparison: Comparison, links: Links) -> Section:
    """Give the first screen: findings on the outcome, verdicts in brief, cases that do not fit."""
    blocks = [
        *_completeness(comparison, links),
        *_findings(comparison, links),
        *_verdicts(comparison, links),
        *_misfits(comparison, links),
    ]
    return Section("answer", "The answer first", tuple(blocks))


def _completeness(comparison: Comparison, links: Links) -> Iterator[Block]:
    for name, run in comparison.runs.items():
        if run.status != "ok":
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


def _misfits(comparison: Comparison, links: Links) -> Iterator[Block]:
    """Give the cases that contradict what otherwise holds, and those with the outcome off every path."""
    against, uncovered = _contradictions(comparison, links), _uncovered(comparison)
    cases = [case for case in comparison.study.case_ids if case in against or case in uncovered]
    if not cases:
        return
    yield Heading("Which cases do not fit", anchor="answer-cases")
    speaking = [case for case in cases if case in against]
    items = [
        line(
            links.case(case), *_case_title(comparison, case),
            " speaks against ", *_commas(list(against[case])),
            " and has the outcome, but no path covers it" if case in uncovered else "",
        )
        for case in speaking[:_MOST_MISFITS]
    ]  # fmt: skip
    if len(speaking) > _MOST_MISFITS:
        items.append(line(f"{plural(len(speaking) - _MOST_MISFITS, 'further case')}: see the hypotheses"))
    if silent := [case for case in cases if case not in against]:
        have, them = ("has", "it") if len(silent) == 1 else ("have", "them")
        items.append(line(*links.case_list(silent), f" {have} the outcome, but no path covers {them}"))
    yield Listing(tuple(items))


def _contradictions(comparison: Comparison, links: Links) -> dict[str, dict[Inline, None]]:
    """Give what each case contradicts: findings, and hypotheses that are not refuted anyway."""
    found: dict[str, dict[Inline, None]] = {}
    for verdict in comparison.verdicts:
        name = verdict.hypothesis.name
        for case in verdict.cases_against if verdict.word in ("supported", "mixed") else ():
            found.setdefault(case, {})[Text(shorten(name), target=links.hypotheses[name])] = None
    for method, finding in _all_findings(comparison):
        for case in finding.cases_against:
            found.setdefault(case, {})[links.finding(method, finding.id)] = None
    return found


def _uncovered(comparison: Comparison) -> list[str]:
    """Give the cases in the outcome that no finding of sufficiency for the outcome counts as its own."""
    outcome = comparison.study.outcome
    paths = [finding for _, finding in _all_findings(comparison) if _kind(finding) == ("=>", outcome)]
    if not paths or outcome not in comparison.memberships:
        return []
    covered = {case for finding in paths for case in finding.cases_for}
    positive = comparison.memberships[outcome] > 0.5
    return [str(case) for case in positive.index[positive] if case not in covered]


def _case_title(comparison: Comparison, case: str) -> Line:
    record = comparison.study.cases.get(case)
    return line(Text(f" ({one_line(record.title)})", "quiet")) if record is not None and record.title else ()


def _commas(pieces: Sequence[Inline]) -> Line:
    joined: list[Inline] = []
    for at, piece in enumerate(pieces):
        joined += [Text(" and " if at == len(pieces) - 1 else ", ")] if at else []
        joined.append(piece)
    return tuple(joined)
