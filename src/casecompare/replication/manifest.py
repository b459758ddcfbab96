"""The manifest of an archive: what is in it, how it was made, and what has to come out again."""

from __future__ import annotations

import hashlib
import re

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casecompare.errors import UsageError
from casecompare.replication.settings import RunSettings
from casecompare.report.text import shorten

__all__ = ["ARCHIVE_SCHEMA", "MANIFEST", "NUMBERS", "MadeWith", "Manifest", "read_manifest", "sha256"]

ARCHIVE_SCHEMA = "casecompare/archive/1"
MANIFEST, NUMBERS = "manifest.json", "expected.json"
_KNOWN = 1


class _Part(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True, populate_by_name=True)


class ArchivedStudy(_Part):
    """What study the archive is about, and which file of it to open."""

    name: str
    title: str = ""
    citation: str = ""
    status: str = ""
    licence: str = ""
    file: str = "study/study.yaml"


class ArchivedMethod(_Part):
    """A method of the run and where its code comes from."""

    name: str
    title: str = ""
    citation: str = ""
    distribution: str = ""
    version: str = ""
    is_file: bool = False


class MadeWith(_Part):
    """The versions that the run was made with."""

    python: str = ""
    packages: dict[str, str] = {}


class LeftOut(_Part):
    """What the archive does not hold, though the study does: one sentence per file.

    `holds_restricted` is true where everything was packed, because that was asked for.
    """

    holds_restricted: bool = False
    files: tuple[str, ...] = ()


class Manifest(_Part):
    """The content of ``manifest.json``."""

    schema_: str = Field(ARCHIVE_SCHEMA, alias="schema")
    study: ArchivedStudy
    command: str = ""
    run: RunSettings = RunSettings()
    methods: tuple[ArchivedMethod, ...] = ()
    made_with: MadeWith = MadeWith()
    left_out: LeftOut = LeftOut()
    numbers: str = ""
    files: dict[str, str] = {}

    def as_bytes(self) -> bytes:
        """Give the manifest as JSON, the same bytes for the same content."""
        return (self.model_dump_json(by_alias=True, indent=1) + "\n").encode("utf-8", "replace")


def read_manifest(content: bytes | None, name: str) -> Manifest:
    """Check the bytes of a manifest.

    Parameters
    ----------
    content
        The bytes, or None where the archive holds no such file.
    name
        How the archive is called in messages.

    Raises
    ------
    UsageError
        If there is none, it is damaged, or was written by a newer casecompare.

    Examples
    --------
    >>> read_manifest(None, "a.zip")
    Traceback (most recent call last):
    casecompare.errors.UsageError: a.zip: this is no archive of casecompare: it holds no manifest.json.
    """
    if content is None:
        raise UsageError(f"{name}: this is no archive of casecompare: it holds no {MANIFEST}.")

    class Named(_Part):
        schema_: str = Field("", alias="schema", max_length=200)

    try:
        found = re.fullmatch(r"casecompare/archive/(\d{1,9})", Named.model_validate_json(content).schema_)
        if found is not None and int(found[1]) > _KNOWN:
            raise UsageError(
                f"{name}: it was made by a newer casecompare (archive version {found[1]}; this one reads "
                f"up to {_KNOWN}). Install a newer casecompare: pip install --upgrade casecompare."
            )
        if found is None or int(found[1]) < 1:
            raise UsageError(f"{name}: this is no archive of casecompare: {MANIFEST} says otherwise.")
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            f"{name}: its {MANIFEST} is damaged ({shorten(place, 60)}: {shorten(first['msg'], 120)})."
        ) from error


def sha256(content: bytes) -> str:
    """Give the SHA-256 of some bytes as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
