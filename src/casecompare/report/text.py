"""Text that is safe to show: without control characters, on one line, cut where a label must be short.

Titles, names and quotes come from spreadsheets, transcripts and plugins. What cannot be seen (escape
sequences of a terminal, marks that turn the direction of writing) must not act on the reader's screen.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "display_width", "one_line", "plural", "sentence", "shorten", "slug"]

_SPACES = re.compile("[\t\x0b\x0c\x85\u2028\u2029]")
# Control characters, marks and overrides of direction, halves of surrogate pairs, byte order marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0d-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    r"""Take out of a text what acts on a screen instead of being read; line ends stay.

    Examples
    --------
    >>> clean("a\x1b[31m red\u202e name")
    'a[31m red name'
    """
    return _INVISIBLE.sub("", _SPACES.sub(" ", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    r"""Give a text cleaned and on one line, each run of white space as one space.

    Examples
    --------
    >>> one_line(" two\n lines ")
    'two lines'
    """
    return " ".join(clean(text).split())


def shorten(text: str, length: int = 80) -> str:
    """Cut a text to at most `length` characters, with an ellipsis where something was cut.

    Examples
    --------
    >>> shorten("a rather long label", 10)
    'a rather…'
    """
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def slug(text: str, length: int = 40) -> str:
    """Give a text as part of a file name or an anchor: ASCII letters, digits, ``-``, ``_`` and ``.``.

    Examples
    --------
    >>> slug("Größe & <Ort>")
    'Grosse-Ort'
    """
    folded = unicodedata.normalize("NFKD", one_line(text).replace("ß", "ss"))
    plain = folded.encode("ascii", "ignore").decode("ascii")
    return re.sub("[^A-Za-z0-9_.]+", "-", plain)[:length].strip("-.")


def display_width(text: str) -> int:
    """Count the columns that a text takes on a terminal: wide signs two, combining signs none.

    Examples
    --------
    >>> display_width("Über"), display_width("事例")
    (4, 4)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, text))


def sentence(text: str) -> str:
    """Give a text on one line, closed with a full stop where it has no end of its own.

    Examples
    --------
    >>> sentence("no ties at all"), sentence("Really?")
    ('no ties at all.', 'Really?')
    """
    line = one_line(text)
    return line if not line or line[-1] in ".!?…:" else f"{line}."


def plural(count: int, noun: str, several: str = "") -> str:
    """Give a number with its noun.

    Examples
    --------
    >>> plural(1, "case"), plural(3, "study", "studies")
    ('1 case', '3 studies')
    """
    return f"{count} {noun if count == 1 else several or noun + 's'}"


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
