"""The options of the method, as they stand under ``methods: network:`` in a study."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, field_validator

from casecompare import Options

__all__ = ["LEAST", "SHARED_FROM", "NetworkOptions"]

SHARED_FROM = 50
"""Up to how many cases each gets the full number of draws and steps."""

LEAST: Mapping[str, int] = MappingProxyType(
    {"labelings": 2_000, "draws": 999, "null_draws": 50, "cores": 2_048, "community_steps": 150}
)
"""What each case gets at least, however many there are."""


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
    write: list[Literal["graphml", "net", "dl", "csv", "tsv", "xlsx"]] = Field(
        default=[],
        description="Formats in which each case's network is written into the run folder: graphml, net "
        "(Pajek), dl (UCINET), csv or tsv (ties, and actors in a file beside it), xlsx.",
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
    cores: int = Field(
        default=65_536, ge=1, description="Up to how many possible cores all are compared; beyond, a search."
    )
    community_steps: int = Field(
        default=3_000, ge=1, description="How many steps may be taken to prove that communities are the best."
    )
    qap: list[Annotated[list[str], Field(min_length=2, max_length=2)]] | None = Field(
        default=None,
        description="Pairs of relations that are correlated (QAP), such as [works_with, same profession]; by "
        "default the first relation with the same group and with the same arena.",
    )
    mrqap: dict[str, list[str]] | None = Field(
        default=None,
        description="Relations that are explained by others (MRQAP), such as works_with: [same profession, "
        "same arena]; by default as for qap, with up to fifty cases.",
    )

    @field_validator("managerial")
    @classmethod
    def _is_another_side(cls, managerial: list[str], info: object) -> list[str]:
        given = getattr(info, "data", {}).get("clinical", [])
        if both := sorted(set(given) & set(managerial)):
            raise ValueError(f"{', '.join(both)} cannot be on both sides of a tandem")
        return managerial

    def shared_among(self, cases: int) -> NetworkOptions:
        """Give the options for so many cases: beyond fifty they share the work of fifty.

        Fewer labelings are then drawn or gone through, and fewer steps taken to prove that something is the
        best. What somebody set stays as it was set, and no case gets less than a least number.

        Examples
        --------
        >>> NetworkOptions().shared_among(1_000).draws, NetworkOptions(draws=5_000).shared_among(1_000).draws
        (999, 5000)
        """
        if cases <= SHARED_FROM:
            return self
        shares = {
            name: max(least, getattr(self, name) * SHARED_FROM // cases)
            for name, least in LEAST.items()
            if name not in self.model_fields_set
        }
        return self.model_copy(update=shares)

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the groups on both sides of a tandem."""
        return tuple(self.clinical), tuple(self.managerial)
