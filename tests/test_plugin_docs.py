"""The documentation of plugins: nothing is missing, signatures are the code's, and the tutorial works.

``CASECOMPARE_WRITE_EXPECTED=1`` writes the signatures of docs/plugin-reference.md anew.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import casecompare
from casecompare import Evidence, Problem, sets, testing
from casecompare.methods import find_plugins, hookspecs, method, result

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/plugin-reference.md"
TUTORIAL = ROOT / "docs/plugin-tutorial.md"
LIST = ROOT / "docs/plugins.yml"
LIST_PAGE = ROOT / "docs/plugin-list.md"
HOOKS = {name: getattr(hookspecs, name) for name in hookspecs.__all__ if name.startswith("casecompare_")}
TYPES: dict[str, type] = {
    **{name: getattr(method, name) for name in method.__all__ if inspect.isclass(getattr(method, name))},
    **{name: getattr(result, name) for name in result.__all__},
    "CalibrationMethod": sets.CalibrationMethod,
    "Evidence": Evidence,
    "Problem": Problem,
}
del TYPES["NoOptions"]  # explained with Options
PART = re.compile(r"^### (\w+)\n(.*?)(?=^##)", re.M | re.S)
SIGNATURE = re.compile(r"```python signature\n(.*?)```", re.S)


def signature_of(thing: object) -> str:
    """Give how a hook or a type stands in the code: its arguments or fields, without the words."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]  # type: ignore[arg-type]
    if isinstance(tree, ast.FunctionDef):
        returns = ast.unparse(tree.returns) if tree.returns else "None"
        return f"{tree.name}({ast.unparse(tree.args)}) -> {returns}\n"
    assert isinstance(tree, ast.ClassDef)
    if bases := [ast.unparse(base) for base in tree.bases if ast.unparse(base) != "Protocol"]:
        return f"class {tree.name}({', '.join(bases)})\n"
    fields = [one for one in tree.body if isinstance(one, ast.AnnAssign)]
    return "\n".join([f"{tree.name}(", *(f"    {_field(one)}," for one in fields), ")\n"])


def _field(one: ast.AnnAssign) -> str:
    shown = f"{ast.unparse(one.target)}: {ast.unparse(one.annotation)}"
    default = one.value
    if isinstance(default, ast.Call) and ast.unparse(default.func) == "field":
        given = {keyword.arg: keyword.value for keyword in default.keywords}
        if "default_factory" in given:
            made = given["default_factory"]
            is_lambda = isinstance(made, ast.Lambda)
            return f"{shown} = {ast.unparse(made.body) if is_lambda else ast.unparse(made) + '()'}"
        default = given.get("default")
    return shown if default is None else f"{shown} = {ast.unparse(default)}"


def parts() -> dict[str, str]:
    text = REFERENCE.read_text(encoding="utf-8")
    return {found[1]: found[2] for found in PART.finditer(text + "\n## End\n")}


def test_no_hook_and_no_type_is_missing() -> None:
    assert list(parts()) == [name for name in parts() if name in {**HOOKS, **TYPES}]
    assert set(parts()) == {*HOOKS, *TYPES}


@pytest.mark.parametrize("name", [*HOOKS, *TYPES])
def test_the_signature_shown_is_the_codes(name: str) -> None:
    thing = {**HOOKS, **TYPES}[name]
    if os.environ.get("CASECOMPARE_WRITE_EXPECTED"):
        text = REFERENCE.read_text(encoding="utf-8")
        at = text.index(f"### {name}\n")
        block = f"```python signature\n{signature_of(thing)}```"
        REFERENCE.write_text(text[:at] + SIGNATURE.sub(lambda _: block, text[at:], count=1), encoding="utf-8")
    shown = SIGNATURE.search(parts()[name])
    assert shown is not None, f"{name}: no signature"
    assert shown[1] == signature_of(thing)


