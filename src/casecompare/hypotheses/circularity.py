"""Claims that are partly true by coding: outcome and condition judged from one text, or by one person.

Where the same coder, from the same text, judges what happened and why, part of the fit is built in. The
remedy is evidence of another kind for the outcome, or a second coder who does not know the first one's codes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from casecompare.errors import ExpressionError, Problem
from casecompare.sets import parse_claim
from casecompare.study import Case, Study

__all__ = ["circular_coding"]

_MOST_NAMED = 12


@dataclass(frozen=True)
class _Basis:
    """What a membership of one case rests on."""

    values: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    coders: frozenset[str] = frozenset()


def circular_coding(study: Study, sections: Mapping[str, Collection[str]] | None = None) -> list[Problem]:
    """Warn of claims whose outcome and condition rest on the same evidence or on the same single coder.

    One warning per pair of sets, at the first hypothesis that holds the one against the other; its message
    names the cases and all such hypotheses.

    Parameters
    ----------
    study
        The study; claims that cannot be read are passed over.
    sections
        The record sections that each method reads, by the method's name: what its scores rest on.

    Examples
    --------
    >>> import pandas as pd
    >>> from dataclasses import replace
    >>> from casecompare.study import CodedValue
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1], "Y": [1]}, index=["k"]), outcome="Y",
    ...                    hypotheses={"H1": "A => Y"})
    >>> values = {name: CodedValue(value=1, coders={"AK": 1}) for name in "AY"}
    >>> study = replace(study, cases={"k": Case(id="k", values=values)})
    >>> print(circular_coding(study)[0].message)
    A and Y were coded by AK alone in k; so H1 is partly true by coding.
    """
    pairs: dict[tuple[str, str], list[str]] = {}
    for hypothesis in study.hypotheses.values():
        for pair in _pairs(study, hypothesis.claim):
            pairs.setdefault(pair, []).append(hypothesis.name)
    bases = _Bases(study, sections or {})
    found = (_warning(study, pair, names, bases) for pair, names in pairs.items())
    return [warning for warning in found if warning is not None]


def _pairs(study: Study, claim: str) -> Iterator[tuple[str, str]]:
    try:
        read = parse_claim(claim)
    except ExpressionError:
        return
    for condition in read.condition.names:
        for outcome in read.outcome.names:
            if {condition, outcome} <= study.codebook.keys() and condition != outcome:
                yield condition, outcome


def _warning(study: Study, pair: tuple[str, str], hypotheses: list[str], bases: _Bases) -> Problem | None:
    same_values: set[str] = set()
    same_evidence: list[str] = []
    by_coder: dict[str, list[str]] = {}
    for name, case in study.cases.items():
        one, other = (bases.find(case, entry) for entry in pair)
        same_values |= one.values & other.values
        if one.evidence & other.evidence:
            same_evidence.append(name)
        if len(one.coders) == 1 and one.coders == other.coders:
            by_coder.setdefault(next(iter(one.coders)), []).append(name)
    reasons = [f"are both made of '{value}'" for value in sorted(same_values)]
    if same_evidence:
        reasons.append(f"rest on the same evidence in {_listed(same_evidence)}")
    reasons += [f"were coded by {coder} alone in {_listed(cases)}" for coder, cases in by_coder.items()]
    if not reasons:
        return None
    cases = dict.fromkeys([*same_evidence, *(case for named in by_coder.values() for case in named)])
    are = "is" if len(hypotheses) == 1 else "are"
    return study.problem(
        "hypotheses",
        hypotheses[0],
        "claim",
        message=f"{pair[0]} and {pair[1]} {' and '.join(reasons)}; "
        f"so {_listed(hypotheses)} {are} partly true by coding.",
        hint=f"Rest {pair[1]} on evidence of another kind, or have it coded by somebody who has not coded "
        f"{pair[0]}.",
        code="circular-coding",
        level="warning",
        case=next(iter(cases)) if len(cases) == 1 else "",
    )


class _Bases:
    """What memberships rest on; what one method derives from a case rests on the same, and is read once."""

    def __init__(self, study: Study, sections: Mapping[str, Collection[str]]) -> None:
        self._study = study
        self._sections = sections
        self._derived: dict[tuple[str, str], _Basis] = {}

    def find(self, case: Case, name: str) -> _Basis:
        """Give what a case's membership in a set rests on."""
        entry = self._study.codebook[name]
        if entry.derived_from is None:
            return _coded_basis(case, entry.source or (name,))
        method = entry.derived_from[0]
        if (case.id, method) not in self._derived:
            names = self._sections.get(method, ())
            self._derived[case.id, method] = _section_basis(case, names)
        return self._derived[case.id, method]


def _section_basis(case: Case, names: Collection[str]) -> _Basis:
    read = [case.sections[one] for one in names if one in case.sections]
    return _Basis(
        evidence=frozenset(word for one in read for word in _words(one, ("evidence",))),
        coders=frozenset(word for one in read for word in _words(one, ("coder", "coders"))),
    )


def _coded_basis(case: Case, sources: Collection[str]) -> _Basis:
    values = [case.values[source] for source in sources if source in case.values]
    return _Basis(
        values=frozenset(source for source in sources if source in case.values),
        evidence=frozenset(one for value in values for one in value.evidence),
        coders=frozenset(coder for value in values for coder in value.coders),
    )


def _words(section: object, fields: Collection[str]) -> Iterator[str]:
    """Give the words that stand in fields of a name, wherever in a section's data."""
    if isinstance(section, BaseModel):
        section = dict(section)
    if isinstance(section, Mapping):
        for name, inner in section.items():
            if name in fields:
                yield from _plain_words(inner)
            else:
                yield from _words(inner, fields)
    elif isinstance(section, list | tuple):
        for inner in section:
            yield from _words(inner, fields)


def _plain_words(given: object) -> Iterator[str]:
    """Give a word, the words of a list, or the keys of a mapping from coders to their codes."""
    if isinstance(given, str) and given:
        yield given
    elif isinstance(given, Mapping | list | tuple | set | frozenset):
        yield from (one for one in given if isinstance(one, str) and one)


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
