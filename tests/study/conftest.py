"""A study written into a folder, read, and what reading it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from casecompare.errors import Problem
from casecompare.study import Study, read_study

Files: TypeAlias = Mapping[str, str | bytes]
Write: TypeAlias = Callable[[Files], Path]
Tell: TypeAlias = Callable[..., list[str]]

STUDY = """\
study: example
outcome: SUCCESS
codebook:
  TANDEM: {definition: Both lead}
  SUCCESS: {from: [change, lasting], aggregate: min}
  SPENDING: {kind: number, from: spending}
"""
RECORD = """\
id: T01
values:
  TANDEM: 0.9
  change: 0.8
  lasting: 0.7
  spending: 550
"""
TABLE = """\
case,TANDEM,change,lasting,spending
T01,0.9,0.8,0.7,550
T02,0.1,0.2,0.3,480
"""


def as_told(problem: Problem) -> str:
    """Give a problem as the command line prints it."""
    return str(problem) if problem.level == "error" else f"{problem.level}: {problem}"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into a folder; study.yaml is there already."""

    def write_files(files: Files) -> Path:
        for file, content in {"study.yaml": STUDY, **files}.items():
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write_files


@pytest.fixture
def tell(write: Write) -> Tell:
    """Give everything that is told about a study made of these files."""

    def read(files: Files, **options: object) -> list[str]:
        _, problems = read_study(write(files), **options)  # type: ignore[arg-type]
        return [as_told(problem) for problem in problems]

    return read


@pytest.fixture
def read(write: Write) -> Callable[..., Study]:
    """Give a study made of these files, in which nothing is wrong."""

    def read_files(files: Files, **options: object) -> Study:
        study, problems = read_study(write(files), **options)  # type: ignore[arg-type]
        assert study is not None
        assert [str(problem) for problem in problems if problem.level == "error"] == []
        return study

    return read_files
