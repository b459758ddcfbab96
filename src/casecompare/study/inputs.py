"""Which files make up a study: found in its folder, in a fixed order, before any of them is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casecompare.errors import Problem, did_you_mean
from casecompare.study.files import stays_inside
from casecompare.study.limits import Limits
from casecompare.study.model import Places
from casecompare.study.sheet_formats import TableReader, table_suffixes
from casecompare.study.wording import one_of

__all__ = ["Inputs", "find_inputs", "locate"]

_YAML = (".yaml", ".yml")


@dataclass(frozen=True)
class Inputs:
    """The files of a study beside study.yaml, as typed from its folder: records or a table, coding sheets."""

    records: tuple[str, ...] = ()
    table: str = ""
    coding: tuple[str, ...] = ()


def locate(path: Path) -> tuple[tuple[Path, str] | None, list[Problem]]:
    """Give folder and name of the study file that a path means.

    Examples
    --------
    >>> locate(Path("nowhere"))[1][0].message
    "there is no folder 'nowhere'."
    """
    if path.is_dir():
        if (path / "study.yaml").exists():
            return (path, "study.yaml"), []
        hint = "Make one: casecompare new STUDY --from cases.csv."
        if (path / "study.yml").exists():
            hint = "Rename study.yml to study.yaml."
        message = "there is no such file."
        return None, [Problem(message=message, hint=hint, code="missing-file", file="study.yaml")]
    if path.suffix.lower() in _YAML:
        return (path.parent, path.name), []
    if path.exists():
        hint = f"Give the study's folder, or make one: casecompare new STUDY --from {path.name}."
        message = "this is not a study."
        return None, [Problem(message=message, hint=hint, code="not-a-study", file=path.name)]
    message = f"there is no folder '{path}'."
    return None, [Problem(message=message, code="missing-file", file="study.yaml")]


def find_inputs(
    folder: Path, table: str, readers: Mapping[str, TableReader], limits: Limits, places: Places
) -> tuple[Inputs, list[Problem]]:
    """Find records, table and coding sheets.

    Parameters
    ----------
    folder
        The study's folder.
    table
        The table that study.yaml names, or an empty string.
    readers
        The table formats of plugins.
    limits
        Its `files` bounds how many there may be.
    places
        Where the fields of study.yaml stand.
    """
    suffixes = table_suffixes(readers)
    records = _listing(folder, "cases", _YAML)
    tables = [f"cases{suffix}" for suffix in suffixes if (folder / f"cases{suffix}").exists()]
    coding = _listing(folder, "coding", suffixes)
    problems = _coders_twice(coding)
    if table:
        problems += _check_table(folder, table, places)
        tables = [] if problems else [table]
    if len(records) + len(coding) > limits.files:
        message = f"{len(records) + len(coding):,} files are more than the limit of {limits.files:,}."
        hint = "Raise it in Python with Limits(files=…)."
        return Inputs(), [*problems, Problem(message=message, hint=hint, code="too-many-files")]
    given = [*tables, *(["cases/*.yaml"] if records else [])]
    if len(given) > 1:
        message = f"the cases are given more than once: {one_of(given)}."
        problems.append(Problem(message=message, hint="Keep one of them.", code="cases-twice"))
    elif not given and not problems:
        hint = "Put cases.csv, cases.xlsx or a folder cases with one .yaml per case beside study.yaml."
        problems.append(Problem(message="there are no cases.", hint=hint, code="no-cases"))
    if len(given) != 1:
        return Inputs(coding=tuple(coding)), problems
    return Inputs(tuple(records), tables[0] if tables else "", tuple(coding)), problems


def _listing(folder: Path, name: str, suffixes: tuple[str, ...]) -> list[str]:
    """Give the files of a folder by name, without those that editors and systems hide."""
    try:
        found = [path.name for path in (folder / name).iterdir() if path.suffix.lower() in suffixes]
    except OSError:
        return []
    return [f"{name}/{file}" for file in sorted(found) if not file.startswith((".", "~$"))]


def _check_table(folder: Path, table: str, places: Places) -> list[Problem]:
    file, line, column = places.find(("cases",))
    if not stays_inside(table):
        message, hint = "the table must lie in the study's folder.", "Copy it there and write its name."
    elif not (folder / table).exists():
        message = f"there is no file '{table}'."
        hint = did_you_mean(table, sorted(path.name for path in folder.iterdir()))
    else:
        return []
    return [Problem(message=message, hint=hint, code="missing-file", file=file, line=line, column=column,
                    field="cases")]  # fmt: skip


def _coders_twice(coding: list[str]) -> list[Problem]:
    first: dict[str, str] = {}
    problems = []
    for file in coding:
        coder = Path(file).stem
        if coder in first:
            message = f"coder {coder} has two sheets, this one and {first[coder]}."
            problems.append(Problem(message=message, hint="Keep one.", code="two-sheets", file=file))
        first.setdefault(coder, file)
    return problems
