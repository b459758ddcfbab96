"""The plugin keeps to what every plugin has to keep to."""

from __future__ import annotations

from pathlib import Path

import pytest

import casecompare_arenas
from casecompare import open_study
from casecompare.testing import Budget, PluginCheck, plugin_checks

STUDY = Path(__file__).parents[3] / "cases" / "clinical_commissioning"
STUDIES = {"clinical_commissioning": open_study(STUDY)}

PATIENT = Budget(seconds=300)
"""How fast the method is, benchmarks show; a slow machine is no defect."""


@pytest.mark.parametrize("check", plugin_checks(casecompare_arenas, studies=STUDIES, budget=PATIENT))
def test_the_plugin_keeps_to_the_contract(check: PluginCheck) -> None:
    check()
