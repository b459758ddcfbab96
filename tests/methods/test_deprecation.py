"""What will be taken away is told with the plugin's name, and works until then."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pandas as pd
import pytest

import casecompare
from casecompare import methods
from casecompare.methods import Host, find_plugins, hookspecs
from casecompare.methods.contract import CONTRACT
from casecompare.methods.deprecation import Deprecation, deprecated, deprecated_fields, uses_of_fields
from casecompare.report import list_plugins, plugin_rows
from casecompare.testing import make_study

GOES = {"since": "1.1", "remove_in": "2.0"}
STUDY = make_study(pd.DataFrame({"A": [1.0, 0.0], "Y": [0.9, 0.2]}, index=["k", "l"]), outcome="Y")

OLD_RESULT = """
from dataclasses import dataclass, field
import casecompare
from casecompare.methods.deprecation import deprecated

@dataclass(frozen=True, kw_only=True)
class OldResult(casecompare.MethodResult):
    summary: str = field(default="", metadata=deprecated(since="1.1", remove_in="2.0", instead="'findings'"))

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(casecompare.Method(name="{name}", title="T", question="?",
                                run=lambda *_: OldResult(summary="all is well")))
"""
OLD_ARGUMENT = """
import casecompare

@casecompare.hookimpl
def casecompare_check_study(study):
    return ()

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(casecompare.Method(name="{name}", title="T", question="?",
                                run=lambda *_: casecompare.MethodResult()))
"""


def diagnostics(host: Host, name: str, isolation: str = "none") -> list[tuple[str, str, str]]:
    done = casecompare.run(STUDY, [name], host=host, isolation=isolation).runs[name]  # type: ignore[arg-type]
    assert done.status == "ok", done.reason
    return [(one.level, one.code, one.message) for one in done.diagnostics]


def load(name: str) -> Host:
    host = Host.load([plugin for plugin in find_plugins() if plugin.name == name])
    assert not host.faults
    return host


@pytest.mark.parametrize("isolation", ["none", "process"])
def test_a_deprecated_field_of_a_result_is_told_with_distribution_and_version(install, isolation):
    install("old", text=OLD_RESULT)
    assert diagnostics(load("old"), "old", isolation) == [
        (
            "warning",
            "old.deprecated",
            "casecompare-old 1.2 uses 'summary' of OldResult, deprecated since contract 1.1 "
            "and gone with 2.0; use 'findings'.",
        )
    ]


def test_a_deprecated_argument_of_a_hook_is_told_in_the_run_and_in_the_list(install, monkeypatch):
    gone = Deprecation(**GOES, instead="'path'")
    monkeypatch.setattr(hookspecs, "DEPRECATED", {("casecompare_check_study", "study"): gone})
    install("old", text=OLD_ARGUMENT)
    host = load("old")
    said = f"the argument 'study' of casecompare_check_study, {gone}"
    assert str(gone) == "deprecated since contract 1.1 and gone with 2.0; use 'path'"
    assert host.plugins[0].deprecated == (said,)
    assert [message for _, _, message in diagnostics(host, "old")] == [f"casecompare-old 1.2 uses {said}."]
    [row] = plugin_rows(host)
    assert (row["deprecated"], row["health"]) == (said, "ok")
    listed = list_plugins([row])
    assert "Used by them, but to be taken away" in listed
    assert max(map(len, listed.splitlines())) <= 80


def test_a_deprecated_hook_is_told_once(install, monkeypatch):
    gone = Deprecation(**GOES, instead="casecompare_check")
    monkeypatch.setattr(hookspecs, "DEPRECATED", {("casecompare_check_study", ""): gone})
    install("old", text=OLD_ARGUMENT)
    assert load("old").plugins[0].deprecated == (
        "the hook casecompare_check_study, deprecated since contract 1.1 and gone with 2.0; "
        "use casecompare_check",
    )


@dataclass(frozen=True)
class Inner:
    word: str = ""
    old: int = field(default=0, metadata=deprecated(**GOES, instead="'word'"))


@dataclass(frozen=True)
class Outer:
    inner: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] = field(default_factory=dict)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, metadata=deprecated(**GOES, instead="'inner'"))


def test_elements_are_looked_through_and_defaults_are_no_use():
    assert list(uses_of_fields(Outer(inner=(Inner(),), by_name={"a": Inner()}))) == []
    uses = list(
        uses_of_fields(Outer(inner=(Inner(old=1),), by_name={"a": Inner(old=2)}, frame=pd.DataFrame([1])))
    )
    assert [use.split(",")[0] for use in uses] == ["'old' of Inner", "'old' of Inner", "'frame' of Outer"]
    assert list(uses_of_fields(42)) == list(uses_of_fields(Outer)) == []


@pytest.mark.parametrize(
    ("since", "gone"),
    [
        ("1.1", "1.2"),
        ("1.1", "1.1"),
        ("2.1", "2.0"),
        ("1.0", "2.0"),
        ("1.1", "2.1"),
        ("1", "2.0"),
        ("a.b", "2.0"),
    ],
)
def test_nothing_goes_without_notice(since, gone):
    with pytest.raises(ValueError, match=r"version"):
        Deprecation(since=since, remove_in=gone, instead="x")


def test_nothing_of_ours_has_outlived_its_time():
    """When the contract gets a new major number, what was to go with it must be gone."""
    kinds = [getattr(methods, name) for name in methods.__all__ if isinstance(getattr(methods, name), type)]
    found = [
        one for kind in kinds if dataclasses.is_dataclass(kind) for one in deprecated_fields(kind).values()
    ]
    here = tuple(map(int, CONTRACT.split(".")))
    for one in [*found, *hookspecs.DEPRECATED.values()]:
        assert tuple(map(int, one.remove_in.split("."))) > here, one
        assert tuple(map(int, one.since.split("."))) <= here, one
