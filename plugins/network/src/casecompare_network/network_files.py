"""Networks that stand in files of their own beside the records, one per case, and writing them back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from casecompare import Case, Diagnostic, Study, StudyError, Table, UsageError
from casecompare_network.checks import case_problems
from casecompare_network.formats import network_of_rows, read_network, rows_of_network, write_network
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord, case_record
from casecompare_network.tables import Cell, make_table

__all__ = ["NetworkFile", "files_table", "network_files", "write_record", "written_files"]


@dataclass(frozen=True, kw_only=True)
class NetworkFile:
    """A network file that was read: its path from the study's folder, its hash, and the record with it."""

    path: str
    sha256: str
    notes: tuple[str, ...]
    record: CaseRecord
    diagnostics: tuple[Diagnostic, ...]


def network_files(study: Study, options: NetworkOptions) -> dict[str, NetworkFile]:
    """Read the network files of a study's cases, where the option `files` names any.

    What a file holds is added to what stands in the record; an actor of the record keeps its row.

    Parameters
    ----------
    study
        Its folder is where the files are looked for.
    options
        `files` is their name with ``{case}`` for the id, such as ``networks/{case}.graphml``.

    Returns
    -------
    dict
        By case id; only cases that have a file.

    Raises
    ------
    casecompare.UsageError
        if no case has such a file, a file lies outside the study's folder, or holds what no record can.
    casecompare.StudyError
        if a file cannot be read; with file, line and what to do.
    """
    if options.files is None:
        return {}
    found = {}
    for case in study.cases.values():
        path = _path(study, options.files, case.id)
        if path.is_file():
            found[case.id] = _read(case, path, study, options)
    if not found:
        raise UsageError(
            f"no case has a network file '{options.files}' in the study's folder. "
            "Correct the option files, with {case} where the id of the case stands."
        )
    return found


def files_table(files: Mapping[str, NetworkFile]) -> Table:
    """Give which files were read, with their hashes."""
    rows: list[Mapping[str, Cell]] = [
        {"case": case, "file": one.path, "sha256": one.sha256, "notes": one.notes}
        for case, one in files.items()
    ]
    return make_table("files", "Network files that were read", rows, ["case", "file", "sha256", "notes"])


def write_record(
    record: CaseRecord, path: str | Path, *, directed: Sequence[str] = (), names: bool = True
) -> tuple[str, ...]:
    """Write the network of a case to a file; the ending says in which format.

    Parameters
    ----------
    record
        From `casecompare_network.records.case_record`.
    path
        ``.csv``, ``.tsv``, ``.xlsx``, ``.graphml``, ``.net`` or ``.dl``.
    directed
        The relations whose ties lead one way unless a row says otherwise. Where some ties lead one way and
        others do not, the latter are written as one tie each way.
    names
        Whether to write the actors' names; ids are always written.

    Returns
    -------
    tuple
        What the format cannot hold, and what was written in another way, one sentence each.

    Examples
    --------
    >>> import tempfile
    >>> from casecompare_network.sections import ActorRow
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_record(CaseRecord(case="T", actors=(ActorRow(id="a"),)), Path(folder) / "t.graphml")
    ()
    """
    known = [tie for tie in record.ties if tie.known]
    one_way = [tie.relation in directed if tie.directed is None else tie.directed for tie in known]
    rows = [tie.model_dump(by_alias=True) for tie in known]
    told = []
    if any(one_way) and not all(one_way):
        back = [{**row, "from": row["to"], "to": row["from"]}
                for row, leads in zip(rows, one_way, strict=True) if not leads]  # fmt: skip
        rows += back
        told.append("ties that lead neither way were written as one tie each way")
    if len(known) < len(record.ties):
        told.append("ties of which it is not known whether they exist were left out")
    network = network_of_rows(
        [
            actor.model_dump(exclude_none=True, exclude=set() if names else {"name"})
            for actor in record.actors
        ],
        rows,
        [row.model_dump() for row in record.affiliations],
        is_directed=any(one_way),
    )
    return (*write_network(network, path), *told)


