"""What every rule says of itself, and the words and numbers that may stand in one."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from casecompare import Options

__all__ = ["Label", "Maturity", "Name", "Number", "Range", "RuleFields", "Text", "wrong"]

Maturity: TypeAlias = Literal["experimental", "tested against reference", "peer reviewed"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    """Make the error for a field, with the likely fix."""
    return PydanticCustomError("rule", "{error}", {"error": message, "hint": hint})


def _name(given: str) -> str:
    if not _NAME.fullmatch(given):
        raise wrong(
            f"'{given[:60]}' cannot be the name of a rule.",
            "Use up to 40 letters, digits and _, and begin with a letter; put its title into title:.",
        )
    return given


def _rising(given: list[float]) -> list[float]:
    if len(given) != 2 or given[0] >= given[1]:
        raise wrong("a range has two numbers, the smaller one first.", "Write for instance [0, 10].")
    return given


Text: TypeAlias = Annotated[str, Field(max_length=4_000)]
Label: TypeAlias = Annotated[str, Field(min_length=1, max_length=80)]
Number: TypeAlias = Annotated[float, Field(ge=-1e9, le=1e9)]
Name: TypeAlias = Annotated[str, AfterValidator(_name)]
Range: TypeAlias = Annotated[list[Number], AfterValidator(_rising)]


class RuleFields(Options):
    """The fields that indices and rubrics share."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, strict=True, populate_by_name=True
    )

    title: Text = Field("", description="What the score is called; the rule's name when left out.")
    question: Text = Field("", description="The question that it answers.")
    direction: Text = Field("", description="What a larger score means, such as: more taken for granted.")
    citation: Text = Field("", description="What a paper that uses the rule cites.")
    references: list[Text] = Field([], max_length=50, description="Further sources.")
    maturity: Maturity = Field(
        "experimental",
        description="How far the rule can be relied on; what is above experimental has to be earned.",
    )
    maturity_evidence: list[Text] = Field(
        [],
        max_length=20,
        description="What earns the maturity: a validation study, a review, with its address.",
    )
    outcome: Label | None = Field(
        None, description="The set with which scores are compared; the study's outcome when left out."
    )
