"""The words that Word, PDF and LaTeX add of their own, in the language of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from casecompare.report.languages import say

__all__ = ["PAPER_WORDS", "filled", "paper_words"]

PAPER_WORDS: Mapping[str, str] = {
    "status": "Status",
    "contents": "Contents",
    "table": "Table",
    "figure": "Figure",
    "columns": "Columns",
    "nothing": "No rows.",
    "continued": "continued",
    "page": "page {0} of {1}",
    "behind": "The numbers are in {0}.",
    "more": "{0} more rows are in report.html and in the tables.",
    "undrawn": "The drawing is in report.html. In words:",
    "error": "Error",
    "warning": "Warning",
    "note": "Note",
}
"""The messages by what they are for; in a catalogue they stand by the message itself."""

_SLOT = re.compile(r"\{(\d)\}")


def paper_words(language: str) -> dict[str, str]:
    """Give the words in a language; those without a translation in English.

    Examples
    --------
    >>> paper_words("en")["page"]
    'page {0} of {1}'
    """
    return {name: say(word, language) for name, word in PAPER_WORDS.items()}


def filled(message: str, parts: Sequence[str]) -> list[tuple[str, bool]]:
    """Divide a message at its slots: pieces of text, and whether each is one of the parts.

    Examples
    --------
    >>> filled("page {0} of {1}", ["3", "9"])
    [('page ', False), ('3', True), (' of ', False), ('9', True)]
    """
    pieces = _SLOT.split(message)
    made = [
        (parts[int(piece)], True) if at % 2 else (piece, False)
        for at, piece in enumerate(pieces)
        if at % 2 == 0 or int(piece) < len(parts)
    ]
    return [(text, is_part) for text, is_part in made if text]
