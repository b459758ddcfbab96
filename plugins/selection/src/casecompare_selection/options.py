"""The options of the method, as they stand under ``methods: selection:`` in a study."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casecompare import Options

__all__ = ["STRATEGIES", "SelectionOptions", "StrategyName", "WithinOptions"]

StrategyName = Literal[
    "typical", "deviant", "extreme", "influential", "diverse", "most similar", "most different"
]
STRATEGIES: tuple[StrategyName, ...] = (
    "typical", "deviant", "extreme", "influential", "diverse", "most similar", "most different",
)  # fmt: skip
"""The strategies of Seawright and Gerring (2008), in the order of the report."""

Name = Annotated[str, Field(min_length=1)]


class WithinOptions(Options):
    """What the studied cases are compared on, to choose the next ones among them.

    Examples
    --------
    >>> WithinOptions(outcome="SUCCESS", cause="TANDEM").scale
    'memberships'
    """

    outcome: Name | None = Field(
        default=None, description="A codebook entry or coded value; by default the study's outcome."
    )
    cause: Name | None = Field(default=None, description="The variable of interest.")
    background: list[Name] | None = Field(
        default=None,
        description="What else could explain the outcome; by default, where no cause is named either, every "
        "coded set that shares no value with the outcome, or with an earlier one.",
    )
    categories: list[Name] = Field(
        default=[], description="Variables whose numbers only name categories, such as 1, 2, 3 for regions."
    )
    scale: Literal["memberships", "raw"] = Field(
        default="memberships", description="Whether sets are taken after or before calibration."
    )


class SelectionOptions(Options):
    """Options of the method `selection`.

    With a frame, outcome, cause, background and stratum are its columns, and `within` says what the studied
    cases are compared on afterwards. Without one, they are codebook entries or coded values of the study.

    Examples
    --------
    >>> options = SelectionOptions(frame="frame.csv", outcome="change", cause="tandem")
    >>> options.number, options.strategies[0]
    (3, 'typical')
    """

    frame: str | None = Field(
        default=None,
        min_length=1,
        description="A table of the units that cases were chosen from, .csv or .xlsx, in the study's folder; "
        "its first column holds their ids.",
    )
    outcome: Name | None = Field(default=None, description="The outcome; by default the study's, if there.")
    cause: Name | None = Field(default=None, description="The variable of interest.")
    background: list[Name] | None = Field(
        default=None,
        description="Other variables: they explain the outcome too, and cases are matched on them.",
    )
    categories: list[Name] = Field(
        default=[], description="Variables whose numbers only name categories, such as 1, 2, 3 for regions."
    )
    sets: list[Name] = Field(
        default=[], description="Columns of the frame that hold memberships: in the set above 0.5, else out."
    )
    scale: Literal["memberships", "raw"] = Field(
        default="memberships",
        description="Without a frame: whether sets are taken after calibration or before.",
    )
    stratum: Name | None = Field(default=None, description="The column of the frame that names the stratum.")
    chosen: Name | None = Field(
        default=None,
        description="The column of the frame that says yes or no, whether the unit was chosen; by default "
        "those were whose case is in the study.",
    )
    case: Name | None = Field(
        default=None, description="The column of the frame that names the study's case, where ids differ."
    )
    asked: Name | None = Field(default=None, description="The column that counts the persons asked.")
    answered: Name | None = Field(default=None, description="The column that counts those who answered.")
    strategies: list[StrategyName] = Field(
        default=list(STRATEGIES), min_length=1, description="Which strategies of selection are reported."
    )
    number: int = Field(default=3, ge=1, le=100, description="How many cases, or pairs, each strategy names.")
    apart: float = Field(
        default=1.0, gt=0, description="From how many standard deviations on two numbers count as different."
    )
    alike: float = Field(
        default=0.5, ge=0, description="Up to how many standard deviations two numbers count as the same."
    )
    within: WithinOptions | None = Field(
        default=None, description="With a frame: what the studied cases are compared on, to choose the next."
    )
