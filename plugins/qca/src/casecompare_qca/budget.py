"""How long a search may take and how much it may list; past it, what was found is labelled as such."""

from __future__ import annotations

import time
from dataclasses import dataclass

__all__ = ["Budget", "Clock"]


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
        How many prime implicants are kept.

    Examples
    --------
    >>> Budget(seconds=1.0).models
    1000
    """

    seconds: float = 30.0
    models: int = 1_000
    implicants: int = 500_000

    def __post_init__(self) -> None:
        if not self.seconds > 0 or self.models < 1 or self.implicants < 1:
            raise ValueError("a budget needs some time, and room for one model and one prime implicant.")

    def start(self) -> Clock:
        """Start the time."""
        return Clock(time.monotonic() + self.seconds)


@dataclass(frozen=True)
class Clock:
    """The moment at which a search has to end."""

    end: float

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() > self.end

    def share(self, part: float) -> Clock:
        """Give a clock for a part (0 to 1) of the time that is left."""
        now = time.monotonic()
        return Clock(now + max(0.0, self.end - now) * part)
