"""The sections that alignment is scored from: ``arenas``, ``goals`` and ``links`` of a case's record.

A number that is left out was not coded; it is never taken for zero. A row may say who coded it; the rows
without a coder are what was agreed on.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["SECTIONS", "ArenaName", "ArenaRow", "Degree", "GoalRow", "LinkRow", "Row"]

Degree = Annotated[float, Field(ge=0, le=1)]
ArenaName = Annotated[str, Field(min_length=1, description="The arena's name, one of the option 'arenas'.")]


class Row(BaseModel):
    """One row of a section; it may point at the record's evidence by id."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    evidence: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        default=(), description="Ids of the evidence that this row rests on."
    )


class _CodedRow(Row):
    round: int = Field(ge=1, description="The round of the process, counted from 1.")
    coder: str | None = Field(
        default=None, min_length=1, description="Who coded this row; left out where it was agreed on."
    )


class ArenaRow(_CodedRow):
    """Leadership in one arena in one round: who acts, how strongly, and whether together.

    Examples
    --------
    >>> row = ArenaRow.model_validate({"round": 1, "arena": "S", "clinical": 0.8, "managerial": 1})
    >>> row.managerial, row.coupling
    (1.0, None)
    """

    about: ClassVar[tuple[str, ...]] = ("round", "arena")
    """The fields that say what a row is about, wherever the rows of several coders are held side by side."""

    arena: ArenaName
    clinical: Degree | None = Field(default=None, description="Intensity of clinicians' leadership, 0 to 1.")
    managerial: Degree | None = Field(default=None, description="Intensity of managers' leadership, 0 to 1.")
    hybrid: Degree | None = Field(
        default=None, description="Intensity of the leadership of hybrid manager-clinicians, 0 to 1."
    )
    coupling: Degree | None = Field(
        default=None, description="How closely clinical and managerial leaders are coupled, 0 to 1."
    )
    intensity: Degree | None = Field(
        default=None,
        description="Intensity of action in the arena, 0 to 1; by default that of its strongest leadership.",
    )
    clinical_seats: int | None = Field(default=None, ge=0, description="Number of seats for clinicians.")
    clinical_seats_filled: int | None = Field(
        default=None, ge=0, description="Number of these that somebody has taken."
    )

    @model_validator(mode="after")
    def _has_seats_for_all(self) -> Self:
        if (self.clinical_seats is None) != (self.clinical_seats_filled is None):
            raise ValueError(
                "'clinical_seats' and 'clinical_seats_filled' belong together; give both or none"
            )
        if (self.clinical_seats_filled or 0) > (self.clinical_seats or 0):
            raise ValueError(
                f"{self.clinical_seats_filled} clinical seats are filled, but there are only "
                f"{self.clinical_seats}"
            )
        return self


class GoalRow(_CodedRow):
    """How much emphasis an arena puts on one element of the service concept, or its stance towards it.

    An arena that was observed and pursues nothing is recorded with one row of emphasis 0. A stance, from -1
    against to 1 for the element, counts as emphasis on the element or on preventing it.

    Examples
    --------
    >>> row = {"round": 1, "arena": "P", "element": "holistic_care", "emphasis": 0.4}
    >>> GoalRow.model_validate(row).channel
    ('holistic_care', 0.4)
    >>> GoalRow(round=1, arena="P", element="merger", stance=-0.5).channel
    ('against merger', 0.5)
    """

    # Only the proportions of all emphases mean something: they are about one thing, the content of an arena.
    about: ClassVar[tuple[str, ...]] = ("round", "arena")

    arena: ArenaName
    element: str = Field(min_length=1, description="An element of the service concept.")
    emphasis: float | None = Field(
        default=None, ge=0, description="Emphasis on it, 0 or more; only proportions matter."
    )
    stance: float | None = Field(
        default=None, ge=-1, le=1, description="Stance towards it, -1 against to 1 for; if no emphasis."
    )

    @model_validator(mode="after")
    def _is_told_once(self) -> Self:
        if (self.emphasis is None) == (self.stance is None):
            raise ValueError(
                "a goal needs either 'emphasis' or 'stance'; leave the row out if it was not observed"
            )
        return self

    @property
    def channel(self) -> tuple[str, float]:
        """Give what is pursued, the element or its prevention, and how much."""
        if self.emphasis is not None:
            return self.element, self.emphasis
        assert self.stance is not None
        return (self.element if self.stance >= 0 else f"against {self.element}"), abs(self.stance)


class LinkRow(_CodedRow):
    """What one arena takes up of what another sends it: counted, or coded as a share.

    Examples
    --------
    >>> counted = {"round": 1, "from": "S", "to": "P", "sent": 10, "taken_up": 4}
    >>> LinkRow.model_validate(counted).share
    0.4
    """

    about: ClassVar[tuple[str, ...]] = ("round", "sender", "receiver")

    sender: ArenaName = Field(alias="from")
    receiver: ArenaName = Field(alias="to")
    sent: int | None = Field(default=None, ge=1, description="Number of items sent, at least 1.")
    taken_up: int | None = Field(default=None, ge=0, description="Number of these that were taken up.")
    uptake: Degree | None = Field(default=None, description="Share taken up, 0 to 1, if not counted.")

    @model_validator(mode="after")
    def _is_told_once(self) -> Self:
        is_counted = self.sent is not None and self.taken_up is not None
        is_half_counted = (self.sent is None) != (self.taken_up is None)
        if is_half_counted or is_counted == (self.uptake is not None):
            raise ValueError(
                "a link needs either 'sent' and 'taken_up', or 'uptake'; "
                "leave the row out if it was not observed"
            )
        if self.sent is not None and self.taken_up is not None and self.taken_up > self.sent:
            raise ValueError(f"{self.taken_up} items were taken up, but only {self.sent} were sent")
        return self

    @property
    def share(self) -> float:
        """Give the share taken up, counted or coded."""
        if self.sent is not None and self.taken_up is not None:
            return self.taken_up / self.sent
        assert self.uptake is not None
        return self.uptake


SECTIONS: dict[str, object] = {"arenas": list[ArenaRow], "goals": list[GoalRow], "links": list[LinkRow]}
