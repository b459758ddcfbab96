"""How values and near misses are named in messages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = [
    "describe",
    "is_name_character",
    "is_set_name",
    "misspelling_of",
    "not_a_number",
    "number_text",
    "one_of",
]

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\.?"
_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    rf"|\d{{1,2}}[-. ]{{1,2}}{_MONTH}(?:[-. ]\d{{2,4}})?"
    rf"|{_MONTH}[-. ]\d{{1,4}}",
    re.IGNORECASE,
)
_NO_VALUE = {
    "na",
    "n/a",
    "n.a.",
    "nan",
    "none",
    "null",
    "missing",
    "unknown",
    "-",
    "–",
    "—",
    ".",
    "?",
    "..",
    "#n/a",
}
_TRUE, _FALSE = {"yes", "y", "true", "ja", "oui", "si", "x"}, {"no", "n", "false", "nein", "non"}


def describe(value: object) -> str:
    """Name a value of an input by what it is.

    Examples
    --------
    >>> [describe(value) for value in ("high", 3, True, None, [1], {})]
    ["the text 'high'", 'the number 3', 'true', 'nothing', 'a list', 'a mapping']
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {number_text(value)}"
    if isinstance(value, str):
        return f"the text '{_short(value)}'"
    return "a list" if isinstance(value, Sequence) else "a mapping"


def not_a_number(text: str) -> tuple[str, str]:
    """Say that text stands where a number belongs, and what was probably meant.

    Examples
    --------
    >>> not_a_number("0,5")
    ("'0,5' is text, but a number belongs here.", 'Write 0.5.')
    >>> not_a_number("2019-05-01")[0]
    "'2019-05-01' looks like a date, but a number belongs here."
    """
    if _DATE.fullmatch(text.strip()):
        hint = "If a spreadsheet made it a date, type the number again."
        return f"'{_short(text)}' looks like a date, but a number belongs here.", hint
    return f"'{_short(text)}' is text, but a number belongs here.", _number_hint(text)


def is_set_name(text: str) -> bool:
    """Tell whether a name can stand in a formula: letters, digits and ``_``, beginning with no digit.

    Examples
    --------
    >>> [is_set_name(name) for name in ("GRÖSSE", "हिन्दी", "A_2", "2A", "M²", "IN-TANDEM")]
    [True, True, True, False, False, False]
    """
    return all(map(is_name_character, text)) and text != "" and not text[0].isdecimal()


def is_name_character(character: str) -> bool:
    """Tell whether names may hold a character, as the notation of formulas has it.

    Marks belong to words, for many scripts write their vowels with them; ``²`` and ``½`` do not.
    """
    return character == "_" or unicodedata.category(character)[0] in "LM" or character.isdecimal()


def number_text(value: float) -> str:
    """Give a number as a person writes it: ``2019.0`` as ``2019``.

    Examples
    --------
    >>> number_text(2019.0), number_text(0.1), number_text(1e300)
    ('2019', '0.1', '1e+300')
    """
    return (
        str(int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else str(value)
    )


def one_of(names: Iterable[str]) -> str:
    """List names for a message, at most twelve.

    Examples
    --------
    >>> one_of(["low", "medium", "high"])
    'low, medium, high'
    """
    listed = list(names)
    return ", ".join(listed[:12]) + (", …" if len(listed) > 12 else "")


def misspelling_of(word: str, known: Iterable[str]) -> str | None:
    """Give the known name that a word is surely a slip of, or None.

    Stricter than `did_you_mean`, for words that may as well be right: one letter added, left out,
    changed or swapped with its neighbour, two in words of more than six letters, or another case.

    Examples
    --------
    >>> misspelling_of("outcome_chnage", ["outcome_change"]), misspelling_of("ties", ["title"])
    ('outcome_change', None)
    """
    allowed = 2 if len(word) > 6 else 1
    close = [
        (_distance(word.casefold(), name.casefold()), name)
        for name in known
        if abs(len(name) - len(word)) <= 2
    ]
    return min((pair for pair in close if pair[0] <= allowed), default=(0, None))[1]


def _distance(one: str, other: str) -> int:
    """Count insertions, deletions, changes and swaps of neighbours (optimal string alignment)."""
    before: Sequence[int] = []
    row: Sequence[int] = range(len(other) + 1)
    for i, letter in enumerate(one, start=1):
        above_before, before, new = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, new[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above_before[j - 2] + 1)
            new.append(cost)
        row = new
    return row[-1]


def _number_hint(text: str) -> str:
    word = text.strip()
    if re.fullmatch(_NUMBER, word):
        return "Remove the quotes."
    if re.fullmatch(r"[-+]?\d{1,3},\d{3}", word):
        return f"Write {word.replace(',', '')}, or {word.replace(',', '.')} if the comma marks decimals."
    if re.fullmatch(r"[-+]?\d*,\d+", word):
        return f"Write {word.replace(',', '.')}."
    if re.fullmatch(r"[-+]?\d{1,3}([_ ' \u202f,]\d{3})+(\.\d+)?", word):
        return f"Write {re.sub(r'[^0-9.+-]', '', word)}."
    if re.fullmatch(rf"{_NUMBER} ?%", word):
        return f"Write {number_text(round(float(word.rstrip('% ')) / 100, 12))}."
    if word.casefold() in _NO_VALUE:
        return "If there is no value, write 'not coded', 'not applicable' or 'not found'."
    if word.casefold() in _TRUE:
        return f"If '{word}' means yes, write 1."
    if word.casefold() in _FALSE:
        return f"If '{word}' means no, write 0."
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
