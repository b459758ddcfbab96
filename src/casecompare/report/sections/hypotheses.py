"""The hypotheses: claim, verdict and the rule behind it, measures, cases on either side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from casecompare.hypotheses import ADJUSTED, READINGS, Evidence, Verdict, VerdictWord
from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Chip,
    Details,
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
    Tone,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.frames import keep_filled
from casecompare.report.sections.statements import show_measure
from casecompare.report.text import one_line, shorten
from casecompare.report.values import show_value

__all__ = ["find_rivals", "hypotheses_section", "show_measures", "show_p_values", "verdict_chip"]

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
        *_side_by_side(comparison.verdicts, links),
        *_further_evidence(comparison.verdicts, links),
        *_refuters(comparison.verdicts),
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


def show_p_values(evidence: Evidence, space: str = " ") -> str:
    """Write no more of a test than its p values, the smallest that can be reached first.

    Examples
    --------
    >>> show_p_values(Evidence(source="sets", kind="permutation test",
    ...                        measures={"smallest reachable p": 0.0001, "p": 0.25, "cases": 6.0}))
    'smallest reachable p <0.001 · p 0.250'
    """
    kept = {name: value for name, value in evidence.measures.items() if _is_p(name)}
    return show_measures(replace(evidence, measures=kept), space)


def find_rivals(verdict: Verdict, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Give the verdicts on the rivals that a hypothesis names."""
    return [one for one in verdicts if one.hypothesis.name in verdict.hypothesis.rivals]


def _is_p(name: str) -> bool:
    return name in ("p", ADJUSTED, "smallest reachable p")


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


def _rival_cell(verdict: Verdict, verdicts: tuple[Verdict, ...], links: Links) -> Cell:
    pieces: list[Inline] = []
    for rival in find_rivals(verdict, verdicts):
        name = rival.hypothesis.name
        pieces += [Text(", ")] if pieces else []
        pieces += [
            Text(shorten(name), target=links.hypotheses.get(name, "")),
            Text(" "),
            verdict_chip(rival.word),
        ]
    return Cell(verdict.hypothesis.rivals, tuple(pieces))


def _side_by_side(verdicts: tuple[Verdict, ...], links: Links) -> Iterator[Block]:
    """Give each hypothesis one row, with every kind of evidence in a column of its own, and the details."""
    if not any(verdict.beside for verdict in verdicts):
        return
    given = [_by_kind(verdict) for verdict in verdicts]
    kinds = [kind for kind in _KINDS if any(kind in one for one in given)]
    kinds += dict.fromkeys(kind for one in given for kind in one if kind not in _KINDS)
    heads = [TableColumn(kind.capitalize(), _KINDS[kind]) for kind in kinds if kind in _KINDS]
    heads += [TableColumn(kind) for kind in kinds if kind not in _KINDS]
    rows = tuple(
        Row(
            (
                Cell(verdict.hypothesis.name),
                Cell(verdict.word, (verdict_chip(verdict.word),)),
                *(Cell(None, line("; ".join(dict.fromkeys(one.get(kind, []))))) for kind in kinds),
            )
        )
        for verdict, one in zip(verdicts, given, strict=True)
    )
    columns = (TableColumn("Hypothesis"), TableColumn("Verdict"), *heads)
    yield Heading("Evidence side by side")
    yield TableBlock("Each kind of evidence on its own; nobody adds them up", columns, rows)
    yield Details(line("The tests one by one"), (_tests(verdicts, links),), anchor="tests-of-claims")


_P_VALUES = f"smallest reachable p · p · {ADJUSTED}"
_KINDS = {
    "set-theoretic": "the fit that the verdict goes by; an association has an exact test instead",
    "exact test": f"association: Fisher's test; other claims: permutation test: {_P_VALUES}",
    "benchmark": _P_VALUES,
    "necessity in degree": f"effect size; {_P_VALUES}",
    "process tracing": "weight in decibels; posterior",
    "clues counted": _P_VALUES,
}


def _by_kind(verdict: Verdict) -> dict[str, list[str]]:
    """Give what each kind of evidence says in a few numbers; that of methods by the method's name."""
    given: dict[str, list[str]] = {}
    for evidence in (*verdict.evidence, *verdict.beside):
        kind = "exact test" if evidence is verdict.test else evidence.kind
        if evidence.source != "sets":
            said = show_measures(_without_cases(evidence), "\u00a0") or one_line(evidence.sentence)
            given.setdefault(evidence.source, []).append(said)
        elif kind in _KINDS:  # the second test of an association is left to the details
            given.setdefault(kind, []).append(_in_few_numbers(kind, evidence))
    return given


def _in_few_numbers(kind: str, evidence: Evidence) -> str:
    r"""Write the numbers that the heading of the column names, without their names.

    Examples
    --------
    >>> measures = {"smallest reachable p": 0.0001, "p": 0.25, "p (Holm)": 0.5, "cases": 6.0}
    >>> _in_few_numbers("benchmark", Evidence(source="sets", kind="benchmark", measures=measures))
    '<0.001\xa0· 0.250\xa0· 0.500'
    """
    if kind == "set-theoretic":
        return show_measures(_without_cases(evidence), "\u00a0")
    measures = evidence.measures
    if kind == "process tracing":
        return f"{measures['weight in dB']:+.1f} dB; {show_value(measures['posterior'])}"
    said = "\u00a0· ".join(show_value(value) for name, value in measures.items() if _is_p(name))
    return f"{show_value(measures['effect size'])}; {said}" if "effect size" in measures else said


def _without_cases(evidence: Evidence) -> Evidence:
    kept = {name: value for name, value in evidence.measures.items() if not name.startswith("cases")}
    return replace(evidence, measures=kept)


def _tests(verdicts: tuple[Verdict, ...], links: Links) -> TableBlock:
    titles = ("Hypothesis", "Kind", "Measures", "What it says", "Cases for", "Cases against")
    rows = tuple(
        Row(
            (
                Cell(verdict.hypothesis.name),
                Cell(evidence.kind),
                Cell(show_measures(evidence)),
                Cell(one_line(evidence.sentence)),
                _case_cell(evidence.cases_for, links),
                _case_cell(evidence.cases_against, links),
            )
        )
        for verdict in verdicts
        for evidence in verdict.beside
    )
    columns = tuple(map(TableColumn, titles))
    return keep_filled(TableBlock("What stands beside the fit, not counted in the verdicts", columns, rows))


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
        yield Listing(
            tuple(line(Text(f"{said}: ", "strong"), one_line(how)) for said, how in [*read, ("p", several)])
        )


def _case_cell(cases: tuple[str, ...], links: Links) -> Cell:
    return Cell(cases, links.case_list(cases))
