"""The kit for those who write plugins: checks, small studies in memory, and a method run on its own.

>>> card = check_plugin("agreement")
>>> card.is_sound
True
"""

from casecompare.testing.candidate import Budget
from casecompare.testing.card import PluginCard
from casecompare.testing.contract import PluginCheck, check_plugin, plugin_checks
from casecompare.testing.examples import example_studies
from casecompare.testing.studies import make_study, run_alone
from casecompare.testing.trial import Trial, try_method

__all__ = [
    "Budget",
    "PluginCard",
    "PluginCheck",
    "Trial",
    "check_plugin",
    "example_studies",
    "make_study",
    "plugin_checks",
    "run_alone",
    "try_method",
]
