"""Messages with slots: which one a text is an instance of, and what stands in its slots.

A message is a line of fixed words with slots: ``{0} of {1} cases``. A slot holds any text; ``{0:number}``
only a number, ``{0:word}`` only signs without white space. The translation of a message has the same slots
in any order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["LONGEST", "MessageFinder", "fill", "is_number", "slots_of"]

LONGEST = 4000
"""Signs beyond which a text is no message; what researchers write may be longer."""

_SLOT = re.compile(r"\{(\d{1,2})(?::(number|word))?\}")
_NUMBER = r"[<>≤≥±]?[-−+]?(?:\d+(?:[.,]\d+)*(?:e[-+]?\d+)?%?|∞|–|-∞)"
_IS_NUMBER = re.compile(_NUMBER)
_KINDS = {"number": f"({_NUMBER})", "word": r"(\S+?)", None: "(.+?)"}
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class _Pattern:
    """A message with slots, ready to be compared with texts; `words` must all be in a text that it fits."""

    message: str
    expression: re.Pattern[str]
    slots: tuple[int, ...]
    words: frozenset[str]
    weight: tuple[int, int]

    @property
    def rank(self) -> tuple[tuple[int, int], str]:
        return self.weight, self.message


class MessageFinder:
    """Finds the messages that a text is an instance of; the one with the most fixed words comes first.

    Parameters
    ----------
    messages
        The messages, with or without slots.

    Examples
    --------
    >>> finder = MessageFinder(["cases", "{0:number} cases", "{0} in {1:number} cases"])
    >>> list(finder.find("A*~B in 3 cases"))
    [('{0} in {1:number} cases', {0: 'A*~B', 1: '3'})]
    >>> list(finder.find("many cases"))
    []
    """

    def __init__(self, messages: Iterable[str]) -> None:
        patterns = [_pattern(message) for message in messages if _SLOT.search(message)]
        counts = Counter(word for pattern in patterns for word in pattern.words)
        self._by_word: dict[str, list[_Pattern]] = {}
        for pattern in patterns:
            # By its rarest word, so that a text is compared with few messages.
            word = min(pattern.words, key=lambda one: (counts[one], one), default="")
            self._by_word.setdefault(word, []).append(pattern)

    def find(self, text: str) -> Iterator[tuple[str, dict[int, str]]]:
        """Give the messages with slots that fit, the most specific first, with what stands in each slot."""
        fitting = [
            (pattern, found)
            for pattern in self._candidates(text)
            if (found := pattern.expression.fullmatch(text)) and _agrees(pattern, found)
        ]
        for pattern, found in sorted(fitting, key=lambda pair: pair[0].rank, reverse=True):
            yield pattern.message, dict(zip(pattern.slots, found.groups(), strict=True))

    def _candidates(self, text: str) -> Iterator[_Pattern]:
        if len(text) > LONGEST:
            return
        words = {*_WORD.findall(text), ""}
        for word in words & self._by_word.keys():
            yield from (pattern for pattern in self._by_word[word] if pattern.words <= words)


def slots_of(message: str) -> tuple[str, ...]:
    """Give the slots of a message in the order of their numbers, each once.

    Examples
    --------
    >>> slots_of("{1} of {0:number}, and {1} again")
    ('0', '1')
    """
    return tuple(sorted({found.group(1) for found in _SLOT.finditer(message)}, key=int))


def fill(message: str, slots: Mapping[int, str]) -> str:
    """Give a message with its slots filled; a slot that is not given stays as it is.

    Examples
    --------
    >>> fill("{1} de {0}", {0: "12", 1: "3"})
    '3 de 12'
    """
    return _SLOT.sub(lambda found: slots.get(int(found.group(1)), found.group()), message)


def is_number(text: str) -> bool:
    """Say whether a text is what a slot for numbers holds.

    Examples
    --------
    >>> is_number("<0.001"), is_number("12"), is_number("twelve")
    (True, True, False)
    """
    return bool(_IS_NUMBER.fullmatch(text))


def _pattern(message: str) -> _Pattern:
    fixed, slots, kinds = _taken_apart(message)
    expression = re.escape(fixed[0])
    for at, kind in enumerate(kinds):
        after = re.escape(fixed[at + 1])
        # Once the words after a free slot are found, a later place cannot fit better unless a number or
        # a word must follow: the group keeps a long text from being tried in every way.
        is_closed = kind is None and fixed[at + 1] and at + 1 < len(kinds) and kinds[at + 1] is None
        piece = f"{_KINDS[kind]}{after}"
        expression += f"(?>{piece})" if is_closed else piece
    words = frozenset(word for part in _whole_words(fixed) for word in _WORD.findall(part))
    weight = (sum(map(len, fixed)), sum(kind is not None for kind in kinds))
    return _Pattern(message, re.compile(expression, re.DOTALL), slots, words, weight)


def _taken_apart(message: str) -> tuple[list[str], tuple[int, ...], list[str | None]]:
    """Give the fixed parts of a message, and the numbers and kinds of the slots between them."""
    parts = _SLOT.split(message)
    return parts[::3], tuple(map(int, parts[1::3])), parts[2::3]


def _whole_words(fixed: list[str]) -> Iterator[str]:
    """Give the fixed parts without letters that a slot may go on with: the s of ``{0}s`` is no word."""
    for at, part in enumerate(fixed):
        begins = part if at == 0 else re.sub(r"^[^\W\d_]+", "", part)
        yield begins if at == len(fixed) - 1 else re.sub(r"[^\W\d_]+$", "", begins)


def _agrees(pattern: _Pattern, found: re.Match[str]) -> bool:
    """Say whether a slot that stands twice holds the same text in both places."""
    held: dict[int, str] = {}
    return all(
        held.setdefault(slot, said) == said for slot, said in zip(pattern.slots, found.groups(), strict=True)
    )
