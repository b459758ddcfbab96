"""The options of the method, as they stand under ``methods: nca:`` in a study."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from casecompare import Options
from casecompare_nca.bottleneck import Cutoff, LevelMode
from casecompare_nca.ceilings import CeilingName
from casecompare_nca.scatter import Corner

__all__ = ["NcaOptions"]

Name = Annotated[str, Field(min_length=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Pair = Annotated[list[Finite], Field(min_length=2, max_length=2)]
_MOST_PERMUTATIONS = 1_000_000


class NcaOptions(Options):
    """Options of the method `nca`.

    Examples
    --------
    >>> options = NcaOptions(conditions=["TANDEM"], corners={"TANDEM": 1})
    >>> options.ceilings, options.permutations
    (['ce_fdh', 'cr_fdh'], 10000)
    """

    outcome: Name | None = Field(default=None, description="The outcome; by default that of the study.")
    conditions: list[Name] = Field(
        default=[],
        max_length=100,
        description="The conditions; by default every coded set that shares no value with the outcome, and "
        "every derived set that a hypothesis calls necessary.",
    )
    scale: Literal["memberships", "raw"] = Field(
        default="memberships",
        description="Whether sets are taken after calibration, or values as they were measured.",
    )
    ceilings: list[CeilingName] = Field(
        default=["ce_fdh", "cr_fdh"], min_length=1, description="The ceilings; findings rest on the first."
    )
    corners: dict[Name, Corner] = Field(
        default={},
        description="The corner that is expected to be empty, by condition: 1 upper left (much is needed for "
        "much), 2 upper right (little for much), 3 lower left (much for little), 4 lower right.",
    )
    scope: dict[Name, Pair] = Field(
        default={},
        description="The lowest and highest possible value, by condition or outcome; else those observed.",
    )
    tau: float = Field(default=0.95, gt=0, lt=1, description="The quantile of the ceiling qr.")
    duplicates: Literal["all", "once"] = Field(
        default="all",
        description="Whether cases at one place count as so many peers, as in the package NCA, or as one.",
    )
    effect: float = Field(
        default=0.1, ge=0, le=1, description="From which effect size on a condition counts as necessary."
    )
    significance: float = Field(
        default=0.05, gt=0, lt=1, description="Up to which p a condition counts as necessary."
    )
    permutations: int = Field(
        default=10_000, ge=0, le=_MOST_PERMUTATIONS, description="Arrangements for the test; 0 for no test."
    )
    outcome_levels: LevelMode = Field(
        default="percentage.range", description="In which mode a bottleneck table gives the outcome."
    )
    condition_levels: LevelMode = Field(
        default="percentage.range", description="In which mode a bottleneck table gives the conditions."
    )
    steps: (
        Annotated[int, Field(ge=1, le=1000)] | Annotated[list[Finite], Field(min_length=1, max_length=1000)]
    ) = Field(
        default=10, description="Intervals of a bottleneck table, or the levels of the outcome themselves."
    )
    step_size: Finite | None = Field(
        default=None, gt=0, description="The distance of two levels of the outcome, instead of steps."
    )
    cutoff: Cutoff = Field(
        default=0,
        description="A need above the highest level of a condition: 0 left out (NA), 1 the highest level, "
        "2 as calculated.",
    )
    outliers: float = Field(
        default=5.0,
        ge=0.01,
        description="Cases without which the effect changes by so many percent are listed.",
    )
    contrasts: list[Annotated[list[Name], Field(min_length=2, max_length=2)]] = Field(
        default=[], description="Pairs of conditions whose effect sizes are compared."
    )

    @field_validator("ceilings", "conditions")
    @classmethod
    def _named_once(cls, given: list[str]) -> list[str]:
        if len(set(given)) < len(given):
            raise ValueError("each may be named once.")
        return given