@pytest.mark.parametrize("name", [*HOOKS, *TYPES])
def test_each_has_an_example_and_a_plugin_that_uses_it(name: str) -> None:
    text = parts()[name]
    examples = re.findall(r"```python(?! signature)[^\n]*\n(.*?)```", text, re.S)
    assert any(name in one or "run_alone" in one for one in examples), f"{name}: no example"
    used = re.search(r"^Used by `([^`]+)`\.$", text, re.M)
    assert used is not None, f"{name}: no plugin that uses it"
    file = ROOT / used[1]
    assert file.is_file(), f"{name}: {used[1]} is not there"
    looked_for = "context.is_repeat" if name == "RunContext" else name
    assert looked_for in file.read_text(encoding="utf-8"), f"{used[1]} does not use {name}"


def test_the_kit_and_what_methods_raise_are_told() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    told = [*testing.__all__, "NotApplicable", "StudyError", "CasecompareError", "NoOptions", "hookimpl"]
    assert [name for name in told if name not in text] == []


def test_the_contract_shown_is_ours() -> None:
    for page in (REFERENCE, LIST_PAGE):
        for version in re.findall(r"casecompare-contract-([\d.]+\d)", page.read_text(encoding="utf-8")):
            assert version == casecompare.CONTRACT, page.name


# The list of plugins


def listed() -> list[dict[str, str]]:
    read = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    assert isinstance(read, list)
    return read


ENTRIES = {entry["name"]: entry for entry in listed()}
FIELDS = {"name", "distribution", "path", "url", "question", "maturity", "contact"}
MATURITIES = ("experimental", "tested against reference", "peer reviewed", "no method")


def test_every_builtin_plugin_and_every_example_is_listed() -> None:
    paths = {entry["path"] for entry in listed() if "path" in entry}
    projects = [
        file.parent for place in ("plugins", "examples") for file in ROOT.glob(f"{place}/*/pyproject.toml")
    ]
    assert {str(folder.relative_to(ROOT)) for folder in projects} == paths
    assert len(ENTRIES) == len(listed()), "a name stands twice"


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_says_what_it_has_to(name: str) -> None:
    entry = ENTRIES[name]
    assert set(entry) <= FIELDS
    assert set(entry) >= {"name", "distribution", "question", "maturity", "contact"}
    assert ("path" in entry) != ("url" in entry), "either a path in this repository or an address"
    assert entry["question"].endswith("?") or entry["maturity"] == "no method"
    assert entry["maturity"] in MATURITIES
    assert entry.get("url", "https://").startswith("https://")


