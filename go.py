"""Set casecompare up and run it, with nothing but Python.

    python3 go.py run      compare the cases of the study that ships with casecompare
    python3 go.py test     run the tests
    python3 go.py ...      any other command of casecompare: check, new, plugins, describe, schema

The first call makes the folder .venv and installs into it; whatever follows the command is passed on.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

# An old Python must be able to read this far: everything below keeps to the syntax of Python 3.6.
if sys.version_info < (3, 11):  # noqa: UP036 - telling the owner of an old Python is the point
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(f"casecompare needs Python 3.11 or newer; this is {found}. Try: python3.11 go.py")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = PROGRAMS / f"python{SUFFIX}"
CASECOMPARE = PROGRAMS / f"casecompare{SUFFIX}"
STAMP = VENV / "casecompare-setup.txt"  # written last: without it the environment is half-made
LOG = VENV / "setup.log"
OFFLINE_SIGNS = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ProxyError")


def main(arguments: list[str]) -> None:
    """Set up what the command needs, then become that command."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        sys.exit(0 if arguments else 2)
    is_test = arguments[0] == "test"
    try:
        set_up(with_tests=is_test)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"Setting up failed: {error}")
    if is_test:
        os.chdir(ROOT)
        become([str(PYTHON), "-m", "pytest", *arguments[1:]])
    become([str(CASECOMPARE), *arguments])


def set_up(with_tests: bool) -> None:
    """Make `.venv`, unless it is whole and was made here from this project file by this Python."""
    fingerprint = environment_fingerprint()
    done = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() else []
    is_whole = done[:1] == [fingerprint] and PYTHON.exists() and CASECOMPARE.exists()
    if is_whole and ("test" in done or not with_tests):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        sys.exit("This Python cannot make environments. On Debian or Ubuntu: sudo apt install python3-venv")
    print("Setting up (once, about a minute) ...", file=sys.stderr, flush=True)
    if is_whole:
        STAMP.unlink()
    else:
        run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    package = ".[test]" if with_tests else "."
    run_quietly([str(PYTHON), "-m", "pip", "install", "--editable", package])
    STAMP.write_text(fingerprint + (" test\n" if with_tests else "\n"), encoding="utf-8")


def environment_fingerprint() -> str:
    """Give a word that changes with the project file, the Python version and the place of the folder."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    digest.update(repr((sys.version_info[:2], str(ROOT))).encode())
    return digest.hexdigest()


def run_quietly(command: list[str]) -> None:
    """Run a step of the set-up; when it fails, keep what it said in a file and leave with one line."""
    pip_settings = {"PIP_RETRIES": "2", **os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    step = subprocess.run(
        command, cwd=ROOT, env=pip_settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if step.returncode == 0:
        return
    said = step.stdout.decode("utf-8", "replace").strip() or f"exit code {step.returncode}"
    VENV.mkdir(exist_ok=True)
    LOG.write_text(said + "\n", encoding="utf-8")
    errors = [line for line in said.splitlines() if line.lower().startswith("error")]
    reason = (errors or said.splitlines())[-1]
    if any(sign in said for sign in OFFLINE_SIGNS):
        reason = "the package index cannot be reached. Connect to the network and try again."
    sys.exit(f"Setting up failed: {reason} (Details: {LOG})")


def become(command: list[str]) -> None:
    """Hand over to a program for good: its exit code, its Ctrl-C and its output are then its own."""
    if os.name == "nt":  # there a replaced process would give the prompt back at once
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
