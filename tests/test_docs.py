"""The documentation is run: every command and every snippet of the READMEs and of docs/*.md.

Each page is worked through from top to bottom in a folder of its own, which holds the studies that ship
and `cases.xlsx`, the tutorial's table as a spreadsheet. What a fenced block is for stands in its first line:

- ``console``: lines that start with ``$`` are run; whatever stands below must be what they print, ``...``
  stands for what is left out. ``console exit=1`` is for a command that has to fail.
- ``python``: run in order within the page; lines that start with ``>>>`` must give what they show.
- any block with ``file=NAME``: written to that file; with ``into=NAME under=LINE``: put into that file,
  below its line that reads ``LINE``.
- ``yaml`` and ``json`` without a file: must be readable.
- ``r`` and ``text illustration``: shown, not run. ``{directive}``: for Sphinx.
- ``python signature``: held against the code by tests/test_plugin_docs.py.
- ``console installed``: needs the plugin of the tutorial installed; tests/test_plugin_docs.py runs it in an
  environment of its own.
"""

from __future__ import annotations

import csv
import doctest
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from typer.testing import CliRunner

from casecompare.cli import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "plugins").glob("*/README.md")),
    ROOT / "cases/README.md",
]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
KNOWN = {"console", "json", "python", "r", "text", "yaml"}
MARKS = {"exit", "file", "illustration", "installed", "into", "signature", "under"}
NOT_RUN = {
    "python3 go.py test": "it would run these very tests within themselves",
}
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its first line in words, its text and its place."""

    page: str
    line: int
    language: str
    marks: tuple[str, ...]
    body: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"

    def mark(self, name: str) -> str:
        """Give the value of ``name=value`` in the first line, or an empty string."""
        return next((mark.partition("=")[2] for mark in self.marks if mark.startswith(f"{name}=")), "")


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        # The line under which a block is put may have spaces, so it is the last mark.
        info, _, under = found["info"].partition(" under=")
        language, *marks = [*info.split(), *([f"under={under.strip()}"] if under else [])] or [""]
        line = text.count("\n", 0, found.start()) + 1
        yield Block(str(page.relative_to(ROOT)), line, language, tuple(marks), found["body"])


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_block_is_of_a_known_kind(page: Path) -> None:
    for block in blocks_of(page):
        if block.language.startswith("{"):
            continue
        assert block.language in KNOWN, f"{block.place}: what is a block of '{block.language}'?"
        is_used = block.mark("file") or block.mark("into") or "illustration" in block.marks
        assert block.language != "text" or is_used, f"{block.place}: unchecked text"
        unknown = [mark for mark in block.marks if mark.partition("=")[0] not in MARKS]
        assert not unknown, f"{block.place}: unknown mark {unknown}"
    fences = re.findall(r"^ *(?:```|~~~)", page.read_text(encoding="utf-8"), re.M)
    assert len(fences) == 2 * len(list(blocks_of(page))), f"{page.name}: a block is indented or not closed"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "cases", tmp_path / "cases", ignore=shutil.ignore_patterns("runs"))
    make_workbook(tmp_path / "cases.xlsx")
    monkeypatch.chdir(tmp_path)
    variables: dict[str, object] = {"__name__": page.stem}
    for block in blocks_of(page):
        if {"installed", "signature"} & {*block.marks}:
            continue
        if block.mark("file") or block.mark("into"):
            write_file(block)
        elif block.language == "console":
            run_commands(block, monkeypatch)
        elif block.language == "python":
            run_python(block, variables)
        elif block.language == "yaml":
            assert yaml.safe_load(block.body) is not None, block.place
        elif block.language == "json":
            json.loads(block.body)


def write_file(block: Block) -> None:
    if block.mark("file"):
        Path(block.mark("file")).parent.mkdir(parents=True, exist_ok=True)
        Path(block.mark("file")).write_text(block.body, encoding="utf-8")
        return
    file, under = Path(block.mark("into")), block.mark("under")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if line.strip() == under]
    assert len(places) == 1, f"{block.place}: '{under}' stands {len(places)} times in {file}"
    file.write_text("".join([*lines[: places[0] + 1], block.body, *lines[places[0] + 1 :]]), encoding="utf-8")


def make_workbook(path: Path) -> None:
    """Write the table of the tutorial as the spreadsheet that other pages start from."""
    tables = [
        block.body for block in blocks_of(ROOT / "docs/tutorial.md") if block.mark("file") == "cases.csv"
    ]
    workbook = xlsxwriter.Workbook(path, {"strings_to_numbers": True})
    sheet = workbook.add_worksheet()
    for number, row in enumerate(csv.reader(io.StringIO(tables[0]))):
        sheet.write_row(number, 0, row)
    workbook.close()


def run_commands(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = block.body.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    assert starts[:1] == [0], f"{block.place}: no command"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        command = re.split(r"\s{2,}#", lines[start][2:])[0].strip()
        expected = "\n".join(lines[start + 1 : end]).strip("\n")
        if command in NOT_RUN:
            continue
        code, printed = run_command(command, monkeypatch)
        told = f"{block.place}: $ {command}\n{printed}"
        assert code == (int(block.mark("exit") or 0) if start == starts[-1] else 0), told
        assert not expected or is_as_shown(expected, printed), f"{told}\n--- but the page shows\n{expected}"


def run_command(command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a command as typed; casecompare itself runs inside the tests, which is ten times faster."""
    words = shlex.split(command.removeprefix("python3 go.py ").removeprefix("casecompare "))
    # The code of a project is imported in a process of its own, so that it leaves nothing behind here.
    is_ours = command.startswith(("casecompare ", "python3 go.py ")) and "check-plugin" not in words
    if is_ours and ">" not in words:
        monkeypatch.setattr(sys, "argv", ["casecompare", *words])
        result = CliRunner().invoke(app, words, prog_name="casecompare", catch_exceptions=False)
        return result.exit_code, result.output
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["/bin/sh", "-c", command], env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout


