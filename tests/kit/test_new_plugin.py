"""A new plugin: named as it may be, complete, and green as it is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casecompare.cli import app
from casecompare.errors import UsageError
from casecompare.kit import next_commands, write_plugin

PROGRAMS = Path(sys.executable).parent
FILES = ["pyproject.toml", "README.md", "src/casecompare_my_index/__init__.py",
         "src/casecompare_my_index/py.typed", "tests/test_contract.py", "LICENSE"]  # fmt: skip
LONGEST = "abcdefghijklmnopqrstuvwxyz1234"


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def program(*arguments, cwd, **environment):
    return subprocess.run(
        [str(PROGRAMS / arguments[0]), *map(str, arguments[1:])], cwd=cwd, capture_output=True, text=True,
        check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_command_writes_the_project_and_says_how_to_go_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("new-plugin", "my_index", "--author", "A. Scholar", "--licence", "mit")
    assert done.exit_code == 0, done.output
    made = tmp_path / "casecompare-my-index"
    files = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert files == set(FILES)
    lines = done.stdout.splitlines()
    assert lines[0] == "Made casecompare-my-index:"
    assert [line.split()[0] for line in lines[1:7]] == FILES
    assert lines[-3].endswith("-m pip install -e casecompare-my-index")
    assert lines[-2:] == [
        "  casecompare check-plugin casecompare-my-index",
        "  casecompare run --plugin my_index",
    ]
    project = tomllib.loads((made / "pyproject.toml").read_text(encoding="utf8"))["project"]
    assert project["entry-points"]["casecompare"] == {"my_index": "casecompare_my_index"}
    assert project["authors"] == [{"name": "A. Scholar"}]
    assert "Copyright (c) A. Scholar" in (made / "LICENSE").read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("My Index", "Did you mean 'my_index'?"),
        ("2fold", "Did you mean 'fold'?"),
        ("casecompare-index", "Did you mean 'index'?"),
        ("casecompare_index", "'casecompare' is put before the name by itself. Did you mean 'index'?"),
        ("../evil", "Did you mean 'evil'?"),
        ("index;rm", "cannot be the name of a plugin"),
        ("Q C A", "cannot be the name of a plugin"),
        ("é", "cannot be the name of a plugin"),
        ("", "cannot be the name of a plugin"),
        (LONGEST + "5", "up to 30 small letters"),
        ("class", "'class' is a word of Python itself. Try 'class_method'."),
        ("match", "'match' is a word of Python itself"),
        ("qca", "'qca' is taken by casecompare. Try 'my_qca'."),
        ("json", "easily confused with a module"),
        ("testing", "easily confused with a module"),
    ],
)
def test_a_name_that_will_not_do_is_told_and_nothing_is_written(name, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("new-plugin", "--", name)
    assert done.exit_code == 2
    assert words in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "mine").mkdir()
    done = call("new-plugin", "my_index", "--folder", tmp_path / "mine")
    assert done.exit_code == 2
    assert "is there already. Name another folder with --folder, or remove it." in done.output
    assert list((tmp_path / "mine").iterdir()) == []


@pytest.mark.parametrize("author", ["A\nB", "x" * 101, "A\u202eB"])
def test_an_author_is_one_line(author, tmp_path):
    with pytest.raises(UsageError, match="--author takes one line of up to 100 letters"):
        write_plugin("my_index", tmp_path / "p", author=author)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_licence_is_told(tmp_path):
    with pytest.raises(UsageError, match="--licence gpl: give mit or none"):
        write_plugin("my_index", tmp_path / "p", licence="gpl")


def test_an_author_of_any_letters_is_written_safely(tmp_path):
    author = "\"]\nx = '".replace("\n", " ") + '\\ Ö 𝔸 """ #'
    write_plugin("my_index", tmp_path / "p", author=author, licence="mit")
    project = tomllib.loads((tmp_path / "p/pyproject.toml").read_text(encoding="utf8"))["project"]
    assert project["authors"] == [{"name": author}]


