"""What rules say of a study before anything runs: mistakes in the rules, misfits, and broken checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from pydantic import ValidationError

from casecompare import Problem, Study
from casecompare.sets import memberships
from casecompare_rules.binding import case_data, needs_of
from casecompare_rules.check_outcomes import broken_problems, derived_sets, make_check
from casecompare_rules.fitting import check_problems, lacking, rule_problems
from casecompare_rules.options import RuleOptions
from casecompare_rules.packages import package_rules
from casecompare_rules.rulebook import BroughtCheck, read_rulebook

__all__ = ["study_problems"]


def study_problems(study: Study) -> Iterator[Problem]:
    """Give everything that is wrong with the rules of a study, and what its checks find.

    Parameters
    ----------
    study
        As it was read. Checks that name sets which methods derive are made when these have run.
    """
    own, installed = read_rulebook(study), package_rules()
    yield from own.problems
    configured = [one for one in installed.rules if one.name in study.methods]
    if configured:
        yield from installed.problems
    for rule in (*own.rules, *configured):
        options = _options(study, rule.name)
        if options is not None and len(study.table.columns):
            yield from rule_problems(study, rule, options)
    for check in own.checks:
        misfits = list(check_problems(study, check))
        yield from misfits
        if not misfits and not derived_sets(study, check.rule):
            yield from _made(study, check)


def _options(study: Study, name: str) -> RuleOptions | None:
    """Give the options of a rule; wrong ones are told about elsewhere."""
    try:
        return RuleOptions.model_validate(dict(study.methods.get(name) or {}))
    except ValidationError:
        return None


def _made(study: Study, check: BroughtCheck) -> Iterator[Problem]:
    needs = needs_of(check.rule)
    if lacking(study, needs, {}):
        return
    found = memberships(study, needs.sets).frame
    if not set(needs.sets) <= set(found.columns):
        return  # what is wrong with a set is told where it is made

    def given(names: Sequence[str]) -> pd.DataFrame:
        return found[list(names)]

    yield from broken_problems(study, check, make_check(check.rule, case_data(study, needs, {}, given)))