def run_python(block: Block, variables: dict[str, object]) -> None:
    if ">>>" not in block.body:
        exec(compile(block.body, block.place, "exec"), variables)
        return
    examples = doctest.DocTestParser().get_doctest(block.body, variables, block.place, block.page, block.line)
    # A doctest works on a copy of the variables; the page goes on with them.
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    runner.run(examples, out=said.append, clear_globs=False)
    variables.update(examples.globs)
    assert not runner.failures, "".join(said)


def is_as_shown(expected: str, printed: str) -> bool:
    """A line of ``...`` stands for any number of lines, none included; within a line for any text."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in expected.splitlines()
    )
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    return re.fullmatch(pattern, "\n".join(lines) + "\n") is not None


def test_commands_that_are_not_run_are_still_in_the_documentation() -> None:
    written = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [command for command in NOT_RUN if f"$ {command}" not in written] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    missing = []
    for target in targets:
        file, _, anchor = target.partition("#")
        goal = (page.parent / file) if file else page
        if not goal.exists() or (anchor and anchor not in anchors_of(goal)):
            missing.append(target)
    assert missing == []


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_a_wrong_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the documentation can fail: each kind of mistake is found."""
    wrong = {
        "console": "$ casecompare describe no-such-method\n",
        "python": ">>> 1 + 1\n3\n",
    }
    for language, body in wrong.items():
        block = Block("wrong.md", 1, language, (), body)
        with pytest.raises(AssertionError, match=r"wrong\.md"):
            run_commands(block, monkeypatch) if language == "console" else run_python(block, {})
    with pytest.raises(AssertionError, match="but the page shows"):
        run_commands(Block("wrong.md", 1, "console", (), "$ echo one\ntwo\n"), monkeypatch)


@pytest.mark.parametrize(
    ("expected", "is_shown"),
    [("a\nb", True), ("a", False), ("a\n...", True), ("a\n...\nb", True), ("...\nb", True), ("a\nb...", True),
     ("a\n...\nc", False), ("...", True), ("a...\nc", False)],
)  # fmt: skip
def test_dots_stand_for_what_is_left_out(expected: str, is_shown: bool) -> None:
    assert is_as_shown(expected, "a  \nb\n") is is_shown
