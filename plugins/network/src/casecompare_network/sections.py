"""The record sections of this plugin: actors, ties, affiliations and moves of a case; and rows of forces.

What is left out was not coded; it is never taken for zero, and a tie that nobody could observe is never taken
for absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

__all__ = [
    "SECTIONS",
    "ActorRow",
    "AffiliationRow",
    "ForceRow",
    "MoveRow",
    "Rating",
    "StanceRating",
    "TieRow",
    "mean_rating",
]

Name = Annotated[str, Field(min_length=1)]
EvidenceIds = Annotated[tuple[str, ...], Field(strict=False)]
Round = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    evidence: EvidenceIds = Field(default=(), description="Ids of the evidence that this rests on.")


class Rating(_Part):
    """One rater's judgement between 0 and 1.

    Examples
    --------
    >>> Rating(value=0.8, rater="A").value
    0.8
    """

    value: float = Field(ge=0, le=1, description="The judgement, 0 to 1.")
    rater: str = Field(default="", description="Who judged.")


class StanceRating(_Part):
    """One rater's judgement of a stance, from -1 against the redesign to 1 for it."""

    value: float = Field(ge=-1, le=1, description="-1 against, 0 neutral, 1 for the redesign.")
    rater: str = Field(default="", description="Who judged.")


