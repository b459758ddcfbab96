"""A run as it was saved: read from a run folder, a comparison.json or an archive, without any plugin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_core import from_json

from casecompare.errors import ReportError, UsageError
from casecompare.replication.saved_models import SavedComparison, SavedPart
from casecompare.replication.zip_files import ZipLimits, is_zip, read_zip
from casecompare.report.stored_comparison import migrate
from casecompare.report.text import one_line, shorten
from casecompare.study.limits import size_text

__all__ = ["SavedRun", "parse_comparison", "read_saved"]

_MOST_BYTES = 1_000_000_000


class _Made(SavedPart):
    """What provenance.json, or the manifest of an archive, says of the machine."""

    python: str = ""
    packages: Mapping[str, str] = Field(default={})
    command: str = ""


@dataclass(frozen=True, kw_only=True)
class SavedRun:
    """A run that was read back.

    Parameters
    ----------
    path
        Where it was read from, as it was typed.
    comparison
        Its content.
    python, packages
        The versions it was made with; empty where only a comparison.json is there.
    command
        How it was called, where that is known.
    """

    path: str
    comparison: SavedComparison
    python: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    command: str = ""


def read_saved(path: str | Path) -> SavedRun:
    """Read a run back from its folder, its ``comparison.json`` or an archive.

    Parameters
    ----------
    path
        A folder that `casecompare.write_run` wrote with the format ``json``, the file itself, or a zip file
        from ``casecompare archive``.

    Raises
    ------
    UsageError
        If there is no run, it cannot be read, or it was written by a newer casecompare.

    Examples
    --------
    >>> read_saved("nowhere")
    Traceback (most recent call last):
    casecompare.errors.UsageError: nowhere: there is no such file or folder. Give a run folder, a ...
    """
    place, shown = Path(path), one_line(str(path))
    try:
        if place.is_dir():
            content = _content(place / "comparison.json", shown)
            made = place / "provenance.json"
            told = _content(made, shown) if made.is_file() else b"{}"
        elif is_zip(place):
            files = read_zip(place, ZipLimits())
            content, told = files.get("run/comparison.json", b""), files.get("manifest.json", b"{}")
            if not content:
                raise UsageError(f"{shown}: this zip file holds no run (run/comparison.json).")
        else:
            content, told = _content(place, shown), b"{}"
    except OSError as error:
        raise UsageError(f"{shown}: it cannot be read ({error.strerror or error}).") from error
    made_with = _lenient(told)
    return SavedRun(
        path=shown,
        comparison=parse_comparison(content, shown),
        python=made_with.python,
        packages=made_with.packages,
        command=made_with.command,
    )


def parse_comparison(content: bytes, name: str) -> SavedComparison:
    """Check the bytes of a ``comparison.json`` and give what is compared of it.

    Parameters
    ----------
    content
        The bytes.
    name
        How the file is called in messages.

    Raises
    ------
    UsageError
        If it is no such file, is damaged, or was written by a newer casecompare.
    """
    try:
        # Bounds the depth, and never makes anything but plain data.
        data = from_json(content)
        if not isinstance(data, dict):
            raise UsageError(f"{name}: this is no comparison.json of casecompare. {_WHAT}")
        return SavedComparison.model_validate(migrate(data, name=name))
    except ReportError as error:
        raise UsageError(str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            f"{name}: this comparison.json is damaged ({shorten(place, 60)}: {shorten(first['msg'], 120)})."
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{name}: this is no comparison.json of casecompare ({shorten(str(error), 120)}). {_WHAT}"
        ) from error


_WHAT = "Give a run folder, a comparison.json, or an archive."


def _content(path: Path, shown: str) -> bytes:
    if not path.exists():
        if path.parent.is_dir() and path.name == "comparison.json" and path.parent != Path(shown).parent:
            raise UsageError(
                f"{shown}: this folder holds no comparison.json. Give the folder of a run that was written "
                "with the format json."
            )
        raise UsageError(f"{shown}: there is no such file or folder. {_WHAT}")
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise UsageError(f"{shown}: {path.name} has {size_text(size)}, more than {size_text(_MOST_BYTES)}.")
    return path.read_bytes()


def _lenient(content: bytes) -> _Made:
    """Read what only tells more; where it is damaged, the run can be compared all the same."""
    try:
        told = json.loads(content)
        return _Made.model_validate(told.get("made_with", told))
    except (ValueError, AttributeError, RecursionError):
        return _Made()
