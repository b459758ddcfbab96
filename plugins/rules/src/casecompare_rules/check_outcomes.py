"""What comes of a check: the cases in which it holds, does not, or cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from casecompare import Problem, Study
from casecompare_rules.binding import column_of, needs_of
from casecompare_rules.check_rule import CheckRule
from casecompare_rules.conditions import set_names, value_names
from casecompare_rules.rulebook import BroughtCheck
from casecompare_rules.truth import CaseData, Degrees, degrees

__all__ = ["CheckOutcome", "broken_problems", "derived_sets", "make_check"]


@dataclass(frozen=True, kw_only=True)
class CheckOutcome:
    """What comes of a check.

    Parameters
    ----------
    asked
        How many cases it asks about.
    broken
        The cases that break it; for a check that counts, those that were counted if there are too many.
    undecided
        The cases of which it cannot be told, for a value is missing.
    holds
        True or False; None where missing values leave it open.
    message
        What is wrong, if something is.
    """

    asked: int
    broken: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    holds: bool | None = True
    message: str = ""


def make_check(rule: CheckRule, cases: CaseData) -> CheckOutcome:
    """Make a check.

    A case of which the ``if`` does not hold is not asked. Where a missing value decides, the case is
    undecided: a check speaks of what is coded.

    Parameters
    ----------
    rule
        The check.
    cases
        The values and sets that it names.

    Examples
    --------
    >>> import pandas as pd
    >>> values = pd.DataFrame({"approach": ["contract", "contract", "grant"], "provider": ["x", None, None]},
    ...                       index=["k", "l", "m"])
    >>> rule = CheckRule(given="approach = contract", must="provider is given")
    >>> found = make_check(rule, CaseData(values=values, sets=pd.DataFrame(index=values.index)))
    >>> found.asked, found.broken, found.message
    (2, ('l',), 'in 1 of 2 cases it does not hold that provider is given.')
    """
    ids = np.array([str(case) for case in cases.values.index], dtype=object)
    everywhere = np.ones(len(ids))
    scope = Degrees(everywhere, everywhere) if rule.given is None else degrees(rule.given, cases)
    return _counted(rule, cases, scope, ids) if rule.count is not None else _of_each(rule, cases, scope, ids)


def broken_problems(study: Study, brought: BroughtCheck, found: CheckOutcome) -> Iterator[Problem]:
    """Give what a check found as problems of the study, each at the value that is to be looked at.

    Parameters
    ----------
    study
        With the places of its values.
    brought, found
        The check and what came of it.
    """
    rule, code = brought.rule, f"rules.{brought.name}"
    hint = _line(rule.advice)
    if rule.count is not None:
        if found.holds is False:
            message = _line(rule.message) or found.message
            yield brought.source.problem(
                "checks", brought.name, message=message, hint=hint, code=code, level=rule.level
            )
        return
    field = _field(study, rule)
    message = _line(rule.message) or f"{_line(rule.title) or brought.name}: {rule.words} does not hold."
    for case in found.broken:
        if case in study.cases:
            yield study.cases[case].problem(*field, message=message, hint=hint, code=code, level=rule.level)
        else:
            yield study.problem(message=message, hint=hint, code=code, level=rule.level, case=case)


def _of_each(rule: CheckRule, cases: CaseData, scope: Degrees, ids: np.ndarray) -> CheckOutcome:
    assert rule.must is not None, "a check has then: or count:"
    must = degrees(rule.must, cases)
    fails = scope.holds & ~must.can_hold
    passes = ~scope.can_hold | must.holds
    undecided = ~fails & ~passes
    asked, broken = int(scope.holds.sum()), int(fails.sum())
    holds = False if broken else None if undecided.any() else True
    message = f"in {broken} of {asked} cases it does not hold that {rule.must}." if broken else ""
    return CheckOutcome(
        asked=asked, broken=tuple(ids[fails]), undecided=tuple(ids[undecided]), holds=holds, message=message
    )


def _counted(rule: CheckRule, cases: CaseData, scope: Degrees, ids: np.ndarray) -> CheckOutcome:
    assert rule.count is not None, "a check has then: or count:"
    counted = degrees(rule.count, cases)
    certain = scope.holds & counted.holds
    possible = scope.can_hold & counted.can_hold
    fewest, most = int(certain.sum()), int(possible.sum())
    least = 0 if rule.at_least is None else rule.at_least
    largest = len(ids) if rule.at_most is None else rule.at_most
    is_broken = most < least or fewest > largest
    is_kept = fewest >= least and most <= largest
    number = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    return CheckOutcome(
        asked=int(scope.holds.sum()),
        broken=tuple(ids[certain]) if fewest > largest else (),
        undecided=tuple(ids[possible & ~certain]),
        holds=False if is_broken else True if is_kept else None,
        message=f"it should be {rule.words}, but it is {number}." if is_broken else "",
    )


def _field(study: Study, rule: CheckRule) -> tuple[str, ...]:
    """Give the coded value that is to be looked at first: of what must hold, else of what is asked."""
    for condition in (rule.must, rule.given):
        if condition is None:
            continue
        for name in value_names(condition):
            if (column := column_of(study, name)) is not None:
                return ("values", column)
        for name in set_names(condition):
            entry = study.codebook.get(name)
            if entry is not None and entry.derived_from is None:
                return ("values", entry.source[0])
    return ("values",)


def _line(text: str) -> str:
    return " ".join(text.split())


def derived_sets(study: Study, rule: CheckRule) -> list[str]:
    """Give the sets of a check that other methods derive, and that are not there before these have run."""
    entries = [study.codebook[name] for name in needs_of(rule).sets if name in study.codebook]
    return [one.name for one in entries if one.derived_from is not None]
