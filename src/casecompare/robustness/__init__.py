"""Does disagreement matter? A run repeated with doubtful values changed, and what survives of its results."""

from casecompare.methods import RepeatGroup, Robustness
from casecompare.robustness.coders import (
    coder_combinations,
    coder_draws,
    coder_sheets,
    find_coders,
    find_disputes,
    other_codes,
)
from casecompare.robustness.decisive import decisive_changes
from casecompare.robustness.examination import EFFORTS, Effort, as_effort, examine
from casecompare.robustness.omissions import without_each_case, without_each_evidence
from casecompare.robustness.repeating import Log, Repeat, Repeater, repeat
from casecompare.robustness.steps import neighbouring_steps
from casecompare.robustness.survival import changed_statements, survival, wilson_interval
from casecompare.robustness.variants import Edit, Variant
from casecompare.robustness.words import verdict_words

__all__ = [
    "EFFORTS",
    "Edit",
    "Effort",
    "Log",
    "Repeat",
    "RepeatGroup",
    "Repeater",
    "Robustness",
    "Variant",
    "as_effort",
    "changed_statements",
    "coder_combinations",
    "coder_draws",
    "coder_sheets",
    "decisive_changes",
    "examine",
    "find_coders",
    "find_disputes",
    "neighbouring_steps",
    "other_codes",
    "repeat",
    "survival",
    "verdict_words",
    "wilson_interval",
    "without_each_case",
    "without_each_evidence",
]
