"""The record section of this plugin: ``timeline``, the dated events of a case."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from casecompare_timeline.dates import Span, read_date

__all__ = ["KINDS", "SECTIONS", "Event", "EventKind"]

EventKind: TypeAlias = Literal["start", "step", "change", "reversal", "end"]
KINDS: dict[EventKind, str] = {
    "start": "the process begins",
    "step": "something is decided, agreed or prepared",
    "change": "a change takes effect",
    "reversal": "a change is undone",
    "end": "the case is observed no longer",
}
"""What can happen."""


def _as_text(given: object) -> object:
    """Take the year 2012, and a day that YAML reads as a date, for what was written."""
    if isinstance(given, bool):
        return given
    if isinstance(given, int):
        return f"{given:04d}"
    return given.isoformat() if type(given) is datetime.date else given


class Event(BaseModel):
    """One dated event.

    Examples
    --------
    >>> event = Event.model_validate({"date": "2012-03", "kind": "change", "what": "one team"})
    >>> event.days.last - event.days.first
    30
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    date: Annotated[str, BeforeValidator(_as_text)] = Field(
        max_length=40,
        description="When: 2012-03-15, 2012-03 or 2012. What is not known makes the durations uncertain.",
    )
    kind: EventKind = Field(description="; ".join(f"{kind}: {said}" for kind, said in KINDS.items()))
    what: str = Field(default="", max_length=2000, description="What happened, in a few words.")
    evidence: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        default=(), description="Ids of the evidence that this rests on."
    )

    @field_validator("date")
    @classmethod
    def _is_a_date(cls, written: str) -> str:
        read_date(written)
        return written

    @property
    def days(self) -> Span:
        """The days that the date may stand for."""
        return read_date(self.date)


SECTIONS: dict[str, object] = {"timeline": list[Event]}
"""The section by its name."""
