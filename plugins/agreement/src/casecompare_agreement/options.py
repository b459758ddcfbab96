"""The options of the method, as they stand under ``methods: agreement:`` in a study."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from casecompare import Options
from casecompare_agreement.measures import MeasureName

__all__ = ["AgreementOptions"]


class AgreementOptions(Options):
    """Options of the method `agreement`.

    Examples
    --------
    >>> options = AgreementOptions(levels={"beds": "ratio"}, measures=["alpha", "icc1"])
    >>> options.threshold, options.weights
    (0.0, 'quadratic')
    """

    measures: list[MeasureName] = Field(
        default=[],
        description="Which measures are reported; by default those that fit the level of each value.",
    )
    levels: dict[str, Literal["nominal", "ordinal", "interval", "ratio"]] = Field(
        default={},
        description="The level of measurement of coded values where the codebook does not tell it.",
    )
    weights: Literal["linear", "quadratic"] = Field(
        default="quadratic",
        description="How kappas and Gwet's AC2 count near misses between ordered or numeric codes.",
    )
    threshold: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        description="Decisions whose coders differ by more than this share of the scale are listed. Those in "
        "which they put the case on different sides of 0.5 always are.",
    )
    draws: int = Field(
        default=1000, ge=0, description="Samples of decisions for the interval of alpha; 0 for no interval."
    )
    seconds: float = Field(
        default=20.0, gt=0, description="Time for these samples; past it, fewer are drawn, and it is said."
    )