@pytest.mark.parametrize("name", [name for name in ENTRIES if "path" in ENTRIES[name]])
def test_an_entry_is_what_the_project_says(name: str) -> None:
    """Load the plugin from its folder, as ``casecompare check-plugin`` does, and compare."""
    from casecompare.testing.candidate import make_candidate

    entry = ENTRIES[name]
    installed = {one.name for one in find_plugins()}
    candidate = make_candidate(name if name in installed else ROOT / entry["path"])
    assert candidate.name == name
    table = (ROOT / entry["path"] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'name = "{entry["distribution"]}"' in table
    methods = {one.name: one for one in candidate.methods}
    if entry["maturity"] == "no method":
        assert not methods
    else:
        assert entry["maturity"] == methods[name].stated_maturity
        assert entry["question"] == methods[name].question


def test_the_page_shows_the_list() -> None:
    page = LIST_PAGE.read_text(encoding="utf-8")
    for name, entry in ENTRIES.items():
        place = entry.get("url") or entry["path"]
        row = f"| `{name}` | {entry['question']} | {entry['maturity']} | `{entry['distribution']}`, {place} |"
        assert row in page, f"docs/plugin-list.md lacks this row:\n{row}"


# The tutorial, literally


def test_a_method_that_cannot_be_tried_says_what_is_missing() -> None:
    """Who checks the one-file method of the tutorial is led to `example_options`."""

    class Needed(casecompare.Options):
        formula: str

    untried = casecompare.Method(
        name="untried", title="Untried", question="Which?", options=Needed,
        run=lambda study, options, context: casecompare.MethodResult(),
    )  # fmt: skip
    with pytest.raises(casecompare.UsageError, match=r"formula: Field required\. .*example_options"):
        testing.check_plugin(untried)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a new virtual environment that can import what this one can, so that nothing is downloaded."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([scripts / "python", "-c", asked], text=True).strip())
    here = [
        str(path) for path in map(Path, sys.path) if path.name in ("site-packages", "src") and path.is_dir()
    ]
    # `site.addsitedir` also reads the .pth files there, by which casecompare itself may be installed.
    lines = [f"import site; site.addsitedir({path!r})" for path in here]
    (site / "this_environment.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for command in ("casecompare",):
        python = scripts / "python"
        text = f"#!{python}\nfrom casecompare.cli import main\nmain()\n"
        (scripts / command).write_text(text, encoding="utf-8")
        (scripts / command).chmod(0o755)
    return scripts


def documentation() -> ModuleType:
    """Give the module that reads and runs pages; tests are no package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location("docs_of_casecompare", ROOT / "tests/test_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def steps() -> Iterator[tuple[str, object]]:
    """Give the blocks of the tutorial with the number of the step that they belong to."""
    text = TUTORIAL.read_text(encoding="utf-8")
    for block in documentation().blocks_of(TUTORIAL):
        before = "\n".join(text.splitlines()[: block.line])
        headings = re.findall(r"^## (\d+)\.", before, re.M)
        yield (headings[-1] if headings else ""), block


def test_the_words_before_a_file_name_it() -> None:
    """What stands in the first line of a block is not shown to readers."""
    text = TUTORIAL.read_text(encoding="utf-8")
    paragraphs = re.findall(r"([^\n]+)\n\n```[^\n]* (?:file|into)=(\S+)(?: under=([^\n]+))?", text)
    assert len(paragraphs) == len(re.findall(r"^```[^\n]* (?:file|into)=", text, re.M))
    for words, file, under in paragraphs:
        assert f"{Path(file).name}`" in words, f"{file}: {words}"
        told = under.replace("from casecompare_ideal_type.belonging import belonging, names_in", "belonging")
        assert told in words or "the scores" in words, f"{file}: below which line? {words}"


@pytest.mark.slow
def test_the_tutorial_works_literally(
    environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = documentation()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(environment), os.environ["PATH"]]))
    monkeypatch.setenv("VIRTUAL_ENV", str(environment.parent))
    if importlib.util.find_spec("editables"):  # else pip fetches what it builds with
        monkeypatch.setenv("PIP_NO_BUILD_ISOLATION", "0")  # pip reads 0 as: do not isolate
        monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)

    def run(command: str, patch: pytest.MonkeyPatch) -> tuple[int, str]:
        done = subprocess.run(
            command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, timeout=300,
        )  # fmt: skip
        return done.returncode, done.stdout

    monkeypatch.setattr(docs, "run_command", run)
    seconds: dict[str, float] = {}
    for step, block in steps():
        started = time.perf_counter()
        if block.mark("file") or block.mark("into"):  # type: ignore[attr-defined]
            docs.write_file(block)
        elif block.language == "console":  # type: ignore[attr-defined]
            docs.run_commands(block, monkeypatch)
        seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - started
    with capsys.disabled():
        print("\nseconds per step:", {step: round(took, 1) for step, took in seconds.items()})
    assert shutil.which("casecompare") == str(environment / "casecompare")


@pytest.mark.slow
def test_every_entry_can_be_installed(environment: Path, tmp_path: Path) -> None:
    """Build a wheel of each, install them beside casecompare, and ask casecompare how they are."""
    entries = [entry for entry in listed() if "path" in entry]
    for entry in entries:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
        subprocess.run(command, cwd=ROOT / entry["path"], check=True, capture_output=True)
    wheels = sorted(map(str, tmp_path.glob("*.whl")))
    assert len(wheels) == len(entries)
    install = [environment / "python", "-m", "pip", "install", "--no-deps", "--no-index", *wheels]
    subprocess.run(install, check=True, capture_output=True)
    told = subprocess.run(
        [environment / "casecompare", "plugins", "--format", "json"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    health = {row["plugin"]: row["health"] for row in json.loads(told.stdout)}
    assert {entry["name"]: health.get(entry["name"]) for entry in entries} == dict.fromkeys(ENTRIES, "ok")
