"""A comparison made by hand: a study with evidence, one method of each fate, verdicts and boards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from casecompare.errors import Problem
from casecompare.hypotheses import Evidence as Backing
from casecompare.hypotheses import Verdict
from casecompare.methods import (
    Column,
    Comparison,
    Diagnostic,
    Figure,
    Finding,
    Method,
    MethodResult,
    MethodRun,
    Options,
    PluginFault,
    Provenance,
    Score,
    Table,
)
from casecompare.methods.boards import case_board, condition_board
from casecompare.report.content import (
    Cell,
    Chip,
    Code,
    Details,
    Document,
    Facts,
    FigureBlock,
    Formula,
    Heading,
    Listing,
    Note,
    Paragraph,
    Row,
    Section,
    Statement,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.study import (
    Calibration,
    Case,
    CodebookEntry,
    CodedValue,
    Evidence,
    HalfDecision,
    Hypothesis,
    Study,
)

SECRET = "We only pretended to agree with the board."
SECRET_SOURCE = "interview, medical director of St Elsewhere"
NAN = float("nan")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><circle cx="20" cy="20" r="9"/></svg>'
)


class PathOptions(Options):
    """Options of the method that is made up here."""

    consistency: float = 0.8
    conditions: list[str] = []  # noqa: RUF012 (pydantic copies it)


@pytest.fixture
def comparison() -> Comparison:
    return make()


@pytest.fixture
def make_comparison() -> Callable[..., Comparison]:
    return make


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return document_of


@pytest.fixture
def secrets() -> tuple[str, ...]:
    return (SECRET, SECRET_SOURCE, "p. 12 of the transcript", "St Elsewhere")


def document_of(text: str = "", columns: int = 3, rows: int = 2) -> Document:
    """Make a document with every kind of block; `text` stands at the end of every string of it."""

    def said(word: str) -> str:
        return f"{word}{text}"

    heads = tuple(
        TableColumn(said(f"column {at}"), said(f"meaning {at}"), is_numeric=at > 0) for at in range(columns)
    )
    cells = [
        (Cell(line=line(Text(said(f"case {row}"), target="set:A"))), *(Cell(0.5) for _ in heads[1:]))
        for row in range(rows)
    ]
    table = TableBlock(
        said("A table"),
        heads,
        tuple(Row(one, anchor=f"row:{at}") for at, one in enumerate(cells)),
        note=said("A note below."),
        anchor="table:paths:numbers",
    )
    blocks = (
        Heading(said("A heading"), anchor="heading"),
        Paragraph(line(said("A lead "), Chip(said("mixed"), "mixed")), is_lead=True),
        Paragraph(line("see ", Text(said("row"), target="row:1"), Text(said("lost"), target="nowhere"))),
        Listing((line(said("one")), line(Text(said("two"), "quote"), Text(said("three"), "code")))),
        Facts(((said("label"), line(Text(said("fact"), "quiet"))),)),
        Statement(
            name=line(said("F1")),
            claim=line(Formula("A*~B => C", (("A", "set:A"),))),
            sentence=line(said("A is enough.")),
            facts=((said("fit"), line("0.9")),),
            anchor="finding:paths:F1",
        ),
        table,
        FigureBlock(said("A drawing"), PICTURE, said("A circle."), "figure:plot", "table:paths:numbers"),
        Note("warning", line(said("Mind this.")), said("Do that."), "paths.mind"),
        Code(said("casecompare run")),
        Details(line(said("More")), (Heading(said("Inside")), Paragraph(line(said("folded")))), "details"),
    )
    part = Section("part", said("A part"), (Paragraph(line(said("in it"))),))
    sets = Section("set:A", said("The set A"), (TableBlock(said("Nothing"), heads[:1], ()),))
    return Document(
        title=said("Title"),
        sections=(Section("first", said("First"), blocks, (part,)), sets),
        status=said("constructed"),
        subtitle=said("subtitle"),
        description=said("description"),
        citation=said("citation"),
        footer=said("footer"),
    )


def make(**changed: object) -> Comparison:
    """Make the comparison; keywords replace fields of its study."""
    study = replace(_study(), **changed)  # type: ignore[arg-type]
    runs = {"paths": _ok(), "ties": _failed(), "rounds": _skipped()}
    sets = pd.DataFrame(
        {
            "TANDEM": [0.8659, 0.0137, 0.956, 0.51],
            "ALIGNED": [0.9434, 0.0676, 0.917, NAN],
            "SUCCESS": [0.9, 0.1, 0.8, 0.2],
        },
        index=["T01", "T02", "T03", "T04"],
    )
    raw = pd.DataFrame(
        {
            "TANDEM": [0.6, 0.1, 0.7, 0.45],
            "ALIGNED": [0.9434, 0.0676, 0.917, NAN],
            "SUCCESS": [0.9, 0.1, 0.8, 0.2],
        },
        index=["T01", "T02", "T03", "T04"],
    )
    return Comparison(
        study=study,
        runs=runs,
        verdicts=_verdicts(),
        memberships=sets,
        raw=raw,
        case_board=case_board(study, sets, runs),
        condition_board=condition_board(study, runs),
        problems=study.problems,
        faults=(
            PluginFault(plugin="odd", distribution="casecompare-odd", version="0.3", reason="It needs R."),
        ),
        seed=1,
        version="0.1.0",
    )


def _study() -> Study:
    evidence = {
        "e1": Evidence(
            id="e1", source="minutes", locator="p. 3", quote="Both signed the plan.", findings=("F5",)
        ),
        "e2": Evidence(
            id="e2",
            source=SECRET_SOURCE,
            locator="p. 12 of the transcript",
            quote=SECRET,
            note="St Elsewhere",
            access="restricted",
        ),
    }
    values = {
        "tandem": CodedValue(
            value=0.6, coders={"A": 0.6, "B": 0.5}, evidence=("e1", "e2"), confidence="high"
        ),
        "outcome": CodedValue(value=0.9, evidence=("e1",), note="agreed after discussion"),
        "aligned": CodedValue(value=0.9434),
    }
    cases = {
        "T01": Case(id="T01", title="Integrated care", values=values, evidence=evidence, note="The pioneer."),
        "T02": Case(id="T02", title="Passive commissioner", values={"tandem": CodedValue(value=0.1)}),
        "T03": Case(id="T03", title="Urgent care"),
        "T04": Case(id="T04", values={"aligned": CodedValue(missing="not found")}),
    }
    table = pd.DataFrame(
        {
            "tandem": [0.6, 0.1, 0.7, 0.45],
            "aligned": [0.9434, 0.0676, 0.917, NAN],
            "outcome": [0.9, 0.1, 0.8, 0.2],
        },
        index=list(cases),
    )
    return Study(
        name="redesign",
        title="Four redesigns of a service",
        citation="Made up for the tests of the report.",
        status="illustrative, constructed",
        description="Do clinical and managerial leaders have to act together?",
        outcome="SUCCESS",
        codebook=_codebook(),
        cases=cases,
        table=table,
        missing={("T04", "aligned"): "not found"},
        hypotheses={verdict.hypothesis.name: verdict.hypothesis for verdict in _verdicts()},
        files={"study.yaml": "ab" * 32, "cases/t01.yaml": "cd" * 32},
        problems=(
            Problem(
                message="the calibration of ALIGNED has no reason.",
                hint="Say why these numbers.",
                level="warning",
                code="no-reason",
                file="study.yaml",
                line=12,
                column=5,
                field="codebook.ALIGNED.calibrate",
            ),
            Problem(
                message="the section 'diary' belongs to no installed plugin.",
                level="note",
                file="cases/t01.yaml",
            ),
        ),
    )


def _codebook() -> dict[str, CodebookEntry]:
    return {
        "TANDEM": CodebookEntry(
            name="TANDEM",
            definition="Clinical and managerial leaders lead jointly",
            source=("tandem",),
            calibration=Calibration(
                kind="direct",
                parameters=[0.15, 0.45, 0.75],
                because="0.45 separates joint from parallel work",
            ),
            half=(HalfDecision(case="T04", to=0.51, because="the second round tips it"),),
        ),
        "ALIGNED": CodebookEntry(name="ALIGNED", definition="The arenas pull together", source=("aligned",)),
        "SUCCESS": CodebookEntry(
            name="SUCCESS", definition="Change that lasted", source=("outcome", "sustained"), aggregate="min"
        ),
    }


def _ok() -> MethodRun:
    rows = pd.DataFrame(
        {
            "TANDEM": [1, 0, 1],
            "ALIGNED": [1, 0, 0],
            "OUT": ["1", "0", "?"],
            "n": [2, 1, 0],
            "inclusion": [0.97312, 0.2, NAN],
            "cases": [("T01", "T03"), ("T02",), ()],
        },
        index=pd.Index([4, 1, 3], name="row"),
    )
    solution = pd.DataFrame({"term": ["TANDEM*ALIGNED"], "inclusion": [0.97312], "coverage": [0.85]})
    finding = Finding(
        id="path-1",
        sentence="TANDEM together with ALIGNED is sufficient for SUCCESS.",
        claim="TANDEM*ALIGNED => SUCCESS",
        outcome="SUCCESS",
        conditions=("TANDEM", "ALIGNED"),
        measure="inclusion",
        value=0.97312,
        low=0.94,
        high=0.99,
        direction="for",
        cases_for=("T01", "T03"),
    )
    absence = Finding(
        id="path-2",
        sentence="Without TANDEM there is no SUCCESS.",
        claim="~TANDEM => ~SUCCESS",
        outcome="SUCCESS",
        conditions=("TANDEM",),
        measure="inclusion",
        value=0.91,
        direction="against",
        cases_for=("T02",),
        cases_against=("T04",),
    )
    bounds = {"fit.low": [0.9, 0.05, 0.9, NAN], "fit.high": [0.9, 0.2, 0.9, NAN]}
    scores = pd.DataFrame({"fit": [0.9, 0.1, 0.9, NAN], **bounds}, index=["T01", "T02", "T03", "T04"])
    result = MethodResult(
        scores=scores,
        tables=(
            Table(
                name="truth_table",
                title="Truth table",
                frame=rows,
                note="One row has no case.",
                columns={
                    "inclusion": Column(title="incl.", description="consistency of sufficiency"),
                    "OUT": Column(title="OUT", description="1, 0, or ? without cases"),
                },
            ),
            Table(name="solution", title="Solution", frame=solution),
        ),
        figures=(
            Figure(
                name="plot",
                title="XY plot",
                svg=PICTURE,
                alt="Two cases above the diagonal.",
                table="solution",
            ),
        ),
        findings=(finding, absence),
        diagnostics=(
            Diagnostic(
                level="warning",
                code="paths.limited-diversity",
                message="One of 4 configurations has no case.",
                advice="Say which remainders were assumed.",
            ),
            Diagnostic(
                level="note",
                code="paths.missing",
                message="the case was left out.",
                case="T04",
                field="ALIGNED",
            ),
        ),
    )
    method = Method(
        name="paths",
        title="Paths to the outcome",
        question="Which combinations lead to the outcome?",
        run=lambda *_: MethodResult(),
        options=PathOptions,
        citation="Ragin (2008)",
        maturity="tested against reference",
        maturity_evidence=("tests/test_paths.py: 12 numbers of Ragin (2008), p. 90",),
        scores=(
            Score(name="fit", title="fit", description="membership in the solution", direction="better fit"),
        ),
    )
    options = {"consistency": 0.85, "conditions": ["TANDEM", "ALIGNED"]}
    source = Provenance(distribution="casecompare", version="0.1.0", options=options, seed=1, seconds=0.25)
    return MethodRun(
        method=method, status="ok", provenance=source, result=result, chain=("TANDEM <- rounds.tandem",)
    )


def _failed() -> MethodRun:
    method = Method(
        name="ties", title="Networks", question="Who is tied to whom?", run=lambda *_: MethodResult()
    )
    source = Provenance(distribution="casecompare-ties", version="1.2", options={}, seed=1)
    return MethodRun(
        method=method, status="failed", provenance=source, reason="ZeroDivisionError: no ties at all"
    )


def _skipped() -> MethodRun:
    method = Method(
        name="rounds", title="Rounds", question="What comes first?", run=lambda *_: MethodResult()
    )
    source = Provenance(distribution="casecompare", version="0.1.0", options={}, seed=1)
    return MethodRun(
        method=method,
        status="skipped",
        provenance=source,
        reason="it needs the scores of 'ties', which failed.",
    )


def _verdicts() -> tuple[Verdict, ...]:
    tandem = Hypothesis(name="H1", claim="TANDEM => SUCCESS", title="Leading in tandem", finding="F5")
    aligned = Hypothesis(name="H2", claim="ALIGNED <= SUCCESS", title="All arenas have to pull together")
    sets = Backing(
        source="sets",
        kind="set-theoretic",
        measures={"cases": 4.0, "inclusion": 0.8123, "PRI": 0.7, "cases in the condition": 3.0},
        cases_for=("T01", "T03"),
        cases_against=("T04",),
    )
    needed = Backing(
        source="sets",
        kind="set-theoretic",
        measures={"necessity inclusion": 1.0, "RoN": NAN, "cases": 3.0},
        cases_for=("T01", "T03"),
    )
    brought = Backing(
        source="paths", kind="solution", measures={"coverage": 0.85}, sentence="TANDEM is part of the path."
    )
    return (
        Verdict(
            hypothesis=tandem,
            word="mixed",
            rule="Sufficiency is mixed when such cases exist.",
            evidence=(sets, brought),
        ),
        Verdict(
            hypothesis=aligned, word="supported", rule="Necessity is supported at 0.9.", evidence=(needed,)
        ),
    )
