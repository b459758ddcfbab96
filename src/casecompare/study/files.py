"""Files of a study: opened within its folder and its limits, hashed, and turned into text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casecompare.errors import Level, Problem
from casecompare.study.limits import Limits, size_text

__all__ = ["InputFile", "decode", "open_input", "stays_inside"]

_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SAVE_AS_UTF8 = "Save it as UTF-8 (in Excel: 'CSV UTF-8', in an editor: 'Save with encoding')."
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class InputFile:
    """The bytes of one input file, its name as typed from the study's folder, and their SHA-256."""

    file: str
    content: bytes
    sha256: str


def open_input(folder: Path, file: str, limits: Limits) -> tuple[InputFile | None, list[Problem]]:
    """Read a file of a study, or say why it cannot be read.

    Parameters
    ----------
    folder
        The study's folder; a file that a link leads out of it is refused.
    file
        The path from that folder, with forward slashes.
    limits
        Its `file_bytes` is the largest size that is read.
    """
    path = folder / file
    if not path.exists():
        return None, [_about(file, "there is no such file.", code="missing-file")]
    if not path.is_file():
        return None, [_about(file, "this is not a file.", code="missing-file")]
    if not path.resolve().is_relative_to(folder.resolve()):
        return None, [_about(file, "this link leads out of the study's folder.",
                             hint="Put the file itself into the folder.", code="outside-folder")]  # fmt: skip
    try:
        size = path.stat().st_size
        content = b"" if size > limits.file_bytes else path.read_bytes()
    except OSError as error:
        return None, [_about(file, f"the file cannot be read: {error.strerror}.", code="unreadable-file")]
    if size > limits.file_bytes:
        message = f"{size_text(size)} is more than the limit of {size_text(limits.file_bytes)}."
        return None, [_about(file, message, hint=limits.raise_hint(size), code="file-too-large")]
    if not content.strip():
        return None, [_about(file, "the file is empty.", code="empty-file")]
    return InputFile(file, content, hashlib.sha256(content).hexdigest()), []


def decode(source: InputFile) -> tuple[str | None, list[Problem]]:
    """Turn the bytes of a file into text: UTF-8, composed letters (NFC), no control characters.

    A UTF-8 byte order mark is dropped with a note. Letters are composed so that a name typed on one
    machine equals the same name typed on another.
    """
    content, problems = source.content, list[Problem]()
    if content.startswith(_UTF16_OR_32):
        return None, [_about(source.file, "the file is UTF-16 or UTF-32, but UTF-8 is needed.",
                             hint=_SAVE_AS_UTF8, code="wrong-encoding")]  # fmt: skip
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
        note = "the file starts with a byte order mark (BOM), which is ignored."
        problems.append(_about(source.file, note, code="byte-order-mark", level="note"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [*problems, _wrong_byte(source.file, content, error.start)]
    control = _CONTROL.search(text)
    if control:
        return None, [*problems, _control_character(source.file, text, control.start())]
    return unicodedata.normalize("NFC", text), problems


def stays_inside(file: str) -> bool:
    r"""Say whether a path written in a study is relative and never steps up and out of the folder.

    Examples
    --------
    >>> stays_inside("data/cases.csv"), stays_inside("../cases.csv"), stays_inside("C:\\cases.csv")
    (True, False, False)
    """
    path = PurePosixPath(file.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in file


def _wrong_byte(file: str, content: bytes, position: int) -> Problem:
    before = content[:position].decode("utf-8")
    guess = content[position : position + 1].decode("cp1252", errors="replace")
    line, column = _place(before)
    message = f"byte {position + 1} (0x{content[position]:02X}, in Windows-1252 '{guess}') is not UTF-8."
    return _about(file, message, hint=_SAVE_AS_UTF8, code="wrong-encoding", line=line, column=column)


def _control_character(file: str, text: str, position: int) -> Problem:
    line, column = _place(text[:position])
    if text[position] == "\x00":
        message, hint = "the file holds a NUL byte.", f"It is UTF-16 or no text at all. {_SAVE_AS_UTF8}"
    else:
        message, hint = f"the control character U+{ord(text[position]):04X} stands here.", "Delete it."
    return _about(file, message, hint=hint, code="control-character", line=line, column=column)


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _about(
    file: str,
    message: str,
    *,
    code: str,
    hint: str = "",
    level: Level = "error",
    line: int = 0,
    column: int = 0,
) -> Problem:
    return Problem(message=message, hint=hint, code=code, level=level, file=file, line=line, column=column)
