"""The run folder: written whole beside its place, then moved into it; the former run stays until then.

::

    report.html  report.md  comparison.json     the comparison, the same bytes for the same input
    tables/*.csv                                every table
    report.docx  .pdf  .xlsx  latex/*.tex       where they are asked for
    replicate.R …                               further files of the methods, under their own names
    history.jsonl                               what this and earlier runs were made with and gave
    provenance.json                             command, time, versions, hashes; marks the folder as a run
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from casecompare.errors import ReportError, UsageError, did_you_mean
from casecompare.methods import Comparison, Renderer
from casecompare.report.further_files import further_files
from casecompare.report.history import HISTORY_FILE, earlier_runs, history_file
from casecompare.report.renderers import FOLDERS, ON_REQUEST, RENDERERS, missing_extra
from casecompare.report.text import slug
from casecompare.report.withholding import withhold

__all__ = ["RUN_SCHEMA", "choose_formats", "run_files", "write_run"]

RUN_SCHEMA = "casecompare/run/1"
"""What `provenance.json` says of itself; a folder with such a file is a run and may be replaced."""

_MARKER = "provenance.json"
_FILE_NAMES = {"json": "comparison.json"}
_ALL = "all"
_log = logging.getLogger("casecompare.report")
_LIBRARIES = ("casecompare", "jinja2", "networkx", "numpy", "pandas", "pydantic")


def write_run(
    comparison: Comparison,
    folder: str | Path,
    *,
    formats: Sequence[str] | None = None,
    renderers: Mapping[str, Renderer] | None = None,
    command: str = "",
    started: datetime | None = None,
) -> list[Path]:
    """Write a comparison to a run folder and give the paths of its files.

    Everything is written into a hidden folder beside the target and moved into place when it is complete.
    Whatever goes wrong before, an interrupt included, leaves the former run as it was.

    Parameters
    ----------
    comparison
        What a run gave.
    folder
        The run folder; it and its parents are made. An earlier run in it is replaced.
    formats
        ``html``, ``markdown``, ``json``, ``csv`` and those of `renderers`, which are all written by default;
        ``docx``, ``pdf``, ``xlsx`` and ``latex``; or ``all`` for everything that is installed. The methods'
        own files are written in any case.
    renderers
        Formats of plugins by name; casecompare's own names are its own. One that fails is left out with
        a warning, unless `formats` asks for it.
    command
        How the run was called, for `provenance.json`.
    started
        When the run began; by default now.

    Raises
    ------
    UsageError
        if a format does not exist, or what it needs is not installed.
    ReportError
        if the folder holds something else than a run, a format cannot be written, or the disk refuses.

    Examples
    --------
    >>> import tempfile
    >>> from casecompare.study import Study
    >>> with tempfile.TemporaryDirectory() as place:
    ...     paths = write_run(Comparison(study=Study(name="s")), f"{place}/run", formats=["json"])
    ...     [path.name for path in paths]
    ['comparison.json', 'history.jsonl', 'provenance.json']
    """
    known = {**(renderers or {}), **RENDERERS, **ON_REQUEST}
    chosen = choose_formats(formats, known)
    started = started or datetime.now(UTC)
    target = Path(folder).absolute()
    with _told(target):
        target = target.resolve()
        former = target.parent / f".{target.name}.former"
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target, former)
        _refuse_what_is_no_run(target)
        with _workspace(target) as made:
            told = replace(comparison, earlier=earlier_runs(target, comparison))
            files = _files(withhold(told), chosen, known, is_lenient=_is_lenient(formats))
            files[HISTORY_FILE] = history_file(told)
            files[_MARKER] = _provenance(comparison, files, command, started)
            _write(files, made)
            _move_into_place(made, target, former)
    return [target / name for name in sorted(files)]


def run_files(
    comparison: Comparison,
    *,
    formats: Sequence[str] | None = None,
    renderers: Mapping[str, Renderer] | None = None,
) -> dict[str, bytes]:
    """Give the files of a run folder without writing them: content by path, the same for the same comparison.

    Parameters
    ----------
    comparison, formats, renderers
        As for `write_run`. What differs from run to run, ``provenance.json``, is not among the files.

    Raises
    ------
    UsageError
        if a format does not exist.
    ReportError
        if a format cannot be written.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> list(run_files(Comparison(study=Study(name="s")), formats=["json"]))
    ['comparison.json']
    """
    known = {**(renderers or {}), **RENDERERS, **ON_REQUEST}
    chosen = choose_formats(formats, known)
    return _files(withhold(comparison), chosen, known, is_lenient=_is_lenient(formats))


def choose_formats(formats: Sequence[str] | None, renderers: Mapping[str, Renderer]) -> list[str]:
    """Give the formats that a run is written in.

    Those that need no further package where none is asked for; where ``all`` are, those that are installed.

    Raises
    ------
    UsageError
        if a format does not exist, or what it needs is not installed.

    Examples
    --------
    >>> choose_formats(None, {}), choose_formats(["latex", "json"], {})
    (['html', 'markdown', 'json', 'csv'], ['latex', 'json'])
    """
    own = {*RENDERERS, *ON_REQUEST, *FOLDERS}
    usual = [*RENDERERS, "csv", *(name for name in renderers if name not in own)]
    available = [*usual, *(name for name in (*FOLDERS, *ON_REQUEST) if name not in usual)]
    for name in formats or ():
        if name not in (*available, _ALL):
            hint = did_you_mean(name, [*available, _ALL]) or f"There are: {', '.join(available)}, {_ALL}."
            raise UsageError(f"no format '{name}'. {hint}")
        if missing_extra(name):
            raise UsageError(
                f"the format '{name}' needs a package that is not installed. "
                f"Install it with: pip install 'casecompare[{missing_extra(name)}]'."
            )
    if formats and _ALL in formats:
        return [name for name in available if not missing_extra(name)]
    return list(dict.fromkeys(formats or usual))


def _is_lenient(formats: Sequence[str] | None) -> bool:
    """Say whether a plugin's format may fail without stopping the others: nobody asked for it by its name."""
    return not formats or _ALL in formats


