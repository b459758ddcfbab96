"""Checks of what stands beside methods: readers, renderers, calibrations, checks of studies, the project."""

from __future__ import annotations

import pytest

from casecompare.errors import PluginIncompatible, UsageError
from casecompare.kit import write_plugin
from casecompare.testing.candidate import make_candidate
from casecompare.testing.checking import make_check
from casecompare.testing.checks import CHECKS

BY_NAME = {check.name: check for check in CHECKS}
HEAD = "import casecompare\nfrom casecompare.sets import CalibrationMethod\n"
HOOK = "\n@casecompare.hookimpl\ndef casecompare_{}:\n    {}\n"


def outcome(path, check):
    return make_check(BY_NAME[check], make_candidate(path))


@pytest.fixture
def plugin(tmp_path):
    """Write a plugin in one file: a hook with its body, and what goes before it."""

    def write(hook, body, before=""):
        file = tmp_path / f"stranger_{abs(hash((hook, body, before)))}.py"
        file.write_text(HEAD + before + HOOK.format(hook, body), encoding="utf8")
        return file

    return write


@pytest.fixture
def project(tmp_path, request):
    """Write a new plugin's project; each test has a name of its own, as modules stay imported."""
    name = f"new_{abs(hash(request.node.name)) % 10**8}"
    write_plugin(name, tmp_path / "project", author="A. Scholar", licence="mit")
    return tmp_path / "project"


def change(file, old, new):
    text = file.read_text(encoding="utf8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf8")


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("suffix='ods', title='Sheets', read=pandas.read_csv", "write it small, with its dot"),
        ("suffix='.csv', title='Text', read=pandas.read_csv", "casecompare reads .csv itself"),
        ("suffix='.ods', title='', read=pandas.read_csv", "has no title"),
        ("suffix='.ods', title='Sheets', read=lambda path: {}['x']", "stumbled over a broken file (KeyError"),
        ("suffix='.ods', title='Sheets', read=lambda path: []", "gave list, not a DataFrame"),
    ],
)
def test_a_wrong_reader_is_found(plugin, reader, words):
    path = plugin("register_readers(register)", f"register(casecompare.Reader({reader}))", "import pandas\n")
    assert any(words in fault for fault in outcome(path, "readers").faults)


def test_a_reader_that_refuses_in_words_passes(plugin):
    before = "import pandas\ndef refuse(path):\n    raise casecompare.CasecompareError('no sheet')\n"
    body = "register(casecompare.Reader(suffix='.ods', title='Sheets', read=refuse))"
    path = plugin("register_readers(register)", body, before)
    assert outcome(path, "readers").status == "passed"
    assert outcome(path, "renderers").status == "not applicable"
    assert outcome(path, "registers-something").status == "passed"


@pytest.mark.parametrize(
    ("renderer", "words"),
    [
        (
            "name='html', suffix='.html', title='T', render=lambda one: b''",
            "casecompare writes 'html' itself",
        ),
        ("name='x', suffix='x', title='T', render=lambda one: b''", "write it with its dot"),
        ("name='x', suffix='.x', title='T', render=lambda one: 'text'", "gave str, not bytes"),
        (
            "name='x', suffix='.x', title='T', render=lambda one: one['qca']",
            "stumbled over the study 'empty'",
        ),
        (
            "name='x', suffix='.x', title='T', render=lambda one: str(random.random()).encode()",
            "other bytes the second time",
        ),
    ],
)
def test_a_wrong_renderer_is_found(plugin, renderer, words):
    body = f"register(casecompare.Renderer({renderer}))"
    path = plugin("register_renderers(register)", body, "import random\n")
    assert any(words in fault for fault in outcome(path, "renderers").faults)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("name='direct', title='T', citation='C (2020)', check=lambda one: []", "calibrates 'direct' itself"),
        ("name='x', title='T', citation='', check=lambda one: []", "has no citation"),
        ("name='x', title='T', citation='C', check=lambda one: one.parameters[0]", "stumbled over None"),
    ],
)
def test_a_wrong_calibration_is_found(plugin, parts, words):
    body = f"register(CalibrationMethod({parts}, apply=lambda values, one: values))"
    path = plugin("register_calibrations(register)", body)
    assert any(words in fault for fault in outcome(path, "calibrations").faults)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return study.table.iloc[0]", "stumbled over the study 'no-case'"),
        ("return ['something']", "gave str, not a Problem"),
        ("return [casecompare.Problem(message='wrong')]", "without message or code"),
    ],
)
def test_a_wrong_check_of_a_study_is_found(plugin, body, words):
    assert any(words in fault for fault in outcome(plugin("check_study(study)", body), "study-check").faults)


def test_a_file_without_hooks_brings_nothing(tmp_path):
    (tmp_path / "idle.py").write_text("x = 1\n", encoding="utf8")
    [fault] = outcome(tmp_path / "idle.py", "registers-something").faults
    assert fault.startswith("nothing is registered. Define casecompare_register_methods(register)")


def test_a_new_project_passes_what_concerns_the_project(project):
    for check in ("readme", "metadata", "tests", "imports"):
        found = outcome(project, check)
        assert (found.status, found.faults, found.warnings) == ("passed", (), ()), check


