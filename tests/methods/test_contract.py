"""Which plugin contract a plugin was written for is known before anything of it is imported."""

from __future__ import annotations

import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import casecompare
from casecompare.errors import PluginIncompatible
from casecompare.methods import Host, find_plugins
from casecompare.methods.contract import CONTRACT, check_contract, declared_contracts

OWN = metadata.version("casecompare")


def reason_of(name: str) -> str:
    host = Host.load([plugin for plugin in find_plugins() if plugin.name == name])
    return host.faults[0].reason if host.faults else ""


def test_the_contract_is_public_and_has_two_numbers():
    assert casecompare.CONTRACT == CONTRACT
    assert [part.isdigit() for part in CONTRACT.split(".")] == [True, True]


@pytest.mark.parametrize(
    ("keywords", "found"),
    [
        ("", ()),
        ("QCA,casecompare-contract-1.0,cases", ("1.0",)),
        ("QCA, casecompare-contract-1.0", ("1.0",)),
        ("QCA casecompare-contract-1.0", ("1.0",)),
        ("Casecompare-Contract-2.13", ("2.13",)),
        ("casecompare-contract-1.0,casecompare-contract-2.0", ("1.0", "2.0")),
        ("casecompare-contract", ("",)),
        ("casecompare-contract-1", ("1",)),
        ("casecompare", ()),
    ],
)
def test_a_keyword_declares_it(keywords, found):
    assert declared_contracts(keywords) == found
    assert declared_contracts(keywords.split(",")) == found


@pytest.mark.parametrize(
    ("wanted", "own", "fits"),
    [
        ("1.0", "1.0", True),
        ("1.0", "1.7", True),
        ("1.8", "1.7", False),
        ("2.0", "1.7", False),
        ("1.9", "2.0", False),
        ("1.10", "1.9", False),
        ("1.9", "1.10", True),
    ],
)
def test_the_same_major_and_no_later_minor_fits(wanted, own, fits):
    if fits:
        check_contract("p", [wanted], own=own)
    else:
        with pytest.raises(PluginIncompatible):
            check_contract("p", [wanted], own=own)


NUMBERS = st.tuples(st.integers(0, 30), st.integers(0, 30))


@given(st.lists(NUMBERS, min_size=1, max_size=4), NUMBERS)
@settings(max_examples=60, deadline=None)
def test_one_of_several_is_enough(wanted, own):
    fits = any(major == own[0] and minor <= own[1] for major, minor in wanted)
    written = [f"{major}.{minor}" for major, minor in wanted]
    if fits:
        check_contract("p", written, own=f"{own[0]}.{own[1]}")
    else:
        with pytest.raises(PluginIncompatible):
            check_contract("p", written, own=f"{own[0]}.{own[1]}")


def test_a_plugin_for_a_newer_contract_is_stopped_before_it_is_imported(install):
    install(
        "newer", metadata="Keywords: QCA,casecompare-contract-7.0", text="raise AssertionError('imported')"
    )
    assert reason_of("newer") == (
        f"newer (casecompare-newer 1.2): is written for the plugin contract 7.0, this casecompare ({OWN}) "
        f"keeps {CONTRACT}. Install a newer casecompare: pip install --upgrade casecompare."
    )
    assert "stranger_newer" not in sys.modules


def test_a_plugin_for_an_older_contract_is_told_where_help_is(install):
    install("older", metadata="Keywords: casecompare-contract-0.3", text="raise AssertionError('imported')")
    assert reason_of("older").endswith(
        "Install a newer casecompare-older, if there is one, or an older casecompare."
    )
    assert "stranger_older" not in sys.modules


def test_a_declaration_that_cannot_be_read_is_a_fault_with_the_right_words(install):
    install("odd", metadata="Keywords: casecompare-contract-two")
    assert reason_of("odd") == (
        "odd (casecompare-odd 1.2): its distribution declares a plugin contract that cannot be read ('two'). "
        'Its author writes, for instance, keywords = ["casecompare-contract-1.0"].'
    )


@pytest.mark.parametrize(
    "line", ["", "Keywords: casecompare-contract-1.0", "Keywords: cases\nKeywords: casecompare-contract-1.0"]
)
def test_a_plugin_that_fits_or_says_nothing_is_loaded(install, line):
    install("good", metadata=line)
    assert reason_of("good") == ""
    [plugin] = [one for one in find_plugins() if one.name == "good"]
    assert plugin.contracts == (("1.0",) if line else ())


def test_what_a_wheel_declares_is_read_from_it(tmp_path, site, monkeypatch):
    project = tmp_path / "project"
    (project / "src/stranger_built").mkdir(parents=True)
    (project / "src/stranger_built/__init__.py").write_text(
        "raise AssertionError('imported')", encoding="utf-8"
    )
    (project / "pyproject.toml").write_text(
        """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "casecompare-built"
version = "3.0"
keywords = ["QCA", "casecompare-contract-5.1"]

[project.entry-points.casecompare]
built = "stranger_built"

[tool.hatch.build.targets.wheel]
packages = ["src/stranger_built"]
""",
        encoding="utf-8",
    )
    monkeypatch.chdir(project)
    from hatchling.build import build_wheel

    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        wheel.extractall(site)
    assert "is written for the plugin contract 5.1" in reason_of("built")


def test_our_own_plugins_declare_the_contract_of_this_version():
    root = Path(__file__).resolve().parents[2]
    for file in sorted((root / "plugins").glob("*/pyproject.toml")):
        project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        assert declared_contracts(project.get("keywords", ())) in ((), (CONTRACT,)), file
