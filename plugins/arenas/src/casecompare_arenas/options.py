"""The options of the method, as they stand under ``methods: arenas:`` in a study."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field, field_validator

from casecompare import Options

__all__ = ["ARENAS", "ArenasOptions", "Weights"]

ARENAS = {"S": "strategic apex", "P": "programme board", "D": "delivery and practice"}


class Weights(Options):
    """How much each part of fit counts; only the proportions matter.

    Examples
    --------
    >>> Weights(matching=2).model_dump()
    {'matching': 2.0, 'reinforcement': 1.0, 'commensurate_action': 1.0}
    """

    matching: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    reinforcement: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    commensurate_action: float = Field(default=1.0, gt=0, allow_inf_nan=False)


class ArenasOptions(Options):
    """Options of the method `arenas`.

    Examples
    --------
    >>> ArenasOptions().power, ArenasOptions(exponent="min").power
    (0.0, -inf)
    """

    arenas: dict[str, str] = Field(
        default=ARENAS,
        min_length=2,
        max_length=10,
        description="The arenas: the name used in the records, and what it is called in the report.",
    )
    exponent: float | Literal["min"] = Field(
        default=0.0,
        description="How the parts of fit are put together: power mean with this exponent (0 geometric, "
        "1 arithmetic, -1 harmonic mean), or 'min' for the smallest part.",
    )
    weights: Weights = Field(default=Weights(), description="How much each part of fit counts.")

    @field_validator("exponent")
    @classmethod
    def _is_a_number(cls, exponent: float | str) -> float | str:
        if isinstance(exponent, float) and not math.isfinite(exponent):
            raise ValueError("must be a finite number, or 'min' for the smallest part")
        return exponent

    @property
    def power(self) -> float:
        """Give the exponent as a number; 'min' is the limit at minus infinity."""
        return -math.inf if self.exponent == "min" else float(self.exponent)
