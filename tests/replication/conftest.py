"""A small study of four records with evidence in confidence, its run, and its archive."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import casecompare
from casecompare.replication import archive

QUOTE = "We only pretended to agree with the board, she said."
SECRETS = (QUOTE, "interview, medical director of St Elsewhere", "p. 4711", "told off the record", "Jane Doe")

STUDY = """\
# What the study is about stays as it was typed.
study: small
title: A small study
codebook:
  A: {kind: crisp, definition: Leaders act jointly}
  B: {kind: crisp, definition: Money is there}
  Y: {kind: crisp, definition: The service changed}
outcome: Y
methods:
  qca: {conditions: [A, B], consistency: 0.8, figures: false, robustness: false}
hypotheses:
  H1: {claim: A => Y, title: Joint leadership is enough}
  H2: {claim: B <= Y, title: Money is needed}
"""
RECORD = """\
# {id} was coded twice
id: {id}
values:
  A: {{value: {a}, evidence: [e1]}}
  B: {b}
  Y: {y}
evidence:
  e1: {{source: minutes, locator: 'no. 3', quote: All of them signed.}}
"""
CONFIDENTIAL = """\
  # Jane Doe was in tears
  e2:
    source: interview, medical director of St Elsewhere
    locator: p. 4711
    quote: "We only pretended to agree
      with the board, she said."
    note: told off the record
    findings: [F5]
    access: restricted
actors:
  - {id: a1, name: Jane Doe, profession: clinical}
  - {id: a2, profession: managerial}
diary:
  - {day: 3, text: what no plugin reads}
"""
CASES = {"k": (1, 1, 1), "l": (1, 0, 1), "m": (0, 1, 0), "n": (0, 0, 0)}


def write_study(folder: Path, *, confidential: bool = True) -> Path:
    """Write the study; the record of case k has what must not leave it."""
    (folder / "cases").mkdir(parents=True)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    for name, (a, b, y) in CASES.items():
        more = CONFIDENTIAL if name == "k" and confidential else ""
        text = RECORD.format(id=name, a=a, b=b, y=y) + more
        (folder / f"cases/{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the study ``small``, its run ``run`` and its archive ``small.zip``."""
    folder = tmp_path_factory.mktemp("made")
    write_study(folder / "small")
    run_study(folder / "small", folder / "run")
    archive(folder / "small", folder / "small.zip", run=folder / "run")
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """Give a copy of `made` that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "place"))


@pytest.fixture(name="run_study")
def run_study_fixture() -> Callable[..., None]:
    return run_study


@pytest.fixture(name="rewrite")
def rewrite_fixture() -> Callable[..., None]:
    return rewrite


@pytest.fixture(name="write_study")
def write_study_fixture() -> Callable[..., Path]:
    return write_study


@pytest.fixture(name="secrets")
def secrets_fixture() -> tuple[str, ...]:
    return SECRETS


def run_study(study: Path, target: Path, *, seed: int = 1, **options: object) -> None:
    """Run the study and write its run folder."""
    comparison = casecompare.run(study, options={"qca": options}, seed=seed)
    casecompare.write_run(comparison, target, formats=["json", "markdown"])


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the files of an archive."""
    with zipfile.ZipFile(path) as archived:
        files = {name: archived.read(name) for name in archived.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in files.items():
            archived.writestr(name, content)
