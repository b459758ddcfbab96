"""The frame: a table of many units, read by the very readers that read a study's table of cases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from casecompare import Problem, StudyError, load_host, read_table

__all__ = ["FrameTable", "read_frame"]

_LARGEST = 50_000_000
"""Bytes; the limit of a table of cases."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FrameTable:
    """A frame as it was read.

    Parameters
    ----------
    file
        Its path from the study's folder.
    sha256
        The hash of its bytes.
    table
        One row per unit, its id as index; columns of numbers, or of text.
    problems
        What is worth knowing about the reading, such as decimal commas; no errors.
    """

    file: str
    sha256: str
    table: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def read_frame(folder: Path, file: str) -> FrameTable:
    """Read a frame from the study's folder.

    Parameters
    ----------
    folder
        The study's folder.
    file
        The path from there to a ``.csv`` or ``.xlsx`` file, or one of a format that a plugin brings. The
        first column holds the ids of the units, each once.

    Raises
    ------
    casecompare.StudyError
        if the file is not there, lies outside the folder, is too large or is no table: every problem with
        file, line and what to do.
    """
    path = (folder / file).resolve()
    if problem := _misplaced(folder, path, file):
        raise StudyError([problem])
    table, problems = read_table(path, load_host().readers)
    if table is None or any(one.level == "error" for one in problems):
        raise StudyError(_renamed(problems, path.name, file))
    if table.empty:
        raise StudyError([_problem(file, "it has ids, but no variable.", "Add a column per variable.")])
    return FrameTable(
        file=file,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        table=table,
        problems=tuple(_renamed(problems, path.name, file)),
    )


def _misplaced(folder: Path, path: Path, file: str) -> Problem | None:
    if not path.is_relative_to(folder.resolve()):
        return _problem(file, "the frame must lie in the study's folder.", "Copy it there.")
    if not path.is_file():
        return _problem(file, "there is no such file.", "Correct the option frame, or put the table there.")
    if path.stat().st_size > _LARGEST:
        return _problem(file, "the frame is larger than 50 MB.", "Leave out columns that are not needed.")
    return None


def _problem(file: str, message: str, hint: str) -> Problem:
    return Problem(message=message, hint=hint, code="selection.frame", file=file)


def _renamed(problems: Iterable[Problem], name: str, file: str) -> list[Problem]:
    return [replace(one, file=file) if one.file == name else one for one in problems]