@pytest.mark.parametrize(
    ("file", "old", "new", "check", "words"),
    [
        ("README.md", "## When not", "## Never", "readme", "has no part ## When not"),
        ("README.md", "## When to use", "## When not\n\nSome more words.\n\n## When to use", "readme",
         "in another order"),
        ("README.md", "How much of each case is coded, and which cases are too thin to compare?", "",
         "readme",
         "the part 'question' of the README is empty"),
        ("pyproject.toml", '"casecompare>=0.1", ', "", "metadata", "does not require casecompare"),
        ("tests/test_contract.py", "plugin_checks", "other_checks", "tests", "no test makes these checks"),
        ("pyproject.toml", 'license = "MIT"', "", "metadata", "names no licence"),
        ("pyproject.toml", "casecompare-contract-", "casecompare-", "metadata", "which plugin contract"),
    ],
)  # fmt: skip
def test_a_fault_of_the_project_is_found(project, file, old, new, check, words):
    change(project / file, old, new)
    found = outcome(project, check)
    assert any(words in said for said in (*found.faults, *found.warnings)), found


def test_without_readme_and_tests_the_project_is_not_complete(project):
    (project / "README.md").unlink()
    (project / "tests/test_contract.py").unlink()
    assert outcome(project, "readme").faults[0].startswith("there is no README")
    assert outcome(project, "tests").faults[0].startswith("there are no tests")


def test_a_project_for_another_contract_is_not_loaded(project):
    change(project / "pyproject.toml", "casecompare-contract-1", "casecompare-contract-9")
    with pytest.raises(PluginIncompatible, match=r"is written for the plugin contract 9\.0"):
        make_candidate(project)


def test_a_folder_with_the_name_of_an_installed_plugin_is_not_meant(tmp_path, monkeypatch):
    (tmp_path / "agreement").mkdir()
    monkeypatch.chdir(tmp_path)
    assert make_candidate("agreement").methods[0].name == "agreement"


def test_imports_of_inner_rooms_and_of_other_plugins_are_found(project):
    [module] = project.glob("src/*/__init__.py")
    change(module, "import pandas as pd\n", "import pandas as pd\nimport casecompare_qca\n"
           "from casecompare.study import Case\n")  # fmt: skip
    faults = outcome(project, "imports").faults
    assert any("line 12 imports casecompare_qca, another plugin" in fault for fault in faults)
    assert any("line 13 imports casecompare.study, which may change" in fault for fault in faults)


def test_evidence_that_names_a_test_has_to_be_there(project):
    [module] = project.glob("src/*/__init__.py")
    evidence = (
        'maturity="tested against reference",\n    maturity_evidence=("tests/test_reference.py: 12 numbers",)'
    )
    change(module, 'maturity="experimental"', evidence)
    [fault] = outcome(project, "maturity").faults
    assert fault.endswith("names tests/test_reference.py, which is not there.")
    (project / "tests/test_reference.py").write_text("", encoding="utf8")
    assert outcome(project, "maturity").status == "passed"


def test_a_study_in_the_project_is_tried_too(project):
    folder = project / "example/hospitals"
    folder.mkdir(parents=True)
    (folder / "cases.csv").write_text("case,A,Y\nk,1,1\nl,,0\n", encoding="utf8")
    (folder / "study.yaml").write_text("study: hospitals\noutcome: Y\ncodebook:\n  A: {kind: crisp}\n"
                                       "  Y: {kind: crisp}\n", encoding="utf8")  # fmt: skip
    candidate = make_candidate(project)
    assert list(candidate.own_studies) == ["example/hospitals"]
    trial = candidate.trial(candidate.methods[0], "example/hospitals")
    assert trial.found.scores["coded"].tolist() == [1.0, 0.5]
    (folder / "study.yaml").write_text("study: hospitals\noutcom: Y\n", encoding="utf8")
    with pytest.raises(UsageError, match="the example study example/hospitals cannot be read"):
        make_candidate(project)


WORDS = """
import os
def say(study, options, context):
    words = {words}
    return casecompare.MethodResult(findings=(casecompare.Finding(id="a", sentence=" ".join(words) + "."),))
"""


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("{str(number) for number in range(50)}", True),
        ("sorted({str(number) for number in range(50)})", False),
        ("[str(os.getpid())]", True),
    ],
)
def test_the_order_of_sets_and_other_chance_is_found_in_another_process(plugin, words, is_found):
    body = "register(casecompare.Method(name='sets', title='S', question='?', run=say))"
    path = plugin("register_methods(register)", body, WORDS.replace("{words}", words))
    found = outcome(path, "other-process")
    assert (found.status == "failed") is is_found, found
    assert outcome(path, "same-answer").status == "passed"


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("qac", "no plugin 'qac' is installed. Did you mean 'qca'?"),
        ("./nowhere", "nowhere is no Python file and no folder"),
        (".", "has no pyproject.toml"),
    ],
)
def test_what_is_no_plugin_is_told(named, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        make_candidate(named)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[project.entry-points.casecompare]", "[project.entry-points.other]", "declares no plugin"),
        ('= "casecompare_', '= "elsewhere_', "names the module elsewhere_"),
        ("[build-system]", "[build-system", "cannot be read"),
        ('= "casecompare_', '= "x"\nother = "casecompare_', "declares several plugins"),
    ],
)
def test_a_broken_pyproject_is_told(project, old, new, words):
    change(project / "pyproject.toml", old, new)
    with pytest.raises(UsageError) as caught:
        make_candidate(project)
    assert words in str(caught.value)
