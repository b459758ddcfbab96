"""What an unquoted YAML word means: the core schema of YAML 1.2, nothing older.

``NO``, ``yes``, ``on``, ``1_000``, ``12:30`` and dates stay text, as a researcher wrote them.
"""

from __future__ import annotations

import re

__all__ = ["resolve"]

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_WHOLE = re.compile(r"[-+]?[0-9]+")
_PREFIXED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LONGEST_NUMBER = 400  # digits; a longer one is no measurement, and int() refuses thousands


def resolve(text: str) -> str | int | float | bool | None:
    """Give the value of an unquoted scalar.

    Examples
    --------
    >>> [resolve(word) for word in ("NO", "0.5", "12", "true", "~", "2019-05-01", "1_000", "0o17", "1e3")]
    ['NO', 0.5, 12, True, None, '2019-05-01', '1_000', 15, 1000.0]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789" or len(text) > _LONGEST_NUMBER:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _PREFIXED.fullmatch(text):
        return int(text, 0)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return text
