"""The script of the two commands, tried on a stand-in for Python's `venv` so that nothing is installed."""

from __future__ import annotations

import ast
import importlib.util
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

GO = Path(__file__).resolve().parent.parent / "go.py"

# Stands in for `python -m venv --clear FOLDER`: the "Python" it makes notes what it is asked to do, and its
# `pip install` makes a "casecompare" that notes the same.
VENV_MODULE = """\
import os, pathlib, shutil, sys
folder = pathlib.Path(sys.argv[2])
with open(os.environ["GO_NOTES"], "a") as notes:
    notes.write("venv " + sys.argv[1] + "\\n")
if os.environ.get("GO_VENV_FAILS"):
    sys.exit("Error: " + os.environ["GO_VENV_FAILS"])
shutil.rmtree(folder, ignore_errors=True)
(folder / "bin").mkdir(parents=True)
program = folder / "bin" / "python"
program.write_text(os.environ["GO_PYTHON"])
program.chmod(0o755)
"""
PYTHON_PROGRAM = """\
#!/bin/sh
echo "python $*" >> "$GO_NOTES"
[ "$2" = pip ] || exit "${GO_EXIT:-0}"
[ -z "$GO_PIP_HANGS" ] || sleep 60
[ -z "$GO_PIP_SAYS" ] || { printf '%b\\n' "$GO_PIP_SAYS"; exit 1; }
cat > "$(dirname "$0")/casecompare" <<'END'
#!/bin/sh
for argument in "$@"; do echo "argument $argument" >> "$GO_NOTES"; done
echo "in $PWD" >> "$GO_NOTES"
exit "${GO_EXIT:-0}"
END
chmod +x "$(dirname "$0")/casecompare"
"""
# A test run in the background ignores interrupts, and the programs it starts inherit that.
HEED_INTERRUPTS = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


@dataclass(frozen=True)
class Clone:
    """A folder with go.py and a project file, and a diary of what was done in it."""

    folder: Path
    environment: dict[str, str]

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    @property
    def stamp(self) -> Path:
        return self.venv / "casecompare-setup.txt"

    def go(
        self, *arguments: str, cwd: Path | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.folder / "go.py"), *arguments],
            cwd=cwd or self.folder, env={**self.environment, **settings},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    def take_notes(self) -> list[str]:
        """Give what was done since the last look."""
        notes = Path(self.environment["GO_NOTES"])
        done = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        notes.write_text("", encoding="utf-8")
        return done


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    folder = tmp_path / "a clone" / "case compare"
    folder.mkdir(parents=True)
    shutil.copy(GO, folder)
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    stand_in = tmp_path / "stand-in"
    stand_in.mkdir()
    (stand_in / "venv.py").write_text(VENV_MODULE, encoding="utf-8")
    environment = {
        **os.environ, "PYTHONPATH": str(stand_in),
        "GO_NOTES": str(tmp_path / "notes.txt"), "GO_PYTHON": PYTHON_PROGRAM,
    }  # fmt: skip
    return Clone(folder, environment)


MADE = ["venv --clear", "python -m pip install --editable ."]
MADE_WITH_TESTS = ["venv --clear", "python -m pip install --editable .[test]"]


@POSIX_ONLY
def test_first_run_sets_up_without_the_test_tools_and_passes_everything_on(
    clone: Clone, tmp_path: Path
) -> None:
    done = clone.go("run", "my study", "--plugin", "qca", "-o", "a b", cwd=tmp_path, GO_EXIT="3")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == "Setting up (once, about a minute) ...\n"
    arguments = ["argument run", "argument my study", "argument --plugin", "argument qca", "argument -o"]
    assert clone.take_notes() == [*MADE, *arguments, "argument a b", f"in {tmp_path}"]


