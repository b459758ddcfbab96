"""The index of the evidence: from each piece everything that rests on it, and what there would be without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Details,
    Facts,
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
from casecompare.report.sections.frames import keep_filled
from casecompare.report.sections.resting import Resting, Tracing
from casecompare.report.text import one_line, plural, shorten
from casecompare.study import Case

__all__ = ["evidence_section", "index_anchor", "show_places", "show_rows"]

_TITLE = "From claim to quote and back: the evidence"
_FEW = 6
"""Verdicts up to which all of them are named one by one."""
_GROUP, _VERDICT = "without evidence", "verdict"
_NOTHING, _SHARED = "nothing changes", "nothing rests on it alone"
_COLUMNS = tuple(
    map(
        TableColumn,
        ("evidence", "memberships", "verdicts", "without it", "rows and terms", "findings"),
    )
)
_LEGEND = {
    "memberships": "sets that are made of coded values resting on it, or derived by a method from such rows",
    "rows and terms": "those that the case is in, as the methods state them",
    "findings": "those that name these sets, or speak about the case by way of these rows",
    "verdicts": "on claims about these sets; in their measures every case counts",
}


def evidence_section(comparison: Comparison, links: Links) -> Section:
    """Give for each case what rests on each piece of its evidence, down to findings and verdicts."""
    cases = [case for name, case in comparison.study.cases.items() if name in links.cases and case.evidence]
    if not cases:
        said = "The study records no evidence. It belongs into the records of the cases, under 'evidence'."
        return Section("evidence", _TITLE, (Paragraph(line(said)),))
    tracing, changes = Tracing(comparison), _changes(comparison)
    pieces = sum(len(case.evidence) for case in cases)
    legend = Facts(tuple((name, line(said)) for name, said in _LEGEND.items()))
    blocks: list[Block] = [Paragraph(line(_lead(pieces, len(cases))), is_lead=True), legend, _how(comparison)]
    blocks += [_case_block(case, tracing, changes, links) for case in cases]
    return Section("evidence", _TITLE, tuple(blocks))


def index_anchor(case: str, links: Links) -> str:
    """Give the anchor of what rests on a case's evidence."""
    return f"rests:{links.key(case)}"


def _lead(pieces: int, cases: int) -> str:
    return (
        f"{plural(pieces, 'piece')} of evidence in {plural(cases, 'case')}. Pieces on which the same "
        "memberships rest share a row; from there on, everything else is the same, too. A piece leads to its "
        "passage and to the coded values and rows of the record that rest on it directly."
    )


def _how(comparison: Comparison) -> Paragraph:
    robustness = comparison.robustness
    if robustness is not None and robustness.group(_GROUP) is not None:
        said = line(
            "“Without it” comes from repeating the run without that piece: what rests on it alone is taken "
            "as not coded. All that changed stands under ",
            Text("robustness", target="robustness"),
            ".",
        )
        return Paragraph(said)
    how = Text("casecompare run STUDY --robustness full", "code")
    return Paragraph(line("What would happen without each piece is computed by ", how, "."))


def _case_block(case: Case, tracing: Tracing, changes: Mapping[str, pd.DataFrame], links: Links) -> Details:
    key = links.key(case.id)
    passages = anchors(f"evidence:{key}", case.evidence)
    groups: dict[tuple[object, ...], dict[str, Resting]] = {}
    for name in case.evidence:
        resting = tracing.resting(case, name)
        groups.setdefault((resting.sets, resting.methods), {})[name] = resting
    rows = tuple(
        Row(
            (
                Cell(tuple(pieces), _listed(Text(one_line(name), target=passages[name]) for name in pieces)),
                Cell(None, _listed(_memberships(case.id, next(iter(pieces.values())), tracing, links))),
                _verdicts(next(iter(pieces.values())), tracing, links),
                Cell(None, _without(case.id, pieces, changes, links)),
                *_statements(case.id, next(iter(pieces.values())), tracing, links),
            )
        )
        for pieces in groups.values()
    )
    table = keep_filled(TableBlock(f"What rests on the evidence of {shorten(case.id)}", _COLUMNS, rows))
    title = f"  {shorten(case.title, 100)}" if case.title else ""
    summary = line(Text(shorten(case.id), "strong"), title, Text(f"  {len(case.evidence)} pieces", "quiet"))
    return Details(summary, (table,), index_anchor(case.id, links))


