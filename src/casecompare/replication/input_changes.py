"""What went into two runs, held against each other: files, coded values, codebook, options, versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue

from casecompare.replication.changes import Change, ChangeGroup, mapping_changes, same
from casecompare.replication.saved import SavedRun
from casecompare.replication.saved_models import SavedComparison

__all__ = ["input_changes"]

_UNSAID: tuple[JsonValue, ...] = (None, "", [], {})


def input_changes(first: SavedRun, second: SavedRun, tolerance: float) -> Iterator[ChangeGroup]:
    """Give the groups of changes in what went into two runs; a group may be empty.

    Parameters
    ----------
    first, second
        From `casecompare.replication.read_saved`.
    tolerance
        Numbers nearer than this are the same, see `casecompare.replication.changes.is_near`.
    """
    one, other = first.comparison, second.comparison
    yield _group("study", "Study", _study(one, other))
    yield _group("files", "Input files, by their SHA-256", _files(one, other))
    yield _group("values", "Coded values", _values(one, other, tolerance))
    yield _group("evidence", "Evidence", _evidence(one, other))
    yield _group("codebook", "Codebook", _entries(one.study.codebook, other.study.codebook, tolerance))
    yield _group("hypotheses", "Hypotheses as written", _hypotheses(one, other, tolerance))
    yield _group("options", "Methods and their options", _options(one, other, tolerance))
    yield _group("versions", "Versions", _versions(first, second))


def _group(name: str, title: str, changes: Iterator[Change]) -> ChangeGroup:
    return ChangeGroup(name=name, title=title, side="inputs", changes=tuple(changes))


def _study(one: SavedComparison, other: SavedComparison) -> Iterator[Change]:
    told: list[dict[str, JsonValue]] = [
        {
            "name": each.study.name,
            "title": each.study.title,
            "status": each.status,
            "outcome": each.study.outcome,
            "seed": each.seed,
        }
        for each in (one, other)
    ]
    yield from mapping_changes(told[0], told[1], 0)
    before, after = _stated(one), _stated(other)
    for part in before:
        held, now = before[part], after[part]
        if held is not None and now is not None:
            yield from mapping_changes(held, now, 0, prefix=f"{part} ")


def _stated(saved: SavedComparison) -> dict[str, dict[str, JsonValue] | None]:
    """Give what a study states beside its data; None for what the release that wrote the file left out."""
    study = saved.study
    return {
        "report's": None if study.language is None else {"language": study.language},
        "tried": None if study.decisions is None else {**_dropped(study.decisions)},
        "reporting": None if study.reporting is None else {**study.reporting},
    }


def _dropped(decisions: list[dict[str, str]]) -> dict[str, str]:
    return {one.get("tried", ""): one.get("because", "") for one in decisions}


def _files(one: SavedComparison, other: SavedComparison) -> Iterator[Change]:
    found = mapping_changes({**one.study.files}, {**other.study.files}, 0)
    for change in sorted(found, key=lambda change: change.subject):
        yield replace(change, before=_short(change.before), after=_short(change.after))


def _short(digest: JsonValue) -> JsonValue:
    return digest[:12] if isinstance(digest, str) else None


def _values(one: SavedComparison, other: SavedComparison, tolerance: float) -> Iterator[Change]:
    """Compare coded values case by case; a case that only one run has is one change."""
    before, after = ({case.id: case for case in each.study.cases} for each in (one, other))
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Change(subject=f"case {name}", kind="removed", before=before[name].title or None)
        elif name not in before:
            yield Change(subject=f"case {name}", kind="added", after=after[name].title or None)
        else:
            yield from _values_of(name, before[name].values, after[name].values, tolerance)


def _values_of(
    case: str,
    before: Mapping[str, Mapping[str, JsonValue]],
    after: Mapping[str, Mapping[str, JsonValue]],
    tolerance: float,
) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        subject = f"{case} {name}"
        if name not in after:
            yield Change(subject=subject, kind="removed", before=_shown(before[name]))
        elif name not in before:
            yield Change(subject=subject, kind="added", after=_shown(after[name]))
        else:
            old, new = _shown(before[name]), _shown(after[name])
            fields = [
                change.subject
                for change in mapping_changes(_fields(before[name]), _fields(after[name]), tolerance)
            ]
            if not same(old, new, tolerance):
                note = f"also: {', '.join(fields)}" if fields else ""
                yield Change(subject=subject, before=old, after=new, note=note)
            elif fields:
                yield Change(
                    subject=subject,
                    before=old,
                    after=new,
                    note=f"the value is the same; {', '.join(fields)} changed",
                )


def _shown(value: Mapping[str, JsonValue]) -> JsonValue:
    return value.get("missing") if value.get("value") is None else value["value"]


def _fields(value: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Give what a coded value has beside the value itself; what is not said is left out."""
    return {
        name: held for name, held in value.items() if name not in ("value", "missing") and held not in _UNSAID
    }


