"""Rules as data for casecompare: rubrics, indices and checks written in YAML, without Python.

The plain functions are usable without the engine:

>>> from casecompare_rules import aggregate
>>> aggregate([[0.2, 0.4, 0.9]], "geometric").round(3).tolist()
[0.416]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_rules.aggregation import aggregate
    from casecompare_rules.association import Superiority, superiority
    from casecompare_rules.check_outcomes import CheckOutcome, make_check
    from casecompare_rules.check_rule import CheckRule
    from casecompare_rules.conditions import read_condition
    from casecompare_rules.grading import Grades, grade
    from casecompare_rules.index_rule import IndexRule, Item
    from casecompare_rules.options import RuleDocument, RuleOptions, RulesOptions
    from casecompare_rules.reliability import Reliability, cronbach_alpha, item_reliability
    from casecompare_rules.rubric_rule import Level, RubricRule
    from casecompare_rules.scoring import IndexScores, score_index
    from casecompare_rules.truth import CaseData, Degrees, degrees

__all__ = [
    "CaseData",
    "CheckOutcome",
    "CheckRule",
    "Degrees",
    "Grades",
    "IndexRule",
    "IndexScores",
    "Item",
    "Level",
    "Reliability",
    "RubricRule",
    "RuleDocument",
    "RuleOptions",
    "RulesOptions",
    "Superiority",
    "aggregate",
    "cronbach_alpha",
    "degrees",
    "grade",
    "item_reliability",
    "make_check",
    "read_condition",
    "score_index",
    "superiority",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `rules`, and the rules that installed packages bring."""
    from importlib import metadata

    from casecompare_rules.declaration import METHOD

    register(METHOD)
    if metadata.entry_points(group="casecompare.rules"):
        from casecompare_rules.packages import package_rules
        from casecompare_rules.rule_methods import rule_method

        for brought in package_rules().rules:
            register(rule_method(brought))


@hookimpl
def casecompare_register_study_methods(study: Study, register: Callable[[Method], None]) -> None:
    """Register the indices and rubrics that a study brings, each as a method of its own."""
    if "rules" not in study.methods:
        return
    from casecompare_rules.rule_methods import rule_method
    from casecompare_rules.rulebook import read_rulebook

    for brought in read_rulebook(study).rules:
        register(rule_method(brought))


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the rules of a study, and what its checks find."""
    from casecompare_rules.packages import package_rules

    if "rules" not in study.methods and not any(one.name in study.methods for one in package_rules().rules):
        return []
    from casecompare_rules.study_check import study_problems

    return list(study_problems(study))


export_lazily(
    __name__,
    {
        "casecompare_rules.aggregation": ("aggregate",),
        "casecompare_rules.association": ("Superiority", "superiority"),
        "casecompare_rules.check_outcomes": ("CheckOutcome", "make_check"),
        "casecompare_rules.check_rule": ("CheckRule",),
        "casecompare_rules.conditions": ("read_condition",),
        "casecompare_rules.grading": ("Grades", "grade"),
        "casecompare_rules.index_rule": ("IndexRule", "Item"),
        "casecompare_rules.options": ("RuleDocument", "RuleOptions", "RulesOptions"),
        "casecompare_rules.reliability": ("Reliability", "cronbach_alpha", "item_reliability"),
        "casecompare_rules.rubric_rule": ("Level", "RubricRule"),
        "casecompare_rules.scoring": ("IndexScores", "score_index"),
        "casecompare_rules.truth": ("CaseData", "Degrees", "degrees"),
    },
)
