"""The options of the method, as they stand under ``methods: panels:`` in a study."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from casecompare import Options

__all__ = ["LONGEST_NAME", "LONGEST_TEXT", "JudgementRow", "PanelsOptions"]

LONGEST_NAME = 200
"""How many characters a panel, country, system, expert or finding may be called by."""
LONGEST_TEXT = 5_000
"""How many characters a condition, a reason or a pointer to evidence may have."""


class JudgementRow(BaseModel):
    """One judgement of one expert; a file of judgements has these columns.

    Examples
    --------
    >>> JudgementRow(panel="P1", country="Wales", expert="E1", finding="F5", judgement="holds").system
    ''
    """

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True)

    panel: str = Field(description="The panel in which the expert sits.")
    country: str = Field("", description="The country that the panel speaks for.")
    system: str = Field("", description="The system that it speaks for; by default its country.")
    expert: str = Field(description="A pseudonym of the expert, unique within the panel.")
    finding: str = Field(description="The name of a hypothesis, or the code of a finding, such as F5.")
    judgement: str = Field(description="holds, holds with condition, does not hold, or unknown.")
    condition: str = Field("", description="Under which condition it holds.")
    reason: str = Field("", description="Why, in the expert's words.")
    evidence: str = Field("", description="What the judgement rests on: a document, a study, experience.")
    access: str = Field(
        "", description="'restricted' keeps condition, reason and evidence out of every report."
    )

    @field_serializer("condition", "reason", "evidence")
    def _withheld(self, text: str) -> str:
        """Keep restricted text out of the options that a report shows."""
        return "" if self.access.strip().casefold() == "restricted" else text


class PanelsOptions(Options):
    """Options of the method `panels`.

    Examples
    --------
    >>> options = PanelsOptions(judgements="panels.csv", country="country")
    >>> options.majority, options.votes, options.answered
    (0.75, 2, 0.5)
    """

    judgements: str | list[JudgementRow] | None = Field(
        default=None,
        description="The table of judgements in the study's folder (.csv or .xlsx), or its rows themselves.",
    )
    findings: dict[str, str] = Field(
        default={},
        description="The judged findings by code, each as a sentence. Hypotheses need not be repeated.",
    )
    country: str = Field(
        default="", description="The coded value, or codebook entry, that names the country of each case."
    )
    system: str = Field(
        default="",
        description="The coded value, or codebook entry, that names the system of each case. By default it "
        "follows from the country.",
    )
    majority: float = Field(
        default=0.75,
        gt=0.5,
        le=1,
        description="The share of votes from which on the experts of a system count as agreed.",
    )
    votes: int = Field(
        default=2, ge=1, description="With fewer votes than this the verdict of a system is unknown."
    )
    answered: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="If a smaller share of the experts asked gives a vote, the verdict is unknown.",
    )