def _evidence(one: SavedComparison, other: SavedComparison) -> Iterator[Change]:
    """Tell which passages came, went or changed; not what they say, which may be confidential."""
    before, after = ({case.id: case.evidence for case in each.study.cases} for each in (one, other))
    for case in before:
        for change in mapping_changes({**before[case]}, {**after.get(case, {})}, 0) if case in after else ():
            fields: list[str] = []
            if isinstance(change.before, dict) and isinstance(change.after, dict):
                fields = [inner.subject for inner in mapping_changes(change.before, change.after, 0)]
            yield Change(
                subject=f"{case} {change.subject}",
                kind=change.kind,
                note=f"{', '.join(fields)} changed" if fields else "",
            )


def _entries(
    before: Mapping[str, Mapping[str, JsonValue]],
    after: Mapping[str, Mapping[str, JsonValue]],
    tolerance: float,
    title: str = "definition",
) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Change(subject=name, kind="removed", before=before[name].get(title))
        elif name not in before:
            yield Change(subject=name, kind="added", after=after[name].get(title))
        else:
            yield from mapping_changes(_flat(before[name]), _flat(after[name]), tolerance, prefix=f"{name} ")


def _hypotheses(one: SavedComparison, other: SavedComparison, tolerance: float) -> Iterator[Change]:
    return _entries(one.study.hypotheses, other.study.hypotheses, tolerance, "claim")


def _flat(entry: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Give the parts of a calibration as fields of their own, and leave out what is not said."""
    found: dict[str, JsonValue] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            found |= {f"{name} {inner}": held for inner, held in value.items() if held not in _UNSAID}
        elif value not in _UNSAID:
            found[name] = value
    return found


def _options(one: SavedComparison, other: SavedComparison, tolerance: float) -> Iterator[Change]:
    before, after = ({method.name: method for method in each.methods} for each in (one, other))
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Change(subject=f"method {name}", kind="removed")
        elif name not in before:
            yield Change(subject=f"method {name}", kind="added")
        else:
            yield from mapping_changes(
                before[name].options, after[name].options, tolerance, prefix=f"{name}."
            )


def _versions(first: SavedRun, second: SavedRun) -> Iterator[Change]:
    yield from mapping_changes(_sources(first), _sources(second), 0)
    if first.packages and second.packages:  # a comparison.json alone does not know them
        known = {name for run in (first, second) for name in _sources(run)}
        # One run may list more packages than the other; only what both know can have changed.
        shared = [name for name in first.packages if name in second.packages and name not in known]
        told = [
            {"Python": run.python, **{name: run.packages[name] for name in shared}} for run in (first, second)
        ]
        yield from mapping_changes({**told[0]}, {**told[1]}, 0)


def _sources(run: SavedRun) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {"casecompare": run.comparison.casecompare}
    for method in run.comparison.methods:
        if method.distribution and method.distribution != "casecompare":
            found[method.distribution] = method.version
    return found