def test_an_interrupted_writing_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_plugin("my_index", tmp_path / "p")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_a_blank_is_quoted():
    assert next_commands(Path("my plugins/x"), "x")[1] == "casecompare check-plugin 'my plugins/x'"


@pytest.mark.parametrize("name", ["x", LONGEST])
def test_it_is_well_formed_as_it_is_written(name, tmp_path):
    write_plugin(name, tmp_path / "p", author="A. Scholar")
    for command in (("ruff", "check", "--no-cache", "."), ("ruff", "format", "--no-cache", "--check", ".")):
        done = program(*command, cwd=tmp_path / "p")
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_green_as_it_is_written(tmp_path):
    write_plugin(LONGEST, tmp_path / "p", author="A. Scholar")
    done = program("pytest", "-q", "-p", "no:cacheprovider", "-W", "error", cwd=tmp_path / "p")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^3\d passed, \d skipped", done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_its_types_are_right(tmp_path):
    write_plugin("my_index", tmp_path / "p")
    done = program("mypy", "--cache-dir", tmp_path / "cache", cwd=tmp_path / "p")
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_card_has_no_fault_and_the_command_says_so(tmp_path):
    write_plugin("card_of_a_new_one", tmp_path / "p", author="A. Scholar", licence="mit")
    done = call("check-plugin", tmp_path / "p")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(
        "card_of_a_new_one (casecompare-card-of-a-new-one 0.1.0): no fault, 1 warning"
    )
    assert "What a reviewer would ask" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_plugin_that_is_wrong_gives_exit_code_1_and_none_at_all_2(tmp_path):
    file = tmp_path / "broken_one.py"
    file.write_text(
        "import casecompare\n"
        "@casecompare.hookimpl\n"
        "def casecompare_register_methods(register):\n"
        "    register(casecompare.Method(name='broken', title='B', question='?', run=lambda *_: 1 / 0))\n",
        encoding="utf8",
    )
    done = call("check-plugin", file, "--format", "json")
    assert done.exit_code == 1
    card = json.loads(done.stdout)
    faults = {one["name"]: one["faults"] for one in card["checks"] if one["faults"]}
    assert "stumbled (ZeroDivisionError: division by zero) in broken_one.py, line 4" in faults["runs"][0]
    assert call("check-plugin", "no-such-plugin").exit_code == 2
    file.write_text("def (", encoding="utf8")
    done = call("check-plugin", file)
    assert done.exit_code == 1
    assert "could not be loaded (SyntaxError" in done.output


@pytest.mark.slow
def test_once_installed_it_is_a_plugin_like_any_other(tmp_path):
    """Built and installed by pip, it stands among the plugins, in the schema of a study, and in a run."""
    write_plugin("my_index", tmp_path / "p")
    site = tmp_path / "site"
    build = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index",
             "--quiet", "--target", str(site), str(tmp_path / "p")]  # fmt: skip
    subprocess.run(build, check=True, capture_output=True)
    path = {"PYTHONPATH": str(site)}
    listed = program("casecompare", "plugins", "--format", "json", cwd=tmp_path, **path)
    [row] = [row for row in json.loads(listed.stdout) if row["plugin"] == "my_index"]
    assert (row["methods"], row["health"]) == ("my_index", "ok")
    schema = json.loads(program("casecompare", "schema", "study", cwd=tmp_path, **path).stdout)
    assert schema["properties"]["methods"]["properties"]["my_index"]["anyOf"][0] == {
        "$ref": "#/$defs/MyIndexOptions"
    }
    assert schema["$defs"]["MyIndexOptions"]["properties"]["enough"]["maximum"] == 1
    done = program("casecompare", "check-plugin", "my_index", cwd=tmp_path, **path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "readme" in done.stdout.partition("Passed")[2].partition("Not applicable")[0]
    done = program("casecompare", "run", "--plugin", "my_index", "--robustness", "none", cwd=tmp_path, **path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "cases have at least 80% of their values" in re.sub(r"\s+", " ", done.stdout)