def written_files(
    records: Mapping[str, CaseRecord], options: NetworkOptions
) -> tuple[dict[str, str | bytes], tuple[Diagnostic, ...]]:
    """Give the networks in the formats that were asked for, without actors' names.

    Parameters
    ----------
    records
        By case id.
    options
        `write` says in which formats.

    Returns
    -------
    tuple
        File name to content, and a note for each format on what it cannot hold.

    Examples
    --------
    >>> record = CaseRecord(case="T 1")
    >>> files, told = written_files({"T 1": record}, NetworkOptions(write=["csv"]))
    >>> sorted(files), told
    (['network_01_T-1.csv', 'network_01_T-1_nodes.csv'], ())
    """
    files: dict[str, str | bytes] = {}
    told: dict[str, dict[str, list[str]]] = {}
    for suffix in dict.fromkeys(options.write):
        for number, (case, record) in enumerate(records.items(), 1):
            # A case's id may hold what a file name may not.
            plain = re.sub(r"[^A-Za-z0-9]+", "-", case).strip("-")[:32]
            name = f"network_{number:02d}_{plain}".strip("_-") + f".{suffix}"
            texts, lost = _texts(record, name, options)
            files |= texts
            for one in lost:
                told.setdefault(suffix, {}).setdefault(one, []).append(case)
    return files, tuple(_not_written(suffix, lost) for suffix, lost in told.items())


def _texts(
    record: CaseRecord, name: str, options: NetworkOptions
) -> tuple[dict[str, str | bytes], tuple[str, ...]]:
    """Give the files of one network and what they cannot hold; no files where the format has no such ids."""
    with TemporaryDirectory() as folder:
        try:
            lost = write_record(record, Path(folder) / name, directed=options.directed, names=False)
        except StudyError as error:
            return {}, tuple(f"{one.message} {one.hint}" for one in error.problems)
        # A list of ties has that of the actors beside it.
        written = sorted(Path(folder).iterdir())
        if name.endswith(".xlsx"):
            return {one.name: one.read_bytes() for one in written}, lost
        return {one.name: one.read_text(encoding="utf-8") for one in written}, lost


def _not_written(suffix: str, lost: Mapping[str, Sequence[str]]) -> Diagnostic:
    """Say once per format what it cannot hold, and in which cases."""
    said = "; ".join(f"{one.strip().rstrip('.')} ({_some(cases)})" for one, cases in lost.items())
    return Diagnostic(
        level="note",
        code="network.not-written",
        message=f"Networks written as {suffix}: {said}.",
        advice="Take another format if you need it; graphml, csv, tsv and xlsx hold most.",
    )


def _some(cases: Sequence[str]) -> str:
    more = len(cases) - 5
    return ", ".join(cases[:5]) + (f" and {more} more" if more > 0 else "")


def _path(study: Study, pattern: str, case: str) -> Path:
    path = (study.folder / pattern.replace("{case}", case)).resolve()
    if not path.is_relative_to(study.folder.resolve()):
        raise UsageError(f"the network file '{pattern}' lies outside the study's folder; move it there.")
    return path


def _read(case: Case, path: Path, study: Study, options: NetworkOptions) -> NetworkFile:
    data = read_network(path)
    rows = rows_of_network(data)
    own = {str(_id(row)) for row in _listed(case.sections.get("actors"))}
    rows["actors"] = [row for row in rows.get("actors", []) if row["id"] not in own]
    try:
        added = case_record(Case(id=case.id, sections=rows))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path.name}: {place}: {first['msg']}. Correct it in the file.") from error
    kept = case_record(case)
    record = CaseRecord(
        case=case.id,
        actors=(*kept.actors, *added.actors),
        ties=(*kept.ties, *added.ties),
        affiliations=(*kept.affiliations, *added.affiliations),
        moves=kept.moves,
        forces=kept.forces,
    )
    name = path.relative_to(study.folder.resolve()).as_posix()
    return NetworkFile(
        path=name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        notes=data.notes,
        record=record,
        diagnostics=tuple(_diagnostics(case.id, added, name, options)),
    )


def _diagnostics(case: str, added: CaseRecord, name: str, options: NetworkOptions) -> Iterator[Diagnostic]:
    """Tell of the file what would be told of a record; unknown actors may stand in the record."""
    sections = {"actors": list(added.actors), "ties": list(added.ties)}
    for problem in case_problems(Case(id=case, sections=sections), options.group, options.directed):
        if problem.code != "network.unknown-actor":
            yield Diagnostic(
                level="warning" if problem.level == "error" else problem.level,
                code=problem.code, message=f"{name}: {problem.message}", advice=problem.hint, case=case,
                field=problem.field,
            )  # fmt: skip


def _listed(section: object) -> list[object]:
    return list(section) if isinstance(section, list) else []


def _id(row: object) -> object:
    return row.get("id") if isinstance(row, Mapping) else getattr(row, "id", "")
