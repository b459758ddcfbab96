"""A rubric as it is written: levels in their order, each with the condition under which a case is at it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from casecompare import Options
from casecompare_rules.conditions import ConditionField
from casecompare_rules.rule import Label, Number, RuleFields, Text, wrong

__all__ = ["Level", "RubricRule"]


class Level(Options):
    """One level of a rubric.

    Examples
    --------
    >>> str(Level(label="settled", score=1, when="FORMAL*~CONTESTED").when)
    'FORMAL*~CONTESTED'
    """

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, strict=True, populate_by_name=True
    )

    label: Label = Field(description="The level in a word or two.")
    score: Number = Field(description="The number that it stands for.")
    when: ConditionField | None = Field(
        None, description="When a case is at this level: a set, a comparison, or all:, any:, not:."
    )
    otherwise: bool = Field(
        False, description="The level of all cases that no other level takes; the last one."
    )
    text: Text = Field("", description="What the level means, for those who read or check the coding.")

    @model_validator(mode="after")
    def _has_a_condition(self) -> Self:
        if (self.when is None) != self.otherwise:
            raise wrong(
                "a level has either a condition or 'otherwise: true'.", "Write when: TANDEM*~CONTESTED."
            )
        return self


class RubricRule(RuleFields):
    """A rubric: the first level whose condition holds, or the one that holds best.

    Examples
    --------
    >>> levels = [Level(label="yes", score=1, when="age >= 10"), Level(label="no", score=0, otherwise=True)]
    >>> RubricRule(levels=levels).scale
    (0.0, 1.0)
    """

    levels: list[Level] = Field(
        min_length=1, max_length=50, description="The levels, in the order of asking."
    )
    match: Literal["first", "best"] = Field(
        "first", description="first: the first level whose condition holds; best: the one that holds most."
    )

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        labels = [one.label.casefold() for one in self.levels]
        if twice := [one for one in labels if labels.count(one) > 1]:
            raise wrong(f"two levels are called '{twice[0]}'.", "Give each a label of its own.")
        if any(one.otherwise for one in self.levels[:-1]):
            raise wrong("'otherwise' must be the last level; nothing below it could be reached.")
        return self

    @property
    def scale(self) -> tuple[float, float]:
        """The smallest and largest score."""
        scores = [one.score for one in self.levels]
        return min(scores), max(scores)