@POSIX_ONLY
def test_second_run_says_and_installs_nothing(clone: Clone) -> None:
    clone.go("run")
    clone.take_notes()
    done = clone.go("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert clone.take_notes() == ["argument check", f"in {clone.folder}"]


@POSIX_ONLY
def test_test_adds_the_test_tools_and_runs_pytest_with_its_arguments(clone: Clone) -> None:
    clone.go("run")
    clone.take_notes()
    assert clone.go("test", "-k", "fit and not slow", GO_EXIT="1").returncode == 1
    assert clone.take_notes() == [MADE_WITH_TESTS[1], "python -m pytest -k fit and not slow"]
    clone.go("test")
    clone.go("run")
    assert clone.take_notes() == ["python -m pytest", "argument run", f"in {clone.folder}"]


@POSIX_ONLY
def test_test_on_a_fresh_clone_makes_everything_at_once(clone: Clone) -> None:
    clone.go("test")
    assert clone.take_notes() == [*MADE_WITH_TESTS, "python -m pytest"]


@POSIX_ONLY
@pytest.mark.parametrize("change", ["project file", "half-made", "no python", "no casecompare", "moved"])
def test_an_environment_that_does_not_fit_is_made_again(clone: Clone, change: str, tmp_path: Path) -> None:
    clone.go("run")
    clone.take_notes()
    match change:
        case "project file":
            (clone.folder / "pyproject.toml").write_text("[project]\nname='x'\n", encoding="utf-8")
        case "half-made":
            clone.stamp.unlink()
        case "no python":
            (clone.venv / "bin/python").unlink()
        case "no casecompare":
            (clone.venv / "bin/casecompare").unlink()
        case _:
            clone = Clone(clone.folder.rename(tmp_path / "elsewhere"), clone.environment)
    assert clone.go("run").returncode == 0
    assert clone.take_notes() == [*MADE, "argument run", f"in {clone.folder}"]


@POSIX_ONLY
def test_another_python_version_gives_another_fingerprint(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = runpy.run_path(str(clone.folder / "go.py"))
    before = names["environment_fingerprint"]()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    assert names["environment_fingerprint"]() != before


@POSIX_ONLY
def test_no_network_is_one_clear_line(clone: Clone) -> None:
    said = r"WARNING: Retrying after NewConnectionError\nERROR: No matching distribution found for hatchling"
    done = clone.go("run", GO_PIP_SAYS=said)
    log = clone.venv / "setup.log"
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Setting up (once, about a minute) ...",
        "Setting up failed: the package index cannot be reached. Connect to the network and try again."
        f" (Details: {log})",
    ]
    assert log.read_text(encoding="utf-8").startswith("WARNING: Retrying after NewConnectionError\n")
    assert not clone.stamp.exists()


@POSIX_ONLY
def test_another_failure_shows_pips_own_last_error(clone: Clone) -> None:
    done = clone.go("test", GO_PIP_SAYS=r"Collecting x\nERROR: no space left\nnote: see above")
    log = clone.venv / "setup.log"
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [f"Setting up failed: ERROR: no space left (Details: {log})"]
    assert clone.take_notes() == MADE_WITH_TESTS
    assert clone.go("test").returncode == 0
    assert clone.take_notes() == [*MADE_WITH_TESTS, "python -m pytest"]


@POSIX_ONLY
def test_a_failed_upgrade_for_the_tests_makes_everything_again(clone: Clone) -> None:
    clone.go("run")
    clone.go("test", GO_PIP_SAYS="ERROR: half-way")
    clone.take_notes()
    clone.go("run")
    assert clone.take_notes() == [*MADE, "argument run", f"in {clone.folder}"]


@POSIX_ONLY
def test_venv_that_fails_is_one_line(clone: Clone) -> None:
    done = clone.go("run", GO_VENV_FAILS="read-only file system")
    log = clone.venv / "setup.log"
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        f"Setting up failed: Error: read-only file system (Details: {log})"
    ]


@POSIX_ONLY
def test_interrupt_while_setting_up_leaves_nothing_that_looks_finished(clone: Clone) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEED_INTERRUPTS, sys.executable, str(clone.folder / "go.py"), "run"],
        env={**clone.environment, "GO_PIP_HANGS": "1"},
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        wait_for("pip install", Path(clone.environment["GO_NOTES"]))
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "Setting up (once, about a minute) ...\n"
    assert not clone.stamp.exists()


def wait_for(text: str, file: Path) -> None:
    deadline = time.monotonic() + 30
    while not (file.exists() and text in file.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_missing_venv_names_the_package(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    names = runpy.run_path(str(clone.folder / "go.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        names["main"](["run"])
    assert stopped.value.code == (
        "This Python cannot make environments. On Debian or Ubuntu: sudo apt install python3-venv"
    )
    assert not clone.venv.exists()


def test_without_a_command_the_usage_is_shown(clone: Clone) -> None:
    nothing, asked = clone.go(), clone.go("--help")
    assert (nothing.returncode, asked.returncode) == (2, 0)
    assert nothing.stdout == asked.stdout
    assert "python3 go.py run" in asked.stdout
    assert not clone.venv.exists()


def test_old_python_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(GO), run_name="__main__")
    assert stopped.value.code == (
        "casecompare needs Python 3.11 or newer; this is 3.9.18. Try: python3.11 go.py"
    )


def test_old_python_can_read_the_script() -> None:
    source = GO.read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {str(name).split(".")[0] for name in imported | modules} <= sys.stdlib_module_names
    assert "__future__" not in modules  # Python 3.6 does not know `annotations`
    assert not any(isinstance(node, ast.NamedExpr | ast.Match) for node in ast.walk(tree))


@pytest.mark.slow
def test_a_real_clone_sets_itself_up(tmp_path: Path) -> None:
    """Needs the network: a real environment is made and the first command answers from it."""
    clone = tmp_path / "a real clone"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "runs", "_build")
    shutil.copytree(GO.parent, clone, ignore=ignored)
    command = [sys.executable, str(clone / "go.py"), "plugins", "--help"]
    first = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert first.returncode == 0, first.stderr
    assert "casecompare plugins" in first.stdout
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (second.stdout, second.stderr) == (first.stdout, "")
