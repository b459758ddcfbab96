"""A check as it is written: what must hold for each case, or for how many cases something must hold."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from casecompare import Options
from casecompare_rules.conditions import ConditionField
from casecompare_rules.rule import Text, wrong

__all__ = ["CheckRule"]


class CheckRule(Options):
    """A condition that must hold for each case, or a number of cases for which one must hold.

    Examples
    --------
    >>> rule = CheckRule(given="approach = contract", must="provider is given")
    >>> rule.words
    'if approach = contract, then provider is given'
    >>> CheckRule(count="SUCCESS", at_least=3).words
    'SUCCESS in at least 3 cases'
    """

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, strict=True, populate_by_name=True
    )

    title: Text = Field("", description="What is checked, in words.")
    given: ConditionField | None = Field(
        None, alias="if", description="Only cases in which this holds are asked."
    )
    must: ConditionField | None = Field(
        None, alias="then", description="What must hold for each of these cases."
    )
    count: ConditionField | None = Field(
        None, description="Instead of then: the condition whose cases are counted."
    )
    at_least: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        None, description="For count: it must hold for so many cases, or more."
    )
    at_most: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        None, description="For count: it must hold for so many cases, or fewer."
    )
    level: Literal["error", "warning", "note"] = Field(
        "warning",
        description="error: the study is not compared; warning: the report says it; note: it is told.",
    )
    message: Text = Field("", description="What is wrong where the check does not hold, as one sentence.")
    advice: Text = Field("", description="What to do then.")

    @model_validator(mode="after")
    def _checks_something(self) -> Self:
        if (self.must is None) == (self.count is None):
            raise wrong(
                "a check has either then: or count:.", "Write if: A, then: B; or count: A, at_least: 3."
            )
        has_bounds = self.at_least is not None or self.at_most is not None
        if (self.count is not None) != has_bounds:
            raise wrong("at_least and at_most belong to count:, and it needs one of them.")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise wrong("at_least is more than at_most.")
        return self

    @property
    def words(self) -> str:
        """What must hold, as a sentence without its end."""
        scope = "" if self.given is None else f"if {self.given}, then "
        if self.count is None:
            return f"{scope}{self.must}"
        bounds = [
            f"at {word} {number}"
            for word, number in (("least", self.at_least), ("most", self.at_most))
            if number is not None
        ]
        return f"{scope}{self.count} in {' and '.join(bounds)} cases"
