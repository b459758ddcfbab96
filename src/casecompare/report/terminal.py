"""The comparison as a person wants to read it in a terminal: the tables, the findings, the verdicts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casecompare.hypotheses import Verdict
from casecompare.methods import Comparison, MethodRun
from casecompare.report.content import (
    Block,
    Details,
    Document,
    Heading,
    Line,
    Listing,
    Note,
    Section,
    Statement,
    TableBlock,
    Tone,
    plain_text,
)
from casecompare.report.outline import build_english_document
from casecompare.report.sections.hypotheses import (
    find_rivals,
    show_measures,
    show_p_values,
    verdict_chip,
)
from casecompare.report.sections.methods import SCORES, find_table_anchors
from casecompare.report.terminal_tables import text_columns
from casecompare.report.text import one_line, plural
from casecompare.report.text_table import fits, typeset, wrap, wrap_items

__all__ = ["render_terminal"]

_MOST_STACKED = 24
"""Rows beyond which a table that is too wide is left to the report."""
_MOST_FINDINGS, _MOST_NOTES = 8, 2
"""Findings, and notes, of a method beyond which the others are left to the report; warnings never are."""
_MOST_CHANGES = 3
"""Changes of a kind that take a verdict away, beyond which the others are left to the report."""
_COLOURS: dict[Tone, str] = {"good": "32", "mixed": "33", "bad": "31", "open": "36", "quiet": "2"}


def render_terminal(comparison: Comparison, width: int = 80, colour: bool = False) -> str:
    """Give what ``casecompare run`` prints: tables and findings of each method, then the verdicts.

    Parameters
    ----------
    comparison
        What a run gave.
    width
        No line is wider; at least 40.
    colour
        Whether the terminal understands colours; they only underline what the words say.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> print(render_terminal(Comparison(study=Study(name="s", status="constructed"))).splitlines()[1])
    constructed
    """
    page = _Page(max(width, 40), colour)
    document = build_english_document(comparison)
    lines = [
        *page.head(document),
        *page.methods(comparison, _section(document, "methods").parts),
        *page.misfits(_section(document, "answer")),
        *page.verdicts(comparison),
        *page.firmness(document),
        *page.remarks(comparison),
    ]
    return "\n".join(lines)


@dataclass(frozen=True)
class _Page:
    """Turns content into lines of a given width."""

    width: int
    colour: bool

    def head(self, document: Document) -> Iterator[str]:
        for said, code in ((document.title, "1"), (document.status, "33"), (document.subtitle, "")):
            for line in wrap(one_line(said), self.width) if said else ():
                yield self.painted(line, code)

    def methods(self, comparison: Comparison, parts: tuple[Section, ...]) -> Iterator[str]:
        """Give every method's part; one that only feeds others needs no more than a line."""
        for (name, run), part in zip(comparison.runs.items(), parts, strict=True):
            yield from self.title(part.title)
            if run.result is not None and not run.is_asked:
                scores = plural(len(run.method.scores), "score")
                given = [link for one in comparison.runs.values() for link in one.chain]
                sets = ", ".join(link.replace("<-", "from") for link in given if f"<- {name}." in link)
                yield from wrap(f"gives {scores} per case: {sets}. See the report.", self.width, "  ")
            else:
                yield from list(self.method(part, _kept_back(part, run))) or self.scores_alone(run)

    def scores_alone(self, run: MethodRun) -> Iterator[str]:
        """Say what a method derived that has nothing else to say, so that its part is not empty."""
        if run.result is not None and len(run.result.scores.columns):
            names = ", ".join(score.name for score in run.method.scores)
            scores = plural(len(run.method.scores), "score")
            yield from wrap(one_line(f"gives {scores} per case: {names}. See the report."), self.width, "  ")

    def method(self, part: Section, kept_back: Collection[str]) -> Iterator[str]:
        """Give a method's main tables, then what it concludes, then what to bear in mind."""
        for block in part.blocks:
            table = block.blocks[0] if isinstance(block, Details) else block
            if not isinstance(table, TableBlock) or table.anchor in kept_back:
                continue
            if isinstance(block, Details):
                yield from ["", *wrap(f"{_said(block.summary)}: see the report.", self.width)]
            else:
                yield from ["", *self.table(table)]
        statements = [block for block in part.blocks if isinstance(block, Statement)]
        warnings = [block for block in part.blocks if isinstance(block, Note) and block.level != "note"]
        notes = [block for block in part.blocks if isinstance(block, Note) and block.level == "note"]
        yield from self.first(statements, _MOST_FINDINGS, "finding")
        yield from self.first([*warnings, *notes], len(warnings) + _MOST_NOTES, "note")

    def first(self, blocks: Sequence[Block], most: int, noun: str) -> Iterator[str]:
        """Give the first blocks, and say how many more the report has."""
        for block in blocks[:most]:
            yield from ["", *self.block(block)]
        if (more := len(blocks) - most) > 0:
            yield from ["", f"  {plural(more, f'more {noun}')}: see the report."]

    def misfits(self, answer: Section) -> Iterator[str]:
        headings = [at for at, block in enumerate(answer.blocks) if isinstance(block, Heading)]
        for at in headings:
            block = answer.blocks[at]
            if isinstance(block, Heading) and block.anchor == "answer-cases":
                yield from self.title(block.text)
                yield from self.block(answer.blocks[at + 1])

    def verdicts(self, comparison: Comparison) -> Iterator[str]:
        if not comparison.verdicts:
            return
        yield from self.title("Which hypotheses hold")
        for verdict in comparison.verdicts:
            chip = verdict_chip(verdict.word)
            word = f"{chip.symbol} {chip.word:<12} "
            beside = " " * (len(word) + 2)
            claim = f"{one_line(verdict.hypothesis.name)}  {one_line(verdict.hypothesis.claim)}"
            first, *more = wrap(claim, self.width, beside)
            yield f"  {self.painted(word, _COLOURS[chip.tone])}{first.strip()}"
            yield from more
            if verdict.hypothesis.title:
                yield from wrap(one_line(verdict.hypothesis.title), self.width, beside)
            if verdict.evidence:
                yield from wrap_items(show_measures(verdict.evidence[0]).split(" · "), self.width, beside)
            else:
                yield from wrap(one_line(verdict.rule), self.width, beside)
            yield from self.beside(comparison, verdict, beside)
            if verdict.cases_against:
                yield from wrap(f"against: {one_line(', '.join(verdict.cases_against))}", self.width, beside)

    def beside(self, comparison: Comparison, verdict: Verdict, indent: str) -> Iterator[str]:
        """Give the test of the claim, process tracing and the rivals, where there are any."""
        for evidence in verdict.beside:
            if evidence is verdict.test:
                yield from wrap_items(show_p_values(evidence).split(" · "), self.width, indent)
            elif evidence.kind == "process tracing":
                said = f"process tracing: {show_measures(evidence)}"
                yield from wrap_items(said.split(" · "), self.width, indent)
        rivals = find_rivals(verdict, comparison.verdicts)
        words = [f"{chip.symbol} {chip.word}" for chip in (verdict_chip(rival.word) for rival in rivals)]
        if len(rivals) == 1:
            rival = rivals[0].hypothesis
            said = f"rival: {one_line(rival.name)}  {one_line(rival.claim)}  {words[0]}"
            yield from wrap(said, self.width, indent)
        elif rivals:
            named = [f"{one.hypothesis.name} {word}" for one, word in zip(rivals, words, strict=True)]
            yield from wrap_items([f"rivals: {named[0]}", *named[1:]], self.width, indent)

    def firmness(self, document: Document) -> Iterator[str]:
        """Give what takes verdicts away: who coded, single values, single cases, whatever was tried."""
        blocks = next((one.blocks for one in document.sections if one.anchor == "robustness"), ())
        lists = [
            (head.text, listing.items)
            for head, listing in pairwise(blocks)
            if isinstance(head, Heading) and isinstance(listing, Listing)
        ]
        if lists:
            yield from self.title("What the verdicts hang on")
        for text, items in lists:
            yield from wrap(one_line(text), self.width, "  ")
            for item in items[:_MOST_CHANGES]:
                yield from wrap(_said(item), self.width, "    ", "      ")
            if (more := len(items) - _MOST_CHANGES) > 0:
                yield f"    {plural(more, 'more', 'more')}: see the report."

    def remarks(self, comparison: Comparison) -> Iterator[str]:
        """Give warnings whole, and say how many notes there are."""
        found = dict.fromkeys([*comparison.study.problems, *comparison.problems])
        warnings = [one for one in found if one.level != "note"]
        if not (found or comparison.faults):
            return
        yield from self.title("Remarks")
        for problem in warnings:
            yield from wrap(f"{problem.level}: {one_line(str(problem))}", self.width, "  ", "    ")
        for fault in comparison.faults:
            said = f"warning: the plugin {fault.plugin} could not be used. {fault.reason}"
            yield from wrap(one_line(said), self.width, "  ", "    ")
        if notes := len(found) - len(warnings):
            yield f"  {plural(notes, 'note')} on the study in the report."

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Statement):
            yield from self.statement(block)
        elif isinstance(block, Note):
            said = f"{block.level}: {_said(block.line)} {one_line(block.advice)}"
            yield from wrap(said.strip(), self.width, "  ", "    ")
        elif isinstance(block, Listing):
            for item in block.items:
                yield from wrap(_said(item), self.width, "  ", "    ")

    def statement(self, block: Statement) -> Iterator[str]:
        name = f"[{_said(block.name)}]" if block.name else ""
        head = "  ".join(filter(None, [_said(block.claim), name]))
        for line in wrap(head, self.width, "  ", "      "):
            yield self.painted(line, "1")
        yield from wrap(_said(block.sentence), self.width, "    ")
        for label, said in block.facts:
            if not _repeats(_said(block.sentence), label, _said(said)):
                yield from wrap(f"{label}: {_said(said)}", self.width, "    ", "      ")

    def table(self, block: TableBlock) -> Iterator[str]:
        for line in wrap(one_line(block.caption), self.width):
            yield self.painted(line, "1")
        columns = text_columns(block)
        if len(block.rows) > _MOST_STACKED and not fits(columns, self.width):
            yield f"{plural(len(block.rows), 'row')}, wider than the terminal: see the report."
            return
        yield from typeset(columns, self.width)
        if block.note:
            yield from wrap(one_line(block.note), self.width)

    def title(self, title: str) -> Iterator[str]:
        yield ""
        for line in wrap(one_line(title), self.width):
            yield self.painted(line, "1;4")

    def painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text


def _kept_back(part: Section, run: MethodRun) -> set[str]:
    """Give the anchors of the tables that are left to the report: scores, and all that are not main ones.

    A method that calls none of its tables a main one has them all shown.
    """
    blocks = [block.blocks[0] if isinstance(block, Details) else block for block in part.blocks]
    kept = {block.anchor for block in blocks if isinstance(block, TableBlock)}
    kept = {anchor for anchor in kept if anchor.startswith(SCORES)}
    tables = run.result.tables if run.result is not None else ()
    if run.result is not None and any(table.main for table in tables):
        anchors = find_table_anchors(part.anchor, run.result)
        kept |= {anchors[table.name] for table in tables if not table.main}
    return kept


def _repeats(sentence: str, label: str, cases: str) -> bool:
    """Say whether a list of cases only repeats those that the sentence names."""
    words = set(re.split(r"[\s,;:()]+", sentence.rstrip(".")))
    return label == "cases for" and set(cases.split(", ")) <= words


def _section(document: Document, anchor: str) -> Section:
    return next(section for section in document.sections if section.anchor == anchor)


def _said(line: Line) -> str:
    return one_line(plain_text(line))
