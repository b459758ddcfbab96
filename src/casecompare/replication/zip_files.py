"""Zip files: written with the same bytes for the same content, read without trusting them.

Nothing is unpacked by names that the file chose: names are checked first, sizes are bounded before and
while reading, and what is not a plain file is refused.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casecompare.errors import UsageError
from casecompare.report.text import one_line, shorten
from casecompare.study.limits import Limits, size_text

__all__ = ["ZipLimits", "is_zip", "read_zip", "unpack", "zip_bytes"]

_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file can say; the true time would make equal archives differ."""
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL = 1_000_000


@dataclass(frozen=True, kw_only=True)
class ZipLimits:
    """How much a zip file may hold.

    Parameters
    ----------
    files
        The number of files in it.
    total_bytes
        What they may unpack to, together.
    ratio
        How many times its packed size a file of more than a megabyte may unpack to. Tables of numbers come
        to some ten times, long runs of one letter to a thousand.
    """

    files: int = 20_000
    total_bytes: int = 1_000_000_000
    ratio: int = 200

    @classmethod
    def like(cls, limits: Limits) -> ZipLimits:
        """Give limits that let every file through that the limits of a study let through."""
        return cls(total_bytes=max(cls.total_bytes, 4 * limits.file_bytes))


def is_zip(path: Path) -> bool:
    """Say whether a file begins as zip files do."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Pack files: sorted by name, without times or owners, so that equal content gives equal bytes.

    Examples
    --------
    >>> zip_bytes({"b": b"2", "a": b"1"}) == zip_bytes({"a": b"1", "b": b"2"})
    True
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_TIME)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return packed.getvalue()


def read_zip(path: str | Path, limits: ZipLimits) -> dict[str, bytes]:
    """Read every file of a zip file into memory.

    Parameters
    ----------
    path
        The zip file.
    limits
        How much it may hold.

    Returns
    -------
    dict
        Content by name, in the order of the names; each name is a relative path with forward slashes that
        stays inside the folder it is unpacked to.

    Raises
    ------
    UsageError
        If it is no zip file, is damaged or encrypted, is too large, or holds a name that leads elsewhere, a
        link, or one name twice.
    """
    shown = one_line(str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not _is_plain_folder(entry)]
            faults = list(_faults(entries, limits))
            if faults:
                raise UsageError(f"{shown}: {faults[0]} It is not unpacked.")
            return {
                entry.filename: _content(archive, entry)
                for entry in sorted(entries, key=lambda entry: entry.filename)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UsageError(
            f"{shown}: this is no zip file, or it is damaged ({shorten(str(error))})."
        ) from error
    except RuntimeError as error:
        raise UsageError(
            f"{shown}: it is encrypted; unpack it and pack it again without a password."
        ) from error
    except OSError as error:
        raise UsageError(f"{shown}: it cannot be read ({error.strerror or error}).") from error


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files of `read_zip` below a folder that is there and empty."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read one file, and no more of it than it said it has."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile(f"{entry.filename} is not as long as the file says")
    return content


def _faults(entries: Sequence[zipfile.ZipInfo], limits: ZipLimits) -> Iterator[str]:
    """Give what speaks against unpacking, before anything is read."""
    if len(entries) > limits.files:
        yield f"it holds {len(entries):,} files, more than {limits.files:,}."
        return
    total = sum(entry.file_size for entry in entries)
    if total > limits.total_bytes:
        yield f"it would unpack to {size_text(total)}, more than {size_text(limits.total_bytes)}."
    seen: dict[str, str] = {}
    for entry in entries:
        name = shorten(entry.filename, 60)
        yield from _name_faults(entry.orig_filename)
        if not _is_file(entry):
            yield f"'{name}' is a link or a device, not a file."
        if entry.flag_bits & 0x1:
            yield f"'{name}' is encrypted."
        if entry.compress_type not in _PLAIN:
            yield f"'{name}' is packed in a way that is not read."
        if entry.file_size > _SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            yield f"'{name}' unpacks to more than {limits.ratio} times its size."
        # Some systems take names that differ in capitals or in the way an accent is written for one.
        folded = unicodedata.normalize("NFC", entry.filename).casefold()
        if folded in seen:
            yield f"it holds '{name}' twice."
        seen[folded] = entry.filename
    yield from _file_and_folder(seen)


def _name_faults(name: str) -> Iterator[str]:
    parts = PurePosixPath(name).parts
    shown = shorten(name, 60)
    is_safe = bool(parts) and not name.startswith("/") and "\\" not in name and ":" not in name
    if not is_safe or any(part in ("..", ".") for part in name.split("/")) or "//" in name:
        yield f"'{shown}' leads out of the folder that it is unpacked to."
    elif _CONTROL.search(name) or len(name) > 1000:
        yield f"'{shown}' is no name for a file."
    elif any(
        part.partition(".")[0].strip().lower() in _DEVICES or part.endswith((" ", ".")) for part in parts
    ):
        yield f"'{shown}' is no name for a file on every system."


def _file_and_folder(seen: Mapping[str, str]) -> Iterator[str]:
    for folded, name in seen.items():
        above = [str(folder) for folder in PurePosixPath(folded).parents]
        if any(folder in seen for folder in above):
            yield f"'{shorten(name, 60)}' would lie in a folder that is also a file."


def _is_plain_folder(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry only names a folder; files bring their folders themselves."""
    return entry.is_dir() and entry.file_size == 0 and not list(_name_faults(entry.filename.rstrip("/")))


def _is_file(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG) and not entry.is_dir()