def _files(
    comparison: Comparison, formats: Sequence[str], known: Mapping[str, Renderer], *, is_lenient: bool
) -> dict[str, bytes]:
    """Give the content of every file by its path inside the run folder.

    Where nobody asked for certain formats, a plugin's format that fails costs its own file only.
    """
    files: dict[str, bytes] = {}
    for name in formats:
        if name in FOLDERS:
            folder, render = FOLDERS[name]
            files |= {f"{folder}/{file}": content for file, content in render(comparison).items()}
            continue
        try:
            files[_file_name(known[name], files)] = _rendered(comparison, known[name])
        except ReportError as error:
            if name in RENDERERS or not is_lenient:
                raise
            _log.warning("%s", error)
    return files | further_files(comparison, [*files, HISTORY_FILE, _MARKER])


def _file_name(renderer: Renderer, taken: Mapping[str, bytes]) -> str:
    suffix = slug(renderer.suffix)
    name = _FILE_NAMES.get(renderer.name, f"report.{suffix}")
    return f"report.{slug(renderer.name)}.{suffix}" if name in taken else name


def _rendered(comparison: Comparison, renderer: Renderer) -> bytes:
    try:
        content = renderer.render(comparison)
    except (Exception, SystemExit) as error:
        raise ReportError(
            f"the format '{renderer.name}' could not be written ({type(error).__name__}: {error}). "
            "Leave it out by naming the others with --format."
        ) from error
    if not isinstance(content, bytes):
        raise ReportError(f"the format '{renderer.name}' gave {type(content).__name__}, not bytes.")
    return content


def _provenance(comparison: Comparison, files: Mapping[str, bytes], command: str, started: datetime) -> bytes:
    """Give what differs from run to run, apart from the report: command, times, versions, hashes."""
    finished = datetime.now(UTC)
    sources = {run.provenance.distribution: run.provenance.version for run in comparison.runs.values()}
    told = {
        "schema": RUN_SCHEMA,
        "study": comparison.study.name,
        "status": comparison.study.status,
        "command": command,
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "seconds": {name: round(run.provenance.seconds, 4) for name, run in comparison.runs.items()},
        "seed": comparison.seed,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "packages": {**sources, **_versions()},
        "inputs": dict(comparison.study.files),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportError(
            f"{target}: the run folder could not be written ({reason}). "
            "Close its files in other programs, or choose another folder with -o."
        ) from error


def _refuse_what_is_no_run(target: Path) -> None:
    """Stop before anything is replaced that casecompare did not write."""
    if not target.exists():
        return
    if not target.is_dir():
        raise ReportError(f"{target} is a file. Choose a folder for the run with -o.")
    written = _files_of_run(target)
    if written is None:
        if all(map(_is_scrap, target.iterdir())):
            return
        raise ReportError(
            f"{target} is not empty and is not a run folder of casecompare, so it is left as it is. "
            "Choose another folder with -o, or empty this one."
        )
    present = sorted(path for path in target.rglob("*") if not path.is_dir() and not _is_scrap(path))
    others = [path.relative_to(target).as_posix() for path in present]
    others = [name for name in others if name not in written]
    if others:
        listed = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
        raise ReportError(
            f"{target} also holds what casecompare did not write ({listed}), so it is left as it is. "
            "Move that away, or choose another folder with -o."
        )


def _files_of_run(folder: Path) -> set[str] | None:
    """Give what the former run wrote here, or None where there was none."""
    try:
        told = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
        return {_MARKER, *told["files"]} if told["schema"] == RUN_SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_scrap(path: Path) -> bool:
    """Say whether a file is what systems and offices leave behind, and nobody's work."""
    return path.name in (".DS_Store", "Thumbs.db", "desktop.ini") or path.name.startswith(("~$", ".~lock."))


@contextlib.contextmanager
def _workspace(target: Path) -> Iterator[Path]:
    """Give a hidden folder beside the target, which is gone afterwards in any case."""
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    try:
        # mkdtemp makes a folder that only its owner can read; a run is made to be shown.
        made.chmod(0o777 & ~_umask())
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _move_into_place(made: Path, target: Path, former: Path) -> None:
    """Put the new run where the former one is; at every moment one of the two is whole."""
    try:
        if target.exists():
            target.rename(former)
        made.rename(target)
    except BaseException:
        _recover(target, former)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _recover(target: Path, former: Path) -> None:
    """Bring a run back that was set aside when a replacement stopped half-way, or clear it away."""
    if not former.exists():
        return
    if target.exists():
        shutil.rmtree(former, ignore_errors=True)
    else:
        former.rename(target)
