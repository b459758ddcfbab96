"""Where a plugin comes from is read from what its installer left, and shown."""

from __future__ import annotations

import json

from casecompare.methods import FoundPlugin, Host, Source, find_plugins
from casecompare.report import list_plugins, plugin_rows


def found(name: str) -> FoundPlugin:
    [plugin] = [one for one in find_plugins() if one.name == name]
    return plugin


def test_an_installed_plugin_comes_from_a_folder_and_an_installer(install, site):
    install("good")
    assert found("good").source == Source(place=str(site), installer="pip")
    assert str(found("good").source) == f"{site} (installed by pip)"


def test_an_editable_plugin_comes_from_its_project(install):
    install(
        "good", direct_url__json=json.dumps({"url": "file:///home/a%20b/nca", "dir_info": {"editable": True}})
    )
    assert str(found("good").source) == "/home/a b/nca (editable by pip)"


def test_an_address_is_shown_without_the_login_in_it(install, site):
    url = "https://me:secret@example.org/nca.git"
    install("good", direct_url__json=json.dumps({"url": url, "vcs_info": {"vcs": "git", "commit_id": "1"}}))
    assert str(found("good").source) == f"{site} (installed by pip from https://example.org/nca.git)"


def test_damaged_records_of_an_installer_cost_nothing(install, site):
    install("one", direct_url__json="{")
    install("two", direct_url__json="[1]")
    install("three", direct_url__json='{"url": 3, "dir_info": []}')
    install("four", INSTALLER=" x\n" * 100, METADATA="Name: casecompare-four\nVersion: 1\n")
    for name in ("one", "two", "three", "four"):
        assert found(name).source.place == str(site)
    assert len(found("four").source.installer) <= 40


def test_the_list_fits_a_terminal_and_loses_nothing(install, site):
    install(
        "a_method_with_quite_a_long_name", direct_url__json='{"url": "https://example.org/' + "x" * 90 + '"}'
    )
    install("broken", text="import nowhere_to_be_found")
    host = Host.load([one for one in find_plugins() if one.origin == "installed"])
    listed = list_plugins(plugin_rows(host))
    assert max(map(len, listed.splitlines())) <= 80
    joined = "".join(listed.split())
    for said in (
        "a_method_with_quite_a_long_name",
        "nowhere_to_be_found",
        str(site),
        "casecompare-broken1.2",
    ):
        assert said in joined


def test_only_builtin_finds_no_stranger(install):
    install("good")
    assert {plugin.origin for plugin in find_plugins(only_builtin=True)} == {"built in"}
    assert "good" not in {plugin.name for plugin in find_plugins(only_builtin=True)}
