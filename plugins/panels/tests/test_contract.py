"""The plugin keeps to what every plugin has to keep to."""

from __future__ import annotations

import pytest

import casecompare_panels
from casecompare.testing import Budget, PluginCheck, plugin_checks

PATIENT = Budget(seconds=300)
"""How fast the method is, benchmarks show; a slow machine is no defect."""


@pytest.mark.parametrize("check", plugin_checks(casecompare_panels, budget=PATIENT))
def test_the_plugin_keeps_to_the_contract(check: PluginCheck) -> None:
    check()
