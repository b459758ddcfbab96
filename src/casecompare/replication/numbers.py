"""What of a comparison must come out the same on another machine, in one canonical form.

Words and counts that an analysis gives, not the prose around them: a newer version may word a sentence
better without changing a result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, JsonValue

from casecompare.methods import Comparison
from casecompare.replication.changes import is_near
from casecompare.replication.saved import parse_comparison
from casecompare.replication.saved_models import (
    SavedComparison,
    SavedFinding,
    SavedMethod,
    SavedRobustness,
    SavedTable,
    SavedVerdict,
)
from casecompare.report import render_json

__all__ = ["Numbers", "NumbersDiffer", "canonical_bytes", "compare_numbers", "numbers_of", "numbers_of_saved"]

TOLERANCE = 1e-9
Numbers = dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class NumbersDiffer:
    """One number or word that came out otherwise.

    Parameters
    ----------
    place
        The way to it: section, method, table, row and column.
    expected, got
        The two values, as text; ``nothing`` where one of the two is absent.
    is_new
        Whether it came out now, and nothing of the sort was expected.
    """

    place: tuple[str, ...]
    expected: str
    got: str
    is_new: bool = False

    def __str__(self) -> str:
        return f"{' · '.join(self.place)}: expected {self.expected}, got {self.got}"


def numbers_of(comparison: Comparison) -> Numbers:
    """Give the numbers of a run, as `numbers_of_saved` gives those of a saved one.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> numbers_of(Comparison(study=Study(name="s", outcome="Y"), seed=7))["seed"]
    7
    """
    return numbers_of_saved(parse_comparison(render_json(comparison), "the run"))


def numbers_of_saved(saved: SavedComparison) -> Numbers:
    """Give memberships, scores, tables, findings, statements and verdicts of a saved run as plain data."""
    return {
        "seed": saved.seed,
        "outcome": saved.study.outcome,
        "memberships": {case: {**sets} for case, sets in saved.memberships.items()},
        "values before calibration": {case: {**sets} for case, sets in saved.raw.items()},
        "methods": {method.name: _method(method) for method in saved.methods},
        "verdicts": {verdict.hypothesis: _verdict(verdict) for verdict in saved.verdicts},
        "case board": _table(saved.case_board),
        "condition board": _table(saved.condition_board),
        "robustness": _robustness(saved.robustness),
    }


def canonical_bytes(numbers: Numbers) -> bytes:
    """Give numbers as JSON: keys sorted, full precision, the same bytes for the same numbers."""
    text = json.dumps(numbers, ensure_ascii=False, indent=0, sort_keys=True)
    return (text + "\n").encode("utf-8", "replace")


def digest(numbers: Numbers) -> str:
    """Give the SHA-256 of the canonical form of numbers."""
    return hashlib.sha256(canonical_bytes(numbers)).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How numbers fared: those that differ, and whether the others are the same to the last digit."""

    differences: tuple[NumbersDiffer, ...]
    is_exact: bool
    compared: int


def compare_numbers(expected: JsonValue, got: JsonValue, *, tolerance: float = TOLERANCE) -> Compared:
    """Hold numbers against those that were expected.

    Words, whole numbers and what is missing must be equal; other numbers may differ by the tolerance,
    relative to numbers beyond 1.

    Examples
    --------
    >>> compared = compare_numbers({"a": [1, 0.3]}, {"a": [1, 0.1 + 0.2]})
    >>> compared.differences, compared.is_exact, compared.compared
    ((), False, 2)
    >>> print(compare_numbers({"a": [1, "x"]}, {"a": [1, "y"]}).differences[0])
    a · 2: expected x, got y
    """
    walk = _Walk(tolerance)
    walk.compare(expected, got, ())
    return Compared(differences=tuple(walk.found), is_exact=walk.is_exact, compared=walk.compared)


