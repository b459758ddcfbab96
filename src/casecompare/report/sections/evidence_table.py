"""Every kind of evidence for the hypotheses in a column of its own, and the tests one by one."""

from __future__ import annotations

from collections.abc import Iterator

from casecompare.hypotheses import ADJUSTED, Evidence, Verdict, kind_of
from casecompare.report.content import (
    Block,
    Cell,
    Details,
    Heading,
    Row,
    TableBlock,
    TableColumn,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.evidence_words import is_p, show_measures, verdict_chip, without_cases
from casecompare.report.sections.frames import keep_filled
from casecompare.report.sections.hypothesis_matrix import matrix_figure
from casecompare.report.text import one_line
from casecompare.report.values import show_value

__all__ = ["case_cell", "side_by_side"]

_ANCHOR = "evidence-side-by-side"
_P_VALUES = f"smallest reachable p · p · {ADJUSTED}"
_KINDS = {
    "set-theoretic": "the fit that the verdict goes by; an association has an exact test instead",
    "exact test": f"association: Fisher's test; other claims: permutation test: {_P_VALUES}",
    "benchmark": _P_VALUES,
    "necessity in degree": f"effect size; {_P_VALUES}",
    "process tracing": "weight in decibels; posterior",
    "clues counted": _P_VALUES,
}


def side_by_side(verdicts: tuple[Verdict, ...], links: Links) -> Iterator[Block]:
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
    yield from matrix_figure(verdicts, kinds, table=_ANCHOR)
    caption = "Each kind of evidence on its own; nobody adds them up"
    yield TableBlock(caption, columns, rows, anchor=_ANCHOR)
    yield Details(line("The tests one by one"), (_tests(verdicts, links),), anchor="tests-of-claims")


def _by_kind(verdict: Verdict) -> dict[str, list[str]]:
    """Give what each kind of evidence says in a few numbers; that of methods by the method's name."""
    given: dict[str, list[str]] = {}
    for evidence in (*verdict.evidence, *verdict.beside):
        kind = kind_of(verdict, evidence)
        if evidence.source != "sets":
            said = show_measures(without_cases(evidence), "\u00a0") or one_line(evidence.sentence)
            given.setdefault(kind, []).append(said)
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
        return show_measures(without_cases(evidence), "\u00a0")
    measures = evidence.measures
    if kind == "process tracing":
        return f"{measures['weight in dB']:+.1f} dB; {show_value(measures['posterior'])}"
    said = "\u00a0· ".join(show_value(value) for name, value in measures.items() if is_p(name))
    return f"{show_value(measures['effect size'])}; {said}" if "effect size" in measures else said


def _tests(verdicts: tuple[Verdict, ...], links: Links) -> TableBlock:
    titles = ("Hypothesis", "Kind", "Measures", "What it says", "Cases for", "Cases against")
    rows = tuple(
        Row(
            (
                Cell(verdict.hypothesis.name),
                Cell(evidence.kind),
                Cell(show_measures(evidence)),
                Cell(one_line(evidence.sentence)),
                case_cell(evidence.cases_for, links),
                case_cell(evidence.cases_against, links),
            )
        )
        for verdict in verdicts
        for evidence in verdict.beside
    )
    columns = tuple(map(TableColumn, titles))
    return keep_filled(TableBlock("What stands beside the fit, not counted in the verdicts", columns, rows))


def case_cell(cases: tuple[str, ...], links: Links) -> Cell:
    """Give a cell that names cases, each with its link."""
    return Cell(cases, links.case_list(cases))
