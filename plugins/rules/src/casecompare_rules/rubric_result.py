"""What a rubric puts into the report: its levels with their cases, and which cases are open."""

from __future__ import annotations

import pandas as pd

from casecompare import Column, Diagnostic, Finding, Statement, Table
from casecompare.figures import listed
from casecompare_rules.grading import Grades
from casecompare_rules.rubric_rule import RubricRule

__all__ = ["rubric_diagnostics", "rubric_findings", "rubric_statements", "rubric_tables"]

_OPEN, _NONE = "open", "none"


def rubric_tables(rule: RubricRule, title: str, found: Grades) -> tuple[Table, ...]:
    """Give the levels with their conditions and cases, and the level of each case."""
    return _levels_table(rule, title, found), _cases_table(rule, found)


def rubric_findings(rule: RubricRule, title: str, found: Grades) -> list[Finding]:
    """Say how many cases are at each level.

    Parameters
    ----------
    rule, title
        The rubric and its title.
    found
        From `grade`.
    """
    counts = [(one.label, int((found.level == one.label).sum())) for one in rule.levels]
    said = ", ".join(f"{number} {label}" for label, number in counts if number) or "none at any level"
    is_open = (found.level == "") & (found.possible.map(len) > 0)
    more = f"; {int(is_open.sum())} could be at several levels" if is_open.any() else ""
    graded = int((found.level != "").sum())
    return [
        Finding(
            id="levels",
            sentence=f"{title}: of {_cases(len(found.level))}, {said}{more}.",
            measure="share of cases with a level",
            value=graded / len(found.level) if len(found.level) else None,
            cases_against=tuple(sorted(map(str, found.level.index[found.level == ""]))),
        )
    ]


def rubric_statements(found: Grades) -> tuple[Statement, ...]:
    """Give the level of each case, for robustness to ask whether it would be another."""
    return tuple(
        Statement(kind="level", subject=str(case), value=level or _unsettled(found, case))
        for case, level in found.level.items()
    )


def rubric_diagnostics(rule: RubricRule, name: str, found: Grades) -> list[Diagnostic]:
    """Tell of cases that are open, of cases at no level, and of levels that hold only weakly.

    Parameters
    ----------
    rule, name
        The rubric and its name, with which codes begin.
    found
        From `grade`.
    """
    has_none = (found.level == "") & (found.possible.map(len) == 0)
    is_open = (found.level == "") & ~has_none
    is_weak = (found.degree <= 0.5) & ~found.level.isin([one.label for one in rule.levels if one.otherwise])
    remarks = (
        (is_open, "open", "could be at several levels, for something is missing", "Code what is missing."),
        (has_none, "no-level", "at no level", "Add a level for such cases, or 'otherwise: true'."),
        (
            is_weak,
            "weak",
            "at a level whose condition holds to 0.5 at most",
            "Look at these cases, or add a level.",
        ),
    )
    return [
        Diagnostic(
            level="note" if code == "weak" else "warning",
            code=f"{name}.{code}",
            message=f"{_cases(int(concerned.sum()))} {_are(int(concerned.sum()), what)}: "
            f"{listed(sorted(map(str, found.level.index[concerned])))}.",
            advice=advice,
        )
        for concerned, code, what, advice in remarks
        if concerned.any()
    ]


def _levels_table(rule: RubricRule, title: str, found: Grades) -> Table:
    rows = [
        {
            "level": one.label,
            "score": one.score,
            "when": "otherwise" if one.when is None else str(one.when),
            "number": int((found.level == one.label).sum()),
            "cases": tuple(map(str, found.level.index[found.level == one.label])),
            "text": one.text,
        }
        for one in rule.levels
    ]
    best = (
        "the level whose condition holds most"
        if rule.match == "best"
        else "the first level whose condition holds"
    )
    return Table(
        name="levels",
        title=title,
        frame=pd.DataFrame(rows),
        columns={
            "level": Column(title="Level"),
            "score": Column(title="Score"),
            "when": Column(title="When", description="the condition under which a case is at this level"),
            "number": Column(title="Number", description="how many cases are at it", decimals=0),
            "cases": Column(title="Cases"),
            "text": Column(title="Meaning"),
        },
        note=f"A case is at {best}.",
        main=True,
    )


def _cases_table(rule: RubricRule, found: Grades) -> Table:
    frame = pd.DataFrame(
        {
            "case": [str(case) for case in found.level.index],
            "level": [level or _unsettled(found, case) for case, level in found.level.items()],
            **{name: found.scores[name].to_numpy() for name in ("score", "low", "high")},
            "degree": found.degree.to_numpy(),
            "possible": [", ".join(one) for one in found.possible],
        }
    )
    return Table(
        name="cases",
        title="The level of each case",
        frame=frame,
        columns={
            "case": Column(title="Case"),
            "level": Column(
                title="Level", description=f"{_OPEN}: several are possible; {_NONE}: no condition holds"
            ),
            "score": Column(title="Score"),
            "low": Column(title="Lowest", description="of the scores of the levels that are possible"),
            "high": Column(title="Highest", description="of the scores of the levels that are possible"),
            "degree": Column(title="Degree", description="how far the condition of the level holds"),
            "possible": Column(title="Possible levels"),
        },
    )


def _unsettled(found: Grades, case: object) -> str:
    return _OPEN if found.possible.at[case] else _NONE


def _are(number: int, what: str) -> str:
    return what if what.startswith("could") else f"{'is' if number == 1 else 'are'} {what}"


def _cases(number: int) -> str:
    return "one case" if number == 1 else f"{number} cases"
