"""The checks of a plugin: one by one for pytest, or all of them as a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from casecompare.errors import UsageError, did_you_mean
from casecompare.methods import Method
from casecompare.study import Study
from casecompare.testing.apart import card_apart
from casecompare.testing.candidate import Budget, Candidate, found_plugin, make_candidate
from casecompare.testing.card import PluginCard, Question
from casecompare.testing.checking import Check, make_check
from casecompare.testing.checks import CHECKS
from casecompare.testing.reviewing import reviewer_questions

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

__all__ = ["PluginCheck", "check_plugin", "made_card", "plugin_checks"]


@dataclass(frozen=True)
class PluginCheck:
    """A check of a plugin, ready to be made by a test: call it."""

    check: Check
    candidate: Candidate

    def __call__(self) -> None:
        """Make the check.

        Raises
        ------
        AssertionError
            if the plugin fails it; the message says what its author has to mend.
        """
        outcome = make_check(self.check, self.candidate)
        if outcome.status == "not applicable":
            import pytest

            pytest.skip(outcome.reason)
        listed = "\n".join(f"  - {fault}" for fault in outcome.faults)
        assert not outcome.faults, (
            f"{self.candidate.name} does not keep to this: {self.check.promise}\n{listed}"
        )

    def __repr__(self) -> str:
        return f"<check {self.check.name} of {self.candidate.name}>"


def plugin_checks(
    plugin: ModuleType | Method | str | Path,
    *,
    expected_failures: Mapping[str, str] | None = None,
    options: Mapping[str, Mapping[str, object]] | None = None,
    studies: Mapping[str, Study] | None = None,
    budget: Budget | None = None,
) -> list[ParameterSet]:
    """Give the checks of a plugin for ``@pytest.mark.parametrize``.

    Parameters
    ----------
    plugin
        The imported module with the hooks, a method, the name of an installed plugin, or a path.
    expected_failures
        By the name of a check, why it cannot be kept; such a check must fail (a strict xfail).
    options
        By method the options to try it with; by default the method's `example_options`.
    studies
        Further studies by name, such as one with record sections that only this plugin reads. Studies in the
        project's folder ``example`` are found without being named.
    budget
        What a run on 60 cases may cost; by default 10 seconds and 500 megabytes.

    Raises
    ------
    UsageError
        if a check, an option or a method is named that is not there.
    PluginError
        if the plugin cannot be loaded.

    Examples
    --------
    In ``tests/test_contract.py``::

        @pytest.mark.parametrize("check", plugin_checks(casecompare_mymethod))
        def test_it_keeps_to_the_contract(check):
            check()

    >>> checks = plugin_checks("agreement", expected_failures={"budget": "it draws a million samples"})
    >>> checks[0].id, len(checks[0].marks), [one.id for one in checks if one.marks]
    ('registers-something', 0, ['budget'])
    """
    import pytest

    expected = _expected(expected_failures)
    candidate = make_candidate(plugin, options=options, studies=studies, budget=budget)
    return [
        pytest.param(
            PluginCheck(check, candidate),
            id=check.name,
            marks=[pytest.mark.xfail(strict=True, reason=expected[check.name])]
            if check.name in expected
            else [],
        )
        for check in CHECKS
    ]


def check_plugin(
    plugin: ModuleType | Method | str | Path,
    *,
    expected_failures: Mapping[str, str] | None = None,
    options: Mapping[str, Mapping[str, object]] | None = None,
    studies: Mapping[str, Study] | None = None,
    budget: Budget | None = None,
) -> PluginCard:
    """Make every check of a plugin, without pytest, and give the card.

    Parameters are those of `plugin_checks`. A plugin that is named or given by its path, and does not ship,
    is checked in a process of its own: one that crashes, ends the program or hangs gets a card that says so.
    With studies or a budget of your own it is checked here.

    Raises
    ------
    UsageError
        if there is no such plugin, or a check, an option or a method is named that is not there.
    PluginError
        if the plugin cannot be loaded.

    Examples
    --------
    >>> from casecompare import MethodResult
    >>> silent = Method(name="silent", title="Silence", question="What?", citation="Cage (1952)",
    ...                 run=lambda study, options, context: MethodResult())
    >>> card = check_plugin(silent)
    >>> card.is_sound, [one.check.name for one in card.outcomes if one.faults]
    (False, ['all-equal'])
    """
    expected = _expected(expected_failures)
    if isinstance(plugin, str | Path) and not (studies or budget) and _may_end_the_program(plugin):
        apart = card_apart(plugin, expected_failures=expected, options=options)
        if apart is not None:
            return apart
    candidate = make_candidate(plugin, options=options, studies=studies, budget=budget)
    return made_card(candidate, expected)


def made_card(
    candidate: Candidate, expected: Mapping[str, str], note: Callable[[str], None] = lambda _: None
) -> PluginCard:
    """Make every check of a candidate, and give the card.

    Parameters
    ----------
    candidate
        The plugin.
    expected
        By the name of a check, why it cannot be kept.
    note
        Told of every check before it is made.
    """
    found = candidate.loaded.found
    outcomes = []
    for check in CHECKS:
        note(check.name)
        outcomes.append(make_check(check, candidate, expected.get(check.name, "")))
    return PluginCard(
        plugin=candidate.name,
        distribution=found.distribution,
        version=found.version,
        origin=found.origin,
        methods=tuple((method.name, method.title, method.stated_maturity) for method in candidate.methods),
        outcomes=tuple(outcomes),
        questions=tuple(Question(*one) for one in reviewer_questions(candidate)),
    )


def _may_end_the_program(plugin: str | Path) -> bool:
    return found_plugin(plugin).origin != "built in"


def _expected(expected_failures: Mapping[str, str] | None) -> Mapping[str, str]:
    expected = expected_failures or {}
    names = [check.name for check in CHECKS]
    for name, reason in expected.items():
        if name not in names:
            hint = did_you_mean(name, names) or f"There are: {', '.join(names)}."
            raise UsageError(f"expected_failures: there is no check '{name}'. {hint}")
        if not reason.strip():
            raise UsageError(f"expected_failures: say why '{name}' cannot be kept.")
    return expected
