"""An index as it is written: items, how they become one number, and what is done where one is missing."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import ConfigDict, Field, field_validator, model_validator

from casecompare import CasecompareError, Options
from casecompare.sets import Expression, parse
from casecompare_rules.aggregation import AVERAGING, NONNEGATIVE, WEIGHTED, Aggregation
from casecompare_rules.rule import Label, Number, Range, RuleFields, Text, wrong

__all__ = ["IndexRule", "Item", "MissingPolicy"]

MissingPolicy: TypeAlias = Literal["bounds", "leave out", "no score", "fail"]
_MOST_ITEMS = 200


class Item(Options):
    """One item of an index: a coded value as it was coded, or membership in a set.

    Examples
    --------
    >>> Item(value="age", range=[0, 10], reversed=True).bounds
    (0.0, 10.0)
    >>> Item(value="acceptance", scores={"no": 0, "partly": 1, "yes": 3}).bounds
    (0.0, 3.0)
    """

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, strict=True, populate_by_name=True
    )

    in_set: Annotated[str, Field(min_length=1, max_length=2_000)] | None = Field(
        None, alias="set", description="A set in the field's notation, such as FORMAL*~CONTESTED."
    )
    value: Label | None = Field(
        None, description="A coded value, or a codebook entry that is taken from one."
    )
    title: Text = Field("", description="What the item is called; its name when left out.")
    scores: dict[Label, Number] = Field(
        {}, max_length=100, description="The number that each label of the coded value stands for."
    )
    range: Range | None = Field(
        None,
        description="The smallest and largest value possible; [0, 1] when left out, or that of the scores.",
    )
    weight: Annotated[float, Field(gt=0, le=1e6)] = Field(1.0, description="How much the item counts.")
    reversed: bool = Field(False, description="A larger value means less of what the index measures.")

    @field_validator("in_set")
    @classmethod
    def _is_a_set(cls, given: str | None) -> str | None:
        try:
            return given if given is None else str(parse(given))
        except CasecompareError as error:
            raise wrong(f"'{given}' cannot be read: {getattr(error, 'message', error)}") from None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.in_set is None) == (self.value is None):
            raise wrong("an item is either a set or a value.", "Write set: TANDEM, or value: age.")
        if self.in_set is not None and (self.scores or self.range):
            raise wrong(
                "memberships in a set lie in 0 to 1.", "Leave out scores and range, or take the value."
            )
        if self.scores and self.range is None and len(set(self.scores.values())) < 2:
            raise wrong("all labels have the same score.", "Give them different ones, or a range.")
        if self.range and not all(self.range[0] <= one <= self.range[1] for one in self.scores.values()):
            raise wrong("a score lies outside the range.", "Widen the range, or leave it out.")
        return self

    @property
    def expression(self) -> Expression | None:
        """The set, if the item is one."""
        return None if self.in_set is None else parse(self.in_set)

    @property
    def bounds(self) -> tuple[float, float]:
        """The smallest and largest value that the item can have."""
        if self.range is not None:
            return self.range[0], self.range[1]
        return (min(self.scores.values()), max(self.scores.values())) if self.scores else (0.0, 1.0)


class IndexRule(RuleFields):
    """An index: items with weights, an aggregation, and a policy for missing items.

    Examples
    --------
    >>> rule = IndexRule(items={"age": Item(value="age", range=[0, 10]), "formal": Item(in_set="FORMAL")},
    ...                  standardise=True)
    >>> rule.aggregate, rule.missing
    ('mean', 'bounds')
    """

    items: dict[Label, Item] = Field(
        min_length=1, max_length=_MOST_ITEMS, description="What it is made of, by name."
    )
    aggregate: Aggregation = Field(
        "mean",
        description="How the items become one number: mean, sum, min, max, geometric (mean), product, "
        "ordered (weights by rank) or power (mean).",
    )
    ordered_weights: list[Annotated[float, Field(ge=0, le=1e6)]] = Field(
        [],
        max_length=_MOST_ITEMS,
        description="For ordered: one weight per rank, that of the largest item first.",
    )
    power: Annotated[float, Field(ge=-50, le=50)] | None = Field(
        None,
        description="For power: the exponent; 1 is the mean, 2 gives more to large items, -1 to small ones.",
    )
    standardise: bool = Field(
        False, description="Bring each item to 0 to 1 by its range first; needed where ranges differ."
    )
    missing: MissingPolicy = Field(
        "bounds",
        description="Where an item is missing: bounds (score the others, and say how low and high the score "
        "could be), leave out (only score the others), no score, or fail (an error that names the case).",
    )
    at_least: int = Field(1, ge=1, le=_MOST_ITEMS, description="So many items must be there for a score.")
    range: Range | None = Field(
        None, description="The scale on which the score is given; that of the items when left out."
    )
    unit: Text = Field("", description="The unit of the score.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        how, count = self.aggregate, len(self.items)
        if (how == "ordered") != bool(self.ordered_weights):
            raise wrong("ordered_weights belong to 'aggregate: ordered', and it needs them.")
        if self.ordered_weights and (len(self.ordered_weights) != count or not any(self.ordered_weights)):
            raise wrong(f"ordered_weights needs {count} numbers, one per item, not all of them 0.")
        if (how == "power") != (self.power is not None):
            raise wrong(
                "power belongs to 'aggregate: power', and it needs one.", "Write for instance power: 2."
            )
        if how not in WEIGHTED and any(one.weight != 1 for one in self.items.values()):
            raise wrong(f"items have no weights under 'aggregate: {how}'.", "Leave weight out.")
        if self.at_least > count:
            raise wrong(f"at_least asks for {self.at_least} items, but there are {count}.")
        if self.missing == "leave out" and how in ("product", "ordered"):
            raise wrong(f"'{how}' is not the same over fewer items.", "Take missing: bounds or no score.")
        return self

    @model_validator(mode="after")
    def _has_one_scale(self) -> Self:
        bounds = {one.bounds for one in self.items.values()}
        if self.standardise:
            return self
        if len(bounds) > 1 and self.aggregate not in ("sum", "product"):
            shown = "; ".join(
                f"{name} {one.bounds[0]:g} to {one.bounds[1]:g}" for name, one in self.items.items()
            )
            raise wrong(f"the items have different ranges: {shown[:300]}.", "Add standardise: true.")
        if self.aggregate in NONNEGATIVE and min(low for low, _ in bounds) < 0:
            raise wrong(f"'{self.aggregate}' needs items from 0 upwards.", "Add standardise: true.")
        if (
            self.aggregate == "product"
            and sum(math.log10(max(one.bounds[1], 1)) for one in self.items.values()) > 15
        ):
            raise wrong("the product could have more than 15 digits.", "Add standardise: true.")
        return self

    @property
    def ends(self) -> tuple[tuple[float, float], ...]:
        """The range of each item as it enters the aggregation."""
        return tuple((0.0, 1.0) if self.standardise else one.bounds for one in self.items.values())

    @property
    def has_partial_score(self) -> bool:
        """Whether some of the items are enough for a score of their own."""
        return self.aggregate in (*AVERAGING, "sum") or self.missing == "leave out"
