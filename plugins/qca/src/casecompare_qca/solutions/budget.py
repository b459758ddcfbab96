"""How long a search may take and how much it may keep; past it, what was found is labelled as such."""

from __future__ import annotations

import time
from dataclasses import dataclass

__all__ = ["Budget", "Clock", "OutOfBudgetError"]

_NODES = 1_000_000


class OutOfBudgetError(Exception):
    """A search has used up its time or its room; whoever started it labels what was found."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The bounds of a search.

    Parameters
    ----------
    seconds
        Time for one solution.
    models
        How many tied models are listed; all of them are counted, as far as time allows.
    implicants
        How many prime implicants are kept; a million take some 300 MB.
    nodes
        How many steps of a count are kept at once; a million take some 500 MB.

    Raises
    ------
    ValueError
        if nothing could be found within these bounds.

    Examples
    --------
    >>> Budget(seconds=1.0).models
    1000
    """

    seconds: float = 30.0
    models: int = 1_000
    implicants: int = 1_000_000
    nodes: int = _NODES

    def __post_init__(self) -> None:
        if not self.seconds > 0 or min(self.models, self.implicants, self.nodes) < 1:
            raise ValueError("a budget needs some time, and room for one model and one prime implicant.")

    def start(self) -> Clock:
        """Start the time."""
        return Clock(time.monotonic() + self.seconds, self.nodes)


@dataclass(frozen=True)
class Clock:
    """The moment at which a search has to end, and how many steps it may keep at once."""

    end: float
    nodes: int = _NODES

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() > self.end

    @property
    def seconds_left(self) -> float:
        """The time that is left."""
        return max(0.0, self.end - time.monotonic())

    def share(self, part: float) -> Clock:
        """Give a clock for a part (0 to 1) of the time that is left."""
        return Clock(time.monotonic() + self.seconds_left * part, self.nodes)
