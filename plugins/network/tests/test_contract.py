"""The plugin keeps to what every plugin has to keep to."""

from __future__ import annotations

import pytest

import casecompare_network
from casecompare.testing import Budget, PluginCheck, plugin_checks

# Fewer draws than by default: they cost time, and the contract is the same.
QUICK = {"labelings": 500, "draws": 99, "null_draws": 50, "cores": 64, "community_steps": 50}

PATIENT = Budget(seconds=300)
"""How fast the method is, benchmarks show; a slow machine is no defect."""


@pytest.mark.parametrize(
    "check", plugin_checks(casecompare_network, options={"network": QUICK}, budget=PATIENT)
)
def test_the_plugin_keeps_to_the_contract(check: PluginCheck) -> None:
    check()
