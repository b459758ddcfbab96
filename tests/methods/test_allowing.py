"""A study may name the plugins that it allows; others are not even imported, and their methods say why."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import casecompare
from casecompare.cli import app
from casecompare.errors import PluginNotAllowed, PluginNotFound
from casecompare.study import PluginPolicy, read_plugin_policy

STUDY = """\
study: small
outcome: Y
codebook:
  Y: {kind: fuzzy, from: Y}
  A: {kind: crisp, from: A}
methods:
  good: {}
"""
CASES = "id,A,Y\nk,1,0.9\nl,0,0.2\nm,1,0.7\n"


@pytest.fixture
def make(tmp_path: Path):
    def write(text: str = "") -> Path:
        folder = tmp_path / "study"
        folder.mkdir(exist_ok=True)
        (folder / "study.yaml").write_text(STUDY + text, encoding="utf-8")
        (folder / "cases.csv").write_text(CASES, encoding="utf-8")
        return folder

    return write


def call(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_a_plugin_that_is_allowed_runs(install, make):
    install("good")
    comparison = casecompare.run(make("plugins: {allow: [casecompare-good==1.2]}\n"))
    assert comparison.runs["good"].status == "ok"
    assert comparison.is_complete


@pytest.mark.parametrize(
    "allow", ["[]", "[casecompare-good==1.3]", "[casecompare-other, 'casecompare-good<1']", "[other.py]"]
)
def test_a_plugin_that_is_not_allowed_is_not_imported_and_its_method_says_so(install, make, allow):
    install("good")
    folder = make(f"plugins: {{allow: {allow}}}\n")
    comparison = casecompare.run(folder)
    assert "stranger_good" not in sys.modules
    done = comparison.runs["good"]
    assert done.status == "failed"
    assert done.reason.startswith(
        "the study does not allow casecompare-good 1.2 (plugins.allow in study.yaml names: "
    )
    assert done.reason.endswith("Add casecompare-good==1.2 there if you trust it.")
    [told] = [one for one in casecompare.check(folder) if one.code == "not-allowed"]
    assert (told.level, told.file, told.line, told.field) == ("warning", "study.yaml", 7, "methods.good")


def test_others_that_nobody_asks_for_make_no_run_incomplete(install, make):
    install("good")
    install("other")
    comparison = casecompare.run(make("plugins: {allow: [casecompare-good]}\n"))
    assert comparison.is_complete
    assert not comparison.faults
    assert "stranger_other" not in sys.modules


def test_a_host_that_was_loaded_before_is_held_to_the_list_too(install, make):
    install("good")
    host = casecompare.load_host()
    assert "good" in host.method_names
    opened = casecompare.open_study(make("plugins: {allow: []}\n"), host=host)
    assert casecompare.run(opened, host=host).runs["good"].reason.startswith("the study does not allow")
    assert "good" in host.method_names


def test_the_hooks_of_a_plugin_that_is_not_allowed_are_silent(install, make):
    install("good", text=(
        "import casecompare\n"
        "@casecompare.hookimpl\n"
        "def casecompare_check_study(study):\n"
        "    return [casecompare.Problem(message='seen', code='seen', level='note')]\n"
    ))  # fmt: skip
    host = casecompare.load_host()
    assert "seen" in {one.code for one in casecompare.check(make(), host=host)}
    assert "seen" not in {one.code for one in casecompare.check(make("plugins: {allow: []}\n"), host=host)}


def test_a_file_must_be_allowed_by_its_name(make, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("raise AssertionError('imported')", encoding="utf-8")
    folder = make("plugins: {allow: [casecompare-good]}\n")
    with pytest.raises(PluginNotAllowed) as caught:
        casecompare.load_host([path], study=folder)
    assert str(caught.value) == (
        "mine (mine.py): the study does not allow mine.py (plugins.allow in study.yaml names: "
        "casecompare-good). Add mine.py there if you trust it."
    )
    path.write_text(
        "import casecompare\n@casecompare.hookimpl\ndef casecompare_check_study(study): return ()\n"
    )
    casecompare.load_host([path], study=make("plugins: {allow: [mine.py]}\n"))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (
            "plugins: {allow: ['casecompare-nca @ https://example.org/x.whl']}\n",
            "plugins.allow.0",
            "'casecompare-nca @ https://example.org/x.whl' is no distribution with a version. "
            "Write for instance casecompare-nca, or casecompare-nca==1.2.",
        ),
        (
            "plugins: {allow: [../mine.py]}\n",
            "plugins.allow.0",
            "'../mine.py' is a path; a file is allowed by its name alone. Write mine.py.",
        ),
        (
            "plugins: {allow: all}\n",
            "plugins.allow",
            "a list belongs here, but this is the text 'all'. Write it as [first, second].",
        ),
        ("plugins: {memory: lots}\n", "plugins.memory", "'lots' is not a size. Write for instance 250MB."),
        ("plugins: {isolation: jail}\n", "plugins.isolation", ""),
        ("plugins: {alow: []}\n", "plugins.alow", "unknown field. Did you mean 'allow'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_list_is_told_in_its_place_and_nothing_is_imported(
    install, make, text, place, said
):
    install("good")
    problems = [one for one in casecompare.check(make(text)) if one.field == place]
    assert len(problems) == 1
    assert problems[0].line == 8
    assert not said or f"{problems[0].message} {problems[0].hint}".strip() == said
    assert "stranger_good" not in sys.modules


@pytest.mark.parametrize("content", ["", "study: [", "plugins: 3\n", "study: s\nplugins: {allow: 1}\n"])
def test_where_the_list_cannot_be_read_nothing_but_what_ships_is_allowed(tmp_path, content):
    (tmp_path / "study.yaml").write_text(content, encoding="utf-8")
    assert read_plugin_policy(tmp_path) == PluginPolicy(allow=())
    assert read_plugin_policy(tmp_path / "nowhere") == PluginPolicy(allow=())


def test_an_unknown_method_under_isolation_is_told(install, make):
    install("good")
    [told] = [
        one
        for one in casecompare.check(make("plugins: {isolation: {goood: process}}\n"))
        if "isolation" in one.field
    ]
    assert str(told) == (
        "study.yaml:8:23  -  plugins.isolation.goood: no method 'goood' is installed. Did you mean 'good'?"
    )


def test_run_with_only_what_ships_imports_no_stranger(install, make, tmp_path):
    install("good")
    folder = make()
    done = call("run", folder, "--only-builtin", "--robustness", "none", "-o", tmp_path / "run")
    assert done.exit_code == 1
    told = "its plugin does not ship with casecompare, and only what does is used here (--only-builtin)."
    assert told in " ".join(done.output.split())
    assert "stranger_good" not in sys.modules
    done = call("run", folder, "--plugin", "qca", "--only-builtin", "--plugin", "mine.py")
    assert done.exit_code == 2
    assert "mine.py: that file does not ship" in done.output


def test_a_method_asked_for_that_is_not_allowed_is_told_at_once(install, make):
    install("good")
    host = casecompare.load_host(study=make("plugins: {allow: []}\n"))
    with pytest.raises(PluginNotFound, match=r"^good: the study does not allow casecompare-good 1\.2"):
        host.method("good")


def test_a_bundled_plugin_that_is_installed_once_more_is_the_one_that_is_allowed(site, make):
    folder = site / "casecompare_qca-9.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: casecompare-qca\nVersion: 9.0\n", encoding="utf-8"
    )
    (folder / "entry_points.txt").write_text("[casecompare]\nqca = casecompare_qca\n", encoding="utf-8")
    for allow, distribution in (("[casecompare-qca]", "casecompare-qca"), ("[]", "casecompare")):
        host = casecompare.load_host(study=make(f"plugins: {{allow: {allow}}}\n"))
        assert host.method("qca")[1].distribution == distribution
    assert casecompare.load_host().method("qca")[1].distribution == "casecompare-qca"


def test_an_unknown_method_names_the_plugins_that_were_not_looked_into(install, make):
    install("good")
    host = casecompare.load_host(study=make("plugins: {allow: []}\n"))
    with pytest.raises(PluginNotFound, match=r"Not allowed here, and not looked into: good\."):
        host.method("zebra")


def test_the_flags_of_isolation_are_checked(make):
    said = call("run", make(), "--isolation", "jail")
    assert (said.exit_code, said.output.strip()) == (2, "--isolation jail: give process or none.")
    said = call("run", make(), "--memory-limit", "lots")
    assert (said.exit_code, said.output.strip()) == (2, "'lots' is not a size. Write for instance 250MB.")


def test_a_run_in_processes_of_their_own_is_written_like_any_other(install, make, tmp_path):
    install("good")
    for isolation in ("none", "process"):
        done = call("run", make(), "--isolation", isolation, "--format", "json", "-o", tmp_path / isolation)
        assert done.exit_code == 0, done.output
    here, there = (tmp_path / one / "comparison.json" for one in ("none", "process"))
    assert here.read_bytes() == there.read_bytes()
