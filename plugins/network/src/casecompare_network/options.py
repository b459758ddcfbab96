"""The options of the method, as they stand under ``methods: network:`` in a study."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from casecompare import Options

__all__ = ["NetworkOptions"]


class NetworkOptions(Options):
    """Options of the method `network`.

    Examples
    --------
    >>> NetworkOptions().group, NetworkOptions(board="programme").board
    ('profession', 'programme')
    """

    relations: list[str] | None = Field(
        default=None,
        description="The relations that hold the network together; by default all but those that contest.",
    )
    contests: list[str] = Field(default=["contests"], description="The relations by which actors contest.")
    directed: list[str] = Field(
        default=["advises", "reports_to", "contests", "refers_to"],
        description="Relations whose ties lead one way, unless a tie says otherwise.",
    )
    group: str = Field(
        default="profession",
        min_length=1,
        description="What the boundary runs between: profession, organisation, sector, tier, arena, or one "
        "of the actors' own groupings.",
    )
    clinical: list[str] = Field(default=["clinical"], description="The groups on the one side of a tandem.")
    managerial: list[str] = Field(default=["managerial"], description="The groups on the other side.")
    board: str = Field(default="P", description="The arena that mediates, such as the programme board.")
    files: str | None = Field(
        default=None,
        description="Network files beside the records, with {case} for the case's id, such as "
        "networks/{case}.graphml; csv, tsv, xlsx, graphml, net (Pajek) or dl (UCINET).",
    )
    write: list[Literal["graphml", "net", "dl"]] = Field(
        default=[], description="Formats in which each case's network is written into the run folder."
    )
    outcome: str | None = Field(
        default=None, description="The set by which cases are compared; by default the study's outcome."
    )
    labelings: int = Field(
        default=100_000, ge=1, description="Up to how many labelings are gone through for an exact p."
    )
    draws: int = Field(default=9_999, ge=99, description="How many labelings are drawn where there are more.")
    null_draws: int = Field(
        default=200, ge=50, description="How many random networks of a case's size and density are drawn."
    )
    path_actors: int = Field(
        default=2_000, ge=2, description="Up to how many actors measures on shortest paths are computed."
    )
    drawn_cases: int = Field(
        default=30, ge=0, description="Up to how many cases figures are drawn; with more, none are."
    )
    key_players: int = Field(
        default=2, ge=1, le=5, description="Up to how many key players are sought together."
    )
    structure_actors: int = Field(
        default=200, ge=2, description="Up to how many actors core, communities and key players are sought."
    )

    @field_validator("managerial")
    @classmethod
    def _is_another_side(cls, managerial: list[str], info: object) -> list[str]:
        given = getattr(info, "data", {}).get("clinical", [])
        if both := sorted(set(given) & set(managerial)):
            raise ValueError(f"{', '.join(both)} cannot be on both sides of a tandem")
        return managerial

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the groups on both sides of a tandem."""
        return tuple(self.clinical), tuple(self.managerial)
