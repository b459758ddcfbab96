"""The options of the method, as they stand under ``methods: qca:`` in a study."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field, field_validator, model_validator

from casecompare import CasecompareError, Options
from casecompare.sets import parse
from casecompare_qca.solutions.expectations import split_at_commas

__all__ = [
    "EnhancedOptions",
    "ExpectationOption",
    "NecessityOptions",
    "QcaOptions",
    "RecodeOption",
    "RobustnessOption",
    "SweepOptions",
    "applicable",
    "names_in",
]

ExpectationOption = dict[str, str | int | list[int] | None] | list[str]


class NecessityOptions(Options):
    """From which measures on a combination of conditions is listed as necessary."""

    inclusion: float = Field(default=0.9, ge=0, le=1, description="Consistency of necessity.")
    coverage: float = Field(default=0.0, ge=0, le=1, description="Coverage of necessity.")
    relevance: float = Field(default=0.5, ge=0, le=1, description="RoN; below one half it is near-trivial.")
    depth: int = Field(default=3, ge=1, description="How many conditions a combination may join.")


class EnhancedOptions(Options):
    """What the enhanced standard analysis assumes nothing about."""

    necessary: Literal["found"] | list[str] | dict[str, str] = Field(
        default=[],
        description="Sets that are necessary for the outcome, as formulas, each with its reason if you like: "
        "remainders without them are not assumed to lead to it. The word found takes the single conditions "
        "that pass the thresholds of necessity.",
    )
    contradictory: bool = Field(
        default=True,
        description="Assume nothing about remainders that would lead to the outcome and to its opposite.",
    )


class RobustnessOption(Options):
    """One analysis with other cut-offs, which the reported one is compared with."""

    consistency: float | None = Field(default=None, ge=0, le=1, description="Another inclusion cut-off.")
    pri: float | None = Field(default=None, ge=0, le=1, description="Another PRI cut-off.")
    cases: int | None = Field(default=None, ge=1, description="Another frequency cut-off.")


class SweepOptions(Options):
    """Many analyses with other choices: which models and terms come out, and how often."""

    consistency: list[float] = Field(default=[], description="Inclusion cut-offs to try.")
    pri: list[float] = Field(default=[], description="PRI cut-offs to try, each with each inclusion cut-off.")
    cases: list[int] = Field(default=[], description="Frequency cut-offs to try, with each of the others.")
    anchors: float = Field(
        default=0.0,
        ge=0,
        le=0.5,
        description="By which share of the distance between the outer anchors each anchor is moved, down and "
        "up; a single cut point by that share of itself. 0 moves none.",
    )
    draws: int = Field(
        default=0, ge=0, le=10_000, description="How many times the cases are drawn anew, with replacement."
    )

    @field_validator("consistency", "pri")
    @classmethod
    def _check_shares(cls, value: list[float]) -> list[float]:
        if not all(0 <= cut <= 1 for cut in value):
            raise ValueError("cut-offs lie between 0 and 1")
        return value

    @field_validator("cases")
    @classmethod
    def _check_cases(cls, value: list[int]) -> list[int]:
        if not all(cut >= 1 for cut in value):
            raise ValueError("a row needs at least one case")
        return value


class RecodeOption(Options):
    """A recorded decision: another code for one row than the cut-offs give, and why."""

    row: int | str = Field(
        description="The row: its number, or better all its conditions (A*~B*C), which stay right when the "
        "conditions change."
    )
    to: Literal[1, 0, "1", "0", "C", "?", "impossible"] = Field(
        description="1 leads to the outcome, 0 does not, C contradictory, ? a remainder, impossible."
    )
    because: str = Field(min_length=1, description="The reason.")
    about: Literal["outcome", "opposite"] = Field(
        default="outcome", description="Which of the two analyses it is about."
    )


class QcaOptions(Options):
    """Options of the method `qca`.

    Examples
    --------
    >>> options = QcaOptions(conditions=["A", "B"], consistency=[0.9, 0.7], expectations={"A": "present"})
    >>> options.pri, options.cases
    (0.5, 1)
    """

    conditions: list[str] = Field(
        default=[], description="The conditions: names of the codebook. With a dozen cases, four at most."
    )
    outcome: str = Field(
        default="",
        description="What is to be explained; by default the study's outcome. Y{2} names a value of a "
        "multi-value set.",
    )
    negate_outcome: bool = Field(
        default=False, description="Explain the absence of the outcome in the first place."
    )
    also_negated: bool = Field(
        default=True,
        description="Analyse the opposite of the outcome too, separately: causes need not be symmetric.",
    )
    consistency: float | list[float] = Field(
        default=0.8,
        description="From which inclusion on a row leads to the outcome. With a second, lower number, rows "
        "in between are contradictory.",
    )
    pri: float = Field(
        default=0.5, ge=0, le=1, description="From which PRI on a row leads to the outcome; 0 asks for none."
    )
    cases: int = Field(
        default=1, ge=1, description="How many cases make a row count; rows with fewer are remainders."
    )
    expectations: ExpectationOption = Field(
        default=[],
        description="What theory expects of each condition, for the intermediate solution: present, absent, "
        "don't care or a list of values; conjunctions such as B*~C too.",
    )
    negated_expectations: ExpectationOption = Field(
        default=[],
        description="The same for the opposite outcome. They do not follow from the others and are never "
        "mirrored in silence.",
    )
    necessity: NecessityOptions = Field(
        default=NecessityOptions(), description="When combinations of conditions count as necessary."
    )
    enhanced: bool | EnhancedOptions = Field(
        default=False,
        description="Whether the parsimonious and the intermediate solution avoid untenable assumptions; "
        "true avoids contradictory ones.",
    )
    impossible: dict[str, str] = Field(
        default={},
        description="Configurations that no case can have, with the reason: {A*~B: there is no B without A}. "
        "Nothing is assumed about them.",
    )
    exclude: dict[str, str] = Field(
        default={},
        description="Remainders about which it would be implausible to assume that they lead to the outcome, "
        "with the reason. The opposite outcome is not concerned.",
    )
    recode: list[RecodeOption] = Field(
        default=[], description="Rows that get another code than the cut-offs give: recorded decisions."
    )
    theory: str = Field(
        default="", description="What theory calls sufficient for the outcome: A*B + C. It is evaluated."
    )
    clusters: str = Field(
        default="", description="The coded value that names the cluster of a case, such as its year."
    )
    units: str = Field(
        default="", description="With clusters: the coded value that names the unit, such as the country."
    )
    robustness: bool | list[RobustnessOption] = Field(
        default=True,
        description="Analyses with other cut-offs that the solution is compared with; true moves inclusion "
        "by 0.05 both ways and asks for one case more.",
    )
    sweep: SweepOptions | None = Field(
        default=None,
        description="Many analyses with other cut-offs, anchors and draws of the cases: which models come "
        "out, and how often.",
    )
    several_outcomes: list[str] = Field(
        default=[],
        description="Further outcomes (Z, ~Z, Z{2}), each explained by the conditions, the outcome and the "
        "others of this list.",
    )
    several_expectations: dict[str, ExpectationOption] = Field(
        default={},
        description="What theory expects for these further outcomes: {Z: {A: present}}. An outcome that is "
        "named here gets an intermediate solution too.",
    )
    figures: bool = Field(default=True, description="Whether drawings are made.")
    solutions: list[Literal["conservative", "parsimonious", "intermediate"]] = Field(
        default=["conservative", "parsimonious", "intermediate"],
        min_length=1,
        description="Which solutions are reported.",
    )
    missing: Literal["drop", "refuse"] = Field(
        default="drop",
        description="Leave cases with missing values out, named in a warning, or refuse to run.",
    )
    max_models: int = Field(
        default=100, ge=1, description="How many tied models are listed; all are counted."
    )
    seconds: float = Field(
        default=30.0, gt=0, description="Time for each solution; past it, what is proved is said."
    )

    @field_validator("consistency")
    @classmethod
    def _check_cut_offs(cls, value: float | list[float]) -> float | list[float]:
        cuts = value if isinstance(value, list) else [value]
        if len(cuts) not in (1, 2) or not all(0 <= cut <= 1 for cut in cuts):
            raise ValueError("must be one number between 0 and 1, or two: [0.9, 0.7]")
        if cuts[-1] > cuts[0]:
            raise ValueError(f"the higher number comes first: [{cuts[1]:g}, {cuts[0]:g}]")
        return value

    @field_validator("conditions")
    @classmethod
    def _check_conditions(cls, value: list[str]) -> list[str]:
        if twice := sorted({name for name in value if value.count(name) > 1}):
            raise ValueError(f"named twice: {', '.join(twice)}")
        return value

    @model_validator(mode="after")
    def _check_names(self) -> QcaOptions:
        for name in names_in(self.outcome):
            if name in self.conditions:
                raise ValueError(f"'{name}' is the outcome and a condition; it cannot explain itself")
        if foreign := [one for one in self.several_expectations if one not in self.several_outcomes]:
            raise ValueError(
                f"several_expectations speak of {', '.join(foreign)}, which several_outcomes do not name"
            )
        return self


def applicable(
    expectations: ExpectationOption, conditions: Collection[str]
) -> tuple[ExpectationOption, list[str]]:
    """Keep the expectations about these conditions only; give also the sets that the others speak of.

    An analysis with other conditions (``--set qca.conditions=…``) leaves the study's expectations standing.

    Examples
    --------
    >>> applicable({"A": "present", "C": "absent"}, ["A", "B"])
    ({'A': 'present'}, ['C'])
    """
    foreign = {text: [one for one in names_in(text) if one not in conditions] for text in expectations}
    ignored = list(dict.fromkeys(name for names in foreign.values() for name in names))
    if isinstance(expectations, dict):
        return {key: wanted for key, wanted in expectations.items() if not foreign[key]}, ignored
    return [text for text in expectations if not foreign[text]], ignored


def names_in(text: str) -> list[str]:
    """Give the sets that a formula, or a list of formulas with commas, names; the text itself if unreadable.

    Examples
    --------
    >>> names_in("~Y{1,2}"), names_in("A, B*~C"), names_in("A**")
    (['Y'], ['A', 'B', 'C'], ['A**'])
    """
    names: list[str] = []
    for piece in split_at_commas(text):
        try:
            names += parse(piece).names
        except CasecompareError:
            names.append(piece)
    return names
