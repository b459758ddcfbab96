"""What came out of two runs, held against each other: memberships, statements, findings, verdicts, scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from casecompare.replication.changes import Change, ChangeGroup, is_near, mapping_changes, same
from casecompare.replication.saved_models import (
    SavedComparison,
    SavedEvidence,
    SavedFinding,
    SavedMethod,
    SavedTable,
    SavedVerdict,
)
from casecompare.replication.statement_changes import StatementChange, statement_changes
from casecompare.report.text import plural

__all__ = ["result_changes"]

_LISTED_SCORES = 10
_SORTS = {
    "rows": "Rows of truth tables",
    "solutions": "Solutions",
    "terms": "Terms of solutions",
    "statements": "Other statements",
}


def result_changes(one: SavedComparison, other: SavedComparison, tolerance: float) -> Iterator[ChangeGroup]:
    """Give the groups of changes in what came out of two runs; a group may be empty.

    Parameters
    ----------
    one, other
        The runs.
    tolerance
        Numbers nearer than this are the same, see `casecompare.replication.changes.is_near`.
    """
    verdicts = list(_verdicts(one, other, tolerance))
    yield _group("verdicts", "Verdicts", (each for each in verdicts if each.before != each.after))
    yield _group("methods", "How the methods fared", _statuses(one, other))
    yield _memberships(one, other, tolerance)
    told = list(statement_changes(one, other, tolerance))
    for sort, title in _SORTS.items():
        yield _group(sort, title, (_placed(each) for each in told if each.sort == sort))
    yield _group("findings", "Findings", _findings(one, other, tolerance))
    kept = (each for each in verdicts if each.before == each.after)
    yield _group("hypothesis_evidence", "Evidence for hypotheses whose verdict stands", kept)
    yield _scores(one, other, tolerance)
    yield _tables(one, other, tolerance)


def _group(name: str, title: str, changes: Iterator[Change], note: str = "") -> ChangeGroup:
    return ChangeGroup(name=name, title=title, side="results", changes=tuple(changes), note=note)


def _verdicts(one: SavedComparison, other: SavedComparison, tolerance: float) -> Iterator[Change]:
    before, after = ({verdict.hypothesis: verdict for verdict in each.verdicts} for each in (one, other))
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Change(subject=name, kind="removed", before=before[name].word)
        elif name not in before:
            yield Change(subject=name, kind="added", after=after[name].word)
        else:
            why = "; ".join(_reasons(before[name], after[name], tolerance))
            if before[name].word != after[name].word or why:
                yield Change(subject=name, before=before[name].word, after=after[name].word, note=why)


def _reasons(before: SavedVerdict, after: SavedVerdict, tolerance: float) -> Iterator[str]:
    """Say in which measures the evidence that was judged differs, and which cases stand against."""
    if before.claim != after.claim:
        yield f"the claim was {before.claim}, now {after.claim}"
    old = before.evidence[0] if before.evidence else SavedEvidence()
    new = after.evidence[0] if after.evidence else SavedEvidence()
    for change in mapping_changes({**old.measures}, {**new.measures}, tolerance):
        yield f"{change.subject} {_number(change.before)} → {_number(change.after)}"
    gained = [case for case in after.cases_against if case not in before.cases_against]
    lost = [case for case in before.cases_against if case not in after.cases_against]
    if gained:
        yield f"now against: {', '.join(gained)}"
    if lost:
        yield f"no longer against: {', '.join(lost)}"


def _number(value: JsonValue) -> str:
    return "undefined" if not isinstance(value, int | float) else f"{value:.4g}"


def _statuses(one: SavedComparison, other: SavedComparison) -> Iterator[Change]:
    before, after = _by_name(one), _by_name(other)
    for name in before:
        if name in after and before[name].status != after[name].status:
            reason = after[name].reason or before[name].reason
            yield Change(subject=name, before=before[name].status, after=after[name].status, note=reason)


def _by_name(comparison: SavedComparison) -> dict[str, SavedMethod]:
    return {method.name: method for method in comparison.methods}


def _memberships(one: SavedComparison, other: SavedComparison, tolerance: float) -> ChangeGroup:
    """List the memberships that crossed 0.5; of the others say how many moved, and the farthest."""
    crossed, moved = list[Change](), list[tuple[float, str]]()
    for case, before in one.memberships.items():
        after = other.memberships.get(case, {})
        for name, old in before.items():
            if name not in after:
                continue
            new = after[name]
            if old is None or new is None:
                if old is not new:
                    crossed.append(
                        Change(subject=f"{case} {name}", before=old, after=new, note="missing in one")
                    )
            elif (old > 0.5) != (new > 0.5):
                crossed.append(Change(subject=f"{case} {name}", before=old, after=new))
            elif not is_near(old, new, tolerance):
                moved.append((abs(new - old), f"{case} {name}"))
    note = ""
    if moved:
        farthest, subject = max(moved)
        note = (
            f"{plural(len(moved), 'further membership')} moved without crossing, by {farthest:.3g} at most "
            f"({subject})."
        )
    return _group("memberships", "Memberships that crossed 0.5", iter(crossed), note)


def _placed(found: StatementChange) -> Change:
    """Put method and kind before the subject; that a term is present, its being there says already."""
    change, is_term = found.change, found.sort == "terms"
    return Change(
        subject=f"{found.method}, {found.kind}: {change.subject}",
        kind=change.kind,
        before=None if is_term else change.before,
        after=None if is_term else change.after,
        note=change.note,
    )


def _findings(one: SavedComparison, other: SavedComparison, tolerance: float) -> Iterator[Change]:
    before, after = _by_name(one), _by_name(other)
    for name in before:
        if name not in after:
            continue
        old, new = _numbered(before[name].findings), _numbered(after[name].findings)
        for change in mapping_changes(
            {key: _content(finding) for key, finding in old.items()},
            {key: _content(finding) for key, finding in new.items()},
            tolerance,
            prefix=f"{name}: ",
        ):
            yield _told_finding(change, tolerance)


def _numbered(findings: Sequence[SavedFinding]) -> dict[str, SavedFinding]:
    """Key findings by their ids; should a method use one twice, the second is called so."""
    found: dict[str, SavedFinding] = {}
    for finding in findings:
        key, number = finding.id, 2
        while key in found:
            key, number = f"{finding.id} ({number})", number + 1
        found[key] = finding
    return found


def _content(finding: SavedFinding) -> JsonValue:
    content: dict[str, JsonValue] = finding.model_dump(mode="json")
    return content


def _told_finding(change: Change, tolerance: float) -> Change:
    """Show of a finding its measure, and name what else changed."""
    old = change.before if isinstance(change.before, dict) else {}
    new = change.after if isinstance(change.after, dict) else {}
    notes = []
    if old and new:
        fields = [
            one.subject.replace("_", " ")
            for one in mapping_changes(old, new, tolerance)
            if one.subject not in ("value", "measure")
        ]
        notes = [f"changed: {', '.join(fields)}"] if fields else []
    return Change(
        subject=change.subject,
        kind=change.kind,
        before=_measured(old),
        after=_measured(new),
        note="; ".join(notes),
    )


def _measured(finding: Mapping[str, JsonValue]) -> JsonValue:
    if not finding or finding.get("value") is None:
        return None
    return f"{finding.get('measure') or 'value'} {_number(finding['value'])}"


def _scores(one: SavedComparison, other: SavedComparison, tolerance: float) -> ChangeGroup:
    """List the scores that changed most; the others are counted."""
    before, after = _by_name(one), _by_name(other)
    changed: list[tuple[float, Change]] = []
    for name in before:
        if name in after:
            changed += _score_changes(name, before[name].scores, after[name].scores, tolerance)
    changed.sort(key=lambda pair: -pair[0])
    left = len(changed) - _LISTED_SCORES
    note = f"{plural(left, 'further score')} changed less." if left > 0 else ""
    return _group(
        "scores", "Scores, the largest changes first", (c for _, c in changed[:_LISTED_SCORES]), note
    )


def _score_changes(
    method: str, before: SavedTable | None, after: SavedTable | None, tolerance: float
) -> Iterator[tuple[float, Change]]:
    old, new = _cells(before), _cells(after)
    for key, value in old.items():
        if key not in new or same(value, new[key], tolerance):
            continue
        other = new[key]
        is_number = isinstance(value, int | float) and isinstance(other, int | float)
        size = abs(float(other) - float(value)) if is_number else float("inf")  # type: ignore[arg-type]
        case, column = key
        yield size, Change(subject=f"{case} {method}.{column}", before=value, after=other)


def _cells(table: SavedTable | None) -> dict[tuple[str, str], JsonValue]:
    """Give each cell by its case, which stands in the first column, and the name of its column."""
    if table is None:
        return {}
    return {
        (str(row[0]), name): value
        for row in table.rows
        if row
        for name, value in zip(table.names[1:], row[1:], strict=False)
    }


def _tables(one: SavedComparison, other: SavedComparison, tolerance: float) -> ChangeGroup:
    """Say which tables of the methods differ, and in how many rows."""
    before, after = _by_name(one), _by_name(other)
    changes: list[Change] = []
    for name in before:
        if name not in after:
            continue
        old = {table.name: table for table in before[name].tables}
        new = {table.name: table for table in after[name].tables}
        for table in dict.fromkeys([*old, *new]):
            subject = f"{name}.{table}"
            if table not in new or table not in old:
                kept = old.get(table) or new.get(table)
                rows = plural(len(kept.rows), "row") if kept is not None else ""
                changes.append(
                    Change(subject=subject, kind="removed", before=rows)
                    if table in old
                    else Change(subject=subject, kind="added", after=rows)
                )
            elif note := _table_note(old[table], new[table], tolerance):
                changes.append(
                    Change(
                        subject=subject, before=len(old[table].rows), after=len(new[table].rows), note=note
                    )
                )
    return _group("tables", "Tables (numbers of rows)", iter(changes))


def _table_note(before: SavedTable, after: SavedTable, tolerance: float) -> str:
    if before.names != after.names:
        return "other columns"
    shorter = min(len(before.rows), len(after.rows))
    differ = sum(not same(old, new, tolerance) for old, new in zip(before.rows, after.rows, strict=False)) + (
        max(len(before.rows), len(after.rows)) - shorter
    )
    return f"{plural(differ, 'row')} differ{'s' * (differ == 1)}" if differ else ""
