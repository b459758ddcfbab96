"""Texts, numbers and names in the language R, such that nothing in a study can act as code.

QCA's expressions take names of letters, digits, dots and underscores; other names are replaced there, and
the script says by what.
"""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["r_comment", "r_names", "r_number", "r_string", "r_vector"]

_WIDTH = 96
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = re.compile(
    "if|else|repeat|while|function|for|next|break|in|TRUE|FALSE|T|F|c|NULL|Inf|NaN|NA|NA_[a-z]+_"
)


def r_string(said: str) -> str:
    r"""Write a text as a string of R: ASCII, everything else by its number.

    Examples
    --------
    >>> print(r_string('a"b\\c'), r_string("Köln\n"))
    "a\"b\\c" "K\u{f6}ln\n"
    """
    return '"' + "".join(map(_written, said)) + '"'


def r_number(value: float) -> str:
    """Write a number with its full precision.

    Examples
    --------
    >>> r_number(0.1 + 0.2), r_number(1.0), r_number(float("nan"))
    ('0.30000000000000004', '1', 'NA_real_')
    """
    if math.isnan(value):
        return "NA_real_"
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(float(value))


def r_vector(elements: Iterable[str], *, indent: int = 0) -> str:
    """Put written elements into a vector, on several lines where it is long.

    Examples
    --------
    >>> r_vector(["1", "2"])
    'c(1, 2)'
    """
    lines, line = [], "c("
    for element in elements:
        piece = element if line.endswith("(") else f", {element}"
        if len(line) + len(piece) + indent > _WIDTH and not line.endswith("("):
            lines.append(line + ",")
            line, piece = " " * (indent + 2), element
        line += piece
    return "\n".join([*lines, line + ")"])


def r_comment(said: str, *, indent: str = "") -> list[str]:
    r"""Write a text as comment lines; nothing in it can end the comment.

    Examples
    --------
    >>> r_comment("a\nstop()")
    ['# a stop()']
    """
    words = " ".join(said.split())
    plain = "".join(sign for sign in words if unicodedata.category(sign)[0] != "C")
    return textwrap.wrap(
        plain,
        _WIDTH,
        initial_indent=f"# {indent}",
        subsequent_indent=f"# {indent}  ",
        break_on_hyphens=False,
        break_long_words=False,
    ) or ["#"]


def r_names(names: Sequence[str]) -> Mapping[str, str]:
    """Give for each name one that QCA's expressions can take: itself where it can.

    Examples
    --------
    >>> dict(r_names(["DEV", "public trust", "if", "SET1"]))
    {'DEV': 'DEV', 'public trust': 'SET2', 'if': 'SET3', 'SET1': 'SET1'}
    """
    kept = {name.lower() for name in names if _is_plain(name)}
    given: dict[str, str] = {}
    number = 0
    for name in names:
        if _is_plain(name):
            given[name] = name
            continue
        number += 1
        while f"set{number}" in kept:
            number += 1
        given[name] = f"SET{number}"
    return given


def _is_plain(name: str) -> bool:
    return bool(_PLAIN.fullmatch(name)) and not _RESERVED.fullmatch(name)


def _written(sign: str) -> str:
    known = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": ""}
    if sign in known:
        return known[sign]
    if sign.isascii() and sign.isprintable():
        return sign
    # R takes no halves of characters.
    if unicodedata.category(sign) == "Cs":
        return "?"
    return f"\\{'u' if ord(sign) < 0x10000 else 'U'}{{{ord(sign):x}}}"
