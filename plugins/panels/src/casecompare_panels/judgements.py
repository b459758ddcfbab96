"""What experts judged: one `Judgement` per expert, finding and system, and the words it may hold."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

__all__ = ["WORDS", "Judgement", "Votes", "Word", "count_votes", "folded", "grouped"]

Word = Literal["holds", "holds with condition", "does not hold", "unknown"]

WORDS: tuple[Word, ...] = get_args(Word)
"""What an expert may judge, from the strongest support down; `unknown` is an answer, but no vote."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What one expert of a panel says of one finding.

    Parameters
    ----------
    panel, country, system
        Who sat together, and what they speak for. Each panel speaks for one country and one system.
    expert
        A pseudonym, unique within the panel.
    finding
        The name of a hypothesis of the study, or the code of a finding.
    word
        The judgement.
    condition
        Under which condition it holds, in the expert's words.
    reason, evidence
        Why, and resting on what.
    is_restricted
        Whether condition, reason and evidence may not leave the study; they are then empty here.
    line
        Where it stands in its file; 0 for rows in ``study.yaml``.

    Examples
    --------
    >>> Judgement(panel="P1", country="Wales", system="NHS", expert="E1", finding="F5", word="holds").is_vote
    True
    """

    panel: str
    country: str
    system: str
    expert: str
    finding: str
    word: Word
    condition: str = ""
    reason: str = ""
    evidence: str = ""
    is_restricted: bool = False
    line: int = 0

    @property
    def is_vote(self) -> bool:
        """Whether it says anything about the finding; `unknown` does not."""
        return self.word != "unknown"


class Votes(NamedTuple):
    """How many experts judged how; the first three are votes."""

    holds: int = 0
    with_condition: int = 0
    does_not_hold: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """How many votes there are."""
        return self.holds + self.with_condition + self.does_not_hold

    @property
    def asked(self) -> int:
        """How many experts answered, those who do not know among them."""
        return self.total + self.unknown

    @property
    def shares(self) -> tuple[float, float, float]:
        """The shares of the three votes; each NaN without a vote."""
        if not self.total:
            return math.nan, math.nan, math.nan
        return self.holds / self.total, self.with_condition / self.total, self.does_not_hold / self.total


def count_votes(judgements: Iterable[Judgement]) -> Votes:
    """Count judgements by their words.

    Examples
    --------
    >>> count_votes([])
    Votes(holds=0, with_condition=0, does_not_hold=0, unknown=0)
    """
    words = [one.word for one in judgements]
    return Votes(*(words.count(word) for word in WORDS))


def grouped(judgements: Iterable[Judgement], key: Callable[[Judgement], str]) -> dict[str, list[Judgement]]:
    """Put judgements together by what a key says of them, in the order in which its values turn up.

    Examples
    --------
    >>> one = Judgement(panel="P1", country="Wales", system="NHS", expert="E1", finding="F5", word="holds")
    >>> list(grouped([one], lambda judgement: judgement.system))
    ['NHS']
    """
    groups: dict[str, list[Judgement]] = {}
    for one in judgements:
        groups.setdefault(key(one), []).append(one)
    return groups


def folded(name: str) -> str:
    """Give the form in which two spellings of a name are the same: capitals and blanks do not count.

    Examples
    --------
    >>> folded(" New  Zealand ") == folded("new zealand")
    True
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
