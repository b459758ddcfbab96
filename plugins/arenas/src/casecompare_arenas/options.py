"""The options of the method, as they stand under ``methods: arenas:`` in a study."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from casecompare import Options

__all__ = ["ARENAS", "LOGICS", "ArenasOptions", "SurveyWave", "Weights"]

ARENAS = {"S": "strategic apex", "P": "programme board", "D": "delivery and practice"}
LOGICS = ("market", "bureaucratic", "network")
Degree = Annotated[float, Field(ge=0, le=1)]


class Weights(Options):
    """How much each part of fit counts; only the proportions matter.

    Examples
    --------
    >>> Weights(matching=2).model_dump()
    {'matching': 2.0, 'reinforcement': 1.0, 'commensurate_action': 1.0}
    """

    matching: float = Field(default=1.0, gt=0, allow_inf_nan=False, description="Weight of matching content.")
    reinforcement: float = Field(
        default=1.0, gt=0, allow_inf_nan=False, description="Weight of mutual reinforcement."
    )
    commensurate_action: float = Field(
        default=1.0, gt=0, allow_inf_nan=False, description="Weight of commensurate action."
    )


class SurveyWave(Options):
    """How one wave of the study's survey was answered, by bodies and by persons: two denominators.

    Counted, or as published rates where the counts are not known.

    Examples
    --------
    >>> SurveyWave(wave=1, bodies_rate=0.79, persons_rate=0.124).persons
    0.124
    >>> SurveyWave(wave=2, bodies_asked=200, bodies_answered=158).bodies
    0.79
    """

    wave: int = Field(ge=1, description="The wave, counted from 1.")
    year: int | None = Field(default=None, ge=1900, le=2200, description="The year it was answered.")
    bodies_asked: int | None = Field(default=None, ge=1, description="How many bodies were asked.")
    bodies_answered: int | None = Field(
        default=None, ge=0, description="From how many of these somebody answered."
    )
    bodies_rate: Degree | None = Field(
        default=None, description="The published share of bodies that answered, if not counted."
    )
    persons_asked: int | None = Field(default=None, ge=1, description="How many persons were asked.")
    persons_answered: int | None = Field(default=None, ge=0, description="How many of these answered.")
    persons_rate: Degree | None = Field(
        default=None, description="The published share of persons who answered, if not counted."
    )

    @model_validator(mode="after")
    def _is_told_once(self) -> Self:
        for what, asked, answered, rate in (
            ("bodies", self.bodies_asked, self.bodies_answered, self.bodies_rate),
            ("persons", self.persons_asked, self.persons_answered, self.persons_rate),
        ):
            if (asked is None) != (answered is None):
                raise ValueError(f"'{what}_asked' and '{what}_answered' belong together; give both or none")
            if asked is not None and rate is not None:
                raise ValueError(f"give either '{what}_asked' and '{what}_answered', or '{what}_rate'")
            if asked is not None and answered is not None and answered > asked:
                raise ValueError(f"{answered} {what} answered, but only {asked} were asked")
        return self

    @property
    def bodies(self) -> float:
        """Give the share of bodies from which somebody answered, NaN where it is not known."""
        return _rate(self.bodies_asked, self.bodies_answered, self.bodies_rate)

    @property
    def persons(self) -> float:
        """Give the share of persons who answered, NaN where it is not known."""
        return _rate(self.persons_asked, self.persons_answered, self.persons_rate)


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
        max_length=5,
        description="The arenas: the name used in the records, and what it is called in the report.",
    )
    exponent: float | Literal["min"] = Field(
        default=0.0,
        description="How the parts of fit are put together: power mean with this exponent (0 geometric, "
        "1 arithmetic, -1 harmonic mean), or 'min' for the smallest part.",
    )
    weights: Weights = Field(default=Weights(), description="How much each part of fit counts.")
    matching: Literal["all arenas", "pairs"] = Field(
        default="all arenas",
        description="What counts as matching content: what all arenas share, or the mean over pairs of "
        "arenas of what the two share, which one element missing in one arena does not bring to 0.",
    )
    elements: list[str] | None = Field(
        default=None, min_length=1, description="The elements of the service concept; by default any name."
    )
    ideal: dict[str, Annotated[float, Field(ge=0)]] | None = Field(
        default=None,
        min_length=1,
        description="The ideal concept, emphasis per element: see profile_deviation.",
    )
    aligned: Degree = Field(
        default=0.5, description="From which alignment on a case is called aligned; not used by the scores."
    )
    threshold: Degree = Field(default=0.5, description="From where leadership counts as present in a mode.")
    difference: Degree = Field(
        default=0.2, description="From where one side counts as ahead of the other in a mode."
    )
    origin: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.5, description="From which share on an element counts as put forward by an arena."
    )
    logics: list[str] = Field(
        default=list(LOGICS), min_length=2, description="The institutional logics, as named in the records."
    )
    clinical_groups: list[str] = Field(
        default=["clinical", "hybrid", "both"],
        description="The groups of actors whose institutional work counts as done by clinicians.",
    )
    supra_local: list[str] = Field(
        default=["supra-local"],
        description="The groups of actors, and levels of bodies, whose work and decisions do not count as "
        "local.",
    )
    override: str = Field(
        default="supra_override",
        description="The coded value, 0 to 1, that says how far bodies above decide; scope is the rest.",
    )
    sedimentation: list[str] = Field(
        default=["age", "formalisation", "unquestioned_acceptance"],
        min_length=1,
        description="The coded values, 0 to 1, whose mean says how far arrangements are taken for granted.",
    )
    board: str | None = Field(
        default=None,
        min_length=1,
        description="The arena that mediates, by its name; by default the one in the middle of their list.",
    )
    surveys: list[SurveyWave] = Field(
        default=[], description="Waves of the study's survey, where its bodies are not the cases."
    )
    draws: int = Field(
        default=2000,
        ge=100,
        le=1_000_000,
        description="How many weights are drawn to see which ranks they give.",
    )

    @field_validator("exponent")
    @classmethod
    def _is_a_number(cls, exponent: float | str) -> float | str:
        if isinstance(exponent, float) and not math.isfinite(exponent):
            raise ValueError("must be a finite number, or 'min' for the smallest part")
        return exponent

    @field_validator("ideal")
    @classmethod
    def _has_some_emphasis(cls, ideal: dict[str, float] | None) -> dict[str, float] | None:
        if ideal is not None and (not any(ideal.values()) or not all(map(math.isfinite, ideal.values()))):
            raise ValueError("the ideal concept needs emphasis on one element at least, in finite numbers")
        return ideal

    @model_validator(mode="after")
    def _has_a_board_that_is_an_arena(self) -> Self:
        if self.board is not None and self.board not in self.arenas:
            raise ValueError(f"board: there is no arena '{self.board}'; there are {', '.join(self.arenas)}")
        return self

    @property
    def mediating(self) -> str | None:
        """Give the arena that mediates, None where arenas are even in number and none is named.

        Examples
        --------
        >>> ArenasOptions().mediating, ArenasOptions(arenas={"S": "apex", "D": "practice"}).mediating
        ('P', None)
        """
        middle, rest = divmod(len(self.arenas), 2)
        return self.board or (list(self.arenas)[middle] if rest else None)

    @property
    def power(self) -> float:
        """Give the exponent as a number; 'min' is the limit at minus infinity."""
        return -math.inf if self.exponent == "min" else float(self.exponent)


def _rate(asked: int | None, answered: int | None, rate: float | None) -> float:
    if asked is not None and answered is not None:
        return answered / asked
    return math.nan if rate is None else rate
