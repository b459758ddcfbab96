"""The sections that tell what happened on the way: tensions, mechanisms, interfaces, uncertainty and more.

All of them are optional; what is left out was not coded, and is never taken for zero or for absent. Codes as
F16 name the finding of Storey et al. (2017) that asks for the record.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from casecompare_arenas.sections import ArenaName, Degree, Row

__all__ = [
    "PROCESS_SECTIONS",
    "DecisionRow",
    "InfluenceRow",
    "InitiativeRow",
    "InterfaceRow",
    "MechanismRow",
    "TensionRow",
    "UncertaintyRow",
]

Round = Annotated[int, Field(ge=1)]
Words = Annotated[str, Field(min_length=1)]
SeveralWords = Annotated[tuple[Words, ...], Field(strict=False, min_length=2)]
ROUND = "The round of the process, counted from 1."


class TensionRow(Row):
    """One tension: who is at odds over what, and who resolved it how (F16).

    Examples
    --------
    >>> row = {"round": 2, "issue": "who sees patients first", "parties": ["doctors", "paramedics"],
    ...        "view": "clinical", "resolved_by": "P", "resolution": "settled"}
    >>> TensionRow.model_validate(row).is_resolved
    True
    >>> TensionRow(round=1, issue="cost of beds", parties=("doctors", "managers")).is_resolved is None
    True
    """

    round: Round = Field(description=ROUND)
    issue: Words = Field(description="What the tension is about, in a few words.")
    parties: SeveralWords = Field(description="Who is at odds, two at least.")
    view: Literal["clinical", "clinical and managerial", "managerial"] | None = Field(
        default=None, description="Whose views differ: among clinicians, between both sides, among managers."
    )
    arena: ArenaName | None = Field(default=None, description="The arena it arose in.")
    resolved_by: Words | None = Field(
        default=None, description="The arena that resolved it, or 'outside' if none of them did."
    )
    resolution: Literal["settled", "compromise", "imposed", "postponed", "open"] | None = Field(
        default=None, description="How it ended; left out where that is not known."
    )

    @model_validator(mode="after")
    def _is_resolved_by_nobody_while_open(self) -> Self:
        if self.resolution in ("postponed", "open") and self.resolved_by is not None:
            raise ValueError(
                f"a tension that was left {self.resolution} was resolved by nobody; leave out 'resolved_by', "
                "or say how it ended"
            )
        return self

    @property
    def is_resolved(self) -> bool | None:
        """Say whether the parties came to terms, None where it is not known; what is imposed is not."""
        return None if self.resolution is None else self.resolution in ("settled", "compromise")


class MechanismRow(Row):
    """One mechanism, procedure or protocol that turns a plan into practice, and how far it is in use (F36).

    An arena that was observed and has made none is recorded with one row of degree 0.

    Examples
    --------
    >>> MechanismRow(round=3, arena="P", mechanism="joint triage rules", kind="protocol", in_use=0.8).in_use
    0.8
    """

    round: Round = Field(description=ROUND)
    arena: ArenaName
    mechanism: Words = Field(description="What it is, in a few words.")
    kind: Literal["mechanism", "procedure", "protocol"] | None = Field(
        default=None, description="What kind of thing it is."
    )
    in_use: Degree | None = Field(default=None, description="How far it is in use, 0 not to 1 throughout.")


class InterfaceRow(Row):
    """What became of an interface between services in one round: joined, split or kept (F17).

    Examples
    --------
    >>> InterfaceRow(round=2, services=("ward", "home care"), change="joined").contract_driven is None
    True
    """

    round: Round = Field(description=ROUND)
    services: SeveralWords = Field(description="The services that meet there, two at least.")
    change: Literal["joined", "split", "kept"] = Field(description="What became of it in this round.")
    arena: ArenaName | None = Field(default=None, description="The arena that did it.")
    contract_driven: bool | None = Field(
        default=None, description="Whether habits of contracts stand behind the separation."
    )
    reason: Words | None = Field(default=None, description="Why, in a few words.")


class UncertaintyRow(Row):
    """How uncertain the body is of its autonomy, its power and its future, each as a degree (F4).

    Examples
    --------
    >>> UncertaintyRow(round=1, autonomy=0.6, future=0.8).power is None
    True
    """

    round: Round | None = Field(default=None, description="The round; by default all.")
    autonomy: Degree | None = Field(default=None, description="Uncertainty of what it may decide, 0 to 1.")
    power: Degree | None = Field(default=None, description="Uncertainty of what it can bring about, 0 to 1.")
    future: Degree | None = Field(default=None, description="Uncertainty of whether it will last, 0 to 1.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.autonomy is None and self.power is None and self.future is None:
            raise ValueError("give 'autonomy', 'power' or 'future', or leave the row out")
        return self


class InitiativeRow(Row):
    """One initiative above the local level that overlays the redesign, from round to round (T13, F8, F26).

    Examples
    --------
    >>> plan = InitiativeRow(initiative="plan for a larger area", start=3, overlap=0.9)
    >>> plan.is_under_way(2), plan.is_under_way(4)
    (False, True)
    """

    initiative: Words = Field(description="What it is, in a few words.")
    start: Round = Field(description="The round in which it begins.")
    end: Round | None = Field(default=None, description="Its last round; left out if it goes on.")
    level: Words | None = Field(default=None, description="Such as region, nation.")
    overlap: Degree | None = Field(
        default=None, description="How far it deals with the same as the local redesign, 0 to 1."
    )
    override: Degree | None = Field(default=None, description="How far it decides in its place, 0 to 1.")

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"it ends in round {self.end}, before it begins in round {self.start}")
        return self

    def is_under_way(self, number: int) -> bool:
        """Say whether the initiative is under way in a round."""
        return self.start <= number and (self.end is None or number <= self.end)


class DecisionRow(Row):
    """One decision on the redesign, and which body took it (Q2).

    Examples
    --------
    >>> DecisionRow(round=2, decision="one service for all", body="commissioning group").level is None
    True
    """

    round: Round = Field(description=ROUND)
    decision: Words = Field(description="What was decided, in a few words.")
    body: Words = Field(description="The body that decided.")
    level: Words | None = Field(default=None, description="Its level, such as local, region, supra-local.")
    power: Words | None = Field(default=None, description="The power that it used, such as a contract.")


class InfluenceRow(Row):
    """How much influence a group has, where it takes its lead from, and who says so (F23, F24, F25).

    Examples
    --------
    >>> InfluenceRow(group="managerial", share=0.7, orientation=0.9, perceived_by="GPs").share
    0.7
    """

    group: Words = Field(description="Such as clinical, managerial, hybrid.")
    round: Round | None = Field(default=None, description="The round; by default all.")
    arena: ArenaName | None = Field(default=None, description="The arena, if it is about one.")
    share: Degree | None = Field(
        default=None, description="Its part of the influence, 0 to 1; only proportions matter."
    )
    orientation: Degree | None = Field(
        default=None, description="Where it takes its lead from: 0 local needs to 1 national hierarchy."
    )
    perceived_by: Words | None = Field(default=None, description="Whose perception this is.")


PROCESS_SECTIONS: dict[str, object] = {
    "tensions": list[TensionRow],
    "mechanisms": list[MechanismRow],
    "interfaces": list[InterfaceRow],
    "uncertainty": list[UncertaintyRow],
    "initiatives": list[InitiativeRow],
    "decisions": list[DecisionRow],
    "influence": list[InfluenceRow],
}