def show_rows(rows: Mapping[str, Sequence[int]]) -> str:
    """Write rows of the record by section.

    Examples
    --------
    >>> show_rows({"ties": [1, 2, 3], "work": [2]})
    'ties 1–3; work 2'
    """
    return "; ".join(f"{one_line(section)} {show_places(places)}" for section, places in rows.items())


def show_places(places: Sequence[int]) -> str:
    """Write whole numbers in their order, those that follow each other as a range.

    Examples
    --------
    >>> show_places([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _memberships(case: str, resting: Resting, tracing: Tracing, links: Links) -> Iterator[Inline]:
    frame = tracing.comparison.memberships
    for name in resting.sets:
        has_place = name in frame and case in frame.index
        yield Text(one_line(name), target=links.membership(case, name) if has_place else "")


def _verdicts(resting: Resting, tracing: Tracing, links: Links) -> Cell:
    names = [verdict.hypothesis.name for verdict in tracing.verdicts(resting)]
    if len(names) == len(tracing.comparison.verdicts) > _FEW:
        return Cell(None, line(Text(f"all {len(names)}", target="hypotheses")))
    known = links.hypotheses
    return Cell(None, _listed(Text(shorten(name), target=known.get(name, "")) for name in names))


def _statements(case: str, resting: Resting, tracing: Tracing, links: Links) -> Iterator[Cell]:
    """Give the cells of rows and terms, and of findings."""
    stated: dict[str, dict[str, None]] = {}
    for _, statement in tracing.statements(resting, case):
        said = one_line(statement.kind) + ("" if statement.value == "present" else f": {statement.value}")
        stated.setdefault(statement.subject, {})[said] = None
    pieces: list[Inline] = []
    for formula, kinds in stated.items():
        pieces += [Text("; ")] if pieces else []
        pieces += [links.formula(formula), Text(f" ({', '.join(kinds)})", "quiet")]
    yield Cell(None, tuple(pieces))
    findings = tracing.findings(resting, case)
    yield Cell(None, _listed(links.finding(method, finding.id) for method, finding in findings))


def _changes(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Give what repeats without one piece of evidence changed, by case; nothing where there were none."""
    robustness = comparison.robustness
    if robustness is None or robustness.group(_GROUP) is None:
        return {}
    mine = robustness.changes[robustness.changes["group"] == _GROUP]
    return {case: mine[mine["case"] == case] for case in comparison.study.cases}


def _without(
    case: str, pieces: Mapping[str, Resting], changes: Mapping[str, pd.DataFrame], links: Links
) -> Line:
    """Say for each piece which verdicts change without it, and how much else; then which change nothing."""
    if case not in changes:
        return ()
    mine = changes[case]
    changed: dict[Line, list[str]] = {}
    for name, resting in pieces.items():
        rows = mine[mine["evidence"] == name].to_dict("records")
        said = line(*_changed(rows, links)) if rows else (Text(_NOTHING if resting.is_alone else _SHARED),)
        changed.setdefault(said, []).append(name)
    joined: list[Inline | str] = []
    for said, names in changed.items():
        joined += ["; " if joined else "", Text(", ".join(map(one_line, names)), "strong"), ": ", *said]
    return line(*joined)


def _changed(rows: Sequence[Mapping[object, object]], links: Links) -> Iterator[Inline | str]:
    verdicts = [row for row in rows if row["kind"] == _VERDICT]
    for at, row in enumerate(verdicts):
        name = str(row["subject"])
        yield ", " if at else ""
        yield Text(shorten(name), target=links.hypotheses.get(name, ""))
        yield f" {row['after']} instead of {row['before']}"
    if others := len(rows) - len(verdicts):
        yield ", " if verdicts else ""
        yield Text(f"{plural(others, 'statement')} of methods", target="robustness")


def _listed(pieces: Iterable[Inline]) -> Line:
    joined: list[Inline] = []
    for piece in pieces:
        joined += [Text(", ")] if joined else []
        joined.append(piece)
    return tuple(joined)
