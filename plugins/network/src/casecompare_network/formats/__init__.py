"""Networks in the formats of other programs: CSV and XLSX lists, GraphML, Pajek .net and UCINET DL.

What is written can be read back the same, as far as the format can hold it; what it cannot is said.

>>> from casecompare_network.formats import Actor, NetworkData, Tie
>>> NetworkData((Actor("a", {}), Actor("b", {})), (Tie("a", "b"),), is_directed=False).relations
('',)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from casecompare import StudyError
from casecompare_network.formats.graphml import read_graphml, write_graphml
from casecompare_network.formats.lists import read_csv, read_xlsx, write_csv, write_xlsx
from casecompare_network.formats.network_data import Actor, Cell, NetworkData, Tie, problem
from casecompare_network.formats.pajek import read_pajek, write_pajek
from casecompare_network.formats.record_rows import network_of_rows, rows_of_network
from casecompare_network.formats.ucinet import read_dl, write_dl

__all__ = [
    "SUFFIXES",
    "Actor",
    "Cell",
    "NetworkData",
    "StudyError",
    "Tie",
    "network_of_rows",
    "read_csv",
    "read_dl",
    "read_graphml",
    "read_network",
    "read_pajek",
    "read_xlsx",
    "rows_of_network",
    "write_csv",
    "write_dl",
    "write_graphml",
    "write_network",
    "write_pajek",
    "write_xlsx",
]

_FORMATS: dict[str, tuple[Callable[[Path], NetworkData], Callable[[NetworkData, Path], tuple[str, ...]]]] = {
    ".csv": (read_csv, write_csv),
    ".tsv": (read_csv, write_csv),
    ".xlsx": (read_xlsx, write_xlsx),
    ".graphml": (read_graphml, write_graphml),
    ".net": (read_pajek, write_pajek),
    ".dl": (read_dl, write_dl),
}

SUFFIXES = tuple(_FORMATS)
"""The file endings that are known."""


def read_network(path: str | Path) -> NetworkData:
    """Read a network from a file; the ending says in which format.

    Parameters
    ----------
    path
        ``.csv`` or ``.tsv`` (ties; the actors in a file beside it), ``.xlsx``, ``.graphml``, ``.net`` or
        ``.dl``.

    Raises
    ------
    StudyError
        With file, line and what to do, when the file is not in that format.
    """
    path = Path(path)
    return _format_of(path)[0](path)


def write_network(network: NetworkData, path: str | Path) -> tuple[str, ...]:
    """Write a network to a file; the ending says in which format.

    Returns
    -------
    tuple
        What the format cannot hold and was left out, one sentence each; empty if the file says everything.
    """
    path = Path(path)
    return _format_of(path)[1](network, path)


def _format_of(
    path: Path,
) -> tuple[Callable[[Path], NetworkData], Callable[[NetworkData, Path], tuple[str, ...]]]:
    if path.suffix.lower() not in _FORMATS:
        problem(path, f"networks are not read from '{path.suffix}'.", f"Known are {', '.join(SUFFIXES)}.")
    return _FORMATS[path.suffix.lower()]
