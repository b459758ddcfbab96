"""The plugin keeps to what every plugin has to keep to."""

from __future__ import annotations

from pathlib import Path

import pytest

import casecompare_selection
from casecompare import open_study
from casecompare.testing import PluginCheck, plugin_checks

STUDY = Path(__file__).parents[3] / "cases" / "clinical_commissioning"
STUDIES = {"clinical_commissioning": open_study(STUDY)}


@pytest.mark.parametrize("check", plugin_checks(casecompare_selection, studies=STUDIES))
def test_the_plugin_keeps_to_the_contract(check: PluginCheck) -> None:
    check()
