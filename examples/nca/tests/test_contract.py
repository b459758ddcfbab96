"""The plugin keeps to what every plugin has to keep to."""

from __future__ import annotations

import pytest

import casecompare_nca
from casecompare.testing import PluginCheck, plugin_checks


@pytest.mark.parametrize("check", plugin_checks(casecompare_nca))
def test_the_plugin_keeps_to_the_contract(check: PluginCheck) -> None:
    check()
