"""The two boards: what each method says of each case, and of each condition, read off declared findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from casecompare.methods.comparison import MethodRun
from casecompare.methods.result import Finding
from casecompare.sets import Conjunction, Disjunction, Expression, Negation, SetName, parse_claim
from casecompare.study import Study

__all__ = ["case_board", "condition_board"]


def case_board(study: Study, memberships: pd.DataFrame, runs: Mapping[str, MethodRun]) -> pd.DataFrame:
    """Give one row per case, ordered by the outcome, and one column per method that ran.

    A cell lists the ids of the findings that the case bears out, and after ``against`` of those that it
    contradicts; an empty cell means that the method is silent about the case. ``disagree`` is true where
    one finding on the outcome, or with a claim, has the case for it and another one, of the same method or of
    another, against it; findings that only sort the cases do not count.
    """
    board = pd.DataFrame(index=list(study.case_ids))
    if study.outcome in memberships:
        board[study.outcome] = memberships[study.outcome]
    sides: dict[str, set[str]] = {case: set() for case in study.case_ids}
    for name, run in runs.items():
        cells = {}
        findings = run.result.findings if run.result is not None else ()
        # As sets: each case asks each finding, and a finding of a large study has thousands of cases.
        found = [(one, frozenset(one.cases_for), frozenset(one.cases_against)) for one in findings]
        for case in study.case_ids:
            bears_out = [one.id for one, cases_for, _ in found if case in cases_for]
            contradicts = [one.id for one, _, cases_against in found if case in cases_against]
            speaking = [sides_of for sides_of in found if sides_of[0].claim or sides_of[0].outcome]
            sides[case] |= {"for" for _, cases_for, _ in speaking if case in cases_for}
            sides[case] |= {"against" for _, _, cases_against in speaking if case in cases_against}
            parts = [", ".join(bears_out), f"against {', '.join(contradicts)}" if contradicts else ""]
            cells[case] = "; ".join(filter(None, parts))
        board[name] = pd.Series(cells, dtype=object)
    board["disagree"] = pd.Series({case: len(found) > 1 for case, found in sides.items()}, dtype=bool)
    if study.outcome in board:
        # A stable sort, so that equal outcomes keep the order of the study.
        board = board.sort_values(study.outcome, ascending=False, kind="stable")
    return board


def condition_board(study: Study, runs: Mapping[str, MethodRun]) -> pd.DataFrame:
    """Give one row per condition that a finding speaks of, and one column per method that ran.

    A cell says ``for`` or ``against`` (the outcome), ``both`` or ``none``; ``silent`` where the method
    made no finding about the condition. The direction of each condition is read off the finding's claim:
    in ``~A => ~Y`` as in ``A => Y`` the presence of A goes with the presence of Y. ``together`` is
    *agree*, *differ* or *one voice*.
    """
    directions: dict[str, dict[str, set[str]]] = {}
    for name, run in runs.items():
        for finding in run.result.findings if run.result is not None else ():
            for condition, direction in _directions(finding):
                directions.setdefault(condition, {}).setdefault(name, set()).add(direction)
    rows = {}
    for condition in [one for one in study.codebook if one in directions]:
        words = {name: _word(directions[condition].get(name, set())) for name in runs}
        spoken = [word for word in words.values() if word != "silent"]
        together = "one voice" if len(spoken) == 1 else "agree" if len(set(spoken)) == 1 else "differ"
        rows[condition] = {**words, "together": together}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*runs, "together"])


def _directions(finding: Finding) -> Iterator[tuple[str, str]]:
    """Give each condition of a finding with the direction that the claim, or else the finding, gives it."""
    if not finding.claim:
        yield from ((condition, finding.direction) for condition in finding.conditions)
        return
    claim = parse_claim(finding.claim)
    of_outcome = {sign for _, sign in _signs(claim.outcome, True)}
    for name, sign in _signs(claim.condition, True):
        if sign is None or None in of_outcome:
            yield name, "none"
        else:
            yield from ((name, "for" if sign == other else "against") for other in of_outcome)


def _signs(expression: Expression, is_positive: bool) -> Iterator[tuple[str, bool | None]]:
    """Give each set of a formula and whether its presence is asked for; None for a value of several."""
    match expression:
        case SetName(name, values):
            yield name, None if values else is_positive
        case Negation(operand):
            yield from _signs(operand, not is_positive)
        case Conjunction(operands) | Disjunction(operands):
            for operand in operands:
                yield from _signs(operand, is_positive)


def _word(directions: set[str]) -> str:
    if not directions:
        return "silent"
    if {"for", "against"} <= directions:
        return "both"
    return next((word for word in ("for", "against") if word in directions), "none")
