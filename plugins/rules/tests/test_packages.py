"""Packages that bring rules as data: found in metadata, read without being imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import casecompare
from casecompare.report import describe_method
from casecompare_rules.packages import package_rules, read_package

RULES = """\
indices:
  settled_habits:
    title: Settled habits
    citation: Someone (2001)
    items: {age: {value: age, range: [0, 10]}}
checks:
  never: {then: age > 100, level: error}
"""
STUDY = "study: s\noutcome: Y\ncodebook:\n  Y: {}\n  AGE: {kind: number, from: YEARS}\n"
CASES = "case,YEARS,Y\nk,5,0.9\nl,2,0.1\n"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Lay out what an installed wheel looks like; its code must never run."""

    def installed(rules: str = RULES, name: str = "habit_rules") -> None:
        site = tmp_path / f"site_{name}"
        (site / name / "rules").mkdir(parents=True)
        (site / name / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
        (site / name / "rules/habits.yaml").write_text(rules, encoding="utf-8")
        info = site / f"{name}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(f"[casecompare.rules]\nhabits = {name}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))
        package_rules.cache_clear()

    yield installed
    package_rules.cache_clear()


@pytest.fixture
def study(tmp_path: Path):
    def made(methods: str = "") -> Path:
        (tmp_path / "study.yaml").write_text(STUDY + methods, encoding="utf-8")
        (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
        return tmp_path

    return made


def test_a_package_brings_methods_without_code(install, study):
    install()
    host = casecompare.load_host()
    method, found = host.method("settled_habits")
    assert (found.distribution, found.version, method.citation) == ("habit_rules", "1.2", "Someone (2001)")
    assert "from habit_rules 1.2 (data); experimental" in describe_method(method, found)
    folder = study("methods:\n  settled_habits: {names: {age: YEARS}}\n")
    comparison = casecompare.run(folder, host=host)
    assert comparison["settled_habits"].scores["score"].to_dict() == {"k": 5.0, "l": 2.0}
    assert "habit_rules" not in sys.modules


def test_a_rule_that_names_other_values_is_skipped_unless_it_is_asked_for(install, study):
    install()
    host = casecompare.load_host()
    runs = casecompare.run(study(), ["settled_habits"], host=host).runs
    assert (runs["settled_habits"].status, "names age" in runs["settled_habits"].reason) == ("skipped", True)
    problems = casecompare.check(study("methods:\n  settled_habits: {}\n"), host=host)
    assert [str(one) for one in problems] == [
        "habit_rules: rules/habits.yaml:5:19  -  indices.settled_habits.items.age.value: no case has "
        "a value 'age'. Did you mean 'AGE'?"
    ]


def test_a_broken_package_costs_no_study_that_does_not_use_it(install, study):
    install("indices:\n  broken: {items: 3}\n", "broken_rules")
    host = casecompare.load_host()
    assert "rules" in host.method_names
    assert casecompare.check(study("methods:\n  agreement: {}\n"), host=host) == []
    problems = casecompare.check(study("methods:\n  broken: {}\n"), host=host)
    assert "broken_rules: rules/habits.yaml:2:12" in str(problems[0])


@pytest.mark.parametrize("package", ["no_such_package_here", "os.path", "../x", "json"])
def test_a_package_without_rules_is_told(package):
    (problem,) = read_package(package, "dist", "1").problems
    assert problem.level == "warning"


def test_rules_of_a_package_run_in_a_process_of_their_own_too(install, study):
    install()
    folder = study("methods:\n  settled_habits: {names: {age: YEARS}}\n")
    comparison = casecompare.run(folder, host=casecompare.load_host(), isolation="process")
    assert comparison["settled_habits"].scores["score"].to_dict() == {"k": 5.0, "l": 2.0}
