"""What a rule file holds, and the options under ``methods: rules:`` and of each rule."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from casecompare import Options
from casecompare_rules.check_rule import CheckRule
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.rubric_rule import RubricRule
from casecompare_rules.rule import Label, Name

__all__ = ["RuleDocument", "RuleOptions", "RulesOptions"]


class RuleDocument(Options):
    """A file of rules.

    Examples
    --------
    >>> RuleDocument.model_validate({"checks": {"old": {"then": "age >= 10"}}}).checks["old"].words
    'age >= 10'
    """

    indices: dict[Name, IndexRule] = Field({}, max_length=100, description="Numbers made of several items.")
    rubrics: dict[Name, RubricRule] = Field({}, max_length=100, description="Levels, each with a condition.")
    checks: dict[Name, CheckRule] = Field({}, max_length=500, description="What must hold in the data.")


class RulesOptions(RuleDocument):
    """Options of the method `rules`: the files with the rules, or the rules themselves.

    Examples
    --------
    >>> RulesOptions(files=["rules/sedimentation.yaml"]).indices
    {}
    """

    files: list[Annotated[str, Field(min_length=1, max_length=400)]] = Field(
        default=[], max_length=100, description="YAML files of rules in the study's folder."
    )


class RuleOptions(Options):
    """Options of a rule: how a rule that was written for another study is put to work in this one.

    Examples
    --------
    >>> RuleOptions(names={"age": "years_in_force"}).names["age"]
    'years_in_force'
    """

    names: dict[Label, Label] = Field(
        default={},
        max_length=400,
        description="What this study calls the values and sets that the rule names: {age: years_in_force}.",
    )
    outcome: Label | None = Field(
        default=None,
        description="The set with which scores are compared, instead of the rule's or the study's.",
    )
