"""How much a study may hold before reading stops: bounds that a hostile or mistaken file runs into."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from casecompare.errors import UsageError

__all__ = ["Limits", "read_size", "size_text"]

_UNITS = {"G": 10**9, "M": 10**6, "K": 10**3, "": 1}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of reading; each can be raised.

    Parameters
    ----------
    file_bytes
        Size of any one file, and of what an Excel workbook unpacks to (``--max-file-size``).
    files
        Number of records and coding sheets of one study.
    depth
        Levels of lists and mappings inside each other in one YAML file.
    nodes
        Values in one YAML file, each counted as often as it is used through an alias.
    cells
        Cells of the rectangle that a sheet of an Excel workbook takes up.
    problems_per_column
        Bad cells of one column of a table that are shown one by one; the rest is counted.
    """

    file_bytes: int = 50_000_000
    files: int = 10_000
    depth: int = 50
    nodes: int = 2_000_000
    cells: int = 20_000_000
    problems_per_column: int = 20

    @classmethod
    def of_size(cls, text: str) -> Limits:
        """Give the usual limits with another `file_bytes`, written as ``250MB``.

        Raises
        ------
        UsageError
            If the text is not a positive number followed by nothing, KB, MB or GB.

        Examples
        --------
        >>> Limits.of_size("250MB").file_bytes, Limits.of_size("1.5 gb").file_bytes
        (250000000, 1500000000)
        """
        return cls(file_bytes=read_size(text))

    def raise_hint(self, size: int) -> str:
        """Say how the limit for a file of `size` bytes is raised, with a quarter to spare.

        Examples
        --------
        >>> Limits().raise_hint(200_000_000)
        'Raise it with --max-file-size 250MB.'
        """
        unit = 10 ** max(0, int(math.log10(max(size, 1))) - 1)
        return f"Raise it with --max-file-size {size_text(math.ceil(size * 1.25 / unit) * unit, space='')}."


def read_size(text: str) -> int:
    """Give the bytes that a size such as ``250MB`` stands for.

    Raises
    ------
    UsageError
        If the text is not a positive number followed by nothing, KB, MB or GB.

    Examples
    --------
    >>> read_size("4 GB")
    4000000000
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([KMG]?B?)", text.strip().upper())
    size = int(float(match[1]) * _UNITS[match[2].removesuffix("B")]) if match else 0
    if size <= 0:
        raise UsageError(f"'{text}' is not a size. Write for instance 250MB.")
    return size


def size_text(size: int, *, space: str = " ") -> str:
    """Give a number of bytes in the largest unit that keeps it at or above 1.

    Examples
    --------
    >>> size_text(200_000_000), size_text(1_300), size_text(7)
    ('200 MB', '1.3 KB', '7 B')
    """
    unit = next(unit for unit, least in _UNITS.items() if size >= least or not unit)
    return f"{size / _UNITS[unit]:.4g}{space}{unit}B"