class _Walk:
    """Goes through both sides at once and notes what differs."""

    def __init__(self, tolerance: float) -> None:
        self.tolerance = tolerance
        self.found: list[NumbersDiffer] = []
        self.is_exact, self.compared = True, 0

    def compare(self, expected: JsonValue, got: JsonValue, place: tuple[str, ...]) -> None:
        if isinstance(expected, dict) and isinstance(got, dict):
            if _are_one_table(expected, got):
                expected, got = _by_column(expected), _by_column(got)
            for key, value in expected.items():
                if key in got:
                    self.compare(value, got[key], (*place, key))
                else:
                    self.note((*place, key), _brief(value), "nothing")
            for key in got:
                if key not in expected:
                    self.note((*place, key), "nothing", _brief(got[key]), is_new=True)
        elif isinstance(expected, list) and isinstance(got, list):
            if len(expected) != len(got):
                self.note(place, f"{len(expected)} entries", f"{len(got)}")
            for number, (one, other) in enumerate(zip(expected, got, strict=False), start=1):
                self.compare(one, other, (*place, str(number)))
        else:
            self.compared += 1
            self.compare_values(expected, got, place)

    def compare_values(self, expected: JsonValue, got: JsonValue, place: tuple[str, ...]) -> None:
        if type(expected) is type(got) and expected == got:
            return
        are_numbers = all(
            isinstance(one, int | float) and not isinstance(one, bool) for one in (expected, got)
        )
        if are_numbers and isinstance(expected, int | float) and isinstance(got, int | float):
            if expected == got:  # 1 and 1.0, which JSON does not tell apart for sure
                return
            is_whole = isinstance(expected, int) and isinstance(got, int)
            if not is_whole and is_near(expected, got, self.tolerance):
                self.is_exact = False
                return
        self.note(place, _brief(expected), _brief(got))

    def note(self, place: tuple[str, ...], expected: str, got: str, *, is_new: bool = False) -> None:
        self.found.append(NumbersDiffer(place=place, expected=expected, got=got, is_new=is_new))


def _are_one_table(expected: Numbers, got: Numbers) -> bool:
    """Say whether both are tables with the same columns, so that a cell can be named by its column."""
    if expected.keys() != {"columns", "rows"} or got.keys() != expected.keys():
        return False
    columns = expected["columns"]
    if not isinstance(columns, list) or columns != got["columns"] or len({*map(str, columns)}) < len(columns):
        return False
    every = [
        row for one in (expected, got) for row in (one["rows"] if isinstance(one["rows"], list) else [0])
    ]
    return all(isinstance(row, list) and len(row) == len(columns) for row in every)


def _by_column(table: Numbers) -> Numbers:
    columns, rows = table["columns"], table["rows"]
    assert isinstance(columns, list), "looked at before"
    assert isinstance(rows, list), "looked at before"
    named = [dict(zip(map(str, columns), row, strict=True)) for row in rows if isinstance(row, list)]
    return {f"row {number}": row for number, row in enumerate(named, start=1)}


def _brief(value: JsonValue) -> str:
    if value is None:
        return "missing"
    if isinstance(value, dict | list):
        return f"{len(value)} entries"
    return value if isinstance(value, str) else json.dumps(value)


def _method(method: SavedMethod) -> JsonValue:
    return {
        "status": method.status,
        "chain": [*method.chain],
        "options": method.options,
        "scores": _table(method.scores or SavedTable()),
        "tables": {table.name: _table(table) for table in method.tables},
        "findings": {name: _plain(finding) for name, finding in _numbered(method.findings)},
        "statements": _statements(method),
        "diagnostics": [_plain(one) for one in method.diagnostics],
    }


def _statements(method: SavedMethod) -> JsonValue:
    found: dict[str, JsonValue] = {}
    for one in method.statements:
        kind = found.setdefault(one.kind, {})
        assert isinstance(kind, dict), "each kind holds its subjects"
        kind[one.subject] = one.value
    return found


def _numbered(findings: Sequence[SavedFinding]) -> Iterator[tuple[str, SavedFinding]]:
    """Key findings by their ids; should a method use one more than once, by its number as well."""
    seen: dict[str, int] = {}
    for finding in findings:
        seen[finding.id] = seen.get(finding.id, 0) + 1
        yield (finding.id if seen[finding.id] == 1 else f"{finding.id} ({seen[finding.id]})"), finding


def _verdict(verdict: SavedVerdict) -> JsonValue:
    return {
        "claim": verdict.claim,
        "word": verdict.word,
        "evidence": [_plain(one) for one in verdict.evidence],
        "beside": [_plain(one) for one in verdict.beside],
        "cases against": [*verdict.cases_against],
    }


def _robustness(robustness: SavedRobustness | None) -> JsonValue:
    if robustness is None:
        return None
    return {
        "seed": robustness.seed,
        "base": _table(robustness.base),
        "survival": _table(robustness.survival),
        "changes": _table(robustness.changes),
        "decisive": _table(robustness.decisive),
    }


def _table(table: SavedTable) -> JsonValue:
    return {"columns": [*table.names], "rows": [[*row] for row in table.rows]}


def _plain(model: BaseModel) -> JsonValue:
    content: JsonValue = model.model_dump(mode="json")
    return content
