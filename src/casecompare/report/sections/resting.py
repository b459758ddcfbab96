"""What rests on a piece of evidence: coded values, rows of the record, and through them sets and claims."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casecompare.errors import ExpressionError, UsageError
from casecompare.hypotheses import Verdict
from casecompare.methods import Comparison, Finding, Statement
from casecompare.report.sections.claims import names_in
from casecompare.sets import evaluate, parse
from casecompare.study import Case

__all__ = ["Resting", "Tracing"]

_NAME = re.compile(r"\w[\w.]*")


@dataclass(frozen=True)
class Resting:
    """What of one case rests on a piece of evidence.

    `rows` gives for each section of the record the places of its rows, counted from 1. `is_alone` says
    whether any of it has no further evidence, so that it would go without this piece.
    """

    values: tuple[str, ...] = ()
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sets: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    is_alone: bool = False


@dataclass(frozen=True)
class Tracing:
    """The way from evidence to claims in one comparison.

    Examples
    --------
    >>> from casecompare.study import CodebookEntry, CodedValue, Study
    >>> case = Case(id="k", values={"joint": CodedValue(value=1.0, evidence=("e1",))})
    >>> book = {"TANDEM": CodebookEntry(name="TANDEM", source=("joint",))}
    >>> tracing = Tracing(Comparison(study=Study(name="s", codebook=book, cases={"k": case})))
    >>> tracing.resting(case, "e1")
    Resting(values=('joint',), rows={}, sets=('TANDEM',), methods=(), is_alone=True)
    """

    comparison: Comparison

    def resting(self, case: Case, evidence: str) -> Resting:
        """Give what of a case rests on one piece of its evidence."""
        values = tuple(name for name, coded in case.values.items() if evidence in coded.evidence)
        rows = {
            name: tuple(at for at, used in enumerate(_evidence(section), 1) if evidence in used)
            for name, section in case.sections.items()
        }
        rows = {name: places for name, places in rows.items() if places}
        methods = tuple(dict.fromkeys(one for name in rows for one in self._readers.get(name, ())))
        is_alone = any(set(case.values[name].evidence) == {evidence} for name in values) or any(
            set(used) == {evidence} for section in case.sections.values() for used in _evidence(section)
        )
        return Resting(values, rows, self._sets(values, methods), methods, is_alone)

    def findings(self, resting: Resting, case: str) -> Iterator[tuple[str, Finding]]:
        """Give the findings that name the sets, and those on the case by methods that read its rows."""
        for name, run in self.comparison.runs.items():
            for finding in run.result.findings if run.result is not None else ():
                is_read = name in resting.methods and case in (*finding.cases_for, *finding.cases_against)
                if is_read or _speaks_of(finding, resting.sets):
                    yield name, finding

    def verdicts(self, resting: Resting) -> list[Verdict]:
        """Give the verdicts on claims about the sets."""
        sets = set(resting.sets)
        return [one for one in self.comparison.verdicts if sets & names_in(one.hypothesis.claim)]

    def statements(self, resting: Resting, case: str) -> Iterator[tuple[str, Statement]]:
        """Give the rows and terms that the case is in, as methods state them, which name one of the sets."""
        sets = set(resting.sets)
        for method, statement, formula_sets in self._formulas:
            if sets & formula_sets and case in self._members[statement.subject]:
                yield method, statement

    def _sets(self, values: Collection[str], methods: Collection[str]) -> tuple[str, ...]:
        found = []
        for name, entry in self.comparison.study.codebook.items():
            derived = entry.derived_from
            if derived is not None:
                rests = derived[0] in methods
            else:
                rests = any(one in values for one in entry.source or (name,))
            found += [name] if rests else []
        return tuple(found)

    @cached_property
    def _readers(self) -> dict[str, list[str]]:
        """The methods that read each section of the record."""
        found: dict[str, list[str]] = {}
        for name, run in self.comparison.runs.items():
            for section in run.method.sections:
                found.setdefault(section, []).append(name)
        return found

    @cached_property
    def _formulas(self) -> list[tuple[str, Statement, frozenset[str]]]:
        """The statements about something that cases can be in (a row, a term), with the sets they name."""
        book = set(self.comparison.study.codebook)
        return [
            (name, statement, named | book.intersection(_NAME.findall(statement.kind)))
            for name, run in self.comparison.runs.items()
            for statement in (run.result.statements if run.result is not None else ())
            if (named := names_in(statement.subject)) and named <= book and not _is_name_of_outcome(statement)
        ]

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        """The cases in each row or term."""
        formulas = dict.fromkeys(statement.subject for _, statement, _ in self._formulas)
        return {formula: frozenset(_members(self.comparison, formula)) for formula in formulas}


def _is_name_of_outcome(statement: Statement) -> bool:
    """Say whether a statement gives a whole formula for its subject, which then is an outcome."""
    return bool(names_in(statement.value))


def _members(comparison: Comparison, formula: str) -> Iterable[str]:
    """Give the cases that are more in than out of a formula."""
    try:
        memberships = evaluate(parse(formula), comparison.memberships)
    except (ExpressionError, UsageError, KeyError, TypeError, ValueError):
        return ()
    return [str(case) for case in memberships.index[memberships > 0.5]]


def _speaks_of(finding: Finding, sets: Collection[str]) -> bool:
    named = {*finding.conditions, *([finding.outcome] if finding.outcome else []), *names_in(finding.claim)}
    return not named.isdisjoint(sets)


def _evidence(section: object) -> Iterator[tuple[str, ...]]:
    """Give the evidence of each row of a section, as it stands after withholding."""
    for row in section if isinstance(section, list | tuple) else ():
        found = row.get("evidence") if isinstance(row, Mapping) else None
        yield tuple(found) if isinstance(found, list | tuple) else ()
