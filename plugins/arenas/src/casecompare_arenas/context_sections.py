"""The sections that tell what a redesign met with: logics, institutional work, forces, benefits and more.

All of them are optional; a number that is left out was not coded, and is never taken for zero. Codes as F6 or
T7 name the finding or theory of Storey et al. (2017) that asks for the record.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from casecompare_arenas.sections import ArenaName, Degree, Row

__all__ = [
    "CONTEXT_SECTIONS",
    "ApproachRow",
    "BenefitRow",
    "ForceRow",
    "InvolvementRow",
    "LogicRow",
    "SurveyRow",
    "WorkRow",
]

Round = Annotated[int, Field(ge=1)]
Words = Annotated[str, Field(min_length=1)]
WORK_ROUND = "The round of the process, counted from 1."


class LogicRow(Row):
    """The shares of the institutional logics in one round, in all or in one arena; they add up to 1 (T7).

    Beside round and arena every field is the share of a logic, by the names of the option ``logics``.

    Examples
    --------
    >>> row = {"round": 1, "market": 0.2, "bureaucratic": 0.7, "network": 0.1}
    >>> LogicRow.model_validate(row).shares
    {'market': 0.2, 'bureaucratic': 0.7, 'network': 0.1}
    """

    model_config = ConfigDict(defer_build=True, extra="allow")
    __pydantic_extra__: dict[str, Degree] = Field(init=False)

    round: Round = Field(description=WORK_ROUND)
    arena: ArenaName | None = Field(default=None, description="The arena, if the logics are those of one.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.shares:
            raise ValueError("no logic has a share; write, for instance, market: 0.2, network: 0.8")
        # Shares coded to two decimals, such as three thirds, may miss 1 by so much.
        if abs(sum(self.shares.values()) - 1) > 0.0201:
            raise ValueError(f"the shares of the logics add up to {sum(self.shares.values()):g}, not to 1")
        return self

    @property
    def shares(self) -> dict[str, float]:
        """Give the share of each logic."""
        return dict(self.__pydantic_extra__)


class WorkRow(Row):
    """One event of institutional work: maintaining, disrupting or creating institutions (T3 to T6)."""

    round: Round = Field(description=WORK_ROUND)
    kind: Literal["maintenance", "disruption", "creation"] = Field(description="What the work does.")
    arena: ArenaName | None = Field(default=None, description="The arena it is done in.")
    actor_group: Words | None = Field(
        default=None, description="Who does it, such as clinical, managerial, hybrid, both, supra-local."
    )
    strength: Degree | None = Field(default=None, description="How strong, 0 to 1.")
    device: Literal["professional", "bureaucratic", "cultural"] | None = Field(
        default=None, description="By what means institutions are maintained."
    )
    target: Words | None = Field(default=None, description="The institution it is aimed at.")

    @model_validator(mode="after")
    def _has_a_device_that_fits(self) -> Self:
        if self.device is not None and self.kind != "maintenance":
            raise ValueError(f"a device belongs to maintenance, not to {self.kind}")
        return self


class ForceRow(Row):
    """One force that enables or blocks the redesign (Q4)."""

    polarity: Literal["enabling", "blocking"] = Field(description="Whether it enables or blocks.")
    force: Words = Field(description="What the force is, in a few words.")
    strength: Degree | None = Field(default=None, description="How strong, 0 to 1.")
    level: Words | None = Field(default=None, description="Such as local, organisation, supra-local.")
    arena: ArenaName | None = Field(default=None, description="The arena it acts in.")
    round: Round | None = Field(default=None, description="The round it acts in; by default all.")


class BenefitRow(Row):
    """One benefit: how much of it was aimed at, and how much was reached (Q3)."""

    benefit: Words = Field(description="What the benefit is, in a few words.")
    targeted: Degree | None = Field(default=None, description="How much of it was aimed at, 0 to 1.")
    achieved: Degree | None = Field(default=None, description="How much of it was reached, 0 to 1.")
    beneficiary: Words | None = Field(default=None, description="Who benefits.")
    round: Round | None = Field(default=None, description="The round it was judged in; by default the last.")


class ApproachRow(Row):
    """How the redesign is pursued: by contract, together, or both, each as a degree (F6, F7, F18, F19)."""

    round: Round | None = Field(default=None, description="The round; by default all.")
    contract: Degree | None = Field(default=None, description="By outcome-based contract, 0 to 1.")
    collaborative: Degree | None = Field(default=None, description="With existing providers, 0 to 1.")
    reassurance: Degree | None = Field(
        default=None, description="How far clinicians are shown that the change is managed jointly, 0 to 1."
    )
    winners_and_losers: bool | None = Field(
        default=None, description="Whether the change is told as one with winners and losers."
    )
    viability_issue: bool | None = Field(
        default=None, description="Whether the viability of a provider is at stake."
    )
    joint_planning: Degree | None = Field(
        default=None, description="How far the providers' future is planned together, 0 to 1."
    )
    shared_management: Degree | None = Field(
        default=None, description="How far the management is shared with neighbours, 0 to 1."
    )
    service: Words | None = Field(default=None, description="The service that is contracted.")
    provider: Words | None = Field(default=None, description="The kind of provider it is contracted to.")
    outcomes: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        default=(), description="The outcomes that the contract asks for."
    )


class InvolvementRow(Row):
    """One way in which patients and the public take part, and the part of the researchers in it (D7)."""

    arrangement: Words = Field(description="What the arrangement is, such as a patient group.")
    stage: Literal["design", "decision", "delivery", "evaluation", "research"] | None = Field(
        default=None, description="Where in the process it takes part."
    )
    influence: Degree | None = Field(default=None, description="How much influence it has, 0 to 1.")
    arena: ArenaName | None = Field(default=None, description="The arena it takes part in.")
    round: Round | None = Field(default=None, description="The round; by default all.")
    researcher_role: Literal["none", "observer", "participant"] | None = Field(
        default=None, description="Whether a researcher watched or took part."
    )
    ethics: Literal["approved", "not needed", "pending", "none"] | None = Field(
        default=None, description="Whether an ethics committee approved of it."
    )


class SurveyRow(Row):
    """How one wave of a survey was answered in this case; persons are another count than bodies (D3)."""

    wave: int = Field(ge=1, description="The wave, counted from 1.")
    year: int | None = Field(default=None, ge=1900, le=2200, description="When it was asked.")
    asked: int = Field(ge=1, description="How many persons of the case were asked.")
    answered: int = Field(ge=0, description="How many of them answered.")
    linked: bool = Field(
        default=False, description="Whether ids link the persons to an earlier wave, which makes it a panel."
    )

    @model_validator(mode="after")
    def _has_not_too_many_answers(self) -> Self:
        if self.answered > self.asked:
            raise ValueError(f"{self.answered} persons answered, but only {self.asked} were asked")
        return self


def _as_written(row: ForceRow) -> dict[str, object]:
    return row.model_dump(exclude_unset=True)


CONTEXT_SECTIONS: dict[str, object] = {
    "logics": list[LogicRow],
    "work": list[WorkRow],
    # Other methods read forces too. Hence they are checked here, and left as plain data for all.
    "forces": list[Annotated[ForceRow, AfterValidator(_as_written)]],
    "benefits": list[BenefitRow],
    "approach": list[ApproachRow],
    "involvement": list[InvolvementRow],
    "survey": list[SurveyRow],
}
