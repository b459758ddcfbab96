"""The plugin, and each kind of rule as a method, keep to what every plugin has to keep to."""

from __future__ import annotations

import pytest

import casecompare_rules
from casecompare.testing import PluginCheck, plugin_checks
from casecompare_rules import IndexRule, Item, Level, RubricRule
from casecompare_rules.rule_methods import rule_method
from casecompare_rules.rulebook import BroughtRule, Source

SOURCE = Source(name="rules/a.yaml", version="1", find=lambda path: ("rules/a.yaml", 1, 1))
SAID = {"citation": "Someone (2001)", "question": "How much?", "direction": "more of it"}
INDEX = IndexRule(
    items={"a": Item(in_set="A"), "b": Item(in_set="B*~C", reversed=True), "c": Item(in_set="C", weight=2)},
    **SAID,
)
RUBRIC = RubricRule(
    levels=[
        Level(label="both", score=2, when={"all": ["A", "B"]}),
        Level(label="one", score=1, when="A + B"),
        Level(label="none", score=0, otherwise=True),
    ],
    **SAID,
)
METHODS = {
    name: rule_method(BroughtRule(name=name, kind=kind, source=SOURCE, rule=rule))
    for name, kind, rule in (("my_index", "indices", INDEX), ("my_rubric", "rubrics", RUBRIC))
}


@pytest.mark.parametrize("check", plugin_checks(casecompare_rules))
def test_the_plugin_keeps_to_the_contract(check: PluginCheck) -> None:
    check()


@pytest.mark.parametrize("check", plugin_checks(METHODS["my_index"]))
def test_an_index_keeps_to_the_contract(check: PluginCheck) -> None:
    check()


@pytest.mark.parametrize("check", plugin_checks(METHODS["my_rubric"]))
def test_a_rubric_keeps_to_the_contract(check: PluginCheck) -> None:
    check()
