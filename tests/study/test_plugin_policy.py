"""Which distributions a study allows: names as installers compare them, versions as they do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.study import EVERY_METHOD, PluginPolicy, read_study
from casecompare.study.plugin_records import PluginsRecord, policy_of

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,4}([-_.][a-z0-9]{1,4}){0,2}", fullmatch=True).filter(
    lambda name: not name.endswith(".py")
)


@pytest.mark.parametrize(
    ("entry", "distribution", "version", "is_allowed"),
    [
        ("casecompare-nca", "casecompare-nca", "1.2", True),
        ("casecompare-nca", "casecompare-nca", "", True),
        ("casecompare_NCA", "casecompare.nca", "1.2", True),
        ("casecompare-nca==1.2", "casecompare-nca", "1.2.0", True),
        ("casecompare-nca==1.2", "casecompare-nca", "1.2.1", False),
        ("casecompare-nca==1.2", "casecompare-nca", "", False),
        ("casecompare-nca>=1,<2", "casecompare-nca", "1.9rc1", True),
        ("casecompare-nca>=1,<2", "casecompare-nca", "2.0", False),
        ("casecompare-nca", "casecompare-nca2", "1.2", False),
        ("mine.py", "mine.py", "", True),
        ("mine.py", "other.py", "", False),
        ("mine", "mine.py", "", False),
        ("casecompare-nca", "casecompare", "0.1", True),
    ],
)
def test_an_entry_allows_a_distribution(entry, distribution, version, is_allowed):
    policy = policy_of(PluginsRecord(allow=[entry]))
    assert policy.allows(distribution, version) is is_allowed


@given(NAMES, st.lists(NAMES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_only_what_is_named_is_allowed_whatever_the_signs_between(name, entries):
    policy = PluginPolicy(allow=tuple(entries))
    plain = [entry.replace("_", "-").replace(".", "-") for entry in entries]
    assert policy.allows(name.upper(), "1.0") is (name.replace("_", "-").replace(".", "-") in plain)


def test_isolation_is_for_all_or_by_method():
    assert policy_of(None) == PluginPolicy()
    for_all = policy_of(PluginsRecord(isolation="process"))
    assert (for_all.isolation_of("qca"), PluginPolicy().isolation_of("qca")) == ("process", "none")
    one = PluginPolicy(isolation={EVERY_METHOD: "process", "qca": "none"})
    assert (one.isolation_of("qca"), one.isolation_of("nca")) == ("none", "process")


def test_a_study_keeps_what_it_says_about_plugins(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "study: s\ncodebook:\n  A: {kind: crisp}\n"
        "plugins:\n  allow: [casecompare-nca]\n  isolation: {nca: process}\n  memory: 2GB\n",
        encoding="utf-8",
    )
    (tmp_path / "cases.csv").write_text("id,A\nk,1\n", encoding="utf-8")
    study, problems = read_study(tmp_path)
    assert [one for one in problems if one.level == "error"] == []
    assert study is not None
    assert study.plugins == PluginPolicy(
        allow=("casecompare-nca",), isolation={"nca": "process"}, memory=2_000_000_000
    )
