"""Finding, gating and loading plugins: one broken plugin costs nobody else anything."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from casecompare.errors import PluginClash, PluginIncompatible, PluginLoadFailed, PluginNotFound
from casecompare.methods import FoundPlugin, Host, find_plugins

GOOD = """
import casecompare

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(casecompare.Method(name="good", title="Good", question="?",
                                run=lambda study, options, context: casecompare.MethodResult()))
"""


def found(tmp_path: Path, name: str, text: str, **more: object) -> FoundPlugin:
    path = tmp_path / f"{name}.py"
    path.write_text(text, encoding="utf8")
    known = {"distribution": f"casecompare-{name}", "version": "1.2", "origin": "file", **more}
    return FoundPlugin(name=name, module=f"stranger_{name}", path=str(path), **known)  # type: ignore[arg-type]


def reasons(host: Host) -> list[str]:
    return [fault.reason for fault in host.faults]


def test_the_built_in_plugins_are_found_from_metadata_without_import():
    plugins = find_plugins()
    assert {"qca", "arenas"} <= {plugin.name for plugin in plugins}
    assert all(plugin.origin == "built in" for plugin in plugins if plugin.distribution == "casecompare")


def test_a_plugin_brings_its_method(tmp_path):
    host = Host.load([found(tmp_path, "good", GOOD)])
    assert host.method_names == ["good"]
    assert host.method("good")[1].distribution == "casecompare-good"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "absent",
            "import a_module_that_is_not_there",
            "absent (casecompare-absent 1.2): could not be loaded "
            "(ModuleNotFoundError: No module named 'a_module_that_is_not_there').",
        ),
        (
            "unfinished",
            "def (",
            "unfinished (casecompare-unfinished 1.2): could not be loaded "
            "(SyntaxError: invalid syntax (unfinished.py, line 1)).",
        ),
        (
            "leaving",
            "raise SystemExit(3)",
            "leaving (casecompare-leaving 1.2): could not be loaded (SystemExit: 3).",
        ),
        (
            "misspelt",
            GOOD.replace("register_methods", "register_method"),
            "misspelt (casecompare-misspelt 1.2): could not be loaded (PluginValidationError: unknown hook "
            "'casecompare_register_method' in plugin ",
        ),
        (
            "numbers",
            GOOD.replace("register(casecompare.Method", "register(dict"),
            "numbers (casecompare-numbers 1.2): could not be loaded (TypeError: "
            "casecompare_register_methods registers Method objects, not dict).",
        ),
        (
            "argument",
            GOOD.replace("(register):", "(registrar):").replace("    register(", "    registrar("),
            "argument (casecompare-argument 1.2): could not be loaded (PluginValidationError: Plugin "
            "'argument' for hook 'casecompare_register_methods'",
        ),
    ],
)
def test_a_broken_plugin_becomes_a_fault_and_the_others_go_on(tmp_path, name, text, reason):
    host = Host.load([found(tmp_path, name, text), found(tmp_path, "good", GOOD)])
    assert [one[: len(reason)] for one in reasons(host)] == [reason]
    assert host.method_names == ["good"]


def test_what_a_plugin_prints_while_it_is_imported_does_not_reach_stdout(tmp_path, capsys):
    Host.load([found(tmp_path, "good", "print('hello')\n" + GOOD)])
    assert capsys.readouterr().out == ""


def test_a_plugin_for_a_newer_core_is_stopped_before_it_is_imported(tmp_path):
    plugin = found(tmp_path, "newer", "raise AssertionError('imported')", requires=("casecompare>=99",))
    own = metadata.version("casecompare")
    with pytest.raises(PluginIncompatible) as caught:
        Host().add(plugin)
    assert str(caught.value) == (
        f"newer (casecompare-newer 1.2): needs casecompare >=99, this is {own}. "
        "Install a matching version of casecompare-newer or of casecompare."
    )
    assert "stranger_newer" not in sys.modules
    assert reasons(Host.load([plugin])) == [str(caught.value)]


def test_requirements_of_others_do_not_matter(tmp_path):
    plugin = found(
        tmp_path, "good", GOOD, requires=("numpy>=99", "not a requirement!!", "casecompare>=0.0.1")
    )
    assert Host.load([plugin]).method_names == ["good"]


def test_a_method_name_claimed_twice_is_an_error_only_when_it_is_asked_for(tmp_path):
    host = Host.load([found(tmp_path, "good", GOOD), found(tmp_path, "second", GOOD)])
    assert host.method_names == ["good"]
    with pytest.raises(PluginClash) as caught:
        host.method("good")
    assert str(caught.value) == (
        "good: the method 'good' is claimed by casecompare-good 1.2 and casecompare-second 1.2. "
        "Give the method of the file another name."
    )


def test_two_plugins_of_one_name_are_a_fault_of_the_second(tmp_path):
    first = found(tmp_path, "good", GOOD)
    second = found(tmp_path, "good", GOOD, distribution="zzz-good")
    host = Host.load([first, second])
    assert reasons(host) == ["good (zzz-good 1.2): another plugin of this name is loaded. Rename the file."]


def test_an_unknown_method_is_answered_with_the_closest(tmp_path):
    host = Host.load([found(tmp_path, "good", GOOD)])
    with pytest.raises(PluginNotFound, match=r"^goood: no method of this name\. Did you mean 'good'\?$"):
        host.method("goood")
    with pytest.raises(PluginNotFound, match=r"^zebra: no method of this name\. Installed: good\.$"):
        host.method("zebra")


def test_a_method_of_a_broken_plugin_is_answered_with_its_fault(tmp_path):
    host = Host.load([found(tmp_path, "leaving", "raise SystemExit(3)")])
    with pytest.raises(PluginNotFound, match=r"its plugin could not be used\. leaving .*SystemExit: 3"):
        host.method("leaving")


def test_a_file_is_loaded_and_its_faults_are_raised(tmp_path):
    path = tmp_path / "my_method.py"
    path.write_text(GOOD, encoding="utf8")
    host = Host.load([], [path])
    assert host.method("good")[1].origin == "file"
    with pytest.raises(PluginNotFound, match="there is no such file"):
        Host.load([], [tmp_path / "none.py"])
    path.write_text("import nowhere_to_be_found", encoding="utf8")
    with pytest.raises(PluginLoadFailed, match="nowhere_to_be_found"):
        Host.load([], [path])


def test_a_file_that_brings_nothing_is_told(tmp_path):
    path = tmp_path / "empty.py"
    path.write_text("answer = 42", encoding="utf8")
    with pytest.raises(PluginLoadFailed) as caught:
        Host.load([], [path])
    assert str(caught.value) == (
        "empty (empty.py): it brings nothing: no function is marked with @casecompare.hookimpl. To bring a "
        "method, define casecompare_register_methods(register) with that mark."
    )