def _as_ratings(given: object) -> object:
    """Take a bare number or a single rating for a list of one."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return ({"value": given},)
    if isinstance(given, (Mapping, Rating, StanceRating)):
        return (given,)
    return tuple(given) if isinstance(given, list) else given


def _schema(low: int) -> WithJsonSchema:
    number = {"type": "number", "minimum": low, "maximum": 1}
    rating = {
        "type": "object",
        "properties": {
            "value": number,
            "rater": {"type": "string"},
            "evidence": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    return WithJsonSchema({"anyOf": [number, rating, {"type": "array", "items": rating}]})


Ratings = Annotated[tuple[Rating, ...], BeforeValidator(_as_ratings), _schema(0)]
StanceRatings = Annotated[tuple[StanceRating, ...], BeforeValidator(_as_ratings), _schema(-1)]


class ActorRow(_Part):
    """One actor: who it is, where it belongs, and how it is placed towards the redesign.

    Power, interest, legitimacy, urgency and stance are a number, or ``{value, rater, evidence}``, or a list
    of these, one per rater.

    Examples
    --------
    >>> row = ActorRow.model_validate(
    ...     {"id": "c1", "profession": "clinical", "power": [{"value": 0.6, "rater": "A"}, {"value": 1}]})
    >>> mean_rating(row.power), mean_rating(row.stance)
    (0.8, None)
    """

    id: Name = Field(description="The id that ties use; a pseudonym where the name is confidential.")
    name: str = Field(default="", description="The actor's name or pseudonym, for the reader.")
    profession: Name | None = Field(default=None, description="Such as clinical, managerial, hybrid, lay.")
    organisation: Name | None = Field(default=None, description="The organisation the actor belongs to.")
    sector: Name | None = Field(default=None, description="Sector of that organisation.")
    tier: Name | None = Field(default=None, description="Tier of care or government.")
    groups: dict[str, Name] = Field(default={}, description="Any further groupings: name and group.")
    home_arena: Name | None = Field(default=None, description="The arena the actor acts from.")
    arenas: Annotated[tuple[Name, ...], Field(strict=False)] = Field(
        default=(), description="All arenas the actor takes part in."
    )
    observed: bool = Field(
        default=True,
        description="False where nobody asked or watched this actor: ties to others who were not observed "
        "either are then unknown.",
    )
    power: Ratings = Field(default=(), description="Power over the redesign, 0 to 1.")
    interest: Ratings = Field(default=(), description="Interest in it, 0 to 1.")
    legitimacy: Ratings = Field(default=(), description="Legitimacy of the actor's claim, 0 to 1.")
    urgency: Ratings = Field(default=(), description="Urgency of the actor's claim, 0 to 1.")
    stance: StanceRatings = Field(default=(), description="-1 against, 0 neutral, 1 for the redesign.")

    def group(self, kind: str) -> str | None:
        """Give the actor's group of a kind: profession, organisation, sector, tier, arena or one of its own.

        Examples
        --------
        >>> ActorRow(id="c1", home_arena="P", groups={"union": "yes"}).group("union")
        'yes'
        """
        if kind in ("arena", "home_arena"):
            return self.home_arena
        own = {"profession": self.profession, "organisation": self.organisation, "sector": self.sector,
               "tier": self.tier}  # fmt: skip
        return own[kind] if kind in own else self.groups.get(kind)

    @property
    def all_arenas(self) -> tuple[str, ...]:
        """Give every arena the actor takes part in, its home first."""
        named = (self.home_arena, *self.arenas)
        return tuple(dict.fromkeys(arena for arena in named if arena is not None))


class TieRow(_Part):
    """One tie between two actors.

    Examples
    --------
    >>> TieRow.model_validate({"from": "c1", "to": "m1", "relation": "contests"}).weight
    1.0
    """

    sender: Name = Field(alias="from", description="Id of the actor at the one end.")
    receiver: Name = Field(alias="to", description="Id of the actor at the other end.")
    relation: Name = Field(default="works_with", description="Such as works_with, advises, contests.")
    weight: float = Field(default=1.0, ge=0, description="How strong, 0 or more.")
    round: Round = Field(default=1, description="The round of the process, counted from 1.")
    directed: bool | None = Field(
        default=None, description="Whether it leads one way only; by default as the relation's ties do."
    )
    known: bool = Field(
        default=True, description="False where it could not be found out whether there is it."
    )


class AffiliationRow(_Part):
    """One actor's part in a meeting, body or other event: a row of two-mode data.

    Examples
    --------
    >>> AffiliationRow(actor="c1", event="board 2015-03").kind
    'event'
    """

    actor: Name = Field(description="Id of the actor.")
    event: Name = Field(description="What the actor took part in.")
    kind: Name = Field(default="event", description="Such as meeting, body, project.")
    weight: float = Field(default=1.0, ge=0, description="How much, 0 or more.")
    round: Round = Field(default=1, description="The round of the process, counted from 1.")


class MoveRow(_Part):
    """One actor's move from one body or arena to another.

    Examples
    --------
    >>> MoveRow.model_validate({"actor": "c1", "round": 2, "from": "commissioner", "to": "federation"}).to
    'federation'
    """

    actor: Name = Field(description="Id of the actor.")
    round: Round = Field(description="The round in which the actor had moved.")
    origin: Name | None = Field(default=None, alias="from", description="Where the actor was before.")
    to: Name | None = Field(default=None, description="Where the actor was then; empty if it left.")
    kind: Literal["organisation", "arena", "profession"] = Field(
        default="organisation", description="What it moved between."
    )


class ForceRow(_Part):
    """One force that enables or blocks the redesign.

    The section `forces` belongs to no method alone: it is read here in whatever shape it stands in the case,
    and what is not needed is passed over.

    Examples
    --------
    >>> ForceRow(polarity="blocking", force="settled arrangements", strength=0.6).strength
    0.6
    """

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True, strict=True, allow_inf_nan=False)

    polarity: Literal["enabling", "blocking"] = Field(description="Whether it enables or blocks.")
    force: Name = Field(description="What the force is, in a few words.")
    strength: float | None = Field(default=None, ge=0, le=1, description="How strong, 0 to 1.")
    level: Name | None = Field(default=None, description="Such as local, organisation, supra-local.")
    arena: Name | None = Field(default=None, description="The arena it acts in.")
    round: Round | None = Field(default=None, description="The round it acts in; by default all.")


SECTIONS: dict[str, object] = {
    "actors": list[ActorRow],
    "ties": list[TieRow],
    "affiliations": list[AffiliationRow],
    "moves": list[MoveRow],
}


def mean_rating(ratings: tuple[Rating, ...] | tuple[StanceRating, ...]) -> float | None:
    """Give the mean over raters, None where nobody rated.

    Examples
    --------
    >>> mean_rating((Rating(value=0.25), Rating(value=0.75)))
    0.5
    """
    return sum(rating.value for rating in ratings) / len(ratings) if ratings else None
