"""Edge and node lists: CSV (two files) and XLSX (two sheets).

The ties stand in ``NAME.csv``, one per row, with the columns source and target and, if there is more to say,
weight, relation, round and directed. The actors stand in ``NAME_nodes.csv`` or ``nodes.csv`` beside it, with
the columns id and, for two modes, mode; every further column is an attribute. Without such a file the actors
are those whom the ties name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from casecompare_network.formats.network_data import (
    Actor,
    Cell,
    NetworkData,
    Tie,
    checked,
    plain_value,
    problem,
    read_bytes,
    read_text,
    weight_of,
    written,
)

__all__ = ["read_csv", "read_xlsx", "write_csv", "write_xlsx"]

_ALSO_CALLED = {
    "source": ("source", "from", "sender", "ego"),
    "target": ("target", "to", "receiver", "alter"),
    "weight": ("weight", "value", "strength"),
    "relation": ("relation", "relationship", "label"),
    "round": ("round", "wave"),
    "directed": ("directed", "type"),
}
_DIRECTED = {
    "true": True, "directed": True, "yes": True, "1": True, "1.0": True,
    "false": False, "undirected": False, "no": False, "0": False, "0.0": False,
}  # fmt: skip
_TIE_COLUMNS = ("source", "target", "weight", "relation", "round", "directed")
_NODE_SHEETS, _TIE_SHEETS = ("nodes", "actors"), ("edges", "ties")

# A workbook says when it was made; the same network is to give the same bytes.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)

_Row = tuple[int, Mapping[str, str]]


def read_csv(path: Path, *, nodes: Path | None = None, is_directed: bool | None = None) -> NetworkData:
    """Read a list of ties, and the list of actors beside it.

    Parameters
    ----------
    path
        The ties; columns are separated by comma, semicolon or tab.
    nodes
        The actors; by default the file of that name beside it, if there is one.
    is_directed
        Whether ties lead one way, where the file has no column that says so; then the default is no.
    """
    path = Path(path)
    beside = (path.with_name(f"{path.stem}_nodes{path.suffix}"), path.with_name(f"nodes{path.suffix}"))
    found = nodes or next((one for one in beside if one.exists() and one != path), None)
    actors = _rows_of_text(found) if found else None
    return _network(path, _rows_of_text(path), found or path, actors, is_directed)


def write_csv(network: NetworkData, path: Path) -> tuple[str, ...]:
    """Write the ties to a file and the actors to ``NAME_nodes.csv`` beside it."""
    path = Path(path)
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    for where, rows in (
        (path, _tie_rows(network)),
        (path.with_name(f"{path.stem}_nodes{path.suffix}"), _node_rows(network)),
    ):
        held = io.StringIO()
        csv.writer(held, delimiter=separator, lineterminator="\n").writerows(rows)
        where.write_text(held.getvalue(), encoding="utf-8", newline="")
    return ()


def read_xlsx(path: Path, *, is_directed: bool | None = None) -> NetworkData:
    """Read a workbook with a sheet ``edges`` or ``ties``, and one ``nodes`` or ``actors``."""
    path = Path(path)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        problem(path, "reading workbooks needs the package python-calamine.", "Install casecompare[excel].")
    content = read_bytes(path)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name.casefold(): book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except CalamineError as error:
        problem(path, f"the file is not a workbook: {error}.")
    ties = next((sheets[name] for name in _TIE_SHEETS if name in sheets), None)
    if ties is None:
        problem(
            path,
            "there is no sheet 'edges'.",
            f"Sheets are {', '.join(sheets)}; name that of the ties 'edges'.",
        )
    actors = next((sheets[name] for name in _NODE_SHEETS if name in sheets), None)
    rows = _rows(path, [[_as_text(cell) for cell in row] for row in ties])
    actor_rows = None if actors is None else _rows(path, [[_as_text(cell) for cell in row] for row in actors])
    return _network(path, rows, path, actor_rows, is_directed)


def write_xlsx(network: NetworkData, path: Path) -> tuple[str, ...]:
    """Write a workbook with the sheets ``edges`` and ``nodes``."""
    path = Path(path)
    try:
        import xlsxwriter
    except ImportError:
        problem(path, "writing workbooks needs the package xlsxwriter.", "Install casecompare[excel].")
    # Texts stay texts: an id such as =1+1 or 007 must not become a formula or a number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _NO_TIME})
        for name, rows in (("edges", _tie_rows(network)), ("nodes", _node_rows(network))):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return ()


def _network(
    path: Path,
    rows: Sequence[_Row],
    nodes_path: Path,
    node_rows: Sequence[_Row] | None,
    is_directed: bool | None,
) -> NetworkData:
    columns = _named_columns(path, rows)
    ties, said = [], dict[bool, int]()
    for line, row in rows:
        given = {name: row.get(column, "").strip() for name, column in columns.items()}
        if not given["source"] or not given["target"]:
            problem(path, "a tie needs a source and a target.", line=line)
        weight = weight_of(given.get("weight", ""), path, line)
        ties.append(
            Tie(
                given["source"], given["target"], weight, given.get("relation", ""), _round(given, path, line)
            )
        )
        if given.get("directed"):
            said.setdefault(_direction(given["directed"], path, line), line)
    if len(said) > 1:
        hint = "Write an undirected tie as two directed ones."
        problem(path, "some ties are directed and some are not.", hint, line=max(said.values()))
    notes = []
    if not said and is_directed is None:
        notes.append("the file does not say whether ties are directed; they are taken for undirected")
    directed = next(iter(said)) if said else bool(is_directed)
    if node_rows is None:
        named = dict.fromkeys(end for tie in ties for end in (tie.source, tie.target))
        actors = [Actor(one, {}) for one in named]
        notes.append("there is no list of actors, so that actors without ties are not known")
    else:
        actors = _actors(nodes_path, node_rows)
    return checked(path, actors, ties, is_directed=directed, notes=notes)


def _actors(path: Path, rows: Sequence[_Row]) -> list[Actor]:
    actors = []
    for line, row in rows:
        names = {name.casefold(): name for name in row}
        if "id" not in names:
            problem(path, "the list of actors has no column 'id'.", line=1)
        mode = row.get(names.get("mode", ""), "").strip() or "actor"
        if mode not in ("actor", "event"):
            problem(path, f"the mode is '{mode}'.", "A mode is 'actor' or 'event'.", line=line)
        attributes: dict[str, Cell] = {
            name: plain_value(cell)
            for name, cell in row.items()
            if name.casefold() not in ("id", "mode") and cell != ""
        }
        actors.append(Actor(row[names["id"]].strip(), attributes, mode))
    return actors


def _named_columns(path: Path, rows: Sequence[_Row]) -> dict[str, str]:
    """Find which column holds what; a column ``type`` says directed or not only if it uses these words."""
    header = {name.casefold().strip(): name for name in (rows[0][1] if rows else ())}
    found = {}
    for name, words in _ALSO_CALLED.items():
        for word in words:
            if word in header and name not in found:
                found[name] = header[word]
    if found.get("directed", "").casefold() == "type":
        values = {row[found["directed"]].strip().casefold() for _, row in rows} - {""}
        if not values <= {"directed", "undirected"}:
            found.setdefault("relation", found["directed"])
            del found["directed"]
    if rows and not {"source", "target"} <= set(found):
        hint = f"The columns are {', '.join(header.values())}."
        problem(path, "the list of ties needs the columns 'source' and 'target'.", hint, line=1)
    return found


def _round(given: Mapping[str, str], path: Path, line: int) -> int:
    text = given.get("round", "")
    if not text:
        return 0
    if not text.isdecimal() or int(text) < 1:
        problem(path, f"the round is '{text}'; rounds are counted from 1.", line=line)
    return int(text)


def _direction(text: str, path: Path, line: int) -> bool:
    if text.casefold() not in _DIRECTED:
        problem(path, f"'{text}' does not say whether a tie is directed.", "Write true or false.", line=line)
    return _DIRECTED[text.casefold()]


def _rows_of_text(path: Path) -> list[_Row]:
    text = read_text(path)
    first = text.splitlines()[0]
    separator = max(",;\t", key=first.count)
    return _rows(path, csv.reader(io.StringIO(text), delimiter=separator))


def _rows(path: Path, lines: Iterable[Sequence[str]]) -> list[_Row]:
    """Give each row with its line in the file and its cells by the column's name."""
    header: list[str] = []
    rows: list[_Row] = []
    for line, cells in enumerate(lines, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            problem(path, f"the row has {len(cells)} cells, the header {len(header)}.", line=line)
        rows.append((line, dict(zip(header, [*cells, *[""] * len(header)], strict=False))))
    if not header:
        problem(path, "there is no header with the names of the columns.")
    return rows


def _tie_rows(network: NetworkData) -> list[list[str]]:
    direction = written(network.is_directed)
    rows = [
        [tie.source, tie.target, written(tie.weight), tie.relation, str(tie.round or ""), direction]
        for tie in network.ties
    ]
    return [list(_TIE_COLUMNS), *rows]


def _node_rows(network: NetworkData) -> list[list[str]]:
    names = list(dict.fromkeys(name for actor in network.actors for name in actor.attributes))
    rows = [
        [actor.id, actor.mode, *(written(actor.attributes.get(name, "")) for name in names)]
        for actor in network.actors
    ]
    return [["id", "mode", *names], *rows]


def _as_text(cell: object) -> str:
    if isinstance(cell, bool | int | float | str):
        return written(cell)
    return "" if cell is None else str(cell)
